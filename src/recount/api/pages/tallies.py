"""Pages of tallies: who says how many, and how many of them the casebook holds."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

from recount.api.asked import country_of, days_of
from recount.api.pages.withheld import withholding_of, without_names
from recount.api.tallies import (
    TallyLine,
    figure_told,
    period_told,
    tally,
    value_of_line,
    value_of_shown,
    what_is_counted,
)
from recount.codebook.rules import PUBLISHED_RULES, Rule, rule_of
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.overview import has_more_events
from recount.ledger.tally_listing import ListedTally
from recount.nouns.tally import Measure
from recount.pipeline.reconciling import settled_events
from recount.pipeline.tallying import columns_of, events_for, number_for, sorted_tallies, told_tallies
from recount.reconciliation.tally_events import EventColumns
from recount.reconciliation.tallying import CheckedTally, against

__all__ = ["MEASURES", "tallies_page", "tally_page"]

MEASURES: tuple[str, ...] = get_args(Measure)
# Tallies of one page.
_PAGE = 25
# Events up to which tallies are set against them unasked, those of a list and a single one: each takes a third of a
# millisecond.
_MOST_UNASKED, _MOST_OF_ONE = 400, 1_000
# Events of a casebook above which a list waits to be asked: the reports of a country have to be gone through to find
# those that its tallies may count, which takes half a second of a million.
_MOST_LOOKED_UP = 50_000
# Events of one page of those inside a tally.
_EVENTS = 50
# Sets of settled events kept at hand, so that the next page need not settle them again.
_KEPT = 4


def tallies_page(
    casebook: Path,
    *,
    rule: str = "acled",
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    measure: str | None = None,
    offset: int = 0,
    compare: bool = False,
    public: bool = False,
) -> dict[str, Any]:
    """Return one page of tallies, the latest first; only those of the page are set against events.

    Args:
        casebook: the file.
        rule: under which the held figures stand.
        country: ISO 3166-1 alpha-2; only tallies that count over it, or a part of it.
        since: first day, inclusive; only tallies whose period reaches it or begins later.
        until: last day, inclusive; only tallies whose period reaches it or ends earlier.
        measure: attacks, killed, injured …
        offset: how many to pass over.
        compare: whether they are set against events where these are many.
        public: whether private persons' names are left out.

    Raises:
        BadArgument: a value that cannot be meant.
    """
    days, code, name = days_of(since, until), country_of(country), _rule(rule)
    _check(measure, offset)
    with Ledger.open(casebook) as ledger, ledger.still() as head:
        fitting: Sequence[ListedTally] = sorted_tallies(ledger)
        if (code, days, measure) != (None, (None, None), None):
            fitting = [one for one in fitting if _fits(one, code, days, measure)]
        chosen = [one.id for one in fitting[offset : offset + _PAGE]]
        found = {one.tally.id: one for one in told_tallies(ledger, chosen)}
        told = [found[one] for one in chosen if one in found]
        found_events = _events(ledger, [one.tally for one in told], most=_MOST_UNASKED, compare=compare, lists=True)
        columns = _columns(casebook, head.hash, found_events.ids or (), (name,))
        lines = [value_of_line(TallyLine(one, against(one.tally, columns, name, listed=False))) for one in told]
        withholding = withholding_of(ledger, [one.article for one in told]) if public else None
    for line, one in zip(lines, told, strict=True):
        line |= {
            "told": f"{figure_told(one.tally)} {what_is_counted(one.tally)}",
            "period": period_told(one.tally, one.published), **_shares(line, compared=found_events.ids is not None),
        }  # fmt: skip
    return {
        "tallies": lines if withholding is None else without_names(lines, withholding),
        "total": len(fitting),
        "offset": offset,
        "next": offset + _PAGE if offset + _PAGE < len(fitting) else None,
        "previous": max(0, offset - _PAGE) if offset else None,
        "rule": name,
        "compared": found_events.ids is not None,
        "events": found_events.number,
        "more_events": found_events.more,
        "measures": list(MEASURES),
        "rules": _titles(),
    }


def _check(measure: str | None, offset: int) -> None:
    if measure is not None and measure not in MEASURES:
        raise BadArgument(f"{measure!r} is no measure. Give one of {', '.join(MEASURES)}.")
    if offset < 0:
        raise BadArgument("Ask from the first tally on.")


def tally_page(
    casebook: Path, id_: str, *, rule: str = "acled", offset: int = 0, compare: bool = False, public: bool = False
) -> dict[str, Any]:
    """Return a tally: who says it, its parts, what is held under each rule, the gap over time, the events inside.

    Args:
        casebook: the file.
        id_: of the tally.
        rule: whose figures the events and the lines over time show.
        offset: how many of the events inside to pass over.
        compare: whether it is set against events where these are many.
        public: whether private persons' names are left out.

    Raises:
        UnknownId: there is no such tally.
        BadArgument: no such rule.
    """
    name = _rule(rule)
    if offset < 0:
        raise BadArgument("Ask from the first event on.")
    found: list[_Found] = []

    def kept_events(ledger: Ledger, asked: Sequence[CheckedTally], rules: Sequence[Rule]) -> EventColumns:
        found.append(_events(ledger, asked, most=_MOST_OF_ONE, compare=compare))
        return _columns(casebook, ledger.head.hash, found[-1].ids or (), tuple(one.name for one in rules))

    shown = tally(casebook, id_, rule=name, events_of=kept_events)
    value, compared = value_of_shown(shown), found[-1].ids is not None
    if not compared:
        value |= {"over_time": [], "by_month": []}
    told = shown.line.told
    inside = value["events"]
    value |= {
        "told": f"{figure_told(told.tally)} {what_is_counted(told.tally)}",
        "figure": told.tally.figure,
        "period": period_told(told.tally, told.published),
        "surely": sum(one["inside"] == "surely" for one in inside),
        "perhaps": sum(one["inside"] == "perhaps" for one in inside),
        "events": inside[offset : offset + _EVENTS],
        "offset": offset,
        "next": offset + _EVENTS if offset + _EVENTS < len(inside) else None,
        "previous": max(0, offset - _EVENTS) if offset else None,
        "drawn": _gap_drawn(value["over_time"]),
        "months": _months_drawn(value["by_month"], told.tally.figure),
        "rules": _titles(),
        "compared": compared,
        "events_touched": found[-1].number,
        "more_events": found[-1].more,
        **_shares(value, compared=compared),
    }
    figures = {name: value[name] for name in ("low", "best", "high")}
    value["by_rule"] = {
        name: {**held, "parts": held["parts"] if compared else [], **_shares({**held, **figures}, compared=compared)}
        for name, held in value["by_rule"].items()
    }
    if not public:
        return value
    with Ledger.open(casebook) as ledger:
        return {**without_names(value, withholding_of(ledger, [told.article])), "id": id_}


def _rule(name: str) -> str:
    """Return the name of a published rule: pages read no file that a visitor names.

    Raises:
        BadArgument: there is no such rule.
    """
    if name not in PUBLISHED_RULES:
        raise BadArgument(f"{name!r} is no published rule. Give one of {', '.join(PUBLISHED_RULES)}.")
    return name


def _titles() -> dict[str, str]:
    return {name: rule_of(name).title for name in PUBLISHED_RULES}


def _fits(one: ListedTally, country: str | None, days: tuple[date | None, date | None], measure: str | None) -> bool:
    since, until = days
    return (
        (measure is None or one.measure == measure)
        and (country is None or country in one.countries)
        and (since is None or one.until is None or one.until >= since)
        and (until is None or one.since is None or one.since <= until)
    )


@lru_cache(maxsize=_KEPT)
def _columns(casebook: Path, _head: bytes, ids: tuple[str, ...], rules: tuple[str, ...]) -> EventColumns:
    """Return events as tallies count them; the end of the chain tells the state of the casebook from others."""
    with Ledger.open(casebook) as ledger:
        return columns_of(settled_events(ledger, ids, [rule_of(one) for one in rules]))


class _Found(NamedTuple):
    """The events that tallies may count."""

    ids: tuple[str, ...] | None
    """None where there are too many to set the tallies against them unasked."""
    number: int
    more: bool
    """Whether there may be more than the number."""


def _events(ledger: Ledger, asked: Sequence[CheckedTally], *, most: int, compare: bool, lists: bool = False) -> _Found:
    if not compare:
        least = number_for(ledger, asked, most=most + 1)
        if least > most:
            return _Found(None, most, True)
        if lists and least and has_more_events(ledger, _MOST_LOOKED_UP):
            return _Found(None, least, True)
    ids = tuple(events_for(ledger, asked))
    return _Found(ids if compare or len(ids) <= most else None, len(ids), False)


_OF_EVENTS = (
    "covered", "missing", "missing_at_least", "surplus", "residual", "sentence", "parts_held_sum", "parts_held_agree",
)  # fmt: skip


def _shares(value: dict[str, Any], *, compared: bool) -> dict[str, Any]:
    """Return how far what is held reaches into what is told, as shares of the greater of both.

    Of what was not set against events nothing is said that only events would tell.
    """
    if not compared:
        # There is no reason of the tally's own.
        blank = {name: None for name in _OF_EVENTS if name in value}
        return {**blank, "parts_held": [], "shares": None, "held": None, "why_not": None}
    told = next((value[name] for name in ("best", "low", "high") if value[name] is not None), None)
    if told is None or value["held"] is None:
        return {"shares": None, "held": value["held"], "why_not": value["why_not"]}
    held = value["held"]
    most = max(told, held["high"], 1)
    return {"shares": {"told": told / most, "held": held["best"] / most, "perhaps": held["high"] / most}}


def _gap_drawn(points: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Return successive tallies and what is held as points in [0, 1] by [0, 1]; None of fewer than two days."""
    days = [date.fromisoformat(one["until"]) for one in points]
    if len(set(days)) < 2:
        return None
    span, most = (days[-1] - days[0]).days, max(max(one["told"], one["held"]) for one in points) or 1
    return {
        "most": most,
        "points": [
            {
                "day": one["until"], "x": (day - days[0]).days / span, "told": one["told"] / most,
                "held": one["held"] / most,
            }
            for one, day in zip(points, days, strict=True)
        ],
    }  # fmt: skip


def _months_drawn(months: Sequence[dict[str, Any]], told: int | None) -> list[dict[str, Any]]:
    most = max([told or 0, *(one["cumulated"] for one in months)], default=0) or 1
    return [{**one, "share": one["cumulated"] / most, "new": one["held"] / most} for one in months]
