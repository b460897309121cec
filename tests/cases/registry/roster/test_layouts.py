"""Rosters as other counties lay them out: the same children, other columns, files and habits."""

import datetime as dt

import pytest

from cases.registry.roster.columns import field_of, find_columns
from cases.registry.roster.places import likely_county
from cases.registry.roster.reading import read_table
from tests.cases.registry.roster.building import (
    HEADER,
    child,
    codes_of,
    csv_file,
    id_number,
    outcomes_of,
    rows_of,
    table,
    workbook,
)

WUZHI = "学生姓名,公民身份号码,性别,镇（街道）,村（居）,就读学校,监护人,与学生关系,监护人联系方式,父亲去向,母亲去向"


def wuzhi_line(name: str, number: str, **changes: str) -> list[str]:
    line = {"镇": "乔庙乡", "村": "杨洼二街", "父": "广州", "母": "深圳"} | changes
    return [
        name,
        number,
        "女",
        line["镇"],
        line["村"],
        "示例小学",
        "翟满囤",
        "祖父",
        "12039100017",
        line["父"],
        line["母"],
    ]


def test_a_gb18030_csv_without_title_and_with_an_old_town_name(divisions):
    lines = [WUZHI.split(","), wuzhi_line("翟喆", id_number()), wuzhi_line("郭䶮", id_number(sequence=14))]
    data = csv_file(lines, encoding="gb18030")
    outcomes = outcomes_of(data, divisions, "410823", "武陟.csv")
    assert [outcome.code for outcome in outcomes] == ["ok", "ok"]
    assert outcomes[0].village_code == "410823107207"
    assert rows_of(data, "武陟.csv")[1].name == "郭䶮"


def test_the_guardian_counts_as_carer_where_no_carer_is_listed():
    row = rows_of(csv_file([WUZHI.split(","), wuzhi_line("翟喆", id_number())]), "a.csv")[0]
    assert (row.carer_name, row.carer_relation, row.carer_phone) == ("翟满囤", "祖父", "12039100017")


def test_semicolons_and_tabs_separate_too(divisions):
    for delimiter, encoding in ((";", "utf-8-sig"), ("\t", "utf-16")):
        data = csv_file(table(child()), encoding=encoding, delimiter=delimiter)
        assert codes_of(data, divisions, filename="a.csv") == ["ok"]


def test_two_header_lines_with_merged_groups(divisions):
    groups = [
        "序号",
        "儿童基本情况",
        "",
        "",
        "家庭住址",
        "",
        "父亲",
        "",
        "",
        "母亲",
        "",
        "",
        "实际照护人",
        "",
        "",
    ]
    details = [
        "序号",
        "姓名",
        "身份证号",
        "出生年月",
        "乡镇",
        "村",
        "姓名",
        "电话",
        "务工地",
        "姓名",
        "电话",
        "务工地",
        "姓名",
        "关系",
        "电话",
    ]
    line = ["1", "单玥", id_number(), "2015.3", "化工镇", "横山", "甲", "12039100001", "北京市"]
    line += ["乙", "12039100002", "在家", "丙", "祖母", "12039100003"]
    merged = ("B2:D2", "E2:F2", "G2:I2", "J2:L2", "M2:O2")
    data = workbook([["某县花名册"], groups, ["", *details[1:]], line], merged=merged)
    row = rows_of(data)[0]
    assert (row.father_place, row.mother_phone, row.carer_relation) == ("北京市", "12039100002", "祖母")
    assert codes_of(data, divisions) == ["not_eligible:one_parent_home"]


def test_two_header_lines_in_a_csv_without_merges():
    groups = ["姓名", "身份证号", "村", "父亲", "", "母亲", "", "照护人", ""]
    details = ["", "", "", "姓名", "务工地", "姓名", "务工地", "姓名", "电话"]
    row = rows_of(csv_file([groups, details, ["单玥", id_number(), "横山村", *"甲乙丙丁戊", "12039100003"]]), "a.csv")[
        0
    ]
    assert (row.father_name, row.father_place, row.mother_place, row.carer_name) == tuple("甲乙丁戊")


