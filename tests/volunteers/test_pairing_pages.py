"""The pages of a pairing: acts with their forms, what is typed is kept, lists and exports count the same."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.flows import active_task
from cases.worklist import worklist
from documents.models import Event
from documents.transitions import perform
from organisation.models import User
from tests.test_who_may_see import client_of
from tests.volunteers.pairing_stages import able, paired_as, scan, served
from tests.volunteers.running import log, paired
from volunteers.models import Pairing, Volunteer

Cast = dict[str, User]


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def pan(cast: Cast) -> Volunteer:
    return able(cast["pan"])


def post(client: Client, pairing: Pairing, name: str, **typed: object) -> object:
    """Send the form of an act as its page draws it, with what is typed."""
    url = reverse("pairing-act", args=[pairing.code, name])
    form = client.get(url).context["form"]
    return client.post(url, {"expected": form["expected"].value(), "key": form["key"].value(), **typed})


def test_the_supervisor_registers_the_consents_with_the_scan(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    typed = {"consented_by": "毋秋菊", "consented_on": timezone.localdate(), "child_consents": "on", "child_view": "好"}
    answer = post(client_of(cast["su"]), pairing, "consent", scan=scan(3), **typed)
    pairing.refresh_from_db()
    assert (answer.status_code, pairing.status) == (302, "consented")  # type: ignore[attr-defined]


def test_a_refused_form_keeps_what_was_typed(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    typed = {"consented_by": "毋秋菊", "consented_on": timezone.localdate(), "child_view": "说再想想"}
    answer = post(client_of(cast["su"]), pairing, "consent", scan=scan(3), **typed)
    text = answer.content.decode()  # type: ignore[attr-defined]
    assert answer.status_code == 422 and "说再想想" in text and "eight years" in text  # type: ignore[attr-defined]


def test_a_coordinator_registers_the_agreement_of_a_child_seen_reduced(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("approved", case, pan, cast)
    today = timezone.localdate()
    typed = {"started_on": today, "valid_until": today + dt.timedelta(days=300)}
    post(client_of(cast["zhi"]), pairing, "activate", scan=scan(4), **typed)
    pairing.refresh_from_db()
    assert pairing.status == "active"


def test_a_stale_page_changes_nothing(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    client, url = client_of(cast["su"]), reverse("pairing-act", args=[pairing.code, "decline"])
    form = client.get(url).context["form"]
    perform(pairing, "withdraw", by=cast["zhi"], reason="重新匹配")
    sent = {"expected": form["expected"].value(), "key": form["key"].value(), "reason": "奶奶不同意"}
    answer = client.post(url, sent)
    assert answer.status_code == 409 and "奶奶不同意" in answer.content.decode()


def test_the_page_of_the_coordinator_shows_given_name_and_no_papers(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("active", case, pan, cast)
    page = client_of(cast["zhi"]).get(reverse("pairing-detail", args=[pairing.code]))
    text = page.content.decode()
    assert "小满" in text and "毋小满" not in text and "毋秋菊" not in text
    assert "papers" not in page.context and case.person.id_masked not in text


def test_the_page_of_the_supervisor_leads_to_the_case_and_the_papers(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("active", case, pan, cast)
    page = client_of(cast["su"]).get(reverse("pairing-detail", args=[pairing.code]))
    assert "毋小满" in page.content.decode() and len(page.context["papers"]) == 5


def test_a_due_date_on_the_worklist_opens_the_form_that_does_it(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    [item] = [each for each in worklist(cast["su"]) if each.due.name == "consent_pairing"]
    assert item.task.pk == active_task(pairing).pk
    answer = client_of(cast["su"]).get(item.url)
    assert answer["Location"] == reverse("pairing-act", args=[pairing.code, "consent"])


def test_a_step_of_a_pairing_is_claimed_on_its_page_and_keeps_colleagues_off(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("approved", case, pan, cast)
    task = active_task(pairing)
    answer = client_of(cast["zhi"]).post(reverse("step-claim", args=[task.pk]))
    assert answer["Location"] == pairing.get_absolute_url() and active_task(pairing).owner == cast["zhi"]
    page = client_of(cast["su"]).get(reverse("pairing-act", args=[pairing.code, "activate"]))
    assert "has claimed this step" in page.content.decode()


def test_the_evaluation_counts_contacts_made_and_leaves_void_ones_out(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired(case, pan)
    log(pairing, cast["pan"])
    log(pairing, cast["pan"], how="phone", minutes=15)
    void = log(pairing, cast["pan"], made=False, minutes=0)
    perform(void, "void", by=cast["pan"], reason="填错了孩子")
    said = {"child_view": "喜欢", "carer_view": "好", "result": "good", "words": "按时联系"}
    post(client_of(cast["su"]), pairing, "evaluate", **said)
    made = pairing.evaluations.get()
    assert (made.contacts, made.visits, made.minutes) == (2, 1, 60)


def test_a_second_evaluation_begins_after_the_first(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired(case, pan)
    said = {"child_view": "喜欢", "carer_view": "", "result": "good", "words": "按时联系"}
    for _time in range(2):
        perform(pairing, "evaluate", by=cast["su"], **said)
    second, first = pairing.evaluations.all()
    assert (first.since, second.since) == (pairing.started_on, first.until)  # both of today: not before today


@pytest.mark.parametrize(
    ("query", "found"),
    [("status=running", 1), ("status=ended", 0), ("type=cadre", 0), ("look=silent", 1), ("look=soon", 0)],
)
def test_filters_of_the_list_and_the_export_agree(
    query: str, found: int, case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    paired(case, pan)
    client = client_of(cast["kang"])
    assert client.get(f"{reverse('pairing-list')}?{query}").context["page"].paginator.count == found
    assert client.post(f"{reverse('pairing-export')}?{query}").status_code == 200
    assert Event.objects.filter(action="list.export").latest("pk").details["count"] == found


def test_a_pairing_with_a_recent_contact_is_not_silent(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    log(paired(case, pan), cast["pan"])
    page = client_of(cast["kang"]).get(reverse("pairing-list") + "?look=silent")
    assert page.context["page"].paginator.count == 0


def test_the_case_page_has_the_proxy_parent_as_a_part(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    url = reverse("case-detail", args=[case.code]) + "?part=proxy"
    assert reverse("matching-child", args=[case.code]) in client_of(cast["su"]).get(url).content.decode()
    pairing = paired_as("proposed", case, pan, cast)
    assert pairing.get_absolute_url() in client_of(cast["wei"]).get(url).content.decode()


def test_nobody_proposes_through_the_act_page(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    assert client_of(cast["zhi"]).get(reverse("pairing-act", args=[pairing.code, "propose"])).status_code == 404
