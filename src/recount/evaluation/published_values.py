"""Which values of an event under published rules are compared, and when two of them are the same."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from recount.gazetteer.ground import distance_km
from recount.nouns.events import Outcome, Place, SettledEvent

__all__ = ["PUBLISHED", "Value", "value_of"]

_NEAR_KM, _FAR_KM = 25.0, 161.0


class Value(NamedTuple):
    """A value that a rule's dataset publishes of an event."""

    name: str
    of: Callable[[Outcome, SettledEvent], Any]
    """None where there is none."""
    same: Callable[[Any, Any], bool]
    is_number: bool = False
    """Whether it is a number of people, so that sums and distances mean something."""
    is_counted: bool = True
    """Whether it has to be right for an event to be right; False for another view of one that has to."""


def value_of(value: Value, rule: str, event: SettledEvent | None) -> Any:
    """Return what the rule's dataset would publish; None where it would not hold the event, or not this value."""
    outcome = event.outcomes[rule] if event else None
    return value.of(outcome, event) if event and outcome and outcome.enters else None


def _same(one: Any, other: Any) -> bool:
    return bool(one == other)


def _within(km: float) -> Callable[[Any, Any], bool]:
    def same(one: tuple[float, float], other: tuple[float, float]) -> bool:
        return distance_km(*one, *other) <= km

    return same


def _value(name: str, *, is_number: bool = False) -> Value:
    return Value(name, lambda outcome, _: outcome.values[name], _same, is_number)


def _number(name: str) -> Value:
    return _value(name, is_number=True)


def _point(_: Outcome, event: SettledEvent) -> tuple[float, float] | None:
    where: Place = event.of("where")
    if where.latitude is None or where.longitude is None:
        return None
    return where.latitude, where.longitude


def _deadly(outcome: Outcome, _: SettledEvent) -> int | None:
    """Return fatalities other than 0, which ACLED also writes where no source gives a figure."""
    return outcome.values["fatalities"] or None


_ENTERS = Value("enters", lambda _, __: True, _same)

PUBLISHED: Mapping[str, tuple[Value, ...]] = {
    "acled": (
        _ENTERS,
        _number("fatalities"),
        Value("fatalities_above_0", _deadly, _same, is_number=True, is_counted=False),
        _value("event_date"),
        _value("event_type"),
        _value("sub_event_type"),
        _value("time_precision"),
        _value("geo_precision"),
        Value("point_within_25_km", _point, _within(_NEAR_KM)),
        Value("point_within_161_km", _point, _within(_FAR_KM), is_counted=False),
    ),
    "ucdp": (
        _ENTERS,
        *(_number(name) for name in ("low", "best", "high")),
        *(_number(name) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")),
        *(_value(name) for name in ("type_of_violence", "side_a", "side_b")),
    ),
    "airwars": (
        _ENTERS,
        _value("grade"),
        *(_number(name) for name in ("civilians_killed_min", "civilians_killed_max")),
        *(_number(name) for name in ("civilians_injured_min", "civilians_injured_max")),
    ),
    "ibc": (_ENTERS, *(_number(name) for name in ("deaths_min", "deaths_max", "injuries_min", "injuries_max"))),
}
"""By rule, in the order in which they are shown."""
