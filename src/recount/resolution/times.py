"""Time expressions become days, set against the day of publication."""

from calendar import day_name
from datetime import date

from recount.nouns import Article, Notice, Reading, Report, Span, Tally, When
from recount.nouns.dates import Days, TimeExpression

__all__ = ["resolve_times"]

# Acts that lie before publication when they are told; the others may still be to come.
_PAST = frozenset({"actual", "attempted", "foiled", "denied"})


def resolve_times(reading: Reading) -> Reading:
    """Return the reading with the days of every report and the period of every tally.

    A report without a time is bounded by the publication day only; without a publication day too, nothing is
    known. Dates that contradict each other stay as written and get a notice.
    """
    notices: list[Notice] = []
    days_of: dict[str, When] = {}
    told: Days | None = None
    for report in sorted(reading.reports, key=lambda report: (report.anchor.start, report.id)):
        when, found = _when(report, reading.article, told)
        days_of[report.id] = when
        notices.extend(_contradictions(report, when, reading.article))
        told = found or told
    tallies = []
    for tally in reading.tallies:
        resolved = _period(tally, reading.article)
        notices.extend(_tally_contradictions(resolved, reading.article))
        tallies.append(resolved)
    return reading.model_copy(
        update={
            "reports": tuple(report.model_copy(update={"when": days_of[report.id]}) for report in reading.reports),
            "tallies": tuple(tallies),
            "notices": tuple(dict.fromkeys((*reading.notices, *notices))),
        }
    )


def _when(report: Report, article: Article, told: Days | None) -> tuple[When, Days | None]:
    """Return when a report took place, and the days that later references can count from."""
    published = article.published
    past = report.modality in _PAST
    expression = _as_told(report.when.expression, past=past)
    days = expression.resolve(published, reference=told) if expression else None
    if days is None:
        known = published is not None and past and not (expression and expression.future)
        update = {
            "earliest": None,
            "latest": published.latest if published and known else None,
            "precision": "unknown",
            "basis": "context" if known else "none",
            "expression": expression,
        }
        return report.when.model_copy(update=update), None
    latest = days.latest
    if past and published and days.earliest and days.earliest <= published.latest:
        # "In January", told on the 22nd, cannot reach beyond the 22nd.
        latest = min(days.latest, published.latest) if days.latest else published.latest
    update = {
        "earliest": days.earliest,
        "latest": latest,
        "precision": days.precision,
        "basis": days.basis,
        "expression": expression,
    }
    return report.when.model_copy(update=update), days


def _as_told(expression: TimeExpression | None, *, past: bool) -> TimeExpression | None:
    """Return an act that took place as past, whatever else its sentence says of what is to come."""
    if expression is None or not past or not expression.future or expression.is_complete:
        return expression
    if expression.kind in ("duration", "recent"):
        return expression
    return expression.model_copy(update={"future": False})


def _contradictions(report: Report, when: When, article: Article) -> list[Notice]:
    found = []
    if report.modality in _PAST:
        found.extend(_after_publication(when.earliest, when.spans, article))
    said = when.expression
    if said and said.kind == "date" and said.weekday is not None and when.earliest and said.overnight is None:
        found.extend(_wrong_weekday(said.weekday, when.earliest, when.spans))
    return found


def _after_publication(day: date | None, spans: tuple[Span, ...], article: Article) -> list[Notice]:
    published = article.published
    if day is None or published is None or day <= published.latest:
        return []
    message = f"The text tells of {day} as past, but was published by {published.latest}. Check both dates."
    return [Notice(kind="contradicting date", message=message, spans=spans)]


def _wrong_weekday(weekday: int, day: date, spans: tuple[Span, ...]) -> list[Notice]:
    if day.weekday() == weekday:
        return []
    message = f"The text says {day_name[weekday]}, but {day} was a {day_name[day.weekday()]}. The date was taken."
    return [Notice(kind="contradicting date", message=message, spans=spans)]


def _period(tally: Tally, article: Article) -> Tally:
    """Return a tally with the first and last day of its period, each None where the words set none."""
    opening, closing = tally.since_expression, tally.until_expression
    if opening and closing is None and opening.kind == "between":
        closing = opening
    first = opening.resolve(article.published) if opening else None
    last = closing.resolve(article.published) if closing else None
    since = first.earliest if first else None
    until = last.latest if last else None
    if since and until and until < since:
        until = None
    return tally.model_copy(update={"since": since, "until": until})


def _tally_contradictions(tally: Tally, article: Article) -> list[Notice]:
    return _after_publication(tally.since, tally.spans[:1], article)
