"""Sentence boundaries: every word of a text lies in exactly one sentence."""

import re
from typing import NamedTuple

from sentencex import get_sentence_boundaries

__all__ = ["SentenceRange", "split_sentences"]

_PARAGRAPH = re.compile(r"\n[ \t]*\n+|(?<=[\])])\n|\n(?=[ \t]*(?:[-*•–]\s|\d{1,2}[.)]\s|\d{1,2}[:.]\d{2}\b))")
# sentencex ends a sentence after these although the sentence goes on: "5 p.m. Friday", "Jan. 22", "Lt. Col. Smith".
_GOES_ON = re.compile(
    r"(?:\b(?:[ap]\.m|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gen|Lt|Col|Maj|Capt|Sgt|Brig|Cpl|Gov|Sen|Rep|Dr|Mr|Mrs|Ms|"
    r"St|No|U\.S|U\.N|U\.K|vs|approx|Prof|Rev|Hon|Supt|Insp)\.)\s*$"
)
_CONTINUATION = re.compile(r"(?:[a-z0-9(]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|[A-Z][a-z]+\b)")
_NUMBER_OF_ITEM = re.compile(r"\(?\d{1,2}[.)]|[a-z][.)]|[-*•–]")
_SURELY_NEW = re.compile(r"(?:The|A|An|He|She|It|They|In|On|At|But|And|This|That|Two|No|We|Police|Officials)\b")


class SentenceRange(NamedTuple):
    """A half-open range of code points without white space at its ends, and the number of its paragraph from 0."""

    start: int
    end: int
    paragraph: int


def split_sentences(text: str) -> tuple[SentenceRange, ...]:
    """Return the sentences of a text in order; blank lines and list marks end one, whatever stands before them."""
    ranges: list[SentenceRange] = []
    paragraph = 0
    start = 0
    for gap in [*(match.span() for match in _PARAGRAPH.finditer(text)), (len(text), len(text))]:
        for first, last in _joined(text, start, gap[0]):
            ranges.append(SentenceRange(first, last, paragraph))
        if text[start : gap[0]].strip():
            paragraph += 1
        start = gap[1]
    return tuple(ranges)


def _joined(text: str, start: int, end: int) -> list[tuple[int, int]]:
    # Headlines and list items come one a line without a full stop; hard-wrapped prose does too, so that a line
    # break ends a sentence only after a full stop, which sentencex sees by itself.
    piece = text[start:end]
    joined: list[tuple[int, int]] = []
    for boundary in get_sentence_boundaries("en", piece):
        first, last = _trimmed(text, start + boundary["start_index"], start + boundary["end_index"])
        if first >= last:
            continue
        if joined and _goes_on(text[joined[-1][0] : joined[-1][1]], text[first:last]):
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return joined or ([_trimmed(text, start, end)] if piece.strip() else [])


def _goes_on(before: str, after: str) -> bool:
    if not re.search(r"\w", after) or _NUMBER_OF_ITEM.fullmatch(before):
        return True
    if not _GOES_ON.search(before) or not _CONTINUATION.match(after):
        return False
    return not (before.endswith(".m.") and _SURELY_NEW.match(after))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
