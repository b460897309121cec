"""Every address × every role × {own, sibling town, other county}: what is not yours is not there.

A route that nobody has put into one of the tables below fails the first test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from cases.children.importing import runs
from cases.children.models import LeftBehindCase
from cases.flows import active_task
from cases.models import OutreachRound, Visit
from cases.outreach import record_round
from cases.registry.models import RosterImport
from documents.attachments import attach
from documents.models import Attachment, Document
from organisation.models import Division, User
from organisation.roles import Role
from tests.cases.stages import brought_to, imported_child
from tests.cast import CAST, HENGSHAN, NANZHUANG, QIAOMIAO, hire_everyone

# Open to everybody, with or without an account. They tell nothing about a person.
PUBLIC = {"verify", "verify-form", "health", "set_language", "apply", "apply-received", "apply-status"}
PUBLIC |= {"phone", "phone-worker", "phone-manifest"}  # a page that holds nobody's data
PUBLIC |= {"notices", "notice"}  # by village and only while they hang (tests/cases/applications holds that)
# Login and second factor: about the visitor's own account only.
OWN_ACCOUNT = ("account_", "mfa_")
# Lists and forms for everyone with an account: what they show is filtered (tests of their own hold that).
SIGNED_IN = {
    "worklist",
    "search",
    "worklist-export",
    "visit-list",
    "visit-export",
    "visit-calendar",
    "visit-calendar-file",
    "visit-plans",
    "outreach-list",
    "outreach-new",
    "case-list",
    "case-find",
    "child-new",
    "document-list",
    "document-export",
    "print-jobs",
    "print-job-new",
    "case-export",
    "village-bag",
    "import-list",
    "import-list-export",
    "phone-login",
    "phone-forgotten",
}
# The phone's own data, in JSON: without an account it says so and leads nowhere (tests/documents/drafts holds whose).
PHONE = {
    "phone-session",
    "phone-data",
    "phone-key",
    "phone-key-again",
    "phone-drafts",
    "phone-draft",
    "phone-outbox",
    "phone-photo",
}
# Messages: one's own, and those of the people whom one supervises (tests/documents/reminders holds whose).
MESSAGES = {
    "message-list",
    "message-read-all",
    "message",
    "delivery-list",
    "delivery-again",
    "call-list",
    "call-print",
    "call-note",
}
# Files of proxy parents and notices for them (tests/volunteers/test_who_may_see_proxies.py holds whose).
PROXIES = {
    "volunteer-list",
    "volunteer-find",
    "volunteer-export",
    "volunteer-new",
    "volunteer-detail",
    "volunteer-act",
    "volunteer-preview",
    "volunteer-reveal",
    "volunteer-slip",
    "recruitment-list",
    "recruitment-new",
    "recruitment-detail",
    "recruitment-act",
    "recruitment-preview",
}
# Matching and pairings (tests/volunteers/test_who_may_see_pairings.py holds whose).
PAIRINGS = {
    "matching",
    "matching-child",
    "matching-propose",
    "pairing-list",
    "pairing-export",
    "pairing-of-child",
    "pairing-detail",
    "pairing-act",
    "pairing-preview",
}
# A proxy parent's own pages, and those of the supervisors (tests/volunteers/test_who_may_see_contacts.py holds whose).
CONTACTS = {
    "my",
    "my-contacts",
    "my-contact-void",
    "my-answer",
    "my-hours",
    "my-certificate",
    "my-child",
    "my-contact",
    "contact-detail",
    "contact-note",
    "contact-act",
    "contact-preview",
    "aid-detail",
    "aid-receipt",
    "aid-act",
    "aid-preview",
    "flag-detail",
    "flag-act",
    "flag-preview",
    "flag-ask",
    "supervision",
    "supervision-export",
    "supervision-review",
    "supervision-remind",
    "supervision-load",
    "digest",
    "hand-over",
}
# Batches, rolls of towns, funds and statements (tests/finance/test_who_may_see_money.py holds whose).
MONEY = {
    "batch-list",
    "batch-new",
    "batch-detail",
    "batch-act",
    "batch-preview",
    "batch-figures",
    "batch-changes",
    "batch-returned",
    "batch-voucher",
    "batch-sample",
    "sample-draw",
    "sample-check",
    "sample-close",
    "bank-file",
    "bank-answer",
    "batch-slips",
    "line-slip",
    "roll-slips",
    "line-list",
    "line-find",
    "line-export",
    "line-detail",
    "entry-list",
    "entry-find",
    "entry-export",
    "roll-detail",
    "roll-act",
    "roll-preview",
    "fund-list",
    "fund-new",
    "fund-detail",
    "fund-act",
    "fund-preview",
    "statement",
    "statement-export",
    "statement-pdf",
    "statement-compare",
}
# Changed accounts, recoveries, returned payments, rates (tests/finance/test_who_may_correct.py holds whose).
CORRECTIONS = {"case-account", "payee-change", "payee-act", "payee-preview", "payee-reveal"}
CORRECTIONS |= {"recovery-propose", "recovery-list", "recovery-detail", "recovery-act", "recovery-preview"}
CORRECTIONS |= {"returned-workbook", "returned-register", "returned-corrections", "returned-book", "returned-copy"}
CORRECTIONS |= {"rate-list", "rate-new", "rate-detail", "rate-act", "rate-preview"}
# Reports of danger: one's own, and for the officers of the county (tests/cases/incidents/test_who_sees.py holds whose).
INCIDENTS = {
    "report",
    "report-list",
    "report-detail",
    "report-act",
    "incident-list",
    "incident-detail",
    "incident-act",
    "incident-preview",
    "incident-reporter",
}
# Checklists, notices and objections in the office (tests/cases/applications/test_who_sees.py holds whose).
APPLICATIONS = {"case-evidence", "notice-list", "notice-office", "notice-act", "notice-preview"}
APPLICATIONS |= {"objection-new", "objection-detail", "objection-act", "objection-preview"}
# Applications for the stipend and rounds of a county (tests/cases/stipends/test_who_sees.py holds whose).
STIPENDS = {
    "stipend-new",
    "round-list",
    "round-new",
    "round-detail",
    "round-draw-up",
    "round-draw-up-all",
    "round-act",
    "round-preview",
    "townlist-detail",
    "townlist-act",
    "townlist-preview",
}
# Somebody's own background job: nobody else's, whatever their post.
OWN_JOB = {"print-job", "print-job-pdf", "print-job-printed"}


@dataclass
class Place:
    """Everything that hangs on one dossier of one place."""

    case: LeftBehindCase
    paper: Document
    scan: Attachment
    visit: Visit
    round: OutreachRound
    task: Any
    run: RosterImport


# Routes of one dossier: from what lies in a place to the arguments of the address.
DOSSIER: dict[str, Callable[[Place], list[Any]]] = {
    **dict.fromkeys(
        (
            "case-detail",
            "case-reveal",
            "visit-record",
            "visit-follow-up",
            "visit-return",
            "case-flow",
            "case-flow-picture",
            "case-recusal",
            "case-blanks",
            "stipend-apply",
            "attachment-add",
            "case-file",
        ),
        lambda place: [place.case.code],
    ),
    "case-act": lambda place: [place.case.code, "correct"],
    "case-preview": lambda place: [place.case.code, "correct"],
    "case-blank": lambda place: [place.case.code, "VIS-01"],
    **dict.fromkeys(("visit-detail", "visit-review", "visit-note"), lambda place: [place.case.code, place.visit.pk]),
    "visit-act": lambda place: [place.case.code, place.visit.pk, "amend"],
    **dict.fromkeys(("visit-plan", "visit-plan-complete"), lambda place: [place.case.division.code, 2026, 11]),
    "outreach-detail": lambda place: [place.round.pk],
    "step-claim": lambda place: [place.task.pk],
    "step-release": lambda place: [place.task.pk],
    **dict.fromkeys(
        (
            "document-detail",
            "document-pdf",
            "document-download",
            "document-retry",
            "document-attach",
            "document-serve",
            "document-reissue",
        ),
        lambda place: [place.paper.code],
    ),
    "attachment-file": lambda place: [place.scan.code],
}
# Routes of one import into a town: for that town and its county, not for its villages.
IMPORT: dict[str, Callable[[Place], list[Any]]] = dict.fromkeys(
    (
        "import-detail",
        "import-columns",
        "import-progress",
        "import-start",
        "import-again",
        "import-rows",
        "import-rows-export",
        "import-workbook",
    ),
    lambda place: [place.run.code],
)

COUNTY_READERS = {Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER, Role.COUNTY_APPROVER, Role.AUDITOR}
READERS = {
    Role.VILLAGE_CHILD_OFFICER,
    *COUNTY_READERS,
    Role.TOWN_CHILD_SUPERVISOR,
    Role.TOWN_INTAKE_CLERK,
    Role.TOWN_APPROVER,
}
NOT_THERE = (404, 405)
NO_CASEWORK = (403, 404, 405)  # the whole area is closed to the role, whether the thing exists or not
TOWN_READERS = {Role.TOWN_CHILD_SUPERVISOR, Role.TOWN_INTAKE_CLERK, Role.TOWN_APPROVER}


def may_see(username: str, village: str) -> bool:
    """The rule in other words than the code's: village officers their village, towns their town, counties theirs."""
    _name, role, code = CAST[username]
    if role == Role.VILLAGE_CHILD_OFFICER:
        return village == code
    if role in TOWN_READERS:
        return village[:9] == code[:9]
    return role in COUNTY_READERS and village[:6] == code[:6]


