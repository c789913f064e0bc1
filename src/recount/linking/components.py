"""Reports that judgements join, directly or through others: what is apart here can be put into events apart."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

__all__ = ["batches_of"]


def batches_of(number: int, joined: Iterable[tuple[int, int]], most: int) -> npt.NDArray[np.int64]:
    """Return for each of some reports, numbered from 0, the number of its batch; what is joined is in one batch.

    Args:
        number: how many reports there are.
        joined: pairs of them.
        most: reports of a batch; only what is joined to more makes a larger one.
    """
    nearer = list(range(number))

    def first_of(one: int) -> int:
        while nearer[one] != one:
            nearer[one] = nearer[nearer[one]]
            one = nearer[one]
        return one

    for one, other in joined:
        first, second = sorted((first_of(one), first_of(other)))
        nearer[second] = first
    firsts = np.fromiter(map(first_of, range(number)), np.int64, number)
    sizes = np.bincount(firsts, minlength=number)
    # Groups in the order of their first reports: a batch ends where the next group would make it too large.
    batch, held = np.zeros(number, np.int64), 0
    current = 0
    for first in np.flatnonzero(sizes).tolist():
        if held and held + int(sizes[first]) > most:
            current, held = current + 1, 0
        batch[first] = current
        held += int(sizes[first])
    found: npt.NDArray[np.int64] = batch[firsts]
    return found
