"""The pages of proxy parents in a real browser: readable, whole at 360 px, and the public one without scripts."""

import pytest
from django.urls import reverse
from django.utils.text import slugify

from documents.transitions import perform
from tests.browser import PHONE, look
from tests.cast import HENGSHAN, HUAGONG, MENGZHOU, hire_everyone
from tests.volunteers import stages
from tests.volunteers.stages import applied, appointed, id_number
from volunteers.models import Volunteer

pytestmark = pytest.mark.browser
ACTORS = {"pledge": "zhi", "reject": "cao", "add_photo": "zhi", "start_vetting": "zhi", "record_vetting": "kang"}
ACTORS |= {"interview": "su", "check_home": "su", "train": "zhi"}
TYPED = {
    "name": "潘代理", "id_number": id_number(), "phone": "12039140001", "address": "三组12号", "availability": "周六",
    "motivation": "想帮助村里的孩子", "referee1_name": "毋秋菊", "referee1_relation": "邻居",
    "referee1_phone": "12039100015", "referee2_name": "买春生", "referee2_relation": "同事",
    "referee2_phone": "12039100016",
}  # fmt: skip


@pytest.fixture
def people(transactional_db):
    return hire_everyone()


def test_the_public_pages(open_page, people, chinese):
    page = open_page("/apply/")
    for path in ("/apply/", f"/apply/?place={HENGSHAN}", "/apply/status/"):
        page.goto(path)
        look(page, f"proxy-{slugify(path)}")


def test_every_part_of_the_file(open_page, people, chinese):
    volunteer = appointed(people, user=None)
    page = open_page("/volunteers/", user=people["zhi"])
    for part in ("overview", "records", "papers", "timeline"):
        page.goto(f"/volunteers/{volunteer.code}/?part={part}")
        look(page, f"proxy-{part}")


def test_the_form_of_every_act_as_the_file_goes_on(open_page, people, chinese):
    volunteer = applied(people)
    before = {
        "start_vetting": lambda: stages.pledge(volunteer, people["zhi"]),
        "record_vetting": lambda: perform(volunteer, "start_vetting", by=people["zhi"], authority="孟州市公安局"),
        "interview": lambda: stages.vet(volunteer, people["kang"]),
        "check_home": lambda: stages.interview(volunteer, people["su"]),
        "train": lambda: stages.check_home(volunteer, people["su"]),
    }
    for act, actor in ACTORS.items():
        before.get(act, volunteer.refresh_from_db)()
        volunteer.refresh_from_db()
        look(open_page(reverse("volunteer-act", args=[volunteer.code, act]), user=people[actor]), f"proxy-{act}")


def test_lists_and_the_counter(open_page, people, chinese):
    applied(people)
    page = open_page("/volunteers/", user=people["zhi"])
    for path in ("/volunteers/", "/volunteers/new/", "/volunteers/notices/", "/volunteers/notices/new/"):
        page.goto(path)
        look(page, f"proxy-{slugify(path)}")


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
