"""One figure out of the bounds that words give, under a published rule chosen by name."""

from collections.abc import Mapping

from recount.codebook import FigureRules

__all__ = ["figure_under"]


def figure_under(rules: FigureRules, *, low: int | None, best: int | None, high: int | None, rule: str) -> int | None:
    """Return the figure that `rules` set for a count read by `rule`; None where they set none.

    Nothing of the count changes: the figure is what a codebook makes of it, the bounds are what the text says.
    """
    if rule in rules.figures:
        return rules.figures[rule]
    bounds: Mapping[str, int | None] = {"low": low, "best": best, "high": high}
    return next((bounds[bound] for bound in rules.take if bounds[bound] is not None), None)
