"""Recording a consent: the newest word counts, one for a time is renewed before it ends, the signed paper is kept."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.children.actions import record_consent
from cases.registry.consents import newest_consents
from cases.registry.models import Consent
from documents.models import Document, DueDate
from documents.refusals import NotAllowed, NotPossible, Stale
from organisation.calendar import current_calendar
from organisation.working_days import last_day
from tests.cases.stages import brought_to

TODAY = timezone.localdate
PHOTO = {"purpose": "photo", "given": True, "given_by": "毋秋菊"}


def in_days(days: int) -> dt.date:
    return TODAY() + dt.timedelta(days=days)


@pytest.fixture
def registered(child, cast):
    return brought_to(child, "registered", cast)


def renewal(case) -> DueDate | None:
    return DueDate.objects.open().filter(dossier=case.dossier, name="consent").first()


def word(case, purpose: str = "photo") -> bool:
    return next(row.given for row in newest_consents(case.person_id) if row.purpose == purpose)


def test_the_newest_word_counts_and_the_earlier_ones_stay(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO)
    record_consent(registered, by=cast["wei"], **(PHOTO | {"given": False}))
    assert word(registered) is False
    assert Consent.objects.filter(child=registered.person, purpose="photo").count() == 3


def test_a_consent_for_a_time_is_renewed_thirty_days_before_its_end(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO, valid_to=in_days(180))
    due = renewal(registered)
    assert (due.role, due.due_on) == (
        "village_child_officer",
        last_day(in_days(180), 30, "days_before", current_calendar()),
    )


def test_a_consent_without_an_end_owes_nothing(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO)
    assert renewal(registered) is None


def test_renewing_it_begins_the_next_period(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO, valid_to=in_days(40))
    record_consent(registered, by=cast["wei"], **PHOTO, valid_to=in_days(400))
    assert renewal(registered).starts_on == in_days(400)


def test_of_several_consents_the_first_to_end_is_due(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO, valid_to=in_days(300))
    record_consent(registered, by=cast["wei"], **(PHOTO | {"purpose": "pairing"}), valid_to=in_days(90))
    assert renewal(registered).starts_on == in_days(90)


def test_withdrawing_it_ends_the_renewal(registered, cast):
    record_consent(registered, by=cast["wei"], **PHOTO, valid_to=in_days(40))
    record_consent(registered, by=cast["wei"], **(PHOTO | {"given": False}))
    assert renewal(registered) is None


def test_it_is_recorded_with_its_slip(registered, cast):
    event = record_consent(registered, by=cast["wei"], **PHOTO)
    assert list(Document.objects.filter(event=event).values_list("kind", flat=True)) == ["FLW-01"]


@pytest.mark.parametrize("wrong", [{"purpose": ""}, {"given_by": ""}, {"given": None}, {"valid_to": TODAY()}])
def test_half_a_consent_is_refused_in_words(registered, cast, wrong):
    with pytest.raises(NotPossible):
        record_consent(registered, by=cast["wei"], **(PHOTO | wrong))
    assert Consent.objects.filter(child=registered.person, purpose="photo").count() == 1


def test_an_approver_does_not_record_consents(registered, cast):
    with pytest.raises(NotAllowed):
        record_consent(registered, by=cast["an"], **PHOTO)


def test_the_second_click_is_the_first_click(registered, cast):
    first = record_consent(registered, by=cast["wei"], key="one", **PHOTO)
    assert record_consent(registered, by=cast["wei"], key="one", **PHOTO) == first


def test_a_stale_page_keeps_no_scan(registered, cast, child):
    from documents.models import Attachment

    with pytest.raises(Stale):
        record_consent(registered, by=cast["wei"], expected=0, scan=picture(), **PHOTO)
    assert not Attachment.objects.exists()


def test_the_page_takes_the_words_and_the_signed_paper(registered, cast, client):
    client.force_login(cast["wei"])
    url = reverse("case-act", args=[registered.code, "record_consent"])
    sent = {
        "purpose": "photo",
        "given": "yes",
        "given_by": "毋秋菊",
        "said_on": str(TODAY()),
        "valid_to": str(in_days(90)),
        "scan": picture(),
        "expected": registered.dossier.version,
        "key": "k",
    }
    assert client.post(url, sent).status_code == 302
    assert Consent.objects.get(purpose="photo", valid_to=in_days(90)).evidence


def test_given_or_not_is_never_chosen_beforehand(registered, cast, client):
    client.force_login(cast["wei"])
    url = reverse("case-act", args=[registered.code, "record_consent"])
    assert client.get(url).context["form"]["given"].value() is None
    assert client.post(url, {"purpose": "photo", "given_by": "毋秋菊", "expected": 1, "key": "k"}).status_code == 422


def picture() -> SimpleUploadedFile:
    from tests.test_who_may_see import png

    return png()
