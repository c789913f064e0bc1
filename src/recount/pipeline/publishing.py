"""Writes the files of a release: events rendered in processes, written in order by one writer."""

from array import array
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, TextIO

import pyarrow.parquet as pq
from pebble import ProcessExpired, ProcessPool

from recount.errors import RecountError
from recount.pipeline.rendering import Asked, Form, Rendered, Renderer
from recount.publishing.events.columns import event_columns
from recount.publishing.events.geojson import END, HEAD
from recount.publishing.events.geoparquet import GeoParquetFile, schema_of
from recount.publishing.formats.acled import ACLED_COLUMNS, ACLED_FORMAT
from recount.publishing.formats.ged import GED_COLUMNS, GED_FORMAT
from recount.publishing.formats.polecat import POLECAT_COLUMNS, POLECAT_FORMAT
from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.formats.tables import TableFormat
from recount.publishing.release.counts import Counts
from recount.publishing.release.package import PublishedFile, published_file
from recount.publishing.release.states import STATES, STATES_SCHEMA

__all__ = ["FILES", "Told", "Written", "write_events"]

Told = Callable[[int, int], None]
"""Hears of events done, and of how many there are."""

FILES: Mapping[Form, tuple[str, str]] = {
    "acled": ("acled.csv", "Events in ACLED's columns and vocabulary, under its rules."),
    "ged": ("ged.csv", "Events in the columns of UCDP GED, under its rules."),
    "plover": ("plover.jsonl", "Events as records of PLOVER 2.0, one a line."),
    "polecat": ("polecat.tsv", "Events in POLECAT's columns."),
    "csv": ("events.csv", "Every event with its figures under each rule, and the words behind every value."),
    "geojson": ("events.geojson", "The same on a map, uncertain places as areas."),
    "parquet": ("events.parquet", "The same as GeoParquet."),
}
"""By format its file and what that holds."""

# Events of one piece of work, and pieces that wait for each process.
_PIECE = 250
_AHEAD = 4
# Events below which they are rendered here: a process takes a second or two to start.
_FEWEST_FOR_PROCESSES = 1_000
# Deaths of a dyad in a year from which on GED calls it active.
_ACTIVE_DEATHS = 25
_TEXTS: tuple[Form, ...] = ("acled", "ged", "plover", "polecat", "csv", "geojson")


class Written(NamedTuple):
    """The files of events, and what they hold."""

    files: tuple[PublishedFile, ...]
    counts: Counts


def write_events(folder: Path, asked: Asked, ids: Sequence[str], *, processes: int, head: int, told: Told) -> Written:
    """Write the files of all formats and the states of events into a folder.

    Args:
        folder: where; it is there and empty.
        asked: what is published.
        ids: of the events, in the order in which they are written.
        processes: how many render.
        head: the end of the chain when the release began.
        told: hears of progress.

    Raises:
        RecountError: the casebook was written to in the moment in which reading began, or a process ended.
    """
    counts = Counts()
    with ExitStack() as stack:
        files = stack.enter_context(_Files(folder, asked))
        done = 0
        for piece, rendered in _rendered(asked, ids, processes):
            if rendered.head != head:
                raise RecountError(
                    f"{asked.casebook} was written to while publishing began. Nothing was published; run the same "
                    "command again."
                )
            files.take(rendered)
            counts.join(rendered.counts)
            done += len(piece)
            told(done, len(ids))
    return Written(tuple(files.listed()), counts)


