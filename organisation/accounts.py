"""Accounts are made by the office: opened with a first password on a slip, deactivated when somebody leaves.

Invariant: nobody but its owner knows a password for longer than the first login, and no account is ever deleted.
Called by documents.staff, which writes each act into the trail, and by whoever prepares a demo.
"""

import secrets

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisation.encryption import blind_index
from organisation.models import User

# Without what people mix up on a slip: 0 O, 1 l I, 5 S, 2 Z, u v.
CONSONANTS, CAPITALS, DIGITS = "bcdfghkmnpqrtwxy", "ABCDEFGHKMNPQRTWXY", "346789"


def first_password() -> str:
    """Four groups as in `Kdm4-Fxp7-Bnt9-Whr3`: 60 bits, easy to type from paper, and all the password rules hold."""
    return "-".join(_group() for _n in range(4))


def _group() -> str:
    letters = "".join(secrets.choice(CONSONANTS) for _n in range(2))
    return secrets.choice(CAPITALS) + letters + secrets.choice(DIGITS)


@transaction.atomic
def open_account(username: str, name: str, phone: str = "", mail: str = "", *, by: User | None) -> tuple[User, str]:
    """A new account without posts, and its first password, which is kept nowhere else.

    `by` is None only for the first administrator of an installation. Raises ValidationError.
    """
    user = User(username=username.strip(), name=" ".join(name.split()), phone=phone.strip(), mail=mail.strip())
    same_phone = User.objects.filter(phone_index=blind_index(user.phone, purpose="phone"), is_active=True)
    if user.phone and same_phone.exists():
        raise ValidationError({"phone": _("Another account has this telephone. Leave it empty or enter another one.")})
    password = first_password()
    user.set_password(password)
    user.full_clean(exclude=["password"])
    user.save()
    return user, password


@transaction.atomic
def reset_password(user: User, *, by: User, second_factor_too: bool = False) -> str:
    """A new first password for somebody who forgot theirs; with `second_factor_too` also for a lost telephone.

    Their open sessions end. Raises ValidationError when somebody resets their own account.
    """
    _refuse_own(user, by)
    password = first_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    if second_factor_too:
        Authenticator.objects.filter(user=user).delete()
    return password


def deactivate(user: User, *, by: User) -> None:
    """End an account: no login any more, open sessions included. What its owner did stays under their name.

    Raises ValidationError when somebody deactivates their own account.
    """
    _refuse_own(user, by)
    user.is_active = False
    user.save(update_fields=["is_active"])


def reactivate(user: User) -> None:
    """Let somebody who came back log in again, with the password they had."""
    user.is_active = True
    user.save(update_fields=["is_active"])


def _refuse_own(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise ValidationError(_("This is your own account. Ask another system administrator to do it."))


def forget_old_sessions() -> int:
    """Delete sessions that are over; returns how many."""
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
