"""The account a proxy parent logs in with: opened or linked at the appointment, its post no longer than the vetting.

Invariant: whoever is not in service holds no post of a proxy parent. Called by volunteers.writes inside a transition.
"""

import datetime as dt
from typing import TYPE_CHECKING, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.models import Dossier
from documents.refusals import NotAllowed, NotPossible, NotVisible
from documents.trail import append
from organisation import accounts
from organisation.models import Post, User, in_force
from organisation.rights import forget_rights, right_for
from organisation.roles import Role

if TYPE_CHECKING:
    from volunteers.models import Volunteer

ENDED_STATES = ("retired", "rejected")


def may_be_of(volunteer: "Volunteer") -> Q:
    """Accounts that can be this person's: linked already, theirs in an earlier service, or of the same name or phone.

    None that serves somebody else.
    """
    same = Q(name=volunteer.person.name)
    if phones := {volunteer.phone_index, volunteer.person.phone_index} - {""}:
        same |= Q(phone_index__in=phones)
    rows = type(volunteer).objects.filter(user__isnull=False)
    earlier = Q(pk__in=rows.filter(person=volunteer.person_id).values("user"))
    taken = Q(pk__in=rows.exclude(status__in=ENDED_STATES).exclude(pk=volunteer.pk).values("user"))
    return ~taken & (Q(pk=volunteer.user_id) | earlier | (Q(is_active=True) & same))


def new_account(volunteer: "Volunteer", number: str) -> User:
    """An account whose first password nobody has seen yet: the coordinator prints a slip for it."""
    user, _password = accounts.open_account(number.lower(), volunteer.person.name, volunteer.phone, by=None)
    return user


def serve_until(volunteer: "Volunteer", until: dt.date) -> None:
    """Let the account serve in its village until that day. A service that runs is prolonged or shortened."""
    user, today = cast(User, volunteer.user), timezone.localdate()
    posts = Post.objects.filter(user=user, role=Role.PROXY_PARENT, division=volunteer.division)
    post = posts.filter(in_force(today)).first() or posts.filter(valid_from=today).first()
    if post is None:
        post = Post(user=user, role=Role.PROXY_PARENT, division=volunteer.division, valid_from=today)
    post.valid_to = until
    post.save()
    if not user.is_active:
        accounts.reactivate(user)
    forget_rights(user)


def end_service(volunteer: "Volunteer") -> None:
    """End the right at once, not at midnight."""
    if volunteer.user is None:
        return
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    for post in Post.objects.filter(in_force(today), user=volunteer.user, role=Role.PROXY_PARENT):
        post.valid_from, post.valid_to = min(post.valid_from, yesterday), yesterday
        post.save()
    forget_rights(volunteer.user)


def close_if_idle(volunteer: "Volunteer") -> None:
    """Deactivate an account whose owner holds no post any more."""
    today = timezone.localdate()
    if volunteer.user and not Post.objects.filter(in_force(today), user=volunteer.user).exists():
        User.objects.filter(pk=volunteer.user.pk).update(is_active=False)


def only_for_service(user: User) -> bool:
    """True for an account that never was more than a proxy parent's."""
    return not Post.objects.filter(user=user).exclude(role=Role.PROXY_PARENT).exists()


@transaction.atomic
def first_password(volunteer: "Volunteer", *, by: User) -> str:
    """A new first password for the slip, shown once. Raises NotVisible, NotAllowed or NotPossible.

    The coordinator could log in with what is on the slip: so never for an account that has other posts.
    """
    dossier = Dossier.objects.locked_for_work(volunteer.dossier_id)
    if not Dossier.objects.visible_to(by).filter(pk=dossier.pk).exists():
        raise NotVisible
    right = right_for(by, {Role.VOLUNTEER_COORDINATOR}, dossier.division_code)
    if right is None:
        raise NotAllowed(_("The slip is printed by the volunteer coordinator. Ask them to do it."))
    user = volunteer.user
    if user is None or volunteer.status != "registered":
        raise NotPossible(_("Only somebody who is in service gets an account. Appoint the person first."))
    if user.pk == by.pk or not only_for_service(user):
        raise NotPossible(_("This account has other posts as well. Ask the system administrator for a new password."))
    password = accounts.reset_password(user, by=by)
    append(dossier, "volunteer.first_password", by=by, subject=volunteer, right=right)
    return password
