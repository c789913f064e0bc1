"""`recount demo`: an example casebook to look around in."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from recount.cli.casebook import By
from recount.cli.exits import errors_told
from recount.cli.progress import progress_bar
from recount.cli.terminal import complain, is_terminal
from recount.errors import BadArgument

__all__ = ["demo"]

_NAME = "example.recount"


def demo(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", show_default=False, help="Where to keep it; default: this folder.")
    ] = Path(),
    at: Annotated[
        Path | None, typer.Option("--at", metavar="FILE", help=f"The casebook's file; default: {_NAME} in FOLDER.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Of its pages; 0 takes any that is free.")] = 0,
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open a browser.")] = False,
    build_only: Annotated[bool, typer.Option("--build-only", help="Make the casebook and leave.")] = False,
    by: By = None,
) -> None:
    """Build an example casebook and open its pages in your browser.

    More than 60 invented reports tell one month of one conflict in real places: rival tolls, copies, tallies that match
    and that do not, denials, two attacks on one day. It works without a network. A second run opens what the first one
    built, with what you decided. To begin anew, remove the file. Stop with Ctrl-C.

    \b
    Examples:
      recount demo
      recount demo ~/casebooks --no-open --port 8000
      recount demo --at look-around.recount --build-only
    """
    from recount.api.demo import build_demo

    with errors_told():
        path = at or folder / _NAME
        if not path.parent.is_dir():
            raise BadArgument(f"There is no folder {path.parent}. Make it first, or name another.")
        with _progress() as told:
            built = build_demo(path, told=told)
        complain(f"Built {path}." if built.anew else f"{path} was built before; what was decided in it is there.")
        complain("It is an example: the places are real, the incidents, outlets and people are invented.")
        if build_only:
            complain(f"Look around with: recount demo --at {path}")
            return
        # Late: it loads the pages.
        from recount.cli.serving import serve_casebook

        serve_casebook(path, port=port, open_browser=not no_open, by=by)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show the step and how far it is, where a person watches."""
    if not is_terminal(sys.stderr):
        yield lambda *_: None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    with progress_bar("{task.description}", BarColumn(), TextColumn("{task.fields[done]}"), TimeElapsedColumn()) as bar:
        task = bar.add_task("beginning", total=None, done="")

        def told(step: str, done: int, whole: int) -> None:
            bar.update(task, description=step, completed=done, total=whole or None, done=f"{done:,}" if done else "")

        yield told
