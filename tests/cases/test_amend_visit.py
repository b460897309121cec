"""A reviewed visit is amended, never edited: what was written stays, what is right stands beside it."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from cases.children.models import LeftBehindCase
from cases.models import ChildSeen, Visit, VisitAmendment
from documents.models import Document
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.children.ways import printed
from tests.cases.stages import brought_to, visit

Cast = dict[str, User]


@pytest.fixture
def record(child: LeftBehindCase, cast: Cast) -> Visit:
    """A reviewed visit of the village officer."""
    visit(brought_to(child, "registered", cast), cast["wei"], dwelling="院内水井未加盖")
    perform(Visit.objects.get(), "review", by=cast["su"])
    return Visit.objects.get()


def amended(record: Visit, by: User, **changes: str) -> Any:
    return perform(record, "amend", by=by, changes=changes, reason="看错了")


def test_an_amendment_leaves_the_record_as_it_was_written(record: Visit, cast: Cast) -> None:
    amended(record, cast["wei"], dwelling="院内水井已加盖")
    record.refresh_from_db()
    assert record.dwelling == "院内水井未加盖"
    row = VisitAmendment.objects.get()
    assert (row.before, row.after, row.by, row.reason) == ("院内水井未加盖", "院内水井已加盖", cast["wei"], "看错了")


def test_a_second_amendment_begins_where_the_first_one_ended(record: Visit, cast: Cast) -> None:
    amended(record, cast["wei"], dwelling="院内水井已加盖")
    amended(record, cast["su"], dwelling="院内无水井")
    assert VisitAmendment.objects.last().before == "院内水井已加盖"  # type: ignore[union-attr]


def test_the_slip_says_what_the_record_said_and_what_is_right(record: Visit, cast: Cast) -> None:
    event = amended(record, cast["wei"], **{"child.mood": "concern"})
    text = printed(Document.objects.get(event=event))
    assert "原记录：（空）" in text and "更正为：需要关注" in text


def test_an_amendment_of_nothing_is_refused(record: Visit, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="Nothing differs"):
        amended(record, cast["wei"])


@pytest.mark.parametrize(
    "edit",
    [
        lambda: Visit.objects.update(dwelling="别的"),
        lambda: Visit.objects.update(result="refused"),
        lambda: Visit.objects.update(done_on="2020-01-01"),
        lambda: Visit.objects.all().delete(),
        lambda: ChildSeen.objects.update(seen=False),
        lambda: VisitAmendment.objects.all().delete(),
    ],
)
def test_reviewed_visits_are_amended_never_edited(record: Visit, cast: Cast, edit: Any) -> None:
    amended(record, cast["wei"], dwelling="院内水井已加盖")
    with pytest.raises(DatabaseError), transaction.atomic():
        edit()


def test_the_form_amends_only_what_differs(client: Any, record: Visit, cast: Cast) -> None:
    answer = sent(client, record, cast["wei"], dwelling="院内水井已加盖")
    assert answer.status_code == 302
    assert [row.field for row in VisitAmendment.objects.all()] == ["dwelling"]


def test_the_form_asks_why(client: Any, record: Visit, cast: Cast) -> None:
    answer = sent(client, record, cast["wei"], dwelling="院内水井已加盖", reason="")
    assert list(answer.context["form"].errors) == ["reason"]
    assert "院内水井已加盖" in answer.content.decode()


def test_record_and_amendment_stand_beside_each_other_on_the_page(client: Any, record: Visit, cast: Cast) -> None:
    amended(record, cast["wei"], dwelling="院内水井已加盖", woman_present="no")
    client.force_login(cast["su"])
    page = client.get(reverse("visit-detail", args=[record.case.code, record.pk])).content.decode()
    assert "<del>院内水井未加盖</del>" in page and "<ins>院内水井已加盖</ins>" in page


def sent(client: Any, record: Visit, user: User, **changes: str) -> Any:
    """Open the form of the amendment, change something and send it."""
    client.force_login(user)
    address = reverse("visit-act", args=[record.case.code, record.pk, "amend"])
    form = client.get(address).context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return client.post(address, data | {"reason": "看错了"} | changes)
