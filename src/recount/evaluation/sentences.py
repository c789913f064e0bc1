"""What became of each sentence, beside what became of it in the annotated corpus."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain
from typing import Any

from recount.evaluation.annotated import AnnotatedArticle, marks_of
from recount.evaluation.coded import CodedArticle
from recount.nouns import Record, SentenceStatus, Span

__all__ = ["coverage_figures", "expected_status"]


def expected_status(article: AnnotatedArticle, span: Span) -> SentenceStatus:
    """Return the status of a sentence by the marks in it; of several that fit, the first in the record's order."""
    record, places = article.record, article.marked.marks
    held: tuple[tuple[SentenceStatus, Iterable[str]], ...] = (
        ("coded", chain(*(marks_of(report) for report in record.reports))),
        ("tally", chain(*(marks_of(tally) for tally in record.tallies))),
        ("statement", chain(*(said.content for said in record.statements))),
        ("background", record.background),
    )
    for status, marks in held:
        if any(start < span.end and span.start < end for mark in marks for start, end in places[mark]):
            return status
    return "irrelevant"


def coverage_figures(articles: Iterable[CodedArticle]) -> dict[str, Any]:
    """Return how sentences' statuses agree, and how many of those that were missed a notice points at.

    `missed`: of the sentences that tell of a report, the share left in no report or tally. `missed_noticed`: the share
    of these that a notice calls uncoded violence. `acts`: the same of the sentences that hold an anchor, and so name an
    act. `false_alarms_an_article`: such notices on background and irrelevant sentences.
    """
    pairs: Counter[tuple[str, str]] = Counter()
    told, acts = Counter[str](), Counter[str]()
    n_articles = n_alarms = 0
    for annotated, record in articles:
        n_articles += 1
        noticed = _noticed(record)
        anchors = [place for mark in _anchors(annotated) for place in annotated.marked.marks[mark]]
        for sentence in record.article.sentences:
            span = sentence.span
            wanted = expected_status(annotated, span)
            pairs[wanted, sentence.status] += 1
            if wanted == "coded":
                fate = "found" if sentence.status in ("coded", "tally") else "missed"
                seen = [fate, "noticed"] if fate == "missed" and span in noticed else [fate]
                told.update(seen)
                if any(start < span.end and span.start < end for start, end in anchors):
                    acts.update(seen)
            n_alarms += span in noticed and wanted in ("background", "irrelevant")
    right = sum(number for (wanted, found), number in pairs.items() if wanted == found)
    return {
        "sentences": pairs.total(),
        "accuracy": _ratio(right, pairs.total()),
        **_fates(told),
        "acts": _fates(acts),
        "false_alarms_an_article": _ratio(n_alarms, n_articles),
        "confusion": {f"{wanted} > {found}": number for (wanted, found), number in sorted(pairs.items())},
    }


def _fates(counted: Counter[str]) -> dict[str, Any]:
    told = counted["found"] + counted["missed"]
    return {
        "told": told,
        "missed": _ratio(counted["missed"], told),
        "missed_noticed": _ratio(counted["noticed"], counted["missed"]),
    }


def _anchors(article: AnnotatedArticle) -> list[str]:
    return [mark for report in article.record.reports for mark in report.anchors]


def _ratio(part: int, whole: int) -> float | None:
    """Return a share in [0, 1]; None of nothing."""
    return part / whole if whole else None


def _noticed(record: Record) -> set[Span]:
    return {span for notice in record.notices if notice.kind == "uncoded violence" for span in notice.spans}
