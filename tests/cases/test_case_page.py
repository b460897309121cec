"""The case page: what it shows to whom, the event of opening it, and what it costs."""

import pytest
from django.urls import reverse

from documents.models import Event
from tests.cases.stages import brought_to

PARTS = ["overview", "family", "plan", "visits", "papers", "timeline"]
FRAME = 8  # session (read, and saved in a transaction of its own), user, posts, delegations: every page has them


def open_page(client, user, case, part=""):
    client.force_login(user)
    return client.get(reverse("case-detail", args=[case.code]), {"part": part})


def test_the_head_says_who_where_and_how_it_stands(client, child, cast):
    case = brought_to(child, "registered", cast)
    page = open_page(client, cast["su"], case).content.decode()
    assert all(word in page for word in ("毋小满", case.number, "孟州市", "化工镇", "registered", "Risk not assessed"))


@pytest.mark.parametrize("part", PARTS)
def test_every_part_opens_at_every_stage(client, child, cast, part):
    for status in (None, "assessed"):
        case = brought_to(child, status, cast) if status else child
        assert open_page(client, cast["su"], case, part).status_code == 200


def test_a_neighbouring_village_does_not_find_the_case(client, child, cast):
    assert open_page(client, cast["wen"], child).status_code == 404


def test_what_cannot_be_done_stands_with_its_reason(client, child, cast):
    page = open_page(client, cast["su"], brought_to(child, "registered", cast)).content.decode()
    assert "No home visit at which the family was met is recorded yet" in page


def test_what_others_do_is_named_with_their_role(client, child, cast):
    page = open_page(client, cast["wei"], brought_to(child, "registered", cast))
    assert ["Town child supervisor"] in [roles for _offer, roles in page.context["acts_of_others"]]


def test_opening_the_page_is_one_event_in_ten_minutes(client, child, cast):
    open_page(client, cast["su"], child)
    open_page(client, cast["su"], child, "family")
    open_page(client, cast["wei"], child)
    reads = Event.objects.filter(dossier=child.dossier, action="case.read")
    assert [event.by for event in reads] == [cast["su"], cast["wei"]]


def test_the_timeline_tells_who_changed_and_who_saw(client, child, cast):
    case = brought_to(child, "registered", cast)
    changed = open_page(client, cast["su"], case, "timeline").content.decode()
    client.force_login(cast["su"])
    seen = client.get(reverse("case-detail", args=[case.code]), {"part": "timeline", "who": "seen"}).content.decode()
    assert "Register" in changed and "Read the case" not in changed
    assert "Read the case" in seen


def test_the_timeline_shows_no_secret_in_a_difference(client, child, cast):
    from documents.transitions import perform

    case = brought_to(child, "registered", cast)
    perform(case, "correct", by=cast["su"], person={"phone": "12039100099"}, reason="号码写错")
    page = open_page(client, cast["su"], case, "timeline").content.decode()
    assert "号码写错" in page and "(hidden)" in page and "12039100099" not in page


def test_an_auditor_sees_stars_and_no_reveal(client, child, cast):
    page = open_page(client, cast["ji"], child, "family").content.decode()
    assert "毋小满" not in page and "毋秋菊" not in page and "毋**" in page
    assert reverse("case-reveal", args=[child.code]) not in page


def test_names_in_a_difference_are_stars_for_an_auditor(client, child, cast):
    case = brought_to(child, "registered", cast)
    page = open_page(client, cast["ji"], case, "timeline").content.decode()
    assert "毋秋菊" not in page and "毋**" in page


@pytest.mark.parametrize("stage", ["registered", "opened"])
@pytest.mark.parametrize("part", PARTS)
def test_the_page_takes_at_most_twelve_queries_of_its_own(
    client, child, cast, part, stage, django_assert_max_num_queries, monkeypatch
):
    case = brought_to(child, stage, cast)
    open_page(client, cast["su"], case)
    monkeypatch.setattr("cases.views.detail.note_reading", lambda case, by: None)
    with django_assert_max_num_queries(12 + FRAME):
        client.get(reverse("case-detail", args=[case.code]), {"part": part})
