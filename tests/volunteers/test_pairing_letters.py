"""The papers of a pairing: what each says, to whom, and what never stands on it."""

from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.letters import get_letter
from documents.models import Document
from documents.rendering import page_count, render_template
from documents.transitions import perform
from organisation.models import User
from tests.volunteers.pairing_stages import GOALS, able, paired_as, served
from tests.volunteers.running import log
from volunteers.models import Volunteer

Cast = dict[str, User]
PAGES = {"PXP-10": 1, "PXP-11": 1, "PXP-12": 2, "PXP-13": 2, "PXP-16": 1, "PXP-17": 1, "PXP-18": 1, "PXP-19": 1}


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def papers(case: LeftBehindCase, cast: Cast) -> dict[str, Document]:
    """One paper of each kind, by its code."""
    pan: Volunteer = able(cast["pan"])
    pairing = paired_as("active", case, pan, cast)
    log(pairing, cast["pan"])
    said = {"child_view": "喜欢", "carer_view": "好", "result": "good", "words": "按时联系"}
    perform(pairing, "evaluate", by=cast["su"], **said)
    perform(pairing, "suspend", by=cast["su"], reason="家长投诉打骂")
    data = {"reason": "工作调动", "handover": "喜欢读绘本", "handover_on": timezone.localdate()}
    perform(pairing, "replace", by=cast["zhi"], **data)
    second = paired_as("active", case, pan, cast)
    perform(second, "end", by=cast["an"], reason="母亲返乡", farewell="孩子哭了，约定写信")
    return {each.kind: each for each in Document.objects.filter(kind__in=PAGES).order_by("pk")}


def context(papers: dict[str, Document], kind: str) -> dict[str, Any]:
    return papers[kind].opened_context


def test_every_paper_keeps_to_its_pages(papers: dict[str, Document]) -> None:
    assert set(papers) == set(PAGES)
    for kind, paper in papers.items():
        pdf = render_template(get_letter(kind).template, paper.opened_context, identifier=paper.code.bytes)
        assert page_count(pdf) == PAGES[kind], kind


@pytest.mark.parametrize("kind", ["PXP-12", "PXP-13", "PXP-16", "PXP-18"])
def test_what_goes_to_proxy_parent_school_or_village_names_the_child_by_its_given_name_only(
    kind: str, papers: dict[str, Document], case: LeftBehindCase
) -> None:
    text = str(context(papers, kind))
    assert "小满" in text and "毋小满" not in text
    assert case.person.id_number not in text and case.person.id_masked not in text and "风险" not in text


@pytest.mark.parametrize("kind", ["PXP-11", "PXP-17", "PXP-19"])
def test_forms_of_the_office_show_the_name_with_stars(kind: str, papers: dict[str, Document]) -> None:
    assert context(papers, kind)["child"]["name"] == "毋**"


def test_the_agreement_says_that_guardianship_does_not_pass(papers: dict[str, Document]) -> None:
    text = render_to_string(get_letter("PXP-12").template, context(papers, "PXP-12"))
    for words in ("不转移监护权", "保密", "保险", "现金", "立即向公安机关", GOALS, "至少每7日", "至少每15日"):
        assert words in text, words


def test_the_consent_form_leaves_both_answers_to_be_given_by_hand(papers: dict[str, Document]) -> None:
    asked = context(papers, "PXP-10")
    assert asked["addressee"] == "毋秋菊（毋小满的监护人）" and asked["must_agree"] is True


def test_the_approval_names_three_different_people(papers: dict[str, Document]) -> None:
    approved = context(papers, "PXP-11")
    signers = {approved["coordinator"]["signer"], approved["town"]["signer"], approved["paper"]["handler"]}
    assert (
        approved["coordinator"]["signer"] == "志管理" and approved["town"]["signer"] == "安镇长" and len(signers) == 2
    )
    assert "同村（社区）" in approved["reasons"]


def test_school_and_village_are_told_on_a_sheet_each(papers: dict[str, Document]) -> None:
    told = context(papers, "PXP-13")
    assert told["school"] == "示例第一小学" and told["committee"].endswith("村民委员会")


def test_the_notice_of_the_end_gives_the_reason_and_not_the_closing_talk(papers: dict[str, Document]) -> None:
    text = str(context(papers, "PXP-18"))
    assert "母亲返乡" in text and "哭" not in text


def test_the_evaluation_prints_what_was_counted(papers: dict[str, Document]) -> None:
    made = context(papers, "PXP-19")
    assert (made["contacts"], made["visits"], made["hours"], made["result"]) == (1, 1, "0.8", "良好")
