"""The record check: a result and no offence, 365 days and no longer, and what ends with it."""

import datetime as dt
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from documents.declarations import declared
from documents.models import Access, Attachment, Document, Dossier, DueDate, Event
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from organisation.rights import has_role
from tests.volunteers.pairing_stages import paired_as, served
from tests.volunteers.stages import Cast, applied, appointed, brought_to, check_home, interview, picture, vet
from volunteers import consequences
from volunteers.consequences import suspend_lapsed
from volunteers.forms.deciding import RejectForm
from volunteers.forms.vetting import VettingForm
from volunteers.models import Pairing, VettingCheck, Volunteer


def form_of(volunteer: Volunteer, name: str, form: Any, **typed: Any) -> Any:
    """The form of an act as the page makes it, with what was typed and chosen."""
    files = {"scan": typed.pop("scan")} if "scan" in typed else {}
    sent = {"expected": volunteer.dossier.version, "key": "k", **typed}
    return form(sent, files, case=volunteer, declaration=declared(Volunteer)[name])


def later(volunteer: Volunteer, days: int) -> None:
    """As if the check had been made so many days earlier."""
    day = timezone.localdate() + dt.timedelta(days=365 - days)
    Volunteer.objects.filter(pk=volunteer.pk).update(vetted_until=day)


def test_no_column_of_a_check_can_hold_an_offence() -> None:
    columns = {field.name for field in VettingCheck._meta.get_fields()}
    assert columns == {
        "id", "volunteer", "of", "kind", "applied_on", "authority", "document_no", "result", "checked_on",
        "valid_until", "recorded_by", "recorded_at",
    }  # fmt: skip


def test_the_form_has_no_words_and_says_that_only_the_result_is_kept(cast: Cast) -> None:
    form = form_of(applied(cast), "record_vetting", VettingForm)
    typed = {"of", "kind", "applied_on", "authority", "document_no", "checked_on", "result", "scan"}
    assert set(form.fields) == typed | {"expected", "key"}
    assert "Only the result is kept" in str(form.fields["result"].help_text)


