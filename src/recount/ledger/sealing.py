"""Seals: the head of a casebook at a point in time, kept elsewhere and checked later."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple, Self

from recount.errors import BadArgument
from recount.ledger.casebook import Ledger
from recount.ledger.keeping import moment

__all__ = ["Seal", "seal"]

_KIND = "recount seal"
_SCHEME = "sha256/160:"


class Seal(NamedTuple):
    """The head of a casebook, which stands for every row up to it."""

    casebook: str
    seq: int
    hash: bytes
    sealed: str
    by: str

    def written(self) -> dict[str, Any]:
        """Return the seal as it is written to a file."""
        return {
            "kind": _KIND,
            "casebook": self.casebook,
            "rows": self.seq,
            "head": f"{_SCHEME}{self.hash.hex()}",
            "sealed": self.sealed,
            "by": self.by,
        }

    @classmethod
    def read(cls, written: str, *, name: str) -> Self:
        """Read a seal from the content of its file.

        Raises:
            BadArgument: it is no seal.
        """
        try:
            content: Mapping[str, Any] = json.loads(written)
            if content["kind"] != _KIND or not content["head"].startswith(_SCHEME):
                raise ValueError
            digest = bytes.fromhex(content["head"].removeprefix(_SCHEME))
            return cls(content["casebook"], int(content["rows"]), digest, content["sealed"], content["by"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise BadArgument(f"{name} is no seal. Give the file that `recount seal` wrote.") from None


def seal(ledger: Ledger, *, by: str, at: datetime) -> Seal:
    """Return the seal of a casebook as it is now."""
    head = ledger.head
    return Seal(ledger.path.name, head.seq, head.hash, moment(at), by)
