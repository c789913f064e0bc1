"""For whose eyes a release is, as `publishing/release_roles.yaml` holds it."""

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from recount.errors import BadArgument, BadCodebook

__all__ = ["HIDABLE", "ReleaseRole", "release_role", "release_roles"]

HIDABLE = frozenset({"quotes", "speakers", "reviewers", "title", "url", "outlet"})
"""Fields that a role may not see."""


class ReleaseRole(NamedTuple):
    """Whose eyes a release is for."""

    name: str
    about: str
    hidden: frozenset[str]


@lru_cache(maxsize=1)
def release_roles() -> Mapping[str, ReleaseRole]:
    """Return the roles by name.

    Raises:
        BadCodebook: a role hides what is no field.
    """
    from recount.codebook.loader import read_yaml

    where = "release_roles.yaml"
    content = read_yaml((files("recount.codebook") / "data" / "publishing" / where).read_bytes(), where)
    roles = {name: ReleaseRole(name, told["about"], frozenset(told["hidden"])) for name, told in content.items()}
    for role in roles.values():
        if unknown := sorted(role.hidden - HIDABLE):
            raise BadCodebook(f"{where}, {role.name}: {', '.join(unknown)} cannot be hidden, only {sorted(HIDABLE)}.")
    return roles


def release_role(name: str) -> ReleaseRole:
    """Return a role.

    Raises:
        BadArgument: there is none of this name.
    """
    if name not in release_roles():
        raise BadArgument(f"There is no role {name!r}. Give one of {', '.join(release_roles())}.")
    return release_roles()[name]
