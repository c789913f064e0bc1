"""Write the model file: the network in ONNX (int8 or fp32), its tokenizer, the pair layers and the card.

python training/export.py --network local/all.pt --tokenizer tokenizer.json --out src/recount/encoder/data/reader.zip
"""

import argparse
import hashlib
import io
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from heads import ARGUMENTS, ATTRIBUTES, STATUSES, TAGS, TEXTS
from network import Network

__all__ = ["main"]

_OUTPUTS = ("tags", "statuses", "of_trigger", "of_word", "attributes", "texts")


class _Exported(nn.Module):
    """The network as the run time calls it: one window, every piece's scores."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, ids: Tensor, shapes: Tensor) -> tuple[Tensor, ...]:
        network = self.network
        hidden = network.hidden(ids, shapes, torch.ones_like(ids))
        pooled = torch.cat([hidden.mean(1), hidden[:, 0]], dim=-1)
        attributes = torch.cat([layer(hidden) for layer in network.attributes.values()], dim=-1)
        return (
            network.tags(hidden), network.statuses(hidden), network.of_trigger(hidden), network.of_word(hidden),
            attributes, network.texts(pooled),
        )  # fmt: skip


def main() -> None:
    """Parse the options and write the file."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--network", type=Path, required=True)
    options.add_argument("--tokenizer", type=Path, required=True)
    options.add_argument("--out", type=Path, required=True)
    options.add_argument("--fp32", action="store_true", help="leave the weights as they are, for comparison")
    options.add_argument("--roles", type=Path, help="WikiEvents' roles.json: which roles each type of event has")
    options.add_argument("--card", type=Path, help="JSON with what the file says of itself, thresholds among it")
    given = options.parse_args()
    network = load(given.network)
    with tempfile.TemporaryDirectory() as folder:
        plain, made = Path(folder) / "plain.onnx", Path(folder) / "network.onnx"
        write_onnx(network, plain)
        if given.fp32:
            made = plain
        else:
            quantise(plain, made)
        pack(network, made, given)
    print(f"{given.out}: {given.out.stat().st_size / 1e6:.1f} MB")


def load(path: Path) -> Network:
    """Return a trained network, ready to be exported (plain attention)."""
    config = BertConfig(
        hidden_size=384,
        num_hidden_layers=6,
        num_attention_heads=12,
        intermediate_size=1536,
        attn_implementation="eager",
    )
    network = Network(BertModel(config, add_pooling_layer=False))
    network.load_state_dict(torch.load(path, weights_only=True))
    return network.eval()


def write_onnx(network: Network, path: Path) -> None:
    """Export with the older exporter, whose graphs the quantiser reads."""
    ids = torch.randint(1000, 2000, (1, 40))
    axes = {name: {0: "windows", 1: "pieces"} for name in ("ids", "shapes", *_OUTPUTS[:-1])}
    torch.onnx.export(
        _Exported(network), (ids, torch.zeros_like(ids)), path, dynamo=False, opset_version=17,
        input_names=["ids", "shapes"], output_names=list(_OUTPUTS),
        dynamic_axes=axes | {"texts": {0: "windows"}},
    )  # fmt: skip


def quantise(plain: Path, made: Path) -> None:
    """Write int8 weights, one scale for each channel: one scale for a whole matrix costs several points of F1.

    The layers of the heads stay as they are: they are small, and their scores decide.
    """
    prepared = plain.with_name("prepared.onnx")
    quant_pre_process(plain, prepared, skip_symbolic_shape=True)
    heads = {
        node.name
        for node in onnx.load(prepared).graph.node
        if node.op_type in {"MatMul", "Gemm"} and "/encoder/layer" not in node.name
    }
    quantize_dynamic(
        prepared, made, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul", "Gather"], nodes_to_exclude=sorted(heads),
    )  # fmt: skip


def pack(network: Network, made: Path, given: argparse.Namespace) -> None:
    """Write the zip with fixed times, so that the same network gives the same bytes."""
    arrays = {
        "distance": network.distance.weight,
        "same_weight": network.same.weight[0],
        "same_bias": network.same.bias,
    }
    for name, layer in network.arguments.items():
        arrays[f"{name}_weight"], arrays[f"{name}_bias"] = layer.weight.T, layer.bias
    held = io.BytesIO()
    np.savez(held, **{name: value.detach().numpy().astype(np.float32) for name, value in arrays.items()})
    card = json.loads(given.card.read_text(encoding="utf-8")) if given.card else {}
    card["heads"] = {
        "tags": TAGS,
        "arguments": ARGUMENTS,
        "attributes": ATTRIBUTES,
        "texts": TEXTS,
        "statuses": STATUSES,
    }
    if given.roles:
        card["event_roles"] = event_roles(given.roles)
    card["network_sha256"] = hashlib.sha256(given.network.read_bytes()).hexdigest()
    parts = {
        "network.onnx": made.read_bytes(),
        "tokenizer.json": given.tokenizer.read_bytes(),
        "pairs.npz": held.getvalue(),
        "card.json": json.dumps(card, indent=1).encode(),
    }
    given.out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(given.out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def event_roles(path: Path) -> dict[str, list[str]]:
    """Return the roles of each type of event, by the type's first two levels."""
    found: dict[str, set[str]] = {}
    for kind, roles in json.loads(path.read_text(encoding="utf-8")):
        found.setdefault(".".join(kind.split(".")[:2]), set()).update(roles)
    return {kind: sorted(roles) for kind, roles in sorted(found.items())}


if __name__ == "__main__":
    main()
