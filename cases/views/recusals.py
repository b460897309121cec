"""The page on which a recusal is registered."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.finding import visible_case
from cases.forms import reason_field
from cases.models import Case
from cases.recusals import may_be_recused, recuse, recused
from cases.views.detail import head
from documents.clerks import may_handle
from organisation.requests import StaffRequest


class RecusalForm(forms.Form):
    """Who keeps away, and why."""

    def __init__(self, *args: object, case: Case, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["user"] = forms.ModelChoiceField(may_be_recused(case), label=_("Who keeps away from the case"))
        self.fields["reason"] = reason_field()


@login_required
@require_http_methods(["GET", "POST"])
def recusal(request: StaffRequest, code: UUID) -> HttpResponse:
    """Register that somebody, perhaps oneself, keeps away from the case."""
    case = visible_case(request.user, code)
    if not may_handle(request.user, case.dossier):
        raise PermissionDenied
    form = RecusalForm(request.POST or None, case=case)
    if request.method == "POST" and form.is_valid():
        away = form.cleaned_data["user"]
        recuse(case, away, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The recusal is registered. The case is closed to %s.") % away)
        return redirect("worklist") if away == request.user else redirect("case-detail", code=code)
    shown = {**head(case, request.user), "form": form, "recused": recused(case)}
    return render(request, "cases/recusal_page.html", shown, status=422 if form.errors else 200)
