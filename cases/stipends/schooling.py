"""Which stage of school a grade belongs to, read from what the roster or the school wrote. Pure; called by facts.

Invariant: what cannot be read is never guessed: it is an empty stage, and the month is in error until it is written.
"""

import re
from functools import lru_cache
from typing import Literal

Stage = Literal["primary", "junior", "other", ""]

DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
LAST_OF_PRIMARY, LAST_OF_JUNIOR = 6, 9
OTHER = re.compile(r"幼儿|学前|小班|中班|大班|托班|高中|高一|高二|高三|职高|中专|中职|技校|职业|大学|大专|未入学|毕业")
JUNIOR = re.compile(r"初中|初[一二三123]|初级中学")
PRIMARY = re.compile(r"小学|小[一二三四五六1-6]")
GRADE = re.compile(r"([一二三四五六七八九]|[1-9](?![0-9]))\s*(?:年级|年|[（(]|$|班)")


@lru_cache(maxsize=4096)
def stage_of(grade: str, school: str = "") -> Stage:
    """Primary, junior or another stage; empty when neither the grade nor the school's name says it.

    A grade such as 三年级 is counted from the first year of primary school, 初二 and 初中二年级 from junior school.
    """
    for text in (grade.strip(), school):
        if OTHER.search(text):
            return "other"
        if JUNIOR.search(text):
            return "junior"
        if PRIMARY.search(text):
            return "primary"
        if text == grade.strip() and (number := _number(text)):
            return "primary" if number <= LAST_OF_PRIMARY else "junior"
    return ""


def _number(grade: str) -> int:
    found = GRADE.search(grade)
    if not found:
        return 0
    number = DIGITS.get(found[1]) or int(found[1])
    return number if number <= LAST_OF_JUNIOR else 0
