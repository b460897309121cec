"""STP-02 and STP-05 to STP-07: what is missing, the public notice by village, its result, an objection with its answer.

STP-05 belongs to the certification round, the others to the application, the notice and the objection themselves.
"""

from typing import Any

from cases.letters.applications import notice_result, objection, one_time_notice, public_notice
from cases.letters.slip import Lines, tells
from cases.models import Objection, PublicNotice
from cases.notices import describe_notices
from cases.stipends.models import CertificationRound, StipendCase
from documents.issuing import cn_date
from documents.letters import letter
from documents.models import Dossier, Event
from programs.models import Rate, RateSeries

MATTER = "留守儿童助学金"
ONCE = "《中华人民共和国行政许可法》第三十二条（参照）"
OPENNESS = "《中华人民共和国政府信息公开条例》第十五条"
WHO = {"F": "女童", "M": "男童", "": "每名儿童"}


@letter("STP-02", "一次性告知书", word="助告", organ="town", basis=ONCE)
def told_at_once(subject: StipendCase, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Everything that is missing, to the guardian who applied."""
    return one_time_notice(subject, event, addressee=subject.applicant, matter=MATTER)


@letter("STP-05", "留守儿童助学金发放公示", word="助公", organ="county", basis=OPENNESS)
def posted(subject: CertificationRound, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The newest notice of the round, as it hangs."""
    return public_notice(PublicNotice.objects.filter(dossier=subject.dossier_id).order_by("-pk")[0])


@letter("STP-06", "公示结果报告", word="助公结", organ="county", basis=OPENNESS, signed=True)
def result(subject: PublicNotice, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """What came in while it hung."""
    return notice_result(subject, event, data)


@letter("STP-07", "公示异议登记及答复", word="助异", organ="county", basis=OPENNESS, signed=True)
def objected(subject: Objection, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The objection as it was registered; with the answer when it is given."""
    return objection(subject, event)


@tells("stipend.accept")
def deemed_words(subject: StipendCase, event: Event, data: dict[str, Any]) -> Lines:
    """Accepted on which day, and whether because the office was late."""
    if not subject.accepted_on:
        return []
    told = [("受理日期", cn_date(subject.accepted_on))]
    if subject.deemed:
        told.append(("视为受理", "本机关未在五个工作日内一次告知需要补正的内容，自收到申请材料之日起即为受理。"))
    return told


def facts_of_round(dossier: Dossier) -> list[tuple[str, str]]:
    """Basis, standards and term of a round, as its notice says them."""
    run = CertificationRound.objects.select_related("program_version__program").get(dossier=dossier)
    version = run.program_version
    term = f"{run.first_month:%Y}年{run.first_month.month}月至{run.last_month:%Y}年{run.last_month.month}月"
    standards = "；".join(_standard(series, run) for series in RateSeries.objects.filter(version=version))
    return [("项目", version.program.name), ("依据", version.basis), ("标准", standards), ("发放期间", term)]


def _standard(series: RateSeries, run: CertificationRound) -> str:
    rate = Rate.objects.in_month(series, run.first_month)
    amount = f"{rate.fen / 100:g}元" if rate else "标准待定"
    return f"{WHO[series.sex]}每月{amount}"


describe_notices("stipends.certificationround", cases="stipendcase__round__dossier", facts=facts_of_round)
