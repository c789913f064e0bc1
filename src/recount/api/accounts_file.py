"""The file beside a casebook of who may use its pages: read whole, locked while it changes, replaced at once."""

import json
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from recount.errors import BadArgument
from recount.nouns.accounts import Role, role_of_an_account

__all__ = ["Kept", "accounts_changing", "accounts_file", "accounts_kept", "new_key"]

_FORMAT = 1
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class Kept(NamedTuple):
    """One account as it is kept. It does not leave the functions on accounts."""

    name: str
    role: Role
    password: str
    """A hash by Argon2 with its parameters and salt; never the password."""
    key: str
    """Another one with each password that is set: what was begun with an earlier one ends."""
    added: str
    """When, UTC, as ISO 8601."""


def accounts_file(casebook: Path) -> Path:
    """Return where the accounts of a casebook are kept, whatever link it was reached by."""
    real = casebook.resolve()
    return real.with_name(f"{real.name}.users.json")


def new_key() -> str:
    """Return what marks one setting of a password."""
    return secrets.token_hex(8)


def accounts_kept(casebook: Path) -> tuple[Kept, ...]:
    """Return the accounts in the order of their adding; none where there is no file.

    Raises:
        BadArgument: the file cannot be read, is damaged, or others may write to it.
    """
    path = accounts_file(casebook)
    try:
        with path.open(encoding="utf-8") as file:
            # Who may write here may let herself in.
            if os.name == "posix" and os.fstat(file.fileno()).st_mode & _OTHERS_WRITE:
                raise BadArgument(f"Others may write to {path}. Check its accounts, then: chmod 600 {path}")
            return _read(json.load(file))
    except FileNotFoundError:
        return ()
    except OSError as problem:
        raise BadArgument(f"{path} cannot be read ({problem.strerror}). It must belong to who serves.") from None
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadArgument(
            f"{path} is damaged. Put a copy in its place, or remove it and add the accounts again: recount user add"
        ) from None


def _read(read: Any) -> tuple[Kept, ...]:
    if read["accounts_version"] != _FORMAT:
        raise ValueError(read["accounts_version"])
    return tuple(_account(one) for one in read["accounts"])


def _account(read: Any) -> Kept:
    if not role_of_an_account(read["role"]):
        raise ValueError(read["role"])
    return Kept(str(read["name"]), read["role"], str(read["password"]), str(read["key"]), str(read["added"]))


@contextmanager
def accounts_changing(casebook: Path) -> Iterator[dict[str, Kept]]:
    """Give the accounts by name to change; they are written when the block ends without an error.

    One process at a time: a second one waits.
    """
    path = accounts_file(casebook)
    try:
        with _locked(path.with_name(f"{path.name}.lock")):
            accounts = {one.name: one for one in accounts_kept(casebook)}
            before = dict(accounts)
            yield accounts
            if accounts != before:
                _write(path, accounts)
    except OSError as problem:
        raise BadArgument(
            f"{path} cannot be written ({problem.strerror}). Whoever changes accounts needs to write to its folder."
        ) from None


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(number, msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        # The lock goes with it, as it does when the process is killed.
        os.close(number)


def _write(path: Path, accounts: Mapping[str, Kept]) -> None:
    """Put a new file in place of the old one, so that a reader meets one or the other; `mkstemp` makes it 0600."""
    written = {"accounts_version": _FORMAT, "accounts": [one._asdict() for one in accounts.values()]}
    number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            json.dump(written, file, ensure_ascii=False, indent=1)
            file.write("\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
