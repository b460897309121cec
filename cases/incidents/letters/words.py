"""The Chinese words that the papers of a report of danger print for codes. Papers never use gettext."""

import datetime as dt

from django.utils import timezone

from documents.issuing import cn_date

HARM = {
    "sexual_harm_suspected": "隐私部位损伤或者遭受（疑似遭受）性侵害",
    "violence": "遭受（疑似遭受）家庭暴力、虐待、殴打、麻醉，身体多处损伤或者意识不清",
    "bullying": "遭受（疑似遭受）欺凌",
    "neglect": "严重营养不良或者长期处于无人照料状态",
    "abandoned": "被遗弃",
    "self_harm": "自杀、自残、中毒等非正常原因导致伤残、死亡",
    "missing": "来源不明、失踪或者被拐卖、收买",
    "begging": "被组织乞讨",
    "other": "其他严重侵害身心健康或者面临危险的情形",
}
PARTS = {
    "carer": "照护人",
    "parent": "父母",
    "proxy": "代理家长",
    "staff": "有关工作人员",
    "other": "其他人员",
}
GROUNDS = {
    "lost": "未成年人流浪乞讨或者身份不明，暂时查找不到父母或者其他监护人",
    "nobody": "监护人下落不明且无其他人可以担任监护人",
    "unable": "监护人因自身客观原因或者突发事件不能履行监护职责，导致未成年人监护缺失",
    "refused": "监护人拒绝或者怠于履行监护职责，导致未成年人处于无人照料的状态",
    "made_to": "监护人教唆、利用未成年人实施违法犯罪行为，需要带离安置",
    "harmed": "未成年人遭受监护人严重伤害或者面临人身安全威胁，需要紧急安置",
    "other": "法律规定的其他情形",
}
HOW = {"visit": "入户", "call": "电话", "office": "到访", "school": "到校"}
SAFE = {"yes": "安全", "doubt": "尚难判断", "no": "不安全"}
OUTCOMES = {
    "safe": "危险已经消除，儿童得到妥善照护",
    "handed_on": "已移交长期监护、司法程序或者其他机构继续保护",
    "unfounded": "经核实，未发现侵害或者危险",
    "of_age": "已满十八周岁",
    "other": "其他情形",
}
CLOCKS = {"phone": "电话报警", "written": "书面报案", "next": "跟踪回访"}
UNKNOWN_CHILD = "身份待查明"


def moment(at: dt.datetime | None) -> str:
    """2026年11月23日10:32; empty when it is not known."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{cn_date(local.date())}{local:%H:%M}"


def lateness(minutes: int) -> str:
    """How late, in the words of an office: 未超时, 超时35分钟, 超时2小时5分钟."""
    if not minutes:
        return "未超时"
    hours, rest = divmod(minutes, 60)
    return f"超时{f'{hours}小时' if hours else ''}{f'{rest}分钟' if rest else ''}"
