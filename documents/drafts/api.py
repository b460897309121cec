"""How the phone's requests are read and answered: JSON in, JSON out, never a redirect and never a page.

The one invariant: a lost login is a 401 that says so, so that nothing is taken for delivered that was not. Used by the
views of this app.
"""

import datetime as dt
import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from documents.drafts.device_keys import owner_of_phone_store
from documents.drafts.kinds import NotDeliverable
from documents.limits import within_limit_of_user
from documents.refusals import NotVisible, Refused
from organisation.models import User
from organisation.requests import StaffRequest

MOST_A_MINUTE = 300
MOST_BYTES = 256 * 2**10
DEEPEST = 12  # levels of a form, generously
YEARS = range(2000, 2200)  # outside of them a clock is no clock, and arithmetic on days overflows
# A proxy or a login page does not send this header: an answer without it is no answer of ours.
MARK = "X-Tongxin-Phone"
PhoneView = Callable[..., JsonResponse]


class OtherUser(Exception):
    """What came was written by somebody else than who is logged in now: it must not become theirs."""


class BadRequest(Exception):
    """What came is not what the phone sends. The sentence says what to do."""


def phone_api(*methods: str) -> Callable[[PhoneView], PhoneView]:
    """A view of the phone: login, limit, and every refusal as JSON with a code and sentences."""

    def decorate(view: PhoneView) -> PhoneView:
        @require_http_methods(methods)
        @wraps(view)
        def answered(request: StaffRequest, *args: Any, **kwargs: Any) -> JsonResponse:
            if not request.user.is_authenticated:
                return answer({"code": "login", "login": reverse("phone-login")}, status=401)
            if not within_limit_of_user(request.user, "phone", MOST_A_MINUTE):
                sentence = _("Too many requests in one minute. What you wrote is kept and is sent a little later.")
                return refusal("too_many", [sentence], status=429)
            return _answered(view, request, args, kwargs)

        return answered

    return decorate


def _answered(view: PhoneView, request: StaffRequest, args: Any, kwargs: Any) -> JsonResponse:
    try:
        return view(request, *args, **kwargs)
    except OtherUser:
        sentence = _("Somebody else is logged in. Log in again to send this.")
        return refusal("other_user", [sentence], status=401, login=reverse("phone-login"))
    except BadRequest as bad:
        return refusal("bad_request", [str(bad)], status=400)
    except NotDeliverable as missing:
        return refusal(missing.code, list(missing.sentences), fields=missing.fields, status=422)
    except NotVisible:
        return refusal("no_access", [no_access_sentence()], status=403)
    except Refused as refused:
        return refusal(refused.kind, list(refused.sentences), status=422)


def no_access_sentence() -> str:
    """Why an entry about somebody out of reach cannot be delivered, and what to do with the words."""
    return _(
        "This record can no longer be sent: you are not (or no longer) in charge here. Your words are kept on this "
        "phone. Copy them for your supervisor, then discard the record."
    )


def answer(content: dict[str, Any], *, status: int = 200) -> JsonResponse:
    """A JSON answer that the phone knows as ours."""
    response = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    response.headers[MARK] = "1"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def refusal(
    code: str, sentences: list[str], *, status: int, fields: dict[str, list[str]] | None = None, **more: Any
) -> JsonResponse:
    """An answer that says why nothing was done."""
    return answer({"code": code, "sentences": sentences, "fields": fields or {}, **more}, status=status)


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object in the request. Raises BadRequest."""
    if len(request.body) > MOST_BYTES:
        raise BadRequest(_("The text is too long to be saved. Send it in two parts."))
    try:
        body = _sound(json.loads(request.body, parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        raise BadRequest(_not_readable()) from error
    if not isinstance(body, dict):
        raise BadRequest(_not_readable())
    return body


def _no_number(word: str) -> None:
    """NaN and the infinities are no JSON: nobody else could read what is kept of them."""
    raise ValueError(word)


def _sound(value: Any, deep: int = 0) -> Any:
    """The same without halves of signs, which no file and no database takes. Raises ValueError for what has no floor.

    A half comes from a field that cuts a text at its longest in the middle of an emoji; it must not cost the text.
    """
    if deep > DEEPEST:
        raise ValueError
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_sound(each, deep + 1) for each in value]
    if isinstance(value, dict):
        return {_sound(name): _sound(each, deep + 1) for name, each in value.items()}
    return value


def check_writer(body: dict[str, Any], user: User) -> None:
    """Raise OtherUser unless the page on which this was written is `user`'s: a browser has one login for all tabs."""
    if text_of(body, "user", most=64) != owner_of_phone_store(user):
        raise OtherUser


def text_of(body: dict[str, Any], name: str, *, most: int) -> str:
    """A short text in the body; empty when it is not there. Raises BadRequest."""
    value = body.get(name, "")
    if not isinstance(value, str) or len(value) > most or "\0" in value:
        raise BadRequest(_not_readable())
    return value


def uuid_of(body: dict[str, Any], name: str) -> UUID:
    """A UUID in the body. Raises BadRequest."""
    try:
        return UUID(text_of(body, name, most=36))
    except ValueError as error:
        raise BadRequest(_not_readable()) from error


def object_of(body: dict[str, Any], name: str) -> dict[str, Any]:
    """An object in the body. Raises BadRequest."""
    value = body.get(name)
    if not isinstance(value, dict):
        raise BadRequest(_not_readable())
    return value


def number_of(body: dict[str, Any], name: str) -> int:
    """A count in the body, 0 when it is not there. Raises BadRequest."""
    value = body.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise BadRequest(_not_readable())
    return value


def moment_of(body: dict[str, Any], name: str) -> dt.datetime | None:
    """A moment with its zone; nothing when there is none that can be read."""
    value = body.get(name)
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo and moment.year in YEARS else None


def _not_readable() -> str:
    return _("The phone sent something that cannot be read. Load the page again; what you wrote is kept.")
