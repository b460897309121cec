"""Photos go before their entry, each in a request that can be repeated."""

from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image

from documents.drafts.models import WaitingPhoto
from tests.documents.drafts.phones import ARRIVED

UUID = uuid4()


def jpeg(colour="white"):
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\0")
    return out.getvalue()


def test_photos_arrive_with_their_entry_and_leave_the_waiting_place(phone):
    phone.photo(UUID, 0, jpeg())
    phone.photo(UUID, 1, jpeg("red"))

    assert phone.post(UUID, photos=[0, 1]).status_code == 201
    assert sorted(ARRIVED[0][2]) == [0, 1]
    assert WaitingPhoto.objects.count() == 0


def test_the_same_photo_again_changes_nothing(phone):
    assert [phone.photo(UUID, 0, jpeg()).status_code for _each in range(2)] == [200, 200]
    assert WaitingPhoto.objects.count() == 1


def test_another_photo_under_the_number_takes_its_place(phone):
    phone.photo(UUID, 0, jpeg())
    phone.photo(UUID, 0, jpeg("red"))
    phone.post(UUID, photos=[0])

    assert Image.open(BytesIO(ARRIVED[0][2][0])).getpixel((5, 5))[1] < 50


def test_a_photo_that_has_not_come_is_asked_for(phone):
    phone.photo(UUID, 0, jpeg())

    answer = phone.post(UUID, photos=[0, 1])

    assert (answer.status_code, answer.json()["code"], answer.json()["fields"]) == (
        422,
        "photos_missing",
        {"photos": ["1"]},
    )


def test_place_and_camera_are_gone(phone):
    phone.photo(UUID, 0, jpeg())
    phone.post(UUID, photos=[0])

    assert b"Exif" not in ARRIVED[0][2][0]


def test_a_waiting_photo_is_ciphertext(phone):
    phone.photo(UUID, 0, jpeg())

    assert b"JFIF" not in bytes(WaitingPhoto.objects.get().content)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.4 no photo", jpeg()[:60]], ids=["empty", "text", "pdf", "cut off"]
)
def test_what_is_no_photo_is_refused_with_a_sentence(phone, content):
    answer = phone.photo(UUID, 0, content)

    assert (answer.status_code, bool(answer.json()["sentences"])) == (422, True)


def test_a_photo_of_unreasonable_size_is_refused(phone, monkeypatch):
    monkeypatch.setattr("documents.drafts.photos.MOST_BYTES", 100)

    assert phone.photo(UUID, 0, jpeg()).status_code == 422


def test_photos_of_one_user_do_not_go_with_the_entry_of_another(phone, wen):
    from tests.documents.drafts.phones import Phone

    phone.photo(UUID, 0, jpeg())

    assert Phone(wen).post(UUID, photos=[0]).json()["code"] == "photos_missing"


def test_a_photo_sent_again_after_its_entry_has_arrived_is_not_kept(phone):
    phone.photo(UUID, 0, jpeg())
    phone.post(UUID, photos=[0])

    assert phone.photo(UUID, 0, jpeg()).status_code == 200
    assert WaitingPhoto.objects.count() == 0
