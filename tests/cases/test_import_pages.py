"""The import as pages: upload, columns, dry run, import, result, rows; who may, and what goes wrong."""

import re
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from cases.children import tasks
from cases.children.importing import runs
from cases.registry.models import ImportRow, RosterImport
from documents.models import Event
from organisation.models import Division
from tests.cases.test_import_roster import imported, shortened
from tests.cast import HUAGONG, MENGZHOU


def page(client, user, name, run=None, **query):
    client.force_login(user)
    return client.get(reverse(name, args=[run.code] if run else []), query)


def post(client, user, name, run=None, query="", **data):
    client.force_login(user)
    return client.post(reverse(name, args=[run.code] if run else []) + query, data)


def upload(client, user, content=None, name="花名册.xlsx"):
    return post(client, user, "import-list", file=SimpleUploadedFile(name, content or shortened(12)))


def uploaded(cast, content=None, by="kang", place=MENGZHOU):
    county = Division.objects.get(code=place)
    return runs.upload(content or shortened(12), "花名册.xlsx", county=county, by=cast[by])


def checked(cast, content=None, **changes):
    run = uploaded(cast, content, **changes)
    runs.check(run)
    run.refresh_from_db()
    return run


def columns(form):
    """What the form would send if nothing were changed."""
    initial = {name: field.initial for name, field in form.fields.items()}
    return {name: value if value is not True else "on" for name, value in initial.items() if value}


def text(response):
    return response.content.decode()


# Upload


def test_an_upload_leads_to_its_columns(client, cast):
    response = upload(client, cast["kang"])
    run = RosterImport.objects.get()
    assert response.url == reverse("import-columns", args=[run.code])
    assert (run.division.code, run.status) == (MENGZHOU, "uploaded")


def test_a_town_supervisor_uploads_for_the_own_town(client, cast):
    upload(client, cast["su"])
    assert RosterImport.objects.get().division.code == HUAGONG


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old .xls"), (b"a,b\n1,2\n", "No row with column names"), (b" \n", "empty")],
)
def test_a_file_of_no_use_is_refused_with_the_reason(client, cast, content, said):
    response = upload(client, cast["kang"], content)
    assert response.status_code == 422
    assert said in text(response)
    assert not RosterImport.objects.exists()


def test_a_file_over_20_mb_is_not_even_opened(client, cast, monkeypatch):
    monkeypatch.setattr("cases.children.importing.forms.MOST_MEGABYTES", 0)
    assert "larger than 20 MB" in text(upload(client, cast["kang"]))


def test_whoever_may_not_import_uploads_nothing(client, cast):
    assert upload(client, cast["wei"]).status_code == 403
    assert not RosterImport.objects.exists()


def test_the_same_file_again_is_told_with_a_link_and_may_go_on(client, cast):
    content = shortened(12)
    first = imported(content, cast["kang"])
    response = client.get(upload(client, cast["kang"], content).url)
    assert "has been imported before" in text(response)
    assert reverse("import-detail", args=[first.code]) in text(response)
    assert "Check the rows" in text(response)


# Columns


def test_the_columns_show_masked_examples_only(client, cast):
    response = text(page(client, cast["kang"], "import-columns", uploaded(cast)))
    sheet = openpyxl.load_workbook(BytesIO(shortened(12))).active
    private = [str(sheet.cell(row, column).value) for row in range(4, 7) for column in (2, 4, 13, 22, 23, 24)]
    assert [value for value in private if value in response] == []
    assert "419983" in response


def test_sending_the_columns_as_they_are_checks_in_the_background(client, cast):
    run = uploaded(cast)
    form = page(client, cast["kang"], "import-columns", run).context["form"]
    post(client, cast["kang"], "import-columns", run, **columns(form))
    run.refresh_from_db()
    assert (run.status, run.mapping) == ("checking", None)
    tasks.check_import.func(run.pk)
    run.refresh_from_db()
    assert (run.status, run.total) == ("checked", 12)


