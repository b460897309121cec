"""What an import does with people it meets again: siblings, carers, moved and finished cases, and other imports."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection

from cases.children.importing import chunks, runs
from cases.children.models import LeftBehindCase
from cases.models import Case
from cases.registry.id_numbers import check_character
from cases.registry.models import Household, HouseholdMember, Person, RosterImport
from cases.timeline import timeline
from documents.models import Dossier, Event
from organisation.models import Division, User
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU, hire_everyone

HEADER = (
    "姓名,身份证号码,乡镇,行政村,学校,年级,是否寄宿,父亲姓名,父亲务工地,母亲姓名,母亲务工地,"
    "照护人,与儿童关系,照护人身份证号,照护人电话,一卡通账号,户名"
)
CARER = "419983195603080220"
FIELDS = {
    "name": "毋小满",
    "id": "",
    "town": "化工镇",
    "village": "",
    "school": "示例第一小学",
    "grade": "六年级",
    "boards": "是",
    "father": "毋建军",
    "father_place": "广东省",
    "mother": "程秀兰",
    "mother_place": "广东省",
    "carer": "毋秋菊",
    "relation": "祖母",
    "carer_id": CARER,
    "carer_phone": "12039100015",
    "account": "9900004108830096524",
    "holder": "毋秋菊",
}


def number(serial: int, born: str = "20140506") -> str:
    first = f"419983{born}{serial:03d}"
    return first + check_character(first)


def line(serial: int = 2, **changes: str) -> str:
    """One child of HENGSHAN with a grandmother, as a line of a .csv file."""
    village = Division.objects.get(code=HENGSHAN).short_name
    values = FIELDS | {"id": number(serial), "village": village}
    return ",".join((values | changes).values())


def roster(*lines: str) -> bytes:
    return "\n".join([HEADER, *lines, ""]).encode()


def imported(by: User, *lines: str, place: str = MENGZHOU) -> RosterImport:
    run = prepared(by, *lines, place=place)
    runs.go_on(run.pk)
    run.refresh_from_db()
    assert run.status == "done"
    return run


def prepared(by: User, *lines: str, place: str = MENGZHOU) -> RosterImport:
    run = runs.upload(roster(*lines), "花名册.csv", county=Division.objects.get(code=place), by=by)
    runs.check(run)
    runs.start(run, by=by)
    return run


def effects(run: RosterImport) -> list[str]:
    return list(run.rows.values_list("effect", flat=True))


# One family


def test_siblings_share_household_carer_and_parents(cast: dict[str, User]) -> None:
    imported(cast["kang"], line(2), line(4, name="毋小寒"))
    assert (Household.objects.count(), Person.objects.count(), Case.objects.count()) == (1, 5, 2)


def test_a_sibling_in_a_later_roster_joins_the_household(cast: dict[str, User]) -> None:
    imported(cast["kang"], line(2))
    imported(cast["kang"], line(4, name="毋小寒"))
    assert (Household.objects.count(), Person.objects.count()) == (1, 5)


def test_a_carer_known_under_another_name_is_linked_and_keeps_it(cast: dict[str, User]) -> None:
    imported(cast["kang"], line(2), line(4, name="毋小寒", carer="毋秋桔"))
    carer = Person.objects.with_id_number(CARER).get()
    assert (carer.name, carer.cares_for.count()) == ("毋秋菊", 2)


def test_a_child_who_cares_for_another_is_one_person(cast: dict[str, User]) -> None:
    run = imported(
        cast["kang"], line(2, carer_id=number(4, "20110506")), line(4, id=number(4, "20110506"), name="毋大满")
    )
    assert effects(run) == ["created", "created"]
    assert Person.objects.with_id_number(number(4, "20110506")).get().cares_for.count() == 1


def test_whoever_is_known_as_a_carer_gets_a_case_of_their_own(cast: dict[str, User]) -> None:
    sister = number(4, "20110506")
    imported(cast["kang"], line(2, carer="毋大满", relation="姐姐", carer_id=sister))
    run = imported(cast["kang"], line(4, id=sister, name="毋大满"))
    person = Person.objects.with_id_number(sister).get()
    assert effects(run) == ["created"]
    assert (person.sex, person.whereabouts.count(), person.case_set.get().status) == ("F", 2, "imported")


# What an update changes


def test_empty_cells_erase_nothing(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    told = ("name", "id", "town", "village", "mother", "mother_place")
    empty = dict.fromkeys((field for field in FIELDS if field not in told), "")
    run = imported(cast["kang"], line(**empty))
    child = Person.objects.with_id_number(number(2)).get()
    school = child.enrolments.get(valid_to=None)
    assert effects(run) == ["unchanged"]
    assert (school.grade, school.boards, child.accounts.get(valid_to=None).holder) == ("六年级", True, "毋秋菊")


def test_an_update_is_told_in_the_history_of_that_child_alone(cast: dict[str, User]) -> None:
    imported(cast["kang"], line(2), line(4, name="毋小寒"))
    run = imported(cast["kang"], line(2, grade="七年级"), line(4, name="毋小寒"))
    first, second = LeftBehindCase.objects.order_by("id")
    event = Event.objects.get(dossier=run.dossier, action="import.update")
    assert event.details["changed"] == {str(first.code): ["grade"]}
    told = [
        "Updated from a roster" in [line.action for _day, lines in timeline(c.dossier)[1] for line in lines]
        for c in (first, second)
    ]
    assert told == [True, False]


def test_an_update_makes_an_open_page_of_the_child_stale(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    before = LeftBehindCase.objects.get().dossier.version
    imported(cast["kang"], line(grade="七年级"))
    assert Dossier.objects.get(case__isnull=False).version == before + 1


def test_a_corrected_village_moves_the_case(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    other = Division.objects.filter(code__startswith=HUAGONG[:9], level="village", kind="villagers_committee")[5]
    imported(cast["kang"], line(village=other.short_name))
    case = LeftBehindCase.objects.get()
    assert (case.division, case.household.division, case.dossier.division_code) == (other, other, other.code)


def test_a_child_of_two_who_moves_leaves_the_household(cast: dict[str, User]) -> None:
    imported(cast["kang"], line(2), line(4, name="毋小寒"))
    other = Division.objects.filter(code__startswith=HUAGONG[:9], level="village", kind="villagers_committee")[5]
    imported(cast["kang"], line(2, village=other.short_name))
    first, second = LeftBehindCase.objects.order_by("id")
    assert first.household != second.household
    assert HouseholdMember.objects.filter(household=first.household).count() == 4


def test_a_changed_carer_ends_one_guardianship_and_begins_another(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    imported(cast["kang"], line(carer="程秋月", relation="外祖母", carer_id="", carer_phone=""))
    child = Person.objects.with_id_number(number(2)).get()
    assert [g.valid_to is None for g in child.guardianships.order_by("id")] == [False, True]


# What is left alone


@pytest.mark.parametrize("status", ["registered", "closed"])
def test_a_case_that_has_moved_on_is_kept(cast: dict[str, User], status: str) -> None:
    imported(cast["kang"], line())
    LeftBehindCase.objects.update(status=status)
    runs_after = [imported(cast["kang"], line(grade="七年级")) for _time in range(2)]
    assert [effects(run) for run in runs_after] == [["kept"], ["kept"]]


def test_a_row_that_is_no_longer_eligible_leaves_its_case_and_says_so(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    run = imported(cast["kang"], line(mother_place="在家"))
    row = run.rows.get()
    assert (row.outcome, row.effect) == ("not_eligible:one_parent_home", "kept")
    assert LeftBehindCase.objects.get().status == "imported"


def test_a_town_does_not_take_a_child_from_another_town(cast: dict[str, User]) -> None:
    imported(cast["kang"], line())
    LeftBehindCase.objects.update(division=Division.objects.get(code="410883101201"))
    run = imported(cast["su"], line(grade="七年级"), place=HUAGONG)
    assert effects(run) == ["kept"]


# Two imports at once


def test_a_collision_with_another_import_is_tried_again(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    run, other = prepared(cast["kang"], line()), prepared(cast["kang"], line())
    create = chunks.create_children
    calls: list[int] = []

    def collide(*args: Any) -> Any:
        calls.append(1)
        if len(calls) == 1:
            raise IntegrityError
        return create(*args)

    monkeypatch.setattr(chunks, "create_children", collide)
    runs.go_on(run.pk)
    runs.go_on(other.pk)
    assert (effects(run), effects(other), Case.objects.count()) == (["created"], ["unchanged"], 1)


def test_two_imports_collide_to_the_last_attempt_and_go_on_row_by_row(
    cast: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = prepared(cast["kang"], line(2), line(4, name="毋小寒"))
    create = chunks.create_children

    def collide(run: RosterImport, entries: Any) -> Any:
        if len(entries) > 1:
            raise IntegrityError
        return create(run, entries)

    monkeypatch.setattr(chunks, "create_children", collide)
    runs.go_on(run.pk)
    assert effects(run) == ["created", "created"]


def test_what_is_no_collision_is_not_tried_again(cast: dict[str, User], monkeypatch: pytest.MonkeyPatch) -> None:
    run = prepared(cast["kang"], line())
    monkeypatch.setattr(chunks, "create_children", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        runs.go_on(run.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_the_same_roster_imported_twice_at_once_enters_everyone_once(transactional_db: None) -> None:
    cast = hire_everyone()
    lines = [
        line(serial, name="毋小满", id=number(serial), carer_id="", carer=f"毋秋{n}")
        for n, serial in enumerate(range(100, 400, 2))
    ]
    both = [prepared(cast["kang"], *lines), prepared(cast["kang"], *reversed(lines))]
    barrier = threading.Barrier(2)

    def work(run: RosterImport) -> None:
        barrier.wait()
        try:
            runs.go_on(run.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[run]) for run in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Case.objects.count() == len(lines)
    assert {effect for run in both for effect in effects(run)} == {"created", "unchanged"}
