"""Copies of a story told apart from independent reports: wire copies, shortened ones, new versions."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from recount.ledger.casebook import Ledger

__all__ = [
    "Likeness",
    "Runs",
    "family_of",
    "forget_sketch",
    "likeness_of",
    "note_copy",
    "runs_of",
    "sketch_of",
    "write_sketches",
]

METHOD = "copies.runs/1"

# Words in a run. Two reporters who quote one sentence share runs; few share most of theirs.
_RUN_WORDS = 5
# One run in so many is kept in the sketch: a story of 330 words has ten, and one cut to a third of it three.
_SAMPLED = 32
_BITS = 32
# Of each sampled run the last so many articles are looked at: copies follow within days, any member leads to its
# family, and an agency's closing lines may stand in thousands. On generated articles the first eight found 97.3 % of
# copies, the last eight 99.8 %, the last sixteen 99.6 % (others crowd in).
_LAST_OF_A_RUN = 8
_MOST_LOOKED_AT = 12
# Share of an article's sketch that an earlier one must hold to be compared whole, in [0, 1]. Of copies of the least
# share that counts, 2 in 1,000 hold less; of extended stories 5 in 100.
_SHARED_OF_SKETCH = 0.2
# Shares of runs, in [0, 1]. Chosen on 10,000 generated articles (tools/measure_copies.py; ADR 24).
_COPIED = 0.6
_SAME = 0.95
_WHOLE = 0.8
_EXTENDED = 0.4
# Runs; below, a shared headline or quotation would decide.
_FEWEST_RUNS = 20
_WORD = re.compile(r"[^\W_]+")
Runs = npt.NDArray[np.uint64]
"""Digests of runs of words, each once, in order of size."""


class Likeness(NamedTuple):
    """How much of two texts is in the same words."""

    kind: str | None
    """None where they are independent of each other."""
    share: float
    """Of the later one's runs, in [0, 1]."""
    share_of: float
    """Of the earlier one's runs, in [0, 1]."""


def runs_of(text: str) -> Runs:
    """Return the digests of a text's runs of five words, each once, in order of size; marks and case do not count."""
    words = [_digest(word) for word in _WORD.findall(text.casefold())]
    if len(words) < _RUN_WORDS:
        return np.empty(0, np.uint64)
    numbers = np.array(words, np.uint64)
    mixed = np.zeros(len(words) - _RUN_WORDS + 1, np.uint64)
    for place in range(_RUN_WORDS):
        mixed = _mixed(mixed + numbers[place : place + len(mixed)])
    return np.unique(mixed)


@lru_cache(maxsize=65_536)
def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mixed(numbers: Runs) -> Runs:
    """Spread numbers evenly (the finaliser of SplitMix64)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))


def sketch_of(text: str) -> tuple[str, ...]:
    """Return the sampled runs of a text: two texts that share runs share those of them that are sampled."""
    runs = runs_of(text)
    sampled = runs[runs < np.uint64((1 << 64) // _SAMPLED)]
    # The first bits are alike in all that are sampled.
    return tuple(f"{int(one) & ((1 << _BITS) - 1):08x}" for one in sampled)


def likeness_of(runs: Runs, runs_before: Runs, *, same_address: bool = False) -> Likeness:
    """Compare two texts by their runs of words, the later one's first."""
    if min(len(runs), len(runs_before)) < _FEWEST_RUNS:
        same = len(runs) > 0 and np.array_equal(runs, runs_before)
        return Likeness("same text" if same else None, float(same), float(same))
    shared = len(np.intersect1d(runs, runs_before, assume_unique=True))
    share, share_of = shared / len(runs), shared / len(runs_before)
    return Likeness(_kind(share, share_of, same_address=same_address), share, share_of)


def _kind(share: float, share_of: float, *, same_address: bool) -> str | None:
    if same_address and min(share, share_of) < 1 and max(share, share_of) >= _EXTENDED:
        return "update"
    if min(share, share_of) >= _SAME:
        return "same text"
    if share >= _COPIED:
        return "copy" if share_of >= _WHOLE else "cut"
    return "extended" if share_of >= _WHOLE and share >= _EXTENDED else None


