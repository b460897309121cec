"""Whose pages checklists, notices and objections are: every role × own county, other county."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from cases.notices import register_objection
from tests.cast import CAST

COUNTER = {"wei", "shi", "su", "kang"}
COUNTY = {"kang", "rui", "cao", "ji"}
NOT_THERE = {403, 404, 405}


@pytest.fixture
def enter(client, cast):
    """Log in as somebody of the cast, with a second factor for those who need one."""

    def login(username):
        user = cast[username]
        Authenticator.objects.get_or_create(user=user, type="totp", defaults={"data": {}})
        client.force_login(user)
        return client

    return login


@pytest.fixture
def objection(notice, cast):
    return register_objection(
        notice, by=cast["kang"], how="call", by_name="王", words="父亲返乡", received_on=timezone.localdate()
    )


@pytest.mark.parametrize("who", CAST)
def test_the_checklist_is_marked_by_counter_town_and_caseworker(enter, applied, who):
    status = enter(who).get(reverse("case-evidence", args=[applied.code])).status_code
    assert (status == 200) == (who in COUNTER), status
    assert status == 200 or status in NOT_THERE


@pytest.mark.parametrize("who", CAST)
def test_a_notice_of_the_county_is_read_in_the_county(enter, notice, objection, who):
    client = enter(who)
    pages = [reverse("notice-office", args=[notice.code]), reverse("objection-detail", args=[objection.code])]
    pages.append(reverse("notice-act", args=[notice.code, "take_down"]))
    pages.append(reverse("objection-act", args=[objection.code, "dismiss"]))
    found = {client.get(page).status_code for page in pages}
    assert found == {200} if who in COUNTY else found <= NOT_THERE


@pytest.mark.parametrize("who", CAST)
def test_objections_are_registered_by_the_caseworker(enter, notice, who):
    status = enter(who).get(reverse("objection-new", args=[notice.code])).status_code
    assert (status == 200) == (who == "kang")


def test_the_list_shows_the_notices_of_ones_own_county(enter, notice):
    assert notice.title in enter("rui").get(reverse("notice-list")).content.decode()
    assert notice.title not in enter("wan").get(reverse("notice-list")).content.decode()
    assert enter("wei").get(reverse("notice-list")).status_code == 403


def test_without_an_account_the_office_is_closed(client, notice):
    assert client.get(reverse("notice-office", args=[notice.code])).status_code == 302


def test_papers_of_a_notice_are_no_preview_for_masked_readers(enter, notice, objection):
    assert enter("ji").post(reverse("objection-preview", args=[objection.code, "dismiss"]), {}).status_code == 404
