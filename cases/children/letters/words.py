"""The Chinese words of a left-behind child's papers: tick boxes of the 2016 form, reasons, grounds, grades.

Papers do not use gettext, so their wording stands here, by the codes and words that rows may hold.
"""

import re
from collections.abc import Mapping, Sequence

from cases.children.rules import Decision

SCHOOLING = {
    "kindergarten": "幼儿园",
    "not_in_kindergarten": "未入园",
    "primary": "小学",
    "junior": "初中",
    "senior": "高中",
    "vocational": "中职",
    "dropped_out": "辍学",
    "not_in_school": "不在学",
}
GUARDIANSHIP = {
    "nobody": "无人监护",
    "parent_without_capacity": "父或母无监护能力",
    "carer_poor": "受委托监护人监护能力不足",
    "carer_fair": "受委托监护人监护能力一般",
    "carer_good": "受委托监护人监护能力较好",
}
INCOME = {"work": "打工", "farming": "种养殖", "relief": "政府救助", "relatives": "亲朋接济"}
AID = {"dibao": "低保", "temporary": "临时救助", "medical": "医疗救助", "housing": "住房救助"}
FOUND_BY = {
    "search": "走访排查",
    "request": "本人申请",
    "school": "学校通报",
    "moved": "异地转入",
    "roster": "花名册导入",
}
WHEREABOUTS = {
    "away": "外出务工",
    "home": "在家共同生活",
    "deceased": "死亡",
    "missing": "失联",
    "imprisoned": "服刑、羁押",
    "unknown": "情况不明",
}
CAPACITY = {"good": "较好", "fair": "一般", "poor": "不足", "none": "无监护能力", "": ""}
RELATIONS = {
    "father": "父亲",
    "mother": "母亲",
    "grandparent": "祖父母",
    "maternal_grandparent": "外祖父母",
    "sibling": "兄弟姐妹",
    "relative": "其他亲属",
    "other": "无亲属关系",
    "child": "本人",
}
LEVELS = {"low": "低", "medium": "中", "high": "高", "": ""}
GRADES = {"low": "较好", "medium": "一般", "high": "差", "": ""}
AIMS = {"schooling": "学业", "guardianship": "监护", "affection": "亲情", "health": "健康", "safety": "安全"}
RECOMMENDATIONS = {"continue": "继续帮扶", "close": "建议结案"}
CLOSING_GROUNDS = {
    "parent_returned": "父母（一方）返乡共同生活满三个月",
    "turned_16": "儿童年满十六周岁",
    "goals_met": "帮扶目标已经实现",
    "moved_with_parents": "儿童随父母迁居共同生活",
}
ENDING_GROUNDS = {
    "declined": "监护人拒绝接受服务",
    "died": "儿童死亡",
    "not_eligible": "经查明不符合条件",
}
STATES = {
    "imported": "待登记",
    "registered": "已登记",
    "verified": "已核实",
    "assessed": "已评估",
    "monitored": "日常关注",
    "opened": "已立案",
    "in_service": "帮扶中",
    "under_review": "复核中",
}
REASONS = {
    "age": "已满十六周岁",
    "no_birth_date": "出生日期未查明",
    "not_rural": "户籍登记地不属于农村（村民委员会辖区）",
    "one_parent_home": "父母一方在家，且有监护能力",
    "nobody_away": "父母均未外出务工",
    "both_away": "父母双方均外出务工",
    "one_away_other_without_capacity": "父母一方外出务工，另一方无监护能力",
}
VERDICTS = {"eligible": "符合", "not_eligible": "不符合", "refer": "不符合（应转介其他保障）"}
SEPARATORS = re.compile(r"[,，、;；/\s]+")
GRADES_OF_SCHOOL = {
    "kindergarten": re.compile("幼儿|小班|中班|大班|学前"),
    "vocational": re.compile("中职|中专|职高|技校|职业"),
    "senior": re.compile("高[一二三中]"),
    "junior": re.compile("初[一二三中]|[七八九]年级|[789]年级"),
    "primary": re.compile("小学|[一二三四五六]年级|[1-6]年级"),
}


def ticked(text: str, options: Mapping[str, str]) -> tuple[list[str], str]:
    """The options that a text of codes or words names, and the rest of it for the line 其他."""
    parts = [part for part in SEPARATORS.split(text) if part]
    words = {**options, **{word: word for word in options.values()}}
    chosen = [words[part] for part in parts if part in words]
    return chosen, "、".join(part for part in parts if part not in words)


def schooling_words(schooling: str, school: str, grade: str) -> str:
    """The box of the 2016 form: as entered, else as grade and school tell."""
    chosen, rest = ticked(schooling, SCHOOLING)
    if chosen or rest:
        return (chosen or [rest])[0]
    for text in (grade, school):
        for code, pattern in GRADES_OF_SCHOOL.items():
            if pattern.search(text):
                return SCHOOLING[code]
    return ""


def reason_sentences(decided: Decision) -> list[str]:
    """The reasons of the rule, as a decision quotes them."""
    parents = {"father": "父亲", "mother": "母亲"}
    found = []
    for reason in decided.reasons:
        who, _sep, status = reason.partition("_")
        if who in parents and status in WHEREABOUTS:
            found.append(f"{parents[who]}{WHEREABOUTS[status]}")
        else:
            found.append(REASONS.get(reason, reason))
    return found


def listed(parts: Sequence[str]) -> str:
    """Sentences one after another, with one full stop at the end; nothing of nothing."""
    return "；".join(part.rstrip("。；") for part in parts if part) + "。" if any(parts) else ""
