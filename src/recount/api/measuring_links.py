"""Linking measured against reports of which people say which tell of one happening."""

import json
from collections.abc import Hashable, Sequence
from itertools import groupby
from pathlib import Path

from recount.errors import BadArgument
from recount.evaluation.linking import LinkingEvaluation, evaluate_mention_linking
from recount.evaluation.linking import evaluate_linking as _evaluate
from recount.evaluation.linking_corpora import Document, read_ecbplus, read_ecbplus_mentions, read_linked_lines
from recount.linking.documents import groups_of, likeness_of, load_document_model, profiles_of, weights_of
from recount.linking.mentions import group_mentions, load_mention_model, profile_of_mention
from recount.pipeline.documents import Telling, link_coded, link_tellings
from recount.settings import DEFAULT_READER, ReaderName

__all__ = ["evaluate_linking"]

_CHECKED = "ECBplus_coreference_sentences.csv"


def evaluate_linking(
    corpus: str, *, coded: str | None = None, mentions: bool = False, reader: ReaderName = DEFAULT_READER
) -> LinkingEvaluation:
    """Group documents, or mentions, by what they tell of, and compare the groups with those of the corpus.

    Args:
        corpus: a file of JSON lines (document, event, text, date, and perhaps title, outlet, twin_of), which are coded
            first, so that extraction and linking are measured together; or a folder of ECB+, whose articles are grouped
            by their words within each topic.
        coded: for JSON lines: a file of what a person coded of each document, so that linking is measured alone.
        mentions: for ECB+: group mentions of events.
        reader: whose coding is linked.

    Raises:
        BadArgument: there is no such file or folder.
        BadCorpus: it is not in this format.
    """
    path = Path(corpus)
    if path.is_dir():
        return _ecbplus_mentions(path) if mentions else _ecbplus(path)
    if not path.is_file() or (coded and not Path(coded).is_file()):
        raise BadArgument(
            f"There is no {corpus if not path.is_file() else coded}. Give JSON lines, or a folder of ECB+."
        )
    documents = read_linked_lines(path.read_text(encoding="utf-8"), source=corpus)
    tellings = [Telling(one.name, one.text, one.title, one.published, one.outlet) for one in documents]
    if coded is None:
        return _evaluate(documents, link_tellings(tellings, reader=reader))
    lines = [json.loads(line) for line in Path(coded).read_text(encoding="utf-8").splitlines()]
    return _evaluate(documents, link_coded(tellings, {line["document"]: line for line in lines}))


def _ecbplus(folder: Path) -> LinkingEvaluation:
    documents = read_ecbplus(_files(folder))
    return _evaluate(documents, _groups(documents))


def _ecbplus_mentions(folder: Path) -> LinkingEvaluation:
    files = _files(folder)
    documents = read_ecbplus(files)
    groups = dict(zip((one.name for one in documents), _groups(documents), strict=True))
    checked = folder / _CHECKED
    text = checked.read_text(encoding="utf-8") if checked.is_file() else None
    mentions = read_ecbplus_mentions(files, checked=text)
    profiles = [
        profile_of_mention(
            one.sentence,
            one.start,
            one.end,
            trigger=one.trigger,
            document=one.document,
            sentence_number=one.sentence_number,
        )
        for one in mentions
    ]
    return evaluate_mention_linking(mentions, group_mentions(profiles, groups, load_mention_model()))


def _groups(documents: Sequence[Document]) -> list[Hashable]:
    """Return the group of each document; those of different topics are never compared."""
    model = load_document_model()
    found: list[Hashable] = []
    for topic, group in groupby(documents, key=lambda one: one.topic):
        held = list(group)
        likeness = likeness_of(profiles_of([one.text for one in held], [one.title for one in held]))
        found += [(topic, number) for number in groups_of(weights_of(likeness, model), model)]
    return found


def _files(folder: Path) -> list[tuple[str, bytes]]:
    paths = sorted(folder.rglob("*.xml"), key=lambda path: (path.parent.name, path.name))
    if not paths:
        raise BadArgument(f"{folder} holds no .xml. Give the folder of ECB+ that holds the topics.")
    return [(path.name, path.read_bytes()) for path in paths]
