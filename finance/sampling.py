"""Random samples of a batch: drawn by a recorded seed, checked by telephone or visit, closed with a word.

Invariant: the draw can be repeated from what is kept; closing a sample that is not wholly right says why. Each act is
an event of the batch. Called by the pages of samples.
"""

import random
import secrets

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Event
from documents.refusals import NotAllowed, NotPossible
from documents.trail import append
from documents.transitions import locked
from finance.models import Batch, Line, Sample, SampledLine
from organisation.models import User
from organisation.rights import Right, right_for
from organisation.roles import Role

CHECKERS = (Role.COUNTY_CASEWORKER, Role.COUNTY_REVIEWER)
MOST = 200
ACTIONS = {
    "sample.draw": gettext_lazy("Draw a sample"),
    "sample.check": gettext_lazy("Check a payment of the sample"),
    "sample.close": gettext_lazy("Close the sample"),
}


def may_sample(batch: Batch, user: User) -> bool:
    """Whether the user checks samples of this county's batches."""
    return right_for(user, set(CHECKERS), batch.dossier.division_code) is not None


def picked(pks: list[int], size: int, seed: str) -> list[int]:
    """Those of `pks`, in the order of their numbers, that this seed draws."""
    return sorted(random.Random(seed).sample(pks, min(size, len(pks))))  # noqa: S311 - to be repeatable, not secret


def draw(batch: Batch, size: int, *, by: User) -> Sample:
    """Draw `size` payments of the current round. Raises a Refused while another sample is open."""
    _check(batch, by)
    with locked(batch.dossier_id) as dossier:
        pks = list(Line.objects.current().filter(batch=batch, round=batch.round).values_list("pk", flat=True))
        if not pks:
            raise NotPossible(_("This batch has no payments yet. Compile its roll first."))
        if batch.samples.filter(closed_at=None).exists():
            raise NotPossible(_("A sample of this batch is still open. Finish it before you draw another one."))
        size = min(size, len(pks), MOST)
        seed = secrets.token_hex(8)
        sample = Sample.objects.create(
            batch=batch,
            round=batch.round,
            seed=seed,
            size=size,
            population=len(pks),
            drawn_by=by,
            drawn_at=timezone.now(),
        )
        SampledLine.objects.bulk_create(SampledLine(sample=sample, line_id=pk) for pk in picked(pks, size, seed))
        details = {"seed": seed, "size": size, "population": len(pks)}
        append(dossier, "sample.draw", by=by, subject=batch, right=_right(batch, by), details=details)
    return sample


def check(sampled: SampledLine, *, way: str, result: str, words: str, by: User) -> None:
    """Enter what the family said about one payment. Raises a Refused when somebody has entered it already."""
    batch = sampled.sample.batch
    _check(batch, by)
    with locked(batch.dossier_id) as dossier:
        found = SampledLine.objects.filter(pk=sampled.pk, result="", sample__closed_at=None)
        entered = {"way": way, "result": result, "words": words.strip(), "checked_by": by}
        if not found.update(**entered, checked_at=timezone.now()):
            raise NotPossible(_("This payment has its result already. Load the page again to see it."))
        details = {"line": sampled.line.sequence, "way": way, "result": result}
        append(dossier, "sample.check", by=by, subject=batch, right=_right(batch, by), details=details)


def close(sample: Sample, *, words: str, by: User) -> Event:
    """Close the sample. Raises a Refused without words when a payment is unchecked or not as it should be."""
    batch = sample.batch
    _check(batch, by)
    with locked(batch.dossier_id) as dossier:
        rest = sample.lines.exclude(result=SampledLine.Result.RIGHT).count()
        if rest and not words.strip():
            raise NotPossible(
                _("%(count)d payments are not checked or not right. Say in a few words why you close the sample.")
                % {"count": rest}
            )
        now = timezone.now()
        if not Sample.objects.filter(pk=sample.pk, closed_at=None).update(
            closed_at=now, closed_by=by, words=words.strip()
        ):
            raise NotPossible(_("This sample is closed already."))
        details = {"seed": sample.seed, "not_right": rest, "words": words.strip()}
        return append(dossier, "sample.close", by=by, subject=batch, right=_right(batch, by), details=details)


def _right(batch: Batch, by: User) -> Right | None:
    return right_for(by, set(CHECKERS), batch.dossier.division_code)


def _check(batch: Batch, by: User) -> None:
    if not may_sample(batch, by):
        raise NotAllowed(_("Samples are checked by the county's caseworkers and reviewers. Ask one of them."))
