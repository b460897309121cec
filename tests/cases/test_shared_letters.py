"""Slip, visit record and import register, and what holds for every paper: a template, plain values, its own word."""

import datetime as dt

import pytest
from django.template.loader import get_template
from django.utils import timezone

from cases.actions import record_visit
from cases.children.blank_forms import BLANKS, blank_context, render_blank
from cases.letters import rosters
from cases.letters.outcome_words import WORDS, outcome_words
from cases.letters.people import with_address
from cases.registry.models import ImportRow, Person, RosterImport
from cases.registry.roster.outcomes import SENTENCES
from documents.letters import all_letters, get_letter
from documents.models import Document, Dossier
from documents.rendering import page_count, render_template
from documents.trail import record
from documents.transitions import perform
from organisation.models import Division
from tests.cases.children.ways import paper, printed, text_of
from tests.cases.stages import brought_to, imported_child, register, visit

PAPER = {
    "title": "花名册",
    "number": "1号",
    "organ": "孟州市民政局",
    "phone": "0391-0000000",
    "verify_url": "http://x/",
    "issued_on": "2026年1月1日",
}


def lacks(text, *fragments):
    return [fragment for fragment in fragments if fragment not in text]


def test_every_paper_has_a_template_a_title_and_a_word_of_its_own():
    letters = all_letters()
    for letter in letters.values():
        get_template(letter.template)
    assert len({letter.word for letter in letters.values()}) == len(letters)
    assert all(letter.title and letter.basis for letter in letters.values())


@pytest.mark.parametrize("code", sorted(all_letters()))
def test_every_template_renders_without_a_single_value(code):
    table = {"columns": rosters.COLUMNS, "rows": []}
    bare = {"paper": PAPER, "table": table, "responsible": {"phone": ""}}
    pdf = render_template(get_letter(code).template, bare, identifier=b"0" * 16)
    assert "None" not in text_of(pdf)


def test_the_visit_record_says_who_was_seen_and_never_the_private_note(child, cast):
    register(child, cast["wei"])
    visit(child, cast["su"], needs="需要课业辅导", private_note="只供本人", dwelling="院内有水井，已加盖")
    text = printed(paper(child, "VIS-01"))
    assert not lacks(text, "苏督导、卫村官", "√家访", "√已走访", "需要课业辅导", "院内有水井", "毋小满")
    assert "只供本人" not in text


def test_a_visit_to_a_closed_door_ticks_nothing_about_the_child(child, cast):
    register(child, cast["wei"])
    day = timezone.localdate()
    record_visit(child, by=cast["su"], child={}, result="nobody_home", done_on=day, second_visitor="卫村官")
    text = printed(paper(child, "VIS-01"))
    assert "√家中无人" in text
    assert "√是" not in text and "√否" not in text


def test_a_slip_says_what_from_where_to_where_and_why(child, cast):
    case = brought_to(child, "assessed", cast)
    perform(case, "send_back", by=cast["an"], reason="方案缺少完成时限")
    document = paper(case, "FLW-01")
    assert not lacks(printed(document), "方案缺少完成时限", "毋小满", "安镇长")
    assert document.organ.kind == "town"


def test_the_slip_of_a_county_act_is_the_countys(child, cast):
    case = brought_to(child, "registered", cast)
    perform(case, "correct", by=cast["kang"], reason="民族录入有误", person={"ethnic_group": "回族"})
    document = paper(case, "FLW-01")
    assert document.organ.kind == "county"
    assert "（空）→回族" in printed(document)


def run_of(cast, count):
    """An import that brought `count` children of one village, and a refused row."""
    county = Division.objects.get(code="410883000000")
    dossier = Dossier.begin(Dossier.Kind.IMPORT, county.code)
    dossier.save()
    run = RosterImport.objects.create(
        dossier=dossier, division=county, filename="花名册.xlsx", sha256="a" * 64, uploaded_by=cast["kang"]
    )
    first = imported_child(name="阿依拉·示例")
    names = ["郭䶮", "慕容祎", "毋小年"]
    people = [Person(name=names[n % 3], birth_date=dt.date(2015, 1, 1)) for n in range(count - 1)]
    for person in people:
        person.fill_search_columns()
    children = [first.person, *Person.objects.bulk_create(people)]
    town = {"run": run, "town_code": "410883100000"}
    rows = [ImportRow(sheet_row=4 + n, outcome="ok", effect="created", child=c, **town) for n, c in enumerate(children)]
    rows.append(ImportRow(sheet_row=9999, outcome="error:sex_mismatch", effect="refused", **town))
    ImportRow.objects.bulk_create(rows)
    return run, record(dossier, "import.run", by=cast["kang"])


@pytest.mark.parametrize(("count", "pages"), [(1, 2), (600, 36)])
def test_the_import_register_holds_one_child_or_six_hundred(cast, count, pages):
    run, event = run_of(cast, count)
    context = get_letter("IMP-01").build(run, event, {"town": "410883100000"})
    pdf = render_template(get_letter("IMP-01").template, context | {"paper": PAPER}, identifier=b"0" * 16)
    text = text_of(pdf)
    assert 2 <= page_count(pdf) <= pages
    assert not lacks(text, "孟州市化工镇", "阿依拉·示例", "419983**********24", "毋秋菊", "性别与身份号码不符")
    assert f"合计{count}" in text and f"共{page_count(pdf)}页" in text


def test_every_outcome_of_a_roster_has_its_words():
    assert not set(SENTENCES) - set(WORDS)
    assert (outcome_words("warning:new"), outcome_words("?")) == ("待核", "其他")


@pytest.mark.parametrize("code", sorted(BLANKS))
def test_a_blank_form_knows_the_child_and_nothing_else(child, code):
    text = text_of(render_blank(code, child))
    assert not lacks(text, "空白表", "未编号", "毋小满")
    assert not [said for said in ("None", "√是", "毋秋菊", "毋建军", "验证码") if said in text]


def test_a_blank_form_takes_no_number(child):
    blank_context("LBC-03", child)
    assert not Document.objects.filter(dossier=child.dossier).exists()


def test_there_is_no_blank_decision(child):
    with pytest.raises(KeyError):
        blank_context("LBC-06", child)


@pytest.mark.parametrize(
    ("address", "full"),
    [
        ("", "孟州市化工镇谢庄村"),
        ("谢庄村3组12号", "孟州市化工镇谢庄村3组12号"),
        ("3组12号", "孟州市化工镇谢庄村3组12号"),
        ("沁阳市柏香镇某村1号", "沁阳市柏香镇某村1号"),
    ],
)
def test_an_address_is_completed_but_nothing_is_said_twice(address, full):
    assert with_address("孟州市化工镇谢庄村", address) == full
