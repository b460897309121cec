"""Rates: what a month is worth under each version, proposing another one with its effect, and its approval."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.next_acts import next_acts
from documents.models import Event
from documents.refusals import NotPossible, Refused
from documents.transitions import perform
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from finance.forms.rates import RateForm, series_words
from finance.rate_effects import effect_of
from finance.views.batches import TOWN
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import READS_MONEY
from programs.models import Rate, RateSeries
from programs.rates import may_propose, propose_rate

LOOKS = {"proposed": "submitted", "approved": "in_force", "rejected": "refused"}


def _for_the_county(request: StaffRequest) -> None:
    if not any(right.role in READS_MONEY - TOWN for right in rights_of(request.user)):
        raise PermissionDenied


def _series() -> QuerySet[RateSeries]:
    return RateSeries.objects.select_related("version__program").order_by(
        "version__program", "-version__effective_from"
    )


@require_GET
@login_required
def rate_list(request: StaffRequest) -> HttpResponse:
    """Every series with its rates: in force, ended, proposed, rejected."""
    _for_the_county(request)
    rates = (
        Rate.objects.visible_to(request.user).select_related("made_by", "approved_by").order_by("-from_month", "-pk")
    )
    found = list(_series().prefetch_related(Prefetch("rates", rates, to_attr="shown")))
    for series in found:
        for rate in series.shown:
            rate.look = LOOKS[rate.status]  # type: ignore[attr-defined]
    return render(request, "finance/rate_list.html", {"series": found, "may_propose": may_propose(request.user)})


@require_http_methods(["GET", "POST"])
@login_required
def rate_new(request: StaffRequest) -> HttpResponse:
    """Propose a rate; the button `look` shows what it would change and writes nothing."""
    if not may_propose(request.user):
        raise PermissionDenied
    form = RateForm(request.POST or None, series=_series())
    effect = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        if "look" in request.POST:
            effect = effect_of(data["series"], data["fen"], data["from_month"])
        elif rate := _proposed(request, form):
            return redirect("rate-detail", code=rate.code)
    shown = {"form": form, "effect": effect}
    return render(request, "finance/rate_new.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _proposed(request: StaffRequest, form: RateForm) -> Rate | None:
    data = dict(form.cleaned_data)
    try:
        rate = propose_rate(data.pop("series"), by=request.user, key=str(data.pop("key")), **data)
    except Refused as refused:
        refuse(form, refused)
        return None
    messages.success(request, _("The rate is proposed. It counts when the approver has approved it."))
    return rate


def _found(user: User, code: Any) -> Rate:
    related = ("dossier", "series__version__program", "made_by", "approved_by")
    return get_object_or_404(Rate.objects.visible_to(user).select_related(*related), pk=code)


@require_GET
@login_required
def rate_page(request: StaffRequest, code: int) -> HttpResponse:
    """One rate: how much, since when, by which paper, and what it would change while it is proposed."""
    _for_the_county(request)
    rate = _found(request.user, code)
    proposed = rate.status == Rate.Status.PROPOSED
    shown = {
        **_head(rate, request.user),
        **next_acts(rate, request.user),
        "subject": rate,
        "act_page": "rate-act",
        "effect": effect_of(rate.series, rate.fen, rate.from_month) if proposed else None,
    }
    return render(request, "finance/rate_page.html", shown)


def _head(rate: Rate, user: User) -> dict[str, Any]:
    return {
        "rate": rate,
        "series_words": series_words(rate.series),
        "state_label": rate.get_status_display(),
        "state_look": LOOKS[rate.status],
    }


def _approve(rate: Rate, *, by: User, **data: Any) -> Event:
    """Approve; where another rate of these months was approved a moment before, say so."""
    try:
        with transaction.atomic():
            return perform(rate, "approve", by=by, **data)
    except IntegrityError:
        raise NotPossible(
            _("Another rate holds in these months already. Reload the page, and reject this one or propose it anew.")
        ) from None


RATES = acting.ActPages(
    find=_found,
    head=_head,
    head_template="finance/_rate_head.html",
    forms=lambda rate: {},
    special=lambda rate: {"approve": _approve},
    state_label=lambda rate, state: str(Rate.Status(state).label),
    page="rate-detail",
    act_page="rate-act",
    preview="rate-preview",
)


@login_required
@require_http_methods(["GET", "POST"])
def rate_act(request: StaffRequest, code: Any, name: str) -> HttpResponse:
    """Approve or reject a proposed rate."""
    _for_the_county(request)
    return acting.act(RATES, request, code, name)


@login_required
@require_POST
def rate_preview(request: StaffRequest, code: Any, name: str) -> HttpResponse:
    """The slip that the act would issue. Nothing is written."""
    _for_the_county(request)
    return acting.preview(RATES, request, code, name)
