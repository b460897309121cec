"""Suspending, reinstating and retiring a proxy parent: rights end at once, and the history stays."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from documents.models import Document, Dossier, Event
from documents.refusals import NotPossible
from documents.transitions import perform
from organisation.models import User
from organisation.rights import forget_rights, has_role
from tests.volunteers.pairing_stages import paired_as, served
from tests.volunteers.stages import Cast, appointed
from volunteers.models import Volunteer


def serves(volunteer: Volunteer) -> bool:
    """Whether the account holds the right of a proxy parent now."""
    return has_role(User.objects.get(pk=volunteer.user_id), "proxy_parent")


def test_a_suspension_ends_the_right_of_the_account_at_once(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    assert serves(volunteer)
    perform(volunteer, "suspend", by=cast["zhi"], reason="投诉")
    assert not serves(volunteer)


def test_a_suspended_cadre_keeps_the_other_posts(cast: Cast) -> None:
    volunteer = appointed(cast, user="wei")
    perform(volunteer, "suspend", by=cast["zhi"], reason="投诉")
    assert has_role(User.objects.get(username="wei"), "village_child_officer") and not serves(volunteer)


def test_a_lifted_suspension_gives_the_right_back_until_the_vetting_ends(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    perform(volunteer, "suspend", by=cast["zhi"], reason="投诉")
    perform(volunteer, "reinstate", by=cast["cao"], reason="查无此事")
    assert serves(volunteer)
    assert volunteer.user.post_set.order_by("-valid_from").first().valid_to == volunteer.vetted_until


def test_whoever_suspended_does_not_lift_it(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    cast["cao"].post_set.create(
        role="county_caseworker", division=cast["cao"].post_set.get().division, valid_from="2020-01-01"
    )
    forget_rights(cast["cao"])
    perform(volunteer, "suspend", by=cast["cao"], reason="投诉")
    with pytest.raises(NotPossible, match="Someone else"):
        perform(volunteer, "reinstate", by=cast["cao"], reason="查无此事")


def test_nobody_retires_while_a_child_is_paired_with_them(cast: Cast) -> None:
    volunteer = appointed(cast)
    paired_as("active", served(cast), volunteer, cast)
    with pytest.raises(NotPossible, match="still live"):
        perform(volunteer, "retire", by=cast["zhi"], reason="搬家")


def test_an_account_that_was_for_nothing_else_is_closed_at_retirement(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    perform(volunteer, "retire", by=cast["zhi"], reason="搬家")
    assert not User.objects.get(pk=volunteer.user_id).is_active


def test_a_volunteer_who_left_is_not_deleted_and_keeps_the_history(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    before = Document.objects.filter(dossier=volunteer.dossier).count()
    perform(volunteer, "retire", by=cast["zhi"], reason="搬家")

    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        volunteer.delete()
    assert Document.objects.filter(dossier=volunteer.dossier).count() == before + 1
    assert Event.objects.filter(dossier=volunteer.dossier).count() > 9
    assert Volunteer.objects.visible_to(cast["zhi"]).filter(pk=volunteer.pk).exists()
    assert Dossier.objects.visible_to(cast["zhi"]).filter(pk=volunteer.dossier_id).exists()
