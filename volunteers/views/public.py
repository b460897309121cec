"""The public pages: what counties look for, applying without an account, and asking where the application stands.

Invariant: nothing typed stands in an address or in the answer to somebody else; every page is limited by address.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from documents.limits import limited, within_limit_of_text
from documents.refusals import Refused
from documents.views.door import UNPROCESSABLE
from organisation.models import Division
from volunteers.forms.applying import PublicForm, StatusForm
from volunteers.models import Recruitment
from volunteers.public import KnownHere, apply_online, office_of_village, standing_of

PER_MINUTE, PHONE_PER_MINUTE = 30, 5
TOO_MANY = 429
RECEIVED = "applied_with"  # in the session: the code of the last application, to show once


@never_cache
@require_http_methods(["GET", "POST"])
@limited("apply", per_minute=PER_MINUTE)
def apply(request: HttpRequest) -> HttpResponse:
    """County, town, village one after the other, then the form; the choice of places works without scripts."""
    place = _place(request.GET.get("place", ""))
    if place is None or place.level != Division.LevelChoices.VILLAGE:
        return _choose_place(request, place)
    form = PublicForm(request.POST if request.method == "POST" else None, village=place)
    if request.method == "POST" and form.is_valid():
        if not within_limit_of_text(form.cleaned_data["phone"], "apply", PHONE_PER_MINUTE):
            form.add_error(None, _("Too many attempts with this telephone. Wait a minute and send once more."))
            return _form_page(request, form, place, status=TOO_MANY)
        if sent := _send(request, form):
            return sent
    return _form_page(request, form, place, status=UNPROCESSABLE if form.errors else 200)


def _send(request: HttpRequest, form: PublicForm) -> HttpResponse | None:
    """The way to the page with the code, or nothing with the reason in the form."""
    try:
        code = apply_online(form.applicant(), client_uuid=form.cleaned_data["client_uuid"], **form.entered())
    except KnownHere:
        form.add_error(
            None, _("An application with this ID number is with us already. Ask with your status code, or the office.")
        )
        return None
    except Refused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return None
    request.session[RECEIVED] = {"code": code, "place": form.village.code}
    return redirect("apply-received")


@never_cache
@require_GET
@limited("apply", per_minute=PER_MINUTE)
def received(request: HttpRequest) -> HttpResponse:
    """The status code, for whoever has just applied in this browser."""
    kept = request.session.get(RECEIVED)
    if not kept:
        return redirect("apply")
    office = office_of_village(kept["place"], timezone.localdate())
    return _page(request, "volunteers/received.html", {"code": kept["code"], "office": office})


@never_cache
@require_http_methods(["GET", "POST"])
@limited("apply-status", per_minute=10)
def status(request: HttpRequest) -> HttpResponse:
    """Where an application stands, by code and telephone. Both are posted, and the answer is kept nowhere."""
    form = StatusForm(request.POST if request.method == "POST" else None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, "volunteers/status.html", {"form": form}, status=UNPROCESSABLE if form.errors else 200)
    data = form.cleaned_data
    if not within_limit_of_text(data["phone"], "apply-status", PHONE_PER_MINUTE):
        form.add_error(None, _("Too many attempts with this telephone. Wait a minute and ask once more."))
        return _page(request, "volunteers/status.html", {"form": form}, status=TOO_MANY)
    standing = standing_of(data["code"], data["phone"])
    if standing is None:
        form.add_error(None, _("No application has this code together with this telephone. Compare both."))
        return _page(request, "volunteers/status.html", {"form": form}, status=UNPROCESSABLE)
    return _page(request, "volunteers/status.html", {"standing": standing})


def _place(code: str) -> Division | None:
    places = Division.objects.select_related("parent__parent").filter(valid_to__isnull=True)
    return places.filter(code=code).first() if code.isdecimal() else None


def _choose_place(request: HttpRequest, place: Division | None) -> HttpResponse:
    """What is inside the chosen county or town; at first the counties."""
    inside = Division.objects.filter(valid_to__isnull=True)
    inner = inside.filter(parent=place) if place else inside.filter(level=Division.LevelChoices.COUNTY)
    shown = {
        "place": place,
        "inner": inner.order_by("code"),
        "notices": [] if place else list(Recruitment.objects.open_on(timezone.localdate())),
    }
    return _page(request, "volunteers/apply_place.html", shown)


def _form_page(request: HttpRequest, form: PublicForm, place: Division, *, status: int) -> HttpResponse:
    office = office_of_village(place.code, timezone.localdate())
    return _page(request, "volunteers/apply.html", {"form": form, "place": place, "office": office}, status=status)


def _page(request: HttpRequest, template: str, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    response = render(request, template, shown, status=status)
    response["Cache-Control"] = "no-store"
    return response
