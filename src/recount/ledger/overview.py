"""What a casebook holds at a glance: quick however large it is, and the same until a row is added."""

from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger

__all__ = ["EventCounts", "articles_reports_events", "event_counts", "has_more_events", "last_run"]

# Countries that are counted by name.
_MOST_COUNTRIES = 8
_COUNTED = ("article", "report", "tally", "decision", "event_summary")


class EventCounts(NamedTuple):
    """How many events there are of which type, and in which country: those of most events first."""

    types: list[tuple[str | None, int]]
    countries: list[tuple[str | None, int]]
    other_countries: int


def articles_reports_events(ledger: Ledger) -> dict[str, int]:
    """Return how many articles, reports, tallies, decisions and events there are.

    Reports and tallies of earlier codings count too: to leave them out, each would have to be looked up.
    """
    names = {"event_summary": "event"}
    return {names.get(one, one): int(ledger.value(f"SELECT count(*) FROM {one}")) for one in _COUNTED}


def event_counts(ledger: Ledger) -> EventCounts:
    """Return how many events there are of which type and in which country."""
    sql = "SELECT {0}, count(*) FROM event_summary GROUP BY {0} ORDER BY count(*) DESC, {0}"
    types = [(name, int(number)) for name, number in ledger.rows(sql.format("event_type"))]
    countries = [(name, int(number)) for name, number in ledger.rows(sql.format("country"))]
    return EventCounts(types, countries[:_MOST_COUNTRIES], len(countries[_MOST_COUNTRIES:]))


def has_more_events(ledger: Ledger, number: int) -> bool:
    """Tell whether there are more events than a number, however many more."""
    return int(ledger.value("SELECT count(*) FROM (SELECT 1 FROM event_summary LIMIT ?)", (number + 1,))) > number


def last_run(ledger: Ledger) -> dict[str, Any] | None:
    """Return the last call that changed the casebook: command, by whom, when begun and ended; None before the first."""
    sql = (
        "SELECT command, by, started, ended FROM run LEFT JOIN run_end ON run_end.run = run.seq "
        "ORDER BY run.seq DESC LIMIT 1"
    )
    return ledger.one(sql)
