"""Who may use a casebook's pages, and what for."""

from typing import Literal, NamedTuple, TypeGuard, get_args

__all__ = ["ACCOUNT_ROLES", "ROLES", "Account", "Role", "may_act_as", "role_of_an_account"]

Role = Literal["public", "reader", "coder", "reviewer", "admin"]
"""public: reads what may be shown to everyone; reader: reads all; coder: decides, and codes samples blind; reviewer:
draws samples and settles what coders differ on; admin: gives accounts. Each may what those before it may."""

ROLES: tuple[Role, ...] = get_args(Role)
"""From the least to the most."""

ACCOUNT_ROLES = ROLES[1:]
"""What an account may be: everybody is public without one."""


class Account(NamedTuple):
    """One who may log in. Names are those that decisions are kept under."""

    name: str
    role: Role
    added: str
    """When, UTC, as ISO 8601."""
    key: str
    """Another one with each password that is set; it opens nothing."""


def may_act_as(role: Role, wanted: Role) -> bool:
    """Tell whether a role may what `wanted` may."""
    return ROLES.index(role) >= ROLES.index(wanted)


def role_of_an_account(word: str) -> TypeGuard[Role]:
    """Tell whether an account may have this role."""
    return word in ACCOUNT_ROLES
