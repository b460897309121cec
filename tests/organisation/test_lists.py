"""The filters in force as chips, the pages, the links for sorting."""

import django_filters
import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import RequestContext

from organisation.models import Division
from organisation.templatetags import lists


class Filter(django_filters.FilterSet):
    q = django_filters.CharFilter(label="Name", method="unfiltered")
    level = django_filters.ChoiceFilter(label="Level", choices=Division.LevelChoices)
    since = django_filters.DateFromToRangeFilter(label="Valid", field_name="valid_from")

    class Meta:
        model = Division
        fields = ["q", "level", "since"]

    def unfiltered(self, queryset, name, value):
        return queryset


def chips(query):
    return lists.chips(Filter(QueryDict(query), Division.objects.none()))


def test_each_filter_in_force_is_a_chip_in_words():
    assert [(chip.label, chip.value) for chip in chips("q=mu&level=town&since_after=2026-01-03")] == [
        ("Name", "mu"),
        ("Level", "Town"),
        ("Valid", "3 Jan 2026 – "),
    ]


def test_a_chip_leads_to_the_list_without_it_from_page_one():
    assert [chip.url for chip in chips("q=mu&level=town&page=3&sort=name")] == [
        "?level=town&sort=name",
        "?q=mu&sort=name",
    ]


def test_a_range_goes_as_a_whole():
    assert chips("since_after=2026-01-03&since_before=2026-02-03&q=mu")[1].url == "?q=mu"


@pytest.mark.parametrize("query", ["", "q=", "level=no-such-level"])
def test_no_filter_no_chip(query):
    assert chips(query) == []


def test_pages_far_away_are_left_out():
    page = Paginator(range(10_000), 50).get_page(7)
    assert list(lists.page_numbers(page)) == [1, None, 5, 6, 7, 8, 9, None, 200]


def test_sorting_twice_turns_the_list_around(rf):
    context = RequestContext(rf.get("/?sort=name&page=4&q=mu"))
    assert lists.sort_url(context, "name") == "?sort=-name&q=mu"
    assert lists.sort_url(context, "village") == "?sort=village&q=mu"
