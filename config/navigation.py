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
    """One entry of the left rail; on a phone the first four stand at the bottom."""

    url_name: str
    label: Any
    icon: str
    roles: frozenset[Role]


PLACES = [
    Place("worklist", _("Worklist"), "inbox", frozenset(CASEWORK | FINANCE | {Role.VOLUNTEER_COORDINATOR})),
    Place("case-list", _("Cases"), "folder2-open", frozenset(CASEWORK | {Role.AUDITOR})),
    Place("visit-list", _("Visits"), "house-door", frozenset(CASEWORK)),
    Place("round-list", _("Stipends"), "mortarboard", STIPENDS),
    Place("notice-list", _("Public notices"), "megaphone", NOTICES),
    Place("batch-list", _("Payments"), "cash-stack", READS_MONEY),
    Place("fund-list", _("Funds"), "bank", COUNTY_MONEY),
    Place("recovery-list", _("Recoveries"), "arrow-counterclockwise", COUNTY_MONEY),
    Place("rate-list", _("Rates"), "sliders", COUNTY_MONEY),
    Place("statement", _("Statement"), "table", COUNTY_MONEY),
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
    """Context for base.html: `places`, `rights`, `reports_overdue` for protection officers. For visitors nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"places": [], "rights": []}
    rights = rights_of(user)
    roles = {right.role for right in rights}
    shown = {"places": _entries([place for place in PLACES if roles & place.roles], request.path), "rights": rights}
    if Role.CHILD_PROTECTION_OFFICER in roles:  # asked by the page that shows it only
        shown["reports_overdue"] = SimpleLazyObject(lambda: _overdue(user))
    return shown


def _overdue(user: Any) -> int:
    return Incident.objects.visible_to(user).alarming(timezone.now()).count()


def _entries(places: list[Place], path: str) -> list[dict[str, Any]]:
    """Each place with its address; the current one is that whose address fits the path furthest."""
    found = [{"url": _url(place), "label": place.label, "icon": place.icon} for place in places]
    fitting = [each["url"] for each in found if path == each["url"] or each["url"] not in ("", "/")]
    current = max((url for url in fitting if path.startswith(url)), key=len, default=None)
    return [{**each, "current": each["url"] == current} for each in found]


def _url(place: Place) -> str:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return ""
