"""Who waits for a proxy parent, who would suit, and why somebody is left out."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.registry.models import HouseholdMember
from documents.models import Access, Event
from documents.refusals import NotPossible
from organisation.models import Division, User
from tests.cast import NANZHUANG, NEXT_VILLAGE
from tests.test_who_may_see import client_of
from tests.volunteers.pairing_stages import GOALS, able, proposed, served
from volunteers import matching, pairing_actions
from volunteers.models import NeighbourTown, Pairing, Volunteer
from volunteers.rules import ChildFacts, PairFacts

Cast = dict[str, User]
CHILD = ChildFacts(sex="F", age=10, village="410883100204", languages=frozenset({"怀庆话"}))
PAIR = PairFacts(
    proxy_sex="F", proxy_age=40, village="410883100204", live_pairings=0, most_children=2, second_adult=False
)


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def pan(cast: Cast) -> Volunteer:
    return able(cast["pan"])


@pytest.fixture
def zhi(cast: Cast) -> Client:
    return client_of(cast["zhi"])


def brother_of(case: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """毋小年 of the same household, with a case of his own."""
    brother = served(cast, name="毋小年", id_number="419983201702040011", sex="M", carer=None)
    HouseholdMember.objects.filter(household=brother.household).delete()
    type(brother).objects.filter(pk=brother.pk).update(household=case.household)
    return brother


def codes(pair: PairFacts) -> list[str]:
    return [code for code, _points in matching.score(CHILD, pair)]


def test_the_nearer_the_more_points() -> None:
    near = {village: codes(pair_at(village))[0] for village in ("410883100204", "410883100205")}
    assert near == {"410883100204": "same_village", "410883100205": "same_town"}


def pair_at(village: str, **changes: object) -> PairFacts:
    return PairFacts(**{**PAIR.__dict__, "village": village, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"languages": frozenset({"怀庆话", "普通话"})}, "language"),
        ({"has_sibling": True}, "sibling"),
        ({"proxy_sex": "F"}, "same_sex"),
        ({"proxy_age": 45}, "age_fits"),
        ({"live_pairings": 0}, "free"),
    ],
)
def test_what_speaks_for_a_pair_gives_points(changes: dict[str, object], reason: str) -> None:
    other = {"languages": frozenset(), "has_sibling": False, "proxy_sex": "M", "proxy_age": 25, "live_pairings": 1}
    assert reason in codes(pair_at(CHILD.village, **(other | changes)))
    assert reason not in codes(pair_at(CHILD.village, **other))


def test_the_coordinator_reads_given_names_and_neither_risk_nor_number(case: LeftBehindCase, zhi: Client) -> None:
    for url in (reverse("matching"), reverse("matching-child", args=[case.code])):
        text = zhi.get(url).content.decode()
        assert "小满" in text and "毋小满" not in text
        assert case.person.id_masked not in text and str(case.number) not in text and "medium" not in text.lower()


def test_the_supervisor_reads_the_whole_name(case: LeftBehindCase, cast: Cast) -> None:
    assert "毋小满" in client_of(cast["su"]).get(reverse("matching")).content.decode()


def test_children_of_another_town_are_not_listed(case: LeftBehindCase, cast: Cast) -> None:
    assert not matching.waiting(cast["nan"]).exists()
    assert client_of(cast["nan"]).get(reverse("matching-child", args=[case.code])).status_code == 404


def test_a_child_with_a_proposal_waits_no_longer(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    proposed(case, pan, cast["zhi"])
    assert not matching.waiting(cast["zhi"]).exists()


def test_a_child_whose_guardian_refused_is_not_listed_until_they_agree(case: LeftBehindCase, cast: Cast) -> None:
    case.person.consents.create(purpose="pairing", given=False, given_by="毋秋菊")
    assert not matching.waiting(cast["zhi"]).exists()
    case.person.consents.create(purpose="pairing", given=True, given_by="毋秋菊")
    assert matching.waiting(cast["zhi"]).exists()


def test_a_child_of_sixteen_is_not_listed(case: LeftBehindCase, cast: Cast) -> None:
    today = timezone.localdate()
    type(case.person).objects.filter(pk=case.person_id).update(birth_date=matching.years_before(today, 16))
    assert not matching.waiting(cast["zhi"]).exists()


def test_who_waits_longer_comes_first_and_risk_makes_waiting_count_more(case: LeftBehindCase, cast: Cast) -> None:
    brother = brother_of(case, cast)
    today = timezone.localdate()
    days = {case.pk: 20, brother.pk: 10}
    for pk, waited in days.items():
        type(case).objects.filter(pk=pk).update(opened_on=today - dt.timedelta(days=waited), risk_level="low")
    assert matching.in_order(matching.waiting(cast["zhi"])) == [case.pk, brother.pk]
    type(case).objects.filter(pk=brother.pk).update(risk_level="high")
    assert matching.in_order(matching.waiting(cast["zhi"])) == [brother.pk, case.pk]


def test_candidates_come_best_first_with_their_reasons(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    next_door = able(User.objects.create(username="lin", name="林代理", password="!"), village=NEXT_VILLAGE)
    may, left_out, far = matching.candidates(case, cast["zhi"])
    assert [each.volunteer.pk for each in may] == [pan.pk, next_door.pk]
    assert (dict(may[0].reasons)["same_village"], left_out, far) == (40, [], 0)


def test_who_is_left_out_is_told_with_the_reason(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    Volunteer.objects.filter(pk=pan.pk).update(trained_until=timezone.localdate() - dt.timedelta(days=1))
    _may, [left_out], _far = matching.candidates(case, cast["zhi"])
    assert left_out.against == ("not_trained",)


@pytest.mark.parametrize("tie", ["household", "recused", "barred", "full"])
def test_relatives_the_recused_and_the_fully_booked_are_left_out(
    tie: str, case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    if tie == "household":
        HouseholdMember.objects.create(household=case.household, person=pan.person, relation="relative")
    elif tie == "recused":
        Access.objects.create(dossier=case.dossier, user=cast["pan"], capacity=Access.Capacity.RECUSED)
    elif tie == "barred":
        Access.objects.create(dossier=case.dossier, user=cast["pan"], capacity=Access.Capacity.BARRED)
    else:
        Volunteer.objects.filter(pk=pan.pk).update(max_children=0)
    _may, [left_out], _far = matching.candidates(case, cast["zhi"])
    found = {"household": "related", "recused": "dispute", "barred": "open_incident", "full": "no_room"}
    assert left_out.against == (found[tie],)
    with pytest.raises(NotPossible):
        proposed(case, pan, cast["zhi"])


def test_another_town_counts_only_when_it_borders(case: LeftBehindCase, cast: Cast) -> None:
    there = Division.objects.filter(code__startswith=NANZHUANG[:9]).exclude(code=NANZHUANG).first()
    assert there is not None
    able(User.objects.create(username="yuan", name="远代理", password="!"), village=there.code)
    assert matching.candidates(case, cast["zhi"])[0::2] == ([], 1)
    NeighbourTown.objects.create(town=there.parent, neighbour=case.division.parent)
    [near], _left_out, far = matching.candidates(case, cast["zhi"])
    assert (dict(near.reasons)["neighbour_town"], far) == (10, 0)


def test_the_other_sex_needs_a_second_adult(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    type(pan.person).objects.filter(pk=pan.person_id).update(sex="M")
    with pytest.raises(NotPossible, match="second adult"):
        proposed(case, pan, cast["zhi"])
    assert proposed(case, pan, cast["zhi"], second_adult="毋秋菊").second_adult == "毋秋菊"


def test_brothers_and_sisters_are_proposed_together(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    brother = brother_of(case, cast)
    data = {"by": cast["zhi"], "goals": GOALS, "second_adult": "毋秋菊", "key": "k"}
    events = pairing_actions.propose([case, brother], pan, **data)  # type: ignore[arg-type]
    again = pairing_actions.propose([case, brother], pan, **data)  # type: ignore[arg-type]
    assert len(events) == 2 and [each.pk for each in events] == [each.pk for each in again]
    assert Pairing.objects.count() == 2


def test_if_one_of_them_cannot_be_paired_none_is(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    brother = brother_of(case, cast)
    Volunteer.objects.filter(pk=pan.pk).update(max_children=1)
    with pytest.raises(NotPossible, match="LBC-410883"):
        pairing_actions.propose([case, brother], pan, by=cast["zhi"], goals=GOALS, second_adult="毋秋菊")
    assert not Pairing.objects.exists()


def test_a_person_who_has_the_sister_is_preferred_for_the_brother(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    brother = brother_of(case, cast)
    proposed(case, pan, cast["zhi"])
    [candidate] = matching.candidates(LeftBehindCase.objects.get(pk=brother.pk), cast["zhi"])[0]
    assert "sibling" in dict(candidate.reasons)


def test_the_page_proposes_and_the_same_form_twice_is_one_proposal(
    case: LeftBehindCase, pan: Volunteer, zhi: Client
) -> None:
    url = reverse("matching-propose", args=[case.code, pan.code])
    key = zhi.get(url).context["form"]["key"].value()
    first = zhi.post(url, {"key": key, "goals": GOALS})
    assert first.status_code == 302 and Event.objects.filter(action="pairing.propose").count() == 1
    assert zhi.post(url, {"key": key, "goals": GOALS})["Location"] == first["Location"]
    assert Pairing.objects.count() == 1


def test_whoever_is_second_keeps_what_was_typed_and_reads_why(
    case: LeftBehindCase, pan: Volunteer, zhi: Client, cast: Cast
) -> None:
    url = reverse("matching-propose", args=[case.code, pan.code])
    key = zhi.get(url).context["form"]["key"].value()
    proposed(case, pan, cast["su"])
    answer = zhi.post(url, {"key": key, "goals": "一起练字"})
    assert answer.status_code == 422
    assert "一起练字" in answer.content.decode() and "has a proxy parent" in answer.content.decode()


def test_a_form_without_goals_comes_back_with_what_was_typed(case: LeftBehindCase, pan: Volunteer, zhi: Client) -> None:
    url = reverse("matching-propose", args=[case.code, pan.code])
    answer = zhi.post(url, {"key": zhi.get(url).context["form"]["key"].value(), "second_adult": "毋秋菊"})
    assert answer.status_code == 422 and "毋秋菊" in answer.content.decode()


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(
    case: LeftBehindCase, pan: Volunteer, cast: Cast, django_assert_max_num_queries: object
) -> None:
    for n in range(3):
        able(User.objects.create(username=f"p{n}", name=f"代理{n}", password="!"), village=NEXT_VILLAGE)
    whole = matching.waiting(cast["zhi"]).select_related("person", "division", "leftbehindcase").get()
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        matching.candidates(whole, cast["zhi"])
