"""My messages: the bell, the list, one message and its due dates, read and unread; nobody else's."""

from django.urls import reverse

from documents.models import DueDate
from documents.reminders.models import Message
from documents.reminders.run import remind_all
from documents.reminders.telling import tell
from documents.reminders.wording import name_messages
from tests.documents.reminders.test_daily_run import copies

LIST = "/messages/"


def page(client, user, url=LIST):
    client.force_login(user)
    return client.get(url).content.decode()


def test_the_bell_counts_what_is_not_opened(client, cast, due):
    remind_all()
    assert '<a class="bell has-news"' in page(client, cast["su"], reverse("case-list"))
    Message.objects.update(read_at="2026-01-01T00:00Z")
    assert '<a class="bell"' in page(client, cast["su"], reverse("case-list"))


def test_the_list_says_how_much_is_due(client, cast, due):
    copies(due, 2)
    remind_all()
    assert "3 things are due." in page(client, cast["su"])


def test_a_message_lists_each_due_date_with_its_form(client, cast, due):
    copies(due, 1)
    remind_all()
    shown = page(client, cast["su"], f"/messages/{Message.objects.get().code}/")
    assert reverse("case-act", args=[due.dossier.code, "verify"]) in shown


def test_nobody_opens_the_message_of_another(client, cast, due):
    remind_all()
    client.force_login(cast["an"])
    assert client.get(f"/messages/{Message.objects.get().code}/").status_code == 404
    assert Message.objects.get().read_at is None


def test_a_due_date_that_is_no_longer_mine_to_see_is_not_in_the_message(client, cast, due, child):
    from documents.models import Access

    remind_all()
    Access.objects.create(dossier=due.dossier, user=cast["su"], capacity="recused")
    shown = page(client, cast["su"], f"/messages/{Message.objects.get().code}/")
    assert child.person.name not in shown and "is not yours any more" in shown


def test_what_is_done_meanwhile_is_shown_as_done(client, cast, due):
    remind_all()
    DueDate.objects.update(state="done")
    assert "Everything in this message is done" in page(client, cast["su"], f"/messages/{Message.objects.get().code}/")


def test_all_can_be_marked_as_opened(client, cast, due):
    remind_all()
    client.force_login(cast["su"])
    client.post(reverse("message-read-all"))
    assert "You have opened every message" in client.get(LIST + "?unread=1").content.decode()


def test_news_of_another_app_lead_to_its_page(client, cast, db):
    name_messages({"test.news": "Something happened."})
    tell([cast["su"]], "test.news", "/cases/")
    client.force_login(cast["su"])
    assert client.get(f"/messages/{Message.objects.get().code}/")["Location"] == "/cases/"


def test_an_empty_list_is_said_kindly(client, cast):
    assert "No messages yet" in page(client, cast["pan"])
