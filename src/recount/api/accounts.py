"""Accounts of those who review a casebook: names, roles and passwords.

They stand in a file of their own beside the casebook: a casebook is given away and only grows, so that a password in it
could neither be kept nor taken back.
"""

import threading
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from recount.api.accounts_file import Kept, accounts_changing, accounts_file, accounts_kept, new_key
from recount.api.asked import now
from recount.errors import BadArgument, NoLedger
from recount.nouns.accounts import ACCOUNT_ROLES, ROLES, Account, Role, may_act_as, role_of_an_account

__all__ = [
    "ACCOUNT_ROLES",
    "LEAST_PASSWORD",
    "ROLES",
    "Account",
    "Role",
    "account_of",
    "accounts_file",
    "accounts_of",
    "add_account",
    "change_password",
    "change_role",
    "check_password",
    "may_act_as",
    "remove_account",
]

# Code points of a name: room for any name of a person, and one line of a page.
_LONGEST_NAME = 64
# Code points of a password: NIST SP 800-63B asks for 8 at least; a stolen file is tried offline, hence more.
LEAST_PASSWORD = 10
# Bytes of a password: hashing takes no longer for a long one, but reading it does.
_LONGEST_PASSWORD = 1024
# Different characters of a password: "aaaaaaaaaa" is none.
_LEAST_DIFFERENT = 4
# Passwords hashed at once: each takes 64 MiB and a processor for a twentieth of a second (RFC 9106, second choice).
_AT_ONCE = threading.BoundedSemaphore(2)

_HASHER = PasswordHasher()


def accounts_of(casebook: Path) -> tuple[Account, ...]:
    """Return the accounts in the order of their adding.

    Raises:
        BadArgument: their file cannot be read.
    """
    return tuple(_told(one) for one in accounts_kept(casebook))


def account_of(casebook: Path, name: str) -> Account | None:
    """Return the account with this name, however its letters are capitalised; None where there is none."""
    found = _found(accounts_kept(casebook), name)
    return _told(found) if found else None


def add_account(casebook: Path, name: str, password: str, *, role: str = "reader") -> Account:
    """Add an account.

    Raises:
        BadArgument: the name, password or role cannot be used, or the name is taken.
        NoLedger: there is no such casebook.
    """
    if not casebook.is_file():
        raise NoLedger(f"There is no casebook {casebook}. Make one: recount init {casebook}")
    name, role = _name(name), _role(role)
    hashed = _hash(_password(password, name))
    with accounts_changing(casebook) as accounts:
        if taken := _found(tuple(accounts.values()), name):
            raise BadArgument(f"There is an account {taken.name} already. Take another name, or change that account.")
        added = Kept(name, role, hashed, new_key(), now().isoformat(timespec="seconds"))
        accounts[name] = added
    return _told(added)


def remove_account(casebook: Path, name: str) -> Account:
    """Remove an account; what its owner decided stays.

    Raises:
        BadArgument: there is no such account, or it is the last admin of several accounts.
    """
    with accounts_changing(casebook) as accounts:
        removed = accounts.pop(_known(accounts, name).name)
        _with_an_admin(accounts, removed)
    return _told(removed)


def change_role(casebook: Path, name: str, role: str) -> Account:
    """Give an account another role.

    Raises:
        BadArgument: there is no such account or role, or it is the last admin.
    """
    role = _role(role)
    with accounts_changing(casebook) as accounts:
        before = _known(accounts, name)
        accounts[before.name] = changed = before._replace(role=role)
        _with_an_admin(accounts, before)
    return _told(changed)


def change_password(casebook: Path, name: str, password: str) -> Account:
    """Give an account another password; whoever was logged in by the earlier one no longer is.

    Raises:
        BadArgument: there is no such account, or the password cannot be used.
    """
    known = _known({one.name: one for one in accounts_kept(casebook)}, name)
    hashed = _hash(_password(password, known.name))
    with accounts_changing(casebook) as accounts:
        known = _known(accounts, name)
        accounts[known.name] = changed = known._replace(password=hashed, key=new_key())
    return _told(changed)


