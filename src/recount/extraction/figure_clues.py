"""What the word lists and rules tell of each number phrase of an article, as numbers for a trained judge."""

from collections.abc import Iterator, Sequence
from math import log10

import numpy as np
from numpy.typing import NDArray

from recount.extraction.counts import CountAt
from recount.extraction.english import PhraseIndex
from recount.extraction.quantities import Quantity
from recount.extraction.running import is_running_total
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.tellings import Telling

__all__ = ["FIGURE_CLUES", "count_at", "figure_clues"]

_LISTS = ("keeping", "period", "standing", "comparing", "rival", "sharing", "single", "plural", "other")
_TIMES = {
    "since": "since", "duration": "duration", "recent": "duration", "between": "wide", "month": "wide", "year": "wide",
    "quarter": "wide", "half": "wide", "season": "wide", "decade": "wide", "week": "week", "weekend": "week",
    "date": "day", "weekday": "day", "day": "day", "ago": "day", "clock": "hour", "reference": "hour",
    "length": "length", "repeated": "length", "present": "present", "until": "since",
}  # fmt: skip
_TIME_CLASSES = tuple(dict.fromkeys(_TIMES.values()))
_EFFECTS = ("killed", "injured", "displaced", "arrested", "abducted", "missing", "attacks", "munitions", "other")
_RULES = ("exact", "at-least", "more-than", "about", "nearly", "at-most", "range")
_BEFORE = {
    "colon": {":"}, "bracket": {"("}, "comma": {","}, "and": {"and"}, "including": {"including"},
    "of": {"of", "whom", "which"}, "the": {"the", "these", "those"}, "against": {"against", "from", "than"},
    "another": {"another", "other", "further"},
    "verb have": {"has", "have", "had"},
    "at": {"at", "to", "be", "is", "are", "was", "were"},
    "says": {"says", "said", "say", "counts", "lists"},
}  # fmt: skip
_AFTER = {
    "in": {"in", "across", "around"}, "by": {"by", "to", "for"}, "bracket": {")"}, "comma": {",", ";"},
    "end": {".", ""},
    "of": {"of", "others", "other", "more"}, "and": {"and"}, "times": {"times", "such"},
}  # fmt: skip
_PERFECT = frozenset({"has", "have", "'ve"})
_NEAR = 6
_MOST = 8

FIGURE_CLUES: tuple[str, ...] = (
    *(f"{name} {where}" for name in _LISTS for where in ("before", "after", "near", "sentence before")),
    *(f"time {name} {where}" for name in _TIME_CLASSES for where in ("before", "after", "near", "paragraph")),
    *(f"counts {effect}" for effect in _EFFECTS), "counts nothing", "part of a count", "toll", "running by rules",
    *(f"bounds {rule}" for rule in _RULES), "bounds vague", "size", "below ten", "from five hundred",
    *(f"after {name}" for name in _BEFORE), *(f"before {name}" for name in _AFTER), "place follows", "actor near",
    "weapon follows", "perfect near", "figures in sentence", "place in the row", "first of the sentence",
    "sum of the next", "same as an earlier", "in the headline", "first third", "last sentence",
    "acts in the sentence", "campaign in the sentence", "act in the clause",
    "act has a place", "several acts told", "passed over", "quoted", "colon in sentence", "heading line",
)  # fmt: skip
"""The columns of `figure_clues`, in order."""

_AT = {name: number for number, name in enumerate(FIGURE_CLUES)}


def count_at(quantity: Quantity, counts: Sequence[CountAt]) -> CountAt | None:
    """Return the count that rests on a number phrase."""
    return next((count for count in counts if count.first < quantity.end and quantity.first < count.end), None)


def figure_clues(
    sheet: Sheet, quantities: Sequence[Quantity], counts: Sequence[CountAt], tellings: Sequence[Telling]
) -> NDArray[np.float32]:
    """Return the clues of each number phrase, (n_quantities, len(FIGURE_CLUES)), most in [0, 1]."""
    clues = np.zeros((len(quantities), len(FIGURE_CLUES)), dtype=np.float32)
    for row, quantity in enumerate(quantities):
        scope = sheet.sentences[sheet.sentence_of(quantity.first)]
        told = (
            *_words(sheet, quantity, scope),
            *_times(sheet, quantity, scope),
            *_count(sheet, count_at(quantity, counts), tellings),
            *_number(quantity),
            *_neighbours(sheet, quantity, scope),
            *_row(sheet, quantities, row, scope),
            *_acts(sheet, quantity, tellings),
        )
        for name, value in told:
            clues[row, _AT[name]] = max(clues[row, _AT[name]], value)
    return clues


