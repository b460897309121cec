"""A household visit that was written on the phone: what goes along, what arrives, and what comes back."""

import datetime as dt
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from cases.children.models import LeftBehindCase
from cases.models import Visit
from cases.phone import deliver_visit, visits_of
from documents.drafts.kinds import Entry, NotDeliverable, kind_named
from documents.models import DueDate, Event
from documents.refusals import NotVisible
from tests.cases.stages import imported_child, register


@pytest.fixture
def siblings(cast):
    """Two children of one household."""
    first = imported_child()
    born = dt.date(2017, 2, 4)
    other = imported_child(name="毋小年", id_number="419983201702040011", sex="M", birth_date=born)
    LeftBehindCase.objects.filter(pk=other.pk).update(household=first.household)
    for case in (first, other):
        case.refresh_from_db()
        register(case, cast["wei"])
    return [first, other]


def due(case, day):
    """A visit to this child is due on that day."""
    event = Event.objects.filter(dossier=case.dossier).first()
    DueDate.objects.create(
        dossier=case.dossier, name="visit", role="village_child_officer", starts_on=day, due_on=day, opened_by=event
    )


def told(cases, **changes):
    children = [{"case": str(case.code), "seen": "seen", "spoken_alone": "yes"} for case in cases]
    common = {"done_on": timezone.localdate().isoformat(), "result": "done", "second_visitor": "李同行"}
    return {**common, "carer_present": "yes", "woman_present": "yes", "children": children, **changes}


def entry(cases, uuid=None, listed=(), **changes):
    return Entry(uuid or uuid4(), kind_named("visit"), str(cases[0].code), told(cases, **changes), tuple(listed))


def test_a_visit_is_a_record_in_the_file_of_each_child(cast, siblings):
    delivered = deliver_visit(cast["wei"], entry(siblings), {})

    assert Visit.objects.filter(case__in=siblings, together__isnull=False).count() == 2
    assert delivered.server_id
    assert str(siblings[0].code) in delivered.url


def test_the_label_names_nobody(cast, siblings):
    assert "毋" not in deliver_visit(cast["wei"], entry(siblings), {}).label


def test_the_same_entry_again_is_the_same_visit(cast, siblings):
    uuid = uuid4()
    first, again = (deliver_visit(cast["wei"], entry(siblings, uuid), {}) for _each in range(2))

    assert first.server_id == again.server_id
    assert Visit.objects.count() == 2


def test_errors_stand_at_the_controls_of_the_phone(cast, siblings):
    children = [{"case": str(case.code), "seen": "", "spoken_alone": ""} for case in siblings]

    with pytest.raises(NotDeliverable) as missing:
        deliver_visit(cast["wei"], entry(siblings, second_visitor="", children=children), {})

    assert {"second_visitor", "children.0.seen", "children.1.seen"} <= missing.value.fields.keys()


def test_a_face_without_consent_is_said_at_the_photo(cast, siblings):
    out = BytesIO()
    Image.new("RGB", (40, 40)).save(out, "JPEG")
    photo = SimpleUploadedFile("4.jpg", out.getvalue())

    with pytest.raises(NotDeliverable) as refused:
        deliver_visit(cast["wei"], entry(siblings, listed=[4], photos=[{"photo": 4, "face": "yes"}]), {4: photo})

    assert list(refused.value.fields) == ["photos.0.face"]


def test_a_neighbouring_village_does_not_find_the_family(cast, siblings):
    with pytest.raises(NotVisible):
        deliver_visit(cast["wen"], entry(siblings), {})


@pytest.mark.parametrize("about", ["", "nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_entry_about_nobody_is_out_of_reach(cast, siblings, about):
    broken = Entry(uuid4(), kind_named("visit"), about, told(siblings, children=[]))

    with pytest.raises(NotVisible):
        deliver_visit(cast["wei"], broken, {})


def test_a_household_goes_along_as_one_card_with_all_its_children(cast, siblings):
    section = visits_of(cast["wei"])

    assert [[child["name"] for child in card["children"]] for card in section["cards"]] == [["毋小满", "毋小年"]]


def test_what_is_due_first_stands_first(cast, siblings):
    imported_child(name="程翀", id_number="419983201602290034", sex="M")
    due(siblings[1], timezone.localdate())

    first, second = visits_of(cast["wei"])["cards"]

    assert (first["title"], second["title"]) == ("毋小满、毋小年", "程翀")
    assert (first["badges"][0]["day"], second["badges"]) == (timezone.localdate().isoformat(), [])


def test_no_number_and_no_telephone_goes_along(cast, siblings):
    text = str(visits_of(cast["wei"]))

    assert "419983" not in text and "12039" not in text


@pytest.mark.parametrize("username", ["pan", "fang", "ji", "guan"])
def test_who_makes_no_visits_takes_no_household_along(cast, siblings, username):
    assert visits_of(cast[username]) is None


def test_a_neighbouring_village_takes_nothing_along(cast, siblings):
    assert visits_of(cast["wen"])["cards"] == []


def test_taking_households_along_costs_the_same_for_many(cast, siblings, django_assert_max_num_queries):
    for serial in range(3):
        imported_child(name=f"示例{serial}", id_number=["41998320130621004X", "419983201602290034", ""][serial])

    with django_assert_max_num_queries(8):
        visits_of(cast["wei"])
