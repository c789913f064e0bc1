"""Sets the tallies of a casebook against its settled events."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from recount.codebook import load as load_codebook
from recount.codebook.names import fold
from recount.codebook.rules import Rule
from recount.codebook.tally_measures import tally_measures
from recount.gazetteer import Place
from recount.gazetteer import load as load_gazetteer
from recount.ledger import Ledger
from recount.ledger.tallies import TallyRow, events_touching, tallies, touching_number
from recount.ledger.tally_listing import ListedTally, TallyListing, listed_tallies
from recount.linking.profiles import sentence_around
from recount.nouns.events import SettledEvent, Voice, Words
from recount.pipeline.reconciling import settled_events
from recount.reconciliation.tally_events import EventColumns, counted_event
from recount.reconciliation.tally_scope import Level, Region, narrowest
from recount.reconciliation.tallying import CheckedPart, CheckedTally

__all__ = [
    "ToldTally",
    "checked",
    "columns_for",
    "columns_of",
    "events_for",
    "number_for",
    "sorted_tallies",
    "told_tallies",
]

_COUNTRIES = frozenset({"country", "dependency"})
_DIVISIONS: Mapping[str, Level] = {"admin1": "admin1", "admin2": "admin2"}
# Kinds of the gazetteer whose rows are stretches of land or sea, not towns or sites.
_AREAS = frozenset({"area", "region", "disputed", "macroregion", "admin3", "sea area", "strait"})
_FIGURES = ("low", "best", "high")
_LINE_END = re.compile(r"(?<!\n)\n(?!\n)")


class ToldTally(NamedTuple):
    """A tally of a casebook, ready to be set against events, with who tells it and in which words."""

    tally: CheckedTally
    article: str
    outlet: str | None
    title: str | None
    url: str | None
    published: date | None
    speaker: str | None
    """Who tells it; None for the outlet's own voice."""
    told_by: str | None
    """The actor for whom the speaker speaks, else the speaker, else the outlet: what successive tallies share."""
    words: tuple[Words, ...]
    """The figure first."""
    sentence: str
    people: tuple[str, ...]
    """Fields that people corrected."""
    voices: tuple[Voice, ...] = ()
    """All whose statements hold it; empty for the outlet's own voice."""


def told_tallies(ledger: Ledger, ids: Iterable[str] | None = None) -> Iterator[ToldTally]:
    """Yield the tallies of a casebook, in the order in which their articles were kept; none that a person rejected.

    Args:
        ledger: an open casebook.
        ids: only these; all where None.
    """
    for row in tallies(ledger, ids):
        if not _is_rejected(row.decisions):
            yield checked(row)


def sorted_tallies(ledger: Ledger) -> Sequence[ListedTally]:
    """Return what the tallies of a casebook are chosen by, the latest first, as people corrected it.

    It reads no article, and what it read before is kept at hand.
    """
    return _sorted(listed_tallies(ledger))


@lru_cache(maxsize=4)
def _sorted(listing: TallyListing) -> tuple[ListedTally, ...]:
    found = []
    for one in listing.tallies:
        if one.decisions:
            if _is_rejected(one.decisions):
                continue
            days = {name: value for name, value in _corrections(one).items() if name in ("since", "until")}
            found.append(one._replace(**days))
        else:
            found.append(one)
    return tuple(sorted(found, key=_latest_first))


def _latest_first(one: ListedTally) -> tuple[int, str]:
    day = one.until or one.published
    return -(day.toordinal() if day else 0), one.id


def _is_rejected(decisions: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["field"] is None and one["verdict"] == "reject" for one in decisions)


def columns_for(ledger: Ledger, asked: Sequence[CheckedTally], rules: Sequence[Rule]) -> EventColumns:
    """Return the events that may be inside some tallies, settled and under rules, as tallies count them.

    Args:
        ledger: an open casebook.
        asked: the tallies.
        rules: whose figures are set against them.
    """
    return columns_of(settled_events(ledger, events_for(ledger, asked), rules))


def events_for(ledger: Ledger, asked: Sequence[CheckedTally]) -> list[str]:
    """Return the ids of the events that may be inside some tallies, by days and countries."""
    # Without a period nothing is counted.
    return events_touching(ledger, *_period(asked), _countries(asked)) if _has_period(asked) else []


def number_for(ledger: Ledger, asked: Sequence[CheckedTally], *, most: int) -> int:
    """Return about how many events may be inside some tallies, counted up to `most`: quick, and rather too few."""
    return touching_number(ledger, *_period(asked), _countries(asked), most=most) if _has_period(asked) else 0


def _has_period(asked: Sequence[CheckedTally]) -> bool:
    return any(one.since or one.until for one in asked)


def _period(asked: Sequence[CheckedTally]) -> tuple[date | None, date | None]:
    ends = [(one.since, one.until) for one in asked if one.since or one.until]
    return _first([first for first, _ in ends]), _last([last for _, last in ends])


def _countries(asked: Sequence[CheckedTally]) -> frozenset[str] | None:
    """Return the countries that tallies count over; None where one counts over an area that is in none, or anywhere."""
    regions = [region for one in asked for region in one.regions]
    if not all(one.regions for one in asked) or any(region.country is None for region in regions):
        return None
    return frozenset(region.country for region in regions if region.country)


