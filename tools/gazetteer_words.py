"""Lists common English words that are also names of places: `python tools/gazetteer_words.py OUT FILE…`.

A word counts as common where the texts write it without a capital at least three times, and more often than with one
in the middle of a sentence. Only words that the packaged gazetteer holds are listed: the finder of places asks for
more than the bare word before it takes one of them for a place.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from recount.gazetteer import load

__all__ = ["common_words", "main"]

_LOWER = re.compile(r"(?<![\w'’./@-])[a-z]{3,}(?![\w@/-])")
_CAPITAL = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}(?!\w)")


def common_words(paths: list[Path]) -> list[str]:
    """Count words over all texts and keep, in alphabetical order, those that are both common and names of places."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        lower.update(_LOWER.findall(text))
        capital.update(word.lower() for word in _CAPITAL.findall(text))
    gazetteer = load()
    return sorted(
        word for word, count in lower.items() if count >= 3 and count > capital[word] and gazetteer.holds(word)
    )


def main(arguments: list[str]) -> int:
    """Write the list."""
    if len(arguments) < 2:
        print(__doc__)
        return 2
    words = common_words([Path(argument) for argument in arguments[1:]])
    Path(arguments[0]).write_text("\n".join(words) + "\n", encoding="utf-8")
    print(len(words), "words")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
