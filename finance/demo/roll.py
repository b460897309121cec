"""The invented children on the roll under the 2013 rule, without their applications: for tests and benches.

Invariant: a fixed number of statements. The demo itself goes the whole way of a round, see county.py.
"""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from cases.child_rows import insert_child_rows
from cases.models import Award, Case
from cases.stipends.models import FamilyCertificate, Status, StipendCase
from documents.models import Dossier
from programs.models import Program, ProgramVersion

CERTIFICATE = "示例{:05d}号"


def version_2013() -> ProgramVersion:
    """The version that pays 50 yuan to girls and 40 to boys."""
    return ProgramVersion.objects.get(program__code="STP", name="2013")


@transaction.atomic
def enrol(children: Sequence[Case], *, first_month: dt.date, version: ProgramVersion | None = None) -> list[Case]:
    """A stipend on the roll from `first_month` on for each of these running cases, with the certificate shown."""
    version = version or version_2013()
    dossiers = [Dossier.begin(Dossier.Kind.CASE, case.dossier.division_code) for case in children]
    Dossier.objects.bulk_create(dossiers)
    begun = Case.objects.count()
    stipends = [
        Case(
            dossier=dossier,
            kind="STP",
            number=f"STP-{child.dossier.division_code[:6]}-{first_month.year}-{place:05d}",
            program_version=version,
            person_id=child.person_id,
            household_id=child.household_id,
            division_id=child.division_id,
            status=Status.ON_ROLL,
            opened_on=timezone.localdate(),
        )
        for place, (dossier, child) in enumerate(zip(dossiers, children, strict=True), start=begun + 1)
    ]
    Case.objects.bulk_create(stipends)
    insert_child_rows(
        [StipendCase(case_ptr=case, applied_on=first_month, enrolled_from=first_month) for case in stipends]
    )
    _award(stipends, version.program, first_month)
    show_certificates(stipends, since=first_month)
    return stipends


def _award(stipends: Sequence[Case], program: Program, first_month: dt.date) -> None:
    Award.objects.bulk_create(
        Award(dossier_id=case.dossier_id, case=case, program=program, kind=Award.Kind.MONTHLY, first_month=first_month)
        for case in stipends
    )


def show_certificates(stipends: Sequence[Case], *, since: dt.date) -> None:
    """Each family shows its certificate of its own will (the 2013 rule)."""
    FamilyCertificate.objects.bulk_create(
        FamilyCertificate(case_id=case.pk, number=CERTIFICATE.format(place), valid_from=since)
        for place, case in enumerate(stipends, start=1)
    )
