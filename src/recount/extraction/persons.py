"""Names of persons that no list holds, told by their capitals."""

from collections.abc import Iterator

from recount.extraction.sheet import Sheet, TokenRange

__all__ = ["find_persons"]

_MOST_WORDS = 4
_PARTICLES = frozenset({"al", "bin", "ibn", "abu", "de", "da", "van", "del", "ould", "ag"})


def find_persons(sheet: Sheet, taken: set[int]) -> Iterator[TokenRange]:
    """Yield two to four capitalised words in a row that no list, place or time holds; headlines are left out.

    One word alone is as often a place, a firm or the first of a sentence.
    """
    known = {position for time in sheet.times for position in range(time.first, time.end)}
    known |= {position for place in sheet.places for position in range(place.first, place.end)}
    known |= taken
    for number, sentence in enumerate(sheet.sentences):
        if number == sheet.headline:
            continue
        position = sentence.first
        while position < sentence.end:
            end = _run_end(sheet, position, sentence.end, known)
            if 2 <= end - position <= _MOST_WORDS:
                yield TokenRange(position, end)
            position = max(end, position + 1)


def _run_end(sheet: Sheet, first: int, limit: int, known: set[int]) -> int:
    end = first
    while end < limit and end not in known and _is_name_word(sheet, end, inside=end > first):
        end += 1
    while end > first and not sheet.tokens[end - 1].text[0].isupper():
        end -= 1
    return end


def _is_name_word(sheet: Sheet, position: int, *, inside: bool) -> bool:
    token = sheet.tokens[position]
    if inside and token.lower in _PARTICLES:
        return True
    closed = token.lower in sheet.lexicon.determiners | sheet.lexicon.prepositions | sheet.lexicon.pronouns
    return token.text[0].isupper() and not token.text.isupper() and token.text[-1].isalpha() and not closed
