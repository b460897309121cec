"""The payment history of one child, as a part of the pages of its cases: months, amounts, batches, days.

Invariant: only months of files that the reader may see; what was paid is never shown as owed. Queries do not grow.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.kinds import Part
from finance import pages
from finance.failures import failure_label
from finance.figures import ARRIVED
from finance.models import Accrual, Adjustment, Line, LineItem, Recovery
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import READS_MONEY

ACCRUAL_LOOKS = {"open": "submitted", "held": "sent_back", "listed": "opened", "paid": "done", "cancelled": "cancelled"}
OF_PERSON = ("line__batch__dossier", "line__batch__program")


def history(case: Any, user: User) -> dict[str, Any]:
    """Every month of the child with its amount, state and the payment that carries it; corrections and recoveries."""
    months: list[Any] = list(
        Accrual.objects.visible_to(user).filter(person=case.person_id).select_related("rate").order_by("-month", "-pk")
    )
    items = LineItem.objects.filter(accrual__in=[each.pk for each in months]).select_related(*OF_PERSON)
    carried = {each.accrual_id: each.line for each in items.order_by("live", "pk")}
    for each in months:
        each.line = carried.get(each.pk)
        each.look = ACCRUAL_LOOKS.get(each.status, "")
    adjustments = Adjustment.objects.visible_to(user).filter(accrual__in=[each.pk for each in months])
    payments = _payments(case, months)
    arrived = [line for line in payments if line.status in ARRIVED]
    return {
        "months": months,
        "adjustments": list(adjustments.select_related("accrual").order_by("-pk")),
        "payments": payments,
        "opens_lines": has_role(user, *READS_MONEY),
        "recoveries": list(
            Recovery.objects.visible_to(user).filter(case__person=case.person_id).select_related("line")
        ),
        "paid_fen": sum(line.fen for line in arrived),
        "times": len(arrived),
        "paid_months": sum(line.months for line in arrived),
        "open_fen": sum(each.fen for each in months if each.status in ("open", "held")),
    }


def _payments(case: Any, months: list[Any]) -> list[Line]:
    """The payments to this child that carry months the reader may see, newest first."""
    related = ("batch__dossier", "batch__program", "account", "reissue_of")
    mine = Line.objects.current().filter(person=case.person_id, items__accrual__in=[each.pk for each in months])
    found = list(mine.select_related(*related).distinct().order_by("-pk"))
    for line in found:
        line.look = pages.LINE_LOOKS.get(line.status, "")  # type: ignore[attr-defined]
        line.failure_words = failure_label(line.failure) if line.failure else ""  # type: ignore[attr-defined]
    return found


PAYMENTS = Part("payments", _("Payments"), "finance/_payments.html", history)
