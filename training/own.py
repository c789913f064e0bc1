"""The project's own corpus, and its stand-off annotations of public articles, in the common form."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

from examples import Example, Link, Sentence, TaggedSpan, Trigger
from heads import STATUSES
from recount.evaluation.annotated import Annotation, marks_of, parse_annotated
from recount.extraction.sentences import split_sentences
from texts import texts_of

__all__ = ["example_of", "load_own", "load_standoff"]

Marks = Mapping[str, Sequence[tuple[int, int]]]


def load_own(folder: Path) -> Iterator[Example]:
    """Read the annotated reports of one part of the corpus."""
    for path in sorted(folder.rglob("*.marked.txt")):
        article = parse_annotated(path.read_text(encoding="utf-8"), str(path.relative_to(folder)))
        yield example_of("own", article.name, article.marked.text, article.marked.marks, article.record)


def load_standoff(folder: Path, data: Path) -> Iterator[Example]:
    """Read stand-off annotations; the texts come from the public corpora in `data`.

    Raises:
        SystemExit: a text is not the one that was annotated.
    """
    texts = texts_of(data)
    for path in sorted(folder.rglob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        text = texts[held["corpus"]][held["document"]]
        if hashlib.sha256(text.encode()).hexdigest() != held["text_sha256"]:
            raise SystemExit(
                f"{path}: the text of {held['document']} in {held['corpus']} is not the one that was annotated."
            )
        marks = {name: [(start, end) for start, end in places] for name, places in held["marks"].items()}
        yield example_of(
            "own", f"{held['corpus']}/{held['document']}", text, marks, Annotation.model_validate(held["record"])
        )


def example_of(corpus: str, name: str, text: str, marks: Marks, record: Annotation) -> Example:
    """Turn an annotation into targets of the heads."""

    def spans(label: str, names: Sequence[str]) -> Iterator[TaggedSpan]:
        return (TaggedSpan(label, *place) for mark in names for place in marks[mark])

    anchors, values, speech = [], [], []
    happenings = []
    for report in record.reports:
        mine = [*chain(
            *(spans("perpetrator", party.marks) for party in report.perpetrators),
            *(spans("target", party.marks) for party in report.targets),
            *(spans("weapon", weapon.marks) for weapon in report.weapons),
            *(spans(count.effect, count.marks) for count in (*report.casualties, *report.munitions)),
            spans("place", report.where.marks),
            spans("time", report.when.marks),
        )]  # fmt: skip
        values += mine
        links = tuple(dict.fromkeys(Link(span.label, span.start, span.end) for span in mine))
        told = [*spans("anchor", report.anchors)]
        anchors += told
        attributes = {"acled_type": report.type, "modality": report.modality}
        happenings += [Trigger(span.start, span.end, links, attributes, report.id) for span in told]
    for tally in record.tallies:
        values += [*spans("tally", tally.marks), *chain(*(spans("part", part.marks) for part in tally.parts))]
    values += spans("background", record.background)
    sayings = []
    for said in record.statements:
        source, content = [*spans("source", said.source)], [*spans("content", said.content)]
        cues = [*spans("cue", said.cue)]
        speech += [*source, *content, *cues]
        links = tuple(Link(span.label, span.start, span.end) for span in (*source, *content))
        told_as = {"stance": said.stance, "speaker_kind": said.kind}
        sayings += [Trigger(cue.start, cue.end, links, told_as) for cue in cues]
    return Example(
        corpus,
        name,
        text,
        tags={"happenings": _once(anchors), "spans": _once(values), "speech": _once(speech)},
        triggers={"happenings": tuple(happenings), "speech": tuple(sayings)},
        labels={"relevance": ("conflict",) if record.reports or record.tallies else ()},
        sentences=tuple(_sentences(text, marks, record)),
    )


def _sentences(text: str, marks: Marks, record: Annotation) -> Iterator[Sentence]:
    held = {
        "coded": [*chain(*(marks_of(report) for report in record.reports))],
        "tally": [*chain(*(tally.marks for tally in record.tallies), *(marks_of(tally) for tally in record.tallies))],
        "statement": [*chain(*(said.content for said in record.statements))],
        "background": list(record.background),
    }
    places = {status: [place for mark in names for place in marks[mark]] for status, names in held.items()}
    for start, end, _ in split_sentences(text):
        status = next(
            (name for name in STATUSES[:-1] if any(s < end and start < e for s, e in places[name])), STATUSES[-1]
        )
        yield Sentence(start, end, status)


def _once(spans: Sequence[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))
