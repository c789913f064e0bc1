"""The model file: one zip that holds the network, its tokenizer, the names of its heads and its origin."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from recount.encoder.heads import Heads
from recount.encoder.packaged import packaged
from recount.encoder.pieces import Tokens, owners, windows
from recount.encoder.scores import PairWeights, Scores
from recount.encoder.thresholds import Thresholds
from recount.errors import BadModel

__all__ = ["Encoder", "load"]

_FILE = "reader.zip"
# Two threads are as fast as more on laptops for windows of 512 pieces, and leave room for other work.
_THREADS = 2


class Encoder:
    """Gives scores to texts; loaded once, it can be used from several threads."""

    def __init__(self, content: bytes, *, threads: int = _THREADS) -> None:
        """Load a model file's bytes.

        Raises:
            BadModel: the bytes are no model file.
        """
        self.digest = f"sha256:{hashlib.sha256(content).hexdigest()}"
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as held:
                network, self.card = held.read("network.onnx"), json.loads(held.read("card.json"))
                tokenizer = Tokenizer.from_str(held.read("tokenizer.json").decode())
                arrays = dict(np.load(io.BytesIO(held.read("pairs.npz"))))
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise BadModel(f"The model file cannot be read ({error}). Install Recount again.") from error
        self.heads = _heads(self.card["heads"])
        self.thresholds = Thresholds(**self.card.get("thresholds", {}))
        self._tokens = Tokens(tokenizer)
        self._weights = PairWeights(
            arrays["distance"],
            (arrays["same_weight"], arrays["same_bias"]),
            {name: (arrays[f"{name}_weight"], arrays[f"{name}_bias"]) for name in self.heads.arguments},
        )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        # Several heads are asked about one text, which is read with its names and without.
        self._scores = lru_cache(maxsize=4)(self._read)

    def read(self, text: str, *, names: Sequence[tuple[int, int]] = ()) -> Scores:
        """Return the scores of a text of any length.

        It is read in overlapping windows; each word takes its scores from the window in which it stands farthest
        from an edge, so that no sentence is lost at a seam.

        Args:
            text: any text.
            names: half-open ranges of code points, in order and apart, that are read as one and the same name; each
                is one word of the scores.
        """
        return self._scores(text, tuple(names))

    def _read(self, text: str, names: tuple[tuple[int, int], ...]) -> Scores:
        pieces = self._tokens.cut(text, names)
        ranges = windows(pieces)
        owner = owners(len(pieces.ids), ranges)[pieces.firsts]
        outputs = [self._run(pieces.ids[start:end], pieces.shapes[start:end]) for start, end in ranges]
        stitched = {
            name: np.concatenate(
                [np.zeros((0, width), dtype=np.float32)]
                + [
                    output[name][pieces.firsts[owner == number] - start]
                    for number, (output, (start, _)) in enumerate(zip(outputs, ranges, strict=True))
                ]
            )
            for name, width in self._widths.items()
        }
        tags = stitched["tags"].reshape(len(pieces.firsts), self._widths["tags"] // 3, 3)
        powers = np.exp(tags - tags.max(-1, keepdims=True))
        texts = [1 / (1 + np.exp(-each["texts"])) for each in outputs]
        n_texts = sum(map(len, self.heads.texts.values()))
        return Scores(
            self.heads,
            self._weights,
            pieces.words,
            powers / powers.sum(-1, keepdims=True),
            stitched["statuses"],
            stitched["of_trigger"],
            stitched["of_word"],
            stitched["attributes"],
            np.max(texts, axis=0) if texts else np.zeros(n_texts, dtype=np.float32),
        )

    @property
    def _widths(self) -> dict[str, int]:
        pair = self._weights.distance.shape[1]
        return {
            "tags": 3 * sum(map(len, self.heads.tags.values())),
            "statuses": len(self.heads.statuses),
            "of_trigger": pair,
            "of_word": pair,
            "attributes": sum(map(len, self.heads.attributes.values())),
        }

    def _run(self, ids: Any, shapes: Any) -> dict[str, Any]:
        """Return the outputs for one window's pieces, without those of the special pieces."""
        ids = np.concatenate([[self._tokens.opening], ids, [self._tokens.closing]])[None]
        shapes = np.concatenate([[5], shapes, [5]])[None]
        names = [output.name for output in self._session.get_outputs()]
        values = self._session.run(names, {"ids": ids, "shapes": shapes})
        return {
            name: value[0] if name == "texts" else value[0, 1:-1] for name, value in zip(names, values, strict=True)
        }


def _heads(given: dict[str, Any]) -> Heads:
    tables = {
        name: {head: tuple(labels) for head, labels in given[name].items()}
        for name in ("tags", "arguments", "attributes", "texts")
    }
    return Heads(**tables, statuses=tuple(given["statuses"]))


@lru_cache(maxsize=1)
def load() -> Encoder:
    """Load the packaged model.

    Raises:
        BadModel: this installation lacks the file, or it cannot be read.
    """
    return Encoder(packaged(_FILE))
