"""Running totals, kept apart from happenings, with their parts added up."""

from collections.abc import Sequence
from typing import NamedTuple

from recount.extraction.counts import CountAt
from recount.extraction.quantities import Bounds, Quantity
from recount.extraction.reports import party_nouns
from recount.extraction.sheet import PlaceAt, Sheet, TimeAt, TokenRange
from recount.extraction.tellings import Telling
from recount.nouns import Measure, Tally, TallyArea, TallyCheck, TallyPart, TimeExpression, tally_id

__all__ = ["is_running_total", "tallies_of"]

_METHOD = "tallies.rules/1"
_LARGE = 500
"""Killed or injured; no single happening in the reports of this field is told with more, totals of wars are."""
# Days. A happening told to the month only ("in March, a mine killed two") is rarer than a total over months.
_WIDE_DAYS = 45
_PERFECT = frozenset({"has", "have"})
_PART_OPENERS = frozenset({":", "including", "—", "–", "(", "with", "comprising", "of"})


class _Part(NamedTuple):
    quantity: Quantity
    place: PlaceAt | None
    end: int


def is_running_total(sheet: Sheet, count: CountAt, tellings: Sequence[Telling]) -> bool:
    """Tell whether a count runs over time instead of telling of one happening.

    So do counts of attacks, counts in a sentence that says "since", "so far", "in the last three months", counts of
    a perfect tense without a day ("has killed 900"), and counts that result from several acts ("these attacks").
    """
    if count.effect == "munitions" or count.bounds.rule == "unspecified":
        return False
    sentence = sheet.sentence_of(count.first)
    scope = sheet.sentences[sentence]
    here = [telling for telling in tellings if telling.sentence == sentence]
    dated = any(
        time.mention.expression.kind in {"weekday", "day", "date"}
        for telling in here
        if telling.clause.first <= count.first < telling.clause.end
        for time in telling.times
    )
    cumulative = any(True for _ in sheet.lexicon.context("cumulative").find(sheet.tokens, *scope)) or any(
        time.mention.expression.kind in {"since", "duration"} for time in _times(sheet, scope)
    )
    cumulative = cumulative or any(_is_wide(sheet, time) for telling in here for time in telling.times)
    weak = next(sheet.lexicon.context("cumulative_weak").find(sheet.tokens, *scope), None) is not None
    if weak and (count.effect == "attacks" or any(telling.campaign for telling in here)):
        return True
    if count.effect == "attacks":
        return cumulative or (count.bounds.best or count.bounds.low or 0) > 5 or not dated
    if cumulative and not dated:
        return True
    large = max(count.bounds.low or 0, count.bounds.best or 0) >= _LARGE and count.effect in {
        "killed",
        "injured",
    }
    return large or (not dated and (_in_perfect(sheet, count, here) or _of_several_acts(here)))


def _is_wide(sheet: Sheet, time: TimeAt) -> bool:
    """Tell whether a time is a stretch of weeks: "between January and May", "in 2023"."""
    if time.mention.expression.kind not in {"between", "month", "year"}:
        return False
    days = time.mention.expression.resolve(sheet.article.published)
    return (
        days is None or days.earliest is None or days.latest is None or (days.latest - days.earliest).days > _WIDE_DAYS
    )


def _times(sheet: Sheet, scope: TokenRange) -> list[TimeAt]:
    return [time for time in sheet.times if scope.first <= time.first < scope.end]


def _in_perfect(sheet: Sheet, count: CountAt, tellings: Sequence[Telling]) -> bool:
    """Tell whether "has killed" or "the number has risen" without a place makes a standing total."""
    # "Two thousand people have fled" is what one happening did; "has killed 900" is a standing total.
    if any(telling.places for telling in tellings) or count.effect_at is None or count.effect == "displaced":
        return False
    scope = sheet.sentences[sheet.sentence_of(count.first)]
    window = range(max(scope.first, count.effect_at.first - 2), count.effect_at.first)
    told = any(sheet.lower(position) in _PERFECT for position in window)
    campaign = any(telling.campaign or telling.main.act.family != "violence" for telling in tellings)
    toll = (
        count.toll
        and any(sheet.lower(position) in _PERFECT for position in range(count.effect_at.end, count.first))
        and (count.bounds.best or 0) >= _LARGE
    )
    return (told and (campaign or not any(telling.main.act.strength == "strong" for telling in tellings))) or toll


