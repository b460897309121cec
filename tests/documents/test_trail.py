"""Nobody rewrites the trail: the database refuses it, and whoever forces the database is found."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from documents.models import Dossier, Event, EventSeal, SealBlock
from documents.sealing import seal_events, seal_forgotten_events, trail_head, verify_trail
from documents.trail import event_mac, header, record

SEALED = ["documents_event", "documents_eventseal", "documents_sealblock", "documents_batchentry"]


@pytest.fixture
def dossiers(db):
    """Two dossiers with five events each, sealed in two blocks."""
    dossiers = [Dossier.begin("case", "410883100204") for _ in range(2)]
    for dossier in dossiers:
        dossier.save()
    for number in range(5):
        for dossier in dossiers:
            record(dossier, "case.read", by=None, reason=f"看第{number}次")
        if number == 2:
            seal_events()
    seal_events()
    assert verify_trail() is None
    return dossiers


@pytest.fixture
def force(db):
    """Runs SQL as somebody would who owns the database and has taken the triggers away."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")

    def force(sql, *parameters):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql, parameters)
            assert cursor.rowcount > 0
            if connection.vendor == "postgresql":
                cursor.execute("SET LOCAL session_replication_role = origin")

    return force


def event_of(dossier, sequence):
    return Event.objects.get(dossier=dossier, sequence=sequence)


