"""Files and functions stay small enough to be read in one sitting."""

import pytest

from tests.house.source import functions, texts

pytestmark = pytest.mark.house
MODULES = [(path, source) for path, source in texts(".py") if "/migrations/" not in path]


def test_no_file_is_longer_than_500_lines():
    lengths = {path: source.count("\n") for path, source in MODULES}
    assert {path: lines for path, lines in lengths.items() if lines > 500} == {}


def test_no_function_is_longer_than_50_lines():
    long = [
        f"{path}: {name} has {lines} lines"
        for path, source in MODULES
        if not path.startswith("tests/")
        for name, lines in functions(source)
        if lines > 50
    ]
    assert long == []


def test_nine_files_in_ten_are_at_most_200_lines_long():
    lengths = sorted(source.count("\n") for path, source in MODULES if not path.startswith("tests/"))
    assert lengths[len(lengths) * 9 // 10] <= 200
