"""Who says what, and as what: claim, report, accusation, denial."""

import hashlib
from typing import Literal

from pydantic import Field

from recount.nouns.base import Noun
from recount.nouns.span import Span

__all__ = ["Speaker", "SpeakerKind", "Stance", "Statement", "StatementSpans", "statement_id"]

SpeakerKind = Literal[
    "outlet",
    "official",
    "party to the conflict",
    "witness",
    "medical",
    "monitor",
    "agency",
    "anonymous",
    "other",
]
Stance = Literal["reports", "claims", "confirms", "denies", "accuses", "estimates", "warns", "condemns"]


class Speaker(Noun):
    """Who says a thing: the outlet itself, a named person, an office, a group, "sources"."""

    name: str | None = None
    """As written at its fullest in the article; None for the outlet's own voice."""
    role: str | None = None
    """Office or qualifier: "Pentagon spokesperson", "security source"."""
    side: str | None = None
    """Canonical actor for whom the speaker speaks, where text or actor list makes it plain."""
    kind: SpeakerKind = "other"


class StatementSpans(Noun):
    """The words of a statement, by part."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


class Statement(Noun):
    """One speaker saying one thing."""

    id: str = Field(pattern=r"^st1:[0-9a-f]{16}$")
    speaker: Speaker
    via: str | None = None
    """The outlet that the outlet quotes."""
    cue: str | None = None
    stance: Stance
    about: tuple[str, ...] = ()
    """Ids of the reports and tallies that it speaks of."""
    fields: tuple[str, ...] = ()
    """Names of the fields that it gives a value for: `weapons`, `casualties`, `where` …"""
    spans: StatementSpans
    method: str = Field(pattern=r"^[a-z_.\-]+/\d+$")


def statement_id(article_id: str, content: Span, cue: Span | None) -> str:
    """Hash an article's id with the ranges of content and cue into a statement's id."""
    cue_range = f"{cue.start}-{cue.end}" if cue else ""
    digest = hashlib.sha256(f"{article_id}\x1f{content.start}\x1f{content.end}\x1f{cue_range}".encode())
    return f"st1:{digest.hexdigest()[:16]}"
