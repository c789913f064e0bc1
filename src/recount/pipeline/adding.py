"""Sources go into a casebook: an engine reads and codes, one paced writer keeps, each article whole or not."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from recount.ledger import (
    Kept,
    Ledger,
    Obtained,
    end_run,
    keep,
    keep_coding,
    keep_problem,
    method_row,
    moment,
    start_run,
)
from recount.nouns import Method, Problem
from recount.pipeline.coding import Coder
from recount.pipeline.working import Engine, Failed, Processes, Recoded
from recount.reading import LeftOut, Piece, Unread, article_of, pieces
from recount.settings import DEFAULT_READER, VERSION, ReaderName

__all__ = ["AddOutcome", "Adding", "Told", "add", "key_of", "now", "pieces_of", "recode", "try_out"]

# Articles that wait to be written, and seconds after which those that are there are written. A transaction costs about
# 1 ms whatever is in it; what is not written yet is read again after a kill.
_ARTICLES_AT_ONCE = 20
_SECONDS_AT_MOST = 1.0
# Seconds after which a transaction is ended, so that a person who decides something meanwhile hardly waits.
_SECONDS_HELD = 0.02


Told = Callable[[int, int], None]
"""Hears of articles done, and of the bytes that they were read from."""


class Adding(NamedTuple):
    """What `add` was asked for."""

    sources: tuple[str, ...]
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    columns: Mapping[str, str] | None = None
    """Names of a table's columns for text, published and so on."""
    reader: ReaderName = DEFAULT_READER
    engine: Engine = Processes()
    """What reads and codes: processes here, or Spark."""
    by: str = "unknown"

    def told(self) -> dict[str, Any]:
        """Return what the casebook keeps of it."""
        given = {name: value for name, value in self._asdict().items() if value is not None}
        del given["engine"], given["by"]
        return {**given, **self.engine.told()}


class AddOutcome(NamedTuple):
    """How a run went."""

    added: int = 0
    """Articles that are new, or were coded anew."""
    known: int = 0
    """Articles that the casebook held already."""
    left_out: int = 0
    """Things that are no reports by their kind."""
    problems: tuple[Problem, ...] = ()
    """What could not be read or coded."""
    interrupted: bool = False

    def counted(self) -> dict[str, Any]:
        """Return the outcome as the ledger keeps it."""
        return {
            "added": self.added,
            "known": self.known,
            "left_out": self.left_out,
            "failed": len(self.problems),
            "interrupted": self.interrupted,
        }


def now() -> datetime:
    """Return the time of this moment, UTC."""
    return datetime.now(UTC)


def _unheard(articles: int, size: int) -> None:
    """Hear nothing."""


def add(path: Path, asked: Adding, *, told: Told = _unheard) -> AddOutcome:
    """Read, code and keep what is new in sources; `told` hears of articles done and of the bytes they were read from.

    A second run over the same sources adds only what is new, also after this one was stopped at any point.

    Raises:
        BadArgument: an option that cannot be meant.
        BadLedger: the casebook cannot be opened or written.
    """
    with _run(path, "add", asked.told(), by=asked.by, told=told) as run:
        for found, made in asked.engine.work(run.new(pieces_of(asked)), "read_and_code", reader=asked.reader):
            run.take(found, made)
    return run.outcome


def try_out(path: Path, asked: Adding, *, told: Told = _unheard) -> AddOutcome:
    """Read what is in sources and return what `add` would do, without coding or keeping anything."""
    added, known, left_out = 0, 0, 0
    problems: list[Problem] = []
    with Ledger.open(path) as ledger:
        for one in pieces_of(asked):
            if isinstance(one, LeftOut):
                left_out += one.number
                continue
            read = one if isinstance(one, Unread) else article_of(one)
            if isinstance(read, Unread):
                problems.append(Problem(source=read.source, stage=read.stage, message=str(read.error)))
            elif ledger.value("SELECT 1 FROM article WHERE id = ?", (read.id,)):
                known += 1
            else:
                added += 1
            told(1, len(one.data) if isinstance(one, Piece) else 0)
    return AddOutcome(added, known, left_out, tuple(problems))


def recode(
    path: Path,
    *,
    reader: ReaderName,
    engine: Engine,
    by: str,
    told: Told = _unheard,
) -> AddOutcome:
    """Code the articles that are kept with the present method, beside what other methods made of them.

    Articles that this method has coded already are left as they are.

    Raises:
        BadLedger: the casebook cannot be opened or written.
    """
    with _run(path, "recode", {"reader": reader}, by=by, told=told) as run:
        uncoded = run.uncoded(Coder(reader=reader).method)
        for article, made in engine.work(uncoded, "code", reader=reader):
            run.take(article, made)
    return run.outcome


def pieces_of(asked: Adding) -> Iterator[Piece | Unread | LeftOut]:
    """Yield what is found in the sources that `add` was asked for."""
    for source in asked.sources:
        yield from pieces(source, published=asked.published, outlet=asked.outlet, url=asked.url, columns=asked.columns)


def key_of(piece: Piece) -> bytes:
    """Digest the bytes of a piece and what is given with them: the same again is not read again."""
    given = repr((piece.form, piece.known, piece.declared))
    return sha256(piece.data + b"\x00" + given.encode("utf-8", "surrogatepass")).digest()[:16]


