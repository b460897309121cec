"""Batches: the list, opening one, the page of one with its parts, and each act on its page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Sum
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.flows import step_for
from cases.next_acts import due_now, next_acts
from cases.parts import TIMELINE, history
from cases.reading import note_reading
from documents.clerks import may_handle
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from finance import figures, pages, parts
from finance.actions import open_batch
from finance.filters import BatchFilter
from finance.forms.batches import BatchForm
from finance.models import Batch, TownRoll
from organisation.models import Division, User
from organisation.rights import has_role, rights_of
from organisation.roles import READS_MONEY, Role

ROWS_A_PAGE = 50
UNSEEN = ("begin", "finish_town_review")  # only the system, or opening a batch, does these


@require_GET
@login_required
def batch_list(request: StaffRequest) -> HttpResponse:
    """The batches of my county, or the rolls of my town."""
    if not has_role(request.user, *READS_MONEY):
        raise PermissionDenied
    batches = Batch.objects.visible_to(request.user).select_related("dossier", "program", "fund")
    filtered = BatchFilter(request.GET, batches.exclude(status=Batch.Status.NEW), request=request)
    page = Paginator(filtered.qs.order_by("-first_month", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    for batch in page:
        batch.look = pages.LOOKS.get(batch.status, "")
    totals = filtered.qs.exclude(status=Batch.Status.CANCELLED).order_by()
    shown = {
        "filter": filtered,
        "page": page,
        "totals": totals.aggregate(count=Sum("line_count"), months=Sum("month_count"), fen=Sum("total_fen")),
        "rolls": _rolls(request.user),
        "may_open": pages.may_open(request.user),
    }
    shown["words"] = figures.in_words(shown["totals"]["fen"] or 0)
    return render(request, "finance/batch_list.html", shown)


def _rolls(user: User) -> list[TownRoll]:
    """The rolls of towns that this user sees without the batch around them, newest first."""
    if any(right.role in READS_MONEY - TOWN for right in rights_of(user)):
        return []
    rolls = TownRoll.objects.visible_to(user).exclude(status=TownRoll.Status.NEW)
    found: list[Any] = list(
        rolls.select_related("dossier", "division", "batch__program").order_by("-batch", "-round")[:100]
    )
    for roll in found:
        roll.look = pages.ROLL_LOOKS.get(roll.status, "")
    return found


TOWN = frozenset({Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER})


@require_http_methods(["GET", "POST"])
@login_required
def batch_new(request: StaffRequest) -> HttpResponse:
    """Open a batch: for which program and months, from which fund, through which bank."""
    if not pages.may_open(request.user):
        raise PermissionDenied
    form = BatchForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = str(data.pop("key"))
        try:
            batch = open_batch(data.pop("program"), county_of(request.user), by=request.user, key=key, **data)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Batch %s is open. Compile its roll next.") % batch.number)
            return redirect("batch-detail", code=batch.code)
    return render(request, "finance/batch_new.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)


def county_of(user: User, *roles: str) -> Division:
    """The county in which the user opens batches or funds."""
    wanted = roles or (Role.COUNTY_CASEWORKER,)
    return next(right.division for right in rights_of(user) if right.role in wanted)


@require_GET
@login_required
def batch_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One batch with one part: `?part=files`. With htmx only the part is sent."""
    batch = pages.visible_batch(request.user, code)
    pages.note_opening(batch, request.user)
    part = parts.part_of(request.GET.get("part", ""))
    shown: dict[str, Any] = {"batch": batch, "subject": batch, "part": part, "parts": parts.PARTS}
    shown |= {"page_url": reverse("batch-detail", args=[code])}
    shown |= history(batch, request.user, request.GET) if part is TIMELINE else part.context(batch, request.user)
    if getattr(getattr(request, "htmx", None), "target", "") == "part":
        return render(request, "cases/_part.html", shown)
    whole = {
        **shown,
        **pages.batch_head(batch, request.user),
        **_acts(batch, request.user),
        "steps": pages.steps(batch),
        "step": step_for(batch, request.user),
        "due_dates": due_now(batch.dossier_id),
        "words": figures.in_words(batch.total_fen),
    }
    return render(request, "finance/batch_page.html", whole)


def _acts(batch: Batch, user: User) -> dict[str, Any]:
    found = next_acts(batch, user)
    for name in ("open_acts", "closed_acts"):
        found[name] = [offer for offer in found[name] if offer.name not in UNSEEN]
    found["acts_of_others"] = [(offer, roles) for offer, roles in found["acts_of_others"] if offer.name not in UNSEEN]
    return {**found, "act_page": "batch-act"}


@login_required
@require_http_methods(["GET", "POST"])
def batch_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Show the form of a step, or do it and go back to the batch."""
    if name in UNSEEN:
        raise Http404
    return acting.act(pages.BATCHES, request, code, name)


@login_required
@require_POST
def batch_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """A paper that the step would issue. Nothing is written."""
    if name in UNSEEN or name in pages.HEAVY:
        raise Http404
    return acting.preview(pages.BATCHES, request, code, name)


@require_GET
@login_required
def roll_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """The roll of one town: who gets how much, and the town's signature."""
    roll = pages.visible_roll(request.user, code)
    note_reading(roll, request.user, "townroll.read")
    shown = {
        **pages.roll_head(roll, request.user),
        **next_acts(roll, request.user),
        "subject": roll,
        "act_page": "roll-act",
        "due_dates": due_now(roll.dossier_id),
        "outcomes": parts.outcome_tiles(roll.batch, request.user, [roll]),
        "words": figures.in_words(roll.total_fen),
        "villages": _villages(roll),
        "may_slip": roll.batch.sent_on is not None and may_handle(request.user, roll.dossier),
        **parts.papers_of(roll, request.user),
    }
    return render(request, "finance/roll_page.html", shown)


def _villages(roll: TownRoll) -> list[dict[str, Any]]:
    lines: Any = roll.lines.order_by().values("division__code", "division__short_name")
    return list(lines.annotate(count=Count("pk"), fen_=Sum("fen"), months_=Sum("months")).order_by("division__code"))


@login_required
@require_http_methods(["GET", "POST"])
def roll_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Sign the roll of a town or say what is wrong with it."""
    if name not in ("sign", "dispute"):
        raise Http404
    return acting.act(pages.ROLLS, request, code, name)


@login_required
@require_POST
def roll_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """A paper that the act would issue. Nothing is written."""
    if name not in ("sign", "dispute"):
        raise Http404
    return acting.preview(pages.ROLLS, request, code, name)
