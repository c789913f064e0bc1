"""Whatever a file holds, a check ends in findings or in an error that names the file."""

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recount.api.checking import CheckForm, check
from recount.errors import RecountError
from recount.publishing.formats.acled import ACLED_COLUMNS
from recount.publishing.formats.ged import GED_COLUMNS
from recount.publishing.formats.polecat import POLECAT_COLUMNS

HEADS = {
    "acled": ",".join(column.name for column in ACLED_COLUMNS),
    "ged": ",".join(column.name for column in GED_COLUMNS),
    "polecat": "\t".join(column.name for column in POLECAT_COLUMNS),
    "plover": '{"id": "a", "date": "2024-01-02", "actor": [{}], "event": ["AID"]}',
    "geojson": '{"type": "FeatureCollection", "features": [',
    "package": '{"name": "x", "resources": [{"path": "a.csv"},',
}
MARKS = st.sampled_from([
    ",", "\t", ";", '"', "'", "\n", "\r", "\r\n", "{", "}", "[", "]", ":", "0", "-1", "1e999", "NaN", "null", "true",
    "2024-02-30", "2024-01-02", "٣", "²", "9" * 30, "\x00", "\ufeff", "\ud7ff", "é", '"type"', '"geometry"',
    '"coordinates"', '"Point"', '"event"', '"actor"', '"size"', '"path"', '"schema"', '"\\ud800"', "POINT (1 2)",
])  # fmt: skip
CONTENTS = st.lists(MARKS | st.text(max_size=5), max_size=120).map("".join).map(str.encode) | st.binary(max_size=300)


@pytest.mark.parametrize("form", get_args(CheckForm))
def test_a_check_ends_in_findings_or_in_an_error_that_names_the_file(form: CheckForm, tmp_path: Path) -> None:
    path = tmp_path / "any"

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(CONTENTS, st.booleans())
    def holds(content: bytes, with_head: bool) -> None:
        head = f"{HEADS.get(form, 'PAR1')}\n".encode() if with_head else b""
        path.write_bytes(head + content)
        try:
            findings = check(path, form)
        except RecountError as error:
            assert str(path) in str(error)
        else:
            assert findings.errors + findings.warnings == sum(kind.number for kind in findings.kinds)
            assert all("\x00" not in example.says for kind in findings.kinds for example in kind.examples)

    holds()


def test_a_row_with_any_cells_is_checked(tmp_path: Path) -> None:
    """Each row has as many cells as the head, so that every check meets odd values."""
    path = tmp_path / "any.csv"
    cells = (MARKS | st.text(max_size=6)).map(lambda text: '"' + text.replace('"', '""') + '"')

    @settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.data(), st.sampled_from(["acled", "ged", "polecat"]))
    def holds(data: st.DataObject, form: CheckForm) -> None:
        mark = "\t" if form == "polecat" else ","
        row = data.draw(st.lists(cells, min_size=HEADS[form].count(mark) + 1, max_size=HEADS[form].count(mark) + 1))
        path.write_bytes(f"{HEADS[form]}\n{mark.join(row)}\n".encode())
        assert check(path, form).rows == 1

    holds()
