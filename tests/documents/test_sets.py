"""The door for sets: all rows or none, once, by who may, and each row's page becomes stale."""

from typing import Any

import pytest
from django.db import transaction

from cases.children.actions import begin_case
from cases.children.importing import runs
from cases.children.models import LeftBehindCase
from cases.registry.models import RosterImport
from documents.models import BatchEntry, Dossier, Event
from documents.refusals import NotAllowed, NotVisible
from documents.sets import perform_many
from organisation.models import Division, User
from tests.cases.stages import child_entry
from tests.cast import MENGZHOU

Cast = dict[str, User]


@pytest.fixture
def new(cast: Cast) -> list[LeftBehindCase]:
    """Two children of one village who wait to be taken in."""
    return [begin_case(child_entry(id_number=number)) for number in ("419983201405060024", "419983201702040011")]


@pytest.fixture
def run(cast: Cast) -> RosterImport:
    """The import that they came with."""
    content = "姓名,身份证号码,行政村\n张三,419983201405060024,化工村\n".encode()
    return runs.upload(content, "花名册.csv", county=Division.objects.get(code=MENGZHOU), by=cast["kang"])


def take_in(run: RosterImport, by: User, **changes: Any) -> Event:
    return perform_many(LeftBehindCase.objects.all(), "take_in", by=by, within=run, **changes)


def test_a_set_moves_with_one_event_and_every_page_is_stale(
    new: list[LeftBehindCase], run: RosterImport, cast: Cast
) -> None:
    event = take_in(run, cast["kang"])
    assert set(LeftBehindCase.objects.values_list("status", flat=True)) == {"imported"}
    assert event.details["count"] == BatchEntry.objects.filter(event=event).count() == 2
    assert set(Dossier.objects.filter(kind="case").values_list("version", flat=True)) == {1}


def test_the_same_key_twice_is_one_act(new: list[LeftBehindCase], run: RosterImport, cast: Cast) -> None:
    first = take_in(run, cast["kang"], key="once")
    assert take_in(run, cast["kang"], key="once") == first
    assert Event.objects.filter(action="case.take_in").count() == 1


def test_rows_that_stand_elsewhere_stay_where_they_are(
    new: list[LeftBehindCase], run: RosterImport, cast: Cast
) -> None:
    LeftBehindCase.objects.filter(pk=new[0].pk).update(status="closed")
    assert take_in(run, cast["kang"]).details["count"] == 1
    assert LeftBehindCase.objects.get(pk=new[0].pk).status == "closed"


@pytest.mark.parametrize(("username", "refusal"), [("rui", NotAllowed), ("nan", NotVisible), ("wan", NotVisible)])
def test_who_may_not_moves_nothing(
    new: list[LeftBehindCase], run: RosterImport, cast: Cast, username: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        take_in(run, cast[username])
    assert set(LeftBehindCase.objects.values_list("status", flat=True)) == {"new"}


def test_a_failure_after_the_move_undoes_it(new: list[LeftBehindCase], run: RosterImport, cast: Cast) -> None:
    with pytest.raises(KeyError), transaction.atomic():
        take_in(run, cast["kang"], papers=[("NO-SUCH-PAPER", {})])
    assert set(LeftBehindCase.objects.values_list("status", flat=True)) == {"new"}
