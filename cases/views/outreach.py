"""Outreach rounds: the ledger of my places, entering a round, and reading one."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from cases.acting import done_words
from cases.addresses import address
from cases.forms import DayField, WordsField
from cases.models import OutreachRound
from cases.models.visits.rounds import ROUNDERS
from cases.outreach import record_round
from cases.timeline import paper_chip
from cases.visit_forms import Explaining
from documents.models import Document, Event
from documents.refusals import NotVisible, Refused
from documents.views.door import UNPROCESSABLE, StaffRequest, refuse
from organisation.models import Division
from organisation.rights import has_role, scope

ROWS_A_PAGE = 50


class RoundForm(Explaining):
    """One round. No person is named in it."""

    groups = [
        (gettext_lazy("Where and when"), ("division", "place_kind", "place", "held_on", "second_visitor")),
        (gettext_lazy("What came of it"), ("people_met", "leads", "found")),
    ]
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    division = forms.ModelChoiceField(Division.objects.none(), label=gettext_lazy("Village or town"))
    place_kind = forms.ChoiceField(
        label=gettext_lazy("Kind of place"), widget=forms.RadioSelect, choices=OutreachRound.Place.choices
    )
    place = forms.CharField(label=gettext_lazy("Where exactly"), max_length=80, required=False)
    held_on = DayField(label=gettext_lazy("Date of the round"))
    second_visitor = forms.CharField(label=gettext_lazy("Second visitor"), max_length=60, required=False)
    people_met = forms.IntegerField(label=gettext_lazy("People met"), min_value=0, max_value=9999)
    leads = forms.IntegerField(
        label=gettext_lazy("Leads opened"),
        min_value=0,
        max_value=999,
        help_text=gettext_lazy("Children or families to look into; each child is then registered."),
    )
    found = WordsField(
        label=gettext_lazy("What was found"), max_length=500, required=False, help_text=gettext_lazy("Without names.")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = places_of(user)  # type: ignore[attr-defined]
        self.fields["key"].initial = str(uuid.uuid4())
        self.fields["held_on"].initial = timezone.localdate()
        for name in ("people_met", "leads"):
            self.fields[name].short = True  # type: ignore[attr-defined]
        if places_of(user).count() == 1:
            self.fields["division"].initial = places_of(user).first()


def places_of(user: Any) -> Any:
    """The villages and towns in which the user makes rounds."""
    mine = scope(user, frozenset(ROUNDERS), field="code")
    return Division.objects.filter(mine, level__in=("village", "town"), valid_to__isnull=True).order_by("code")


@require_GET
@login_required
def round_list(request: StaffRequest) -> HttpResponse:
    """The ledger: every round in my places, newest first."""
    rounds = OutreachRound.objects.visible_to(request.user).select_related("division__parent", "visitor")
    page = Paginator(rounds, ROWS_A_PAGE).get_page(request.GET.get("page"))
    may_enter = has_role(request.user, *ROUNDERS)
    return render(request, "cases/outreach_list.html", {"page": page, "may_enter": may_enter})


@require_http_methods(["GET", "POST"])
@login_required
def round_new(request: StaffRequest) -> HttpResponse:
    """Enter a round."""
    if not has_role(request.user, *ROUNDERS):
        raise PermissionDenied
    form = RoundForm(*((request.POST,) if request.method == "POST" else ()), user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            event = record_round(by=request.user, **form.cleaned_data)
        except NotVisible:
            raise
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, done_words(event))
            return redirect("outreach-detail", pk=event.subject_id)
    return render(request, "cases/outreach_new.html", {"form": form}, status=UNPROCESSABLE if form.is_bound else 200)


@require_GET
@login_required
def round_page(request: StaffRequest, pk: int) -> HttpResponse:
    """One round with its paper, and the way to register the children it found."""
    rounds = OutreachRound.objects.visible_to(request.user).select_related("division__parent", "visitor")
    found = get_object_or_404(rounds, pk=pk)
    acts = Event.objects.filter(dossier=found.dossier_id, subject_label="cases.outreachround", subject_id=found.pk)
    papers = [paper_chip(paper) for paper in Document.objects.filter(event__in=acts).order_by("pk")]
    context = {"round": found, "papers": papers, "register_url": address("child-new"), "title": _("Outreach round")}
    return render(request, "cases/outreach_page.html", context)
