"""Trains the judge of figures, which tells running totals and their parts from counts of reports and other numbers.

    python training/figures.py --data ../shared/data --cache work/figures --dev       # figures on corpus/dev
    python training/figures.py --data ../shared/data --cache work/figures --out src/recount/encoder/data/figures.npz

It learns from the project's corpus, from the stand-off annotations, and from the passages of `corpus/tallies`, which
the reader itself never saw.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

import packing
from recount import codebook, encoder, gazetteer
from recount.evaluation.annotated import Annotation, parse_annotated
from recount.extraction.figure_clues import FIGURE_CLUES, figure_clues
from recount.extraction.figures import pools_of
from recount.extraction.place_names import TrainedPlaceFinder
from recount.extraction.rules import clauses_of
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.side_names import side_names
from recount.reading import read_text
from texts import texts_of

__all__ = ["main"]

KINDS = ("none", "count", "tally", "part")
MEASURES = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "attacks", "other")
_MEMBERS = 5
_POOLS, _WIDTH, _CLUE_WIDTH = 4, 24, 48
_ARTICLES_A_STEP = 24
# How much what is counted weighs beside what kind of figure it is.
_MEASURE_WEIGHS = 0.3
_NOTHING = -100
_MARK = re.compile(r"\[([^\[\]|]+)\|(?:(t|c):(\w+)|(p)|none)\]")
_KIND_OF = {"t": 2, "c": 1, "p": 3}


class Case(NamedTuple):
    """The figures of one article."""

    corpus: str
    name: str
    pools: np.ndarray
    clues: np.ndarray
    kinds: np.ndarray
    """(n_figures,), numbers of KINDS."""
    measures: np.ndarray
    """(n_figures,), numbers of MEASURES; _NOTHING where the annotation tells none."""
    n_tallies: int
    """Annotated, also those that no number phrase stands for."""


class _Text(NamedTuple):
    corpus: str
    name: str
    text: str
    published: date | None
    figures: list[tuple[int, int, int, str | None]]
    """Range, number of KINDS, measure; a later one goes before an earlier one."""


class Net(nn.Module):
    """A layer over each figure and one over it and its neighbours."""

    def __init__(self, n_states: int, dropout: float = 0.7) -> None:
        super().__init__()
        self.a = nn.ModuleList([nn.Linear(n_states, _WIDTH) for _ in range(_POOLS)])
        self.c = nn.Linear(len(FIGURE_CLUES), _CLUE_WIDTH)
        width = _CLUE_WIDTH + _POOLS * _WIDTH
        self.k = nn.Conv1d(width, _CLUE_WIDTH, 3, padding=1)
        self.o = nn.Linear(width + _CLUE_WIDTH, len(KINDS))
        self.m = nn.Linear(width + _CLUE_WIDTH, len(MEASURES))
        self.dropout, self.fewer = nn.Dropout(dropout), nn.Dropout(0.2)

    def forward(self, pools: Tensor, clues: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """Read figures, (n_figures, …); those that are not `there`, (n_figures,), part one article from the next."""
        told = [layer(self.dropout(pools[:, number])) for number, layer in enumerate(self.a)]
        one = _gelu(torch.cat([self.c(self.fewer(clues)), *told], -1)) * there[:, None]
        two = _gelu(self.k(self.dropout(one).T[None])[0].T)
        both = self.dropout(torch.cat([one, two], -1))
        return self.o(both), self.m(both)


def _gelu(values: Tensor) -> Tensor:
    return nn.functional.gelu(values, approximate="tanh")


def texts(data: Path, corpus: Path) -> Iterator[_Text]:
    """Yield the texts with what is told of their figures."""
    for part in ("train", "dev"):
        for path in sorted((corpus / part).rglob("*.marked.txt")):
            article = parse_annotated(path.read_text(encoding="utf-8"), str(path.relative_to(corpus)))
            text, published = article.marked.text, article.header.published
            yield _Text(part, article.name, text, published, _told(article.record, article.marked.marks))
    known = texts_of(data)
    for path in sorted((corpus / "standoff").rglob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        day = date.fromisoformat(held["published"]) if held["published"] else None
        told = _told(Annotation.model_validate(held["record"]), held["marks"])
        yield _Text("standoff", path.stem, known[held["corpus"]][held["document"]], day, told)
    passages = (corpus / "tallies/lines.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    for number, passage in enumerate(passages):
        yield _passage(f"lines {number}", passage.strip())


def _told(record: Annotation, marks: Mapping[str, Sequence[tuple[int, int]]]) -> list[tuple[int, int, int, str | None]]:
    found: list[tuple[int, int, int, str | None]] = []
    for report in record.reports:
        for count in (*report.casualties, *report.munitions):
            measure = None if count.effect == "munitions" else count.effect
            found += [(*place, 1, measure) for mark in count.marks for place in marks[mark]]
    for tally in record.tallies:
        for part in tally.parts:
            found += [(*marks[mark][0], 3, tally.measure) for mark in part.marks[:1]]
    for tally in record.tallies:
        found += [(*place, 2, tally.measure) for mark in tally.marks for place in marks[mark]]
    return found


def _passage(name: str, passage: str) -> _Text:
    text, done, figures = "", 0, []
    for mark in _MARK.finditer(passage):
        text += passage[done : mark.start()]
        kind = _KIND_OF.get(mark[2] or mark[4] or "", 0)
        figures.append((len(text), len(text) + len(mark[1]), kind, mark[3] if mark[3] in MEASURES else None))
        text, done = text + mark[1], mark.end()
    return _Text("lines", name, text + passage[done:], date(2021, 6, 15), figures)


def case_of(text: _Text, finder: TrainedPlaceFinder, reader: encoder.Encoder) -> Case:
    """Lay a text out as the reader does, and give each of its number phrases what is told of it."""
    day = text.published.isoformat() if text.published else None
    sheet = lay_out(read_text(text.text, published=day), codebook.load(), gazetteer.load(), finder)
    clauses = clauses_of(sheet)
    kinds = np.zeros(len(sheet.quantities), dtype=np.int64)
    measures = np.full(len(sheet.quantities), _NOTHING)
    read = sheet.article.text
    # Reading leaves out furniture such as bylines.
    kept = SequenceMatcher(None, text.text, read, autojunk=False).get_matching_blocks() if read != text.text else []
    kept = kept or [(0, 0, len(read))]
    for start, end, kind, measure in text.figures:
        shift = next((there - here for here, there, size in kept if here <= start and end <= here + size), None)
        number = None if shift is None else _figure_in(sheet, start + shift, end + shift)
        if number is not None:
            kinds[number] = kind
            measures[number] = MEASURES.index(measure) if measure in MEASURES else _NOTHING
    return Case(
        text.corpus,
        text.name,
        pools_of(sheet, reader.read(read, names=side_names(sheet))).astype(np.float16),
        figure_clues(sheet, sheet.quantities, clauses.counts, clauses.tellings),
        kinds,
        measures,
        sum(figure[2] == KINDS.index("tally") for figure in text.figures),
    )


def _figure_in(sheet: Sheet, start: int, end: int) -> int | None:
    """Return which number phrase a mark holds: the first."""
    ranges = ((sheet.tokens[each.first].start, sheet.tokens[each.end - 1].end) for each in sheet.quantities)
    return next((number for number, (first, last) in enumerate(ranges) if first < end and start < last), None)


def scale_of(cases: Sequence[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation of every state over all figures and pools."""
    return packing.scale_of(case.pools.reshape(-1, case.pools.shape[-1]) for case in cases)


