"""The voice of a text that a party wrote itself: a press release, a statement in the first person plural."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt

__all__ = ["author_of", "own_voice"]

_FIRST_PERSON = frozenset({"we", "our", "us", "ours"})
_QUOTES = frozenset({"“", "”", '"', "«", "»"})
_HEADER_SENTENCES = 4
_LEAST_FIRST_PERSON = 2
_OUTLETS = frozenset(
    {"radio", "television", "tv", "fm", "channel", "news", "newspaper", "daily", "live", "report", "update", "bulletin"}
)
_SEPARATORS = frozenset({"-", "–", "—", ",", ".", ":", ";", "(", ")"})
# Words of a body's name, and of a line that is none of prose.
_LONGEST_NAME, _LONGEST_LINE = 10, 16


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

    A party wrote the text if it says "we" outside quotations, if its head calls it a press release or a statement, or
    if its first line is the name of a command, a ministry or an armed group and nothing else. The author is the first
    armed actor, state's forces or body that the lines of the head or the foot name.
    """
    heading = _heading(sheet)
    # "We" in a text of a named outlet is the outlet's own.
    speaks = sheet.article.outlet is None and _says_we(sheet)
    if not (speaks or _is_titled_statement(sheet) or heading):
        return None
    head_end = sheet.sentences[min(_HEADER_SENTENCES, len(sheet.sentences)) - 1].end if sheet.sentences else 0
    named = [TokenRange(actor.first, actor.end) for actor in sheet.actors if actor.end <= head_end]
    named += [TokenRange(state.first, state.end) for state in sheet.states if state.end <= head_end]
    spoken = [saying.source for saying in speech if saying.source]
    free = [item for item in named if not any(source.first <= item.first < source.end for source in spoken)]
    return (
        heading or _body_in(sheet, _head_lines(sheet)) or min(free, default=None) or _body_in(sheet, _lines(sheet)[-2:])
    )


def _heading(sheet: Sheet) -> TokenRange | None:
    """Return the name that a text begins with where its first line, up to a dash, a comma or a stop, is that name."""
    lines = _lines(sheet)
    name = _segments(sheet, lines[0])[0] if lines else None
    if name is None or name.end - name.first > _LONGEST_NAME or any(map(sheet.is_verb, range(name.first, name.end))):
        return None
    return name if _is_body(sheet, name) else None


def _head_lines(sheet: Sheet) -> list[TokenRange]:
    """Return the short lines before a text's first line of prose."""
    return list(takewhile(lambda line: line.end - line.first <= _LONGEST_LINE, _lines(sheet)))


def _body_in(sheet: Sheet, lines: Sequence[TokenRange]) -> TokenRange | None:
    """Return the first name of a body in short lines."""
    names = (name for line in lines if line.end - line.first <= _LONGEST_LINE for name in _segments(sheet, line))
    fitting = (name for name in names if name.end - name.first <= _LONGEST_NAME and _is_body(sheet, name))
    return next((name for name in fitting if not any(map(sheet.is_verb, range(name.first, name.end)))), None)


def _is_body(sheet: Sheet, name: TokenRange) -> bool:
    """Tell whether a run of words is the name of a body: capitals, with a noun for bodies or a listed actor."""
    words = [sheet.tokens[at] for at in range(name.first, name.end) if sheet.tokens[at].text[0].isalpha()]
    capital = sum(word.text[0].isupper() for word in words)
    if not words or 2 * capital < len(words) or not words[0].text[0].isupper():
        return False
    titled = next(sheet.lexicon.statement_titles.find(sheet.tokens, name.first, name.end), None)
    if titled or any(word.lower in _OUTLETS for word in words):
        return False
    listed = any(name.first <= actor.first < name.end for actor in sheet.actors)
    return listed or any({word.lower, word.lower.rstrip("s")} & sheet.lexicon.bodies for word in words)


def _lines(sheet: Sheet) -> list[TokenRange]:
    """Return the lines of a text in order."""
    text = sheet.article.text
    breaks = [0] + [
        at for at in range(1, len(sheet.tokens)) if "\n" in text[sheet.tokens[at - 1].end : sheet.tokens[at].start]
    ]
    return [TokenRange(a, b) for a, b in zip(breaks, [*breaks[1:], len(sheet.tokens)], strict=True) if a < b]


def _segments(sheet: Sheet, line: TokenRange) -> list[TokenRange]:
    """Cut a line at dashes, commas, stops and brackets; at least one segment."""
    cuts = [at for at in range(*line) if sheet.lower(at) in _SEPARATORS]
    edges = [line.first - 1, *cuts, line.end]
    found = [TokenRange(a + 1, b) for a, b in pairwise(edges) if a + 1 < b]
    return found or [line]


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
