"""The numbers of an article, each judged by the trained network: of one happening, a running total, a part, or none."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from recount.encoder import FigureJudge, Judged, Scores, pooled, states_of
from recount.extraction.counts import CountAt
from recount.extraction.figure_clues import FIGURE_CLUES, figure_clues
from recount.extraction.quantities import Quantity
from recount.extraction.sheet import Sheet
from recount.extraction.tellings import Telling

__all__ = ["Figure", "judge_figures", "pools_of"]

# Words on either side of a number that are looked at beside the number and its sentence.
_REACH = 5
# The chance from which on a number is a running total; swept 0.3-0.7 on corpus/dev (`training/figures.py --dev`).
_TALLY = 0.45
# The same of a number that the rules too take for a running total.
_RULED = 0.3
# Words between two totals that share what else is said.
_JOINED_REACH = 6


class Figure(NamedTuple):
    """A number phrase and what it is."""

    quantity: Quantity
    kind: str
    """tally, part, count or none."""
    chance: float
    """In [0, 1]: that it is a running total."""
    measure: str
    """What it counts, if it is a running total."""


def pools_of(sheet: Sheet, scores: Scores) -> np.ndarray:
    """Return the reader's states around each number phrase: its own words, those before, those after, its sentence."""
    words, tokens = scores.words, sheet.tokens
    ranges = []
    for quantity in sheet.quantities:
        scope = sheet.sentences[sheet.sentence_of(quantity.first)]
        windows = (
            (quantity.first, quantity.end),
            (max(quantity.first - _REACH, scope.first), quantity.first),
            (quantity.end, min(quantity.end + _REACH, scope.end)),
            scope,
        )
        ranges.append(
            [
                (
                    int(np.searchsorted(words[:, 1], tokens[first].start, side="right")),
                    int(np.searchsorted(words[:, 0], tokens[end - 1].end, side="left")),
                )
                if first < end
                else (0, 0)
                for first, end in windows
            ]
        )
    return pooled(states_of(scores), ranges)


def judge_figures(
    sheet: Sheet, scores: Scores, judge: FigureJudge, counts: Sequence[CountAt], tellings: Sequence[Telling]
) -> tuple[Figure, ...]:
    """Return every number phrase of an article with what the network takes it for, in order."""
    if not sheet.quantities:
        return ()
    clues = figure_clues(sheet, sheet.quantities, counts, tellings)
    judged = judge.judge(pools_of(sheet, scores), clues[:, [FIGURE_CLUES.index(clue) for clue in judge.clues]])
    ruled = clues[:, FIGURE_CLUES.index("running by rules")] > 0
    figures: list[Figure] = []
    for row, quantity in enumerate(sheet.quantities):
        joined = bool(figures) and figures[-1].kind == "tally" and _is_joined(sheet, figures[-1].quantity, quantity)
        least = 0.0 if ruled[row] and joined else _RULED if ruled[row] else _TALLY
        figures.append(_figure(judge, quantity, judged, row, least))
    return tuple(figures)


def _is_joined(sheet: Sheet, before: Quantity, quantity: Quantity) -> bool:
    """Tell whether a number shares the words of a total: "nearly 70 wounded and one killed" since October."""
    between = [sheet.lower(position) for position in range(before.end, quantity.first)]
    return bool(between) and between[-1] == "and" and len(between) <= _JOINED_REACH and not {".", ";"} & {*between}


def _figure(judge: FigureJudge, quantity: Quantity, judged: Judged, row: int, least: float) -> Figure:
    chances = dict(zip(judge.kinds, judged.kinds[row].tolist(), strict=True))
    chance = chances["tally"]
    others = {kind: value for kind, value in chances.items() if kind != "tally"}
    kind = "tally" if chance >= least else max(others, key=lambda each: others[each])
    return Figure(quantity, kind, chance, judge.measures[int(judged.measures[row].argmax())])
