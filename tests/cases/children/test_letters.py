"""Every paper of a left-behind child's case: brought to its step, rendered, and read for its mandatory fields."""

import datetime as dt
import json

import pytest

from cases.registry.actions import ParentEntry
from documents.models import Document
from documents.papers import pdf_of
from documents.rendering import page_count
from documents.transitions import perform
from tests.cases.children import ways
from tests.cases.children.ways import paper, printed, text_of
from tests.cases.stages import MEDIUM, brought_to, imported_child, register


def says(text, *fragments):
    """The fragments that the text lacks."""
    return [fragment for fragment in fragments if fragment.replace(" ", "") not in text]


def test_the_registration_form_has_the_fields_of_the_national_form(child, cast):
    register(
        child, cast["wei"], found_by="roster", income_sources="打工、其他", aid_received="低保", allergies="青霉素过敏"
    )
    text = printed(paper(child, "LBC-01"))
    assert not says(text, "农村留守儿童基本情况登记表", "毋小满", "419983201405060024", "2014年5月6日", "毋建军")
    assert not says(text, "√父母双方外出", "√小学", "√打工", "√低保", "√花名册导入", "毋秋菊", "青霉素过敏")
    assert not says(text, "填表人：卫村官", "复核人", "单位负责人", "祖母", "419983195603080220")


def test_the_privacy_notice_says_everything_and_asks_for_each_use(child, cast):
    register(child, cast["wei"], consent_pairing=True)
    text = printed(paper(child, "LBC-02"))
    assert not says(
        text, "一、谁处理", "二、处理的目的", "三、处理的信息种类", "四、敏感", "孟州市民政局", "0391-0000000"
    )
    assert not says(text, "五、保存期限", "六、信息提供给谁", "七、您的权利", "八、不同意的后果", "30年", "15个工作日")
    assert (text.count("√同意"), text.count("√不同意")) == (1, 3)
    assert "儿童本人（签名）" not in text


def test_a_child_of_fourteen_signs_itself(cast):
    case = imported_child(birth_date=dt.date(2012, 1, 1), id_number="419983201201010033", name="职安", sex="M")
    register(case, cast["wei"])
    assert "儿童本人（签名）" in printed(paper(case, "LBC-02"))


def test_the_verification_record_names_visit_checks_and_conclusion(child, cast):
    text = printed(paper(brought_to(child, "verified", cast), "LBC-03"))
    assert not says(text, "苏督导、卫村官", "√已核对户口簿、身份证件", "√已核实就学情况", "√符合农村留守儿童条件")
    assert not says(text, "父母双方均外出务工", "父母均在外务工", "毋建军", "广东省", "2024年3月1日")


def test_the_refusal_gives_reason_evidence_and_remedies(cast):
    text = printed(paper(ways.refused(cast), "LBC-04"))
    assert not says(text, "父母一方在家，且有监护能力", "母亲自2025年起在家照护", "母亲：在家共同生活")
    assert not says(text, "60日内", "行政复议", "6个月内", "行政诉讼", "投诉电话", "送达回执")


def test_the_assessment_prints_every_factor_with_the_score_and_both_assessors(child, cast):
    text = printed(paper(brought_to(child, "assessed", cast), "LBC-05"))
    assert not says(text, *MEDIUM, "2026-1版", "√中", "√一般", "想妈妈多打电话", "苏督导", "卫村官")
    assert not says(text, "□辍学", "□疑似遭受侵害", "√照护人满70岁")


def test_the_opening_form_masks_the_child_and_the_town_decides_on_medium_risk(child, cast):
    text = printed(paper(ways.opened(child, cast), "LBC-06"))
    assert not says(text, "毋**", "419983**********24", "情况属实，同意立案", "签名：安镇长", "县级存查")
    assert says(text, "毋小满", "419983201405060024") == ["毋小满", "419983201405060024"]


def test_high_risk_is_opened_by_the_county_with_the_towns_proposal(child, cast):
    document = paper(ways.opened(child, cast, **ways.HIGH), "LBC-06")
    text = printed(document)
    assert document.organ.kind == "county"
    assert not says(text, "提请县级民政部门审批", "签名：苏督导", "签名：曹审批", "父母失联6个月以上")