def _of_several_acts(tellings: Sequence[Telling]) -> bool:
    return any(
        trigger.plural and not trigger.verb and telling.definite and not telling.places
        for telling in tellings
        for trigger in telling.triggers
        if trigger.act.family == "violence" and trigger == telling.main
    )


def tallies_of(sheet: Sheet, counts: Sequence[CountAt], tellings: Sequence[Telling]) -> tuple[Tally, ...]:
    """Return a tally for each running total; the parts of a total are part of it, not tallies of their own."""
    tallies: list[Tally] = []
    taken: set[int] = set()
    for count in counts:
        if count.first in taken or count.subset_first is not None:
            continue
        parts = _parts(sheet, count)
        taken.update(part.quantity.first for part in parts)
        tallies.append(_tally(sheet, count, parts, tellings))
    return tuple(tallies)


def _tally(sheet: Sheet, count: CountAt, parts: Sequence[_Part], tellings: Sequence[Telling]) -> Tally:
    sentence = sheet.sentence_of(count.first)
    scope = sheet.sentences[sentence]
    campaign = _campaign_of(sheet, count, tellings)
    here = [telling for telling in tellings if telling.sentence == sentence]
    since, until = _period(sheet, scope, here, campaign)
    areas = _areas(sheet, parts, scope)
    if not areas and campaign is not None and campaign.sentence != sentence:
        areas = list(campaign.places)
    source = here[0] if here else campaign
    anchor = sheet.span(count.first, count.end)
    nouns = tuple(_part(sheet, part) for part in parts)
    return Tally(
        id=tally_id(sheet.article.id, anchor),
        method=_METHOD,
        spans=(anchor, *(span for part in nouns for span in part.spans)),
        measure=_measure(count),
        low=count.bounds.low,
        best=count.bounds.best,
        high=count.bounds.high,
        rule=count.bounds.rule,
        group=sheet.words(*count.group) if count.group else None,
        perpetrators=party_nouns(sheet, source.arguments.perpetrators if source else ()),
        targets=party_nouns(sheet, source.arguments.targets if source else ()),
        since_expression=since,
        until_expression=until,
        areas=tuple(
            TallyArea(
                name=place.located.mention.name,
                country=place.located.country,
                spans=(sheet.span(place.first, place.end),),
            )
            for place in areas
        ),
        parts=nouns,
        check=_check(count.bounds, parts),
    )


def _measure(count: CountAt) -> Measure:
    return count.effect if count.effect != "munitions" else "other"


def _campaign_of(sheet: Sheet, count: CountAt, tellings: Sequence[Telling]) -> Telling | None:
    """Return the campaign that a total points back to: in its sentence, or, with "the", in the sentence before."""
    sentence = sheet.sentence_of(count.first)
    own = next((telling for telling in tellings if telling.sentence == sentence and telling.campaign), None)
    if own:
        return own
    if not {sheet.lower(count.first - 1), sheet.lower(count.first)} & {"the", "these", "those"}:
        return None
    before = [
        telling
        for telling in tellings
        if telling.campaign
        and telling.sentence == sentence - 1
        and sheet.paragraph_of(telling.sentence) == sheet.paragraph_of(sentence)
    ]
    return before[-1] if before else None


def _period(
    sheet: Sheet, scope: TokenRange, here: Sequence[Telling], campaign: Telling | None
) -> tuple[TimeExpression | None, TimeExpression | None]:
    told = {time for telling in here for time in telling.times}
    times = [
        time for time in _times(sheet, scope) if time in told or time.mention.expression.kind in {"since", "duration"}
    ]
    if campaign is not None and not any(time.mention.expression.kind in {"since", "duration"} for time in times):
        times = [*times, *campaign.times]
    for time in times:
        expression = time.mention.expression
        if expression.kind in {"since", "duration", "recent"}:
            return expression, None
        if expression.kind in {"year", "month", "between", "week"}:
            opens = any(sheet.lower(place) == "since" for place in range(max(scope.first, time.first - 8), time.first))
            return expression, None if opens else expression
    return None, None


