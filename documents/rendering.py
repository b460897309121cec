"""HTML to PDF/A-3a: the only module that knows WeasyPrint.

Invariant: the bytes are a function of HTML, identifier, title, stylesheets, attachments and pinned versions; nothing is
fetched, no clock is read. Workers, previews and the bench call it; importing it costs nothing, the first rendering
loads the engine.
"""

import datetime as dt
import gc
import logging
import os
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from documents import pdf_compression

FONTS = Path(__file__).resolve().parent / "fonts"
STYLES = Path(settings.BASE_DIR) / "templates/documents/styles"
NAMED_STYLES = re.compile(r'<html[^>]* data-styles="([a-z ]+)"')
DECLARED_PAGES = re.compile(r'(?<=<html)([^>]*) data-pages="(\d+)"')
NOWHERE = "http://paper.invalid/"  # gives a relative address a scheme, so that it is refused and not passed over
UNDATED = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # embedded files need a date; the present changes the bytes

_one_at_a_time = threading.Lock()  # Pango's font map is not safe to share between threads


class ForbiddenResource(ValueError):
    """A template refers to something outside itself. Put it into the template as a data: address."""


@dataclass(frozen=True)
class EmbeddedFile:
    """A file inside the PDF, such as the rows of a register as CSV. `relationship`: Data, Source or Supplement."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


def render_html(
    html: str,
    *,
    identifier: bytes,
    title: str,
    stylesheets: tuple[str, ...] = ("form",),
    attachments: Sequence[EmbeddedFile] = (),
) -> bytes:
    """Return the PDF/A-3a of a whole HTML page in `paper` and the named stylesheets of templates/documents/styles.

    `identifier` becomes the file identifier of the PDF: same document, same identifier. Raises ForbiddenResource when
    the page refers to a file or an address.
    """
    with _one_at_a_time:
        collecting = gc.isenabled()
        gc.disable()
        try:
            return _engine().render(html, identifier, title, stylesheets, attachments)
        finally:
            if collecting:
                gc.enable()


def render_template(
    template: str, context: dict[str, Any], *, identifier: bytes, attachments: Sequence[EmbeddedFile] = ()
) -> bytes:
    """Return the PDF of a letter template, in Chinese and Chinese time whatever the language of the person at work.

    The stylesheets are those that the template's <html data-styles="…"> names; the title is that of `context["paper"]`.
    """
    with translation.override("zh-hans"), timezone.override("Asia/Shanghai"):
        html = render_to_string(template, context)
    named = NAMED_STYLES.search(html)
    styles = tuple(named[1].split()) if named else ("form",)
    return render_html(
        html, identifier=identifier, title=context["paper"]["title"], stylesheets=styles, attachments=attachments
    )


def join(pdfs: Sequence[tuple[str, bytes]], *, duplex: bool = False) -> bytes:
    """Return one PDF of several, a bookmark with its title for each.

    `duplex` adds blank pages so that each begins on a front side. The result is for reading and printing: it is not
    PDF/A, and each paper's own bytes stay the record.
    """
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for title, pdf in pdfs:
        if duplex and len(writer.pages) % 2:
            writer.add_blank_page()
        writer.append(PdfReader(BytesIO(pdf)), outline_item=title, import_outline=False)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


class _Engine:
    """WeasyPrint with everything that can be kept between papers: fonts, parsed stylesheets, colour profile."""

    def __init__(self) -> None:
        os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")  # read when WeasyPrint is imported
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher

        class Page(weasyprint.HTML):
            """HTML that is shown by our elements.css, not by the stylesheet of the HTML standard: see there."""

            def _ua_stylesheets(page, forms: bool = False) -> list[Any]:  # self is the engine
                return [self.stylesheet("elements")]

        pdf_compression.install()
        logging.getLogger("weasyprint.progress").disabled = True
        self.weasyprint, self.page = weasyprint, Page
        self.fonts = FontConfiguration()
        self.fetcher = URLFetcher(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self.refusal = FatalURLFetchingError
        self.stylesheet = cache(self._stylesheet)
        self.renderings = 0

    def _stylesheet(self, *names: str) -> Any:
        """The named stylesheets parsed as one, because each costs a look-up for every element."""
        css = "".join((STYLES / f"{name}.css").read_text(encoding="utf-8") for name in names)
        return self.weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)

    def render(
        self,
        html: str,
        identifier: bytes,
        title: str,
        stylesheets: tuple[str, ...],
        attachments: Sequence[EmbeddedFile],
    ) -> bytes:
        """See render_html."""
        try:
            document = self._lay_out(html, stylesheets)
            document.metadata.title = title
            pdf: bytes = document.write_pdf(
                pdf_variant="pdf/a-3a",
                pdf_identifier=identifier,
                pdf_tags=True,
                attachments=[self._attachment(file) for file in attachments],
            )
        except self.refusal as refusal:  # not an Exception: it would fell the worker
            raise ForbiddenResource(str(refusal)) from refusal
        self._tidy()
        return pdf

    def _lay_out(self, html: str, stylesheets: tuple[str, ...]) -> Any:
        """Lay out with the declared number of pages, again if wrong: counter(pages) lays out everything twice."""
        styles = [self.stylesheet("paper", *stylesheets)]
        for _ in range(2):
            page = self.page(string=html, url_fetcher=self.fetcher, base_url=NOWHERE)
            document = page.render(font_config=self.fonts, stylesheets=styles, pdf_variant="pdf/a-3a")
            declared = DECLARED_PAGES.search(html)
            if declared is None or int(declared[2]) == len(document.pages):
                break
            html = DECLARED_PAGES.sub(rf'\1 data-pages="{len(document.pages)}"', html, count=1)
        return document

    def _attachment(self, file: EmbeddedFile) -> Any:
        return self.weasyprint.Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=UNDATED,
            modified=UNDATED,
        )

    def _tidy(self) -> None:
        """Return the memory of earlier papers. Loaded modules are set aside first, so that this costs milliseconds."""
        self.renderings += 1
        if self.renderings == 1:
            gc.collect()
            gc.freeze()
        elif self.renderings % 8 == 0:
            gc.collect()


@cache
def _engine() -> _Engine:
    return _Engine()
