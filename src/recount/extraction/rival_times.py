"""Times of one happening that name different days: "on Monday" and, further down, "on January 23"."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from recount.extraction.sheet import Sheet, TimeAt
from recount.extraction.told import ScoredRange
from recount.nouns import Notice

__all__ = ["notices_of_rival_times"]

# Days. Two dates that a slip parts; further apart the words more likely belong to two happenings.
_MOST_DAYS_APART = 2


def notices_of_rival_times(sheet: Sheet, told: Sequence[ScoredRange]) -> Iterator[Notice]:
    """Yield that the words told as the time of one happening name two days, one by its weekday, one by its date."""
    times = [time for time in sheet.times if any(time.first < one.end and one.first < time.end for one in told)]
    days = [(time, day) for time in times if (day := _day_of(sheet, time)) is not None]
    for (one, first), (other, second) in combinations(days, 2):
        kinds = {time.mention.expression.kind for time in (one, other)}
        apart = abs((first - second).days)
        if 0 < apart <= _MOST_DAYS_APART and "date" in kinds and kinds & {"weekday", "day"}:
            spans = (sheet.span(one.first, one.end), sheet.span(other.first, other.end))
            message = (
                f"“{spans[0].quote}” ({first}) and “{spans[1].quote}” ({second}) are told of one happening: its dates "
                "contradict each other, unless they tell of two."
            )
            yield Notice(kind="contradicting date", message=message, spans=spans)


def _day_of(sheet: Sheet, time: TimeAt) -> date | None:
    said = time.mention.expression
    days = said.resolve(sheet.article.published) if said.names_a_day and not said.future else None
    return days.earliest if days and days.precision == "day" else None
