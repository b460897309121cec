"""The global search: whatever somebody has at hand finds the case, and only in their own places."""

import pytest
from django.urls import reverse

from cases.search import search
from documents.models import Document
from tests.cases.stages import brought_to, imported_child


def found(user, query):
    return [each.case.person.name for each in search(user, query)]


@pytest.mark.parametrize(
    "query",
    [
        "毋小满",
        "小满",
        "wuxiaoman",
        "Wu Xiaoman",
        "wxm",
        "419983201405060024",
        "4199 8320 1405 0600 24",
        "0024",
        "00024",
    ],
)
def test_a_child_is_found_by(child, cast, query):
    assert found(cast["su"], query) == (["毋小满"] if query != "00024" else [])


@pytest.mark.parametrize("query", ["毋秋菊", "wuqiuju", "12039100015", "0015", "0018", "419983195603080220"])
def test_a_child_is_found_through_somebody_of_the_household(child, cast, query):
    assert found(cast["su"], query) == ["毋小满"]
    assert search(cast["su"], query)[0].through is not None


def test_a_misread_surname_finds_the_child(child, cast):
    imported_child(name="单玥", id_number="419983201702040011")
    assert found(cast["su"], "danyue") == ["单玥"]
    assert found(cast["su"], "shanyue") == ["单玥"]


def test_a_case_is_found_by_its_number_or_the_end_of_it(child, cast):
    case = brought_to(child, "registered", cast)
    assert found(cast["su"], case.number.lower()) == ["毋小满"]
    assert found(cast["su"], case.number[-5:]) == ["毋小满"]


def test_a_case_is_found_by_the_number_of_one_of_its_papers(child, cast):
    case = brought_to(child, "registered", cast)
    paper = Document.objects.filter(dossier=case.dossier).first()
    typed = paper.number.replace("〔", "[").replace("〕", "]")
    assert [found(cast["su"], query) for query in (paper.number, typed, typed[3:])] == [["毋小满"]] * 3


@pytest.mark.parametrize("query", ["毋小满", "wxm", "419983201405060024", "0024", "毋秋菊"])
def test_nobody_is_found_outside_my_places(child, cast, query):
    assert [found(cast[user], query) for user in ("wen", "nan", "wu", "guan")] == [[], [], [], []]


def test_nonsense_finds_nothing(child, cast):
    assert [found(cast["su"], query) for query in ("", "  ", "%", "'", "1", "·")] == [[]] * 6


def test_a_query_is_posted_and_never_read_from_the_address(client, child, cast):
    client.force_login(cast["su"])
    assert "毋小满" not in client.get(reverse("search"), {"q": "wxm"}).content.decode()
    assert "毋小满" in client.post(reverse("search"), {"q": "wxm"}).content.decode()


def test_suggestions_are_a_part_of_a_page(client, child, cast):
    client.force_login(cast["su"])
    answer = client.post(reverse("search"), {"q": "wxm"}, headers={"HX-Request": "true"})
    assert "毋小满" in answer.content.decode() and "<html" not in answer.content.decode()


def test_an_auditor_finds_stars(client, child, cast):
    client.force_login(cast["ji"])
    page = client.post(reverse("search"), {"q": "0024"}).content.decode()
    assert "毋**" in page and "毋小满" not in page


def test_the_number_of_queries_does_not_grow_with_the_hits(child, cast, django_assert_max_num_queries):
    for serial in range(5):
        imported_child(name=f"毋小{serial}", id_number="", carer=None, school="")
    with django_assert_max_num_queries(8):
        assert len(search(cast["su"], "毋")) == 6
