"""Consoles, and text from articles made safe to print."""

import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["complain", "console", "is_terminal", "plain"]


def plain(text: object, *, one_line: bool = True) -> str:
    """Return text in which no character steers a terminal: each such one is written as ⟨U+…⟩.

    On one line, runs of white space (line ends too) become one space.
    """
    # Late, because `recount --version` should not wait for the nouns.
    from recount.nouns.wording import visible

    written = visible(str(text))
    return " ".join(written.split()) if one_line else written.expandtabs(4)


def is_terminal(stream: TextIO) -> bool:
    """Tell whether a person reads this stream on a terminal."""
    try:
        return stream.isatty()
    except ValueError:
        return False


def console(*, errors: bool = False) -> "Console":
    """Return a console that interprets no markup, no emoji names and no numbers in what it prints."""
    from rich.console import Console

    return Console(stderr=errors, markup=False, emoji=False, highlight=False)


def complain(message: str) -> None:
    """Print one message to standard error, free of control characters."""
    lines = [plain(line, one_line=False) for line in message.splitlines() if line.strip()]
    sys.stderr.write("\n".join(lines) + "\n")