def check_password(casebook: Path, name: str, password: str) -> Account | None:
    """Return the account that this name and password open; None where they open none.

    An unknown name takes as long as a known one, so that nobody learns which names there are.
    """
    nobody = _nobody()
    found = _found(accounts_kept(casebook), name)
    if not _fits(found.password if found else nobody, password) or found is None:
        return None
    if _HASHER.check_needs_rehash(found.password):
        _hash_anew(casebook, found, password)
    return _told(found)


def _fits(hashed: str, password: str) -> bool:
    written = _bytes_of(password)
    if len(written) > _LONGEST_PASSWORD:
        return False
    try:
        with _AT_ONCE:
            return _HASHER.verify(hashed, written)
    except (VerificationError, InvalidHashError):
        return False


def _hash_anew(casebook: Path, found: Kept, password: str) -> None:
    """Keep the password under the parameters of today; its key stays, since nobody set another one."""
    hashed = _hash(_bytes_of(password))
    try:
        with accounts_changing(casebook) as accounts:
            if accounts.get(found.name) == found:
                accounts[found.name] = found._replace(password=hashed)
    except BadArgument:
        # The password was right, and its earlier hash still holds: a file that may only be read is no reason to refuse.
        return


def _hash(written: bytes) -> str:
    with _AT_ONCE:
        return _HASHER.hash(written)


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody has."""
    return _hash(new_key().encode())


def _told(kept: Kept) -> Account:
    return Account(kept.name, kept.role, kept.added, kept.key)


def _found(accounts: tuple[Kept, ...], name: str) -> Kept | None:
    wanted = _folded(name)
    return next((one for one in accounts if _folded(one.name) == wanted), None)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.strip()).casefold())


def _known(accounts: Mapping[str, Kept], name: str) -> Kept:
    if found := _found(tuple(accounts.values()), name):
        return found
    there = ", ".join(accounts) or "none"
    raise BadArgument(f"There is no account {name[:_LONGEST_NAME]!r}. There are: {there}.")


def _with_an_admin(accounts: Mapping[str, Kept], before: Kept) -> None:
    if accounts and before.role == "admin" and all(one.role != "admin" for one in accounts.values()):
        raise BadArgument(f"{before.name} is the only admin. Make another account admin first.")


def _name(name: str) -> str:
    """Return a name as it is kept: NFC, without white space around it."""
    name = unicodedata.normalize("NFC", name.strip())
    # Nothing unseen: controls, marks of direction and joiners would let two names look alike.
    if not name or len(name) > _LONGEST_NAME or not name.isprintable() or "  " in name:
        raise BadArgument(
            f"An account cannot be named {name[:_LONGEST_NAME]!r}. A name has 1 to {_LONGEST_NAME} characters that can "
            "be seen, and single spaces between them."
        )
    return name


def _role(role: str) -> Role:
    if role_of_an_account(role):
        return role
    raise BadArgument(f"There is no role {role!r}. Take one of: {', '.join(ACCOUNT_ROLES)}.")


def _password(password: str, name: str) -> bytes:
    written = _bytes_of(password)
    if len(password) < LEAST_PASSWORD:
        raise BadArgument(f"The password is too short. Take {LEAST_PASSWORD} characters or more; a few words are fine.")
    if len(written) > _LONGEST_PASSWORD:
        raise BadArgument(f"The password is too long. Take {_LONGEST_PASSWORD} bytes or fewer.")
    if len(set(password)) < _LEAST_DIFFERENT or _folded(password) == _folded(name):
        raise BadArgument("The password is easily guessed. Take a few words that do not belong together.")
    return written


def _bytes_of(password: str) -> bytes:
    """Return what is hashed: keyboards write the same letter as one character or as two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
