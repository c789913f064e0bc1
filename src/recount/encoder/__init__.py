"""The trained reader's network: text in, scores of its words out; and the tagger of places that stands on it."""

from recount.encoder.figures import FigureJudge, Judged, load_judge, pooled
from recount.encoder.heads import Heads
from recount.encoder.linear import Judges, Linear, load_judges
from recount.encoder.model import Encoder, load
from recount.encoder.sayings import FoundSaying, Sayings, load_sayings
from recount.encoder.scores import Scores, WordSpan, spans_of
from recount.encoder.tagger import PlaceTagger, load_tagger, states_of
from recount.encoder.thresholds import Thresholds

__all__ = [
    "Encoder",
    "FigureJudge",
    "FoundSaying",
    "Heads",
    "Judged",
    "Judges",
    "Linear",
    "PlaceTagger",
    "Sayings",
    "Scores",
    "Thresholds",
    "WordSpan",
    "load",
    "load_judge",
    "load_judges",
    "load_sayings",
    "load_tagger",
    "pooled",
    "spans_of",
    "states_of",
]
