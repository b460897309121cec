"""A proxy parent at each stage of the way, brought there by the people who may do each step."""

import datetime as dt
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from cases.registry.id_numbers import check_character
from documents.transitions import perform
from organisation.models import Division, User
from tests.cast import HENGSHAN
from volunteers.applying import Applicant, add_photo, record_vetting, register_pledge, take_application
from volunteers.models import Volunteer

Cast = dict[str, User]
REFEREES = [
    {"name": "毋秋菊", "relation": "邻居", "phone": "12039100015"},
    {"name": "买春生", "relation": "同事", "phone": "12039100016"},
]
WAY = ("applied", "pledged", "vetting", "vetted", "interviewed", "home_checked", "trained", "registered")


def id_number(serial: int = 1, *, sex: str = "F", born: str = "19800302") -> str:
    """A practice ID number of somebody of this sex and day of birth."""
    first_17 = f"419983{born}{serial:02d}{1 if sex == 'M' else 2}"
    return first_17 + check_character(first_17)


def picture(shade: int = 200, size: tuple[int, int] = (600, 800)) -> BytesIO:
    """A photo as a phone takes it."""
    target = BytesIO()
    Image.new("RGB", size, (shade, 180, 160)).save(target, "JPEG")
    return BytesIO(target.getvalue())


def applicant(name: str = "潘代理", serial: int = 1, **changes: Any) -> Applicant:
    """Somebody of Hengshan who applies; `sex`, `born`, `village` and fields of Applicant can be changed."""
    number = id_number(serial, sex=changes.pop("sex", "F"), born=changes.pop("born", "19800302"))
    division = Division.objects.get(code=changes.pop("village", HENGSHAN))
    values = {"id_number": number, "phone": f"120391{40000 + serial:05d}", "division": division}
    return Applicant(name=name, **(values | changes))


def applied(cast: Cast, *, by: str | None = "zhi", entered: dict[str, Any] | None = None, **who: Any) -> Volunteer:
    """An application taken at the counter, or with `by=None` from the public page."""
    words = {"motivation": "想帮助村里的孩子", "told_on": timezone.localdate(), "max_children": 2}
    return take_application(
        applicant(**who),
        by=cast[by] if by else None,
        client_uuid=uuid4(),
        **({"referees": REFEREES, **words} | (entered or {})),
    )


def brought_to(volunteer: Volunteer, stage: str, cast: Cast, **changes: Any) -> Volunteer:
    """Move along the way until `stage`, one of WAY. `changes` go to the appointment: `user=` an account's number."""
    steps = {
        "pledged": lambda: pledge(volunteer, cast["zhi"]),
        "vetting": lambda: perform(volunteer, "start_vetting", by=cast["zhi"], authority="孟州市公安局"),
        "vetted": lambda: vet(volunteer, cast["kang"]),
        "interviewed": lambda: interview(volunteer, cast["su"]),
        "home_checked": lambda: check_home(volunteer, cast["su"]),
        "trained": lambda: train(volunteer, cast["zhi"]),
        "registered": lambda: (
            add_photo(volunteer, by=cast["zhi"], photo=picture()),
            perform(volunteer, "appoint", by=cast["cao"], **({"user": None} | changes)),
        ),
    }
    for name in WAY[1 : WAY.index(stage) + 1]:
        steps[name]()
        volunteer.refresh_from_db()
    return volunteer


def appointed(cast: Cast, user: str | None = "pan", **who: Any) -> Volunteer:
    """In service; with `user` linked to that account of the cast, else with a new one."""
    name = who.pop("name", cast[user].name if user else "潘代理")
    account = {"user": cast[user].pk} if user else {}
    return brought_to(applied(cast, name=name, **who), "registered", cast, **account)


def pledge(volunteer: Volunteer, by: User, **changes: Any) -> Any:
    """Register the signed papers with their scan."""
    data = {"signed_on": timezone.localdate(), "id_checked": True, "scan": picture(100)}
    return register_pledge(volunteer, by=by, **(data | changes))


def vet(volunteer: Volunteer, by: User, **changes: Any) -> Any:
    """Enter a reply of the police: clear, of today."""
    today = timezone.localdate()
    data = {
        "of": "",
        "kind": "unit",
        "applied_on": today - dt.timedelta(days=3),
        "authority": "孟州市公安局",
        "document_no": "孟公查〔2026〕1号",
        "result": "clear",
        "checked_on": today,
        "scan": None,
    }
    return record_vetting(volunteer, by=by, **(data | changes))


def interview(volunteer: Volunteer, by: User, **changes: Any) -> Any:
    """Fit, and both referees spoke well of them."""
    today = timezone.localdate()
    heard = [
        {"pk": pk, "opinion": "为人可靠", "heard_on": today} for pk in volunteer.referees.values_list("pk", flat=True)
    ]
    data = {"held_on": today, "answers": {"motivation": "喜欢孩子"}, "passed": True, "words": "适合", "referees": heard}
    return perform(volunteer, "interview", by=by, **(data | changes))


def check_home(volunteer: Volunteer, by: User, **changes: Any) -> Any:
    """Seen by two and found fit."""
    data = {"held_on": timezone.localdate(), "answers": {"clean": "yes"}, "second_person": "卫村官", "passed": True}
    return perform(volunteer, "check_home", by=by, **(data | {"words": "适合"} | changes))


def train(volunteer: Volunteer, by: User, name: str = "train", **changes: Any) -> Any:
    """Passed with 90 points."""
    data = {"course": "代理家长岗前培训", "held_on": timezone.localdate(), "minutes": 360, "score": 90}
    return perform(volunteer, name, by=by, **(data | changes))
