"""Photos of a visit: known by content, drawn anew without place and camera, faces only with consent."""

import datetime as dt
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cases.actions import record_visit
from cases.children.models import LeftBehindCase
from cases.models import Visit, VisitPhoto
from cases.photos import LONGEST_SIDE, Photo, may_show_face, prepared
from cases.registry.models import Consent
from documents import scans
from documents.attachments import opened
from documents.models import Attachment
from documents.refusals import NotPossible
from organisation.models import User
from tests.cases.families import brother_of
from tests.cases.stages import brought_to
from tests.cases.test_household_visit import sent

Cast = dict[str, User]
PLACE = {1: "N", 2: (35.0, 4.0, 1.0), 3: "E", 4: (112.0, 47.0, 1.0)}


@pytest.fixture
def case(child: LeftBehindCase, cast: Cast) -> LeftBehindCase:
    """A registered child without a consent to photos."""
    return brought_to(child, "registered", cast)


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48)) -> bytes:
    """A photo as a phone writes it, with the place where it was taken."""
    target, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Phone"
    exif.get_ifd(0x8825).update(PLACE)
    Image.new("RGB", size, "grey").save(target, kind, exif=exif)
    return target.getvalue()


def upload(content: bytes, name: str = "IMG_0001.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def consent(case: LeftBehindCase, *, given: bool, **changes: Any) -> None:
    Consent.objects.create(child_id=case.person_id, purpose="photo", given=given, given_by="毋秋菊", **changes)


def test_place_and_camera_are_gone_from_what_is_kept() -> None:
    assert Image.open(BytesIO(picture())).getexif()
    kept = Image.open(BytesIO(prepared(BytesIO(picture()))))
    assert not dict(kept.getexif()) and not kept.getexif().get_ifd(0x8825)


def test_a_large_photo_is_shrunk() -> None:
    kept = Image.open(BytesIO(prepared(BytesIO(picture(size=(3000, 1000))))))
    assert max(kept.size) == LONGEST_SIDE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7 no photo", "This is no photo"),
        (b"GIF89a", "This is no photo"),
        (b"", "This is no photo"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (picture()[:200], "cannot be read"),
        (b"\xff\xd8\xff" + b"x" * 100, "cannot be read"),
        (picture() + b"\x00" * (20 * 2**20), "larger than 20 MB"),
    ],
)
def test_what_is_no_photo_is_refused_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(NotPossible, match=words):
        prepared(BytesIO(content))


def test_a_picture_that_explodes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 1000)
    with pytest.raises(NotPossible, match="too many pixels"):
        prepared(BytesIO(picture("PNG")))


def test_a_photo_hangs_on_the_record_and_in_the_case(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    answer = sent(client, cast["wei"], case, **{"photo-0-file": upload(picture()), "photo-0-face": "no"})
    assert answer.status_code == 302
    photo = VisitPhoto.objects.get()
    assert (photo.attachment.dossier_id, photo.shows_face) == (case.dossier_id, False)
    assert opened(photo.attachment).startswith(b"\xff\xd8\xff")


def test_the_photo_is_served_only_to_those_who_see_the_case(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    sent(client, cast["wei"], case, **{"photo-0-file": upload(picture()), "photo-0-face": "no"})
    address = reverse("attachment-file", args=[Attachment.objects.get().code])
    for user, status in (("wei", 200), ("nan", 404)):
        client.force_login(cast[user])
        assert client.get(address).status_code == status


def test_each_child_of_the_visit_keeps_the_photo_in_its_own_file(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    brother = brother_of(case, cast["wei"])
    sent(client, cast["wei"], case, brother, **{"photo-0-file": upload(picture()), "photo-0-face": "no"})
    dossiers = VisitPhoto.objects.values_list("attachment__dossier_id", flat=True)
    assert set(dossiers) == {case.dossier_id, brother.dossier_id}


def test_whether_a_face_is_on_it_has_no_default(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    answer = sent(client, cast["wei"], case, **{"photo-0-file": upload(picture())})
    assert list(answer.context["household"].photos[0].errors) == ["face"]


def test_a_face_without_consent_is_refused_and_the_rest_of_the_form_kept(
    client: Any, case: LeftBehindCase, cast: Cast
) -> None:
    answer = sent(client, cast["wei"], case, **{"photo-0-file": upload(picture()), "photo-0-face": "yes"})
    assert answer.status_code == 422 and not Visit.objects.exists() and not Attachment.objects.exists()
    page = answer.content.decode()
    assert "no consent to photos is in force" in page and "砖混平房" in page


def test_a_face_needs_the_consent_of_every_child(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    brother = brother_of(case, cast["wei"])
    consent(case, given=True)
    photo = {"photo-0-file": upload(picture()), "photo-0-face": "yes"}
    assert sent(client, cast["wei"], case, brother, **photo).status_code == 422
    consent(brother, given=True)
    photo["photo-0-file"] = upload(picture())
    assert sent(client, cast["wei"], case, brother, **photo).status_code == 302


def test_the_action_refuses_a_face_too(case: LeftBehindCase, cast: Cast) -> None:
    with pytest.raises(NotPossible, match="no consent"):
        photo = Photo(prepared(BytesIO(picture())), shows_face=True)
        record_visit(case, by=cast["wei"], result="nobody_home", done_on=timezone.localdate(), photos=[photo])
    assert not Visit.objects.exists()


@pytest.mark.parametrize(("newest", "counts"), [(True, True), (False, False)])
def test_the_newest_word_of_the_guardian_counts(case: LeftBehindCase, newest: bool, counts: bool) -> None:
    consent(case, given=not newest, valid_from=dt.date(2026, 1, 1))
    consent(case, given=newest)
    assert may_show_face(case, timezone.localdate()) is counts


def test_a_consent_that_has_run_out_is_none(case: LeftBehindCase) -> None:
    today = timezone.localdate()
    consent(case, given=True, valid_from=today, valid_to=today)
    assert may_show_face(case, today)
    assert not may_show_face(case, today + dt.timedelta(days=1))


def test_a_photo_that_the_browser_forgot_is_asked_for_again(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    answer = sent(client, cast["wei"], case, **{"photo-0-face": "no"})
    assert list(answer.context["household"].photos[0].errors) == ["file"]
    assert sent(client, cast["wei"], case, **{"photo-0-face": "none"}).status_code == 302


def test_the_same_photo_chosen_twice_is_kept_once(client: Any, case: LeftBehindCase, cast: Cast) -> None:
    twice = {f"photo-{n}-file": upload(picture()) for n in (0, 1)} | {f"photo-{n}-face": "no" for n in (0, 1)}
    assert sent(client, cast["wei"], case, **twice).status_code == 302
    assert VisitPhoto.objects.count() == 1
