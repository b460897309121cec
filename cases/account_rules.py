"""What must hold for another account, and what its confirmation writes. Called by models.account_changes.

Each guard takes an Attempt and returns a sentence, or nothing. Source: domain report §2.4 (holder, relation, proof).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.registry.accounts import check_digit_ok
from cases.registry.models import Guardianship, PayeeAccount, Person
from documents.declarations import Attempt, Due, Text
from organisation.models import User
from organisation.roles import Role
from programs.due_rules import dues_of
from programs.models import ProgramVersion

if TYPE_CHECKING:
    from cases.models import AccountChange

PROPOSERS = (Role.VILLAGE_CHILD_OFFICER, Role.TOWN_CHILD_SUPERVISOR, Role.COUNTY_CASEWORKER)
MOST_CHILDREN = 3  # where the program says nothing


def possible_holders(child: Person) -> Iterator[tuple[str, str, str]]:
    """Key, name and relation of whoever may hold the child's account: the child, carer, father and mother."""
    yield "child", child.name, ""
    carers = Guardianship.objects.filter(child=child, valid_to__isnull=True).select_related("carer")
    for each in carers:
        yield f"carer-{each.pk}", each.carer.name, each.relation_words or str(each.get_relation_display())
    for parent in child.whereabouts.filter(valid_to__isnull=True).select_related("person"):
        if parent.person is not None:
            yield f"parent-{parent.pk}", parent.person.name, str(parent.get_parent_display())


def confirmation_due(change: "AccountChange") -> tuple[Due, ...]:
    """Payments wait for it: as long as the version of the stipend in force gives."""
    version = _stipend_version()
    return dues_of(version, "account_changed") if version else ()


def not_by_its_proposer(attempt: Attempt) -> Text | None:
    """Two people; the database says so, too."""
    if attempt.by is not None and attempt.subject.proposed_by_id == attempt.by.pk:
        return _("You proposed this account. Somebody else must decide.")
    return None


def check_digit_agrees(attempt: Attempt) -> Text | None:
    """A number with a wrong check digit would come back from the bank."""
    if not check_digit_ok(attempt.subject.account_number):
        return _("The check digit of the account is wrong. Compare the number with the card, digit by digit.")
    return None


def differs_from_the_account_in_force(attempt: Attempt) -> Text | None:
    """The same number for the same holder changes nothing."""
    change, now = attempt.subject, in_force(attempt.subject.child_id)
    if now and now.number_index == change.number_index and now.holder == change.holder:
        return _("This account is in force already. Compare the number with the card.")
    return None


def holder_belongs_to_child(attempt: Attempt) -> Text | None:
    """The holder is the child, or somebody who looks after it, with the relation."""
    change = attempt.subject
    known = {(name, relation) for _key, name, relation in possible_holders(change.child)}
    if (change.holder, change.holder_relation) not in known:
        return _("The holder is neither the child nor its carer or parent as registered. Correct the family first.")
    return None


def account_in_force_is_the_same(attempt: Attempt) -> Text | None:
    """What the proposal replaces is still what is paid to."""
    now = in_force(attempt.subject.child_id)
    if (now.pk if now else None) != attempt.subject.replaces_id:
        return _("The account has been changed in another way since. Reject this proposal and have it made again.")
    return None


def not_shared_too_often(attempt: Attempt) -> Text | None:
    """One account for no more children than the program allows."""
    change = attempt.subject
    others = PayeeAccount.objects.filter(number_index=change.number_index, valid_to__isnull=True)
    count = others.exclude(child=change.child_id).values("child").distinct().count()
    if count + 1 > most_children():
        return _("%(count)d other children are paid to this account already. Ask for an account of the child.") % {
            "count": count
        }
    return None


def most_children() -> int:
    """How many children may share an account, by the stipend's version of today."""
    version = _stipend_version()
    return int(version.parameters.get("most_children_an_account", MOST_CHILDREN)) if version else MOST_CHILDREN


def _stipend_version() -> ProgramVersion | None:
    return ProgramVersion.objects.filter(program__code="STP", effective_from__lte=timezone.localdate()).last()


def in_force(child_id: int) -> PayeeAccount | None:
    """The account to which money for the child goes today."""
    return PayeeAccount.objects.filter(child=child_id, valid_to__isnull=True).first()


def decide(change: "AccountChange", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Who decided."""
    return {"decided_by": by}


def begin_account(change: "AccountChange", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """End the account in force today and begin the new one, with both people on it."""
    today = timezone.localdate()
    PayeeAccount.objects.filter(child=change.child_id, valid_to__isnull=True).update(valid_to=today)
    account = PayeeAccount.objects.create(
        child_id=change.child_id,
        holder=change.holder,
        holder_relation=change.holder_relation,
        number=change.account_number,
        bank=change.bank,
        bank_line_number=change.bank_line_number,
        name_for_bank=change.name_for_bank,
        proof=change.proof,
        entered_by=change.proposed_by,
        confirmed_by=by,
        valid_from=today,
    )
    return {"decided_by": by, "account": account}
