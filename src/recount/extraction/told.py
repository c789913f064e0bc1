"""What the trained model tells of an article's happenings: anchors, which belong together, and their arguments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from recount.encoder import Scores, Thresholds, WordSpan, spans_of
from recount.extraction.sheet import Sheet

__all__ = ["ScoredRange", "Told", "happenings_told", "main_anchor"]


class ScoredRange(NamedTuple):
    """Tokens `first` up to, not including, `end`, with the chance that they are what they are taken for."""

    first: int
    end: int
    score: float
    """In [0, 1]."""


@dataclass(frozen=True)
class Told:
    """One happening as the model tells it."""

    anchors: tuple[ScoredRange, ...]
    """In reading order."""
    kinds: Mapping[str, float]
    """Sub-event type, or event type where the sub-type is not settled → its chance."""
    modality: str
    modality_score: float
    arguments: Mapping[str, tuple[ScoredRange, ...]]
    """Role or effect → its words, in reading order."""


def happenings_told(sheet: Sheet, scores: Scores, thresholds: Thresholds) -> tuple[Told, ...]:
    """Return the happenings of an article in order of their first anchor."""
    if scores.text("relevance", "conflict") < thresholds.relevance:
        return ()
    anchors = scores.spans("happenings", "anchor", threshold=thresholds.anchor)
    groups = _grouped(scores, anchors, thresholds.same)
    told = [_told(sheet, scores, group, thresholds) for group in groups]
    return tuple(sorted(told, key=lambda each: each.anchors[0].first))


def main_anchor(sheet: Sheet, told: Told) -> ScoredRange:
    """Return the surest anchor in the body, else in the headline; the first of equals."""
    body = [anchor for anchor in told.anchors if sheet.sentence_of(anchor.first) != sheet.headline]
    return max(body or told.anchors, key=lambda anchor: (anchor.score, -anchor.first))


def _grouped(scores: Scores, anchors: Sequence[WordSpan], threshold: float) -> list[list[WordSpan]]:
    """Join the two groups whose anchors are likeliest to tell of one happening, until none are likely enough."""
    ranges = [(anchor.first, anchor.end) for anchor in anchors]
    alike = scores.same(ranges)
    groups = [[number] for number in range(len(anchors))]
    while len(groups) > 1:
        pairs = [
            (float(np.mean([alike[a, b] for a in one for b in other])), i, j)
            for i, one in enumerate(groups)
            for j, other in enumerate(groups[:i])
        ]
        best, i, j = max(pairs)
        if best < threshold:
            break
        groups[j] += groups.pop(i)
    return [[anchors[number] for number in sorted(group)] for group in groups]


def _told(sheet: Sheet, scores: Scores, group: Sequence[WordSpan], thresholds: Thresholds) -> Told:
    ranges = [(anchor.first, anchor.end) for anchor in group]
    chances = scores.arguments("happenings", ranges).mean(0)
    roles = scores.heads.arguments["happenings"]
    arguments = {}
    for number, role in enumerate(roles):
        found = spans_of(chances[:, number], thresholds.of(role))
        arguments[role] = tuple(_tokens(sheet, scores, span) for span in found)
    modality, modality_score = max(
        _classes(scores, "modality", group, thresholds.temperature).items(), key=lambda each: each[1]
    )
    anchors = tuple(_tokens(sheet, scores, anchor) for anchor in group)
    return Told(
        anchors, _classes(scores, "acled_type", group, thresholds.temperature), modality, modality_score, arguments
    )


def _classes(scores: Scores, name: str, group: Sequence[WordSpan], temperature: float) -> dict[str, float]:
    """Return the mean chances of classes over a happening's anchors, each counted by how surely it is one."""
    weights = np.array([anchor.score for anchor in group])
    chances = np.stack([scores.attribute(name, (anchor.first, anchor.end), temperature) for anchor in group])
    mean = (chances * weights[:, None]).sum(0) / weights.sum()
    return dict(zip(scores.heads.attributes[name], mean.tolist(), strict=True))


def _tokens(sheet: Sheet, scores: Scores, span: WordSpan) -> ScoredRange:
    start, end = int(scores.words[span.first, 0]), int(scores.words[span.end - 1, 1])
    return ScoredRange(*sheet.token_range(start, end), span.score)
