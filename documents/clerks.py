"""Who may put something into a file or correct what is in it: those who work on cases there, never a mere reader.

The one invariant: visibility is asked first, so that what is not visible does not exist. Called by the acts on papers.
"""

from django.utils.translation import gettext as _

from documents.models import Access, Dossier
from documents.refusals import NotAllowed, NotVisible
from organisation.models import User
from organisation.rights import Right, reads_masked, right_for, rights_of
from organisation.roles import READS_DIVISION, READS_INCIDENTS, READS_MONEY, READS_VOLUNTEERS, Role

WORKS_ON_PAPERS = READS_DIVISION - {Role.AUDITOR}


def may_open_papers(user: User) -> bool:
    """True for those whose work has papers: a reading post, or a dossier opened to them today."""
    if not user.is_authenticated:
        return False
    readers = READS_DIVISION | READS_INCIDENTS | READS_VOLUNTEERS | READS_MONEY
    return any(right.role in readers for right in rights_of(user)) or Access.objects.in_force(user).exists()


def check_unmasked(user: User) -> None:
    """Papers and scans name people in full: raises NotAllowed for those whose post reads names masked."""
    if reads_masked(user):
        raise NotAllowed(
            _("Papers and scans show names in full, and your post reads them masked. Ask the office in charge for it.")
        )


def right_to_handle(user: User, dossier: Dossier) -> Right:
    """The right by which the user works on papers of this dossier. Raises NotVisible or NotAllowed."""
    if not Dossier.objects.visible_to(user).filter(pk=dossier.pk).exists():
        raise NotVisible
    right = right_for(user, works_on(dossier), dossier.division_code)
    if right is None:
        raise NotAllowed(_("You may read this file but not add to it. Ask the officer in charge of the case."))
    return right


def may_handle(user: User, dossier: Dossier) -> bool:
    """True when `right_to_handle` would give a right."""
    return right_for(user, works_on(dossier), dossier.division_code) is not None


def works_on(dossier: Dossier) -> frozenset[Role]:
    """The roles that put papers into this file: incidents are the protection officers', volunteers their offices',
    payments also those of finance.
    """
    if dossier.kind == Dossier.Kind.INCIDENT:
        return frozenset({Role.CHILD_PROTECTION_OFFICER})
    if dossier.kind == Dossier.Kind.MONEY:
        return READS_MONEY - {Role.AUDITOR}
    return READS_VOLUNTEERS - {Role.AUDITOR} if dossier.kind == Dossier.Kind.VOLUNTEER else WORKS_ON_PAPERS
