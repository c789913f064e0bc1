"""Which numbers of an article are running totals, with their parts: as the trained network judged, or by rules."""

from collections.abc import Iterator, Sequence
from typing import get_args

from recount.extraction.counted import counted_group
from recount.extraction.counts import CountAt
from recount.extraction.figure_clues import count_at
from recount.extraction.figures import Figure
from recount.extraction.parties import PartyAt
from recount.extraction.quantities import Quantity
from recount.extraction.sheet import Sheet
from recount.extraction.tallies import Total
from recount.nouns import Measure

__all__ = ["totals_by_rules", "totals_told"]

# Sentences between a total and its parts, and between a total and one that only repeats its words in another voice.
_APART = 1
# Words between a number and the noun that says what is counted ("61 burnings of houses").
_NOUN_REACH = 4
_FRAMES = frozenset({"since", "duration", "between", "year", "month"})
# Before a figure that is set beside a total: "41 attacks, against 17 in the same weeks of last year".
_BESIDE = frozenset({"against"})
_BARE = frozenset(
    {",", ".", ";", ":", ")", "(", "in", "and", "but", "from", "for", "yesterday", "since", "", "of", "by"}
)


def totals_by_rules(sheet: Sheet, running: Sequence[CountAt], counts: Sequence[CountAt]) -> tuple[Total, ...]:
    """Return the counts that rules take for running totals, and numbers that lean on one; parts are sought later."""
    totals = [Total(count, _measure(count)) for count in running if not _numbers_areas(sheet, count.first, count.end)]
    for quantity in sheet.quantities:
        if count_at(quantity, counts) is None and quantity.bounds.rule not in {"unspecified", "singular"}:
            totals.extend(_uncounted(sheet, quantity, totals))
    return tuple(sorted(totals, key=lambda total: total.count.first))


def _uncounted(sheet: Sheet, quantity: Quantity, totals: Sequence[Total]) -> Iterator[Total]:
    """Yield a total for a number beside a noun of what totals count, or in a rival's mouth right after a total."""
    scope = sheet.sentences[sheet.sentence_of(quantity.first)]
    if _numbers_areas(sheet, quantity.first, quantity.end):
        return
    end = min(quantity.end + _NOUN_REACH, scope.end)
    noun = next(sheet.lexicon.tally_measures.find(sheet.tokens, quantity.end, end), None)
    kinds = {time.mention.expression.kind for time in sheet.times if scope.first <= time.first < scope.end}
    to_date = next(sheet.lexicon.tally_words("to_date").find(sheet.tokens, *scope), None)
    if noun and "," not in sheet.words(quantity.end, noun.end) and (kinds & _FRAMES or to_date):
        yield Total(_bare(quantity, noun.end), _as_measure(noun.payload))
        return
    before = [total for total in totals if total.count.first < quantity.first]
    last = max(before, key=lambda total: total.count.first, default=None)
    if last is None or sheet.lower(quantity.end) not in _BARE:
        return
    near = sheet.sentence_of(quantity.first) - sheet.sentence_of(last.count.first) <= _APART
    said = next(sheet.lexicon.tally_words("rival_verbs").find(sheet.tokens, quantity.first - 3, quantity.first), None)
    beside = sheet.lower(quantity.first - 1) in _BESIDE and sheet.sentence_of(last.count.first) == sheet.sentence_of(
        quantity.first
    )
    if near and (said or beside):
        yield Total(_bare(quantity, quantity.end), last.measure)


def _bare(quantity: Quantity, end: int) -> CountAt:
    return CountAt(quantity.first, end, "other", quantity.bounds, None, "unknown", None)


def _as_measure(name: str) -> Measure:
    return next((measure for measure in get_args(Measure) if measure == name), "other")


