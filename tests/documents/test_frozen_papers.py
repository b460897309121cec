"""An issued paper in the database: what it says can be neither changed nor removed, and its hash is written once."""

import pytest
from django.db import DatabaseError, connection, transaction

from documents.models import Document


def write(sql: str) -> None:
    """Past every rule of the program, as somebody with the database in front of them would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    "change",
    [
        "kind = 'LBC-99'",
        "year = 2001",
        "serial = 9999",
        "number = '（孟）留登〔2001〕1号'",
        "template_version = template_version + 1",
        "context = wrong.context",
        "issued_on = '2001-01-01'",
        "verify_code = 'AAAABBBBCCCCDDDD'",
        "code = wrong.code",
        "dossier_id = dossier_id + 1",
        "event_id = event_id + 1",
        "organ_id = organ_id + 1",
        "supersedes_id = id",
    ],
)
def test_what_a_paper_says_stays(issued: dict[str, Document], change: str) -> None:
    for column in ("context", "code"):
        other = f"(SELECT {column} FROM documents_document WHERE kind = 'LBC-02')"
        change = change.replace(f"wrong.{column}", other)
    with pytest.raises(DatabaseError, match="append-only"):
        write(f"UPDATE documents_document SET {change} WHERE kind = 'LBC-01'")


def test_a_hash_is_written_once(issued: dict[str, Document]) -> None:
    write(f"UPDATE documents_document SET sha256 = '{'1' * 64}'")
    with pytest.raises(DatabaseError, match="append-only"):
        write(f"UPDATE documents_document SET sha256 = '{'2' * 64}'")


def test_a_paper_is_not_removed(issued: dict[str, Document]) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        write("DELETE FROM documents_document")
