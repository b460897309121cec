"""Papers: CPU, size and memory of a notice, wall time of a long register, against WeasyPrint as its manual shows it.

The reference is `HTML(string=…).write_pdf()` of the same page with Noto Serif CJK SC, every font of the system visible.
Ours is PDF/A-3a and tagged besides. Both are measured in turns in one process, and the least disturbed turn counts.
"""

import gc
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench import Result, at_most

TURNS = 15
ROWS = 1903
BODY = (
    "你于2026年11月20日提出的临时救助申请，材料齐全，符合受理条件，现予受理。本单位将自受理之日起二十个工作日内作出决定，"
    "并书面告知。办理期间，工作人员将入户调查，请予配合并如实提供家庭人员、收入情况；情况发生变化的，请在五日内告知承办人。"
)
COLUMNS = ["序号", "姓名", "关系", "年龄", "就读学校", "月收入（元）"]
PEOPLE = ["毋小满", "毋小年", "毋建国", "职安", "职小满", "郭示例", "单小年", "单建国", "郭安", "毋示例"]
PAPER = {
    "title": "临时救助受理通知书",
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
STYLES = ("form", "notice")


def run() -> Iterator[Result]:
    """CPU and size of a notice, memory after twenty, wall time of a register of 1,903 rows."""
    from documents.rendering import render_html

    html = notice()
    plain = in_one_font(html)
    pdf = render_html(html, identifier=b"bench", title=PAPER["title"], stylesheets=STYLES)
    ours, reference = in_turns(
        lambda: render_html(html, identifier=b"bench", title=PAPER["title"], stylesheets=STYLES),
        lambda: naive(plain),
        time.process_time,
        TURNS,
    )
    yield at_most("notice, CPU", ours * 1000, reference * 1000, 0.45, "ms")
    yield below("notice, size", len(pdf) / 1000, len(naive(plain)) / 1000, 80, "KB")
    yield below("worker after 20 notices, resident", memory("ours"), memory("naive"), 200, "MB")
    ours, reference = in_turns(register, lambda: naive(plain_register()), time.perf_counter, 1)
    yield at_most(f"register of {ROWS} rows, wall", ours, reference, 0.5, "s")
    ours, reference = in_turns(roll, lambda: naive(plain_roll()), time.perf_counter, 1)
    yield at_most(f"roll STP-08 of {ROWS} payments, wall", ours, reference, 0.5, "s")


def below(name: str, ours: float, reference: float, limit: float, unit: str) -> Result:
    """A result that has to stay under an absolute limit."""
    ratio = round(ours / reference, 3)
    return Result(name, round(ours, 1), round(reference, 1), ratio, f"<= {limit:g} {unit}", ours <= limit, unit)


def in_turns(
    ours: Callable[[], object], reference: Callable[[], object], clock: Callable[[], float], turns: int
) -> tuple[float, float]:
    """Least disturbed time of each, measured alternately, after one run of each that does not count, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(turns + (turns > 1)):
        for kept, work in zip(times, (ours, reference), strict=True):
            start = clock()
            work()
            if turn or turns == 1:
                kept.append(clock() - start)
    return min(times[0]), min(times[1])


def notice() -> str:
    """The notice as an office would issue it."""
    from django.template import engines

    source = (
        '{% extends "documents/layouts/notice.html" %}{% block text %}<p>{{ body }}</p>{{ table|safe }}{% endblock %}'
        "{% block remedies %}<p>对本通知有异议的，可以自收到之日起六十日内申请行政复议。</p>{% endblock %}"
        "{% block receipt %}{% endblock %}"
    )
    return (
        engines["django"]
        .from_string(source)
        .render({"paper": PAPER, "addressee": "毋建国", "body": BODY, "table": table(family(), "form")})
    )


def family() -> list[list[str]]:
    """Ten rows of six columns."""
    return [
        [str(n), name, "子女", str(6 + n), "示例第一小学", f"{n * 350}.00"] for n, name in enumerate(PEOPLE, start=1)
    ]


def children() -> list[list[str]]:
    """The rows of the register."""
    return [[str(n + 1), PEOPLE[n % 10], "子女", "10", "示例第一小学六年级", "250.00"] for n in range(ROWS)]


def table(rows: list[list[str]], kind: str = "") -> str:
    """Rows as an HTML table."""
    head = "".join(f"<th>{title}</th>" for title in COLUMNS)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def in_one_font(html: str) -> str:
    """The page as first written: styles inside, one font, counter(pages), tables that size themselves, QR as SVG."""
    import segno

    from documents.rendering import STYLES as FOLDER

    css = "".join((FOLDER / f"{name}.css").read_text(encoding="utf-8") for name in ("paper", *STYLES))
    css = re.sub(r'"GW [A-Za-z ]+"', '"Noto Serif CJK SC"', css)
    qr = segno.make_qr(str(PAPER["verify_url"]), error="m").svg_data_uri(border=0, omitsize=True)
    html = re.sub(r'(?<=src=")data:image/png[^"]*', lambda _: qr.replace('"', "'"), html)
    css = css.replace("string(total)", "counter(pages)").replace("table-layout: fixed; ", "")
    return html.replace("</head>", f"<style>{css}</style></head>")


def plain_register() -> str:
    """The register as anyone would first write it: one table."""
    css = "@page { size: A4 landscape; margin: 18mm 20mm 26mm } html { font: 12pt 'Noto Serif CJK SC' }"
    css += " table { border-collapse: collapse; width: 100% } td, th { border: .5pt solid #000; padding: 1mm }"
    return f'<html lang="zh-CN"><head><style>{css}</style></head><body>{table(children())}</body></html>'


def naive(html: str) -> bytes:
    """The reference, with the fonts of the system and zlib, as if our engine had never been started."""
    import zlib

    import pydyf
    from weasyprint import HTML

    private, quick = os.environ.pop("FONTCONFIG_FILE", None), pydyf.zlib
    pydyf.zlib = zlib
    gc.unfreeze()  # our engine sets its modules aside from garbage collection, which would help the reference too
    try:
        pdf: bytes = HTML(string=html).write_pdf()
        return pdf
    finally:
        gc.freeze()
        pydyf.zlib = quick
        if private:
            os.environ["FONTCONFIG_FILE"] = private


def register() -> bytes:
    """The register as ruled lines, with page totals and running totals."""
    from documents.rendering import render_template

    kinds = ["text", "text", "text", "count", "text", "fen"]
    columns = [{"title": title, "width": 12, "kind": kind} for title, kind in zip(COLUMNS, kinds, strict=True)]
    rows = [[n, name, tie, int(age), school, 25000] for n, name, tie, age, school, _ in children()]
    context = {"paper": PAPER, "table": {"columns": columns, "rows": rows}, "grand_total": 25000 * ROWS}
    return render_template("documents/layouts/register.html", context, identifier=b"bench")


def payments() -> list[list[Any]]:
    """The rows of the roll of one town, as finance.letters.rolls makes them."""
    place, paid = ["谢庄村", "示例第一小学六年级", "全部", 5, "50.00"], 25000
    people = [(n, PEOPLE[n % 10]) for n in range(ROWS)]
    return [[n + 1, name, f"419983********{n % 100:02d}", *place, paid, name, f"{n:04d}", None] for n, name in people]


def roll() -> bytes:
    """The roll that a town signs (STP-08), from its own template."""
    from documents.rendering import render_template
    from finance.letters.rolls import COLUMNS as OF_ROLL

    context = {
        "paper": PAPER,
        "batch": {
            "program": "留守儿童助学金",
            "term": "2026年3月至2026年7月",
            "number": "STP-410883-2026A",
            "round": 1,
        },
        "town": "孟州市化工镇",
        "table": {"columns": OF_ROLL, "rows": payments()},
        "grand_total": 25000 * ROWS,
    }
    return render_template("documents/letters/STP-08.html", context, identifier=b"bench")


def plain_roll() -> str:
    """The same payments as one table, with as much room to sign."""
    cells = ([cell or "" for cell in row] for row in payments())
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
    css = "@page { size: A4 landscape; margin: 18mm 20mm 26mm } html { font: 9.5pt 'Noto Serif CJK SC' }"
    css += " table { border-collapse: collapse; width: 100% } td { border: .5pt solid #000; padding: 2mm 1mm }"
    return f'<html lang="zh-CN"><head><style>{css}</style></head><body><table>{rows}</table></body></html>'


def memory(which: str) -> float:
    """Resident memory in MB of a fresh process that renders twenty notices."""
    code = f"import bench.documents as b; b.twenty({which!r})"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    environment.pop("FONTCONFIG_FILE", None)
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def twenty(which: str) -> None:
    """Render twenty notices and print the resident memory in MB."""
    import django

    django.setup()
    from documents.rendering import render_html

    html = notice()
    plain = in_one_font(html)
    for _ in range(20):
        if which == "ours":
            render_html(html, identifier=b"bench", title=PAPER["title"], stylesheets=STYLES)
        else:
            naive(plain)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(int(status.split("VmRSS:")[1].split()[0]) / 1024)
