"""What reads and codes, and the processes that run it: fed in order, a few ahead, each item with its time."""

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TooLong
from itertools import chain, islice
from multiprocessing import get_context
from typing import Any, Literal, NamedTuple, Protocol

from pebble import ProcessExpired, ProcessPool

from recount.errors import RecountError
from recount.ledger import CodedRows, Kept, kept_of, rows_of, stored_article
from recount.nouns import Method
from recount.pipeline.coding import Coder
from recount.pipeline.defects import defect
from recount.reading import LeftOut, Piece, Unread, article_of
from recount.settings import DEFAULT_READER, SECONDS_A_PIECE, ReaderName

__all__ = ["Engine", "Failed", "Processes", "Recoded", "Task", "Worker", "is_work"]

Task = Literal["read_and_code", "code"]

# Fewer items are worked on here: a process of its own takes one to three seconds to load its reader.
_FEWEST_FOR_PROCESSES = 32
# Items waiting per process, so that none stands idle and few are in memory.
_AHEAD = 6


class Failed(NamedTuple):
    """Why nothing could be made of an item."""

    stage: str
    message: str


class Recoded(NamedTuple):
    """An article that was kept before, coded anew."""

    coded: CodedRows
    method: Method


class Worker:
    """Reads and codes; loads what it needs once in each process."""

    def __init__(self, reader: ReaderName) -> None:
        """Load the reader."""
        self._coder = Coder(reader=reader)

    @property
    def method(self) -> Method:
        """What codes here."""
        return self._coder.method

    def read_and_code(self, piece: Piece) -> tuple[Kept, Method] | Failed:
        """Read a piece and code its article."""
        try:
            article = article_of(piece)
            if isinstance(article, Unread):
                return Failed(article.stage, str(article.error))
            record = self._coder.code(article)
            return kept_of(record, piece.data, media_type=piece.media_type), self.method
        except (RecountError, RecursionError, MemoryError) as error:
            return Failed("extraction", f"{piece.name}: {error or type(error).__name__}")
        except Exception as error:  # noqa: BLE001  what one article meets does not end a load of thousands
            return Failed("extraction", f"{piece.name}: {defect(error)}")

    def code(self, columns: dict[str, Any]) -> Recoded | Failed:
        """Code an article that is kept."""
        try:
            return Recoded(rows_of(self._coder.code(stored_article(columns))), self.method)
        except (RecountError, RecursionError, MemoryError) as error:
            return Failed("extraction", f"{columns['id']}: {error or type(error).__name__}")
        except Exception as error:  # noqa: BLE001  as above
            return Failed("extraction", f"{columns['id']}: {defect(error)}")


class Engine(Protocol):
    """What runs the reading and coding of a load."""

    def told(self) -> dict[str, Any]:
        """Return what the casebook keeps of how the run was done."""
        ...

    def work(
        self, items: Iterable[Any], task: Task, *, reader: ReaderName = DEFAULT_READER
    ) -> Iterator[tuple[Any, Any]]:
        """Yield each item with what was made of it, in the order of the items; None for what is no work."""
        ...


def is_work(item: Any) -> bool:
    """Tell whether something is to be made of an item: what is left out or cannot be read keeps its place only."""
    return not isinstance(item, LeftOut | Unread)


_here: Worker | None = None


# Added to a process's niceness: people who read and decide meanwhile come first, and nobody waits for a load by the
# second. On a machine with nothing else to do it costs nothing.
_NICENESS = 15


def _start(reader: ReaderName) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    global _here  # noqa: PLW0603  one worker a process, loaded when the process starts
    _here = Worker(reader)


def _work(task: Task, item: Any) -> Any:
    if _here is None:  # pragma: no cover
        raise RuntimeError("the process was started without a worker")
    return getattr(_here, task)(item)


class Processes(NamedTuple):
    """The engine of one machine: processes that are replaced when one of them ends."""

    number: int = 1
    seconds: float = SECONDS_A_PIECE
    """After which an item is given up; only where there are processes."""
    fewest: int = _FEWEST_FOR_PROCESSES
    """Items below which they are worked on in the calling process."""

    def told(self) -> dict[str, Any]:
        """Return what the casebook keeps of how the run was done."""
        return {"processes": self.number}

    def work(
        self, items: Iterable[Any], task: Task, *, reader: ReaderName = DEFAULT_READER
    ) -> Iterator[tuple[Any, Any]]:
        """Yield each item with what was made of it, in the order of the items.

        An item that takes longer than `seconds`, or that brings its process down, becomes `Failed`; the others go on
        in a new process. Few items are worked on in this process.
        """
        coming = iter(items)
        first = list(islice(coming, self.fewest))
        if len(first) < self.fewest or self.number < 2:
            yield from _worked_here(chain(first, coming), task, reader)
        else:
            yield from self._worked(chain(first, coming), task, reader)

    def _worked(self, items: Iterator[Any], task: Task, reader: ReaderName) -> Iterator[tuple[Any, Any]]:
        # Spawned, not forked: a fork of a process with threads (onnxruntime, SQLite) may hang.
        pool = ProcessPool(self.number, initializer=_start, initargs=(reader,), context=get_context("spawn"))
        waiting: deque[tuple[Any, Any]] = deque()
        try:
            for item in items:
                future = pool.schedule(_work, args=(task, item), timeout=self.seconds) if is_work(item) else None
                waiting.append((item, future))
                if len(waiting) > self.number * _AHEAD:
                    yield _outcome(*waiting.popleft(), self.seconds)
            while waiting:
                yield _outcome(*waiting.popleft(), self.seconds)
            pool.close()  # type: ignore[no-untyped-call]
        finally:
            pool.stop()  # type: ignore[no-untyped-call]
            pool.join()


def _worked_here(items: Iterator[Any], task: Task, reader: ReaderName) -> Iterator[tuple[Any, Any]]:
    worker: Worker | None = None
    for item in items:
        made = None
        if is_work(item):
            worker = worker or Worker(reader)
            made = getattr(worker, task)(item)
        yield item, made


def _outcome(item: Any, future: Any, seconds: float) -> tuple[Any, Any]:
    if future is None:
        return item, None
    try:
        return item, future.result()
    except TooLong:
        message = f"it took longer than {seconds:.0f} seconds and was given up. Shorten it, or read a part of it."
    except ProcessExpired as error:
        message = (
            f"the process that read it ended (exit code {error.exitcode}): it may need more memory than there is, or "
            "meet a defect of a library. Save it in another form, such as plain text."
        )
    return item, Failed("reading", message)
