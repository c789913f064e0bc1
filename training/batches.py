"""Examples become windows of wordpieces with their targets."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from examples import Example
from heads import ARGUMENTS, ATTRIBUTES, STATUSES, TAGS, TEXTS
from recount.encoder.pieces import Pieces, Tokens, windows

__all__ = ["Batch", "TriggerTarget", "Window", "collate", "windows_of"]

_MASK = 103
"""The piece [MASK] of the tokenizer."""
_TAG_OFFSETS: dict[str, int] = {}
_TEXT_OFFSETS: dict[str, int] = {}
for _table, _offsets in ((TAGS, _TAG_OFFSETS), (TEXTS, _TEXT_OFFSETS)):
    _total = 0
    for _name, _labels in _table.items():
        _offsets[_name] = _total
        _total += len(_labels)
N_TAGS = sum(map(len, TAGS.values()))
N_TEXTS = sum(map(len, TEXTS.values()))


@dataclass(frozen=True)
class TriggerTarget:
    """A trigger's words and what is to be found for it."""

    group: str
    first: int
    end: int
    roles: Tensor
    """(n_words, n_roles): 0 outside, 1 begin, 2 inside."""
    attributes: dict[str, int]
    happening: str | None


@dataclass
class Window:
    """A window of a text: its pieces and its targets."""

    corpus: str
    ids: list[int]
    shapes: list[int]
    firsts: list[int]
    tags: Tensor
    """(n_words, n_tags); -1 where the head is not labelled."""
    statuses: Tensor
    """(n_words,); -1 but at the first word of a labelled sentence."""
    texts: Tensor
    """(n_text_labels,); -1 where not labelled."""
    triggers: list[TriggerTarget] = field(default_factory=list)


def windows_of(example: Example, tokens: Tokens) -> Iterator[Window]:
    """Yield a text's windows; labels of the whole text hold for its first window only where it has several."""
    pieces = tokens.cut(example.text)
    for number, (start, end) in enumerate(windows(pieces)):
        inside = [i for i, first in enumerate(pieces.firsts) if start <= first < end]
        if inside:
            yield _window(example, tokens, pieces, start, end, inside[0], inside[-1] + 1, number)


def _window(
    example: Example, tokens: Tokens, pieces: Pieces, start: int, end: int, first: int, last: int, number: int
) -> Window:
    n_words = last - first
    tags = torch.full((n_words, N_TAGS), -1, dtype=torch.long)
    for head, spans in example.tags.items():
        offset = _TAG_OFFSETS[head]
        tags[:, offset : offset + len(TAGS[head])] = 0
        for span in spans:
            _mark(tags[:, offset + TAGS[head].index(span.label)], pieces, span.start, span.end, first)
    statuses = torch.full((n_words,), -1, dtype=torch.long)
    for sentence in example.sentences:
        at = pieces.words_in(sentence.start, sentence.end)[0] - first
        if 0 <= at < n_words:
            statuses[at] = STATUSES.index(sentence.status)
    texts = torch.full((N_TEXTS,), -1.0)
    if number == 0:
        for head, held in example.labels.items():
            offset = _TEXT_OFFSETS[head]
            for i, label in enumerate(TEXTS[head]):
                texts[offset + i] = float(label in held)
    window = Window(
        example.corpus,
        [tokens.opening, *pieces.ids[start:end].tolist(), tokens.closing],
        [5, *pieces.shapes[start:end].tolist(), 5],
        [int(piece) - start + 1 for piece in pieces.firsts[first:last]],
        tags,
        statuses,
        texts,
    )
    for group, triggers in example.triggers.items():
        roles = ARGUMENTS[group]
        for trigger in triggers:
            at, until = pieces.words_in(trigger.start, trigger.end)
            at, until = at - first, until - first
            if at < 0 or until > n_words or at >= until:
                continue
            targets = torch.zeros((n_words, len(roles)), dtype=torch.long)
            for link in trigger.links:
                _mark(targets[:, roles.index(link.role)], pieces, link.start, link.end, first)
            classes = {
                name: ATTRIBUTES[name].index(value) for name, value in trigger.attributes.items() if name in ATTRIBUTES
            }
            window.triggers.append(TriggerTarget(group, at, until, targets, classes, trigger.happening))
    return window


def _mark(column: Tensor, pieces: Pieces, start: int, end: int, first: int) -> None:
    at, until = pieces.words_in(start, end)
    at, until = at - first, min(until - first, len(column))
    if until <= 0 or at >= until:
        return
    if at >= 0:
        column[at] = 1
    column[max(at + 1, 0) : until] = 2


@dataclass(frozen=True)
class Batch:
    """Windows padded to one length."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    firsts: Tensor
    tags: Tensor
    statuses: Tensor
    texts: Tensor
    windows: Sequence[Window]


def collate(group: Sequence[Window], *, drop_shapes: float, mask: float, rng: random.Random) -> Batch:
    """Pad windows; with chance `drop_shapes` a window's shapes are taken away, as in text without capitals.

    A share `mask` of the pieces is hidden, so that the network reads contexts and learns no text by heart.
    """
    n_pieces, n_words = max(len(w.ids) for w in group), max(len(w.firsts) for w in group)
    ids, shapes, held = (torch.zeros((len(group), n_pieces), dtype=torch.long) for _ in range(3))
    firsts = torch.zeros((len(group), n_words), dtype=torch.long)
    tags = torch.full((len(group), n_words, N_TAGS), -1, dtype=torch.long)
    statuses = torch.full((len(group), n_words), -1, dtype=torch.long)
    for i, window in enumerate(group):
        size, words = len(window.ids), len(window.firsts)
        hidden = torch.rand(size) < mask
        hidden[[0, -1]] = False
        ids[i, :size] = torch.where(hidden, _MASK, torch.tensor(window.ids))
        given = torch.tensor(window.shapes)
        shapes[i, :size] = torch.where(given < 4, 0, given) if rng.random() < drop_shapes else given
        held[i, :size] = 1
        firsts[i, :words] = torch.tensor(window.firsts)
        tags[i, :words], statuses[i, :words] = window.tags, window.statuses
    return Batch(ids, shapes, held, firsts, tags, statuses, torch.stack([w.texts for w in group]), group)
