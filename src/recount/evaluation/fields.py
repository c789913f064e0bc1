"""The fields of which a report holds any number of values, and how each is compared and shown."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from recount.evaluation.accepting import (
    bounds_accepted,
    count_accepted,
    disagreement_accepted,
    party_accepted,
    saying_accepted,
    statements_about,
    weapon_accepted,
)
from recount.evaluation.expected import Bounds, ExpectedCount, ExpectedSaying
from recount.nouns import Count, Disagreement, Party, Record, Report, Statement, Tally, Weapon

__all__ = ["LISTS", "ListField", "shown_bounds"]

_SHOWN_WORDS = 60


class ListField(NamedTuple):
    """A field of which a report holds any number of values."""

    name: str
    key: str
    """What the file of expected values calls it."""
    found: Callable[[Record, Report], Sequence[Any]]
    accepts: Callable[[Any, Any, Record], bool]
    show_expected: Callable[[Any], str]
    show_found: Callable[[Any], str]


def shown_bounds(bounds: Bounds | Count | Tally) -> str:
    """Write low, best and high for a list of items: "9, 9, –"."""
    return ", ".join("–" if n is None else str(n) for n in (bounds.low, bounds.best, bounds.high))


def _expected_count(count: Bounds) -> str:
    effect = f"{count.effect} " if isinstance(count, ExpectedCount) else ""
    group = f" ({count.group})" if isinstance(count, ExpectedCount) and count.group else ""
    return f"{effect}{shown_bounds(count)}{group}"


def _found_count(count: Count) -> str:
    return f"{count.effect} {shown_bounds(count)}" + (f" ({count.group})" if count.group else "")


def _expected_saying(saying: ExpectedSaying) -> str:
    return f"{saying.speaker} {saying.stance}" + (f": “{saying.quote[0]}”" if saying.quote else "")


def _found_statement(said: Statement) -> str:
    words = said.spans.content[0].quote[:_SHOWN_WORDS] if said.spans.content else ""
    return f"{said.speaker.name or said.speaker.role or said.speaker.kind} {said.stance}: “{words}”"


def _found_party(party: Party) -> str:
    return f"{party.name} = {party.canonical}" if party.canonical else party.name


def _found_weapon(weapon: Weapon) -> str:
    return f"{weapon.name} [{weapon.category}]"


def _found_field(disagreement: Disagreement) -> str:
    return disagreement.field


LISTS = (
    ListField("perpetrators", "perpetrators", lambda _, r: r.perpetrators, party_accepted, str, _found_party),
    ListField("targets", "targets", lambda _, r: r.targets, party_accepted, str, _found_party),
    ListField("weapons", "weapons", lambda _, r: r.weapons, weapon_accepted, str, _found_weapon),
    ListField("casualties", "casualties", lambda _, r: r.casualties, count_accepted, _expected_count, _found_count),
    ListField("munitions", "munitions", lambda _, r: r.munitions, bounds_accepted, _expected_count, _found_count),
    ListField("statements", "says", statements_about, saying_accepted, _expected_saying, _found_statement),
    ListField(
        "disagreements",
        "disagreements",
        lambda _, r: r.disagreements,
        disagreement_accepted,
        str,
        _found_field,
    ),
)
