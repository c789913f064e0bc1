"""Actors as ACLED names them and gives their kinds."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from recount.codebook import load
from recount.nouns.events import Side
from recount.publishing.formats.acled import ACTOR_KINDS

__all__ = ["AcledActor", "AcledActors", "acled_actors"]

_STATE, _REBEL, _POLITICAL, _IDENTITY, _RIOTERS, _PROTESTERS, _CIVILIANS, _EXTERNAL = ACTOR_KINDS.values()
_KINDS = {
    "state forces": _STATE, "rebel group": _REBEL, "political militia": _POLITICAL, "identity militia": _IDENTITY,
    "rioters": _RIOTERS, "protesters": _PROTESTERS, "civilians": _CIVILIANS, "external/other": _EXTERNAL,
}  # fmt: skip
_CROWDS = {"rioters": "Rioters", "protesters": "Protesters", "civilians": "Civilians"}
_SOLDIERS = "Unidentified Military Forces"
_VIOLENCE_AGAINST_CIVILIANS = "Violence against civilians"


class AcledActor(NamedTuple):
    """An actor under ACLED's name."""

    name: str
    inter: str | None


class AcledActors(NamedTuple):
    """Both sides of a row."""

    first: AcledActor
    with_first: tuple[str, ...]
    second: AcledActor | None
    with_second: tuple[str, ...]
    unidentified: tuple[str, ...]
    """Words for armed actors that no list holds, which the row calls unidentified."""

    @property
    def targets_civilians(self) -> bool:
        """Whether the second side is civilians."""
        return self.second is not None and self.second.inter == _CIVILIANS


def acled_actors(
    event_type: str, perpetrators: Sequence[Side], targets: Sequence[Side], *, country: str | None, land: str
) -> AcledActors | None:
    """Return the actors of a row; None where ACLED needs one and nothing tells who it was.

    Args:
        event_type: ACLED's.
        perpetrators: who did it, the likeliest first.
        targets: to whom.
        country: where it happened, ISO 3166-1 alpha-2; a state's forces elsewhere than at home are external.
        land: the name in brackets: "Civilians (Mali)".
    """
    first = _named(perpetrators, country, land)
    second = _named(targets, country, land)
    unidentified = tuple(
        dict.fromkeys(
            one.name for one in (*perpetrators, *targets) if _is_unlisted(one) and one.kind not in ("unknown", "site")
        )
    )
    first, second = _completed(event_type, first, second, land)
    if not first:
        return None
    # The same forces on both sides say nothing of the second.
    second = [actor for actor in second if not _is_again(actor, first[0])] or second
    return AcledActors(
        first[0],
        tuple(actor.name for actor in first[1:]),
        second[0] if second else None,
        tuple(actor.name for actor in second[1:]),
        unidentified,
    )


def _completed(
    event_type: str, first: list[AcledActor], second: list[AcledActor], land: str
) -> tuple[list[AcledActor], list[AcledActor]]:
    """Return both sides with those that ACLED names by rule where reports name nobody."""
    unknown = AcledActor(f"Unidentified Armed Group ({land})", _POLITICAL)
    if event_type == "Battles":
        return first or [unknown], second or [unknown]
    if event_type == _VIOLENCE_AGAINST_CIVILIANS:
        civilians = [one for one in second if one.inter in (_CIVILIANS, _PROTESTERS)]
        return first or [unknown], civilians or [AcledActor(f"Civilians ({land})", _CIVILIANS)]
    if event_type == "Explosions/Remote violence":
        return first or [unknown], second
    if event_type in ("Protests", "Riots"):
        kind, name = (_PROTESTERS, "Protesters") if event_type == "Protests" else (_RIOTERS, "Rioters")
        if not any(one.inter == kind for one in (*first, *second)):
            # Who "did" a protest without being called a protester took part in it.
            crowd = [one for one in first if one.inter in (_CIVILIANS, _RIOTERS, _PROTESTERS)]
            others = [one for one in (*first, *second) if one not in crowd]
            return [AcledActor(f"{name} ({land})", kind), *crowd], others
        return (second, first) if not any(one.inter == kind for one in first) else (first, second)
    return (first, second) if first else (second, first)


def _is_again(actor: AcledActor, first: AcledActor) -> bool:
    """Tell whether an actor is the first again; "soldiers" whom nobody calls another state's are of its forces."""
    return actor.name == first.name or (actor == AcledActor(_SOLDIERS, _STATE) and first.inter == _STATE)


def _named(sides: Sequence[Side], country: str | None, land: str) -> list[AcledActor]:
    found = (_actor(side.canonical, side.kind, side.country, country, land) for side in sides)
    return list(dict.fromkeys(actor for actor in found if actor is not None))


@lru_cache(maxsize=50_000)
def _actor(canonical: str | None, kind: str, home: str | None, country: str | None, land: str) -> AcledActor | None:
    """Return one actor; None for a site, and for one of whom neither name nor kind is known."""
    inter = _KINDS.get(kind)
    if kind in _CROWDS:
        return AcledActor(f"{_CROWDS[kind]} ({land})", inter)
    if kind == "state forces" and home != country and home is not None:
        inter = _EXTERNAL
    if canonical:
        return AcledActor(canonical.replace(";", ","), inter)
    if kind == "state forces":
        state = load().countries.get(home) if home else None
        return AcledActor(f"Military Forces of {state.name}" if state else _SOLDIERS, inter)
    if kind == "external/other":
        return AcledActor(_SOLDIERS, inter)
    if kind == "identity militia":
        return AcledActor(f"Unidentified Communal Militia ({land})", inter)
    return AcledActor(f"Unidentified Armed Group ({land})", _POLITICAL) if kind in _KINDS else None


def _is_unlisted(side: Side) -> bool:
    return side.canonical is None and side.kind not in _CROWDS
