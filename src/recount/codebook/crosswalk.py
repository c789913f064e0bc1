"""From ACLED's types to the codes of other codebooks, by rules that stand in `crosswalk.yaml`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from recount.errors import BadCodebook

__all__ = ["Crosswalk", "Facts"]

_CONDITIONS = ("type", "sub_type", "modality", "weapon", "perpetrator", "target")


class Facts(NamedTuple):
    """What of a report the rules look at."""

    type: Collection[str]
    sub_type: Collection[str]
    modality: Collection[str]
    weapon: Collection[str]
    """Categories of its weapons."""
    perpetrator: Collection[str]
    """Kinds of its perpetrators."""
    target: Collection[str]


class _Rule(NamedTuple):
    conditions: Mapping[str, frozenset[str]]
    code: str | int | None
    mode: str | None

    def holds(self, facts: Facts) -> bool:
        return all(any(value in wanted for value in getattr(facts, name)) for name, wanted in self.conditions.items())


@dataclass(frozen=True)
class Crosswalk:
    """The rules, in order; the first that holds decides."""

    _plover: Sequence[_Rule]
    _ucdp: Sequence[_Rule]

    @classmethod
    def parse(cls, content: Mapping[str, Sequence[Mapping[str, Any]]]) -> Self:
        """Build from the file's two lists.

        Raises:
            BadCodebook: a rule has a key that is no condition, or no code.
        """
        return cls(
            [_rule(rule, "plover", {"mode"}) for rule in content["plover"]],
            [_rule(rule, "ucdp", set()) for rule in content["ucdp"]],
        )

    def plover(self, facts: Facts) -> tuple[str | None, str | None]:
        """Return PLOVER's event type and mode; each None where no rule gives one."""
        rule = next((rule for rule in self._plover if rule.holds(facts)), None)
        return (None, None) if rule is None or rule.code is None else (str(rule.code), rule.mode)

    def ucdp(self, facts: Facts) -> int | None:
        """Return UCDP's type of violence, 1 to 3; None where the parties do not settle it."""
        rule = next((rule for rule in self._ucdp if rule.holds(facts)), None)
        return None if rule is None or rule.code is None else int(rule.code)


def _rule(given: Mapping[str, Any], table: str, further: Collection[str]) -> _Rule:
    unknown = set(given) - {*_CONDITIONS, "code", *further}
    if unknown or "code" not in given:
        found = ", ".join(sorted(unknown)) or "no code"
        raise BadCodebook(
            f"crosswalk.yaml, {table}: a rule has {found}. Give `code` and any of {', '.join(_CONDITIONS)}."
        )
    conditions = {
        name: frozenset([given[name]] if isinstance(given[name], str) else given[name])
        for name in _CONDITIONS
        if name in given
    }
    return _Rule(conditions, given["code"], given.get("mode"))
