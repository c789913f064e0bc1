"""Over which time and area a running total counts."""

from collections.abc import Sequence
from typing import NamedTuple

from recount.extraction.quantities import Quantity
from recount.extraction.sheet import Sheet, TimeAt, TokenRange
from recount.extraction.tally_parts import PartAt
from recount.extraction.tellings import Telling
from recount.nouns import TallyArea, TimeExpression

__all__ = ["Period", "areas_of", "period_of"]

_RUNNING = frozenset({"since", "duration", "recent"})
_WIDE = frozenset({"year", "month", "between", "week", "quarter", "half", "season", "decade"})
_POINTS = frozenset({"date", "weekday", "day"})
# Words before a day up to which a total counts.
_UP_TO = frozenset({"by", "until", "till", "to", "of"})
_SINCE_REACH = 8
_DETERMINERS = frozenset({"the", "this", "that", "whole", "all", "its", "our", "these", "those", "entire", "remaining"})
_INTO_AREA = frozenset({"in", "across", "throughout", "over", "around", "within", "inside", "of"})


class Period(NamedTuple):
    """What the words say of a total's first and last day; None where they say nothing."""

    since: TimeExpression | None = None
    until: TimeExpression | None = None


def period_of(
    sheet: Sheet, quantity: Quantity | TokenRange, told: Sequence[TimeAt], campaign: Sequence[TimeAt]
) -> Period:
    """Return the period of a total: that of its sentence, else of its campaign, else the one its article is on.

    Args:
        sheet: the article.
        quantity: the total's number phrase.
        told: times of acts in its sentence.
        campaign: times of the campaign that it points back to.
    """
    scope = sheet.sentences[sheet.sentence_of(quantity.first)]
    here = [time for time in sheet.times if scope.first <= time.first < scope.end]
    frames = [time for time in here if time.mention.expression.kind in _RUNNING | _WIDE]
    near = sorted(frames, key=lambda time: _distance(sheet, quantity, time))
    for time in [*near, *campaign]:
        period = _period(sheet, time, scope)
        if period.since or period.until:
            return period
    if next(sheet.lexicon.tally_words("to_date").find(sheet.tokens, *scope), None):
        return Period(TimeExpression(kind="year", offset=0), None)
    for time in here:
        if time.mention.expression.kind not in _POINTS:
            continue
        if _opens(sheet, time, scope):
            return Period(time.mention.expression, None)
        if sheet.lower(time.first - 1) in _UP_TO:
            return Period(None, time.mention.expression)
        return Period(time.mention.expression, time.mention.expression)
    running = any(sheet.lower(position) == "since" for position in range(*scope))
    if running or next(sheet.lexicon.tally_words("now").find(sheet.tokens, *scope), None):
        # "Since the start of the operation", "remain displaced": no first day is told, and the total still runs.
        return Period(None, TimeExpression(kind="present"))
    index = sheet.lexicon.tally_words("reporting")
    if next(index.find(sheet.tokens, *scope), None):
        heading = next(
            (t for t in sheet.times if t.mention.expression.kind == "between" and t.first < scope.first), None
        )
        if heading:
            return Period(heading.mention.expression, heading.mention.expression)
    wide = [time for time in told if time.mention.expression.kind in _WIDE]
    return _period(sheet, wide[0], scope) if wide else Period()


def _distance(sheet: Sheet, quantity: Quantity | TokenRange, time: TimeAt) -> int:
    """Return how far a time stands from a number, another number in between counting as thirty words."""
    apart = max(quantity.first - time.end, time.first - quantity.end, 0)
    low, high = min(time.end, quantity.end), max(time.first, quantity.first)
    between = sum(low <= other.first < high and other.first != quantity.first for other in sheet.quantities)
    # "Since May, 60 in the north and 30 in the south": what stands before all numbers is for all.
    return apart + (30 * between if time.first > quantity.first else 0)


def _period(sheet: Sheet, time: TimeAt, scope: TokenRange) -> Period:
    expression = time.mention.expression
    if expression.kind in _RUNNING:
        return Period(expression, None)
    if expression.kind in _WIDE:
        return Period(expression, None if _opens(sheet, time, scope) else expression)
    return Period()


def _opens(sheet: Sheet, time: TimeAt, scope: TokenRange) -> bool:
    """Tell whether a time is a beginning only: "since the blockade was called on 6 January", "from January to now"."""
    reach = range(max(scope.first, time.first - _SINCE_REACH), time.first)
    if any(sheet.lower(place) == "since" for place in reach):
        return True
    on = any(sheet.lower(place) in {"now", "date", "today", "yesterday"} for place in (time.end + 1, time.end + 2))
    return sheet.lower(time.first - 1) == "from" and on and sheet.lower(time.end) in {"to", "until", "till", "up"}


def areas_of(
    sheet: Sheet, quantity: Quantity | TokenRange, parts: Sequence[PartAt], campaign: Telling | None
) -> tuple[TallyArea, ...]:
    """Return the areas that a total counts over: those of its sentence, named or not, else those of its parts."""
    number = sheet.sentence_of(quantity.first)
    scope = sheet.sentences[number]
    summands = {part.place.first for part in parts if part.place}
    found: list[TallyArea] = []
    for place in sheet.places:
        inside = scope.first <= place.first < scope.end and place.is_literal
        if inside and place.first not in summands:
            found.append(_area(place.located.mention.name, place.located.country, sheet, place.first, place.end))
    held = [place.first for place in sheet.places if place.first in range(*scope)]
    for area in _unnamed(sheet, scope):
        if not any(area.first <= first < area.end for first in held):
            found.append(_area(sheet.words(*area), None, sheet, *area))
    if not found:
        found = [
            _area(part.place.located.mention.name, part.place.located.country, sheet, part.place.first, part.place.end)
            for part in parts
            if part.place
        ]
    if not found and campaign is not None and campaign.sentence != number:
        found = [
            _area(place.located.mention.name, place.located.country, sheet, place.first, place.end)
            for place in campaign.places
        ]
    names = [area.name for area in found]
    return tuple(area for n, area in enumerate(found) if area.name not in names[:n])


def _area(name: str, country: str | None, sheet: Sheet, first: int, end: int) -> TallyArea:
    return TallyArea(name=name, country=country, spans=(sheet.span(first, end),))


def _unnamed(sheet: Sheet, scope: TokenRange) -> list[TokenRange]:
    """Return areas without a name: "in the district", "across nine provinces"."""
    found = []
    for noun in sheet.lexicon.tally_words("areas").find(sheet.tokens, *scope):
        first = noun.first
        while first - 1 >= scope.first and noun.end - first < 5 and sheet.lower(first - 1) not in _INTO_AREA:
            first -= 1
        if sheet.lower(noun.end) == "of" and any(place.first == noun.end + 1 for place in sheet.places):
            # "The provinces of Borno and Yobe": the names say it.
            continue
        opens = sheet.lower(first) in _DETERMINERS or any(each.first == first for each in sheet.quantities)
        if opens and sheet.lower(first - 1) in _INTO_AREA and "," not in sheet.words(first, noun.end):
            found.append(TokenRange(first, noun.end))
    return found
