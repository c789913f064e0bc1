"""Trains the tagger of place names, which stands on the scores of the trained reader and on clues of word lists.

    python training/places.py --data ../shared/data --cache work/places --folds      # figures by five folds
    python training/places.py --data ../shared/data --cache work/places --out src/recount/encoder/data/places.npz

GeoWebNews tells the tag of every word. The others tell less, and a word is given the tags that they leave open: re3d
marks places and peoples but not how they are meant, GUM marks places whether named or not, and the project's corpus
marks where happenings took place and no other places.
"""

import argparse
import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

import packing
from loaders import load_entities
from own import load_own
from recount import encoder, gazetteer
from recount.encoder.tagger import PlaceTagger, states_of
from recount.evaluation.place_corpora import read_places
from recount.evaluation.places import evaluate_places
from recount.extraction.place_names import whole_names
from recount.gazetteer import NamedRange
from recount.gazetteer.clues import CLUES, clues_of
from recount.nouns.labels import FoundPlace
from recount.pipeline import PlaceReader
from recount.settings import ReaderName

__all__ = ["main"]

ROLES = ("literal", "metonym", "demonym", "embedded")
TAGS = ("O", *(f"{way}-{role}" for role in ROLES for way in "BI"))
_NAMED = [number for number, tag in enumerate(TAGS) if tag != "O"]
_MEMBERS = 3
# One in so many of the texts that tell less is seen in an epoch; GeoWebNews is seen whole.
_PARTLY = 4
# GeoWebNews' types in our roles; the rest of its types has no point and is no name of a place.
_EMBEDDED = {"Embedded_Non_Lit", "Embedded_Literal"}
_METONYMS = {"Metonymic", "Non_Literal_Modifier"}
_RE3D = {"Location": "any", "Nationality": "demonym"}
_GUM_BODIES = frozenset({"organization", "event", "object", "abstract"})
_GUM_ENTITY = re.compile(r"\((?P<opened>\d+)-(?P<type>[a-z]+)-[^()]*(?P<at_once>\))?|(?P<closed>\d+)\)")


class Case(NamedTuple):
    """One text with the tags that each word may have."""

    corpus: str
    name: str
    text: str
    words: np.ndarray
    states: np.ndarray
    clues: np.ndarray
    allowed: np.ndarray
    """(n_words, len(TAGS)), bool."""
    gold: tuple[tuple[int, int, str], ...] = ()
    """Ranges and roles; GeoWebNews only."""


class _Text(NamedTuple):
    corpus: str
    name: str
    text: str
    named: list[tuple[int, int, str]]
    """Ranges that name a place; role `any` where the corpus does not tell it."""
    open: list[tuple[int, int, str]]
    """Ranges of which the corpus does not tell whether they hold a place: `any`, or one role that may be."""
    whole: bool
    """Whether ranges begin and end where names do."""


class Net(nn.Module):
    """Two layers over neighbouring words."""

    def __init__(self, n_states: int, n_clues: int, width: int = 128, dropout: float = 0.4) -> None:
        super().__init__()
        self.px, self.pf = nn.Linear(n_states, width), nn.Linear(n_clues, width)
        self.c, self.c2 = nn.Conv1d(2 * width, width, 5, padding=2), nn.Conv1d(3 * width, width, 3, padding=1)
        self.o = nn.Linear(4 * width, len(TAGS))
        self.dropout = nn.Dropout(dropout)

    def forward(self, states: Tensor, clues: Tensor) -> Tensor:
        """Read the words of one text, (n_words, …); returns (n_words, len(TAGS))."""
        one = _gelu(torch.cat([self.px(self.dropout(states)), self.pf(clues)], -1))
        two = _gelu(self.c(self.dropout(one).T[None])[0].T)
        three = _gelu(self.c2(self.dropout(torch.cat([one, two], -1)).T[None])[0].T)
        return self.o(self.dropout(torch.cat([one, two, three], -1)))


def _gelu(values: Tensor) -> Tensor:
    return nn.functional.gelu(values, approximate="tanh")


