"""Whom a count is of: word lists first, then what the clues around it weigh (`group_kinds.yaml`)."""

from functools import lru_cache
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from recount.codebook import Codebook
from recount.codebook.roles import GroupKind
from recount.extraction.group_clues import clues_of
from recount.extraction.sheet import Sheet
from recount.nouns import Count, Report

__all__ = ["KINDS", "with_group_kinds"]

KINDS: tuple[GroupKind, ...] = get_args(GroupKind)
_FORCES = frozenset({"state forces", "external/other"})
# Fighters who are taken are arrested: whoever is abducted, missing or displaced has no part in the deed.
_NEVER_FIGHTERS = frozenset({"abducted", "missing", "displaced"})
_FIGHTERS = [KINDS.index("perpetrator"), KINDS.index("rebel")]


class _Weights(NamedTuple):
    of: dict[str, NDArray[np.float64]]


@lru_cache(maxsize=4)
def _weights(codebook: Codebook) -> _Weights:
    content = codebook.words("group_kinds")
    order = [content["kinds"].index(kind) for kind in KINDS]
    return _Weights({clue: np.array(each, dtype=float)[order] for clue, each in content["weights"].items()})


def with_group_kinds(sheet: Sheet, report: Report) -> Report:
    """Return a report whose counts of people tell whom they are of, in the order of the counts."""
    settled: list[Count] = []
    for count in report.casualties:
        kind = _kind(sheet, report, count, settled)
        settled.append(count if kind == count.group_kind else count.model_copy(update={"group_kind": kind}))
    return report.model_copy(update={"casualties": tuple(settled)})


def _kind(sheet: Sheet, report: Report, count: Count, before: list[Count]) -> GroupKind:
    doers = {party.kind for party in report.perpetrators}
    taken = count.effect in _NEVER_FIGHTERS
    if count.group_kind == "perpetrator" and doers and doers.isdisjoint(_FORCES) and not taken:
        # "Seven attackers were killed": those who attacked are the doers' own dead.
        return "perpetrator"
    weights = _weights(sheet.codebook).of
    known = [weights[clue] for clue in dict.fromkeys(clues_of(sheet, report, count, before)) if clue in weights]
    if not known:
        return count.group_kind
    sums = np.sum(known, axis=0)
    if taken:
        sums[_FIGHTERS] = -np.inf
    return KINDS[int(np.argmax(sums))]
