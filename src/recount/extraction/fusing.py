"""Two readings of one article become one: the trained network's happenings, and those that rules of words find.

The network finds more happenings and knows better who did it to whom; rules are surer of days, places, weapons and
figures where they find any (docs/evaluation.md). Each fills in what the other leaves open, and what only rules find is
kept where the network does not speak against it.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from recount.encoder import Thresholds
from recount.extraction.carried_times import CARRIED
from recount.extraction.joined_counts import joined_counts
from recount.nouns import Report, Span, When, Where

__all__ = ["SureReport", "fuse"]


class SureReport(NamedTuple):
    """A report of the network and how sure it is of it."""

    report: Report
    chance: float
    """In [0, 1]: that its anchor is one, times that its type is right."""


def fuse(
    told: Sequence[SureReport],
    ruled: Sequence[Report],
    *,
    anchor_chance: Callable[[Span], float],
    thresholds: Thresholds,
) -> tuple[Report, ...]:
    """Return the happenings of both readings, each once, in order of their anchors.

    A happening that both find stays. One that only the network finds stays where it is sure enough of it, one
    that only rules find where the network's chance that words of it are an anchor is high enough.
    """
    free = list(ruled)
    found: list[Report] = []
    for report, chance in told:
        same = max(free, key=lambda other: _shared(report, other), default=None)
        if same is not None and _shared(report, same):
            free.remove(same)
            split = any(other.anchor == same.anchor for other in ruled if other is not same)
            found.append(_joined(report, same, split=split))
        elif chance >= thresholds.report:
            found.append(report)
    found += [report for report in free if max(map(anchor_chance, report.spans)) >= thresholds.ruled]
    # One act, one report: of those with the same anchor the network's, which comes first.
    once = {report.id: report for report in reversed(found)}
    return tuple(sorted(once.values(), key=lambda report: (report.anchor.start, report.id)))


def _where(told: Where, ruled: Where) -> Where:
    """Choose by where the place stands: the network knows better inside the act's paragraphs, rules beside the act."""
    if told.basis in ("stated", "carried") or not ruled.name:
        return told
    return ruled if ruled.basis == "stated" or not told.name else told


def _shared(one: Report, other: Report) -> int:
    """Count the words that both take for this happening's telling; the anchor counts twice."""
    spans = sum(span.overlaps(word) for span in one.spans for word in other.spans)
    return spans + one.anchor.overlaps(other.anchor)


def _when(told: Report, ruled: Report) -> When:
    """Return the rules' time where it stands beside the act; one from earlier in the story yields to the network's."""
    beside = ruled.when.spans and ruled.when.method != CARRIED
    return ruled.when if beside or told.when.expression is None else told.when


def _joined(told: Report, ruled: Report, *, split: bool) -> Report:
    """Return the network's report with what the rules settle: sub-type, modality, days, weapons, figures.

    Where the rules `split` an act told of several places, each report keeps the place that they give it.
    """
    counts = joined_counts(
        told.id,
        (*ruled.casualties, *ruled.munitions),
        (*told.casualties, *(() if ruled.munitions else told.munitions)),
    )
    settled = {"event_type"} if ruled.sub_event_type else set()
    settled |= {"modality"} if ruled.modality != "actual" else set()
    kind, modality = (ruled if name in settled else told for name in ("event_type", "modality"))
    update = {
        "event_type": kind.event_type,
        "sub_event_type": kind.sub_event_type,
        "modality": modality.modality,
        "evidence": (
            *(each for each in told.evidence if each.field not in settled),
            *(each for each in ruled.evidence if each.field in settled),
        ),
        "spans": (*told.spans, *(span for span in ruled.spans if span not in told.spans)),
        "when": _when(told, ruled),
        "where": ruled.where if split else _where(told.where, ruled.where),
        "weapons": ruled.weapons or told.weapons,
        "casualties": tuple(count for count in counts if count.effect != "munitions"),
        "munitions": tuple(count for count in counts if count.effect == "munitions"),
        "perpetrators": told.perpetrators or ruled.perpetrators,
        "targets": told.targets or ruled.targets,
    }
    return told.model_copy(update=update)
