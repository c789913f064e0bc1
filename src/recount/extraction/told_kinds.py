"""ACLED's type of a happening that the model tells: its chances, and what words of acts and weapons say."""

from collections.abc import Sequence

from recount.extraction.kinds import BY_WEAPON
from recount.extraction.lexicon import Act
from recount.extraction.sheet import Sheet
from recount.extraction.told import Told
from recount.nouns import Weapon

__all__ = ["kind_told"]

# How much likelier a type becomes by its word ("abducted", "air strike") or its weapon; swept 1-12 on corpus/dev.
_BY_WORD = 4.0
_BY_WEAPON = 3.0
_SETTLED = 55
_REMOTE = frozenset(BY_WEAPON.values())


def kind_told(sheet: Sheet, told: Told, weapons: Sequence[Weapon]) -> tuple[str, float]:
    """Return the likeliest type and its chance among all, in [0, 1]."""
    weighed = dict(told.kinds)
    settled = {act.sub for act in _acts(sheet, told) if act.sub and act.settles >= _SETTLED}
    for name in settled & set(weighed):
        weighed[name] *= _BY_WORD
    for name in {BY_WEAPON[weapon.category] for weapon in weapons if weapon.category in BY_WEAPON} & _REMOTE:
        weighed[name] *= _BY_WEAPON
    best = max(weighed, key=lambda name: weighed[name])
    return best, weighed[best] / sum(weighed.values())


def _acts(sheet: Sheet, told: Told) -> list[Act]:
    found = []
    for first, end, _ in told.anchors:
        for position in range(first, end):
            noun, verb = (
                sheet.lexicon.act_nouns.at(sheet.tokens, position),
                sheet.lexicon.acts.at(sheet.tokens, position),
            )
            found += [each.payload.act for each in (noun, verb) if each]
    return found
