"""Who asks, and what they may do."""

from typing import Annotated, NamedTuple

from fastapi import Depends
from starlette.requests import Request

from recount.web.serving import serving

__all__ = ["ROLES", "MayAdmin", "MayCode", "MayRead", "MayReview", "Who", "csrf_checked", "who_asks"]

ROLES = ("public", "reader", "coder", "reviewer", "admin")
"""From the least to the most that they may do."""


class Who(NamedTuple):
    """Who asks."""

    name: str
    role: str
    csrf: str
    """What a form of theirs must bring along."""

    def may(self, role: str) -> bool:
        """Tell whether this role is theirs, or a lesser one than theirs."""
        return ROLES.index(self.role) >= ROLES.index(role)


def who_asks(request: Request) -> Who:
    """Return who asks."""
    asked = serving(request)
    return Who("", "public", "") if asked.public else Who(asked.by, "admin", "none")


def csrf_checked(request: Request) -> None:
    """Refuse a change that does not come from a form of ours."""


MayRead = Annotated[Who, Depends(who_asks)]
MayCode = Annotated[Who, Depends(who_asks)]
MayReview = Annotated[Who, Depends(who_asks)]
MayAdmin = Annotated[Who, Depends(who_asks)]
