"""What a casebook costs beside coding: writing is a small part of a load, and checking a smaller one."""

import sys
import time
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import apsw
import pytest

from recount import api
from recount.api import casebook
from recount.ledger import Kept, Ledger, Obtained, keep, kept_of, method_row, start_run

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))

from generate_articles import articles

ARTICLES = 120


class Load(NamedTuple):
    """One load of generated articles, with the seconds of its parts."""

    path: Path
    text_bytes: int
    coding: float
    writing: float


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    path = tmp_path_factory.mktemp("bench") / "book.recount"
    casebook.init_casebook(path)
    told = [(one["text"], {name: one[name] for name in ("title", "outlet", "url", "published")})
            for one in articles(ARTICLES, seed=5)]  # fmt: skip
    api.code(told[0][0], **told[0][1])
    began = time.perf_counter()
    records = [api.code(text, **given) for text, given in told]
    coding = time.perf_counter() - began
    began = time.perf_counter()
    kepts = [kept_of(record, record.article.text.encode(), media_type="text/plain") for record in records]
    with Ledger.open(path, write=True) as ledger:
        for at in range(0, ARTICLES, 20):
            write(ledger, kepts[at : at + 20], records[0].method)
    writing = time.perf_counter() - began
    return Load(path, sum(len(text.encode()) for text, _ in told), coding, writing)


def write(ledger: Ledger, kepts: list[Kept], method: object) -> None:
    with ledger.writing():
        run = start_run(ledger, "add", {}, by="bench", at=datetime.now(UTC), version="0")
        row = method_row(ledger, method)  # type: ignore[arg-type]
        for kept in kepts:
            key = sha256(kept.article["id"].encode()).digest()[:16]
            obtained = Obtained("bench.jsonl", None, "file", "2024-01-01T00:00:00Z", key)
            keep(ledger, kept, obtained, run=run, method=row)


@pytest.mark.slow
def test_keeping_costs_less_than_a_tenth_of_a_load(load: Load) -> None:
    """Cutting records into rows, packing, hashing, indexes and transactions, against coding by rules."""
    assert load.writing < 0.1 * (load.coding + load.writing)


@pytest.mark.slow
def test_verifying_takes_less_than_a_fortieth_of_coding(load: Load) -> None:
    casebook.verify(load.path, processes=1)
    began = time.perf_counter()
    found = casebook.verify(load.path, processes=1)
    taken = time.perf_counter() - began
    assert (found.findings, found.articles) == ((), ARTICLES)
    assert taken < load.coding / 40


@pytest.mark.slow
def test_what_is_kept_is_a_small_multiple_of_the_text(load: Load) -> None:
    """Bytes in use: in a file this small, pages that are not full would hide what rows cost."""
    db = apsw.Connection(str(load.path), flags=apsw.SQLITE_OPEN_READONLY)
    used = next(db.execute("SELECT sum(payload) FROM dbstat WHERE name <> 'sqlite_schema' AND name <> 'dictionary'"))[0]
    assert used / load.text_bytes < 3.3


@pytest.mark.slow
def test_opening_does_not_depend_on_what_is_kept(load: Load, tmp_path: Path) -> None:
    empty = tmp_path / "empty.recount"
    casebook.init_casebook(empty)
    times = {}
    for path in (empty, load.path):
        began = time.perf_counter()
        for _ in range(10):
            with Ledger.open(path) as ledger:
                assert ledger.head.seq > 0
        times[path] = time.perf_counter() - began
    assert times[load.path] < 3 * times[empty]