@contextmanager
def _run(path: Path, command: str, arguments: object, *, by: str, told: Told) -> Iterator["_Run"]:
    """Hold a casebook open for one run, and record when it began and how it ended, also where a person stops it."""
    with Ledger.open(path, write=True) as ledger:
        with ledger.writing():
            seq = start_run(ledger, command, arguments, by=by, at=now(), version=VERSION)
        run = _Run(ledger, seq, told)
        try:
            yield run
        except KeyboardInterrupt:
            run.interrupt()
        run.write()
        with ledger.writing():
            end_run(ledger, seq, run.outcome.counted(), at=now())


class _Run:
    """Writes what was made of pieces and articles, a few a transaction."""

    def __init__(self, ledger: Ledger, seq: int, told: Told) -> None:
        self._ledger, self._seq, self._told = ledger, seq, told
        self._waiting: list[Callable[[], None]] = []
        self._since = monotonic()
        self._counted = AddOutcome()
        self._problems: list[Problem] = []

    @property
    def outcome(self) -> AddOutcome:
        """How the run went so far."""
        return self._counted._replace(problems=tuple(self._problems))

    def interrupt(self) -> None:
        """Note that a person stopped the run."""
        self._counted = self._counted._replace(interrupted=True)

    def new(self, found: Iterable[Piece | Unread | LeftOut]) -> Iterator[Piece | Unread | LeftOut]:
        """Yield what the casebook does not hold: pieces, and what is no piece in its place between them."""
        for one in found:
            if isinstance(one, Piece) and self._ledger.one("SELECT 1 FROM obtained WHERE key = ?", (key_of(one),)):
                self._count(known=1)
                self._told(1, len(one.data))
            else:
                yield one

    def uncoded(self, method: Method) -> Iterator[dict[str, Any]]:
        """Yield the articles that a method has not coded."""
        with self._ledger.writing():
            row = method_row(self._ledger, method)
        last = 0
        while article := self._ledger.one(
            "SELECT * FROM article WHERE seq > ? AND text IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM coding WHERE coding.article = article.seq AND coding.method = ?) ORDER BY seq LIMIT 1",
            (last, row),
        ):
            last = article["seq"]
            yield article

    def take(self, item: Any, made: Any) -> None:
        """Have written what was made of an item, soon."""
        if isinstance(item, LeftOut):
            self._count(left_out=item.number)
            message = f"{item.number} left out: {item.reason}"
            self._wait(partial(self._problem, Problem(source=item.source, stage="left out", message=message), None))
        elif isinstance(item, Unread):
            self._fail(item.source, item.place, Failed(item.stage, str(item.error)))
        elif isinstance(item, Piece):
            if isinstance(made, Failed):
                self._fail(item.source, item.place, made)
            else:
                self._wait(partial(self._article, item, *made))
            self._told(1, len(item.data))
        else:
            if isinstance(made, Failed):
                self._fail(item["id"], None, made)
            else:
                self._wait(partial(self._coding, item, made))
            self._told(1, len(item["text"]))

    def write(self) -> None:
        """Write what waits, in short transactions."""
        self._since = monotonic()
        while self._waiting:
            before = self._counted
            try:
                with self._ledger.writing():
                    written = self._write_some()
            except BaseException:
                # Nothing of it was kept: what was counted did not happen.
                self._counted = before
                raise
            del self._waiting[:written]
            self._ledger.pause()

    def _write_some(self) -> int:
        """Write the first ones of what waits; return how many they are."""
        begin = monotonic()
        number = 0
        while number < len(self._waiting) and monotonic() - begin < _SECONDS_HELD:
            self._waiting[number]()
            number += 1
        return number

    def _wait(self, one: Callable[[], None]) -> None:
        self._waiting.append(one)
        if len(self._waiting) >= _ARTICLES_AT_ONCE or monotonic() - self._since > _SECONDS_AT_MOST:
            self.write()

    def _article(self, piece: Piece, kept: Kept, method: Method) -> None:
        obtained = Obtained(piece.source, piece.place, piece.how, moment(piece.obtained or now()), key_of(piece))
        row = method_row(self._ledger, method)
        new = keep(self._ledger, kept, obtained, run=self._seq, method=row, original=piece.original)
        self._count(**{"added" if new else "known": 1})

    def _coding(self, article: dict[str, Any], made: Recoded) -> None:
        row = method_row(self._ledger, made.method)
        if self._ledger.one("SELECT 1 FROM coding WHERE article = ? AND method = ?", (article["seq"], row)):
            return
        keep_coding(self._ledger, made.coded, text=article["text"], article=article["seq"], run=self._seq, method=row)
        self._count(added=1)

    def _fail(self, source: str, place: str | None, failed: Failed) -> None:
        problem = Problem(source=source, stage=failed.stage, message=failed.message)
        self._problems.append(problem)
        self._wait(partial(self._problem, problem, place))

    def _problem(self, problem: Problem, place: str | None) -> None:
        keep_problem(self._ledger, problem, place=place, run=self._seq)

    def _count(self, **more: int) -> None:
        self._counted = self._counted._replace(
            **{name: getattr(self._counted, name) + one for name, one in more.items()}
        )