def test_of_a_reply_that_is_not_clear_no_scan_is_taken(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    scan = SimpleUploadedFile("reply.jpg", picture(30).read(), content_type="image/jpeg")
    form = form_of(volunteer, "record_vetting", VettingForm, result="not_clear", scan=scan)
    assert "no scan is kept" in form.errors["scan"][0]


def test_a_scan_that_comes_with_an_unclear_reply_is_not_kept_either(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    vet(volunteer, cast["kang"], result="not_clear", scan=picture(30))
    assert not Attachment.objects.filter(dossier=volunteer.dossier, title__startswith="犯罪").exists()


def test_a_clear_check_holds_365_days_from_the_reply(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    replied = timezone.localdate() - dt.timedelta(days=10)
    vet(volunteer, cast["kang"], checked_on=replied, applied_on=replied)
    volunteer.refresh_from_db()
    assert volunteer.vetted_until == replied + dt.timedelta(days=365)


def test_nobody_is_interviewed_before_the_check_is_clear(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    vet(volunteer, cast["kang"], result="not_clear")
    with pytest.raises(NotPossible, match="no clear record check"):
        interview(volunteer, cast["su"])


def test_adults_of_a_home_with_children_are_checked_too(cast: Cast) -> None:
    home = {"may_host": True, "home_adults": [{"name": "买建国", "relation": "丈夫"}]}
    volunteer = brought_to(applied(cast, entered=home), "interviewed", cast)
    with pytest.raises(NotPossible, match="some of its adults"):
        check_home(volunteer, cast["su"])
    vet(volunteer, cast["kang"], of="买建国", document_no="2")
    check_home(volunteer, cast["su"])
    volunteer.refresh_from_db()
    assert volunteer.status == "home_checked"


def test_a_reply_about_the_home_does_not_end_the_waiting_for_the_persons_own(cast: Cast) -> None:
    home = {"may_host": True, "home_adults": [{"name": "买建国", "relation": "丈夫"}]}
    volunteer = brought_to(applied(cast, entered=home), "vetting", cast)
    vet(volunteer, cast["kang"], of="买建国", document_no="2")
    assert DueDate.objects.open().get(dossier=volunteer.dossier).name == "vetting_result"
    volunteer.refresh_from_db()
    assert volunteer.vetted_until is None  # a husband's clear reply vouches for him alone


def test_a_renewed_check_prolongs_the_post_and_moves_the_due_date(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    later(volunteer, 350)
    volunteer.user.post_set.update(valid_to=timezone.localdate() + dt.timedelta(days=15))
    perform(volunteer, "renew_vetting", by=cast["zhi"], authority="孟州市公安局")
    vet(volunteer, cast["kang"], document_no="2")
    volunteer.refresh_from_db()
    assert volunteer.user.post_set.get().valid_to == volunteer.vetted_until
    assert DueDate.objects.open().filter(dossier=volunteer.dossier, name="vetting_renewal").count() == 1


def test_a_renewed_check_lets_the_child_be_seen_as_long_as_it_holds(cast: Cast) -> None:
    volunteer = appointed(cast)
    pairing = paired_as("active", served(cast), volunteer, cast)
    later(volunteer, 350)
    Access.objects.filter(user=cast["pan"]).update(valid_to=timezone.localdate() + dt.timedelta(days=15))
    vet(volunteer, cast["kang"], document_no="2")
    volunteer.refresh_from_db()
    until = min(volunteer.vetted_until, pairing.valid_until)  # type: ignore[type-var]
    assert Access.objects.in_force(cast["pan"]).get().valid_to == until


def test_an_unclear_renewal_suspends_all_pairings_and_closes_every_page_at_once(cast: Cast) -> None:
    volunteer = appointed(cast)
    pairing = paired_as("active", served(cast), volunteer, cast)
    assert Dossier.objects.reduced_for(cast["pan"]).count() == 1

    vet(volunteer, cast["kang"], result="not_clear", document_no="2")

    volunteer.refresh_from_db()
    assert (volunteer.status, Pairing.objects.get(pk=pairing.pk).status) == ("suspended", "suspended")
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()
    assert not has_role(User.objects.get(username="pan"), "proxy_parent")


def test_if_a_pairing_cannot_be_suspended_the_result_is_not_entered_either(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    volunteer = appointed(cast)
    paired_as("active", served(cast), volunteer, cast)
    monkeypatch.setattr("volunteers.pairing_writes.close_child", _broken)
    with pytest.raises(RuntimeError):
        vet(volunteer, cast["kang"], result="not_clear", document_no="2")
    assert not volunteer.checks.filter(result="not_clear").exists()


def _broken(*_arguments: Any) -> None:
    raise RuntimeError


def test_the_day_after_the_check_ends_no_child_is_seen_any_more(cast: Cast) -> None:
    volunteer = appointed(cast)
    paired_as("active", served(cast), volunteer, cast)
    today = timezone.localdate()
    assert Access.objects.get(user=cast["pan"]).valid_to <= volunteer.vetted_until
    Access.objects.filter(user=cast["pan"]).update(
        valid_from=today - dt.timedelta(days=9), valid_to=today - dt.timedelta(days=1)
    )
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()


def test_the_daily_job_suspends_whoever_let_the_check_lapse(cast: Cast) -> None:
    volunteer = appointed(cast)
    pairing = paired_as("active", served(cast), volunteer, cast)
    later(volunteer, 366)
    assert (suspend_lapsed(), suspend_lapsed()) == (1, 0)
    volunteer.refresh_from_db()
    assert (volunteer.status, volunteer.suspended_because) == ("suspended", "vetting")
    assert Pairing.objects.get(pk=pairing.pk).status == "suspended"


def test_on_the_last_day_of_the_check_nobody_is_suspended(cast: Cast) -> None:
    volunteer = appointed(cast)
    later(volunteer, 365)
    assert suspend_lapsed() == 0
    later(volunteer, 366)
    assert suspend_lapsed() == 1


def test_somebody_who_cannot_be_suspended_now_does_not_hold_up_the_others(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = appointed(cast), appointed(cast, user=None, name="买代理", serial=2)
    later(first, 366), later(second, 366)
    real = consequences.suspend

    def too_late_for_the_first(volunteer: Volunteer, *, because: str) -> None:
        if volunteer.pk == first.pk:
            raise NotPossible("done meanwhile")
        real(volunteer, because=because)

    monkeypatch.setattr(consequences, "suspend", too_late_for_the_first)
    assert suspend_lapsed() == 1
    second.refresh_from_db()
    assert second.status == "suspended"


def test_a_refusal_for_the_record_check_gives_no_reason_beyond_the_conditions(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "vetting", cast)
    vet(volunteer, cast["kang"], result="not_clear")
    perform(volunteer, "reject", by=cast["cao"], ground="other", reason="2011年有盗窃记录")
    context = Document.objects.get(dossier=volunteer.dossier, kind="PXP-20").opened_context
    assert context["reason"] == "经审核，您不符合代理家长聘任条件"
    stored = str([event.details for event in Event.objects.filter(dossier=volunteer.dossier)])
    assert "盗窃" not in stored + str(context)


def test_the_refusal_form_takes_no_words_when_the_check_is_the_ground(cast: Cast) -> None:
    form = form_of(applied(cast), "reject", RejectForm, ground="vetting", reason="有记录")
    assert "Nothing is written" in form.errors["reason"][0]


def test_any_other_refusal_says_why(cast: Cast) -> None:
    volunteer = applied(cast)
    assert form_of(volunteer, "reject", RejectForm, ground="home").errors["reason"]
    perform(volunteer, "reject", by=cast["an"], ground="home", reason="住房正在危改")
    context = Document.objects.get(dossier=volunteer.dossier, kind="PXP-20").opened_context
    assert context["reason"] == "住房正在危改"
