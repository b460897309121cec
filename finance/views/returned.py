"""Returned payments on their way to the towns and back: workbook, printed register, corrected accounts read back."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from documents.exporting import download
from documents.refusals import Refused
from documents.trail import record
from documents.views.door import UNPROCESSABLE, StaffRequest, pdf_response, refuse
from finance import pages
from finance.forms.batches import ExportForm
from finance.models import Batch, CorrectionBook
from finance.returned_book import PRINTERS, READERS, SENDERS, register_context, returned_workbook
from finance.returned_copy import annotated_copy
from finance.returned_reading import Result, enter, keep, results
from organisation.rights import right_for
from organisation.roles import Role

MOST_SCANS = 200


class SeveralFiles(forms.ClearableFileInput):
    """A control for several files at once."""

    allow_multiple_selected = True


class ScansField(forms.FileField):
    """Any number of files, each checked when its row is."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files; none is fine."""
        single = super().clean
        return [single(each, initial) for each in data or [] if each]


class CorrectionsForm(forms.Form):
    """The workbook that the towns filled in, and the scans that it names."""

    book = forms.FileField(
        label=gettext_lazy("Workbook of returned payments"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
        help_text=gettext_lazy("As it was downloaded here, with the yellow columns filled in."),
    )
    scans = ScansField(
        label=gettext_lazy("Scans that prove the accounts"),
        required=False,
        widget=SeveralFiles(attrs={"accept": ".pdf,.jpg,.jpeg,.png", "multiple": True}),
        help_text=gettext_lazy("Choose all at once. The workbook names each by its file name."),
    )

    def clean_scans(self) -> list[Any]:
        files: list[Any] = self.cleaned_data["scans"]
        if len(files) > MOST_SCANS:
            raise forms.ValidationError(_("At most 200 scans at once. Send the towns one after the other."))
        if len({file.name.casefold() for file in files}) < len(files):
            raise forms.ValidationError(_("Two scans have the same file name. Rename one, in the workbook too."))
        return files


def _batch(request: StaffRequest, code: UUID, roles: frozenset[Role]) -> Batch:
    """The batch, for people of these roles in its county only."""
    batch = pages.visible_batch(request.user, code)
    if right_for(request.user, roles, batch.dossier.division_code) is None:
        raise PermissionDenied
    return batch


@require_POST
@login_required
def workbook(request: StaffRequest, code: UUID) -> HttpResponse:
    """The workbook for the towns, for a reason."""
    batch = _batch(request, code, SENDERS)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return render(request, "finance/export_reason.html", {"form": form}, status=UNPROCESSABLE)
    content = returned_workbook(batch, by=request.user, reason=form.cleaned_data["reason"])
    return download(content, f"returned-{batch.number}")


@require_POST
@login_required
def register(request: StaffRequest, code: UUID) -> HttpResponse:
    """The list to print and to have signed; of one town with `town`."""
    from documents.rendering import render_template  # takes seconds to load

    batch = _batch(request, code, PRINTERS)
    town = request.POST.get("town", "")
    context = register_context(batch, town if town.isdecimal() else "", by=request.user)
    identifier = f"r{batch.pk}-{town}".encode().ljust(16, b".")[:16]
    return pdf_response(
        render_template("finance/returned_register.html", context, identifier=identifier), "returned.pdf"
    )


@require_http_methods(["GET", "POST"])
@login_required
def corrections(request: StaffRequest, code: UUID) -> HttpResponse:
    """Read the filled-in workbook back: nothing is entered before its rows were looked at."""
    batch = _batch(request, code, READERS)
    form = CorrectionsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["book"]
        files = {file.name: file.read() for file in form.cleaned_data["scans"]}
        try:
            book = keep(batch, sent.name, sent.read(), files, by=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            return redirect("returned-book", code=book.code)
    earlier = batch.correction_books.select_related("by").defer("content")[:10]
    shown = {**pages.batch_head(batch, request.user), "form": form, "earlier": earlier}
    return render(request, "finance/corrections.html", shown, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "POST"])
@login_required
def corrections_book(request: StaffRequest, code: UUID) -> HttpResponse:
    """The rows of one workbook with what would become of each; POST proposes those that are ready."""
    books = CorrectionBook.objects.visible_to(request.user).select_related("batch__dossier", "by")
    book = get_object_or_404(books, code=code)
    batch = _batch(request, book.batch.code, READERS)
    if request.method == "POST":
        before = _count(results(book), "done")
        made = _count(enter(book, by=request.user), "done") - before
        words = ngettext("%(n)d account is proposed.", "%(n)d accounts are proposed.", made) % {"n": made}
        messages.success(request, words + " " + _("Each counts when a second person has confirmed it."))
        return redirect("returned-book", code=code)
    rows = results(book)
    states = {state: _count(rows, state) for state in ("ready", "done", "wrong", "empty")}
    shown = {**pages.batch_head(batch, request.user), "book": book, "rows": rows, "states": states}
    return render(request, "finance/corrections_book.html", shown)


@require_POST
@login_required
def corrections_copy(request: StaffRequest, code: UUID) -> HttpResponse:
    """The same workbook with what became of each row; taking it is noted in the batch's file."""
    books = CorrectionBook.objects.visible_to(request.user).select_related("batch__dossier", "by")
    book = get_object_or_404(books, code=code)
    batch = _batch(request, book.batch.code, READERS)
    content = annotated_copy(book, results(book))
    record(batch.dossier, "returned.copy", by=request.user, details={"book": book.pk})
    return download(content, f"corrections-{batch.number}")


def _count(rows: list[Result], state: str) -> int:
    return sum(row.state == state for row in rows)
