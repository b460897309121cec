"""What the pages of batches, rolls of towns and funds show above and beside everything: head, way, forms, acts.

Invariant: everything begins with what the user may see; a town sees its own roll and nothing of the batch around it.
"""

from typing import Any
from uuid import UUID

from django.shortcuts import get_object_or_404

from cases.acting import ActPages, Special
from cases.finding import places_of
from cases.reading import note_reading
from documents.models import Event
from documents.transitions import perform
from finance import figures
from finance.bank.receiving import receive
from finance.forms.bank import AnswerForm
from finance.forms.batches import GrantForm, OpinionForm, ReissueForm, ReleaseForm, ReturnedForm
from finance.models import Batch, Fund, TownRoll
from organisation.models import User
from organisation.rights import rights_of
from organisation.roles import READS_DIVISION, Role

BATCH_WAY = (
    Batch.Status.OPEN,
    Batch.Status.COMPILED,
    Batch.Status.TOWN_REVIEWED,
    Batch.Status.COUNTY_REVIEWED,
    Batch.Status.APPROVED,
    Batch.Status.FUNDING_REQUESTED,
    Batch.Status.SENT,
    Batch.Status.RETURNED,
    Batch.Status.RECONCILED,
    Batch.Status.CLOSED,
)
# The looks of states that other things have too under the same code.
LOOKS = {
    **dict.fromkeys(("open", "compiled", "town_reviewed", "county_reviewed"), "submitted"),
    **dict.fromkeys(("approved", "funding_requested", "sent"), "opened"),
    "returned": "sent_back",
    "reconciled": "in_service",
    "closed": "closed",
    "cancelled": "cancelled",
}
ROLL_LOOKS = {"open": "submitted", "signed": "signed", "disputed": "sent_back", "void": "cancelled"}
LINE_LOOKS = {
    "listed": "submitted",
    "sent": "opened",
    "unknown": "submitted",
    "paid": "done",
    "failed": "failed",
    "reissue_pending": "sent_back",
    "reissued": "done",
    "cancelled": "cancelled",
    "recovery_pending": "sent_back",
    "recovered": "done",
    "offset": "done",
    "written_off": "closed",
    "void": "void",
}


def visible_batch(user: User, code: UUID) -> Batch:
    """The batch of that code with all that its pages ask for. Raises Http404 when there is none for this user."""
    related = ("dossier", "program", "division__parent", "fund__dossier", "adapter")
    batch = get_object_or_404(Batch.objects.visible_to(user).select_related(*related), dossier__code=code)
    batch.__dict__["_seen_whole"] = {user.pk: True}
    return batch


def batch_for_rolls(user: User, code: UUID) -> Batch:
    """The same batch for those, too, who see only the roll of their town. Raises Http404."""
    related = ("dossier", "program", "division__parent", "fund__dossier", "adapter")
    own = TownRoll.objects.visible_to(user).values("batch")
    seen = Batch.objects.filter(pk__in=own) | Batch.objects.visible_to(user)
    return get_object_or_404(seen.select_related(*related), dossier__code=code)


def visible_roll(user: User, code: UUID) -> TownRoll:
    """The newest roll of a town in that dossier. Raises Http404 when there is none for this user."""
    related = ("dossier", "division__parent", "batch__dossier", "batch__program", "batch__fund")
    roll = (
        TownRoll.objects.visible_to(user).select_related(*related).filter(dossier__code=code).order_by("-round").first()
    )
    return roll or get_object_or_404(TownRoll.objects.none())


def visible_fund(user: User, code: UUID) -> Fund:
    """The fund of that code. Raises Http404 when there is none for this user."""
    return get_object_or_404(
        Fund.objects.visible_to(user).select_related("dossier", "program", "division"), dossier__code=code
    )


def batch_head(batch: Batch, user: User) -> dict[str, Any]:
    """What stands above every page of a batch."""
    return {
        "batch": batch,
        "crumbs": places_of(batch.division),
        "state_label": batch.get_status_display(),
        "state_look": LOOKS.get(batch.status, ""),
        "whole": figures.sees_whole(batch, user),
    }