def test_the_plan_lists_measures_for_the_three_aims_and_the_other_two(child, cast):
    text = printed(paper(ways.opened(child, cast), "LBC-07"))
    assert not says(
        text, "学业", "监护", "亲情", "健康", "安全", "每周辅导", "2027年1月31日", "每30日至少一次", "下次复核"
    )


def test_the_card_tells_whom_to_call(child, cast):
    text = printed(paper(ways.watched(child, cast), "LBC-08"))
    assert not says(text, "卫村官", "苏督导", "至少每90日", "110", "0391-0000000")


def test_the_review_sets_findings_beside_measures(child, cast):
    text = printed(paper(ways.reviewed(ways.in_service(child, cast), cast), "LBC-09"))
    assert not says(text, "第1次", "每周辅导", "成绩稳定", "爸爸回来了", "√建议结案", "满三个月", "签名：芮复核")


@pytest.mark.parametrize(("assessment", "kind", "signer"), [({}, "town", "安镇长"), (ways.HIGH, "county", "曹审批")])
def test_closing_is_approved_and_told_by_the_office_that_decides(child, cast, assessment, kind, signer):
    case = ways.closed(child, cast, **assessment)
    form, notice = paper(case, "LBC-12"), paper(case, "LBC-13")
    assert {form.organ.kind, notice.organ.kind} == {kind}
    assert not says(printed(form), "父母（一方）返乡共同生活满三个月", "成绩稳定", "签名：芮复核", f"签名：{signer}")
    assert not says(printed(notice), "结案理由", "考虑的证据", "三个月后回访", "60日内", "6个月内", "投诉电话")


def test_the_record_of_an_end_says_that_protection_goes_on(child, cast):
    text = printed(paper(ways.terminated(child, cast), "LBC-14"))
    assert not says(text, "√监护人拒绝接受服务", "不终止法定保护职责", "祖母书面表示", "曹审批", "行政复议", "已立案")


def test_after_a_death_the_record_claims_no_duties_towards_the_child(child, cast):
    text = printed(paper(ways.terminated(child, cast, ground="died"), "LBC-14"))
    assert "√儿童死亡" in text
    assert "行政复议" not in text


def test_a_slip_tells_of_the_agreement(child, cast):
    case = ways.in_service(child, cast)
    perform(case, "correct", by=cast["su"], reason="身份证号码录入有误", person={"id_number": "419983201405060104"})
    text = printed(paper(case, "FLW-01"))
    assert not says(text, "身份证号码录入有误", "419983**********24→419983**********04", "苏督导")


def test_no_paper_prints_none_and_every_context_is_plain(child, cast):
    ways.closed(child, cast)
    documents = list(Document.objects.filter(dossier=child.dossier))
    assert {document.kind for document in documents} >= {"LBC-01", "LBC-12", "VIS-01", "FLW-01"}
    for document in documents:
        assert "None" not in json.dumps(document.opened_context, ensure_ascii=False), document.kind


def test_long_names_and_full_fields_leave_nothing_out(cast):
    father = ParentEntry("away", "买买提江·阿不都热依木", "12039100018", "新疆维吾尔自治区乌鲁木齐市天山区")
    case = imported_child(name="阿依拉·示例", father=father, address="第十二村民小组槐树胡同二排二号院东户")
    words = "对花生过敏，急救药在祖母处。" * 12
    register(case, cast["wei"], allergies=words, told_to="阿孜古丽·吐尔逊江")
    pdf = pdf_of(paper(case, "LBC-01"))
    text = text_of(pdf)
    assert page_count(pdf) <= 2
    assert not says(text, "阿依拉·示例", "乌鲁木齐市", "槐树胡同", "阿孜古丽·吐尔逊江")
    assert text.count("急救药") == 12


def test_a_rare_character_reaches_the_paper(cast):
    case = imported_child(name="郭䶮", id_number="419923201303090090", sex="M", birth_date=dt.date(2013, 3, 9))
    register(case, cast["wei"])
    assert "郭䶮" in printed(paper(case, "LBC-01"))
