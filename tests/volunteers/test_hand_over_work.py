"""Handing over the work of somebody who is away: every row by itself, with a result, and nothing forgotten."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.flows import active_task, claim
from cases.models import Visit
from documents.models import Event
from documents.reminders.models import Message
from organisation.models import Division, User
from tests.cases.stages import brought_to
from tests.cast import HENGSHAN
from tests.volunteers.running import paired, proxy
from volunteers.actions import ask_proxy
from volunteers.handing_over import hand_over, pieces_of
from volunteers.models import FollowUpFlag


@pytest.fixture
def ning(cast):
    """A second child officer of the same village."""
    user = User.objects.create(username="ning", name="宁村官", must_change_password=False, password="!")
    division = Division.objects.get(code=HENGSHAN)
    user.post_set.create(role="village_child_officer", division=division, valid_from="2020-01-01")
    return user


def planned(case, visitor):
    return Visit.objects.create(
        dossier=case.dossier, case_id=case.pk, visitor=visitor, status="planned", planned_on=timezone.localdate()
    )


def moved(worker, to, by, key="k"):
    results = hand_over(pieces_of(worker, by), worker=worker, to=to, by=by, key=key)
    return [result.done for result in results]


def test_a_planned_visit_goes_to_a_colleague_of_the_village(child, cast, ning):
    visit = planned(child, cast["wei"])
    assert moved(cast["wei"], ning, cast["su"]) == [True]
    visit.refresh_from_db()
    assert visit.visitor == ning
    event = Event.objects.get(action="visit.hand_over")
    assert (event.details["from_name"], event.details["to_name"]) == ("卫村官", "宁村官")


def test_every_row_is_attempted_and_none_holds_up_the_others(child, cast, ning):
    visits = [planned(child, cast["wei"]) for _each in range(25)]
    pieces = pieces_of(cast["wei"], cast["su"])
    Visit.objects.filter(pk=visits[9].pk).update(status="done")
    results = hand_over(pieces, worker=cast["wei"], to=ning, by=cast["su"], key="k")
    assert [result.done for result in results].count(True) == 24
    (failed,) = [result for result in results if not result.done]
    assert failed.row.pk == visits[9].pk and "done or handed over already" in failed.sentences[0]


def test_nobody_gets_work_of_a_place_where_they_do_not_work(child, cast):
    planned(child, cast["wei"])
    (result,) = hand_over(
        pieces_of(cast["wei"], cast["su"]), worker=cast["wei"], to=cast["wen"], by=cast["su"], key="k"
    )
    assert "does not do this work in this place" in result.sentences[0]


def test_the_same_key_moves_nothing_twice(child, cast, ning):
    planned(child, cast["wei"])
    pieces = pieces_of(cast["wei"], cast["su"])
    for _time in range(2):
        hand_over(pieces, worker=cast["wei"], to=ning, by=cast["su"], key="k")
    assert Event.objects.filter(action="visit.hand_over").count() == 1
    assert Message.objects.filter(key="work.handed_over", user=ning).count() == 1


def test_a_claimed_step_goes_to_somebody_who_may_do_it(child, cast):
    case = brought_to(child, "registered", cast)
    other = User.objects.create(username="sun", name="孙督导", must_change_password=False, password="!")
    other.post_set.create(
        role="town_child_supervisor", division=Division.objects.get(code="410883100000"), valid_from="2020-01-01"
    )
    claim(active_task(case).pk, cast["su"])
    assert moved(cast["su"], other, cast["kang"]) == [True]
    assert active_task(case).owner == other


def test_a_claimed_step_goes_to_nobody_who_may_not_do_it(child, cast):
    case = brought_to(child, "registered", cast)
    claim(active_task(case).pk, cast["su"])
    assert moved(cast["su"], cast["wei"], cast["kang"]) == [False]
    assert active_task(case).owner == cast["su"]


def test_a_question_waits_for_somebody_else_and_keeps_who_asked(child, cast):
    ask_proxy(paired(child, proxy(cast["pan"])), by=cast["su"], question="还好吗")
    assert moved(cast["su"], cast["zhi"], cast["kang"]) == [True]
    flag = FollowUpFlag.objects.get()
    assert (flag.kept_by, flag.raised_by) == (cast["zhi"], cast["su"])


@pytest.mark.parametrize("user", ["nan", "wu"])
def test_another_towns_supervisor_sees_and_moves_none_of_it(child, cast, user):
    planned(child, cast["wei"])
    assert pieces_of(cast["wei"], cast[user]) == []


def test_the_page_shows_the_rows_and_the_result_of_each(client, child, cast, ning):
    visit = planned(child, cast["wei"])
    client.force_login(cast["su"])
    page = client.get(reverse("hand-over"), {"worker": cast["wei"].pk})
    assert "毋小满" in page.content.decode()
    sent = {"worker": cast["wei"].pk, "to": ning.pk, "pick": f"visit-{visit.pk}", "key": str(page.context["key"])}
    assert "1 of 1 rows are done" in client.post(reverse("hand-over"), sent).content.decode()


@pytest.mark.parametrize("sent", [{}, {"to": "x"}, {"pick": "visit-1"}, {"to": "999999", "pick": "nonsense"}])
def test_a_form_without_rows_or_receiver_moves_nothing(client, child, cast, sent):
    planned(child, cast["wei"])
    client.force_login(cast["su"])
    answer = client.post(reverse("hand-over"), {"worker": cast["wei"].pk} | sent)
    assert answer.status_code == 422
    assert not Event.objects.filter(action="visit.hand_over").exists()


def test_a_worker_of_another_county_is_not_found(client, child, cast):
    client.force_login(cast["su"])
    assert client.get(reverse("hand-over"), {"worker": cast["wu"].pk}).status_code == 404


def test_whoever_has_left_still_has_rows_to_hand_over(client, child, cast, ning):
    planned(child, cast["wei"])
    cast["wei"].post_set.update(valid_to="2021-01-01")
    client.force_login(cast["su"])
    assert client.get(reverse("hand-over"), {"worker": cast["wei"].pk}).context["pieces"]
