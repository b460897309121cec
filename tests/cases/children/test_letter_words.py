"""The Chinese wording of the papers: complete for every questionnaire, and forgiving about what was typed."""

import pytest

from cases.children import risk
from cases.children.forms.deciding import GROUNDS
from cases.children.letters import words
from cases.children.letters.instrument_words import FACTORS, TRIGGERS
from cases.children.letters.registration import boxes, guardianship_box, health_boxes
from cases.children.models import CaseReview, PlanMeasure
from cases.children.rules import Decision


@pytest.mark.parametrize("instrument", risk.INSTRUMENTS.values(), ids=lambda each: each.version)
def test_every_question_and_trigger_of_a_questionnaire_has_its_words(instrument):
    texts = FACTORS[instrument.version]
    assert {f.code: len(f.options) for f in instrument.factors} == {c: len(o) for c, (_q, o) in texts.items()}
    assert {t.code for t in instrument.triggers} == set(TRIGGERS[instrument.version])


def test_every_choice_that_a_paper_prints_has_its_words():
    assert set(PlanMeasure.Aim.values) == set(words.AIMS)
    assert set(CaseReview.Ground.values) == set(words.CLOSING_GROUNDS)
    assert {code for code, _label in GROUNDS} == set(words.ENDING_GROUNDS)


@pytest.mark.parametrize(
    ("schooling", "school", "grade", "box"),
    [
        ("", "示例第一小学", "六年级", "小学"),
        ("", "示例中学", "七年级", "初中"),
        ("", "示例实验幼儿园", "", "幼儿园"),
        ("", "示例一中", "高二", "高中"),
        ("dropped_out", "示例中学", "八年级", "辍学"),
        ("中职", "", "", "中职"),
        ("", "", "", ""),
    ],
)
def test_schooling_is_as_entered_or_as_the_grade_tells(schooling, school, grade, box):
    assert words.schooling_words(schooling, school, grade) == box


@pytest.mark.parametrize(
    ("text", "ticked", "other"),
    [
        ("打工、其他", ["打工"], ""),
        ("work,farming", ["打工", "种养殖"], ""),
        ("其他、采药", [], "采药"),
        ("无", ["无"], ""),
        ("", [], ""),
    ],
)
def test_boxes_take_codes_and_words_and_keep_the_rest(text, ticked, other):
    found = boxes(text, words.INCOME)
    assert (found["ticked"], found["other"]) == (ticked, other)


@pytest.mark.parametrize(
    ("text", "box", "said"),
    [("", "", ""), ("健康", "健康", ""), ("残疾（肢体四级）", "残疾", "肢体四级"), ("哮喘", "患病", "哮喘")],
)
def test_health_finds_its_box(text, box, said):
    assert health_boxes(text) == {"box": box, "words": said}


def test_guardianship_is_as_entered_or_as_the_carers_capacity_tells():
    assert guardianship_box("无人监护", {"capacity": "good"}) == "无人监护"
    assert guardianship_box("", {"capacity": "fair"}) == "受委托监护人监护能力一般"
    assert guardianship_box("", {}) == ""


def test_reasons_name_the_parent_that_is_gone():
    assert words.reason_sentences(Decision("refer", ("father_missing", "mother_deceased"))) == ["父亲失联", "母亲死亡"]
    assert words.listed(["父亲失联。", "母亲死亡"]) == "父亲失联；母亲死亡。"
    assert words.listed([]) == ""
