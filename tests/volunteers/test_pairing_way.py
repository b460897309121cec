"""A pairing from the proposal to the farewell: each act by who may do it, with its papers, due dates and access."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.flows import active_task
from documents.models import Access, Document, Dossier, DueDate
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.transitions import perform
from organisation.models import User
from tests.volunteers.pairing_stages import able, consent, paired_as, proposed, scan, served, sign
from volunteers.accounts import serve_until
from volunteers.models import Pairing, Volunteer
from volunteers.pairing_actions import register_renewal

Cast = dict[str, User]
TODAY = timezone.localdate


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def pan(cast: Cast) -> Volunteer:
    return able(cast["pan"])


def papers(pairing: Pairing) -> list[str]:
    about = Document.objects.filter(event__subject_label="volunteers.pairing", event__subject_id=pairing.pk)
    return sorted(about.values_list("kind", flat=True))


def due(pairing: Pairing) -> set[str]:
    return set(DueDate.objects.open().filter(dossier=pairing.dossier_id).values_list("name", flat=True))


def test_a_coordinator_who_sees_the_child_reduced_proposes(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    assert not Dossier.objects.visible_to(cast["zhi"]).filter(pk=case.dossier_id).exists()
    pairing = proposed(case, pan, cast["zhi"])
    assert (pairing.status, papers(pairing)) == ("proposed", ["PXP-10"])
    assert "consent_pairing" in due(pairing)


def test_five_people_bring_a_pairing_to_life(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("active", case, pan, cast)
    assert papers(pairing) == ["FLW-01", "PXP-10", "PXP-11", "PXP-12", "PXP-13"]
    assert due(pairing) >= {"pairing_contact", "pairing_visit", "health_record", "evaluate", "pairing_end"}
    assert not due(pairing) & {"consent_pairing", "decide_pairing", "activate"}


def test_the_proxy_sees_the_child_reduced_from_the_agreement_on(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("approved", case, pan, cast)
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()
    sign(pairing, cast["zhi"])
    assert list(Dossier.objects.reduced_for(cast["pan"])) == [case.dossier]
    assert not Dossier.objects.visible_to(cast["pan"]).exists()


def test_access_never_lasts_longer_than_the_vetting(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    paired_as("active", case, pan, cast)
    access = Access.objects.get(capacity=Access.Capacity.PAIRED, revoked_at=None)
    assert access.valid_to == pan.vetted_until


def test_the_signed_consent_is_kept_and_makes_the_form_signed(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("consented", case, pan, cast)
    assert Document.objects.get(kind="PXP-10").status == Document.Status.SIGNED
    assert pairing.child_consents is True
    assert case.person.consents.filter(purpose="pairing").latest("pk").evidence is not None


def test_a_child_from_eight_years_on_must_agree(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    with pytest.raises(NotPossible, match="eight years"):
        consent(pairing, cast["su"], child_consents=False)
    assert case.person.consents.filter(purpose="pairing").count() == 1


def test_a_younger_child_is_heard_instead(cast: Cast, pan: Volunteer) -> None:
    young = served(cast, birth_date=TODAY() - dt.timedelta(days=6 * 366), id_number="")
    pairing = proposed(young, pan, cast["zhi"])
    with pytest.raises(NotPossible, match="what the child says"):
        consent(pairing, cast["su"], child_consents=False, child_view=" ")
    consent(pairing, cast["su"], child_consents=False, child_view="点头")
    perform(pairing, "approve", by=cast["an"], opinion="同意")


def test_who_proposed_does_not_approve(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    cast["zhi"].post_set.create(role="town_approver", division=case.division.parent, valid_from="2020-01-01")
    pairing = paired_as("consented", case, pan, cast)
    with pytest.raises(NotPossible, match="Someone else"):
        perform(pairing, "approve", by=User.objects.get(username="zhi"), opinion="同意")


def test_the_county_decides_about_a_child_at_high_risk(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    type(case).objects.filter(pk=case.pk).update(risk_level="high")
    pairing = paired_as("consented", case, pan, cast)
    assert active_task(pairing).flow_task.name == "county_decision"
    with pytest.raises(NotAllowed):
        perform(pairing, "approve", by=cast["an"], opinion="同意")
    perform(pairing, "approve", by=cast["cao"], opinion="同意")
    assert Document.objects.get(kind="PXP-11").organ.kind == "county"


def test_sending_back_asks_for_the_consents_again(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("consented", case, pan, cast)
    perform(pairing, "send_back", by=cast["an"], reason="签名看不清")
    pairing.refresh_from_db()
    assert (pairing.status, pairing.consented_on, pairing.child_consents) == ("proposed", None, None)
    assert active_task(pairing).owner == cast["su"]


def test_a_family_that_declines_ends_the_proposal(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("proposed", case, pan, cast)
    perform(pairing, "decline", by=cast["su"], reason="奶奶不同意")
    assert (active_task(pairing), due(pairing) & {"consent_pairing"}) == (None, set())
    assert proposed(case, pan, cast["zhi"]).status == "proposed"


def test_a_refused_consent_to_pairings_stops_the_proposal(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    case.person.consents.create(purpose="pairing", given=False, given_by="毋秋菊")
    with pytest.raises(NotPossible, match="does not agree"):
        proposed(case, pan, cast["zhi"])


def test_an_agreement_of_more_than_a_year_is_refused(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("approved", case, pan, cast)
    with pytest.raises(NotPossible, match="12 months"):
        sign(pairing, cast["zhi"], valid_until=TODAY() + dt.timedelta(days=400))


def test_a_suspended_proxy_sees_nothing_from_that_moment(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("active", case, pan, cast)
    perform(pairing, "suspend", by=cast["su"], reason="家长投诉")
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()
    assert due(pairing) & {"pairing_contact", "tell_child", "health_record"} == {"tell_child", "health_record"}


def test_the_village_officer_tells_the_child_of_the_pause(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("active", case, pan, cast)
    perform(pairing, "suspend", by=cast["su"], reason="家长投诉")
    perform(pairing, "tell_child", by=cast["wei"], told_on=TODAY(), words="有些难过")
    assert "tell_child" not in due(pairing)


def test_who_suspended_does_not_resume(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("active", case, pan, cast)
    perform(pairing, "suspend", by=cast["su"], reason="家长投诉")
    cast["su"].post_set.create(role="town_approver", division=case.division.parent, valid_from="2020-01-01")
    with pytest.raises(NotPossible, match="Someone else"):
        perform(pairing, "resume", by=User.objects.get(username="su"), reason="已查清")
    perform(pairing, "resume", by=cast["an"], reason="已查清")
    assert Dossier.objects.reduced_for(cast["pan"]).exists()


def test_nobody_acts_on_a_pairing_of_their_own(case: LeftBehindCase, cast: Cast) -> None:
    own = able(cast["zhi"])
    with pytest.raises(NotPossible, match="your own pairing"):
        proposed(case, own, cast["zhi"])


def test_a_cadre_who_is_paired_sees_the_case_reduced_and_cannot_act_on_it(case: LeftBehindCase, cast: Cast) -> None:
    su = able(cast["su"], type="cadre")
    serve_until(su, TODAY() + dt.timedelta(days=200))  # as the appointment does
    pairing = proposed(case, su, cast["zhi"])
    nan = User.objects.create(username="nan2", name="南督导二", must_change_password=False, password="!")
    nan.post_set.create(role="town_child_supervisor", division=case.division.parent, valid_from="2020-01-01")
    consent(pairing, nan)
    perform(pairing, "approve", by=cast["an"], opinion="同意")
    sign(pairing, cast["zhi"])
    assert not Dossier.objects.visible_to(cast["su"]).filter(pk=case.dossier_id).exists()
    assert Dossier.objects.reduced_for(cast["su"]).filter(pk=case.dossier_id).exists()
    assert not Pairing.objects.visible_to(cast["su"]).exists()
    with pytest.raises(NotVisible):
        perform(case, "start_service", by=cast["su"])


def test_the_health_record_that_a_pairing_brings_is_noted(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired_as("active", case, pan, cast)
    perform(pairing, "note_health_record", by=cast["su"], opened_on=TODAY(), kept_at="横山村卫生室12号")
    pairing.refresh_from_db()
    assert "health_record" not in due(pairing) and pairing.health_record_at == "横山村卫生室12号"


def test_the_agreement_is_printed_again_and_renewed_once_it_is_signed(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("active", case, pan, cast)
    Volunteer.objects.filter(pk=pan.pk).update(vetted_until=TODAY() + dt.timedelta(days=900))
    pairing = Pairing.objects.get(pk=pairing.pk)
    before, after = pairing.valid_until, pairing.valid_until + dt.timedelta(days=365)  # type: ignore[operator]
    perform(pairing, "print_renewal", by=cast["zhi"], valid_until=after)
    pairing.refresh_from_db()
    assert pairing.valid_until == before
    register_renewal(pairing, by=cast["zhi"], scan=scan(9), signed_on=TODAY(), valid_until=after)
    pairing.refresh_from_db()
    assert pairing.valid_until == after
    assert Access.objects.in_force(cast["pan"]).get().valid_to == after
