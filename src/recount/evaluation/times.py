"""Times of TimeML: reading its files, and the figures of TempEval-3.

UzZaman et al. (2013), SemEval-2013 task 1: `strict` asks for the same characters, `relaxed` for one character in
common; `type` and `value` count the relaxed matches whose attribute is the same, so that their F1 is the share of
right attributes times the relaxed F1. Matches are one to one here, where the published scorer lets a time answer
several. The time of the document's creation is given to the reader and is not scored.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from lxml import etree  # type: ignore[import-untyped]

from recount.errors import BadCorpus
from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import shares, total
from recount.evaluation.xml_files import xml_root
from recount.nouns.timeml import Timex

__all__ = ["TimeCase", "TimeEvaluation", "TimePredictor", "evaluate_times", "read_timeml"]

_CASE_HEADER = (
    "case", "start", "end", "text", "found_start", "found_end", "found_text",
    "type", "found_type", "value", "found_value", "verdict",
)  # fmt: skip
_NEEDED = "A file of TimeML holds <TimeML> with <DCT><TIMEX3 …/></DCT> and <TEXT>."
_MEASURES = ("relaxed", "strict", "type", "value")


class TimePredictor(Protocol):
    """A reader that finds times."""

    def times(self, text: str, *, created: date | None) -> Sequence[Timex]:
        """Return the times of a text in order, none overlapping another; `created` is the day of publication."""
        ...


class TimeCase(NamedTuple):
    """A text and its times."""

    name: str
    folder: str
    """The folder that it comes from; empty where the corpus has none."""
    text: str
    created: date | None
    """None where the file gives no day."""
    times: tuple[Timex, ...]


class _Pair(NamedTuple):
    """An expected time and the one found in its place, either of them None where it has no partner."""

    expected: Timex | None
    found: Timex | None

    @property
    def is_strict(self) -> bool:
        return self.expected is not None and self.found is not None and self.expected[:2] == self.found[:2]

    def holds(self, measure: str) -> bool:
        if self.expected is None or self.found is None:
            return False
        if measure == "strict":
            return self.is_strict
        return measure == "relaxed" or bool(getattr(self.expected, measure) == getattr(self.found, measure))

    @property
    def verdict(self) -> str:
        if self.expected is None or self.found is None:
            return "spurious" if self.expected is None else "missed"
        wrong = [name for name in ("type", "value") if not self.holds(name)]
        return " ".join([*([] if self.is_strict else ["extent"]), *wrong]) or "right"


class _Comparison(NamedTuple):
    case: TimeCase
    pairs: tuple[_Pair, ...]


@dataclass(frozen=True)
class TimeEvaluation:
    """What comparing times gave, text by text in the order given."""

    comparisons: tuple[_Comparison, ...]

    header = _CASE_HEADER
    """What the cells of `rows` are."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every time, expected or found; it passes if characters, type and value are those expected."""
        return tuple(
            Item(
                case.name,
                f"{pair.verdict} at {(pair.expected or pair.found or (0,))[0]}",
                _shown(case, pair.expected),
                _shown(case, pair.found),
                pair.verdict == "right",
            )
            for case, pairs in self.comparisons
            for pair in pairs
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield the cells of `header` for every time, expected or found."""
        for case, pairs in self.comparisons:
            for pair in pairs:
                expected, found = _cells(case, pair.expected), _cells(case, pair.found)
                attributes = [cell for both in zip(expected[3:], found[3:], strict=True) for cell in both]
                yield (case.name, *expected[:3], *found[:3], *attributes, pair.verdict)

    def figures(self) -> dict[str, Any]:
        """Add up the texts (micro average); shares in [0, 1], None where nothing was expected or found."""
        folders = sorted({case.folder for case, _ in self.comparisons})
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            **_figures(self.comparisons),
            "folders": {
                folder: {
                    name: measured["f1"]
                    for name, measured in _figures(
                        [one for one in self.comparisons if one.case.folder == folder]
                    ).items()
                }
                for folder in (folders if len(folders) > 1 else ())
            },
        }


def read_timeml(content: bytes, *, source: str, name: str, folder: str = "") -> TimeCase:
    """Read one file of TimeML. Times without words, and those outside <TEXT>, are none.

    Entities of a document type are not expanded and nothing is fetched.

    Raises:
        BadCorpus: the file is no XML, brings its own entities, or holds no text.
    """
    try:
        root = xml_root(content)
    except etree.XMLSyntaxError as problem:
        raise BadCorpus(f"{source}: no XML ({problem.msg}). {_NEEDED}") from None
    if root.getroottree().docinfo.doctype:
        raise BadCorpus(f"{source}: brings a document type along, which is not read. {_NEEDED}")
    body = root.find("TEXT")
    if root.tag != "TimeML" or body is None:
        raise BadCorpus(f"{source}: holds no text. {_NEEDED}")
    pieces: list[str] = []
    times: list[Timex] = []
    _collect(body, pieces, times)
    given = root.find("DCT/TIMEX3")
    return TimeCase(
        name, folder, "".join(pieces), _day(given.get("value") if given is not None else None), tuple(times)
    )


def evaluate_times(cases: Iterable[TimeCase], predictor: TimePredictor) -> TimeEvaluation:
    """Find the times of each text and compare."""
    return TimeEvaluation(
        tuple(_Comparison(case, _pairs(case.times, predictor.times(case.text, created=case.created))) for case in cases)
    )


def _collect(element: Any, pieces: list[str], times: list[Timex]) -> None:
    """Add the words of an element and of those in it; a time within a time is part of it."""
    start = sum(map(len, pieces))
    pieces.append(element.text or "")
    inner: list[Timex] = []
    for child in element:
        if isinstance(child.tag, str):
            _collect(child, pieces, inner)
        pieces.append(child.tail or "")
    end = sum(map(len, pieces))
    if element.tag == "TIMEX3" and end > start:
        times.append(Timex(start, end, element.get("type") or "", element.get("value") or ""))
    else:
        times.extend(inner)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat((value or "")[:10])
    except ValueError:
        return None


def _pairs(expected: Sequence[Timex], found: Sequence[Timex]) -> tuple[_Pair, ...]:
    """Pair times that share characters, those with the same characters first, then from left to right."""
    partners: dict[Timex, Timex] = {}
    exact = {one[:2]: one for one in found}
    for one in expected:
        if one[:2] in exact:
            partners[one] = exact[one[:2]]
    taken = set(partners.values())
    for one in expected:
        if one not in partners:
            near = [other for other in found if other not in taken and other.start < one.end and one.start < other.end]
            if near:
                partners[one] = near[0]
                taken.add(near[0])
    pairs = [_Pair(one, partners.get(one)) for one in expected]
    pairs += [_Pair(None, one) for one in found if one not in taken]
    return tuple(sorted(pairs, key=lambda pair: (pair.expected or pair.found or (0,))[0]))


def _figures(comparisons: Sequence[_Comparison]) -> dict[str, dict[str, float | None]]:
    return {measure: shares(total(_count(pairs, measure) for _, pairs in comparisons)) for measure in _MEASURES}


def _count(pairs: Sequence[_Pair], measure: str) -> FieldCount:
    right = sum(pair.holds(measure) for pair in pairs)
    return FieldCount(
        sum(pair.expected is not None for pair in pairs), right, sum(pair.found is not None for pair in pairs), right
    )


def _shown(case: TimeCase, time: Timex | None) -> str:
    return "none" if time is None else f"{case.text[time.start : time.end]} [{time.type} {time.value}]"


def _cells(case: TimeCase, time: Timex | None) -> tuple[object, ...]:
    if time is None:
        return (None,) * 5
    return (time.start, time.end, " ".join(case.text[time.start : time.end].split()), time.type, time.value)
