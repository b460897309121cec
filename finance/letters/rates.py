"""The slip of a rate, proposed, approved or rejected: which series, how much, from which month, by which basis."""

import datetime as dt
from typing import Any

from cases.letters.people import place
from cases.letters.slip import Lines, describes, tells
from documents.models import Event
from finance.letters.batch_head import month_words, yuan
from organisation.models import Division
from programs.models import Rate

SEXES = {"F": "女童", "M": "男童", "": "全部儿童"}


@describes("programs.rate", office="county")
def on_rate_slips(subject: Rate, on: dt.date) -> dict[str, Any]:
    """The program with its version, and whom the series is for."""
    version = subject.series.version
    county = Division.objects.select_related("parent").get(code=subject.dossier.division_code)
    return {
        "paper": "发放标准流转单",
        "title": "发放项目",
        "name": f"{version.program.name}（{version.name}版）",
        "number_title": "发放对象",
        "number": SEXES[subject.series.sex],
        "place_title": "地区",
        "village": place(county),
        "basis": version.basis,
    }


@tells("rate.propose")
@tells("rate.approve")
@tells("rate.reject")
def of_rate(subject: Rate, event: Event, data: dict[str, Any]) -> Lines:
    """Amount, first month, basis and who proposed it."""
    return [
        ("标准", f"每人每月{yuan(subject.fen)}元"),
        ("执行时间", f"自{month_words(subject.from_month)}起"),
        ("文件依据", subject.basis),
        ("提出人", subject.made_by.name if subject.made_by else "（项目首次设定）"),
    ]
