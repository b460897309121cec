"""The trail says where an act came from, also behind a proxy."""

import pytest
from django.urls import reverse

from documents.models import Event

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("proxies", "address"), [(0, "10.0.0.1"), (1, "10.8.8.8")])
def test_an_event_tells_the_address_of_the_person(settings, as_, paper, proxies, address):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies

    as_("su").get(
        reverse("document-pdf", args=[paper.code]), REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.8.8.8"
    )

    assert Event.objects.get(action="paper.read").address == address


def test_a_request_without_an_address_is_served(as_, paper):
    assert as_("su").get(reverse("document-pdf", args=[paper.code]), REMOTE_ADDR="").status_code == 200
