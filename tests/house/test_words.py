"""Nothing about births is recorded anywhere. The words of that kind of work may not even appear.

They are cut in two here, because this file is read too.
"""

import re

import pytest

from tests.house.source import texts

pytestmark = pytest.mark.house
WORDS = [
    "政策" + "外",
    "超" + "生",
    "违法" + "生育",
    "违反政策" + "生育",
    "社会" + "抚养费",
    "孕" + "情",
    "环" + "检",
    "查" + "环",
    "查" + "孕",
    "避孕" + "药具",
    "节育" + "措施",
    "四项" + "手术",
    "结" + "扎",
    "引" + "产",
    "育龄" + "妇女",
    "PA" + "DIS",
]
FORBIDDEN = re.compile("|".join(WORDS))
ALLOWED = "docs/history.md"  # the glossary page that explains what the newspaper of 2013 was talking about


def hits(text: str) -> list[str]:
    return [f"line {number}" for number, line in enumerate(text.splitlines(), 1) if FORBIDDEN.search(line)]


def test_the_words_of_birth_policing_appear_nowhere():
    found = {path: hits(text) for path, text in texts() if path != ALLOWED and hits(text)}
    assert found == {}


def test_the_guard_sees_a_word_inside_a_sentence():
    assert hits("本表不登记\n" + "超" + "生" + "情况") == ["line 2"]
