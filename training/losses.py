"""How far a network's answers are from the targets; heads that a corpus does not label are masked."""

import random

import torch
from torch import Tensor
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy

from batches import Batch, TriggerTarget
from heads import TAGS
from network import Network, Outputs, distances

__all__ = ["loss_of"]

# Most words lie outside every span: a span's words count more, so that recall does not starve.
_SPAN_WEIGHT = 2.0
_MOST_TRIGGERS = 12
"""Of one window in one step; more are drawn at random."""


def loss_of(network: Network, batch: Batch, rng: random.Random) -> Tensor:
    """Return one number: the heads' losses, each a mean over the words, sentences, texts or triggers it labels."""
    outputs = network(batch.ids, batch.shapes, batch.mask, batch.firsts)
    total = _tags(outputs.tags, batch.tags)
    if (batch.statuses >= 0).any():
        total = total + 0.3 * cross_entropy(outputs.statuses.flatten(0, 1), batch.statuses.flatten(), ignore_index=-1)
    if (known := batch.texts >= 0).any():
        total = total + 0.5 * binary_cross_entropy_with_logits(outputs.texts[known], batch.texts[known])
    for row, window in enumerate(batch.windows):
        if window.triggers:
            n_words = len(window.firsts)
            total = total + _triggers(network, outputs, row, n_words, window.triggers, rng) / len(batch.windows)
    return total


def _tags(logits: Tensor, targets: Tensor) -> Tensor:
    weight = torch.tensor([1.0, _SPAN_WEIGHT, _SPAN_WEIGHT])
    total = logits.new_zeros(())
    offset = 0
    for labels in TAGS.values():
        part = targets[..., offset : offset + len(labels)]
        known = part[..., 0] >= 0
        if known.any():
            here = logits[..., offset : offset + len(labels), :][known]
            losses = cross_entropy(here.flatten(0, 1), part[known].flatten(), weight=weight, reduction="sum")
            total = total + losses / known.sum()
        offset += len(labels)
    return total


def _triggers(
    network: Network, outputs: Outputs, row: int, n_words: int, triggers: list[TriggerTarget], rng: random.Random
) -> Tensor:
    chosen = triggers if len(triggers) <= _MOST_TRIGGERS else rng.sample(triggers, _MOST_TRIGGERS)
    words = outputs.words[row, :n_words]
    states = torch.stack([words[trigger.first : trigger.end].mean(0) for trigger in chosen])
    at = torch.tensor([trigger.first for trigger in chosen])
    pairs = network.pairs(states, words, distances(at, n_words))
    weight = torch.tensor([1.0, _SPAN_WEIGHT, _SPAN_WEIGHT])
    total = words.new_zeros(())
    for group, layer in network.arguments.items():
        mine = [i for i, trigger in enumerate(chosen) if trigger.group == group]
        if mine:
            logits = layer(pairs[mine]).view(-1, 3)
            targets = torch.stack([chosen[i].roles for i in mine]).flatten()
            total = total + cross_entropy(logits, targets, weight=weight, reduction="sum") / n_words / len(mine) ** 0.5
    for name, layer in network.attributes.items():
        mine = [i for i, trigger in enumerate(chosen) if name in trigger.attributes]
        if mine:
            classes = torch.tensor([chosen[i].attributes[name] for i in mine])
            total = total + 0.3 * cross_entropy(layer(states[mine]), classes)
    return total + _same(network, states, at, chosen)


def _same(network: Network, states: Tensor, at: Tensor, chosen: list[TriggerTarget]) -> Tensor:
    """Judge pairs of anchors: do they tell of one happening?"""
    mine = [i for i, trigger in enumerate(chosen) if trigger.happening is not None]
    if len(mine) < 2:
        return states.new_zeros(())
    here = states[mine]
    apart = at[mine].unsqueeze(0) - at[mine].unsqueeze(1)
    logits = network.same_pairs(here, apart)
    names = [chosen[i].happening for i in mine]
    target = torch.tensor([[float(a == b) for b in names] for a in names])
    other = ~torch.eye(len(mine), dtype=torch.bool)
    return 0.5 * binary_cross_entropy_with_logits(logits[other], target[other])
