"""Where an act took place, told from the places of its clause."""

from collections.abc import Sequence

from recount import gazetteer
from recount.extraction.sheet import PlaceAt, Sheet
from recount.extraction.tellings import Telling

__all__ = ["contains", "finest_of", "is_passed_through", "same_site", "settle_places"]

_ORIGIN = frozenset({"from"})
_GOAL = frozenset({"to", "towards", "toward"})
_LOCATIVE = frozenset(
    {"in", "at", "near", "on", "inside", "outside", "of", "around", "across", "along", "off", "within"}
)
_BRIDGES = frozenset(
    {
        ",",
        "and",
        "or",
        "the",
        "in",
        "as",
        "well",
        "both",
        "at",
        "city",
        "town",
        "village",
        "of",
        "&",
        "fields",
        "bases",
        "districts",
        "near",
    }
)
_DIVISIONS = frozenset({"country", "admin1", "admin2"})
_COARSE = frozenset({"country", "international", "unknown"})


def same_site(one: PlaceAt, other: PlaceAt) -> bool:
    """Tell whether two mentions mean one place."""
    if one.located.mention.name.casefold() == other.located.mention.name.casefold():
        # An article that uses one name for two places is rarer than one that means a town, its base and
        # "15 km south" of it as one scene.
        return True
    if one.located.place is None or other.located.place is None:
        return False
    return gazetteer.same_place(one.located, other.located)


def contains(outer: PlaceAt, inner: PlaceAt) -> bool:
    """Tell whether one place holds another."""
    return gazetteer.contains(outer.located, inner.located)


def settle_places(sheet: Sheet, telling: Telling) -> list[tuple[PlaceAt, ...]]:
    """Return where the act of a telling took place: one chain (finest place, then its containers) for each place.

    Several chains come out only where the words join places of one level ("in A and B").
    """
    places = [place for place in telling.places if _word_before(sheet, place) not in _ORIGIN or _is_an_end(place)]
    if telling.main.act.name != "firing":
        # "fled to X", "pursued towards X": where somebody went afterwards.
        places = [place for place in places if _word_before(sheet, place) not in _GOAL or _is_an_end(place)]
    finest = [
        place
        for place in places
        if not any(
            other is not place and _holds(sheet, place, other) and not same_site(place, other) for other in places
        )
    ]
    finest = [place for place in finest if not any(_frames(place, other) for other in finest if other is not place)]
    # "at X, near the border with Y": the border only says where X lies.
    finest = [place for place in finest if not _is_border(place)] or finest
    distinct: list[PlaceAt] = []
    for place in finest:
        if not any(same_site(place, kept) for kept in distinct):
            distinct.append(place)
    fine = [place for place in distinct if place.located.precision not in _COARSE]
    distinct = fine or distinct
    if not distinct:
        return []
    chosen = _joined(sheet, distinct) or [_nearest(sheet, telling, distinct)]
    return [
        (place, *(other for other in places if other is not place and _holds(sheet, other, place))) for place in chosen
    ]


def is_passed_through(sheet: Sheet, place: PlaceAt) -> bool:
    """Tell whether somebody comes from a place or goes to it: "fled to X", "fighters from X"."""
    return _word_before(sheet, place) in _ORIGIN | _GOAL and not _is_an_end(place)


def _is_an_end(place: PlaceAt) -> bool:
    """Tell whether a place is one of the two ends of a road: "on the road from X to Y" goes nowhere."""
    return place.located.mention.other_name is not None


def finest_of(sheet: Sheet, places: Sequence[PlaceAt]) -> tuple[PlaceAt, ...]:
    """Return the last of the places that hold none of the others, and then those that hold it; empty for none."""
    if not places:
        return ()
    fine = [place for place in places if place.located.precision not in _COARSE and not _is_border(place)] or places
    innermost = [
        place
        for place in fine
        if not any(_holds(sheet, place, other) and not same_site(place, other) for other in fine if other is not place)
    ]
    chosen = (innermost or list(fine))[-1]
    return (chosen, *(place for place in places if place is not chosen and _holds(sheet, place, chosen)))


