"""The names of the sides in an article, for whoever must read it without them."""

import re
from collections.abc import Iterable, Iterator, Sequence

from recount.extraction.sheet import Sheet, TokenRange

__all__ = ["side_names"]

_LONGEST_ACRONYM = 8
_INSIDE_NAMES = frozenset({"of", "al", "the", "for"})
_ARMED = frozenset({"state forces", "rebel group", "political militia", "identity militia"})

_Range = tuple[int, int]


def side_names(sheet: Sheet) -> tuple[_Range, ...]:
    """Return where an article names armed actors, states and peoples: half-open code points, in order and apart.

    Names of places are none of them where the place is meant. A name that no list holds counts where it is capitals
    ("the RRA"), has a noun of such names ("Jenin Brigade"), or stands where a side does ("Gaddadfa youths", "men of
    Calarcá", "between Hamar and Misseriya"); it then stands for all its other places in the text.
    """
    listed = [*_listed(sheet)]
    runs = [*_capitalised(sheet)]
    named = [run for run in runs if _is_named_so(sheet, *run)]
    free = [run for run in runs if run not in named and not _overlaps(_range(sheet, *run), [*listed, *_places(sheet)])]
    told = {sheet.words(*run) for run in named} | {sheet.words(*run) for run in free if _is_side(sheet, *run)}
    told |= {sheet.words(*run) for run in free if _is_beside(sheet, *run, told, listed)}
    text = sheet.article.text
    found = (match.span() for name in told for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
    return tuple(_apart([*listed, *found]))


def _range(sheet: Sheet, first: int, end: int) -> _Range:
    return sheet.tokens[first].start, sheet.tokens[end - 1].end


def _overlaps(one: _Range, others: Iterable[_Range]) -> bool:
    return any(start < one[1] and one[0] < end for start, end in others)


def _apart(ranges: Iterable[_Range]) -> Iterator[_Range]:
    """Yield ranges in order; of those that overlap the first and longest."""
    last = 0
    for start, end in sorted(ranges, key=lambda each: (each[0], -each[1])):
        if start >= last:
            yield start, end
            last = end


def _places(sheet: Sheet) -> list[_Range]:
    return [_range(sheet, place.first, place.end) for place in sheet.places if place.is_literal]


def _listed(sheet: Sheet) -> Iterator[_Range]:
    """Yield listed actors, and states and peoples where no place of that name is meant."""
    literal = _places(sheet)
    for actor in sheet.actors:
        end = actor.end
        # "Nuer youths" is a listed name, "Shilluk youths" none: what is common in a name is read in either.
        while end > actor.first + 1 and sheet.tokens[end - 1].text.islower():
            end -= 1
        yield _range(sheet, actor.first, end)
    for mention in sheet.codebook.actors.countries.find(sheet.article.text):
        if not _overlaps((mention.start, mention.end), literal) or _acts(sheet, mention.start, mention.end):
            yield mention.start, mention.end
    for place in sheet.places:
        if place.located.mention.role == "demonym":
            yield _range(sheet, place.first, place.end)


def _acts(sheet: Sheet, start: int, end: int) -> bool:
    """Tell whether the state itself is meant where its name looks like a place: "Iran's army", "Iran attacked"."""
    first, last = sheet.token_range(start, end)
    if any(state.first <= first < state.end for state in sheet.states):
        return True
    return any(index.at(sheet.tokens, last) for index in (sheet.lexicon.acts, sheet.lexicon.cues))


def _capitalised(sheet: Sheet) -> Iterator[TokenRange]:
    """Yield runs of capitalised words outside headlines, without times, numbers and listed actors."""
    lexicon = sheet.lexicon
    closed = lexicon.determiners | lexicon.prepositions | lexicon.conjunctions | lexicon.pronouns
    closed |= lexicon.auxiliaries | lexicon.adverbs
    taken = [(time.first, time.end) for time in sheet.times] + [(actor.first, actor.end) for actor in sheet.actors]
    taken += [(quantity.first, quantity.end) for quantity in sheet.quantities]
    held = {position for each in taken for position in range(*each)}

    def opens(position: int) -> bool:
        token = sheet.tokens[position]
        return token.text[0].isupper() and len(token.text) > 1 and position not in held and token.lower not in closed

    for number, (first, end) in enumerate(sheet.sentences):
        position = first
        while position < end and number != sheet.headline:
            if not opens(position):
                position += 1
                continue
            last = position + 1
            while last < end and (
                opens(last) or (last + 1 < end and sheet.lower(last) in _INSIDE_NAMES and opens(last + 1))
            ):
                last += 1
            yield TokenRange(position, last)
            position = last


def _is_named_so(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether a name says itself that it is a force's or a party's: "South Lebanon Army", "Karenni fighters"."""
    if end > first + 1 and next(sheet.lexicon.context("side_nouns").find(sheet.tokens, first, end), None):
        return True
    after = sheet.lexicon.people.at(sheet.tokens, end)
    return after is not None and sheet.tokens[end].text.islower() and after.payload[0].kind in _ARMED


def _is_side(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether a name without a list is a side's: by its capitals, or by the noun for people beside it."""
    token, people = sheet.tokens[first], sheet.lexicon.people
    if end == first + 1 and token.text.isupper() and 2 <= len(token.text) <= _LONGEST_ACRONYM:
        sentence = sheet.sentences[sheet.sentence_of(first)]
        return any(other.text.islower() for other in sheet.tokens[sentence.first : sentence.end])
    if people.at(sheet.tokens, end) is not None and sheet.tokens[end].text.islower():
        return True
    before = first - 1 - (sheet.lower(first - 1) == "the")
    return sheet.lower(before) in {"of", "from"} and people.ending_at(sheet.tokens, before) is not None


def _is_beside(sheet: Sheet, first: int, end: int, told: set[str], listed: Sequence[_Range]) -> bool:
    """Tell whether a name is joined to a side's, or one of two: "Kuki and Meitei youths", "between Hamar and …"."""
    text = sheet.article.text
    between = "between" in {sheet.lower(first - 1), sheet.lower(first - 3)}
    if sheet.lower(end) == "and" and end + 1 < len(sheet.tokens):
        after = sheet.tokens[end + 1]
        joined = (text.startswith(name, after.start) for name in told)
        return any(start == after.start for start, _ in listed) or any(joined) or (between and after.text[0].isupper())
    if sheet.lower(first - 1) == "and" and first > 1:
        before = sheet.tokens[first - 2]
        joined = (text.endswith(name, 0, before.end) for name in told)
        return any(end == before.end for _, end in listed) or any(joined) or (between and before.text[0].isupper())
    return False
