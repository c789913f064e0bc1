"""An example to look around in: invented reports on one month in a real region, as files of several forms."""

from pathlib import Path
from typing import NamedTuple

__all__ = ["FOLDER", "MARK", "SOURCES", "Source"]

FOLDER = Path(__file__).parent / "data"
"""Where the files lie."""

MARK = "[Invented example for Recount. No such event took place.]"
"""The first or the last line of every article. Every outlet is marked as invented, too."""


class Source(NamedTuple):
    """Files that are read together."""

    files: tuple[str, ...]
    outlet: str | None = None
    """Who published them; None where the files say it."""
    published: str | None = None
    """The day on which they were published; None where the files say it."""

    @property
    def paths(self) -> tuple[Path, ...]:
        """Where they lie."""
        return tuple(FOLDER / name for name in self.files)


# Lines, a table, a feed and pages say who published what and when; a plain text does not.
SOURCES = (
    Source(("articles.jsonl", "bulletins.csv", "radio-kawral.rss", "pages")),
    Source(("communique-14.txt",), outlet="Voice of the Liptako Front (invented)", published="2024-03-03"),
)
