"""What is written as ACLED, UCDP GED, POLECAT or PLOVER reads back as it was, whatever its texts hold."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recount.publishing.cells import cell_of, text_of
from recount.publishing.formats.acled import ACLED_COLUMNS, AcledRow, acled_degrees, read_acled, write_acled
from recount.publishing.formats.ged import GED_COLUMNS, GedRow, read_ged, write_ged
from recount.publishing.formats.plover import PloverRecord, read_plover, write_plover
from recount.publishing.formats.polecat import POLECAT_COLUMNS, PolecatRow, read_polecat, write_polecat
from recount.publishing.formats.specs import ColumnSpec

ODD = st.sampled_from([
    "", "'", "''", "'=1", "''=1", "=SUM(A1)", "+1", "-3", "-3.5", "@x", " =x", "\t=x", "\n", "\r\n", "a\rb", '"', '""',
    'a "b", c', "a;b", "⟨U+202E⟩", "⟨U+0041⟩", "⟨U+110000⟩", "⟨U+41⟩", "⟨", "\u202eabc", "\x00", "\x1b[31m", "\u2028",
    "\ud800", "＝1", "\ufeffx", "NULL", "None", "nan",
])  # fmt: skip
TEXTS = st.lists(ODD | st.text(st.characters(), max_size=8), max_size=4).map("".join)


def values(column: ColumnSpec) -> st.SearchStrategy[Any]:
    """Give any value that the type of a column allows, whatever its vocabulary."""
    if column.type == "text":
        any_value: st.SearchStrategy[Any] = TEXTS
    elif column.type == "integer":
        any_value = st.integers(-(2**62), 2**62)
    elif column.type == "boolean":
        any_value = st.booleans()
    elif column.type == "number":
        any_value = st.floats(-180, 180)
        if column.decimals is not None:
            any_value = any_value.map(acled_degrees)
    else:
        any_value = st.dates()
    return any_value | st.none() if column.blank else any_value


def rows(row: Callable[..., Any], columns: tuple[ColumnSpec, ...]) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.builds(row, *map(values, columns)), max_size=3)


FORMATS = [
    (AcledRow, ACLED_COLUMNS, write_acled, read_acled),
    (GedRow, GED_COLUMNS, write_ged, read_ged),
    (PolecatRow, POLECAT_COLUMNS, write_polecat, read_polecat),
]


@pytest.mark.parametrize(("row", "columns", "write", "read"), FORMATS, ids=lambda one: getattr(one, "__name__", ""))
def test_rows_read_back_as_they_were(row: Any, columns: Any, write: Any, read: Any) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(rows(row, columns))
    def holds(written: list[Any]) -> None:
        out = io.StringIO(newline="")
        assert write(written, out) == len(written)
        out.getvalue().encode("utf-8")
        assert list(read(io.StringIO(out.getvalue(), newline=""))) == written

    holds()


@given(TEXTS, st.booleans())
def test_a_cell_gives_its_text_back_and_runs_no_formula(text: str, blank_is_none: bool) -> None:
    cell = cell_of(text, blank_is_none=blank_is_none)
    assert text_of(cell, blank_is_none=blank_is_none) == text
    assert not (blank_is_none and cell == "")
    bare = cell.strip()
    assert bare[:1] not in tuple("=@＝＋－＠") and (bare[:1] not in tuple("+-") or bare[1:].replace(".", "").isdigit())
    assert not any(sign in cell for sign in "\x00\x1b\u202e\u2028\ud800")


@given(TEXTS, TEXTS)
def test_a_line_of_polecat_is_one_line_with_40_cells(name: str, place: str) -> None:
    values = {column.attribute: None for column in POLECAT_COLUMNS} | {
        "event_id": "e1", "event_date": date(2024, 1, 2), "event_type": "AID", "intensity": 10.0,
        "quad_code": "MATERIAL COOPERATION", "actor_name": name, "placename": place,
    }  # fmt: skip
    out = io.StringIO(newline="")
    write_polecat([PolecatRow(**values)], out)  # type: ignore[arg-type]
    assert out.getvalue().count("\n") == 2
    assert [len(cells) for cells in csv.reader(out.getvalue().splitlines(), delimiter="\t")] == [40, 40]


JSON_TEXTS = st.text(max_size=20) | ODD.filter(lambda text: "\ud800" not in text)


@given(st.lists(JSON_TEXTS, min_size=1, max_size=3))
def test_records_of_plover_read_back_as_they_were(texts: list[str]) -> None:
    records: list[PloverRecord] = [
        {"id": text, "date": "2024-01-02", "actor": [{"entity_text": text}], "event": ["AID"], "text": text}
        for text in texts
    ]
    out = io.StringIO(newline="")
    write_plover(records, out)
    assert "\u202e" not in out.getvalue() and "\u2028" not in out.getvalue()
    assert list(read_plover(io.StringIO(out.getvalue(), newline=""))) == records
