"""Coded reports as an Arrow table, and in Parquet files."""

from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from generating.coded_events import NOBODY, Events, invent_events, parties
from generating.coded_kinds import KINDS, WEAPON_SETS, PartyChoice
from generating.coded_places import Places, places
from generating.coded_telling import INTERNATIONAL, OUTLETS_OF_COUNTRY, Telling, copied, told
from generating.coded_values import MODALITIES, UNKNOWN, VAGUE, Values, values_of
from generating.parameters import Parameters

__all__ = ["COLUMNS", "coded_reports", "write_reports"]

Integers = NDArray[np.int64]
_ROWS_OF_GROUP: Final = 65_536
_NEAR_KM: Final = 12.0
_DOZENS: Final = 24
_PARTY: Final = pa.struct([(name, pa.string()) for name in ("canonical", "name", "kind", "country")])
_HOUSES: Final = ("Herald", "Tribune", "Radio One", "Courier", "Observer", "Gazette", "Channel 5", "Monitor", "Voice")
_WIRES: Final = (
    *("Northwire", "Meridian News", "Globe Dispatch", "Transit Press Agency", "Five Seas Wire", "The Long Report"),
    *("Harbour Review", "Conflict Ledger", "Open Rights Monitor", "Weekly Atlas", "Lantern", "Casualty Desk", "Relay"),
)
COLUMNS: Final = pa.schema(
    [
        *((name, pa.string()) for name in ("report", "article", "family", "outlet")),
        *((name, pa.date32()) for name in ("published", "earliest", "latest")),
        *((name, pa.string()) for name in ("when_precision", "when_basis", "place", "gazetteer_id")),
        *((name, pa.float64()) for name in ("latitude", "longitude", "radius_km")),
        *((name, pa.string()) for name in ("country", "admin1", "where_precision")),
        *((name, pa.string()) for name in ("event_type", "sub_event_type", "modality")),
        *((name, pa.list_(_PARTY)) for name in ("perpetrators", "targets")),
        ("weapons", pa.list_(pa.string())),
        *((f"{effect}_{bound}", pa.int32()) for effect in ("killed", "injured") for bound in ("low", "best", "high")),
        *((name, pa.string()) for name in ("anchor", "event", "twin_of")),
    ]
)
"""`event` and `twin_of` are the truth: what the report is about, and the other event that is easily mistaken for it."""


def coded_reports(number: int, *, seed: int, parameters: Parameters | None = None) -> Any:
    """Return a table of exactly `number` coded reports in order of publication, the same for a seed."""
    used, held = parameters or Parameters(), places()
    copies = used.p_copied * (1 + used.copies_more)
    of_event = used.reports_per_event * (1 + used.p_background) * (1 + copies)
    wanted = int(number / of_event * 1.03) + 20
    while True:
        random = np.random.default_rng(seed)
        events = invent_events(wanted, held, used, random)
        telling, values = _reported(events, held, used, random)
        if len(telling) >= number:
            break
        wanted = int(wanted * 1.2) + 20
    order = np.lexsort((telling.event, telling.article, telling.published))[:number]
    return _table(telling.taken(order), values.taken(order), events, held, random)


def write_reports(path: Path, number: int, *, seed: int, parameters: Parameters | None = None) -> None:
    """Write coded reports as Parquet."""
    table = coded_reports(number, seed=seed, parameters=parameters)
    pq.write_table(table, path, row_group_size=_ROWS_OF_GROUP, compression="zstd")


def _reported(
    events: Events, held: Places, parameters: Parameters, random: np.random.Generator
) -> tuple[Telling, Values]:
    originals = told(events, parameters, random)
    values = values_of(originals, events, held, parameters, random)
    copies, sources = copied(originals, parameters, random)
    rows = np.concatenate((np.arange(len(originals)), sources))
    return originals.joined_with(copies), values.taken(rows)


def _table(telling: Telling, values: Values, events: Events, held: Places, random: np.random.Generator) -> Any:
    articles = _names("art1:", int(max(telling.family.max(), telling.article.max())) + 1, random)
    reports = _names("rep1:", len(telling), random)
    where = _where_columns(values, held)
    columns: dict[str, Any] = {
        "report": reports,
        "article": articles.take(pa.array(telling.article)),
        "family": articles.take(pa.array(telling.family)),
        "outlet": _outlet_names(held).take(pa.array(telling.outlet)),
        "published": _dates(telling.published),
        **_when_columns(telling, values),
        **where,
        **_what_columns(values, held),
        **_toll_columns("killed", values.killed, values.bound),
        **_toll_columns("injured", values.injured, np.minimum(values.bound, 1)),
        "anchor": _anchors(values, where["place"]),
        **_truth_columns(telling.event, events),
    }
    return pa.table([columns[field.name] for field in COLUMNS], schema=COLUMNS)


def _names(scheme: str, number: int, random: np.random.Generator) -> Any:
    """Return ids: a scheme and 16 hexadecimal digits."""
    digits = np.frombuffer(random.bytes(8 * number).hex().encode(), dtype="S16")
    return pc.binary_join_element_wise(scheme, pa.array(digits).cast(pa.string()), "")


def _outlet_names(held: Places) -> Any:
    local = (
        f"{country.capital} {_HOUSES[at % len(_HOUSES)]}"
        if at < len(_HOUSES)
        else f"{country.places[at % len(country.places)][0]} {_HOUSES[(at * 5) % len(_HOUSES)]}"
        for country in held.countries
        for at in range(OUTLETS_OF_COUNTRY)
    )
    return pa.array([*_WIRES[:INTERNATIONAL], *local])


