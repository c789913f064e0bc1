"""How what is meant lies to a named place, from the words beside the name: 5 km south of, X's outskirts, between."""

import re
from functools import cache
from typing import NamedTuple

from recount.gazetteer.place import Relation
from recount.gazetteer.relation_words import relation_words
from recount.gazetteer.words import alternatives, place_words

__all__ = ["Relative", "is_placed_after", "relative_after", "relative_before"]

# Code points before a name in which its relative words are looked for.
_REACH = 110


class Relative(NamedTuple):
    """The relative words beside a name, and what they say."""

    start: int
    """Where they begin; before a name the name's own start where there are none."""
    relation: Relation
    distance_km: float | None = None
    bearing: float | None = None
    """Degrees from north, clockwise."""
    hint: str | None = None
    reach_km: float | None = None
    """How far off at most, where no distance is told."""
    end: int | None = None
    """Where they end, for words after a name."""


@cache
def _before() -> dict[str, re.Pattern[str]]:
    """The patterns of relative words before a name, in the order in which they are tried."""
    words, places = relation_words(), place_words()
    kinds, parts = alternatives(places.before), alternatives(places.parts)
    kind = rf"(?:\w+\s+)?(?:{kinds}|centre|center)\s+(?:of|called)\s+|(?-i:[a-z]+\s+)?(?:{kinds}),?\s+"
    name = rf"(?:the\s+)?(?:(?:{parts})\s+)?(?:{kind})?(?:the\s+)?$"
    way = rf"(?:(?P<direction>{alternatives(words.directions)})|(?-i:(?P<wind>{alternatives(words.winds)})))\b"
    further = rf"(?:(?:{alternatives(words.further)})\s+)?"
    start = rf"(?:{alternatives(words.start)})\s+"
    number = rf"(?:(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+(?:[.,]\d+)?|{alternatives(words.numbers)})(?:\s*-\s*|\s*))?"
    loosely = (
        rf"(?P<loosely>(?:(?:{alternatives((*words.loosely, *words.at_most))})\s+)*)"
        rf"(?:(?P<vague>{alternatives(words.vague)})\s+)?"
    )
    span = rf"(?P<unit>{alternatives(words.units)})\b\.?(?:\s+\([^)]{{1,20}}\))?"
    travel = rf"(?P<hours>\d+|half\s+an|{alternatives(words.numbers)})[\s-]+(?P<span>{alternatives(words.spans)})"
    travel += rf"(?:['’]s?)?[\s-]+(?:by\s+\w+\s+)?(?P<travel>{alternatives(words.travel)})"
    lead = r"(?:(?:in|on|at|near|from|around|to)\s+)?(?:the\s+)?"
    roads, leading = alternatives(words.roads), alternatives(words.leading)
    return {
        "travel": re.compile(rf"\b{travel}\s+(?:{further}{way}\s+)?{start}{name}", re.I),
        "distance": re.compile(
            rf"(?<![\w.,]){loosely}{number}{span}\s*,?\s+(?:{further}{way}\s+)?(?P<from>{start}){name}", re.I
        ),
        "direction": re.compile(rf"\b{further}{way}\s+(?:of|from)\s+{name}", re.I),
        "edge": re.compile(rf"\b{lead}(?:{way}\s+)?(?P<edge>{alternatives(words.edges)})\s+(?:of|to)\s+{name}", re.I),
        "countryside": re.compile(
            rf"\b{lead}(?:{way}\s+)?(?P<edge>{alternatives(words.countryside)})\s+(?:of|around|near|outside)\s+{name}",
            re.I,
        ),
        "heights": re.compile(
            rf"\b{lead}(?:{way}\s+)?(?:{alternatives(words.heights)})\s+(?:{alternatives(words.above)})\s+{name}", re.I
        ),
        "off": re.compile(
            rf"\boff\s+(?:the\s+)?(?:(?:{way}\s+)?(?:{alternatives(words.coasts)})\s+of\s+)?{name}|"
            rf"\b(?:{alternatives(words.coasts)})\s+of\s+{name}",
            re.I,
        ),
        "road": re.compile(rf"\b(?:{roads})\s+(?:{leading})\s+{name}|\bhalfway\s+(?:from|to)\s+{name}", re.I),
        "between": re.compile(rf"\b(?:(?:mid|half)way\s+)?(?:in\s+)?between\s+{name}", re.I),
        "near": re.compile(rf"\b(?:{alternatives(words.near)})\s+(?:to\s+)?{name}", re.I),
        "part": re.compile(rf"(?<![\w-])(?:{way}|{parts})\s+$", re.I),
    }


def relative_before(text: str, name_start: int, *, floor: int = 0) -> Relative:
    """Read the relative words that end right before the name at `name_start` and do not begin before `floor`.

    Distances are kilometres; a bearing is degrees from north. The name's own preposition ("in", "at") is no
    relative word.
    """
    floor = max(floor, text.rfind("\n", 0, name_start) + 1, name_start - _REACH)
    before = text[floor:name_start]
    found = next(((name, one) for name, pattern in _before().items() if (one := pattern.search(before))), None)
    if found is None:
        return Relative(name_start, "at")
    name, words = found
    start, bearing = floor + words.start(), _bearing(words)
    if name == "distance":
        return _by_distance(words, start, bearing)
    if name == "travel":
        relation: Relation = "direction" if bearing is not None else "near"
        return Relative(start, relation, None, bearing, reach_km=_hours(words))
    if name == "part":
        return Relative(start, "in", None, bearing, hint="part")
    # "on the outskirts of X": the words that say where begin after the preposition.
    own = re.match(r"(?:in|on|at|near|from|around|to)\s+(?=the\b)", words[0], re.I)
    start += own.end() if own and name in ("edge", "countryside", "heights") else 0
    if name in ("edge", "countryside"):
        return Relative(start, name, None, bearing, hint="countryside" if name == "countryside" else None)  # type: ignore[arg-type]
    relations: dict[str, Relation] = {"direction": "direction", "off": "off", "road": "route", "between": "between"}
    return Relative(start, relations.get(name, "near"), None, bearing)


