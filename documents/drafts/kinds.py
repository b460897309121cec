"""What can be written on the phone, and what the phone may take along: registered by the apps that know the domain.

The one invariant: a kind's `deliver` checks the user's access anew and does the same entry only once, whatever the
phone believes. Apps register when they are ready; views and delivering.py ask.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from documents.declarations import Text
from documents.refusals import NotVisible
from documents.trail import canonical
from organisation.encryption import mac
from organisation.models import User

Photos = Mapping[int, SimpleUploadedFile]


@dataclass(frozen=True)
class Delivered:
    """What an entry became: the id of its record, a word for it without names, and the page that shows it."""

    server_id: str
    label: str
    url: str = ""


class NotDeliverable(Exception):
    """The entry is not complete or not right. `fields` are sentences by the name of the control in the blank form."""

    code = "invalid"

    def __init__(self, fields: dict[str, list[str]] | None = None, *sentences: str, code: str = "") -> None:
        self.fields = fields or {}
        self.sentences = sentences
        self.code = code or self.code
        super().__init__(self.code)


@dataclass(frozen=True)
class Entry:
    """What the phone sends: one filled-in form. `photos` are the numbers of pictures sent before.

    `about` is the code of what it is about, empty for nothing known; `clock` the phone's clock when it was sent;
    `written_at` when it was written, by the server's clock as far as that can be told.
    """

    uuid: UUID
    kind: "Kind"
    about: str
    payload: dict[str, Any]
    photos: tuple[int, ...] = ()
    clock: dt.datetime | None = None
    written_at: dt.datetime | None = None

    @property
    def code(self) -> UUID | None:
        """What it is about, as a code; nothing for nothing known. Raises NotVisible for what is no code."""
        try:
            return UUID(self.about) if self.about else None
        except ValueError as error:
            raise NotVisible from error

    @property
    def digest(self) -> str:
        """A keyed hash of the content, to tell a repetition from a change."""
        content = [self.kind.name, self.about, self.payload, list(self.photos)]
        return mac(canonical(content), purpose="delivery").hex()


Deliver = Callable[[User, Entry, Photos], Delivered]


@dataclass(frozen=True)
class Kind:
    """One form of the phone. `template` is its blank form, drawn with what `context` gives and no data of anybody.

    `day_field` is the control whose day the user chooses: it is asked about when the phone's clock is wrong. What a
    `confidential` form said stays only where it arrived, not beside the delivery.
    """

    name: str
    title: Text
    deliver: Deliver
    template: str
    context: Callable[[], dict[str, Any]] = field(default=dict)
    day_field: str = ""
    confidential: bool = False


@dataclass(frozen=True)
class Section:
    """A part of what a phone takes along: `draw(user)` gives its cards, in the words of docs/phone.md."""

    name: str
    draw: Callable[[User], dict[str, Any] | None]


_kinds: dict[str, Kind] = {}
_desk_forms: set[str] = set()
_sections: dict[str, Section] = {}


def register_kind(kind: Kind) -> None:
    """Offer a form on the phone."""
    _kinds[kind.name] = kind


def register_section(name: str, draw: Callable[[User], dict[str, Any] | None]) -> None:
    """Offer data for the phone: `draw(user)` gives a title and cards, or nothing for users it is not meant for."""
    _sections[name] = Section(name, draw)


def register_desk_form(name: str) -> None:
    """Let a form of an office page save itself under that name (templates/phone/_draft.html)."""
    _desk_forms.add(name)


def may_be_saved(name: str) -> bool:
    """True for every form of the phone, and for the forms of office pages that save themselves."""
    return name in _kinds or name in _desk_forms


def kinds() -> list[Kind]:
    """Every form of the phone, in the order of registration."""
    return list(_kinds.values())


def kind_named(name: str) -> Kind | None:
    """The form of that name, if there is one."""
    return _kinds.get(name)


def sections_of(user: User) -> list[dict[str, Any]]:
    """What this user's phone may take along now: only what each section shows this user."""
    drawn = ((section.name, section.draw(user)) for section in _sections.values())
    return [{"name": name, **content} for name, content in drawn if content is not None]
