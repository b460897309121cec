"""The import of a roster as pages: upload, columns, dry run, import, result; and the rows behind every number."""

import uuid
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.children.importing import runs
from cases.children.importing.explaining import told
from cases.children.importing.forms import MappingForm, UploadForm
from cases.children.importing.listing import (
    RowFilter,
    effect_tiles,
    export_columns,
    grade_tiles,
    outcome_lines,
    run_columns,
    town_names,
)
from cases.children.importing.mapping import is_recognised, sheets_shown
from cases.children.importing.workbook import annotated, sheets_of
from cases.children.tasks import check_import, go_on_import
from cases.registry.models import ImportRow, RosterImport
from cases.registry.roster.errors import RosterFileError
from cases.timeline import paper_chip
from documents.exporting import download, export_rows
from documents.models import Document
from documents.refusals import NotAllowed, remember
from documents.trail import record
from documents.views.door import UNPROCESSABLE, StaffRequest
from organisation.rights import has_role, right_for, rights_of

IMPORTS_A_PAGE, ROWS_A_PAGE = 30, 50
Status = RosterImport.Status
UNDER_WAY = (Status.CHECKING, Status.RUNNING)


@require_http_methods(["GET", "POST"])
@login_required
def import_list(request: StaffRequest) -> HttpResponse:
    """The imports of my places, and the form to begin one."""
    may = has_role(request.user, *runs.IMPORTERS)
    if request.method == "POST" and not may:
        raise PermissionDenied
    form = UploadForm(*_sent(request), user=request.user, roles=runs.IMPORTERS) if may else None
    if form and form.is_bound and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            run = runs.upload(file.read(), file.name, county=form.chosen_place, by=request.user)
        except RosterFileError as error:
            form.add_error("file", str(error))
        else:
            return redirect("import-columns", code=run.code)
    page = Paginator(_imports(request), IMPORTS_A_PAGE).get_page(request.GET.get("page"))
    status = UNPROCESSABLE if form and form.errors else 200
    context = {"form": form, "page": page, "may_export": bool(rights_of(request.user))}
    return render(request, "children/imports/list.html", context, status=status)


def _imports(request: StaffRequest) -> Any:
    return RosterImport.objects.visible_to(request.user).select_related("division", "uploaded_by")


@require_POST
@login_required
def export_list(request: StaffRequest) -> HttpResponse:
    """The imports of my places as a workbook. Posted, because an export leaves an event."""
    if not rights_of(request.user):
        raise PermissionDenied
    content = export_rows(_imports(request), run_columns(), by=request.user, title=_("Imports so far"))
    return download(content, "imports")


def _sent(request: StaffRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


@require_GET
@login_required
def import_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """Where an import stands: at work, checked, done or failed."""
    run = _visible(request, code)
    if run.status == Status.UPLOADED:
        return redirect("import-columns", code=code)
    counts = dict(runs.outcome_counts(run))
    shown = {**_head(request, run), "counts": counts}
    if run.status == Status.CHECKED:
        shown |= _checked(run, counts)
    if run.status == Status.DONE:
        shown |= {"tiles": effect_tiles(run), "lines": outcome_lines(run, counts), "papers": _registers(run)}
    return render(request, "children/imports/detail.html", shown)


def _head(request: StaffRequest, run: RosterImport) -> dict[str, Any]:
    started = runs.was_started(run)
    return {
        "run": run,
        "steps": _steps(run, started=bool(started)),
        "may_import": right_for(request.user, runs.IMPORTERS, run.division.code) is not None,
        "started": started,
        "under_way": run.status in UNDER_WAY,
        "error": _(run.error) if run.error else "",
        "earlier": runs.same_file(run, request.user),
        "key": uuid.uuid4(),
    }


def _steps(run: RosterImport, *, started: bool) -> list[dict[str, Any]]:
    labels = [_("Upload"), _("Columns"), _("Check"), _("Import"), _("Result")]
    now = {Status.UPLOADED: 1, Status.CHECKING: 2, Status.CHECKED: 2, Status.RUNNING: 3, Status.DONE: 4}
    place = now.get(Status(run.status), 3 if started else 2)
    states = ["done"] * place + ["now"] + ["next"] * (len(labels) - place - 1)
    return [{"label": label, "state": state} for label, state in zip(labels, states, strict=True)]


def _checked(run: RosterImport, counts: dict[str, int]) -> dict[str, Any]:
    waiting = run.rows.filter(effect=ImportRow.Effect.WAITING)
    return {
        "tiles": grade_tiles(run, counts),
        "lines": outcome_lines(run, counts),
        "importable": waiting.count(),
        "known": waiting.filter(child__isnull=False).count(),
        "kept": run.rows.filter(effect=ImportRow.Effect.KEPT).count(),
    }


def _registers(run: RosterImport) -> list[dict[str, Any]]:
    papers = Document.objects.filter(dossier=run.dossier_id, kind="IMP-01").select_related("dossier").order_by("pk")
    return [paper_chip(paper) | {"title": paper.opened_context.get("town", paper.title)} for paper in papers]


@require_http_methods(["GET", "POST"])
@login_required
def columns_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """Which column is what; sending it begins the check."""
    run = _visible(request, code)
    if request.method == "POST":
        _check_right(request, run, "import.map")
    if run.status in UNDER_WAY or runs.was_started(run):
        return _too_late(request, run)
    pairs = sheets_of(run)
    form = MappingForm(request.POST or None, sheets=sheets_shown(pairs, run.mapping))
    if request.method == "POST" and form.is_valid():
        mapping = form.cleaned_data["mapping"]
        chosen = None if is_recognised(pairs, mapping) else mapping
        if not runs.ask_for_check(run, chosen, by=request.user):
            return _too_late(request, run)
        check_import.enqueue(run.pk)
        return redirect("import-detail", code=code)
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "children/imports/columns.html", {**_head(request, run), "form": form}, status=status)


