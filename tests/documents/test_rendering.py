"""Rendering: the same bytes everywhere, archivable, exact text, nothing fetched."""

import hashlib
import os
import subprocess
import sys
from io import BytesIO

import pytest
from django.template import engines
from django.utils import translation
from pypdf import PdfReader

from documents.checks import papers_can_be_rendered
from documents.registers import display_width, rule_sheets
from documents.rendering import EmbeddedFile, ForbiddenResource, join, render_html, render_template

PAPER = {
    "title": "受理通知书",
    "number": "（孟）救受〔2026〕35号",
    "organ": "孟州市民政局",
    "case_number": "HSP-410883-2026-00035",
    "basis": "《社会救助暂行办法》第四十八条",
    "handler": "职安",
    "phone": "12039100000",
    "issued_on": "2026年11月23日",
    "issued_at": "2026年11月23日 10:05",
    "issuer": "孟州市民政局",
    "verify_code": "7F3K-9QXM-2T8A",
    "verify_url": "https://tongxin.example.cn/verify/7F3K9QXM2T8A",
    "trail_head": "3f9a21c788d05be4",
    "replaces": "",
}
PAGE = '<html lang="zh-CN"><head></head><body><p>{}</p></body></html>'
COLUMNS = [
    {"title": "序号", "width": 6, "align": "center"},
    {"title": "姓名", "width": 12},
    {"title": "金额（元）", "width": 12, "kind": "fen"},
]


def render(body: str, **options) -> bytes:
    return render_html(PAGE.format(body), identifier=b"paper", title="样张", **options)


def text(pdf: bytes) -> str:
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def register(count: int, **context) -> bytes:
    rows = [[str(n + 1), ("毋小满", "郭䶮")[n % 2], 25000] for n in range(count)]
    context = {"paper": PAPER, "table": {"columns": COLUMNS, "rows": rows}, **context}
    return render_template("documents/layouts/register.html", context, identifier=b"register")


def test_the_same_paper_has_the_same_bytes_twice():
    assert render("郭䶮") == render("郭䶮")


