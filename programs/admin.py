"""Pages for programs, their versions and the rules of their due dates. A version that a case rests on is only read."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from documents.admin import RecordedAdmin
from documents.due_dates import due_date_label
from documents.refusals import Refused
from programs.due_rules import state_label
from programs.models import DueRule, EvidenceRule, Program, ProgramVersion, RateSeries
from programs.recounting import FIELDS, change_rule, open_count, values_of


@admin.register(Program)
class ProgramAdmin(RecordedAdmin):
    """The programs by their codes."""

    list_display = ("code", "name")
    settled = ("code",)


@admin.register(ProgramVersion)
class ProgramVersionAdmin(RecordedAdmin):
    """Parameters, basis and period of each version."""

    list_display = ("program", "name", "effective_from", "effective_to")
    list_select_related = ("program",)

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Once a case rests on a version, only its end may still be set."""
        if isinstance(obj, ProgramVersion) and rests_on(obj):
            return ("program", "name", "effective_from", "basis", "parameters")
        return super().get_readonly_fields(request, obj)


def rests_on(version: ProgramVersion) -> bool:
    """True when any row of any app refers to the version; its own rules do not count."""
    return any(
        relation.field.model._default_manager.filter(**{relation.field.name: version}).exists()
        for relation in version._meta.related_objects
        if relation.field.model not in (DueRule, EvidenceRule, RateSeries)
    )


@admin.register(EvidenceRule)
class EvidenceRuleAdmin(RecordedAdmin):
    """The checklist of each version. Once a case rests on the version, only where to get a paper may still change."""

    list_display = ("name", "version", "position", "required", "obtainable_by_office", "copies", "where_obtained")
    list_filter = ("version",)
    list_select_related = ("version__program",)
    settled = ("version", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Cases keep the checklist that they began with."""
        fixed = ("name", "required", "obtainable_by_office") if isinstance(obj, EvidenceRule) and in_use(obj) else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """A new line is for a version on which no case rests yet: running cases would lack it."""
        if db_field.name == "version":
            free = [version.pk for version in ProgramVersion.objects.select_related("program") if not rests_on(version)]
            kwargs["queryset"] = ProgramVersion.objects.filter(pk__in=free)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def in_use(rule: EvidenceRule) -> bool:
    """True when the checklist of any case has this line."""
    return any(
        relation.field.model._default_manager.filter(**{relation.field.name: rule}).exists()
        for relation in rule._meta.related_objects
    )


class RuleForm(forms.ModelForm[DueRule]):
    """A rule with what it said when the page was drawn, so that two edits at once are noticed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = DueRule
        fields = ("version", "state", "risk", "name", *FIELDS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = said(values_of(self.instance))


def said(values: dict[str, Any]) -> str:
    """Role, number and unit as one word, for the hidden field."""
    return ":".join(str(values[name]) for name in FIELDS)


@admin.register(DueRule)
class DueRuleAdmin(RecordedAdmin):
    """How often, or by when, something is due. A change moves the open due dates that came from the rule."""

    form = RuleForm
    readonly_fields = ("what", "where", "when", "moves")
    list_display = ("what", "version", "where", "when", "n", "unit", "role")
    list_filter = ("version",)
    list_select_related = ("version__program",)
    settled = ("version",)

    @admin.display(description=gettext_lazy("what is due"))
    def what(self, rule: DueRule) -> str:
        """The due date in words."""
        return due_date_label(rule.name) if rule.name else "–"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def where(self, rule: DueRule) -> str:
        """The state in words."""
        return state_label(rule.version.program.code, rule.state)

    @admin.display(description=gettext_lazy("risk"), ordering="risk")
    def when(self, rule: DueRule) -> str:
        """The risk in words; a dash for whatever the risk."""
        return state_label(rule.version.program.code, rule.risk) if rule.risk else "–"

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Of a rule that exists, what it is about in words; only its numbers can still be changed."""
        about = ("version", "where", "when", "what") if obj else ("version", "state", "risk", "name")
        return (*about, *FIELDS, *(("moves", "seen") if obj else ()))

    @admin.display(description=gettext_lazy("open due dates that a change moves"))
    def moves(self, rule: DueRule) -> int:
        """How many there are now."""
        return open_count(rule) if rule.pk else 0

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        """A new rule is a setting; a changed one also moves due dates."""
        if not change or not isinstance(obj, DueRule):
            super().save_model(request, obj, form, change)
            return
        stored = DueRule.objects.get(pk=obj.pk)
        seen = values_of(stored) if said(values_of(stored)) == form.cleaned_data["seen"] else {}
        moved = change_rule(stored, by=request.user, seen=seen, **values_of(obj))  # type: ignore[arg-type]
        words = ngettext("%(count)d open due date was moved.", "%(count)d open due dates were moved.", moved)
        messages.info(request, words % {"count": moved})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            return super().change_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            messages.error(request, " ".join(refused.sentences))
            return redirect(request.path)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """The word that tells one thing from another is chosen once; afterwards it only is shown."""
        form = super().get_form(request, obj, change, **kwargs)
        if "name" in form.base_fields:
            form.base_fields["name"].help_text = _("The name that the program's acts use, such as “visit”.")
        return form
