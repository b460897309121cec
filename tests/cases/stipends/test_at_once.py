"""Two people draw up the same list, or enter the same child, at once."""

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.stipends.applying import apply_for
from cases.stipends.models import CertificationRound, StipendCase, TownList
from cases.stipends.rounds import draw_up_list, list_of
from documents.refusals import Refused
from documents.transitions import perform
from organisation.models import Division, User
from tests.cases.stipends.stages import a_list, a_round, children
from tests.cast import HUAGONG, hire_everyone
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def tried(act):
    """What became of it, in a word."""
    try:
        return act()
    except Refused as refused:
        return refused.kind


def town():
    return Division.objects.get(code=HUAGONG)


def test_a_list_drawn_up_by_three_at_once_has_every_child_once():
    cast = hire_everyone()
    children(4)
    run = a_round(cast)

    def draw(_place):
        return draw_up_list(CertificationRound.objects.get(pk=run.pk), town(), by=User.objects.get(username="kang")).pk

    outcomes = race(3, draw)
    assert len(set(outcomes)) == 1, outcomes
    assert TownList.objects.count() == 1
    assert sorted(StipendCase.objects.values_list("status", flat=True)) == ["accepted"] * 4
    assert StipendCase.objects.values("person").distinct().count() == 4


def test_a_child_applied_for_while_its_list_is_drawn_up_has_one_stipend():
    cast = hire_everyone()
    (child,) = children(1)
    run = a_round(cast)

    def act(place):
        if place:
            listed = draw_up_list(
                CertificationRound.objects.get(pk=run.pk), town(), by=User.objects.get(username="kang")
            )
            return listed.status
        case = LeftBehindCase.objects.get(pk=child.pk)
        by = User.objects.get(username="wei")
        return apply_for(case, by=by, applicant="毋秋菊", relation="祖母", applied_on=timezone.localdate()).status

    outcomes = race(2, lambda place: tried(lambda: act(place)))
    assert set(outcomes) <= {"open", "submitted", "not_possible"}, outcomes
    assert StipendCase.objects.count() == 1


def test_a_list_certified_while_it_is_drawn_up_again_leaves_nobody_between():
    cast = hire_everyone()
    children(2)
    listed = a_list(cast)

    def act(place):
        row = TownList.objects.get(pk=listed.pk)
        if place:
            return perform(row, "certify_town", by=User.objects.get(username="su")).action
        return draw_up_list(row.round, row.division, by=User.objects.get(username="kang")).status

    outcomes = race(2, lambda place: tried(lambda: act(place)))
    assert not [each for each in outcomes if "Error" in str(each)], outcomes
    listed.refresh_from_db()
    expected = "certified_town" if listed.status == "certified_town" else "accepted"
    assert set(StipendCase.objects.values_list("status", flat=True)) == {expected}


def test_two_who_ask_for_the_list_of_a_town_get_the_same():
    run = a_round(hire_everyone())
    outcomes = race(3, lambda place: list_of(CertificationRound.objects.get(pk=run.pk), town()).pk)
    assert len(set(outcomes)) == 1 and TownList.objects.count() == 1, outcomes
