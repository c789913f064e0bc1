"""Settled events and their states, made of few words for tests of releases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from recount.nouns.events import (
    Choice,
    Claim,
    EventReport,
    EventSources,
    Outcome,
    Period,
    Place,
    SettledEvent,
    Side,
    Voice,
    WeaponTold,
)
from recount.publishing.release.states import EventState

DAY = date(2024, 3, 5)
KATI = Place("Kati", "geonames:1", "Kati", 12.75, -8.07, 3.0, "ML", "Koulikoro", "Kati", "exact")
OFFICIAL = Voice("st1:0000000000000001", "Col. Issa Barry", "spokesman", None, "official", "reports", None)


def report(number: int, **given: Any) -> EventReport:
    """A report of a strike on Kati, told by an outlet of its own unless something else is given."""
    killed = Claim(f"rep1:{number:016x}/count/1", f"rep1:{number:016x}", "killed", "civilians", "civilian", 4, 4, 4,
                   "exact", voices=(OFFICIAL,))  # fmt: skip
    made = EventReport(
        f"rep1:{number:016x}", f"art1:{number:016x}", number, f"art1:{number:016x}", f"Outlet {number}",
        "Strike on Kati", None, DAY, "Explosions/Remote violence", "Air/drone strike", "actual", "ASSAULT", "aerial", 3,
        Period(DAY, DAY, "day", "stated"), KATI, claims=(killed,),
    )  # fmt: skip
    return made._replace(**given)


def settled(*reports: EventReport, **given: Any) -> SettledEvent:
    """An event of these reports; its values are those of the first one."""
    first = reports[0]
    ids = tuple(one.id for one in reports)
    claims = tuple(claim.id for one in reports for claim in one.claims)
    army = Side("army", "Military Forces of Mali", "ML", "state forces", "ML")
    values: Mapping[str, Any] = {
        "event_type": first.event_type,
        "sub_event_type": first.sub_event_type,
        "modality": first.modality,
        "when": first.when,
        "where": first.where,
        "perpetrators": (army,),
        "targets": (Side("residents", None, None, "civilians", "ML"),),
        "weapons": (WeaponTold("drone", "drone"),),
    }
    acled = Outcome("acled", True, {"fatalities": 4, "event_date": first.when.earliest, "spread": ((DAY, 4),)}, (),
                    {"fatalities": claims})  # fmt: skip
    ucdp = Outcome("ucdp", False, {"best": None}, (), {}, ("no-side",))
    made = SettledEvent(
        first.id.replace("rep1", "ev1"),
        reports,
        {name: Choice(value, "only-value", ids) for name, value in values.items()},
        EventSources(len(reports), tuple(one.outlet or "?" for one in reports), None, 0),
        {"acled": acled, "ucdp": ucdp},
    )
    return made._replace(**given)


def state(id_: str, reports: Sequence[str], **fields: Any) -> EventState:
    """The state of an event `ev1:<id>` with reports `rep1:<name>`, whose articles have the first letter of the name."""
    named = tuple(f"rep1:{one}" for one in reports)
    reasons = dict.fromkeys(fields, named)
    return EventState(f"ev1:{id_}", named, fields, reasons, tuple(f"art1:{one[0]}" for one in reports))