def train(cases: Sequence[Case], scale: tuple[np.ndarray, np.ndarray], *, seed: int, epochs: int) -> Net:
    """Train one network, some articles a step, a gap between each two."""
    torch.manual_seed(seed)
    net = Net(len(scale[0]))
    held = [_tensors(case, scale) for case in cases]
    gap = _tensors(_gap(cases[0]), scale)
    steps = -(-len(held) // _ARTICLES_A_STEP)
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.05)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=epochs * steps)
    net.train()
    for _ in range(epochs):
        order = torch.randperm(len(held)).tolist()
        for step in range(steps):
            some = order[step * _ARTICLES_A_STEP : (step + 1) * _ARTICLES_A_STEP]
            rows = [each for number in some for each in (held[number], gap)]
            pools, clues, kinds, measures = (torch.cat(column) for column in zip(*rows, strict=True))
            of_kind, of_measure = net(pools, clues, kinds != _NOTHING)
            # Label smoothing, so that single slips of the annotation are not learnt by heart.
            loss = nn.functional.cross_entropy(of_kind, kinds, label_smoothing=0.05, ignore_index=_NOTHING)
            if bool((measures != _NOTHING).any()):
                told = nn.functional.cross_entropy(of_measure, measures, ignore_index=_NOTHING)
                loss = loss + _MEASURE_WEIGHS * told
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def _gap(like: Case) -> Case:
    nothing = np.full(1, _NOTHING)
    pools = np.zeros((1, *like.pools.shape[1:]), dtype=np.float16)
    return Case("", "", pools, np.zeros((1, len(FIGURE_CLUES)), dtype=np.float32), nothing, nothing, 0)


