"""Airwars' grades of an incident, from who says what and how many independent sources do."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from recount.nouns.events import EventReport

__all__ = ["Harm", "grade_of"]

# Who claims to have done it, and who is said to have.
_Culprits = tuple[dict[str, None], dict[str, None]]
_ACCEPTING = frozenset({"claims", "confirms"})


class Harm(NamedTuple):
    """What an event's sources allege."""

    alleged: bool
    """Whether any source alleges civilian harm, be it denied."""
    combatants_only: bool
    """Whether all the dead that the newest figures speak of are fighters."""
    conceded: bool
    """Whether the side that struck gives a figure of dead civilians itself."""
    sources: int
    """Independent sources that allege harm."""


def grade_of(harm: Harm, reports: Sequence[EventReport], grades: Sequence[Mapping[str, Any]]) -> tuple[str | None, str]:
    """Return the first grade whose condition holds, and why; None where no civilian harm is alleged."""
    if not harm.alleged:
        return None, "no source alleges that civilians were harmed"
    culprits = _culprits(reports)
    for one in grades:
        why = _why(one, harm, culprits)
        if why is not None:
            return str(one["grade"]), why
    return None, "no condition of a grade holds"


def _why(given: Mapping[str, Any], harm: Harm, culprits: _Culprits) -> str | None:
    """Return why a condition holds; None where it does not."""
    condition = given["if"]
    if condition == "combatants-only":
        return "the newest figures speak of fighters only" if harm.combatants_only else None
    if condition == "sources":
        least = int(given["least"])
        number = f"{harm.sources} independent source{'' if harm.sources == 1 else 's'} of the harm"
        return number if harm.sources >= least else None
    claimed, accused = culprits
    if condition == "accepted":
        if harm.conceded:
            return "the side that struck concedes dead civilians"
        return f"{_listed(claimed)} accepts it" if len(claimed) == 1 else None
    blamed = claimed if len(claimed) > 1 else accused if not claimed else {}
    return f"different sides are held to have done it: {_listed(blamed)}" if len(blamed) > 1 else None


def _culprits(reports: Sequence[EventReport]) -> _Culprits:
    """Return who claims to have done it, and who is said to have, each once; who denies it is still said to have."""
    claimed: dict[str, None] = {}
    accused: dict[str, None] = {}
    for report in reports:
        for word in report.responsibility:
            if word.how == "claimed":
                claimed[word.party] = None
            elif word.how == "accused":
                accused[word.party] = None
        names = {side.known_as for side in report.perpetrators}
        for voice in report.voices:
            if voice.side in names and voice.stance in _ACCEPTING:
                claimed.setdefault(str(voice.side), None)
        if not report.responsibility:
            # "Gunmen" may be those whom another report names: only names tell two sides apart.
            accused.update(dict.fromkeys(side.canonical for side in report.perpetrators[:1] if side.canonical))
    return claimed, accused


def _listed(names: Mapping[str, None]) -> str:
    return " and ".join(sorted(names))
