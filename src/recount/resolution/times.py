"""Time expressions become days, set against the day of publication."""

from recount.codebook import Codebook
from recount.nouns import Article, Notice, Reading, Report, Tally, When
from recount.nouns.dates import Days, TimeExpression
from recount.resolution.day_notices import PAST, notices_of_days, notices_of_period, notices_of_rival_days

__all__ = ["resolve_times"]


def resolve_times(reading: Reading, codebook: Codebook) -> Reading:
    """Return the reading with the days of every report and the period of every tally.

    A report without a time is bounded by the publication day only; without a publication day too, nothing is
    known. Dates that contradict each other, and hours of a zone that is on another day than the place, stay as
    written and get a notice; so places have to be resolved before.
    """
    notices: list[Notice] = []
    days_of: dict[str, When] = {}
    told: Days | None = None
    for report in sorted(reading.reports, key=lambda report: (report.anchor.start, report.id)):
        when, found = _when(report, reading.article, told)
        days_of[report.id] = when
        notices.extend(notices_of_days(report, when, reading.article, codebook))
        told = found or told
    tallies = []
    for tally in reading.tallies:
        resolved = _period(tally, reading.article)
        notices.extend(notices_of_period(resolved, reading.article))
        tallies.append(resolved)
    reports = tuple(report.model_copy(update={"when": days_of[report.id]}) for report in reading.reports)
    notices.extend(notices_of_rival_days(reports))
    return reading.model_copy(
        update={
            "reports": reports,
            "tallies": tuple(tallies),
            "notices": tuple(dict.fromkeys((*reading.notices, *notices))),
        }
    )


def _when(report: Report, article: Article, told: Days | None) -> tuple[When, Days | None]:
    """Return when a report took place, and the days that later references can count from."""
    published = article.published
    past = report.modality in PAST
    expression = _at_place(_as_told(report.when.expression, past=past), report)
    days = expression.resolve(published, reference=told) if expression else None
    if past and published and days and days.earliest and days.earliest > published.latest and _points(expression):
        # "Two days after the murder", counted from the wrong day, cannot lie ahead.
        days = None
    if days is None:
        known = published is not None and past and not (expression and expression.future)
        open_basis = "relative" if expression and published is None else "none"
        update = {
            "earliest": None,
            "latest": published.latest if published and known else None,
            "precision": "unknown",
            "basis": "context" if known else open_basis,
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


def _to_come(expression: TimeExpression) -> TimeExpression:
    """Return a weekday or a date without its year as the next one: "an attack on Sunday" that is only planned."""
    if expression.kind == "between" and expression.last is not None:
        return expression.model_copy(update={"last": _to_come(expression.last)})
    bare = expression.kind in ("weekday", "date", "month") and not expression.is_complete and expression.offset is None
    return expression.model_copy(update={"future": True}) if bare else expression


def _points(expression: TimeExpression | None) -> bool:
    return expression is not None and expression.kind == "reference"


def _at_place(expression: TimeExpression | None, report: Report) -> TimeExpression | None:
    """Tell a season on which half of the earth it is."""
    latitude = report.where.latitude
    if expression is None or expression.kind != "season" or latitude is None:
        return expression
    return expression.model_copy(update={"southern": latitude < 0})


def _as_told(expression: TimeExpression | None, *, past: bool) -> TimeExpression | None:
    """Return an act that took place as past, and one that is planned as to come, whatever else its sentence says."""
    if expression is not None and not past:
        return _to_come(expression)
    if expression is None or not expression.future or expression.is_complete:
        return expression
    if expression.kind in ("duration", "recent"):
        return expression
    return expression.model_copy(update={"future": False})


def _period(tally: Tally, article: Article) -> Tally:
    """Return a tally with the first and last day of its period, each None where words and publication set none."""
    opening, closing = tally.since_expression, tally.until_expression
    if opening and closing is None and opening.kind == "between":
        closing = opening
    first = opening.resolve(article.published) if opening else None
    last = closing.resolve(article.published) if closing else None
    since = first.earliest if first else None
    told = article.published.latest if article.published else None
    # A total that runs on counts up to the day on which it is told, and no total counts beyond it.
    runs_on = (opening is not None and closing is None) or (closing is not None and closing.kind == "present")
    until = told if runs_on else last.latest if last else None
    until = min(until, told) if until and told else until
    if since and until and until < since:
        until = None
    return tally.model_copy(update={"since": since, "until": until})