def test_another_process_renders_the_same_bytes():
    code = (
        "import django; django.setup(); from documents.rendering import render_html; import hashlib;"
        f"print(hashlib.sha256(render_html({PAGE.format('郭䶮')!r}, identifier=b'paper', title='样张')).hexdigest())"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONHASHSEED": "7", "TZ": "UTC-5"}
    other = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert other.stdout.strip() == hashlib.sha256(render("郭䶮")).hexdigest()


def test_names_outside_every_common_character_set_can_be_read_back():
    names = "毋小满、郭䶮、𫖯、㛃、翟喆、慕容祎、阿依拉·示例、李梧槚、邘邰村"

    assert text(render(names)).startswith(names)


def test_a_paper_says_that_it_is_pdf_a_3a_and_what_it_is_called():
    reader = PdfReader(BytesIO(render("正文")))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()

    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert reader.metadata.title == "样张"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("address", ["file:///etc/passwd", "http://example.com/a.png", "//example.com/a.css"])
def test_a_template_cannot_reach_files_or_the_network(address):
    with pytest.raises(ForbiddenResource):
        render(f'<img src="{address}">')


def test_a_refusal_leaves_the_next_paper_unharmed():
    before = render("正文")
    with pytest.raises(ForbiddenResource):
        render('<img src="file:///etc/passwd">')

    assert render("正文") == before


def test_an_embedded_file_is_in_the_paper_and_has_no_date_of_today():
    file = EmbeddedFile("名册.csv", "序号,姓名\n".encode(), "名册数据")
    pdf = render("名册", attachments=[file])

    assert PdfReader(BytesIO(pdf)).attachments["名册.csv"] == [file.content]
    assert pdf == render("名册", attachments=[file])


def test_a_paper_is_chinese_whatever_the_language_at_work():
    with translation.override("en"):
        english = register(3)

    assert english == register(3)


@pytest.mark.parametrize("layout", ["letter", "correspondence", "notice", "form"])
def test_every_layout_shows_what_each_paper_must_show(layout, caplog):
    pdf = render_template(f"documents/layouts/{layout}.html", {"paper": PAPER, "addressee": "慕容祎"}, identifier=b"x")
    shown = text(pdf)

    for key in (
        "title",
        "number",
        "organ",
        "case_number",
        "handler",
        "phone",
        "issued_on",
        "verify_code",
        "trail_head",
    ):
        assert PAPER[key] in shown, key
    assert "（盖章）" in shown or layout == "form"
    assert [record.message for record in caplog.records if record.name == "weasyprint"] == []


def test_a_register_counts_its_pages_and_adds_up():
    pages = PdfReader(BytesIO(register(100, grand_total=2_500_000))).pages
    shown = ["".join(page.extract_text().split()) for page in pages]

    assert all(f"第{number}页共{len(pages)}页" in page for number, page in enumerate(shown, start=1))
    assert all("本页小计" in page and "序号" in page for page in shown)
    assert "合计（大写）：人民币贰万伍仟元整" in shown[-1]
    assert "以下空白" in shown[-1]


def test_a_register_has_as_many_sheets_as_pages():
    sheets = rule_sheets(COLUMNS, [[str(n), "毋小满", 100] for n in range(100)])

    assert len(PdfReader(BytesIO(register(100))).pages) == len(sheets)
    assert sum(len(sheet.rows) for sheet in sheets) == 100
    assert [sheet.last for sheet in sheets] == [False] * (len(sheets) - 1) + [True]


@pytest.mark.parametrize("count", [0, 1, 17, 18, 19, 20, 35, 36, 37])
def test_a_register_of_any_length_fits_its_pages(count):
    sheets = rule_sheets(COLUMNS, [[str(n), "毋小满", 100] for n in range(count)])

    assert len(PdfReader(BytesIO(register(count, grand_total=0))).pages) == len(sheets)


def test_a_long_cell_is_folded_and_a_rare_name_stands_in_its_column():
    [sheet] = rule_sheets(COLUMNS, [["1", "阿依拉·示例" * 9, 100], ["2", "郭䶮", 100]])

    assert [line.strip().split(" ")[0] for line in sheet.rows[0].text.split("\n")][1:] != []
    assert [cell.text for cell in sheet.rows[1].cells] == ["2", "郭䶮", "1.00"]


def test_every_cell_of_a_row_begins_at_its_column():
    [sheet] = rule_sheets(COLUMNS, [["1", "阿依拉·示例", 100], ["2", "张三", 25000], ["3", "", 0]])
    ends = {display_width(row.text) for row in sheet.rows}
    starts = {
        display_width(row.text[: row.text.index(name)]) for row, name in zip(sheet.rows, ("阿", "张"), strict=False)
    }

    assert len(ends) == len(starts) == 1


def test_columns_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="too wide"):
        rule_sheets([{"title": "说明", "width": 400}], [])


def test_joined_papers_keep_their_order_and_begin_on_a_front_side():
    joined = PdfReader(BytesIO(join([("甲", render("甲")), ("乙", render("乙"))], duplex=True)))

    assert [item.title for item in joined.outline] == ["甲", "乙"]
    assert ["甲" in (page.extract_text() or "") for page in joined.pages] == [True, False, False]


def test_joining_gives_the_same_bytes_every_time():
    papers = [("甲", render("甲")), ("乙", render("乙"))]

    assert join(papers) == join(papers)


def test_this_machine_has_what_the_papers_need():
    assert papers_can_be_rendered(None) == []


def test_a_missing_subset_library_is_an_error(monkeypatch):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None if "subset" in name else name)

    assert [error.id for error in papers_can_be_rendered(None)] == ["documents.E001"]


def test_the_web_process_does_not_load_the_engine():
    code = "import django, sys; django.setup(); import documents.rendering; print('weasyprint' in sys.modules)"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_a_tick_is_drawn_in_a_box():
    source = '{% load paper %}{% tick needs "亲情" %}{% tick needs "学业" %}'
    html = engines["django"].from_string(source).render({"needs": ["亲情"]})

    assert text(render(html)).startswith("√亲情□学业")
