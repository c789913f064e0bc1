"""The model files that this package ships."""

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from recount.encoder.scores import Floats
from recount.errors import BadModel

__all__ = ["SmallNetwork", "packaged", "unpacked"]


class SmallNetwork(NamedTuple):
    """A file of one of the small networks that stand on the reader's scores."""

    card: Mapping[str, Any]
    mean: Floats
    """(n_states,), of what the reader tells of a word."""
    deviation: Floats
    members: tuple[Mapping[str, NDArray[np.floating]], ...]
    """Of each network that votes: name of a weight → its values."""

    def scaled(self, states: Floats) -> Floats:
        """Return states as the networks were trained with: centred, scaled and cut at six deviations."""
        result: Floats = np.clip((states - self.mean) / self.deviation, -6, 6)
        return result


def packaged(name: str) -> bytes:
    """Read a packaged model file.

    Raises:
        BadModel: this installation lacks the file.
    """
    path = files("recount.encoder").joinpath("data", name)
    if not path.is_file():
        raise BadModel(f"The model file {name} is not in this installation. Install Recount again.")
    return path.read_bytes()


def unpacked(content: bytes, name: str, layers: Iterable[str]) -> SmallNetwork:
    """Read the bytes of a small network's file; `name` says in a message whose it is.

    Raises:
        BadModel: the bytes are no such file, or one of `layers` is missing.
    """
    needed = {f"{layer}.{part}" for layer in layers for part in ("weight", "bias")}
    try:
        arrays = dict(np.load(io.BytesIO(content)))
        card = json.loads(bytes(arrays["card"]).decode())
        members = tuple(
            {key.partition("/")[2]: value for key, value in arrays.items() if key.startswith(f"{number}/")}
            for number in range(card["members"])
        )
        for member in members:
            if missing := sorted(needed - member.keys()):
                raise KeyError(missing[0])
        return SmallNetwork(card, arrays["mean"].astype(np.float32), arrays["deviation"].astype(np.float32), members)
    except (ValueError, TypeError, KeyError, OSError, EOFError, zipfile.BadZipFile) as error:
        raise BadModel(f"The file of {name} cannot be read ({error}). Install Recount again.") from error
