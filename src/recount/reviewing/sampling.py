"""A sample of reports for several people to code: it follows from a number, and from nothing that a report says."""

from collections.abc import Iterable
from hashlib import sha256

__all__ = ["sample"]


def sample(ids: Iterable[str], *, size: int, seed: int) -> list[str]:
    """Return up to `size` ids, in the order in which they are asked.

    The same seed draws the same ids from the same ones, whatever their order, and a larger sample begins with a smaller
    one. Each id has the same chance: the digests of seed and id decide.
    """
    return sorted(set(ids), key=lambda one: (sha256(f"{seed}:{one}".encode()).digest(), one))[: max(size, 0)]
