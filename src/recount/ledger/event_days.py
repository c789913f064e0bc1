"""How many events lie on which day, kept at hand until the list of events changes."""

from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from types import MappingProxyType

from recount.ledger.casebook import Ledger
from recount.ledger.event_listing import Asked, days_of_events
from recount.ledger.overview import state_of_events

__all__ = ["kept_days_of_events"]

# Answers that are kept: each is up to some thousand days.
_MOST_KEPT = 32
# Tables that change without a row of the chain: events are graded, and again when people decide.
_GRADED = ("event_facet", "event_actor")
_Key = tuple[Path, Asked, int, tuple[bytes, ...]]

_kept: OrderedDict[_Key, Mapping[str | None, int]] = OrderedDict()
_lock = Lock()


def kept_days_of_events(ledger: Ledger, asked: Asked, *, most: int) -> Mapping[str | None, int]:
    """Return what `days_of_events` does, from memory where it was asked before and no event has changed."""
    if any(table in words for table in _GRADED for words in (asked.tables, *asked.conditions)):
        return days_of_events(ledger, asked, most=most)
    key = ledger.path, asked, most, state_of_events(ledger)
    with _lock:
        found = _kept.get(key)
        if found is not None:
            _kept.move_to_end(key)
            return found
    found = MappingProxyType(days_of_events(ledger, asked, most=most))
    with _lock:
        _kept[key] = found
        if len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return found
