"""Count what a second reading of annotated reports changed.

    git worktree add ../first REVISION
    uv run python tools/compare_annotations.py ../first/corpus corpus

Reports are taken for the same where an anchor stands at the same words. For each field: how many reports hold it in
either reading, and how many of these are as they were.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from recount.evaluation.annotated import AnnotatedArticle, AnnotatedReport, parse_annotated

__all__ = ["main"]

_LISTS = ("perpetrators", "targets", "weapons", "casualties", "munitions")
_FIELDS = ("type", "modality", "when", "where", *_LISTS, "disagreements")


def main(first: Path, second: Path) -> None:
    """Print a table of the fields, with reports and statements that only one reading has."""
    held: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for path in sorted(second.rglob("*.marked.txt")):
        before = _read(first / path.relative_to(second))
        after = _read(path)
        for field, agrees in _compared(before, after):
            held[field] += 1
            same[field] += agrees
    print(f"{'':24}{'held':>8}{'unchanged':>12}{'share':>8}")
    for field in ("report", *_FIELDS, "statement", "tally"):
        if held[field]:
            print(f"{field:24}{held[field]:8}{same[field]:12}{same[field] / held[field]:8.1%}")


def _read(path: Path) -> AnnotatedArticle:
    return parse_annotated(path.read_text(encoding="utf-8"), path.name)


def _compared(before: AnnotatedArticle, after: AnnotatedArticle) -> Iterator[tuple[str, bool]]:
    pairs, alone = _paired(before, after)
    yield from (("report", False) for _ in range(alone))
    for one, other in pairs:
        yield "report", True
        for field in _FIELDS:
            mine, its = _value(before, one, field), _value(after, other, field)
            if mine or its:
                yield field, mine == its
    for kind in ("statements", "tallies"):
        mine, its = ({_words(article, each) for each in getattr(article.record, kind)} for article in (before, after))
        yield from (
            ({"statements": "statement"}.get(kind, "tally"), item in mine and item in its) for item in mine | its
        )


def _paired(
    before: AnnotatedArticle, after: AnnotatedArticle
) -> tuple[list[tuple[AnnotatedReport, AnnotatedReport]], int]:
    free = list(after.record.reports)
    pairs, alone = [], 0
    for report in before.record.reports:
        mine = _anchors(before, report)
        shared = [(len(mine & _anchors(after, other)), other) for other in free]
        best = max(shared, key=lambda each: each[0], default=(0, None))
        if best[1] is None or not best[0]:
            alone += 1
        else:
            free.remove(best[1])
            pairs.append((report, best[1]))
    return pairs, alone + len(free)


def _anchors(article: AnnotatedArticle, report: AnnotatedReport) -> set[tuple[str, int]]:
    """Return the words of a report's anchors with which occurrence they are, so that mended texts still compare."""
    found = set()
    for name in report.anchors:
        for start, end in article.marked.marks[name]:
            word = article.marked.text[start:end].split()[-1]
            found.add((word, article.marked.text.count(word, 0, end)))
    return found


def _value(article: AnnotatedArticle, report: AnnotatedReport, field: str) -> Any:
    value = getattr(report, field)
    if field in ("type", "modality"):
        return value
    if field == "when":
        return (value.earliest, value.latest, value.precision, value.basis)
    if field == "where":
        return (_quoted(article, value.marks[:1]), value.country, value.precision)
    if field == "disagreements":
        return frozenset(value)
    if field in ("casualties", "munitions"):
        return frozenset((each.effect, each.n, each.group_kind) for each in value)
    return frozenset((_quoted(article, each.marks[:1]), getattr(each, "kind", None) or each.category) for each in value)


def _words(article: AnnotatedArticle, each: Any) -> tuple[Any, ...]:
    if hasattr(each, "stance"):
        return (_quoted(article, each.source[:1]), each.stance, _quoted(article, each.content[:1]))
    return (each.measure, each.n)


def _quoted(article: AnnotatedArticle, marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(article.marked.quotes(mark)[0].lower().removeprefix("the ").strip(' .,“”"') for mark in marks)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
