"""What a report of danger forbids elsewhere. Named in config/wiring.py.

Invariant: the sentence is neutral, and only whoever tries hears it: a button that is grey for a reason, or the history,
would tell every reader of the case that there is a report.
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from cases.incidents.models import Incident
from documents.declarations import Attempt
from documents.refusals import Discreet


def danger_is_open(attempt: Attempt) -> Iterator[str]:
    """A case does not end while a report about its child is open."""
    if attempt.complete and Incident.objects.open().filter(case=attempt.subject.pk).exists():
        yield Discreet(
            _(
                "This case cannot be ended at present. Ask the child protection officer of the county before you try "
                "again."
            )
        )
