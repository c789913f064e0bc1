"""The two sides of an event, as UCDP orders and names them."""

from collections.abc import Sequence
from typing import NamedTuple

from recount.codebook import load
from recount.nouns.events import GROUP_KINDS, STATE_KINDS, Side

__all__ = ["CIVILIANS", "Sides", "sides_of"]

CIVILIANS = "Civilians"
_ONE_SIDED = 3


class Sides(NamedTuple):
    """The sides of an event; None where no report names one."""

    a: str | None
    b: str | None
    by_kind: dict[str, str]
    """For kinds of dead (civilian, state, rebel, perpetrator, unknown) whose they are: a, b, civilians."""


def sides_of(
    type_of_violence: int | None, perpetrators: Sequence[Side], targets: Sequence[Side], *, country: str | None
) -> Sides:
    """Return the sides by UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided; None: nobody's.

    "The police", of whom no report says whose they are, are the forces of the `country` where it happened.
    """
    perpetrators, targets = (_at_home(sides, country) for sides in (perpetrators, targets))
    if type_of_violence is None:
        return Sides(None, None, {"civilian": "civilians"})
    actor = _first(perpetrators, STATE_KINDS | GROUP_KINDS)
    if type_of_violence == _ONE_SIDED:
        kinds = {"civilian": "civilians", "unknown": "civilians", "perpetrator": "a"}
        own = ("state" if actor.kind in STATE_KINDS else "rebel") if actor else None
        return Sides(_name(actor), CIVILIANS, {**kinds, **({own: "a"} if own else {})})
    # "The army fought JNIM, and 30 soldiers died": who did it is no opponent of its own.
    other = _first(
        [side for side in targets if actor is None or _name(side) != _name(actor)], STATE_KINDS | GROUP_KINDS
    )
    is_second = _is_second(type_of_violence, actor, other)
    a, b = (other, actor) if is_second else (actor, other)
    return Sides(_name(a), _name(b), _kinds(a, b, struck="a" if is_second else "b"))


def _is_second(type_of_violence: int, actor: Side | None, other: Side | None) -> bool:
    """Tell whether who did it is side B."""
    did, suffered = (side is None or side.kind in STATE_KINDS for side in (actor, other))
    if type_of_violence == 1 and did != suffered:
        return other is not None and other.kind in STATE_KINDS
    return (_name(actor) or "\uffff") > (_name(other) or "\uffff")


def _kinds(a: Side | None, b: Side | None, *, struck: str) -> dict[str, str]:
    """Return whose dead of a kind are; those of a kind that both are of fall to the side that was struck."""
    found = {"civilian": "civilians", "perpetrator": "b" if struck == "a" else "a"}
    for kind, kinds in (("state", STATE_KINDS), ("rebel", GROUP_KINDS)):
        of = [name for name, side in (("a", a), ("b", b)) if side is not None and side.kind in kinds]
        if of:
            found[kind] = of[0] if len(of) == 1 else struck
    return found


def _at_home(sides: Sequence[Side], country: str | None) -> list[Side]:
    return [
        side._replace(country=country) if side.kind == "state forces" and side.country is None else side
        for side in sides
    ]


def _first(sides: Sequence[Side], kinds: frozenset[str]) -> Side | None:
    return next((side for side in sides if side.kind in kinds), None)


def _name(side: Side | None) -> str | None:
    if side is None:
        return None
    country = load().countries.get(side.country) if side.country and side.kind in STATE_KINDS else None
    return f"Government of {country.name}" if country else side.known_as