def _bearing(found: re.Match[str]) -> float | None:
    words, groups = relation_words(), found.groupdict()
    if groups.get("wind"):
        return words.winds[groups["wind"]]
    direction = re.sub(r"\s+", " ", groups.get("direction") or "").lower()
    return words.directions.get(direction)


def _by_distance(found: re.Match[str], start: int, bearing: float | None) -> Relative:
    words = relation_words()
    unit = words.units[re.sub(r"\s+", " ", found["unit"].lower())]
    number = _number(found["number"])
    distance = None if number is None else round(number * unit, 2)
    reach = round(words.vague[re.sub(r"\s+", " ", found["vague"].lower())] * unit, 2) if found["vague"] else None
    if any(word in re.sub(r"\s+", " ", found["loosely"].lower()) for word in words.at_most):
        distance, reach = None, distance
    at_sea = "off" in found["from"].lower().split() or unit == words.units["nautical mile"]
    relation: Relation = "off" if at_sea else "direction" if bearing is not None else "near"
    return Relative(start, relation, distance, bearing, reach_km=reach)


def _number(written: str | None) -> float | None:
    if not written:
        return None
    lower = re.sub(r"\s+", " ", written.lower())
    if not lower[:1].isdigit():
        return relation_words().numbers[lower]
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+", lower):
        return float(lower.replace(",", ""))
    return float(lower.replace(",", "."))


def _hours(found: re.Match[str]) -> float:
    """Return how far a journey of so many hours can lead, in kilometres."""
    words = relation_words()
    number = 0.5 if found["hours"].lower().startswith("half") else _number(found["hours"]) or 1.0
    travel = re.sub(r"\s+", " ", found["travel"].lower())
    return round(number * words.spans[found["span"].lower()] * words.travel[travel], 1)


@cache
def _after() -> dict[str, re.Pattern[str]]:
    """The patterns of relative words after a name, in the order in which they are tried."""
    words = relation_words()
    way = rf"(?P<direction>{alternatives(words.directions)})"
    kind = r"(?:\s+(?:city|town|village|province|governorate))?"
    owned, stop = r"(?:['’]s?)", r"\b(?!\s+of\b)"
    edges, land = alternatives(words.edges_after), alternatives(words.countryside)
    return {
        "edge": re.compile(rf"{kind}(?:{owned}?\s+(?:{way}\s+)?(?:{edges})|{owned}\s+(?:\w+ern\s+)?edge){stop}", re.I),
        "countryside": re.compile(rf"{kind}{owned}?\s+(?:{way}\s+)?(?:{land}){stop}", re.I),
        "heights": re.compile(rf"{owned}\s+(?:{way}\s+)?(?:{alternatives(words.heights)}){stop}", re.I),
        "way": re.compile(rf"\s+(?:to|in)\s+the\s+{way}\b(?!\s+(?:of|\w+ern)\b)", re.I),
        "coast": re.compile(rf"{owned}?\s+(?:{way}\s+)?(?:{alternatives(words.coasts)}){stop}", re.I),
        "road": re.compile(rf"\s+(?:{alternatives(words.roads)})\b(?!\s+(?:to|of|from)\b)", re.I),
        "area": re.compile(rf"{owned}?\s+(?:general\s+|wider\s+|greater\s+)?area{stop}", re.I),
        "part": re.compile(rf"{owned}\s+(?:far\s+)?{way}(?:\s+(?:half|part|parts|side)\b|\b(?!\s+\w))", re.I),
    }


# "X, a village near Y", but not "X, a village elder".
_VILLAGE = (
    r"(?:an?|the)\s+(?:[\w-]+\s+){0,3}?(?:village|town|hamlet|settlement|locality|commune|outpost)"
    r"(?=\s*[,.)]|\s+(?:in|near|on|of|some|about|around|just|located|situated|lying|where|which|outside|between|\d))"
)


@cache
def _placed() -> re.Pattern[str]:
    words = relation_words()
    loosely, numbers = alternatives((*words.loosely, *words.at_most)), alternatives(words.numbers)
    distance = rf"(?:(?:{loosely})\s+)*(?:\d+(?:[.,]\d+)?|{numbers})[\s-]*(?:{alternatives(words.units)})\b"
    direction = rf"(?:just\s+)?(?:{alternatives(words.directions)})\s+of\s+"
    roads = rf"\s*[-–—]\s*[A-Z][\w'’]+(?:\s[A-Z][\w'’]+)?\s+(?:{alternatives(words.roads)})\b"
    return re.compile(rf"\s*[,(]\s*(?:{distance}|{direction}|{_VILLAGE})|{roads}")


def is_placed_after(text: str, name_end: int) -> bool:
    """Tell whether the words after a name place it: "X, 5 km south of Y", "X, a village in Z", "the X-Y road"."""
    return _placed().match(text, name_end) is not None


def relative_after(text: str, name_end: int) -> Relative | None:
    """Read the relative words right after the name that ends at `name_end`: "'s western outskirts"; None without."""
    found = next(((name, one) for name, pattern in _after().items() if (one := pattern.match(text, name_end))), None)
    if found is None:
        return None
    name, words = found
    relations: dict[str, Relation] = {
        "edge": "edge", "countryside": "countryside", "road": "route", "part": "in"
    }  # fmt: skip
    return Relative(name_end, relations.get(name, "near"), None, _bearing(words), hint=name, end=words.end())
