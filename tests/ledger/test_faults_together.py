"""Several processes use a casebook at once: writers wait for one another, readers see whole articles only."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import pytest
from faults import Forge, assert_whole, content, halves, invented, jsonl, made

from recount.api import casebook
from recount.ledger import Ledger, verify

REPORTS = invented(60, seed=4)
DECISIONS = 220
# Seconds that one decision of 20 may take at most, where the machine does nothing else.
P95_SECONDS = 0.05


@pytest.mark.slow
def test_two_loads_of_overlapping_sources(tmp_path: Path) -> None:
    first = jsonl(tmp_path / "first.jsonl", REPORTS[:40])
    second = jsonl(tmp_path / "second.jsonl", REPORTS[20:])
    path, alone = tmp_path / "casebook.recount", tmp_path / "alone.recount"
    casebook.init_casebook(path)
    casebook.init_casebook(alone)
    with Forge([first, second]) as one, Forge([first, second]) as other:
        one.start("add", path, sources=[str(first)], processes=1)
        other.start("add", path, sources=[str(second)], processes=1)
        ended = [one.ended(), other.ended()]
        assert [(end.error, end.outcome["added"] + end.outcome["known"]) for end in ended] == [(None, 40), (None, 40)]
        assert sum(end.outcome["added"] for end in ended) == len(REPORTS)
        one.run("add", alone, sources=[str(first), str(second)], processes=1)
    assert_whole(path)
    said, said_alone = content(path), content(alone)
    for table in ("article", "original", "coding", "report", "statement", "tally", "method", "article_words"):
        assert said_alone[table] == said[table]


class Loading:
    """A load that only writes, in a process of its own."""

    def __init__(self, path: Path, source: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, Path(__file__).with_name("faults_loading.py"), path, source],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

        assert self._process.stdout
        assert self._process.stdout.readline() == "begun\n"

    def ended(self) -> int:
        """End it; return how many articles it added."""
        said, _ = self._process.communicate()
        assert self._process.returncode == 0
        return int(said)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return made(tmp_path / "casebook.recount", REPORTS[:20])


def p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def decided(path: Path, number: int) -> Iterator[float]:
    """Take decisions one after another, as a reviewer's programme does; yield the seconds that each took."""
    with Ledger.open(path) as ledger:
        reports = [id_ for (id_,) in ledger.execute("SELECT id FROM report ORDER BY seq LIMIT 50")]
    for at in range(number):
        begin = time.perf_counter()
        casebook.decide(path, reports[at % len(reports)], "accept", by="ana", reason=f"decision {at}")
        yield time.perf_counter() - begin
        time.sleep(0.005)


@pytest.mark.slow
def test_decisions_during_a_load_are_kept_and_wait_little(path: Path) -> None:
    """Both write; where the machine is busy, a decision may also take as much longer as it does without a load."""
    quiet = list(decided(path, 60))
    load = Loading(path, path.with_suffix(".jsonl"))
    begin = time.perf_counter()
    busy = list(decided(path, DECISIONS))
    took = time.perf_counter() - begin
    added = load.ended()
    figures = [f"{name}: p50 {quantiles(one, n=2)[0] * 1000:.1f} ms, p95 {p95(one) * 1000:.1f} ms, at most "
               f"{max(one) * 1000:.0f} ms" for name, one in (("quiet", quiet), ("load", busy))]  # fmt: skip
    sys.stdout.write(f"{figures}, {added / took:.0f} articles a second\n")
    with Ledger.open(path) as ledger:
        assert ledger.value("SELECT count(*) FROM decision") == len(quiet) + DECISIONS
    assert_whole(path)
    assert added > 100
    assert p95(busy) < P95_SECONDS + 2 * p95(quiet), figures


@pytest.mark.slow
def test_readers_during_a_load_see_whole_articles(path: Path) -> None:
    load = Loading(path, path.with_suffix(".jsonl"))
    until = time.monotonic() + 3
    looks, counted = 0, set()
    while time.monotonic() < until:
        with Ledger.open(path) as ledger:
            ledger.execute("BEGIN")
            assert list(halves(ledger)) == []
            counted.add(ledger.value("SELECT count(*) FROM article"))
        if looks % 10 == 0:
            assert verify(path).findings == ()
        looks += 1
    load.ended()
    assert looks > 20
    assert len(counted) > 5
    assert_whole(path)
