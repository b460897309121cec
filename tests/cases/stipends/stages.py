"""A round of the stipend at each of its stages, moved there by the people who may move it."""

import datetime as dt
from typing import Any

from django.utils import timezone

from cases.children.demo.clock import turned_back
from cases.children.models import LeftBehindCase
from cases.models import PublicNotice
from cases.stipends.models import CertificationRound, StipendCase, TownList
from cases.stipends.rounds import draw_up_list, open_round
from documents.transitions import perform
from organisation.models import Division, User
from programs.models import ProgramVersion
from tests.cases.stages import imported_child
from tests.cast import HUAGONG, MENGZHOU

Cast = dict[str, User]
FIRST, LAST = dt.date(2026, 11, 1), dt.date(2027, 3, 1)
NOTICE = {"where": "孟州市人民政府网站、各村公示栏", "phone": "0391-8100000"}
IDS = ("419983201405060024", "419983201503020042", "419983201307150069", "419983201206080049")


def children(count: int = 3, **changes: Any) -> list[LeftBehindCase]:
    """So many children of 横山村 with running cases, all girls, 毋小满 first."""
    names = ("毋小满", "毋小寒", "毋小雪", "毋小暑")
    found = []
    for name, number in list(zip(names, IDS, strict=True))[:count]:
        birth = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
        found.append(imported_child(name=name, id_number=number, birth_date=birth, carer=None, **changes))
    return found


def a_round(cast: Cast, **changes: Any) -> CertificationRound:
    """An open round of 孟州市 from November 2026 to March 2027 under the present version."""
    version = ProgramVersion.objects.in_force("STP", timezone.localdate())
    told = {"name": "2026年秋季学期", "first_month": FIRST, "last_month": LAST} | changes
    return open_round(told.pop("version", version), Division.objects.get(code=MENGZHOU), by=cast["kang"], **told)


def a_list(cast: Cast, run: CertificationRound | None = None, **how: Any) -> TownList:
    """The list of 化工镇, drawn up."""
    return draw_up_list(run or a_round(cast), Division.objects.get(code=HUAGONG), by=cast["kang"], **how)


def certified(cast: Cast) -> TownList:
    """That list after town and county."""
    listed = a_list(cast)
    perform(listed, "certify_town", by=cast["su"], opinion="属实")
    perform(listed, "certify_county", by=cast["rui"], opinion="同意")
    listed.refresh_from_db()
    return listed


def posted(cast: Cast) -> CertificationRound:
    """Its round in public notice."""
    run = certified(cast).round
    perform(run, "publish", by=cast["kang"], first_day=timezone.localdate(), **NOTICE)
    run.refresh_from_db()
    return run


def confirmed(cast: Cast) -> CertificationRound:
    """Its round confirmed after the notice was taken down."""
    run = posted(cast)
    notice = PublicNotice.objects.get(dossier=run.dossier_id)
    with turned_back() as clock:
        clock.moment += dt.timedelta(days=(notice.last_day - timezone.localdate()).days + 1)
        perform(notice, "take_down", by=cast["kang"])
        perform(run, "confirm", by=cast["cao"])
    run.refresh_from_db()
    return run


def on_roll(cast: Cast) -> StipendCase:
    """毋小满 on the roll."""
    children()
    confirmed(cast)
    return StipendCase.objects.get(person__name="毋小满")
