"""What was is never lost: periods stand beside each other, ended rows stay as they were, notes stay with their writer.

Named after faults of others: unassigning deleted history; a volunteer could not be assigned again; the next volunteer
read the private notes of the last one.
"""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.models import Access, Dossier
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from tests.volunteers.pairing_stages import able, paired_as, proposed, served, sign
from tests.volunteers.running import log, paired
from volunteers.models import Contact, Pairing, Volunteer
from volunteers.queries import handover_to

Cast = dict[str, User]
SUMMARY = "喜欢读绘本；约定每周三通话"


@pytest.fixture
def case(cast: Cast) -> LeftBehindCase:
    return served(cast)


@pytest.fixture
def pan(cast: Cast) -> Volunteer:
    return able(cast["pan"])


def another(cast: Cast) -> Volunteer:
    """A second proxy parent of the same village."""
    user = User.objects.create(username="qian", name="钱代理", must_change_password=False, password="!")
    user.post_set.create(role="proxy_parent", division=cast["pan"].post_set.get().division, valid_from="2020-01-01")
    return able(user)


def replaced(pairing: Pairing, cast: Cast) -> Pairing:
    data = {"reason": "工作调动", "handover": SUMMARY, "handover_on": timezone.localdate()}
    perform(pairing, "replace", by=cast["zhi"], **data)
    pairing.refresh_from_db()
    return pairing


def ended(pairing: Pairing, cast: Cast) -> Pairing:
    perform(pairing, "end", by=cast["an"], reason="母亲返乡", farewell="已当面道别")
    pairing.refresh_from_db()
    return pairing


def test_unassigning_ends_the_pairing_and_keeps_every_contact(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired(case, pan)
    log(pairing, cast["pan"])
    ended(pairing, cast)
    assert (pairing.status, pairing.ended_on) == ("ended", timezone.localdate())
    assert pairing.contacts.count() == 1


@pytest.mark.parametrize("act", ["queryset", "instance"])
def test_no_pairing_is_ever_deleted(act: str, case: LeftBehindCase, pan: Volunteer) -> None:
    pairing = paired(case, pan)
    Access.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk)._raw_delete(using="default") if act == "queryset" else pairing.delete()
    assert Pairing.objects.filter(pk=pairing.pk).exists()


def test_what_is_over_cannot_be_changed_any_more(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = ended(paired(case, pan), cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(ended_on=timezone.localdate() - dt.timedelta(days=9))
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=pairing.pk).update(status="active")


def test_the_same_person_can_be_paired_again_after_the_end(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    first = ended(paired(case, pan), cast)
    again = paired_as("active", case, pan, cast)
    assert (again.follows, Pairing.objects.filter(case=case.pk).count()) == (first, 2)


def test_periods_of_one_child_never_overlap(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    ended(paired(case, pan, days=60), cast)
    inside = {"started_on": timezone.localdate() - dt.timedelta(days=30), "status": "ended"}
    values = {"dossier": case.dossier, "case_id": case.pk, "volunteer": pan, "ended_on": timezone.localdate()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(**values, **inside)


def test_a_period_may_begin_on_the_day_the_last_one_ends(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    ended(paired(case, pan, days=60), cast)
    assert paired_as("active", case, pan, cast).started_on == timezone.localdate()


def test_moving_a_period_over_another_one_is_refused(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    ended(paired(case, pan, days=60), cast)
    now = paired_as("active", case, pan, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.filter(pk=now.pk).update(started_on=timezone.localdate() - dt.timedelta(days=5))


def test_an_agreement_cannot_begin_before_the_last_one_ended(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    ended(paired(case, pan), cast)
    pairing = paired_as("approved", case, pan, cast)
    with pytest.raises(NotPossible, match="cannot begin before"):
        sign(pairing, cast["zhi"], started_on=timezone.localdate() - dt.timedelta(days=3))


def test_two_children_of_one_person_have_periods_of_their_own(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    brother = served(cast, name="毋小年", id_number="419983201702040011", sex="M", carer=None)
    paired(case, pan)
    assert paired(brother, pan).status == "active"


def test_a_hand_over_needs_a_summary(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = paired(case, pan)
    with pytest.raises(NotPossible, match="summary"):
        perform(pairing, "replace", by=cast["zhi"], reason="换人", handover=" ", handover_on=timezone.localdate())


def test_an_end_needs_the_closing_talk_with_the_child(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="closing talk"):
        perform(paired(case, pan), "end", by=cast["an"], reason="期满", farewell="")


def test_the_next_volunteer_reads_the_summary_and_none_of_the_last_ones_notes(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    first = paired(case, pan)
    log(first, cast["pan"], private_note="奶奶说家里吵架")
    replaced(first, cast)
    second = paired_as("active", case, another(cast), cast)
    qian = User.objects.get(username="qian")
    assert handover_to(second) == SUMMARY
    assert not Contact.objects.own_of(qian).exists() and not Contact.objects.visible_to(qian).exists()


def test_whoever_hands_over_sees_the_child_no_more(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    replaced(paired(case, pan), cast)
    assert not Dossier.objects.reduced_for(cast["pan"]).exists()
    assert not Pairing.objects.own_of(cast["pan"]).exists()


def test_the_summary_is_kept_encrypted(case: LeftBehindCase, pan: Volunteer, cast: Cast) -> None:
    pairing = replaced(paired(case, pan), cast)
    with connection.cursor() as cursor:
        cursor.execute("SELECT handover FROM volunteers_pairing WHERE id = %s", [pairing.pk])
        assert "绘本" not in str(cursor.fetchone()[0])


def test_a_case_does_not_close_while_the_child_has_a_proxy_parent(
    case: LeftBehindCase, pan: Volunteer, cast: Cast
) -> None:
    proposed(case, pan, cast["zhi"])
    with pytest.raises(NotPossible, match="proxy parent"):
        perform(case, "terminate", by=cast["cao"], ground="declined", reason="监护人拒绝")