def columns_of(events: Iterable[SettledEvent]) -> EventColumns:
    """Return settled events as tallies count them; none of which no report is left."""
    measures = tally_measures()
    return EventColumns((counted_event(event, measures) for event in events if event.reports), measures)


def _first(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return min(known) if known and len(known) == len(days) else None


def _last(days: Sequence[date | None]) -> date | None:
    known = [day for day in days if day is not None]
    return max(known) if known and len(known) == len(days) else None


def checked(row: TallyRow) -> ToldTally:
    """Return a tally of a casebook with people's corrections and with its areas looked up."""
    corrected = _corrections(row)
    row = row._replace(**corrected)
    regions = {area["name"]: _region(area) for area in row.areas}
    speaker = next((one for one in row.voices if one.name is not None or one.kind != "outlet"), None)
    codebook, measures = load_codebook(), tally_measures()
    tally = CheckedTally(
        id=row.id,
        measure=row.measure,
        low=row.low,
        best=row.best,
        high=row.high,
        since=row.since,
        until=row.until,
        counted=row.counted,
        group=measures.group_of(row.counted, codebook.roles),
        regions=narrowest(tuple(regions.values())),
        perpetrators=row.perpetrators,
        targets=row.targets,
        parts=tuple(_part(part, regions) for part in row.parts),
        parts_sum=row.parts_sum,
        parts_agree=row.parts_agree,
    )
    name = (speaker.name or speaker.role or speaker.side) if speaker else None
    return ToldTally(
        tally, row.article, row.outlet, row.title, row.url, row.published, name,
        (speaker.side if speaker else None) or name or row.outlet, row.words,
        _sentence(row.text, row.words[0]), tuple(sorted(corrected)), row.voices,
    )  # fmt: skip


def _sentence(text: str, figure: Words) -> str:
    # Single line ends are those of a narrow column; they end no sentence.
    flowing = _LINE_END.sub(" ", text)
    return " ".join(sentence_around(flowing, figure.start, figure.end).split())


def _corrections(row: TallyRow | ListedTally) -> dict[str, Any]:
    """Return the values that people gave; one that is none of its field is passed over, and the coded one stays."""
    found: dict[str, Any] = {}
    for decision in row.decisions:
        field, value = decision["field"], decision["value"]
        if decision["verdict"] != "correct":
            continue
        if field in ("since", "until") and isinstance(value, str):
            try:
                found[field] = date.fromisoformat(value)
            except ValueError:
                continue
        elif field in _FIGURES and type(value) is int and value >= 0:
            found[field] = value
        elif field in ("figure", "number") and isinstance(value, Mapping):
            found |= {name: value.get(name) for name in _FIGURES if type(value.get(name)) in (int, type(None))}
    return found


def _part(part: Mapping[str, Any], regions: Mapping[str, Region]) -> CheckedPart:
    area, words = part.get("area"), part.get("group")
    region = (regions.get(area) or _region({"name": area, "country": part.get("country")})) if area else None
    group = None if region else tally_measures().group_of(words, load_codebook().roles)
    return CheckedPart(area or words or "a part", region, group, *(part.get(name) for name in _FIGURES))


def _region(area: Mapping[str, Any]) -> Region:
    """Return an area as the gazetteer knows it."""
    name, country, gazetteer_id = area["name"], area.get("country"), area.get("gazetteer_id")
    if gazetteer_id is None and country is not None and _is_country(name, country):
        return Region(name, "country", country)
    place = _place_of(name, country, gazetteer_id)
    if place is None:
        return Region(name, "unknown", country, gazetteer_id=gazetteer_id)
    return Region(
        name, _level(place), place.country, place.name, place.admin1, place.id, place.latitude, place.longitude,
        place.radius_km,
    )  # fmt: skip


def _level(place: Place) -> Level:
    if place.kind in _COUNTRIES:
        return "country"
    return _DIVISIONS.get(place.kind) or ("area" if place.kind in _AREAS else "place")


def _is_country(name: str, code: str) -> bool:
    # A capital stands for its government, not for the land: "39 in Damascus" is a part of Syria.
    country = load_codebook().countries.get(code)
    return country is not None and fold(name.removeprefix("the ")) in map(fold, (country.name, *country.also))


@lru_cache(maxsize=4096)
def _place_of(name: str, country: str | None, gazetteer_id: str | None) -> Place | None:
    """Return the place of an id, else the one in the country that bears just this name: of a division and a town of one
    name the division, since a total is mostly told of an area; None where several or none may be meant.
    """
    found = load_gazetteer().look_up(name, country=country, limit=60)
    if gazetteer_id is not None:
        return next((one.place for one in found if one.place.id == gazetteer_id), None)
    if country is None:
        return None
    named = [one.place for one in found if one.likeness_score == 1.0 and not one.alternate and not one.bare_site]
    for kind in ("admin1", "admin2"):
        divisions = [place for place in named if place.kind == kind]
        if (kind == "admin1" and divisions) or len(divisions) == 1:
            return divisions[0]
    return named[0] if len(named) == 1 else None
