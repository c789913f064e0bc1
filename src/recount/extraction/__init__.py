"""Articles become reports, tallies and statements, every value with its words."""

from recount.extraction.rules import Reader, RulesReader
from recount.extraction.trained import TrainedReader

__all__ = ["Reader", "RulesReader", "TrainedReader"]
