"""Tallies of a casebook against its coded events, under published rules."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, get_args

from recount.api.asked import country_of, day_of
from recount.api.deriving import value_of_voice
from recount.codebook.rules import PUBLISHED_RULES, Rule, rule_of
from recount.errors import BadArgument, UnknownId
from recount.ledger import Ledger
from recount.nouns.tally import Measure
from recount.pipeline.tallying import ToldTally, columns_for, sorted_tallies, told_tallies
from recount.reconciliation.tally_events import EventColumns
from recount.reconciliation.tally_lines import MonthHeld, TallyPoint, by_month, gap_over_time, successive
from recount.reconciliation.tally_words import figure_told, period_told, sentence_of, what_is_counted
from recount.reconciliation.tallying import CheckedTally, Compared, EventInside, PartCompared, TallyCheckResult, against

__all__ = [
    "TallyLine",
    "TallyShown",
    "figure_told",
    "period_told",
    "tallies",
    "tally",
    "value_of_line",
    "value_of_shown",
    "what_is_counted",
]


Events = Callable[[Ledger, Sequence[CheckedTally], Sequence[Rule]], EventColumns]
"""Gives the events that may be inside some tallies, under rules."""


class TallyLine(NamedTuple):
    """A tally as it is listed: what is told beside what is held."""

    told: ToldTally
    result: TallyCheckResult

    @property
    def sentence(self) -> str:
        """Who says how many, and how many the casebook holds."""
        return sentence_of(self.result, self.told.speaker or self.told.outlet, self.told.published)


class TallyShown(NamedTuple):
    """A tally with all that is known of it."""

    line: TallyLine
    """Under the rule that was asked for, with the events one by one."""
    by_rule: tuple[TallyCheckResult, ...]
    """Under every rule, without the events."""
    over_time: tuple[TallyPoint, ...]
    """This and the other tallies that the same speaker gives of the same, by their last day."""
    by_month: tuple[MonthHeld, ...]


def tallies(
    path: Path,
    *,
    rule: str = "acled",
    country: str | None = None,
    since: str | None = None,
    until: str | None = None,
    measure: str | None = None,
) -> list[TallyLine]:
    """Return the tallies of a casebook, the latest first, each with what is held of it under a published rule.

    Args:
        path: the casebook; its reports should be linked, since otherwise each is an event of its own.
        rule: acled, ucdp, airwars, ibc, or the path of a rule's YAML file.
        country: ISO 3166-1 alpha-2; only tallies that count over it, or a part of it.
        since: first day (YYYY-MM-DD), inclusive; only tallies whose period reaches it or begins later.
        until: last day, inclusive; only tallies whose period reaches it or ends earlier.
        measure: attacks, killed, injured …

    Raises:
        BadArgument: a value that cannot be meant.
        BadLedger: the casebook cannot be read.
    """
    days = day_of(since), day_of(until)
    code = country_of(country)
    if measure is not None and measure not in get_args(Measure):
        raise BadArgument(f"{measure!r} is no measure. Give one of {', '.join(get_args(Measure))}.")
    with Ledger.open(path) as ledger:
        asked = [one for one in told_tallies(ledger) if _is_asked(one, code, *days, measure)]
        if not asked:
            return []
        events = columns_for(ledger, [one.tally for one in asked], [rule_of(rule)])
    name = rule_of(rule).name
    lines = [TallyLine(one, against(one.tally, events, name, listed=False)) for one in asked]
    return sorted(lines, key=_latest_first)


def tally(path: Path, tally_id: str, *, rule: str = "acled", events_of: Events = columns_for) -> TallyShown:
    """Return a tally against the events of a casebook: under one rule with its events, and under every rule.

    Args:
        path: the casebook.
        tally_id: tal1:….
        rule: whose figures the list of events and the lines over time show.
        events_of: gives the events; whoever asks often may keep them.

    Raises:
        UnknownId: the casebook holds no such tally, or a person rejected it.
        BadArgument: no such rule.
    """
    with Ledger.open(path) as ledger:
        listed = sorted_tallies(ledger)
        asked = next((one for one in listed if one.id == tally_id), None)
        # Successive tallies begin on one day.
        like = [one.id for one in listed if asked and (one.measure, one.since) == (asked.measure, asked.since)]
        every = list(told_tallies(ledger, like))
        told = next((one for one in every if one.tally.id == tally_id), None)
        if told is None:
            raise UnknownId(f"{path} holds no tally {tally_id!r}. `recount tallies {path}` lists those that it holds.")
        alike = successive(told.tally, told.told_by, ((one.tally, one.told_by) for one in every))
        rules = [rule_of(one) for one in dict.fromkeys([*PUBLISHED_RULES, rule])]
        events = events_of(ledger, alike, rules)
    name = rule_of(rule).name
    return TallyShown(
        TallyLine(told, against(told.tally, events, name)),
        tuple(against(told.tally, events, one.name, listed=False) for one in rules),
        gap_over_time(alike, events, name),
        by_month(told.tally, events, name),
    )


def value_of_line(line: TallyLine) -> dict[str, Any]:
    """Return a listed tally as plain values."""
    told, result = line.told, line.result
    return {
        **_told_value(told),
        "rule": result.rule,
        **_compared_value(result.whole),
        "parts_held": [_part_value(one) for one in result.parts],
        "parts_held_sum": result.held_parts_sum,
        "parts_held_agree": result.held_agrees,
        "sentence": line.sentence,
    }


def value_of_shown(shown: TallyShown) -> dict[str, Any]:
    """Return a tally with all that is known of it as plain values."""
    line = shown.line
    return {
        **value_of_line(line),
        "notes": list(line.result.notes),
        "events": [_event_value(one) for one in line.result.events],
        "by_rule": {
            one.rule: {**_compared_value(one.whole), "parts": [_part_value(part) for part in one.parts]}
            for one in shown.by_rule
        },
        "over_time": [{**one._asdict(), "until": one.until.isoformat()} for one in shown.over_time],
        "by_month": [{**one._asdict(), "month": f"{one.month:%Y-%m}"} for one in shown.by_month],
    }


def _is_asked(
    told: ToldTally, country: str | None, since: date | None, until: date | None, measure: str | None
) -> bool:
    one = told.tally
    places = {region.country for region in (*one.regions, *(part.region for part in one.parts)) if region}
    return (
        (measure is None or one.measure == measure)
        and (country is None or country in places)
        and (since is None or one.until is None or one.until >= since)
        and (until is None or one.since is None or one.since <= until)
    )


def _latest_first(line: TallyLine) -> tuple[int, str]:
    day = line.told.tally.until or line.told.published
    return -(day.toordinal() if day else 0), line.told.tally.id


def _told_value(told: ToldTally) -> dict[str, Any]:
    one = told.tally
    return {
        "id": one.id,
        "article": told.article,
        "outlet": told.outlet,
        "title": told.title,
        "url": told.url,
        "published": _iso(told.published),
        "speaker": told.speaker,
        "said_by": [value_of_voice(one) for one in told.voices],
        "words": told.words[0].quote,
        "span": [told.words[0].start, told.words[0].end],
        "text": told.sentence,
        "measure": one.measure,
        "counted": one.counted,
        "low": one.low,
        "best": one.best,
        "high": one.high,
        "since": _iso(one.since),
        "until": _iso(one.until),
        "areas": [{"name": region.name, "country": region.country, "level": region.level} for region in one.regions],
        "perpetrators": [side.known_as for side in one.perpetrators],
        "targets": [side.known_as for side in one.targets],
        "parts": [{"part": part.label, "low": part.low, "best": part.best, "high": part.high} for part in one.parts],
        "parts_sum": one.parts_sum,
        "parts_agree": one.parts_agree,
        "corrected_by_people": list(told.people),
    }


def _compared_value(compared: Compared) -> dict[str, Any]:
    value = compared._asdict()
    value["held"] = compared.held._asdict() if compared.held else None
    value["residual"] = dict(zip(("min", "max"), compared.residual, strict=True)) if compared.residual else None
    return value


def _part_value(part: PartCompared) -> dict[str, Any]:
    return {"part": part.part.label, **_compared_value(part.compared)}


def _event_value(inside: EventInside) -> dict[str, Any]:
    event, where = inside.event, inside.event.where
    return {
        "id": event.id,
        "earliest": _iso(event.earliest),
        "latest": _iso(event.latest),
        "place": where.name,
        "country": where.country,
        "event_type": event.event_type,
        "perpetrators": [side.known_as for side in event.perpetrators],
        "targets": [side.known_as for side in event.targets],
        "low": inside.figure.low,
        "best": inside.figure.best,
        "high": inside.figure.high,
        "inside": "perhaps" if inside.doubts else "surely",
        "doubts": list(inside.doubts),
        "parts": list(inside.parts),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
