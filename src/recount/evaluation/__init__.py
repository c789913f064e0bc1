"""Records beside what a careful coder expects: items that pass or fail, and the figures they add up to."""

from recount.evaluation.cases import Case, pair_cases
from recount.evaluation.comparing import Comparison, Item, compare
from recount.evaluation.expected import Expected, parse_expected
from recount.evaluation.scoring import Evaluation, evaluate_records, summarise

__all__ = [
    "Case",
    "Comparison",
    "Evaluation",
    "Expected",
    "Item",
    "compare",
    "evaluate_records",
    "pair_cases",
    "parse_expected",
    "summarise",
]
