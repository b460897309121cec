"""Who is logged in on this phone, what the phone may take along, and the key for a forgotten PIN."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from documents.drafts.api import BadRequest, answer, body_of, phone_api, refusal, text_of, uuid_of
from documents.drafts.device_keys import keep_key, key_of, owner_of_phone_store
from documents.drafts.kinds import sections_of
from documents.drafts.taken import lines_of, note_what_was_taken
from organisation.requests import StaffRequest


@phone_api("GET")
def session(request: StaffRequest) -> JsonResponse:
    """Whose session this is, a fresh CSRF token, the language and the server's clock."""
    return answer(
        {
            "user": owner_of_phone_store(request.user),
            "name": request.user.name,
            "csrf": get_token(request),
            "language": get_language(),
            **_clock(),
        }
    )


@phone_api("GET")
def data(request: StaffRequest) -> JsonResponse:
    """What this phone may take along for its user, as of now. What is not in it any more goes from the phone."""
    sections = sections_of(request.user)
    note_what_was_taken(request.user, sections)
    own = {"user": owner_of_phone_store(request.user), "sections": sections, "lines": lines_of(request.user)}
    return answer({**own, **_clock()})


@phone_api("POST")
def key(request: StaffRequest) -> JsonResponse:
    """Keep the key of a new store of this user on this phone."""
    body = body_of(request)
    keep_key(request.user, uuid_of(body, "device"), text_of(body, "key", most=64))
    return answer({"kept": True}, status=201)


@phone_api("GET")
def key_again(request: StaffRequest, device: UUID) -> JsonResponse:
    """Give the key back, to its owner, after the password was asked for again."""
    if is_reauthentication_required(request, app="phone"):
        sentence = _("Enter your password first; then you can set a new PIN.")
        return refusal("password", [sentence], status=403, login=reverse("phone-forgotten"))
    found = key_of(request.user, device)
    if found is None:
        raise BadRequest(_("The server keeps no key for this phone. Ask your system administrator for help."))
    return answer({"key": found})


@require_GET
@login_required
def login(request: StaffRequest) -> HttpResponse:
    """Back to the phone once the login is done."""
    return redirect("phone")


@require_GET
@login_required
@reauthentication_required(app="phone")
def forgotten(request: StaffRequest) -> HttpResponse:
    """Asks for the password, then lets the phone set a new PIN."""
    return redirect(f"{reverse('phone')}#/new-pin")


def _clock() -> dict[str, str]:
    now = timezone.now()
    return {"now": now.isoformat(timespec="milliseconds"), "today": timezone.localdate(now).isoformat()}
