"""Two reports at once, the same report twice at once, a report while the case is being closed."""

import uuid

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from cases.incidents.actions import report_danger
from cases.incidents.models import Incident
from cases.incidents.naming import Named
from cases.models import Case
from documents.models import Document, Event
from documents.refusals import Refused
from documents.sealing import seal_events, verify_trail
from documents.transitions import perform
from organisation.models import User
from tests.cases.children.ways import in_service, reviewed
from tests.cases.stages import imported_child
from tests.cast import hire_everyone
from tests.races import race

pytestmark = pytest.mark.django_db(transaction=True)


def reported(who, case_id, code, named=()):
    by = User.objects.get(username=who)
    return report_danger(
        by=by,
        client_uuid=code,
        case=Case.objects.get(pk=case_id),
        harm_types=["violence"],
        what="哭声",
        where="",
        observed_at=timezone.now(),
        danger_now=True,
        named=[Named("staff", user=User.objects.get(username=name)) for name in named],
    ).pk


def test_two_reports_at_once_are_two_reports_with_two_numbers() -> None:
    hire_everyone()
    case = imported_child()
    codes = [uuid.uuid4(), uuid.uuid4()]
    outcomes = race(2, lambda place: reported(["wei", "an"][place], case.pk, codes[place], ["su"]))
    assert all(isinstance(outcome, int) for outcome in outcomes), outcomes
    assert sorted(Incident.objects.values_list("number", flat=True))[1].endswith("00002")
    seal_events()
    assert verify_trail() is None


def test_the_same_report_twice_at_once_is_one_report() -> None:
    hire_everyone()
    case, code = imported_child(), uuid.uuid4()
    outcomes = race(3, lambda place: reported("wei", case.pk, code))
    assert len(set(outcomes)) == 1, outcomes
    assert Incident.objects.count() == 1 and Document.objects.filter(kind="PRO-01").count() == 1


def closed(case_id):
    try:
        perform(LeftBehindCase.objects.get(pk=case_id), "close", by=User.objects.get(username="an"), opinion="同意")
    except Refused as refused:
        return refused.kind
    return "closed"


def test_a_report_is_never_lost_to_a_closing_at_the_same_moment() -> None:
    cast = hire_everyone()
    case = reviewed(in_service(imported_child(), cast), cast)
    code = uuid.uuid4()
    outcomes = race(2, lambda place: closed(case.pk) if place else reported("wei", case.pk, code, ["su"]))
    assert Incident.objects.get().status == "reported", outcomes
    first = Event.objects.filter(action__in=["case.close", "incident.report"]).order_by("at").first()
    assert outcomes[1] == ("closed" if first.action == "case.close" else "not_possible")
