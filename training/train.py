"""Train the reader: first on the public corpora, then on all with the project's own.

    python training/train.py --data ../shared/data --weights model.safetensors --tokenizer tokenizer.json \
        --stage public --minutes 60 --out local/public.pt
    python training/train.py ... --stage all --start local/public.pt --minutes 50 --out local/all.pt
    python training/train.py ... --stage last --start local/all.pt --minutes 55 --out local/last.pt
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer

from batches import Window, collate, windows_of
from examples import Example
from loaders import load_attributions, load_entities, load_muc, load_rams, load_types, load_wikievents
from losses import loss_of
from network import Network, new_network
from recount.encoder.pieces import Tokens

__all__ = ["main"]

# Share of the wordpieces drawn from each corpus in a stage; chosen by its size and by what dev still gained.
_ALL = {"own": 0.40, "muc": 0.26, "wikievents": 0.18, "re3d": 0.04, "rams": 0.05, "polnear": 0.05, "types": 0.02}
SHARES = {
    "public": {"muc": 0.47, "wikievents": 0.26, "re3d": 0.06, "rams": 0.08, "polnear": 0.10, "types": 0.03},
    "all": _ALL,
    "last": _ALL,
}
_PIECES_A_STEP = 800
_ENCODER_RATE = {"public": 1.7e-4, "all": 1.5e-4, "last": 1.0e-4}
_HEAD_RATE = {"public": 1e-3, "all": 8e-4, "last": 5e-4}
_LAST_RATE = {"public": 0.35, "all": 0.5, "last": 0.0}
"""Share of the rates at a stage's end, to which they fall in a line."""
_EMPTY_KEPT = 0.5
"""Share of MUC's windows without a span that is kept: half its articles tell of no incident."""
_SEED = 7


def corpora(data: Path, own: Path, stage: str) -> dict[str, list[Example]]:
    """Read what a stage learns from."""
    found = {
        "muc": list(load_muc(data / "muc34/train.json")),
        "wikievents": list(load_wikievents(data / "wikievents/train.jsonl")),
        "rams": list(load_rams(data / "rams/dev.jsonl")),
        "re3d": list(load_entities(data / "re3d")),
        "polnear": list(load_attributions(data / "polnear/train", every=2)),
        "types": [
            *load_types(data / "event_types/satp_relevant/train.tsv", "satp"),
            *load_types(data / "event_types/insightCrime/train.tsv", "insightcrime"),
        ],
    }
    if "own" in SHARES[stage]:
        from own import load_own, load_standoff

        found["own"] = [*load_own(own / "train"), *load_standoff(own / "standoff", data)]
    return {name: found[name] for name in SHARES[stage]}


def _teaches(window: Window, rng: random.Random) -> bool:
    """Tell whether a window has a target; of those with empty ones only, some are left out."""
    if window.triggers or (window.tags > 0).any():
        return True
    return bool((window.texts >= 0).any() or (window.tags >= 0).any()) and rng.random() < _EMPTY_KEPT


def endless(windows: list[Window], rng: random.Random) -> Iterator[Window]:
    """Yield windows in a new order each time round."""
    while True:
        order = windows[:]
        rng.shuffle(order)
        yield from order


def steps(cut: dict[str, list[Window]], stage: str, rng: random.Random) -> Iterator[list[Window]]:
    """Yield the windows of one step, all of one corpus; the corpora take turns by their shares of wordpieces."""
    streams = {name: endless(windows, rng) for name, windows in cut.items()}
    given = dict.fromkeys(streams, 0.0)
    while True:
        name = min(given, key=lambda each: given[each] / SHARES[stage][each])
        group: list[Window] = []
        while not group or sum(len(w.ids) for w in group) < _PIECES_A_STEP - 200:
            group.append(next(streams[name]))
            given[name] += len(group[-1].ids)
        yield group


def train(network: Network, cut: dict[str, list[Window]], stage: str, minutes: float, out: Path) -> None:
    """Learn for a number of minutes; the rates fall to zero with them. Saves every ten minutes and at the end."""
    rng = random.Random(_SEED)
    encoder = [p for p in network.encoder.parameters() if p.requires_grad]
    known = {id(p) for p in network.encoder.parameters()}
    heads = [p for p in network.parameters() if id(p) not in known]
    optimiser = torch.optim.AdamW(
        [{"params": encoder, "lr": _ENCODER_RATE[stage]}, {"params": heads, "lr": _HEAD_RATE[stage]}], weight_decay=0.01
    )
    rates = [group["lr"] for group in optimiser.param_groups]
    began, saved, seen = time.monotonic(), 0.0, 0
    running: dict[str, float] = {}
    network.train()
    for number, group in enumerate(steps(cut, stage, rng)):
        minutes_gone = (time.monotonic() - began) / 60
        share = minutes_gone / minutes
        if share >= 1:
            break
        for part, rate in zip(optimiser.param_groups, rates, strict=True):
            part["lr"] = rate * min(1.0, (number + 1) / 60) * (1 - share * (1 - _LAST_RATE[stage]))
        loss = loss_of(network, collate(group, drop_shapes=0.1, mask=0.12, rng=rng), rng)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        seen += sum(len(window.ids) for window in group)
        corpus = group[0].corpus
        running[corpus] = 0.95 * running.get(corpus, loss.item()) + 0.05 * loss.item()
        if number % 50 == 0:
            shown = " ".join(f"{name} {value:.2f}" for name, value in running.items())
            print(
                f"{number} {minutes_gone:.1f} min, {seen / max(minutes_gone, 0.01) / 60:.0f} pieces/s: {shown}",
                flush=True,
            )
        if minutes_gone - saved >= 10:
            saved = minutes_gone
            torch.save(network.state_dict(), out)
    torch.save(network.state_dict(), out)


def main() -> None:
    """Parse the options and train."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus"))
    options.add_argument("--weights", required=True)
    options.add_argument("--tokenizer", required=True)
    options.add_argument("--stage", choices=SHARES, required=True)
    options.add_argument("--start", type=Path)
    options.add_argument("--minutes", type=float, required=True)
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    torch.manual_seed(_SEED)
    network = new_network(given.weights)
    if given.start:
        network.load_state_dict(torch.load(given.start, weights_only=True))
    tokens = Tokens(Tokenizer.from_file(given.tokenizer))
    rng = random.Random(_SEED)
    cut = {
        name: [w for example in examples for w in windows_of(example, tokens) if _teaches(w, rng)]
        for name, examples in corpora(given.data, given.corpus, given.stage).items()
    }
    print(json.dumps({name: [len(w), sum(len(each.ids) for each in w)] for name, w in cut.items()}), flush=True)
    train(network, cut, given.stage, given.minutes, given.out)


if __name__ == "__main__":
    main()
