"""The summands of a running total: each with an area or a group of its own, added up and checked."""

from collections.abc import Sequence
from typing import NamedTuple

from recount.extraction.counts import CountAt
from recount.extraction.quantities import Bounds, Quantity
from recount.extraction.sheet import PlaceAt, Sheet, TokenRange
from recount.nouns import TallyCheck, TallyPart

__all__ = ["PartAt", "check_of", "part_noun", "parts_of"]

_PART_OPENERS = frozenset({":", "including", "—", "–", "(", "with", "comprising", "of"})
_ENDS = frozenset({",", ";", ".", ")", ":"})
_AREA_REACH = 5
# "57 killed": what befell those counted is no group of theirs.
_NO_GROUP = frozenset({"in", "at", "on", "from", "and"})


class PartAt(NamedTuple):
    """A summand; its words end before token `end`."""

    quantity: Quantity
    place: PlaceAt | None
    end: int


def parts_of(sheet: Sheet, count: CountAt, told: Sequence[Quantity] = ()) -> list[PartAt]:
    """Return the summands of a total in reading order.

    Args:
        sheet: the article.
        count: the total.
        told: number phrases that the trained reader takes for parts of it; rules answer where they find more.
    """
    ruled = _parts_by_rules(sheet, count)
    if len(told) >= len(ruled):
        return [_placed(sheet, quantity) for quantity in told]
    return ruled


def _parts_by_rules(sheet: Sheet, count: CountAt) -> list[PartAt]:
    """Return later numbers of a total's sentence that have an area each, or add up."""
    scope = sheet.sentences[sheet.sentence_of(count.first)]
    opened = next((p for p in range(count.end, scope.end) if sheet.lower(p) in {":", "including", "—", "("}), count.end)
    later = [quantity for quantity in sheet.quantities if opened <= quantity.first < scope.end]
    found = [PartAt(quantity, place, place.end) for quantity in later if (place := _area_after(sheet, quantity, scope))]
    whole = count.bounds.best or count.bounds.low
    listed = bool(found) and sheet.lower(found[0].quantity.first - 1) == "," and _stands_alone(sheet, found)
    if len(found) >= 2 and (_opened(sheet, count, found[0]) or listed or _total(found) == whole):
        return found
    groups = [_placed(sheet, quantity) for quantity in later]
    # Without areas only parts that add up are surely parts of this total.
    return groups if len(groups) >= 2 and _opened(sheet, count, groups[0]) and _total(groups) == whole else []


def part_noun(sheet: Sheet, part: PartAt) -> TallyPart:
    """Return a summand as a noun: its area, or the words of its group."""
    bounds, quantity = part.quantity.bounds, part.quantity
    has_group = part.place is None and part.end > quantity.end
    first = min(quantity.first, part.place.first) if part.place else quantity.first
    return TallyPart(
        area=part.place.located.mention.name if part.place else None,
        country=part.place.located.country if part.place else None,
        group=sheet.words(quantity.end, part.end) if has_group else None,
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        spans=(sheet.span(first, max(part.end, quantity.end)),),
    )


def check_of(bounds: Bounds, parts: Sequence[PartAt]) -> TallyCheck | None:
    """Add the summands up; None where there are fewer than two."""
    if len(parts) < 2:
        return None
    total = _total(parts)
    # "About 140" sets no bounds: there the sum has to be the figure itself.
    bounded = bounds.low is not None or bounds.high is not None
    within = (bounds.low is None or total >= bounds.low) and (bounds.high is None or total <= bounds.high)
    agrees = total == bounds.best or (bounded and within)
    return TallyCheck(parts_sum=total, agrees=agrees)


def _placed(sheet: Sheet, quantity: Quantity) -> PartAt:
    """Give a number its area: after it ("57 in Iraq"), or before it in a list ("Imphal valley 21,300")."""
    scope = sheet.sentences[sheet.sentence_of(quantity.first)]
    after = _area_after(sheet, quantity, scope)
    if after:
        return PartAt(quantity, after, after.end)
    before = next((place for place in sheet.places if _ends_at(sheet, place, quantity)), None)
    if before:
        return PartAt(quantity, before, quantity.end)
    end = _group_end(sheet, quantity, scope)
    first = quantity.end + (sheet.lower(quantity.end) in _NO_GROUP)
    return PartAt(quantity, None, end if end > first else quantity.end)


def _ends_at(sheet: Sheet, place: PlaceAt, quantity: Quantity) -> bool:
    between = [sheet.lower(position) for position in range(place.end, quantity.first)]
    return place.first < quantity.first and between in ([], ["("], [":"])


def _stands_alone(sheet: Sheet, parts: Sequence[PartAt]) -> bool:
    """Tell whether each number is followed by its area alone: "57 in Iraq and 83 in Syria"."""
    return all(
        part.place is not None and part.quantity.end + 1 == part.place.first and sheet.lower(part.quantity.end) == "in"
        for part in parts
    )


def _total(parts: Sequence[PartAt]) -> int:
    return sum(part.quantity.bounds.best or part.quantity.bounds.low or 0 for part in parts)


def _group_end(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> int:
    """Return where the words that say what a part counts end: before a comma, a stop or the next number."""
    end = quantity.end
    numbers = {other.first for other in sheet.quantities}
    while end < scope.end and sheet.lower(end) not in _ENDS and end not in numbers:
        end += 1
    return end - 1 if sheet.lower(end - 1) == "and" and end - 1 > quantity.end else end


def _opened(sheet: Sheet, count: CountAt, part: PartAt) -> bool:
    return any(sheet.lower(position) in _PART_OPENERS for position in range(count.end, part.quantity.first))


def _area_after(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> PlaceAt | None:
    """Return the area of "57 in Iraq", "57 attacks in Iraq"."""
    for position in range(quantity.end, min(quantity.end + _AREA_REACH, scope.end)):
        place = next((place for place in sheet.places if place.first <= position < place.end), None)
        if place:
            return place if place.is_literal else None
        if sheet.lower(position) in {",", ";", ".", "and"}:
            return None
    return None
