"""Periods are rules of a program version: what is due is never typed, and `seed` puts in what is missing."""

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import DueDate
from programs.due_rules import days_of, dues_of
from programs.models import DueRule, ProgramVersion
from programs.seeding import SHIPPED, load_programs
from tests.cases.stages import register

pytestmark = pytest.mark.django_db
LBC_START = dt.date(2016, 2, 4)


@pytest.fixture
def version() -> ProgramVersion:
    return ProgramVersion.objects.in_force("LBC", timezone.localdate())


def test_due_dates_typed_by_hand_are_not_needed(child, cast):
    register(child, cast["wei"])
    due = DueDate.objects.get(dossier=child.dossier)
    assert (due.name, due.role) == ("verify", "town_child_supervisor")
    assert DueRule.objects.get(pk=due.rule).name == "verify"


def test_a_rule_for_the_risk_goes_before_the_general_one(version):
    found = {risk: dues_of(version, "assessed", risk=risk)[0] for risk in ("high", "medium")}
    assert {risk: (due.role, due.n) for risk, due in found.items()} == {
        "high": ("county_approver", 3),
        "medium": ("town_approver", 5),
    }


@pytest.mark.parametrize(("risk", "days"), [("high", 14), ("medium", 30), ("low", 90)])
def test_the_plan_and_the_due_date_take_one_number(version, risk, days):
    (due,) = dues_of(version, "in_service", risk=risk, names=("visit",))
    assert days_of(version, "in_service", "visit", risk=risk) == due.n == days


def test_a_name_without_a_rule_is_an_error_and_no_guess(version):
    with pytest.raises(DueRule.DoesNotExist):
        days_of(version, "in_service", "anything")


def test_seeding_twice_leaves_what_the_office_changed(version):
    rule = DueRule.objects.get(version=version, name="visit", risk="low")
    DueRule.objects.filter(pk=rule.pk).update(n=60, role="town_child_supervisor")
    count = DueRule.objects.count()
    load_programs()
    rule.refresh_from_db()
    assert (rule.n, rule.role, DueRule.objects.count()) == (60, "town_child_supervisor", count)


def test_an_older_database_keeps_the_length_it_had_as_a_parameter(version):
    DueRule.objects.filter(version=version).delete()
    version.parameters["visit_low_days"] = 60
    version.save()
    load_programs()
    version.refresh_from_db()
    assert days_of(version, "in_service", "visit", risk="low") == 60
    assert "visit_low_days" not in version.parameters


def test_every_shipped_period_has_its_words():
    from documents.due_dates import due_date_label

    names = {period.name for shipped in SHIPPED for period in shipped.periods if shipped.code == "LBC"}
    assert [name for name in sorted(names) if due_date_label(name) == name] == []
