"""What the tests of faults share: invented sources, what a casebook says, and children that fail where they are told.

Run as a programme, it loads the reader once and forks a child for each command that comes as a line of JSON, so that
killing one costs milliseconds. A child counts what SQLite writes, syncs and cuts, and fails at the operation that the
command names.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Self

import apsw

from recount.api import casebook
from recount.ledger import Ledger, verify
from recount.ledger.schema import CHAINED
from recount.pipeline import working
from recount.pipeline.adding import Adding, key_of, pieces_of
from recount.reading import Piece
from recount.settings import DEFAULT_READER

__all__ = ["Ended", "Forge", "assert_whole", "content", "invented", "jsonl", "made"]

_TOWNS = ("Kaya", "Djibo", "Dori", "Mopti", "Gao", "Bamako", "Maiduguri", "Goma", "Beni", "Bunia", "Mosul", "Homs")
_COUNTRIES = ("Burkina Faso", "Mali", "Nigeria", "DR Congo", "Iraq", "Syria")


def invented(number: int, *, seed: int = 0) -> list[dict[str, str]]:
    """Return so many invented reports, the same for a seed; one in 20 is longer than a page of the file."""
    chance = random.Random(seed)
    return [_one(chance, seed, at) for at in range(number)]


def _one(chance: random.Random, seed: int, at: int) -> dict[str, str]:
    town, other = chance.sample(_TOWNS, 2)
    killed, hurt = chance.randrange(2, 40), chance.randrange(2, 90)
    text = (
        f"{town.upper()}, {chance.choice(_COUNTRIES)} – At least {killed} civilians were killed on Monday when gunmen "
        f"attacked a market in {town}, officials said. “They came at dawn”, a resident told report no. {seed}-{at}. "
        f"The army said it killed {hurt} militants near {other} on Tuesday."
    )
    if at % 20 == 7:
        text += "\n\n" + " ".join(f"Prices of cloth rose by {chance.random():.9f} in the week." for _ in range(350))
    day = f"2024-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    return {
        "id": f"{seed}-{at}",
        "title": f"Attack in {town}",
        "text": text,
        "published": day,
        "outlet": "The Daily Record",
        "url": f"https://example.org/{seed}/{at}",
    }


def jsonl(path: Path, reports: list[dict[str, str]]) -> Path:
    """Write reports as JSON lines."""
    path.write_text("".join(f"{json.dumps(one)}\n" for one in reports), encoding="utf-8")
    return path


def made(path: Path, reports: list[dict[str, str]]) -> Path:
    """Make a casebook of reports, in this process."""
    source = jsonl(path.with_suffix(".jsonl"), reports)
    casebook.init_casebook(path, by="ana")
    outcome = casebook.add(path, [str(source)], processes=1, by="ana")
    assert ((), len(reports)) == (outcome.problems, outcome.added)
    return path


def assert_whole(path: Path) -> None:
    """Check that `verify` finds nothing, and that every article that can be seen has its coding with all rows."""
    assert verify(path).findings == ()
    with Ledger.open(path) as ledger:
        assert list(halves(ledger)) == []


def halves(ledger: Ledger) -> Iterator[Any]:
    """Yield articles without coding or words in the index, and codings with fewer rows than they say."""
    yield from ledger.execute(
        "SELECT id FROM article WHERE NOT EXISTS (SELECT 1 FROM coding WHERE article = article.seq) "
        "OR NOT EXISTS (SELECT 1 FROM obtained WHERE article = article.seq) "
        "OR NOT EXISTS (SELECT 1 FROM article_words_docsize WHERE id = article.seq)"
    )
    counted = " + ".join(
        f"(SELECT count(*) FROM {one} WHERE {one}.seq > coding.seq AND {one}.seq <= coding.seq + coding.rows)"
        for one in _CODED
    )
    yield from ledger.execute(f"SELECT seq, rows FROM coding WHERE rows <> {counted}")


_CODED = ("report", "statement", "tally")
_NOT_COMPARED = {"seq", "hash", "run", "at", "row"}


def content(path: Path, *, indexes: bool = True) -> dict[str, list[str]]:
    """Return what a casebook says, apart from the places of rows in the chain, hashes, runs and times.

    With `indexes`, what finds articles, reports and copies stands there too.
    """
    with Ledger.open(path) as ledger:
        names = {
            seq: name
            for sql in (
                "SELECT seq, id FROM article",
                "SELECT seq, hex(sha256) FROM original",
                "SELECT seq, hex(words) FROM dictionary",
                "SELECT seq, name || version FROM method",
                "SELECT coding.seq, article.id FROM coding JOIN article ON article.seq = coding.article",
                *(f"SELECT seq, id FROM {one}" for one in _CODED),
            )
            for seq, name in ledger.execute(sql)
        }
        said = {
            table: sorted(repr(_named(row, names)) for row in ledger.all(f"SELECT * FROM {table}"))
            for table in CHAINED
            if table not in ("run", "run_end")
        }
        if not indexes:
            return said
        boxes = ledger.execute("SELECT * FROM report_box")
        said["boxes"] = sorted(f"{names[seq]} {box}" for seq, *box in boxes)
        for name in ("article_words", "article_sketch"):
            ledger.execute(f"CREATE VIRTUAL TABLE temp.{name}_held USING fts5vocab(main, {name}, instance)")
            held = ledger.execute(f"SELECT DISTINCT term, doc FROM temp.{name}_held")
            said[name] = sorted(f"{term} {names[doc]}" for term, doc in held)
    return said


def _named(row: dict[str, Any], names: dict[int, str]) -> dict[str, Any]:
    links = ("article", "of", "family", "original", "dictionary", "method", "coding")
    return {
        name: names[value] if name in links and isinstance(value, int) else value
        for name, value in row.items()
        if name not in _NOT_COMPARED
    }


class Ended(NamedTuple):
    """How a child ended."""

    killed: bool
    outcome: Any
    """What the function returned, as JSON."""
    error: str | None
    """Class and message of the error that it raised."""
    operations: int
    """What it wrote, synced or cut."""


class Forge:
    """The programme that forks a child for each command."""

    def __init__(self, sources: list[Path]) -> None:
        """Start it; pieces of `sources` are read and coded once, so that children only write them."""
        self._process = subprocess.Popen(
            [sys.executable, __file__, *map(str, sources)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._said() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def start(self, do: str, path: Path, *, fault: dict[str, Any] | None = None, **arguments: Any) -> int:
        """Start a child that calls a function of the API; return its process id.

        Args:
            do: name of the function in `recount.api.casebook`.
            path: the casebook.
            fault: {"at": operation, "how": kill, torn or full}; or {"row": number} to be killed before that row;
                {"after": seconds} to be killed at a moment; {"pages": number} for the most pages that the file may
                have; {"bytes": number} for the most bytes.
            arguments: of the function.
        """
        assert self._process.stdin
        command = {"do": do, "path": str(path), "fault": fault or {}, "arguments": arguments}
        self._process.stdin.write(f"{json.dumps(command)}\n")
        self._process.stdin.flush()
        return int(self._said())

    def ended(self) -> Ended:
        """Wait for the child that was started last."""
        return Ended(*json.loads(self._said()))

    def run(self, do: str, path: Path, *, fault: dict[str, Any] | None = None, **arguments: Any) -> Ended:
        """Start a child and wait for it."""
        self.start(do, path, fault=fault, **arguments)
        return self.ended()

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


# Below: what runs in the programme and its children.


class _Failing(apsw.VFS):
    """Files as they are, but for one operation that fails."""

    def __init__(self, fault: dict[str, Any]) -> None:
        super().__init__("failing", "unix", makedefault=True)
        self.fault, self.operations = fault, 0

    def xOpen(self, name: Any, flags: Any) -> "_File":  # noqa: N802
        return _File(self, name, flags)

    def next(self) -> str | None:
        """Count an operation; return how it fails."""
        self.operations += 1
        return self.fault["how"] if self.operations == self.fault.get("at") else None


class _File(apsw.VFSFile):
    def __init__(self, vfs: _Failing, name: Any, flags: Any) -> None:
        self._vfs = vfs
        super().__init__("unix", name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802
        how = self._vfs.next()
        if how == "torn":
            super().xWrite(bytes(data)[: len(data) // 2], offset)
        self._fail(how)
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._fail(self._vfs.next())
        super().xSync(flags)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self._fail(self._vfs.next())
        super().xTruncate(size)

    def _fail(self, how: str | None) -> None:
        if how == "full":
            raise apsw.FullError("no space left on the device")
        if how:
            os.kill(os.getpid(), signal.SIGKILL)


def _in_child(command: dict[str, Any], answer: int) -> None:
    fault = command["fault"]
    if "bytes" in fault:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (fault["bytes"], resource.RLIM_INFINITY))
    if "pages" in fault:
        apsw.connection_hooks.append(lambda db: _limit(db, fault["pages"]))
    if "after" in fault:
        threading.Timer(fault["after"], os.kill, (os.getpid(), signal.SIGKILL)).start()
    if "row" in fault:
        apsw.connection_hooks.append(lambda db: _kill_before_row(db, fault["row"]))
    vfs = _Failing(fault)
    outcome, error = None, None
    try:
        found = getattr(casebook, command["do"])(Path(command["path"]), **command["arguments"])
        outcome = found.counted() if hasattr(found, "counted") else None
    except Exception as raised:  # noqa: BLE001  whatever it is, the test looks at it
        error = f"{type(raised).__name__}: {raised}"
    os.write(answer, json.dumps([False, outcome, error, vfs.operations]).encode())


def _limit(db: apsw.Connection, pages: int) -> None:
    if db.filename:
        db.pragma("max_page_count", pages)


def _kill_before_row(db: apsw.Connection, number: int) -> None:
    rows = 0

    def traced(_: object, sql: str, __: object) -> bool:
        nonlocal rows
        rows += sql.startswith("INSERT INTO") and ", hash)" in sql
        if rows == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return True

    db.set_exec_trace(traced)


def _remember(sources: list[str]) -> None:
    """Read and code pieces of sources once; children find what was made of them."""
    worker = working.Worker(DEFAULT_READER)
    pieces = [one for one in pieces_of(Adding(tuple(sources))) if isinstance(one, Piece)]
    known = {key_of(piece): worker.read_and_code(piece) for piece in pieces}
    code = working.Worker.read_and_code

    def remembered(self: working.Worker, piece: Piece) -> Any:
        return known.get(key_of(piece)) or code(self, piece)

    working.Worker.read_and_code = remembered  # type: ignore[method-assign]


@contextmanager
def _answers() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    try:
        yield ends
    finally:
        os.close(ends[0])


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _main() -> None:
    _remember(sys.argv[1:])
    _tell("ready")
    for line in sys.stdin:
        with _answers() as (reading, writing):
            pid = os.fork()
            if pid == 0:
                _in_child(json.loads(line), writing)
                os._exit(0)
            os.close(writing)
            _tell(str(pid))
            said = b""
            while more := os.read(reading, 65_536):
                said += more
            os.waitpid(pid, 0)
            _tell(said.decode() or json.dumps([True, None, None, 0]))


if __name__ == "__main__":
    _main()
