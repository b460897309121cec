"""Every list as a workbook: as many rows as the page counts, and only what its user may see."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from documents.exporting import HEAD_ROWS
from documents.models import Event
from tests.cases.stages import brought_to

pytestmark = pytest.mark.django_db
LISTS = {"worklist": "worklist-export", "visit-list": "visit-export", "import-list": "import-list-export"}


def rows_of(client, name, query=""):
    content = client.post(reverse(LISTS[name]) + query).content
    return list(load_workbook(BytesIO(content)).active.iter_rows(min_row=HEAD_ROWS + 1, values_only=True))


def total_on(client, name, query=""):
    context = client.get(reverse(name) + query).context
    return context["total"] if name == "worklist" else context["page"].paginator.count


@pytest.mark.parametrize("query", ["", "?of=mine", "?of=team", "?group=later"])
def test_the_worklist_has_as_many_rows_as_its_workbook(client, child, cast, query):
    brought_to(child, "registered", cast)
    client.force_login(cast["su"])
    assert len(rows_of(client, "worklist", query)) == total_on(client, "worklist", query)


def test_the_worklist_workbook_names_the_child(client, child, cast):
    case = brought_to(child, "registered", cast)
    client.force_login(cast["su"])
    assert rows_of(client, "worklist")[0][0] == case.person.name


@pytest.mark.parametrize("show", ["due", "done", "all"])
def test_visits_have_as_many_rows_as_their_workbook(client, child, cast, show):
    brought_to(child, "assessed", cast)
    client.force_login(cast["su"])
    assert len(rows_of(client, "visit-list", f"?show={show}")) == total_on(client, "visit-list", f"?show={show}")


def test_the_visits_workbook_names_the_child(client, child, cast):
    case = brought_to(child, "assessed", cast)
    client.force_login(cast["su"])
    assert rows_of(client, "visit-list", "?show=all")[0][0] == case.person.name


@pytest.mark.parametrize("name", LISTS)
def test_an_export_leaves_an_event(client, child, cast, name):
    client.force_login(cast["su"])
    rows_of(client, name)
    assert Event.objects.filter(action="list.export", by=cast["su"]).count() == 1
