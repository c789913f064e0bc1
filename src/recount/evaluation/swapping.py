"""A report told with its two sides' names swapped: what is coded of it must not change."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import yaml

from recount.errors import BadExpectation
from recount.nouns import Article, Count, Record, Report, Span, Statement, Tally

__all__ = ["Flip", "Sides", "Swapped", "flips_between", "parse_sides", "replace_words", "swap_sides"]

_LONGEST_SHOWN = 60


class Sides(NamedTuple):
    """The names of the two sides of one report."""

    report: str
    """Where the report is found: a path without its suffixes."""
    first: dict[str, str]
    """Words of the text → words with a name, for a side that the text leaves unnamed; put in before all else."""
    swap: dict[str, str]
    """Name of one side → name of the other; the same names are put back the other way round."""


class Swapped(NamedTuple):
    """A text with names swapped, and where its pieces stood before."""

    text: str
    pieces: tuple[tuple[int, int, int, int], ...]
    """Start and end of each swapped name, before and after, in order."""

    def before(self, span: Span) -> tuple[int, int]:
        """Return where the words of a span of this text stood before; a bound inside a name is the name's own."""
        return self._back(span.start, last=False), self._back(span.end, last=True)

    def _back(self, position: int, *, last: bool) -> int:
        moved = 0
        for start, end, new_start, new_end in self.pieces:
            if new_end <= position:
                moved = end - new_end
            elif new_start < position:
                return end if last else start
        return position + moved

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a range of the text before shares a character with a swapped name."""
        return any(first < end and start < last for first, last, _, _ in self.pieces)


class Flip(NamedTuple):
    """One value that changed with the names."""

    field: str
    words: str
    """The words of the text that tell of it, before."""
    before: str
    after: str


def parse_sides(source: str) -> tuple[Sides, ...]:
    """Read a list of reports with the names of their sides.

    Raises:
        BadExpectation: not readable, or a name stands for two others.
    """
    try:
        entries: Mapping[str, Any] = yaml.safe_load(source)
    except yaml.YAMLError as error:
        raise BadExpectation(f"The list of sides is not readable as YAML ({error}).") from error
    return tuple(Sides(report, given.get("first", {}), given["swap"]) for report, given in entries.items())


def swap_sides(text: str, names: Mapping[str, str]) -> Swapped:
    """Put each side's names in the place of the other's; a capital at the start and "a" or "an" before it follow.

    The first pairing of a name counts: "BNP" and "the BNP" may both stand against one name of the other side.
    """
    both = dict(names)
    for one, other in names.items():
        both.setdefault(other, one)
    return replace_words(text, both)


def replace_words(text: str, words: Mapping[str, str]) -> Swapped:
    """Replace whole words, the longest first, in one pass."""
    longest_first = sorted(words, key=len, reverse=True)
    pattern = re.compile(r"(?:\b([Aa]n?) )?(?<!\w)(" + "|".join(map(re.escape, longest_first)) + r")(?!\w)")
    parts: list[str] = []
    pieces = []
    length = end = 0
    for found in pattern.finditer(text):
        new = words[found[2]]
        if found[2][0].isupper() and not new[0].isupper():
            new = new[0].upper() + new[1:]
        changed = [(found.start(2), found.end(2), new)]
        if found[1]:
            changed.insert(0, (found.start(1), found.end(1), found[1][0] + ("n" if new[0].lower() in "aeiou" else "")))
        for start, last, word in changed:
            length += start - end
            pieces.append((start, last, length, length + len(word)))
            parts += [text[end:start], word]
            length += len(word)
            end = last
    return Swapped("".join([*parts, text[end:]]), tuple(pieces))


class _Value(NamedTuple):
    """One coded value, found again by what it is of and where its words stand."""

    field: str
    at: tuple[int, int]
    value: str


def flips_between(record: Record, other: Record, swapped: Swapped) -> tuple[Flip, ...]:
    """List the types, counts, stances and places that differ between a report and the same with names swapped.

    A value is looked for where its words stood before the names were swapped. A place whose name is itself a
    side's is compared by its words alone.
    """
    before = _values(record, lambda span: (span.start, span.end), swapped)
    after = _values(other, swapped.before, swapped)
    flips = []
    for field, at in sorted({**before, **after}, key=lambda key: (key[1], key[0])):
        one, its = before.get((field, at), ()), after.get((field, at), ())
        if one != its:
            words = _shown(record.article, at)
            flips.append(Flip(field, words, "; ".join(one) or "–", "; ".join(its) or "–"))
    return tuple(flips)


_Key = tuple[str, tuple[int, int]]


def _values(record: Record, place: Any, swapped: Swapped) -> dict[_Key, tuple[str, ...]]:
    found: dict[_Key, list[str]] = {}
    for value in _listed(record, place, swapped):
        found.setdefault((value.field, value.at), []).append(value.value)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _listed(record: Record, place: Any, swapped: Swapped) -> Iterator[_Value]:
    for report in record.reports:
        at = place(report.anchor)
        yield _Value("type", at, f"{report.event_type} / {report.sub_event_type} / {report.modality}")
        yield _Value("place", at, _place(report, place, swapped))
        for count in (*report.casualties, *report.munitions):
            yield _Value("count", place(count.spans[0]), f"{count.effect} {_bounds(count)} of {_words(at)}")
    for tally in record.tallies:
        yield _Value("tally", place(tally.spans[0]), f"{tally.measure} {_bounds(tally)}")
    for said in record.statements:
        yield _Value("stance", _told_at(said, place), said.stance)


def _words(at: tuple[int, int]) -> str:
    return f"the act at {at[0]}"


def _bounds(count: Count | Tally) -> str:
    return f"{count.low}/{count.best}/{count.high}"


def _place(report: Report, place: Any, swapped: Swapped) -> str:
    where = report.where
    if not where.spans:
        return f"– {where.country or ''}".strip()
    at = place(where.spans[0])
    if swapped.holds(*at):
        return f"named at {at[0]}"
    return f"named at {at[0]}: {where.gazetteer_id or where.name}, {where.country}, {where.precision}"


def _told_at(said: Statement, place: Any) -> tuple[int, int]:
    spans: Sequence[Span] = said.spans.cue or said.spans.content
    start, end = place(spans[0])
    return start, end


def _shown(article: Article, at: tuple[int, int]) -> str:
    words = " ".join(article.text[at[0] : at[1]].split())
    return words if len(words) <= _LONGEST_SHOWN else words[: _LONGEST_SHOWN - 1] + "…"
