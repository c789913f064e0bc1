"""A text cut into words, with what their surroundings tell about capitals, sentences, headlines and persons."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from recount.gazetteer.words import PlaceWords

__all__ = ["Piece", "Pieces", "ranges_overlap"]

_PIECE = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’ʼ`ʻ‘](?!s\b)[^\W_]+)*")
_JOINS = frozenset({" ", "\u00a0", "-", "‑", "'", "’"})
_ABBREVIATED = frozenset(
    {"st", "mt", "ft", "gen", "col", "lt", "sgt", "maj", "capt", "mr", "mrs", "ms", "dr", "gov", "sen"}
)
_SENTENCE_BREAK = re.compile(r"[.!?;:\n\r•|]|^\W*[\"“”‘]|[\"“]\W*$")
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "at", "ar", "an", "az", "ez", "es", "ed", "et", "en"})
_LINKS = _ARTICLES | {
    "of",
    "de",
    "da",
    "do",
    "del",
    "la",
    "le",
    "des",
    "du",
    "sur",
    "upon",
    "bin",
    "ibn",
    "ou",
    "e",
    "y",
    "and",
    "the",
    "i",
}
_MOST_PIECES = 7


@dataclass(frozen=True, slots=True)
class Piece:
    """One word: hyphens part words, apostrophes inside do not."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    """Begins with a capital letter, or is written in Arabic script, which has none."""
    arabic: bool


class Pieces:
    """All words of a text, by number, with the questions that place finding asks about them."""

    def __init__(self, text: str, words: PlaceWords) -> None:
        self.text = text
        self.words = words
        self.all = [_piece(match) for match in _PIECE.finditer(text)]
        self._starts = [piece.start for piece in self.all]

    def __len__(self) -> int:
        return len(self.all)

    def gap(self, number: int) -> str:
        """The text between word `number` and the next one; a line break at the end of the text."""
        if number + 1 >= len(self.all) or number < 0:
            return "\n"
        return self.text[self.all[number].end : self.all[number + 1].start]

    def joined(self, number: int) -> bool:
        """Tell whether word `number` and the next one can belong to one name."""
        gap = self.gap(number)
        return gap in _JOINS or (gap == ". " and self.all[number].lower in _ABBREVIATED)

    def begins_sentence(self, number: int) -> bool:
        """Tell whether a capital at this word says nothing: first of a sentence, a line or a quotation."""
        if number == 0:
            return True
        gap = self.gap(number - 1)
        return bool(_SENTENCE_BREAK.search(gap)) and not (
            gap.startswith(".") and self.all[number - 1].lower in _ABBREVIATED
        )

    def slices(self, number: int) -> Iterator[int]:
        """Yield the last words of possible names that begin at word `number`, the longest name first."""
        if not self.can_begin(number):
            return
        last, ends = number, [number] if self.all[number].capital else []
        while last + 1 < len(self.all) and last - number + 1 < _MOST_PIECES and self.joined(last):
            last += 1
            piece = self.all[last]
            if piece.arabic != self.all[number].arabic:
                break
            if piece.capital or piece.text[0].isdigit() or piece.lower in self.words.after:
                ends.append(last)
            elif piece.lower not in _LINKS and not self._begins_kind(last):
                break
        yield from reversed(ends)

    def _begins_kind(self, number: int) -> bool:
        """Tell whether a small word opens a kind of two words: "oil field", "air base"."""
        if number + 1 >= len(self.all):
            return False
        return f"{self.all[number].lower} {self.all[number + 1].lower}" in self.words.after

    def can_begin(self, number: int) -> bool:
        """Tell whether a name can begin at this word: with a capital, or with a small article before one."""
        piece = self.all[number]
        if piece.capital:
            return True
        joined = number + 1 < len(self.all) and self.gap(number) in ("-", " ", "‑", "'", "’")
        following = joined and self.all[number + 1].capital
        return piece.lower in _ARTICLES and bool(following) and (self.gap(number) != " " or piece.lower in ("al", "el"))

    def run(self, number: int) -> int:
        """The last word of the longest name, known or not, that begins at word `number`."""
        last = end = number
        while last + 1 < len(self.all) and last - number < 4 and self.joined(last):
            last += 1
            piece = self.all[last]
            if piece.capital or (piece.text[0].isdigit() and end == last - 1):
                if (
                    last > number
                    and piece.lower in (self.words.never - self.words.given_names) | self.words.after.keys()
                ):
                    break
                end = last
            elif piece.lower not in _LINKS - {"and", "of", "the", "i", "e", "y"}:
                break
        return end

    def at(self, offset: int) -> int:
        """The number of the first word that starts at or after a code point."""
        return bisect_left(self._starts, offset)

    @cached_property
    def headlines(self) -> list[tuple[int, int]]:
        """Ranges of lines in which most words have capitals, so that capitals tell nothing."""
        found, start = [], 0
        for line in self.text.splitlines(keepends=True):
            end = start + len(line)
            long = [p for p in self.all[self.at(start) : self.at(end)] if len(p.text) > 3 and p.text[0].isalpha()]
            ended = line.rstrip(' \n\r"”’').endswith((".", "!", "?"))
            capitals = sum(p.capital for p in long)
            if len(long) >= 4 and not ended and not any(p.arabic for p in long) and capitals >= 0.85 * len(long):
                found.append((start, end))
            start = end
        return found

    def in_headline(self, number: int) -> bool:
        """Tell whether a word stands in a line written in title case or in capitals."""
        position = self.all[number].start
        return any(start <= position < end for start, end in self.headlines)

    @cached_property
    def person_words(self) -> frozenset[int]:
        """Numbers of words that belong to a person's name: after a title, or after a given name."""
        found: set[int] = set()
        for number, piece in enumerate(self.all):
            if not piece.capital or piece.arabic:
                continue
            titled = self._after_title(number)
            named = piece.lower in self.words.given_names
            if not (titled or named):
                continue
            last = number
            while (
                last + 1 < len(self.all)
                and last - number < 3
                and (self.gap(last) in (" ", "-", "-") or self.joined(last))
                and (self.all[last + 1].capital or self.all[last + 1].lower in _ARTICLES | {"bin", "ibn", "de"})
                and self.all[last + 1].lower not in self.words.after
                and self.all[last + 1].lower not in self.words.never - self.words.given_names
            ):
                last += 1
            if titled or last > number:
                found.update(range(number, last + 1))
        return frozenset(found)

    @cached_property
    def surnames(self) -> frozenset[str]:
        """Last words of persons' names in this text: later they stand alone ("Smith said")."""
        names = {self.all[number].lower for number in self.person_words if number + 1 not in self.person_words}
        for number in range(1, len(self.all)):
            if self._ends_full_name(number):
                names.add(self.all[number].lower)
        return frozenset(names)

    def _ends_full_name(self, number: int) -> bool:
        """Tell whether a word seems to end a person's full name: two capitals, the first no word of place."""
        piece, before = self.all[number], self.all[number - 1]
        if not (piece.capital and before.capital) or piece.arabic or self.gap(number - 1) != " ":
            return False
        known = self.words.never | self.words.part_before | self.words.parts | self.words.demonyms.keys()
        known = (
            known
            | self.words.after.keys()
            | self.words.before.keys()
            | self.words.common
            | self.words.plain
            | self.words.goal
        )
        following = self.all[number + 1].lower if number + 1 < len(self.all) else ""
        goes_on = self.gap(number) == " " and number + 1 < len(self.all) and self.all[number + 1].capital
        return (
            before.lower not in known | _ARTICLES
            and piece.lower not in known
            and following not in self.words.after
            and not goes_on
            and before.text.isalpha()
            and not piece.text.isupper()
            and not self.in_headline(number)
        )

    def _after_title(self, number: int) -> bool:
        if number == 0:
            return False
        before = self.all[number - 1]
        gap = self.gap(number - 1)
        if gap != " " and not (gap == ". " and before.lower in _ABBREVIATED):
            return False
        if before.lower not in self.words.titles:
            return False
        # "the state Borno", "general Homs": some small titles are everyday words too.
        return before.capital or before.lower not in ("abu", "bin", "ibn", "private", "state", "chief", "general")


def _piece(match: re.Match[str]) -> Piece:
    text = match[0]
    arabic = "\u0600" <= text[0] <= "\u06ff"
    return Piece(match.start(), match.end(), text, text.lower(), text[0].isupper() or arabic, arabic)


def ranges_overlap(start: int, end: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a half-open range shares a code point with any of some others."""
    return any(start < other_end and other_start < end for other_start, other_end in ranges)