def _tensors(case: Case, scale: tuple[np.ndarray, np.ndarray]) -> tuple[Tensor, ...]:
    pools = torch.tensor((case.pools.astype(np.float32) - scale[0]) / scale[1]).clamp(-6, 6)
    return pools, torch.tensor(case.clues), torch.tensor(case.kinds), torch.tensor(case.measures)


def packed(members: Sequence[Net], scale: tuple[np.ndarray, np.ndarray], about: dict[str, object]) -> bytes:
    """Return the bytes of the file that the run time loads; weights have 16 bits."""
    card = {"kinds": KINDS, "measures": MEASURES, "clues": FIGURE_CLUES, "pools": _POOLS}
    return packing.packed(members, scale, {**card, **about})


def figures_on(cases: Sequence[Case], judge: encoder.FigureJudge) -> Iterator[dict[str, float]]:
    """Yield precision and recall of tallies among the figures for each least chance."""
    judged = [judge.judge(case.pools.astype(np.float32), case.clues) for case in cases]
    chances = np.concatenate([each.kinds[:, KINDS.index("tally")] for each in judged])
    right = np.concatenate([case.kinds for case in cases]) == KINDS.index("tally")
    expected = sum(case.n_tallies for case in cases)
    measures = np.concatenate([case.measures for case in cases])
    named = np.concatenate([each.measures.argmax(1) for each in judged]) == measures
    for least in (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7):
        taken = chances >= least
        both = float((taken & right).sum())
        precision, recall = both / max(1, taken.sum()), both / expected
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        yield {
            "least": least,
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(f1, 3),
            "measures": round(float(named[right].mean()), 3),
        }


def main() -> None:
    """Train, and print figures on the development part or write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus"))
    options.add_argument("--cache", type=Path, required=True, help="where states and clues are kept between runs")
    options.add_argument("--epochs", type=int, default=30)
    options.add_argument("--members", type=int, default=_MEMBERS)
    options.add_argument("--dev", action="store_true")
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    torch.set_num_threads(1)
    cases = [case for case in _cached(given.cache, given.data, given.corpus) if len(case.kinds)]
    learnt = [case for case in cases if case.corpus != "dev"]
    scale = scale_of(learnt)
    nets = [train(learnt, scale, seed=100 + number, epochs=given.epochs) for number in range(given.members)]
    about = {"reader": encoder.load().digest, "articles": len(learnt)}
    content = packed(nets, scale, about)
    if given.dev:
        for row in figures_on([case for case in cases if case.corpus == "dev"], encoder.FigureJudge(content)):
            print(json.dumps(row))
    if given.out:
        given.out.write_bytes(content)


def _cached(folder: Path, data: Path, corpus: Path) -> list[Case]:
    """Return all cases; they are made once for each reader, codebook, list of clues and set of passages."""
    passages = (corpus / "tallies/lines.txt").read_bytes()
    names = (gazetteer.load().digest, encoder.load().digest, codebook.load().digest, FIGURE_CLUES, passages)
    path = folder / f"figures-{hashlib.sha256(repr(names).encode()).hexdigest()[:12]}.npz"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        reader = encoder.load()
        finder = TrainedPlaceFinder(gazetteer.load(), reader, encoder.load_tagger())
        cases = [case_of(text, finder, reader) for text in texts(data, corpus)]
        held = np.empty(len(cases), dtype=object)
        held[:] = [tuple(case) for case in cases]
        np.savez(path, cases=held)
    return [Case(*fields) for fields in np.load(path, allow_pickle=True)["cases"]]


if __name__ == "__main__":
    main()
