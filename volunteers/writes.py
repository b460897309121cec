"""What the data of a transition becomes: rows beside the proxy parent or the pairing, in the transition's transaction.

Each function takes (subject, by, data) and returns what the transition's body gets.
"""

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone

from documents.numbering import take_numbers
from organisation.models import Organ, User
from volunteers import accounts

NOT_FIT = "不符合条件"  # as the notice says it, whatever language the clerk uses

if TYPE_CHECKING:
    from volunteers.models import Contact, Volunteer


def application(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Referees and the other adults of the home; the rest are fields of the volunteer."""
    from volunteers.models import HomeAdult, Referee

    Referee.objects.bulk_create(Referee(volunteer=volunteer, **each) for each in data["referees"])
    HomeAdult.objects.bulk_create(HomeAdult(volunteer=volunteer, **each) for each in data.get("home_adults", ()))
    return {name: value for name, value in data.items() if name not in ("referees", "home_adults")}


def nothing(subject: Any, by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What was typed stands in the event and on the paper only."""
    return {}


def pledge(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The day of the signature; that the ID card was seen stands in the event."""
    return {"signed_on": data["signed_on"]}


def vetting(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Keep the result. A clear one of the person holds for the days that the program says, from the reply on."""
    from volunteers.models import VettingCheck

    clear = data["result"] == VettingCheck.Result.CLEAR
    days = dt.timedelta(days=volunteer.program_version.number("vetting_days"))
    until = data["checked_on"] + days if clear else None
    VettingCheck.objects.create(volunteer=volunteer, valid_until=until, recorded_by=cast(User, by), **data)
    if data.get("of"):
        return {}
    if until and volunteer.status == "registered":
        accounts.serve_until(volunteer, until)
    return {"vetted_until": until or min(volunteer.vetted_until or timezone.localdate(), _yesterday())}


def interview(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The interview, and what the referees said."""
    from volunteers.models import Referee

    for each in data.pop("referees"):
        Referee.objects.filter(volunteer=volunteer, pk=each["pk"]).update(
            opinion=each["opinion"], heard_on=each["heard_on"]
        )
    return _suitability("interview", volunteer, by, data)


def home_check(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """What was seen at the home."""
    return _suitability("home", volunteer, by, data)


def _suitability(kind: str, volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    from volunteers.models import Suitability

    Suitability.objects.create(volunteer=volunteer, kind=kind, by=cast(User, by), **data)
    return {}


def training(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """One passed training; it holds as many days as the record check does."""
    from volunteers.models import Training

    until = data["held_on"] + dt.timedelta(days=volunteer.program_version.number("training_days"))
    Training.objects.create(volunteer=volunteer, valid_until=until, recorded_by=cast(User, by), **data)
    return {"trained_until": until}


def appointment(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The number of the work card, and the account for the phone: one that exists (`user`), else a new one."""
    today = timezone.localdate()
    organ = Organ.objects.issuing("county", volunteer.dossier.division_code, today)
    serial = take_numbers(organ, "PXP", today.year)[0]
    number = f"PXP-{volunteer.dossier.division_code[:6]}-{today.year}-{serial:05d}"
    chosen = data.get("user") or volunteer.user_id
    volunteer.user = User.objects.get(pk=chosen) if chosen else accounts.new_account(volunteer, number)
    accounts.serve_until(volunteer, cast(dt.date, volunteer.vetted_until))
    return {"number": number, "user_id": volunteer.user.pk}


def rejection(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """When the record check is the ground, neither paper nor file says more than that the conditions are not met."""
    if data.get("ground") == "vetting" or volunteer.checks.filter(result="not_clear").exists():
        data["ground"], data["reason"] = "vetting", NOT_FIT
    return {"reason": data["reason"]}


def suspension(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The right of a proxy parent ends now; other posts of the account stay."""
    accounts.end_service(volunteer)
    return data


def reinstatement(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The right begins again, until the record check ends."""
    accounts.serve_until(volunteer, cast(dt.date, volunteer.vetted_until))
    return data


def retirement(volunteer: "Volunteer", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """The right ends, and with it an account that was for nothing else."""
    accounts.end_service(volunteer)
    accounts.close_if_idle(volunteer)
    return data


def reviewer(contact: "Contact", by: User | None, data: dict[str, Any]) -> dict[str, Any]:
    """Whoever reviews stands on the contact."""
    return {**data, "reviewed_by": cast(User, by).pk}


def _yesterday() -> dt.date:
    return timezone.localdate() - dt.timedelta(days=1)