def test_a_corrected_column_is_used_and_recorded(client, cast):
    run = uploaded(cast)
    sent = columns(page(client, cast["kang"], "import-columns", run).context["form"])
    post(client, cast["kang"], "import-columns", run, **(sent | {"s0c8": ""}))
    tasks.check_import.func(run.pk)
    run.refresh_from_db()
    assert "school" not in run.mapping["花名册"]
    assert Event.objects.filter(dossier=run.dossier, action="import.map").count() == 1


def test_a_field_chosen_twice_and_a_missing_one_are_both_said(client, cast):
    run = uploaded(cast)
    sent = columns(page(client, cast["kang"], "import-columns", run).context["form"])
    response = post(client, cast["kang"], "import-columns", run, **(sent | {"s0c3": "name"}))
    assert response.status_code == 422
    assert "is column B already" in text(response)
    assert "has no column for" in text(response)


def test_the_columns_of_an_imported_roster_are_fixed(client, cast):
    run = imported(shortened(12), cast["kang"])
    response = post(client, cast["kang"], "import-columns", run, s0="on", s0c1="name")
    assert response.url == reverse("import-detail", args=[run.code])
    run.refresh_from_db()
    assert (run.status, run.mapping) == ("done", None)


# Dry run


def test_every_tile_counts_the_rows_of_its_list_and_of_its_workbook(client, cast):
    run = checked(cast, shortened(300))
    for tile in page(client, cast["kang"], "import-detail", run).context["tiles"]:
        query = tile["url"].partition("?")[2]
        rows = client.get(tile["url"]).context["page"].paginator.count
        book = post(client, cast["kang"], "import-rows-export", run, query=f"?{query}")
        sheet = openpyxl.load_workbook(BytesIO(book.content)).active
        assert tile["number"] == rows == sheet.max_row - 3


def test_the_numbers_of_the_outcomes_lead_to_lists_of_that_length(client, cast):
    run = checked(cast, shortened(300))
    for line in page(client, cast["kang"], "import-detail", run).context["lines"]:
        assert client.get(line["url"]).context["page"].paginator.count == line["count"]


def test_a_row_says_what_is_wrong_and_what_to_do_without_the_name(client, cast):
    run = checked(cast, shortened(12, D5="419983201601148593", B5="买诺"))
    response = page(client, cast["kang"], "import-rows", run, outcome="error:id_checksum")
    (row,) = response.context["page"]
    assert row.told == [("The check digit is wrong", "compare the 18th character, then all others, with the card.")]
    assert (row.name_masked, "买诺" in text(response)) == ("买*", False)


def test_a_duplicate_names_the_other_row(client, cast):
    run = checked(cast, shortened(12, D5="419983201905045090", E5="", C5="男"))
    (row,) = page(client, cast["kang"], "import-rows", run, outcome="error:duplicate_in_file").context["page"]
    assert "already in row 4" in row.told[0][0]


def test_a_town_supervisor_imports_only_rows_of_the_own_town(cast):
    run = checked(cast, shortened(400), by="su", place=HUAGONG)
    refused = run.rows.filter(outcome="error:not_your_town")
    assert refused.exclude(town_code="410883100000").count() == refused.count() > 100
    assert set(run.rows.filter(effect="waiting").values_list("town_code", flat=True)) <= {HUAGONG}


def test_nothing_is_entered_by_a_dry_run(cast):
    checked(cast)
    assert not ImportRow.objects.filter(child__isnull=False).exists()


# Import


def test_the_import_runs_in_the_background_and_ends_in_a_result(client, cast):
    run = checked(cast)
    post(client, cast["kang"], "import-start", run, key="6f1c0a5e-8a0f-4a55-9d2b-3c7b7d7d0001")
    assert "children are being imported" in text(page(client, cast["kang"], "import-detail", run))
    tasks.go_on_import.func(run.pk)
    response = page(client, cast["kang"], "import-detail", run)
    created = next(tile for tile in response.context["tiles"] if "created" in tile["url"])
    assert created["number"] == run.rows.filter(effect="created").count() > 8
    assert reverse("case-list") + "?status=imported" in text(response)
    assert response.context["papers"]


