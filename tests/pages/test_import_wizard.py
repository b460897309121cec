"""The import of a roster as a county caseworker does it in a browser, on a desk and on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from cases.children.tasks import check_import, go_on_import
from cases.registry.models import RosterImport
from organisation.models import User
from tests.browser import OpenPage, look
from tests.cases.test_import_roster import shortened
from tests.cast import hire_everyone

pytestmark = pytest.mark.browser


@pytest.fixture
def kang(transactional_db: None) -> User:
    """The county caseworker."""
    return hire_everyone()["kang"]


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """A short roster with a wrong row and one that is not left behind."""
    path = tmp_path / "孟州市留守儿童花名册.xlsx"
    path.write_bytes(shortened(40, D5="419983201601148593", O7="在家"))
    return path


def worked(task: Any) -> None:
    """What the background worker would do now."""
    task.func(RosterImport.objects.get().pk)


def test_a_roster_goes_from_the_file_to_the_result(open_page: OpenPage, kang: User, roster: Path) -> None:
    page = open_page("/imports/", user=kang)
    look(page, "import-1-list")
    page.set_input_files("input[type=file]", roster)
    page.get_by_role("button", name="Upload").click()

    expect(page.get_by_role("heading", name="花名册", exact=False).first).to_be_visible()
    look(page, "import-2-columns")
    page.get_by_role("button", name="Check the rows").click()

    expect(page.get_by_role("status").filter(has_text="Waiting for its turn")).to_be_visible()
    look(page, "import-3-checking")
    worked(check_import)
    expect(page.get_by_role("button", name="Import 37 children")).to_be_visible(timeout=9000)
    look(page, "import-4-checked")
    page.get_by_role("link", name="Wrong: correct the row").click()
    expect(page.locator("#list").get_by_text("compare the 18th character", exact=False)).to_be_visible()
    look(page, "import-5-rows")
    page.go_back()

    page.get_by_role("button", name="Import 37 children").click()
    expect(page.get_by_role("status").filter(has_text="Imported")).to_be_visible()
    worked(go_on_import)
    expect(page.get_by_role("link", name="To the children to be registered")).to_be_visible(timeout=9000)
    look(page, "import-6-result")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the roster with the reasons").click()
    assert download.value.suggested_filename.startswith("import-")


def test_it_works_without_scripts(open_page: OpenPage, kang: User, roster: Path) -> None:
    page = open_page("/imports/", user=kang, javascript=False)
    page.set_input_files("input[type=file]", roster)
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the rows").click()
    worked(check_import)
    page.get_by_role("link", name="Load again").click()
    expect(page.get_by_role("button", name="Import 37 children")).to_be_visible()


def test_a_column_chosen_twice_is_said_at_the_column(open_page: OpenPage, kang: User, roster: Path) -> None:
    page = open_page("/imports/", user=kang)
    page.set_input_files("input[type=file]", roster)
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Column D", exact=False).select_option("name")
    page.get_by_role("button", name="Check the rows").click()
    expect(page.get_by_role("alert")).to_contain_text("has no column for")
    look(page, "import-7-columns-wrong")
