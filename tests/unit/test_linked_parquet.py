"""Coded articles in Parquet are linked without a casebook."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recount.api import code_batches
from recount.api.linking import link_parquet
from recount.errors import BadArgument

ARTICLES = [
    (
        "amel-1",
        "Gunmen shot dead at least nine people at the market of Kaya, Burkina Faso, on Tuesday, residents said.",
    ),
    (
        "wire-1",
        "Armed men on motorcycles killed 11 people at a market in Kaya, Burkina Faso, on Tuesday, an official said.",
    ),
    ("post-1", "A roadside bomb killed three soldiers near Dori, Burkina Faso, on Tuesday, the army said."),
    ("none-1", ""),
]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("coded") / "coded.parquet"
    articles = {
        "id": [name for name, _ in ARTICLES],
        "text": [text for _, text in ARTICLES],
        "published": ["2024-03-06"] * len(ARTICLES),
        "outlet": [name.partition("-")[0] for name, _ in ARTICLES],
    }
    pq.write_table(pa.Table.from_batches(code_batches(pa.table(articles).to_batches())), path)
    return path


def test_reports_of_one_happening_are_one_event(coded: Path, tmp_path: Path) -> None:
    done = link_parquet(str(coded), str(tmp_path / "linked"))

    events = pq.read_table(tmp_path / "linked" / "events.parquet").to_pylist()
    pairs = pq.read_table(tmp_path / "linked" / "pairs.parquet").to_pylist()
    assert (done.reports, done.events, len({one["event"] for one in events})) == (3, 2, 2)
    same = [one for one in pairs if one["verdict"] == "same"]
    assert len(same) == 1 and same[0]["reason"].startswith("same day, same place")


def test_a_folder_that_is_there_is_not_written_over(coded: Path, tmp_path: Path) -> None:
    with pytest.raises(BadArgument, match="cannot be linked"):
        link_parquet(str(coded), str(tmp_path))


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.parquet").write_text("no table")
    with pytest.raises(BadArgument, match="cannot be linked"):
        link_parquet(str(tmp_path / "text.parquet"), str(tmp_path / "linked"))
    assert not (tmp_path / "linked").exists()
