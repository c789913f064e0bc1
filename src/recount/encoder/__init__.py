"""The trained reader's network: text in, scores of its words out."""

from recount.encoder.heads import Heads
from recount.encoder.model import Encoder, load
from recount.encoder.scores import Scores, WordSpan, spans_of
from recount.encoder.thresholds import Thresholds

__all__ = ["Encoder", "Heads", "Scores", "Thresholds", "WordSpan", "load", "spans_of"]
