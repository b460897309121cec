"""A notice for children shows no count under three, and none can be found by subtraction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.village_counts import Line, by_village, total


def line(town, village, count):
    return Line(town, village, count, count * 5000)


def shown(*lines):
    return [(row["town"], row["village"], row["count"]) for row in by_village(lines)]


def test_villages_of_three_and_more_are_shown_as_they_are():
    assert shown(line("甲", "一", 3), line("甲", "二", 4)) == [("甲", "一", 3), ("甲", "二", 4)]


def test_a_village_of_two_takes_the_smallest_other_one_with_it():
    assert shown(line("甲", "一", 2), line("甲", "二", 5), line("甲", "三", 3)) == [
        ("甲", "二", 5),
        ("甲", "其他村", 5),
    ]


def test_small_villages_that_are_three_together_take_no_other_one():
    assert shown(line("甲", "一", 1), line("甲", "二", 2), line("甲", "三", 9)) == [
        ("甲", "三", 9),
        ("甲", "其他村", 3),
    ]


def test_a_town_of_two_children_joins_the_smallest_line_of_another_town():
    found = shown(line("甲", "一", 2), line("乙", "二", 4), line("乙", "三", 7))
    assert found == [("乙", "三", 7), ("", "其他乡镇（街道）", 6)]


def test_two_small_towns_are_counted_together():
    found = shown(line("甲", "一", 2), line("乙", "二", 2), line("丙", "三", 7))
    assert found == [("丙", "三", 7), ("", "其他乡镇（街道）", 4)]


@pytest.mark.parametrize("counts", [(), (1,), (1, 1), (0, 2)])
def test_fewer_than_three_children_altogether_are_not_shown(counts):
    assert shown(*(line("甲", str(n), count) for n, count in enumerate(counts))) == []


LINES = st.lists(st.tuples(st.sampled_from("甲乙丙丁"), st.integers(0, 6)), max_size=25).map(
    lambda pairs: [line(town, str(n), count) for n, (town, count) in enumerate(sorted(pairs))]
)


@given(LINES)
def test_every_number_stands_for_three_children_and_the_lines_add_up(lines):
    rows = by_village(lines)
    count = sum(each.count for each in lines)
    assert all(row["count"] >= 3 for row in rows)
    assert total(rows) == ({"count": count, "fen": count * 5000} if count >= 3 else {"count": 0, "fen": 0})
