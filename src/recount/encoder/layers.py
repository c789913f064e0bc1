"""Layers of the small networks that stand on the reader's scores, in numpy."""

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from recount.encoder.scores import Floats

__all__ = ["Layer"]


class Layer(NamedTuple):
    """A matrix that a row of values is multiplied with, and what is added."""

    matrix: Floats
    """(n_in, n_out); of a convolution, (width * n_in, n_out), neighbours from left to right."""
    bias: Floats
    apart: int = 1
    """Of a convolution: rows from one neighbour to the next."""

    @classmethod
    def of(cls, weight: NDArray[np.floating], bias: NDArray[np.floating], *, apart: int = 1) -> Self:
        """Take weights as torch keeps them: (n_out, n_in), or (n_out, n_in, width) of a convolution."""
        rows = weight.transpose(2, 1, 0).reshape(-1, len(weight)) if weight.ndim == 3 else weight.T
        return cls(np.ascontiguousarray(rows, dtype=np.float32), bias.astype(np.float32), apart)

    def __call__(self, values: Floats) -> Floats:
        """Return (…, n, n_out) for (…, n, n_in); beyond the ends there are zeros."""
        width = len(self.matrix) // values.shape[-1]
        result: Floats = _with_neighbours(values, width, self.apart) @ self.matrix + self.bias
        return result


def _with_neighbours(values: Floats, width: int, apart: int) -> Floats:
    """Put beside each row those around it, `width` in all (odd): (…, n, width * n_in)."""
    if width == 1:
        return values
    reach, length = width // 2 * apart, values.shape[-2]
    padded = np.pad(values, [(0, 0)] * (values.ndim - 2) + [(reach, reach), (0, 0)])
    return np.concatenate([padded[..., shift : shift + length, :] for shift in range(0, width * apart, apart)], axis=-1)
