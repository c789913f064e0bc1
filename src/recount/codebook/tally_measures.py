"""What a tally of each measure is set against, as `publishing/tally_measures.yaml` holds it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple, Self

from recount.codebook.loader import read_yaml
from recount.codebook.names import fold
from recount.codebook.roles import Roles
from recount.errors import BadCodebook

__all__ = ["EVERYONE", "FigureOf", "TallyMeasures", "tally_measures"]

EVERYONE = "everyone"
"""The group of a tally that counts people whoever they are."""

_FILE = "tally_measures.yaml"
_KEYS = frozenset({"modality", "attacks", "figures", "wider", "groups", "all_civilians"})
# What a noun for people of roles.yaml says of the dead, in this file's groups.
_OF_ROLE = {"civilian": "civilian", "state": "fighter", "rebel": "fighter", "perpetrator": "fighter"}


class FigureOf(NamedTuple):
    """The names of a rule's values that a tally is set against."""

    low: str
    best: str | None
    high: str
    group: str
    """Whom the values count: the tally's own group, or a wider one."""
    only: str | None = None
    """Whom alone they count, in words; None where that is the group itself."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the values, each once."""
        return tuple(dict.fromkeys(name for name in (self.low, self.best, self.high) if name is not None))


@dataclass(frozen=True)
class TallyMeasures:
    """Which events and which values a tally is set against."""

    modalities: frozenset[str]
    attacks: frozenset[str]
    """ACLED's event types that a tally of attacks counts."""
    figures: Mapping[str, Mapping[str, Mapping[str, FigureOf]]]
    """By rule, measure and group."""
    wider: Mapping[str, str]
    groups: Mapping[str, str]
    """By folded words the group that they name."""
    all_civilians: frozenset[str]

    @classmethod
    def parse(cls, content: Any) -> Self:
        """Build from the file's content.

        Raises:
            BadCodebook: a key is missing or unknown, or a group is none.
        """
        if not isinstance(content, Mapping) or set(content) != _KEYS:
            raise BadCodebook(f"{_FILE}: has {', '.join(map(str, content or ()))}. Give {', '.join(sorted(_KEYS))}.")
        figures = {
            rule: {
                measure: {group: _figure(group, names, f"{rule}, {measure}") for group, names in by_group.items()}
                for measure, by_group in measures.items()
            }
            for rule, measures in content["figures"].items()
        }
        known = {EVERYONE, *content["groups"]}
        told = {group for measures in figures.values() for by_group in measures.values() for group in by_group}
        if unknown := sorted((told | {*content["wider"], *content["wider"].values()}) - known):
            raise BadCodebook(f"{_FILE}: {', '.join(unknown)} is no group. Groups are {', '.join(sorted(known))}.")
        return cls(
            modalities=frozenset(content["modality"]),
            attacks=frozenset(content["attacks"]),
            figures=figures,
            wider=dict(content["wider"]),
            groups={fold(word): group for group, words in content["groups"].items() for word in words},
            all_civilians=frozenset(map(fold, content["all_civilians"])),
        )

    def group_of(self, words: str | None, roles: Roles) -> str:
        """Return the group that a tally's words name: "community leaders" are civilians; everyone where none fits."""
        named = {self._group_named(part, roles) for part in fold(words or "").split(" and ") if part}
        if len(named) == 1:
            return named.pop()
        # "Women and children": the next group that holds both.
        wider = {self.wider.get(group, EVERYONE) for group in named}
        return wider.pop() if len(wider) == 1 else EVERYONE

    def _group_named(self, words: str, roles: Roles) -> str:
        last = words.rpartition(" ")[2]
        for held in (words, last):
            if held in self.groups:
                return self.groups[held]
        person = roles.person(words) or roles.person(last)
        return _OF_ROLE.get(person.group_kind, EVERYONE) if person else EVERYONE

    def only_names(self, words: str, group: str) -> bool:
        """Tell whether words name all civilians, women or children as such: those of the group, and no others."""
        if group in (EVERYONE, "civilian") and fold(words) in self.all_civilians:
            return True
        return group != "fighter" and self.groups.get(fold(words)) == group

    def figure_of(self, rule: str, measure: str, group: str) -> FigureOf | None:
        """Return the values of a rule for a measure and a group, else for the next wider group; None where none fit."""
        by_group = self.figures.get(rule, {}).get(measure, {})
        asked: str | None = group
        while asked is not None:
            if asked in by_group:
                return by_group[asked]
            asked = self.wider.get(asked)
        return None


def _figure(group: str, names: Any, where: str) -> FigureOf:
    if not isinstance(names, Mapping) or not {"low", "high"} <= set(names) <= {"low", "best", "high", "only"}:
        raise BadCodebook(f"{_FILE}, {where}, {group}: {names!r} names no values. Give low, high, and best or only.")
    return FigureOf(names["low"], names.get("best"), names["high"], group, names.get("only"))


@lru_cache(maxsize=1)
def tally_measures() -> TallyMeasures:
    """Return what tallies are set against, as packaged with recount."""
    content = (files("recount.codebook") / "data" / "publishing" / _FILE).read_bytes()
    return TallyMeasures.parse(read_yaml(content, _FILE))
