"""The supervisor's lists: silent first, numbers that agree, reviews row by row, reminders, the month."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from documents.models import DueDate, Event
from documents.reminders.models import Message
from documents.trail import record
from documents.transitions import perform
from tests.cases.stages import imported_child
from tests.cast import NANZHUANG
from tests.documents.sheets import photo
from tests.volunteers.running import aid_of, log, paired, proxy
from volunteers import supervision
from volunteers.actions import ask_proxy
from volunteers.digest import figures, send_digests
from volunteers.models import Contact

NUMBERS = ("419983201702040011", "41998320130621004X", "419983201201010033")


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


def late(pairing, name="pairing_contact", days=5):
    past = timezone.localdate() - dt.timedelta(days=days)
    DueDate.objects.filter(dossier=pairing.dossier_id, name=name, state="open").update(due_on=past)


def opened(client, user, **query):
    client.force_login(user)
    return client.get(reverse("supervision"), query)


def rows_of(client, user, show):
    return opened(client, user, show=show).context["page"].paginator.count


def test_the_longest_silence_stands_first_with_days_and_one_act(client, pairing, cast):
    other = paired(imported_child(name="毋小年", id_number=NUMBERS[0], carer=None), pairing.volunteer)
    log(other, cast["pan"], done_on=timezone.localdate() - dt.timedelta(days=12))
    late(pairing), late(other)
    page = opened(client, cast["su"])
    assert [row.pk for row in page.context["rows"]] == [pairing.pk, other.pk]
    assert "12 days ago" in page.content.decode() and "Send reminder" in page.content.decode()


def test_an_attempt_or_a_void_contact_ends_no_silence(client, pairing, cast):
    log(pairing, cast["pan"], made=False)
    perform(log(pairing, cast["pan"]), "void", by=cast["pan"], reason="记错")
    late(pairing)
    (row,) = opened(client, cast["su"]).context["rows"]
    assert row.last_contact is None


@pytest.mark.parametrize(("user", "name"), [("su", "毋小满"), ("kang", "毋小满"), ("zhi", "小满")])
def test_the_coordinator_reads_the_given_name_alone(client, pairing, cast, user, name):
    late(pairing)
    (row,) = opened(client, cast[user]).context["rows"]
    assert row.child_name == name


@pytest.mark.parametrize("user", ["nan", "wu"])
def test_the_next_town_and_the_next_county_see_none_of_it(client, pairing, cast, user):
    log(pairing, cast["pan"])
    late(pairing)
    assert {rows_of(client, cast[user], show) for show in ("silent", "pairings", "review", "contacts")} == {0}


@pytest.mark.parametrize("user", ["wei", "pan", "an", "cao", "ji"])
def test_other_roles_have_no_supervision(client, pairing, cast, user):
    assert opened(client, cast[user]).status_code == 403


@pytest.mark.parametrize(
    "show", ["silent", "workers", "review", "questions", "aid", "pairings", "contacts", "given", "asked"]
)
def test_tile_list_and_workbook_agree(client, pairing, cast, show):
    log(pairing, cast["pan"], aid=aid_of(30000, receipt=BytesIO(photo(colour="red"))))
    log(pairing, cast["pan"], aid=aid_of(3000))
    ask_proxy(pairing, by=cast["su"], question="还好吗")
    late(pairing)
    late(pairing, "health_record")
    page = opened(client, cast["kang"], show=show)
    total = page.context["page"].paginator.count
    tile = [each["number"] for each in page.context["tiles"] if each["url"] == f"?show={show}"]
    answer = client.post(f"{reverse('supervision-export')}?show={show}")
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert total == len(rows) - 3 and tile in ([], [total]) and total >= 1


def test_one_click_reviews_one_contact_with_thanks(client, pairing, cast):
    contact = log(pairing, cast["pan"])
    client.force_login(cast["zhi"])
    client.post(reverse("supervision-review"), {"thank": str(contact.code), "key": "k1"})
    contact.refresh_from_db()
    assert (contact.status, contact.thanked, contact.reviewed_by) == ("reviewed", True, cast["zhi"])


def test_a_batch_attempts_every_row_and_says_what_became_of_each(client, pairing, cast):
    contacts = [log(pairing, cast["pan"]) for _each in range(12)]
    perform(contacts[3], "void", by=cast["pan"], reason="记错")
    client.force_login(cast["su"])
    picks = {"pick": [str(each.code) for each in contacts], "act": "review", "key": "k2"}
    page = client.post(reverse("supervision-review"), picks)
    results = page.context["results"]
    assert (len(results), page.context["done"]) == (12, 11)
    assert "not possible while the state is" in page.content.decode()
    assert Contact.objects.filter(status="reviewed").count() == 11


def test_the_same_batch_again_reviews_nothing_twice(client, pairing, cast):
    contact = log(pairing, cast["pan"])
    client.force_login(cast["su"])
    for _time in range(2):
        client.post(reverse("supervision-review"), {"pick": [str(contact.code)], "act": "review", "key": "k3"})
    assert Event.objects.filter(action="contact.review").count() == 1


def test_picks_that_are_no_codes_and_foreign_ones_change_nothing(client, pairing, cast):
    contact = log(pairing, cast["pan"])
    client.force_login(cast["nan"])
    for pick in ("nonsense", str(contact.code)):
        assert client.post(reverse("supervision-review"), {"pick": pick, "key": "k4"}).status_code == 302
    assert Contact.objects.get().status == "recorded"


def test_a_reminder_goes_to_the_proxy_parent_once_a_day(client, pairing, cast):
    late(pairing)
    due = DueDate.objects.get(dossier=pairing.dossier_id, name="pairing_contact", state="open")
    client.force_login(cast["zhi"])
    for _time in range(2):
        client.post(reverse("supervision-remind", args=[due.pk]), {"show": "silent"})
    assert [message.user for message in Message.objects.filter(key="asked")] == [cast["pan"]]


def test_a_reminder_of_the_next_town_is_not_found(client, pairing, cast):
    due = DueDate.objects.get(dossier=pairing.dossier_id, name="pairing_contact", state="open")
    client.force_login(cast["nan"])
    assert client.post(reverse("supervision-remind", args=[due.pk])).status_code == 404


def test_a_silent_worker_is_whoever_owes_something_overdue(child, cast):
    event = record(child.dossier, "case.read", by=None)
    day = timezone.localdate() - dt.timedelta(days=9)
    DueDate.objects.create(
        dossier=child.dossier, name="visit", role="village_child_officer", starts_on=day, due_on=day, opened_by=event
    )
    (worker,) = supervision.silent_workers(cast["su"], timezone.localdate())
    assert (worker.user, worker.cases, worker.overdue, worker.overdue_since) == (cast["wei"], 1, 1, day)


def test_load_counts_live_pairings_of_each_proxy_parent(pairing, cast):
    paired(imported_child(name="毋小年", id_number=NUMBERS[0], carer=None), pairing.volunteer)
    proxy(cast["yi"])
    assert [(row.user_id, row.children) for row in supervision.load_of_proxies(cast["zhi"])] == [
        (cast["pan"].pk, 2),
        (cast["yi"].pk, 0),
    ]


def test_every_figure_of_the_month_is_the_length_of_the_list_behind_it(client, pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(3000))
    log(pairing, cast["pan"], made=False, done_on=timezone.localdate())
    month = f"{timezone.localdate():%Y-%m}"
    client.force_login(cast["su"])
    found = client.get(reverse("digest"), {"month": month}).context["figures"]
    assert {str(figure.label): figure.number for figure in found}["Contacts made"] == 1
    for figure in found:
        if not figure.fen and not figure.unit:
            assert client.get(figure.url).context["page"].paginator.count == figure.number, figure.label


def test_a_month_that_is_none_shows_the_last_whole_one(client, pairing, cast):
    client.force_login(cast["su"])
    assert client.get(reverse("digest"), {"month": "2026-99"}).status_code == 200


def test_the_digest_is_sent_once_a_month_to_those_who_have_pairings(pairing, cast):
    assert (send_digests(), send_digests()) == (3, 0)
    told = {message.user.username for message in Message.objects.filter(key="supervision.digest")}
    assert told == {"su", "kang", "zhi"}


def test_the_digest_says_no_figure_and_no_name(pairing, cast):
    send_digests()
    message = Message.objects.filter(key="supervision.digest").first()
    assert not message.words and "month=" in message.link


def test_figures_of_the_next_town_are_nothing(pairing, cast):
    log(pairing, cast["pan"])
    today = timezone.localdate()
    assert {figure.number for figure in figures(cast["nan"], today.replace(day=1), today)} == {0}


def test_lists_cost_the_same_for_two_pairings_as_for_one(client, pairing, cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            opened(client, cast["kang"], show="pairings")
        return len(queries)

    cost()
    few = cost()
    paired(imported_child(name="毋小年", id_number=NUMBERS[0], carer=None), pairing.volunteer)
    assert cost() == few


def test_a_town_supervisor_of_the_proxys_town_alone_sees_nothing_of_the_child(client, child, cast):
    pairing = paired(child, proxy(cast["pan"], village=f"{NANZHUANG[:9]}201"))
    log(pairing, cast["pan"])
    assert rows_of(client, cast["nan"], "review") == 0
