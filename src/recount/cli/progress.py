"""How far a long run is, on a terminal that somebody watches."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from recount.cli.terminal import console, is_terminal

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn

__all__ = ["adding_progress", "counting_progress", "progress_bar"]


def progress_bar(*columns: "str | ProgressColumn") -> "Progress":
    """Return a bar on standard error that goes when it is done.

    Without redirection: by default what is written to standard output would land on standard error.
    """
    from rich.progress import Progress

    return Progress(
        *columns, console=console(errors=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )


@contextmanager
def adding_progress(
    what: str, inputs: Sequence[str] = (), *, articles: int | None = None
) -> Iterator[Callable[[int, int], None]]:
    """Show articles done, their rate and, where the number of articles or the sizes of files tell it, the time left."""
    if not is_terminal(sys.stderr):
        yield lambda _articles, _size: None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    size = articles if articles is not None else _size_of(inputs)
    done = TextColumn("{task.fields[articles]:,} articles {task.fields[rate]}")
    left = [TimeRemainingColumn()] if size else []
    with progress_bar(what, BarColumn(), done, TimeElapsedColumn(), *left) as progress:
        task = progress.add_task(what, total=size, articles=0, rate="")

        def told(more: int, read: int) -> None:
            shown = progress.tasks[0]
            number = shown.fields["articles"] + more
            rate = f"{number / shown.elapsed:,.0f} a second" if shown.elapsed and shown.elapsed > 1 else ""
            progress.update(task, advance=read if articles is None else more, articles=number, rate=rate)

        yield told


@contextmanager
def counting_progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show how many of a known number are done, where a person watches; what is yielded takes both numbers."""
    if not is_terminal(sys.stderr):
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn

    with progress_bar(what, BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as progress:
        task = progress.add_task(what, total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


def _size_of(inputs: Sequence[str]) -> int | None:
    """Return the bytes of the inputs; None where they do not tell how much there is to read."""
    total = 0
    for source in inputs:
        path = Path(source)
        files = [one for one in path.rglob("*") if one.is_file()] if path.is_dir() else [path]
        if not all(one.is_file() and one.suffix.lower() not in (".gz", ".wacz", ".warc", ".zip") for one in files):
            return None
        total += sum(one.stat().st_size for one in files)
    return total or None
