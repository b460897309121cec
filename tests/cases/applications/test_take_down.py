"""A notice hangs to its end; the report says what came in and what became of it."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.models import PublicNotice
from documents.models import Document
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from tests.cases.applications.test_objections import dismissed, objected


@pytest.fixture
def over(notice, on):
    """The day after its last day."""
    return lambda: on(notice.last_day + dt.timedelta(days=1))


def report():
    return Document.objects.get(kind="STP-06").opened_context


def test_it_is_not_taken_down_before_its_last_day_has_ended(notice, cast, on):
    on(notice.last_day)
    with pytest.raises(NotPossible):
        perform(notice, "take_down", by=cast["kang"])


def test_the_report_says_that_nothing_came_in(notice, cast, over):
    over()
    perform(notice, "take_down", by=cast["kang"], words="无")
    assert PublicNotice.objects.get().status == "taken_down"
    assert (report()["objections"], report()["sum"]) == ([], {"count": 8, "fen": 40000})


def test_an_unanswered_objection_keeps_it_up(notice, cast, over):
    objected(notice, cast["kang"])
    over()
    with pytest.raises(NotPossible):
        perform(notice, "take_down", by=cast["kang"])


def test_the_report_lists_objections_with_their_outcome_and_no_name(notice, cast, over, in_notice):
    dismissed(objected(notice, cast["kang"], case=in_notice), cast["rui"])
    over()
    perform(notice, "take_down", by=cast["kang"])
    ((_number, _day, how, case, outcome, _answered),) = report()["objections"]
    assert (how, case, outcome) == ("电话", in_notice.number, "异议不成立")
    assert "王举报" not in str(report())


def test_the_reviewer_does_not_take_it_down(notice, cast, over):
    over()
    with pytest.raises(NotAllowed):
        perform(notice, "take_down", by=cast["rui"])


def test_the_page_takes_it_down(client, notice, cast, over):
    over()
    client.force_login(cast["kang"])
    url = reverse("notice-act", args=[notice.code, "take_down"])
    form = client.get(url).context["form"]
    sent = {"words": "无", "expected": form["expected"].value(), "key": form["key"].value()}
    assert client.post(url, sent).url == reverse("notice-office", args=[notice.code])
    assert PublicNotice.objects.get().status == "taken_down"


def test_a_page_for_another_county_is_not_there(client, notice, cast):
    client.force_login(cast["wan"])
    for name in ("notice-office", "objection-new"):
        assert client.get(reverse(name, args=[notice.code])).status_code == 404
