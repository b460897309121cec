"""The supervisor's pages: silent first, what waits, who carries how much, the month, and handing work over.

A number on a tile is the length of the list it opens and of its export: all from one `Listing`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from documents.declarations import Text
from documents.exporting import download, export_rows
from documents.models import DueDate
from documents.refusals import NotVisible, Refused
from documents.reminders.telling import remind
from documents.views.door import StaffRequest
from organisation.models import User
from volunteers import supervision as lists
from volunteers.digest import figures
from volunteers.models import Contact
from volunteers.reviewing import review_contacts
from volunteers.views.listing_columns import COLUMNS

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Listing:
    """One list of the supervisor: `rows` of (user, today, query of the address)."""

    label: Text
    icon: str
    tone: str
    rows: Callable[[User, Any, Mapping[str, str]], Any]
    template: str
    empty: Text
    tile: bool = True


def _days(today: Any, query: Mapping[str, str]) -> Sequence[Any]:
    return lists.in_month(query["month"], today) if query.get("month") else ()


LISTINGS = {
    "silent": Listing(
        gettext_lazy("Silent proxy parents"), "hourglass-split", "danger",
        lambda user, today, query: lists.silent(user, today), "supervision/_pairings.html",
        gettext_lazy("Every child has been heard of in time."),
    ),
    "workers": Listing(
        gettext_lazy("Silent workers"), "person-x", "danger",
        lambda user, today, query: lists.silent_workers(user, today), "supervision/_workers.html",
        gettext_lazy("Nobody owes a visit."),
    ),
    "review": Listing(
        gettext_lazy("Contacts to review"), "chat-square-text", "attention",
        lambda user, today, query: lists.to_review(user), "supervision/_review.html",
        gettext_lazy("Every contact has been read."),
    ),
    "questions": Listing(
        gettext_lazy("Open questions"), "question-circle", "attention",
        lambda user, today, query: lists.open_questions(user), "supervision/_questions.html",
        gettext_lazy("No question waits for an answer."),
    ),
    "aid": Listing(
        gettext_lazy("Aid items to confirm"), "backpack", "attention",
        lambda user, today, query: lists.aid_to_confirm(user), "supervision/_aid.html",
        gettext_lazy("No aid item waits."),
    ),
    "pairings": Listing(
        gettext_lazy("All active pairings"), "people", "action",
        lambda user, today, query: lists.supervised(user), "supervision/_pairings.html",
        gettext_lazy("There is no active pairing yet."), tile=False,
    ),
    "contacts": Listing(
        gettext_lazy("Contacts"), "telephone", "action",
        lambda user, today, query: lists.contacts_of(
            user, only=query.get("only", "made"), days=_days(today, query)
        ),
        "supervision/_contacts.html", gettext_lazy("There is no such contact."), tile=False,
    ),
    "given": Listing(
        gettext_lazy("Aid given"), "backpack", "action",
        lambda user, today, query: lists.aid_of(user, _days(today, query)), "supervision/_aid.html",
        gettext_lazy("Nothing was given."), tile=False,
    ),
    "asked": Listing(
        gettext_lazy("Questions asked"), "question-circle", "action",
        lambda user, today, query: lists.questions_of(user, _days(today, query)), "supervision/_questions.html",
        gettext_lazy("Nothing was asked."), tile=False,
    ),
}  # fmt: skip


def for_supervisors(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only for those whose post looks after proxy parents."""

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not lists.may_supervise(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return login_required(guarded)


@require_GET
@never_cache
@for_supervisors
def overview(request: StaffRequest) -> HttpResponse:
    """Tiles with what waits, and one list: the silent ones unless another is asked for."""
    show, listing = _asked(request)
    today = timezone.localdate()
    rows = listing.rows(request.user, today, request.GET)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    shown = _with_names(page.object_list, show, request.user)
    context = {"page": page, "rows": shown, "show": show, "listing": listing, "tiles": _tiles(request.user, today)}
    return render(request, "supervision/overview.html", {**context, "key": uuid4(), "today": today})


def _asked(request: StaffRequest) -> tuple[str, Listing]:
    show = request.GET.get("show", "silent")
    if show not in LISTINGS:
        raise Http404
    return show, LISTINGS[show]


def _tiles(user: User, today: Any) -> list[dict[str, Any]]:
    return [
        {"number": _length(each.rows(user, today, {})), "label": each.label, "url": f"?show={name}", "icon": each.icon,
         "tone": each.tone}
        for name, each in LISTINGS.items()
        if each.tile
    ]  # fmt: skip


def _length(rows: Any) -> int:
    return len(rows) if isinstance(rows, list) else int(rows.count())


def _with_names(rows: Any, show: str, user: User) -> list[Any]:
    found = list(rows)
    if show != "workers":
        lists.name_children(found, user)
    return found


@require_POST
@for_supervisors
def export(request: StaffRequest) -> HttpResponse:
    """The list that is open, as a workbook. Posted, because an export leaves an event."""
    show, listing = _asked(request)
    rows = _with_names(listing.rows(request.user, timezone.localdate(), request.GET), show, request.user)
    filters = {name: str(value) for name, value in request.GET.items() if value and name != "page"}
    content = export_rows(rows, COLUMNS[listing.template](), by=request.user, title=str(listing.label), filters=filters)
    return download(content, f"supervision-{show}")


@require_POST
@for_supervisors
def send_reminder(request: StaffRequest, pk: int) -> HttpResponse:
    """Remind whoever owes this due date, once a day."""
    due = get_object_or_404(DueDate.objects.select_related("dossier"), pk=pk)
    try:
        told = remind(due, by=request.user)
    except NotVisible:
        raise
    except Refused as refused:
        for sentence in refused.sentences:
            messages.error(request, sentence)
    else:
        names = "、".join(message.user.name for message in told)
        messages.success(request, _("Reminded: %s.") % names)
    back = request.POST.get("show", "")
    return redirect(f"{request.path_info.rpartition('remind')[0]}?show={back if back in LISTINGS else 'silent'}")


@require_POST
@for_supervisors
def review(request: StaffRequest) -> HttpResponse:
    """Mark contacts as read, one or many, with thanks or without; each row says what became of it."""
    codes = _codes(request)
    found = list(Contact.objects.visible_to(request.user).for_page().filter(client_uuid__in=codes))
    if not found:
        messages.error(request, _("Choose at least one contact."))
        return redirect(_back_to_review())
    thanked = request.POST.get("act", "") == "thank" or bool(request.POST.get("thank"))
    results = review_contacts(found, by=request.user, thanked=thanked, key=request.POST.get("key", "")[:40])
    done = sum(result.done for result in results)
    if done == len(results):
        words = ngettext("%(count)d contact is reviewed.", "%(count)d contacts are reviewed.", done) % {"count": done}
        messages.success(request, words)
        return redirect(_back_to_review())
    lists.name_children([result.row for result in results], request.user)
    return render(request, "supervision/results.html", {"results": results, "done": done, "back": _back_to_review()})


def _codes(request: StaffRequest) -> list[UUID]:
    sent = [request.POST[name] for name in ("one", "thank") if request.POST.get(name)] or request.POST.getlist("pick")
    try:
        return [UUID(code) for code in sent]
    except ValueError:
        return []


def _back_to_review() -> str:
    from django.urls import reverse

    return f"{reverse('supervision')}?show=review"


@require_GET
@never_cache
@for_supervisors
def load(request: StaffRequest) -> HttpResponse:
    """Who carries how much: cases a worker, children a proxy parent, and what is overdue."""
    today = timezone.localdate()
    page = Paginator(lists.load_of_proxies(request.user), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"workers": lists.workers(request.user, today), "page": page, "today": today}
    return render(request, "supervision/load.html", context)


@require_GET
@never_cache
@for_supervisors
def digest(request: StaffRequest) -> HttpResponse:
    """A month in figures, each a link to the list it counts."""
    today = timezone.localdate()
    first, last = lists.in_month(request.GET.get("month", ""), today)
    return render(request, "supervision/digest.html", {"figures": figures(request.user, first, last), "first": first})
