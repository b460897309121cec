"""What the papers of applications say when they are printed: everything asked for, nobody who must stay unnamed."""

from django.utils import timezone

from cases.notices import register_objection
from documents.issuing import frozen_context
from documents.letters import get_letter
from documents.models import Document
from documents.papers import pdf_of
from documents.rendering import page_count
from documents.trail import record
from documents.transitions import perform
from organisation.models import Organ
from tests.cases.children.ways import text_of


def printed(kind):
    """The newest paper of that kind: its text and how many pages it has."""
    pdf = pdf_of(Document.objects.filter(kind=kind).latest("pk"))
    return text_of(pdf), page_count(pdf)


def lacks(text, *fragments):
    return [fragment for fragment in fragments if fragment not in text]


def test_the_one_time_notice_asks_for_everything_on_one_page(applied, cast):
    perform(applied, "ask_supplement", by=cast["shi"])
    text, pages = printed("STP-02")
    asked = ("毋秋菊：", "监护人居民身份证", "社会保障卡（一卡通）复印件", "补正期限", "业务专用章", "送达回执")
    assert not lacks(text.replace(" ", ""), *asked)
    assert "在校就读信息" in text.split("下一步")[1]
    assert pages == 1


def test_the_public_notice_says_who_decides_what_and_how_to_object(notice, term, in_notice):
    letter = get_letter("STP-05")
    organ = Organ.objects.issuing("county", term.dossier.division_code, timezone.localdate())
    event = record(term.dossier, "round.publish", by=None, subject=term)
    paper = Document(dossier=term.dossier, organ=organ, kind="STP-05", number="1号", issued_on=timezone.localdate())
    paper.event = event
    said = str(frozen_context(letter, paper, term, event, None, {}))
    assert not lacks(said, notice.title, "每名儿童每月50元", "2026年9月至2027年1月", "孟州市会昌路1号", "0391-0000000")
    child = in_notice.person
    assert not [word for word in (child.name, child.id_masked, in_notice.number) if word in said]


def test_the_objection_form_has_room_for_the_answer_and_then_its_words(notice, cast):
    made = register_objection(
        notice, by=cast["kang"], how="letter", by_name="王某", words="父亲已返乡", received_on=timezone.localdate()
    )
    text, pages = printed("STP-07")
    assert not lacks(text, "王某", "来信", "父亲已返乡", "公示整体", "□异议成立")
    perform(made, "dismiss", by=cast["rui"], answer="经核查不成立。", findings="电话核实")
    answered, _pages = printed("STP-07")
    assert not lacks(answered, "√异议不成立", "经核查不成立。", "芮复核")
    assert pages == 1
