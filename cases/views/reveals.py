"""Showing a masked value for a reason: in this one answer only, and as an event that names the field, not it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.finding import visible_case
from cases.registry.models import PayeeAccount, Person
from cases.timeline import field_words
from documents.clerks import may_handle
from documents.models import Dossier
from documents.trail import record
from documents.views.door import StaffRequest

# What may be asked for: `person-17-id_number`, `account-3-number`.
FIELDS = {"person": ("id_number", "phone"), "account": ("number",)}
SHORTEST_REASON = 2


@never_cache
@login_required
@require_POST
def reveal(request: StaffRequest, code: UUID) -> HttpResponse:
    """The full value of one masked field. Raises Http404 when it is not of this case."""
    case = visible_case(request.user, code)
    if not may_handle(request.user, case.dossier):
        raise PermissionDenied
    owner, name = _owner(case, request.POST.get("field", ""))
    back = reverse("case-detail", args=[code]) + "?part=family"
    return reveal_value(request, case.dossier, owner, name, back=back)


def reveal_value(request: StaffRequest, dossier: Dossier, owner: Any, name: str, *, back: str) -> HttpResponse:
    """The value of `name` of `owner` for a reason, with an event in `dossier`. The caller has checked who asks."""
    label = field_words(owner._meta.label_lower, name)[0]
    reason = " ".join(request.POST.get("reason", "").split())[:200]
    shown = {"label": label, "back_url": back, "url": request.path, "name": request.POST.get("field", "")}
    if len(reason) < SHORTEST_REASON:
        shown |= {"value": masked(owner, name), "error": _("Say why you need to see it. Then it is shown.")}
        return render(request, _template(request), shown, status=422)
    record(dossier, "person.reveal", by=request.user, subject=owner, reason=reason, details={"field": name})
    return render(request, _template(request), {**shown, "revealed": getattr(owner, name)})


def _template(request: StaffRequest) -> str:
    return "components/masked.html" if getattr(request, "htmx", False) else "cases/reveal_page.html"


def _owner(case: Any, asked: str) -> tuple[Any, str]:
    """The row and the field that were asked for, if they belong to this case."""
    kind, _dash, rest = asked.partition("-")
    pk, _dash, name = rest.partition("-")
    if name not in FIELDS.get(kind, ()) or not pk.isdecimal():
        raise Http404
    if kind == "account":
        found: Any = PayeeAccount.objects.filter(pk=pk, child=case.person_id).first()
    else:
        found = Person.objects.filter(_people(case), pk=pk).distinct().first()
    if found is None:
        raise Http404
    return found, name


def _people(case: Any) -> Q:
    """The child and the people of its household."""
    return Q(pk=case.person_id) | Q(householdmember__household=case.household_id)


def masked(owner: Any, name: str) -> str:
    """The masked column beside an encrypted one."""
    columns = {"id_number": "id_masked", "phone": "phone_masked"}
    return str(getattr(owner, columns.get(name, "number_masked")))
