"""Which counts run over time, by rules."""

from collections.abc import Sequence

from recount.extraction.counts import CountAt
from recount.extraction.sheet import Sheet, TimeAt, TokenRange
from recount.extraction.tally_parts import parts_of
from recount.extraction.tellings import Telling

__all__ = ["is_running_total"]

_LARGE = 500
"""Killed or injured; no single happening in the reports of this field is told with more, totals of wars are."""
# Days. A happening told to the month only ("in March, a mine killed two") is rarer than a total over months.
_WIDE_DAYS = 45
_SINCE_REACH = 8
# Attacks. So many may be one happening ("came under fire three times on the way"); more are a count over time.
_FEW = 5
_PERFECT = frozenset({"has", "have"})


def is_running_total(sheet: Sheet, count: CountAt, tellings: Sequence[Telling]) -> bool:
    """Tell whether a count runs over time instead of telling of one happening.

    So do counts of attacks, counts in a sentence that says "since", "so far", "in the last three months", counts of
    a perfect tense without a day ("has killed 900"), and counts that result from several acts ("these attacks").
    """
    if count.effect == "munitions" or count.bounds.rule == "unspecified":
        return False
    if _of_several_places(sheet, count):
        return True
    sentence = sheet.sentence_of(count.first)
    scope = sheet.sentences[sentence]
    here = [telling for telling in tellings if telling.sentence == sentence]
    dated = any(
        time.mention.expression.kind in {"weekday", "day", "date"} and not _opens(sheet, time)
        for telling in here
        if telling.clause.first <= count.first < telling.clause.end
        for time in telling.times
    )
    cumulative = any(True for _ in sheet.lexicon.context("cumulative").find(sheet.tokens, *scope)) or any(
        time.mention.expression.kind in {"since", "duration"} for time in _times(sheet, scope)
    )
    cumulative = cumulative or any(_opens(sheet, time) for time in _times(sheet, scope))
    cumulative = cumulative or any(_is_wide(sheet, time) for telling in here for time in telling.times)
    weak = next(sheet.lexicon.context("cumulative_weak").find(sheet.tokens, *scope), None) is not None
    if weak and (count.effect == "attacks" or any(telling.campaign for telling in here)):
        return True
    if count.effect == "attacks":
        return cumulative or (count.bounds.best or count.bounds.low or 0) > _FEW
    if cumulative and not dated:
        return True
    large = max(count.bounds.low or 0, count.bounds.best or 0) >= _LARGE and count.effect in {
        "killed",
        "injured",
    }
    return large or (not dated and (_in_perfect(sheet, count, here) or _of_several_acts(here)))


def _opens(sheet: Sheet, time: TimeAt) -> bool:
    """Tell whether a day is a beginning: "since the blockade was called on January 6"."""
    scope = sheet.sentences[sheet.sentence_of(time.first)]
    return any(
        sheet.lower(place) == "since" for place in range(max(scope.first, time.first - _SINCE_REACH), time.first)
    )


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


def _of_several_places(sheet: Sheet, count: CountAt) -> bool:
    """Tell whether a count is the sum of places of their own: "eight: five in Tank and three in Bannu"."""
    parts = [part for part in parts_of(sheet, count) if part.place is not None]
    known = {part.quantity.bounds.best for part in parts}
    return (
        len(parts) > 1
        and None not in known
        and sum(part.quantity.bounds.best or 0 for part in parts) == (count.bounds.best)
    )
