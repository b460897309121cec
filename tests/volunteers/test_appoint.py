"""From the application to the appointment: five people, every paper, an account, and every way it is refused."""

import datetime as dt

import pytest
from django.utils import timezone

from documents.models import Document, DueDate, Event
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import Post, User
from organisation.rights import forget_rights, has_role
from organisation.roles import Role
from tests.volunteers.stages import Cast, add_photo, applied, appointed, brought_to, picture
from volunteers.models import Volunteer


def appoint(volunteer: Volunteer, by: User, user: User | None = None) -> Event:
    """The act itself, with the photo in the file."""
    if volunteer.photo_id is None:
        add_photo(volunteer, by=volunteer.checks.first().recorded_by, photo=picture())
    return perform(volunteer, "appoint", by=by, user=user.pk if user else None)


def test_an_applicant_becomes_a_proxy_parent_with_all_papers(cast: Cast) -> None:
    volunteer = appointed(cast)

    kinds = set(Document.objects.filter(dossier=volunteer.dossier).values_list("kind", flat=True))
    assert volunteer.status == "registered"
    assert kinds == {f"PXP-0{n}" for n in range(2, 10)} | {"FLW-01"}


def test_five_people_bring_somebody_from_application_to_appointment(cast: Cast) -> None:
    volunteer = appointed(cast)
    doers = set(Event.objects.filter(dossier=volunteer.dossier).values_list("by__username", flat=True))
    assert doers == {"zhi", "kang", "su", "cao"}


def test_each_step_opens_the_period_of_the_next(cast: Cast) -> None:
    volunteer = appointed(cast)
    states = dict(DueDate.objects.filter(dossier=volunteer.dossier).order_by("pk").values_list("name", "state"))
    done = ("pledge", "start_vetting", "vetting_result", "interview", "check_home", "train", "appoint")
    assert states == dict.fromkeys(done, "done") | {"vetting_renewal": "open", "training": "open"}


def test_a_reviewer_cannot_approve_their_own_application(cast: Cast) -> None:
    volunteer = brought_to(applied(cast, name="曹审批"), "trained", cast)
    Volunteer.objects.filter(pk=volunteer.pk).update(user=cast["cao"])
    with pytest.raises(NotPossible, match="your own application"):
        appoint(volunteer, cast["cao"])


def test_an_officer_with_the_applicants_telephone_is_the_applicant(cast: Cast) -> None:
    volunteer = applied(cast)
    cast["cao"].phone = volunteer.phone
    cast["cao"].save()
    with pytest.raises(NotPossible, match="your own application"):
        perform(volunteer, "reject", by=cast["cao"], ground="other", reason="不符合")


def test_whoever_did_a_step_does_not_appoint(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "trained", cast)
    county = cast["cao"].post_set.get().division
    Post.objects.create(user=cast["kang"], role=Role.COUNTY_APPROVER, division=county, valid_from="2020-01-01")
    forget_rights(cast["kang"])
    with pytest.raises(NotPossible, match="Someone else must do this step"):
        appoint(volunteer, cast["kang"])


def test_without_a_photo_there_is_no_card(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "trained", cast)
    with pytest.raises(NotPossible, match="needs a photo"):
        perform(volunteer, "appoint", by=cast["cao"], user=None)


def test_a_new_account_serves_in_the_village_until_the_vetting_ends(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    post = volunteer.user.post_set.get()
    assert (post.role, post.division) == ("proxy_parent", volunteer.division)
    assert post.valid_to == volunteer.vetted_until == timezone.localdate() + dt.timedelta(days=365)


def test_a_cadre_keeps_the_account_they_have(cast: Cast) -> None:
    volunteer = applied(cast, name="卫村官", entered={"type": "cadre"})
    brought_to(volunteer, "registered", cast, user=cast["wei"].pk)
    assert volunteer.user == cast["wei"]
    assert has_role(User.objects.get(username="wei"), "village_child_officer", "proxy_parent")


def test_nobody_is_given_somebody_elses_account(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "trained", cast)
    with pytest.raises(NotPossible, match="belongs to somebody else"):
        appoint(volunteer, cast["cao"], cast["su"])


def test_a_telephone_that_has_an_account_is_not_given_a_second_one(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "trained", cast)
    User.objects.create(username="other", name="别人", phone=volunteer.phone)
    with pytest.raises(NotPossible, match="exists already"):
        appoint(volunteer, cast["cao"])


def test_work_cards_are_numbered_by_county_and_year(cast: Cast) -> None:
    first, second = appointed(cast), appointed(cast, user=None, name="和代理", serial=2)
    year = timezone.localdate().year
    assert [first.number, second.number] == [f"PXP-410883-{year}-00001", f"PXP-410883-{year}-00002"]


def test_somebody_who_retired_can_come_back_with_the_same_account(cast: Cast) -> None:
    first = appointed(cast)
    perform(first, "retire", by=cast["zhi"], reason="搬家")
    again = appointed(cast)
    first.refresh_from_db()
    assert first.status == "retired" and again.status == "registered" and again.user == first.user
