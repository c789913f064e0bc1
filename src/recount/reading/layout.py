"""Lines of printed pages become paragraphs: columns in order, heads and page numbers out, cut words joined."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from recount.nouns import Removed

__all__ = ["Page", "Paragraphs", "Run", "paragraphs_of"]

# In heights of a line. Set on the PDF of tests/unit/test_reading_kinds.py, in one and two columns: run it again before
# changing one.
_WORD_GAP = 1.6
_INDENT = 0.8
_OTHER_SIZE = 1.4
_USUAL_STEP = 1.7
"""From one line to the next, where a page has too few lines to tell."""
_FEWEST_STEPS = 4
# In distances of lines.
_PARAGRAPH_GAP = 1.45
# Share of the width of its column that a line inside of a paragraph fills.
_FULL = 0.82
# Pairs of lines side by side from which on a page has columns; below, it is a table or a chance.
_FEWEST_PAIRS = 3
# Code points of such lines on average: cells of tables are shorter.
_SHORTEST_COLUMN = 18
# Lines at either end of a page that may be its head or foot.
_EDGE = 2
# Code points from which on a line with a full stop is no head, though pages repeat it.
_LONGEST_HEAD = 60
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.?|seite|pág\.?)?\s*[-–—|]?\s*\d{1,4}\s*(?:(?:of|/|de|von)\s*\d{1,4})?\s*[-–—|]?", re.I
)
_HYPHENS = ("\x02", "\ufffe", "\u00ad")
_ENDS = (".", "!", "?", "…", ":", "。", "؟", "।")
_BULLET = re.compile(r"[•▪●◦‣∙·■–—-]\s")


class Run(NamedTuple):
    """Words in one style on one line; sides in points, from the left and from the bottom of the page."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class Page(NamedTuple):
    """The runs of a page in the order of the file."""

    runs: Sequence[Run]
    number: int
    """From 1."""


class Paragraphs(NamedTuple):
    """The paragraphs of all pages in reading order, and what was taken out."""

    texts: list[str]
    removed: tuple[Removed, ...]


class _Paragraph(NamedTuple):
    text: str
    open: bool
    """It may go on in the next column or on the next page."""


def paragraphs_of(pages: Sequence[Page]) -> Paragraphs:
    """Put the lines of pages together; a sentence that a page or column cuts in two is joined."""
    lined = [_in_order(_lines(page.runs)) for page in pages]
    heads = _repeated(lined)
    removed: list[Removed] = []
    texts: list[str] = []
    goes_on = False
    for lines in lined:
        body = []
        for line, reason in _with_reasons(lines, heads):
            if reason:
                removed.append(Removed(text=" ".join(line.text.split()), reason=reason))
            else:
                body.append(line)
        for rank, paragraph in enumerate(_paragraphs(body)):
            next_page = rank == 0 and paragraph.text[:1].islower()
            if texts and (goes_on or next_page) and _continues(texts[-1], paragraph.text):
                texts[-1] = _joined(texts[-1], paragraph.text)
            else:
                texts.append(paragraph.text)
            goes_on = paragraph.open
    shown = [" ".join(re.sub("[\x02\ufffe]", "-", text).split()) for text in texts]
    return Paragraphs([text for text in shown if text], tuple(dict.fromkeys(removed)))


def _lines(runs: Sequence[Run]) -> list[Run]:
    """Join the runs that stand on one line, in the order of the file; a wide gap parts lines of two columns."""
    lines: list[Run] = []
    for run in runs:
        last = lines[-1] if lines else None
        if last and _beside(last, run) and -1 < (run.left - last.right) / _height(run) < _WORD_GAP:
            spaced = run.left - last.right > 0.12 * _height(run) and not last.text.endswith(" ")
            text = f"{last.text}{' ' if spaced else ''}{run.text}"
            lines[-1] = Run(text, last.left, min(last.bottom, run.bottom), run.right, max(last.top, run.top))
        elif run.text.strip():
            lines.append(run)
    return lines


def _height(run: Run) -> float:
    return max(run.top - run.bottom, 1.0)


def _beside(one: Run, other: Run) -> bool:
    overlap = min(one.top, other.top) - max(one.bottom, other.bottom)
    return overlap > 0.5 * min(_height(one), _height(other))


def _in_order(lines: list[Run]) -> list[Run]:
    """Put lines that the file has row by row into the order of columns; join the cells of tables."""
    pairs = [(one, two) for one, two in pairwise(lines) if _beside(one, two)]
    apart = [(one, two) for one, two in pairs if two.left > one.right]
    if len(apart) >= _FEWEST_PAIRS:
        gutter = median((one.right + two.left) / 2 for one, two in apart)
        letters = sum(len(one.text) + len(two.text) for one, two in apart) / (2 * len(apart))
        fitting = sum(one.right <= gutter <= two.left for one, two in apart)
        if letters >= _SHORTEST_COLUMN and fitting > 0.8 * len(apart):
            return list(_by_columns(lines, gutter))
    return _rows(lines)


