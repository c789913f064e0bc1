"""Trains the network that tells who says what, which stands on the scores of the trained reader.

    python training/sayings.py --data ../shared/data --cache work/sayings --out src/recount/encoder/data/sayings.npz

PolNeAR teaches `attributions`, the project's corpus and its stand-off annotations `speech`; a text teaches the style
that it is marked with and leaves the other alone. Thresholds are chosen on PolNeAR's development part and on
`corpus/dev`, and the figures of both are printed.
"""

import argparse
import time
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

import packing
from recount import encoder
from recount.encoder.said_clues import CLUES, N_RELATIONS, Outline, clues_of, outline_of, relations_of
from recount.encoder.sayings import ROLES, STYLES, WINDOW, Sayings
from recount.encoder.scores import PairWeights, Scores, buckets_of
from recount.extraction.sentences import split_sentences
from saying_cases import Case, Said, cases

__all__ = ["main"]

_MEMBERS = 1
_WIDTH, _PAIR_WIDTH = 128, 64
# Cues of one text that one step looks at.
_CUES = 10
# Words of one text that one step looks at.
_LONGEST = 400
# One in so many of PolNeAR's texts is seen in an epoch.
_PARTLY = 2
_THRESHOLDS = {"cue": 0.5, "sure": 0.3, "source_begins": 0.0, "content_begins": 0.0}


class Net(nn.Module):
    """The layers of `recount.encoder.sayings`, by the same names."""

    def __init__(self, n_states: int, n_pair: int) -> None:
        super().__init__()
        self.px, self.pf = nn.Linear(n_states, _WIDTH), nn.Linear(len(CLUES), _WIDTH)
        self.c = nn.Conv1d(2 * _WIDTH, _WIDTH, 3, padding=1)
        for number in range(4):
            self.add_module(f"b{number}", _dilated(_WIDTH, 2**number))
        self.cue = nn.Linear(_WIDTH, 3 * len(STYLES))
        self.aw, self.ac = nn.Linear(_WIDTH, _PAIR_WIDTH), nn.Linear(_WIDTH, _PAIR_WIDTH)
        self.pp, self.pr = nn.Linear(n_pair, _PAIR_WIDTH), nn.Linear(N_RELATIONS, _PAIR_WIDTH)
        for number in range(5):
            self.add_module(f"d{number}", _dilated(_PAIR_WIDTH, 2**number))
        self.roles = nn.Linear(_PAIR_WIDTH, 3 * len(STYLES) * len(ROLES))
        self.dropout = nn.Dropout(0.3)

    def words(self, states: Tensor, clues: Tensor) -> Tensor:
        """Return (n_words, width) for the words of one text."""
        held = _gelu(torch.cat([self.px(self.dropout(states)), self.pf(clues)], -1))
        held = _gelu(self.c(self.dropout(held).T[None])[0].T)
        for number in range(4):
            held = held + _gelu(self.get_submodule(f"b{number}")(self.dropout(held).T[None])[0].T)
        return held

    def pairs(self, held: Tensor, cue: Tensor, pairs: Tensor, relations: Tensor, inside: Tensor) -> Tensor:
        """Return (n_cues, n, styles, roles, 3) for the words around each cue; `inside` is 0 beyond the text's ends."""
        value = self.aw(self.dropout(held)) + self.ac(cue)[:, None] + self.pp(self.dropout(pairs)) + self.pr(relations)
        value = _gelu(value) * inside
        for number in range(5):
            around = self.get_submodule(f"d{number}")(self.dropout(value).transpose(1, 2)).transpose(1, 2)
            value = (value + _gelu(around)) * inside
        return self.roles(value).view(*value.shape[:2], len(STYLES), len(ROLES), 3)


def _dilated(width: int, apart: int) -> nn.Conv1d:
    return nn.Conv1d(width, width, 3, padding=apart, dilation=apart)


def _gelu(values: Tensor) -> Tensor:
    return nn.functional.gelu(values, approximate="tanh")


class Held(NamedTuple):
    """A case as tensors."""

    case: Case
    outline: Outline
    states: Tensor
    clues: Tensor
    of_trigger: Tensor
    of_word: Tensor


def hold(case: Case, reader: encoder.Encoder, scale: tuple[np.ndarray, np.ndarray]) -> Held:
    """Turn a case into tensors; states are scaled and clipped as at run time."""
    outline = outline_of(case.words, split_sentences(case.text))
    states = np.clip((case.states.astype(np.float32) - scale[0]) / scale[1], -6, 6)
    clues = clues_of(case.text, case.words, outline)
    n_tags = 3 * sum(map(len, reader.heads.tags.values()))
    n_pair = len(weights_of(reader).same[0])
    of_trigger = torch.tensor(case.states[:, n_tags : n_tags + n_pair])
    of_word = torch.tensor(case.states[:, n_tags + n_pair : n_tags + 2 * n_pair])
    return Held(case, outline, torch.tensor(states).half(), torch.tensor(clues), of_trigger, of_word)


def weights_of(reader: encoder.Encoder) -> PairWeights:
    """Return the layers by which the reader joins a trigger with a word."""
    return reader.read("said").weights


