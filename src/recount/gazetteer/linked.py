"""How mentions hang together: the ends of a road, what lies in what, and no two overlapping."""

import re
from dataclasses import replace

from recount.gazetteer.place import PlaceMention

__all__ = ["apart", "with_containers", "with_second_ends"]

_INTO = re.compile(
    r"\s*[,(]?\s*(?:(?:in|of|inside|within)\s+)?(?:the\s+)?(?:\w+ern\s+|central\s+)?"
    r"(?:(?:\w+\s+)?(?:province|region|state|district|governorate|county|city|town|department)\s+of\s+)?(?:the\s+)?$"
)
_OUT_OF = re.compile(r"['’]s?\s+(?:\w+ern\s+|central\s+|\w+\s+)?(?:(?:city|town|village|province|region)\s+of\s+)?$")
_PEOPLE_OF = re.compile(
    r"\s+(?:\w+ern\s+|port\s+|border\s+|coastal\s+|capital\s+)?"
    r"(?:(?:city|town|village|province|region|district|governorate|island|capital|port|state|oblast)\s+(?:of\s+)?)?"
)


def apart(mentions: list[PlaceMention]) -> list[PlaceMention]:
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
            mention = replace(mention, start=max(mention.start, min(floor, mention.name_start)))
        kept.append(mention)
    return kept


def with_second_ends(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
    """Join the two ends of "between X and Y" and of "the X-Y road"."""
    ended = list(mentions)
    for index in range(len(ended) - 1):
        one, two = ended[index], ended[index + 1]
        gap = text[one.name_end : two.name_start]
        if one.relation == "between" and re.fullmatch(r"(?:\s+\w+)?\s+and\s+(?:the\s+)?(?:\w+\s+of\s+)?", gap):
            ended[index] = replace(one, other_name=two.name)
            ended[index + 1] = replace(two, relation="between", other_name=one.name)
        elif two.kind_hint == "road" and re.fullmatch(r"\s*[-–—]\s*|\s+(?:to|and)\s+", gap):
            ended[index] = replace(one, relation="route", kind_hint="road", other_name=two.name)
            ended[index + 1] = replace(two, relation="route", other_name=one.name)
    return ended


def with_containers(text: str, mentions: list[PlaceMention]) -> list[PlaceMention]:
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
        if outer and _goes_on_as_list(text, mentions, last):
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


def _goes_on_as_list(text: str, mentions: list[PlaceMention], last: PlaceMention) -> bool:
    """Tell whether states follow each other: "in Mogadishu, Kenya and Uganda" puts no town into Kenya."""
    following = next((one for one in mentions if one.name_start > last.name_start), None)
    return (
        following is not None
        and _is_state(last)
        and _is_state(following)
        and re.fullmatch(r"\s*(?:,|,?\s+and)\s+(?:the\s+)?", text[last.end : following.name_start]) is not None
    )
