"""Everything that was coded from one article: the public contract of `recount code`."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, Field, model_validator

from recount.nouns.article import Article
from recount.nouns.base import Noun
from recount.nouns.report import Report
from recount.nouns.span import Span
from recount.nouns.statement import Statement
from recount.nouns.tally import Tally

__all__ = ["Method", "Notice", "NoticeKind", "Problem", "Reading", "Record", "spans_in"]

NoticeKind = Literal[
    "loaded wording",
    "contradicting date",
    "contradicting publication date",
    "other calendar",
    "time zone",
    "parts do not add up",
    "cut-off text",
    "unknown publication date",
    "unsupported language",
    "unknown place",
    "uncoded violence",
]


class Notice(Noun):
    """Something that a person should look at; nothing is coded from it."""

    kind: NoticeKind
    message: str
    spans: tuple[Span, ...] = ()
    neutral: str | None = None
    """For loaded wording: the codebook's neutral term."""


class Problem(Noun):
    """An input that could not be coded, so that a batch ends with what failed and nothing else is lost."""

    source: str
    stage: str
    """The stage that failed: `reading`, `extraction`, `resolution`."""
    message: str
    """What was found, where, and what to do."""


class Method(Noun):
    """Which programme and data made a record."""

    name: str
    version: str
    model_digest: str | None = None
    """Of the reader's file and of the place tagger's, parted by a space; None where no trained model read."""
    gazetteer_digest: str
    codebook_digest: str
    uncoded_violence: int = Field(default=0, ge=0)
    """Sentences of the article that look like violence and are in no report or tally; a notice names each."""


class Reading(Noun):
    """What a reader finds in an article before places, days and actors are resolved."""

    article: Article
    """With every sentence and its status."""
    reports: tuple[Report, ...] = ()
    tallies: tuple[Tally, ...] = ()
    statements: tuple[Statement, ...] = ()
    notices: tuple[Notice, ...] = ()


class Record(Reading):
    """A reading once resolved. It refuses any span whose quote does not hold in its article's text."""

    method: Method

    @model_validator(mode="after")
    def _every_quote_holds(self) -> Self:
        for span in spans_in(self):
            span.check(self.article.text)
        return self


def spans_in(value: object) -> Iterator[Span]:
    """Yield every span anywhere inside a noun, in the order of its fields."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from spans_in(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from spans_in(item)
