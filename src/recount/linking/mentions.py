"""Mentions of events grouped across documents: words that tell of the same thing, in documents of one event."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from recount import codebook
from recount.encoder.sentences import SentenceVectors, load_sentences
from recount.linking.documents import DocumentModel, Floats, groups_of, weights_of
from recount.linking.wording import fold_word, words_of

__all__ = [
    "MentionProfile",
    "group_mentions",
    "likeness_of_mentions",
    "load_mention_model",
    "profile_of_mention",
    "stem_of",
]

_FILE = "mentions.json"
# Code points on either side of the trigger: whom it befell stands near it.
_AROUND = 40
# Sentences of a document, from 0, that tell its main event: headline and first sentence.
_LAST_OPENING = 1
_SUFFIXES = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ied", "y"), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST_STEM = 3
_NOUNS = {"death": "di", "deaths": "di", "dead": "di", "dies": "di", "died": "di"}


class MentionProfile(NamedTuple):
    """What is compared of a mention."""

    document: str
    sentence_number: int
    """From 0."""
    trigger: str
    surroundings: str
    """The words before and after the trigger, without it."""


def profile_of_mention(
    sentence: str, start: int, end: int, *, trigger: str, document: str, sentence_number: int
) -> MentionProfile:
    """Return what is compared of a mention; `start` to `end` are its code points in the sentence."""
    around = f"{sentence[max(start - _AROUND, 0) : start]} {sentence[end : end + _AROUND]}"
    return MentionProfile(document, sentence_number, trigger, around)


@lru_cache(maxsize=1)
def load_mention_model() -> DocumentModel:
    """Read the weights that are shipped (`training/mentions.py` fits them)."""
    return DocumentModel.of((files("recount.linking") / "data" / _FILE).read_bytes())


def group_mentions(
    mentions: Sequence[MentionProfile], document_groups: Mapping[str, Hashable], model: DocumentModel
) -> list[tuple[Hashable, int]]:
    """Group mentions and return each one's label: the group of its document, and a number within it.

    Mentions in documents of different groups are never one event.

    Args:
        mentions: of any documents.
        document_groups: document → the group of documents that tell of one happening.
        model: what answers weigh.

    Raises:
        BadModel: this installation lacks the table of sentence vectors.
    """
    table = load_sentences()
    held: dict[Hashable, list[int]] = defaultdict(list)
    for number, mention in enumerate(mentions):
        held[document_groups[mention.document]].append(number)
    labels: dict[int, tuple[Hashable, int]] = {}
    for group, numbers in held.items():
        weights = weights_of(likeness_of_mentions([mentions[number] for number in numbers], table), model)
        labels |= zip(numbers, ((group, found) for found in groups_of(weights, model)), strict=True)
    return [labels[number] for number in range(len(mentions))]


def likeness_of_mentions(mentions: Sequence[MentionProfile], table: SentenceVectors) -> dict[str, Floats]:
    """Return how alike each two mentions are, (n, n) for each comparison.

    Triggers with one stem have 1 and the bits of its rarity, others the cosine of their vectors; surroundings are
    cosines; places are 2 in one sentence, 1 where both open their documents, else 0.
    """
    keys = [_main_word(mention.trigger, table) for mention in mentions]
    triggers = table.vectors([mention.trigger for mention in mentions])
    around = table.vectors([mention.surroundings for mention in mentions])
    stems = np.array([stem_of(key) for key in keys])
    rarity = np.array([table.rarity(key) for key in keys])
    alike = np.clip(triggers @ triggers.T, -1, 0.99).astype(np.float64)
    same = stems[:, None] == stems[None, :]
    number = {name: at for at, name in enumerate(dict.fromkeys(mention.document for mention in mentions))}
    document = np.array([number[mention.document] for mention in mentions])
    sentence = np.array([mention.sentence_number for mention in mentions])
    opening = sentence <= _LAST_OPENING
    one_sentence = (document[:, None] == document[None, :]) & (sentence[:, None] == sentence[None, :])
    return {
        "triggers": np.round(np.where(same, 1 + np.maximum(rarity[:, None], rarity[None, :]), alike), 4),
        "surroundings": np.round((around @ around.T).astype(np.float64), 4),
        "places": np.where(one_sentence, 2.0, (opening[:, None] & opening[None, :]).astype(np.float64)),
    }


def stem_of(word: str) -> str:
    """Return what the forms of an English verb or noun have in common: "shot" and "shooting" give `shoot`."""
    word = fold_word(word)
    if word in _NOUNS:
        return _NOUNS[word]
    word = _irregular().get(word, word)
    for suffix, instead in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM and not word.endswith(("ss", "us")):
            word = word.removesuffix(suffix) + instead
            break
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > _SHORTEST_STEM else word


def _main_word(trigger: str, table: SentenceVectors) -> str:
    """Return the rarest word: "checked" of "checked into"."""
    return max(words_of(trigger) or [trigger], key=table.rarity)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, str]:
    """Return form → base of verbs that do not form their past regularly."""
    listed = codebook.load().words("grammar")["irregular"]
    return {form: base for base, forms in listed.items() for form in forms if form != base}
