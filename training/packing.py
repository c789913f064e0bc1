"""Files of the small networks that stand on the reader's scores: the twin of `recount.encoder.packaged.unpacked`."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from torch import nn

__all__ = ["packed", "scale_of"]


def packed(members: Sequence[nn.Module], scale: tuple[np.ndarray, np.ndarray], card: Mapping[str, object]) -> bytes:
    """Return the bytes of the file that the run time loads; weights have 16 bits."""
    arrays: dict[str, np.ndarray] = {"mean": scale[0].astype(np.float32), "deviation": scale[1].astype(np.float32)}
    arrays["card"] = np.frombuffer(json.dumps({"members": len(members), **card}).encode(), dtype=np.uint8)
    for number, net in enumerate(members):
        arrays |= {f"{number}/{name}": value.numpy().astype(np.float16) for name, value in net.state_dict().items()}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def scale_of(states: Iterable[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation of every state over all rows, (n_rows, n_states) each."""
    joined = np.concatenate(list(states)).astype(np.float32)
    return joined.mean(0), joined.std(0) + 1e-3
