"""The certificate of hours: only contacts that were made, by year, within the days it names, free on request."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import Document
from documents.refusals import NotPossible
from documents.transitions import perform
from tests.volunteers.running import log, paired
from tests.volunteers.stages import Cast, appointed
from volunteers.hours import served
from volunteers.models import Contact


def test_hours_count_what_was_made_and_is_not_void(child: LeftBehindCase, cast: Cast) -> None:
    volunteer = appointed(cast)
    pairing, today = paired(child, volunteer), timezone.localdate()
    log(pairing, cast["pan"], minutes=45)
    log(pairing, cast["pan"], made=False, minutes=0, how="phone", topics={})
    perform(log(pairing, cast["pan"], minutes=60), "void", by=cast["pan"], reason="记错了孩子")
    [year] = served(volunteer, today - dt.timedelta(days=30), today)
    assert (year.contacts, year.visits, year.minutes, year.hours) == (1, 1, 45, "0.8")


def test_the_certificate_sums_the_years_between_its_days(child: LeftBehindCase, cast: Cast) -> None:
    volunteer, today = appointed(cast), timezone.localdate()
    pairing = paired(child, volunteer, days=360)
    for days, minutes in ((0, 60), (today.timetuple().tm_yday, 90), (399, 30)):
        contact = log(pairing, cast["pan"], minutes=minutes)
        Contact.objects.filter(pk=contact.pk).update(done_on=today - dt.timedelta(days=days))
    since = today - dt.timedelta(days=380)
    perform(volunteer, "certify", by=cast["zhi"], since=since, until=today)
    context = Document.objects.get(dossier=volunteer.dossier, kind="PXP-21").opened_context
    assert context["years"] == [[str(today.year - 1), 1, 1, "1.5"], [str(today.year), 1, 1, "1.0"]]
    assert (context["contacts"], context["hours"], context["since"]) == (2, "2.5", since.isoformat())


def test_somebody_who_retired_still_gets_a_certificate(cast: Cast) -> None:
    volunteer, today = appointed(cast), timezone.localdate()
    perform(volunteer, "retire", by=cast["zhi"], reason="搬家")
    perform(volunteer, "certify", by=cast["zhi"], since=today, until=today)
    assert Document.objects.filter(dossier=volunteer.dossier, kind="PXP-21").exists()


def test_a_certificate_does_not_speak_of_days_to_come(cast: Cast) -> None:
    volunteer, today = appointed(cast), timezone.localdate()
    with pytest.raises(NotPossible, match="lie in the past"):
        perform(volunteer, "certify", by=cast["zhi"], since=today, until=today + dt.timedelta(days=1))
