"""Changing how often something is due moves the open due dates of that rule, all of them, once, and says so."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import BatchEntry, DueDate, Event
from documents.refusals import Stale
from organisation.calendar import current_calendar, forget_calendar
from organisation.models import WorkCalendarDay
from organisation.working_days import last_day
from programs.models import DueRule
from programs.recounting import change_rule, follow_rules_and_calendar, open_count, values_of
from tests.cases.stages import imported_child, register
from tests.races import race


@pytest.fixture
def due(child, cast) -> DueDate:
    """A verification that is due."""
    register(child, cast["wei"])
    return DueDate.objects.get()


@pytest.fixture
def rule(due) -> DueRule:
    return DueRule.objects.get(pk=due.rule)


def changed(rule, by, **values):
    return change_rule(rule, by=by, seen=values_of(rule), **values)


def test_a_changed_length_moves_the_open_due_dates(rule, due, cast):
    assert changed(rule, cast["guan"], n=3) == open_count(rule) == 1
    due.refresh_from_db()
    assert due.due_on == last_day(due.starts_on, 3, "working_day", current_calendar())


def test_a_changed_role_moves_them_to_other_people(rule, due, cast):
    changed(rule, cast["guan"], role="town_approver")
    due.refresh_from_db()
    assert due.role == "town_approver"


def test_what_is_done_or_came_from_another_rule_stays(rule, due, cast):
    other = DueRule.objects.exclude(pk=rule.pk).first()
    DueDate.objects.update(state="done")
    changed(rule, cast["guan"], n=3)
    changed(other, cast["guan"], n=1)
    assert DueDate.objects.get().due_on == due.due_on


def test_the_change_is_an_event_that_each_moved_file_shows(rule, due, cast):
    changed(rule, cast["guan"], n=3)
    event = Event.objects.get(action="due_rule.change")
    assert (event.by, event.details["old"]["n"], event.details["new"]["n"], event.details["count"]) == (
        cast["guan"], 10, 3, 1,
    )  # fmt: skip
    assert BatchEntry.objects.get(event=event).dossier_id == due.dossier_id


def test_a_page_that_somebody_else_has_overtaken_changes_nothing(rule, cast):
    seen = values_of(rule)
    changed(rule, cast["guan"], n=3)
    with pytest.raises(Stale):
        change_rule(rule, by=cast["guan"], seen=seen, n=20)
    rule.refresh_from_db()
    assert rule.n == 3


def test_a_calendar_entered_later_moves_the_due_dates_in_the_night(due, rule):
    WorkCalendarDay.objects.update_or_create(date=due.due_on, defaults={"working": False})
    forget_calendar()
    assert follow_rules_and_calendar() == 1
    due.refresh_from_db()
    assert due.due_on == last_day(due.starts_on, rule.n, "working_day", current_calendar())
    assert follow_rules_and_calendar() == 0
    forget_calendar()


def test_the_night_also_mends_what_was_opened_while_the_rule_changed(due, rule):
    DueDate.objects.update(due_on=due.due_on + dt.timedelta(days=9), role="town_approver")
    assert follow_rules_and_calendar() == 1
    due.refresh_from_db()
    assert due.role == rule.role
    assert Event.objects.filter(action="due_rule.follow", by=None).exists()


def test_many_files_move_in_a_few_statements(rule, due, cast, django_assert_max_num_queries):
    from tests.documents.reminders.test_daily_run import copies

    copies(due, 40)
    DueDate.objects.update(rule=rule.pk)
    with django_assert_max_num_queries(20):
        assert changed(rule, cast["guan"], n=3) == 41


@pytest.fixture
def office(cast) -> Client:
    """The system administrator's browser, second factor included."""
    Authenticator.objects.create(user=cast["guan"], type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(cast["guan"])
    return client


def form(rule, **values):
    seen = f"{rule.role}:{rule.n}:{rule.unit}:{rule.pausable}"
    return {"role": rule.role, "n": rule.n, "unit": rule.unit, "seen": seen, **values}


def test_the_page_tells_how_many_due_dates_a_change_moves(office, rule):
    url = reverse("admin:programs_duerule_change", args=[rule.pk])
    assert "pen due dates that a change moves" in office.get(url).content.decode()
    answer = office.post(url, form(rule, n=3), follow=True)
    assert "1 open due date was moved." in answer.content.decode()


def test_a_period_that_ends_before_a_day_cannot_stand_still(office, rule):
    url = reverse("admin:programs_duerule_change", args=[rule.pk])
    answer = office.post(url, form(rule, unit="days_before", pausable="on"))
    assert "cannot stand still" in answer.content.decode()
    rule.refresh_from_db()
    assert rule.unit == "working_day"


def test_whether_a_clock_can_stand_still_is_set_by_the_administrator(office, rule):
    office.post(reverse("admin:programs_duerule_change", args=[rule.pk]), form(rule, pausable="on"))
    rule.refresh_from_db()
    assert rule.pausable


def test_the_page_says_when_somebody_else_was_faster(office, rule, cast):
    stale = form(rule, n=20)
    changed(rule, cast["guan"], n=3)
    answer = office.post(reverse("admin:programs_duerule_change", args=[rule.pk]), stale, follow=True)
    assert "Somebody else has changed this rule." in answer.content.decode()
    rule.refresh_from_db()
    assert rule.n == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_wins_and_the_due_dates_follow_it(transactional_db):
    from tests.cast import hire_everyone

    cast = hire_everyone()
    register(imported_child(), cast["wei"])
    rule = DueRule.objects.get(pk=DueDate.objects.get().rule)
    seen, lengths = values_of(rule), (3, 20)
    outcomes = race(2, lambda place: change_rule(rule, by=cast["guan"], seen=seen, n=lengths[place]))
    assert sorted(map(str, outcomes))[0] == "1" and "Stale" in sorted(map(str, outcomes))[1]
    due, rule = DueDate.objects.get(), DueRule.objects.get(pk=rule.pk)
    assert due.due_on == last_day(timezone.localdate(), rule.n, "working_day", current_calendar())