def test_an_instruction_sheet_first_and_towns_as_sheet_names(divisions):
    instructions = [["填表说明"], ["一、姓名须与户口本一致"], ["二、身份证号码设为文本格式"]]
    header = [heading for heading in HEADER if heading != "乡镇"]
    first = table(child(), header=header)
    second = table(child(身份证号码=id_number(sequence=14), 行政村="黄庄"), header=header)
    data = workbook(instructions, first, second, names=("填表说明", "化工镇", "南庄"))
    outcomes = outcomes_of(data, divisions)
    assert [(o.sheet, o.sheet_row, o.code) for o in outcomes] == [("化工镇", 2, "ok"), ("南庄", 2, "ok")]
    assert [o.town_code for o in outcomes] == ["410883100000", "410883101000"]


def test_town_and_village_in_one_column(divisions):
    header = [heading for heading in HEADER if heading != "乡镇"]
    data = workbook(
        table(
            child(行政村="孟州市化工镇横山村"),
            child(行政村="横山村", 身份证号码=id_number(sequence=14)),
            header=header,
        )
    )
    assert codes_of(data, divisions) == ["ok", "ok"]


def test_the_title_names_the_town(divisions):
    header = [heading for heading in HEADER if heading != "乡镇"]
    rows = [["孟州市化工镇留守儿童登记表"], *table(child(行政村="横山村民委员会"), header=header)]
    assert codes_of(workbook(rows), divisions) == ["ok"]


def test_a_section_line_names_the_town_of_the_rows_below(divisions):
    header = [heading for heading in HEADER if heading != "乡镇"]
    first, second = child(), child(行政村="黄庄村", 身份证号码=id_number(sequence=14))
    rows = [
        header,
        ["一、化工镇"],
        *table(first, header=header)[1:],
        ["二、南庄镇"],
        *table(second, header=header)[1:],
    ]
    assert [o.town_code for o in outcomes_of(workbook(rows), divisions)] == ["410883100000", "410883101000"]


def test_towns_and_carers_merged_downwards_count_for_every_line(divisions):
    second = child(姓名="毋小年", 身份证号码=id_number(sequence=14), 乡镇="", 行政村="", 照护人姓名="", 照护人电话="")
    data = workbook(table(child(), second), merged=("F2:F3", "G2:G3", "L2:L3", "M2:M3"))
    assert codes_of(data, divisions) == ["ok", "ok"]


def test_columns_in_another_order_with_line_breaks_and_stars(divisions):
    header = [
        "照护人\n姓　名",
        "*身份证\n号码（必填）",
        "姓  名",
        "所属乡镇：",
        "所在村",
        "父亲外出务工地点（省市）",
        "母亲外出务工地点（省市）",
    ]
    data = workbook([header, ["毋秋菊", id_number(), "毋小满", "化工", "横山", "深圳", "台州"]])
    assert codes_of(data, divisions) == ["ok"]


def test_a_bare_phone_and_number_after_the_guardian_are_the_guardians():
    header = ["姓名", "身份证号", "行政村", "父亲", "联系电话", "监护人", "身份证号", "联系电话", "备注"]
    mapping = find_columns(read_table(workbook([header, ["x"]]))[0]).mapping
    assert [mapping[name] for name in ("father_phone", "carer_id", "carer_phone")] == [4, 6, 7]


def test_grandparents_are_not_taken_for_parents():
    groups = ["姓名", "身份证号码", "村", "祖父母", "", "父亲", ""]
    details = ["", "", "", "姓名", "电话", "姓名", "电话"]
    data = workbook([groups, details, ["x"]], merged=("D1:E1", "F1:G1"))
    mapping = find_columns(read_table(data)[0]).mapping
    assert (mapping["father_name"], mapping["father_phone"]) == (5, 6)
    assert 3 not in mapping.values()


def test_the_clerk_may_correct_the_mapping():
    sheet = read_table(workbook([["姓名", "身份证号", "村", "小组", "编码"], ["x"]]))[0]
    found = find_columns(sheet)
    assert found.unknown == {3: "小组"} or 3 in found.unknown
    corrected = find_columns(sheet, mapping={"name": 0, "id_number": 1, "village": 3})
    assert (corrected.mapping["village"], corrected.missing) == (3, ())


