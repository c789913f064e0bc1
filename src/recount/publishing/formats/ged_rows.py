"""Settled events as rows of UCDP GED, and back."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from recount.codebook.country_codes import CountryCodes, codes_of, country_codes
from recount.nouns.events import SettledEvent
from recount.publishing.formats.ged import GedRow, point_wkt, priogrid_of
from recount.publishing.formats.mapping import (
    NO_REPORTS,
    ReadEvent,
    Unmapped,
    Withheld,
    entered_voices,
    event_id_of,
    number_of,
    outlet_named,
    whole_text,
)
from recount.publishing.formats.notes import quoted

__all__ = ["DyadYear", "dyad_year_of", "event_of_relid", "events_of_ged", "ged_id", "ged_rows", "relid_of"]

DyadYear = tuple[str, str, int]
"""Side A, side B, year."""

_RULE = "ucdp"
_FORMAT = "ged"
_FIGURES = ("low", "best", "high", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
_GOVERNMENT = "Government of "
_STATE_BASED = 1
# 49 bits: whole numbers of that size survive any program that reads them as floating point.
_ID_SHIFT = 15
_RELID = re.compile(r"[A-Z]{3}-\d{4}-[1-3]-(\d{1,20})", re.ASCII)
_WHERE = {
    1: "exact place", 2: "near a known place", 3: "second-level division only", 4: "first-level division only",
    5: "wider area", 6: "country only", 7: "at sea or in the air",
}  # fmt: skip
# Fields of which GED would say that the coding has to be checked.
_CHECKED = ("ucdp_type", "when", "where", "perpetrators", "targets")


class _Side(NamedTuple):
    name: str
    number: str | None
    """Gleditsch and Ward's, for a government."""


class _Facts(NamedTuple):
    """What no row of GED can be without."""

    kind: int
    a: _Side
    b: _Side
    best: int
    first: date
    last: date
    latitude: float
    longitude: float
    where_prec: int
    codes: CountryCodes


def ged_id(event_id: str) -> int:
    """Return GED's `id`: the first 49 bits of an event's id."""
    return number_of(event_id) >> _ID_SHIFT


def relid_of(event_id: str, alpha3: str, year: int, type_of_violence: int) -> str:
    """Return GED's `relid`, which holds the whole id."""
    return f"{alpha3}-{year}-{type_of_violence}-{number_of(event_id)}"


def event_of_relid(relid: str) -> str | None:
    """Return the event that a `relid` stands for; None where it is none of Recount's."""
    found = _RELID.fullmatch(relid)
    return event_id_of(int(found[1])) if found else None


def dyad_year_of(event: SettledEvent, withheld: Withheld) -> tuple[DyadYear, int] | None:
    """Return the dyad and year of an event with its best estimate; None where GED would not hold it.

    A dyad is active in a year where these add up to 25 deaths.
    """
    facts = _facts(event, withheld)
    return None if isinstance(facts, str) else (_dyad_year(facts), facts.best)


def ged_rows(
    event: SettledEvent, *, withheld: Withheld, active: Container[DyadYear] = frozenset()
) -> tuple[GedRow, ...] | Unmapped:
    """Return an event's row; else why GED cannot hold it.

    Args:
        event: an event that the rule `ucdp` was applied to.
        withheld: takes names of private persons out.
        active: dyads with the years in which they reached 25 deaths, for `active_year`.
    """
    facts = _facts(event, withheld)
    if isinstance(facts, str):
        return Unmapped(event.id, _FORMAT, facts)
    return (_row(event, facts, withheld, is_active=_dyad_year(facts) in active),)


def events_of_ged(rows: Iterable[GedRow]) -> Iterator[ReadEvent]:
    """Yield the events that rows stand for; rows of others are events under their `relid`."""
    for row in rows:
        yield ReadEvent(
            event_of_relid(row.relid) or row.relid,
            row.date_start,
            row.date_end,
            row.latitude,
            row.longitude,
            row.country,
            (str(row.type_of_violence), row.side_a, row.side_b),
            tuple((name, int(getattr(row, name))) for name in _FIGURES),
        )


def _facts(event: SettledEvent, withheld: Withheld) -> _Facts | str:
    """Return what a row needs; else why GED cannot hold the event."""
    outcome = event.outcomes.get(_RULE)
    if outcome is None:
        return "the rule ucdp was not applied"
    values, period, place = outcome.values, event.of("when"), event.of("where")
    kind, best, where_prec = (values.get(name) for name in ("type_of_violence", "best", "where_prec"))
    if not event.reports:
        return NO_REPORTS
    if kind is None:
        return "the type of violence is not known"
    if best is None:
        return "no figure of deaths"
    if not outcome.enters:
        return "the rule keeps it out: " + ", ".join(outcome.why_not)
    if values.get("side_a") is None or values.get("side_b") is None:
        return "a side is not known"
    if period.earliest is None or period.latest is None or values.get("date_prec") is None:
        return "no first or last day"
    codes = codes_of(place.country)
    if codes is None:
        return "no country"
    if place.latitude is None or place.longitude is None or where_prec is None:
        return "the place has no coordinates"
    a, b = (_side(whole_text(withheld.text(values[side]))) for side in ("side_a", "side_b"))
    point = round(place.latitude, 6) + 0.0, round(place.longitude, 6) + 0.0
    return _Facts(kind, a, b, best, period.earliest, period.latest, *point, where_prec, codes)


