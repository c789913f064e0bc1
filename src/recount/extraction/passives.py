"""Active or passive: whether the subject of a verb form acts or is acted upon."""

from recount.extraction.sheet import Sheet

__all__ = ["is_passive"]


def is_passive(sheet: Sheet, first: int, end: int, part: str) -> bool:
    """Tell whether a verb form is passive: after "be", or a participle with "by", "in", "when" and no subject."""
    if part not in {"past", "participle"}:
        return False
    position = first - 1
    steps = 0
    while steps < 4 and (sheet.lower(position) in sheet.lexicon.adverbs or sheet.lower(position) in {"also", "not"}):
        position -= 1
        steps += 1
    if sheet.lower(position) in sheet.lexicon.be:
        return True
    if sheet.lower(position) in {"has", "have", "had"}:
        return False
    # "and injured", "killed and wounded": shares the auxiliary of the verb before it.
    if sheet.lower(position) in {"and", "or"} and position >= 1 and sheet.lexicon.verbs.at(sheet.tokens, position - 1):
        return is_passive(sheet, position - 1, position, "past")
    if sheet.lower(end) in {"from", "towards", "toward"} and any(
        weapon.end in {first, first - 1} for weapon in sheet.weapons
    ):
        # "Shaheds, launched from the coast"
        return True
    if sheet.lower(end) in {"in", "when", "during"} and sheet.lexicon.effects.at(sheet.tokens, first):
        # "the people killed in the strike": who kills somebody has an object.
        return True
    return sheet.lower(end) == "by" or (
        sheet.lower(end) in {"in", "when", "during", "near", "at", "after", "and", ".", ",", ""}
        and not _has_object(sheet, end)
        and _is_reduced(sheet, first)
    )


def _has_object(sheet: Sheet, end: int) -> bool:
    return any(quantity.first == end for quantity in sheet.quantities)


def _is_reduced(sheet: Sheet, first: int) -> bool:
    """A number or noun with no auxiliary right before a participle: "five soldiers killed in clashes", "12 wounded"."""
    return any(quantity.end in {first, first - 1, first - 2} for quantity in sheet.quantities)
