"""Figures over many cases: precision and recall of reports, and of each field's values."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from recount.evaluation.comparing import Comparison, FieldCount, Item, compare_fully
from recount.evaluation.expected import Expected
from recount.evaluation.shares import share_of, shares
from recount.nouns import Record

__all__ = ["Evaluation", "evaluate_records", "summarise"]


@dataclass(frozen=True)
class Evaluation:
    """What comparing records with expected ones gave, case by case in the order given."""

    comparisons: tuple[Comparison, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every expected value of every case, so that a diff of two runs shows what flipped."""
        return tuple(item for comparison in self.comparisons for item in comparison.items)

    def figures(self) -> dict[str, Any]:
        """Add up the cases.

        Shares lie in [0, 1]; None where there was nothing to find and nothing found. `reports`, `tallies` and
        `fields` add up values over all cases (micro average). `exact_record` is the share of cases with
        every item passed; `no_event_articles_left_alone` the share of cases without an expected report for
        which none was found.
        """
        fields: dict[str, FieldCount] = {}
        for comparison in self.comparisons:
            for name, count in comparison.fields.items():
                fields[name] = fields.get(name, FieldCount()).plus(count)
        reports, tallies = FieldCount(), FieldCount()
        for comparison in self.comparisons:
            reports, tallies = reports.plus(comparison.reports), tallies.plus(comparison.tallies)
        without = [c.reports.found == 0 for c in self.comparisons if c.reports.expected == 0]
        return {
            "cases": len(self.comparisons),
            "items": summarise(self.items),
            "per_case": {c.case: summarise(c.items)["share"] for c in self.comparisons},
            "reports": {**shares(reports), "spurious": reports.found - reports.right},
            "fields": {name: shares(count) for name, count in sorted(fields.items())},
            "tallies": shares(tallies),
            "exact_record": share_of([c.exact for c in self.comparisons]),
            "no_event_articles_left_alone": share_of(without),
        }


def evaluate_records(pairs: Iterable[tuple[Record, Expected]]) -> Evaluation:
    """Compare each record with what is expected of it."""
    return Evaluation(tuple(compare_fully(record, expected) for record, expected in pairs))


def summarise(items: Iterable[Item]) -> dict[str, Any]:
    """Count the items that hold: `passed`, `total` and `share` in [0, 1], None without items."""
    passed = [item.passed for item in items]
    return {"passed": sum(passed), "total": len(passed), "share": share_of(passed)}
