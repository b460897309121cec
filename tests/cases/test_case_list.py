"""The case list: whose cases, filters, sorting, pages, and the workbook that always agrees with it."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cases.registry.id_numbers import check_character
from documents.models import DueDate, Event
from organisation.models import Division
from tests.cases.stages import brought_to, imported_child
from tests.cast import NEXT_VILLAGE


def number(serial):
    first = f"41998320140506{serial:03d}"
    return first + check_character(first)


def more_children(count, **changes):
    return [
        imported_child(name=f"示例{chr(0x4E00 + i)}", id_number=number(100 + i), carer=None, **changes)
        for i in range(count)
    ]


def listed(client, user, **query):
    client.force_login(user)
    return client.get(reverse("case-list"), query).context["page"]


def names(page):
    return [case.person.name for case in page]


def test_everyone_sees_the_cases_of_their_places(client, child, cast):
    seen = {
        user: listed(client, cast[user]).paginator.count for user in ("wei", "wen", "su", "nan", "kang", "wu", "zhi")
    }
    assert seen == {"wei": 1, "wen": 0, "su": 1, "nan": 0, "kang": 1, "wu": 0, "zhi": 0}


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"status": "registered"}, 1),
        ({"status": "imported"}, 1),
        ({"status": "running"}, 2),
        ({"status": "closed"}, 0),
        ({"risk_level": "high"}, 0),
        ({"kind": "LBC"}, 2),
        ({"place": NEXT_VILLAGE}, 1),
        ({"place": "410883100000"}, 2),
    ],
)
def test_a_filter_narrows_the_list(client, child, cast, query, count):
    brought_to(child, "registered", cast)
    more_children(1, division=Division.objects.get(code=NEXT_VILLAGE))
    assert listed(client, cast["su"], **query).paginator.count == count


def test_overdue_means_an_open_due_date_past_its_day(client, child, cast):
    case = brought_to(child, "registered", cast)
    assert listed(client, cast["su"], overdue="1").paginator.count == 0
    DueDate.objects.filter(dossier=case.dossier).update(due_on=dt.date(2020, 1, 1))
    assert listed(client, cast["su"], overdue="1").paginator.count == 1


def test_a_typed_name_narrows_the_list_and_stays_out_of_the_address(client, child, cast):
    more_children(2)
    client.force_login(cast["su"])
    answer = client.post(reverse("case-find"), {"text": "wxm", "filters": "status=imported"})
    assert "wxm" not in answer.url and "status=imported" in answer.url
    page = client.get(answer.url)
    assert names(page.context["page"]) == ["毋小满"]
    assert "wxm" in page.content.decode()


def test_a_foreign_key_of_a_text_finds_nothing_special(client, child, cast):
    assert listed(client, cast["su"], find="somebody-elses").paginator.count == 1


def test_rows_are_sorted_by_reading_and_backwards(client, child, cast):
    more_children(2)
    forwards = names(listed(client, cast["su"], sort="name"))
    assert forwards == names(listed(client, cast["su"], sort="-name"))[::-1]
    assert forwards[-1] == "毋小满"


def test_fifty_rows_a_page_and_as_many_queries_for_two_as_for_fifty(client, child, cast):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            listed(client, cast["su"])
        return len(queries)

    listed(client, cast["su"])
    few = cost()
    more_children(52)
    assert cost() == few
    assert len(listed(client, cast["su"])) == 50


def workbook(client, user, query=""):
    client.force_login(user)
    answer = client.post(reverse("case-export") + query)
    return list(load_workbook(BytesIO(answer.content)).active.values)


def test_the_workbook_has_the_rows_of_the_list(client, child, cast):
    more_children(3)
    rows = workbook(client, cast["su"], "?status=imported")
    assert len(rows) - 3 == listed(client, cast["su"], status="imported").paginator.count
    assert "毋小满" in [row[1] for row in rows]
    assert not any("419983201405060024" in str(cell) for row in rows for cell in row)


def test_an_export_is_in_the_trail_of_the_office_and_of_each_child(client, child, cast):
    workbook(client, cast["su"])
    event = Event.objects.get(action="list.export")
    assert (event.by, event.details["count"]) == (cast["su"], 1)
    client.force_login(cast["su"])
    seen = client.get(reverse("case-detail", args=[child.code]), {"part": "timeline", "who": "seen"}).content.decode()
    assert "Exported a list" in seen


def test_an_auditor_takes_no_full_names_away(client, child, cast):
    assert "毋小满" not in [row[1] for row in workbook(client, cast["ji"])]
