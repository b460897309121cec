"""What somebody who sees a child only reduced must not learn in passing: from sentences, names and due dates."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import DueDate
from documents.refusals import NotVisible, Stale
from documents.reminders.telling import remind
from documents.transitions import perform
from organisation.models import Post
from organisation.rights import forget_rights
from tests.cases.incidents.stages import report
from tests.test_who_may_see import client_of
from tests.volunteers.running import log, paired, proxy
from volunteers.models import Contact, Pairing
from volunteers.reduced import own_children


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


def test_a_stale_page_tells_a_proxy_parent_nothing_of_the_file(pairing, cast):
    contact = log(pairing, cast["pan"])
    url = reverse("my-contact-void", args=[contact.code])
    answer = client_of(cast["pan"]).post(url, {"expected": 0, "key": "k", "reason": "记错了"})
    assert answer.status_code == 409
    assert "has changed since" not in answer.content.decode()


@pytest.mark.parametrize("username", ["pan", "zhi"])
def test_the_sentence_of_a_stale_page_names_acts_only_to_who_reads_the_file(username, pairing, cast):
    contact = log(pairing, cast["pan"])
    with pytest.raises(Stale) as caught:
        perform(contact, "void", by=cast[username], expected=0, reason="记错了")
    assert "did" not in str(caught.value) and len(caught.value.sentences) == 1


def test_who_reads_the_file_still_hears_what_changed(pairing, cast):
    contact = log(pairing, cast["pan"])
    with pytest.raises(Stale) as caught:
        perform(contact, "void", by=cast["su"], expected=0, reason="记错了")
    assert "潘代理" in str(caught.value)


@pytest.mark.parametrize("username", ["pan", "zhi"])
def test_the_report_of_danger_calls_the_child_as_a_reduced_reader_may(username, pairing, cast):
    client, url = client_of(cast[username]), f"{reverse('report')}?case={pairing.dossier.code}"
    pages = [client.get(url), client.post(reverse("report"), {"find": "1", "q": "小满"})]
    report(cast[username], pairing.case)
    pages.append(client.get(reverse("report-list")))
    pages.append(client.get(reverse("report-detail", args=[pages[-1].context["reports"][0][0].code])))
    for page in pages:
        assert "小满" in page.content.decode() and "毋小满" not in page.content.decode()


@pytest.mark.parametrize("username", ["pan", "zhi"])
@pytest.mark.parametrize("query", ["419983201405060024", "0024", "12039100010", "毋", "毋小"])
def test_a_reduced_reader_cannot_try_out_numbers_or_surnames(username, query, pairing, cast):
    page = client_of(cast[username]).post(reverse("report"), {"find": "1", "q": query})
    assert str(pairing.dossier.code) not in page.content.decode()


@pytest.mark.parametrize("query", ["小满", "毋小满", "张小满", "满"])
def test_a_reduced_reader_finds_the_child_by_its_given_name_with_any_surname(query, pairing, cast):
    page = client_of(cast["pan"]).post(reverse("report"), {"find": "1", "q": query})
    assert str(pairing.dossier.code) in page.content.decode()


def test_a_coordinator_reminds_only_of_what_belongs_to_pairings(pairing, cast):
    due = DueDate.objects.create(
        dossier=pairing.dossier,
        name="visit",
        role="village_child_officer",
        starts_on=timezone.localdate(),
        due_on=timezone.localdate(),
        opened_by=pairing.dossier.event_set.first(),
    )
    answer = client_of(cast["zhi"]).post(reverse("supervision-remind", args=[due.pk]))
    assert answer.status_code == 404
    with pytest.raises(NotVisible):
        remind(due, by=cast["zhi"])


def test_a_coordinator_reminds_the_proxy_parent(pairing, cast):
    due = DueDate.objects.get(dossier=pairing.dossier, name="pairing_contact", state="open")
    assert remind(due, by=cast["zhi"])


def test_a_proxy_parent_whose_post_was_ended_sees_the_child_no_more(pairing, cast):
    pan = cast["pan"]
    Post.objects.filter(user=pan).update(valid_to="2020-02-01")
    forget_rights(pan)
    assert not own_children(pan) and not Pairing.objects.own_of(pan).exists()
    assert client_of(pan).get(reverse("my-child", args=[pairing.code])).status_code == 404
    page = client_of(pan).get(f"{reverse('report')}?case={pairing.dossier.code}")
    assert "小满" not in page.content.decode()


@pytest.mark.parametrize("change", ["vetting", "suspended", "inactive"])
def test_nothing_is_left_when_the_right_has_ended(change, pairing, cast):
    pan, contact = cast["pan"], log(pairing, cast["pan"])
    if change == "vetting":
        pairing.dossier.access_set.update(valid_from="2020-01-01", valid_to="2020-01-02")
    elif change == "suspended":
        perform(pairing, "suspend", by=cast["zhi"], reason="投诉")
    client = client_of(pan)
    if change == "inactive":
        type(pan).objects.filter(pk=pan.pk).update(is_active=False)
    urls = [
        reverse("my-child", args=[pairing.code]),
        reverse("my-contact", args=[pairing.code]),
        reverse("my-contact-void", args=[contact.code]),
        reverse("contact-detail", args=[contact.code]),
        reverse("pairing-detail", args=[pairing.code]),
        reverse("case-detail", args=[pairing.dossier.code]),
    ]
    for url in urls:
        assert client.get(url).status_code in (302, 403, 404), url
    lists = [
        client.get(url).content.decode() for url in ("/my/?list", "/my/contacts/", "/phone/data/", "/messages/", "/")
    ]
    assert not [page for page in lists if "小满" in page]
    assert client.post(reverse("contact-note", args=[contact.code]), {"reason": "看看"}).status_code in (302, 403, 404)
    pan.refresh_from_db()
    assert not Contact.objects.own_of(pan).exists()
