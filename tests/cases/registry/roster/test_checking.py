"""Each finding: what brings it about, which of several decides, and what the sentence must not contain."""

import datetime as dt

import pytest

from cases.registry.ages import age_on
from cases.registry.roster.outcomes import SENTENCES, SEVERITY
from cases.registry.roster.whereabouts import whereabouts
from tests.cases.registry.roster.building import (
    checked,
    child,
    codes_of,
    id_number,
    outcomes_of,
    rows_of,
    table,
    workbook,
)


def code_of(divisions, county: str = "410883", **changes) -> str:
    return codes_of(workbook(table(child(**changes))), divisions, county)[0]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "ok"),
        ({"姓名": ""}, "error:missing_name"),
        ({"姓名": "毋小满1"}, "error:name_characters"),
        ({"姓名": "阿依拉·示例"}, "ok"),
        ({"身份证号码": ""}, "error:id_missing"),
        ({"身份证号码": id_number()[:17]}, "error:id_length"),
        ({"身份证号码": id_number()[:17] + ("0" if id_number()[17] != "0" else "1")}, "error:id_checksum"),
        ({"身份证号码": "419983201503041000"}, "error:id_precision_lost"),
        ({"身份证号码": id_number("20270101"), "出生日期": ""}, "error:id_future"),
        ({"出生日期": "2015-03-05"}, "error:birth_mismatch"),
        ({"出生日期": "2015年4月"}, "error:birth_mismatch"),
        ({"出生日期": "三月四日"}, "warning:birth_unreadable"),
        ({"性别": "男"}, "error:sex_mismatch"),
        ({"性别": "女孩"}, "ok"),
        ({"性别": "?"}, "warning:sex_unreadable"),
        ({"乡镇": "不存在镇"}, "error:unknown_town"),
        ({"行政村": "不存在村"}, "error:unknown_village"),
        ({"行政村": ""}, "error:missing_village"),
        ({"行政村": "横山村三组"}, "ok"),
        ({"照护人姓名": ""}, "warning:no_carer"),
        ({"照护人姓名": "程秀兰"}, "warning:carer_is_parent"),
        ({"照护人电话": "1203910001"}, "warning:phone"),
        ({"照护人电话": "0391-8190000、12039100015"}, "ok"),
    ],
)
def test_a_row_has_this_outcome(divisions, changes, code):
    assert code_of(divisions, **changes) == code


@pytest.mark.parametrize(
    ("father", "mother", "code"),
    [
        ("北京市", "在家", "not_eligible:one_parent_home"),
        ("在家务农", "在家", "not_eligible:one_parent_home"),
        ("北京市", "孟州市", "not_eligible:one_parent_local"),
        ("北京市", "焦作市武陟县", "ok"),
        ("外出", "务工", "ok"),
        ("北京市", "在家（重残）", "ok"),
        ("重病", "精神病", "refer:parents_incapable"),
        ("去世", "北京市", "refer:parent_dead"),
        ("已故", "死亡", "refer:orphan"),
        ("失联", "在家", "refer:parent_missing"),
        ("服刑", "上海市", "refer:parent_imprisoned"),
        ("不详", "上海市", "refer:parent_unknown"),
        ("上海市", "改嫁", "warning:parents_separated"),
        ("上海市", "", "warning:whereabouts_missing"),
        ("", "在家", "not_eligible:one_parent_home"),
    ],
)
def test_where_the_parents_are_decides(divisions, father, mother, code):
    assert code_of(divisions, 父亲务工地=father, 母亲务工地=mother) == code


def test_a_parent_said_to_be_dead_beside_the_name_counts_as_dead(divisions):
    assert code_of(divisions, 父亲姓名="毋建军（已故）", 父亲务工地="") == "refer:parent_dead"


@pytest.mark.parametrize(
    ("text", "state"), [("", "blank"), ("/", "blank"), ("失踪", "missing"), ("否", "home"), ("是", "away")]
)
def test_words_for_whereabouts(text, state):
    assert whereabouts(text) == state


def test_the_sixteenth_birthday_ends_it(divisions):
    last_day, birthday = id_number("20101124"), id_number("20101123")
    assert code_of(divisions, 身份证号码=last_day, 出生日期="") == "ok"
    assert code_of(divisions, 身份证号码=birthday, 出生日期="") == "not_eligible:age"