def test_the_second_who_starts_is_told_who_was_first(client, cast):
    run = checked(cast)
    post(client, cast["kang"], "import-start", run)
    response = post(client, cast["kang"], "import-start", run)
    assert "started this import on" in text(client.get(response.url))
    assert Event.objects.filter(dossier=run.dossier, action="import.run").count() == 1


def test_a_double_click_is_one_start_without_a_warning(client, cast):
    run = checked(cast)
    for _click in range(2):
        response = post(client, cast["kang"], "import-start", run, key="6f1c0a5e-8a0f-4a55-9d2b-3c7b7d7d0001")
    assert "started this import on" not in text(client.get(response.url))


def test_progress_asks_the_page_to_load_again_once_it_is_over(client, cast):
    run = checked(cast)
    runs.start(run, by=cast["kang"])
    assert "HX-Refresh" not in page(client, cast["kang"], "import-progress", run).headers
    runs.go_on(run.pk)
    assert page(client, cast["kang"], "import-progress", run).headers["HX-Refresh"] == "true"


def test_a_failed_import_says_so_and_goes_on_where_it_stopped(client, cast, monkeypatch):
    run = checked(cast)
    runs.start(run, by=cast["kang"])
    whole = runs.import_chunk
    monkeypatch.setattr(runs, "import_chunk", lambda *args, **named: 1 / 0)
    tasks.go_on_import.func(run.pk)
    assert "stopped unexpectedly" in text(page(client, cast["kang"], "import-detail", run))
    monkeypatch.setattr(runs, "import_chunk", whole)
    post(client, cast["kang"], "import-again", run)
    tasks.go_on_import.func(run.pk)
    run.refresh_from_db()
    assert run.status == "done"


def test_an_import_whose_worker_was_killed_is_taken_up_again(cast):
    run = checked(cast)
    runs.start(run, by=cast["kang"])
    assert tasks.resume_imports() == 0
    RosterImport.objects.update(worked_at=run.uploaded_at - 2 * tasks.STALLED_AFTER)
    assert (tasks.resume_imports(), tasks.resume_imports()) == (1, 0)


def test_the_roster_with_reasons_is_handed_out_under_a_neutral_name_and_recorded(client, cast):
    run = checked(cast)
    response = post(client, cast["kang"], "import-workbook", run)
    assert re.fullmatch(r'attachment; filename="import-\d+-checked-\d{8}\.xlsx"', response["Content-Disposition"])
    assert openpyxl.load_workbook(BytesIO(response.content)).active.max_row >= 15
    assert Event.objects.filter(dossier=run.dossier, action="import.download", by=cast["kang"]).exists()


# Who may see


@pytest.mark.parametrize("name", ["import-detail", "import-columns", "import-progress", "import-rows"])
def test_an_import_of_another_place_does_not_exist(client, cast, name):
    county, town = checked(cast), checked(cast, by="su", place=HUAGONG)
    seen = {
        user: [page(client, cast[user], name, run).status_code == 404 for run in (county, town)]
        for user in ("kang", "su", "nan", "wu")
    }
    assert seen == {"kang": [False, False], "su": [True, False], "nan": [True, True], "wu": [True, True]}


@pytest.mark.parametrize("name", ["import-columns", "import-start", "import-again", "import-workbook"])
def test_an_auditor_looks_but_does_nothing(client, cast, name):
    run = checked(cast)
    assert page(client, cast["ji"], "import-detail", run).status_code == 200
    assert post(client, cast["ji"], name, run).status_code == 403
    run.refresh_from_db()
    assert run.status == "checked"
