"""The page on the file and the metadata for Datasette are those of the schema, and every column is described."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from recount.ledger.describing import views  # noqa: E402
from recount.ledger.schema import CHAINED, tables  # noqa: E402
from write_ledger_docs import DATASETTE, PAGE, ledger_page, metadata  # noqa: E402


def test_the_page_is_that_of_the_schema() -> None:
    assert PAGE.read_text(encoding="utf-8") == ledger_page(), "run tools/write_ledger_docs.py"


def test_the_metadata_are_those_of_the_schema() -> None:
    assert DATASETTE.read_text(encoding="utf-8") == metadata(), "run tools/write_ledger_docs.py"


def test_every_table_and_column_says_what_it_is() -> None:
    for table in tables().values():
        assert table.about.endswith("."), table.name
        assert [column.name for column in table.columns if not column.about] == []
        assert {"seq", "hash"} <= {column.name for column in table.columns}
    assert len(CHAINED) >= 14


def test_every_view_says_what_it_is() -> None:
    names = {view.name for view in views()}
    assert {"articles", "reports", "stated", "statements", "tallies", "current_coding", "judgements", "events"} == names
    described = json.loads(metadata())["databases"]["casebook"]["tables"]
    assert names | set(CHAINED) == set(described)
