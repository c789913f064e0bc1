"""Borders of noun phrases, told without a parser: what stands before and after a head noun."""

from recount.extraction.sheet import PlaceAt, Sheet

__all__ = ["demonym_in", "is_closed", "left_edge", "right_edge", "site_end"]

_MAX_MODIFIERS = 7
# "armed men", "wounded soldiers": participles that stand as adjectives after these.
_ADJECTIVAL_AFTER = frozenset({"the", "a", "an", "of", "by", "several", "some", "two", "three", "many", "its", "their"})
_SITE_JOINERS = frozenset({"in", "at", "of", "near", "outside"})
_PLACE_WORDS = frozenset({"the", "city", "town", "village", "district", "of", "province", "area"})
# "The Islamic State group": the noun belongs to the name.
_WORN = frozenset({"uniform", "uniforms", "fatigues", "camouflage"})


def left_edge(sheet: Sheet, head: int, floor: int) -> int:
    """Return where the phrase of a head begins: its determiner and what modifies it."""
    first = head
    while first > floor and head - first < _MAX_MODIFIERS:
        position = first - 1
        lower = sheet.lower(position)
        if lower in sheet.lexicon.determiners and lower not in {
            "more",
            "most",
            "both",
            "no",
            "every",
            "each",
            "all",
            "that",
        }:
            first = position
            if lower in {"the", "a", "an", "its", "their", "his", "her", "this", "these", "those"}:
                break
            continue
        in_time = any(time.first <= position < time.end for time in sheet.times)
        if in_time or not _modifies(sheet, position, floor):
            break
        first = position
    while first < head and sheet.lower(first) in {"'s", "and"}:
        first += 1
    return first


def _modifies(sheet: Sheet, position: int, floor: int) -> bool:
    token = sheet.tokens[position]
    if token.lower == "'s":
        return True
    if token.lower.endswith("-year-old"):
        return True
    if token.lower == "-" or not token.text[0].isalpha() or is_closed(sheet, position) or _in_quantity(sheet, position):
        return False
    if token.text[0].isupper() and position > floor and not token.text.isupper():
        return True
    if token.lower.endswith(("ed", "ing")) and sheet.lexicon.verbs.at(sheet.tokens, position):
        return sheet.lower(position - 1) in _ADJECTIVAL_AFTER
    if sheet.lexicon.cues.at(sheet.tokens, position) or sheet.lexicon.effects.at(sheet.tokens, position):
        return False
    return sheet.lexicon.verbs.at(sheet.tokens, position) is None or token.text[0].isupper()


def is_closed(sheet: Sheet, position: int) -> bool:
    """Tell whether a word of a closed class (preposition, conjunction, pronoun …) stands at a position."""
    lower = sheet.lower(position)
    lexicon = sheet.lexicon
    return (
        lower in lexicon.prepositions
        or lower in lexicon.conjunctions
        or lower in lexicon.pronouns
        or lower in lexicon.auxiliaries
        or lower in lexicon.adverbs
        or (lower in lexicon.determiners)
    )


def _in_quantity(sheet: Sheet, position: int) -> bool:
    return any(quantity.first <= position < quantity.end for quantity in sheet.quantities)


def right_edge(sheet: Sheet, end: int, limit: int) -> int:
    """Take in "of the 3rd Brigade": an "of" with a capitalised name that identifies the people."""
    if sheet.lower(end) == "in":
        worn = next((place for place in range(end + 1, min(end + 5, limit)) if sheet.lower(place) in _WORN), end - 1)
        return worn + 1
    if sheet.lower(end) != "of" or end + 1 >= limit:
        return end
    position = end + 2 if sheet.lower(end + 1) == "the" else end + 1
    stop = position
    while (
        stop < limit
        and (sheet.tokens[stop].text[0].isupper() or sheet.tokens[stop].text[0].isdigit())
        and not any(time.first <= stop < time.end for time in sheet.times)
    ):
        stop += 1
    return stop if stop > position and not _in_quantity(sheet, position) else end


def site_end(sheet: Sheet, end: int, limit: int) -> int:
    """Take in the place that identifies a site: "the base in the city of Hit"."""
    if sheet.lower(end) not in _SITE_JOINERS:
        return end
    place = _place_from(sheet, end + 1, limit)
    return place.end if place and place.end - end <= 8 else end


def _place_from(sheet: Sheet, position: int, limit: int) -> PlaceAt | None:
    while position < limit:
        for place in sheet.places:
            if place.first <= position < place.end:
                return place if place.is_literal else None
        if sheet.lower(position) not in _PLACE_WORDS:
            return None
        position += 1
    return None


def demonym_in(sheet: Sheet, first: int, end: int) -> str | None:
    """Return the country of a demonym or country name inside a phrase."""
    for place in sheet.places:
        if first <= place.first < end and place.located.place is not None and place.located.place.kind == "country":
            return place.located.country
    return None
