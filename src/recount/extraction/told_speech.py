"""The sayings that the trained network finds, as the rest of reading takes them."""

from collections.abc import Iterator, Sequence

from recount.encoder import FoundSaying, Sayings, Scores, WordSpan
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt
from recount.nouns import Stance

__all__ = ["speech_told"]

_QUOTES = frozenset({"“", '"', "«", "„"})
_SIGNS = frozenset({",", ".", ";", ":", "—", "–", "-", "”", "»", '"'})


def speech_told(sheet: Sheet, scores: Scores, sayings: Sayings) -> tuple[SpeechAt, ...]:
    """Return the sayings of an article in the order of their cues."""
    found = sayings.find(sheet.article.text, scores, sheet.sentence_ranges, style="speech")
    return tuple(_merged([_speech(sheet, scores, said) for said in found]))


def _speech(sheet: Sheet, scores: Scores, said: FoundSaying) -> SpeechAt:
    cue = _tokens(sheet, scores, said.cue)
    source = _tokens(sheet, scores, said.source[0]) if said.source else None
    pieces = [_without_signs(sheet, _tokens(sheet, scores, span)) for span in said.content]
    content, *further = sorted(pieces)
    return SpeechAt(
        sheet.sentence_of(cue.first),
        source,
        cue,
        content,
        _stance(sheet, cue),
        quoted=any(sheet.lower(at) in _QUOTES for piece in pieces for at in range(*piece)),
        further=tuple(further),
    )


def _stance(sheet: Sheet, cue: TokenRange) -> Stance:
    """Return the stance that the words of the cue give by themselves; what they say and of whom is judged later."""
    found = next(sheet.lexicon.cues.find(sheet.tokens, *cue), None)
    return found.payload.stance if found else "reports"


def _tokens(sheet: Sheet, scores: Scores, span: WordSpan) -> TokenRange:
    return TokenRange(*sheet.token_range(*scores.characters(span)))


def _without_signs(sheet: Sheet, piece: TokenRange) -> TokenRange:
    """Leave out a comma or a closing quotation mark that a piece begins with."""
    first = piece.first
    while first < piece.end - 1 and sheet.lower(first) in _SIGNS - _QUOTES:
        first += 1
    return TokenRange(first, piece.end)


def _merged(speech: Sequence[SpeechAt]) -> Iterator[SpeechAt]:
    """Yield sayings without those whose words another saying of the same sentence holds already."""
    for number, said in enumerate(speech):
        twice = any(other.sentence == said.sentence and _holds(other, said) for other in speech[:number])
        if not twice:
            yield said


def _holds(one: SpeechAt, other: SpeechAt) -> bool:
    mine = {at for piece in (one.content, *one.further) for at in range(*piece)}
    its = {at for piece in (other.content, *other.further) for at in range(*piece)}
    return len(mine & its) > 0.7 * len(its) and len(mine & its) > 0.7 * len(mine)
