"""Acts of the system administrator as events: accounts, posts and settings, in the dossier of the office concerned.

Invariant: the act and its event are one transaction. Called by the admin pages and by `manage.py openaccount`.
"""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from documents.declarations import Text
from documents.models import Event
from documents.offices import office_dossier, office_of
from documents.trail import append
from documents.transitions import difference, locked, snapshot
from organisation import accounts
from organisation.models import Delegation, Division, Organ, Post, User

ACTIONS: dict[str, Text] = {
    "account.open": _("Opened an account"),
    "account.change": _("Changed an account"),
    "account.reset": _("Gave a new first password"),
    "account.deactivate": _("Ended an account"),
    "account.reactivate": _("Let an account log in again"),
    "setting.add": _("Added to the settings"),
    "setting.change": _("Changed the settings"),
}
SECRETS = ("password", "phone", "phone_index", "mail", "last_login")
CITY = "410800000000"


def open_account(
    username: str, name: str, phone: str = "", mail: str = "", *, by: User | None, office: str = ""
) -> tuple[User, str]:
    """A new account and its first password, written down in `office` (a division code) or where `by` works.

    Raises ValidationError.
    """
    with transaction.atomic():
        user, password = accounts.open_account(username, name, phone, mail, by=by)
        _write("account.open", user, by=by, code=office, details={"name": user.name, "username": user.username})
    return user, password


def reset_password(user: User, *, by: User, second_factor_too: bool = False) -> str:
    """A new first password. Raises ValidationError for the own account."""
    with transaction.atomic():
        password = accounts.reset_password(user, by=by, second_factor_too=second_factor_too)
        _write("account.reset", user, by=by, details={"second_factor_too": second_factor_too})
    return password


def save_account(user: User, *, by: User) -> None:
    """Save a changed account. Ending it, or letting it log in again, is an act of its own.

    Raises ValidationError when somebody ends their own account.
    """
    before = User.objects.get(pk=user.pk)
    with transaction.atomic():
        if before.is_active and not user.is_active:
            accounts.deactivate(user, by=by)
            _write("account.deactivate", user, by=by)
        elif user.is_active and not before.is_active:
            accounts.reactivate(user)
            _write("account.reactivate", user, by=by)
        user.save()
        hidden = {name: "changed" for name in ("phone", "mail") if getattr(before, name) != getattr(user, name)}
        if change := {**_change(before, user), **hidden}:
            _write("account.change", user, by=by, details={"change": change})


def save_setting(row: models.Model, *, by: User | None) -> Event:
    """Save a division, organ, post, delegation, calendar day or program version together with its event."""
    before = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    with transaction.atomic():
        row.save()
        details = {"change": _change(before, row)} if before else {"row": snapshot(row)}
        action = "setting.change" if before else "setting.add"
        return _write(action, row, by=by, code=_place_of(row), details=details)


def _change(before: models.Model, after: models.Model) -> dict[str, Any]:
    changed = difference(snapshot(before), snapshot(after))
    return {name: values for name, values in changed.items() if name not in SECRETS and name != "is_active"}


def _place_of(row: models.Model) -> str:
    """The code of the division that a setting is about; empty when it holds everywhere."""
    if isinstance(row, Division):
        return row.code
    if isinstance(row, Post | Organ):
        return row.division.code
    return row.post.division.code if isinstance(row, Delegation) else ""


def _write(
    action: str, subject: models.Model, *, by: User | None, code: str = "", details: dict[str, Any] | None = None
) -> Event:
    known = Division.objects.filter(code=code).exists()
    office = office_dossier(code) if known else office_of(by) if by else office_dossier(CITY)
    numbered = isinstance(subject.pk, int)  # a calendar day is known by its date
    told = details or {} if numbered else {**(details or {}), "subject": f"{subject._meta.label_lower}:{subject.pk}"}
    with locked(office.pk) as held:
        return append(held, action, by=by, subject=subject if numbered else None, details=told)
