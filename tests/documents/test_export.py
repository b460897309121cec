"""Lists as Excel: what the page shows, neutral cells, a watermark, an event."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from documents.exporting import ExportColumn, export_rows, neutral
from documents.models import BatchEntry, Dossier, Event
from documents.offices import office_dossier, office_of
from tests.cast import HENGSHAN, MENGZHOU

pytestmark = pytest.mark.django_db


def cells(content: bytes) -> list[list]:
    return [[cell.value for cell in row] for row in load_workbook(BytesIO(content)).active.iter_rows()]


def exported(by, values, **changes) -> list[list]:
    column = ExportColumn("Value", lambda row: row)
    return cells(export_rows(values, [column], by=by, title="List", **changes))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx", '=HYPERLINK("http://x")'])
def test_no_text_becomes_a_formula(cast, text):
    assert exported(cast["su"], [text])[-1] == [f"'{text}"]


def test_numbers_stay_numbers_and_harmless_text_stays_as_it_is(cast):
    assert [row[0] for row in exported(cast["su"], [12, None, "张三"])[3:]] == [12, None, "张三"]
    assert neutral("2026-1") == "2026-1"


def test_the_second_line_says_who_took_it_in_which_post(cast):
    line = exported(cast["su"], [1])[1][0]

    assert "苏督导" in line
    assert "化工" in line


def test_an_export_is_an_event_of_the_office(cast):
    exported(cast["su"], [1, 2], reason="Inspection")

    event = Event.objects.get(action="list.export")
    assert (event.dossier.kind, event.dossier.division_code) == ("office", MENGZHOU)
    assert (event.details["count"], event.details["reason"]) == (2, "Inspection")


def test_each_exported_dossier_notes_it_too(as_, papers):
    as_("su").post(reverse("document-export"))

    entry = BatchEntry.objects.get(dossier=papers["LBC-01"].dossier)
    assert entry.event.action == "list.export"


def test_list_and_export_agree(as_, papers):
    client, query = as_("su"), "?kind=LBC-02"
    shown = client.get(reverse("document-list") + query).context["rows"]
    rows = cells(client.post(reverse("document-export") + query).content)[3:]

    assert [row[2] for row in rows] == [paper.number for paper in shown] == [papers["LBC-02"].number]


def test_an_auditor_exports_masked_names(as_, papers, child):
    content = as_("ji").post(reverse("document-export")).content

    assert cells(content)[3][6] == child.person.name_masked


def test_an_office_has_one_dossier(cast):
    assert office_dossier(HENGSHAN) == office_of(cast["kang"]) == office_of(cast["su"])
    assert Dossier.objects.filter(kind="office").count() == 1
