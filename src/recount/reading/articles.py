"""A piece becomes an article: the part of reading that takes time, and that any process can do."""

from recount.errors import EmptyArticle, NotText, UnreadableSource
from recount.nouns import Article
from recount.reading.decoding import decode, form_of
from recount.reading.lines import article_of_line
from recount.reading.pieces import Piece, Unread
from recount.reading.plain import article_of_text

__all__ = ["article_of"]

# What libraries throw at input that they did not expect; anything else is a mistake of the caller.
_DEFEATS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


def article_of(piece: Piece) -> Article | Unread:
    """Return the article of a piece, or an `Unread` that says why there is none; never raises for what it holds."""
    try:
        return _article(piece)
    except UnreadableSource as error:
        return Unread(piece.source, "reading", error, piece.place)
    except _DEFEATS as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        told = NotText(
            f"{piece.name} is built so that it cannot be read ({reason}). Give its words as a text file; and if it "
            "opens well elsewhere, please report it."
        )
        return Unread(piece.source, "reading", told, piece.place)


def _article(piece: Piece) -> Article:
    if piece.form == "line":
        return article_of_line(piece)
    if not piece.data.strip():
        raise EmptyArticle(f"{piece.name} is empty. Give the words of a report.")
    if piece.form == "pdf":
        from recount.reading.pdfs import article_of_pdf

        return article_of_pdf(piece.data, piece.known, name=piece.name, source=piece.source)
    text = decode(piece.data, name=piece.name, declared=piece.declared, page=piece.form != "text")
    if piece.form == "page" or form_of(text) == "page":
        # trafilatura takes half a second to import; plain text does not wait for it.
        from recount.reading.pages import article_of_page

        return article_of_page(text, piece.known, source=piece.source)
    return article_of_text(text, piece.known, source=piece.source)
