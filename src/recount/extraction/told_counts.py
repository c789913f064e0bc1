"""The words that the trained model gives for those hit, taken or fired become counts."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from recount.extraction.counts import CountAt
from recount.extraction.parties import PartyAt
from recount.extraction.quantities import Quantity
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.told import ScoredRange
from recount.extraction.unnumbered import bounds_unnumbered
from recount.nouns import Effect

__all__ = ["EFFECTS", "counts_told"]

EFFECTS: tuple[Effect, ...] = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "munitions")
_NUMBER_REACH = 2


def counts_told(
    sheet: Sheet,
    told: Mapping[str, Sequence[ScoredRange]],
    parties: Sequence[PartyAt],
    known: Sequence[CountAt],
) -> list[CountAt]:
    """Return a count for each range of each effect: the number in its words, or what they mean without one.

    What rules found in the same words (`known`) is kept where they tell of the same effect. Words that the model gives
    for two effects count for the one that rules know, else for the likelier.
    """
    found = [
        candidate
        for effect in EFFECTS
        for each in told[effect]
        if (candidate := _candidate(sheet, effect, each, parties, known))
    ]
    kept: list[tuple[bool, float, CountAt]] = []
    for candidate in sorted(found, key=lambda each: (not each[0], -each[1])):
        count = candidate[2]
        rivals = [other for _, _, other in kept if other.first < count.end and count.first < other.end]
        if all(other.effect == count.effect for other in rivals):
            kept.append(candidate)
    return [candidate[2] for candidate in found if candidate in kept]


def _candidate(
    sheet: Sheet, effect: Effect, told: ScoredRange, parties: Sequence[PartyAt], known: Sequence[CountAt]
) -> tuple[bool, float, CountAt] | None:
    """Return whether rules know the count, its chance, and the count; None where the words count nobody."""
    at = _trimmed(sheet, told.first, told.end)
    here = [count for count in known if count.first < at.end and at.first < count.end]
    same = next((count for count in here if count.effect == effect), None)
    found = same or (_count(sheet, effect, at, parties) if at.first < at.end else None)
    if found is None:
        return None
    other = next((count for count in here if count.first == found.first and count.group), None)
    if other:
        found = replace(found, group=other.group, group_kind=other.group_kind)
    return same is not None, told.score, found


def _count(sheet: Sheet, effect: Effect, at: TokenRange, parties: Sequence[PartyAt]) -> CountAt | None:
    quantity, listed = _number(sheet, at), bounds_unnumbered(sheet, *at, parties)
    if quantity is not None and listed is not None and listed.rule == "listed" and quantity.first > at.first + 1:
        # "Her husband and two brothers"
        quantity = None
    bounds = quantity.bounds if quantity else listed
    if bounds is None:
        return None
    begin = quantity.end if quantity else at.first
    group = TokenRange(begin, at.end) if begin < at.end else None
    inside = next((party for party in parties if group and group.first <= party.head < group.end), None)
    first = min(at.first, quantity.first) if quantity else at.first
    return CountAt(first, at.end, effect, bounds, group, inside.group_kind if inside else "unknown", None)


def _trimmed(sheet: Sheet, first: int, end: int) -> TokenRange:
    while first < end and not sheet.lower(first)[:1].isalnum():
        first += 1
    while first < end and not sheet.lower(end - 1)[:1].isalnum() and sheet.lower(end - 1) not in {")", '"', "”"}:
        end -= 1
    if end - first == 1 and sheet.lower(first) in sheet.lexicon.determiners and sheet.lower(end)[:1].isalpha():
        # "A" of "a soldier lost both legs"
        end += 1
    return TokenRange(first, end)


def _number(sheet: Sheet, at: TokenRange) -> Quantity | None:
    """Return the number in a range, or the one that ends where it begins: of "of our brothers" the "eleven"."""
    inside = [one for one in sheet.quantities if one.first < at.end and at.first < one.end]
    if inside:
        return inside[0]
    opens = sheet.lower(at.first) in sheet.lexicon.determiners | {"of", "more", "other", "others"}
    reach = _NUMBER_REACH if opens else 1
    return next((one for one in sheet.quantities if 0 <= at.first - one.end < reach), None)