def may_see_import(username: str, village: str) -> bool:
    """An import is the town's and the county's; a village officer sees its children, not the roster."""
    return CAST[username][1] != Role.VILLAGE_CHILD_OFFICER and may_see(username, village)


def routes(patterns: Any = None, namespace: str = "") -> Iterator[str]:
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, namespace + (f"{pattern.namespace}:" if pattern.namespace else ""))
        else:
            yield namespace + (pattern.name or str(pattern.pattern))


def test_every_route_is_classified() -> None:
    elsewhere = MESSAGES | INCIDENTS | PROXIES | PAIRINGS | CONTACTS | MONEY | CORRECTIONS | APPLICATIONS | STIPENDS
    known = PUBLIC | PHONE | SIGNED_IN | elsewhere | OWN_JOB | set(DOSSIER) | set(IMPORT) | {"components"}
    unknown = {name for name in routes() if name not in known and not name.startswith(("admin:", *OWN_ACCOUNT))}
    assert not unknown, f"put these routes into a table of {__file__}: {sorted(unknown)}"


@pytest.fixture(scope="module")
def everything(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, Place], dict[str, User]]]:
    """The world and the cast, made once for all tests of this file and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = hire_everyone()
        yield build_world(cast), cast
        transaction.set_rollback(True)


@pytest.fixture
def world(everything: tuple[dict[str, Place], dict[str, User]], db: None) -> dict[str, Place]:
    """The three places; each test in a savepoint of its own."""
    return everything[0]


@pytest.fixture
def cast(everything: tuple[dict[str, Place], dict[str, User]], db: None) -> dict[str, User]:
    """The cast that the world was made with."""
    return everything[1]


def build_world(cast: dict[str, User]) -> dict[str, Place]:
    """One case with papers, a visit, a scan and a waiting step in each of three places."""
    helpers = {
        "wei2": (Role.VILLAGE_CHILD_OFFICER, NANZHUANG),
        "su2": (Role.TOWN_CHILD_SUPERVISOR, NANZHUANG),
        "wei3": (Role.VILLAGE_CHILD_OFFICER, QIAOMIAO),
        "su3": (Role.TOWN_CHILD_SUPERVISOR, QIAOMIAO),
    }
    for username, (role, code) in helpers.items():
        user = User.objects.create(username=username, name=username, must_change_password=False, password="!")
        user.post_set.create(role=role, division=Division.objects.get(code=code), valid_from="2020-01-01")
        cast[username] = user
    numbers = ["419983201405060024", "419983201702040011", "41998320130621004X"]
    villages = [HENGSHAN, f"{NANZHUANG[:9]}201", f"{QIAOMIAO[:9]}203"]
    people = [("wei", "su"), ("wei2", "su2"), ("wei3", "su3")]
    return {
        village: place(village, number, cast[officer], cast[supervisor], cast)
        for village, number, (officer, supervisor) in zip(villages, numbers, people, strict=True)
    }


def place(village: str, number: str, officer: User, supervisor: User, cast: dict[str, User]) -> Place:
    """A case in `assessed` in that village."""
    division = Division.objects.get(code=village)
    case = imported_child(id_number=number, carer=None, division=division)
    brought_to(case, "assessed", {**cast, "wei": officer, "su": supervisor})
    paper = Document.objects.filter(dossier=case.dossier).first()
    scan = attach(case.dossier, png(), title="户口簿", by=supervisor)
    visit = Visit.objects.get(case_id=case.pk)
    assert paper
    made = record_round(
        by=officer, division=division, place_kind="village", held_on=timezone.localdate(), people_met=3, leads=0
    )
    going = OutreachRound.objects.get(pk=made.subject_id)
    return Place(case, paper, scan, visit, going, active_task(case), checked_roster(division, supervisor))


def checked_roster(village: Division, supervisor: User) -> RosterImport:
    """A roster of one line for the village's town."""
    content = f"姓名,身份证号码,行政村\n张三,419983201405060024,{village.name}\n".encode()
    town = Division.objects.get(code=village.code[:9] + "000")
    run = runs.upload(content, "花名册.csv", county=town, by=supervisor)
    runs.check(run)
    return run


