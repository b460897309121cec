"""What everybody reads without an account: only while it hangs, and never a name."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import PublicNotice
from cases.notices import post_notice


def page(client, notice):
    return client.get(reverse("notice", args=[notice.code]))


def test_everybody_reads_it_while_it_hangs(client, notice):
    answer = page(client, notice)
    assert answer.status_code == 200
    assert "¥400.00" in answer.content.decode()
    assert reverse("notice", args=[notice.code]) in client.get(reverse("notices")).content.decode()


def test_it_is_there_on_its_last_day_and_gone_the_day_after(client, notice, on):
    on(notice.last_day)
    assert page(client, notice).status_code == 200
    on(notice.last_day + dt.timedelta(days=1))
    gone = page(client, notice)
    assert gone.status_code == 410
    assert notice.title not in gone.content.decode() + client.get(reverse("notices")).content.decode()


def test_it_is_not_there_before_its_first_day(client, notice, on):
    on(notice.first_day - dt.timedelta(days=1))
    assert page(client, notice).status_code == 404


def test_what_was_taken_down_is_gone(client, notice):
    PublicNotice.objects.update(status="taken_down")
    assert page(client, notice).status_code == 410


def test_an_unknown_code_says_so(client, db):
    assert client.get(reverse("notice", args=[uuid.uuid4()])).status_code == 404


def test_no_index_and_no_cache_keeps_it(client, notice):
    answer = page(client, notice)
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Cache-Control"] == "no-store"
    assert 'name="robots" content="noindex' in answer.content.decode()


def test_no_child_of_the_round_is_named(client, notice, in_notice):
    said = page(client, notice).content.decode()
    person = in_notice.person
    assert not any(word and word in said for word in (person.name, person.id_masked, in_notice.number))


def test_the_office_and_the_way_to_object_stand_on_it(client, notice):
    said = page(client, notice).content.decode()
    assert "孟州市民政局" in said
    assert all(word in said for word in (notice.phone, notice.address, notice.mail))


def test_where_too_few_children_are_concerned_no_number_is_shown(client, term):
    small = post_notice(
        term.dossier, title="公示", rows=[], first_day=timezone.localdate(), where="公示栏", phone="0391-0000000"
    )
    assert "no numbers are shown" in page(client, small).content.decode()


def test_an_address_that_asks_too_often_waits(client, notice, monkeypatch):
    monkeypatch.setattr("documents.limits.within_limit", lambda *asked: False)
    assert page(client, notice).status_code == 429


def test_the_page_reads_the_database_a_few_times_only(client, notice, django_assert_max_num_queries):
    page(client, notice)
    with django_assert_max_num_queries(20):
        page(client, notice)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_is_sent_to_it(client, notice, method):
    assert getattr(client, method)(reverse("notice", args=[notice.code])).status_code == 405
