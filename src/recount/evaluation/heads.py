"""The head word of an argument, for comparing arguments that differ in how far they reach."""

from collections.abc import Sequence

__all__ = ["head_of", "without_article"]

_ARTICLES = frozenset({"a", "an", "the"})
# What follows the head of an English noun phrase. "to" and "-" are left out: they stand inside names and numbers.
# fmt: off
_AFTER_HEAD = frozenset((
    "of", "in", "at", "on", "from", "with", "for", "by", "near", "under", "over", "against", "between", "among",
    "during", "after", "before", "inside", "outside", "into", "who", "whom", "whose", "which", "that", "where",
    "when", "and", "or", ",", ";", ":", "(", "[", "–", "—",
))
# fmt: on
_POSSESSIVES = frozenset({"'", "’", "'s", "’s"})


def without_article(words: Sequence[str], start: int, end: int) -> tuple[int, int]:
    """Return the range without a leading article, as the scorer published with WikiEvents compares spans."""
    return (start + 1, end) if end - start > 1 and words[start].lower() in _ARTICLES else (start, end)


def head_of(words: Sequence[str], start: int, end: int) -> int:
    """Return the position of the head of the noun phrase in `words[start:end]`.

    An approximation: published scorers ask a dependency parser. Here it is the last word before the first
    preposition, relative word, conjunction or comma after the first word, without a possessive ending.
    """
    start, end = without_article(words, start, end)
    stop = next((at for at in range(start + 1, end) if words[at].lower() in _AFTER_HEAD), end)
    if stop - start > 2 and words[stop - 1] == "s" and words[stop - 2] in _POSSESSIVES:
        stop -= 2
    elif stop - start > 1 and words[stop - 1] in _POSSESSIVES:
        stop -= 1
    return stop - 1