def totals_told(
    sheet: Sheet, figures: Sequence[Figure], counts: Sequence[CountAt], parties: Sequence[PartyAt]
) -> tuple[Total, ...]:
    """Return the numbers that the network takes for running totals, each with those it takes for parts of it."""
    wholes = [
        figure
        for figure in figures
        if figure.kind == "tally" and not _numbers_areas(sheet, figure.quantity.first, figure.quantity.end)
    ]
    parts = _shared_out(sheet, wholes, [figure for figure in figures if figure.kind == "part"])
    totals: list[Total] = []
    for number, figure in enumerate(wholes):
        follows = _follows(sheet, wholes, number)
        count = _count(sheet, figure, counts, parties)
        measure = _told_measure(sheet, figure, count_at(figure.quantity, counts))
        if follows is not None:
            measure = totals[follows].measure
        mine = tuple(part.quantity for part in parts[number])
        totals.append(Total(count, measure, mine, follows))
    return tuple(totals)


def _measure(count: CountAt) -> Measure:
    return count.effect if count.effect != "munitions" else "other"


def _told_measure(sheet: Sheet, figure: Figure, count: CountAt | None) -> Measure:
    """Return what a total counts: as the rules read its words, by the noun after it, else as the network judges."""
    end = figure.quantity.end
    scope = sheet.sentences[sheet.sentence_of(figure.quantity.first)]
    noun = next(sheet.lexicon.tally_measures.find(sheet.tokens, end, min(end + _NOUN_REACH, scope.end)), None)
    if noun and noun.payload == "other":
        return "other"
    if count is not None and count.effect not in {"munitions", "other"}:
        return _measure(count)
    told = noun.payload if noun and "," not in sheet.words(end, noun.end) else figure.measure
    return _as_measure(told)


def _numbers_areas(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether a number only says over how many areas is counted: "41 attacks across nine districts"."""
    areal = any(sheet.lexicon.tally_words("areas").at(sheet.tokens, end + more) for more in (0, 1))
    return areal and sheet.lower(first - 1) in {"across", "in", "over", "throughout", "of"}


def _count(sheet: Sheet, figure: Figure, counts: Sequence[CountAt], parties: Sequence[PartyAt]) -> CountAt:
    known = count_at(figure.quantity, counts)
    if known is not None and known.first <= figure.quantity.first:
        # A total is no part of the count before it.
        return CountAt(
            known.first, known.end, known.effect, known.bounds, known.group, known.group_kind, known.effect_at
        )
    quantity = figure.quantity
    scope = sheet.sentences[sheet.sentence_of(quantity.first)]
    group, kind = counted_group(sheet, scope, quantity, parties)
    end = group.end if group else quantity.end
    return CountAt(quantity.first, end, "other", quantity.bounds, group, kind, None)


def _shared_out(sheet: Sheet, wholes: Sequence[Figure], parts: Sequence[Figure]) -> list[list[Figure]]:
    """Give each part to the total told last before it, in its sentence or the one before; else to the next total."""
    given: list[list[Figure]] = [[] for _ in wholes]
    for part in parts:
        sentence = sheet.sentence_of(part.quantity.first)
        before = [
            number
            for number, whole in enumerate(wholes)
            if whole.quantity.first < part.quantity.first
            and sentence - sheet.sentence_of(whole.quantity.first) <= _APART
        ]
        after = [
            number
            for number, whole in enumerate(wholes)
            if whole.quantity.first > part.quantity.first
            and sheet.sentence_of(whole.quantity.first) - sentence <= _APART
        ]
        if before or after:
            given[before[-1] if before else after[0]].append(part)
    return given


def _follows(sheet: Sheet, wholes: Sequence[Figure], number: int) -> int | None:
    """Return the total whose words a bare number leans on: "74 killings in the camps. The police have 58."."""
    figure = wholes[number].quantity
    if sheet.lower(figure.end) not in _BARE or number == 0:
        return None
    before = wholes[number - 1].quantity
    near = sheet.sentence_of(figure.first) - sheet.sentence_of(before.first) <= _APART
    here = sheet.sentences[sheet.sentence_of(figure.first)]
    own = any(True for position in _effects(sheet, max(here.first, before.end), figure.first))
    return number - 1 if near and not own else None


def _effects(sheet: Sheet, first: int, end: int) -> Iterator[int]:
    for position in range(first, end):
        if sheet.lexicon.effects.at(sheet.tokens, position, end):
            yield position
