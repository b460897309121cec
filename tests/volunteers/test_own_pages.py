"""The proxy parent's own pages: what they show of a child, and that nothing typed is lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import Document, Event
from documents.reminders.models import Message
from documents.transitions import perform
from tests.cases.stages import imported_child
from tests.documents.sheets import photo
from tests.volunteers.running import aid_of, log, paired, proxy
from volunteers.actions import ask_proxy
from volunteers.models import Contact, FollowUpFlag
from volunteers.reduced import READ, own_children


@pytest.fixture
def pairing(child, cast):
    LeftBehindCase.objects.filter(pk=child.pk).update(allergies="青霉素过敏", risk_level="high", number="LBC-410883-1")
    return paired(child, proxy(cast["pan"]))


def signed_in(client, user):
    client.force_login(user)
    return client


def form_of(client, pairing):
    form = client.get(reverse("my-contact", args=[pairing.code])).context["form"]
    return {"client_uuid": str(form["client_uuid"].value()), "done_on": timezone.localdate().isoformat()}


FORBIDDEN = [
    "毋小满",  # the whole name
    "419983201405060024",
    "410883-1",  # the number of the case
    "毋建军",  # father
    "程秀兰",  # mother
    "12039100018",
    "毋秋菊",  # the carer's name
    "广东省",
    "high",
    "High",
    "2014-05-06",  # the year of birth
    "2014年",
]


@pytest.mark.parametrize("page", ["my", "my-child", "my-contact", "my-contacts"])
def test_no_page_shows_what_a_proxy_parent_may_not_know(client, pairing, cast, page):
    log(pairing, cast["pan"])
    arguments = [pairing.code] if page in ("my-child", "my-contact") else []
    text = signed_in(client, cast["pan"]).get(reverse(page, args=arguments), {"list": ""}).content.decode()
    assert "小满" in text
    assert [word for word in FORBIDDEN if word in text] == []


def test_the_reduced_view_holds_what_the_domain_names_and_nothing_else(pairing, cast):
    (reduced,) = own_children(cast["pan"])
    shown = vars(reduced) | {"code": "", "next_contact": None, "next_visit": None}
    assert shown == {
        "code": "",
        "given_name": "小满",
        "age": 12,
        "birthday": "05-06",
        "school": "示例第一小学",
        "grade": "六年级",
        "carer_phone": "12039100015",
        "allergies": "青霉素过敏",
        "goals": "每周通一次电话",
        "summary": "",
        "last_contact": None,
        "next_contact": None,
        "next_visit": None,
        "question": None,
    }


def test_an_only_child_leads_straight_to_the_form(client, pairing, cast):
    answer = signed_in(client, cast["pan"]).get(reverse("my"))
    assert answer.url == reverse("my-contact", args=[pairing.code])


def test_opening_the_card_is_an_event_once_in_ten_minutes(client, pairing, cast):
    for _time in range(2):
        signed_in(client, cast["pan"]).get(reverse("my-child", args=[pairing.code]))
    assert Event.objects.filter(action=READ, by=cast["pan"], dossier=pairing.dossier_id).count() == 1


def test_last_contact_is_said_in_days(client, pairing, cast):
    log(pairing, cast["pan"], done_on=timezone.localdate() - dt.timedelta(days=12))
    text = signed_in(client, cast["pan"]).get(reverse("my-child", args=[pairing.code])).content.decode()
    assert "12 days ago" in text


def test_whether_the_child_was_reached_has_no_default(client, pairing, cast):
    page = signed_in(client, cast["pan"]).get(reverse("my-contact", args=[pairing.code]))
    assert page.context["form"]["made"].value() is None
    sent = client.post(reverse("my-contact", args=[pairing.code]), form_of(client, pairing) | {"how": "phone"})
    assert (sent.status_code, list(sent.context["form"].errors)) == (422, ["made"])


def test_a_contact_is_logged_with_topics_and_receipt(client, pairing, cast):
    signed_in(client, cast["pan"])
    receipt = SimpleUploadedFile("r.jpg", photo())
    words = {
        "made": "yes",
        "how": "visit",
        "preset": "30",
        "topics.mood": "高兴",
        "aid.what": "书包",
        "aid.amount": "¥85.5",
    }
    answer = client.post(
        reverse("my-contact", args=[pairing.code]), form_of(client, pairing) | words | {"aid.receipt": receipt}
    )
    contact = Contact.objects.get()
    assert answer.url == reverse("my-child", args=[pairing.code])
    assert (contact.minutes, contact.told, contact.aid_items.get().amount_fen) == (30, {"mood": "高兴"}, 8550)


def test_the_same_form_sent_twice_is_one_contact(client, pairing, cast):
    form = form_of(signed_in(client, cast["pan"]), pairing) | {"made": "yes", "how": "phone", "minutes": "12"}
    assert [client.post(reverse("my-contact", args=[pairing.code]), form).status_code for _time in range(2)] == [
        302,
        302,
    ]
    assert Contact.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"minutes": "viele"}, "minutes"),
        ({"minutes": "99999"}, "minutes"),
        ({"done_on": "2999-01-01"}, "done_on"),
        ({"done_on": "gestern"}, "done_on"),
        ({"aid.what": "书包"}, "aid.amount"),
        ({"aid.amount": "80"}, "aid.what"),
        ({"aid.what": "书包", "aid.amount": "1e3"}, "aid.amount"),
        ({"aid.what": "书包", "aid.amount": "3.999"}, "aid.amount"),
        ({"aid.what": "书包", "aid.amount": "-5"}, "aid.amount"),
        ({"how": "carrier pigeon"}, "how"),
    ],
)
def test_a_mistake_is_told_at_its_field_and_no_word_is_lost(client, pairing, cast, typed, field):
    signed_in(client, cast["pan"])
    words = {"made": "yes", "how": "phone", "minutes": "12", "note": "长长的一段话"} | typed
    answer = client.post(reverse("my-contact", args=[pairing.code]), form_of(client, pairing) | words)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert "长长的一段话" in answer.content.decode()


def test_after_an_attempt_one_is_asked_to_try_again(client, pairing, cast):
    form = form_of(signed_in(client, cast["pan"]), pairing) | {"made": "no", "how": "phone"}
    page = client.post(reverse("my-contact", args=[pairing.code]), form, follow=True).content.decode()
    assert "try again" in page


def test_a_worry_leads_to_the_mandatory_report_about_this_child(client, pairing, cast):
    form = form_of(signed_in(client, cast["pan"]), pairing) | {
        "made": "yes",
        "how": "phone",
        "minutes": "5",
        "worry": "yes",
    }
    answer = client.post(reverse("my-contact", args=[pairing.code]), form)
    assert answer.url == f"{reverse('report')}?case={pairing.dossier.code}"
    assert "小满" in client.get(answer.url).content.decode()


@pytest.mark.parametrize("page", ["my-child", "my-contact"])
@pytest.mark.parametrize("user", ["yi", "wen", "wei", "zhi", "su", "kang"])
def test_nobody_elses_child_is_found(client, pairing, cast, page, user):
    assert signed_in(client, cast[user]).get(reverse(page, args=[pairing.code])).status_code == 404


def test_with_a_lapsed_vetting_no_child_is_shown(client, pairing, cast):
    pairing.dossier.access_set.update(valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2020, 2, 1))
    page = signed_in(client, cast["pan"]).get(reverse("my")).content.decode()
    assert "小满" not in page
    assert client.get(reverse("my-child", args=[pairing.code])).status_code == 404


def test_thanks_and_words_of_the_supervisor_are_seen(client, pairing, cast):
    perform(log(pairing, cast["pan"]), "review", by=cast["su"], words="辛苦了", thanked=True)
    text = signed_in(client, cast["pan"]).get(reverse("my-contacts")).content.decode()
    assert "辛苦了" in text and "thank you" in text
    assert Message.objects.get(key="contact.thanked").user == cast["pan"]


def test_a_private_note_is_hidden_until_its_writer_asks_and_that_is_an_event(client, pairing, cast):
    contact = log(pairing, cast["pan"], private_note="奶奶说家里吵架")
    signed_in(client, cast["pan"])
    assert "吵架" not in client.get(reverse("my-contacts")).content.decode()
    assert "吵架" in client.post(reverse("contact-note", args=[contact.code])).content.decode()
    assert Event.objects.filter(action="contact.reveal_note", by=cast["pan"]).count() == 1


def test_a_mistaken_contact_is_taken_back_with_a_reason(client, pairing, cast):
    contact = log(pairing, cast["pan"])
    address = reverse("my-contact-void", args=[contact.code])
    form = signed_in(client, cast["pan"]).get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    assert client.post(address, hidden | {"reason": ""}).status_code == 422
    assert client.post(address, hidden | {"reason": "记错了孩子"}).status_code == 302
    contact.refresh_from_db()
    assert contact.status == "void"


def test_a_question_is_answered_from_the_own_page(client, pairing, cast):
    ask_proxy(pairing, by=cast["su"], question="周末去看过孩子吗")
    flag = FollowUpFlag.objects.get()
    address = reverse("my-answer", args=[flag.code])
    form = signed_in(client, cast["pan"]).get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    client.post(address, hidden | {"answer": "周六去过"})
    flag.refresh_from_db()
    assert (flag.status, flag.answer) == ("resolved", "周六去过")
    assert Message.objects.get(key="flag.answered").user == cast["su"]


def test_hours_name_their_window_and_leave_out_attempts_and_void_ones(client, pairing, cast):
    log(pairing, cast["pan"], minutes=90)
    log(pairing, cast["pan"], made=False)
    perform(log(pairing, cast["pan"], minutes=600), "void", by=cast["pan"], reason="重复")
    page = signed_in(client, cast["pan"]).get(reverse("my-hours")).content.decode()
    assert f"Since 1 Jan {timezone.localdate().year}" in page
    assert "1.5 hours in 1 contact" in page


def test_a_certificate_is_asked_for_once_a_day(client, pairing, cast):
    signed_in(client, cast["pan"])
    for _time in range(2):
        assert client.post(reverse("my-certificate")).status_code == 302
    told = Message.objects.filter(key="certificate.asked")
    assert [message.user for message in told] == [cast["zhi"]]
    assert Event.objects.filter(action="volunteer.ask_certificate").count() == 1


def test_the_own_list_costs_the_same_for_two_children_as_for_one(client, pairing, cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            own_children(cast["pan"])
        return len(queries)

    cost()
    one = cost()
    other = imported_child(name="毋小年", id_number="419983201702040011", carer=None)
    paired(other, pairing.volunteer)
    assert cost() == one and len(own_children(cast["pan"])) == 2


def test_no_paper_of_the_child_opens_to_its_proxy_parent(client, pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(1000))
    signed_in(client, cast["pan"])
    for paper in Document.objects.all():
        assert client.get(reverse("document-detail", args=[paper.code])).status_code in (403, 404)
