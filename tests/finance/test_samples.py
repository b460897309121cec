"""Samples of a batch: drawn by a seed that is kept, checked once, closed with a word when something is not right."""

import pytest
from django.urls import reverse

from documents.models import Event
from documents.refusals import NotAllowed, NotPossible
from finance import sampling
from finance.models import Line, Sample, SampledLine
from tests.finance.sendable import released
from tests.test_who_may_see import client_of

RIGHT = {"way": "phone", "result": "right", "words": ""}


@pytest.fixture
def sample(cast):
    """Two of five payments, drawn by the reviewer."""
    return sampling.draw(released(cast, 5), 2, by=cast["rui"])


def test_the_draw_can_be_repeated_from_its_seed(sample):
    pks = list(Line.objects.filter(batch=sample.batch, round=sample.round).values_list("pk", flat=True))
    assert len(pks) == sample.population == 5
    again = sampling.picked(pks, sample.size, sample.seed)
    assert again == sorted(sample.lines.values_list("line_id", flat=True))


def test_the_seed_stands_in_the_trail(sample):
    event = Event.objects.get(action="sample.draw")
    assert (event.details["seed"], event.details["population"]) == (sample.seed, 5)


def test_a_second_sample_waits_for_the_first(sample, cast):
    with pytest.raises(NotPossible):
        sampling.draw(sample.batch, 1, by=cast["kang"])
    assert Sample.objects.count() == 1


def test_a_result_is_entered_once(sample, cast):
    sampled = sample.lines.first()
    sampling.check(sampled, by=cast["kang"], **RIGHT)
    with pytest.raises(NotPossible):
        sampling.check(sampled, by=cast["rui"], **RIGHT | {"result": "issues", "words": "少一个月"})
    sampled.refresh_from_db()
    assert (sampled.result, sampled.checked_by) == ("right", cast["kang"])


def test_closing_without_a_word_needs_every_payment_to_be_right(sample, cast):
    for sampled in sample.lines.all()[:1]:
        sampling.check(sampled, by=cast["kang"], **RIGHT)
    with pytest.raises(NotPossible):
        sampling.close(sample, words=" ", by=cast["kang"])
    sampling.close(sample, words="一户外出务工，未联系上", by=cast["kang"])
    sample.refresh_from_db()
    assert sample.closed_by == cast["kang"]


@pytest.mark.parametrize("who", ["cao", "fang", "ji", "su"])
def test_only_those_who_check_samples_draw_one(who, cast):
    with pytest.raises(NotAllowed):
        sampling.draw(released(cast, 1), 1, by=cast[who])


def test_the_page_takes_results_and_keeps_what_was_typed(sample, cast):
    client, sampled = client_of(cast["kang"]), sample.lines.first()
    url = reverse("sample-check", args=[sample.batch.code, sampled.pk])
    answer = client.post(url, {"way": "visit", "result": "missing", "words": ""})
    assert answer.status_code == 422 and "Say in a few words what is not right" in answer.content.decode()
    client.post(url, {"way": "visit", "result": "missing", "words": "卡在外婆处"})
    sampled.refresh_from_db()
    assert (sampled.result, sampled.words) == (SampledLine.Result.MISSING, "卡在外婆处")


def test_the_page_draws_and_closes(cast):
    batch, client = released(cast, 3), client_of(cast["rui"])
    client.post(reverse("sample-draw", args=[batch.code]), {"size": "2"})
    assert client.post(reverse("sample-close", args=[batch.code]), {"words": ""}).status_code == 422
    client.post(reverse("sample-close", args=[batch.code]), {"words": "另行安排"})
    assert Sample.objects.get().words == "另行安排"
