"""Cumulative figures. A tally is never an event."""

import hashlib
from datetime import date
from typing import Literal

from pydantic import Field

from recount.nouns.base import Noun, Stated
from recount.nouns.dates import TimeExpression
from recount.nouns.report import Party
from recount.nouns.span import Span

__all__ = ["Measure", "Tally", "TallyArea", "TallyCheck", "TallyPart", "TallyShare", "tally_id"]

Measure = Literal["attacks", "killed", "injured", "missing", "abducted", "arrested", "displaced", "other"]


class TallyArea(Noun):
    """An area that a tally counts over."""

    name: str
    """As written."""
    country: str | None = None
    """ISO 3166-1 alpha-2; None where the name is not that of, or in, one known country."""
    gazetteer_id: str | None = None
    spans: tuple[Span, ...] = ()


class TallyPart(Noun):
    """One summand that the text gives: an area's or a group's share."""

    area: str | None = None
    country: str | None = None
    group: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    spans: tuple[Span, ...] = Field(min_length=1)


class TallyShare(Noun):
    """A share that words give without a number: "the majority of them claimed by …"."""

    words: str
    """In small letters, without "of": "the majority"."""
    party: Party | None = None
    """Who it is ascribed to; None where the text does not say."""
    spans: tuple[Span, ...] = Field(min_length=1)


class TallyCheck(Noun):
    """The parts added up."""

    parts_sum: int
    agrees: bool
    """Whether the sum of the parts lies within the bounds of the whole."""


class Tally(Stated):
    """A cumulative figure over a period or an area, by one speaker."""

    id: str = Field(pattern=r"^tal1:[0-9a-f]{16}$")
    measure: Measure
    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: str
    """The named rule that made the bounds."""
    perpetrators: tuple[Party, ...] = ()
    targets: tuple[Party, ...] = ()
    group: str | None = None
    """Who or what is counted, as written."""
    since: date | None = None
    """First day of the period, inclusive; None where the text does not say."""
    until: date | None = None
    """Last day of the period, inclusive: of a total that runs on ("since …", "this year") the day of publication; None
    where the text does not say."""
    since_expression: TimeExpression | None = None
    """What the words say of the period's beginning, before they are set against the publication day."""
    until_expression: TimeExpression | None = None
    areas: tuple[TallyArea, ...] = ()
    parts: tuple[TallyPart, ...] = ()
    check: TallyCheck | None = None
    """None where the text gives no parts."""
    shares: tuple[TallyShare, ...] = ()
    revises: str | None = None
    """Id of the tally of the article whose figure this one takes the place of."""
    statements: tuple[str, ...] = ()


def tally_id(article_id: str, anchor: Span) -> str:
    """Hash an article's id with a figure's range into a tally's id."""
    digest = hashlib.sha256(f"{article_id}\x1f{anchor.start}\x1f{anchor.end}".encode())
    return f"tal1:{digest.hexdigest()[:16]}"
