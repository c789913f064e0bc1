"""Small models with a weight for each named clue: any answer can be read off and objected to."""

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from math import exp
from typing import NamedTuple

from recount.encoder.packaged import packaged
from recount.errors import BadModel

__all__ = ["Judges", "Linear", "load_judges"]

_FILE = "statements.json"


class Linear(NamedTuple):
    """A multinomial logistic regression."""

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]
    """Clue → a weight for each class. A clue that is not here says nothing."""

    def chances(self, clues: Mapping[str, float]) -> dict[str, float]:
        """Return the chance of each class, adding up to 1."""
        totals = list(self.bias)
        for name, value in clues.items():
            for number, weight in enumerate(self.weights.get(name, ())):
                totals[number] += weight * value
        most = max(totals)
        powers = [exp(total - most) for total in totals]
        return {name: power / sum(powers) for name, power in zip(self.classes, powers, strict=True)}


class Judges:
    """What a statement is: its stance, the kind of its speaker, and whether it speaks of a happening."""

    def __init__(self, content: bytes) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no such file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        try:
            held = json.loads(content)
            self.stance, self.speaker_kind, self.about = (
                Linear(
                    tuple(held[name]["classes"]),
                    tuple(held[name]["bias"]),
                    {clue: tuple(weights) for clue, weights in held[name]["weights"].items()},
                )
                for name in ("stance", "speaker_kind", "about")
            )
        except (ValueError, KeyError, TypeError) as error:
            raise BadModel(f"The file {_FILE} cannot be read ({error}). Install Recount again.") from error


@lru_cache(maxsize=1)
def load_judges() -> Judges:
    """Load the packaged file.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    return Judges(packaged(_FILE))
