"""Attributions of PolNeAR: reading its files, and how well sources, cues and contents are found.

An attribution is one of its events in brat's form, each part of it a unit that may stand in several pieces ("“A,” she
said, “B.”" is one content). Units are compared one to one: `exact` asks for the same pieces, `overlap` for a character
in common, `characters` counts the characters that both hold. A source that several attributions share is one unit.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from recount.errors import BadCorpus
from recount.evaluation.assignment import assign
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import Places, shared_characters, shares, total
from recount.nouns.labels import Attribution

__all__ = [
    "AttributionCase",
    "AttributionEvaluation",
    "AttributionPredictor",
    "evaluate_attributions",
    "read_attributions",
]

_CASE_HEADER = ("case", "part", "start", "end", "text", "found_start", "found_end", "found_text", "verdict")
_PARTS = ("source", "cue", "content")
_SHOWN = 200
_SPAN = re.compile(r"(T\d+)\t(\S+) ([\d ;]+)\t")
_EVENT = re.compile(r"E\d+\t(.+)")


class AttributionPredictor(Protocol):
    """A reader that finds who lets what be known."""

    def attributions(self, text: str) -> Sequence[Attribution]:
        """Return the attributions of a text in the order of their cues."""
        ...


class AttributionCase(NamedTuple):
    """A text as one annotator marked it."""

    name: str
    text: str
    attributions: tuple[Attribution, ...]


class _Pair(NamedTuple):
    """An expected unit and the one found in its place; either may be missing."""

    expected: Places | None
    found: Places | None

    def holds(self, measure: str) -> bool:
        if self.expected is None or self.found is None:
            return False
        return measure == "overlap" or self.expected == self.found

    @property
    def verdict(self) -> str:
        if self.expected is None or self.found is None:
            return "spurious" if self.expected is None else "missed"
        return "right" if self.expected == self.found else "extent"


class _Comparison(NamedTuple):
    case: AttributionCase
    pairs: Mapping[str, tuple[_Pair, ...]]
    whole: FieldCount
    """Attributions all of whose parts share characters with those of one expected attribution."""


@dataclass(frozen=True)
class AttributionEvaluation:
    """What comparing attributions gave, text by text in the order given."""

    comparisons: tuple[_Comparison, ...]

    header = _CASE_HEADER
    """What the cells of `rows` are."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every unit, expected or found; it passes where the two share characters."""
        return tuple(
            Item(
                case.name,
                f"{part}: {pair.verdict} at {(pair.expected or pair.found or ((0, 0),))[0][0]}",
                _shown(case, pair.expected),
                _shown(case, pair.found),
                pair.holds("overlap"),
            )
            for case, pairs, _ in self.comparisons
            for part in _PARTS
            for pair in pairs[part]
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of `header` for every unit, expected or found."""
        for case, pairs, _ in self.comparisons:
            for part in _PARTS:
                for pair in pairs[part]:
                    yield (case.name, part, *_cells(case, pair.expected), *_cells(case, pair.found), pair.verdict)

    def figures(self) -> dict[str, Any]:
        """Add up the texts (micro average); shares in [0, 1], None where nothing was expected or found."""
        found: dict[str, Any] = {"cases": len(self.comparisons), "items": summarise(self.items)}
        for part in _PARTS:
            pairs = [one.pairs[part] for one in self.comparisons]
            figures: dict[str, Any] = {}
            for measure in ("exact", "overlap"):
                told = shares(total(_count(each, measure) for each in pairs))
                figures |= {f"{measure}_{name}": value for name, value in told.items()}
            figures["characters_f1"] = shares(total(_characters(one, part) for one in self.comparisons))["f1"]
            found[part] = figures
        return found | {"whole": shares(total(one.whole for one in self.comparisons))}


def read_attributions(annotation: str, text: str, *, source: str, name: str) -> AttributionCase:
    """Read one file of annotations in brat's form, with the text that it counts in.

    Raises:
        BadCorpus: an event names words that the file does not mark, or that lie outside the text.
    """
    units: dict[str, Places] = {}
    found: list[Attribution] = []
    # The words of a span may run over lines, and a line of theirs may begin with any letter.
    for line in annotation.splitlines():
        if marked := _SPAN.match(line):
            pieces = sorted((int(a), int(b)) for a, b in (piece.split() for piece in marked[3].split(";")))
            if any(not 0 <= start < end <= len(text) for start, end in pieces):
                raise BadCorpus(f"{source}: {marked[1]} lies outside its text. Are text and annotation of one version?")
            units[marked[1]] = tuple(pieces)
    for line in annotation.splitlines():
        if told := _EVENT.match(line):
            found.append(_attribution(told[1], units, source))
    return AttributionCase(name, text, tuple(sorted(found, key=lambda each: (each.cue, each.content))))


def evaluate_attributions(cases: Iterable[AttributionCase], predictor: AttributionPredictor) -> AttributionEvaluation:
    """Find the attributions of each text and compare."""
    return AttributionEvaluation(tuple(_compare(case, predictor.attributions(case.text)) for case in cases))


def _attribution(told: str, units: Mapping[str, Places], source: str) -> Attribution:
    parts: dict[str, list[tuple[int, int]]] = {part: [] for part in _PARTS}
    for role, _, name in (part.partition(":") for part in told.split()):
        part = role.rstrip("0123456789").lower()
        if part in parts:
            if name not in units:
                raise BadCorpus(f"{source}: an attribution names {name}, which is not marked. Is the file whole?")
            parts[part].extend(units[name])
    return Attribution(*(tuple(sorted(set(parts[part]))) for part in _PARTS))


def _compare(case: AttributionCase, found: Sequence[Attribution]) -> _Comparison:
    pairs = {
        part: _paired(
            sorted({getattr(one, part) for one in case.attributions} - {()}),
            sorted({getattr(one, part) for one in found} - {()}),
        )
        for part in _PARTS
    }
    alike = [[float(_agree(wanted, one)) for one in found] for wanted in case.attributions]
    both = sum(given is not None for given in assign(alike))
    return _Comparison(case, pairs, FieldCount(len(case.attributions), both, len(found), both))


def _paired(expected: Sequence[Places], found: Sequence[Places]) -> tuple[_Pair, ...]:
    """Pair units by how many characters they share, the same pieces first."""
    scores = [[shared_characters(wanted, one) + (wanted == one) for one in found] for wanted in expected]
    given = assign(scores)
    pairs = [_Pair(wanted, None if at is None else found[at]) for wanted, at in zip(expected, given, strict=True)]
    taken = {at for at in given if at is not None}
    return (*pairs, *(_Pair(None, one) for number, one in enumerate(found) if number not in taken))


def _agree(wanted: Attribution, found: Attribution) -> bool:
    return all(bool(shared_characters(mine, its)) or mine == its == () for mine, its in zip(wanted, found, strict=True))


def _count(pairs: Sequence[_Pair], measure: str) -> FieldCount:
    right = sum(pair.holds(measure) for pair in pairs)
    return FieldCount(
        sum(pair.expected is not None for pair in pairs), right, sum(pair.found is not None for pair in pairs), right
    )


def _characters(comparison: _Comparison, part: str) -> FieldCount:
    """Count the characters that are in an expected and in a found unit of a part, whichever."""
    expected = {at for pair in comparison.pairs[part] for piece in pair.expected or () for at in range(*piece)}
    found = {at for pair in comparison.pairs[part] for piece in pair.found or () for at in range(*piece)}
    both = len(expected & found)
    return FieldCount(len(expected), both, len(found), both)


def _shown(case: AttributionCase, unit: Places | None) -> str:
    return " … ".join(" ".join(case.text[start:end].split()) for start, end in unit or ()) or "none"


def _cells(case: AttributionCase, unit: Places | None) -> tuple[object, ...]:
    return (None, None, None) if unit is None else (unit[0][0], unit[-1][1], _shown(case, unit)[:_SHOWN])
