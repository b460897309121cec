"""One visit to a household: a record for each child, all of them or none, and once however often it is sent."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.household_visits import HouseholdVisit
from cases.models import ChildSeen, Visit
from documents.models import Document, DueDate, Event
from documents.refusals import NotPossible, NotVisible
from organisation.models import Division, User
from tests.cases.families import brother_of, told, visited
from tests.cases.stages import register
from tests.cast import NANZHUANG
from tests.races import race

Cast = dict[str, User]


@pytest.fixture
def pair(child: LeftBehindCase, cast: Cast) -> tuple[LeftBehindCase, LeftBehindCase]:
    """A registered sister and her registered brother."""
    register(child, cast["wei"])
    child.refresh_from_db()
    return child, brother_of(child, cast["wei"])


def test_each_child_has_its_own_record_event_and_paper(pair: Any, cast: Cast) -> None:
    events = visited(told(pair[0], mood="concern"), told(pair[1], needs="书桌"), by=cast["wei"])
    assert [event.dossier_id for event in events] == [case.dossier_id for case in pair]
    assert Document.objects.filter(kind="VIS-01", event__in=events).count() == 2
    assert [visit.needs for visit in Visit.objects.order_by("pk")] == ["", "书桌"]


def test_the_same_visit_sent_twice_is_one_visit(pair: Any, cast: Cast) -> None:
    once = uuid.uuid4()
    first = visited(told(pair[0]), told(pair[1]), by=cast["wei"], client_uuid=once)
    again = visited(told(pair[0]), told(pair[1]), by=cast["wei"], client_uuid=once)
    assert first == again
    assert Visit.objects.count() == ChildSeen.objects.count() == 2


def test_it_is_the_same_visit_also_when_a_child_was_moved_away_meanwhile(pair: Any, cast: Cast) -> None:
    once = uuid.uuid4()
    first = visited(told(pair[0]), told(pair[1]), by=cast["wei"], client_uuid=once)
    pair[1].dossier.division_code = NANZHUANG
    pair[1].dossier.save()
    assert visited(told(pair[0]), told(pair[1]), by=cast["wei"], client_uuid=once) == first


def test_one_child_that_is_not_mine_and_nothing_is_recorded(pair: Any, cast: Cast) -> None:
    pair[1].dossier.division_code = NANZHUANG
    pair[1].dossier.save()
    with pytest.raises(NotVisible):
        visited(told(pair[0]), told(pair[1]), by=cast["wei"])
    assert not Visit.objects.exists()


def test_a_visit_to_a_girl_needs_a_woman_and_none_of_the_records_is_kept(pair: Any, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="one of the two visitors is a woman"):
        visited(told(pair[1]), told(pair[0]), by=cast["wei"], woman_present=False)
    assert not Visit.objects.exists() and not ChildSeen.objects.exists()


def test_boys_alone_may_be_visited_by_two_men(pair: Any, cast: Cast) -> None:
    assert visited(told(pair[1]), by=cast["wei"], woman_present=False)


def test_what_is_due_for_every_child_is_closed_in_place(pair: Any, cast: Cast) -> None:
    visited(told(pair[0]), told(pair[1]), by=cast["wei"], result="nobody_home")
    assert DueDate.objects.open().filter(name="visit_again").count() == 2
    visited(told(pair[0]), told(pair[1]), by=cast["wei"])
    assert not DueDate.objects.open().filter(name="visit_again").exists()


def test_a_visit_to_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(NotPossible, match="which child"):
        visited(by=cast["wei"])


def test_an_old_visit_can_still_be_entered_and_is_marked(pair: Any, cast: Cast) -> None:
    visited(told(pair[0]), by=cast["wei"], done_on=timezone.localdate() - dt.timedelta(days=40))
    assert Visit.objects.get().entered_late


def test_it_is_unknown_whether_a_child_was_seen_until_somebody_says_so(pair: Any, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Say whether the child was seen"):
        visited({"case": pair[0]}, by=cast["wei"])


def test_the_last_of_two_colliding_deliveries_gets_the_first_ones_events(transactional_db: None) -> None:
    from tests.cases.stages import imported_child
    from tests.cast import hire_everyone

    cast, case, once = hire_everyone(), imported_child(), uuid.uuid4()
    register(case, cast["wei"])
    outcomes = race(2, lambda place: [event.pk for event in visited(told(case), by=cast["wei"], client_uuid=once)])
    assert outcomes[0] == outcomes[1]
    assert Visit.objects.count() == 1


# The page


def sent(client: Any, user: User, *cases: LeftBehindCase, **changes: Any) -> Any:
    """Fill in the page of the first case for all of them, and send it."""
    client.force_login(user)
    address = reverse("visit-record", args=[cases[0].code])
    household = client.get(address).context["household"]
    data = {
        "client_uuid": household.common["client_uuid"].value(),
        "done_on": timezone.localdate().isoformat(),
        "result": "done",
        "second_visitor": "文邻村",
        "woman_present": "on",
        "carer_present": "yes",
        "dwelling": "砖混平房，用电安全",
    }
    for case in cases:
        data |= {f"child-{case.code}-{name}": "yes" if name == "spoken_alone" else "seen" for name in SAID}
        data[f"child-{case.code}-expected"] = str(case.dossier.version)
    return client.post(address, {name: value for name, value in (data | changes).items() if value is not None})


SAID = ("seen", "spoken_alone")


def of(case: LeftBehindCase, **values: Any) -> dict[str, Any]:
    """Names of a child's fields in the form."""
    return {f"child-{case.code}-{name}": value for name, value in values.items()}


