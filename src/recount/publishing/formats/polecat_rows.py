"""Settled events as rows of POLECAT."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from recount.codebook.country_codes import codes_of
from recount.nouns.events import SettledEvent
from recount.publishing.formats.mapping import Unmapped, Withheld, outlets_named, whole_text
from recount.publishing.formats.plover import QUAD_CLASSES, QUAD_CODES, plover_scale
from recount.publishing.formats.plover_parties import PloverParty, geonames_of, parties_of, plover_facts
from recount.publishing.formats.polecat import PolecatRow

__all__ = ["polecat_rows"]

_FORMAT = "polecat"


def polecat_rows(event: SettledEvent, *, withheld: Withheld, version: str) -> tuple[PolecatRow, ...] | Unmapped:
    """Return an event's row, with ";" between several actors; else why POLECAT cannot hold it.

    Args:
        event: any settled event; no rule is needed.
        withheld: takes names of private persons out.
        version: of the programme that coded it.
    """
    facts = plover_facts(event)
    if isinstance(facts, str):
        return Unmapped(event.id, _FORMAT, facts)
    place = event.of("where")
    codes = codes_of(place.country)
    row = PolecatRow(
        event_id=event.id,
        event_date=facts.first,
        event_type=facts.event_type,
        event_mode=facts.mode,
        intensity=plover_scale(facts.event_type, facts.mode) or 0.0,
        quad_code=QUAD_CLASSES[QUAD_CODES[facts.event_type]],
        contexts=None,
        **_party("actor", parties_of(event.of("perpetrators"), withheld)),
        **_party("recipient", parties_of(event.of("targets"), withheld)),
        placename=place.gazetteer_name,
        city=place.gazetteer_name if place.precision in ("exact", "near") else None,
        district=place.admin2,
        province=place.admin1,
        country=codes.alpha3 if codes else None,
        latitude=place.latitude,
        longitude=place.longitude,
        geonames_id=geonames_of(place.gazetteer_id),
        raw_placename=whole_text(withheld.place(place.name)) if place.name else None,
        feature_type=None,
        source="; ".join(outlets_named(event, withheld)),
        publication_date=event.reports[0].published,
        story_people=None,
        story_organizations=None,
        story_locations=None,
        language=None,
        version=version,
    )
    return (row,)


# The same few sides are in many events.
@lru_cache(maxsize=20_000)
def _party(role: str, parties: tuple[PloverParty, ...]) -> Mapping[str, Any]:
    """Return the eight columns of one role."""
    sectors = list(dict.fromkeys(party.sector for party in parties))
    return {
        f"{role}_name": _joined(party.name for party in parties),
        f"{role}_country": _joined(party.alpha3 for party in parties),
        f"{role}_cow": _joined(party.correlates_of_war for party in parties),
        f"primary_{role}_sector": sectors[0] if sectors else None,
        f"{role}_sectors": _joined(sectors),
        f"{role}_title": None,
        f"{role}_name_raw": _joined(party.written for party in parties),
        f"wikipedia_{role}_id": None,
    }


def _joined(values: Iterable[str | None]) -> str | None:
    return ";".join(dict.fromkeys(one.replace(";", ",") for one in values if one)) or None
