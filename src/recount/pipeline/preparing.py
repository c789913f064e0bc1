"""Events are graded for lists and the queue: how much each is worth a person's look, and what filters ask for."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from itertools import islice
from typing import Any

from recount.codebook.rules import published_rules
from recount.errors import BadLedger
from recount.ledger import Ledger
from recount.ledger.facets import (
    Facet,
    doubts_of,
    events_to_grade,
    has_facets,
    keep_facets,
    members_of_events,
    to_grade_number,
    ungraded,
)
from recount.nouns.events import SettledEvent
from recount.pipeline.reconciling import settled_events
from recount.reviewing import asked_of, is_contested, responsibility_of, worth_of

__all__ = ["Told", "facet_of", "prepare", "refresh"]

Told = Callable[[int, int], None]
"""Hears of how many events are graded, and of how many there are to grade."""
# Events that are read, then written in one transaction: it takes some 10 ms, so that a person who decides something
# meanwhile does not wait.
_AT_ONCE = 100
# KiB of the casebook's pages that are kept at hand: rows of one batch lie all over the indexes.
_PAGES_KIB = 131_072


def _unheard(done: int, total: int) -> None:
    """Hear nothing."""


def prepare(ledger: Ledger, *, limit: int | None = None, told: Told = _unheard) -> int:
    """Grade events that are not graded, those most likely worth a look first; return how many are left.

    Others may write meanwhile: an event that they change is graded as it is then.

    Args:
        ledger: open for writing.
        limit: the most to grade; all where None.
        told: hears of progress.
    """
    if not has_facets(ledger):
        return to_grade_number(ledger)
    ledger.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
    waiting = to_grade_number(ledger)
    total = waiting if limit is None else min(limit, waiting)
    done = 0
    while done < total and (ids := events_to_grade(ledger, min(_AT_ONCE, total - done))):
        _grade(ledger, ids, again=False)
        done += len(ids)
        told(done, total)
        ledger.pause()
    return to_grade_number(ledger)


def refresh(ledger: Ledger, events: Iterable[str]) -> None:
    """Grade some events anew, as after a decision on one of their reports.

    What was decided is kept already: an event that cannot be graded now stays among those that are to be.
    """
    if not has_facets(ledger):
        return
    coming = iter(dict.fromkeys(events))
    with suppress(BadLedger):
        while ids := list(islice(coming, _AT_ONCE)):
            _grade(ledger, ids, again=True)


def _grade(ledger: Ledger, ids: Sequence[str], *, again: bool) -> None:
    with ledger.still():
        before = members_of_events(ledger, ids)
        doubts = doubts_of(ledger, ids)
        found = settled_events(ledger, ids, list(published_rules().values()))
        facets = [facet_of(one, least_probability=doubts.get(one.id)) for one in found]
    with ledger.writing():
        now = members_of_events(ledger, ids)
        wanted = set(ids) if again else ungraded(ledger, ids)
        # Linked anew between reading and writing, or decided on: it is graded another time.
        keep_facets(
            ledger, [one for one in facets if one.event in wanted and now.get(one.event) == before.get(one.event)]
        )


def facet_of(event: SettledEvent, *, least_probability: float | None = None) -> Facet:
    """Return what lists, filters and the queue look up of an event."""
    worth = worth_of(event, least_probability=least_probability)
    asked = asked_of(event)
    where = event.of("where")
    return Facet(
        event=event.id,
        worth=worth.points,
        reasons=[list(one) for one in worth.reasons],
        asked=asked.report,
        decided=asked.decided,
        reports=asked.reports,
        sources=event.sources.independent,
        grade=_value(event, "airwars", "grade"),
        fatalities=_value(event, "acled", "fatalities"),
        responsibility=responsibility_of(event),
        contested=is_contested(event),
        place=where.gazetteer_id,
        place_name=where.gazetteer_name or where.name,
        perpetrators=[side.known_as for side in event.of("perpetrators")],
        targets=[side.known_as for side in event.of("targets")],
    )


def _value(event: SettledEvent, rule: str, name: str) -> Any:
    return event.outcomes[rule].values.get(name)