def _too_late(request: StaffRequest, run: RosterImport) -> HttpResponse:
    if request.method == "POST":
        messages.warning(
            request, _("The columns were not changed: the roster is being checked or was imported already.")
        )
    return redirect("import-detail", code=run.code)


@require_GET
@login_required
def progress(request: StaffRequest, code: UUID) -> HttpResponse:
    """How far the work is, asked every two seconds; tells the page to load itself again at the end."""
    run = _visible(request, code)
    shown = {"run": run, "under_way": run.status in UNDER_WAY}
    response = render(request, "children/imports/_progress.html", shown)
    if run.status not in UNDER_WAY:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def start_import(request: StaffRequest, code: UUID) -> HttpResponse:
    """Import the children of a checked roster. A second start is told who was first."""
    run = _visible(request, code)
    _check_right(request, run, "import.run")
    if runs.start(run, by=request.user, key=_key(request)):
        go_on_import.enqueue(run.pk)
    elif event := runs.was_started(run):
        words = {"who": event.by, "when": f"{timezone.localtime(event.at):%m-%d %H:%M}"}
        messages.warning(request, _("%(who)s started this import on %(when)s. Nothing was started again.") % words)
    else:
        messages.warning(request, _("This roster has not been checked. Check it first, then import it."))
    return redirect("import-detail", code=code)


def _key(request: StaffRequest) -> str | None:
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return None


@require_POST
@login_required
def try_again(request: StaffRequest, code: UUID) -> HttpResponse:
    """Go on with a failed check or import where it stopped."""
    run = _visible(request, code)
    _check_right(request, run, "import.run")
    work = {"check": check_import, "import": go_on_import}.get(runs.try_again(run, by=request.user))
    if work:
        work.enqueue(run.pk)
    else:
        messages.warning(
            request, _("Nothing was started: this import has not failed, or somebody else has restarted it.")
        )
    return redirect("import-detail", code=code)


@require_GET
@login_required
def rows_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """The rows of an import, filtered."""
    run = _visible(request, code)
    filtered = RowFilter(request.GET, run)
    page = Paginator(filtered.qs, ROWS_A_PAGE).get_page(request.GET.get("page"))
    towns = town_names(run)
    for row in page:
        row.told, row.town = told(row), towns.get(row.town_code, "")
    sheets = run.rows.order_by().values("sheet").distinct().count()
    shown = {"run": run, "filter": filtered, "page": page, "several_sheets": sheets > 1}
    return render(request, "children/imports/rows.html", shown)


@require_POST
@login_required
def export(request: StaffRequest, code: UUID) -> HttpResponse:
    """The filtered rows as a workbook. Posted, because an export leaves an event."""
    run = _visible(request, code)
    rows = RowFilter(request.GET, run).qs
    filters = {name: str(value) for name, value in request.GET.items() if value and name != "page"}
    content = export_rows(rows, export_columns(run), by=request.user, title=_("Rows of a roster"), filters=filters)
    return download(content, f"import-{run.pk}-rows")


@require_POST
@login_required
def workbook(request: StaffRequest, code: UUID) -> HttpResponse:
    """The roster itself with the reasons in it. Only for those who may import: it has every name in full."""
    run = _visible(request, code)
    _check_right(request, run, "import.download")
    if run.checked_on is None:
        messages.warning(request, _("This roster has not been checked yet. Check it first."))
        return redirect("import-detail", code=code)
    content = annotated(run)
    record(run.dossier, "import.download", by=request.user, subject=run, details={"bytes": len(content)})
    return download(content, f"import-{run.pk}-checked")


def _visible(request: StaffRequest, code: UUID) -> RosterImport:
    visible = RosterImport.objects.visible_to(request.user).select_related("dossier", "division", "uploaded_by")
    return get_object_or_404(visible, code=code)


def _check_right(request: StaffRequest, run: RosterImport, action: str) -> None:
    """Raises PermissionDenied for those who may look at an import and not work on it; the attempt is written down."""
    if right_for(request.user, runs.IMPORTERS, run.division.code) is None:
        remember(NotAllowed(action), dossier=run.dossier, action=action, by=request.user)
        raise PermissionDenied
