"""What the places of an article tell about each other: countries, divisions, points."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from recount.gazetteer.ground import apart_km, is_point
from recount.gazetteer.names import bare_key, key_of
from recount.gazetteer.place import Place, PlaceMention, Scored

__all__ = ["Context", "context_of", "one_place"]

# Kilometres within which rows of one name are one place for a reader.
_ONE_PLACE_KM = 25.0
# What the outlet's country weighs, where a country named once in the text weighs 1.
_OUTLET = 0.4
# Words in a candidate's reason that tell that more than its name speaks for it.
_GROUNDS = ("which the article", "written to lie in")


@dataclass(slots=True)
class Context:
    """What an article's places tell about each other."""

    countries: dict[str, float] = field(default_factory=dict)
    """ISO code: weight, 1 for the country most spoken of."""
    divisions: set[int] = field(default_factory=set)
    """Rows of divisions that are named."""
    points: list[tuple[str, Place]] = field(default_factory=list)
    """Towns and sites, each with the key of the name that means it."""


def context_of(
    mentions: Sequence[PlaceMention],
    candidates: Sequence[tuple[Scored, ...]],
    chosen: Sequence[tuple[Scored, ...]],
    outlet_country: str | None,
    *,
    first: bool,
) -> Context:
    """Gather the context from the places chosen so far; in the first round only from names that are plain."""
    counts: defaultdict[str, float] = defaultdict(float)
    context = Context()
    seen: set[tuple[str, str]] = set()
    for mention, found, best in zip(mentions, candidates, chosen, strict=True):
        if not best:
            continue
        place = best[0].place
        if place.kind == "country":
            counts[place.country or ""] += {"literal": 1.0, "metonym": 0.25, "demonym": 0.25, "embedded": 0.25}[
                mention.role
            ]
            continue
        # A place that only the name speaks for is no ground for others, nor for itself.
        if not _plain(found) and (first or not any(ground in best[0].reason for ground in _GROUNDS)):
            continue
        key = (mention.name, place.id)
        again = key in seen
        if place.country:
            # A name said ten times is one ground, not ten.
            counts[place.country] += 0.15 if again else 0.8
        seen.add(key)
        if place.kind in ("admin1", "admin2", "macroregion"):
            context.divisions.add(place.row)
        elif is_point(place) and not again:
            context.points.append((bare_key(key_of(mention.name)), place))
    if outlet_country:
        counts[outlet_country] += _OUTLET
    counts.pop("", None)
    top = max((math.log1p(count) for count in counts.values()), default=0.0)
    # One passing mention is weak ground: it does not get the full weight by being the only one.
    scale = max(top, math.log1p(1.0))
    context.countries = {country: math.log1p(count) / scale for country, count in counts.items()}
    return context


def _plain(found: tuple[Scored, ...]) -> bool:
    """Tell whether a name means its first candidate to most readers: known, and far ahead of its namesakes."""
    if not found or found[0].likeness_score < 1 or found[0].place.importance < 0.45:
        return False
    rivals = [one for one in found[1:] if not one_place(one.place, found[0].place)]
    return not rivals or rivals[0].score < 0.8 * found[0].score


def one_place(one: Place, other: Place) -> bool:
    """Tell whether two rows of one name are one place for a reader: a town, its district, its province."""
    if one.country != other.country:
        return False
    if one.row in (other.admin1_row, other.admin2_row) or other.row in (one.admin1_row, one.admin2_row):
        return True
    return apart_km(one, other) <= _ONE_PLACE_KM
