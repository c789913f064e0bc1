"""Casebooks of earlier versions verify as they are, and are taken to the present one with all that they hold."""

import gzip
from pathlib import Path

import apsw
import pytest

from recount.api import casebook, exporting
from recount.errors import LedgerFull, NewerLedger
from recount.ledger import Ledger
from recount.ledger.connecting import connect
from recount.ledger.schema import CHAINED, SCHEMA_VERSION, columns_of

FILES = Path(__file__).parent / "files"
VERSIONS = range(1, SCHEMA_VERSION + 1)


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "small.recount"
    path.write_bytes(gzip.decompress((FILES / f"version-{request.param}.recount.gz").read_bytes()))
    return path


def test_a_small_file_of_each_version_is_kept() -> None:
    expected = {f"version-{version}.recount.gz" for version in VERSIONS}
    assert {path.name for path in FILES.iterdir()} == expected, "run tools/keep_casebook_version.py"


def test_an_earlier_version_verifies_and_is_not_changed_by_that(kept: Path) -> None:
    before = kept.read_bytes()
    found = casebook.verify(kept)
    assert (found.findings, found.articles) == ((), 3)
    assert kept.read_bytes() == before


def test_reading_takes_it_to_the_present_version_and_keeps_every_row(kept: Path) -> None:
    old = rows_in(kept)
    assert len(casebook.search(kept, country="BF")) == 1
    with Ledger.open(kept) as ledger:
        assert ledger.version == SCHEMA_VERSION
    new = rows_in(kept)
    assert {table: new[table][: len(rows)] for table, rows in old.items()} == old
    assert casebook.verify(kept).findings == ()


def test_its_decisions_removals_and_records_are_there(kept: Path) -> None:
    hit = casebook.search(kept, country="BF")[0]
    row = casebook.casebook_row(kept, hit.reports[0].id)
    assert [one["verdict"] for one in row["decisions"]] == ["accept", "correct"]
    record = casebook.casebook_record(kept, hit.article)
    assert record is not None and [tally.best for tally in record.tallies] == [40]
    with Ledger.open(kept) as ledger:
        assert ledger.value("SELECT count(*) FROM redaction WHERE kind <> 'answer'") == 4


def test_what_may_not_be_written_is_read_as_it_is(kept: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(self: Ledger) -> None:
        raise LedgerFull("a disc")

    monkeypatch.setattr(Ledger, "upgrade", refuse)
    before = kept.read_bytes()
    hit = casebook.search(kept, country="BF")[0]
    assert casebook.casebook_row(kept, hit.article)["family"] == []
    assert casebook.casebook_record(kept, hit.article) is not None
    assert casebook.why(kept, hit.reports[0].id, "killed").values
    assert kept.read_bytes() == before
    assert exporting.export(kept, tmp_path / "out.csv", form="csv", by="A. Coder").rows > 0


def test_more_can_be_added(kept: Path, tmp_path: Path) -> None:
    text = tmp_path / "more.txt"
    text.write_text("A bomb killed two people in Mosul, Iraq, on Friday, police said.\n")
    assert casebook.add(kept, [str(text)]).added == 1
    assert casebook.verify(kept).findings == ()


def test_a_newer_file_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "new.recount"
    casebook.init_casebook(path)
    db = connect(path, write=True)
    db.pragma("user_version", SCHEMA_VERSION + 1)
    db.close()
    for call in (casebook.casebook_counts, casebook.verify, casebook.casebook_log):
        with pytest.raises(NewerLedger, match="Install the newer one"):
            call(path)


def rows_in(path: Path) -> dict[str, list[object]]:
    db = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY, vfs="unix")
    names = {name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return {
        table: list(db.execute(f"SELECT {', '.join(columns_of(table))}, hash FROM {table} ORDER BY seq"))
        for table in CHAINED
        if table in names
    }
