"""What has to hold of a release before it may be published: a small YAML file."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from recount.errors import BadArgument
from recount.publishing.release.counts import MEASURES, Counts

__all__ = ["Assertions", "failures"]

# Bytes. A file of assertions has some lines.
_MOST_BYTES = 65_536
_MOST = 10**12
_TOP = ("accepted_only", "minimum", "maximum")
_TABLES: Mapping[str, Callable[[Counts], Mapping[str, int]]] = {
    "countries": lambda counts: counts.by_country,
    "entering": lambda counts: counts.entering,
}
"""Measures with a bound for each name: events by country code, and by rule whose dataset would hold them."""


class _Bound(NamedTuple):
    measure: str
    name: str | None
    """Country or rule; None for a measure of the whole."""
    value: float


class Assertions(NamedTuple):
    """Bounds of a release; none is set where nothing is said."""

    accepted_only: bool = False
    """Whether every event has to be accepted by people."""
    minimum: tuple[_Bound, ...] = ()
    maximum: tuple[_Bound, ...] = ()

    @classmethod
    def read(cls, path: Path) -> "Assertions":
        """Read a file.

        Raises:
            BadArgument: it cannot be read, or has a key or value that is not known; the message names those that are.
        """
        try:
            with path.open("rb") as file:
                held = file.read(_MOST_BYTES + 1)
            if len(held) > _MOST_BYTES:
                raise BadArgument(f"{path} is larger than {_MOST_BYTES:,} bytes. Give a file of assertions.")
            return cls.of(yaml.safe_load(held), where=str(path))
        except OSError as error:
            raise BadArgument(
                f"{path} cannot be read: {error.strerror or error}. Give a file of assertions."
            ) from error
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BadArgument(f"{path} is no YAML: {error}. Write `minimum: {{events: 100}}` and the like.") from error

    @classmethod
    def of(cls, told: Any, *, where: str) -> "Assertions":
        """Return assertions from what a file holds; `where` is named in errors.

        Raises:
            BadArgument: it has a key or value that is not known.
        """
        if told is None:
            return cls()
        if not isinstance(told, dict):
            raise BadArgument(f"{where} holds no keys. Give {_listed(_TOP)}.")
        _check_keys(told, _TOP, where)
        accepted_only = told.get("accepted_only", False)
        if not isinstance(accepted_only, bool):
            raise BadArgument(f"{where}, accepted_only: {accepted_only!r} is neither true nor false.")
        bounds = [tuple(_bounds(told.get(side), f"{where}, {side}")) for side in ("minimum", "maximum")]
        return cls(accepted_only, *bounds)


def failures(assertions: Assertions, counts: Counts) -> list[str]:
    """Return a sentence for each assertion that does not hold; nothing where the release may be published."""
    found: list[str] = []
    if assertions.accepted_only and counts.accepted < counts.events:
        found.append(
            f"{counts.events - counts.accepted:,} of {counts.events:,} events are not accepted by people; "
            "all have to be (accepted_only)."
        )
    for wanted, bounds in (("at least", assertions.minimum), ("at most", assertions.maximum)):
        for bound in bounds:
            value = _value(bound, counts)
            if value < bound.value if wanted == "at least" else value > bound.value:
                named = bound.measure if bound.name is None else f"{bound.measure}.{bound.name}"
                found.append(f"{named} is {_shown(bound, value)}; it has to be {wanted} {_shown(bound, bound.value)}.")
    return found


def _value(bound: _Bound, counts: Counts) -> float:
    if bound.name is None:
        return float(MEASURES[bound.measure](counts))
    return _TABLES[bound.measure](counts).get(bound.name, 0)


def _shown(bound: _Bound, value: float) -> str:
    # Four places, so that 0.79996 is not shown as the 0.8 that it misses.
    return f"{value:.4f}".rstrip("0").rstrip(".") if bound.measure.endswith("_share") else f"{value:,.0f}"


def _bounds(told: Any, where: str) -> Iterator[_Bound]:
    if told is None:
        return
    if not isinstance(told, dict):
        raise BadArgument(f"{where} holds no keys. Give {_listed((*MEASURES, *_TABLES))}.")
    _check_keys(told, (*MEASURES, *_TABLES), where)
    for measure, value in told.items():
        if measure not in _TABLES:
            yield _Bound(measure, None, _number(value, measure, f"{where}, {measure}"))
            continue
        if not isinstance(value, dict):
            raise BadArgument(f"{where}, {measure}: give a number for each, as in `{measure}: {{ML: 10}}`.")
        for name, number in value.items():
            # YAML 1.1 takes the code of Norway for "no".
            code = "NO" if name is False else str(name)
            yield _Bound(measure, code, _number(number, measure, f"{where}, {measure}, {code}"))


def _number(value: Any, measure: str, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _MOST:
        raise BadArgument(f"{where}: {value!r} is no number from 0 to {_MOST:,}.")
    if measure.endswith("_share") and value > 1:
        raise BadArgument(f"{where}: {value!r} is no share. Shares lie between 0 and 1: write 0.5 for half.")
    return float(value)


def _check_keys(told: Mapping[Any, Any], known: tuple[str, ...], where: str) -> None:
    unknown = [str(key) for key in told if key not in known]
    if unknown:
        raise BadArgument(f"{where}: {_listed(unknown)} is not known. Known are {_listed(known)}.")


def _listed(names: tuple[str, ...] | list[str]) -> str:
    return ", ".join(names)
