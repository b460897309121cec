"""Which towns border on each other is a setting: entered once, taken out of use, never deleted."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from documents.models import Event
from organisation.models import Division, User
from tests.cast import HENGSHAN, HUAGONG, NANZHUANG
from tests.test_who_may_see import client_of
from volunteers.models import NeighbourTown
from volunteers.queries import neighbours_of


def town(code: str) -> Division:
    return Division.objects.get(code=code)


def test_two_towns_are_neighbours_both_ways(db: None) -> None:
    NeighbourTown.objects.create(town=town(NANZHUANG), neighbour=town(HUAGONG))
    assert neighbours_of(HENGSHAN) == {NANZHUANG[:9]} and neighbours_of(NANZHUANG) == {HUAGONG[:9]}


def test_a_pair_out_of_use_counts_no_more(db: None) -> None:
    NeighbourTown.objects.create(town=town(NANZHUANG), neighbour=town(HUAGONG), in_use=False)
    assert not neighbours_of(HENGSHAN)


@pytest.mark.parametrize("codes", [(HENGSHAN, NANZHUANG), (HUAGONG, NANZHUANG)])
def test_only_two_towns_that_are_not_there_yet_are_entered(codes: tuple[str, str], db: None) -> None:
    NeighbourTown.objects.create(town=town(NANZHUANG), neighbour=town(HUAGONG))
    with pytest.raises(ValidationError):
        NeighbourTown(town=town(codes[0]), neighbour=town(codes[1])).full_clean()


def test_the_administrator_enters_them_and_it_is_an_event(cast: dict[str, User]) -> None:
    typed = {"town": town(HUAGONG).pk, "neighbour": town(NANZHUANG).pk, "in_use": "on"}
    answer = client_of(cast["guan"]).post(reverse("admin:volunteers_neighbourtown_add"), typed)
    assert answer.status_code == 302 and neighbours_of(HUAGONG) == {NANZHUANG[:9]}
    assert Event.objects.filter(by=cast["guan"]).exists()
