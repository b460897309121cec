"""The filters of the document centre. Each narrows what the user may see; none widens it."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from documents.letters import all_letters
from documents.models import Document, PrintEntry
from documents.places import inside, places_of
from documents.widgets import Day

RENDERING = [("ready", _("ready")), ("pending", _("being made")), ("failed", _("failed"))]
PRINTED = [("no", _("not printed yet")), ("yes", _("printed"))]
Papers = QuerySet[Any]


def kind_choices() -> list[tuple[str, str]]:
    """Every kind of paper, by code."""
    return [(code, f"{code} {letter.title}") for code, letter in all_letters().items()]


def with_printed(papers: Papers) -> Papers:
    """Papers with `printed`: whether a print job that held them came out of the printer."""
    printed = PrintEntry.objects.filter(document=OuterRef("pk"), job__printed_at__isnull=False)
    return papers.annotate(printed=Exists(printed))


class PaperFilter(django_filters.FilterSet):
    """Number, kind, status, rendering, place, dates, printed or not."""

    number = django_filters.CharFilter(
        label=_("Number or title"), method="by_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    kind = django_filters.ChoiceFilter(empty_label=_("all"), label=_("Kind"), choices=kind_choices)
    status = django_filters.ChoiceFilter(empty_label=_("all"), label=_("Status"), choices=Document.Status.choices)
    rendering = django_filters.ChoiceFilter(
        empty_label=_("all"), label=_("PDF"), choices=RENDERING, method="by_rendering"
    )
    place = django_filters.ChoiceFilter(empty_label=_("all"), label=_("Place"), method="by_place")
    printed = django_filters.ChoiceFilter(
        empty_label=_("all"), label=_("Printed"), choices=PRINTED, method="by_printed"
    )
    since = django_filters.DateFilter(label=_("Issued from"), field_name="issued_on", lookup_expr="gte", widget=Day)
    until = django_filters.DateFilter(label=_("Issued until"), field_name="issued_on", lookup_expr="lte", widget=Day)

    class Meta:
        model = Document
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["place"].extra["choices"] = places_of(self.request.user)

    def by_words(self, papers: Papers, name: str, value: str) -> Papers:
        """Part of the number or the title; brackets may be typed in any form."""
        words = value.strip().replace("[", "〔").replace("]", "〕").replace("(", "（").replace(")", "）")
        return papers.filter(number__contains=words) | papers.filter(title__contains=words)

    def by_rendering(self, papers: Papers, name: str, value: str) -> Papers:
        """Whether the PDF is there, on its way, or failed at the last attempt."""
        if value == "ready":
            return papers.exclude(sha256="")
        waiting = papers.filter(sha256="")
        return waiting.exclude(error="") if value == "failed" else waiting.filter(error="")

    def by_place(self, papers: Papers, name: str, value: str) -> Papers:
        """Papers of dossiers in the place with these leading digits."""
        return papers.filter(inside(value))

    def by_printed(self, papers: Papers, name: str, value: str) -> Papers:
        """Whether a print job with the paper was marked as printed."""
        return papers.filter(printed=value == "yes")
