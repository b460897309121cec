"""Two people press the same button; four processes take numbers; nothing doubles and nothing is lost."""

import pytest

from cases.children.models import LeftBehindCase
from documents.models import Document, Dossier, Event
from documents.refusals import Refused
from documents.sealing import seal_events, verify_trail
from documents.trail import record
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import brought_to, child_entry, imported_child, register
from tests.cast import hire_everyone
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)
SAMPLE_IDS = ("419983201405060024", "419983201702040011", "41998320130621004X", "419983201201010033")


def decided(case_id: int, opinion: str) -> str:
    case = LeftBehindCase.objects.get(pk=case_id)
    try:
        perform(case, "open", by=User.objects.get(username="an"), expected=case.dossier.version, opinion=opinion)
    except Refused as refused:
        return refused.kind
    return "done"


def test_the_second_of_two_simultaneous_decisions_changes_nothing() -> None:
    cast = hire_everyone()
    case = brought_to(imported_child(), "assessed", cast)
    outcomes = race(2, lambda place: decided(case.pk, f"同意{place}"))
    assert sorted(outcomes)[0] == "done" and sorted(outcomes)[1] in ("stale", "not_possible"), outcomes
    assert Document.objects.filter(kind="LBC-06").count() == 1


def test_four_processes_take_numbers_without_a_gap() -> None:
    cast = hire_everyone()
    ids = [
        imported_child(id_number=number, carer=None, birth_date=child_entry().birth_date).pk for number in SAMPLE_IDS
    ]
    wei = cast["wei"].pk
    race(4, lambda place: register(LeftBehindCase.objects.get(pk=ids[place]), User.objects.get(pk=wei)) and None)
    for kind in ("LBC-01", "LBC-02"):
        serials = Document.objects.filter(kind=kind).order_by("serial").values_list("serial", flat=True)
        assert list(serials) == [1, 2, 3, 4]


def test_a_number_that_is_rolled_back_is_given_again() -> None:
    cast = hire_everyone()
    case = imported_child()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("documents.transitions.close_due_dates", lambda *args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            register(case, cast["wei"])
    register(case, cast["wei"])
    assert set(Document.objects.values_list("serial", flat=True)) == {1}


def test_the_same_key_from_two_processes_is_one_act() -> None:
    cast = hire_everyone()
    case = imported_child()
    wei = cast["wei"].pk
    keys = race(3, lambda place: register(LeftBehindCase.objects.get(pk=case.pk), User.objects.get(pk=wei), key="k").pk)
    assert len(set(keys)) == 1, keys
    assert Event.objects.filter(action="case.register").count() == 1


def read_often(dossier_id: int) -> None:
    for _time in range(10):
        record(Dossier.objects.get(pk=dossier_id), "case.read", by=None)
        seal_events()


def test_events_of_many_writers_and_sealers_stay_in_one_chain() -> None:
    hire_everyone()
    case = imported_child()
    outcomes = race(4, lambda place: read_often(case.dossier_id))
    seal_events()
    assert outcomes == [None] * 4
    assert verify_trail() is None and Event.objects.count() == 40
