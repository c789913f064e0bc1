"""Tells a place where something is from one that stands for a government, a team or a side."""

import re
from functools import cache

from recount.gazetteer.place import Role
from recount.gazetteer.words import alternatives, place_words

__all__ = ["role_of"]

# "Iraq's decision" is a state's; "Iraq's capital", "Iraq's Anbar" lead to a place. "US measures": a short form has no
# other way to be an adjective.
_OWNED = re.compile(r"['’]s?\s+[a-z]")
_GROUND = re.compile(
    r"['’]s?\s+(?:\w+[- ])?(?:north|south|east|west|capital|border|coast|city|town|village|province|region|district|"
    r"governorate|state|oblast|central|port|territory|desert|mountain|countryside|largest|second|biggest|main|airport|"
    r"interior|rural|remote|restive|troubled)"
)
_SHORT = re.compile(
    r"\s+(?!in\b|on\b|at\b|and\b|or\b|but\b|to\b|for\b|by\b|as\b|is\b|was\b|has\b|with\b|from\b|after\b|since\b|when\b)[a-z]"
)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    words = place_words()
    acts = re.compile(
        rf"\s*,?\s+(?:also\s+|then\s+|repeatedly\s+|later\s+)?(?:has\s+|had\s+|have\s+)?(?:{alternatives(words.acts)})\b"
    )
    things = re.compile(rf"(?:['’]s?)?(?:\s+|-)(?:\w+ern\s+)?(?:{alternatives(words.of_a_side)})\b", re.I)
    sides = re.compile(rf"\b(?:{alternatives(words.sides)})\s+(?:the\s+)?$", re.I)
    places = alternatives(words.plain - {"left", "leave", "leaving"})
    located = re.compile(
        rf"\b(?:{places}|near|outside|north of|"
        r"south of|east of|west of)\s+(?:the\s+)?(?:\w+ern\s+|central\s+)?$",
        re.I,
    )
    return acts, things, sides, located


def role_of(text: str, start: int, end: int, *, state: bool, capital: bool) -> Role:
    """Tell what a name at [start, end) stands for.

    Args:
        text: the article's text.
        start: of the name.
        end: of the name.
        state: the name is a country's.
        capital: the name is a capital city's, which also speaks for its government.
    """
    if not (state or capital):
        return "literal"
    acts, things, sides, located = _patterns()
    if state and _OWNED.match(text, end) and not _GROUND.match(text, end):
        return "metonym"
    before = text[max(0, start - 40) : start].rpartition("\n")[2]
    if state and text[start:end] in ("US", "U.S.", "UK", "U.K.", "UAE") and _SHORT.match(text, end):
        return "metonym"
    if located.search(before):
        # "in Iraq government offices" is rare; "in Iraq" is a place.
        return (
            "literal"
            if not (state and re.match(r"['’]s\s+(?:government|parliament|army)\b", text[end:]))
            else "metonym"
        )
    if acts.match(text, end):
        return "metonym"
    if state and things.match(text, end):
        return "metonym"
    if capital and re.match(
        r"['’]s\s+(?:government|military|army|forces|ambassador|envoy|allies)\b|-(?:backed|led|aligned|installed|controlled)\b",
        text[end:],
    ):
        return "metonym"
    if sides.search(before):
        return "metonym"
    return "literal"