def note_opening(batch: Batch, user: User) -> None:
    """Write down that the user opened payments of people: in the batch, or in the roll of their own town."""
    if figures.sees_whole(batch, user):
        note_reading(batch, user, "batch.read")
    elif rolls := figures.rolls_of(batch, user):
        note_reading(rolls[0], user, "townroll.read")


def roll_head(roll: TownRoll, user: User) -> dict[str, Any]:
    """What stands above every page of the roll of a town."""
    return {
        "roll": roll,
        "batch": roll.batch,
        "crumbs": places_of(roll.division),
        "state_label": roll.get_status_display(),
        "state_look": ROLL_LOOKS.get(roll.status, ""),
        "whole": figures.sees_whole(roll.batch, user),
    }


def fund_head(fund: Fund, user: User) -> dict[str, Any]:
    """What stands above every page of a fund."""
    return {
        "fund": fund,
        "crumbs": places_of(fund.division),
        "state_label": fund.get_status_display(),
        "state_look": "opened" if fund.status == Fund.Status.OPEN else "closed",
    }


def steps(batch: Batch) -> list[dict[str, Any]]:
    """The way of a batch with what is done, now and next; a cancelled one ends where it was."""
    if batch.status not in BATCH_WAY:
        return [
            {"label": Batch.Status.OPEN.label, "state": "done"},
            {"label": batch.get_status_display(), "state": "now"},
        ]
    here = BATCH_WAY.index(Batch.Status(batch.status))
    marks = ["done"] * here + ["now"] + ["next"] * (len(BATCH_WAY) - here - 1)
    if batch.status == Batch.Status.CLOSED:
        marks[-1] = "done"
    return [{"label": state.label, "state": mark} for state, mark in zip(BATCH_WAY, marks, strict=True)]


def signatures(batch: Batch) -> list[Any]:
    """Who did which step of this round, in order."""
    return list(batch.approvals.filter(round=batch.round).select_related("actor"))


def opens_cases(user: User) -> bool:
    """Whether names lead to the child's file: finance sees payments and no files."""
    return any(right.role in READS_DIVISION for right in rights_of(user))


def may_open(user: User) -> bool:
    """Whether the user opens batches."""
    return any(right.role == Role.COUNTY_CASEWORKER for right in rights_of(user))


def may_open_funds(user: User) -> bool:
    """Whether the user opens funds."""
    return any(right.role == Role.FINANCE_PREPARER for right in rights_of(user))


def _by(name: str) -> Special:
    """An act that is done without a preview of its papers: it writes too much to be done and undone."""

    def act(subject: Any, *, by: User, **data: Any) -> Event:
        return perform(subject, name, by=by, **data)

    return act


BATCH_FORMS = {
    "review": OpinionForm,
    "approve": OpinionForm,
    "request_funds": OpinionForm,
    "send": ReleaseForm,
    "take_answer": AnswerForm,
    "approve_reissue": ReissueForm,
    "drop_payments": ReturnedForm,
}
HEAVY: dict[str, Special] = {name: _by(name) for name in ("compile", "send", "send_back", "cancel")}
BATCHES = ActPages(
    find=visible_batch,
    head=batch_head,
    head_template="finance/_batch_head.html",
    forms=lambda batch: BATCH_FORMS,
    special=lambda batch: {**HEAVY, "take_answer": receive},
    state_label=lambda batch, state: str(Batch.Status(state).label),
    page="batch-detail",
    act_page="batch-act",
    preview="batch-preview",
)
ROLLS = ActPages(
    find=visible_roll,
    head=roll_head,
    head_template="finance/_roll_head.html",
    forms=lambda roll: {"sign": OpinionForm},
    state_label=lambda roll, state: str(TownRoll.Status(state).label),
    page="roll-detail",
    act_page="roll-act",
    preview="roll-preview",
)
FUNDS = ActPages(
    find=visible_fund,
    head=fund_head,
    head_template="finance/_fund_head.html",
    forms=lambda fund: {"grant": GrantForm},
    state_label=lambda fund, state: str(Fund.Status(state).label),
    page="fund-detail",
    act_page="fund-act",
    preview="fund-preview",
)
