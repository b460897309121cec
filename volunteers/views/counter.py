"""The counter: an application taken for somebody who stands there, a cadre or a person without a telephone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.acting import done_words
from documents.models import Event
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE, StaffRequest
from organisation.models import Division, Post, User, code_range, in_force
from organisation.rights import has_role, rights_of
from organisation.roles import Role
from volunteers.applying import RunsAlready, take_application
from volunteers.forms.applying import CounterForm
from volunteers.models import Volunteer

TAKES_APPLICATIONS = (Role.VOLUNTEER_COORDINATOR, Role.TOWN_CHILD_SUPERVISOR)


@never_cache
@require_http_methods(["GET", "POST"])
@login_required
def new_volunteer(request: StaffRequest) -> HttpResponse:
    """The form, then the file of the applicant. Sent twice it is one application."""
    if not has_role(request.user, *TAKES_APPLICATIONS):
        raise PermissionDenied
    places = places_of(request.user)
    villages = Division.objects.filter(places, level="village", valid_to__isnull=True).select_related("parent")
    choices = {"villages": villages, "accounts": accounts_of(request.user)}
    if request.method == "GET":
        return _page(request, CounterForm(**choices))
    form = CounterForm(request.POST, **choices)
    if not form.is_valid():
        return _page(request, form, status=UNPROCESSABLE)
    return _take(request, form)


def _take(request: StaffRequest, form: CounterForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        volunteer = take_application(
            form.applicant(),
            by=request.user,
            client_uuid=data["client_uuid"],
            account=data["account"],
            **form.entered(),
        )
    except RunsAlready as known:
        seen = Volunteer.objects.visible_to(request.user).filter(pk=known.volunteer.pk).exists()
        return _page(
            request, form, status=UNPROCESSABLE, sentences=known.sentences, known=known.volunteer if seen else None
        )
    except Refused as refused:
        return _page(request, form, status=UNPROCESSABLE, sentences=refused.sentences)
    event = Event.objects.get(dossier=volunteer.dossier_id, action="volunteer.apply")
    messages.success(request, done_words(event))
    return redirect("volunteer-detail", code=volunteer.code)


def places_of(user: User, field: str = "code") -> Q:
    """The divisions in which this user takes applications."""
    condition = Q(pk__in=[])
    for right in rights_of(user):
        if right.role in TAKES_APPLICATIONS:
            lower, upper = code_range(right.division.significant)
            condition |= Q(**{f"{field}__gte": lower, f"{field}__lt": upper})
    return condition


def accounts_of(user: User) -> Any:
    """Accounts that cadres of these places work with today; not the user's own."""
    posts = Post.objects.filter(in_force(timezone.localdate())).filter(places_of(user, "division__code"))
    cadres = posts.exclude(role=Role.PROXY_PARENT).values("user")
    return User.objects.filter(pk__in=cadres, is_active=True).exclude(pk=user.pk).order_by("name")


def _page(request: StaffRequest, form: CounterForm, *, status: int = 200, **shown: Any) -> HttpResponse:
    return render(request, "volunteers/new_volunteer.html", {"form": form, **shown}, status=status)
