"""A form of the phone that only tests have: what arrives is a list, and what is refused is chosen by its text."""

import json
from typing import Any
from uuid import UUID, uuid4

from django.test import Client

from documents.drafts.device_keys import owner_of_phone_store
from documents.drafts.kinds import Delivered, Entry, NotDeliverable, Photos
from documents.refusals import NotPossible, NotVisible
from organisation.models import User

ARRIVED: list[tuple[str, Entry, dict[int, bytes]]] = []


def take(user: User, entry: Entry, photos: Photos) -> Delivered:
    """Accept everything but four words."""
    word = entry.payload.get("note")
    if word == "incomplete":
        raise NotDeliverable({"done_on": ["Enter the day."]}, "Look again.")
    if word == "forbidden":
        raise NotVisible
    if word == "refused":
        raise NotPossible("Not today.")
    if word == "broken":
        raise RuntimeError("the process dies here")
    ARRIVED.append((user.username, entry, {number: photo.read() for number, photo in photos.items()}))
    return Delivered(str(len(ARRIVED)), "Note kept", "/somewhere/")


class Phone:
    """A phone in a test: sends what the scripts send."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.client = Client(raise_request_exception=False)
        self.client.force_login(user)

    def send(self, method: str, url: str, body: Any = None) -> Any:
        return self.client.generic(method, url, json.dumps(body or {}), content_type="application/json")

    def save(self, uuid: UUID, text: str, *, base: int = 0, about: str = "") -> Any:
        body = {"kind": "note", "about": about, "payload": {"note": text}, "base": base}
        body["user"] = owner_of_phone_store(self.user)
        return self.send("PUT", f"/phone/drafts/{uuid}/", body)

    def post(self, uuid: UUID | None = None, **changes: Any) -> Any:
        body = {
            "client_uuid": str(uuid or uuid4()),
            "user": owner_of_phone_store(self.user),
            "kind": "note",
            "about": "",
            "payload": {"note": "hello"},
            "photos": [],
        }
        return self.send("POST", "/phone/outbox/", body | changes)

    def photo(self, uuid: UUID, number: int, content: bytes) -> Any:
        url = f"/phone/outbox/{uuid}/photo/{number}/"
        return self.client.generic("PUT", url, content, content_type="image/jpeg")

    def drafts(self) -> list[Any]:
        return self.client.get("/phone/drafts/").json()["drafts"]