def test_a_child_of_29_february_ages_on_1_march():
    assert age_on(dt.date(2012, 2, 29), dt.date(2027, 2, 28)) == 14
    assert age_on(dt.date(2012, 2, 29), dt.date(2027, 3, 1)) == 15


def outcome_with_title(divisions, title: str, birth: str) -> str:
    rows = [[title], *table(child(身份证号码=id_number(birth), 出生日期=""))]
    return codes_of(workbook(rows), divisions)[0]


def test_age_counts_on_the_day_the_sheet_was_filled_in(divisions):
    assert outcome_with_title(divisions, "填报日期：2026年11月1日", "20101110") == "ok"


@pytest.mark.parametrize("title", ["填报日期：2024年1月1日", "填报日期：2027年1月1日", "填报日期："])
def test_a_stale_or_future_day_of_filling_in_does_not_count(divisions, title):
    assert outcome_with_title(divisions, title, "20101110") == "not_eligible:age"


def test_a_community_is_not_rural(divisions):
    assert code_of(divisions, "410882", 乡镇="沁园街道", 行政村="联盟街社区") == "not_eligible:not_rural"


def test_a_village_and_community_of_one_name_must_be_told_apart(divisions):
    assert code_of(divisions, "410822", 乡镇="清化镇", 行政村="八街") == "error:ambiguous_village"


def test_a_town_that_another_county_runs_is_named_so(divisions):
    assert code_of(divisions, "410823", 乡镇="宁郭镇", 行政村="宁郭村") == "error:other_county"


def test_the_second_row_of_a_number_is_the_duplicate_and_names_the_first(divisions):
    lower_case = id_number(sequence=12).lower()
    outcomes = outcomes_of(workbook(table(child(), child(身份证号码=f" {lower_case}", 姓名="毋小年"))), divisions)
    assert [outcome.code for outcome in outcomes] == ["ok", "error:duplicate_in_file"]
    assert "2" in str(outcomes[1].message)


def test_duplicates_are_found_across_sheets(divisions):
    data = workbook(table(child()), table(child()), names=("甲", "乙"))
    assert codes_of(data, divisions) == ["ok", "error:duplicate_in_file"]


def test_an_error_outweighs_what_was_found_before_it(divisions):
    outcome = outcomes_of(workbook(table(child(照护人姓名="", 母亲务工地="在家", 性别="男"))), divisions)[0]
    assert [found.code for found in outcome.findings] == [
        "error:sex_mismatch",
        "not_eligible:one_parent_home",
        "warning:no_carer",
    ]


def test_a_carer_who_is_a_minor_is_doubtful(divisions):
    header = [*child(), "照护人身份证号"]
    line = child(照护人身份证号=id_number("20100101", 22))
    assert codes_of(workbook(table(line, header=header)), divisions) == ["warning:carer_minor"]


@pytest.mark.parametrize(
    ("account", "code"),
    [
        ("9900004108830000013", "ok"),
        ("9900004108830000014", "warning:account_check_digit"),
        ("99000041", "warning:account"),
        (9900004108830000013, "warning:account_precision_lost"),
    ],
)
def test_an_account_is_checked_but_never_stops_a_child(divisions, account, code):
    line = child(一卡通账号=account)
    assert codes_of(workbook(table(line, header=[*line])), divisions) == [code]


def test_only_ok_and_warning_are_imported(divisions):
    lines = [child(), child(照护人姓名="", 身份证号码=id_number(sequence=14)), child(姓名="")]
    outcomes = outcomes_of(workbook(table(*lines)), divisions)
    assert [outcome.importable for outcome in outcomes] == [True, True, False]


def test_the_same_rows_give_the_same_outcomes(divisions):
    rows = rows_of(workbook(table(child(), child())))
    assert checked(rows, divisions) == checked(rows, divisions)


def test_every_sentence_belongs_to_a_known_grade_and_does_not_shout():
    assert {code.split(":")[0] for code in SENTENCES} == set(SEVERITY)
    assert not [sentence for sentence in SENTENCES.values() if "!" in str(sentence)]


def test_no_sentence_repeats_what_identifies_a_child(divisions):
    number = id_number()
    outcome = outcomes_of(workbook(table(child(性别="男", 出生日期="2014-01-01", 照护人电话="1"))), divisions)[0]
    told = repr(outcome) + "".join(str(found.message) for found in outcome.findings)
    assert number not in told
    assert "毋小满" not in told
