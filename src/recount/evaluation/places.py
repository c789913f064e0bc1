"""Places of news corpora: which names are found, and where they are set down.

Reads GeoWebNews (Gritta, Pilehvar and Collier 2020) and the layout of LGL and TR-News (Lieberman et al. 2010;
Kamalloo and Rafiei 2018). Figures follow Gritta's "A Pragmatic Guide to Geoparsing Evaluation": accuracy within
161 km, median error, and the area under the curve of the logarithm of errors, in [0, 1], the lower the better; a name
that is not set down counts with the greatest error there is, half the way round the earth.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple, Protocol

from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.place_corpora import GoldPlace, PlaceCase
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import shares, total
from recount.gazetteer import distance_km
from recount.nouns.labels import FoundPlace

__all__ = ["PlaceEvaluation", "PlacePredictor", "evaluate_places"]

# Kilometres. 161 km are 100 miles, the usual measure; 25 km is a town and its surroundings.
_WIDE_KM, _NARROW_KM = 161.0, 25.0
# Half the way round the earth, kilometres: the greatest error that there is.
_FARTHEST_KM = 20_039.0
# Names of peoples from which a corpus is taken to mark them: one may be a slip.
_MARKED_PEOPLES = 3


class PlacePredictor(Protocol):
    """A reader that finds and sets down places."""

    def places(self, text: str, *, url: str | None) -> Sequence[FoundPlace]:
        """Find the names of places in a text and set them down; `url` is the article's, and tells of its outlet."""
        ...

    def set_down(self, text: str, ranges: Sequence[tuple[int, int]], *, url: str | None) -> Sequence[FoundPlace]:
        """Set down the names that stand at half-open ranges of code points, one result a range, in order."""
        ...

    def country_at(self, latitude: float, longitude: float) -> str | None:
        """Return the ISO code of the country in which a point lies; None far from any place that is known."""
        ...

    def is_people(self, name: str) -> bool:
        """Tell whether a name is that of a people or what belongs to it: "Syrian"."""
        ...


class _Pair(NamedTuple):
    """A place of the corpus beside what was found there."""

    gold: GoldPlace
    given: FoundPlace
    """Set down with the name given."""
    given_km: float | None
    """Error in kilometres; None without a point on either side."""
    country_right: bool | None
    """None where the corpus gives no point or the point lies in no country."""
    found: FoundPlace | None
    """With exactly this range, by the reader's own search."""
    found_km: float | None


class _Comparison(NamedTuple):
    case: PlaceCase
    pairs: tuple[_Pair, ...]
    beyond: tuple[FoundPlace, ...]
    """Found names that the corpus does not mark."""
    n_overlapping_gold: int
    n_overlapping_found: int
    n_found: int


@dataclass(frozen=True)
class PlaceEvaluation:
    """What comparing places gave, article by article in the order of the file."""

    comparisons: tuple[_Comparison, ...]
    peoples_marked: bool
    """Whether the corpus marks names of peoples; found ones do not count otherwise."""
    header = (
        "case", "start", "end", "name", "expected", "found", "given_name_km", "given_name_place", "country", "found_km",
    )  # fmt: skip
    """The columns of `rows`."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every place of the corpus with a point, its name given; and for each article the names found beyond."""
        return tuple(item for comparison in self.comparisons for item in _items(comparison))

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield a row of `header` for every place of the corpus and every name found beyond, in text order."""
        for comparison in self.comparisons:
            name = comparison.case.name
            rows = [_row(name, pair) for pair in comparison.pairs]
            rows += [
                (name, one.start, one.end, one.name, "", f"{one.role}: {one.label}", None, None, None, None)
                for one in comparison.beyond
            ]
            yield from sorted(rows, key=lambda row: (row[1], row[2]))

    def figures(self) -> dict[str, Any]:
        """Add up the articles (micro average); shares in [0, 1], None where nothing was expected or found."""
        pairs = [pair for comparison in self.comparisons for pair in comparison.pairs]
        found = total(_counted(c, lambda pair: pair.found is not None) for c in self.comparisons)
        both = total(_counted(c, _found_near, pointed=True) for c in self.comparisons)
        overlap = FieldCount(
            found.expected,
            sum(c.n_overlapping_gold for c in self.comparisons),
            found.found,
            sum(c.n_overlapping_found for c in self.comparisons),
        )
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "misplaced": sum(c.case.misplaced for c in self.comparisons),
            "mentions": shares(found),
            "mentions_overlap": shares(overlap),
            "peoples": "counted" if self.peoples_marked else "left out: the corpus does not mark them",
            "resolution": _resolution(pairs),
            "end_to_end": shares(both),
        }


def evaluate_places(cases: Sequence[PlaceCase], predictor: PlacePredictor) -> PlaceEvaluation:
    """Find and set down the places of each article and compare them with the corpus.

    A name is found if exactly its characters are, an article ("the") aside. Names of peoples count where the corpus
    marks some.
    """
    peoples = sum(predictor.is_people(gold.name) for case in cases for gold in case.places)
    marked = peoples >= _MARKED_PEOPLES
    return PlaceEvaluation(tuple(_compare(case, predictor, peoples=marked) for case in cases), marked)


def _compare(case: PlaceCase, predictor: PlacePredictor, *, peoples: bool) -> _Comparison:
    given = predictor.set_down(case.text, [(gold.start, gold.end) for gold in case.places], url=case.url)
    found = [one for one in predictor.places(case.text, url=case.url) if peoples or one.role != "demonym"]
    by_range = {_bare(case.text, one.start, one.end): one for one in found}
    pairs = []
    for gold, one in zip(case.places, given, strict=True):
        own = by_range.get(_bare(case.text, gold.start, gold.end))
        pairs.append(
            _Pair(gold, one, _km(gold, one), _country_right(gold, one, predictor), own, _km(gold, own) if own else None)
        )
    taken = {id(pair.found) for pair in pairs if pair.found}
    return _Comparison(
        case,
        tuple(pairs),
        tuple(one for one in found if id(one) not in taken),
        sum(any(one.start < gold.end and gold.start < one.end for one in found) for gold in case.places),
        sum(any(one.start < gold.end and gold.start < one.end for gold in case.places) for one in found),
        len(found),
    )


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out an article at the beginning of a range: corpora differ on "the Netherlands"."""
    return (start + 4, end) if text[start:end].lower().startswith("the ") else (start, end)


