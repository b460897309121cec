"""Whoever is no party to a report cannot tell from anything else that there is one, nor who made it."""

import pytest
from django.urls import reverse

from cases.children.models import LeftBehindCase
from cases.incidents.naming import Named
from documents.models import Access, Dossier, Event
from documents.transitions import offers, perform
from tests.cases.incidents.stages import report
from tests.test_who_may_see import client_of
from tests.volunteers.pairing_stages import able, paired_as, served
from tests.volunteers.stages import applied
from tests.volunteers.stages import brought_to as volunteer_brought_to
from volunteers.models import Volunteer

NEUTRAL = "child protection officer"


@pytest.mark.parametrize("username", ["wei", "an", "kang", "ji"])
def test_the_timeline_does_not_say_that_somebody_was_kept_away(username, child, cast):
    incident = report(cast["shi"], child, named=[Named("staff", user=cast["su"])])
    perform(incident, "clear_person", by=cast["bao"], named=incident.named.get().pk, reason="查实不在场")
    assert Event.objects.filter(dossier=child.dossier, action="case.access").count() == 2
    assert "Changed who may open" not in history(cast[username], "case-detail", child.code)


def tried(by, address, code, name, **data):
    """What whoever tries on the page is told."""
    subject = Dossier.objects.get(code=code)
    data = {"expected": subject.version, "key": "k", **data}
    return client_of(by).post(reverse(address, args=[code, name]), data).content.decode()


def history(user, address, code):
    """The timeline of a file, whole."""
    answer = client_of(user).get(reverse(address, args=[code]), {"part": "timeline", "who": "all"})
    return answer.content.decode()


def test_colleagues_do_not_read_why_the_case_could_not_be_closed(child, cast):
    LeftBehindCase.objects.filter(pk=child.pk).update(status="under_review")
    report(cast["shi"], child)
    assert NEUTRAL in tried(cast["an"], "case-act", child.code, "close", opinion="同意")
    trace = Event.objects.get(dossier=child.dossier, action="case.close.refused")
    assert trace.by == cast["an"] and NEUTRAL not in str(trace.details)
    assert NEUTRAL not in history(cast["kang"], "case-detail", child.code)


@pytest.fixture
def candidate(cast):
    """Trained, and named in a report about another child."""
    return volunteer_brought_to(applied(cast), "trained", cast)


def test_no_button_of_a_candidate_who_is_named_says_so(candidate, child, cast):
    report(cast["shi"], child, named=[Named("other", person=candidate.person)])
    reasons = [str(offer.reasons) for offer in offers(candidate, cast["cao"])]
    assert not [each for each in reasons if NEUTRAL in each]
    for username in ("cao", "zhi", "su"):
        page = client_of(cast[username]).get(reverse("volunteer-detail", args=[candidate.code]))
        assert NEUTRAL not in page.content.decode()


def test_whoever_appoints_somebody_named_is_refused_and_colleagues_do_not_read_why(candidate, child, cast):
    report(cast["shi"], child, named=[Named("other", person=candidate.person)])
    assert NEUTRAL in tried(cast["cao"], "volunteer-act", candidate.code, "appoint", account="new")
    assert Event.objects.filter(dossier=candidate.dossier, action="volunteer.appoint.refused").exists()
    for username in ("zhi", "su", "ji"):
        assert NEUTRAL not in history(cast[username], "volunteer-detail", candidate.code)


@pytest.mark.parametrize("named", ["in a report", "kept away"])
def test_the_list_of_candidates_does_not_say_who_is_named(named, cast):
    case, pan = served(cast), able(cast["pan"])
    if named == "in a report":
        report(cast["shi"], case, named=[Named("other", person=pan.person)])
        Volunteer.objects.filter(pk=pan.pk).update(status="registered")
    else:
        Access.objects.create(dossier=case.dossier, user=cast["pan"], capacity=Access.Capacity.BARRED)
    client = client_of(cast["zhi"])
    listed = client.get(reverse("matching-child", args=[case.code])).content.decode()
    proposal = client.get(reverse("matching-propose", args=[case.code, pan.code])).content.decode()
    assert NEUTRAL not in listed + proposal and pan.number not in listed and pan.person.name not in listed


def test_the_proposal_of_somebody_named_is_refused(cast):
    case, pan = served(cast), able(cast["pan"])
    Access.objects.create(dossier=case.dossier, user=cast["pan"], capacity=Access.Capacity.BARRED)
    url = reverse("matching-propose", args=[case.code, pan.code])
    key = client_of(cast["zhi"]).get(url).context["form"].initial["key"]
    answer = client_of(cast["zhi"]).post(url, {"goals": "读书", "second_adult": "", "key": key})
    assert answer.status_code == 422 and NEUTRAL in answer.content.decode()
    assert NEUTRAL not in history(cast["wei"], "case-detail", case.code)


def test_no_button_of_a_pairing_says_that_somebody_is_named(cast):
    case, pan = served(cast), able(cast["pan"])
    pairing = paired_as("approved", case, pan, cast)
    report(cast["shi"], case, named=[Named("other", person=pan.person)])
    Volunteer.objects.filter(pk=pan.pk).update(status="registered")
    for username in ("zhi", "an", "kang"):
        page = client_of(cast[username]).get(reverse("pairing-detail", args=[pairing.code]))
        assert NEUTRAL not in page.content.decode()


def test_a_reporter_who_tries_the_officers_page_is_not_given_away(child, cast):
    incident = report(cast["wei"], child)
    client_of(cast["wei"]).get(reverse("incident-detail", args=[incident.code]))
    client_of(cast["cao"]).get(reverse("incident-detail", args=[incident.code]))
    page = client_of(cast["bao"]).get(reverse("incident-detail", args=[incident.code])).content.decode()
    assert "曹审批" in page and "卫村官" not in page
