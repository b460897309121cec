"""Funds: the list with what is committed and available, one fund with its ledger, its acts."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.next_acts import due_now, next_acts
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from finance import figures, pages, parts
from finance.actions import open_fund
from finance.forms.batches import FundForm
from finance.models import Fund, FundEntry
from finance.views.batches import TOWN, county_of
from organisation.rights import rights_of
from organisation.roles import READS_MONEY, Role

ROWS_A_PAGE = 100


def _for_the_county(request: StaffRequest) -> None:
    if not any(right.role in READS_MONEY - TOWN for right in rights_of(request.user)):
        raise PermissionDenied


@require_GET
@login_required
def fund_list(request: StaffRequest) -> HttpResponse:
    """The funds of my county, the newest year first."""
    _for_the_county(request)
    funds = list(Fund.objects.visible_to(request.user).exclude(status="new").select_related("dossier", "program"))
    totals = {
        name: sum(getattr(fund, f"{name}_fen") for fund in funds)
        for name in ("granted", "reserved", "paid", "available")
    }
    words = figures.in_words(totals["available"])
    shown = {"funds": funds, "totals": totals, "words": words, "may_open": pages.may_open_funds(request.user)}
    return render(request, "finance/fund_list.html", shown)


@require_http_methods(["GET", "POST"])
@login_required
def fund_new(request: StaffRequest) -> HttpResponse:
    """Open the fund of a year."""
    if not pages.may_open_funds(request.user):
        raise PermissionDenied
    form = FundForm(request.POST or None, initial={"year": timezone.localdate().year})
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key, program = str(data.pop("key")), data.pop("program")
        county = county_of(request.user, Role.FINANCE_PREPARER)
        try:
            fund = open_fund(program, county, data.pop("year"), data.pop("name"), by=request.user, key=key, **data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The fund is open. Enter what was granted next."))
            return redirect("fund-detail", code=fund.code)
    return render(request, "finance/fund_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


@require_GET
@login_required
def fund_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One fund: its figures, its ledger, its batches."""
    _for_the_county(request)
    fund = pages.visible_fund(request.user, code)
    entries = fund.entries.select_related("batch__dossier", "recovery__dossier", "by").order_by("-pk")
    page = Paginator(entries, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {
        **pages.fund_head(fund, request.user),
        **next_acts(fund, request.user),
        "subject": fund,
        "act_page": "fund-act",
        "due_dates": due_now(fund.dossier_id),
        "page": page,
        "words": figures.in_words(fund.available_fen),
        "bar": _bar(fund),
        "batches": fund.batch_set.select_related("dossier").exclude(status="new")[:20],
        "recovered": fund.entries.filter(kind=FundEntry.Kind.RECOVER).aggregate(fen=Sum("fen"))["fen"] or 0,
        **parts.papers_of(fund, request.user),
    }
    return render(request, "finance/fund_page.html", shown)


def _bar(fund: Fund) -> dict[str, str]:
    """What is paid and committed as parts of a hundred."""
    granted = fund.granted_fen or 1
    return {"paid": f"{100 * fund.paid_fen / granted:.2f}", "reserved": f"{100 * fund.reserved_fen / granted:.2f}"}


@login_required
@require_http_methods(["GET", "POST"])
def fund_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Book a grant, or close the fund."""
    _for_the_county(request)
    if name == "begin":
        raise Http404
    return acting.act(pages.FUNDS, request, code, name)


@login_required
@require_POST
def fund_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """A paper that the act would issue. Nothing is written."""
    _for_the_county(request)
    if name == "begin":
        raise Http404
    return acting.preview(pages.FUNDS, request, code, name)
