"""The frame around every page: which places this user may go to, and who they are at work."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from cases.incidents.models import Incident
from organisation.rights import rights_of
from organisation.roles import READS_INCIDENTS, READS_MONEY, READS_VOLUNTEERS, Role

CASEWORK = {
    Role.VILLAGE_CHILD_OFFICER,
    Role.TOWN_INTAKE_CLERK,
    Role.TOWN_CHILD_SUPERVISOR,
    Role.TOWN_APPROVER,
    Role.COUNTY_CASEWORKER,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_APPROVER,
}
SUPERVISION = frozenset({Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER})
VISITORS = {Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER}
ON_THE_PHONE = frozenset(VISITORS | {Role.PROXY_PARENT})
FINANCE = frozenset({Role.FINANCE_PREPARER, Role.FINANCE_REVIEWER})
# Who certifies children for the stipend; counters enter its applications from the child's page.
STIPENDS = READS_MONEY - FINANCE
# Who looks at sums and funds of the whole county; towns see their own rolls only.
COUNTY_MONEY = READS_MONEY - {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_APPROVER}
IMPORTERS = {Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER}

NOTICES = frozenset({Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER})


@dataclass(frozen=True)
class Place:
    """One entry of the left rail; on a phone the first ones stand at the bottom.

    A place that lies `within` another is no entry of its own but a tab above the lists of that one.
    """

    url_name: str
    label: Any
    icon: str
    roles: frozenset[Role]
    within: str = ""


PLACES = [
    Place("worklist", _("Worklist"), "inbox", frozenset(CASEWORK | FINANCE | {Role.VOLUNTEER_COORDINATOR})),
    Place("case-list", _("Cases"), "folder2-open", frozenset(CASEWORK | {Role.AUDITOR})),
    Place("visit-list", _("Visits"), "house-door", frozenset(CASEWORK)),
    Place("round-list", _("Stipends"), "mortarboard", STIPENDS),
    Place("notice-list", _("Public notices"), "megaphone", NOTICES),
    Place("batch-list", _("Payments"), "cash-stack", READS_MONEY),
    Place("fund-list", _("Funds"), "bank", COUNTY_MONEY, within="batch-list"),
    Place("recovery-list", _("Recoveries"), "arrow-counterclockwise", COUNTY_MONEY, within="batch-list"),
    Place("rate-list", _("Rates"), "sliders", COUNTY_MONEY, within="batch-list"),
    Place("statement", _("Statement"), "table", COUNTY_MONEY, within="batch-list"),
    Place("volunteer-list", _("Proxy parents"), "person-hearts", READS_VOLUNTEERS),
    Place("my", _("My children"), "people", frozenset({Role.PROXY_PARENT})),
    Place("phone", _("On the phone"), "phone", ON_THE_PHONE),
    Place("supervision", _("Supervision"), "eyeglasses", SUPERVISION),
    Place("import-list", _("Import"), "file-earmark-spreadsheet", frozenset(IMPORTERS)),
    Place("document-list", _("Papers"), "file-earmark-text", frozenset(CASEWORK | FINANCE | {Role.AUDITOR})),
    Place("incident-list", _("Reports of danger"), "shield-exclamation", READS_INCIDENTS),
    Place("admin:index", _("Settings"), "gear", frozenset({Role.SYSADMIN})),
]


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html: `places`, `tabs_of_place`, `rights`, `reports_overdue` for protection officers.

    For visitors nothing.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": [], "tabs_of_place": [], "rights": []}
    rights = rights_of(user)
    roles = {right.role for right in rights}
    rail, tabs = _entries([place for place in PLACES if roles & place.roles], request.path)
    shown = {"places": rail, "tabs_of_place": tabs, "rights": rights}
    if Role.CHILD_PROTECTION_OFFICER in roles:  # asked by the page that shows it only
        shown["reports_overdue"] = SimpleLazyObject(lambda: _overdue(user))
    return shown


def _overdue(user: Any) -> int:
    return Incident.objects.visible_to(user).alarming(timezone.now()).count()


def _entries(places: list[Place], path: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rail, and the tabs of the place whose list `path` is; the current one fits the path furthest."""
    urls = {place.url_name: _url(place) for place in places}
    fitting = [place for place in places if _fits(urls[place.url_name], path)]
    here = max(fitting, key=lambda place: len(urls[place.url_name]), default=None)
    lead = (here.within or here.url_name) if here else ""
    rail = [_entry(place, urls, lead) for place in places if not place.within]
    if here is None or path != urls[here.url_name]:
        return rail, []
    beside = [place for place in places if lead in (place.url_name, place.within)]
    tabs = [_entry(place, urls, here.url_name) for place in beside]
    return rail, tabs if len(tabs) > 1 else []


def _entry(place: Place, urls: dict[str, str], current: str) -> dict[str, Any]:
    url, label = urls[place.url_name], place.label
    return {"url": url, "label": label, "icon": place.icon, "current": place.url_name == current}


def _fits(url: str, path: str) -> bool:
    return path == url or (url not in ("", "/") and path.startswith(url))


def _url(place: Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""
