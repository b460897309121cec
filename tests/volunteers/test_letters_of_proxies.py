"""The papers of proxy parents as they are printed: every mandatory field, pages as planned, the same bytes again."""

import datetime as dt
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from documents.models import Document
from documents.papers import pdf_of
from documents.transitions import perform
from tests.cast import MENGZHOU
from tests.volunteers.stages import Cast, applied, appointed, brought_to, vet
from tests.volunteers.test_who_may_see_proxies import notice
from volunteers.models import Volunteer

PLEDGES = ("体罚", "封闭空间", "接送", "照片", "保守秘密", "立即报告", "资金往来")  # domain report §2.18


def text_of(paper: Document) -> str:
    """All text of the PDF, without line ends."""
    pages = PdfReader(BytesIO(pdf_of(paper))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def paper(volunteer: Volunteer, kind: str) -> Document:
    """The newest paper of that kind in the file."""
    return Document.objects.filter(dossier=volunteer.dossier, kind=kind).order_by("-pk")[0]


def test_the_pledge_names_all_seven_duties_and_the_person(cast: Cast) -> None:
    text = text_of(paper(applied(cast), "PXP-03"))
    assert all(words in text for words in (*PLEDGES, "潘代理"))


def test_the_application_prints_everything_that_was_entered(cast: Cast) -> None:
    entered = {"work_unit": "示例小学", "skills": "辅导语文", "health_statement": "身体健康", "max_children": 1}
    text = text_of(paper(applied(cast, by=None, entered=entered), "PXP-02"))
    assert all(words in text for words in ("示例小学", "辅导语文", "身体健康", "毋秋菊", "12039100016", "1名"))


def test_the_letter_to_the_police_names_the_person_and_the_other_adults(cast: Cast) -> None:
    home = {"may_host": True, "home_adults": [{"name": "买建国", "relation": "丈夫"}]}
    text = text_of(paper(brought_to(applied(cast, entered=home), "vetting", cast), "PXP-05"))
    assert "孟州市公安局" in text and "等2人" in text and "买建国" in text


def test_the_register_of_results_has_results_and_no_offence(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    vet(volunteer, cast["kang"], result="not_clear")
    text = text_of(paper(volunteer, "PXP-06"))
    assert "不符合条件" in text and "不登记任何违法犯罪事实" in text


@pytest.mark.parametrize(("kind", "pages"), [("PXP-02", 1), ("PXP-03", 1), ("PXP-04", 1), ("PXP-07", 1), ("PXP-09", 2)])
def test_papers_keep_to_their_pages(kind: str, pages: int, cast: Cast) -> None:
    assert len(PdfReader(BytesIO(pdf_of(paper(appointed(cast), kind)))).pages) == pages


def test_the_work_card_shows_number_photo_and_last_day(cast: Cast) -> None:
    volunteer = appointed(cast)
    card = PdfReader(BytesIO(pdf_of(paper(volunteer, "PXP-09")))).pages[1]
    until = volunteer.vetted_until
    text = card.extract_text().replace("\n", "")
    assert volunteer.number in text and f"{until.year}年{until.month}月{until.day}日" in text
    assert len(card.images) >= 2  # the photo and the QR code


def test_the_card_with_its_photo_is_the_same_bytes_again(cast: Cast) -> None:
    card = paper(appointed(cast), "PXP-09")
    assert pdf_of(card) == pdf_of(Document.objects.get(pk=card.pk))


def test_a_new_card_holds_as_long_as_the_renewed_check(cast: Cast) -> None:
    volunteer = appointed(cast)
    Volunteer.objects.filter(pk=volunteer.pk).update(vetted_until=timezone.localdate() + dt.timedelta(days=40))
    perform(volunteer, "renew_card", by=cast["zhi"])
    context = paper(volunteer, "PXP-09").opened_context
    assert context["again"] and context["valid_until"] == (timezone.localdate() + dt.timedelta(days=40)).isoformat()


def test_the_notice_says_conditions_period_and_place(cast: Cast) -> None:
    draft = notice(MENGZHOU, cast)
    perform(draft, "publish", by=cast["zhi"])
    text = text_of(Document.objects.get(dossier=draft.dossier, kind="PXP-01"))
    assert all(words in text for words in ("年满25周岁", "2026年11月1日至2027年1月31日", "招募30人", "志管理"))


def test_a_slip_about_a_proxy_parent_does_not_call_them_a_child(cast: Cast) -> None:
    text = text_of(paper(brought_to(applied(cast), "pledged", cast), "FLW-01"))
    assert "代理家长姓名" in text and "儿童姓名" not in text and "None" not in text
