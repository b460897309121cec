"""Print jobs: the papers of a village in order, for one owner, for one day, each dossier told."""

import datetime as dt
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from documents import binding
from documents.models import Document, Event, PrintJob
from documents.papers import store
from documents.printing import begin_job, bind, job_pdf, mark_printed, sweep_jobs, wipe_expired
from documents.refusals import NotPossible
from organisation.models import Post
from organisation.rights import forget_rights
from tests.cast import HUAGONG, NANZHUANG
from tests.documents.sheets import sheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick_front(monkeypatch):
    """The list in front is one blank sheet."""
    monkeypatch.setattr(binding, "render_template", lambda *args, **kwargs: sheet("front"))


def job_of(user, **changes) -> PrintJob:
    return begin_job(Document.objects.visible_to(user), by=user, title="横山村", **changes)


def bound_job(user, **changes) -> PrintJob:
    job = job_of(user, **changes)
    bind(job.pk)
    job.refresh_from_db()
    return job


def test_the_job_is_one_pdf_of_all_papers_with_bookmarks(papers, cast):
    reader = PdfReader(BytesIO(job_pdf(bound_job(cast["su"], duplex=False))))

    titles = [item.title for item in reader.outline]
    assert titles == ["打印清单", *(f"{papers[kind].title} {papers[kind].number}" for kind in ("LBC-01", "LBC-02"))]
    assert len(reader.pages) == 3


def test_for_printing_on_both_sides_every_paper_begins_on_a_front_side(papers, cast):
    reader = PdfReader(BytesIO(job_pdf(bound_job(cast["su"], duplex=True))))

    starts = [reader.get_destination_page_number(item) for item in reader.outline]
    assert starts == [0, 2, 4]


def test_every_dossier_is_told_once(papers, cast):
    bound_job(cast["su"])

    event = Event.objects.get(action="paper.print")
    assert event.by == cast["su"]
    assert event.details["numbers"] == [papers["LBC-01"].number, papers["LBC-02"].number]


def test_progress_and_pages_are_written_on_the_job(papers, cast):
    job = bound_job(cast["su"], duplex=False)

    assert (job.state, job.done, job.total, job.pages) == ("ready", 2, 2, 3)


def test_the_file_on_disk_is_encrypted(papers, cast):
    assert b"%PDF" not in bound_job(cast["su"]).file.open("rb").read()


def test_a_paper_without_pdf_waits_for_the_next_job(issued, cast):
    store(issued["LBC-01"], sheet())

    assert job_of(cast["su"]).total == 1


def test_nothing_to_print_is_said(papers, cast):
    with pytest.raises(NotPossible, match="No paper matches"):
        begin_job(Document.objects.none(), by=cast["su"], title="x")


def test_what_the_owner_may_not_see_never_enters_a_job(papers, cast):
    with pytest.raises(NotPossible, match="No paper matches"):
        begin_job(Document.objects.all(), by=cast["nan"], title="x")


def test_who_lost_the_post_cannot_open_the_job(papers, cast):
    job = bound_job(cast["su"])
    Post.objects.filter(user=cast["su"]).update(valid_to=timezone.localdate() - dt.timedelta(days=1))
    forget_rights(cast["su"])

    with pytest.raises(NotPossible, match="no longer yours"):
        job_pdf(PrintJob.objects.get(pk=job.pk))


def test_after_a_day_the_file_is_gone(papers, cast):
    job = bound_job(cast["su"])
    path = job.file.path
    PrintJob.objects.filter(pk=job.pk).update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    assert wipe_expired() == 1
    job.refresh_from_db()
    assert (job.state, job.file.name, Path(path).exists()) == ("expired", "", False)


def test_an_expired_job_is_not_handed_out_even_before_it_is_wiped(papers, cast):
    job = bound_job(cast["su"])
    job.expires_at = timezone.now()

    with pytest.raises(NotPossible, match="has expired"):
        job_pdf(job)


def test_a_failure_is_shown_on_the_job_and_tells_no_dossier(papers, cast):
    papers["LBC-01"].file.storage.delete(papers["LBC-01"].file.name)

    assert bound_job(cast["su"]).state == "failed"
    assert not Event.objects.filter(action="paper.print").exists()


def test_two_workers_bind_a_job_once(papers, cast):
    job = bound_job(cast["su"])
    bind(job.pk)

    assert Event.objects.filter(action="paper.print").count() == 1


def test_a_job_left_by_a_killed_worker_is_found_again(papers, cast):
    job = job_of(cast["su"])
    PrintJob.objects.filter(pk=job.pk).update(state="running", beat_at=timezone.now() - dt.timedelta(minutes=6))

    assert sweep_jobs() == 1
    bind(job.pk)
    job.refresh_from_db()
    assert job.state == "ready"


def test_the_list_shows_what_was_marked_as_printed(as_, papers, cast):
    mark_printed(bound_job(cast["su"]))

    rows = as_("su").get(reverse("document-list"), {"printed": "yes"}).context["rows"]
    assert {row.pk for row in rows} == {paper.pk for paper in papers.values()}


def test_a_job_is_its_owners_alone(as_, papers, cast):
    job = bound_job(cast["su"])

    for name in ("print-job", "print-job-pdf"):
        assert as_("wei").get(reverse(name, args=[job.code])).status_code == 404


def test_the_page_asks_again_until_the_job_is_done(as_, papers, cast):
    job = job_of(cast["su"])
    assert "every 2s" in as_("su").get(reverse("print-job", args=[job.code])).content.decode()

    bind(job.pk)
    assert "every 2s" not in as_("su").get(reverse("print-job", args=[job.code])).content.decode()


def test_the_form_chooses_place_and_kind(as_, papers):
    data = {"place": HUAGONG[:9], "kinds": ["LBC-02"], "key": "6d1f3c52-6a0e-4f3b-9a53-6f0b7a1d5c11"}
    as_("su").post(reverse("print-job-new"), data)

    assert list(PrintJob.objects.get().entries.values_list("document__kind", flat=True)) == ["LBC-02"]


def test_a_place_of_another_town_cannot_be_chosen(as_, papers):
    response = as_("su").post(
        reverse("print-job-new"), {"place": NANZHUANG[:9], "key": "6d1f3c52-6a0e-4f3b-9a53-6f0b7a1d5c11"}
    )

    assert response.status_code == 422
    assert not PrintJob.objects.exists()


def test_what_is_picked_in_the_list_is_printed_together(as_, papers):
    as_("su").post(reverse("print-job-new"), {"pick": [papers["LBC-01"].pk, "x"]})

    assert PrintJob.objects.get().total == 1
