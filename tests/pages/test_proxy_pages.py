"""The pages of proxy parents in a real browser: readable, whole at 360 px, and the public one without scripts."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from tests.browser import DESK, PHONE, overflow, picture, violations
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU, hire_everyone
from tests.volunteers.stages import applied, appointed, brought_to, id_number
from volunteers.models import Volunteer

pytestmark = pytest.mark.browser
STAGES = {"pledge": "applied", "start_vetting": "pledged", "record_vetting": "vetting", "interview": "vetted"}
STAGES |= {"check_home": "interviewed", "train": "home_checked", "reject": "applied", "add_photo": "applied"}
ACTORS = {"record_vetting": "kang", "interview": "su", "check_home": "su", "reject": "cao"}
TYPED = {
    "name": "潘代理", "id_number": id_number(), "phone": "12039140001", "address": "三组12号", "availability": "周六",
    "motivation": "想帮助村里的孩子", "referee1_name": "毋秋菊", "referee1_relation": "邻居",
    "referee1_phone": "12039100015", "referee2_name": "买春生", "referee2_relation": "同事",
    "referee2_phone": "12039100016",
}  # fmt: skip


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


def look(page, name):
    """Everything open, nothing found by axe, nothing sticking out."""
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    picture(page, name)
    assert violations(page) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", ["/apply/", f"/apply/?place={HENGSHAN}", "/apply/status/"])
def test_the_public_pages(open_page, people, chinese, path, width):
    look(open_page(path, width=width), f"proxy-{slugify(path)}-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("part", ["overview", "records", "papers", "timeline"])
def test_every_part_of_the_file(open_page, people, chinese, part, width):
    volunteer = appointed(people, user=None)
    page = open_page(f"/volunteers/{volunteer.code}/?part={part}", width=width, user=people["zhi"])
    look(page, f"proxy-{part}-{width}")


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("act", STAGES)
def test_the_form_of_every_act(open_page, people, chinese, act, width):
    volunteer = brought_to(applied(people), STAGES[act], people)
    user = people[ACTORS.get(act, "zhi")]
    look(
        open_page(reverse("volunteer-act", args=[volunteer.code, act]), width=width, user=user), f"proxy-{act}-{width}"
    )


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize(
    "path", ["/volunteers/", "/volunteers/new/", "/volunteers/notices/", "/volunteers/notices/new/"]
)
def test_lists_and_the_counter(open_page, people, chinese, path, width):
    applied(people)
    look(open_page(path, width=width, user=people["zhi"]), f"proxy-{slugify(path)}-{width}")


def test_somebody_applies_on_a_phone_without_scripts_and_asks_for_the_status(open_page, people, monkeypatch):
    monkeypatch.setattr("volunteers.forms.applying.FASTEST", -1)
    page = open_page("/apply/", width=PHONE, javascript=False)
    for place in (MENGZHOU, HUAGONG, HENGSHAN):
        page.select_option("[name=place]", place)
        page.click("main button[type=submit]")
    for name, text in TYPED.items():
        page.fill(f"[name={name}]", text)
    page.check("[name=told]")
    page.click("main form[method=post] button[type=submit]")
    code = page.inner_text(".status-code").replace(" ", "")
    assert code == Volunteer.objects.get().status_code and TYPED["phone"] not in page.url

    page.goto(page.url.replace("received", "status"))
    page.fill("[name=code]", code.lower())
    page.fill("[name=phone]", TYPED["phone"])
    page.click("main form[method=post] button[type=submit]")
    assert "Your application has arrived." in page.inner_text("main")