def texts(data: Path, corpus: Path) -> Iterator[_Text]:
    """Yield the texts of all corpora with what they tell of places."""
    path = data / "geowebnews/GWN.xml"
    for case in read_places(path.read_bytes(), source=path.name):
        named = [(place.start, place.end, _role(place.kind, place.name)) for place in case.places]
        yield _Text("geowebnews", case.name, case.text, named, [], whole=True)
    for example in load_entities(data / "re3d"):
        spans = [(span.start, span.end, span.label) for span in example.tags["entities"]]
        named = [(s, e, _RE3D[label]) for s, e, label in spans if label in _RE3D]
        bodies = [(s, e, "embedded") for s, e, label in spans if label not in (*_RE3D, "Person", "Temporal")]
        yield _Text("re3d", example.name, example.text, named, bodies, whole=False)
    for example in load_own(corpus):
        named = [(s.start, s.end, "literal") for s in example.tags["spans"] if s.label == "place"]
        yield _Text("own", example.name, example.text, named, [(0, len(example.text), "any")], whole=False)
    for example in load_own(corpus.parent / "dev"):
        named = [(s.start, s.end, "literal") for s in example.tags["spans"] if s.label == "place"]
        yield _Text("dev", example.name, example.text, named, [], whole=True)
    for path in sorted((data / "gum").glob("GUM_news_*.conllu")) + sorted((data / "gum").glob("GUM_voyage_*.conllu")):
        yield _gum(path)


def _role(kind: str, name: str) -> str:
    if kind in _EMBEDDED:
        return "embedded"
    if gazetteer.words.place_words().demonyms.get(gazetteer.names.key_of(name)):
        return "demonym"
    return "metonym" if kind in _METONYMS else "literal"


