"""Sources are cut into pieces and pieces become articles; what is left out on the way is kept with the reason."""

from recount.reading.articles import article_of
from recount.reading.pieces import Known, LeftOut, Piece, Unread
from recount.reading.sources import pieces, read, read_text

__all__ = ["Known", "LeftOut", "Piece", "Unread", "article_of", "pieces", "read", "read_text"]
