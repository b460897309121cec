"""The list of recoveries: its filters, and sums that agree with the rows they stand above."""

from typing import Any

import django_filters
from django.db.models import BigIntegerField, Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from finance.models import Adjustment, Recovery, RecoveryPayment

STATES = [(state.value, state.label) for state in Recovery.Status if state != Recovery.Status.NEW]


class RecoveryFilter(django_filters.FilterSet):
    """By state and way."""

    status = django_filters.ChoiceFilter(label=_("State"), choices=STATES, empty_label=_("All states"))
    way = django_filters.ChoiceFilter(label=_("How it comes back"), choices=Recovery.Way, empty_label=_("Both ways"))

    class Meta:
        model = Recovery
        fields = ("status", "way")


def with_outstanding(recoveries: "QuerySet[Recovery]") -> "QuerySet[Recovery]":
    """With `rest_fen`, what is neither paid back nor carried by payments that arrived."""
    back = RecoveryPayment.objects.filter(recovery=OuterRef("pk")).order_by().values("recovery")
    settled = Adjustment.objects.filter(recovery=OuterRef("pk"), status="settled", items__live=True)
    carried = settled.order_by().values("recovery")
    return recoveries.annotate(
        rest_fen=F("fen")
        - Coalesce(Subquery(back.annotate(n=Sum("fen")).values("n"), output_field=BigIntegerField()), 0)
        + Coalesce(Subquery(carried.annotate(n=Sum("delta_fen")).values("n"), output_field=BigIntegerField()), 0)
    )


def sums_of(recoveries: "QuerySet[Recovery]") -> dict[str, Any]:
    """How many `with_outstanding`, how much is asked back, and how much of what runs is outstanding."""
    running = Q(status=Recovery.Status.PENDING)
    asked = ~Q(status=Recovery.Status.DROPPED)
    return recoveries.order_by().aggregate(
        count=Count("pk"),
        asked_fen=Coalesce(Sum("fen", filter=asked), 0),
        rest_fen_=Coalesce(Sum("rest_fen", filter=running), 0),
    )
