"""Questions to a proxy parent: one open at a time, asked and settled only by those whose pairing it is."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from documents.models import Document, DueDate, Event
from documents.refusals import NotPossible, Refused
from documents.reminders.models import Message
from documents.transitions import perform
from tests.volunteers.running import log, paired, proxy, replaced
from volunteers.actions import ask_proxy
from volunteers.models import FollowUpFlag


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


def asked(pairing, by, **changes):
    ask_proxy(pairing, by=by, **({"question": "周末去看过孩子吗"} | changes))
    return FollowUpFlag.objects.latest("pk")


def test_a_question_goes_to_the_phone_with_a_period_to_answer(pairing, cast):
    flag = asked(pairing, cast["su"])
    assert Message.objects.get(key="flag.asked").link == reverse("my-answer", args=[flag.code])
    due = DueDate.objects.get(name="answer_flag", state="open")
    assert (due.role, due.dossier_id) == ("proxy_parent", pairing.dossier_id)
    assert Document.objects.get(kind="FLW-01").opened_context["facts"][1] == ["询问事项", "周末去看过孩子吗"]


def test_one_question_is_open_at_a_time(pairing, cast):
    asked(pairing, cast["su"])
    with pytest.raises(NotPossible, match="open already"):
        asked(pairing, cast["zhi"])
    assert FollowUpFlag.objects.count() == 1


def test_the_database_holds_one_open_question_too(pairing, cast):
    asked(pairing, cast["su"])
    second = FollowUpFlag.objects.create(dossier=pairing.dossier, pairing=pairing, question="?", raised_by=cast["su"])
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpFlag.objects.filter(pk=second.pk).update(status="open")


def test_after_the_answer_another_may_be_asked(pairing, cast):
    perform(asked(pairing, cast["su"]), "settle", by=cast["pan"], answer="去过")
    assert not DueDate.objects.filter(name="answer_flag", state="open").exists()
    assert asked(pairing, cast["zhi"]).status == "open"


@pytest.mark.parametrize("user", ["wei", "wen", "nan", "wu", "an", "cao", "rui", "ji", "fang", "pan", "yi", "guan"])
def test_asking_was_open_to_any_role_of_any_place_elsewhere_and_is_not_here(pairing, cast, user):
    with pytest.raises(Refused):
        asked(pairing, cast[user])
    assert not FollowUpFlag.objects.exists()


@pytest.mark.parametrize("user", ["wei", "wen", "nan", "wu", "an", "cao", "rui", "ji", "fang", "yi", "guan"])
def test_settling_was_open_to_any_role_of_any_place_elsewhere_and_is_not_here(pairing, cast, user):
    flag = asked(pairing, cast["su"])
    with pytest.raises(Refused):
        perform(flag, "settle", by=cast[user], answer="好")
    flag.refresh_from_db()
    assert flag.status == "open"


@pytest.mark.parametrize(
    ("user", "found"), [("su", 200), ("kang", 200), ("zhi", 200), ("nan", 404), ("wu", 404), ("pan", 404)]
)
def test_a_question_is_found_by_its_code_only_where_it_belongs(client, pairing, cast, user, found):
    flag = asked(pairing, cast["su"])
    client.force_login(cast[user])
    assert client.get(reverse("flag-detail", args=[flag.code])).status_code == found


def test_the_proxy_parent_of_another_child_cannot_answer(client, pairing, cast):
    flag = asked(pairing, cast["su"])
    proxy(cast["yi"])
    client.force_login(cast["yi"])
    assert client.get(reverse("my-answer", args=[flag.code])).status_code == 404


def test_whoever_follows_cannot_settle_what_the_one_before_was_asked(pairing, cast):
    flag = asked(pairing, cast["su"])
    replaced(pairing)
    paired(pairing.case.as_kind(), proxy(cast["yi"]), days=0)
    cast["yi"].post_set.create(role="proxy_parent", division=pairing.case.division, valid_from="2020-01-01")
    with pytest.raises(NotPossible, match="Only the proxy parent"):
        perform(flag, "settle", by=cast["yi"], answer="好")


def test_an_empty_answer_settles_nothing(pairing, cast):
    with pytest.raises(NotPossible, match="Write the answer"):
        perform(asked(pairing, cast["su"]), "settle", by=cast["pan"], answer="  ")


def test_a_suspended_pairing_is_asked_nothing(pairing, cast):
    type(pairing).objects.update(status="suspended")
    with pytest.raises(NotPossible, match="not active"):
        asked(pairing, cast["su"])


def test_the_same_key_asks_once(pairing, cast):
    first = ask_proxy(pairing, by=cast["su"], question="还好吗", key="k")
    assert ask_proxy(pairing, by=cast["su"], question="还好吗", key="k") == first


def test_asking_from_the_page_about_a_contact(client, pairing, cast):
    contact = log(pairing, cast["pan"])
    client.force_login(cast["zhi"])
    address = f"{reverse('flag-ask', args=[pairing.code])}?contact={contact.code}"
    key = client.get(address).context["form"]["key"].value()
    assert client.post(address, {"question": "孩子为什么哭", "key": str(key)}).status_code == 302
    assert FollowUpFlag.objects.get().contact == contact
    assert "孩子为什么哭" in client.get(address).content.decode()  # the open one is shown instead of a form


def test_a_question_without_words_keeps_the_form(client, pairing, cast):
    client.force_login(cast["su"])
    assert client.post(reverse("flag-ask", args=[pairing.code]), {"question": " "}).status_code == 422


def test_settling_from_the_supervisors_page(client, pairing, cast):
    flag = asked(pairing, cast["su"])
    client.force_login(cast["zhi"])
    address = reverse("flag-act", args=[flag.code, "settle"])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    assert client.post(address, hidden | {"answer": "电话里说清楚了"}).status_code == 302
    assert Event.objects.get(action="flag.settle").by == cast["zhi"]
