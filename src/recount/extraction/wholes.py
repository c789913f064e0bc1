"""Which count of a report is part of another, and which is a later figure of the same."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from recount.codebook import Codebook
from recount.extraction.english import Found, PhraseIndex
from recount.extraction.sheet import Sheet, TokenRange
from recount.nouns import Count, Report

__all__ = ["with_wholes"]

# Words between a part and what makes it one ("including, officials say, three children").
_CUE_REACH = 6
# Sentences between a part and its whole.
_SENTENCES_APART = 6
# Whose bodies may be found, or who may still be missing, and words for them.
_TAKEN = frozenset({"abducted", "arrested", "missing"})
_BODIES = frozenset({"body", "bodies", "corpse", "corpses"})
_EFFECT_OF = {
    "injured": {"wounded", "injured"},
    "abducted": {"hostages", "abducted"},
    "arrested": {"detained", "detainees"},
}
# Words between parts that are told together ("five policemen and three civilians").
_JOINED = 2
# Counts that may add up to one told before them.
_MOST_PARTS = 4


class _Words(NamedTuple):
    before: PhraseIndex[str]
    after: PhraseIndex[str]
    ordinals: PhraseIndex[str]
    later: PhraseIndex[str]
    earlier: PhraseIndex[str]


class _Placed(NamedTuple):
    """A count with the tokens of the words that it was first read from."""

    told: Count
    at: TokenRange
    sentence: int


@lru_cache(maxsize=4)
def _words(codebook: Codebook) -> _Words:
    parts, revisions = codebook.words("quantities")["parts"], codebook.words("quantities")["revisions"]
    lists = (parts["before"], parts["after"], parts["ordinals"], revisions["to"], revisions["from"])
    return _Words(*(PhraseIndex((phrase, phrase) for phrase in phrases) for phrases in lists))


def with_wholes(sheet: Sheet, report: Report) -> Report:
    """Return a report whose counts name the count that holds them, and the earlier figure that they replace."""
    placed = sorted((_placed(sheet, count) for count in report.casualties), key=lambda each: each.at)
    wholes: dict[str, str] = {}
    for number, each in enumerate(placed):
        whole = _whole(sheet, each, placed, number, wholes) if each.told.best != 0 else None
        ruled = next((other for other in placed if other.told.id == each.told.part_of), None)
        if whole is None and ruled and _holds(ruled, each):
            whole = ruled.told.id
        if whole is not None:
            wholes[each.told.id] = whole
    wholes |= _sums(placed, wholes)
    later = _revised(sheet, placed, wholes)
    return report.model_copy(
        update={
            "casualties": tuple(
                count.model_copy(update={"part_of": wholes.get(count.id), "revises": later.get(count.id)})
                for count in report.casualties
            )
        }
    )


def _placed(sheet: Sheet, count: Count) -> _Placed:
    at = TokenRange(*sheet.token_range(count.spans[0].start, count.spans[0].end))
    return _Placed(count, at, sheet.sentence_of(at.first))


def _whole(sheet: Sheet, part: _Placed, placed: Sequence[_Placed], number: int, wholes: dict[str, str]) -> str | None:
    """Return the id of the count that holds one; None where no word makes it a part."""
    words = _words(sheet.codebook)
    following = next((each for each in placed[number + 1 :] if each.at.first - part.at.end <= _CUE_REACH), None)
    if following and _stands_among(sheet, part, following):
        return following.told.id
    before = [each for each in placed[:number] if each.told.id not in wholes and each.at.end <= part.at.first]
    near = [each for each in before if part.sentence - each.sentence <= _SENTENCES_APART and _holds(each, part)]
    if not near:
        return None
    same = [each for each in near if each.told.effect == part.told.effect]
    floor = max(near[-1].at.first, part.at.first - _CUE_REACH)
    cue = next(words.before.find(sheet.tokens, floor, part.at.first), None)
    if cue and not _is_parted(sheet, cue.end, part.at.first):
        if sheet.lower(cue.first) == "of" and _counted_since(sheet, near[-1], cue.first):
            return None
        whole = same or (near if sheet.lower(cue.first) in {"of", "among"} else [])
        return whole[-1].told.id if whole else None
    # "two of them", "a colonel among them"; the phrase may be part of the count's own words.
    limit = min(part.at.end + _CUE_REACH, sheet.sentences[part.sentence].end)
    after = next(words.after.find(sheet.tokens, part.at.first + 1, limit), None)
    if after and _reaches(sheet, part.at.end, after.first) and not (following and following.at.first - after.end <= 1):
        return _named(sheet, after, near, same or near).told.id
    if words.ordinals.at(sheet.tokens, part.at.first) and part.sentence - near[-1].sentence <= 1:
        return near[-1].told.id
    taken = [each for each in near if each.told.effect in _TAKEN]
    return taken[-1].told.id if taken and _is_fate_of_some(sheet, part) else None


def _named(sheet: Sheet, cue: Found[str], near: Sequence[_Placed], others: Sequence[_Placed]) -> _Placed:
    """Return the last count of those that "of the wounded" names, else the last of `others`."""
    noun = sheet.lower(cue.end - 1)
    effect = next((effect for effect, nouns in _EFFECT_OF.items() if noun in nouns), None)
    return next((each for each in reversed(near) if each.told.effect == effect), others[-1])


def _is_fate_of_some(sheet: Sheet, part: _Placed) -> bool:
    """Tell whether a count says what became of some who were taken: "the bodies of three were found"."""
    bodies = any(sheet.lower(position) in _BODIES for position in range(part.at.first - 2, part.at.end))
    # "One man is still missing"
    still = part.told.effect == "missing" and part.told.best is not None
    return still or (part.told.effect == "killed" and bodies)


def _stands_among(sheet: Sheet, part: _Placed, whole: _Placed) -> bool:
    """Read "two children were among eight people killed" and "one of six hurt"."""
    between = [sheet.lower(position) for position in range(part.at.end, whole.at.first)]
    holds = _holds(whole, part) and whole.told.effect == part.told.effect
    return holds and bool(between) and (between[-1] in {"among", "amongst"} or between == ["of"])


def _holds(whole: _Placed, part: _Placed) -> bool:
    """Tell whether a number can hold another: "19 of them" are no part of 19, nor 27 of at least nine."""
    least, most = part.told.low or part.told.best or 1, whole.told.high or whole.told.best
    same = part.told.best is not None and part.told.best == part.told.high == whole.told.best == whole.told.high
    return whole.told.best != 0 and not same and (most is None or least <= most)


def _counted_since(sheet: Sheet, whole: _Placed, end: int) -> bool:
    """Tell whether others are numbered after a count: "six dead; seven in hospital, of whom one died later"."""
    return any(whole.at.end <= one.first < end for one in sheet.quantities)


def _reaches(sheet: Sheet, end: int, cue: int) -> bool:
    """Tell whether nothing parts a count from the words behind it but a second person: "a father and daughter"."""
    joined = sheet.lower(end) == "and" and cue - end <= _JOINED
    return cue - end <= 1 or joined


def _is_parted(sheet: Sheet, first: int, end: int) -> bool:
    return any(sheet.lower(position) in {".", ";", ":"} for position in range(first, end))


def _sums(placed: Sequence[_Placed], wholes: dict[str, str]) -> dict[str, str]:
    """Return parts that add up to a count told before them: "eight dead … five policemen and three civilians"."""
    found: dict[str, str] = {}
    free = [each for each in placed if each.told.id not in wholes]
    for number, whole in enumerate(free):
        for size in range(2, _MOST_PARTS + 1):
            parts = free[number + 1 : number + 1 + size]
            if len(parts) == size and _add_up(whole, parts) and not any(part.told.id in found for part in parts):
                found |= {part.told.id: whole.told.id for part in parts}
    return found


def _add_up(whole: _Placed, parts: Sequence[_Placed]) -> bool:
    alike = all(part.told.effect == whole.told.effect for part in parts)
    alike = alike and all(0 <= later.at.first - part.at.end <= _JOINED for part, later in pairwise(parts))
    near = parts[0].sentence - whole.sentence <= _SENTENCES_APART
    grouped = all(part.told.group for part in parts)
    return alike and near and grouped and whole.told.best == sum(part.told.best or 0 for part in parts)


def _revised(sheet: Sheet, placed: Sequence[_Placed], wholes: dict[str, str]) -> dict[str, str]:
    """Return for each later figure the id of the earlier one of the same effect: "raising the toll to 17"."""
    words = _words(sheet.codebook)
    found: dict[str, str] = {}
    free = [each for each in placed if each.told.id not in wholes]

    def cued(index: PhraseIndex[str]) -> Callable[[_Placed], bool]:
        return lambda each: index.ending_at(sheet.tokens, each.at.first, max(each.at.first - _CUE_REACH, 0)) is not None

    for number, each in enumerate(free):
        others = [other for other in free[:number] if _is_rival(other.told, each.told)]
        if others and cued(words.later)(each):
            # "Four … a fifth died, raising the toll to five": the earlier figure is the four.
            lower = [other for other in others if (other.told.best or 0) < (each.told.best or 0)]
            earlier = max(lower, key=lambda other: (other.told.best or 0, other.at), default=others[-1])
            found[each.told.id] = earlier.told.id
        elif others and cued(words.earlier)(each) and others[-1].told.id not in found:
            found[others[-1].told.id] = each.told.id
    return found


def _is_rival(one: Count, other: Count) -> bool:
    figures = (one.low, one.best, one.high) != (other.low, other.best, other.high)
    return one.effect == other.effect and figures
