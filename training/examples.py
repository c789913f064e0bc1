"""The common form of every corpus: a text, and for each head what this corpus labels (the rest is masked)."""

from dataclasses import dataclass, field

__all__ = ["Example", "Link", "Sentence", "TaggedSpan", "Trigger"]


@dataclass(frozen=True)
class TaggedSpan:
    """Half-open code-point range with a label of a tag head."""

    label: str
    start: int
    end: int


@dataclass(frozen=True)
class Link:
    """An argument of a trigger."""

    role: str
    start: int
    end: int


@dataclass(frozen=True)
class Trigger:
    """Words that stand for an event, a happening or an act of saying, with their arguments."""

    start: int
    end: int
    links: tuple[Link, ...] = ()
    attributes: dict[str, str] = field(default_factory=dict)
    """Head of a classification of triggers → its class; heads that are not named are masked."""
    happening: str | None = None
    """Triggers of one text with the same name tell of one happening."""


@dataclass(frozen=True)
class Sentence:
    """A sentence and its status in the record."""

    start: int
    end: int
    status: str


@dataclass(frozen=True)
class Example:
    """One text of a corpus."""

    corpus: str
    name: str
    text: str
    tags: dict[str, tuple[TaggedSpan, ...]] = field(default_factory=dict)
    """Tag head → its spans. A head that is not named is not labelled here."""
    triggers: dict[str, tuple[Trigger, ...]] = field(default_factory=dict)
    """Argument head → its triggers."""
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Text head → the labels that hold; the head's other labels do not."""
    sentences: tuple[Sentence, ...] = ()
