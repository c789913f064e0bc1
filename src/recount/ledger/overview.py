"""What a casebook holds at a glance: quick however large it is, and the same until a row is added."""

from pathlib import Path
from typing import Any, NamedTuple

from recount.ledger.casebook import Head, Ledger

__all__ = [
    "EventCounts",
    "event_counts",
    "event_number",
    "has_more_events",
    "last_run",
    "numbers_kept",
    "state_of_events",
]

# Countries that are counted by name.
_MOST_COUNTRIES = 8
# Tables of the chain that are counted: rows come to them, and none goes.
_COUNTED = ("article", "report", "tally", "decision")
_MOST_CASEBOOKS = 8
_counted: dict[Path, tuple[Head, dict[str, int]]] = {}


class EventCounts(NamedTuple):
    """How many events there are of which type, and in which country: those of most events first."""

    types: list[tuple[str | None, int]]
    countries: list[tuple[str | None, int]]
    other_countries: int
    every: int


def numbers_kept(ledger: Ledger) -> dict[str, int]:
    """Return how many articles, reports, tallies and decisions there are.

    Reports and tallies of earlier codings count too: to leave them out, each would have to be looked up. In a casebook
    that was counted before, which the hash of its last row then tells, only what came since is counted.
    """
    head, known = ledger.head, _counted.get(ledger.path)
    if known is None or known[0].seq > head.seq or ledger.hash_of(known[0].seq) != known[0].hash:
        known = Head(0, b""), dict.fromkeys(_COUNTED, 0)
    new = {
        one: int(ledger.value(f"SELECT count(*) FROM {one} WHERE seq > ? AND seq <= ?", (known[0].seq, head.seq)))
        for one in _COUNTED
    }
    found = {name: number + known[1][name] for name, number in new.items()}
    if len(_counted) >= _MOST_CASEBOOKS:
        _counted.clear()
    _counted[ledger.path] = head, found
    return dict(found)


def state_of_events(ledger: Ledger) -> tuple[bytes, ...]:
    """Return what changes whenever the list of events does: with judgements, redactions and the end of a run.

    They are hashes of the chain, so that no two casebooks share them. As long as a linking goes on, or where it was cut
    short, each row changes them.
    """
    last_hash = "SELECT hash FROM {} ORDER BY seq DESC LIMIT 1"
    ends = [ledger.value(last_hash.format(one)) or b"" for one in ("judgement", "redaction", "run_end")]
    last = ledger.value("SELECT seq FROM run WHERE command = 'link' ORDER BY seq DESC LIMIT 1")
    ended = last is None or ledger.value("SELECT 1 FROM run_end WHERE seq > ? AND run = ? LIMIT 1", (last, last))
    return (*ends, b"" if ended else ledger.head.hash)


def event_counts(ledger: Ledger) -> EventCounts:
    """Return how many events there are, of which type and in which country."""
    sql = "SELECT {0}, count(*) FROM event_summary GROUP BY {0} ORDER BY count(*) DESC, {0}"
    types = [(name, int(number)) for name, number in ledger.rows(sql.format("event_type"))]
    countries = [(name, int(number)) for name, number in ledger.rows(sql.format("country"))]
    every = sum(number for _, number in types)
    return EventCounts(types, countries[:_MOST_COUNTRIES], len(countries[_MOST_COUNTRIES:]), every)


def event_number(ledger: Ledger) -> int:
    """Return how many events there are."""
    return int(ledger.value("SELECT count(*) FROM event_summary"))


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
