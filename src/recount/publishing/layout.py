"""What the explanation page shows, ready for its template: words on one side, values on the other."""

from typing import NamedTuple

from recount.nouns import Article, Record
from recount.nouns.marks import Field
from recount.publishing.site_map import SiteMap
from recount.publishing.timeline import Timeline

__all__ = ["Card", "Explained", "Item", "Line", "Rival", "Row", "Run", "Said"]


class Run(NamedTuple):
    """Words that are covered by the same values throughout."""

    text: str
    id: str | None
    """Anchor on the page; None where no value rests on the words."""
    field: Field | None
    """Of the narrowest value."""
    fields: tuple[Field, ...]
    values: tuple[str, ...]
    """Anchors of all values that rest on the words, the narrowest first."""
    lit: tuple[str, ...]
    """Those to highlight when a reader points at the words."""
    hint: str
    name: str = ""
    """The field, at the first words of a value only."""
    start: int = 0
    """Of its first code point in the article's text; what is withheld keeps its place."""


class Line(NamedTuple):
    """One sentence with its status."""

    status: str
    reason: str
    runs: tuple[Run, ...]
    opens: bool
    """Whether it opens a paragraph."""
    start: int = 0
    """Code points of the article's text, half-open."""
    end: int = 0


class Item(NamedTuple):
    """One coded value."""

    text: str
    note: str = ""
    quote: str = ""
    """The words as written, where they differ from the value."""
    value: str | None = None
    """Its key, shared with the words that carry it; None where it rests on no words."""
    anchor: str | None = None
    """The key again where the value is shown first; None where it is shown once more."""
    words: str | None = None
    """Anchor of its first words."""
    part: bool = False
    """Whether it is contained in the item before it."""
    said_by: tuple[tuple[str, str], ...] = ()
    """Stance and speaker of the statements that hold its words; empty for the outlet's own voice."""


class Row(NamedTuple):
    """A field of a card."""

    field: Field
    label: str
    items: tuple[Item, ...]


class Said(NamedTuple):
    """One statement."""

    speaker: str
    note: str
    stance: str
    item: Item
    id: str = ""


class Rival(NamedTuple):
    """A field for which speakers give different values."""

    field: str
    values: tuple[tuple[str, str], ...]
    """Value and who gives it."""


class Card(NamedTuple):
    """A report or a tally."""

    kind: str
    number: int
    id: str
    title: str
    subtitle: str
    modality: str
    headline: Item
    rows: tuple[Row, ...]
    check: str
    agrees: bool
    said: tuple[Said, ...]
    rivals: tuple[Rival, ...]
    evidence: tuple[tuple[str, str, str], ...]
    """Field, value and the rule that chose it."""


class Explained(NamedTuple):
    """A record ready for the template."""

    key: str
    article: Article
    published: str
    direction: str
    lines: tuple[Line, ...]
    legend: tuple[tuple[Field, str], ...]
    reports: tuple[Card, ...]
    tallies: tuple[Card, ...]
    loose: tuple[Said, ...]
    """Statements on no report or tally."""
    notices: tuple[tuple[str, Item], ...]
    map: SiteMap | None
    timeline: Timeline | None
    statuses: tuple[tuple[str, int], ...]
    record: Record
