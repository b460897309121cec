"""The year-end statement by town, sex and month: as a page, a workbook and a register; years and batches compared."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from documents.exporting import ExportColumn, download, export_rows
from documents.offices import office_of
from documents.trail import record
from documents.views.door import StaffRequest, pdf_response
from finance import figures, yearly
from finance.forms.batches import ExportForm
from finance.views.batches import TOWN
from finance.wording import yuan_words
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import READS_MONEY

REGISTER_COLUMNS = [
    {"title": "乡镇（街道）", "width": 16},
    {"title": "性别", "width": 6, "align": "center"},
    {"title": "月份", "width": 10, "align": "center"},
    {"title": "人数", "width": 8, "align": "right"},
    {"title": "人次", "width": 8, "kind": "count"},
    {"title": "金额（元）", "width": 16, "kind": "fen"},
]
NO_PAPER = "内部统计表：由系统按到账情况生成，不是签发的文书，没有验证码。"
SEX_WORDS = {"F": "女", "M": "男", "": "合计"}


def _asked(request: StaffRequest) -> tuple[yearly.Statement, list[int], bool]:
    """The statement of the year in the address, the years there are, and whether it is by the months paid for."""
    if not any(right.role in READS_MONEY - TOWN for right in rights_of(request.user)):
        raise PermissionDenied
    years = yearly.years(request.user)
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and int(text) in years else None
    year = year or (years[0] if years else timezone.localdate().year)
    paid_for = request.GET.get("by") == "for"
    return yearly.statement(request.user, year, paid_for=paid_for), years, paid_for


@require_GET
@login_required
def statement(request: StaffRequest) -> HttpResponse:
    """What arrived in a year, by town, sex and month."""
    made, years, paid_for = _asked(request)
    shown = {
        "statement": made,
        "years": years,
        "paid_for": paid_for,
        "so_far": yearly.paid_so_far(request.user),
        "words": figures.in_words(made.total.fen),
        "chart": _chart(made),
        "columns": len(made.months) + 3,
    }
    return render(request, "finance/statement.html", shown)


def _chart(made: yearly.Statement) -> dict[str, Any]:
    """Amounts by town, a stack of girls and boys; what the script draws."""
    towns = [row.town for row in made.towns]
    series: dict[str, dict[str, int]] = {}
    for row in made.rows:
        if row.sex:
            series.setdefault(row.sex_label, {})[row.town] = row.total.fen
    return {
        "labels": towns,
        "stacked": True,
        "series": [{"name": name, "fen": [found.get(town, 0) for town in towns]} for name, found in series.items()],
    }


@require_GET
@login_required
def compare(request: StaffRequest) -> HttpResponse:
    """Years and batches against each other, town by town."""
    if not any(right.role in READS_MONEY - TOWN for right in rights_of(request.user)):
        raise PermissionDenied
    tables = [
        ("years", _("Years"), yearly.by_years(request.user)),
        ("batches", _("Batches"), yearly.by_batches(request.user)),
    ]
    shown = {"tables": [(name, title, table, _comparison(table)) for name, title, table in tables]}
    return render(request, "finance/compare.html", shown)


def _comparison(table: yearly.Compared) -> dict[str, Any]:
    return {
        "labels": [name for name, _cells in table.towns],
        "stacked": False,
        "series": [
            {"name": head, "fen": [cells[place].fen for _name, cells in table.towns]}
            for place, head in enumerate(table.heads)
        ],
    }


@require_POST
@login_required
def statement_export(request: StaffRequest) -> HttpResponse:
    """The statement as a workbook, one row for each town, sex and month, with their totals."""
    made, _years, paid_for = _asked(request)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "finance/export_reason.html", {"form": form}, status=422)
    columns = [
        ExportColumn(_("Town"), lambda row: row["town"] or _("Whole county"), 18),
        ExportColumn(_("Sex"), lambda row: row["sex"] or _("all"), 8),
        ExportColumn(_("Month"), lambda row: row["month"] or _("whole year"), 12),
        ExportColumn(_("Persons"), lambda row: row["cell"].persons, 10),
        ExportColumn(_("Payments"), lambda row: row["cell"].payments, 10),
        ExportColumn(_("Amount in yuan"), lambda row: yuan_words(row["cell"].fen), 16),
    ]
    content = export_rows(
        _flat(made),
        columns,
        by=request.user,
        title=_("Statement of payments %d") % made.year,
        reason=form.cleaned_data["reason"],
        filters={"year": str(made.year), "by": "for" if paid_for else "paid"},
    )
    return download(content, f"statement-{made.year}")


def _flat(made: yearly.Statement) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in [*made.rows, *made.foot]:
        for month, cell in zip(made.months, row.cells, strict=True):
            if cell.payments:
                found.append({"town": row.town, "sex": row.sex_label, "month": f"{month:%Y-%m}", "cell": cell})
        found.append({"town": row.town, "sex": row.sex_label, "month": "", "cell": row.total})
    return found


@require_POST
@login_required
def statement_pdf(request: StaffRequest) -> HttpResponse:
    """The same as a register to print and file. Printing it is an event of the office."""
    from documents.rendering import render_template  # takes seconds to load

    made, _years, paid_for = _asked(request)
    details = {"year": made.year, "by": "for" if paid_for else "paid"}
    record(
        office_of(request.user), "statement.print", by=request.user, right=rights_of(request.user)[0], details=details
    )
    pdf = render_template(
        "finance/statement_register.html",
        _register(made, request.user, paid_for),
        identifier=f"statement-{made.year}".encode().ljust(16, b".")[:16],
    )
    return pdf_response(pdf, f"statement-{made.year}.pdf")


def _columns(paid_for: bool) -> list[dict[str, Any]]:
    """Payments add up by the month in which they were made; one payment for several months stands in each of them."""
    again = {"title": "人次", "width": 8, "align": "right"}
    return [again if paid_for and column["title"] == "人次" else column for column in REGISTER_COLUMNS]


def _register(made: yearly.Statement, user: User, paid_for: bool) -> dict[str, Any]:
    """Rows of towns by sex and month; persons are not added up, because one may be paid in several months."""
    rows = [
        [row.town, SEX_WORDS[row.sex], f"{month:%Y-%m}", cell.persons, cell.payments, cell.fen]
        for row in made.rows
        if row.sex
        for month, cell in zip(made.months, row.cells, strict=True)
        if cell.payments
    ]
    right = rights_of(user)[0]
    title = f"{made.year}年发放情况统计表" + ("（按所属月份）" if paid_for else "")
    return {
        "paper": {
            "title": title,
            "organ": right.division.name,
            "number": "不编号",
            "handler": user.name,
            "phone": "",
            "blank": NO_PAPER,
        },
        "table": {"columns": _columns(paid_for), "rows": rows},
        "grand_total": made.total.fen,
        "persons": made.total.persons,
        "payments": made.total.payments,
        "day": timezone.localdate(),
    }
