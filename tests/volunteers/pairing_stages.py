"""A pairing at each stage of its way, moved there by the people who may move it."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cases.children.models import LeftBehindCase
from cases.models import Case
from documents.transitions import perform
from organisation.models import User
from tests.cases.stages import brought_to, imported_child
from tests.volunteers.running import proxy
from volunteers import pairing_actions
from volunteers.models import Pairing, Suitability, Volunteer

Cast = dict[str, User]
GOALS = "每周通一次电话，一起读书"
WAY = ("proposed", "consented", "approved", "active")


def scan(shade: int = 0) -> SimpleUploadedFile:
    """A small picture as an upload; another `shade` is another file."""
    out = BytesIO()
    Image.new("RGB", (60, 40), (255, 255, shade % 256)).save(out, "PNG")
    return SimpleUploadedFile("scan.png", out.getvalue(), content_type="image/png")


def able(user: User, **changes: Any) -> Volunteer:
    """Somebody in service whom every rule lets be a proxy parent."""
    volunteer = proxy(user, **changes)
    volunteer.referees.create(name="毋秋菊", relation="邻居", phone="12039100015", heard_on=timezone.localdate())
    volunteer.referees.create(name="买春生", relation="同事", phone="12039100016", heard_on=timezone.localdate())
    seen = {"held_on": timezone.localdate(), "passed": True, "words": "适合", "by": user}
    Suitability.objects.create(volunteer=volunteer, kind="home", **seen)
    return volunteer


def served(cast: Cast, **changes: Any) -> LeftBehindCase:
    """A child whose case is open for support, and whose guardian ticked at registration that pairing is welcome."""
    case = brought_to(imported_child(**changes), "opened", cast)
    case.person.consents.filter(purpose="pairing").update(given=True)
    return case


def proposed(case: Case, volunteer: Volunteer, by: User, **changes: Any) -> Pairing:
    """The two, proposed."""
    [event] = pairing_actions.propose([case], volunteer, by=by, **({"goals": GOALS} | changes))
    return Pairing.objects.get(pk=event.subject_id)


def consent(pairing: Pairing, by: User, **changes: Any) -> Any:
    """Guardian and child agree."""
    said = {"consented_by": "毋秋菊", "consented_on": timezone.localdate(), "child_view": "喜欢潘妈妈"}
    data = {"child_consents": True, "scan": scan(pairing.pk), **said, **changes}
    return pairing_actions.register_consents(pairing, by=by, **data)


def sign(pairing: Pairing, by: User, **changes: Any) -> Any:
    """All three have signed the agreement for a year from today."""
    today = timezone.localdate()
    data = {"started_on": today, "valid_until": today + dt.timedelta(days=365), "scan": scan(100 + pairing.pk)}
    return pairing_actions.register_agreement(pairing, by=by, **(data | changes))


def paired_as(stage: str, case: Case, volunteer: Volunteer, cast: Cast) -> Pairing:
    """The two, brought to `stage`, one of WAY, by four different people."""
    pairing = proposed(case, volunteer, cast["zhi"])
    steps = (
        lambda: consent(pairing, cast["su"]),
        lambda: perform(pairing, "approve", by=cast["an"], opinion="同意"),
        lambda: sign(pairing, cast["zhi"]),
    )
    for step in steps[: WAY.index(stage)]:
        step()
    pairing.refresh_from_db()
    return pairing
