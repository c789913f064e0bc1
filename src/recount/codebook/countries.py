"""Countries (first form)."""

from typing import Any

__all__ = ["Countries"]


class Countries:
    """Countries."""

    @classmethod
    def parse(cls, content: Any) -> "Countries":
        """Parse."""
        return cls()
