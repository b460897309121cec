"""Blank forms for the visit bag: of one case, or of all children of a village."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from cases.children.bag import bag_of, blank_choices, children_in
from cases.children.blank_forms import BLANKS
from cases.finding import visible_case
from documents.clerks import right_to_handle
from documents.places import places_of
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, for_paper_work, pdf_response, refuse


class BagForm(forms.Form):
    """Which village and which forms."""

    place = forms.ChoiceField(label=_("Village or community"))
    codes = forms.MultipleChoiceField(label=_("Forms"), widget=forms.CheckboxSelectMultiple, initial=["VIS-01"])

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = places  # type: ignore[attr-defined]
        self.fields["codes"].choices = blank_choices()  # type: ignore[attr-defined]


@require_GET
@for_paper_work
def case_blanks(request: StaffRequest, code: UUID) -> HttpResponse:
    """The blank forms there are for this child."""
    case = visible_case(request.user, code)
    return render(request, "cases/blank_forms.html", {"case": case, "blanks": blank_choices()})


@require_GET
@for_paper_work
def case_blank(request: StaffRequest, code: UUID, form: str) -> HttpResponse:
    """One blank form of a child, or with `all` every one, as a PDF. Taking it is an event."""
    if form not in BLANKS and form != "all":
        raise Http404
    case = visible_case(request.user, code)
    try:
        right_to_handle(request.user, case.dossier)
        pdf = bag_of([case], list(BLANKS) if form == "all" else [form], by=request.user)
    except Refused as refused:
        return render(request, "documents/refused.html", {"sentences": refused.sentences}, status=UNPROCESSABLE)
    return pdf_response(pdf, f"{form}-blank.pdf")


@require_http_methods(["GET", "POST"])
@for_paper_work
def village_bag(request: StaffRequest) -> HttpResponse:
    """Blank forms of all children of a village as one PDF. Posted, because taking them is an event."""
    places = places_of(request.user)
    form = BagForm(request.POST, places=places) if request.method == "POST" else BagForm(places=places)
    if request.method == "POST" and form.is_valid():
        place, codes = form.cleaned_data["place"], form.cleaned_data["codes"]
        try:
            pdf = bag_of(children_in(place, request.user), codes, by=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            return pdf_response(pdf, f"bag-{place}.pdf")
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "cases/village_bag.html", {"form": form}, status=status)
