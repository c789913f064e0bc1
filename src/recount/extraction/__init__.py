"""Articles become reports, tallies and statements, every value with its words."""

from recount.extraction.rules import Reader, RulesReader

__all__ = ["Reader", "RulesReader"]
