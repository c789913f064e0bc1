"""What a number counts: attacks, weapons, or a group of people."""

from collections.abc import Sequence

from recount.extraction.parties import GroupKind, PartyAt
from recount.extraction.quantities import Quantity
from recount.extraction.sheet import Sheet, TokenRange

__all__ = ["PERSONAL", "TOLL_REACH", "attack_noun", "counted_group", "munition"]

# Words between the word for a toll and its number ("the death toll from the attack on X has risen to").
TOLL_REACH = 18
PERSONAL = frozenset(
    {"people", "persons", "person", "others", "other", "individuals", "victims", "lives", "families", "them"}
)
"""Nouns for people of no kind."""
_GROUP_REACH = 4
_SMALL_WORDS = frozenset({"of", "the", "its", "their", "other", "more", "his", "a", "an"})


def attack_noun(sheet: Sheet, sentence: TokenRange, quantity: Quantity) -> TokenRange | None:
    """Return the noun of "140 attacks", or "times" of "came under attack 140 times"."""
    if sheet.lower(quantity.end) == "times":
        return TokenRange(quantity.end, quantity.end + 1)
    for position in range(max(sentence.first, quantity.first - TOLL_REACH), quantity.first - 1):
        # "the number of raids on the province has risen to more than 310"
        found = sheet.lexicon.attack_nouns.at(sheet.tokens, position, quantity.first)
        if found and sheet.lower(position - 1) == "of" and sheet.lower(position - 2) == "number":
            return TokenRange(found.first, found.end)
    for position in range(quantity.end, min(quantity.end + _GROUP_REACH, sentence.end)):
        found = sheet.lexicon.attack_nouns.at(sheet.tokens, position, sentence.end)
        if found:
            return TokenRange(found.first, found.end)
        if not _may_modify(sheet, position):
            return None
    return None


def munition(sheet: Sheet, sentence: TokenRange, quantity: Quantity) -> TokenRange | None:
    """Return the weapon that a number counts ("three mortar rounds"); None where it counts none."""
    for position in range(quantity.end, min(quantity.end + _GROUP_REACH, sentence.end)):
        for weapon in sheet.weapons:
            if (
                weapon.first == position
                and (weapon.form.plural or quantity.bounds.best == 1)
                and weapon.form.category
                in {
                    "drone",
                    "missile",
                    "rocket",
                    "artillery",
                    "ied",
                    "other",
                }
            ):
                if sheet.codebook.roles.person(sheet.lower(weapon.end)):
                    return None
                return TokenRange(quantity.end, weapon.end)
        if not _may_modify(sheet, position):
            return None
    return None


def _may_modify(sheet: Sheet, position: int) -> bool:
    lower = sheet.lower(position)
    return lower in _SMALL_WORDS or (
        lower[:1].isalpha()
        and lower not in sheet.lexicon.prepositions
        and lower not in sheet.lexicon.conjunctions
        and lower not in sheet.lexicon.auxiliaries
        and not (sheet.lexicon.effects.at(sheet.tokens, position) and lower not in {"wounded", "dead", "injured"})
    )


def counted_group(
    sheet: Sheet, sentence: TokenRange, quantity: Quantity, parties: Sequence[PartyAt]
) -> tuple[TokenRange | None, GroupKind]:
    """Return the noun phrase that is counted and its kind; of "six of them police" the police."""
    start = quantity.end
    if sheet.lower(start) == "of" and sheet.lower(start + 1) in {"them", "whom", "those"}:
        start += 3 if sheet.lower(start + 2) in sheet.lexicon.be else 2
    for position in range(start, min(start + _GROUP_REACH + 1, sentence.end)):
        for party in parties:
            if party.role != "site" and party.first <= position < party.end and party.head >= position:
                if party.head - quantity.end > _GROUP_REACH + 1 or (
                    sheet.quantities and _number_between(sheet, quantity, party.head)
                ):
                    return None, "unknown"
                # "People" may be anyone's.
                kind = "unknown" if sheet.lower(party.head) in PERSONAL - {"families"} else party.group_kind
                return TokenRange(start, max(party.head + 1, start + 1)), kind
        lower = sheet.lower(position)
        people = next((place for place in sheet.places if place.first == position), None)
        if people and people.located.mention.role == "demonym" and lower.endswith("s"):
            return TokenRange(start, people.end), "unknown"
        if lower in PERSONAL:
            return TokenRange(start, position + 1), "unknown"
        if not _may_modify(sheet, position):
            return None, "unknown"
    return None, "unknown"


def _number_between(sheet: Sheet, quantity: Quantity, head: int) -> bool:
    return any(quantity.end <= other.first <= head for other in sheet.quantities)
