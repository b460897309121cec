"""What happens to pairings when something happens to the proxy parent: at once, and in the same transaction."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.incidents.models import Part
from cases.incidents.naming import Named
from documents.models import Document, Dossier, DueDate, Event
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.cases.incidents.stages import report
from tests.volunteers.pairing_stages import able, paired_as, proposed, served
from tests.volunteers.running import paired
from volunteers.consequences import suspend_lapsed
from volunteers.models import Pairing, Volunteer
from volunteers.queries import named_persons, proxy_facts

Cast = dict[str, User]


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def pan(cast: Cast) -> Volunteer:
    return able(cast["pan"])


def state(row: Pairing | Volunteer) -> str:
    row.refresh_from_db()
    return str(row.status)


def sees(user: User) -> bool:
    return Dossier.objects.reduced_for(user).exists()


def test_suspending_a_person_suspends_every_pairing_at_once(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    brother = served(cast, name="毋小年", id_number="419983201702040011", sex="M", carer=None)
    both = [paired(case, pan), paired(brother, pan)]
    perform(pan, "suspend", by=cast["kang"], reason="核查中")
    assert [state(each) for each in both] == ["suspended"] * 2
    assert not sees(cast["pan"])


def test_nobody_with_lapsed_vetting_sees_a_child_even_before_the_daily_job(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    paired_as("active", case, pan, cast)
    with pytest.MonkeyPatch.context() as patch:
        tomorrow = pan.vetted_until + dt.timedelta(days=1)  # type: ignore[operator]
        patch.setattr("documents.models.dossiers.timezone.localdate", lambda *a: tomorrow)
        assert not sees(cast["pan"])


def test_the_daily_job_suspends_whoever_lapsed(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired(case, pan)
    Volunteer.objects.filter(pk=pan.pk).update(vetted_until=timezone.localdate() - dt.timedelta(days=1))
    assert suspend_lapsed() == 1
    assert (state(pan), state(pairing)) == ("suspended", "suspended")
    assert suspend_lapsed() == 0


def test_the_notice_of_a_pause_names_no_ground(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired(case, pan)
    perform(pairing, "suspend", by=cast["su"], reason="邻居反映打骂")
    context = Document.objects.get(kind="PXP-16").opened_context
    assert "打骂" not in str(context)


def test_a_report_that_names_the_proxy_suspends_in_the_same_transaction(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired(case, pan)
    report(cast["wei"], case, named=[Named(Part.PROXY)])
    assert (state(pan), state(pairing)) == ("suspended", "suspended")
    assert not sees(cast["pan"])


def test_a_report_that_names_the_person_without_the_account_suspends_too(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired(case, pan)
    report(cast["wei"], case, named=[Named(Part.OTHER, person=pan.person)])
    assert (state(pan), state(pairing)) == ("suspended", "suspended")


def test_what_a_report_causes_names_neither_ground_nor_reporter(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired(case, pan)
    report(cast["wei"], case, named=[Named(Part.PROXY)])
    for event in Event.objects.filter(action__in=("volunteer.suspend", "pairing.suspend")):
        assert (event.by, event.address or "", event.post) == (None, "", "")
        assert "incident" not in str(event.details) and "卫村官" not in str(event.details)
    assert "卫村官" not in str(Document.objects.get(kind="PXP-16").opened_context)
    assert DueDate.objects.open().filter(dossier=pairing.dossier_id, name="tell_child").exists()


def test_somebody_named_in_an_open_report_is_neither_paired_nor_reinstated(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    paired(case, pan)
    report(cast["wei"], case, named=[Named(Part.PROXY)])
    assert pan.person_id in named_persons()
    assert proxy_facts(Volunteer.objects.get(pk=pan.pk), timezone.localdate()).open_incident
    with pytest.raises(NotPossible, match="child protection officer"):
        perform(pan, "reinstate", by=cast["cao"], reason="申请恢复")


def test_a_suspended_person_is_not_proposed(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    perform(pan, "suspend", by=cast["kang"], reason="核查中")
    with pytest.raises(NotPossible, match="not in service"):
        proposed(case, pan, cast["zhi"])


def test_a_proposal_of_somebody_who_is_suspended_meanwhile_is_not_approved(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    pairing = paired_as("consented", case, pan, cast)
    perform(pan, "suspend", by=cast["kang"], reason="核查中")
    with pytest.raises(NotPossible, match="not in service"):
        perform(pairing, "approve", by=cast["an"], opinion="同意")
