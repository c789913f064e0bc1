"""A casebook of an earlier version that may not be written has no queue and no rounds yet, and its pages say so."""

import gzip
from pathlib import Path

import pytest
from served import client_of

from recount.api import reviewing
from recount.errors import LedgerFull
from recount.ledger import Ledger

FILE = Path(__file__).parents[1] / "ledger" / "files" / "version-3.recount.gz"


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    def refuse(self: Ledger) -> None:
        raise LedgerFull("a disc")

    path = tmp_path / "old.recount"
    path.write_bytes(gzip.decompress(FILE.read_bytes()))
    monkeypatch.setattr(Ledger, "upgrade", refuse)
    return path


def test_its_queue_is_empty_and_says_how_many_events_are_not_weighed(book: Path) -> None:
    value = client_of(book).get("/queue.json").json()
    assert value["events"] == []
    assert value["ungraded"] == reviewing.waiting(book) > 0
    assert client_of(book).get("/queue").status_code == 200
    assert client_of(book).get("/queue/next").headers["location"] == "/queue?done=end"


def test_it_has_no_rounds(book: Path) -> None:
    assert client_of(book).get("/coding.json").json()["rounds"] == []
    assert client_of(book).get("/coding/first-week").status_code == 404


def test_preparing_leaves_it_as_it_is(book: Path) -> None:
    before = book.read_bytes()
    assert reviewing.prepare(book) == reviewing.waiting(book) > 0
    assert book.read_bytes() == before
