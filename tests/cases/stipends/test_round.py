"""A round of the stipend: lists of towns, review, certification, public notice, and the roll."""

import datetime as dt

import pytest

from cases.models import Award, Case, EvidenceItem, PublicNotice
from cases.registry.models import Enrolment, Whereabouts
from cases.stipends.candidates import candidates
from cases.stipends.entitling import entitled
from cases.stipends.models import StipendCase, TownList
from cases.stipends.rounds import draw_up_list, open_round
from cases.stipends.taking_in import Shown
from documents.models import BatchEntry, Document, DueDate, Event
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from organisation.models import Division
from programs.models import Program, ProgramVersion
from tests.cases.stipends.stages import FIRST, LAST, NOTICE, a_list, a_round, certified, children, confirmed, posted
from tests.cast import HUAGONG, MENGZHOU

TOWN = {"code": HUAGONG}


def states():
    return sorted(StipendCase.objects.values_list("status", flat=True))


def test_a_list_takes_every_child_for_whom_the_rule_holds(cast):
    children(3)
    listed = a_list(cast)
    assert listed.status == "open"
    assert states() == ["accepted"] * 3
    assert set(StipendCase.objects.values_list("round", flat=True)) == {listed.round_id}
    assert Event.objects.filter(dossier=listed.dossier_id, action="stipend.submit").count() == 1
    assert BatchEntry.objects.filter(event__action="stipend.accept").count() == 3


def test_whoever_is_left_out_is_named_with_the_reason(cast):
    _taken, home, away = children(3)
    Whereabouts.objects.filter(child=home.person, parent="mother").update(status="home", capacity="good")
    Enrolment.objects.filter(child=away.person).update(grade="高一")
    run = a_round(cast)
    left = {each.case: each.reason for each in candidates(run, Division.objects.get(**TOWN)) if each.reason}
    assert left == {home.pk: "not_left_behind", away.pk: "other_stage"}
    a_list(cast, run)
    assert StipendCase.objects.count() == 1


def test_drawing_a_list_up_again_adds_only_who_is_new(cast):
    children(2)
    listed = a_list(cast)
    children_of_before = set(StipendCase.objects.values_list("pk", flat=True))
    from tests.cases.stages import imported_child

    imported_child(name="毋小暑", id_number="419983201206080049", birth_date=dt.date(2012, 6, 8), carer=None)
    draw_up_list(listed.round, listed.division, by=cast["kang"])
    assert StipendCase.objects.count() == 3
    assert children_of_before < set(StipendCase.objects.values_list("pk", flat=True))


def test_the_same_request_twice_draws_up_once(cast):
    children(2)
    run = a_round(cast)
    for _again in range(2):
        a_list(cast, run, key="k1")
    assert TownList.objects.count() == 1
    assert Event.objects.filter(action="townlist.draw_up").count() == 1


def test_the_checklist_of_a_list_is_complete_and_names_what_the_roster_lacks(cast):
    children(1)
    a_list(cast)
    found = dict(EvidenceItem.objects.values_list("rule__code", "state"))
    assert "missing" not in found.values()
    assert (found["one_card"], found["enrolment"], found["application"]) == ("waived", "obtained", "received")


def test_the_rule_of_2013_takes_only_children_whose_certificate_was_shown(cast):
    first, _second = children(2)
    run = a_round(cast, version=ProgramVersion.objects.get(program__code="STP", name="2013"))
    a_list(cast, run, certificates={first.person_id: Shown("示例00001号", dt.date(2026, 1, 1))})
    case = StipendCase.objects.get()
    assert case.person_id == first.person_id
    assert [each.number for each in case.certificates.all()] == ["示例00001号"]


def test_town_and_county_certify_the_whole_list(cast):
    children(3)
    listed = certified(cast)
    assert (listed.status, states()) == ("certified_county", ["certified_county"] * 3)
    assert Document.objects.filter(kind="STP-03B", dossier=listed.dossier_id).count() == 2
    assert set(StipendCase.objects.values_list("opinion_town", "opinion_county")) == {("属实", "同意")}


def test_the_list_owes_its_next_step_in_time(cast):
    children(1)
    listed = a_list(cast)
    owed = DueDate.objects.open().filter(dossier=listed.dossier_id)
    assert list(owed.values_list("name", "role")) == [("certify_town", "town_child_supervisor")]
    perform(listed, "certify_town", by=cast["su"])
    assert list(owed.values_list("name", "role")) == [("certify_county", "county_reviewer")]


