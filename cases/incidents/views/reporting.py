"""Reporting danger in two taps from any page, and what the reporter sees of it afterwards."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.incidents.actions import report_danger
from cases.incidents.forms import FORMS, ReportForm
from cases.incidents.models import Incident
from cases.incidents.pages import own_report, running
from cases.incidents.reach import candidates, child_names, county_office, home_of, reportable
from cases.models import Case
from documents.declarations import declared
from documents.refusals import NotVisible, Refused, Stale
from documents.transitions import perform
from organisation.requests import StaffRequest

UNPROCESSABLE, CONFLICT = 422, 409
LONGEST_SEARCH = 60
MANY = ("harm_types", "named_parts")
OWN_ACTS = ("note_call", "add_words")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def report(request: StaffRequest) -> HttpResponse:
    """The form; `?case=` chooses the child. Posted with `find` it looks for children and keeps what was typed."""
    case = _chosen(request)
    if request.method == "GET" or "find" in request.POST:
        return _form_page(request, ReportForm(initial=_typed(request.POST), user=request.user, case=case), case)
    form = ReportForm(request.POST, user=request.user, case=case)
    if not form.is_valid():
        return _form_page(request, form, case, status=UNPROCESSABLE)
    try:
        event = report_danger(by=request.user, **form.told())
    except Refused as refused:
        return _form_page(request, form, case, sentences=refused.sentences, status=UNPROCESSABLE)
    return redirect("report-detail", code=event.dossier.code)


def _chosen(request: StaffRequest) -> Case | None:
    """The child from whose page the report began, if this user may see it."""
    code = request.GET.get("case", "")
    try:
        return reportable(request.user).filter(dossier__code=UUID(code)).first() if code else None
    except ValueError:
        return None


def _typed(posted: QueryDict) -> dict[str, Any]:
    """What has been typed so far, to be drawn again without complaints."""
    return {name: posted.getlist(name) if name in MANY else posted[name] for name in posted}


def _form_page(
    request: StaffRequest, form: ReportForm, case: Case | None, *, sentences: Any = (), status: int = 200
) -> HttpResponse:
    query = " ".join(request.POST.get("q", "").split())[:LONGEST_SEARCH]
    found = candidates(request.user, query) if query and case is None else []
    chosen = request.POST.get("child", "")
    if chosen and not any(str(each.code) == chosen for each in found):
        found += [each for each in reportable(request.user) if str(each.code) == chosen] if _is_uuid(chosen) else []
    names = child_names([*found, *([case] if case else [])], request.user)
    shown = {
        "form": form,
        "about": case,
        "about_name": names[case.pk] if case else "",
        "query": query,
        "found": [(each, names[each.pk], str(each.code) == chosen) for each in found],
        "searched": "find" in request.POST and bool(query),
        "sentences": sentences,
        "county": county_office(case.division if case else home_of(request.user)),
    }
    return render(request, "incidents/report.html", shown, status=status)


def _is_uuid(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


@login_required
@require_GET
def own_reports(request: StaffRequest) -> HttpResponse:
    """The reports I have made."""
    rows = list(Incident.objects.reported_by(request.user).for_page())
    names = child_names([row.case for row in rows if row.case], request.user)
    shown = [(row, names[row.case.pk] if row.case else "") for row in rows]
    return render(request, "incidents/own_reports.html", {"reports": shown})


@never_cache
@login_required
@require_GET
def own_report_page(request: StaffRequest, code: UUID) -> HttpResponse:
    """My report: that it arrived, what is to be done now, and how far it is."""
    return _own_page(request, own_report(request.user, code))


@never_cache
@login_required
@require_POST
def own_act(request: StaffRequest, code: UUID, name: str) -> HttpResponse:
    """Note the call to 110, or add what I learned since."""
    incident = own_report(request.user, code)
    if name not in OWN_ACTS:
        raise Http404
    form = FORMS[name](request.POST, case=incident, declaration=declared(Incident)[name])
    if not form.is_valid():
        return _own_page(request, incident, {name: form}, status=UNPROCESSABLE)
    key = form.cleaned_data["key"]
    try:  # what the officers did meanwhile is no reason to lose the reporter's words
        perform(incident, name, by=request.user, key=key, **form.act_data())
    except NotVisible:
        raise
    except Refused as refused:
        status = CONFLICT if isinstance(refused, Stale) else UNPROCESSABLE
        return _own_page(request, incident, {name: form}, sentences=refused.sentences, status=status)
    done = {"note_call": _("The call is noted."), "add_words": _("It is added to your report.")}
    messages.success(request, done[name])
    return redirect("report-detail", code=code)


def _own_page(
    request: StaffRequest, incident: Incident, forms: Any = None, *, sentences: Any = (), status: int = 200
) -> HttpResponse:
    drawn = {
        name: (forms or {}).get(name) or FORMS[name](case=incident, declaration=declared(Incident)[name], prefix=None)
        for name in OWN_ACTS
    }
    shown = {
        "incident": incident,
        "child_name": child_names([incident.case], request.user)[incident.case.pk] if incident.case else "",
        "clocks": [each for each in running(incident) if each.name != "next"],
        "additions": incident.additions.filter(by=request.user),
        "call_form": drawn["note_call"],
        "words_form": drawn["add_words"],
        "is_open": incident.status != "closed",
        "sentences": sentences,
        "county": county_office(incident.division),
    }
    return render(request, "incidents/own_report.html", shown, status=status)
