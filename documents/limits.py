"""How often one address may ask: counted for each minute in the shared cache.

The one invariant: a counter belongs to one minute, so it ends by itself. Called by the public pages.
"""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from organisation.encryption import blind_index
from organisation.models import User

View = Callable[..., HttpResponse]


def limited(name: str, *, per_minute: int) -> Callable[[View], View]:
    """A view that answers with 429 once an address has asked `per_minute` times in this minute."""

    def decorate(view: View) -> View:
        @wraps(view)
        def limited_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not within_limit(request, name, per_minute):
                response = render(request, "documents/too_many.html", status=429)
                response["Retry-After"] = "60"
                return response
            return view(request, *args, **kwargs)

        return limited_view

    return decorate


def within_limit(request: HttpRequest, name: str, per_minute: int) -> bool:
    """Count this request; False when the address has used up its minute."""
    return _counted(f"{name}:{network(get_adapter().get_client_ip(request))}", per_minute)


def within_limit_of_user(user: User, name: str, per_minute: int) -> bool:
    """Count this request; False when the user has used up their minute, from whatever address."""
    return _counted(f"{name}:user{user.pk}", per_minute)


def within_limit_of_text(text: str, name: str, per_minute: int) -> bool:
    """Count this request about a text, such as a telephone; False when its minute is used up. The text is not kept."""
    return _counted(f"{name}:text{blind_index(text, purpose='limit')[:24]}", per_minute)


def _counted(who: str, per_minute: int) -> bool:
    key = f"limit:{who}:{timezone.now():%d%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        return int(cache.incr(key)) <= per_minute
    except ValueError:  # the cache dropped the key in between
        return True


def network(address: str) -> str:
    """The address, or for IPv6 the /64 that one subscriber has."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{ip}/64", strict=False).network_address) if ip.version == 6 else str(ip)
