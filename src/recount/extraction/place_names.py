"""The names of places in an article: those that the trained tagger finds, and those that the words beside them tell."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol, cast

from recount.encoder import Encoder, PlaceTagger, states_of
from recount.gazetteer import (
    Gazetteer,
    NamedRange,
    PlaceMention,
    Role,
    clues_of,
    find_mentions,
    mentions_at,
    place_words,
    ranges_overlap,
)

__all__ = ["PlaceFinder", "RulesPlaceFinder", "TrainedPlaceFinder", "whole_names"]

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
        ruled = [one for one in find_mentions(text, self._gazetteer, avoid=avoid) if one.relation != "border"]
        # "Sistan and Baluchestan", "Mile 14": a name that the gazetteer holds is not cut.
        longer = [whole for one in ruled if (whole := _range_of(one)) and any(_is_part(n, whole) for n in tagged)]
        names = [*longer, *(name for name in tagged if not _overlaps(name, longer))]
        told = [_range_of(one) for one in ruled if _is_told(one)]
        return tuple(sorted([*names, *(name for name in told if not _overlaps(name, names))]))

    def _tag(self, text: str) -> tuple[NamedRange, ...]:
        scores = self._encoder.read(text)
        chances = self._tagger.chances(states_of(scores), clues_of(text, scores.words, self._gazetteer))
        ranges = (
            NamedRange(int(scores.words[name.first, 0]), int(scores.words[name.end - 1, 1]), cast(Role, name.role))
            for name in self._tagger.names(chances)
        )
        return whole_names(text, ranges)

    def mentions(self, text: str, *, avoid: _Ranges = ()) -> tuple[PlaceMention, ...]:
        """Return the names of places with what the words beside them tell."""
        return mentions_at(text, self._gazetteer, self.names(text, avoid=avoid))


def _range_of(mention: PlaceMention) -> NamedRange:
    return NamedRange(mention.name_start, mention.name_end, mention.role)


_ARTICLES = r"(?:al|el|as|ash|es|at|ad|ed|ar|er|an|en|az|ez)"
# "As" of "As-Suqaylabiyah": the article of a name that goes on.
_ARTICLE = re.compile(rf"{_ARTICLES}[-‑](\w+(?:['’-]\w+)*)", re.I)
# "Tal al-" before "Sariatel", " al-Tarab" after "Karm": names that are tagged in part.
_BEFORE = re.compile(rf"(?<!\w)(?:(?P<first>\w+) )?(?:{_ARTICLES}[-‑]|al )$", re.I)
_AFTER = re.compile(rf"[ -]{_ARTICLES}[-‑][A-Z]\w+(?:['’]\w+)*")


# The full stop of "N.J." and "Calif.", where the sentence goes on.
_INITIALS, _GOES_ON = re.compile(r"(?:[A-Z]\.)+[A-Z]"), re.compile(r"\.(?:[,;:]|\s+[a-z(])")
_LONGEST_SHORT_FORM = 6


def whole_names(text: str, tagged: Iterable[NamedRange]) -> tuple[NamedRange, ...]:
    """Mend the edges of tagged names: each on one line, with its articles and the stop of a short form; in order."""
    return tuple(_joined(part for name in tagged for part in _mended(text, name)))


def _mended(text: str, name: NamedRange) -> Iterator[NamedRange]:
    """Yield a tagged name: cut at line breaks, where a headline and a dateline meet, and whole with its articles."""
    start = name.start
    for line in text[name.start : name.end].split("\n"):
        bare = line.strip(" -‑,;")
        if bare:
            yield _whole(text, start + line.index(bare), bare)._replace(role=name.role)
        start += len(line) + 1


def _whole(text: str, start: int, bare: str) -> NamedRange:
    end = start + len(bare)
    article = _ARTICLE.match(text, start)
    if article is not None and end <= article.start(1):
        end = article.end()
    if " " not in bare and (after := _AFTER.match(text, end)):
        end = after.end()
    short = end - start <= _LONGEST_SHORT_FORM and _GOES_ON.match(text, end)
    if short or (text.startswith(".", end) and _INITIALS.fullmatch(bare)):
        end += 1
    before = _BEFORE.search(text, max(0, start - 20), start)
    if before:
        opens = (before["first"] or "").lower() in place_words().part_before
        start = before.start() if opens or not before["first"] else before.end("first") + 1
    return NamedRange(start, end)


def _joined(names: Iterable[NamedRange]) -> Iterator[NamedRange]:
    """Yield names in order; those that overlap once they are whole are one."""
    held: NamedRange | None = None
    for name in sorted(names):
        if held is not None and name.start < held.end:
            held = held._replace(end=max(held.end, name.end))
            continue
        if held is not None:
            yield held
        held = name
    if held is not None:
        yield held


def _is_part(name: NamedRange, whole: NamedRange) -> bool:
    return name[:2] != whole[:2] and whole.start <= name.start and name.end <= whole.end


def _is_told(mention: PlaceMention) -> bool:
    return mention.role == "literal" and (mention.kind_hint is not None or mention.relation != "at")


def _overlaps(name: NamedRange, ranges: Sequence[tuple[int, int] | NamedRange]) -> bool:
    return ranges_overlap(name.start, name.end, [(one[0], one[1]) for one in ranges])