def test_the_page_records_every_child_with_what_is_its_own(client: Any, pair: Any, cast: Cast) -> None:
    her_mood, his_needs = of(pair[0], mood="concern"), of(pair[1], needs="书桌", private_note="只给督导员看")
    assert sent(client, cast["wei"], *pair, **her_mood, **his_needs).status_code == 302
    moods = list(ChildSeen.objects.order_by("case_id").values_list("mood", flat=True))
    assert moods == ["concern", ""]
    assert Visit.objects.get(case_id=pair[1].pk).private_note == "只给督导员看"


def test_a_sibling_who_was_not_covered_has_no_record(client: Any, pair: Any, cast: Cast) -> None:
    sent(client, cast["wei"], *pair, **of(pair[1], seen="not_covered"))
    assert [visit.case_id for visit in Visit.objects.all()] == [pair[0].pk]


def test_nothing_is_chosen_beforehand(client: Any, pair: Any, cast: Cast) -> None:
    client.force_login(cast["wei"])
    page = client.get(reverse("visit-record", args=[pair[0].code])).content.decode()
    assert 'type="radio"' in page and "checked" not in page


def test_what_is_missing_of_one_child_stands_at_that_child(client: Any, pair: Any, cast: Cast) -> None:
    answer = sent(client, cast["wei"], *pair, **of(pair[1], seen=None))
    assert answer.status_code == 422
    forms = answer.context["household"].children
    assert [list(form.errors) for form in forms] == [[], ["seen"]]
    assert "砖混平房" in answer.content.decode()


def test_a_double_submit_makes_one_visit(client: Any, pair: Any, cast: Cast) -> None:
    once = {"client_uuid": str(uuid.uuid4())}
    assert [sent(client, cast["wei"], *pair, **once).status_code for _click in range(2)] == [302, 302]
    assert Visit.objects.count() == 2


def test_a_record_cannot_name_a_child_of_another_household(client: Any, pair: Any, cast: Cast) -> None:
    from tests.cases.stages import imported_child

    other = imported_child(name="毋大年", id_number="419983201702040011")
    answer = sent(client, cast["wei"], *pair, **of(other, seen="seen"))
    assert answer.status_code == 422 and not Visit.objects.exists()
    assert "not of this household" in answer.content.decode()


def test_a_page_that_went_stale_keeps_what_was_typed(client: Any, pair: Any, cast: Cast) -> None:
    answer = sent(client, cast["wei"], *pair, **of(pair[1], expected="0", needs="书桌"))
    assert answer.status_code == 409
    assert "书桌" in answer.content.decode() and not Visit.objects.exists()


def test_the_phone_tells_the_same_visit_as_json(pair: Any, cast: Cast) -> None:
    visit = HouseholdVisit.from_json(payload(pair), cast["wei"])
    assert visit.is_valid(), visit.errors()
    assert [each["seen"] for each in visit.told()["children"]] == [True, False]


def test_errors_for_the_phone_bear_the_names_of_the_fields(pair: Any, cast: Cast) -> None:
    visit = HouseholdVisit.from_json(payload(pair, second_visitor="", result=""), cast["wei"])
    assert not visit.is_valid()
    assert "result" in visit.errors()


@pytest.mark.parametrize("nonsense", [{}, {"case": "x"}, {"children": "no"}, {"children": [3]}, {"case": 7}])
def test_nonsense_from_the_phone_is_no_case(nonsense: dict[str, Any], cast: Cast) -> None:
    with pytest.raises(NotVisible):
        HouseholdVisit.from_json(nonsense, cast["wei"])


def payload(pair: Any, **changes: Any) -> dict[str, Any]:
    """A visit at which one of two children was seen, as the phone's outbox has it."""
    return {
        "client_uuid": str(uuid.uuid4()),
        "done_on": timezone.localdate().isoformat(),
        "result": "done",
        "second_visitor": "文邻村",
        "woman_present": True,
        "carer_present": False,
        "children": [
            {"case": str(pair[0].code), "covered": True, "seen": True, "spoken_alone": True},
            {"case": str(pair[1].code), "seen": "not_seen"},
        ],
    } | changes


def test_siblings_in_another_village_are_not_offered(client: Any, pair: Any, cast: Cast) -> None:
    far = brother_of(
        pair[0],
        name="毋远年",
        id_number="419983201702040011",
        division=Division.objects.get(code=f"{NANZHUANG[:9]}201"),
    )
    client.force_login(cast["wei"])
    household = client.get(reverse("visit-record", args=[pair[0].code])).context["household"]
    assert far.pk not in [form.case.pk for form in household.children]
    assert len(household.children) == 2


def test_events_of_a_visit_are_found_again_only_by_who_made_it(pair: Any, cast: Cast) -> None:
    once = uuid.uuid4()
    visited(told(pair[0]), by=cast["wei"], client_uuid=once)
    from cases.actions import recorded_before

    assert recorded_before(cast["su"], once) == []
    assert Event.objects.get(key=str(once)) in recorded_before(cast["wei"], once)
