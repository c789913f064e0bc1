"""The first page: what the casebook holds, what waits for people, and what it is told beside what it holds."""

from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from recount.api.pages.bars import bars_of
from recount.api.pages.event_rows import TYPE_KEYS, country_name, not_graded
from recount.api.pages.queue import queue_page
from recount.api.pages.withheld import withholding_of, without_names
from recount.api.tallies import TallyLine, figure_told, period_told, value_of_line, what_is_counted
from recount.codebook.rules import rule_of
from recount.ledger import Ledger
from recount.ledger.acts import Act, acts
from recount.ledger.event_history import unlinked_reports
from recount.ledger.event_listing import EventQuery, ask, days_of_events
from recount.ledger.overview import event_counts, has_more_events, last_run, numbers_kept, state_of_events
from recount.pipeline.reconciling import settled_events
from recount.pipeline.tallying import columns_of, events_for, sorted_tallies, told_tallies
from recount.reconciliation.tallying import against

__all__ = ["overview_page"]

_RULE = "acled"
_TALLIES = 4
# Events that the tallies of this page are set against: more take longer than a page may.
_MOST_COMPARED = 400
# Events of a casebook above which nobody is kept waiting for that: which of them a tally may count is looked up too.
_MOST_LOOKED_UP = 20_000
_WAITING = 4
_DECISIONS = 6
_MOST_IN_TIME = 200_000
_MOST_CASEBOOKS = 8


def overview_page(casebook: Path, *, decides: bool = False, public: bool = False) -> dict[str, Any]:
    """Return what the casebook holds.

    Args:
        casebook: the file.
        decides: whether who looks may decide: then what waits for people is told.
        public: whether everybody may read it: names of private persons and of reviewers are left out.
    """
    with Ledger.open(casebook) as ledger, ledger.still() as head:
        held = _events_held(casebook, state_of_events(ledger))
        counts = {**numbers_kept(ledger), "event": held["every"]}
        unlinked, waiting = unlinked_reports(ledger), not_graded(ledger)
        done = [] if public else acts(ledger, kind="decision", limit=_DECISIONS)
        run = last_run(ledger)
    return {
        **held,
        "counts": counts,
        "unlinked": unlinked,
        **waiting,
        "last_run": None if run is None else {**run, "by": None if public else run["by"]},
        "decisions": [_decided(one) for one in done],
        "waiting": _waiting(casebook) if decides and not public else None,
        "tallies": list(_tallies(casebook, head.hash, public)),
        "map": "/events.geojson",
    }


@lru_cache(maxsize=_MOST_CASEBOOKS)
def _events_held(casebook: Path, _state: tuple[bytes, ...]) -> dict[str, Any]:
    """Return what stays as it is until events change; `_state` tells one state of them from another."""
    with Ledger.open(casebook) as ledger:
        counted = event_counts(ledger)
        days = days_of_events(ledger, ask(ledger, EventQuery()), most=_MOST_IN_TIME)
        return {
            "every": counted.every,
            "types": [
                {"name": name, "key": TYPE_KEYS.get(name or "", ""), "events": number} for name, number in counted.types
            ],
            "countries": [
                {"code": code, "name": country_name(code), "events": number} for code, number in counted.countries
            ],
            "other_countries": counted.other_countries,
            "time": bars_of(days, most=_MOST_IN_TIME),
        }


def _waiting(casebook: Path) -> dict[str, Any]:
    queue = queue_page(casebook, number=_WAITING)
    return {"count": queue["waiting"], "more": queue["more"], "events": queue["events"]}


@lru_cache(maxsize=_MOST_CASEBOOKS)
def _tallies(casebook: Path, _head: bytes, public: bool) -> tuple[dict[str, Any], ...]:
    """Return the latest tallies, set against events where that is done quickly."""
    with Ledger.open(casebook) as ledger, ledger.still():
        # Without a period nothing can be counted: such a tally says little beside events.
        every = sorted_tallies(ledger)
        with_period = list(islice((one.id for one in every if one.since is not None), _TALLIES))
        chosen = [*with_period, *(one.id for one in every if one.since is None)][:_TALLIES]
        found = {one.tally.id: one for one in told_tallies(ledger, chosen)}
        told = [found[one] for one in chosen if one in found]
        few = not has_more_events(ledger, _MOST_LOOKED_UP)
        ids = events_for(ledger, [one.tally for one in told]) if told and few else []
        compared = few and len(ids) <= _MOST_COMPARED
        columns = columns_of(settled_events(ledger, ids if compared else [], [rule_of(_RULE)]))
        lines = []
        for one in told:
            value = value_of_line(TallyLine(one, against(one.tally, columns, _RULE, listed=False)))
            lines.append({
                "id": one.tally.id, "speaker": one.speaker, "outlet": one.outlet,
                "published": one.published.isoformat() if one.published else None,
                "told": f"{figure_told(one.tally)} {what_is_counted(one.tally)}",
                "period": period_told(one.tally, one.published), "words": value["words"], "article": one.article,
                "compared": compared, "sentence": value["sentence"] if compared else None,
                "missing": value["missing"] if compared else None, "surplus": value["surplus"] if compared else None,
            })  # fmt: skip
        if public:
            lines = without_names(lines, withholding_of(ledger, [one.article for one in told]))
    return tuple(lines)


def _decided(one: Act) -> dict[str, Any]:
    told = one.details
    return {
        "at": one.at, "by": one.by, "verdict": one.what, "about": told["about"], "field": told.get("field"),
        "reason": told.get("reason"),
    }  # fmt: skip