def _words(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> Iterator[tuple[str, float]]:
    number = sheet.sentence_of(quantity.first)
    before = sheet.sentences[number - 1] if number else None
    for name in _LISTS:
        index: PhraseIndex[str] = sheet.lexicon.tally_words(name)
        for found in index.find(sheet.tokens, *scope):
            yield f"{name} {'before' if found.first < quantity.first else 'after'}", 1.0
            if found.end - quantity.first >= -_NEAR and found.first - quantity.end <= _NEAR:
                yield f"{name} near", 1.0
        if before and next(index.find(sheet.tokens, *before), None):
            yield f"{name} sentence before", 1.0


def _times(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> Iterator[tuple[str, float]]:
    paragraph = sheet.paragraph_of(sheet.sentence_of(quantity.first))
    for time in sheet.times:
        name = _TIMES[time.mention.expression.kind]
        if scope.first <= time.first < scope.end:
            yield f"time {name} {'before' if time.first < quantity.first else 'after'}", 1.0
            if time.end - quantity.first >= -_NEAR and time.first - quantity.end <= _NEAR:
                yield f"time {name} near", 1.0
        elif time.first < quantity.first and sheet.paragraph_of(sheet.sentence_of(time.first)) == paragraph:
            yield f"time {name} paragraph", 1.0


def _count(sheet: Sheet, count: CountAt | None, tellings: Sequence[Telling]) -> Iterator[tuple[str, float]]:
    if count is None:
        yield "counts nothing", 1.0
        return
    yield f"counts {count.effect}", 1.0
    yield "part of a count", float(count.subset_first is not None)
    yield "toll", float(count.toll)
    yield "running by rules", float(is_running_total(sheet, count, tellings))


def _number(quantity: Quantity) -> Iterator[tuple[str, float]]:
    rule = quantity.bounds.rule
    yield f"bounds {rule}" if rule in _RULES else "bounds vague", 1.0
    value = quantity.bounds.best or quantity.bounds.low or 0
    yield "size", log10(value + 1) / 4
    yield "below ten", float(value < 10)
    yield "from five hundred", float(value >= 500)


def _neighbours(sheet: Sheet, quantity: Quantity, scope: TokenRange) -> Iterator[tuple[str, float]]:
    before, after = sheet.lower(quantity.first - 1), sheet.lower(quantity.end)
    yield from ((f"after {name}", float(before in words)) for name, words in _BEFORE.items())
    yield from ((f"before {name}", float(after in words)) for name, words in _AFTER.items())
    reach = range(quantity.end, quantity.end + 4)
    yield "place follows", float(any(place.first in reach for place in sheet.places))
    near = range(quantity.first - _NEAR, quantity.end + _NEAR)
    yield "actor near", float(any(actor.first in near for actor in sheet.actors))
    yield "weapon follows", float(any(weapon.first in reach for weapon in sheet.weapons))
    yield "perfect near", float(any(sheet.lower(at) in _PERFECT for at in near if scope.first <= at < scope.end))
    words = [sheet.tokens[at].text for at in range(*scope)]
    yield "quoted", float(any(word in {'"', "“", "”"} for word in words))
    yield "colon in sentence", float(":" in words)
    yield "heading line", float(len(words) < 5)


def _row(sheet: Sheet, quantities: Sequence[Quantity], row: int, scope: TokenRange) -> Iterator[tuple[str, float]]:
    mine = quantities[row]
    here = [each for each in quantities if scope.first <= each.first < scope.end]
    yield "figures in sentence", min(len(here), _MOST) / _MOST
    yield "place in the row", min(here.index(mine), _MOST) / _MOST
    yield "first of the sentence", float(here[0] == mine)
    later = [each.bounds.best or each.bounds.low or 0 for each in here if each.first > mine.first]
    value = mine.bounds.best or mine.bounds.low or 0
    yield "sum of the next", float(any(value and sum(later[:n]) == value for n in range(2, len(later) + 1)))
    yield (
        "same as an earlier",
        float(value > 1 and any(each.bounds[:3] == mine.bounds[:3] for each in quantities[:row])),
    )
    number = sheet.sentence_of(mine.first)
    yield "in the headline", float(number == sheet.headline)
    yield "first third", float(mine.first < len(sheet.tokens) / 3)
    yield "last sentence", float(number == len(sheet.sentences) - 1)


def _acts(sheet: Sheet, quantity: Quantity, tellings: Sequence[Telling]) -> Iterator[tuple[str, float]]:
    number = sheet.sentence_of(quantity.first)
    here = [telling for telling in tellings if telling.sentence == number]
    yield "acts in the sentence", min(len(here), 4) / 4
    yield "campaign in the sentence", float(any(telling.campaign for telling in here))
    clause = [telling for telling in here if telling.clause.first <= quantity.first < telling.clause.end]
    yield "act in the clause", float(bool(clause))
    yield "act has a place", float(any(telling.places for telling in clause))
    yield "several acts told", float(any(trigger.plural for telling in here for trigger in telling.triggers))
    yield "passed over", float(bool(sheet.elsewhere))
