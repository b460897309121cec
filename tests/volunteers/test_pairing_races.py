"""Two people at once: nobody gets too many children, no child two proxy parents, nobody suspended sees a child."""

import pytest

from cases.incidents.models import Part
from cases.incidents.naming import Named
from cases.models import Case
from documents.models import Access, Dossier
from documents.refusals import Refused
from documents.transitions import perform
from organisation.models import User
from tests.cases.incidents.stages import report
from tests.cast import hire_everyone
from tests.races import race
from tests.volunteers.pairing_stages import GOALS, able, paired_as, served, sign
from volunteers import pairing_actions
from volunteers.models import Pairing, Volunteer

pytestmark = pytest.mark.django_db(transaction=True)


def proposes(case_id: int, volunteer_id: int, by: str) -> str:
    """What came of the proposal, in one word."""
    case = Case.objects.select_related("dossier").get(pk=case_id)
    volunteer = Volunteer.objects.get(pk=volunteer_id)
    try:
        pairing_actions.propose([case], volunteer, by=User.objects.get(username=by), goals=GOALS)
    except Refused as refused:
        return refused.kind
    return "done"


def test_the_last_free_place_is_given_once() -> None:
    cast = hire_everyone()
    one = served(cast)
    other = served(cast, name="毋小兰", id_number="419983201203040028", birth_date=None, carer=None)
    pan = able(cast["pan"], max_children=1)
    cases = (one.pk, other.pk)
    outcomes = race(2, lambda place: proposes(cases[place], pan.pk, ("zhi", "su")[place]))
    assert sorted(outcomes) == ["done", "not_possible"], outcomes
    assert Pairing.objects.live().count() == 1


def test_two_proposals_for_one_child_make_one() -> None:
    cast = hire_everyone()
    case = served(cast)
    people = (able(cast["pan"]).pk, able(User.objects.create(username="lin", name="林代理", password="!")).pk)
    outcomes = race(2, lambda place: proposes(case.pk, people[place], ("zhi", "su")[place]))
    assert sorted(outcomes) == ["done", "not_possible"], outcomes
    assert Pairing.objects.count() == 1


def activates(pairing_id: int) -> str:
    try:
        sign(Pairing.objects.get(pk=pairing_id), User.objects.get(username="zhi"))
    except Refused as refused:
        return refused.kind
    return "done"


def suspends(volunteer_id: int) -> str:
    volunteer = Volunteer.objects.get(pk=volunteer_id)
    perform(volunteer, "suspend", by=User.objects.get(username="kang"), reason="核查中")
    return "done"


def test_a_suspension_while_a_pairing_is_activated_leaves_no_open_page() -> None:
    cast = hire_everyone()
    pan = able(cast["pan"])
    pairing = paired_as("approved", served(cast), pan, cast)
    outcomes = race(2, lambda place: activates(pairing.pk) if place else suspends(pan.pk))
    pairing.refresh_from_db()
    assert outcomes[0] == "done" and outcomes[1] in ("done", "not_possible"), outcomes
    assert pairing.status == ("suspended" if outcomes[1] == "done" else "approved")
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()
    assert not Access.objects.filter(capacity="paired", revoked_at=None).exists()


def reports(case_id: int) -> str:
    case = Case.objects.select_related("dossier").get(pk=case_id)
    report(User.objects.get(username="wei"), case, named=[Named(Part.PROXY, user=User.objects.get(username="pan"))])
    return "done"


def test_a_report_of_danger_while_a_pairing_is_activated_keeps_the_named_person_away() -> None:
    cast = hire_everyone()
    pan = able(cast["pan"])
    pairing = paired_as("approved", served(cast), pan, cast)
    outcomes = race(2, lambda place: activates(pairing.pk) if place else reports(pairing.case_id))
    pan.refresh_from_db()
    assert outcomes[0] == "done" and outcomes[1] in ("done", "not_possible", "stale"), outcomes
    assert pan.status == "suspended" and not Dossier.objects.reduced_for(cast["pan"]).exists()
