"""What a person should look at in the days of reports: dates that contradict each other, hours of another zone."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations

from recount.codebook import Codebook
from recount.nouns import Article, Notice, Report, Span, Tally, When
from recount.nouns.calendar import weekday_told

__all__ = ["PAST", "notices_of_days", "notices_of_period", "notices_of_rival_days"]

PAST = frozenset({"actual", "attempted", "foiled", "denied"})
"""Acts that lie before publication when they are told; the others may still be to come."""
# Days. Two dates of one happening that a slip or a time zone parts; further apart they are more likely two happenings.
_MOST_DAYS_APART = 2


def notices_of_days(report: Report, when: When, article: Article, codebook: Codebook) -> Iterator[Notice]:
    """Yield what is wrong with the day of a report: after publication, another weekday, another zone."""
    if report.modality in PAST:
        yield from _after_publication(when.earliest, when.spans, article)
    said = when.expression
    if said is None or when.earliest is None:
        return
    if said.weekday is not None and said.misnames(when.earliest):
        message = weekday_told(said.weekday, when.earliest)
        yield Notice(kind="contradicting date", message=message, spans=when.spans)
    yield from _other_zone(report, when, codebook)


def notices_of_period(tally: Tally, article: Article) -> Iterator[Notice]:
    """Yield that a total would begin after the article was published."""
    yield from _after_publication(tally.since, tally.spans[:1], article)


def notices_of_rival_days(reports: Sequence[Report]) -> Iterator[Notice]:
    """Yield pairs of reports that may be one happening told with two dates ("Monday" and "January 23").

    Same type, same place, a day or two apart, one of them told as a weekday or "yesterday" and the other by its date.
    """
    for one, other in combinations(reports, 2):
        first, second = one.when.earliest, other.when.earliest
        if first is None or second is None or not 0 < abs((first - second).days) <= _MOST_DAYS_APART:
            continue
        if one.event_type == other.event_type and _same_place(one, other) and _told_differently(one.when, other.when):
            quotes = [f"{report.when.earliest} (“{report.when.spans[0].quote}”)" for report in (one, other)]
            message = (
                f"{one.event_type} in {one.where.name} on {quotes[0]} and on {quotes[1]}: two reports. If they are one "
                "happening, its dates contradict each other."
            )
            yield Notice(kind="contradicting date", message=message, spans=(one.when.spans[0], other.when.spans[0]))


def _same_place(one: Report, other: Report) -> bool:
    ours, theirs = one.where, other.where
    if ours.gazetteer_id and theirs.gazetteer_id:
        return ours.gazetteer_id == theirs.gazetteer_id
    return ours.name is not None and ours.name == theirs.name


def _told_differently(one: When, other: When) -> bool:
    kinds = {when.expression.kind for when in (one, other) if when.expression and when.spans}
    days = one.precision == other.precision == "day" and one.spans and other.spans
    return bool(days) and "date" in kinds and bool(kinds & {"weekday", "day"})


def _after_publication(day: date | None, spans: tuple[Span, ...], article: Article) -> Iterator[Notice]:
    published = article.published
    if day is None or published is None or day <= published.latest:
        return
    message = f"The text tells of {day} as past, but was published by {published.latest}. Check both dates."
    yield Notice(kind="contradicting date", message=message, spans=spans)


def _other_zone(report: Report, when: When, codebook: Codebook) -> Iterator[Notice]:
    """Yield that the hour told in a named zone falls, or may fall, on another day at the place."""
    said, country = when.expression, report.where.country
    if said is None or said.zone is None or said.hour is None or when.earliest is None or country is None:
        return
    zone = codebook.words("time_words")["zone_hours"].get(said.zone)
    local = codebook.words("utc_offsets")["hours"].get(country)
    if zone is None or local is None:
        return
    hour = said.hour + (said.minute or 0) / 60
    earliest, latest = hour + local[0] - zone[1], hour + local[1] - zone[0]
    days = {int(earliest // 24), int(latest // 24)}
    if days == {0}:
        return
    others = " or ".join(str(when.earliest + timedelta(days=shift)) for shift in sorted(days - {0}))
    sure = "is" if 0 not in days else "may be"
    message = (
        f"“{when.spans[0].quote if when.spans else said.zone.upper()}” {sure} on {others} by the clocks of "
        f"{report.where.name or country}: {when.earliest} was left as written."
    )
    yield Notice(kind="time zone", message=message, spans=when.spans)