def _areas(sheet: Sheet, parts: Sequence[_Part], scope: TokenRange) -> list[PlaceAt]:
    summands = {part.place.first for part in parts if part.place}
    found: list[PlaceAt] = []
    for place in sheet.places:
        inside = scope.first <= place.first < scope.end and place.is_literal
        known = any(other.located.mention.name == place.located.mention.name for other in found)
        if inside and place.first not in summands and not known:
            found.append(place)
    return found or [part.place for part in parts if part.place]


def _parts(sheet: Sheet, count: CountAt) -> list[_Part]:
    """Return the summands of a total: later numbers of its sentence, each with an area or a group of its own."""
    scope = sheet.sentences[sheet.sentence_of(count.first)]
    opened = next((p for p in range(count.end, scope.end) if sheet.lower(p) in {":", "including", "—", "("}), count.end)
    later = [quantity for quantity in sheet.quantities if opened <= quantity.first < scope.end]
    found = [_Part(quantity, place, place.end) for quantity in later if (place := _area_after(sheet, quantity, scope))]
    whole = count.bounds.best or count.bounds.low
    listed = bool(found) and sheet.lower(found[0].quantity.first - 1) == "," and _stands_alone(sheet, found)
    if len(found) >= 2 and (_opened(sheet, count, found[0]) or listed or _total(found) == whole):
        return found
    groups = [_Part(quantity, None, _group_end(sheet, quantity, scope)) for quantity in later]
    # Without areas only parts that add up are surely parts of this total.
    return groups if len(groups) >= 2 and _opened(sheet, count, groups[0]) and _total(groups) == whole else []


def _stands_alone(sheet: Sheet, parts: Sequence[_Part]) -> bool:
    """Tell whether each number is followed by its area alone: "57 in Iraq and 83 in Syria"."""
    return all(
        part.place is not None and part.quantity.end + 1 == part.place.first and sheet.lower(part.quantity.end) == "in"
        for part in parts
    )


def _total(parts: Sequence[_Part]) -> int:
    return sum(part.quantity.bounds.best or part.quantity.bounds.low or 0 for part in parts)


def _group_end(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> int:
    """Return where the words that say what a part counts end: before a comma, a stop or the next number."""
    end = quantity.end
    numbers = {other.first for other in sheet.quantities}
    while end < scope.end and sheet.lower(end) not in {",", ";", ".", ")"} and end not in numbers:
        end += 1
    return end - 1 if sheet.lower(end - 1) == "and" and end - 1 > quantity.end else end


def _opened(sheet: Sheet, count: CountAt, part: _Part) -> bool:
    return any(sheet.lower(position) in _PART_OPENERS for position in range(count.end, part.quantity.first))


def _area_after(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> PlaceAt | None:
    """Return the area of "57 in Iraq", "57 attacks in Iraq"."""
    for position in range(quantity.end, min(quantity.end + 5, scope.end)):
        place = next((place for place in sheet.places if place.first <= position < place.end), None)
        if place:
            return place if place.is_literal else None
        if sheet.lower(position) in {",", ";", ".", "and"}:
            return None
    return None


def _part(sheet: Sheet, part: _Part) -> TallyPart:
    bounds = part.quantity.bounds
    has_group = part.place is None and part.end > part.quantity.end
    return TallyPart(
        area=part.place.located.mention.name if part.place else None,
        country=part.place.located.country if part.place else None,
        group=sheet.words(part.quantity.end, part.end) if has_group else None,
        low=bounds.low,
        best=bounds.best,
        high=bounds.high,
        spans=(sheet.span(part.quantity.first, part.end),),
    )


def _check(bounds: Bounds, parts: Sequence[_Part]) -> TallyCheck | None:
    if len(parts) < 2:
        return None
    total = _total(parts)
    # "About 140" sets no bounds: there the sum has to be the figure itself.
    bounded = bounds.low is not None or bounds.high is not None
    within = (bounds.low is None or total >= bounds.low) and (bounds.high is None or total <= bounds.high)
    agrees = total == bounds.best or (bounded and within)
    return TallyCheck(parts_sum=total, agrees=agrees)
