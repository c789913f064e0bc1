"""Fits the weights of mentions, `src/recount/linking/data/mentions.json`, on ECB+ (numpy only; five minutes).

    python training/mentions.py --data ../shared/data                        # figures, each fold without its topics
    python training/mentions.py --data ../shared/data --out src/recount/linking/data/mentions.json
    python training/mentions.py --data ../shared/data --held-back            # figures of the shipped file

Documents are grouped by `recount.linking.documents`, so `documents.json` comes first. The same topics are held back.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

import documents
from documents import Fitting, Topic
from recount.encoder.sentences import load_sentences
from recount.evaluation.clusters import ClusterScores, compare_clusters
from recount.evaluation.linking_corpora import Mention, read_ecbplus, read_ecbplus_mentions
from recount.linking.documents import (
    DocumentModel,
    groups_of,
    likeness_of,
    load_document_model,
    profiles_of,
    weights_of,
)
from recount.linking.mentions import (
    MentionProfile,
    group_mentions,
    likeness_of_mentions,
    load_mention_model,
    profile_of_mention,
)

__all__ = ["main"]

# Triggers: one stem of 5 bits of rarity, of 3, of any; then cosines of other stems. Chosen on the folds below.
FITTING = Fitting(
    {
        "triggers": (6.0, 4.0, 1.0, 0.65, 0.5, 0.35, 0.2),
        "surroundings": (0.6, 0.45, 0.3, 0.2, 0.1),
        "places": (2.0, 1.0),
    },
    {
        "triggers": ("one rare stem", "one stem", "one common stem"),
        "places": ("one sentence", "both open their documents", "other"),
    },
    penalty=3.0,
    threshold=-1.0,
    most_apart=20.0,
)
_FOLDS, _ROUNDS = 5, 2


class _Corpus(NamedTuple):
    mentions: tuple[Mention, ...]
    profiles: tuple[MentionProfile, ...]
    groups: dict[str, tuple[str, int]]
    """Document → its topic and its group there."""


def main() -> None:
    """Parse the options, and fit or measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--held-back", action="store_true")
    given = options.parse_args()
    corpus = read(given.data / "ecbplus", held_back=given.held_back)
    names = sorted({mention.topic for mention in corpus.mentions}, key=int)
    if given.held_back:
        documents.show("held back", scored(corpus, dict.fromkeys(names, load_mention_model())))
        return
    if given.out:
        content = documents.fitted(compared(corpus, names), FITTING)
        given.out.write_bytes(content)
        documents.show("fitted on these", scored(corpus, dict.fromkeys(names, DocumentModel.of(content))))
        return
    for number in range(_ROUNDS):
        order = np.random.default_rng(number).permutation(names).tolist()
        models = {}
        for fold in range(_FOLDS):
            out = order[fold::_FOLDS]
            seen = compared(corpus, [name for name in names if name not in out])
            models |= dict.fromkeys(out, DocumentModel.of(documents.fitted(seen, FITTING)))
        documents.show(f"folds, round {number + 1}", scored(corpus, models))


def read(folder: Path, *, held_back: bool) -> _Corpus:
    """Read mentions in checked sentences, and group their documents."""
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*/*.xml"))]
    checked = (folder / "ECBplus_coreference_sentences.csv").read_text(encoding="utf-8")
    mentions = [
        one for one in read_ecbplus_mentions(files, checked=checked) if (one.topic in documents.HELD_BACK) == held_back
    ]
    model = load_document_model()
    groups = {}
    articles = read_ecbplus(files)
    for topic in {one.topic for one in mentions}:
        held = [one for one in articles if one.topic == topic]
        found = groups_of(weights_of(likeness_of(profiles_of([one.text for one in held])), model), model)
        groups |= {one.name: (topic, group) for one, group in zip(held, found, strict=True)}
    profiles = tuple(
        profile_of_mention(
            one.sentence, one.start, one.end,
            trigger=one.trigger, document=one.document, sentence_number=one.sentence_number,
        )
        for one in mentions
    )  # fmt: skip
    return _Corpus(tuple(mentions), profiles, groups)


def compared(corpus: _Corpus, topics: Sequence[str]) -> list[Topic]:
    """Return the mentions of each group of documents, compared with each other."""
    table = load_sentences()
    found = []
    for group in sorted({group for group in corpus.groups.values() if group[0] in topics}):
        numbers = [at for at, one in enumerate(corpus.mentions) if corpus.groups[one.document] == group]
        if len(numbers) > 1:
            likeness = likeness_of_mentions([corpus.profiles[at] for at in numbers], table)
            found.append(Topic(group[0], tuple(corpus.mentions[at].event for at in numbers), likeness))
    return found


def scored(corpus: _Corpus, models: dict[str, DocumentModel]) -> ClusterScores:
    """Group the mentions of each topic by its model and compare all groups."""
    expected: list[object] = []
    found: list[object] = []
    for topic, model in models.items():
        numbers = [at for at, one in enumerate(corpus.mentions) if one.topic == topic]
        expected += [corpus.mentions[at].event for at in numbers]
        found += group_mentions([corpus.profiles[at] for at in numbers], corpus.groups, model)
    return compare_clusters(expected, found)


if __name__ == "__main__":
    main()
