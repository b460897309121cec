"""Nobody works before the first password is changed and, where it is asked for, a second factor is set up.

And no browser keeps what was shown to somebody who was logged in: office computers are shared.
"""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import NEEDS_SECOND_FACTOR

OPEN_TO_ALL = ("/accounts/", "/static/", "/verify/", "/i18n/", "/health")


def require_own_password_and_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Send the user to the page that is missing, until nothing is."""

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN_TO_ALL):
            return get_response(request)
        if user.must_change_password:
            return redirect("account_change_password")
        if needs_second_factor(user) and not is_mfa_enabled(user):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def keep_no_copy(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Pages for people who are logged in stay in no cache and do not come back with the browser's back button."""

    def middleware(request: HttpRequest) -> HttpResponse:
        known = request.user.is_authenticated  # asked before a logout
        response = get_response(request)
        if known or request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware


def needs_second_factor(user: User) -> bool:
    """True for finance and administrators, and for all staff where the installation says so."""
    roles = {right.role for right in rights_of(user)}
    return bool(roles & NEEDS_SECOND_FACTOR) or (settings.SECOND_FACTOR_FOR_ALL_STAFF and bool(roles))
