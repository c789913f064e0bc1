"""Two readings of one article become one: the trained network's happenings, and those that rules of words find.

The network finds more happenings and knows better who did it to whom; rules are surer of days, places, weapons and
figures, whose words they can name (docs/evaluation.md). So the network decides what happened, and each field is
taken from the reading that is better at it, where that one has it.
"""

from collections.abc import Callable, Sequence

from recount.nouns import Report, Span

__all__ = ["fuse"]


def fuse(
    told: Sequence[Report], ruled: Sequence[Report], *, chance: Callable[[Span], float], least: float
) -> tuple[Report, ...]:
    """Return the happenings of both readings, each once, in order of their anchors.

    A happening that only rules find is kept where the network's `chance` that words of it are an anchor reaches
    `least`.
    """
    free = list(ruled)
    found: list[Report] = []
    for report in told:
        same = max(free, key=lambda other: _shared(report, other), default=None)
        if same is None or not _shared(report, same):
            found.append(report)
            continue
        free.remove(same)
        found.append(_joined(report, same))
    found += [report for report in free if max(chance(span) for span in report.spans) >= least]
    return tuple(sorted(found, key=lambda report: (report.anchor.start, report.id)))


def _shared(one: Report, other: Report) -> int:
    """Count the words that both take for this happening's telling; the anchor counts twice."""
    spans = sum(span.overlaps(word) for span in one.spans for word in other.spans)
    return spans + one.anchor.overlaps(other.anchor)


def _joined(told: Report, ruled: Report) -> Report:
    spans = (*told.spans, *(span for span in ruled.spans if span not in told.spans))
    update = {
        "spans": spans,
        "when": ruled.when if ruled.when.expression else told.when,
        "where": ruled.where if ruled.where.name else told.where,
        "weapons": ruled.weapons or told.weapons,
        "casualties": ruled.casualties or told.casualties,
        "munitions": ruled.munitions or told.munitions,
        "perpetrators": told.perpetrators or ruled.perpetrators,
        "targets": told.targets or ruled.targets,
    }
    return told.model_copy(update=update)
