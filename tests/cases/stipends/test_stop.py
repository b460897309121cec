"""Stopping a stipend, going on with it, and taking a child off the roll."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.models import Award, Objection, PublicNotice
from cases.notices import register_objection
from cases.stipends.candidates import candidates
from cases.stipends.entitling import entitled
from cases.stipends.models import Hold, StipendCase
from cases.stipends.posting import worth_of
from cases.stipends.rules import effective
from documents.models import Document, DueDate
from documents.transitions import perform
from organisation.models import Division
from programs.models import Program
from programs.months import plus_months
from tests.cases.stipends.stages import FIRST, LAST, a_list, children, on_roll, posted
from tests.cast import MENGZHOU

JANUARY = dt.date(2027, 1, 1)


def months_of(case):
    """Outcome of each span of the term, as finance is told."""
    county = Division.objects.get(code=MENGZHOU)
    (found,) = entitled(Program.objects.get(code="STP"), county, FIRST, LAST, [case.pk])
    return [(span.first, span.outcome, span.reason) for span in found.spans]


def stopped(cast):
    case = on_roll(cast)
    perform(case, "suspend", by=cast["rui"], first_month=JANUARY, why="left_school", reason="转学情况待核实")
    case.refresh_from_db()
    return case


def test_a_stop_holds_the_months_from_the_chosen_one_on(cast):
    case = stopped(cast)
    assert case.status == "suspended"
    assert months_of(case) == [(FIRST, "counted", ""), (JANUARY, "held", "hold_left_school")]
    assert Document.objects.get(dossier=case.dossier_id, kind="STP-16").opened_context["month"] == "2027年1月"


def test_a_stop_asks_the_county_to_decide_in_time(cast):
    case = stopped(cast)
    owed = DueDate.objects.open().filter(dossier=case.dossier_id)
    assert list(owed.values_list("name", "role")) == [("decide_stop", "county_reviewer")]
    perform(case, "resume", by=cast["rui"], reason="已核实在读")
    assert not owed.exists()


def test_a_stop_lifted_from_its_beginning_pays_every_month(cast):
    case = stopped(cast)
    perform(case, "resume", by=cast["rui"], reason="已核实在读")
    assert months_of(case) == [(FIRST, "counted", "")]


def test_a_stop_that_ends_with_a_month_keeps_its_months_held(cast):
    case = stopped(cast)
    perform(case, "resume", by=cast["rui"], last_month=JANUARY, reason="二月返校")
    assert [each[1] for each in months_of(case)] == ["counted", "held", "counted"]


def test_a_child_taken_off_the_roll_gets_no_month_after_the_last(cast):
    case = on_roll(cast)
    perform(case, "remove", by=cast["rui"], last_month=dt.date(2026, 12, 1), reason="随父母迁出")
    case.refresh_from_db()
    award = Award.objects.get(case=case.pk)
    assert (case.status, award.status, award.last_month) == ("removed", "ended", dt.date(2026, 12, 1))
    assert months_of(case) == [(FIRST, "counted", ""), (JANUARY, "excluded", "after_award")]
    assert Document.objects.get(dossier=case.dossier_id, kind="STP-16").opened_context["removed"]


def test_a_removed_child_may_apply_again_and_starts_after_the_last_month(cast):
    case = on_roll(cast)
    perform(case, "remove", by=cast["rui"], last_month=dt.date(2026, 12, 1), reason="随父母迁出")
    found = candidates(case.round, Division.objects.get(code="410883100000"))
    assert [each.person for each in found] == [case.person_id]


def objection(cast, case):
    notice = PublicNotice.objects.get(dossier=case.round.dossier_id)
    return register_objection(
        notice,
        by=cast["kang"],
        how="call",
        by_name="匿名",
        words="该儿童父亲在家",
        received_on=timezone.localdate(),
        case=case,
    )


def test_an_objection_that_is_upheld_takes_the_case_out_of_the_round(cast):
    children(3)
    run = posted(cast)
    case = StipendCase.objects.filter(round=run).first()
    made: Objection = objection(cast, case)
    perform(made, "uphold", by=cast["rui"], answer="经入户核实，父亲已返乡居住", findings="入户核实")
    assert sorted(run.cases.values_list("status", flat=True)) == ["in_publicity", "in_publicity", "rejected"]
    assert "异议成立" in Document.objects.get(dossier=case.dossier_id, kind="STP-04").opened_context["reason"]


def test_an_objection_that_is_dismissed_changes_nothing(cast):
    children(3)
    run = posted(cast)
    made = objection(cast, StipendCase.objects.filter(round=run).first())
    perform(made, "dismiss", by=cast["rui"], answer="经核实，父母均在外务工", findings="电话核实")
    assert set(run.cases.values_list("status", flat=True)) == {"in_publicity"}


def test_when_the_case_of_the_child_ends_its_stipend_is_held_and_somebody_must_decide(cast):
    case = on_roll(cast)
    child = LeftBehindCase.objects.get(person=case.person_id)
    perform(child, "terminate", by=cast["cao"], ground="declined", reason="监护人书面拒绝")
    case.refresh_from_db()
    assert case.status == "suspended"
    assert case.holds.get().first_month == effective(timezone.localdate())
    assert DueDate.objects.open().filter(dossier=case.dossier_id, name="decide_stop").exists()


def test_when_the_case_ends_before_the_roll_only_the_months_before_are_worth_something(cast):
    children(2)
    listed = a_list(cast)
    child = LeftBehindCase.objects.order_by("pk").first()
    perform(child, "terminate", by=cast["cao"], ground="declined", reason="监护人书面拒绝")
    worth = worth_of(listed.round, StipendCase.objects.filter(person=child.person_id))
    counted = [month for month in listed.round.months if month <= timezone.localdate()]
    assert list(worth.values()) == [5000 * len(counted)]


def test_a_parent_who_is_back_ends_the_months_without_any_act(cast):
    case = on_roll(cast)
    back = dt.date(2026, 12, 10)
    rows = case.person.whereabouts
    rows.filter(parent="mother").update(valid_to=back)
    rows.create(parent="mother", status="home", capacity="good", valid_from=back)
    assert months_of(case) == [(FIRST, "counted", ""), (JANUARY, "excluded", "not_left_behind")]


def test_two_holds_cannot_be_open_at_once(cast):
    case = stopped(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Hold.objects.create(case=case, first_month=plus_months(JANUARY, 1), reason="unclear")
