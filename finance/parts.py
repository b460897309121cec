"""The parts of the page of a batch: figures and towns, the bank, papers, timeline.

Invariant: tiles lead to lists of the length they show; the number of queries is fixed. Called by the views of batches.
"""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.kinds import Part
from cases.parts import PAPERS, TIMELINE, papers
from documents.models import Event
from finance import figures, pages
from finance.bank.problems import told
from finance.bank.sending import downloads_of
from finance.models import BankFile, BankReturn, Batch, RollEntry, TownRoll
from organisation.models import User
from organisation.rights import has_role
from organisation.roles import Role

# Names and whole account numbers stand in the files of the bank: only who carries them takes them out.
HANDLES_FILES = (Role.FINANCE_PREPARER, Role.FINANCE_REVIEWER)
ICONS = {
    "counted": ("check-circle", "good"),
    "held": ("pause-circle", "attention"),
    "excluded": ("dash-circle", "quiet"),
    "error": ("exclamation-octagon", "danger"),
}
TILES = {
    "paid": (_("paid"), "check-circle", "good"),
    "failed": (_("returned by the bank"), "exclamation-octagon", "danger"),
    "unknown": (_("without an answer"), "hourglass-split", "attention"),
    "reissue": (_("to be reissued"), "arrow-counterclockwise", "attention"),
}


def overview(batch: Batch, user: User) -> dict[str, Any]:
    """How the enrolled were counted, what the bank did, the towns, who signed. What takes longer comes afterwards."""
    rolls: list[Any] = figures.rolls_of(batch, user)
    signed = signatures_of(rolls)
    for roll in rolls:
        roll.look = pages.ROLL_LOOKS.get(roll.status, "")
        roll.event = signed.get(roll.pk)
    tiles = outcome_tiles(batch, user, rolls)
    return {
        "rolls": rolls,
        "outcomes": tiles,
        "enrolled": sum(tile["number"] for tile in tiles),
        "answers": answer_tiles(batch),
        "signatures": pages.signatures(batch),
        "hash": grouped_hash(batch.content_hash),
        "sample": batch.samples.filter(closed_at=None).first(),
    }


def outcome_tiles(batch: Batch, user: User, rolls: list[TownRoll]) -> list[dict[str, Any]]:
    """The four ways in which the enrolled were counted, each a link to its list. They add up to the enrolled."""
    found = figures.outcomes(figures.entries_of(batch, user, rolls))
    lists = reverse("entry-list", args=[batch.code])
    return [
        {
            "number": found[outcome.value],
            "label": outcome.label,
            "url": f"{lists}?outcome={outcome.value}",
            "icon": ICONS[outcome.value][0],
            "tone": ICONS[outcome.value][1],
        }
        for outcome in RollEntry.Outcome
    ]


def answer_tiles(batch: Batch) -> list[dict[str, Any]]:
    """After sending: how many payments arrived, came back or have no answer yet."""
    if batch.sent_on is None:
        return []
    found = figures.line_states(batch)
    lists = reverse("line-list", args=[batch.code])
    return [
        {
            "number": sum(found.get(state, 0) for state in figures.GROUPS[group]),
            "label": label,
            "url": f"{lists}?status={figures.GROUP}{group}",
            "icon": icon,
            "tone": tone,
        }
        for group, (label, icon, tone) in TILES.items()
    ]


def signatures_of(rolls: list[TownRoll]) -> dict[int, Event]:
    """By roll, the event in which the town signed or questioned it last."""
    events = Event.objects.filter(
        action__in=("townroll.sign", "townroll.dispute"),
        subject_label=TownRoll._meta.label_lower,
        subject_id__in=[roll.pk for roll in rolls],
    )
    return {event.subject_id or 0: event for event in events.select_related("by").order_by("pk")}


def bank(batch: Batch, user: User) -> dict[str, Any]:
    """Files that were sent and answers that were read, refused ones too, with what was wrong."""
    returns: list[Any] = list(
        BankReturn.objects.visible_to(user).filter(batch=batch).select_related("by").defer("content")
    )
    for each in returns:
        each.sentences = told(each.problems)
        each.has_remarks = bool(each.annotated)
    files = BankFile.objects.visible_to(user).filter(batch=batch).select_related("made_by").defer("content")
    return {
        "files": list(files),
        "returns": returns,
        "answers": answer_tiles(batch),
        "back": figures.returned(batch) if batch.sent_on else None,
        "may_take": has_role(user, *HANDLES_FILES),
        "downloads": downloads_of(batch),
    }


def papers_of(subject: Any, user: User) -> dict[str, Any]:
    """Issued papers of a batch, a roll or a fund; there are no blank forms for them."""
    return {**papers(subject, user), "blanks_url": ""}


def grouped_hash(content_hash: str) -> str:
    """The first sixteen characters in groups of four, as papers print them."""
    return " ".join(content_hash[place : place + 4] for place in range(0, min(16, len(content_hash)), 4))


OVERVIEW = Part("overview", _("Overview"), "finance/_overview.html", overview)
BANK = Part("bank", pgettext_lazy("batch", "Bank"), "finance/_bank.html", bank)
BATCH_PAPERS = Part("papers", PAPERS.label, PAPERS.template, papers_of)
PARTS = [OVERVIEW, BANK, BATCH_PAPERS, TIMELINE]


def part_of(id: str) -> Part:
    """The part of that id; the first one for an unknown id."""
    return next((part for part in PARTS if part.id == id), PARTS[0])
