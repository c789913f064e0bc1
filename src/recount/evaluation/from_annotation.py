"""What an annotated report of the corpus expects of its record."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from recount.codebook import EventTypes
from recount.evaluation.annotated import (
    AnnotatedArticle,
    AnnotatedCount,
    AnnotatedParty,
    AnnotatedReport,
    AnnotatedStatement,
    AnnotatedTally,
)
from recount.evaluation.expected import Expected
from recount.evaluation.marked_text import MarkedText

__all__ = ["expected_of", "speaker_of"]

_POINTERS = re.compile(r"(?i)(?:he|she|they|it|we|us|i|them|him|her|his|their|its|our|who|which|themselves)")
_CONTEXT_WORDS = 12


def expected_of(article: AnnotatedArticle, types: EventTypes) -> Expected:
    """Return the expectations of an annotated report, for `recount evaluate record`.

    A party is expected by any of its namings, pronouns left out; a quote is lengthened by the words around it
    until it stands in the text once.
    """
    published = article.header.published
    content = {
        "name": article.name,
        "published": {"day": published, "basis": "given"} if published else None,
        "reports": [_report(article, report, types) for report in article.record.reports],
        "tallies": [_tally(article, tally) for tally in article.record.tallies],
    }
    return Expected.model_validate(content)


def _report(article: AnnotatedArticle, report: AnnotatedReport, types: EventTypes) -> dict[str, Any]:
    text = article.marked
    event_type = types.type_of(report.type)
    when, where = report.when, report.where
    about = [said for said in article.record.statements if report.id in said.about]
    return {
        "key": report.id,
        "quote": _unique_quotes(text, report.anchors),
        "event_type": event_type or report.type,
        "sub_event_type": report.type if event_type else None,
        "modality": report.modality,
        "where": {"name": _names(text, where.marks) or None, "country": where.country},
        "when": {
            "earliest": when.earliest,
            "latest": when.latest,
            "precision": when.precision,
            "basis": when.basis,
        },
        "perpetrators": [_party(text, party) for party in report.perpetrators],
        "targets": [_party(text, party) for party in report.targets],
        "weapons": [f"{_names(text, weapon.marks)} / {weapon.category}" for weapon in report.weapons],
        "casualties": [_count(text, count) for count in report.casualties],
        "munitions": [_bounds(text, count) for count in report.munitions],
        "says": [_saying(text, said) for said in about],
        "disagreements": list(report.disagreements),
    }


def _names(text: MarkedText, marks: Sequence[str]) -> str:
    """Join what marks hold as alternatives, pronouns last resort."""
    quotes = list(dict.fromkeys(quote for mark in marks for quote in text.quotes(mark)))
    named = [quote for quote in quotes if not _POINTERS.fullmatch(quote)]
    return " / ".join(named or quotes)


def _party(text: MarkedText, party: AnnotatedParty) -> str:
    return _names(text, party.marks)


def _count(text: MarkedText, count: AnnotatedCount) -> dict[str, Any]:
    found = {**_bounds(text, count), "effect": count.effect, "group_kind": count.group_kind}
    return {**found, "group": count.group} if count.group else found


def _bounds(text: MarkedText, count: AnnotatedCount) -> dict[str, Any]:
    low, best, high = count.n
    return {"low": low, "best": best, "high": high, "quote": _unique_quotes(text, count.marks)}


def speaker_of(text: MarkedText, said: AnnotatedStatement) -> str:
    """Return the names that a statement's speaker goes by, as alternatives; `outlet` for the article's own voice."""
    speaker = _names(text, said.source) if said.source else "outlet"
    return f"{speaker} / anonymous" if said.kind == "anonymous" else speaker


def _saying(text: MarkedText, said: AnnotatedStatement) -> dict[str, Any]:
    return {"speaker": speaker_of(text, said), "stance": said.stance, "quote": _unique_quotes(text, said.content)}


def _tally(article: AnnotatedArticle, tally: AnnotatedTally) -> dict[str, Any]:
    text = article.marked
    low, best, high = tally.n
    found: dict[str, Any] = {
        "measure": tally.measure,
        "low": low,
        "best": best,
        "high": high,
        "quote": _unique_quotes(text, tally.marks),
        "since": tally.since,
        "until": tally.until,
    }
    if tally.areas:
        found["areas"] = [_names(text, (mark,)) for mark in tally.areas]
    figures = {_names(text, part.area) or part.group: part.n[1] for part in tally.parts}
    if figures and None not in figures and None not in figures.values():
        found["parts"] = figures
        if tally.agrees is not None:
            found["check"] = {"parts_sum": sum(n for n in figures.values() if n is not None), "agrees": tally.agrees}
    return found


def _unique_quotes(text: MarkedText, marks: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(_unique(text.text, *place) for mark in marks for place in text.marks[mark]))


def _unique(text: str, start: int, end: int) -> str:
    """Lengthen a quote by the words after and before it, in turn, until it stands in the text once."""
    borders = [*_borders(text, start, end)]
    for first, last in borders:
        quote = text[first:last]
        if text.count(quote) == 1:
            return quote
    return text[start:end]


def _borders(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    yield start, end
    words = [found.span() for found in re.finditer(r"\S+", text)]
    after = [last for first, last in words if first >= end]
    before = [first for first, last in reversed(words) if last <= start]
    for n in range(1, _CONTEXT_WORDS):
        yield start, ([end, *after])[min(n, len(after))]
        yield ([start, *before])[min(n, len(before))], ([end, *after])[min(n, len(after))]