def test_a_missing_required_column_is_named():
    columns = find_columns(read_table(workbook([["姓名", "性别", "民族"], ["x"]]))[0])
    assert columns.missing == ("id_number", "village")


def test_a_county_column_keeps_rows_of_other_counties_out(divisions):
    header = ["县（市、区）", *HEADER]
    rows = [
        header,
        ["孟州市", *table(child())[1]],
        ["武陟县", *table(child(身份证号码=id_number(sequence=14)))[1]],
    ]
    assert codes_of(workbook(rows), divisions) == ["ok", "error:other_county"]


def test_a_prefecture_may_import_all_its_counties(divisions):
    header = ["县区", *HEADER]
    second = child(身份证号码=id_number(sequence=14), 乡镇="岳村乡", 行政村="方头村")
    rows = [header, ["孟州市", *table(child())[1]], ["温县", *table(second)[1]]]
    outcomes = outcomes_of(workbook(rows), divisions, "410800000000")
    assert [o.village_code[:6] for o in outcomes] == ["410883", "410825"]


def test_what_both_parents_do_may_stand_in_one_column(divisions):
    header = ["姓名", "身份证号码", "乡镇", "行政村", "照护人", "留守类型"]
    both, one = "父母双方外出务工", "一方外出另一方无监护能力"
    lines = [
        ["毋小满", id_number(sequence=s), "化工镇", "横山村", "毋秋菊", text]
        for s, text in ((2, both), (4, one), (6, "单方外出"))
    ]
    assert codes_of(workbook([header, *lines]), divisions) == ["ok", "ok", "not_eligible:one_parent_home"]


def test_real_dates_serial_numbers_and_text_dates_are_the_same_day(divisions):
    days = [
        dt.date(2015, 3, 4),
        42067,
        "2015年3月4日",
        "2015.3.4",
        "2015/03/04",
        "20150304",
        20150304,
        "2015-03",
    ]
    lines = [child(身份证号码=id_number(sequence=2 * n), 出生日期=day) for n, day in enumerate(days)]
    assert codes_of(workbook(table(*lines)), divisions) == ["ok"] * len(days)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("照护人（监护人）姓名", "carer_name"),
        ("身份证号码（监护人）", "guardian_id"),
        ("与被照护儿童关系", "carer_relation"),
        ("父亲外出务工地点及单位", "father_place"),
        ("留守儿童父亲姓名", "father_name"),
        ("母亲手机号（常用）", "mother_phone"),
        ("户籍所在地（乡镇、村）", "hukou_address"),
        ("性别（男/女）", "sex"),
        ("儿童主任电话", None),
        ("班主任姓名", None),
        ("代理妈妈姓名", None),
        ("祖父姓名", None),
        ("兄弟姐妹身份证号", None),
    ],
)
def test_a_heading_names_this_field_and_no_other(heading, field):
    assert field_of(heading) == field


def test_an_address_stands_in_for_town_and_village(divisions):
    header = ["姓名", "身份证号", "户籍地址", "父亲务工地", "母亲务工地", "照护人"]
    line = ["毋小满", id_number(), "河南省孟州市化工镇横山村三组12号", "北京", "上海", "毋秋菊"]
    data = workbook([header, line])
    assert codes_of(data, divisions) == ["ok"]
    assert find_columns(read_table(data)[0]).missing == ()


@pytest.mark.parametrize(
    ("town", "village", "county"), [("化工镇", "横山村", "410883"), ("乔庙乡", "杨洼二街", "410823")]
)
def test_the_county_is_told_from_the_places(divisions, town, village, county):
    assert likely_county(rows_of(workbook(table(child(乡镇=town, 行政村=village)))), divisions) == county


def test_places_of_no_county_tell_nothing(divisions):
    assert likely_county(rows_of(workbook(table(child(乡镇="不存在镇", 行政村="不存在村")))), divisions) is None
