"""A household visit as it is told, by the page or by the phone: common part, children, photos, checked together.

The one invariant: page and phone go through the same forms, so that the same visit is accepted or refused with the same
words. What is valid goes to `record_household_visit`.
"""

import uuid
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.finding import visible_case
from cases.photos import Photo, consent_sentence, may_show_face, without_consent
from cases.visit_forms import ChildSeenForm, HouseholdVisitForm, PhotoForm, fields_of, prefix_of
from cases.visit_queries import siblings
from documents.declarations import Text
from documents.refusals import NotVisible
from organisation.models import User

MOST_PHOTOS = 9
ROWS_SHOWN = 3


class HouseholdVisit:
    """The forms of one visit to the household of `case`. Blank without `data`."""

    def __init__(self, case: Any, by: User, data: Any = None, files: Any = None) -> None:
        self.case, self.by, self.data = case, by, data
        today = timezone.localdate()
        self.common = HouseholdVisitForm(data, by=by)
        self.children = [
            ChildSeenForm(data, case=each, may_show_face=may_show_face(each, today)) for each in siblings(case, by)
        ]
        rows = [PhotoForm(data, files, place=place) for place in range(MOST_PHOTOS)]
        self.photos = [row for place, row in enumerate(rows) if row.used or place < ROWS_SHOWN]
        if not self.several and self.children:
            choices: Any = self.children[0].fields["seen"]
            choices.choices = choices.choices[:2]

    @classmethod
    def from_json(cls, payload: Mapping[str, Any], by: User, files: Any = None) -> Self:
        """The visit as the phone tells it; see `fields_of`. Raises NotVisible when its case is not there for `by`."""
        told = payload.get("children")
        first = told[0] if isinstance(told, list) and told and isinstance(told[0], Mapping) else {}
        try:
            case = visible_case(by, uuid.UUID(str(payload.get("case") or first.get("case"))))
        except (ValueError, Http404) as error:
            raise NotVisible from error
        return cls(case, by, fields_of(payload), files or {})

    @property
    def is_bound(self) -> bool:
        """Whether something was sent."""
        return self.data is not None

    @property
    def forms(self) -> list[Any]:
        """Every form in the order of the page."""
        return [self.common, *self.children, *self.photos]

    @property
    def several(self) -> bool:
        """Whether there is more than one child in the family."""
        return len(self.children) > 1

    @property
    def more_photos(self) -> bool:
        """Whether more than the first photo was chosen."""
        return any(row.used for row in self.photos[1:])

    def is_valid(self) -> bool:
        """Whether everything told holds together; the errors stand at their fields."""
        return self._valid

    @cached_property
    def _valid(self) -> bool:
        if not self.is_bound:
            return False
        for form in self.forms:
            form.is_valid()
        self._check_children()
        self._check_faces()
        return not any(form.errors for form in self.forms)

    @property
    def met(self) -> bool:
        """Whether the family was met."""
        return self.common.answer("result") == "done"

    @property
    def covered(self) -> list[ChildSeenForm]:
        """The children that the visit was to."""
        return [form for form in self.children if form.covered]

    def _check_children(self) -> None:
        if self._unknown_children():
            self.common.add_error(
                None,
                _("This visit names a child that is not of this household, or not yours any more. Reload the page."),
            )
        if not self.covered:
            self.common.add_error(None, _("Say which child was visited."))
        if not self.met:
            return
        for form in self.covered:
            form.check_met()
        girls = any(form.case.person.sex == "F" for form in self.covered)
        if girls and not self.common.answer("woman_present"):
            self.common.add_error(
                "woman_present",
                _("For a girl one of the two visitors is a woman. Tick that one was there, or visit again with one."),
            )

    def _unknown_children(self) -> bool:
        known = tuple(f"{form.prefix}-" for form in self.children)
        return any(name.startswith(prefix_of("")) and not name.startswith(known) for name in self.data)

    def _check_faces(self) -> None:
        for row in self.photos:
            missing = without_consent([form.case for form in self.covered], [row.photo] if row.photo else [])
            if missing:
                row.add_error("face", consent_sentence(missing))

    def complaints(self) -> Iterator[tuple[str, Text, str]]:
        """Every error with the id of its control and the label; a child's with its place in the family."""
        yield from self.common.complaints()
        for place, form in enumerate(self.children, start=1):
            for id, label, error in form.complaints():
                named = _("Child %(place)d, %(label)s") % {"place": place, "label": label}
                yield id, named if self.several else label, error
        for row in self.photos:
            yield from row.complaints()

    def errors(self) -> dict[str, list[str]]:
        """Errors by the name of their field, for the phone; those of no field under the empty name."""
        found: dict[str, list[str]] = {}
        for form in self.forms:
            for name, errors in form.errors.items():
                found.setdefault("" if name == "__all__" else form.add_prefix(name), []).extend(map(str, errors))
        return found

    def told(self) -> dict[str, Any]:
        """The arguments of `record_household_visit` without `by`. Only after is_valid()."""
        return {
            "client_uuid": self.common.cleaned_data["client_uuid"],
            "children": [form.told(met=self.met) for form in self.covered],
            "photos": self._photos(),
            **self.common.common(),
        }

    def _photos(self) -> list[Photo]:
        """The photos, one that was chosen twice only once."""
        found: dict[bytes, Photo] = {}
        for photo in (row.photo for row in self.photos):
            if photo and (photo.content not in found or photo.shows_face):
                found[photo.content] = photo
        return list(found.values())

    def draw_again(self) -> None:
        """After a stale page: keep what was typed, and let the next click decide on the cases as they are now."""
        data = self.data.copy()
        for form in siblings(self.case, self.by):
            data[f"{prefix_of(form.code)}-expected"] = str(form.dossier.version)
        for form in self.forms:
            form.data = data
