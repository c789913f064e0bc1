"""Tables of cases: two runs can be compared, and no spreadsheet runs a cell."""

from pathlib import Path

import pytest

from recount.cli.cases import write_cases
from recount.errors import BadArgument


def test_each_case_is_a_line_under_its_header(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    write_cases(str(path), ("case", "text", "value"), [("a", "two, or\nthree", 2), ("b", None, 0.5)])
    assert path.read_bytes() == b'case,text,value\na,"two, or\nthree",2\nb,,0.5\n'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_that_a_spreadsheet_would_run_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "cases.csv"
    write_cases(str(path), ("text",), [(text,)])
    assert path.read_bytes().decode().splitlines(keepends=True)[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    write_cases(str(path), ("number",), [(-1,)])
    assert path.read_text(encoding="utf-8") == "number\n-1\n"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="cannot be written"):
        write_cases(str(tmp_path / "absent" / "cases.csv"), ("text",), [])
