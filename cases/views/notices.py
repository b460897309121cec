"""Public notices in the office: what hangs, its objections with their answers, and taking it down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import acting
from cases.models import Objection, PublicNotice
from cases.next_acts import due_now, next_acts
from cases.notice_forms import ObjectionForm
from cases.notice_pages import (
    ANSWERS,
    LOOKS,
    NOTICES,
    OBJECTIONS,
    notice_head,
    objection_head,
    posted,
    reads_notices,
    told_of,
    visible_notice,
    visible_objection,
)
from cases.notices import register_objection
from cases.timeline import paper_chip
from documents.declarations import declared
from documents.models import Document, Event
from documents.refusals import NotVisible, Refused, Stale
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from organisation.models import User
from organisation.rights import reads_masked, right_for

ROWS_A_PAGE = 50
CONFLICT = 409
Status = PublicNotice.Status


@login_required
@require_GET
def notice_list(request: StaffRequest) -> HttpResponse:
    """The notices of my places, the newest first."""
    if not reads_notices(request.user):
        raise PermissionDenied
    open_ones = Count("objections", filter=Q(objections__status=Objection.Status.REGISTERED))
    rows = PublicNotice.objects.visible_to(request.user).annotate(said=Count("objections"), waiting=open_ones)
    page = Paginator(rows.order_by("-first_day", "-pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = {"rows": [(each, LOOKS[each.status]) for each in page], "page": page, "today": timezone.localdate()}
    return render(request, "notices/office_list.html", shown)


@login_required
@require_GET
def notice_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One notice: what it shows, its objections, what is to be done."""
    notice = visible_notice(request.user, code)
    objections = notice.objections.exclude(status=Objection.Status.NEW).select_related("case")
    shown = {
        **notice_head(notice, request.user),
        **posted(notice),
        **next_acts(notice, request.user),
        "subject": notice,
        "act_page": "notice-act",
        "due_dates": [
            each for each in due_now(notice.dossier_id) if each[0].name in ("notice_ends", "answer_objection")
        ],
        "objections": [(each, ANSWERS.get(each.status, "")) for each in objections],
        "may_register": _may_register(notice, request.user),
        "shown_now": notice.is_shown(timezone.localdate()),
        "masked": reads_masked(request.user),
        "papers": _papers(notice),
    }
    return render(request, "notices/office_page.html", shown)


def _may_register(notice: PublicNotice, user: User) -> bool:
    actors = declared(Objection)["register"].step.actors_for(Objection(notice=notice))
    return notice.status == Status.POSTED and right_for(user, set(actors), notice.dossier.division_code) is not None


def _papers(subject: PublicNotice | Objection) -> list[dict[str, object]]:
    """Papers of the acts on this notice or objection, newest first, as chips."""
    label = subject._meta.label_lower
    events = Event.objects.filter(dossier=subject.dossier_id, subject_label=label, subject_id=subject.pk)
    return [paper_chip(each) for each in Document.objects.filter(event__in=events).order_by("-pk")]


@login_required
@require_http_methods(["GET", "POST"])
def new_objection(request: StaffRequest, code: UUID) -> HttpResponse:
    """Register what somebody said against the notice."""
    notice = visible_notice(request.user, code)
    if not _may_register(notice, request.user):
        raise PermissionDenied
    form = ObjectionForm(request.POST if request.method == "POST" else None, notice=notice, user=request.user)
    status = UNPROCESSABLE
    if request.method == "POST" and form.is_valid():
        try:
            made = register_objection(notice, by=request.user, **form.objection())
        except NotVisible:
            raise
        except Refused as refused:
            refuse(form, refused)
            status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
            _draw_again(form, notice, stale=isinstance(refused, Stale))
        else:
            messages.success(request, _("The objection is registered."))
            return redirect("objection-detail", code=made.code)
    shown = {**notice_head(notice, request.user), "form": form}
    return render(request, "notices/new_objection.html", shown, status=status if form.errors else 200)


def _draw_again(form: ObjectionForm, notice: PublicNotice, *, stale: bool) -> None:
    """After a stale page the next click decides on the notice as it is now, with what was typed."""
    if stale:
        notice.dossier.refresh_from_db()
        data: Any = form.data.copy()  # type: ignore[attr-defined]  # a posted form has a QueryDict
        data["expected"] = str(notice.dossier.version)
        form.data = data


@login_required
@require_GET
def objection_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """One objection with its answer."""
    objection = visible_objection(request.user, code)
    shown = {
        **objection_head(objection, request.user),
        **told_of(objection, request.user),
        **next_acts(objection, request.user),
        "subject": objection,
        "act_page": "objection-act",
        "papers": _papers(objection),
    }
    return render(request, "notices/objection.html", shown)


@login_required
@require_http_methods(["GET", "POST"])
def notice_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Take the notice down."""
    return acting.act(NOTICES, request, code, name)


@login_required
@require_POST
def notice_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The report on the result as it would be issued. Nothing is written."""
    return acting.preview(NOTICES, request, code, name)


@login_required
@require_http_methods(["GET", "POST"])
def objection_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Answer an objection."""
    return acting.act(OBJECTIONS, request, code, name)


@login_required
@require_POST
def objection_preview(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """The answer on paper as it would be issued. Nothing is written."""
    return acting.preview(OBJECTIONS, request, code, name)
