"""What is bound from several papers: cover and contents as pages, scans as pages, a mark across a preview.

The one invariant: the same parts give the same bytes. Chinese only, like every paper. Called by the whole file, print
jobs and previews.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

from documents.rendering import join, page_count, render_template


@dataclass(frozen=True)
class Part:
    """One paper or scan to be bound: what the list of contents says of it, and its pages."""

    title: str
    pdf: bytes
    number: str = ""
    date: str = ""
    note: str = ""
    sha256: str = ""
    pages: int = field(default=0)

    @property
    def bookmark(self) -> str:
        """What the outline of the PDF says."""
        return f"{self.title} {self.number}".strip()


def bound(
    template: str, facts: dict[str, Any], parts: Sequence[Part], *, identifier: bytes, duplex: bool = False
) -> bytes:
    """One PDF: the template's cover and list of contents, then the parts. `facts` are the template's own values."""
    counts = [part.pages or page_count(part.pdf) if part.pdf else 0 for part in parts]
    front, pages = b"", 0
    for _attempt in range(4):  # the list says on which page each part begins, which depends on its own length
        rows = _rows(parts, counts, pages, duplex)
        context = {
            **facts,
            "paper": {"title": facts["title"]},
            "rows": rows,
            "page_total": rows[-1]["last"] if rows else pages,
        }
        front = render_template(template, context, identifier=hashlib.sha256(identifier).digest()[:16])
        if page_count(front) == pages:
            break
        pages = page_count(front)
    return join([(facts["title"], front), *((part.bookmark, part.pdf) for part in parts if part.pdf)], duplex=duplex)


def _rows(parts: Sequence[Part], counts: Sequence[int], front: int, duplex: bool) -> list[dict[str, Any]]:
    rows, used = [], front
    for place, (part, count) in enumerate(zip(parts, counts, strict=True), start=1):
        used += used % 2 if duplex and count else 0
        rows.append({"place": place, "part": part, "pages": count, "first": used + 1, "last": used + count})
        used += count
    return rows


def scan_pages(content: bytes, content_type: str, *, title: str) -> bytes:
    """A scan as PDF pages: a PDF as it is, a picture on an A4 page."""
    if content_type == "application/pdf":
        return content
    address = f"data:{content_type};base64,{base64.b64encode(content).decode()}"
    identifier = hashlib.sha256(content).digest()[:16]
    return render_template(
        "documents/bound/scan.html", {"paper": {"title": title}, "address": address}, identifier=identifier
    )


def marked(pdf: bytes, text: str) -> bytes:
    """The PDF with `text` across every page, so that nobody takes it for the paper itself."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=BytesIO(pdf))
    for page in writer.pages:
        landscape = float(page.mediabox.width) > float(page.mediabox.height)
        page.merge_page(PdfReader(BytesIO(_mark(text, landscape))).pages[0])
    writer.metadata = None
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


@lru_cache(maxsize=8)
def _mark(text: str, landscape: bool) -> bytes:
    context = {"paper": {"title": text}, "text": text, "landscape": landscape}
    return render_template("documents/bound/mark.html", context, identifier=b"mark".ljust(16, b"."))
