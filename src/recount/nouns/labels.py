"""What public corpora label, and what a trained reader answers in their terms.

These are the corpora's own names and offsets, apart from the project's record: a template of MUC, an event with
its arguments (WikiEvents, RAMS), an entity (re3d). Offsets are half-open code points into the text given.
"""

from collections.abc import Mapping
from typing import NamedTuple

__all__ = ["MUC_ROLES", "Argument", "Attribution", "Entity", "FoundPlace", "MucTemplate", "PredictedEvent", "Trigger"]

# The five roles of the processed MUC-3/4 files, by the names that the files use.
MUC_ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")


class MucTemplate(NamedTuple):
    """One incident of an article as MUC-3/4 fills it in."""

    incident_type: str
    """attack, bombing, kidnapping, arson, robbery or forced work stoppage; a key may hold "bombing / attack"."""
    roles: Mapping[str, tuple[tuple[str, ...], ...]]
    """Role of `MUC_ROLES` → entities; an entity is its mentions as written. An absent role has no entity."""


class Trigger(NamedTuple):
    """The words that tell of an event, and its type by the corpus's name."""

    start: int
    end: int
    type: str


class Argument(NamedTuple):
    """A participant of an event, with its role by the corpus's name."""

    start: int
    end: int
    role: str


class PredictedEvent(NamedTuple):
    """An event as a reader finds it."""

    trigger: Trigger
    arguments: tuple[Argument, ...] = ()


class Entity(NamedTuple):
    """A mention of a person, place, organisation …, with its type by the corpus's name."""

    start: int
    end: int
    type: str


class FoundPlace(NamedTuple):
    """A name of a place in a text, and where it was set down."""

    start: int
    end: int
    """Half-open; the name alone."""
    name: str
    role: str
    """literal, metonym, demonym, or embedded in another name."""
    label: str
    """The place in words, or why there is none."""
    latitude: float | None
    """WGS84 degrees."""
    longitude: float | None
    country: str | None
    """ISO 3166-1 alpha-2."""


class Attribution(NamedTuple):
    """Somebody lets something be known: who, by which words, and what; all by ranges, in reading order."""

    source: tuple[tuple[int, int], ...]
    """Empty where the text does not name the source."""
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
