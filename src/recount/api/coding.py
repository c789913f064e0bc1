"""Articles become records."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import distribution
from typing import Any

from recount.gazetteer import load as load_gazetteer
from recount.nouns import Article, Problem, Record
from recount.pipeline.coding import coder_of, read_and_code
from recount.reading import read_text
from recount.settings import DEFAULT_READER, VERSION, ReaderName

__all__ = ["code", "code_article", "code_sources", "record_schema", "versions"]


def code(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    reader: ReaderName = DEFAULT_READER,
) -> Record:
    """Return the record of one article's text.

    Args:
        text: the article as plain text.
        title: the headline; where absent, the first line is taken as one if it looks like one.
        published: the publication day ("2024-01-22"), month ("2024-01") or year; unknown stays unknown.
        outlet: the name of the outlet.
        url: the article's address; it is not fetched.
        reader: the word lists and rules, or the trained network.

    Raises:
        BadArgument: `published` is no date.
        EmptyArticle: nothing is left once page furniture is taken away.
    """
    return coder_of(reader).code(read_text(text, title=title, published=published, outlet=outlet, url=url))


def code_article(article: Article) -> Record:
    """Return the record of an article that was read before."""
    return coder_of(DEFAULT_READER).code(article)


def code_sources(
    sources: Sequence[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
    reader: ReaderName = DEFAULT_READER,
) -> Iterator[Record | Problem]:
    """Yield a record or a problem for each article of each source, in input order.

    A source is a path to a file or folder, an address (fetched only because it is named here), or `-` for
    standard input. The options override what the inputs say of themselves; `columns` names those of a table:
    {"text": "body", "published": "date"}.
    """
    given = {"published": published, "outlet": outlet, "url": url}
    return read_and_code(coder_of(reader), sources, **given, columns=columns)


def record_schema() -> dict[str, Any]:
    """Return the JSON Schema of a record."""
    return Record.model_json_schema(mode="serialization")


def versions() -> dict[str, str]:
    """Return the versions and digests of what codes here, and the attributions of its data."""
    method = coder_of(DEFAULT_READER).method
    about = load_gazetteer().about
    return {
        "recount": VERSION,
        "reader": method.version,
        "codebook": method.codebook_digest,
        "gazetteer": method.gazetteer_digest,
        "places": f"{about['places']:,} under {about['keys']:,} spellings",
        "attributions": (distribution("recount").read_text("licenses/NOTICE") or "").strip(),
    }
