"""Settled events as rows of ACLED, and back."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from recount.codebook.country_codes import WATERS_ALPHA3, codes_of, region_of_waters
from recount.codebook.outlets import scale_of
from recount.nouns.events import Place, SettledEvent
from recount.publishing.formats.acled import (
    CIVILIANS_TARGETED,
    SUB_EVENT_TYPES,
    AcledRow,
    acled_degrees,
    interaction_of,
)
from recount.publishing.formats.acled_actors import AcledActors, acled_actors
from recount.publishing.formats.mapping import (
    NO_REPORTS,
    ReadEvent,
    Unmapped,
    Withheld,
    event_id_of,
    number_of,
    outlets_named,
    whole_text,
)
from recount.publishing.formats.notes import notes_of, quoted

__all__ = ["MOST_PARTS", "acled_id", "acled_rows", "event_of_acled_id", "events_of_acled"]

MOST_PARTS = 32
"""Rows that one event may have: a total is divided over no more days."""

_RULE = "acled"
_PREFIX_LETTERS = 3
# The modalities that no row is made of, whatever a rule says.
_NEVER = frozenset({"threatened", "planned", "denied", "hypothetical"})
# Where reports do not settle the sub-type: the type's most general one, if it has such a one.
_GENERAL = {"Battles": "Armed clash", "Violence against civilians": "Attack", "Strategic developments": "Other"}
_TARGETED = frozenset({"Explosions/Remote violence", "Riots"})
_NO_LINES = "the rule keeps it out: "


class _Ground(NamedTuple):
    """Where a row's event took place."""

    code: str | None
    alpha3: str
    iso: int | None
    region: str | None
    country: str
    location: str
    latitude: float
    longitude: float


def acled_id(event_id: str, alpha3: str, part: int) -> str:
    """Return `event_id_cnty` for the part of an event: 0, or the further days of a divided total."""
    return f"{alpha3}{number_of(event_id) * MOST_PARTS + part}"


def event_of_acled_id(row_id: str) -> tuple[str, int] | None:
    """Return the event and the part that an `event_id_cnty` stands for; None where it is none of Recount's."""
    digits = row_id[_PREFIX_LETTERS:]
    if not (digits.isascii() and digits.isdigit()) or len(digits) > len(str(MOST_PARTS << 64)):
        return None
    number, part = divmod(int(digits), MOST_PARTS)
    event = event_id_of(number)
    return None if event is None else (event, part)


def acled_rows(event: SettledEvent, *, timestamp: int, withheld: Withheld) -> tuple[AcledRow, ...] | Unmapped:
    """Return an event's rows, one for each day over which its total is divided; else why ACLED cannot hold it.

    Args:
        event: an event that the rule `acled` was applied to.
        timestamp: when the release was made, in seconds since 1970.
        withheld: takes names of private persons out.
    """
    outcome = event.outcomes.get(_RULE)
    if outcome is None:
        return Unmapped(event.id, _RULE, "the rule acled was not applied")
    values = outcome.values
    reason = _why_not(event, values) or (_NO_LINES + ", ".join(outcome.why_not) if not outcome.enters else None)
    ground = _ground(event.of("where"), withheld) if reason is None else None
    if isinstance(ground, str):
        reason, ground = ground, None
    sub_type = _sub_type(values)
    if reason is None and sub_type is None:
        reason = "no sub-event type, and its type has no general one"
    if reason is not None or ground is None or sub_type is None:
        return Unmapped(event.id, _RULE, reason or "no place")
    actors = acled_actors(
        values["event_type"], event.of("perpetrators"), event.of("targets"), country=ground.code, land=ground.country
    )
    if actors is None:
        return Unmapped(event.id, _RULE, "no actor is named")
    return _made(event, values, ground, actors, sub_type, timestamp, withheld)


def events_of_acled(rows: Iterable[AcledRow]) -> Iterator[ReadEvent]:
    """Yield the events that rows stand for: the days of a divided total, one after the other, are one event again.

    Rows of others have no event's id in `event_id_cnty` and are events under their own.
    """
    kept: list[AcledRow] = []
    for row in rows:
        if kept and _key(row) != _key(kept[0]):
            yield _read(kept)
            kept = []
        kept.append(row)
    if kept:
        yield _read(kept)


def _why_not(event: SettledEvent, values: Mapping[str, Any]) -> str | None:
    if not event.reports:
        return NO_REPORTS
    if event.of("modality") in _NEVER:
        return f"it is only {event.of('modality')}"
    if values.get("event_type") is None:
        return "no event type"
    if values.get("event_date") is None or values.get("time_precision") is None:
        return "no day better than a month"
    if values.get("geo_precision") is None:
        return "no place better than a country"
    if len(values.get("spread") or ()) > MOST_PARTS:
        return f"a total over more than {MOST_PARTS} days"
    return None


