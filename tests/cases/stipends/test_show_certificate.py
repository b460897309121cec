"""A certificate that a family shows of its own will: with the application, or later, under the rule of 2013 only."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.stipends.facts import facts_of_cases
from cases.stipends.models import FamilyCertificate, StipendCase
from cases.stipends.rules import spans
from cases.stipends.taking_in import Shown
from documents.models import Document
from documents.refusals import NotPossible
from documents.transitions import offers, perform
from programs.models import ProgramVersion
from tests.cases.stipends.stages import FIRST, LAST, a_list, a_round, children
from tests.cases.stipends.test_apply import enter
from tests.test_who_may_see import client_of

TERM = (dt.date(2026, 1, 1), dt.date(2026, 10, 31))
SHOWN = {"number": "示例00002号", "valid_from": dt.date(2026, 11, 1)}


def old_rule() -> ProgramVersion:
    return ProgramVersion.objects.get(program__code="STP", name="2013")


def listed_case(cast, *, until: dt.date | None = None) -> StipendCase:
    """毋小满 on a list of the 2013 rule, its certificate valid until that day."""
    (child,) = children(1)
    shown = Shown("示例00001号", TERM[0], until)
    a_list(cast, a_round(cast, version=old_rule()), certificates={child.person_id: shown})
    return StipendCase.objects.get()


def test_a_certificate_is_added_to_an_application_of_a_list(cast):
    case = listed_case(cast)
    url = reverse("case-act", args=[case.code, "show_certificate"])
    wei = client_of(cast["wei"])
    told = {"number": "示例00002号", "valid_from": "2027-01-01", "key": "k1", "expected": case.dossier.version}
    assert wei.post(url, told).status_code == 302
    assert [each.number for each in case.certificates.all()] == ["示例00001号", "示例00002号"]
    case.refresh_from_db()
    assert case.status == "accepted"
    paper = Document.objects.filter(dossier=case.dossier_id, kind="FLW-01").latest("pk")
    assert "示例" not in str(paper.opened_context)


def test_the_list_is_judged_with_certificates_added_since(cast):
    case = listed_case(cast)
    FamilyCertificate.objects.update(valid_to=TERM[1])
    with pytest.raises(NotPossible):
        perform(case.round.lists.get(), "certify_town", by=cast["su"], opinion="属实")
    perform(case, "show_certificate", by=cast["kang"], **SHOWN)
    perform(case.round.lists.get(), "certify_town", by=cast["su"], opinion="属实")
    case.refresh_from_db()
    assert case.status == "certified_town"


def test_a_new_certificate_counts_from_the_month_after_it_begins(cast):
    case = listed_case(cast)
    FamilyCertificate.objects.update(valid_to=TERM[1])
    perform(case, "show_certificate", by=cast["wei"], number="示例00002号", valid_from=dt.date(2026, 11, 5))
    ((_pk, facts),) = facts_of_cases(StipendCase.objects.filter(pk=case.pk))
    found = [(span.first, span.outcome) for span in spans(facts, FIRST, LAST)]
    assert found == [(FIRST, "excluded"), (dt.date(2026, 12, 1), "counted")]


def test_the_same_certificate_is_not_entered_twice(cast):
    case = listed_case(cast)
    perform(case, "show_certificate", by=cast["wei"], **SHOWN)
    with pytest.raises(NotPossible, match="entered already"):
        perform(case, "show_certificate", by=cast["wei"], **SHOWN)


def test_a_certificate_that_ends_before_it_begins_is_told_with_everything_typed(cast):
    case = listed_case(cast)
    url = reverse("case-act", args=[case.code, "show_certificate"])
    told = {"number": "示例00003号", "valid_from": "2027-01-01", "valid_to": "2026-01-01"}
    answer = client_of(cast["wei"]).post(url, told | {"key": "k1", "expected": case.dossier.version})
    assert answer.status_code == 422
    assert "示例00003号" in answer.content.decode()


def test_the_present_rule_keeps_nothing_of_a_certificate(cast, child):
    enter(client_of(cast["wei"]), child)
    case = StipendCase.objects.get()
    assert "show_certificate" not in {offer.name for offer in offers(case, cast["wei"])}
    with pytest.raises(NotPossible, match="asks for no certificate"):
        perform(case, "show_certificate", by=cast["wei"], **SHOWN)


def test_an_application_for_a_round_of_2013_takes_the_certificate_with_it(cast, child):
    a_round(cast, version=old_rule())
    wei = client_of(cast["wei"])
    url = reverse("stipend-apply", args=[child.code]) + "?version=2013"
    assert "certificate" in wei.get(url).context["form"].fields
    told = {"applicant": "毋秋菊", "relation": "祖母", "applied_on": "2026-11-02", "received": ["application"]}
    wei.post(url, told | {"certificate": "示例00001号", "certificate_from": "2026-01-01", "key": "k1"})
    case = StipendCase.objects.get()
    assert (case.program_version, case.certificates.get().number) == (old_rule(), "示例00001号")
    assert case.evidence.get(rule__code="family_certificate").state == "received"


def test_without_such_a_round_the_form_is_that_of_the_version_in_force(cast, child):
    page = client_of(cast["wei"]).get(reverse("stipend-apply", args=[child.code]) + "?version=2013")
    assert "certificate" not in page.context["form"].fields
