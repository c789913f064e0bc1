"""A place named before and now only called by its kind: "the town", "the same village", "this province"."""

import re

from recount.extraction.sheet import PlaceAt, Sheet
from recount.gazetteer.words import place_words

__all__ = ["is_reference", "referent_of"]

_REFERENCE = re.compile(
    r"(?:the|this|that|our|their)\s+(?:very\s+)?(?:same\s+|whole\s+|entire\s+|nearby\s+)?([a-z ]+)", re.I
)


def _kind_of(words: str) -> str | None:
    """Return what kind of place words speak of without naming it: `village` for "the same village"; else None."""
    found = _REFERENCE.fullmatch(" ".join(words.split()))
    return place_words().before.get(found[1].lower()) if found else None


def is_reference(words: str) -> bool:
    """Tell whether words call a place by its kind alone."""
    return _kind_of(words) is not None


def referent_of(sheet: Sheet, first: int, end: int) -> PlaceAt | None:
    """Return the place last named before a token range that calls it by its kind; None where none fits.

    A name that the gazetteer does not hold fits a village or town; a country never fits.
    """
    kind = _kind_of(sheet.words(first, end))
    if kind is None:
        return None
    kinds = place_words().hint_kinds.get(kind, frozenset())
    for place in reversed(sheet.places):
        known = place.located.place
        if place.first >= first or not place.is_literal or is_reference(place.located.mention.name):
            continue
        if known.kind in kinds if known else "locality" in kinds:
            return place
    return None
