"""Consoles, and text from articles made safe to print."""

import re
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console", "complain", "is_terminal", "plain"]

# An article may hold escape sequences that would colour, move or rewrite a terminal, and overrides that would
# show its letters in another order than they are coded in. The marks for left-to-right and right-to-left
# (U+200E, U+200F, U+061C) stay: Arabic and Hebrew texts need them and they reorder nothing by themselves.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def plain(text: object, *, one_line: bool = True) -> str:
    """Return text in which no character steers a terminal: each such one is written as ⟨U+…⟩.

    On one line, runs of white space (line ends too) become one space.
    """
    written = str(text).replace("\r\n", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    if one_line:
        written = " ".join(written.split())
    return _CONTROL.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", written.replace("\t", "    "))


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
    lines = [plain(line) for line in message.splitlines() if line.strip()]
    sys.stderr.write("\n".join(lines) + "\n")
