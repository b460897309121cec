"""The type of a request that someone logged in has made. Every view behind the login takes one."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from organisation.models import User


class StaffRequest(HttpRequest):
    """For annotations only: the login and htmx middleware have done their work when a view runs."""

    user: User
    htmx: HtmxDetails