def _holds(sheet: Sheet, outer: PlaceAt, inner: PlaceAt) -> bool:
    """Tell whether one place holds another, by the gazetteer or by the words ("the Saltivka district of Kharkiv")."""
    if contains(outer, inner) or _places(outer, inner):
        return True
    between = [sheet.lower(position) for position in range(inner.end, outer.first)]
    known = inner.located.place
    if between == [","] and known is not None and _in_list(sheet, outer):
        return False
    small = known is None or known.kind not in _DIVISIONS
    return (
        small
        and 1 <= len(between) <= 4
        and between[0] in {"of", "in", ","}
        and all(
            word in {"of", "in", ",", "the", "city", "town", "southern", "northern", "eastern", "western", "central"}
            for word in between
        )
    )


def _places(outer: PlaceAt, inner: PlaceAt) -> bool:
    """Tell whether one name is only there to place the other: "X, 5 km south of Y", "between X and Y"."""
    one, other = outer.located.mention, inner.located.mention
    if other.told_by is not None and other.told_by == one.name_start:
        return True
    return other.other_name == one.name and one.other_name == other.name and other.name_start < one.name_start


def _is_border(place: PlaceAt) -> bool:
    return place.located.mention.relation == "border"


def _in_list(sheet: Sheet, place: PlaceAt) -> bool:
    """Tell whether a list of places goes on: after Sumy in "Kharkiv, Sumy and Poltava"."""
    joint = sheet.lower(place.end)
    following = any(other.first == place.end + 1 for other in sheet.places)
    return following and joint in {"and", "or", ","}


def _frames(outer: PlaceAt, inner: PlaceAt) -> bool:
    """Tell whether a division is only named to say where another place lies ("in Hit, north of Anbar province")."""
    if outer.located.place is None or outer.located.place.kind not in _DIVISIONS:
        return False
    if inner.located.place is None or inner.located.place.kind in _DIVISIONS:
        return False
    return outer.located.place.name in {inner.located.admin1, inner.located.admin2}


def _joined(sheet: Sheet, places: Sequence[PlaceAt]) -> list[PlaceAt]:
    """Return the places that words join as equals; the empty list where they are not joined."""
    if "between" in {sheet.lower(places[0].first), _word_before(sheet, places[0])}:
        # "on the road between A and B" is one place.
        return []
    run = [places[0]]
    for place in places[1:]:
        between = [sheet.lower(position) for position in range(run[-1].end, place.first)]
        if all(word in _BRIDGES for word in between) and any(word in {"and", ",", "or", "&"} for word in between):
            run.append(place)
        elif len(run) > 1:
            break
        else:
            run = [place]
    return run if len(run) > 1 else []


def _nearest(sheet: Sheet, telling: Telling, places: Sequence[PlaceAt]) -> PlaceAt:
    """Return the place that most likely is the act's: a locative word before it, close to the act, after it."""
    main = telling.main

    def rank(place: PlaceAt) -> tuple[int, int, int]:
        locative = _word_before(sheet, place) in _LOCATIVE
        after = place.first >= main.first
        gap = place.first - main.end if after else main.first - place.end
        return (0 if locative else 1, gap if after else gap + 6, place.first)

    return min(places, key=rank)


def _word_before(sheet: Sheet, place: PlaceAt) -> str:
    """Return the preposition that governs a place, past its article and modifiers."""
    first_word = sheet.lower(place.first)
    if first_word in _LOCATIVE | _ORIGIN | _GOAL:
        return first_word
    sentence = sheet.sentences[sheet.sentence_of(place.first)]
    for position in range(place.first - 1, max(sentence.first, place.first - 6) - 1, -1):
        lower = sheet.lower(position)
        if lower in sheet.lexicon.prepositions:
            return lower
        if sheet.is_verb(position) or not lower[:1].isalpha():
            return ""
    return ""