def _gum(path: Path) -> _Text:
    """Read GUM's entities: a place is named where it has a proper noun."""
    text, named, open_ranges = "", [], []
    begun: dict[str, tuple[int, str]] = {}
    proper: list[tuple[int, int]] = []
    peoples: list[tuple[int, int, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) != 10 or not fields[0].isdigit():
            text += "\n" if line.startswith("# newpar") and text else ""
            continue
        start, end = len(text), len(text) + len(fields[1])
        if fields[3] == "PROPN":
            proper.append((start, end))
        if fields[3] == "ADJ" and fields[1][:1].isupper():
            peoples.append((start, end, "demonym"))
        for found in _GUM_ENTITY.finditer(fields[9].partition("Entity=")[2].partition("|")[0]):
            if found["opened"] and not found["at_once"]:
                begun[found["opened"]] = (start, found["type"])
            elif found["opened"] or found["closed"] in begun:
                first, kind = (start, found["type"]) if found["opened"] else begun.pop(found["closed"])
                (named if kind == "place" else open_ranges).append((first, end, "any" if kind == "place" else kind))
        text += fields[1] + ("" if "SpaceAfter=No" in fields[9] else " ")
    places = [(s, e, "any") for s, e in proper if any(a <= s and e <= b for a, b, _ in named)]
    bodies = [(s, e, "embedded") for s, e, kind in open_ranges if kind in _GUM_BODIES]
    return _Text("gum", path.stem, text, places, bodies + peoples, whole=False)


def case_of(text: _Text, names: gazetteer.Gazetteer, reader: encoder.Encoder) -> Case:
    """Cut a text into words and give each its states, clues and the tags that it may have."""
    scores = reader.read(text.text)
    allowed = np.zeros((len(scores.words), len(TAGS)), dtype=bool)
    allowed[:, 0] = True
    for start, end, role in text.open:
        for word in _words(scores.words, start, end):
            begins = text.text[scores.words[word][0]].isupper()
            if begins:
                allowed[word, _NAMED if role == "any" else _tags(role)] = True
    for start, end, role in text.named:
        inside = list(_words(scores.words, start, end))
        for order, word in enumerate(inside):
            capital = text.text[scores.words[word][0]].isupper()
            if text.whole:
                allowed[word] = False
                allowed[word, _tags(role)[0 if order == 0 else 1]] = True
            elif capital:
                allowed[word] = False
                allowed[word, _NAMED if role == "any" else _tags(role)] = True
            else:
                allowed[word, _NAMED] = True
    clues = clues_of(text.text, scores.words, names)
    states = states_of(scores).astype(np.float16)
    gold = tuple(text.named) if text.whole else ()
    return Case(text.corpus, text.name, text.text, scores.words, states, clues, allowed, gold)


def _tags(role: str) -> list[int]:
    return [TAGS.index(f"B-{role}"), TAGS.index(f"I-{role}")]


def _words(words: np.ndarray, start: int, end: int) -> Iterable[int]:
    first = int(np.searchsorted(words[:, 1], start, side="right"))
    return range(first, int(np.searchsorted(words[:, 0], end, side="left")))


def train(cases: list[Case], scale: tuple[np.ndarray, np.ndarray], *, seed: int, epochs: int) -> Net:
    """Train one network, a text a step; a word's loss is the chance that all its allowed tags together miss."""
    torch.manual_seed(seed)
    net = Net(len(scale[0]), len(CLUES))
    held = [_tensors(case, scale) for case in cases]
    optimiser = torch.optim.AdamW(net.parameters(), 1e-3, weight_decay=0.02)
    net.train()
    whole = [number for number, case in enumerate(cases) if case.corpus == "geowebnews"]
    partly = [number for number, case in enumerate(cases) if case.corpus != "geowebnews"]
    steps = epochs * (len(whole) + len(partly) // _PARTLY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 2e-3, total_steps=steps)
    for _ in range(epochs):
        some = [partly[at] for at in torch.randperm(len(partly))[: len(partly) // _PARTLY]]
        round_ = [*whole, *some]
        for number in [round_[at] for at in torch.randperm(len(round_))]:
            states, clues, allowed = held[number]
            logarithms = torch.log_softmax(net(states.float(), clues), -1)
            # Label smoothing, so that single slips of the annotation are not learnt by heart.
            told = torch.logsumexp(logarithms.masked_fill(~allowed, -1e4), -1)
            loss = -(0.95 * told + 0.05 * logarithms.mean(-1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
    return net.eval()


def _tensors(case: Case, scale: tuple[np.ndarray, np.ndarray]) -> tuple[Tensor, Tensor, Tensor]:
    states = torch.tensor((case.states.astype(np.float32) - scale[0]) / scale[1]).clamp(-6, 6)
    return states.half(), torch.tensor(case.clues), torch.tensor(case.allowed)


def scale_of(cases: list[Case]) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and deviation of every state over all words."""
    return packing.scale_of(case.states for case in cases)


def packed(members: list[Net], scale: tuple[np.ndarray, np.ndarray], about: dict[str, object]) -> bytes:
    """Return the bytes of the file that the run time loads; weights have 16 bits."""
    return packing.packed(members, scale, {"tags": TAGS, "clues": CLUES, **about})


def fold_of(name: str, n_folds: int = 5) -> int:
    """Return the fold of an article, the same in every run."""
    return zlib.crc32(name.encode()) % n_folds


Names = dict[str, list[tuple[int, int, str]]]


def by_folds(cases: list[Case], *, epochs: int, members: int) -> tuple[dict[str, float], Names]:
    """Tag each article of GeoWebNews with networks that saw none of its fold; figures and names by article."""
    counted, at_places = np.zeros(4), np.zeros(3)
    names: Names = {}
    for fold in range(5):
        inside = [case for case in cases if case.corpus != "dev" and not _is_in(case, fold)]
        scale = scale_of(inside)
        nets = [train(inside, scale, seed=10 * fold + number, epochs=epochs) for number in range(members)]
        tagger = PlaceTagger(packed(nets, scale, {}))
        for case in cases:
            if case.corpus == "dev" and fold == 0:
                at_places += _found_places(case, tagger)
            if not _is_in(case, fold):
                continue
            found = tagger.names(tagger.chances(case.states.astype(np.float32), case.clues))
            tagged = [NamedRange(int(case.words[n.first, 0]), int(case.words[n.end - 1, 1]), n.role) for n in found]
            ranges = {(name.start, name.end): name.role for name in whole_names(case.text, tagged)}
            names[case.name] = sorted((*range_, role) for range_, role in ranges.items())
            gold = {(start, end): role for start, end, role in case.gold}
            both = ranges.keys() & gold.keys()
            counted += len(both), len(ranges), len(gold), sum(ranges[each] == gold[each] for each in both)
        right, n_found, n_gold, _ = counted
        print(fold, f"F1 so far {2 * right / (n_found + n_gold):.4f}", flush=True)
    right, n_found, n_gold, roles = counted
    f1 = 2 * right / (n_found + n_gold)
    figures = {"precision": right / n_found, "recall": right / n_gold, "f1": f1, "roles": roles / right}
    figures |= {"dev_places_found": at_places[1] / at_places[0], "dev_places_literal": at_places[2] / at_places[0]}
    return figures, names


def _is_in(case: Case, fold: int) -> bool:
    return case.corpus == "geowebnews" and fold_of(case.name) == fold


def _found_places(case: Case, tagger: PlaceTagger) -> np.ndarray:
    """Count places of the project's corpus, those in which a name is found, and those in which it is literal."""
    found = tagger.names(tagger.chances(case.states.astype(np.float32), case.clues))
    ranges = [(int(case.words[n.first, 0]), int(case.words[n.end - 1, 1]), n.role) for n in found]
    gold = [(s, e) for s, e, _ in case.gold if any(c.isupper() for c in case.text[s:e])]
    held = [{role for start, end, role in ranges if s < end and start < e} for s, e in gold]
    return np.array([len(gold), sum(map(bool, held)), sum("literal" in roles for roles in held)])


class _ByFold(PlaceReader):
    """Sets down the names that networks found that had not seen the article's fold."""

    def __init__(self, names: Mapping[str, Sequence[tuple[int, int, str]]]) -> None:
        super().__init__(reader=ReaderName.RULES)
        self._names = names

    def places(self, text: str, *, url: str | None = None) -> tuple[FoundPlace, ...]:
        """Set down the names found in a text."""
        found = self.set_down(text, [(start, end) for start, end, _ in self._names[text]], url=url)
        return tuple(one._replace(role=role) for one, (_, _, role) in zip(found, self._names[text], strict=True))


def _end_to_end(data: Path, names: Names) -> dict[str, object]:
    """Return the figures of `recount evaluate places` for names found by folds."""
    path = data / "geowebnews/GWN.xml"
    cases = read_places(path.read_bytes(), source=path.name)
    by_text = {case.text: names[case.name] for case in cases}
    return {key: value for key, value in evaluate_places(cases, _ByFold(by_text)).figures().items() if key != "items"}


def main() -> None:
    """Train, and print figures by folds or write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus/train"))
    options.add_argument("--cache", type=Path, required=True, help="where states and clues are kept between runs")
    options.add_argument("--only", default="geowebnews,re3d,own,gum")
    options.add_argument("--epochs", type=int, default=14)
    options.add_argument("--members", type=int, default=_MEMBERS)
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--folds", action="store_true")
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    torch.set_num_threads(given.threads)
    cases = [
        case
        for case in _cached(given.cache, given.data, given.corpus)
        if case.corpus in {*given.only.split(","), "dev"}
    ]
    if given.folds:
        figures, names = by_folds(cases, epochs=given.epochs, members=given.members)
        (given.cache / "folds.json").write_text(json.dumps({"figures": figures, "names": names}))
        print(json.dumps(figures | _end_to_end(given.data, names), indent=1))
    if given.out:
        cases = [case for case in cases if case.corpus != "dev"]
        scale = scale_of(cases)
        nets = [train(cases, scale, seed=100 + number, epochs=given.epochs) for number in range(given.members)]
        about = {"corpora": given.only.split(","), "reader": encoder.load().digest, "articles": len(cases)}
        given.out.write_bytes(packed(nets, scale, about))


def _cached(folder: Path, data: Path, corpus: Path) -> list[Case]:
    """Return all cases; states are computed once for each reader, gazetteer and list of clues."""
    names, reader = gazetteer.load(), encoder.load()
    identity = hashlib.sha256(f"{names.digest}{reader.digest}{CLUES}".encode()).hexdigest()[:12]
    path = folder / f"cases-{identity}.npz"
    folder.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        cases = [case_of(text, names, reader) for text in texts(data, corpus)]
        np.savez(path, cases=np.array([tuple(case) for case in cases], dtype=object))
    return [Case(*fields) for fields in np.load(path, allow_pickle=True)["cases"]]


if __name__ == "__main__":
    main()