def cut(held: Held, chance: np.random.Generator) -> Held:
    """Cut a long text to a run of `_LONGEST` words that begins anywhere, with the sayings whose cue lies in it."""
    n_words = len(held.case.words)
    if n_words <= _LONGEST:
        return held
    first = int(chance.integers(0, n_words - _LONGEST + 1))
    end = first + _LONGEST

    def within(ranges: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
        return tuple((max(a, first) - first, min(b, end) - first) for a, b in ranges if a < end and first < b)

    said = tuple(
        each._replace(cue=within([each.cue])[0], source=within(each.source), content=within(each.content))
        for each in held.case.sayings
        if first <= each.cue[0] and each.cue[1] <= end
    )
    run = slice(first, end)
    return Held(
        held.case._replace(words=held.case.words[run], sayings=said),
        Outline(held.outline.sentences[run], held.outline.paragraphs[run]),
        *(each[run] for each in held[2:]),
    )


def loss_of(net: Net, held: Held, weights: PairWeights, chance: np.random.Generator) -> Tensor:
    """Return the loss of one text: its cues, the sources and contents of some of them, ."""
    case, style = held.case, held.case.style
    words = net.words(held.states.float(), held.clues)
    logits = net.cue(words).view(-1, len(STYLES), 3)[:, style]
    loss = nn.functional.cross_entropy(logits, _tags([said.cue for said in case.sayings], 0, len(case.words)))
    # False cues that the network believes in are shown too, with nothing said by them.
    sure = (1 - torch.softmax(logits.detach(), -1)[:, 0]).numpy()
    real = {at for said in case.sayings for at in range(*said.cue)}
    false = [Said((at, at + 1), (), ()) for at in np.flatnonzero(sure > 0.25).tolist() if at not in real]
    chosen = [*_some(case.sayings, _CUES, chance), *_some(false, _CUES // 3, chance)]
    return loss * 4 + (_roles_loss(net, held, words, chosen, weights) if chosen else 0)


def _some(items: Sequence[Said], most: int, chance: np.random.Generator) -> list[Said]:
    if len(items) <= most:
        return list(items)
    return [items[at] for at in chance.choice(len(items), most, replace=False)]


def _roles_loss(net: Net, held: Held, words: Tensor, chosen: Sequence[Said], weights: PairWeights) -> Tensor:
    """Return the mean loss of some cues: of their sources and contents, and of  where these are marked."""
    offsets = np.arange(-WINDOW, WINDOW + 1)
    at = np.array([said.cue[0] for said in chosen])[:, None] + offsets
    inside = (at >= 0) & (at < len(words))
    rows = torch.tensor(np.clip(at, 0, len(words) - 1))
    cues = torch.stack([words[first:end].mean(0) for first, end in (said.cue for said in chosen)])
    triggers = torch.stack([held.of_trigger[first:end].float().mean(0) for first, end in (said.cue for said in chosen)])
    apart = torch.tensor(weights.distance[buckets_of(offsets)])
    pairs = _gelu(triggers[:, None] + held.of_word[rows].float() + apart)
    relations = np.stack([_relations(held.outline, said.cue, row) for said, row in zip(chosen, at, strict=True)])
    mask = torch.tensor(inside, dtype=torch.float32)[..., None]
    logits = net.pairs(words[rows], cues, pairs, torch.tensor(relations), mask)[:, :, held.case.style]
    marked = [(said.source, said.content) for said in chosen]
    wanted = np.stack([[_row(ranges, row) for ranges in roles] for roles, row in zip(marked, at, strict=True)])
    tags = torch.tensor(np.where(inside[:, None], wanted, -100)).transpose(1, 2)
    loss = nn.functional.cross_entropy(logits.reshape(-1, 3), tags.reshape(-1), reduction="sum") / 15
    return loss / len(chosen)


def _relations(outline: Outline, cue: tuple[int, int], row: np.ndarray) -> np.ndarray:
    first, end = max(int(row[0]), 0), min(int(row[-1]) + 1, len(outline.sentences))
    found = np.zeros((len(row), N_RELATIONS), dtype=np.float32)
    found[first - row[0] : end - row[0]] = relations_of(outline, cue, first, end)
    return found


def _row(ranges: Sequence[tuple[int, int]], row: np.ndarray) -> np.ndarray:
    return _tags(ranges, int(row[0]), int(row[-1]) + 1).numpy()


def _tags(ranges: Sequence[tuple[int, int]], first: int, end: int) -> Tensor:
    """Return 0 outside, 1 where a range begins, 2 inside, for the words `first` to `end`."""
    tags = np.zeros(end - first, dtype=np.int64)
    for start, stop in ranges:
        inside = range(max(start, first), min(stop, end))
        tags[[at - first for at in inside]] = 2
        if start >= first and inside:
            tags[start - first] = 1
    return torch.tensor(tags)


def train(held: Sequence[Held], weights: PairWeights, *, seed: int, epochs: int, keep: Path | None = None) -> Net:
    """Train one network, a text a step; what it has learnt is kept after each epoch."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    net = Net(held[0].states.shape[1], held[0].of_word.shape[1])
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.02)
    whole = [number for number, each in enumerate(held) if each.case.corpus != "polnear"]
    partly = [number for number, each in enumerate(held) if each.case.corpus == "polnear"]
    steps = epochs * (len(whole) + len(partly) // _PARTLY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    begun, mean = time.time(), 0.0
    for epoch in range(epochs):
        round_ = [*whole, *chance.choice(partly, len(partly) // _PARTLY, replace=False).tolist()]
        for number in chance.permutation(round_).tolist():
            loss = loss_of(net, cut(held[number], chance), weights, chance)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 2.0)
            optimiser.step()
            schedule.step()
            mean = 0.99 * mean + 0.01 * loss.item()
        print(f"seed {seed}, epoch {epoch + 1}: loss {mean:.3f}, {time.time() - begun:.0f} s", flush=True)
        if keep:
            torch.save(net.state_dict(), keep)
    return net.eval()


def packed(members: Sequence[Net], scale: tuple[np.ndarray, np.ndarray], about: dict[str, object]) -> bytes:
    """Return the bytes of the file that the run time loads; weights have 16 bits."""
    return packing.packed(members, scale, {"clues": CLUES, **about})


def measure(cases: Sequence[tuple[Case, Scores]], sayings: Sayings) -> dict[str, float]:
    """Return the F1 of cues, sources and contents that share a word with an expected one, one to one."""
    counts = dict.fromkeys(("cue", "source", "content"), (0, 0, 0))
    for case, scores in cases:
        found = sayings.find(case.text, scores, split_sentences(case.text), style=STYLES[case.style])
        for role in counts:
            wanted = {_unit(said, role) for said in case.sayings} - {()}
            got = {_unit(each, role) for each in found} - {()}
            counts[role] = tuple(np.add(counts[role], (_matched(wanted, got), len(got), len(wanted))))
    figures = {}
    for role, (right, n_found, n_gold) in counts.items():
        figures[role] = 2 * right / max(n_found + n_gold, 1)
        figures[f"{role} P"], figures[f"{role} R"] = right / max(n_found, 1), right / max(n_gold, 1)
    return figures


def _unit(said: object, role: str) -> tuple[tuple[int, int], ...]:
    value = getattr(said, role)
    return (tuple(value[:2]),) if role == "cue" else tuple(tuple(span[:2]) for span in value)


def _touch(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _matched(wanted: set, got: set) -> int:
    free = sorted(got)
    right = 0
    for unit in sorted(wanted):
        partner = next((each for each in free if any(_touch(a, b) for a in unit for b in each)), None)
        if partner is not None:
            free.remove(partner)
            right += 1
    return right


def tuned(
    cases: Sequence[tuple[Case, Scores]], members: Sequence[Net], scale: tuple[np.ndarray, np.ndarray]
) -> dict[str, dict[str, float]]:
    """Choose, for each style, the thresholds with the best sum of the F1 of sources and contents."""
    best = {style: dict(_THRESHOLDS) for style in STYLES}
    for style in STYLES:
        mine = [(case, scores) for case, scores in cases if STYLES[case.style] == style]
        top = 0.0
        for cue, sure, begins in product((0.3, 0.4, 0.5, 0.6), (0.2, 0.3, 0.4), (0.0, 2.0)):
            knobs = {"cue": cue, "sure": sure, "source_begins": 0.0, "content_begins": begins}
            figures = measure(mine, Sayings(packed(members, scale, {"thresholds": {**best, style: knobs}})))
            if figures["source"] + figures["content"] > top:
                top, best[style] = figures["source"] + figures["content"], knobs
        print(style, best[style], flush=True)
    return best


def scale_of(parts: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation of every state over all words."""
    return packing.scale_of(case.states for case in parts)


def main() -> None:
    """Train, choose thresholds, print the figures of the development parts and write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus"))
    options.add_argument("--cache", type=Path, required=True, help="where what the reader makes of texts is kept")
    options.add_argument("--epochs", type=int, default=8)
    options.add_argument("--members", type=int, default=_MEMBERS)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    reader = encoder.load()
    parts = cases(given.cache, given.data, given.corpus, reader)
    # Our own texts are few and the ones that matter: they are seen twice an epoch.
    seen = [*parts["polnear"], *parts["standoff"], *parts["own"], *parts["own"]]
    scale = scale_of([*parts["own"], *parts["standoff"], *parts["polnear"]])
    held, weights = [hold(case, reader, scale) for case in seen], weights_of(reader)
    nets = [
        train(held, weights, seed=seed, epochs=given.epochs, keep=given.cache / f"member-{seed}.pt")
        for seed in range(given.members)
    ]
    dev = {name: [(case, reader.read(case.text)) for case in parts[name]] for name in ("own dev", "polnear dev")}
    about = {"reader": reader.digest, "thresholds": tuned([*dev["own dev"], *dev["polnear dev"]], nets, scale)}
    content = packed(nets, scale, about)
    for name, mine in dev.items():
        print(name, {key: round(value, 4) for key, value in measure(mine, Sayings(content)).items()})
    if given.out:
        given.out.write_bytes(content)


if __name__ == "__main__":
    main()
