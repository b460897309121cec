"""The worklist as home, and claiming or releasing the steps on it."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_POST

from cases.finding import visible_case
from cases.flows import claim, picture, processes_of, release, root_of, step_for, subject_of_task
from cases.home_figures import figures_for
from cases.views.detail import head
from cases.worklist import GROUPS, Item, to_register, worklist
from documents.exporting import ExportColumn, download, export_rows
from documents.refusals import Refused
from documents.reminders.alarms import alarms_for
from organisation.calendar import current_calendar, unpublished_words
from organisation.jobs import late_jobs
from organisation.models import User
from organisation.requests import StaffRequest
from organisation.rights import rights_of

ICONS = {
    "returned": ("arrow-counterclockwise", "attention"),
    "overdue": ("alarm", "danger"),
    "today": ("calendar-check", "attention"),
    "week": ("calendar-event", "action"),
    "later": ("calendar3", "quiet"),
    "paused": ("pause-circle", "quiet"),
}
VIEWS = {"": gettext_lazy("Everything"), "mine": gettext_lazy("Mine to do"), "team": gettext_lazy("My team")}


@require_GET
@login_required
def home(request: StaffRequest) -> HttpResponse:
    """Everything that waits for this user, grouped by urgency; `?group=` and `?of=` narrow it."""
    whose = request.GET.get("of", "")
    items = _narrowed(request)
    counts = Counter(item.group for item in items)
    only = request.GET.get("group", "")
    shown = [(GROUPS[name], [item for item in items if item.group == name]) for name in GROUPS if only in ("", name)]
    context = {
        "tiles": _tiles(counts, whose, to_register(request.user).count()),
        "groups": [(label, rows) for label, rows in shown if rows],
        "total": sum(len(rows) for _label, rows in shown),
        "only": GROUPS.get(only, ""),
        "views": [(name, label, name == whose) for name, label in VIEWS.items()],
        "figures": [] if only else figures_for(request.user),
        "alarms": _alarms(request.user),
        "warnings": _warnings(items),
    }
    return render(request, "cases/worklist.html", context)


@require_POST
@login_required
def export(request: StaffRequest) -> HttpResponse:
    """The worklist as it is narrowed now, as a workbook. Posted, because an export leaves an event."""
    if not rights_of(request.user):
        raise PermissionDenied
    only = request.GET.get("group", "")
    rows = [item for item in _narrowed(request) if only in ("", item.group)]
    filters = {name: request.GET[name] for name in ("group", "of") if request.GET.get(name)}
    content = export_rows(rows, _export_columns(), by=request.user, title=_("Worklist"), filters=filters)
    return download(content, "worklist")


def _export_columns() -> list[ExportColumn]:
    return [
        ExportColumn(_("About"), lambda item: item.called.name, 14),
        ExportColumn(_("Case number"), lambda item: item.called.number, 24),
        ExportColumn(_("To do"), lambda item: item.what, 18),
        ExportColumn(_("Place"), lambda item: item.place, 24),
        ExportColumn(_("Risk"), lambda item: item.case.get_risk_level_display() if item.case else "", 8),
        ExportColumn(pgettext("due date", "By when"), lambda item: item.due.due_on, 12),
        ExportColumn(_("Whose"), _whose, 12),
    ]


def _whose(item: Item) -> str:
    if item.task and item.task.owner:
        return _("mine") if item.mine else str(item.task.owner)
    return _("team's queue") if item.task else _("my post")


def _narrowed(request: StaffRequest) -> list[Item]:
    whose = request.GET.get("of", "")
    items = worklist(request.user)
    return [item for item in items if item.mine == (whose == "mine")] if whose in ("mine", "team") else items


def _alarms(user: User) -> list[str]:
    late = [_("The background job “%s” did not run. Tell the administrator.") % job for job in late_jobs()]
    return late + alarms_for(user)


def _warnings(items: list[Item]) -> list[str]:
    """Years into which these due dates reach while their calendar is not known yet."""
    calendar = current_calendar()
    years = sorted({item.due.due_on.year for item in items})
    return [unpublished_words(year) for year in years if not calendar.published(year)]


def _tiles(counts: Counter[str], whose: str, imported: int) -> list[dict[str, Any]]:
    tiles = []
    for name, label in GROUPS.items():
        if name == "paused" and not counts[name]:
            continue  # few desks ever have any
        icon, tone = ICONS[name]
        url = f"?group={name}" + (f"&of={whose}" if whose else "")
        tiles.append({"number": counts[name], "label": label, "url": url, "icon": icon, "tone": tone})
    if imported:
        url = reverse("case-list") + "?status=imported"
        tiles.append({"number": imported, "label": _("To be registered"), "url": url, "icon": "person-plus"})
    return tiles


@require_POST
@login_required
def claim_step(request: StaffRequest, task_id: int, act: str) -> HttpResponse:
    """Claim a step from the team's queue, or release it again."""
    subject = subject_of_task(task_id)
    if subject is None:
        raise Http404
    get_object_or_404(root_of(subject).objects.visible_to(request.user), pk=subject.pk)
    try:
        (claim if act == "claim" else release)(task_id, request.user)
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        words = _("The step is yours now.") if act == "claim" else _("The step is back in the queue of your team.")
        messages.success(request, words)
    return redirect(subject)


@require_GET
@login_required
def flow_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """The flow of a case with the step that waits, under the head of the case."""
    case = visible_case(request.user, code)
    return render(request, "cases/flow_page.html", {**head(case, request.user), "step": step_for(case, request.user)})


@require_GET
@login_required
def flow_picture(request: StaffRequest, code: UUID) -> HttpResponse:
    """The picture itself: steps that are done, and the one that waits, are marked."""
    case = visible_case(request.user, code)
    process = get_object_or_404(processes_of([case.pk])[:1])
    return HttpResponse(picture(process), content_type="image/svg+xml")
