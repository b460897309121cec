"""The whole file of one case as one PDF (一人一档): cover, contents, every paper and scan in the order of its making.

The one invariant: the same file gives the same bytes; when and by whom it was bound stands in the trail.
"""

from collections.abc import Iterator

from documents.attachments import opened
from documents.binding import Part, bound, scan_pages
from documents.clerks import check_unmasked
from documents.issuing import cn_date
from documents.models import Attachment, Document, Dossier
from documents.naming import name_of
from documents.papers import stored_pdf
from documents.refusals import NotVisible
from documents.trail import record
from organisation.models import User

STATUS_WORDS = {"superseded": "已被替代", "void": "已作废", "signed": "已签署", "served": "已送达"}


def whole_file(dossier: Dossier, by: User) -> bytes:
    """Bind the file and write down who did. Raises NotVisible, NotAllowed, PaperChanged or ScanChanged.

    A paper whose PDF is not made yet stands in the list without pages.
    """
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotVisible
    check_unmasked(by)
    called = name_of(dossier, by)
    parts = list(_parts(dossier))
    facts = {"title": "卷宗", "called": called, "count": len(parts)}
    pdf = bound("documents/bound/whole_file.html", facts, parts, identifier=dossier.code.bytes)
    record(dossier, "case.file", by=by, details={"parts": len(parts)})
    return pdf


def _parts(dossier: Dossier) -> Iterator[Part]:
    """Papers in the order of their events, each followed by its scans; other scans at their own event."""
    papers = Document.objects.filter(dossier=dossier).select_related("dossier", "event", "superseded_by")
    scans = list(Attachment.objects.filter(dossier=dossier).select_related("dossier", "event", "document"))
    entries = [((paper.event.sequence, 0, paper.pk, 0), _paper_part(paper)) for paper in papers]
    places = {paper.pk: (paper.event.sequence, 0, paper.pk) for paper in papers}
    for scan in scans:
        place = places.get(scan.document_id or 0, (scan.event.sequence, 1, scan.pk))
        entries.append(((*place, scan.pk), _scan_part(scan)))
    for _place, part in sorted(entries, key=lambda entry: entry[0]):
        yield part


def _paper_part(paper: Document) -> Part:
    note = STATUS_WORDS.get(paper.status, "")
    if hasattr(paper, "superseded_by"):
        note = f"已被{paper.superseded_by.number}替代"
    pdf = stored_pdf(paper) if paper.sha256 else b""
    note = note if pdf else "文书尚未生成"
    return Part(paper.title, pdf, paper.number, cn_date(paper.issued_on), note, paper.sha256, paper.pages)


def _scan_part(scan: Attachment) -> Part:
    pdf = scan_pages(opened(scan), scan.content_type, title=scan.title)
    note = f"{scan.signed_by}签署" if scan.signed_by else "扫描件"
    day = scan.signed_on or scan.at.date()
    return Part(scan.title, pdf, "", cn_date(day), note, scan.sha256)