class _Files:
    """The open files of a release."""

    def __init__(self, folder: Path, asked: Asked) -> None:
        self._folder, self._asked = folder, asked
        self._open = ExitStack()
        self._columns = event_columns(asked.rules)
        self._texts: dict[Form, TextIO] = {}
        self._rows: Counter[Form] = Counter()
        self._active = _Active()
        self._parquet: GeoParquetFile | None = None

    def __enter__(self) -> Self:
        for form in self._asked.forms:
            path = self._folder / FILES[form][0]
            if form in _TEXTS:
                out = self._open.enter_context(path.open("w", encoding="utf-8", newline=""))
                out.write(self._head(form))
                self._texts[form] = out
            else:
                self._parquet = self._open.enter_context(GeoParquetFile(path, schema_of(self._columns)))
        states = pq.ParquetWriter(self._folder / STATES, STATES_SCHEMA, compression="zstd")
        self._states = self._open.enter_context(states)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None and "geojson" in self._texts:
                self._texts["geojson"].write(END)
        finally:
            self._open.close()
        if kind is None and "ged" in self._texts:
            self._active.mark(self._folder / FILES["ged"][0])

    def take(self, rendered: Rendered) -> None:
        """Write some events."""
        for form, out in self._texts.items():
            pieces = rendered.texts.get(form, ())
            if form == "geojson" and pieces:
                out.write(",\n" if self._rows[form] else "")
                out.write(",\n".join(pieces))
            else:
                out.writelines(pieces)
            self._rows[form] += rendered.rows.get(form, 0)
        if self._parquet is not None and rendered.batch is not None:
            self._parquet.write(rendered.batch)
            self._rows["parquet"] += len(rendered.batch)
        self._active.take(rendered.texts.get("ged", ()), rendered.dyads)
        self._states.write_table(rendered.states)

    def listed(self) -> Iterator[PublishedFile]:
        """Yield what was written, once the files are closed."""
        for form in self._asked.forms:
            name, about = FILES[form]
            columns = self._columns_of(form)
            yield published_file(self._folder, name, about, rows=self._rows[form], columns=columns)
        yield published_file(self._folder, STATES, "The state of each event, which `recount diff` compares.")

    def _head(self, form: Form) -> str:
        tables: Mapping[str, TableFormat[Any]] = {
            "acled": ACLED_FORMAT, "ged": GED_FORMAT, "polecat": POLECAT_FORMAT,
            "csv": TableFormat("events", lambda *values: values, self._columns),
        }  # fmt: skip
        return HEAD if form == "geojson" else tables[form].head if form in tables else ""

    def _columns_of(self, form: Form) -> Sequence[ColumnSpec]:
        if form in ("csv", "parquet"):
            return self._columns
        return {"acled": ACLED_COLUMNS, "ged": GED_COLUMNS, "polecat": POLECAT_COLUMNS}.get(form, ())


class _Active:
    """Marks the lines of GED whose dyad reached 25 deaths in the year, which is known at the end only."""

    def __init__(self) -> None:
        self._deaths: Counter[Any] = Counter()
        self._numbers: dict[Any, int] = {}
        self._dyads, self._lengths = array("q"), array("q")

    def take(self, lines: Sequence[str], dyads: Sequence[tuple[Any, int]]) -> None:
        for line, (dyad, best) in zip(lines, dyads, strict=True):
            self._deaths[dyad] += best
            self._dyads.append(self._numbers.setdefault(dyad, len(self._numbers)))
            self._lengths.append(len(line))

    def mark(self, path: Path) -> None:
        active = {self._numbers[dyad] for dyad, deaths in self._deaths.items() if deaths >= _ACTIVE_DEATHS}
        marked = path.with_suffix(".marked")
        with (
            path.open(encoding="utf-8", newline="") as lines,
            marked.open("w", encoding="utf-8", newline="") as out,
        ):
            out.write(lines.readline())
            for dyad, length in zip(self._dyads, self._lengths, strict=True):
                line = lines.read(length)
                out.write(_as_active(line) if dyad in active else line)
        marked.replace(path)


def _as_active(line: str) -> str:
    """Set `active_year`, the fourth column; those before it hold neither quotes nor commas."""
    number, relid, year, _, rest = line.split(",", 4)
    return ",".join((number, relid, year, "1", rest))


_here: Renderer | None = None


def _start(asked: Asked) -> None:
    global _here  # noqa: PLW0603  one renderer a process, made when the process starts
    _here = Renderer(asked)


def _render(ids: Sequence[str]) -> Rendered:
    if _here is None:  # pragma: no cover
        raise RuntimeError("the process was started without a renderer")
    return _here.render(ids)


def _rendered(asked: Asked, ids: Sequence[str], processes: int) -> Iterator[tuple[Sequence[str], Rendered]]:
    """Yield pieces of the ids with what was made of them, in order."""
    pieces = [ids[start : start + _PIECE] for start in range(0, len(ids), _PIECE)]
    if processes < 2 or len(ids) < _FEWEST_FOR_PROCESSES:
        renderer = Renderer(asked)
        try:
            for piece in pieces:
                yield piece, renderer.render(piece)
        finally:
            renderer.close()
        return
    # Spawned, not forked: a fork of a process with threads may hang.
    pool = ProcessPool(processes, initializer=_start, initargs=(asked,), context=get_context("spawn"))
    waiting: deque[tuple[Sequence[str], Any]] = deque()
    try:
        for piece in pieces:
            waiting.append((piece, pool.schedule(_render, args=(piece,))))
            if len(waiting) > processes * _AHEAD:
                yield _outcome(*waiting.popleft())
        while waiting:
            yield _outcome(*waiting.popleft())
        pool.close()  # type: ignore[no-untyped-call]
    finally:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _outcome(piece: Sequence[str], future: Any) -> tuple[Sequence[str], Rendered]:
    try:
        return piece, future.result()
    except ProcessExpired as error:
        raise RecountError(
            f"The process that rendered {piece[0]} and the events after it ended (exit code {error.exitcode}). It may "
            "need more memory than there is: publish fewer formats at once, or with --processes 1."
        ) from error