def _row(event: SettledEvent, facts: _Facts, withheld: Withheld, *, is_active: bool) -> GedRow:
    values, codes = event.outcomes[_RULE].values, facts.codes
    place = event.of("where")
    name = place.gazetteer_name or (withheld.place(place.name) if place.name else None)
    dyad = f"{facts.a.name} - {facts.b.name}"
    deaths: dict[str, Any] = {name: values.get(name) or 0 for name in _FIGURES[3:]}
    return GedRow(
        id=ged_id(event.id),
        relid=relid_of(event.id, codes.alpha3, facts.first.year, facts.kind),
        year=facts.first.year,
        active_year=is_active,
        code_status=_status(event),
        type_of_violence=facts.kind,
        conflict_dset_id=None,
        conflict_new_id=None,
        # What a government and its opponent fight over, UCDP's name of their conflict, is not told by events.
        conflict_name=None if facts.kind == _STATE_BASED else dyad,
        dyad_dset_id=None,
        dyad_new_id=None,
        dyad_name=dyad,
        side_a_dset_id=None,
        side_a_new_id=None,
        side_a=facts.a.name,
        side_b_dset_id=None,
        side_b_new_id=None,
        side_b=facts.b.name,
        number_of_sources=event.sources.independent,
        **_sources(event, withheld),
        where_prec=facts.where_prec,
        where_coordinates=whole_text(name) if name else codes.name,
        where_description=_where_told(event, facts.where_prec, withheld),
        adm_1=place.admin1,
        adm_2=place.admin2,
        latitude=facts.latitude,
        longitude=facts.longitude,
        geom_wkt=point_wkt(facts.longitude, facts.latitude),
        priogrid_gid=priogrid_of(facts.latitude, facts.longitude),
        country=codes.ged_name,
        country_id=codes.state_number,
        region=codes.ged_region,
        event_clarity=values["event_clarity"],
        date_prec=values["date_prec"],
        date_start=facts.first,
        date_end=facts.last,
        **deaths,
        best=facts.best,
        high=facts.best if values.get("high") is None else values["high"],
        low=facts.best if values.get("low") is None else values["low"],
        gwnoa=facts.a.number,
        gwnob=facts.b.number,
    )


def _dyad_year(facts: _Facts) -> DyadYear:
    return facts.a.name, facts.b.name, facts.first.year


def _status(event: SettledEvent) -> str:
    """Return "Clear", or which fields reports are split on."""
    fields = event.fields
    split = [name for name in _CHECKED if name in fields and fields[name].line in ("first-told", "unresolved")]
    return "Clear" if not split else f"Check {', '.join(split)}"


def _where_told(event: SettledEvent, where_prec: int, withheld: Withheld) -> str:
    """Say in words how the place is known, with its name as written."""
    place = event.of("where")
    within = f", within {place.radius_km:g} km" if place.radius_km else ""
    told = f"{_WHERE.get(where_prec, 'place')}{within}"
    if not place.name:
        return told
    written = withheld.place(place.name)
    return told if written == place.gazetteer_name else f"{told}; as written: {quoted(written, withheld)}"


def _sources(event: SettledEvent, withheld: Withheld) -> Mapping[str, Any]:
    """Return the five columns of sources; the parts of each stand in the order of the reports."""
    offices, days, headlines, articles = [], [], [], []
    seen = set()
    for report in event.reports:
        if report.article in seen:
            continue
        seen.add(report.article)
        office = whole_text(outlet_named(report, withheld), without=';"')
        day = report.published.isoformat() if report.published else ""
        headline = whole_text(withheld.text(report.title), without=";").replace('"', "'") if report.title else ""
        offices.append(office)
        days.append(day)
        headlines.append(headline)
        articles.append(f'"{office.replace(",", "")},{day},{headline}"')
    voices = entered_voices(event, _RULE, ("low", "best", "high"), withheld)
    return {
        "source_article": ";".join(articles) or None,
        "source_office": ";".join(offices) or None,
        "source_date": ";".join(days) if any(days) else None,
        "source_headline": ";".join(headlines) if any(headlines) else None,
        "source_original": "; ".join(one.replace(";", ",") for one in voices) or None,
    }


@lru_cache(maxsize=20_000)
def _side(name: str) -> _Side:
    """Return a side under GED's name of its state, with the state's number."""
    codes = _governments().get(name)
    return _Side(f"{_GOVERNMENT}{codes.ged_name}", str(codes.state_number)) if codes else _Side(name, None)


@lru_cache(maxsize=1)
def _governments() -> Mapping[str, CountryCodes]:
    """Return states by the names of their governments; what stands under another state has none in GED."""
    return {f"{_GOVERNMENT}{name}": one for one in country_codes().values() if one.is_state for name in _names(one)}


def _names(codes: CountryCodes) -> Iterator[str]:
    yield codes.name
    yield codes.ged_name
