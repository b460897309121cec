"""The proxy parent's and the supervisor's pages in a browser: on a narrow phone, without scripts, for axe."""

import pytest
from django.urls import reverse

from tests.browser import DESK, PHONE, look
from tests.cases.stages import imported_child
from tests.cast import hire_everyone
from tests.volunteers.running import log, paired, proxy
from volunteers.models import Contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = [("pan", "my-contact"), ("pan", "my-child"), ("pan", "my-hours"), ("su", "supervision"), ("su", "digest")]


@pytest.fixture
def running():
    cast = hire_everyone()
    return cast, paired(imported_child(), proxy(cast["pan"]))


def test_a_contact_is_logged_on_a_phone_without_scripts(running, open_page):
    cast, pairing = running
    page = open_page(reverse("my-contact", args=[pairing.code]), width=PHONE, user=cast["pan"], javascript=False)
    for name, value in (("made", "yes"), ("how", "phone"), ("preset", "15")):
        page.check(f"[name={name}][value='{value}']")
    page.click("details.topic summary >> nth=1")
    page.fill("[name='topics.mood']", "高兴")
    page.click(".form-actions button")
    assert page.url.endswith(reverse("my-child", args=[pairing.code]))
    assert (Contact.objects.get().minutes, Contact.objects.get().told) == (15, {"mood": "高兴"})


def test_pages_fit_and_can_be_read_by_everyone(running, open_page):
    cast, pairing = running
    log(pairing, cast["pan"])
    for user, name in PAGES:
        arguments = [pairing.code] if name in ("my-contact", "my-child") else []
        look(open_page(reverse(name, args=arguments), user=cast[user]), name)


def test_picking_rows_brings_the_bar_that_reviews_them(running, open_page):
    cast, pairing = running
    contacts = [log(pairing, cast["pan"]) for _each in range(2)]
    page = open_page(f"{reverse('supervision')}?show=review", width=DESK, user=cast["su"])
    page.check("thead input[type=checkbox]")
    page.click("text=Review with thanks")
    page.wait_for_load_state()
    assert Contact.objects.filter(status="reviewed", thanked=True).count() == len(contacts)
