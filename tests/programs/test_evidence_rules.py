"""The checklist of a version is kept by the administrator, and stays as it is once an application began with it."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from cases.models import EvidenceItem
from documents.models import Event
from programs.models import EvidenceRule, ProgramVersion


@pytest.fixture
def admin(client, cast):
    Authenticator.objects.create(user=cast["guan"], type=Authenticator.Type.TOTP, data={})
    client.force_login(cast["guan"])
    return client


@pytest.fixture
def rule(db) -> EvidenceRule:
    return EvidenceRule.objects.get(version__program__code="STP", version__name="2022", code="one_card")


def page(rule):
    return reverse("admin:programs_evidencerule_change", args=[rule.pk])


def sent(rule, **changes):
    told = {"name": rule.name, "copies": 1, "where_obtained": "", "required": "on", "position": rule.position}
    return told | changes


def test_a_line_is_changed_with_an_event(admin, rule):
    admin.post(page(rule), sent(rule, name="社会保障卡复印件", copies=2))
    rule.refresh_from_db()
    assert (rule.name, rule.copies) == ("社会保障卡复印件", 2)
    assert Event.objects.filter(subject_label="programs.evidencerule").exists()


def test_once_an_application_has_the_line_only_where_to_get_it_changes(admin, rule, child):
    EvidenceItem.objects.create(case=child, rule=rule)
    admin.post(page(rule), sent(rule, name="别的材料", where_obtained="农村商业银行网点"))
    rule.refresh_from_db()
    assert (rule.name, rule.where_obtained) == ("社会保障卡（一卡通）复印件", "农村商业银行网点")


def test_a_new_line_is_for_a_version_on_which_no_case_rests(admin, child):
    free = ProgramVersion.objects.create(
        program=child.program_version.program, name="2030", effective_from=dt.date(2030, 1, 1), parameters={}
    )
    form = admin.get(reverse("admin:programs_evidencerule_add")).context["adminform"].form
    offered = set(form.fields["version"].queryset)
    assert free in offered
    assert child.program_version not in offered


def test_checklists_and_rates_alone_do_not_settle_a_version(admin, db):
    version = ProgramVersion.objects.get(program__code="STP", name="2022")
    fields = admin.get(reverse("admin:programs_programversion_change", args=[version.pk])).context["adminform"]
    assert "parameters" not in fields.readonly_fields


def test_nobody_else_opens_it(client, cast, rule):
    client.force_login(cast["kang"])
    assert client.get(page(rule)).status_code == 302
