"""A tally's figure is never a report's: both readers keep the two apart here."""

from collections.abc import Sequence

from recount.nouns import Report, Tally

__all__ = ["apart"]


def apart(reports: Sequence[Report], tallies: Sequence[Tally]) -> tuple[Report, ...]:
    """Take the figures of tallies out of the reports: no count of a report, no report of its own."""
    figures = [tally.spans[0] for tally in tallies]
    kept = []
    for report in reports:
        if any(report.anchor.overlaps(figure) for figure in figures):
            continue
        counts = {
            field: tuple(
                count
                for count in getattr(report, field)
                if not any(count.spans[0].overlaps(figure) for figure in figures)
            )
            for field in ("casualties", "munitions")
        }
        ids = {count.id for held in counts.values() for count in held}
        counts = {
            field: tuple(
                count if count.part_of in ids or count.part_of is None else count.model_copy(update={"part_of": None})
                for count in held
            )
            for field, held in counts.items()
        }
        kept.append(report.model_copy(update=counts))
    return tuple(kept)
