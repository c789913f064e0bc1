"""The voice of a text that a party wrote itself: a press release, a statement in the first person plural."""

from collections.abc import Iterator, Sequence

from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt

__all__ = ["author_of", "own_voice"]

_FIRST_PERSON = frozenset({"we", "our", "us", "ours"})
_QUOTES = frozenset({"“", "”", '"', "«", "»"})
_HEADER_SENTENCES = 4
_LEAST_FIRST_PERSON = 2


def own_voice(sheet: Sheet, speech: Sequence[SpeechAt]) -> Iterator[SpeechAt]:
    """Yield a saying by the author for each sentence of a party's own text in which nobody else speaks."""
    author = author_of(sheet, speech)
    if author is None:
        return
    spoken = {saying.sentence for saying in speech}
    for number, sentence in enumerate(sheet.sentences):
        if number not in spoken and number != sheet.headline and sentence.first >= author.end:
            yield SpeechAt(number, author, None, sentence, "reports", quoted=False, continued=False)


def author_of(sheet: Sheet, speech: Sequence[SpeechAt] = ()) -> TokenRange | None:
    """Return where a text's own author is named; None for a text by an outlet.

    A party wrote the text if it says "we" outside quotations, or if its head calls it a press release or a
    statement; the author is the first armed actor, or state's forces, that the head names.
    """
    if not (_says_we(sheet) or _is_titled_statement(sheet)):
        return None
    head_end = sheet.sentences[min(_HEADER_SENTENCES, len(sheet.sentences)) - 1].end if sheet.sentences else 0
    named = [TokenRange(actor.first, actor.end) for actor in sheet.actors if actor.end <= head_end]
    named += [TokenRange(state.first, state.end) for state in sheet.states if state.end <= head_end]
    spoken = [saying.source for saying in speech if saying.source]
    free = [item for item in named if not any(source.first <= item.first < source.end for source in spoken)]
    return min(free, default=None)


def _says_we(sheet: Sheet) -> bool:
    depth = 0
    found = 0
    for token in sheet.tokens:
        if token.lower in _QUOTES:
            depth = 1 - depth if token.lower == '"' else int(token.lower in {"“", "«"})
        elif depth == 0 and token.lower in _FIRST_PERSON and token.text != "US":
            found += 1
    return found >= _LEAST_FIRST_PERSON


def _is_titled_statement(sheet: Sheet) -> bool:
    head = sheet.sentences[:_HEADER_SENTENCES]
    titles = sheet.lexicon.statement_titles
    return any(True for sentence in head for _ in titles.find(sheet.tokens, *sentence))
