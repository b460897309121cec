"""The pages of certification rounds: the list of rounds, one round with its towns, one town's list with reasons."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.entitlements import reason_label
from cases.finding import reads_masked, shown_name
from cases.models import Case, PublicNotice
from cases.next_acts import due_now, next_acts
from cases.stipends import counting
from cases.stipends.candidates import candidates
from cases.stipends.forms import DrawUpAllForm, RoundForm
from cases.stipends.models import CertificationRound, Status, TownList
from cases.stipends.posting import worth_of
from cases.stipends.round_pages import (
    LIST_LOOKS,
    LISTS,
    ROUND_LOOKS,
    ROUNDS,
    list_head,
    reads_rounds,
    round_head,
    visible_list,
    visible_round,
)
from cases.stipends.rounds import OPENERS, draw_up_all, list_of, may_open, open_round
from cases.timeline import paper_chip
from documents.models import Document
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from organisation.models import Division
from organisation.rights import has_role, rights_of

ROWS_A_PAGE = 50


@login_required
@require_GET
def round_list(request: StaffRequest) -> HttpResponse:
    """The rounds of my county, newest first; for a town the lists of its own."""
    if not reads_rounds(request.user):
        raise PermissionDenied
    rounds = CertificationRound.objects.visible_to(request.user).select_related("dossier", "program_version")
    page = Paginator(rounds.annotate(children=Count("cases")).order_by("-first_month", "-pk"), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    own = TownList.objects.none()
    if not page.paginator.count:
        own = TownList.objects.visible_to(request.user).select_related("dossier", "round", "division")
    shown = {
        "page": page,
        "rows": [(each, ROUND_LOOKS.get(each.status, "")) for each in page],
        "lists": [(each, LIST_LOOKS.get(each.status, "")) for each in own.order_by("-pk")[:ROWS_A_PAGE]],
        "may_open": has_role(request.user, *OPENERS),
    }
    return render(request, "stipends/round_list.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def round_new(request: StaffRequest) -> HttpResponse:
    """Open a round in my county."""
    county = next((right.division for right in rights_of(request.user) if right.role in OPENERS), None)
    if county is None:
        raise PermissionDenied
    form = RoundForm(*((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            data = dict(form.cleaned_data)
            made = open_round(data.pop("program_version"), county, by=request.user, **data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The round is open. Draw up the lists of the towns now."))
            return redirect("round-detail", code=made.code)
    return render(request, "stipends/round_new.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@login_required
@require_GET
def round_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One round: where each town stands, and what can be done."""
    round = visible_round(request.user, code)
    notice = PublicNotice.objects.filter(dossier=round.dossier_id).order_by("-pk").first()
    towns = counting.towns_of(round)
    shown = {
        **round_head(round, request.user),
        **next_acts(round, request.user),
        "subject": round,
        "act_page": "round-act",
        "due_dates": due_now(round.dossier_id),
        "towns": towns,
        "tiles": counting.tiles_of(towns),
        "notice": notice,
        "notice_url": reverse("notice-office", args=[notice.code]) if notice else "",
        "may_draw_up": round.status == "open" and may_open(request.user, round.division),
        "papers": _papers(round.dossier_id),
    }
    return render(request, "stipends/round_page.html", shown)


@login_required
@require_POST
def draw_up(request: StaffRequest, code: UUID, town: str) -> HttpResponse:
    """Make the list of a town, empty, and go to the page where it is drawn up."""
    round = visible_round(request.user, code)
    place = get_object_or_404(Division, code=town, parent=round.division)
    if not may_open(request.user, round.division):
        raise PermissionDenied
    return redirect("townlist-act", code=list_of(round, place).code, name="draw_up")


@login_required
@require_http_methods(["GET", "POST"])
def draw_up_all_lists(request: StaffRequest, code: UUID) -> HttpResponse:
    """Draw up the lists of all towns that are not certified yet. Drawing one up again only adds who is new."""
    round = visible_round(request.user, code)
    if not may_open(request.user, round.division):
        raise PermissionDenied
    form = DrawUpAllForm(*((request.POST,) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        try:
            lists = draw_up_all(round, by=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            words = ngettext("%(count)d list is drawn up.", "%(count)d lists are drawn up.", len(lists))
            messages.success(request, words % {"count": len(lists)})
            return redirect("round-detail", code=code)
    shown = {**round_head(round, request.user), "form": form}
    return render(request, "stipends/draw_up_all.html", shown, status=UNPROCESSABLE if form.errors else 200)


@login_required
@require_GET
def list_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One town's list: its children with what the term is worth, or those left out with the reason."""
    listed = visible_list(request.user, code)
    view = request.GET.get("view", "")
    left = [each for each in candidates(listed.round, listed.division) if each.reason]
    cases = listed.cases.exclude(status=Status.NEW)
    shown = {
        **list_head(listed, request.user),
        **next_acts(listed, request.user),
        "subject": listed,
        "act_page": "townlist-act",
        "due_dates": due_now(listed.dossier_id),
        "view": view,
        "counts": {"on": cases.count(), "left": len(left)},
        "papers": _papers(listed.dossier_id),
    }
    shown |= _left_out(request, left) if view == "left" else _children(request, listed, cases)
    return render(request, "stipends/list_page.html", shown)


def _children(request: StaffRequest, listed: TownList, cases: Any) -> dict[str, Any]:
    rows = cases.select_related("dossier", "person", "division").order_by("division__code", "person__pinyin_sort", "pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    masked = reads_masked(request.user)
    worth = worth_of(listed.round, listed.cases.filter(pk__in=[each.pk for each in page]))
    return {
        "page": page,
        "rows": [(each, shown_name(each.person, masked=masked), worth[each.pk]) for each in page],
        "masked": masked,
    }


def _left_out(request: StaffRequest, left: list[Any]) -> dict[str, Any]:
    page = Paginator(left, ROWS_A_PAGE).get_page(request.GET.get("page"))
    visible = Case.objects.visible_to(request.user).for_page()
    cases = visible.in_bulk([each.case for each in page])
    masked = reads_masked(request.user)
    rows = [
        (cases[each.case], shown_name(cases[each.case].person, masked=masked), reason_label(each.reason))
        for each in page
        if each.case in cases
    ]
    return {"page": page, "rows": rows, "masked": masked}


def _papers(dossier: int) -> list[dict[str, object]]:
    return [paper_chip(each) for each in Document.objects.filter(dossier=dossier).order_by("-pk")]


@login_required
@require_http_methods(["GET", "POST"])
def round_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of an act of a round, or do it."""
    return acting.act(ROUNDS, request, code, name)


@login_required
@require_POST
def round_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the act would issue."""
    return acting.preview(ROUNDS, request, code, name)


@login_required
@require_http_methods(["GET", "POST"])
def list_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of an act of a list, or do it."""
    return acting.act(LISTS, request, code, name)


@login_required
@require_POST
def list_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """One of the papers that the act would issue."""
    return acting.preview(LISTS, request, code, name)
