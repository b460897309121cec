"""Conditions of the proxy parent's way, each as the sentence the user reads (domain report §2.3)."""

from typing import TYPE_CHECKING, cast

from django.utils.translation import gettext as _

from cases.registry.ages import age_on
from documents.declarations import Attempt, Text
from organisation.models import User
from volunteers import accounts
from volunteers.queries import proxy_facts
from volunteers.rules import WORDS, against_proxy, told

if TYPE_CHECKING:
    from volunteers.models import Volunteer


def _volunteer(attempt: Attempt) -> "Volunteer":
    return cast("Volunteer", attempt.subject)


def not_oneself(attempt: Attempt) -> Text | None:
    """Nobody decides on themselves: same account, or an account with the same telephone."""
    volunteer = _volunteer(attempt)
    if attempt.by is None:
        return None
    same_phone = attempt.by.phone_index and attempt.by.phone_index in (
        volunteer.phone_index,
        volunteer.person.phone_index,
    )
    if attempt.by.pk == volunteer.user_id or same_phone:
        return _("This is your own application. Somebody else must do this step.")
    return None


def old_enough(attempt: Attempt) -> Text | None:
    """Proxy parents are at least as old as the program says."""
    volunteer = _volunteer(attempt)
    birth, least = volunteer.person.birth_date, volunteer.program_version.number("min_age")
    if birth is None or age_on(birth, attempt.today) < least:
        return _("Proxy parents must be at least %d years old.") % least
    return None


def has_two_referees(attempt: Attempt) -> Text | None:
    """Two people who know the applicant are named in the application."""
    if attempt.complete and len(attempt.data.get("referees", ())) < 2:
        return _("Name two people who know the applicant and can be asked.")
    return None


def identity_was_checked(attempt: Attempt) -> Text | None:
    """An application may come from anywhere; whoever signs is seen with the ID card."""
    if attempt.complete and not attempt.data.get("id_checked"):
        return _("Compare the person and the ID number with the ID card, and confirm that they agree.")
    return None


def signed_before_today(attempt: Attempt) -> Text | None:
    """A signature lies not in the future."""
    if attempt.complete and attempt.data["signed_on"] > attempt.today:
        return _("The day of signing lies in the future. Enter the actual day.")
    return None


def check_is_sound(attempt: Attempt) -> Text | None:
    """A reply of the police has a number, and its days are in order."""
    if not attempt.complete:
        return None
    data = attempt.data
    if data["checked_on"] > attempt.today or data["checked_on"] < data["applied_on"]:
        return _("The reply must be dated between the application and today. Check both days.")
    if not str(data.get("document_no", "")).strip():
        return _("Enter the number that stands on the reply of the police.")
    return None


def vetting_is_clear(attempt: Attempt) -> Text | None:
    """Nobody goes on without a clear check that still holds (未成年人保护法 art. 62)."""
    until = _volunteer(attempt).vetted_until
    if until is None or until < attempt.today:
        return str(WORDS["not_vetted"])
    return None


def referees_were_heard(attempt: Attempt) -> Text | None:
    """The interviewer has asked both referees, now or before."""
    if attempt.complete:
        heard = [each for each in attempt.data.get("referees", ()) if each.get("opinion") and each.get("heard_on")]
        if len(heard) < 2:
            return str(WORDS["referees"])
    return None


def is_fit(attempt: Attempt) -> Text | None:
    """Interview and home lead on only with the judgement that the person is fit."""
    if attempt.complete and not attempt.data.get("passed"):
        return _("Without the judgement “fit” nobody goes on. Decline the application instead, with the reason.")
    return None


def home_seen_by_two(attempt: Attempt) -> Text | None:
    """Nobody judges a home alone."""
    if attempt.complete and not str(attempt.data.get("second_person", "")).strip():
        return _("A home is seen by two people. Enter the second one.")
    return None


def adults_of_home_are_clear(attempt: Attempt) -> Text | None:
    """Where children will come to the home, every other adult of it has a clear check as well."""
    volunteer = _volunteer(attempt)
    if not volunteer.may_host:
        return None
    clear = set(volunteer.checks.clear_on(attempt.today).exclude(of="").values_list("of", flat=True))
    missing = [adult.name for adult in volunteer.home_adults.all() if adult.name not in clear]
    if missing:
        return _("Children will come to this home, and some of its adults have no clear record check yet.")
    return None


def training_is_passed(attempt: Attempt) -> Text | None:
    """The score reaches what the program asks for."""
    least = _volunteer(attempt).program_version.number("training_score")
    if attempt.complete and attempt.data["score"] < least:
        return _("The training counts from %d points. Have it repeated.") % least
    if attempt.complete and attempt.data["held_on"] > attempt.today:
        return _("The training lies in the future. Record it once it was held.")
    return None


def may_be_proxy(attempt: Attempt) -> Text | None:
    """The whole rule, once more, before somebody is appointed or reinstated."""
    volunteer = _volunteer(attempt)
    facts = proxy_facts(volunteer, attempt.today)
    against = against_proxy(facts, attempt.today, min_age=volunteer.program_version.number("min_age"))
    return told(against, to_all=not attempt.complete)


def photo_is_there(attempt: Attempt) -> Text | None:
    """The work card shows a photo."""
    if _volunteer(attempt).photo_id is None:
        return _("The work card needs a photo. Add one to the file first.")
    return None


def account_is_theirs(attempt: Attempt) -> Text | None:
    """Only an account of the same name or telephone is linked; a new one needs a telephone that nobody else uses."""
    volunteer = _volunteer(attempt)
    chosen = attempt.data.get("user") or volunteer.user_id
    if not attempt.complete or (chosen is None and not volunteer.phone_index):
        return None
    if chosen is None:
        taken = User.objects.filter(phone_index=volunteer.phone_index, is_active=True).exists()
        return _("An account with this telephone exists already. Choose it instead of a new one.") if taken else None
    if not User.objects.filter(accounts.may_be_of(volunteer), pk=chosen).exists():
        return _("This account belongs to somebody else. Choose another one, or let a new one be opened.")
    return None


def period_is_sound(attempt: Attempt) -> Text | None:
    """A certificate speaks of days that have been, from the first to the last."""
    if attempt.complete and not attempt.data["since"] <= attempt.data["until"] <= attempt.today:
        return _("The period must begin before it ends and lie in the past. Check both days.")
    return None


def period_lies_ahead(attempt: Attempt) -> Text | None:
    """A notice whose last day has passed tells nobody anything."""
    if attempt.subject.apply_until < attempt.today:
        return _("The last day for applications has passed. Prepare a new notice.")
    return None


def no_live_pairing(attempt: Attempt) -> Text | None:
    """Whoever retires has said farewell to every child."""
    if _volunteer(attempt).pairings.live().exists():
        return _("Pairings of this person are still live. End or withdraw them first.")
    return None


def evaluation_is_whole(attempt: Attempt) -> Text | None:
    """The child's own view is part of every evaluation (未成年人保护法 art. 4)."""
    if attempt.complete and not str(attempt.data.get("child_view", "")).strip():
        return _("Write down what the child says about the pairing.")
    return None
