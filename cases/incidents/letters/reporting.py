"""PRO-01 to PRO-03: the report itself, the letter to the police, the answer of the police (domain report §2.17)."""

from typing import Any

from cases.incidents.clocks import clocks
from cases.incidents.letters.people import child_of, child_with_stars, named_lines, reporter_lines
from cases.incidents.letters.words import CLOCKS, HARM, lateness, moment
from cases.letters.bases import LAW
from cases.letters.people import day_of
from documents.letters import letter
from documents.models import Event

DUTY_TO_REPORT = f"{LAW}第十一条，《关于建立侵害未成年人案件强制报告制度的意见（试行）》"
REQUEST = "请依法受理，及时开展调查，采取必要措施保护该未成年人，并将受理情况告知我局。"


@letter("PRO-01", "强制报告登记表", word="强报", organ="county", basis=DUTY_TO_REPORT, final=True)
def report_form(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """Everything that was reported, as it was reported, and by whom. Kept in the locked file."""
    return {
        "child": child_of(subject, day_of(event)),
        "harm": list(subject.harm_types),
        "harm_words": [list(pair) for pair in HARM.items()],
        "what": subject.what,
        "where": subject.where,
        "observed_at": moment(subject.observed_at),
        "reported_at": moment(subject.reported_at),
        "danger_now": subject.danger_now,
        "named": named_lines(subject),
        "reporter": reporter_lines(subject, event),
        "phoned_at": moment(subject.phoned_at),
        "phone_by": moment(subject.phone_by),
        "write_by": moment(subject.write_by),
    }


@letter("PRO-02", "报案（举报）函", word="护函", organ="county", basis=DUTY_TO_REPORT)
def police_letter(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """To the police: the child in full, because they must find it; who reported is not said."""
    return {
        "addressee": data["addressee"],
        "child": child_of(subject, day_of(event)),
        "harm": [HARM[code] for code in subject.harm_types if code in HARM],
        "observed_at": moment(subject.observed_at),
        "where": subject.where,
        "facts": data["facts"],
        "danger_now": subject.danger_now,
        "phoned_at": moment(subject.phoned_at),
        "named": named_lines(subject),
        "request": data.get("request") or REQUEST,
        "report_number": subject.number,
    }


@letter("PRO-03", "公安机关接报回执", word="护回", organ="county", basis=DUTY_TO_REPORT, signed=True)
def police_receipt(subject: Any, event: Event, data: dict[str, Any]) -> dict[str, Any]:
    """The number, time and officer of the police, for their signature."""
    return {
        "child": child_with_stars(subject, day_of(event)),
        "harm": [HARM[code] for code in subject.harm_types if code in HARM],
        "reported_at": moment(subject.reported_at),
        "phoned_at": moment(subject.phoned_at),
        "written_at": moment(subject.written_at),
        "clocks": [[CLOCKS[each.name], lateness(each.minutes_late)] for each in clocks(subject) if each.done_at],
        "station": data["station"],
        "police_number": data["police_number"],
        "officer": data["officer"],
        "at": moment(subject.police_at),
        "words": data.get("words", ""),
    }
