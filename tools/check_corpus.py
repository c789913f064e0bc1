"""Check the annotated reports of a folder, and say what to mend.

    uv run python tools/check_corpus.py corpus/train/mali

Marks and record must agree, codes must be the codebook's, dates must fit, and counts must be what their words
say by the codebook's rules (told as a doubt: a person decides). Ends with 1 where a fault is found.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from recount import codebook
from recount.errors import BadExpectation
from recount.evaluation.annotated import AnnotatedArticle, AnnotatedCount, AnnotatedReport, parse_annotated
from recount.extraction.english import tokens_of
from recount.extraction.quantities import find_quantities

__all__ = ["main"]

_CODES = codebook.load()
_LONGEST_ANCHOR = 6
_WORDS = (60, 650)
_PATTERN = "*.marked.txt"


def main(paths: list[str]) -> int:
    """Print faults and doubts of every file under `paths`; return 1 if there is a fault."""
    files = sorted(file for path in map(Path, paths) for file in ([path] if path.is_file() else path.rglob(_PATTERN)))
    faults = doubts = 0
    seen: dict[str, str] = {}
    articles = []
    for file in files:
        try:
            article = parse_annotated(file.read_text(encoding="utf-8"), str(file))
        except BadExpectation as error:
            faults += 1
            print("FAULT", error)
            continue
        articles.append(article)
        for message in _faults(article):
            faults += 1
            print("FAULT", f"{file}: {message}")
        for message in (*_doubts(article), *_alike(article, seen)):
            doubts += 1
            print("doubt", f"{file}: {message}")
    reports = sum(len(article.record.reports) for article in articles)
    without = sum(not article.record.reports for article in articles)
    words = sum(len(article.marked.text.split()) for article in articles)
    print(f"{len(files)} files, {faults} faults, {doubts} doubts")
    print(f"{reports} reports, {without} files without any, {words} words")
    return 1 if faults else 0


def _faults(article: AnnotatedArticle) -> Iterator[str]:
    n_words = len(article.marked.text.split())
    if not _WORDS[0] <= n_words <= _WORDS[1]:
        yield f"{n_words} words; 80 to 600 are wanted"
    for report in article.record.reports:
        for message in (
            *_code_faults(article, report),
            *_when_faults(article, report),
            *_count_faults(article, report),
        ):
            yield f"{report.id}: {message}"
    for tally in article.record.tallies:
        if tally.parts and tally.agrees is None:
            yield f"tally {tally.id} has parts: say whether it `agrees`"


def _code_faults(article: AnnotatedArticle, report: AnnotatedReport) -> Iterator[str]:
    types = _CODES.event_types
    names = {*types.names, *(sub.name for sub in types.sub_types)}
    if report.type not in names:
        yield f"type {report.type!r} is none of {', '.join(sorted(names))}"
    for name in report.anchors:
        for quote in article.marked.quotes(name):
            if len(quote.split()) > _LONGEST_ANCHOR:
                yield f"anchor “{quote}” is too long; mark the shortest phrase that names the act"
    if not report.where.marks and report.where.precision not in {"unknown", "country"}:
        yield f"where has precision {report.where.precision} but no marks"


def _when_faults(article: AnnotatedArticle, report: AnnotatedReport) -> Iterator[str]:
    when, published = report.when, article.header.published
    if bool(when.marks) != (when.basis in {"stated", "relative"}):
        yield f"when has basis {when.basis} and marks {list(when.marks)}: a time that is named has both, or neither"
    if when.earliest and when.latest and when.earliest > when.latest:
        yield "when.earliest is after when.latest"
    if published is None:
        return
    past = report.modality in {"actual", "foiled", "attempted"}
    if past and when.latest and when.latest > published + timedelta(1):
        yield "when.latest lies after publication"
    bounded = when.latest == published and when.earliest is None
    if when.basis == "context" and report.modality == "actual" and not bounded:
        yield f"no time is named, so when must be {{latest: {published}, basis: context}} with earliest null"


def _count_faults(article: AnnotatedArticle, report: AnnotatedReport) -> Iterator[str]:
    for count in (*report.casualties, *report.munitions):
        low, best, high = count.n
        # "More than 12" has low 13 and best 12.
        over = low is not None and best is not None and low > best + 1
        if over or (best is not None and high is not None and best > high):
            yield f"{count.id}: n {count.n} is not low ≤ best ≤ high"
        if count.group and not any(count.group in quote for quote in _quotes(article, count)):
            yield f"{count.id}: group {count.group!r} is not among its words {_quotes(article, count)}"


def _doubts(article: AnnotatedArticle) -> Iterator[str]:
    for report in article.record.reports:
        for count in (*report.casualties, *report.munitions):
            quotes = _quotes(article, count)
            found = [q.bounds[:3] for quote in quotes for q in find_quantities(tokens_of(quote), _CODES)]
            if found and tuple(count.n) not in found:
                yield f"{count.id}: {quotes} read as {found}, annotated {list(count.n)}"
    for name, places in article.marked.marks.items():
        for start, end in places:
            quote = article.marked.text[start:end]
            if quote != quote.strip(" ,;"):
                yield f"mark {name} “{quote}” begins or ends with a blank or comma"


def _alike(article: AnnotatedArticle, seen: dict[str, str]) -> Iterator[str]:
    words = re.findall(r"\w+", article.marked.text.lower())
    grams = {" ".join(words[i : i + 6]) for i in range(len(words) - 5)}
    shared = Counter(seen[gram] for gram in grams if gram in seen)
    for other, n in shared.most_common(1):
        if n > 8:
            yield f"{n} runs of six words are also in {other}: no two from one template"
    for gram in grams:
        seen.setdefault(gram, article.name)


def _quotes(article: AnnotatedArticle, count: AnnotatedCount) -> list[str]:
    return [quote for name in count.marks for quote in article.marked.quotes(name)]


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
