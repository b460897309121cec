"""Around every request: an id and address for the trail, and the writing of refused attempts once it is over."""

import uuid
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from documents.refusals import NotVisible, write
from documents.surroundings import Surroundings, here, within

GetResponse = Callable[[HttpRequest], HttpResponse]


def request_id(get_response: GetResponse) -> GetResponse:
    """Give the request an id (sent back as X-Request-ID) and remember where it came from."""

    def middleware(request: HttpRequest) -> HttpResponse:
        surroundings = Surroundings(str(uuid.uuid4()), address_of(request))
        with within(surroundings):
            response = get_response(request)
        response["X-Request-ID"] = surroundings.request_id
        return response

    return middleware


def address_of(request: HttpRequest) -> str:
    """Where the request came from: behind a proxy what that one says, else every act would come from the proxy."""
    try:
        return str(get_adapter().get_client_ip(request))[:45]
    except PermissionDenied:  # a local socket has no address
        return ""


class refusals:
    """Write the refused attempts of this request after its transactions; what is not visible is a 404."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        traces, here().refused = here().refused, []
        write(traces)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Turn a refusal for invisibility that nobody caught into Django's 404."""
        if isinstance(exception, NotVisible):
            raise Http404 from exception
