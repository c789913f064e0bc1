"""Shares of a running total that words give: "the majority of them claimed by …"."""

from collections.abc import Iterator

from recount.extraction.counts import CountAt
from recount.extraction.sheet import Sheet, TokenRange
from recount.nouns import Party, TallyShare

__all__ = ["shares_of"]

_METHOD = "tallies.rules/2"
_POINTERS = frozenset({"them", "these", "those", "which", "whom"})
# Words between a share and who it is ascribed to, and of the name itself.
_ASCRIBED_REACH, _NAME_REACH = 10, 7
_NAME_ENDS = frozenset(
    {",", ";", ".", ":", ")", "(", "since", "in", "on", "and", "while", "who", "which", "that", "according"}
)


def shares_of(sheet: Sheet, count: CountAt) -> Iterator[TallyShare]:
    """Yield the shares of a total: of "them" after it in its sentence or the next, or right before its number."""
    number = sheet.sentence_of(count.first)
    scope = sheet.sentences[number]
    end = sheet.sentences[number + 1].end if number + 1 < len(sheet.sentences) else scope.end
    for found in sheet.lexicon.tally_words("portions").find(sheet.tokens, scope.first, end):
        after = {sheet.lower(found.end), sheet.lower(found.end + 1)}
        of_number = count.first - 2 <= found.end <= count.first
        pointed = found.first >= count.end and sheet.lower(found.end) in _POINTERS
        # Parts of the total may stand between in its own sentence, another number in the sentence of the share may not.
        begin = max(count.end, sheet.sentences[sheet.sentence_of(found.first)].first)
        between = any(begin <= other.first < found.first for other in sheet.quantities)
        if of_number or (pointed and not between and after):
            stop = sheet.sentences[sheet.sentence_of(found.first)].end
            party = _ascribed(sheet, TokenRange(count.end if of_number else found.end, stop))
            yield TallyShare(
                words=sheet.words(found.first, found.end).lower().removesuffix(" of"),
                party=party,
                spans=(sheet.span(found.first, found.end + (1 if pointed else 0)), *(party.spans if party else ())),
            )


def _ascribed(sheet: Sheet, scope: TokenRange) -> Party | None:
    """Return who a share is ascribed to: the name after "claimed by"."""
    reach = min(scope.first + _ASCRIBED_REACH, scope.end)
    cue = next(sheet.lexicon.tally_words("ascribing").find(sheet.tokens, scope.first, reach), None)
    if cue is None:
        return None
    actor = next((each for each in sheet.actors if cue.end <= each.first <= cue.end + 2), None)
    end = cue.end
    while end < min(scope.end, cue.end + _NAME_REACH) and sheet.lower(end) not in _NAME_ENDS:
        end += 1
    first, end = (actor.first, actor.end) if actor else (cue.end, end)
    if first == end:
        return None
    return Party(name=sheet.words(first, end), kind="unknown", spans=(sheet.span(first, end),), method=_METHOD)