def png() -> Any:
    """A small picture, as an upload."""
    from io import BytesIO

    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, "PNG")
    return SimpleUploadedFile("scan.png", out.getvalue(), content_type="image/png")


def client_of(user: User) -> Client:
    """A browser in which the user is logged in, with the second factor that some roles need."""
    Authenticator.objects.get_or_create(user=user, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.mark.roles
@pytest.mark.parametrize("username", CAST)
def test_a_role_finds_what_is_its_own_and_nothing_else(
    username: str, world: dict[str, Place], cast: dict[str, User]
) -> None:
    client = client_of(cast[username])
    for village, there in world.items():
        for name, arguments in (DOSSIER | IMPORT).items():
            url = reverse(name, args=arguments(there))
            answer = client.get(url)
            if (may_see_import if name in IMPORT else may_see)(username, village):
                assert answer.status_code in (200, 302, 403, 405, 422), (
                    f"{username} {name} {village}: {answer.status_code}"
                )
            else:
                closed = NOT_THERE if CAST[username][1] in READERS else NO_CASEWORK
                assert answer.status_code in closed, f"{username} {name} {village}: {answer.status_code}"
                assert client.post(url).status_code in closed, f"POST {username} {name} {village}"


@pytest.mark.parametrize(
    "name",
    sorted(
        SIGNED_IN
        | MESSAGES
        | INCIDENTS
        | PROXIES
        | PAIRINGS
        | CONTACTS
        | MONEY
        | CORRECTIONS
        | STIPENDS
        | OWN_JOB
        | set(DOSSIER)
        | set(IMPORT)
    ),
)
def test_without_an_account_every_page_leads_to_the_login(name: str, db: None) -> None:
    uuid = uuid4()
    candidates = (
        [],
        [uuid],
        [uuid, "correct"],
        [uuid, uuid],
        [uuid, 1],
        [1],
        [1, "approve"],
        [uuid, 1, "amend"],
        [HENGSHAN, 2026, 11],
    )
    url = next(url for arguments in candidates if (url := _reversed(name, arguments)))
    for answer in (Client().get(url), Client().post(url)):
        assert answer.status_code in (302, 405) and (
            answer.status_code == 405 or "/accounts/login/" in answer["Location"]
        )


def _reversed(name: str, arguments: Any) -> str | None:
    try:
        return reverse(name, args=arguments)
    except Exception:  # the next candidate fits
        return None


def test_lists_show_only_what_is_visible(world: dict[str, Place], cast: dict[str, User]) -> None:
    for username in ("wei", "su", "nan", "kang", "wu", "fang", "guan"):
        page = client_of(cast[username]).get(reverse("case-list"))
        shown = {village for village, there in world.items() if str(there.case.code) in page.content.decode()}
        assert shown == {village for village in world if may_see(username, village)}, username


@pytest.mark.parametrize("role", Role)
def test_every_role_has_somebody_in_the_cast(role: Role) -> None:
    assert role in {entry[1] for entry in CAST.values()}
