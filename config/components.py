"""The page /_components/ (development only): every component in every state, with long names and rare characters.

It touches no data. Served by config/urls.py when DEBUG is on; browser tests take its picture.
"""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone

from organisation.models import Division

STEPS = ["待登记", "登记", "核实", "评估", "立案", "帮扶", "结案"]
NAMES = ["毋小满", "郭䶮", "阿依拉·示例", "慕容祎", "买买提江·阿卜杜热合曼·示例"]
VILLAGES = [
    "化工镇 横山村",
    "西虢镇 李梧槚村",
    "示范区苏家作乡 东张羌第二社区居民委员会",
    "乔庙镇 杨村",
    "化工镇 北开仪村",
]


class SampleForm(forms.Form):
    """One field of every kind, grouped as on a paper form."""

    groups = [
        ("儿童基本情况", ("name", "birth", "boards", "health")),
        ("资助与材料", ("amount", "school", "aims", "note", "scan")),
    ]
    case = forms.CharField(widget=forms.HiddenInput, initial="LBC-1")
    name = forms.CharField(label="姓名", max_length=40, help_text="按户口簿填写，生僻字可以直接输入。")
    birth = forms.DateField(label="出生日期", widget=forms.DateInput(attrs={"type": "date"}))
    boards = forms.BooleanField(label="在校寄宿", required=False)
    health = forms.ChoiceField(
        label="健康状况",
        widget=forms.RadioSelect,
        choices=[("good", "健康"), ("ill", "患病"), ("disabled", "残疾")],
        help_text="患病或残疾的，请在备注中写明类型。",
    )
    amount = forms.IntegerField(label="每月助学金", min_value=0)
    school = forms.ChoiceField(label="就读学校", choices=[("", "请选择"), ("1", "示例第一小学"), ("2", "示例第二小学")])
    aims = forms.MultipleChoiceField(
        label="帮扶目标",
        widget=forms.CheckboxSelectMultiple,
        choices=[("study", "学业有教"), ("care", "监护有人"), ("love", "亲情有护")],
    )
    note = forms.CharField(label="备注", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    scan = forms.FileField(label="户口簿扫描件", required=False, help_text="PDF 或照片，最大 20 MB。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"].unit = "元"  # type: ignore[attr-defined]
        self.fields["birth"].short = True  # type: ignore[attr-defined]


class SampleFilter(django_filters.FilterSet):
    """A search, a choice and a range of days."""

    q = django_filters.CharFilter(
        label="姓名或拼音", method="unfiltered", widget=forms.TextInput(attrs={"type": "search"})
    )
    level = django_filters.ChoiceFilter(label="级别", choices=Division.LevelChoices, empty_label="全部")
    risk = django_filters.ChoiceFilter(
        label="风险", choices=[("high", "高"), ("low", "低")], method="unfiltered", empty_label="全部"
    )

    class Meta:
        model = Division
        fields = ["q", "level", "risk"]

    def unfiltered(self, queryset: Any, name: str, value: Any) -> Any:
        return queryset


def components(request: HttpRequest) -> HttpResponse:
    """Show everything; `?page=` moves the pagination."""
    today = timezone.localdate()
    asked = request.GET if "level" in request.GET else QueryDict("level=town&risk=high")
    context = {
        "steps": _steps(3),
        "all_done": _steps(len(STEPS)),
        "days": [today + dt.timedelta(days=n) for n in (-12, -1, 0, 1, 3, 12)],
        "birth": dt.date(2014, 5, 6),
        "terms": (dt.date(2026, 9, 1), dt.date(2027, 1, 1)),
        "form": SampleForm(),
        "bad_form": SampleForm({"name": "郭䶮", "birth": "2026-13-01"}, auto_id="bad_%s"),
        "filter": SampleFilter(asked, Division.objects.none()),
        "page": Paginator(range(10_000), 50).get_page(request.GET.get("page", 7)),
        "one_page": Paginator(range(1), 50).get_page(1),
        **_table(),
        **_case(today),
    }
    return render(request, "components/_page.html", context)


def _steps(now: int) -> list[dict[str, str]]:
    states = ["done"] * now + ["now"] + ["next"] * len(STEPS)
    return [{"label": label, "state": state} for label, state in zip(STEPS, states, strict=False)]


def _table() -> dict[str, Any]:
    columns = [
        {"label": "姓名", "sort": "name"},
        {"label": "村"},
        {"label": "月数", "number": True},
        {"label": "金额", "number": True},
    ]
    rows = [
        {"id": n, "url": f"#row-{n}", "cells": [name, village, 5, "¥250.00"]}
        for n, (name, village) in enumerate(zip(NAMES, VILLAGES, strict=True))
    ]
    return {"columns": columns, "rows": rows, "foot": ["合计", "", 25, "¥1,250.00"]}


def _case(today: dt.date) -> dict[str, Any]:
    papers: list[dict[str, Any]] = [
        {"title": "留守儿童登记表", "number": "（孟）留童登〔2026〕第00012号", "url": "#paper", "preview": "#paper"},
        {"title": "告知同意书", "preview": "#paper"},
        {"title": "入户核实记录", "failed": True},
    ]
    lines = _events(papers)
    return {
        "crumbs": [("孟州市", "#"), ("化工镇", "#"), ("横山村", "")],
        "tabs": [
            {"id": f"part-{n}", "label": label, "count": n}
            for n, label in enumerate(["概况", "家庭", "评估与方案", "走访", "文书", "时间线"])
        ],
        "papers": papers,
        "told": ["监护人毋奶奶", "卫村官"],
        "deadlines": [{"label": "完成立案", "due_on": today + dt.timedelta(days=7), "who": "镇审批人"}],
        "timeline": [(today, lines), (today - dt.timedelta(days=1), lines[1:2])],
        "acts": [
            {"label": "提交核实", "url": "#", "primary": True, "icon": "send", "reasons": []},
            {"label": "退回补正", "url": "#", "reasons": []},
            {"label": "终止个案", "url": "#", "stop": True, "reasons": []},
            {
                "label": "批准立案",
                "url": "#",
                "reasons": ["帮扶方案还没有写“亲情”一项。", "这一步由镇审批人办理，不能与评估人是同一人。"],
            },
        ],
        "bar": [
            {"name": "act", "value": "print", "label": "打印登记表", "primary": True},
            {"name": "act", "value": "assign", "label": "改派"},
        ],
    }


def _events(papers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {
            "at": now,
            "who": "苏督导",
            "post": "化工镇儿童督导员",
            "on_behalf_of": "史受理",
            "action": "提交核实",
            "kind": "main",
            "papers": papers,
        },
        {
            "at": now,
            "who": "卫村官",
            "post": "横山村儿童主任",
            "action": "修改了住址",
            "changes": [("住址", "横山村 12 号", "横山村 21 号"), ("门牌", "", "东院")],
        },
        {
            "at": now,
            "who": "南督导",
            "post": "南庄镇儿童督导员",
            "action": "被拒绝：查看卷宗",
            "reason": "不在本镇",
            "kind": "refused",
        },
    ]
