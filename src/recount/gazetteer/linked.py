"""How mentions hang together: relative words, the ends of a road, what lies in what, and no two overlapping."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from recount.gazetteer.frontiers import with_frontiers
from recount.gazetteer.ground import holds_place
from recount.gazetteer.place import PlaceMention
from recount.gazetteer.relation_words import relation_words
from recount.gazetteer.relations import Relative, relative_after, relative_before
from recount.gazetteer.words import alternatives

__all__ = ["link"]

_INTO = re.compile(
    r"\s*[,(]?\s*(?:(?:in|of|inside|within)\s+)?(?:the\s+)?(?:\w+ern\s+|central\s+)?"
    r"(?:(?:\w+\s+)?(?:province|region|state|district|governorate|county|city|town|department)\s+of\s+)?(?:the\s+)?$"
)
_OUT_OF = re.compile(r"['’]s?\s+(?:\w+ern\s+|central\s+|\w+\s+)?(?:(?:city|town|village|province|region)\s+of\s+)?$")
_PEOPLE_OF = re.compile(
    r"\s+(?:\w+ern\s+|port\s+|border\s+|coastal\s+|capital\s+)?"
    r"(?:(?:city|town|village|province|region|district|governorate|island|capital|port|state|oblast)\s+(?:of\s+)?)?"
)


# Code points before a name in which words of dealings between states are looked for.
_REACH = 80
_JOINT = re.compile(r"\s*,?\s+(?:and|or)\s+(?:in\s+)?(?:the\s+)?")
_AND = re.compile(r"(?:\s+\w+)?\s+and\s+(?:the\s+)?(?:(?:\w+\s+){0,2}\w+\s+of\s+)?")
# "the road from X to Y", "the highway linking X and Y", "halfway from X to Y".
_FROM = re.compile(r"\b(?:from|link\w*|connect\w*|joining)\s*(?:the)?$", re.I)
_TO = re.compile(r"\s+(?:to|and|with|towards?)\s+(?:the\s+)?(?:(?:\w+\s+){0,2}\w+\s+of\s+)?")
_THE = re.compile(r"\bthe\s+(?:\w+\s+)?$", re.I)
# "X, a village 5 km south of Y", "X (5 km south of Y)".
_APPOSED = re.compile(
    r"\s*[,(]\s*(?:(?:an?|the|one)\s+(?:[\w-]+\s+){0,3}?(?:of\s+)?)?"
    r"(?:(?:village|town|hamlet|settlement|community|locality|commune|district|suburb|area|place|camp|post|base)\s+)?"
    r"(?:(?:which|that)\s+(?:lies|is|sits|stands)\s+)?(?:located\s+|situated\s+|lying\s+|found\s+)?(?:just\s+|right\s+)?"
)
_PLACING = frozenset({"direction", "near", "edge", "off"})


def link(text: str, mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """Return mentions with what the words beside and between them tell: relations, second ends, containers.

    Doing it twice changes nothing.
    """
    found = with_frontiers(text, mentions)
    related = [_related(text, mention, floor) for mention, floor in zip(found, _floors(found), strict=True)]
    ended = [_as_side(text, mention) for mention in _with_second_ends(text, _apart(text, related))]
    return _with_apposed(text, _with_containers(text, ended))


def _floors(mentions: Sequence[PlaceMention]) -> Iterator[int]:
    """Yield before which point the relative words of each mention cannot begin: where the last named place ends."""
    floor = 0
    for mention in mentions:
        yield floor
        # "south of the Syrian town of X": a people stands between the words and the name.
        floor = floor if mention.role == "demonym" else mention.name_end


def _related(text: str, mention: PlaceMention, floor: int) -> PlaceMention:
    """Read the relative words beside a name; what a mention already tells stays where they say nothing."""
    if mention.role != "literal":
        return mention
    before, after = relative_before(text, mention.name_start, floor=floor), relative_after(text, mention.name_end)
    if mention.relation in ("border", "off") and mention.names_a_people:
        start = min(mention.start, before.start)
        return replace(mention, start=start, distance_km=before.distance_km, reach_km=before.reach_km)
    if after is not None and after.hint == "coast":
        after = after._replace(relation="off") if before.relation == "off" else None
    if after is not None and after.hint == "area" and not _THE.search(text, max(0, mention.start - 20), mention.start):
        after = None
    if after is not None and after.hint == "way":
        # "30 km from X to the south".
        lacking = _lacks_way(before)
        before = before._replace(relation="direction", bearing=after.bearing) if lacking else before
        after = after if lacking else None
    told = _told(before, after)
    if told is None:
        return mention
    words = [text[before.start : mention.name_start]] if before.relation != "at" else []
    words += [text[mention.name_end : after.end]] if after is not None else []
    return replace(
        mention,
        start=min(mention.start, before.start),
        end=max(mention.end, after.end or 0) if after is not None else mention.end,
        relation=told.relation,
        distance_km=told.distance_km,
        bearing=told.bearing,
        reach_km=told.reach_km,
        relation_words=" … ".join(word.strip() for word in words) or None,
    )


def _lacks_way(before: Relative) -> bool:
    return before.relation == "near" and before.distance_km is not None and before.bearing is None


def _told(before: Relative, after: Relative | None) -> Relative | None:
    """Choose between the words before and after a name: "near X's outskirts" is at the outskirts; None for neither."""
    if after is None or before.relation not in ("at", "in", "near", "off"):
        return before if before.relation != "at" else None
    if before.relation in ("near", "off") and before.distance_km is not None:
        return before
    return after._replace(bearing=before.bearing if after.bearing is None else after.bearing)


def _as_side(text: str, mention: PlaceMention) -> PlaceMention:
    """Take the states of "talks between X and Y" for sides: nothing lies between two countries but their border."""
    if mention.relation != "between" or mention.role != "literal":
        return mention
    dealings = _dealings().search(text, max(0, mention.name_start - _REACH), mention.name_start) is not None
    if not (_is_state(mention) or dealings):
        return mention
    start, end = mention.name_start, mention.name_end
    return replace(
        mention, start=start, end=end, role="metonym", relation="at", bearing=None, other_name=None, relation_words=None
    )


@cache
def _dealings() -> re.Pattern[str]:
    """The pattern of "a deal between", and of it with one end already named."""
    words = alternatives(relation_words().dealings)
    return re.compile(rf"\b(?:{words})\s+between\s+(?:the\s+)?(?:[A-Z][\w'’-]+\s+){{0,3}}(?:and\s+)?(?:the\s+)?$", re.I)


def _with_apposed(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Note whose relative words place a name: "X, a village 5 km south of Y" lies 5 km south of Y."""
    placed = list(mentions)
    for index, (one, two) in enumerate(pairwise(mentions)):
        if one.role != "literal" or one.relation not in ("at", "apposed") or two.relation not in _PLACING:
            continue
        if two.start > one.end and _APPOSED.fullmatch(text[one.end : two.start]):
            placed[index] = replace(one, relation="apposed", told_by=two.name_start)
    return placed


