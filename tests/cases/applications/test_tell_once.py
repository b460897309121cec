"""Everything that is missing is told at once; a second notice is the exception and says why."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.applications import receive_supplement, supplement_until, tell_once, to_ask
from cases.evidence_forms import TellOnceForm
from cases.models import ClockPause, EvidenceItem, OneTimeNotice
from documents.declarations import declared
from documents.models import Document, Event
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from tests.cases.applications.conftest import MONDAY, apply, due_of
from tests.races import race


def told(case, by, **data):
    perform(case, "ask_supplement", by=by, **data)
    case.refresh_from_db()
    return OneTimeNotice.objects.filter(case=case).latest("sequence")


def answered(case, by, received=("guardian_id", "one_card"), on=None):
    perform(case, "supplement", by=by, received=received, received_on=on or timezone.localdate())
    case.refresh_from_db()


def missing_again(case, code="guardian_id"):
    """An answer showed that another paper is needed."""
    EvidenceItem.objects.filter(case=case, rule__code=code).update(state="missing", received_on=None)


def test_one_notice_lists_everything_that_the_family_must_bring(applied, cast):
    assert told(applied, cast["shi"]).items == ["guardian_id", "one_card"]


def test_what_the_office_obtains_itself_is_never_asked_for(applied):
    assert not {item.rule.code for item in to_ask(applied.pk)} & {"enrolment", "left_behind_case"}


def test_the_supplement_has_the_period_of_the_rule(stipend, cast, on):
    on(MONDAY)
    notice = told(apply(stipend, cast["shi"]), cast["shi"])
    assert notice.supplement_until == due_of(stipend, "supplement").due_on == dt.date(2026, 10, 12)


def test_the_paper_lists_what_is_there_and_what_is_missing(applied, cast):
    notice = told(applied, cast["shi"])
    paper = Document.objects.get(kind="STP-02")
    said = paper.opened_context
    assert said["received"] == ["留守儿童助学金申请表", "户口簿（儿童本人页、户主页）"]
    assert [name for name, _copies, _where in said["missing"]] == ["监护人居民身份证", "社会保障卡（一卡通）复印件"]
    assert notice.document == paper


def test_the_notice_is_for_whoever_applied(applied, cast):
    told(applied, cast["shi"])
    assert Document.objects.get(kind="STP-02").opened_context["addressee"] == "毋秋菊"


def test_nothing_missing_is_nothing_to_tell(stipend, cast):
    case = apply(stipend, cast["shi"], received=("application", "household_register", "guardian_id", "one_card"))
    with pytest.raises(NotPossible), locked(case.dossier_id):
        tell_once(case, cast["shi"])


def test_a_second_notice_without_a_reason_is_refused(applied, cast):
    told(applied, cast["shi"])
    answered(applied, cast["shi"])
    missing_again(applied)
    with pytest.raises(NotPossible):
        told(applied, cast["shi"])
    assert OneTimeNotice.objects.count() == 1


def test_a_second_notice_says_which_answer_created_it_and_is_counted(applied, cast):
    told(applied, cast["shi"])
    answered(applied, cast["shi"])
    missing_again(applied)
    notice = told(applied, cast["shi"], reason="补正的户口簿显示监护人已变更")
    assert (notice.sequence, OneTimeNotice.objects.second_ones().count()) == (2, 1)
    assert Document.objects.filter(kind="STP-02").latest("pk").opened_context["second"] == notice.reason


def test_an_unanswered_notice_is_not_followed_by_another(applied, cast):
    told(applied, cast["shi"])
    with pytest.raises(NotPossible), locked(applied.dossier_id):
        tell_once(applied, cast["shi"], reason="又缺一份")


def test_a_version_without_the_period_says_what_to_do(applied):
    applied.program_version.due_rules.filter(name="supplement").delete()
    with pytest.raises(NotPossible, match="administrator"):
        supplement_until(applied)


def test_the_supplement_marks_what_was_brought_and_answers_the_notice(applied, cast):
    notice = told(applied, cast["shi"])
    answered(applied, cast["shi"], received=("guardian_id",))
    notice.refresh_from_db()
    assert notice.answered_on == timezone.localdate()
    assert [item.rule.code for item in to_ask(applied.pk)] == ["one_card"]


@pytest.mark.parametrize("days", [1, -1])
def test_a_supplement_comes_after_the_notice_and_not_in_the_future(applied, cast, days):
    told(applied, cast["shi"])
    with pytest.raises(NotPossible):
        answered(applied, cast["shi"], on=timezone.localdate() + dt.timedelta(days))


def test_a_supplement_of_nothing_is_none(applied, cast):
    told(applied, cast["shi"])
    with pytest.raises(NotPossible):
        answered(applied, cast["shi"], received=())


def test_a_supplement_that_nobody_asked_for_is_refused(applied):
    with pytest.raises(NotPossible), locked(applied.dossier_id):
        receive_supplement(applied, ("guardian_id",), timezone.localdate())


def test_only_a_second_notice_asks_for_a_reason(applied, cast):
    declaration = declared(type(applied))["ask_supplement"]
    first = TellOnceForm(case=applied, declaration=declaration)
    told(applied, cast["shi"])
    second = TellOnceForm(case=applied, declaration=declaration)
    assert ("reason" in first.fields, "reason" in second.fields) == (False, True)


def test_the_case_page_shows_what_was_told(client, applied, cast):
    told(applied, cast["shi"])
    client.force_login(cast["shi"])
    page = client.get(reverse("case-detail", args=[applied.code]), {"part": "evidence"}).content.decode()
    assert "监护人居民身份证、社会保障卡（一卡通）复印件" in page


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_tell_at_once_write_one_notice(stipend, cast):
    case = apply(stipend, cast["shi"])
    outcomes = race(2, lambda place: told(type(case).objects.get(pk=case.pk), cast["shi"]).sequence)
    assert sorted(str(outcome)[:1] for outcome in outcomes)[0] == "1"
    assert OneTimeNotice.objects.count() == ClockPause.objects.count() == 1
    assert Event.objects.filter(action="stipend.ask_supplement").count() == 1
