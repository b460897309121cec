"""Which rights a user has today: posts and delegations in force, as roles and ranges of division codes.

Asked once a request and kept on the user object; everything that decides about scope or permission comes here.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from organisation.models import Division, Post, User, code_range, in_force
from organisation.roles import READS_DIVISION, READS_MASKED, Role


@dataclass(frozen=True)
class Right:
    """One role in one division, through an own post or, when `on_behalf_of` is set, through a delegation."""

    role: Role
    division: Division
    post: Post
    on_behalf_of: User | None = None

    def covers(self, division_code: str) -> bool:
        """True when `division_code` lies inside this right's division."""
        return division_code.startswith(self.division.significant)


def rights_of(user: User, *, on: dt.date | None = None) -> list[Right]:
    """The rights in force on that day (today by default); own posts first. Inactive and anonymous users have none."""
    if not user.is_authenticated or not user.is_active:
        return []
    day = on or timezone.localdate()
    known: dict[dt.date, list[Right]] = user.__dict__.setdefault("_rights", {})
    if day not in known:
        known[day] = _own(user, day) + _delegated(user, day)
    return known[day]


def forget_rights(user: User) -> None:
    """Ask the database again next time, after posts changed in this process."""
    user.__dict__.pop("_rights", None)


def _own(user: User, day: dt.date) -> list[Right]:
    posts = Post.objects.filter(in_force(day), user=user).select_related("division", "user")
    return [Right(Role(post.role), post.division, post) for post in posts]


def _delegated(user: User, day: dt.date) -> list[Right]:
    posts = (
        Post.objects.filter(in_force(day), user__is_active=True)
        .filter(delegation__to=user, delegation__valid_from__lte=day, delegation__valid_to__gte=day)
        .select_related("division", "user")
    )
    return [Right(Role(post.role), post.division, post, on_behalf_of=post.user) for post in posts]


def has_role(user: User, *roles: str) -> bool:
    """True when the user holds at least one of these roles anywhere today."""
    return any(right.role in roles for right in rights_of(user))


def reads_masked(user: User) -> bool:
    """True for those who read cases only to supervise: surnames and stars, no reveal, no paper (domain report §2.0).

    A role that reads no case, such as finance, does not lift the mask.
    """
    roles = {right.role for right in rights_of(user)} & (READS_DIVISION | READS_MASKED)
    return bool(roles) and roles <= READS_MASKED


def right_for(user: User, roles: frozenset[str] | set[str], division_code: str) -> Right | None:
    """The right that lets the user act in one of `roles` on something of that division, or nothing."""
    return next((right for right in rights_of(user) if right.role in roles and right.covers(division_code)), None)


def scope(user: User, roles: frozenset[Role], *, field: str = "division_code") -> Q:
    """A filter on `field` for the divisions that the user's `roles` cover. Matches nothing without any."""
    ranges = {code_range(right.division.significant) for right in rights_of(user) if right.role in roles}
    condition = Q(pk__in=[])
    for lower, upper in sorted(ranges):
        condition |= Q(**{f"{field}__gte": lower, f"{field}__lt": upper})
    return condition
