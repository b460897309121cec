"""The way of a batch to the bank: five people, each one step, over a content that nobody changed meanwhile."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from documents.models import Document, DueDate
from documents.refusals import NotAllowed, NotPossible, NotVisible, Refused, Stale
from documents.transitions import perform
from finance.models import Accrual, Approval, Batch, Fund, Line
from organisation.models import Division, Post, User
from organisation.roles import Role
from programs.models import ProgramVersion
from tests.cast import MENGZHOU
from tests.finance.stages import SIGNERS, WAY, brought_to, sign_rolls

ACTS = {state: (act, who) for state, act, who in WAY if act and act != "compile"}
BEFORE = {state: WAY[place - 1][0] for place, (state, _act, _who) in enumerate(WAY) if place}
ROLES = {
    "review": Role.COUNTY_REVIEWER,
    "approve": Role.COUNTY_APPROVER,
    "request_funds": Role.FINANCE_PREPARER,
    "send": Role.FINANCE_REVIEWER,
}
FIVE = ("kang", "rui", "cao", "fang", "fu")


def also(user, role):
    """That person with a second post in the county, so that only the separation of duties stands in the way."""
    county = Division.objects.get(code=MENGZHOU)
    Post.objects.create(user=user, role=role, division=county, valid_from=dt.date(2020, 1, 1))
    return User.objects.get(pk=user.pk)


def figures(batch):
    fund = Fund.objects.get(pk=batch.fund_id)
    return fund.granted_fen, fund.reserved_fen, fund.paid_fen


def test_five_people_bring_a_batch_to_the_request_for_funds(batch, cast):
    brought_to(batch, "funding_requested", cast)
    signed = batch.approvals.values_list("step", "actor__username", "content_hash")
    assert list(signed) == [
        (step, who, batch.content_hash)
        for step, who in (("compile", "kang"), ("review", "rui"), ("approve", "cao"), ("request_funds", "fang"))
    ]


def test_each_step_issues_its_paper(batch, cast):
    brought_to(batch, "funding_requested", cast)
    papers = Document.objects.filter(dossier=batch.dossier_id).order_by("pk").values_list("kind", flat=True)
    assert list(papers) == ["FLW-01", "STP-09", "FLW-01", "FLW-01", "STP-10", "STP-11"]


def test_each_town_gets_its_roll_as_a_paper_and_a_due_date(batch, cast):
    brought_to(batch, "compiled", cast)
    roll = batch.rolls.get()
    assert Document.objects.get(dossier=roll.dossier_id).kind == "STP-08"
    due = DueDate.objects.get(dossier=roll.dossier_id, state="open")
    assert (due.name, due.role) == ("review_roll", Role.TOWN_CHILD_SUPERVISOR)


@pytest.mark.parametrize("state", ACTS)
def test_a_step_belongs_to_one_role(batch, cast, state):
    act, who = ACTS[state]
    brought_to(batch, BEFORE[state], cast)
    for username in {*FIVE, "ji", "an"} - {who}:
        with pytest.raises((NotAllowed, NotVisible)):
            perform(batch, act, by=cast[username])


@pytest.mark.parametrize("state", ACTS)
def test_nobody_does_two_steps_of_a_round(batch, cast, state):
    act, who = ACTS[state]
    brought_to(batch, BEFORE[state], cast)
    earlier = set(FIVE[: FIVE.index(who)])
    for username in earlier - ({"fang"} if act == "send" else set()):  # preparer and reviewer are two accounts anyway
        twice = also(cast[username], ROLES[act])
        with pytest.raises(NotPossible, match="Someone else must do this step"):
            perform(batch, act, by=twice)


@pytest.mark.parametrize("act", ["review", "approve"])
def test_who_signed_the_roll_of_a_town_does_no_step_of_the_county(batch, cast, act):
    brought_to(batch, {"review": "town_reviewed", "approve": "county_reviewed"}[act], cast)
    signer = also(cast["su"], ROLES[act])
    with pytest.raises(NotPossible, match="signed the roll of a town"):
        perform(batch, act, by=signer)


def test_who_compiled_the_batch_signs_no_roll(batch, cast):
    brought_to(batch, "compiled", cast)
    maker = also(cast["kang"], Role.TOWN_CHILD_SUPERVISOR)
    with pytest.raises(NotPossible, match="You compiled"):
        perform(batch.rolls.get(), "sign", by=maker)


def merging_allowed():
    version = ProgramVersion.objects.get(program__code="STP", effective_to=None)
    version.parameters["merge_checker_and_approver"] = 1
    version.save()


def test_in_a_small_county_the_checker_may_approve(batch, cast):
    merging_allowed()
    brought_to(batch, "county_reviewed", cast)
    perform(batch, "approve", by=also(cast["rui"], Role.COUNTY_APPROVER))
    assert batch.approvals.get(step="approve").merged


@pytest.mark.parametrize("state", ["funding_requested", "sent"])
def test_a_small_county_merges_nothing_else(batch, cast, state):
    merging_allowed()
    act, _who = ACTS[state]
    brought_to(batch, BEFORE[state], cast)
    checker = also(cast["rui"], ROLES[act])
    with pytest.raises(NotPossible, match="Someone else"):
        perform(batch, act, by=checker)


def test_even_in_a_small_county_the_maker_does_not_approve(batch, cast):
    merging_allowed()
    brought_to(batch, "county_reviewed", cast)
    maker = also(cast["kang"], Role.COUNTY_APPROVER)
    with pytest.raises(NotPossible, match="Someone else"):
        perform(batch, "approve", by=maker)


@pytest.mark.parametrize("merged", [{}, {"merged": True}])
def test_the_database_takes_no_second_signature_of_a_person(batch, cast, merged):
    brought_to(batch, "compiled", cast)
    made = batch.approvals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(
            batch=batch, round=1, step="review", actor=made.actor, content_hash="0", at=made.at, **merged
        )


def test_the_database_takes_no_second_signature_of_a_step(batch, cast):
    brought_to(batch, "compiled", cast)
    made = batch.approvals.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.create(batch=batch, round=1, step="compile", actor=cast["rui"], content_hash="0", at=made.at)


def change_by_sql(line):
    """One fen more, past the trigger that forbids it, as whoever owns the database can."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'finance_line'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE finance_line SET fen = fen + 1 WHERE id = %s", [line.pk])


