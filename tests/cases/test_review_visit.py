"""Reviewing the records of a visit: someone else, all children together, each with its own result."""

from typing import Any

import pytest
from django.urls import reverse

from cases.children.models import LeftBehindCase
from cases.models import Visit
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.families import brother_of, told, visited
from tests.cases.stages import brought_to, visit

Cast = dict[str, User]


@pytest.fixture
def case(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A registered child."""
    return brought_to(child, "registered", cast)


def reviewed(client: Any, user: User, record: Visit, **words: str) -> Any:
    """Open the page of the review, fill it in and send it."""
    client.force_login(user)
    address = reverse("visit-review", args=[record.case.code, record.pk])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    return client.post(address, hidden | words, follow=True)


def test_someone_else_reviews_the_record_with_words_and_thanks(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["wei"])
    reviewed(client, cast["su"], Visit.objects.get(), words="记录完整", thanked="on")
    record = Visit.objects.get()
    assert (record.status, record.review_words, record.thanked) == ("reviewed", "记录完整", True)


def test_the_visitor_reads_that_someone_else_must_review(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["su"])
    client.force_login(cast["su"])
    page = client.get(reverse("visit-review", args=[case.code, Visit.objects.get().pk])).content.decode()
    assert "Someone else must review the record" in page


def test_the_second_visitor_does_not_review_either(case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["wei"], second_visitor="苏督导")
    with pytest.raises(NotPossible, match="Someone else must review"):
        perform(Visit.objects.get(), "review", by=cast["su"])


def test_the_records_of_all_children_are_reviewed_in_one_act(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    brother = brother_of(case, cast["wei"])
    visited(told(case), told(brother), by=cast["wei"])
    page = reviewed(client, cast["su"], Visit.objects.get(case_id=case.pk), words="好").content.decode()
    assert set(Visit.objects.values_list("status", flat=True)) == {"reviewed"}
    assert f"{brother.number}: reviewed too." in page


def test_a_record_that_cannot_be_reviewed_says_so_and_the_others_are(
    client: Any, case: LeftBehindCase, cast: Cast
) -> None:
    brother = brother_of(case, cast["wei"])
    visited(told(case), told(brother), by=cast["wei"])
    Visit.objects.filter(case_id=brother.pk).update(second_visitor="苏督导")
    page = reviewed(client, cast["su"], Visit.objects.get(case_id=case.pk)).content.decode()
    assert [visit.status for visit in Visit.objects.order_by("pk")] == ["reviewed", "done"]
    assert f"{brother.number}: not reviewed." in page


def test_a_second_click_reviews_once(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    visit(case, cast["wei"])
    record = Visit.objects.get()
    client.force_login(cast["su"])
    address = reverse("visit-review", args=[case.code, record.pk])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    assert [client.post(address, hidden).status_code for _click in range(2)] == [302, 302]