def _km(gold: GoldPlace, one: FoundPlace) -> float | None:
    if gold.latitude is None or gold.longitude is None or one.latitude is None or one.longitude is None:
        return None
    return distance_km(gold.latitude, gold.longitude, one.latitude, one.longitude)


def _country_right(gold: GoldPlace, one: FoundPlace, predictor: PlacePredictor) -> bool | None:
    """Compare countries: the corpus's own code, else that of its point; None where there is neither."""
    if gold.latitude is None or gold.longitude is None:
        return None
    expected = gold.country or predictor.country_at(gold.latitude, gold.longitude)
    if expected is None:
        return None
    if gold.country is None and one.country is None and one.latitude is not None and one.longitude is not None:
        # A continent or a sea has a point and no country, in the corpus as in the gazetteer.
        near = (_km(gold, one) or 0.0) <= _WIDE_KM
        return near or predictor.country_at(one.latitude, one.longitude) == expected
    return one.country == expected


def _found_near(pair: _Pair) -> bool:
    return pair.found_km is not None and pair.found_km <= _WIDE_KM


def _counted(comparison: _Comparison, holds: Callable[[_Pair], bool], *, pointed: bool = False) -> FieldCount:
    """Count the places that hold; with `pointed` those without a point are left out, and what is found at them."""
    pairs = [pair for pair in comparison.pairs if not pointed or pair.gold.latitude is not None]
    n_right = sum(holds(pair) for pair in pairs)
    left_out = sum(pair.found is not None for pair in comparison.pairs) - sum(pair.found is not None for pair in pairs)
    return FieldCount(len(pairs), n_right, comparison.n_found - left_out, n_right)


def _resolution(pairs: Iterable[_Pair]) -> dict[str, Any]:
    """Return the figures with names given, over places with a point."""
    pointed = [pair for pair in pairs if pair.gold.latitude is not None]
    if not pointed:
        return {"places": 0} | dict.fromkeys(("set_down", "acc_161km", "acc_25km", "country", "median_km", "auc"))
    errors = [pair.given_km if pair.given_km is not None else _FARTHEST_KM for pair in pointed]
    countries = [pair.country_right for pair in pointed if pair.country_right is not None]
    return {
        "places": len(pointed),
        "set_down": sum(pair.given_km is not None for pair in pointed) / len(pointed),
        "acc_161km": sum(error <= _WIDE_KM for error in errors) / len(errors),
        "acc_25km": sum(error <= _NARROW_KM for error in errors) / len(errors),
        "country": sum(countries) / len(countries) if countries else None,
        "median_km": round(median(errors), 3),
        "auc": sum(math.log1p(error) for error in errors) / (len(errors) * math.log1p(_FARTHEST_KM)),
    }


def _items(comparison: _Comparison) -> Iterator[Item]:
    for pair in comparison.pairs:
        if pair.gold.latitude is None:
            continue
        near = pair.given_km is not None and pair.given_km <= _WIDE_KM
        shown = pair.given.label if pair.given_km is None else f"{pair.given.label}, {pair.given_km:.0f} km off"
        where = f"{pair.gold.start}-{pair.gold.end}"
        yield Item(comparison.case.name, where, f"{pair.gold.name} {_point(pair.gold)}", shown, near)
    beyond = "; ".join(one.name for one in comparison.beyond)
    yield Item(comparison.case.name, "no further name", "none", beyond or "none", not beyond)


def _point(gold: GoldPlace) -> str:
    return f"({gold.latitude:.2f}, {gold.longitude:.2f})"


def _row(case: str, pair: _Pair) -> tuple[object, ...]:
    gold, found = pair.gold, pair.found
    return (
        case,
        gold.start,
        gold.end,
        gold.name,
        gold.kind or "place",
        f"{found.role}: {found.label}" if found else "",
        None if pair.given_km is None else round(pair.given_km, 1),
        pair.given.label,
        None if pair.country_right is None else ("right" if pair.country_right else "wrong"),
        None if pair.found_km is None else round(pair.found_km, 1),
    )
