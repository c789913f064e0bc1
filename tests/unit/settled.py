"""Settled events of few words, for tests of what is published."""

from collections.abc import Mapping
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
    Words,
)

DAY = date(2024, 5, 3)
KAYA = Place("Kaya", "gn:2359000", "Kaya", 13.09167, -1.08444, 3.0, "BF", "Centre-Nord", "Sanmatenga", "exact")
GAO = Place("Gao", "gn:2457161", "Gao", 16.271667, -0.044722, 4.0, "ML", "Gao", "Gao", "exact")
RED_SEA = Place("the Red Sea", "area:red-sea", "Red Sea", 20.0, 38.5, 300.0, None, None, None, "international")
NOWHERE = Place(None, None, None, None, None, None, None, None, None, "unknown")

ARMY = Side("soldiers", "Military Forces of Mali", None, "state forces", "ML")
FRENCH = Side("French troops", "Military Forces of France", None, "state forces", "FR")
POLICE = Side("police", "Police Forces of Mali", None, "state forces", "ML")
JNIM = Side("JNIM", "Jama'at Nusrat al-Islam wal-Muslimin", "jnim", "rebel group", "ML")
GUNMEN = Side("gunmen on motorbikes", None, None, "political militia", None)
VILLAGERS = Side("villagers", None, None, "civilians", None)
MARCHERS = Side("marchers", None, None, "protesters", None)
RIOTERS = Side("youths", None, None, "rioters", None)
MARKET = Side("a market", None, None, "site", None)
SOMEBODY = Side("attackers", None, None, "unknown", None)

WITNESS = Voice("st1:00000000000000aa", "Adama Keita", "trader", None, "witness", "reports", None)
HOSPITAL = Voice("st1:00000000000000ab", None, "hospital director", None, "medical", "reports", "Studio Tamani")


def event_id(number: int) -> str:
    """The id of an event, of few or of all its bits."""
    return f"ev1:{number:016x}"


def claim_of(low: int | None, high: int | None, *, effect: Any = "killed", report: int = 1, **more: Any) -> Claim:
    """A figure of a report."""
    number = more.pop("number", 1)
    told = f"rep1:{report:016x}"
    best = low if low is not None else high
    made = Claim(f"{told}/count/{number}", told, effect, None, "unknown", low, best, high, "exact")
    return made._replace(**more)


def report_of(number: int = 1, *claims: Claim, **more: Any) -> EventReport:
    """A report of an armed attack on Gao by an outlet of its own."""
    article = f"art1:{number:016x}"
    words = {"anchor": (Words(article, 0, 18, "gunmen attacked it"),)}
    made = EventReport(
        f"rep1:{number:016x}", article, number, article, f"Radio {number}", f"Attack in Gao, part {number}",
        f"https://radio{number}.example/a", DAY, "Violence against civilians", "Attack", "actual", "ASSAULT",
        "firearms", 3, Period(DAY, DAY, "day", "stated"), GAO, claims=claims, words=words,
    )  # fmt: skip
    return made._replace(**more)


def settled_of(
    *reports: EventReport,
    number: int = 0x0123456789ABCDEF,
    acled: Mapping[str, Any] | None = None,
    ucdp: Mapping[str, Any] | None = None,
    enters: bool = True,
    outlets: tuple[str, ...] | None = None,
    **fields: Any,
) -> SettledEvent:
    """An event of reports: an attack on civilians in Gao with 12 dead unless values or fields say otherwise."""
    reports = reports or (report_of(1, claim_of(12, 12)),)
    values = {
        "event_type": "Violence against civilians", "sub_event_type": "Attack", "modality": "actual",
        "plover": ("ASSAULT", "firearms"), "ucdp_type": 3, "when": Period(DAY, DAY, "day", "stated"), "where": GAO,
        "perpetrators": (JNIM,), "targets": (VILLAGERS,), "weapons": (WeaponTold("rifles", "small-arms"),),
        "responsibility": (),
    } | fields  # fmt: skip
    for_acled = {
        "event_type": values["event_type"], "sub_event_type": values["sub_event_type"], "event_date": DAY,
        "time_precision": 1, "geo_precision": 1, "fatalities": 12, "spread": None,
    } | dict(acled or {})  # fmt: skip
    for_ucdp = {
        "type_of_violence": values["ucdp_type"], "date_prec": 1, "where_prec": 1, "event_clarity": 1,
        "side_a": "JNIM", "side_b": "Civilians", "low": 12, "best": 12, "high": 12, "deaths_a": 0, "deaths_b": 0,
        "deaths_civilians": 12, "deaths_unknown": 0,
    } | dict(ucdp or {})  # fmt: skip
    claims = tuple(claim.id for report in reports for claim in report.claims)
    why_not = () if enters else ("a line of the rule",)
    outcomes = {
        "acled": Outcome("acled", enters, for_acled, (), {"fatalities": claims}, why_not),
        "ucdp": Outcome("ucdp", enters, for_ucdp, (), {"low": claims, "best": claims, "high": claims}, why_not),
    }
    told = outlets if outlets is not None else tuple(report.outlet for report in reports if report.outlet)
    return SettledEvent(
        event_id(number),
        reports,
        {name: Choice(value, "only-value", tuple(report.id for report in reports)) for name, value in values.items()},
        EventSources(len({report.family for report in reports}), told, None, 0),
        outcomes,
    )
