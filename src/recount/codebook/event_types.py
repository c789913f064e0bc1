"""ACLED's event types, as its codebook lists them since October 2024."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from recount.errors import BadCodebook

__all__ = ["EventType", "EventTypes", "SubEventType"]


@dataclass(frozen=True, slots=True)
class SubEventType:
    """One of ACLED's 25 sub-types."""

    name: str
    event_type: str
    disorder_type: str


@dataclass(frozen=True, slots=True)
class EventType:
    """One of ACLED's six types with its sub-types, in the order of the codebook."""

    name: str
    sub_types: tuple[SubEventType, ...]


@dataclass(frozen=True, slots=True)
class EventTypes:
    """All types, in the order of the codebook."""

    types: tuple[EventType, ...]

    @classmethod
    def parse(cls, content: Mapping[str, Mapping[str, str]]) -> Self:
        """Build from `{type: {sub-type: disorder type}}`.

        Raises:
            BadCodebook: a sub-type stands under two types.
        """
        types = tuple(
            EventType(name, tuple(SubEventType(sub, name, disorder) for sub, disorder in subs.items()))
            for name, subs in content.items()
        )
        names = [sub.name for event_type in types for sub in event_type.sub_types]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise BadCodebook(f"event_types.yaml: {', '.join(twice)} under two types. Keep one.")
        return cls(types)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the types, in the order of the codebook."""
        return tuple(event_type.name for event_type in self.types)

    @property
    def sub_types(self) -> tuple[SubEventType, ...]:
        """Every sub-type, in the order of the codebook."""
        return tuple(sub for event_type in self.types for sub in event_type.sub_types)

    def sub_type(self, name: str) -> SubEventType | None:
        """Return the sub-type of this name; None where there is none."""
        return next((sub for event_type in self.types for sub in event_type.sub_types if sub.name == name), None)

    def type_of(self, sub_type: str) -> str | None:
        """Return the name of the type that a sub-type stands under; None for an unknown sub-type."""
        found = self.sub_type(sub_type)
        return found.event_type if found else None

    def disorder_type(self, sub_type: str) -> str | None:
        """Return a sub-type's disorder type; None for an unknown sub-type."""
        found = self.sub_type(sub_type)
        return found.disorder_type if found else None