def _by_columns(lines: list[Run], gutter: float) -> Iterator[Run]:
    """Yield the left column, then the right one, of each stretch between lines that run across both."""
    left: list[Run] = []
    right: list[Run] = []
    for line in lines:
        if line.right <= gutter:
            left.append(line)
        elif line.left >= gutter:
            right.append(line)
        else:
            yield from (*left, *right, line)
            left, right = [], []
    yield from (*left, *right)


def _rows(lines: list[Run]) -> list[Run]:
    rows: list[Run] = []
    for line in lines:
        last = rows[-1] if rows else None
        if last and _beside(last, line) and line.left > last.right:
            text = f"{last.text.strip()} | {line.text.strip()}"
            rows[-1] = Run(text, last.left, min(last.bottom, line.bottom), line.right, max(last.top, line.top))
        else:
            rows.append(line)
    return rows


def _edges(lines: list[Run]) -> list[int]:
    """Return the numbers of the highest and lowest lines of a page."""
    ranked = sorted(range(len(lines)), key=lambda number: -lines[number].top)
    return [*ranked[:_EDGE], *ranked[-_EDGE:]]


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", re.sub(r"\W+", " ", text.lower())).strip()


def _repeated(pages: Sequence[list[Run]]) -> frozenset[str]:
    """Return what stands at the edge of several pages, with figures made alike."""
    told: Counter[str] = Counter()
    for lines in pages:
        told.update({_pattern(lines[number].text) for number in _edges(lines)})
    needed = max(2, len(pages) // 4)
    return frozenset(pattern for pattern, pages_with in told.items() if pages_with >= needed and pattern)


def _with_reasons(lines: list[Run], heads: frozenset[str]) -> Iterator[tuple[Run, str | None]]:
    edges = set(_edges(lines))
    for number, line in enumerate(lines):
        at_edge = number in edges
        if at_edge and _PAGE_NUMBER.fullmatch(" ".join(line.text.split())[:60]):
            yield line, "page number"
        elif at_edge and _pattern(line.text) in heads and not _is_sentence(line.text):
            yield line, "running head or foot"
        else:
            yield line, None


def _is_sentence(text: str) -> bool:
    return len(text) > _LONGEST_HEAD and text.rstrip(" \"”’')").endswith(_ENDS)


def _paragraphs(lines: list[Run]) -> Iterator[_Paragraph]:
    steps = [one.top - two.top for one, two in pairwise(lines) if 0 < one.top - two.top < 60]
    step = median(steps) if steps else 0.0
    if lines and len(steps) < _FEWEST_STEPS:
        # Too few to tell how far lines stand apart: no further than in most print.
        step = min(step, _USUAL_STEP * median([_height(line) for line in lines]))
    text, size = "", 0.0
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before is not None and not _goes_on(before, line, lines, step, size):
            yield _Paragraph(text, _fills(before, lines) or text.endswith(_HYPHENS))
            text, size = "", 0.0
        text = _joined(text, line.text) if text else line.text.strip(" ")
        size = max(size, _height(line))
    if text:
        yield _Paragraph(text, _fills(lines[-1], lines) or text.endswith(_HYPHENS))


def _goes_on(before: Run, line: Run, lines: list[Run], step: float, size: float) -> bool:
    """Tell whether a line belongs to the paragraph of the line before it."""
    down = before.top - line.top
    if before.text.rstrip().endswith(_HYPHENS) and not _BULLET.match(line.text):
        return down > 0
    if down <= 0 or down > max(_PARAGRAPH_GAP * step, 1.2 * _height(line)) or _BULLET.match(line.text.lstrip()):
        return False
    if not size / _OTHER_SIZE <= _height(line) <= size * _OTHER_SIZE:
        return False
    ended = before.text.rstrip(" \"”’')").endswith(_ENDS)
    indented = line.left - before.left > _INDENT * _height(line) and line.left - before.left < 6 * _height(line)
    return not (ended and (indented or not _fills(before, lines)))


def _fills(line: Run, lines: list[Run]) -> bool:
    """Tell whether a line reaches the end of its column, as the last line of a paragraph rarely does."""
    near = (one for one in lines if abs(one.left - line.left) < 3 * _height(line))
    same = [one.right - line.left for one in near if _height(one) < _OTHER_SIZE * _height(line)]
    return line.right - line.left > _FULL * max(same)


def _continues(text: str, following: str) -> bool:
    if text.endswith(_HYPHENS) or following[:1].islower():
        return not text.endswith(_ENDS)
    return not text.rstrip(" \"”’')").endswith(_ENDS) and text[-1:].isalnum() and len(text.split()) > 8


def _joined(text: str, following: str) -> str:
    """Join two lines: a word cut in two becomes one, a hyphen before a capital or a figure stays."""
    text, following = text.rstrip(" "), following.lstrip(" ")
    hyphen = text[-1:] in _HYPHENS or (text[-1:] in ("-", "‐") and text[-2:-1].isalpha())
    if hyphen and following[:1].islower():
        return text[:-1] + following
    if hyphen:
        return f"{text[:-1]}-{following}"
    return f"{text} {following}"
