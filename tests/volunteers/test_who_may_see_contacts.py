"""Every address of contacts × every role: the child's own proxy parent, the supervisors of the place, nobody else."""

from io import BytesIO

import pytest
from django.urls import reverse

from organisation.roles import Role
from tests.cast import CAST, HENGSHAN
from tests.documents.sheets import photo
from tests.test_who_may_see import CONTACTS, client_of
from tests.volunteers.running import aid_of, log, paired, proxy
from volunteers.actions import ask_proxy
from volunteers.models import AidItem, FollowUpFlag

OWN = {"my-child", "my-contact", "my-contact-void", "my-answer"}
OWN_LISTS = {"my", "my-contacts"}  # empty for everybody else
SERVICE = {"my-hours", "my-certificate"}
ROWS = {"contact-detail", "contact-act", "contact-preview", "aid-detail", "aid-act", "aid-preview"} | {
    "flag-detail",
    "flag-act",
    "flag-preview",
}
FOR_SUPERVISORS = {"supervision", "supervision-export", "supervision-review", "supervision-load", "digest", "hand-over"}
REACH = {"contact-note", "aid-receipt", "flag-ask", "supervision-remind"}
SUPERVISORS = {"su", "kang", "zhi"}
WHOLE_FILE = SUPERVISORS | {"wei", "shi", "an", "rui", "cao"}  # read the child's file in full
SHUT = (302, 403, 404, 405)


@pytest.fixture
def arguments(child, cast):
    pairing = paired(child, proxy(cast["pan"]))
    contact = log(pairing, cast["pan"], aid=aid_of(30000, receipt=BytesIO(photo())))
    ask_proxy(pairing, by=cast["su"], question="还好吗")
    due = pairing.dossier.duedate_set.get(name="pairing_contact", state="open")
    item, flag = AidItem.objects.get(), FollowUpFlag.objects.get()
    return {
        **{key: [pairing.code] for key in ("my-child", "my-contact", "flag-ask")},
        **{key: [contact.code] for key in ("my-contact-void", "contact-detail", "contact-note")},
        **{key: [contact.code, "review"] for key in ("contact-act", "contact-preview")},
        **{key: [item.code] for key in ("aid-detail", "aid-receipt")},
        **{key: [item.code, "confirm"] for key in ("aid-act", "aid-preview")},
        **{key: [flag.code, "settle"] for key in ("flag-act", "flag-preview")},
        "my-answer": [flag.code],
        "flag-detail": [flag.code],
        "supervision-remind": [due.pk],
    }


def test_every_address_is_in_one_of_the_groups():
    groups = [OWN, OWN_LISTS, SERVICE, ROWS, FOR_SUPERVISORS, REACH]
    assert set().union(*groups) == CONTACTS and sum(map(len, groups)) == len(CONTACTS)


def opened_by(username):
    """Which of these addresses answer to this person: the rule in other words than the code's."""
    if username == "pan":
        return OWN | OWN_LISTS | SERVICE | {"aid-receipt", "contact-note"}
    found = set(OWN_LISTS)
    if username in SUPERVISORS:
        found |= FOR_SUPERVISORS | REACH
    elif username in {"nan", "wu"}:
        found |= FOR_SUPERVISORS  # their own places, of which this child is none
    if username in WHOLE_FILE:
        found |= ROWS | {"aid-receipt"}
    return found


def test_a_role_finds_what_is_its_own_and_nothing_else(arguments, cast):
    for username in CAST:
        client, opened = client_of(cast[username]), opened_by(username)
        for name in sorted(CONTACTS):
            url = reverse(name, args=arguments.get(name, []))
            answers = (client.get(url), client.post(url))
            if name in opened:
                assert any(answer.status_code in (200, 302, 422) for answer in answers), (username, name)
            else:
                assert {answer.status_code for answer in answers} <= set(SHUT) - {302}, (username, name, answers)


def test_lists_of_others_do_not_name_the_child(arguments, cast):
    for username in ("nan", "wu", "yi"):
        client = client_of(cast[username])
        for name in ("my", "my-contacts", "supervision"):
            assert "小满" not in client.get(reverse(name), {"list": ""}).content.decode(), (username, name)


def test_the_cast_has_the_people_this_file_speaks_of():
    assert CAST["pan"][1:] == (Role.PROXY_PARENT, HENGSHAN)