def test_the_supervisor_of_another_town_may_not_certify(cast):
    children(1)
    with pytest.raises(Exception) as refused:
        perform(a_list(cast), "certify_town", by=cast["nan"])
    assert refused.type.__name__ in ("NotVisible", "NotAllowed")


def test_who_draws_up_the_lists_does_not_certify_them(cast):
    children(1)
    listed = a_list(cast)
    with pytest.raises(NotAllowed):
        perform(listed, "certify_town", by=cast["kang"])


def test_a_child_that_is_no_longer_entitled_stops_the_review_of_the_list(cast):
    first, *_others = children(2)
    listed = a_list(cast)
    Enrolment.objects.filter(child=first.person).update(grade="高一")
    with pytest.raises(NotPossible, match="1 children of the list are not entitled"):
        perform(listed, "certify_town", by=cast["su"])
    assert states() == ["accepted"] * 2


def test_the_county_sends_a_list_back_with_its_children(cast):
    children(2)
    listed = a_list(cast)
    perform(listed, "certify_town", by=cast["su"])
    perform(listed, "send_back", by=cast["rui"], reason="两名儿童学校有误")
    listed.refresh_from_db()
    assert (listed.status, states()) == ("open", ["accepted"] * 2)


def test_nothing_is_posted_while_a_list_is_not_certified(cast):
    children(3)
    run = a_list(cast).round
    with pytest.raises(NotPossible, match="Not all lists are certified"):
        perform(run, "publish", by=cast["kang"], first_day=dt.date.today(), **NOTICE)


def test_the_notice_counts_children_and_the_sum_of_the_term_by_village(cast):
    children(3)
    run = posted(cast)
    notice = PublicNotice.objects.get(dossier=run.dossier_id)
    assert [(row["count"], row["fen"]) for row in notice.rows] == [(3, 3 * 5 * 5000)]
    assert "毋" not in str(notice.rows)
    assert states() == ["in_publicity"] * 3


def test_fewer_than_three_children_are_not_posted(cast):
    children(2)
    with pytest.raises(NotPossible, match="Fewer than three"):
        posted(cast)


def test_the_confirmed_roll_grants_every_child_from_the_first_month_on(cast):
    children(3)
    run = confirmed(cast)
    assert (run.status, states()) == ("confirmed", ["on_roll"] * 3)
    assert set(Award.objects.values_list("kind", "status", "first_month", "last_month")) == {
        ("monthly", "granted", FIRST, None)
    }
    assert set(StipendCase.objects.values_list("enrolled_from", flat=True)) == {FIRST}


def test_finance_is_told_every_month_of_the_children_on_the_roll(cast):
    children(3)
    confirmed(cast)
    county = Division.objects.get(code=MENGZHOU)
    found = list(entitled(Program.objects.get(code="STP"), county, FIRST, LAST))
    assert len(found) == 3
    assert {(span.first, span.last, span.outcome) for each in found for span in each.spans} == {
        (FIRST, LAST, "counted")
    }
    assert {each.town for each in found} == {Division.objects.get(**TOWN).pk}


def test_the_roll_waits_for_the_end_of_the_notice(cast):
    children(3)
    run = posted(cast)
    with pytest.raises(NotPossible, match="still hangs"):
        perform(run, "confirm", by=cast["cao"])


def test_a_cancelled_round_frees_its_applications_for_the_next(cast):
    children(3)
    run = a_list(cast).round
    perform(run, "cancel", by=cast["kang"], reason="改为下学期合并办理")
    a_list(cast, a_round(cast, name="2026年秋季学期（二）"))
    assert set(StipendCase.objects.values_list("round__name", flat=True)) == {"2026年秋季学期（二）"}
    assert Case.objects.filter(kind="STP").count() == 3


def test_two_rounds_of_one_name_are_refused(cast):
    run = a_round(cast)
    with pytest.raises(NotPossible, match="round of this name"):
        open_round(
            run.program_version, run.division, name=run.name, first_month=FIRST, last_month=LAST, by=cast["kang"]
        )


def test_statements_do_not_grow_with_the_list(cast, django_assert_max_num_queries):
    children(4)
    run = a_round(cast)
    with django_assert_max_num_queries(110):
        a_list(cast, run)
