"""The clock stands still while something is waited for, and goes on where it stopped."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.applications import pause_clock, resume_clock
from cases.clocks import open_pause, stop_for_objection
from cases.filters import listed
from cases.models import Case, ClockPause, OneTimeNotice
from cases.worklist import worklist
from documents.models import DueDate, Event
from documents.reminders.ladder import Ladder
from documents.reminders.run import to_tell
from documents.transitions import locked, perform
from organisation.calendar import current_calendar
from organisation.working_days import working_days_between
from programs.clocks import days_between
from programs.models import DueRule
from programs.recounting import follow_rules_and_calendar
from tests.cases.applications.conftest import MONDAY, apply, due_of

WEDNESDAY, AFTER_HOLIDAY = dt.date(2026, 9, 23), dt.date(2026, 10, 9)


@pytest.fixture
def waiting(stipend, cast, on):
    """Applied for on Monday 21 September; five working days end on the 29th, since the 25th is a holiday."""
    on(MONDAY)
    return apply(stipend, cast["shi"])


def pause(case, day, reason="reply"):
    with locked(case.dossier_id) as dossier:
        case.dossier = dossier
        return pause_clock(case, reason, day)


def resume(case, day, reason="reply"):
    with locked(case.dossier_id) as dossier:
        case.dossier = dossier
        return resume_clock(case, day, reason=reason)


def test_the_last_day_moves_by_the_working_days_that_the_pause_lasted(waiting):
    assert due_of(waiting, "accept").due_on == dt.date(2026, 9, 29)
    pause(waiting, WEDNESDAY)
    resume(waiting, AFTER_HOLIDAY)
    due = due_of(waiting, "accept")
    # Two of the five days had passed on Wednesday; three follow the 9th of October, and the 10th is worked.
    assert (due.due_on, due.stood_still, due.paused_since) == (dt.date(2026, 10, 13), 6, None)


def test_a_pause_that_begins_and_ends_on_one_day_moves_nothing(waiting):
    pause(waiting, WEDNESDAY)
    resume(waiting, WEDNESDAY)
    assert due_of(waiting, "accept").due_on == dt.date(2026, 9, 29)


def test_two_pauses_add_up(waiting):
    for first, last in ((MONDAY, WEDNESDAY), (dt.date(2026, 9, 24), dt.date(2026, 9, 27))):
        pause(waiting, first)
        resume(waiting, last)
    assert due_of(waiting, "accept").stood_still == 2


def test_what_is_opened_while_the_clock_stands_still_begins_paused(waiting, cast, on):
    on(WEDNESDAY)
    pause(waiting, WEDNESDAY)
    perform(waiting, "accept", by=cast["shi"], accepted_on=MONDAY, deemed=True)
    assert due_of(waiting, "certify_town").paused_since == WEDNESDAY
    resume(waiting, AFTER_HOLIDAY)
    due = due_of(waiting, "certify_town")
    assert due.paused_since is None
    assert working_days_between(AFTER_HOLIDAY, due.due_on, current_calendar()) == 10


def test_calendar_days_move_by_calendar_days():
    assert days_between(WEDNESDAY, AFTER_HOLIDAY, "calendar_day") == 16
    assert days_between(AFTER_HOLIDAY, WEDNESDAY, "calendar_day") == 0


def test_what_does_not_pause_runs_on(waiting):
    DueRule.objects.filter(name="accept").update(pausable=False)
    pause(waiting, WEDNESDAY)
    assert due_of(waiting, "accept").paused_since is None


def test_a_case_pauses_once(waiting):
    assert pause(waiting, WEDNESDAY) == pause(waiting, AFTER_HOLIDAY, "supplement")
    assert ClockPause.objects.get().began_on == WEDNESDAY


def test_what_another_pause_waits_for_does_not_end_it(waiting):
    pause(waiting, WEDNESDAY)
    assert resume(waiting, AFTER_HOLIDAY, "objection") is False
    assert open_pause(waiting).reason == "reply"


def test_what_is_still_waited_for_goes_on_as_a_pause_of_its_own(waiting, cast):
    pause(waiting, WEDNESDAY)
    OneTimeNotice.objects.create(
        case=waiting, sequence=1, told_on=WEDNESDAY, supplement_until=AFTER_HOLIDAY, items=[], told_by=cast["shi"]
    )
    assert resume(waiting, AFTER_HOLIDAY) is False
    assert open_pause(waiting).reason == "supplement"
    assert due_of(waiting, "accept").paused_since == AFTER_HOLIDAY


def test_nothing_is_overdue_while_the_clock_stands_still(waiting, cast, on):
    pause(waiting, WEDNESDAY)
    on(AFTER_HOLIDAY)
    assert not DueDate.objects.overdue(AFTER_HOLIDAY).exists()
    assert [item.group for item in worklist(cast["shi"])] == ["paused"]


def test_the_case_list_shows_no_day_for_a_clock_that_stands_still(waiting):
    shown = listed(Case.objects.filter(pk=waiting.pk))
    assert shown.get().next_due == dt.date(2026, 9, 29)
    pause(waiting, WEDNESDAY)
    assert shown.get().next_due is None


def test_nobody_is_reminded_while_the_clock_stands_still(waiting):
    ladder = Ladder.on(AFTER_HOLIDAY)
    assert to_tell(ladder).filter(name="accept").exists()
    pause(waiting, WEDNESDAY)
    assert not to_tell(ladder).filter(name="accept").exists()


def test_the_nightly_count_keeps_what_a_pause_moved(waiting):
    pause(waiting, WEDNESDAY)
    resume(waiting, AFTER_HOLIDAY)
    assert follow_rules_and_calendar() == 0
    assert due_of(waiting, "accept").due_on == dt.date(2026, 10, 13)


def test_beginning_and_end_stand_in_the_file(waiting):
    pause(waiting, WEDNESDAY)
    resume(waiting, AFTER_HOLIDAY)
    events = Event.objects.filter(dossier=waiting.dossier_id, action__startswith="clock.").order_by("sequence")
    assert [event.action for event in events] == ["clock.reply", "clock.resume"]


def test_the_case_page_says_since_when_and_why(client, waiting, cast):
    pause(waiting, WEDNESDAY)
    client.force_login(cast["shi"])
    page = client.get(reverse("case-detail", args=[waiting.code])).content.decode()
    assert "The clock stands still since 23 Sep 2026: waiting for another office." in page
    assert "stands still since 09-23" in page


def test_a_withdrawn_application_waits_for_nothing(waiting, cast):
    perform(waiting, "ask_supplement", by=cast["shi"])
    perform(waiting, "withdraw", by=cast["shi"], reason="家庭不再申请")
    assert open_pause(waiting) is None
    assert ClockPause.objects.get().ended_on == MONDAY


def test_an_objection_to_the_whole_notice_stops_no_clock(notice):
    from cases.models import Objection

    stop_for_objection(Objection(notice=notice, case=None, received_on=MONDAY), Event())
    assert not ClockPause.objects.exists()


def test_the_official_calendar_of_2026_says_so(db):
    assert working_days_between(WEDNESDAY, AFTER_HOLIDAY, current_calendar()) == 6
