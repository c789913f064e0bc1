"""Malformed inputs beside good ones: each is a problem with its reason, and the good ones are kept."""

import gzip
import multiprocessing
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults import assert_whole, invented

from recount.api import casebook
from recount.ledger import Ledger
from recount.pipeline.working import Failed, Processes, Worker
from recount.reading import Piece
from recount.settings import DEFAULT_READER

GOOD = invented(40, seed=9)
# Bytes of memory that the processes may take, each at its most.
MOST_BYTES = 1 << 30


def malformed() -> Iterator[tuple[str, bytes]]:
    """Yield names and contents of files from which no report can be read."""
    chance = random.Random(6)
    for number in range(20):
        yield f"noise-{number}.txt", chance.randbytes(50 + number * 997) + b"\x00\x01"
    for number in range(10):
        yield f"empty-{number}.html", (b"", b" ", b"\n" * 50, b"<html></html>", b"<p>", b"<!-- a -->")[number % 6]
    for number in range(10):
        yield f"cut-{number}.pdf", b"%PDF-1.7\n" + chance.randbytes(number * 100)
    for number in range(10):
        whole = gzip.compress(b'{"text": "At least 12 people were killed in Kaya."}\n' * 40)
        yield f"cut-{number}.jsonl.gz", whole[: 11 + number * 3]
    for number in range(10):
        yield f"cut-{number}.warc", b"WARC/1.0\r\nContent-Length: 99999999\r\n\r\n" + chance.randbytes(number)
    for number in range(10):
        yield f"cut-{number}.wacz", b"PK\x03\x04" + chance.randbytes(20 + number)
    lines = (
        "{", "[]", "null", "7", '{"text": 7}', '{"text": ""}', "{}", '{"text": "x", "published": "31 February"}',
        '{"text": "' + "\\ud800" * 3 + '"}', "[" * 5_000, '{"text": "a", "text": ""}', '{"text": null}',
        '{"title": "Only a title"}', "\x00", "NaN", '{"text": ["a"]}', '{"id": 7, "text": {}}', '"text"', "}", "{]",
    )  # fmt: skip
    for number, line in enumerate(lines):
        yield f"line-{number}.jsonl", f"{line}\n".encode()
    for number in range(10):
        yield f"table-{number}.csv", (b"a,b\n1,2\n", b"text\n\n", b"\xff\xfe\x00", b"text,published\n,\n")[number % 4]
    yield "bomb.txt.gz", gzip.compress(bytes(1 << 30), 9)
    yield "deep.html", b"<div>" * 200_000
    yield "long.txt", b"x" * 30_000_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("inputs")
    for name, written in malformed():
        (folder / name).write_bytes(written)
    for number, report in enumerate(GOOD):
        text = f"{report['title']}\n\n{report['text']}\n"
        (folder / f"good-{number}.txt").write_text(text, encoding="utf-8")
    return folder


# A process started by a large one inherits that one's peak; this one is small, and so are the figures of its children.
_MEASURED = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print("peak", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
def test_malformed_files_beside_good_ones(folder: Path, tmp_path: Path) -> None:
    """Through the command line: the exit code is 1, and memory stays within bounds in each of the processes."""
    path = tmp_path / "casebook.recount"
    casebook.init_casebook(path)
    command = [sys.executable, "-m", "recount", "add", str(path), str(folder), "--by", "ana", "--processes", "2"]
    ended = subprocess.run([sys.executable, "-c", _MEASURED, *command], capture_output=True, text=True, check=False)
    assert (ended.returncode, "Traceback" in ended.stderr) == (1, False), ended.stderr[-2000:]
    assert int(ended.stderr.rpartition("peak ")[2]) * 1024 < MOST_BYTES
    with Ledger.open(path) as ledger:
        sources = [Path(one).name for (one,) in ledger.execute("SELECT source FROM obtained")]
        problems = {Path(one).name: message for one, message in ledger.execute("SELECT source, message FROM problem")}
    assert {f"good-{number}.txt" for number in range(len(GOOD))} <= set(sources)
    bad = {name for name, _ in malformed()}
    assert bad - set(problems) <= set(sources), "nothing is passed over silently"
    assert len(bad & set(problems)) >= 100
    assert all(len(message) > 20 for message in problems.values())
    assert_whole(path)


def pieces_with_a_long_one(number: int, long_at: int) -> list[Piece]:
    """Return so many pieces, of which one takes a minute to code."""
    reports = [one["text"] for one in invented(number, seed=11)]
    reports[long_at] = " ".join(one["text"] for one in invented(6_000, seed=12))
    return [Piece(f"{at}.txt", None, text.encode(), "text") for at, text in enumerate(reports)]


def outcomes(made: Iterator[tuple[Any, Any]]) -> dict[int, Any]:
    return {int(piece.source.removesuffix(".txt")): one for piece, one in made}


@pytest.mark.slow
def test_a_piece_that_takes_too_long_is_one_problem() -> None:
    pieces = pieces_with_a_long_one(36, 4)
    made = outcomes(Processes(2, seconds=8.0).work(pieces, "read_and_code"))
    failed = {at: one.message for at, one in made.items() if isinstance(one, Failed)}
    assert list(made) == list(range(36))
    assert list(failed) == [4]
    assert "longer than 8 seconds" in failed[4]


@pytest.mark.slow
def test_a_piece_that_brings_its_process_down_is_one_problem() -> None:
    pieces = pieces_with_a_long_one(36, 4)
    killer = threading.Thread(target=kill_the_busy_one)
    made = {}
    for piece, one in Processes(2).work(pieces, "read_and_code"):
        made.update(outcomes(iter([(piece, one)])))
        if len(made) == 4:
            killer.start()
    killer.join()
    failed = {at: one.message for at, one in made.items() if isinstance(one, Failed)}
    assert list(made) == list(range(36))
    assert list(failed) == [4]
    assert "the process that read it ended" in failed[4]


def test_an_article_that_meets_a_defect_is_one_problem() -> None:
    """Nothing foresees a row that lacks columns."""
    good, worker = invented(1)[0], Worker(DEFAULT_READER)
    kept = worker.read_and_code(Piece("a.txt", None, good["text"].encode(), "text"))
    assert not isinstance(kept, Failed)
    rows = [{"id": "art1:0000000000000000"}, kept[0].article]
    (_, failed), (_, coded) = Processes().work(rows, "code")
    assert failed.message.startswith("art1:0000000000000000: a defect of Recount (KeyError: ")
    assert not isinstance(coded, Failed)


def kill_the_busy_one() -> None:
    """Kill the child that works, once the other one has nothing left to do."""
    for _ in range(60):
        before = ticks()
        time.sleep(0.5)
        now = ticks()
        busy = [pid for pid in before.keys() & now.keys() if now[pid] - before[pid] > 5]
        if len(busy) == 1 and len(now) == 2:
            os.kill(busy[0], signal.SIGKILL)
            return


def ticks() -> dict[int, int]:
    """Return the processor time of each child that `multiprocessing` spawned, in ticks of the clock."""
    return {one.pid: used(one.pid) for one in multiprocessing.active_children() if one.pid}


def used(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
