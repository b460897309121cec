"""Notices for proxy parents: drafts stay inside, published ones stand on the public page until their last day."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from documents.models import Document
from documents.refusals import NotAllowed, NotPossible
from documents.transitions import perform
from tests.cast import MENGZHOU
from tests.volunteers.stages import Cast
from tests.volunteers.test_who_may_see_proxies import notice
from volunteers.models import Recruitment


def on_public_page(recruitment: Recruitment) -> bool:
    """Whether a visitor reads it."""
    page = Client().get("/apply/").content.decode()
    return recruitment.season in page


def test_a_draft_is_not_public_and_a_published_notice_is(cast: Cast) -> None:
    draft = notice(MENGZHOU, cast)
    assert not on_public_page(draft)
    perform(draft, "publish", by=cast["zhi"])
    assert on_public_page(draft)
    context = Document.objects.get(dossier=draft.dossier, kind="PXP-01").opened_context
    assert (context["min_age"], context["wanted"], context["paper"]["organ"]) == (25, 30, "孟州市民政局")


def test_a_closed_notice_is_taken_down(cast: Cast) -> None:
    draft = notice(MENGZHOU, cast)
    perform(draft, "publish", by=cast["zhi"])
    perform(draft, "close", by=cast["zhi"], reason="已招满")
    assert not on_public_page(draft)


def test_a_notice_goes_down_by_itself_after_its_last_day(cast: Cast) -> None:
    draft = notice(MENGZHOU, cast)
    perform(draft, "publish", by=cast["zhi"])
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Recruitment.objects.update(apply_from=yesterday - dt.timedelta(days=9), apply_until=yesterday)
    assert not on_public_page(draft)


def test_a_notice_whose_period_is_over_is_not_published(cast: Cast) -> None:
    draft = notice(MENGZHOU, cast, apply_from="2026-01-01", apply_until="2026-02-01")
    with pytest.raises(NotPossible, match="has passed"):
        perform(draft, "publish", by=cast["zhi"])


def test_a_town_does_not_publish_for_the_county(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        perform(notice(MENGZHOU, cast), "publish", by=cast["cao"])


def test_the_page_prepares_a_draft(cast: Cast) -> None:
    client = Client()
    client.force_login(cast["zhi"])
    form = client.get("/volunteers/notices/new/").context["form"]
    county = form.fields["division"].queryset.get()
    sent = {"division": county.pk, "season": "2027年春季", "wanted": "20", "area": "各乡镇", "where": "民政局"}
    days = {"apply_from": "2027-01-01", "apply_until": "2027-02-01", "contact": "志管理", "phone": "0391"}
    assert client.post("/volunteers/notices/new/", sent | days).status_code == 302
    assert Recruitment.objects.get().status == "draft"
    again = client.post("/volunteers/notices/new/", sent | days)
    assert again.status_code == 422 and Recruitment.objects.count() == 1
