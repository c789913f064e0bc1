"""The words for who speaks, to whom and where: a place among them is not that of the act."""

from collections.abc import Iterator, Sequence

from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt

__all__ = ["speaking_ranges"]

# Words from a cue to the end of what may say to whom and where somebody spoke: "told reporters at a briefing in X".
_LONGEST = 8
_JOINED_CLAUSE = frozenset({",", ";", ".", "after", "that", "where", "when", "as", "who"})


def speaking_ranges(sheet: Sheet, speech: Sequence[SpeechAt]) -> tuple[TokenRange, ...]:
    """Return the ranges of speakers, and those right after a cue of which its content is no part."""
    return tuple(_ranges(sheet, speech))


def _ranges(sheet: Sheet, speech: Sequence[SpeechAt]) -> Iterator[TokenRange]:
    for saying in speech:
        if saying.source:
            yield saying.source
        if saying.cue is None or saying.content.first <= saying.cue.end < saying.content.end:
            continue
        before = saying.content.end <= saying.cue.first
        if not before and sheet.lower(saying.content.first - 1) != "that":
            continue
        end = min(saying.cue.end + _LONGEST, sheet.sentences[saying.sentence].end)
        end = end if before else min(end, saying.content.first)
        stop = next((at for at in range(saying.cue.end, end) if sheet.lower(at) in _JOINED_CLAUSE), end)
        if saying.cue.end < stop:
            yield TokenRange(saying.cue.end, stop)
