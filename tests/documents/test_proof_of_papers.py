"""Whoever forces the database past its triggers to change, swap or remove a paper or scan is found."""

import shutil
from io import BytesIO

import pytest
from django.core.management import call_command
from django.db import connection

from documents.attachments import attach
from documents.corrections import correctable, reissue
from documents.proof_of_papers import verify_papers
from documents.sealing import seal_events
from documents.serving import serve
from documents.trail import record
from tests.cases.stages import register
from tests.documents.sheets import photo

pytestmark = pytest.mark.django_db
TABLES = ("documents_document", "documents_attachment", "documents_sealblock", "documents_eventseal")


@pytest.fixture
def scan(paper, cast):
    return attach(paper.dossier, BytesIO(photo()), title="签字页", by=cast["su"])


@pytest.fixture
def force(db):
    """Runs SQL as somebody would who owns the database and has taken the triggers away."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")

    def force(sql, *parameters):
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            assert cursor.rowcount > 0

    return force


def test_papers_scans_and_files_that_nobody_touched_hold(papers, scan, cast):
    serve(papers["LBC-02"], by=cast["su"], on=papers["LBC-02"].issued_on, method="direct", receiver="毋秋菊")

    assert verify_papers(files=True) is None


def test_a_superseded_paper_and_its_successor_hold(paper, cast):
    reissue(paper, by=cast["wei"], reason="Wrong word", corrections={correctable(paper)[0].path: "更正"})

    assert verify_papers() is None


@pytest.mark.parametrize(
    "change",
    [
        "number = '（孟）留登〔2001〕1号'",
        "verify_code = 'AAAABBBBCCCCDDDD'",
        "issued_on = '2001-01-01'",
        "status = 'served'",
        "status = 'superseded'",
        "kind = 'LBC-99'",
    ],
)
def test_a_changed_row_is_found(paper, force, change):
    force(f"UPDATE documents_document SET {change} WHERE id = %s", paper.pk)

    assert verify_papers().kind == "changed"


def test_the_context_of_another_paper_is_found(papers, force):
    sql = "UPDATE documents_document SET context = (SELECT context FROM documents_document WHERE id = %s) WHERE id = %s"
    force(sql, papers["LBC-02"].pk, papers["LBC-01"].pk)

    assert "not the one that was frozen" in str(verify_papers())


def test_a_removed_paper_is_found(issued, force):
    force("DELETE FROM documents_document WHERE id = %s", issued["LBC-02"].pk)

    assert "its paper is not there" in str(verify_papers())


def test_a_chain_cut_below_what_a_paper_shows_is_found(child, cast, force):
    record(child.dossier, "case.read", by=cast["su"])
    seal_events()
    register(child, cast["wei"])
    assert verify_papers() is None

    force("DELETE FROM documents_eventseal")
    force("DELETE FROM documents_sealblock")
    assert "head of the trail" in str(verify_papers())


def test_the_file_of_another_paper_is_found_when_files_are_read(papers):
    shutil.copy(papers["LBC-02"].file.path, papers["LBC-01"].file.path)

    assert verify_papers() is None
    assert "not the one that was rendered" in str(verify_papers(files=True))


@pytest.mark.parametrize("change", ["title = 'x'", "signed_by = 'x'", "sha256 = 'x'"])
def test_a_changed_scan_is_found(scan, force, change):
    force(f"UPDATE documents_attachment SET {change} WHERE id = %s", scan.pk)

    assert verify_papers().kind == "changed"


def test_a_removed_scan_is_found(scan, force):
    force("DELETE FROM documents_attachment WHERE id = %s", scan.pk)

    assert "is not there" in str(verify_papers())


def test_the_command_reads_files_when_asked(paper, capsys):
    paper.file.storage.delete(paper.file.name)
    call_command("verifytrail")

    with pytest.raises(SystemExit, match="1"):
        call_command("verifytrail", files=True)
    assert paper.number in capsys.readouterr().out
