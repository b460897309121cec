"""The pages of a batch: figures that lead to their lists, sums in figures and words, acts where they can be done."""

import re

import pytest
from django.urls import reverse

from finance.models import Line, RollEntry
from tests.finance.sendable import released, sendable
from tests.finance.stages import brought_to
from tests.test_who_may_see import client_of

PAGES = ("batch-detail", "line-list", "entry-list", "batch-changes", "batch-returned", "batch-voucher", "batch-sample")


def shown(client, name, *arguments, query=""):
    """The text of a page."""
    answer = client.get(reverse(name, args=arguments) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_batch_opens_for_the_county_and_for_finance(name, cast):
    batch = released(cast, 3)
    for who in ("kang", "fang", "ji"):
        assert batch.number in shown(client_of(cast[who]), name, batch.code)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_empty_batch_opens(name, batch, cast):
    assert batch.number in shown(client_of(cast["kang"]), name, batch.code)


@pytest.mark.parametrize("part", ["overview", "bank", "papers", "timeline"])
def test_every_part_of_the_batch_page_opens(part, cast):
    batch = released(cast, 2)
    assert batch.number in shown(client_of(cast["fu"]), "batch-detail", batch.code, query=f"?part={part}")


def test_the_total_stands_in_figures_and_words(cast):
    page = shown(client_of(cast["kang"]), "batch-detail", sendable(3).code)
    assert "¥750.00" in page and "人民币柒佰伍拾元整" in page
