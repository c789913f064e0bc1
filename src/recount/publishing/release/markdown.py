"""Values of casebooks in Markdown: shown as they are, and no markup of theirs is live."""

import re
from collections.abc import Iterable, Sequence

from recount.nouns.wording import visible

__all__ = ["escaped", "number", "share", "table", "told"]

# Words that no reader of Markdown takes for markup, a link, a mention, a formula or an emoji.
_PLAIN = re.compile(r"(?!\d+\. )[^\W_]+(?:(?:[ ,/'()-]+|\. )[^\W_]+)*\.?\)?")
_MARKS = re.compile(r"([\\`*_\[\]<>#|~&$^])")
_LONGEST = 200


def told(value: str) -> str:
    """Return a value of a casebook: as it is where it is plain words, else as code, in which nothing is markup."""
    words = " ".join(visible(value).split())
    if len(words) > _LONGEST:
        words = f"{words[: _LONGEST - 1]}…"
    if not words:
        return "(empty)"
    if _PLAIN.fullmatch(words):
        return words
    # A fence has to be longer than any run of fences inside.
    fence = "`" * (max((len(run) for run in re.findall(r"`+", words)), default=0) + 1)
    pad = " " if words[0] == "`" or words[-1] == "`" else ""
    # A table parts its cells at every | that has no \ before it, in code too.
    return f"{fence}{pad}{words}{pad}{fence}".replace("|", "\\|")


def escaped(text: str) -> str:
    """Return words of the user on one line, every sign of Markdown with a \\ before it; addresses stay links."""
    return _MARKS.sub(r"\\\1", " ".join(visible(text).split()))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; columns whose name is a number's ("Events") stand to the right."""
    right = {"Events", "Reports", "Rows", "Bytes", "How often", "Share", "Sum"}
    lines = [head, ["---:" if name in right else "---" for name in head], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def number(value: int) -> str:
    """Return a number with its thousands parted."""
    return f"{value:,}"


def share(value: float) -> str:
    """Return a share in per cent; one that is not 0 or 1 is not rounded to it."""
    if 0 < value < 0.01:
        return "< 1%"
    return "> 99%" if 0.99 < value < 1 else f"{value:.0%}"
