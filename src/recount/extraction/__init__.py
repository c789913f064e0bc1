"""Articles become reports, tallies and statements, every value with its words."""

from recount.extraction.place_names import PlaceFinder, RulesPlaceFinder, TrainedPlaceFinder
from recount.extraction.rules import Reader, RulesReader
from recount.extraction.sentences import split_sentences
from recount.extraction.trained import TrainedReader

__all__ = [
    "PlaceFinder",
    "Reader",
    "RulesPlaceFinder",
    "RulesReader",
    "TrainedPlaceFinder",
    "TrainedReader",
    "split_sentences",
]
