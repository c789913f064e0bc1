"""Actors (first form)."""

from typing import Any

__all__ = ["ActorList"]


class ActorList:
    """Actors."""

    @classmethod
    def parse(cls, lists: Any, *, countries: Any, state_words: Any) -> "ActorList":
        """Parse."""
        return cls()

    def find(self, text: str) -> tuple[Any, ...]:
        """Find."""
        return ()
