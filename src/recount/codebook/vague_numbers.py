"""Published rules that turn the bounds of a worded number into one figure, as `vague_numbers.yaml` holds them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

from recount.errors import BadArgument, BadCodebook

__all__ = ["Bound", "FigureRules", "VagueNumbers"]

Bound = Literal["low", "best", "high"]
_BOUNDS = get_args(Bound)


@dataclass(frozen=True)
class FigureRules:
    """One published way to turn words into a figure."""

    name: str
    source: str
    """The document and section that sets it, in this project's words."""
    figures: Mapping[str, int | None]
    """Rule of a count → figure; None where the document sets none."""
    take: tuple[Bound, ...]
    """For every other rule: the first of these bounds that the words give."""


@dataclass(frozen=True)
class VagueNumbers:
    """All such ways, by name."""

    rule_sets: Mapping[str, FigureRules]

    @classmethod
    def parse(cls, content: Mapping[str, Mapping[str, Any]]) -> Self:
        """Build from the file's content.

        Raises:
            BadCodebook: a set lacks its source, or a figure or bound is none.
        """
        return cls({name: _rules(name, given) for name, given in content.items()})

    def named(self, name: str) -> FigureRules:
        """Return a set of rules.

        Raises:
            BadArgument: there is none of this name.
        """
        if name not in self.rule_sets:
            raise BadArgument(f"There is no rule {name!r} for vague numbers. There are: {', '.join(self.rule_sets)}.")
        return self.rule_sets[name]


def _rules(name: str, given: Mapping[str, Any]) -> FigureRules:
    if set(given) != {"source", "figures", "take"}:
        raise BadCodebook(f"vague_numbers.yaml, {name}: has {', '.join(given)}. Give source, figures and take.")
    figures, take = given["figures"], given["take"]
    wrong = [rule for rule, figure in figures.items() if figure is not None and (type(figure) is not int or figure < 0)]
    if wrong:
        raise BadCodebook(f"vague_numbers.yaml, {name}: {', '.join(wrong)} has no whole number or null as its figure.")
    if unknown := [bound for bound in take if bound not in _BOUNDS]:
        raise BadCodebook(f"vague_numbers.yaml, {name}: takes {', '.join(unknown)}. Bounds are {', '.join(_BOUNDS)}.")
    return FigureRules(name, str(given["source"]), dict(figures), tuple(take))
