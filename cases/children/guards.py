"""Conditions of the left-behind-child case, each as the sentence the user reads (domain report §2.1)."""

from django.utils.translation import gettext as _

from cases.children import queries
from cases.models import RiskLevel, Visit
from cases.visit_queries import latest_home_visit
from documents.declarations import Attempt, Text
from organisation.models import User
from organisation.roles import Role


def guardian_was_told(attempt: Attempt) -> Text | None:
    """The guardian must have been told why the data are kept and how they are used (PIPL art. 14, 17)."""
    if attempt.complete and not (attempt.data.get("told_to") and attempt.data.get("told_on")):
        return _("Tell the guardian why and how the data are used, then enter who was told and on which day.")
    if attempt.complete and attempt.data["told_on"] > attempt.today:
        return _("The day on which the guardian was told lies in the future. Enter the actual day.")
    return None


def home_visit_done(attempt: Attempt) -> Text | None:
    """Verification rests on a home visit by two people at which the child was seen."""
    visit = latest_home_visit(attempt.subject)
    if visit is None:
        return _("No home visit at which the family was met is recorded yet. Record the home visit first.")
    if not visit.second_visitor:
        return _("The home visit names only one visitor. Two people must have been there.")
    if not visit.children.filter(case_id=attempt.subject.pk, seen=True).exists():
        return _("The child was not seen in person at the home visit. Visit again and see the child.")
    return None


def rule_holds(attempt: Attempt) -> Text | None:
    """Only a left-behind child by the rule of the case's program version is verified."""
    decision = queries.decision(attempt.subject, attempt.today)
    if decision.verdict == "eligible":
        return None
    reasons = "; ".join(queries.reason_words(decision))
    if decision.verdict == "refer":
        return _("The child needs another form of support: %s. Correct the facts or refuse and refer.") % reasons
    return _("By the facts on file the child is not left behind: %s. Correct the facts, or refuse.") % reasons


def rule_fails(attempt: Attempt) -> Text | None:
    """Refusing needs a rule that says no; whoever is entitled may not be refused."""
    if queries.decision(attempt.subject, attempt.today).verdict == "eligible":
        return _("By the facts on file the child is left behind and may not be refused. Correct the facts first.")
    return None


def everything_checked(attempt: Attempt) -> Text | None:
    """Identity and schooling are both checked before a child counts as verified."""
    if attempt.complete and not (attempt.data.get("id_checked") and attempt.data.get("schooling_checked")):
        return _("Check the ID papers and the schooling, and tick both.")
    return None


def child_was_heard(attempt: Attempt) -> Text | None:
    """The child's own view is part of every assessment (未成年人保护法 art. 4)."""
    if attempt.complete and not str(attempt.data.get("child_view", "")).strip():
        return _("Write down what the child says. A child too young to answer is observed: write what you saw.")
    return None


def assessed_by_two(attempt: Attempt) -> Text | None:
    """The town supervisor assesses together with a village officer of the place."""
    if not attempt.complete:
        return None
    officers = User.objects.holding(Role.VILLAGE_CHILD_OFFICER, attempt.subject.dossier.division_code, attempt.today)
    officer = attempt.data.get("village_officer")
    if officer is None or not officers.filter(pk=officer).exists():
        return _("Name the village child officer who assessed the child with you.")
    if attempt.by and officer == attempt.by.pk:
        return _("The assessment needs two people. Name another village child officer.")
    return None


def plan_covers_three_aims(attempt: Attempt) -> Text | None:
    """A plan must have a measure for schooling, guardianship and affection (学业有教、监护有人、亲情有护)."""
    covered = queries.aims_of_current_plan(attempt.subject)
    missing = [str(word) for aim, word in aim_words().items() if aim not in covered]
    if missing:
        return _("The support plan has no measure for: %s. Send the case back to have the plan completed.") % "、".join(
            missing
        )
    return None


def aim_words() -> dict[str, str]:
    """The three aims in the reader's language."""
    return {"schooling": _("schooling"), "guardianship": _("guardianship"), "affection": _("affection")}


def risk_is_low(attempt: Attempt) -> Text | None:
    """Only a low-risk child without a plan is merely watched."""
    if attempt.subject.risk_level != RiskLevel.LOW:
        return _("Only children at low risk are put under observation. Open the case instead.")
    return None


def agreement_in_force(attempt: Attempt) -> Text | None:
    """Service begins with a registered, signed care agreement, except in an emergency."""
    if attempt.subject.emergency or queries.agreement_in_force(attempt.subject, attempt.today):
        return None
    return _("No signed care agreement in force is registered. Register it with its scan first.")


def agreement_can_be_suspended(attempt: Attempt) -> Text | None:
    """Only an agreement that holds can be suspended."""
    if queries.agreement_in_force(attempt.subject, attempt.today):
        return None
    return _("No care agreement is in force. Register the one that holds now.")


def agreement_is_sound(attempt: Attempt) -> Text | None:
    """A registered agreement has been signed, is not over, and lasts at most twelve months (§2.1b)."""
    if not attempt.complete:
        return None
    signed, until = attempt.data["signed_on"], attempt.data["valid_until"]
    if signed > attempt.today:
        return _("The day of signing lies in the future. Register the agreement once it is signed.")
    if until < attempt.today:
        return _("This agreement is over already. Have a new one signed.")
    if (until - signed).days > 366:
        return _("A care agreement lasts at most 12 months. Correct the last day, or have it renewed later.")
    return None


def closing_is_recommended(attempt: Attempt) -> Text | None:
    """A case closes on a review that recommends it with one of the four grounds."""
    review = queries.latest_review(attempt.subject)
    if review is None or review.recommendation != "close":
        return _("The last review does not recommend closing. Review again, or go on with the service.")
    return None


def visits_are_recorded(attempt: Attempt) -> Text | None:
    """A case does not close while a visit is still planned."""
    if Visit.objects.filter(case_id=attempt.subject.pk, status=Visit.Status.PLANNED).exists():
        return _("A visit is still planned. Record it or note that it did not take place.")
    return None


def assessment_exists(attempt: Attempt) -> Text | None:
    """Approval needs something to approve."""
    if queries.latest_assessment(attempt.subject) is None:
        return _("There is no assessment to decide on. Send the case back to be assessed.")
    return None


def consent_is_sound(attempt: Attempt) -> Text | None:
    """A consent says for what, by whom, yes or no; one that is given for a time is not over already."""
    if not attempt.complete:
        return None
    data = attempt.data
    if not (data.get("purpose") and data.get("given_by")) or data.get("given") is None:
        return _("Enter what the consent is for, who spoke, and whether it is given.")
    if data.get("said_on") and data["said_on"] > attempt.today:
        return _("The day on which the consent was given lies in the future. Enter the actual day.")
    if data.get("valid_to") and data["valid_to"] <= attempt.today:
        return _("The last day of this consent is over already. Enter a later day, or leave it empty.")
    return None