def _dates(days: Integers) -> Any:
    return pa.array(days.astype(np.int32), mask=days == UNKNOWN).cast(pa.date32())


def _chosen(options: list[str | None], numbers: Integers) -> Any:
    """Return one of the options a row; null where the number is negative."""
    return pa.array(options, pa.string()).take(pa.array(numbers, mask=numbers < 0))


def _when_columns(telling: Telling, values: Values) -> dict[str, Any]:
    # Old happenings are recalled with a date; fresh ones "on Monday".
    fresh = (telling.published - values.latest < 7) & ~telling.recalled
    basis = np.where(values.day_is == 4, 2, np.where(fresh, 1, 0))
    return {
        "earliest": _dates(values.earliest),
        "latest": _dates(values.latest),
        "when_precision": _chosen(["day", "day", "days", "week", "unknown"], values.day_is),
        "when_basis": _chosen(["stated", "relative", "context"], basis),
    }


def _where_columns(values: Values, held: Places) -> dict[str, Any]:
    place = values.place
    # A name that the gazetteer does not know leaves the country's point.
    listed = np.where(values.place_is == 3, held.of_country[held.country[place]], place)
    listed = np.where(place == UNKNOWN, UNKNOWN, listed)
    pointed = pa.array(listed, mask=listed < 0)
    town = values.place_is <= 2
    radius = np.where(values.place_is == 1, np.maximum(held.radius_km[listed], _NEAR_KM), held.radius_km[listed])
    variant = np.where(values.place_is == 3, 2, np.where(values.respelt & town, 1, 0))
    names = pa.array([*held.name, *held.respelt, *held.garbled])
    spelt = place + variant * len(held.name)
    codes = [country.code for country in held.countries]
    precisions = ["exact", "near", "exact", "country", "admin1", "country", "unknown"]
    return {
        "place": names.take(pa.array(spelt, mask=place < 0)),
        "gazetteer_id": _chosen(list(held.gazetteer_id), np.where(values.place_is == 3, UNKNOWN, listed)),
        "latitude": pa.array(held.latitude).take(pointed),
        "longitude": pa.array(held.longitude).take(pointed),
        "radius_km": pa.array(radius, mask=listed < 0),
        "country": _chosen(list(codes), np.where(listed < 0, UNKNOWN, held.country[listed])),
        "admin1": _chosen(held.admin1, listed),
        "where_precision": _chosen(list(precisions), values.place_is),
    }


def _what_columns(values: Values, held: Places) -> dict[str, Any]:
    listed = [party for party, _ in parties(held)]
    vague = PartyChoice("group", None, "gunmen", "unknown", None)
    sub_kind = np.where(values.sub_kind_missing, UNKNOWN, values.kind)
    options = pa.array([*([_coded(party)] for party in listed), [_coded(vague)], []], pa.list_(_PARTY))
    weapons = pa.array(list(WEAPON_SETS.values()), pa.list_(pa.string()))
    return {
        "event_type": _chosen([kind.event_type for kind in KINDS], values.kind),
        "sub_event_type": _chosen([kind.sub_event_type for kind in KINDS], sub_kind),
        "modality": _chosen(list(MODALITIES), values.modality),
        **{
            name: options.take(pa.array(np.select([party == VAGUE, party < 0], [len(listed), len(listed) + 1], party)))
            for name, party in (("perpetrators", values.perpetrator), ("targets", values.target))
        },
        "weapons": weapons.take(pa.array(values.weapons)),
    }


def _coded(party: PartyChoice) -> dict[str, str | None]:
    return {"canonical": party.canonical, "name": party.name, "kind": party.kind, "country": party.country}


def _toll_columns(effect: str, figure: Integers, bound: Integers) -> dict[str, Any]:
    """Bounds as the codebook has them: "at least 7" is 7, 7 and none; "dozens" 24, none and none."""
    missing, dozens = figure == UNKNOWN, bound == 2
    low = np.where(dozens, _DOZENS, figure).astype(np.int32)
    return {
        f"{effect}_low": pa.array(low, mask=missing),
        f"{effect}_best": pa.array(figure.astype(np.int32), mask=missing | dozens),
        f"{effect}_high": pa.array(figure.astype(np.int32), mask=missing | (bound > 0)),
    }


def _anchors(values: Values, place: Any) -> Any:
    """Return words such as "air strike near Saraqib killed 7 people"."""
    act = _chosen([kind.act for kind in KINDS], values.kind)
    relation = np.where(values.place_is == 1, 1, np.where(values.place == UNKNOWN, 2, 0))
    where = _chosen([" in ", " near ", ""], relation)
    name = pc.fill_null(place, "")
    counts = pa.array(values.killed).cast(pa.string())
    killed = pc.binary_join_element_wise(" killed ", counts, " people", "")
    told = pc.if_else(pa.array(values.killed > 0), killed, "")
    return pc.binary_join_element_wise(act, where, name, told, "")


def _truth_columns(event: Integers, events: Events) -> dict[str, Any]:
    twin = events.twin[event]
    reported = np.zeros(len(events), dtype=np.bool_)
    reported[event] = True
    names = [f"e{number:07d}" for number in range(len(events))]
    alone = (twin == NOBODY) | ~reported[twin]
    return {"event": _chosen(list(names), event), "twin_of": _chosen(list(names), np.where(alone, NOBODY, twin))}
