"""Refusals: sentences a user can act on, and a trace in the trail that survives the rolled-back transaction."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.utils.translation import gettext as _

from documents.models import Dossier
from documents.surroundings import here, inside
from documents.trail import record
from organisation.models import User


@dataclass(frozen=True)
class Trace:
    """What the trail will say of a refused attempt."""

    dossier_id: int
    action: str
    by_id: int | None
    kind: str
    sentences: tuple[str, ...]


class Discreet(str):
    """A sentence for whoever tries and for nobody else: the trail keeps that they tried, not what they were told."""

    __slots__ = ()


class Refused(Exception):
    """The act was not done and nothing has changed. `sentences` say why and what to do."""

    kind = "refused"

    def __init__(self, *sentences: object) -> None:
        self.sentences = tuple(each if isinstance(each, Discreet) else str(each) for each in sentences)
        super().__init__(" ".join(self.sentences))


class Stale(Refused):
    """Somebody changed the case after this page was opened."""

    kind = "stale"


class NotAllowed(Refused):
    """The user may see the case but not do this."""

    kind = "not_allowed"


class NotPossible(Refused):
    """The state of the case or a condition does not allow it."""

    kind = "not_possible"


class NotVisible(Refused):
    """For this user the dossier does not exist."""

    kind = "not_visible"

    def __init__(self) -> None:
        super().__init__(_("There is no such case, or it is not yours. Look for it in your case list."))


def remember(refused: Refused, *, dossier: Dossier, action: str, by: User | None) -> None:
    """Keep the refused attempt until the outermost transaction is over; write it at once where there is none."""
    told = tuple(sentence for sentence in refused.sentences if not isinstance(sentence, Discreet))
    trace = Trace(dossier.pk, action, by.pk if by else None, refused.kind, told)
    if inside():
        here().refused.append(trace)
    elif not connection.in_atomic_block:
        write([trace])


def write(traces: Sequence[Trace]) -> None:
    """Append the refused attempts to the trail. Called outside of any transaction."""
    dossiers = Dossier.objects.in_bulk({trace.dossier_id for trace in traces})
    for trace in traces:
        if trace.dossier_id not in dossiers:  # begun and rolled back by the refused attempt itself
            continue
        record(
            dossiers[trace.dossier_id],
            f"{trace.action}.refused",
            by=User.objects.filter(pk=trace.by_id).first(),
            details={"kind": trace.kind, "sentences": list(trace.sentences)},
        )
