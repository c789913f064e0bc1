"""What a person writes in place of a coded value becomes a value, and values become words to write over."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from recount.codebook import load
from recount.extraction.english import tokens_of
from recount.extraction.quantities import Bounds, find_quantities
from recount.extraction.times import find_times
from recount.nouns.dates import Days, TimeExpression
from recount.nouns.wording import bounds_in_words, days_in_words

__all__ = ["bounds_value", "days_value", "party_value", "value_in_words", "value_of_written"]

SIDES = frozenset({"perpetrators", "targets"})
_WORDS = frozenset({"event_type", "sub_event_type", "modality", "where"})
_BOUNDS = ("low", "best", "high")
_LASTING = frozenset({"between", "duration"})
_NUMBER = r"\d[\d,.  ]*"
_ONE = re.compile(rf"(?P<mark>≥|>=|≤|<=|≈|~)?\s*(?P<number>{_NUMBER})(?P<plus>\+)?")
_RANGE = re.compile(rf"(?P<low>{_NUMBER})\s*(?:-|–|to)\s*(?P<high>{_NUMBER})")
_BEST = re.compile(rf"(?:≈|~)?\s*(?P<best>{_NUMBER})\s*\(\s*(?P<low>{_NUMBER})\s*(?:-|–|to)\s*(?P<high>{_NUMBER})\)")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def value_of_written(field: str, written: str) -> Any:
    """Return the value that a person writes for a field of a report; the words themselves where they give none.

    Figures are written as articles write them ("at least 12", "dozens") or with signs (≥12, 10-15, ≈12 (10-15)); days
    as 2024-05-01, two of them for the first and the last one, or in words with their year; several parties with
    semicolons between them.
    """
    told = written.strip()
    if field in SIDES:
        return [party_value(name) for one in re.split(r"[;\n]", told) if (name := " ".join(one.split()))]
    if field == "when":
        return _days(told)
    return told if field in _WORDS else _figure(told)


def value_in_words(field: str, value: Any) -> str:
    """Return a correction's value in words that `value_of_written` reads as the value again, places by their name."""
    if field in SIDES:
        listed = value if isinstance(value, list) else [value]
        return "; ".join(_party_in_words(one) for one in listed) or "nobody named"
    if isinstance(value, Mapping):
        if field == "when":
            return days_in_words(*(_day(value.get(one)) for one in ("earliest", "latest")))
        if field == "where":
            return _place_in_words(value)
        low, best, high = (value.get(one) for one in _BOUNDS)
        return bounds_in_words(low, best, high)
    return f"{value:,}" if isinstance(value, int) else str(value)


def bounds_value(bounds: Bounds) -> dict[str, int] | int:
    """Return the bounds of a figure as a correction takes them."""
    low, best, high = bounds.low, bounds.best, bounds.high
    if low == best == high and low is not None:
        return low
    # "More than 12" is 13 or more; its best figure, 12, is none.
    best = None if best is not None and low is not None and best < low else best
    return {name: one for name, one in zip(_BOUNDS, (low, best, high), strict=True) if one is not None}


def days_value(days: Days, said: TimeExpression) -> dict[str, Any] | str | None:
    """Return days as a correction takes them; None where the words set no first or no last one."""
    if days.earliest is None or days.latest is None:
        return None
    if days.earliest == days.latest:
        return days.earliest.isoformat()
    lasts = {"lasts": True} if said.kind in _LASTING else {}
    ends = {"earliest": days.earliest.isoformat(), "latest": days.latest.isoformat()}
    return {**ends, "precision": days.precision, **lasts}


def party_value(name: str) -> dict[str, Any] | str:
    """Return a party by its name: what no list of actors holds may be a state's forces, or a word for people."""
    book = load()
    if book.actors.resolve(name) is not None:
        return name
    force = book.actors.state_force(name)
    if force is not None:
        kind = "site" if force.is_site else "state forces"
        return {"name": name, "canonical": force.canonical, "kind": kind, "country": force.country}
    people = book.roles.person(name.rpartition(" ")[2])
    return {"name": name, "kind": people.kind} if people else name


def _figure(told: str) -> Any:
    if found := _BEST.fullmatch(told):
        return {name: _number(found[name]) for name in _BOUNDS}
    if found := _RANGE.fullmatch(told):
        return {"low": _number(found["low"]), "high": _number(found["high"])}
    if found := _ONE.fullmatch(told):
        number = _number(found["number"])
        if found["plus"] or found["mark"] in ("≥", ">="):
            return {"low": number}
        return {"high": number} if found["mark"] in ("≤", "<=") else {"best": number} if found["mark"] else number
    quantities = find_quantities(tokens_of(told), load())
    return bounds_value(quantities[0].bounds) if len(quantities) == 1 else told


def _number(written: str) -> int:
    return int(re.sub(r"\D", "", written))


def _days(told: str) -> Any:
    listed = _DAY.findall(told)
    if len(listed) == 1 and listed[0] == told:
        return told
    if len(listed) == 2:
        return {"earliest": listed[0], "latest": listed[1]}
    for mention in find_times(told, load()):
        days = mention.expression.resolve(None)
        return (days_value(days, mention.expression) if days else None) or told
    return told


def _day(written: Any) -> date | None:
    return date.fromisoformat(written) if written else None


def _party_in_words(one: Any) -> str:
    return str(one.get("canonical") or one.get("name")) if isinstance(one, Mapping) else str(one)


def _place_in_words(value: Mapping[str, Any]) -> str:
    name = value.get("name") or value.get("gazetteer_name")
    if name or value.get("latitude") is None:
        return str(name or "")
    return f"{float(value['latitude']):.3f}, {float(value['longitude']):.3f}"
