"""Every form of the phone with values of another kind than it expects: refused with sentences, never an error page."""

import itertools
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.children.models import LeftBehindCase
from documents.drafts.device_keys import owner_of_phone_store
from organisation.models import User
from tests.documents.drafts.phones import Phone
from tests.volunteers.running import paired, proxy

ODD: list[Any] = [None, True, 0, -1, 10**30, 1.5, "", "\x00", "x" * 70_000, [], [[]], {}, {"a": []}, [{}], [None], [7]]
FIELDS = {
    "visit": ["done_on", "result", "children", "photos", "next_on", "woman_present", "day_confirmed", "client_uuid"],
    "contact": ["done_on", "made", "how", "minutes", "topics", "aid", "about", "worry", "preset", "client_uuid"],
    "report": ["harms", "what", "where", "observed_on", "observed_time", "danger_now", "phoned", "child_words"],
}
NESTED = {
    "visit": [("children", [{"case": odd, "seen": odd, "private_note": odd}]) for odd in ODD]
    + [("photos", [{"photo": odd, "face": odd}]) for odd in ODD],
    "contact": [("topics", {"mood": odd, "what": odd}) for odd in ODD]
    + [("aid", {"what": odd, "amount": odd, "receipt": odd}) for odd in ODD],
    "report": [("harms", [odd]) for odd in ODD],
}


@pytest.mark.parametrize("kind", FIELDS)
def test_values_of_another_kind_are_refused_with_sentences(
    kind: str, child: LeftBehindCase, cast: dict[str, User]
) -> None:
    user = cast["pan" if kind == "contact" else "wei"]
    pairing = paired(child, proxy(cast["pan"]))
    about = str(pairing.code if kind == "contact" else child.code)
    cases = [*itertools.product(FIELDS[kind], ODD), *NESTED[kind]]
    for name, value in cases:
        answer = send(user, kind, about, {**whole(kind, child), name: value})
        assert answer.status_code in (201, 400, 413, 422), (name, value, answer.content[:300])


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("photos", [[0, 0], [11], [-1], [True], ["0"], [[0]], {"0": 0}, 0, "0"])
def test_photos_of_another_kind_are_refused(
    kind: str, photos: Any, child: LeftBehindCase, cast: dict[str, User]
) -> None:
    answer = send(cast["wei"], kind, str(child.code), {**whole(kind, child)}, photos=photos)
    assert 400 <= answer.status_code < 500 or not photos


def whole(kind: str, child: LeftBehindCase) -> dict[str, Any]:
    """What a phone sends of a form that is filled in."""
    today = timezone.localdate().isoformat()
    return {
        "visit": {
            "done_on": today,
            "result": "nobody_home",
            "children": [{"case": str(child.code), "seen": ""}],
            "photos": [],
        },
        "contact": {"done_on": today, "made": "no", "how": "phone", "topics": {}, "aid": {}, "worry": "no"},
        "report": {"harms": ["violence"], "what": "瘀伤", "danger_now": "no", "phoned": "no"},
    }[kind]


def send(user: User, kind: str, about: str, payload: dict[str, Any], photos: Any = ()) -> Any:
    phone = Phone(user)
    body = {"client_uuid": str(uuid4()), "user": owner_of_phone_store(user), "kind": kind, "about": about}
    return phone.send("POST", "/phone/outbox/", {**body, "payload": payload, "photos": photos or []})