@pytest.mark.parametrize("state", ACTS)
def test_one_fen_changed_by_sql_stops_every_later_step(batch, cast, state):
    act, who = ACTS[state]
    brought_to(batch, BEFORE[state], cast)
    change_by_sql(Line.objects.filter(batch=batch).first())
    with pytest.raises(NotPossible, match="not what was compiled"):
        perform(batch, act, by=cast[who])


def test_one_fen_changed_by_sql_stops_the_town(batch, cast):
    brought_to(batch, "compiled", cast)
    change_by_sql(Line.objects.filter(batch=batch).first())
    with pytest.raises(NotPossible, match="not what was compiled"):
        sign_rolls(batch, cast)


def test_a_page_from_before_somebody_elses_step_is_stale(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    seen = batch.dossier.version
    perform(batch, "review", by=cast["rui"], expected=seen)
    with pytest.raises(Stale, match="芮复核"):
        perform(batch, "send_back", by=cast["cao"], expected=seen, reason="金额有误")


def test_the_same_click_twice_is_one_signature(batch, cast):
    brought_to(batch, "county_reviewed", cast)
    events = [perform(batch, "approve", by=cast["cao"], key="4c4c") for _click in range(2)]
    assert events[0] == events[1]
    assert figures(batch) == (1_000_00, 750_00, 0)


def test_approval_commits_the_total_in_the_fund(batch, cast):
    brought_to(batch, "approved", cast)
    assert figures(batch) == (1_000_00, 750_00, 0)


def test_a_fund_that_is_short_is_approved_by_nobody(batch, cast):
    brought_to(batch, "county_reviewed", cast)
    Fund.objects.filter(pk=batch.fund_id).update(granted_fen=749_99)
    with pytest.raises(NotPossible, match=r"short of 0\.01 yuan"):
        perform(batch, "approve", by=cast["cao"])


@pytest.mark.parametrize("state", ["compiled", "town_reviewed", "county_reviewed", "approved", "funding_requested"])
def test_a_return_opens_a_new_round_and_voids_what_was_signed(batch, cast, state):
    by = {"county_reviewed": "cao", "approved": "fang", "funding_requested": "fu"}.get(state, "rui")
    brought_to(batch, state, cast)
    perform(batch, "send_back", by=cast[by], reason="姓名有误")
    batch.refresh_from_db()
    assert (batch.status, batch.round, batch.total_fen, batch.content_hash) == ("open", 2, 0, "")
    assert set(Line.objects.values_list("status")) == {("void",)}
    assert set(Accrual.objects.values_list("status")) == {("open",)}
    assert figures(batch) == (1_000_00, 0, 0)


def test_after_a_return_everybody_signs_anew_and_the_same_months_are_paid_once(batch, cast):
    brought_to(batch, "funding_requested", cast)
    perform(batch, "send_back", by=cast["fu"], reason="账户待核")
    brought_to(batch, "funding_requested", cast)
    assert batch.approvals.filter(round=2).count() == 4
    assert Line.objects.current().count() == 3
    assert Accrual.objects.count() == 15
    assert figures(batch) == (1_000_00, 750_00, 0)


def test_a_return_says_why(batch, cast):
    brought_to(batch, "town_reviewed", cast)
    with pytest.raises(NotPossible, match="Say why"):
        perform(batch, "send_back", by=cast["rui"], reason=" ")


@pytest.mark.parametrize("state", ["compiled", "approved"])
def test_a_cancelled_batch_leaves_its_months_for_another(batch, cast, state):
    brought_to(batch, state, cast)
    perform(batch, "cancel", by=cast["cao"], reason="重新编制")
    assert set(Accrual.objects.values_list("status")) == {("open",)}
    assert set(batch.rolls.values_list("status")) == {("void",)}
    assert figures(batch) == (1_000_00, 0, 0)


@pytest.mark.parametrize("act", ["send_back", "cancel"])
def test_after_it_was_sent_nothing_goes_back(batch, cast, act):
    Batch.objects.filter(pk=batch.pk).update(status="sent")
    with pytest.raises(NotPossible, match="is not possible while"):
        perform(batch, act, by=cast["cao"], reason="有误")


def test_a_town_questions_its_roll_and_the_batch_waits(batch, cast):
    brought_to(batch, "compiled", cast)
    perform(batch.rolls.get(), "dispute", by=cast["su"], reason="一名儿童已随父母外出")
    batch.refresh_from_db()
    assert batch.status == "compiled"
    perform(batch.rolls.get(), "sign", by=cast["su"], opinion="已核实")
    batch.refresh_from_db()
    assert batch.status == "town_reviewed"


def test_what_a_town_questions_is_the_reviewers_work_until_the_town_signs(batch, cast):
    brought_to(batch, "compiled", cast)
    roll = batch.rolls.get()
    perform(roll, "dispute", by=cast["su"], reason="金额有误")
    waiting = DueDate.objects.filter(dossier=roll.dossier_id, state="open")
    assert waiting.get(name="answer_roll").role == Role.COUNTY_REVIEWER
    sign_rolls(batch, cast)
    assert not waiting.exists()


def test_another_town_does_not_see_the_roll(batch, cast):
    brought_to(batch, "compiled", cast)
    with pytest.raises(NotVisible):
        perform(batch.rolls.get(), "sign", by=cast["nan"])


def test_nobody_reports_that_all_towns_have_reviewed(batch, cast):
    brought_to(batch, "compiled", cast)
    for username in (*FIVE, *SIGNERS.values()):
        with pytest.raises(Refused):
            perform(batch, "finish_town_review", by=cast[username])


def test_a_commitment_that_fails_leaves_no_signature(batch, cast, monkeypatch):
    brought_to(batch, "county_reviewed", cast)

    def fail(*_arguments, **_more):
        raise RuntimeError("the machine stops")

    monkeypatch.setattr("finance.ledger.reserve", fail)
    with pytest.raises(RuntimeError):
        perform(batch, "approve", by=cast["cao"])
    batch.refresh_from_db()
    assert batch.status == "county_reviewed"
    assert not batch.approvals.filter(step="approve").exists()