def _apart(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Cut relative words that would reach into the mention before."""
    kept: list[PlaceMention] = []
    for found in mentions:
        mention = found
        floor = kept[-1].end if kept else 0
        if mention.start < floor:
            if mention.name_start < floor:
                previous = kept[-1]
                kept[-1] = replace(previous, end=min(previous.end, mention.name_start))
                floor = kept[-1].end
            start = max(mention.start, min(floor, mention.name_start))
            start += len(text[start : mention.name_start]) - len(text[start : mention.name_start].lstrip(" ,;"))
            mention = replace(mention, start=start)
        kept.append(mention)
    return kept


def _with_second_ends(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Join the two ends of "between X and Y" and of "the X-Y road"."""
    ended = list(mentions)
    for index in range(len(ended) - 1):
        one, two = ended[index], ended[index + 1]
        gap = text[one.name_end : two.name_start]
        if one.relation == "between" and _AND.fullmatch(gap):
            ended[index] = replace(one, other_name=two.name)
            ended[index + 1] = replace(two, relation="between", other_name=one.name)
        elif one.relation == "route" and _FROM.search(one.relation_words or "") and _TO.fullmatch(gap):
            ended[index] = replace(one, other_name=two.name)
            ended[index + 1] = replace(two, relation="route", other_name=one.name)
        elif two.kind_hint == "road" and re.fullmatch(r"\s*[-–—]\s*|\s+(?:to|and)\s+", gap):
            ended[index] = replace(one, relation="route", kind_hint="road", other_name=two.name)
            ended[index + 1] = replace(two, relation="route", other_name=one.name)
    return ended


def _with_containers(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Note which names are written as what holds a name: "Kaya, Sanmatenga province", "Ukraine's Kharkiv region"."""
    held = list(mentions)
    for index, mention in enumerate(mentions):
        if _is_state(mention):
            continue
        outer: list[int] = []
        last = mention
        for other in mentions[index + 1 : index + 4]:
            gap = text[last.end : other.name_start]
            if other.role != "literal" or not _INTO.fullmatch(gap) or not gap.strip(" \n") or "\n" in gap:
                break
            outer.append(other.name_start)
            last = other
        if outer and (_goes_on_as_list(text, mentions, last) or _is_list(text, mentions, mention, last)):
            outer = []
        before = mentions[index - 1] if index else None
        if (before and before.role != "demonym" and _OUT_OF.fullmatch(text[before.name_end : mention.name_start])) or (
            before and before.role == "demonym" and _PEOPLE_OF.fullmatch(text[before.name_end : mention.name_start])
        ):
            outer.append(before.name_start)
        if outer:
            held[index] = replace(mention, containers=tuple(outer))
    return held


def _is_state(mention: PlaceMention) -> bool:
    return any(one.place.kind == "country" and one.likeness_score == 1 for one in mention.found[:1])


def _is_list(text: str, mentions: Sequence[PlaceMention], first: PlaceMention, last: PlaceMention) -> bool:
    """Tell whether towns follow each other: "in Davao, Cotabato and Jolo" puts Davao into nothing."""
    following = next((one for one in mentions if one.name_start > last.name_start), None)
    if following is None or _is_state(last) or last.kind_hint is not None or following.role != "literal":
        return False
    if not _JOINT.fullmatch(text[last.end : following.name_start]) or text[first.end :][:2] != ", ":
        return False
    pairs = ((outer.place, inner.place) for outer in last.found[:2] for inner in first.found[:1])
    return not any(holds_place(outer, inner) for outer, inner in pairs)


def _goes_on_as_list(text: str, mentions: list[PlaceMention], last: PlaceMention) -> bool:
    """Tell whether states follow each other: "in Mogadishu, Kenya and Uganda" puts no town into Kenya."""
    following = next((one for one in mentions if one.name_start > last.name_start), None)
    return (
        following is not None
        and _is_state(last)
        and _is_state(following)
        and re.fullmatch(r"\s*(?:,|,?\s+and)\s+(?:the\s+)?", text[last.end : following.name_start]) is not None
    )
