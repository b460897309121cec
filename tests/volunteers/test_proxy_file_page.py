"""The file of a proxy parent: every act on its page, evidence in the file, secrets behind a reason."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from documents.attachments import opened
from documents.models import Attachment, Document, Event
from documents.transitions import offers
from organisation.models import User
from tests.volunteers.stages import WAY, Cast, add_photo, applied, appointed, brought_to, picture
from volunteers.models import Volunteer
from volunteers.photos import SIZE


def browser(user: User) -> Client:
    """A browser in which this officer is logged in."""
    client = Client()
    client.force_login(user)
    return client


def act(volunteer: Volunteer, name: str, user: User, **typed: Any) -> Any:
    """Open the page of an act and send what was typed."""
    url = reverse("volunteer-act", args=[volunteer.code, name])
    form = browser(user).get(url).context["form"]
    hidden = {each: form[each].value() for each in ("expected", "key")}
    return browser(user).post(url, {**hidden, **typed})


def upload(shade: int, name: str = "scan.jpg") -> SimpleUploadedFile:
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, picture(shade).read(), content_type="image/jpeg")


def test_the_whole_way_can_be_gone_on_the_pages(cast: Cast) -> None:
    volunteer, today = applied(cast), timezone.localdate().isoformat()
    first, second = volunteer.referees.values_list("pk", flat=True)
    heard = {f"opinion_{pk}": "可靠" for pk in (first, second)} | {f"heard_{pk}": today for pk in (first, second)}
    asked = ("motivation", "upbringing", "experience", "time", "limits", "reporting", "family")
    seen = ("clean", "water", "dangers", "place", "open", "others")
    reply = {"kind": "unit", "authority": "孟州市公安局", "document_no": "1", "result": "clear"}
    days = {"applied_on": today, "checked_on": today}
    judged = {"held_on": today, "words": "适合", "passed": "on"}
    answers = [
        act(volunteer, "pledge", cast["zhi"], signed_on=today, scan=upload(1), id_checked="on"),
        act(volunteer, "start_vetting", cast["zhi"], authority="孟州市公安局"),
        act(volunteer, "record_vetting", cast["kang"], scan=upload(2), **reply, **days),
        act(volunteer, "interview", cast["su"], **judged, **heard, **{f"asked_{each}": "好" for each in asked}),
        act(volunteer, "check_home", cast["su"], second_person="卫村官", **judged,
            **{f"asked_{each}": "yes" for each in seen}, asked_surroundings="安静"),
        act(volunteer, "train", cast["zhi"], course="岗前培训", held_on=today, minutes="360", score="90"),
        act(volunteer, "add_photo", cast["zhi"], photo=upload(3)),
        act(volunteer, "appoint", cast["cao"], account="new"),
    ]  # fmt: skip
    volunteer.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * 8
    assert volunteer.status == "registered"


@pytest.mark.parametrize("stage", WAY)
def test_every_offered_act_has_a_page(stage: str, cast: Cast) -> None:
    volunteer = brought_to(applied(cast), stage, cast) if stage != "applied" else applied(cast)
    for username in ("zhi", "su", "kang", "an", "cao"):
        for offer in offers(volunteer, cast[username]):
            page = browser(cast[username]).get(reverse("volunteer-act", args=[volunteer.code, offer.name]))
            assert page.status_code == 200, offer.name


def test_the_signed_papers_come_back_into_the_file_as_signed(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "pledged", cast)
    paper = Document.objects.get(dossier=volunteer.dossier, kind="PXP-03")
    assert paper.status == "signed" and Attachment.objects.get(document=paper).signed_by == "潘代理"


def test_a_pledge_without_its_scan_keeps_what_was_typed(cast: Cast) -> None:
    volunteer = applied(cast)
    answer = act(volunteer, "pledge", cast["zhi"], signed_on="2026-11-02", id_checked="on")
    assert answer.status_code == 422 and "2026-11-02" in answer.content.decode()


def test_nobody_pledges_without_the_id_card(cast: Cast) -> None:
    volunteer = applied(cast)
    answer = act(volunteer, "pledge", cast["zhi"], signed_on=timezone.localdate().isoformat(), scan=upload(1))
    volunteer.refresh_from_db()
    assert answer.status_code == 422 and volunteer.status == "applied"


def test_a_page_that_has_gone_stale_changes_nothing(cast: Cast) -> None:
    volunteer = applied(cast)
    url = reverse("volunteer-act", args=[volunteer.code, "reject"])
    form = browser(cast["an"]).get(url).context["form"]
    brought_to(volunteer, "pledged", cast)
    sent = {"expected": form["expected"].value(), "key": "k", "ground": "other", "reason": "名额已满"}
    answer = browser(cast["an"]).post(url, sent)
    assert answer.status_code == 409 and "名额已满" in answer.content.decode()


def test_the_photo_is_cut_to_the_card_and_kept_in_the_file(cast: Cast) -> None:
    volunteer = applied(cast)
    add_photo(volunteer, by=cast["zhi"], photo=picture(90, size=(1200, 900)))
    volunteer.refresh_from_db()
    with Image.open(BytesIO(opened(volunteer.photo))) as kept:
        assert (kept.size, kept.format) == (SIZE, "JPEG")
    assert volunteer.photo.dossier == volunteer.dossier


@pytest.mark.parametrize(
    ("file", "words"), [(picture(9, size=(80, 90)), "too small"), (b"%PDF-1.4 x", "cannot be read")]
)
def test_a_photo_that_is_none_is_refused_with_the_reason(file: Any, words: str, cast: Cast) -> None:
    content = file if isinstance(file, bytes) else file.getvalue()
    answer = act(applied(cast), "add_photo", cast["zhi"], photo=SimpleUploadedFile("a.jpg", content))
    assert answer.status_code == 422 and words in answer.content.decode()


def test_the_photo_of_the_card_is_part_of_the_frozen_paper(cast: Cast) -> None:
    volunteer = appointed(cast)
    context = Document.objects.get(dossier=volunteer.dossier, kind="PXP-09").opened_context
    assert context["photo"].startswith("data:image/jpeg;base64,")


def test_secrets_are_shown_for_a_reason_only(cast: Cast) -> None:
    volunteer = applied(cast)
    url = reverse("volunteer-reveal", args=[volunteer.code])
    assert volunteer.phone not in browser(cast["zhi"]).post(url, {"field": "phone"}).content.decode()
    page = browser(cast["zhi"]).post(url, {"field": "phone", "reason": "约时间"})
    assert volunteer.phone in page.content.decode()
    assert Event.objects.get(action="person.reveal").details["reason"] == "约时间"


def test_an_auditor_reads_names_with_stars(cast: Cast) -> None:
    volunteer = appointed(cast, user=None, name="慕容代理")
    for part in ("overview", "records", "papers", "timeline"):
        page = browser(cast["ji"]).get(reverse("volunteer-detail", args=[volunteer.code]), {"part": part})
        assert page.status_code == 200 and "慕容代理" not in page.content.decode(), part


def test_the_coordinator_prints_the_slip_and_the_password_works(cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    page = browser(cast["zhi"]).post(reverse("volunteer-slip", args=[volunteer.code]))
    password = page.context["password"]
    assert password in page.content.decode() and "no-store" in page["Cache-Control"]
    account = User.objects.get(pk=volunteer.user_id)
    assert account.check_password(password) and account.must_change_password
    assert password not in str(Event.objects.get(action="volunteer.first_password").details)


@pytest.mark.parametrize("username", ["su", "kang", "cao"])
def test_nobody_but_the_coordinator_prints_a_slip(username: str, cast: Cast) -> None:
    volunteer = appointed(cast, user=None)
    page = browser(cast[username]).post(reverse("volunteer-slip", args=[volunteer.code]))
    assert page.status_code == 422 and "password" not in page.context


def test_no_slip_opens_an_account_that_has_other_posts(cast: Cast) -> None:
    volunteer = appointed(cast, user="wei", serial=3)
    page = browser(cast["zhi"]).post(reverse("volunteer-slip", args=[volunteer.code]))
    assert page.status_code == 422 and "other posts" in page.content.decode()


def test_training_says_from_when_to_when_it_holds(cast: Cast) -> None:
    volunteer = brought_to(applied(cast), "home_checked", cast)
    form = browser(cast["zhi"]).get(reverse("volunteer-act", args=[volunteer.code, "train"])).context["form"]
    assert "365 days from its date" in str(form.fields["score"].help_text)
    brought_to_trained = appointed(cast, user=None, serial=2, name="和代理")
    page = browser(cast["zhi"]).get(reverse("volunteer-detail", args=[brought_to_trained.code]), {"part": "records"})
    assert "that day included" in page.content.decode()
    assert "both days included" in page.content.decode()


def test_the_list_finds_by_name_state_and_expiring_check(cast: Cast) -> None:
    serving, waiting = appointed(cast, user=None), applied(cast, name="买晨", serial=2)
    client = browser(cast["zhi"])
    Volunteer.objects.filter(pk=serving.pk).update(vetted_until=timezone.localdate())
    for query, shown in (({"vetting": "soon"}, serving), ({"status": "candidate"}, waiting), ({"type": "cadre"}, None)):
        page = client.get(reverse("volunteer-list"), query)
        assert [each.pk for each in page.context["page"]] == ([shown.pk] if shown else [])


def test_the_export_has_the_rows_of_the_list_and_no_secret(cast: Cast) -> None:
    volunteer = applied(cast)
    answer = browser(cast["zhi"]).post(reverse("volunteer-export"))
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer))).active
    cells = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "潘代理" in cells and volunteer.phone not in cells and volunteer.person.id_number not in cells
