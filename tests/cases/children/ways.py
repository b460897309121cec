"""Cases brought to where each paper is issued, and the text that a paper prints."""

import subprocess
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.registry.actions import ParentEntry
from documents.models import Attachment, Document, Event
from documents.papers import pdf_of
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import LOW, brought_to, imported_child, register, visit

Cast = dict[str, User]


def paper(case: LeftBehindCase, kind: str) -> Document:
    """The newest paper of that kind in the case's file."""
    return Document.objects.filter(dossier_id=case.dossier_id, kind=kind).first()


def printed(document: Document) -> str:
    """The text of the rendered paper, without blanks."""
    return text_of(pdf_of(document))


def text_of(pdf: bytes) -> str:
    """The text of a PDF without blanks, as a reader would copy it."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(run.stdout.decode().split())


def opened(case: LeftBehindCase, cast: Cast, **assessment: Any) -> LeftBehindCase:
    """An opened case; high risk is opened by the county."""
    case = brought_to(case, "assessed", cast, **assessment)
    by = cast["cao"] if case.risk_level == "high" else cast["an"]
    perform(case, "open", by=by, opinion="情况属实，同意立案。")
    case.refresh_from_db()
    return case


def in_service(case: LeftBehindCase, cast: Cast, **assessment: Any) -> LeftBehindCase:
    """A case in service on a registered care agreement."""
    case = opened(case, cast, **assessment)
    carer = case.person.guardianships.get().carer
    today = timezone.localdate()
    perform(
        case,
        "register_agreement",
        by=cast["su"],
        carer=carer.pk,
        signed_on=today,
        valid_until=today.replace(year=today.year + 1, day=1),
        scan=scan(case, cast["su"]).pk,
    )
    perform(case, "start_service", by=cast["su"])
    case.refresh_from_db()
    return case


def scan(case: LeftBehindCase, by: User) -> Attachment:
    """A scan of a signed agreement."""
    event = Event.objects.filter(dossier=case.dossier).last()
    return Attachment.objects.create(
        dossier=case.dossier,
        event=event,
        title="委托照护协议",
        content_type="application/pdf",
        file=ContentFile(b"scan", name="scan.sealed"),
        sha256="0" * 64,
        size=4,
        uploaded_by=by,
    )


def reviewed(case: LeftBehindCase, cast: Cast, **changes: Any) -> LeftBehindCase:
    """A case in service whose review recommends closing."""
    found = {
        "schooling": "成绩稳定，按时完成作业",
        "guardianship": "祖母照护尽责，父亲已返乡",
        "affection": "每周视频联系两次",
        "child_view": "爸爸回来了，很高兴",
        "recommendation": "close",
        "ground": "parent_returned",
    }
    perform(case, "start_review", by=cast["rui"], **(found | changes))
    case.refresh_from_db()
    return case


def closed(case: LeftBehindCase, cast: Cast, **assessment: Any) -> LeftBehindCase:
    """A case closed by the town, or for high risk by the county."""
    case = reviewed(in_service(case, cast, **assessment), cast)
    by = cast["cao"] if case.risk_level == "high" else cast["an"]
    perform(case, "close", by=by, opinion="同意结案。")
    case.refresh_from_db()
    return case


def refused(cast: Cast, **changes: Any) -> LeftBehindCase:
    """A registered child whose mother turned out to live at home."""
    case = imported_child(mother=ParentEntry("home", "程秀兰", "12039100019", capacity="good"), **changes)
    register(case, cast["wei"])
    visit(case, cast["su"])
    perform(case, "refuse", by=cast["su"], reason="母亲自2025年起在家照护，具备监护能力。")
    case.refresh_from_db()
    return case


def watched(case: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A low-risk child under observation."""
    case = brought_to(case, "assessed", cast, answers=LOW, measures=[])
    perform(case, "monitor", by=cast["an"], opinion="同意纳入日常关注。")
    case.refresh_from_db()
    return case


def terminated(case: LeftBehindCase, cast: Cast, ground: str = "declined") -> LeftBehindCase:
    """A case that the county ended early."""
    case = opened(case, cast)
    perform(case, "terminate", by=cast["cao"], ground=ground, reason="祖母书面表示不再需要服务。")
    case.refresh_from_db()
    return case


HIGH = {"triggers": ["parents_silent"], "answers": LOW | {"G4": 3, "G5": 3, "H1": 1}}
