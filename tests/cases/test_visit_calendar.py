"""The calendar of visits, and my planned visits as a file that tells nobody a name."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Visit
from cases.visit_calendar import calendar_file, entries, escaped, fold
from documents.models import Event
from documents.transitions import perform
from organisation.models import User
from tests.cases.children.ways import in_service

Cast = dict[str, User]
TODAY = timezone.localdate


@pytest.fixture
def served(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A case in service with a visit planned for tomorrow by its village officer."""
    case = in_service(child, cast)
    later = Visit.objects.create(
        dossier=case.dossier, case_id=case.pk, visitor=cast["wei"], planned_on=TODAY() + dt.timedelta(days=1)
    )
    perform(later, "plan", by=cast["wei"])
    return case


def test_planned_done_and_due_visits_stand_on_their_days(served: LeftBehindCase, cast: Cast) -> None:
    found = entries(cast["su"], TODAY(), TODAY() + dt.timedelta(days=60), today=TODAY())
    assert [entry.kind for entry in found] == ["done", "planned", "due"]


def test_the_calendar_is_of_my_places_only(served: LeftBehindCase, cast: Cast) -> None:
    assert entries(cast["nan"], TODAY(), TODAY() + dt.timedelta(days=60), today=TODAY()) == []


def test_who_only_supervises_reads_stars(served: LeftBehindCase, cast: Cast) -> None:
    found = entries(cast["ji"], TODAY(), TODAY() + dt.timedelta(days=60), today=TODAY())
    assert {entry.name for entry in found} == {"毋**"}


@pytest.mark.parametrize("month", ["2026-11", "", "x", "2026-13", "9999-12", "0001-01"])
def test_the_page_shows_a_month_or_this_one(client: Any, served: LeftBehindCase, cast: Cast, month: str) -> None:
    client.force_login(cast["wei"])
    assert client.get(reverse("visit-calendar"), {"month": month}).status_code == 200


def test_the_file_has_case_number_and_village_and_no_name(served: LeftBehindCase, cast: Cast) -> None:
    text = calendar_file(cast["wei"], since=TODAY())
    assert "毋" not in text and "小满" not in text
    assert served.number in text.replace("\r\n ", "")  # type: ignore[operator]
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_file_has_only_my_own_planned_visits(served: LeftBehindCase, cast: Cast) -> None:
    assert "BEGIN:VEVENT" not in calendar_file(cast["su"], since=TODAY())


def test_the_same_visit_keeps_its_uid(served: LeftBehindCase, cast: Cast) -> None:
    assert calendar_file(cast["wei"], since=TODAY()) == calendar_file(cast["wei"], since=TODAY())


def test_lines_are_folded_between_characters_and_texts_escaped() -> None:
    line = "SUMMARY:" + "化工镇谢庄村" * 12
    pieces = fold(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert "".join([pieces[0], *(piece[1:] for piece in pieces[1:])]) == line
    assert escaped("a,b;c\\d\ne") == "a\\,b\\;c\\\\d\\ne"


def test_taking_the_calendar_along_leaves_an_event(client: Any, served: LeftBehindCase, cast: Cast) -> None:
    client.force_login(cast["wei"])
    answer = client.post(reverse("visit-calendar-file"))
    assert answer["Content-Type"].startswith("text/calendar")
    assert Event.objects.filter(action="list.export", by=cast["wei"]).count() == 1


def test_nobody_without_a_post_takes_a_calendar(client: Any, cast: Cast) -> None:
    cast["wei"].post_set.update(valid_to=dt.date(2020, 1, 2))
    client.force_login(cast["wei"])
    assert client.post(reverse("visit-calendar-file")).status_code == 403
