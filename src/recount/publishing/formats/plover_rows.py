"""Settled events as records of PLOVER 2.0."""

from recount.codebook.country_codes import codes_of
from recount.nouns.events import SettledEvent
from recount.publishing.formats.mapping import (
    Unmapped,
    Withheld,
    first_words,
    outlet_named,
    outlets_named,
    whole_text,
)
from recount.publishing.formats.plover import (
    QUAD_CODES,
    PloverCite,
    PloverEntity,
    PloverLocation,
    PloverRecord,
    PloverSize,
    plover_scale,
)
from recount.publishing.formats.plover_parties import (
    PloverParty,
    agreed_figure,
    geonames_of,
    parties_of,
    plover_facts,
    resolution_of,
)

__all__ = ["CODEBOOK", "plover_rows"]

CODEBOOK = "PLOVER 2.0 draft (2024-02-04)"
_FORMAT = "plover"
_NOBODY = PloverEntity(sector="UNK")
# Quotes of an event that a record shows.
_MOST_QUOTES = 5


def plover_rows(event: SettledEvent, *, withheld: Withheld, version: str) -> tuple[PloverRecord, ...] | Unmapped:
    """Return an event's record; else why PLOVER cannot hold it.

    Args:
        event: any settled event; no rule is needed.
        withheld: takes names of private persons out.
        version: of the programme that coded it, for `cite_info`.
    """
    facts = plover_facts(event)
    if isinstance(facts, str):
        return Unmapped(event.id, _FORMAT, facts)
    record = PloverRecord(
        id=event.id,
        date=facts.first.isoformat(),
        actor=[_entity(party) for party in parties_of(event.of("perpetrators"), withheld)] or [_NOBODY],
        event=[facts.event_type],
        quad_code=QUAD_CODES[facts.event_type],
        event_scale=plover_scale(facts.event_type, facts.mode) or 0.0,
        cite_info=_cite(event, withheld, version),
        coder="Recount",
        comment=_comment(event, withheld),
    )
    if facts.last != facts.first:
        record["enddate"] = facts.last.isoformat()
    if recipients := parties_of(event.of("targets"), withheld):
        record["recipient"] = [_entity(party) for party in recipients]
    if facts.mode:
        record["mode"] = [facts.mode]
    if size := _size(event):
        record["size"] = size
    if location := _location(event, withheld):
        record["event_loc"] = location
    if quotes := _quotes(event, withheld):
        record["event_text"] = quotes[0]
        record["text"] = " […] ".join(quotes)
    return (record,)


def _entity(party: PloverParty) -> PloverEntity:
    entity = PloverEntity(sector=party.sector, entity_text=party.written, identifier_text=party.name)
    if party.alpha3:
        entity["code"] = party.alpha3
    return entity


def _size(event: SettledEvent) -> PloverSize:
    size = PloverSize()
    if (dead := agreed_figure(event.reports, "killed")) is not None:
        size["dead"] = dead
    if (injured := agreed_figure(event.reports, "injured")) is not None:
        size["injured"] = injured
    if (arrested := agreed_figure(event.reports, "arrested")) is not None:
        size["arrested"] = arrested
    return size


def _location(event: SettledEvent, withheld: Withheld) -> PloverLocation:
    place, codes = event.of("where"), codes_of(event.of("where").country)
    found = PloverLocation()
    if place.name:
        found["extracted_place"] = whole_text(withheld.place(place.name))
    if place.gazetteer_name:
        found["resolved_place"] = place.gazetteer_name
    if number := geonames_of(place.gazetteer_id):
        found["geonameid"] = number
    if place.latitude is not None and place.longitude is not None:
        found["lat"], found["lon"] = place.latitude, place.longitude
    if place.admin2:
        found["district"] = place.admin2
    if place.admin1:
        found["province"] = place.admin1
    if codes:
        found["country"], found["country_code"] = codes.name, codes.alpha3
    resolution = resolution_of(place.precision)
    if resolution is not None:
        found["resolution"] = resolution
    if place.precision in ("exact", "near") and place.gazetteer_name:
        found["city"] = place.gazetteer_name
    return found


def _quotes(event: SettledEvent, withheld: Withheld) -> list[str]:
    """Return the words of articles that name the act, each once."""
    anchors = (first_words(report, "anchor") for report in event.reports)
    quotes = dict.fromkeys(withheld.text(words.quote) for words in anchors if words)
    return list(quotes)[:_MOST_QUOTES]


def _cite(event: SettledEvent, withheld: Withheld, version: str) -> PloverCite:
    """Return where the words of the first report come from."""
    report = event.reports[0]
    cite = PloverCite(
        publication=whole_text(outlet_named(report, withheld)), coder="Recount", codebook=CODEBOOK, version=version
    )
    if report.url:
        cite["url"] = withheld.link(report.url)
    if report.title:
        cite["title"] = whole_text(withheld.text(report.title))
    return cite


def _comment(event: SettledEvent, withheld: Withheld) -> str:
    number = event.sources.independent
    outlets = "; ".join(outlets_named(event, withheld))
    return f"{number} independent source{'' if number == 1 else 's'}: {outlets}"
