"""Opening a round and moving its lists on the pages."""

import pytest
from django.urls import reverse

from cases.stipends.models import CertificationRound, StipendCase, TownList
from organisation.models import Division
from programs.models import ProgramVersion
from tests.cases.stipends.stages import a_list, a_round, certified, children
from tests.cast import HUAGONG
from tests.test_who_may_see import client_of


@pytest.fixture
def kang(cast):
    return client_of(cast["kang"])


def sent(client, url, **data):
    """Post the form as the page drew it, with `data` typed in."""
    form = client.get(url).context["form"]
    return client.post(url, {"expected": form["expected"].value(), "key": form["key"].value(), **data})


def test_a_round_is_opened_with_a_term(kang, db):
    version = ProgramVersion.objects.get(program__code="STP", name="2022")
    told = {"program_version": version.pk, "name": "2026年秋", "first_month": "2026-11", "last_month": "2027-03"}
    answer = kang.post(reverse("round-new"), {**told, "key": "k"})
    made = CertificationRound.objects.get()
    assert answer["Location"] == reverse("round-detail", args=[made.code])
    assert (made.status, len(made.months)) == ("open", 5)


def test_a_term_in_the_wrong_order_is_refused_with_everything_typed(kang, db):
    version = ProgramVersion.objects.get(program__code="STP", name="2022")
    told = {"program_version": version.pk, "name": "2026年秋", "first_month": "2027-03", "last_month": "2026-11"}
    answer = kang.post(reverse("round-new"), {**told, "key": "k"})
    assert answer.status_code == 422
    assert "ends before it begins" in answer.content.decode()
    assert "2026年秋" in answer.content.decode()


def test_a_town_list_is_drawn_up_from_the_round(kang, cast):
    children(2)
    run = a_round(cast)
    go = kang.post(reverse("round-draw-up", args=[run.code, HUAGONG]))
    assert sent(kang, go["Location"], at_hand="on").status_code == 302
    assert TownList.objects.get().status == "open"
    assert StipendCase.objects.count() == 2


def test_all_lists_are_drawn_up_at_once(kang, cast):
    children(2)
    run = a_round(cast)
    url = reverse("round-draw-up-all", args=[run.code])
    assert url in kang.get(reverse("round-detail", args=[run.code])).content.decode()
    assert kang.post(url, {}).status_code == 422
    assert kang.post(url, {"at_hand": "on"}).status_code == 302
    assert (TownList.objects.get().status, StipendCase.objects.count()) == ("open", 2)


def test_the_page_shows_who_is_left_out_and_why(kang, cast):
    _one, other = children(2)
    other.person.enrolments.update(grade="高一")
    listed = a_list(cast)
    page = kang.get(reverse("townlist-detail", args=[listed.code]), {"view": "left"}).content.decode()
    assert "毋小寒" in page
    assert "neither at primary nor at junior school" in page


def test_the_round_page_counts_children_by_town(kang, cast):
    children(3)
    listed = a_list(cast)
    towns = kang.get(reverse("round-detail", args=[listed.round.code])).context["towns"]
    assert [(town.division.code, town.running, town.children, town.certified) for town in towns] == [(HUAGONG, 3, 3, 0)]


def test_the_supervisor_certifies_the_list_on_its_page(cast):
    children(2)
    listed = a_list(cast)
    client = client_of(cast["su"])
    answer = sent(client, reverse("townlist-act", args=[listed.code, "certify_town"]), opinion="属实")
    assert answer.status_code == 302
    assert set(StipendCase.objects.values_list("status", flat=True)) == {"certified_town"}


def test_a_list_that_somebody_moved_meanwhile_is_stale_and_keeps_the_words(cast):
    children(2)
    listed = a_list(cast)
    client = client_of(cast["su"])
    url = reverse("townlist-act", args=[listed.code, "certify_town"])
    answer = client.post(url, {"expected": 0, "key": "k", "opinion": "逐户核对属实"})
    assert answer.status_code == 409
    assert "逐户核对属实" in answer.content.decode()


def test_the_notice_is_posted_from_the_round(kang, cast):
    children(3)
    run = certified(cast).round
    told = {"first_day": "2099-01-05", "where": "公示栏", "phone": "0391-8100000"}
    answer = sent(kang, reverse("round-act", args=[run.code, "publish"]), **told)
    assert answer.status_code == 302
    page = kang.get(reverse("round-detail", args=[run.code])).content.decode()
    assert reverse("notice-office", args=[run.dossier.publicnotice_set.get().code]) in page


def test_a_town_of_another_county_has_no_list_in_the_round(kang, cast):
    elsewhere = Division.objects.filter(level="town").exclude(code__startswith="410883").first()
    assert kang.post(reverse("round-draw-up", args=[a_round(cast).code, elsewhere.code])).status_code == 404
