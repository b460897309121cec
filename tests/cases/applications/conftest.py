"""An application for the study stipend at the counter, and a round of the county with a notice."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import PublicNotice
from cases.notices import post_notice
from cases.stipends.models import CertificationRound, StipendCase
from documents.models import Dossier, DueDate
from documents.transitions import perform
from organisation.calendar import forget_calendar
from organisation.models import Division, User
from programs.models import ProgramVersion
from tests.cast import MENGZHOU

MONDAY = dt.date(2026, 9, 21)  # the week before the National Day holiday, with 中秋 on Friday
BROUGHT = ("application", "household_register")


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[dt.date], None]:
    """Let today be that day, everywhere that asks Django."""
    real_now = timezone.now

    def set_day(day: dt.date) -> None:
        noon = dt.datetime.combine(day, dt.time(12), tzinfo=timezone.get_default_timezone())
        monkeypatch.setattr(timezone, "now", lambda: noon)
        forget_calendar()

    yield set_day
    monkeypatch.setattr(timezone, "now", real_now)


@pytest.fixture
def stipend(child: LeftBehindCase, cast: dict[str, User]) -> StipendCase:
    """A stipend that nobody has applied for yet, of a child whose case runs."""
    LeftBehindCase.objects.filter(pk=child.pk).update(status="in_service")
    dossier = Dossier.begin(Dossier.Kind.CASE, child.division.code)
    dossier.save()
    return StipendCase.objects.create(
        dossier=dossier,
        kind="STP",
        program_version=ProgramVersion.objects.in_force("STP", timezone.localdate()),
        person=child.person,
        household=child.household,
        division=child.division,
    )


def apply(case: StipendCase, by: User, *, received: tuple[str, ...] = BROUGHT, **changes: Any) -> StipendCase:
    """The guardian applies today and brings some of what is asked for."""
    told = {"applicant": "毋秋菊", "relation": "祖母", "applied_on": timezone.localdate()}
    perform(case, "submit", by=by, received=received, **(told | changes))
    case.refresh_from_db()
    return case


@pytest.fixture
def applied(stipend: StipendCase, cast: dict[str, User]) -> StipendCase:
    """Applied for today; two of the family's four papers are there."""
    return apply(stipend, cast["shi"])


def due_of(case: Any, name: str) -> DueDate:
    """The newest due date of that name in the case's file."""
    return DueDate.objects.filter(dossier=case.dossier_id, name=name).latest("pk")


def rows(*counts: int) -> list[dict[str, Any]]:
    """Rows of a notice as they may be posted."""
    return [{"town": "化工镇", "village": f"村{n}", "count": c, "fen": c * 5000} for n, c in enumerate(counts)]


@pytest.fixture
def term(cast: dict[str, User]) -> CertificationRound:
    """A round of the county for a term of five months."""
    dossier = Dossier.begin(Dossier.Kind.MONEY, MENGZHOU)
    dossier.save()
    return CertificationRound.objects.create(
        dossier=dossier,
        program_version=ProgramVersion.objects.in_force("STP", timezone.localdate()),
        division=Division.objects.get(code=MENGZHOU),
        name="2026年秋季学期",
        first_month=dt.date(2026, 9, 1),
        last_month=dt.date(2027, 1, 1),
    )


@pytest.fixture
def notice(term: CertificationRound) -> PublicNotice:
    """Posted today by village."""
    return post_notice(
        term.dossier,
        title="孟州市2026年秋季学期留守儿童助学金发放公示",
        rows=rows(5, 3),
        first_day=timezone.localdate(),
        where="市民政局、各乡镇（街道）和村（居）委会公示栏",
        phone="0391-0000000",
        address="孟州市会昌路1号",
        mail="gongshi@mengzhou.example",
        version=term.program_version,
    )


@pytest.fixture
def in_notice(stipend: StipendCase, term: CertificationRound) -> StipendCase:
    """The child's stipend, part of the round whose notice hangs."""
    StipendCase.objects.filter(pk=stipend.pk).update(round=term, status="in_publicity", number="STP-410883-2026-00001")
    stipend.refresh_from_db()
    return stipend
