"""Opening a round and drawing up the lists of its towns: what the pages and the demo call.

Invariant: a child gets one running stipend, whoever draws up which list at the same time: the round's file is locked
first, and the database refuses a second running case. Everything is set-based: statements do not grow with the roster.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.stipends.models import CertificationRound, TownList
from cases.stipends.taking_in import Shown
from documents.models import Dossier
from documents.refusals import NotPossible
from documents.transitions import locked, perform
from organisation.models import Division, User
from organisation.rights import right_for
from organisation.roles import Role
from programs.models import ProgramVersion

OPENERS = frozenset({Role.COUNTY_CASEWORKER})


def open_round(
    version: ProgramVersion,
    county: Division,
    *,
    name: str,
    first_month: dt.date,
    last_month: dt.date,
    by: User,
    key: str | None = None,
) -> CertificationRound:
    """Open a round of one county and term. The same name twice in a county is refused (NotPossible)."""
    try:
        with transaction.atomic():
            dossier = Dossier.begin(Dossier.Kind.MONEY, county.code)
            dossier.save()
            made = CertificationRound.objects.create(
                dossier=dossier,
                program_version=version,
                division=county,
                name=name,
                first_month=first_month,
                last_month=last_month,
            )
            perform(made, "begin", by=by, key=key)
    except IntegrityError:
        raise NotPossible(_("There is a round of this name already. Open that one, or choose another name.")) from None
    made.refresh_from_db()
    return made


def list_of(round: CertificationRound, town: Division) -> TownList:
    """The list of a town in a round, made when it is not there yet. Two who ask at once get the same one."""
    if found := TownList.objects.filter(round=round, division=town).first():
        return found
    try:
        with transaction.atomic():
            dossier = Dossier.begin(Dossier.Kind.MONEY, town.code)
            dossier.save()
            return TownList.objects.create(dossier=dossier, round=round, division=town)
    except IntegrityError:
        return TownList.objects.get(round=round, division=town)


def draw_up_list(
    round: CertificationRound,
    town: Division,
    *,
    by: User,
    key: str | None = None,
    expected: int | None = None,
    certificates: Mapping[int, Shown] | None = None,
) -> TownList:
    """Take the children of a town into the round; may be repeated while the list is open. Raises a Refused.

    `certificates` are those that families showed of their own will, by person; only a version that asks for them uses
    them. The children left out, with reasons, are `candidates.candidates`.
    """
    with locked(round.dossier_id):
        listed = list_of(round, town)
        try:
            shown = {str(person): asdict(each) for person, each in (certificates or {}).items()}
            perform(listed, "draw_up", by=by, key=key, expected=expected, certificates=shown)
        except IntegrityError:
            raise NotPossible(
                _("Somebody entered an application of one of these children at this moment. Draw the list up again.")
            ) from None
    listed.refresh_from_db()
    return listed


def draw_up_all(
    round: CertificationRound, *, by: User, certificates: Mapping[int, Shown] | None = None
) -> list[TownList]:
    """The lists of every town of the county that has a running case; those certified already stay as they are."""
    from cases.stipends.candidates import running_cases

    codes = set(running_cases(round.division).values_list("division__code", flat=True).distinct())
    towns = Division.objects.filter(code__in={code[:9] + "000" for code in codes}).order_by("code")
    done = set(
        TownList.objects.filter(round=round).exclude(status__in=("new", "open")).values_list("division", flat=True)
    )
    return [draw_up_list(round, town, by=by, certificates=certificates) for town in towns if town.pk not in done]


def may_open(user: User, county: Division) -> bool:
    """Whether this user opens rounds in that county."""
    return right_for(user, OPENERS, county.code) is not None
