"""The page of an official letter: GB/T 9704-2012, 22 lines of 28 characters, measured in the PDF."""

import re
import subprocess
from itertools import pairwise

import pytest
from django.template import engines

from documents.rendering import render_html
from documents.templatetags.paper import cn_date, fit_organ, title_lines, yuan
from tests.documents.test_rendering import PAPER

LINE = 225 / 22 / 25.4 * 72
FULL = "<p style='text-indent: 0'>" + "郭" * 28 * 22 * 2 + "</p>"


def words(pdf: bytes, page: int = 1) -> list[tuple[float, float, float, str]]:
    """x from, x to, y of the baseline box's foot, text of each word, in points."""
    command = ["pdftotext", "-bbox", "-f", str(page), "-l", str(page), "-", "-"]
    html = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
    pattern = r'<word xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)" yMax="([\d.]+)">(.*?)</word>'
    return [(float(a), float(b), float(y), word) for a, b, y, word in re.findall(pattern, html)]


def page(body: str, paper: dict[str, str] = PAPER) -> bytes:
    source = '{% extends "documents/layouts/letter.html" %}{% block text %}' + body + "{% endblock %}"
    html = engines["django"].from_string(source).render({"paper": paper, "addressee": "焦作市民政局"})
    return render_html(html, identifier=b"x", title="函", stylesheets=("letter",))


@pytest.fixture(scope="module")
def full() -> bytes:
    return render_html(
        f'<html lang="zh-CN"><head></head><body><div class="text">{FULL}</div></body></html>',
        identifier=b"x",
        title="满页",
        stylesheets=("letter",),
    )


def test_a_full_page_has_22_lines_of_28_characters(full):
    lines = [word for *_, word in words(full) if word.startswith("郭")]

    assert [len(line) for line in lines] == [28] * 22


def test_the_lines_fill_the_type_area(full):
    lines = [word for word in words(full) if word[3].startswith("郭")]

    assert lines[0][0] == pytest.approx(28 / 25.4 * 72, abs=1)
    assert lines[0][1] == pytest.approx((28 + 156) / 25.4 * 72, abs=1.5)
    assert lines[-1][2] - lines[0][2] == pytest.approx(21 * LINE, abs=1)


def test_a_rare_character_does_not_move_the_lines():
    body = "<p>" + "郭" * 40 + "䶮𫖯㛃" + "郭" * 60 + "</p>"
    feet = sorted({round(foot, 1) for *_, foot, word in words(page(body)) if "郭郭郭" in word})

    assert [low - high for high, low in pairwise(feet)] == pytest.approx([LINE] * (len(feet) - 1), abs=0.6)


def test_the_date_stands_four_characters_from_the_right():
    [date] = [word for word in words(page("<p>请予协助。</p>")) if word[3] == "2026年11月23日"][:1]

    assert date[1] == pytest.approx((28 + 156 - 4 * 156 / 28) / 25.4 * 72, abs=2)


def test_the_organ_name_is_centred_over_the_date():
    placed = {word: (left + right) / 2 for left, right, _, word in words(page("<p>请予协助。</p>"))}

    assert placed["孟州市民政局"] == pytest.approx(placed["2026年11月23日"], abs=3)


@pytest.mark.parametrize("organ", ["孟州市民政局", "孟州市农村留守儿童和困境儿童保护工作领导小组"])
def test_the_organ_mark_stays_within_the_type_area(organ):
    [mark] = [word for word in words(page("<p>请予协助。</p>", {**PAPER, "organ": organ})) if word[3] == organ + "文件"]

    assert mark[0] >= 27 / 25.4 * 72
    assert mark[1] <= 185 / 25.4 * 72
    assert fit_organ(organ, 2) <= 44


def test_page_numbers_are_outside_right_on_odd_and_left_on_even_pages():
    pdf = page(FULL)
    [odd] = [word for word in words(pdf, 1) if word[3] == "1" and word[2] > 740]
    [even] = [word for word in words(pdf, 2) if word[3] == "2" and word[2] > 740]

    assert odd[0] > 400
    assert even[0] < 150


def test_a_long_title_is_broken_into_lines_of_equal_length():
    assert title_lines("关于" * 11, 20) == "关于关于关于关于关于关<br>于关于关于关于关于关于"


@pytest.mark.parametrize(("value", "shown"), [("2026-01-05", "2026年1月5日"), (None, "　　年　月　日")])
def test_dates_have_no_leading_zeros(value, shown):
    assert cn_date(value) == shown


def test_fen_are_printed_as_yuan():
    assert yuan(580350000) == "5,803,500.00"
