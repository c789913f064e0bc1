"""The chances from which on a model's answer is taken; chosen on the development part, kept in the model file."""

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["Thresholds"]

_DEFAULT = 0.5


class Thresholds(NamedTuple):
    """Chances in [0, 1]; below one the reader abstains."""

    relevance: float = 0.3
    """That the text tells of the conflict at all; below it no happening is read."""
    anchor: float = 0.5
    same: float = 0.5
    """That two anchors tell of one happening."""
    tally: float = 0.5
    """That a number is a running total; not asked since the judge of figures decides, kept for files that name it."""
    ruled_tally: float = 0.05
    """The same, of a number that the rules too take for a running total; not asked either."""
    second: float = 0.8
    """How likely a further party of a role has to be, as a share of the first one's chance."""
    report: float = 0.4
    """That a happening which only the network finds is one of its type; below it the reader abstains."""
    ruled: float = 0.2
    """That the words of a happening which only rules find are an anchor; at 1 none of these is kept."""
    temperature: float = 1.0
    """Of the chances of types and modalities: above 1 they are drawn together, as sure as they are right."""
    roles: Mapping[str, float] = {}
    """Role or effect → the chance that words are an argument of a happening; 0.5 where none is given."""

    def of(self, role: str) -> float:
        """Return the threshold of a role or an effect."""
        return self.roles.get(role, _DEFAULT)
