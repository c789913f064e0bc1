"""The names of places in an article: those that the trained tagger finds, and those that the words beside them tell."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol, cast

from recount.encoder import Encoder, PlaceTagger, states_of
from recount.gazetteer import Gazetteer, NamedRange, PlaceMention, Role, clues_of, find_mentions, mentions_at

__all__ = ["PlaceFinder", "RulesPlaceFinder", "TrainedPlaceFinder"]

_Ranges = Sequence[tuple[int, int]]


class PlaceFinder(Protocol):
    """Finds the names of places in a text."""

    def names(self, text: str, *, avoid: _Ranges = ()) -> tuple[NamedRange, ...]:
        """Return the names of places, in order, none overlapping another, nor a range of `avoid`."""
        ...

    def mentions(self, text: str, *, avoid: _Ranges = ()) -> tuple[PlaceMention, ...]:
        """Return the names of places with what the words beside them tell."""
        ...


class RulesPlaceFinder:
    """Finds names by the gazetteer and the words beside them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        """Look names up in `gazetteer`."""
        self._gazetteer = gazetteer

    def names(self, text: str, *, avoid: _Ranges = ()) -> tuple[NamedRange, ...]:
        """Return the names of places; see `PlaceFinder`."""
        return tuple(_range_of(mention) for mention in self.mentions(text, avoid=avoid))

    def mentions(self, text: str, *, avoid: _Ranges = ()) -> tuple[PlaceMention, ...]:
        """Return the names of places with what the words beside them tell."""
        return find_mentions(text, self._gazetteer, avoid=avoid)


class TrainedPlaceFinder:
    """Lets the tagger decide what is a name and how it is meant.

    Where it finds none, a name that the rules find counts if words beside it say what kind of place it is ("the
    village of X") or how an act lies to it ("5 km south of X").
    """

    def __init__(self, gazetteer: Gazetteer, encoder: Encoder, tagger: PlaceTagger) -> None:
        """Tag with `tagger` what `encoder` reads; look names up in `gazetteer`."""
        self._gazetteer = gazetteer
        self._encoder = encoder
        self._tagger = tagger
        # Extraction and resolution ask for the names of the same text.
        self._tagged = lru_cache(maxsize=2)(self._tag)

    def names(self, text: str, *, avoid: _Ranges = ()) -> tuple[NamedRange, ...]:
        """Return the names of places; see `PlaceFinder`."""
        tagged = [name for name in self._tagged(text) if not _overlaps(name, avoid)]
        taken = [(name.start, name.end) for name in tagged]
        by_rules = [_range_of(one) for one in find_mentions(text, self._gazetteer, avoid=avoid) if _is_told(one)]
        return tuple(sorted([*tagged, *(name for name in by_rules if not _overlaps(name, taken))]))

    def _tag(self, text: str) -> tuple[NamedRange, ...]:
        scores = self._encoder.read(text)
        chances = self._tagger.chances(states_of(scores), clues_of(text, scores.words, self._gazetteer))
        ranges = (
            NamedRange(int(scores.words[name.first, 0]), int(scores.words[name.end - 1, 1]), cast(Role, name.role))
            for name in self._tagger.names(chances)
        )
        return tuple(part for name in ranges for part in _mended(text, name))

    def mentions(self, text: str, *, avoid: _Ranges = ()) -> tuple[PlaceMention, ...]:
        """Return the names of places with what the words beside them tell."""
        return mentions_at(text, self._gazetteer, self.names(text, avoid=avoid))


def _range_of(mention: PlaceMention) -> NamedRange:
    return NamedRange(mention.name_start, mention.name_end, mention.role)


# "As" of "As-Suqaylabiyah": the article of a name that goes on.
_ARTICLE = re.compile(r"(?:al|el|as|ash|es|at|ad|ed|ar|er|an|en|az|ez)[-‑](\w+(?:['’-]\w+)*)", re.I)


def _mended(text: str, name: NamedRange) -> Iterator[NamedRange]:
    """Yield a tagged name: cut at line breaks, where a headline and a dateline meet, and not ended at its article."""
    start = name.start
    for line in text[name.start : name.end].split("\n"):
        end = start + len(line)
        article = _ARTICLE.match(text, start)
        if article is not None and end <= article.start(1):
            end = article.end()
        if line.strip():
            yield NamedRange(start, end, name.role)
        start += len(line) + 1


def _is_told(mention: PlaceMention) -> bool:
    told = mention.kind_hint is not None or mention.relation not in ("at", "border")
    return mention.role == "literal" and told


def _overlaps(name: NamedRange, ranges: _Ranges) -> bool:
    return any(name.start < end and start < name.end for start, end in ranges)
