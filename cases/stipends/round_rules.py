"""What must hold for rounds and lists, and the rows they write. Called by the declarations of models.rounds."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.declarations import Attempt, Due, Text
from organisation.models import User
from organisation.roles import Role

if TYPE_CHECKING:
    from cases.stipends.models import CertificationRound


def lists_are_certified(attempt: Attempt) -> Text | None:
    """Every list of the round has passed the county."""
    waiting = attempt.subject.lists.exclude(status__in=("new", "certified_county")).select_related("division")
    if names := "、".join(each.division.short_name for each in waiting[:5]):
        return _("Not all lists are certified yet: %(towns)s.") % {"towns": names}
    return None


def round_is_open(attempt: Attempt) -> Text | None:
    """Lists move only while the round is open."""
    if attempt.subject.round.status != "open":
        return _("The round is not open any more. Add the children to the next round.")
    return None


def somebody_is_listed(attempt: Attempt) -> Text | None:
    """An empty list certifies nobody."""
    if not attempt.subject.cases.filter(status="accepted").exists():
        return _("No accepted application stands on this list. Draw it up again, or leave the town out.")
    return None


def somebody_is_certified(attempt: Attempt) -> Text | None:
    """A round without a single certified child posts nothing."""
    from cases.stipends.posting import certified

    if not certified(attempt.subject).exists():
        return _("No child of this round is certified yet. Certify the lists first.")
    return None


def notice_is_down(attempt: Attempt) -> Text | None:
    """The notice of this round hung to its end, and its objections have their outcomes."""
    if attempt.subject.dossier.publicnotice_set.filter(status="posted").exists():
        return _("The public notice still hangs. Take it down after its last day, then confirm the roll.")
    return None


def keep_certificates_aside(subject: Any, by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The certificates shown go to the applications, not to the list."""
    return {}


def post_notice(subject: "CertificationRound", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The notice with what it shows, computed now."""
    from cases.stipends.posting import post

    post(subject, **data)
    return {}


def notice_ends(subject: "CertificationRound") -> tuple[Due, ...]:
    """The day after the last day of the notice, when it must be taken down."""
    notice = subject.dossier.publicnotice_set.order_by("-pk").first()
    if notice is None:
        return ()
    return (
        Due(
            "notice_ends",
            gettext_lazy("Take the public notice down"),
            Role.COUNTY_CASEWORKER,
            1,
            "working_day",
            since=lambda _subject: notice.last_day,
        ),
    )