@pytest.mark.parametrize("table", SEALED)
@pytest.mark.parametrize("sql", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove(dossiers, table, sql):
    if table == "documents_batchentry":
        event = event_of(dossiers[0], 1)
        event.batchentry_set.create(dossier=dossiers[1])
    sql = sql.replace("id = id", "event_id = event_id") if table == "documents_eventseal" else sql
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize(
    "column",
    [
        "action = 'case.close'",
        "at = '2020-01-01 00:00:00'",
        "post = 'county_approver@410883000000'",
        "subject_id = 7",
        "address = '10.0.0.9'",
        "request_id = 'other'",
        "key = 'other'",
        "sequence = 99",
        "payload_hash = mac",
    ],
)
def test_a_changed_column_is_found_at_its_event(dossiers, force, column):
    force(f"UPDATE documents_event SET {column} WHERE id = %s", event_of(dossiers[1], 5).pk)

    assert verify_trail().dossier == str(dossiers[1].code)


def test_a_changed_author_is_found(dossiers, force, cast):
    force("UPDATE documents_event SET by_id = %s WHERE id = %s", cast["su"].pk, event_of(dossiers[0], 2).pk)

    fault = verify_trail()
    assert (fault.kind, fault.dossier, fault.sequence) == ("changed", str(dossiers[0].code), 2)


def test_a_changed_payload_is_found(dossiers, force):
    event = event_of(dossiers[0], 3)
    force("UPDATE documents_event SET payload = %s WHERE id = %s", bytes(event.payload)[:-1] + b"?", event.pk)

    assert verify_trail().sequence == 3


def test_a_payload_taken_from_another_event_is_found(dossiers, force):
    other = event_of(dossiers[0], 4)
    force("UPDATE documents_event SET payload = %s WHERE id = %s", bytes(other.payload), event_of(dossiers[0], 3).pk)

    assert verify_trail().sequence == 3


def test_a_removed_event_is_found(dossiers, force):
    gone = event_of(dossiers[0], 3).pk
    force("DELETE FROM documents_eventseal WHERE event_id = %s", gone)
    force("DELETE FROM documents_event WHERE id = %s", gone)

    fault = verify_trail()
    assert (fault.kind, fault.dossier, fault.sequence) == ("removed", str(dossiers[0].code), 3)


def test_the_removed_newest_event_is_found(dossiers, force):
    gone = event_of(dossiers[1], 5).pk
    force("DELETE FROM documents_eventseal WHERE event_id = %s", gone)
    force("DELETE FROM documents_event WHERE id = %s", gone)

    assert verify_trail().sequence == 5


def test_a_removal_that_also_corrects_the_count_is_found_by_its_block(dossiers, force):
    gone = event_of(dossiers[1], 5).pk
    force("DELETE FROM documents_eventseal WHERE event_id = %s", gone)
    force("DELETE FROM documents_event WHERE id = %s", gone)
    force("UPDATE documents_dossier SET event_count = 4 WHERE id = %s", dossiers[1].pk)

    fault = verify_trail()
    assert (fault.kind, fault.dossier) == ("reordered", "block 2")


def test_a_whole_dossier_that_is_gone_is_found_by_its_blocks(dossiers, force):
    ids = list(Event.objects.filter(dossier=dossiers[1]).values_list("pk", flat=True))
    for pk in ids:
        force("DELETE FROM documents_eventseal WHERE event_id = %s", pk)
    force("DELETE FROM documents_event WHERE dossier_id = %s", dossiers[1].pk)
    force("DELETE FROM documents_dossier WHERE id = %s", dossiers[1].pk)

    assert verify_trail().dossier == "block 1"


def test_an_end_of_the_chain_that_is_cut_off_is_found_by_a_head_kept_elsewhere(dossiers, force):
    head, block = trail_head(), SealBlock.objects.get(number=2)
    for event in Event.objects.filter(seal__block=block):
        force("DELETE FROM documents_eventseal WHERE event_id = %s", event.pk)
        force("DELETE FROM documents_event WHERE id = %s", event.pk)
    force("DELETE FROM documents_sealblock WHERE id = %s", block.pk)
    for dossier in dossiers:
        force("UPDATE documents_dossier SET event_count = 3 WHERE id = %s", dossier.pk)

    assert verify_trail() is None
    assert verify_trail(head[:16]).kind == "removed"


def test_an_inserted_event_is_found(dossiers):
    event = event_of(dossiers[0], 5)
    event.pk, event.sequence = None, 6
    event.save()

    assert verify_trail().sequence == 6


def test_an_event_copied_into_another_dossier_is_found(dossiers, force):
    event = event_of(dossiers[0], 5)
    event.pk, event.dossier, event.sequence = None, dossiers[1], 6
    event.save()
    force("UPDATE documents_dossier SET event_count = 6 WHERE id = %s", dossiers[1].pk)

    assert verify_trail().dossier == str(dossiers[1].code)


def test_events_that_changed_places_are_found(dossiers, force):
    first, second = event_of(dossiers[0], 1).pk, event_of(dossiers[0], 2).pk
    for pk, sequence in ((first, 99), (second, 1), (first, 2)):
        force("UPDATE documents_event SET sequence = %s WHERE id = %s", sequence, pk)

    assert verify_trail().sequence == 1


def test_seals_that_changed_places_are_found(dossiers, force):
    seals = list(EventSeal.objects.filter(block__number=1).order_by("position")[:2])
    for seal, position in ((seals[0], 99), (seals[1], 0), (seals[0], 1)):
        force("UPDATE documents_eventseal SET position = %s WHERE event_id = %s", position, seal.event_id)

    assert verify_trail().dossier == "block 1"


@pytest.mark.parametrize("column", ["count = count + 1", "hash = previous_hash", "signature = hash", "number = 9"])
def test_a_changed_block_is_found(dossiers, force, column):
    force(f"UPDATE documents_sealblock SET {column} WHERE number = 2")

    assert verify_trail() is not None


def test_blocks_in_another_order_are_found(dossiers, force):
    for number, becomes in ((1, 99), (2, 1), (99, 2)):
        force("UPDATE documents_sealblock SET number = %s WHERE number = %s", becomes, number)

    assert verify_trail().kind == "reordered"


def test_a_dossier_under_another_code_is_found(dossiers, force):
    other = Dossier.begin("case", "410883100204")
    force("UPDATE documents_dossier SET code = %s WHERE id = %s", as_stored(other.code), dossiers[0].pk)

    assert verify_trail().kind == "changed"


def as_stored(code):
    return code.hex if connection.vendor == "sqlite" else code


def test_an_erased_dossier_still_verifies(dossiers):
    record(dossiers[0], "dossier.erase", by=None)
    Dossier.objects.filter(pk=dossiers[0].pk).update(wrapped_key=b"")

    assert verify_trail() is None
    assert event_of(dossiers[0], 1).details == {}


def test_a_key_that_is_gone_without_an_erasure_is_found(dossiers):
    Dossier.objects.filter(pk=dossiers[0].pk).update(wrapped_key=b"")

    assert "key is gone" in str(verify_trail())


def test_an_event_that_committed_late_is_sealed_by_the_thorough_round(dossiers, monkeypatch):
    monkeypatch.setattr("documents.sealing.LATE_COMMITS", 0)
    late = record(dossiers[0], "case.read", by=None)
    newer = record(dossiers[0], "case.read", by=None)
    monkeypatch.setattr("documents.sealing.BLOCK_SIZE", 1)
    EventSeal.objects.create(event=newer, block=SealBlock.objects.first(), position=99)

    assert seal_events() == 0
    assert seal_forgotten_events() == 1
    assert EventSeal.objects.filter(event=late).exists()


def test_events_of_the_time_of_the_proof_are_no_fault(dossiers):
    record(dossiers[0], "case.read", by=None)

    assert verify_trail() is None


def test_the_canonical_header_is_the_same_on_every_engine():
    at = dt.datetime(2026, 11, 23, 8, 0, 0, 120, tzinfo=timezone.get_fixed_timezone(480))
    event = SimpleNamespace(
        sequence=3, action="case.open", subject_label="children.leftbehindcase", subject_id=5, by_id=7,
        on_behalf_of_id=None, post="town_approver@410883100000", at=at, address="127.0.0.1", request_id="r", key=None,
    )  # fmt: skip
    assert header(event, "c0de").decode() == (
        '{"action":"case.open","address":"127.0.0.1","at":"2026-11-23T00:00:00.000120+00:00","by":7,"dossier":"c0de",'
        '"form":1,"key":null,"on_behalf_of":null,"post":"town_approver@410883100000","request":"r","sequence":3,'
        '"subject":["children.leftbehindcase",5]}'
    )


def test_what_the_database_gives_back_has_the_mac_that_was_written(dossiers):
    event = event_of(dossiers[0], 1)
    stored = Event.objects.get(pk=event.pk)

    assert stored.at.microsecond == event.at.microsecond
    assert event_mac(stored, str(dossiers[0].code)) == event.mac


def test_the_command_says_ok_and_shows_the_head(dossiers, capsys):
    call_command("verifytrail", head=trail_head())

    said = capsys.readouterr().out
    assert said.startswith("OK 10 events, 2 blocks") and trail_head() in said


def test_the_command_names_the_first_fault_and_fails(dossiers, force, capsys):
    force("UPDATE documents_event SET action = 'x' WHERE id = %s", event_of(dossiers[0], 4).pk)

    with pytest.raises(SystemExit, match="1"):
        call_command("verifytrail")
    assert f"{dossiers[0].code} event 4" in capsys.readouterr().out


def test_sealing_twice_seals_nothing_more(dossiers, capsys):
    record(dossiers[0], "case.read", by=None)
    call_command("sealevents")
    call_command("sealevents")

    assert capsys.readouterr().out.split("\n")[:2] == ["sealed 1", "sealed 0"]
