"""The network: one shared encoder, a layer for each head."""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from heads import ARGUMENTS, ATTRIBUTES, STATUSES, TAGS, TEXTS
from recount.encoder.pieces import N_SHAPES

__all__ = ["N_DISTANCES", "Network", "Outputs", "buckets", "distances", "new_network"]

N_DISTANCES = 24
"""Signed distance of two words in log buckets: 11 on either side, the word itself, and neighbours."""
_PAIR = 160


class Outputs(NamedTuple):
    """What one pass gives for the words of a batch (first pieces, padded)."""

    words: Tensor
    """(batch, n_words, hidden)."""
    tags: Tensor
    """(batch, n_words, n_tags, 3): outside, begin, inside; unnormalised."""
    statuses: Tensor
    """(batch, n_words, n_statuses), read at the first word of a sentence."""
    texts: Tensor
    """(batch, n_text_labels), each a logit of its own."""


class Network(nn.Module):
    """MiniLM with heads for tags, arguments of triggers, triggers' classes, sentences and texts."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        hidden = encoder.config.hidden_size
        self.encoder = encoder
        self.shapes = nn.Embedding(N_SHAPES, hidden)
        nn.init.zeros_(self.shapes.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(hidden, 3 * sum(map(len, TAGS.values())))
        self.statuses = nn.Linear(hidden, len(STATUSES))
        self.texts = nn.Linear(2 * hidden, sum(map(len, TEXTS.values())))
        self.of_trigger = nn.Linear(hidden, _PAIR)
        self.of_word = nn.Linear(hidden, _PAIR)
        self.distance = nn.Embedding(N_DISTANCES, _PAIR)
        nn.init.normal_(self.distance.weight, std=0.02)
        self.arguments = nn.ModuleDict({name: nn.Linear(_PAIR, 3 * len(roles)) for name, roles in ARGUMENTS.items()})
        self.attributes = nn.ModuleDict({name: nn.Linear(hidden, len(classes)) for name, classes in ATTRIBUTES.items()})
        self.same = nn.Linear(_PAIR, 1)
        with torch.no_grad():
            for layer in (self.tags, *self.arguments.values()):
                layer.bias.view(-1, 3)[:, 0] = 3.0

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor, firsts: Tensor) -> Outputs:
        """Read a batch: `ids`, `shapes`, `mask` are (batch, n_pieces), `firsts` (batch, n_words) index pieces."""
        hidden = self.hidden(ids, shapes, mask)
        words = torch.gather(hidden, 1, firsts.unsqueeze(-1).expand(-1, -1, hidden.size(-1)))
        words = self.dropout(words)
        weights = mask.unsqueeze(-1).to(hidden.dtype)
        pooled = torch.cat([(hidden * weights).sum(1) / weights.sum(1), hidden[:, 0]], dim=-1)
        tags = self.tags(words)
        return Outputs(words, tags.view(*tags.shape[:2], -1, 3), self.statuses(words), self.texts(self.dropout(pooled)))

    def hidden(self, ids: Tensor, shapes: Tensor, mask: Tensor) -> Tensor:
        """Return the states of the last layer, (batch, n_pieces, hidden)."""
        embedded = self.encoder.embeddings.word_embeddings(ids) + self.shapes(shapes)
        return self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state

    def pairs(self, triggers: Tensor, words: Tensor, apart: Tensor) -> Tensor:
        """Join each trigger with each word: (n_triggers, n_words, pair); `apart` holds distance buckets."""
        joined = self.of_trigger(triggers).unsqueeze(1) + self.of_word(words).unsqueeze(0) + self.distance(apart)
        return nn.functional.gelu(joined, approximate="tanh")

    def same_pairs(self, triggers: Tensor, apart: Tensor) -> Tensor:
        """Return a logit for each pair of triggers, (n, n), the same both ways round; `apart` is in words."""
        joined = self.pairs(triggers, triggers, buckets(apart))
        logits = self.same(joined).squeeze(-1)
        return (logits + logits.T) / 2


def distances(triggers: Tensor, n_words: int) -> Tensor:
    """Return the bucket of the signed distance from each trigger's first word to each word."""
    return buckets(torch.arange(n_words, device=triggers.device).unsqueeze(0) - triggers.unsqueeze(1))


def buckets(apart: Tensor) -> Tensor:
    """Return the bucket, in [0, N_DISTANCES), of signed distances in words."""
    size = torch.log2(apart.abs().clamp(min=1).float()).mul(1.25).floor().long().clamp(max=10) + 1
    return torch.where(apart == 0, torch.zeros_like(size), torch.where(apart > 0, size, size + 11))


def new_network(weights: str) -> Network:
    """Return a network with MiniLM's weights; the word embeddings stay as they are."""
    from safetensors.torch import load_file

    config = BertConfig(
        hidden_size=384, num_hidden_layers=6, num_attention_heads=12, intermediate_size=1536,
        attention_probs_dropout_prob=0.0, hidden_dropout_prob=0.1,
    )  # fmt: skip
    encoder = BertModel(config, add_pooling_layer=False)
    state = {name.removeprefix("bert."): value for name, value in load_file(weights).items() if "pooler" not in name}
    missing, unexpected = encoder.load_state_dict(state, strict=False)
    if [name for name in missing if "position_ids" not in name] or [n for n in unexpected if "position_ids" not in n]:
        raise SystemExit(f"{weights}: not the expected encoder; missing {missing}, unexpected {unexpected}.")
    encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return Network(encoder)
