"""Exit codes, and how an error becomes one."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from recount.cli.terminal import complain
from recount.errors import BadArgument, RecountError

__all__ = ["ALL_CODED", "INTERRUPTED", "SOME_FAILED", "WRONG_USAGE", "errors_told"]

ALL_CODED, SOME_FAILED, WRONG_USAGE = 0, 1, 2
INTERRUPTED = 130


@contextmanager
def errors_told() -> Iterator[None]:
    """Print an error of the tree as its message and leave; a defect still shows its traceback."""
    try:
        yield
    except BadArgument as problem:
        complain(f"recount: {problem}")
        raise typer.Exit(WRONG_USAGE) from None
    except RecountError as problem:
        complain(f"recount: {problem}")
        raise typer.Exit(SOME_FAILED) from None
