"""Recusal (回避): a relative of the family, or whoever is otherwise in conflict, keeps away from the case.

Registered by anyone who works on the case, also for themselves; from then on the case does not exist for that person.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.flows import free_step
from cases.models import Case
from documents.models import Access, Dossier
from documents.refusals import NotPossible, NotVisible
from documents.trail import append
from documents.transitions import locked
from organisation.models import SIGNIFICANT_DIGITS, User


def may_be_recused(case: Case) -> QuerySet[User]:
    """People whose posts would open this case to them and who are not recused yet, by name."""
    codes = [case.division.code[:digits].ljust(12, "0") for digits in SIGNIFICANT_DIGITS.values()]
    away = Access.objects.filter(dossier=case.dossier_id, capacity=Access.Capacity.RECUSED).values("user_id")
    people = User.objects.filter(is_active=True, post__division__code__in=codes).exclude(pk__in=away)
    return people.distinct().order_by("name")


def recuse(case: Case, user: User, *, reason: str, by: User) -> None:
    """Close the case to `user` for good. Raises a Refused when `by` may not see it or a reason is missing."""
    if not reason.strip():
        raise NotPossible(_("Say how the person is related to the family or otherwise in conflict."))
    with locked(case.dossier_id) as dossier:
        if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
            raise NotVisible
        _row, made = Access.objects.get_or_create(dossier=dossier, user=user, capacity=Access.Capacity.RECUSED)
        if made:
            free_step(case, user)
            append(dossier, "case.recuse", by=by, subject=Case(pk=case.pk), details={"user": user.pk, "reason": reason})


def recused(case: Case) -> list[Any]:
    """Who keeps away from the case, by name."""
    rows = Access.objects.filter(dossier=case.dossier_id, capacity=Access.Capacity.RECUSED)
    return list(rows.select_related("user").order_by("user__name"))
