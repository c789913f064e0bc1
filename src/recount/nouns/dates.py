"""Times as written, and the days that they mean once the publication day is known."""

from typing import Literal

from recount.nouns.base import Noun

__all__ = ["TimeExpression"]


class TimeExpression(Noun):
    """What a time expression says, before it is set against a publication day."""

    kind: Literal[
        "date",
        "weekday",
        "weekend",
        "week",
        "month",
        "year",
        "day",
        "ago",
        "since",
        "between",
        "duration",
        "recent",
    ]
