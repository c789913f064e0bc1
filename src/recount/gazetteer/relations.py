"""How an act lies to a named place, from the words before the name: near, north of, between, on the road to."""

import re
from functools import cache
from typing import NamedTuple

from recount.gazetteer.place import Relation
from recount.gazetteer.words import alternatives, place_words

__all__ = ["Relative", "relative_before"]

# Code points before a name in which its relative words are looked for.
_REACH = 110


class Relative(NamedTuple):
    """The relative words before a name, and what they say."""

    start: int
    """Where they begin; the start of the name itself where there are none."""
    relation: Relation
    distance_km: float | None = None
    bearing: float | None = None
    hint: str | None = None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = place_words()
    directions = alternatives(words.directions)
    numbers = alternatives(words.numbers)
    units = alternatives(words.units)
    kinds = alternatives(words.before)
    parts = alternatives(words.parts)
    before_name = rf"(?:the\s+)?(?:(?:{parts})\s+)?(?:(?:\w+\s+)?(?:{kinds})\s+of\s+)?(?:the\s+)?"
    some = (
        r"(?:a\s+few|several|some|about|around|roughly|approximately|nearly|just|only|less\s+than|more\s+than|over)\s+"
    )
    distance = rf"(?:{some})*(?P<number>\d+(?:[.,]\d+)?|(?:{numbers}))?(?:\s*-\s*|\s*)(?P<unit>{units})"
    where = r"\s+(?:\([^)]{1,20}\)\s+)?(?:(?:to\s+the\s+|further\s+|due\s+)?(?P<direction>" + directions + r")\s+)?"
    return {
        "distance": re.compile(
            rf"(?<![\w.]){distance}{where}(?:of|from|outside|away\s+from|off|inside|beyond)\s+{before_name}$", re.I
        ),
        "direction": re.compile(
            rf"\b(?:just\s+|to\s+the\s+|further\s+)?(?P<direction>{directions})\s+(?:of|from)\s+{before_name}$", re.I
        ),
        "edges": re.compile(
            rf"\b(?:(?:in|on|at|near|from|around|to)\s+)?(?:the\s+)?(?:\w+ern\s+)?(?P<edge>{alternatives(words.edges)})\s+"
            rf"of\s+{before_name}$",
            re.I,
        ),
        "near": re.compile(rf"\b(?:{alternatives(words.near)})\s+(?:to\s+)?{before_name}$", re.I),
        "off": re.compile(
            rf"\boff\s+(?:the\s+)?(?:(?:\w+\s+)?coast\s+of\s+)?{before_name}$|\bcoast\s+of\s+{before_name}$", re.I
        ),
        "road": re.compile(
            rf"\b(?:road|highway|route|motorway)\s+(?:to|from|into|towards?|leading\s+to|linking|connecting)\s+{before_name}$",
            re.I,
        ),
        "between": re.compile(rf"\bbetween\s+{before_name}$", re.I),
        "part": re.compile(rf"(?<![\w-])(?P<part>{parts})\s+$", re.I),
    }


def relative_before(text: str, name_start: int) -> Relative:
    """Read the relative words that end right before the name at `name_start`.

    Distances are kilometres; a bearing is degrees from north. The name's own preposition ("in", "at") is no
    relative word.
    """
    floor = max(text.rfind("\n", 0, name_start) + 1, name_start - _REACH)
    before = text[floor:name_start]
    patterns, words = _patterns(), place_words()
    found = patterns["distance"].search(before)
    if found:
        return _by_distance(found, floor)
    found = patterns["direction"].search(before)
    if found:
        return Relative(floor + found.start(), "direction", None, words.directions[found["direction"].lower()])
    found = patterns["edges"].search(before)
    if found:
        hint = "countryside" if found["edge"].lower() == "countryside" else None
        start = floor + found.start("edge")
        lead = re.search(r"\bthe\s+$", text[floor:start])
        return Relative(floor + lead.start() if lead else start, "near", hint=hint)
    for name, relation in (("near", "near"), ("off", "off"), ("road", "route"), ("between", "between")):
        found = patterns[name].search(before)
        if found:
            return Relative(floor + found.start(), relation)  # type: ignore[arg-type]
    found = patterns["part"].search(before)
    if found:
        return Relative(floor + found.start(), "in", hint="part")
    return Relative(name_start, "at")


def _by_distance(found: re.Match[str], floor: int) -> Relative:
    words = place_words()
    number = (found["number"] or "").lower().replace(",", ".")
    direction = (found["direction"] or "").lower()
    value = words.numbers.get(number) if not number[:1].isdigit() else float(number)
    distance = None if value is None else round(value * words.units[found["unit"].lower()], 2)
    bearing = words.directions.get(direction)
    return Relative(floor + found.start(), "direction" if bearing is not None else "near", distance, bearing)
