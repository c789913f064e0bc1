"""What was read: the clean text of one published report, and what is known of its publication."""

import hashlib
from datetime import date
from typing import Literal, Self

from pydantic import Field

from recount.nouns.base import Noun
from recount.nouns.span import Span

__all__ = ["Article", "Published", "Removed", "Sentence", "SentenceStatus", "article_id"]

SentenceStatus = Literal["coded", "tally", "statement", "background", "irrelevant"]
PublishedBasis = Literal["given", "metadata", "url", "text", "none"]


class Published(Noun):
    """When an article was published, as far as that is known."""

    earliest: date
    """The first possible day, inclusive."""
    latest: date
    """The last possible day, inclusive."""
    precision: Literal["day", "month", "year"]
    basis: PublishedBasis
    """How it is known: given by the user or the input, page metadata, the address, or a dateline in the text."""


class Sentence(Noun):
    """One sentence of an article and what became of it: no sentence is skipped silently."""

    span: Span
    status: SentenceStatus
    reason: str
    """In words a coder can check: "tells of report rep1:…", "no act, no speaker"."""


class Removed(Noun):
    """A line of the input that was not taken into the text, so that nothing is lost silently."""

    text: str
    reason: str


class Article(Noun):
    """One published report as read. Its text is never edited after reading."""

    id: str = Field(pattern=r"^art1:[0-9a-f]{16}$")
    """Hash of text, address and outlet."""
    external_id: str | None = None
    """The id that the input brought along (JSON lines, CSV)."""
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    published: Published | None = None
    published_rivals: tuple[Published, ...] = ()
    """Other days that the page, its address or its text give, where they do not fit `published`."""
    language: str | None = None
    """ISO 639-1, as stated by the page or recognised from the text; None where neither tells."""
    text: str
    sentences: tuple[Sentence, ...] = ()
    """Every sentence in order, filled by extraction; together they cover all words of the text."""
    removed: tuple[Removed, ...] = ()
    """Page furniture and captions that reading left out."""
    source: str | None = None
    """Where the bytes came from: a path as given, an address, `-` for standard input."""

    @classmethod
    def of(
        cls,
        text: str,
        *,
        external_id: str | None = None,
        title: str | None = None,
        outlet: str | None = None,
        url: str | None = None,
        author: str | None = None,
        published: Published | None = None,
        published_rivals: tuple[Published, ...] = (),
        language: str | None = None,
        removed: tuple[Removed, ...] = (),
        source: str | None = None,
    ) -> Self:
        """Build an article whose id is the hash of its text, address and outlet."""
        return cls(
            id=article_id(text, url, outlet),
            external_id=external_id,
            title=title,
            outlet=outlet,
            url=url,
            author=author,
            published=published,
            published_rivals=published_rivals,
            language=language,
            text=text,
            removed=removed,
            source=source,
        )

    def quote(self, start: int, end: int) -> Span:
        """Quote the text from `start` up to, not including, `end`.

        Raises:
            BadQuote: the range is empty or reaches outside the text.
        """
        return Span.of(self.text, start, end)


def article_id(text: str, url: str | None, outlet: str | None) -> str:
    """Hash text, address and outlet into an article's id."""
    digest = hashlib.sha256("\x1f".join((text, url or "", outlet or "")).encode("utf-8", "surrogatepass"))
    return f"art1:{digest.hexdigest()[:16]}"
