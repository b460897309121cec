"""Reviews, private notes and aid items, as a supervisor judges them."""

from io import BytesIO

import pytest
from django.urls import reverse

from documents.models import Document, Event
from documents.refusals import NotPossible, Refused
from documents.transitions import perform
from tests.documents.sheets import photo
from tests.volunteers.running import aid_of, log, paired, proxy, replaced
from volunteers.models import AidItem, Contact

SECRET = "奶奶说家里吵架"


@pytest.fixture
def pairing(child, cast):
    return paired(child, proxy(cast["pan"]))


@pytest.fixture
def contact(pairing, cast):
    return log(pairing, cast["pan"], private_note=SECRET)


@pytest.fixture
def item(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(30000, receipt=BytesIO(photo())))
    return AidItem.objects.get()


def test_a_reviewed_contact_stays_as_it_is(contact, cast):
    perform(contact, "review", by=cast["su"], words="很好", thanked=True)
    for name, data in (("void", {"reason": "记错"}), ("review", {}), ("record", {})):
        with pytest.raises(Refused):
            perform(contact, name, by=cast["pan" if name == "record" else "su"], **data)


def test_a_cadre_does_not_review_what_they_did_themselves(child, cast):
    pairing = paired(child, proxy(cast["su"], type="cadre"))
    cast["su"].post_set.create(role="proxy_parent", division=child.division, valid_from="2020-01-01")
    contact = log(pairing, cast["su"])
    with pytest.raises(NotPossible, match="your own entry"):
        perform(contact, "review", by=cast["su"])


def test_a_cadre_sees_nothing_of_their_own_child_as_a_supervisor(client, child, cast):
    pairing = paired(child, proxy(cast["su"], type="cadre"))
    cast["su"].post_set.create(role="proxy_parent", division=child.division, valid_from="2020-01-01")
    contact = log(pairing, cast["su"])
    client.force_login(cast["su"])
    assert client.get(reverse("contact-detail", args=[contact.code])).status_code == 404


def test_the_page_of_a_contact_hides_the_private_note(client, contact, cast):
    client.force_login(cast["su"])
    page = client.get(reverse("contact-detail", args=[contact.code])).content.decode()
    assert "想妈妈" in page and SECRET not in page


@pytest.mark.parametrize("user", ["su", "zhi", "kang"])
def test_a_supervisor_reveals_it_for_a_reason_and_that_is_an_event(client, contact, cast, user):
    client.force_login(cast[user])
    address = reverse("contact-note", args=[contact.code])
    assert SECRET not in client.post(address, {"reason": ""}).content.decode()
    assert SECRET in client.post(address, {"reason": "核实家庭情况"}).content.decode()
    event = Event.objects.get(action="contact.reveal_note")
    assert (event.by, event.details["reason"]) == (cast[user], "核实家庭情况")
    assert SECRET not in str(event.details)


@pytest.mark.parametrize("user", ["wei", "an", "cao", "rui", "ji", "nan", "wu", "yi", "shi"])
def test_nobody_outside_the_supervisors_reads_a_private_note(client, contact, cast, user):
    client.force_login(cast[user])
    answer = client.post(reverse("contact-note", args=[contact.code]), {"reason": "想看看"})
    assert answer.status_code in (403, 404) and SECRET not in answer.content.decode()


def test_the_next_volunteer_reads_no_note_of_the_one_before(client, contact, pairing, cast):
    replaced(pairing, handover="喜欢画画")
    paired(pairing.case.as_kind(), proxy(cast["yi"]), days=0, follows=pairing)
    cast["yi"].post_set.create(role="proxy_parent", division=pairing.case.division, valid_from="2020-01-01")
    client.force_login(cast["yi"])
    assert not Contact.objects.own_of(cast["yi"]).exists() and not Contact.objects.visible_to(cast["yi"]).exists()
    assert client.post(reverse("contact-note", args=[contact.code]), {"reason": "我是新的"}).status_code == 404
    assert client.get(reverse("my-contacts")).context["page"].paginator.count == 0


def test_the_workbook_of_contacts_holds_no_private_note(client, contact, cast):
    from openpyxl import load_workbook

    client.force_login(cast["su"])
    answer = client.post(f"{reverse('supervision-export')}?show=review")
    cells = [str(cell) for row in load_workbook(BytesIO(answer.content)).active.values for cell in row]
    assert not any("吵架" in cell for cell in cells)


def test_the_coordinator_confirms_and_the_register_is_printed(client, item, cast):
    client.force_login(cast["zhi"])
    address = reverse("aid-act", args=[item.code, "confirm"])
    form = client.get(address).context["form"]
    hidden = {name: form[name].value() for name in ("expected", "key")}
    assert client.post(address, hidden | {"words": "票据相符"}).status_code == 302
    paper = Document.objects.get(kind="PXP-15").opened_context
    assert (paper["total_fen"], paper["confirmed_by"], paper["words"]) == (30000, "志管理", "票据相符")


def test_a_doubted_item_counts_nowhere_until_it_is_confirmed(item, cast):
    perform(item, "question", by=cast["zhi"], reason="票据看不清")
    assert AidItem.objects.counted().total_fen() == 0
    perform(item, "confirm", by=cast["zhi"])
    assert AidItem.objects.counted().total_fen() == 30000


@pytest.mark.parametrize("user", ["su", "kang", "pan", "nan", "cao"])
def test_only_the_coordinator_confirms(item, cast, user):
    with pytest.raises(Refused):
        perform(item, "confirm", by=cast[user])


def test_what_came_with_a_void_contact_cannot_be_confirmed(item, cast):
    perform(item.contact, "void", by=cast["su"], reason="记错了孩子")
    with pytest.raises(NotPossible, match="void"):
        perform(item, "confirm", by=cast["zhi"])


@pytest.mark.parametrize(
    ("user", "status"), [("zhi", 200), ("su", 200), ("pan", 200), ("nan", 404), ("yi", 404), ("ji", 403)]
)
def test_the_receipt_opens_to_those_who_judge_it_and_to_its_giver(client, item, cast, user, status):
    client.force_login(cast[user])
    answer = client.get(reverse("aid-receipt", args=[item.code]))
    assert answer.status_code == status
    assert Event.objects.filter(action="attachment.read").count() == (status == 200)


def test_a_proxy_parent_reaches_no_other_scan_of_the_child(client, item, cast):
    client.force_login(cast["pan"])
    assert client.get(reverse("attachment-file", args=[item.receipt.code])).status_code in (403, 404)


def test_the_register_adds_up_the_year(pairing, cast):
    log(pairing, cast["pan"], aid=aid_of(5050))
    log(pairing, cast["pan"], aid=aid_of(1))
    paper = Document.objects.filter(kind="PXP-15").latest("pk").opened_context
    assert ([row["fen"] for row in paper["rows"]], paper["total_fen"]) == ([5050, 1], 5051)


def test_void_contacts_and_attempts_are_in_no_count(pairing, cast):
    log(pairing, cast["pan"])
    log(pairing, cast["pan"], made=False)
    perform(log(pairing, cast["pan"]), "void", by=cast["su"], reason="重复")
    assert (Contact.objects.count(), Contact.objects.written().count(), Contact.objects.counted().count()) == (3, 2, 1)