def note_copy(ledger: "Ledger", article: int, columns: Mapping[str, Any], sketch: tuple[str, ...]) -> None:
    """Keep an article's sketch, and a row on the one it is a copy of, where it is one. Call it inside `writing`."""
    best: tuple[float, int, Likeness] | None = None
    runs: Runs | None = None
    for before in _alike(ledger, sketch):
        row = ledger.one("SELECT text, url FROM article WHERE seq = ?", (before,))
        if row is None or row["text"] is None:
            continue
        same_address = row["url"] is not None and row["url"] == columns["url"]
        runs = runs_of(columns["text"]) if runs is None else runs
        likeness = likeness_of(runs, runs_of(row["text"]), same_address=same_address)
        if likeness.kind and (best is None or likeness.share > best[0]):
            best = likeness.share, before, likeness
    if best:
        _, of, likeness = best
        family = _family(ledger, of)
        links: dict[str, int | str] = {"article": article, "of": of, "family": family, "method": METHOD}
        ledger.append("copy", {**links, **likeness._asdict()})
    ledger.sketches.append((article, sketch))


def write_sketches(ledger: "Ledger") -> None:
    """Write the sketches of the articles of this transaction, at its end: a question before would write each alone."""
    for article, sketch in ledger.sketches:
        ledger.execute("INSERT INTO article_sketch (rowid, runs) VALUES (?, ?)", (article, " ".join(sketch)))
    ledger.sketches.clear()


def forget_sketch(ledger: "Ledger", article: int, text: str) -> None:
    """Take an article's sketch out, as its text is removed."""
    values = (article, " ".join(sketch_of(text)))
    ledger.execute("INSERT INTO article_sketch (article_sketch, rowid, runs) VALUES ('delete', ?, ?)", values)


def _alike(ledger: "Ledger", sketch: tuple[str, ...]) -> list[int]:
    """Return the articles that share most of a sketch, the most alike first, of those alike the first kept."""
    wanted = set(sketch)
    shared: Counter[int] = Counter()
    sql = "SELECT rowid FROM article_sketch WHERE article_sketch MATCH ? ORDER BY rowid DESC LIMIT ?"
    for run in wanted:
        # What this transaction adds to the index first, then the index: the same articles wherever transactions end.
        holders = [one for one, other in reversed(ledger.sketches) if run in other]
        holders += [row[0] for row in ledger.execute(sql, (f'"{run}"', _LAST_OF_A_RUN))]
        shared.update(holders[:_LAST_OF_A_RUN])
    fewest = max(1, ceil(len(wanted) * _SHARED_OF_SKETCH))
    most = sorted((one for one in shared.items() if one[1] >= fewest), key=lambda pair: (-pair[1], pair[0]))
    return [one for one, _ in most[:_MOST_LOOKED_AT]]


def _family(ledger: "Ledger", article: int) -> int:
    """Return the article after which the family of an article is named: itself where it is no copy."""
    return int(ledger.value("SELECT family FROM copy WHERE article = ? ORDER BY seq LIMIT 1", (article,)) or article)


def family_of(ledger: "Ledger", article: int) -> list[dict[str, Any]]:
    """Return the articles that tell one story in the same words, the first published first; none where there is one.

    Where days of publication are the same or not known, the one kept first comes first.
    """
    if "copy" not in ledger.tables:
        # An earlier version that may only be read.
        return []
    family = _family(ledger, article)
    sql = (
        "SELECT article.seq, article.id, article.outlet, article.title, article.url, article.published_earliest, "
        "copy.kind, copy.share FROM article LEFT JOIN copy ON copy.article = article.seq "
        "WHERE article.seq = ? OR article.seq IN (SELECT article FROM copy WHERE family = ?) "
        "ORDER BY published_earliest IS NULL, published_earliest, article.seq"
    )
    members = list(ledger.all(sql, (family, family)))
    return members if len(members) > 1 else []