def _sub_type(values: Mapping[str, Any]) -> str | None:
    """Return the sub-type that stands under the type, else the type's most general one; None where it has none."""
    event_type, settled = values.get("event_type"), values.get("sub_event_type")
    if settled in SUB_EVENT_TYPES and SUB_EVENT_TYPES[settled][0] == event_type:
        return str(settled)
    return _GENERAL.get(event_type or "")


def _ground(place: Place, withheld: Withheld) -> _Ground | str:
    """Return where it took place; else why ACLED has no words for it."""
    name = place.gazetteer_name or (withheld.place(place.name) if place.name else None)
    if name is None:
        return "the place has no name"
    if place.latitude is None or place.longitude is None:
        return "the place has no coordinates"
    point = whole_text(name), acled_degrees(place.latitude), acled_degrees(place.longitude)
    codes = codes_of(place.country)
    if codes is not None:
        return _Ground(codes.code, codes.alpha3, codes.numeric or 0, codes.acled_region, codes.name, *point)
    region = region_of_waters(name) if place.precision == "international" else None
    if region is None:
        at_sea = place.precision == "international"
        return "international waters that the codebook does not list" if at_sea else "no country"
    return _Ground(None, WATERS_ALPHA3, None, region, whole_text(name), *point)


def _made(
    event: SettledEvent,
    values: Mapping[str, Any],
    ground: _Ground,
    actors: AcledActors,
    sub_type: str,
    timestamp: int,
    withheld: Withheld,
) -> tuple[AcledRow, ...]:
    event_type, disorder = SUB_EVENT_TYPES[sub_type]
    inter1, inter2 = actors.first.inter, actors.second.inter if actors.second else None
    outlets = outlets_named(event, withheld)
    place: Place = event.of("where")
    days = values.get("spread") or ((values["event_date"], values["fatalities"] or 0),)
    notes = notes_of(event, withheld, _asides(values, actors, sub_type, withheld))
    row = AcledRow(
        event_id_cnty=acled_id(event.id, ground.alpha3, 0),
        event_date=days[0][0],
        year=days[0][0].year,
        time_precision=values["time_precision"],
        disorder_type=disorder,
        event_type=event_type,
        sub_event_type=sub_type,
        actor1=actors.first.name,
        assoc_actor_1="; ".join(actors.with_first) or None,
        inter1=inter1,
        actor2=actors.second.name if actors.second else None,
        assoc_actor_2="; ".join(actors.with_second) or None,
        inter2=inter2,
        interaction=interaction_of(inter1, inter2),
        civilian_targeting=CIVILIANS_TARGETED if _is_targeting(event_type, sub_type, actors) else None,
        iso=ground.iso,
        region=ground.region,
        country=ground.country,
        admin1=place.admin1,
        admin2=place.admin2,
        admin3=None,
        location=ground.location,
        latitude=ground.latitude,
        longitude=ground.longitude,
        geo_precision=values["geo_precision"],
        source="; ".join(outlets),
        source_scale=scale_of(outlets, country=ground.code),
        notes=notes,
        fatalities=days[0][1],
        tags="crowd size=no report" if event_type in ("Protests", "Riots") and sub_type != "Mob violence" else None,
        timestamp=timestamp,
    )
    return (row,) if len(days) == 1 else tuple(_parts(row, event.id, ground.alpha3, notes, days))


def _parts(
    row: AcledRow, event_id: str, alpha3: str, notes: str, days: tuple[tuple[date, int], ...]
) -> Iterator[AcledRow]:
    total = sum(figure for _, figure in days)
    for part, (day, figure) in enumerate(days):
        yield row._replace(
            event_id_cnty=acled_id(event_id, alpha3, part),
            event_date=day,
            year=day.year,
            notes=f"{notes} The total of {total} is divided over {len(days)} days; this is day {part + 1} of them.",
            fatalities=figure,
        )


def _asides(values: Mapping[str, Any], actors: AcledActors, sub_type: str, withheld: Withheld) -> Iterator[str]:
    if actors.unidentified:
        yield f"Armed actors as written: {', '.join(quoted(name, withheld) for name in actors.unidentified)}."
    if values.get("sub_event_type") != sub_type:
        yield f'The sub-event type is not settled; "{sub_type}" is the most general one of its type.'


def _is_targeting(event_type: str, sub_type: str, actors: AcledActors) -> bool:
    """Tell whether unarmed people were the target."""
    if event_type == "Violence against civilians" or sub_type == "Excessive force against protesters":
        return True
    return event_type in _TARGETED and actors.targets_civilians


def _key(row: AcledRow) -> str:
    found = event_of_acled_id(row.event_id_cnty)
    return found[0] if found else row.event_id_cnty


def _read(rows: list[AcledRow]) -> ReadEvent:
    first = rows[0]
    days = [row.event_date for row in rows]
    return ReadEvent(
        _key(first),
        min(days),
        max(days),
        first.latitude,
        first.longitude,
        first.country,
        (first.event_type, first.sub_event_type),
        (("fatalities", sum(row.fatalities for row in rows)),),
    )
