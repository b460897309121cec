"""Correcting a paper: the texts that may be mended, the difference, then the new paper."""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import FieldDoesNotExist
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from documents.corrections import Change, act_of, correctable, differences, reissue, right_to_reissue
from documents.forms import ReissueForm
from documents.models import Document, Event
from documents.refusals import NotPossible, Refused
from documents.trail import canonical
from documents.transitions import label_of
from documents.typed_texts import TypedText
from documents.views.door import UNPROCESSABLE, StaffRequest, for_paper_work, refuse, visible_paper

# Texts that acts take and that are no column of their subject.
NAMES = {
    "findings": gettext_lazy("Findings"),
    "reason": gettext_lazy("Reason"),
    "opinion": gettext_lazy("Opinion"),
    "child_view": gettext_lazy("View of the child"),
    "notes": gettext_lazy("Notes"),
    "need": gettext_lazy("Need"),
    "measure": gettext_lazy("Measure"),
    "who": gettext_lazy("Who does it"),
}


@require_http_methods(["GET", "POST"])
@for_paper_work
def document_reissue(request: StaffRequest, code: UUID) -> HttpResponse:
    """First the form, then the form with the difference, then, confirmed, the new paper."""
    paper = visible_paper(request, code)
    try:
        right_to_reissue(request.user, paper)
        form = _form(request, paper)
    except Refused as refused:
        shown = {"sentences": refused.sentences, "paper": paper}
        return render(request, "documents/refused.html", shown, status=UNPROCESSABLE)
    changes: list[Change] = []
    if request.method == "POST" and form.is_valid():
        try:
            changes = differences(paper, form.corrections())
            if not changes:
                raise NotPossible(
                    _("The paper would say the same as before. Change a text, or correct the records first.")
                )
            if form.cleaned_data["shown"] == _digest(changes):
                return _issue(request, paper, form)
            form.data = {**request.POST.dict(), "shown": _digest(changes)}
        except Refused as refused:
            refuse(form, refused)
    shown = {"paper": paper, "form": form, "changes": changes}
    return render(request, "documents/reissue.html", shown, status=UNPROCESSABLE if form.errors else 200)


def _form(request: StaffRequest, paper: Document) -> ReissueForm:
    texts = [(_label(act_of(paper, text.path), text), text) for text in correctable(paper)]
    return ReissueForm(request.POST, texts=texts) if request.method == "POST" else ReissueForm(texts=texts)


def _label(act: Event, text: TypedText) -> str:
    """What the text is called: as the column of the act's subject, with the act where that is an earlier one."""
    *parents, name = text.path.split(".")
    place = next((int(part) + 1 for part in parents if part.isdecimal()), None)  # `@7` names an earlier act
    try:
        label = str(apps.get_model(act.subject_label)._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, LookupError, ValueError):
        label = str(NAMES.get(name, name))
    label = label[:1].upper() + label[1:] + (f" {place}" if place else "")
    return f"{label} ({label_of(act.action)})" if text.path.startswith("@") else label


def _digest(changes: Sequence[Change]) -> str:
    """A short mark of the difference that was shown, so that exactly that one is confirmed."""
    return hashlib.sha256(canonical([[c.path, c.before, c.after] for c in changes])).hexdigest()[:32]


def _issue(request: StaffRequest, paper: Document, form: ReissueForm) -> HttpResponse:
    data = form.cleaned_data
    new = reissue(paper, by=request.user, reason=data["reason"], corrections=form.corrections(), key=str(data["key"]))
    messages.success(
        request, _("%(new)s replaces %(old)s. Both stay in the file.") % {"new": new.number, "old": paper.number}
    )
    return redirect("document-detail", code=new.code)
