"""Words of acts: which words of a text name an act, as verb or noun, and whether it took place."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from recount.extraction.lexicon import Act, ActForm
from recount.extraction.parties import PartyAt
from recount.extraction.passives import is_passive
from recount.extraction.sheet import Sheet, TokenRange
from recount.nouns import Modality

__all__ = ["UNREAL", "Trigger", "find_triggers"]

UNREAL = frozenset({"threatened", "planned", "hypothetical"})
"""Modalities of acts that have not been tried."""
_PURPOSE_REACH = 8
_SUBJECT_PRONOUNS = frozenset({"they", "it", "he", "she", "we", "who", "which", "that"})
_TO_VERB = frozenset({"to", "will", "would", "can", "could", "may", "might", "should", "did", "not", "n't"})


class Trigger(NamedTuple):
    """A word of an act at tokens `first` up to, not including, `end`."""

    first: int
    end: int
    act: Act
    verb: bool
    plural: bool
    """A plural noun: several acts, or acts in general."""
    part: str
    passive: bool
    modality: Modality
    modality_at: TokenRange | None


def find_triggers(sheet: Sheet, parties: Sequence[PartyAt]) -> tuple[Trigger, ...]:
    """Return every word of an act in order, without those that only look like one."""
    blocked = {position for actor in sheet.actors for position in range(actor.first, actor.end)}
    for other in sheet.lexicon.not_acts.find(sheet.tokens):
        blocked.update(range(other.first, other.end))
    for time in sheet.times:
        blocked.update(range(time.first, time.end))
    triggers: list[Trigger] = []
    for found in sheet.lexicon.acts.find(sheet.tokens):
        # "four bombs": a weapon that is counted is no verb.
        if found.payload.part in {"s", "base"} and _is_weapon_noun(sheet, found.first, found.end):
            continue
        if blocked.isdisjoint(range(found.first, found.end)) and sheet.sentence_of(found.first) == sheet.sentence_of(
            found.end - 1
        ):
            trigger = _trigger(sheet, found.first, found.end, found.payload, parties)
            if trigger:
                triggers.append(trigger)
    return tuple(triggers)


def _is_weapon_noun(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether a form that could be a verb names a weapon: "four bombs", "a car bomb kills"."""
    weapon = next((weapon for weapon in sheet.weapons if weapon.first <= first and end <= weapon.end), None)
    if weapon is None:
        return False
    counted = any(quantity.end == weapon.first for quantity in sheet.quantities)
    return counted or weapon.first < first or sheet.is_verb(end)


def _trigger(sheet: Sheet, first: int, end: int, form: ActForm, parties: Sequence[PartyAt]) -> Trigger | None:
    noun = sheet.lexicon.act_nouns.at(sheet.tokens, first)
    verb = form.part not in {"noun", "plural"}
    if noun and noun.end >= end and verb:
        verb = _reads_as_verb(sheet, first, end, form.part, parties)
        if not verb:
            form, end = noun.payload, noun.end
    if verb and not _verb_place(sheet, first, end, form.part):
        return None
    if sheet.tokens[first].text[0].isupper() and _inside_name(sheet, first):
        return None
    if _is_capability(sheet, first):
        return None
    modality, at = _modality(sheet, first, end, verb, form.act)
    if verb and form.part == "base" and modality == "actual" and _is_purpose(sheet, first):
        modality, at = "hypothetical", TokenRange(first - 1, first)
    return Trigger(
        first,
        end,
        form.act,
        verb,
        form.part == "plural",
        form.part,
        verb and is_passive(sheet, first, end, form.part),
        modality,
        at,
    )


def _is_purpose(sheet: Sheet, first: int) -> bool:
    """Tell whether "to" makes a verb an aim only ("moved to arrest"), not what was done ("used drones to attack")."""
    if sheet.lower(first - 1) != "to":
        return False
    floor = max(sheet.sentences[sheet.sentence_of(first)].first, first - _PURPOSE_REACH)
    return next(sheet.lexicon.carried_through.find(sheet.tokens, floor, first - 1), None) is None


def _reads_as_verb(sheet: Sheet, first: int, end: int, part: str, parties: Sequence[PartyAt]) -> bool:
    before, after = sheet.lower(first - 1), sheet.lower(end)
    if before in _TO_VERB or before in _SUBJECT_PRONOUNS or before in {"have", "has", "had"}:
        return True
    if before in sheet.lexicon.determiners or before == "'s":
        return False
    if part == "ing":
        opens_object = (
            after in sheet.lexicon.determiners
            or any(p.first == end for p in parties)
            or any(quantity.first == end for quantity in sheet.quantities)
        )
        return opens_object and before not in {"of"}
    subject = any(party.end == first for party in parties)
    opens_object = (
        after in sheet.lexicon.determiners
        or any(p.first == end for p in parties)
        or any(place.first == end for place in sheet.places)
    )
    return subject and opens_object


def _verb_place(sheet: Sheet, first: int, end: int, part: str) -> bool:
    """No verb follows an article ("the wounded"), and no base form a preposition but "to"."""
    before = sheet.lower(first - 1)
    if before in sheet.lexicon.determiners and part != "ing":
        return False
    if part == "base" and first == sheet.sentences[sheet.sentence_of(first)].first:
        # "Lynch herself was": an opening base form is a name or an order.
        return False
    if part == "base" and (sheet.lower(end) in sheet.lexicon.auxiliaries or before == "'s"):
        return False
    return not (part == "base" and before in sheet.lexicon.prepositions - {"to"})


def _inside_name(sheet: Sheet, position: int) -> bool:
    """Tell whether a capitalised word in mid-sentence stands in a capitalised name ("Attack Wing", "Storm Daniel")."""
    sentence = sheet.sentence_of(position)
    if sentence == sheet.headline or position == sheet.sentences[sentence].first:
        return False
    following = sheet.tokens[position + 1].text if position + 1 < len(sheet.tokens) else ""
    return following[:1].isupper()


def _is_capability(sheet: Sheet, first: int) -> bool:
    floor = max(sheet.sentences[sheet.sentence_of(first)].first, first - 4)
    for position in range(floor, first):
        found = sheet.lexicon.capability.at(sheet.tokens, position, first)
        if found and not any(sheet.is_verb(place) for place in range(found.end, first)):
            return True
    return False


def _modality(sheet: Sheet, first: int, end: int, verb: bool, act: Act) -> tuple[Modality, TokenRange | None]:
    sentence = sheet.sentences[sheet.sentence_of(first)]
    for found in sheet.lexicon.modality_after.find(sheet.tokens, end, min(end + 8, sentence.end)):
        return found.payload, TokenRange(found.first, found.end)
    opening = _denying_subject(sheet, max(sentence.first, first - 8), first) if verb else None
    if opening is not None:
        return "denied", TokenRange(opening, opening + 1)
    governing = list(_governing(sheet, max(sentence.first, first - 7), first, verb))
    if governing:
        # "foiled an attempted bombing": of two, the one that says how it ended.
        return min(governing, key=lambda found: (found[0] != "foiled", -found[1].first))
    return act.modality or "actual", None


def _denying_subject(sheet: Sheet, floor: int, first: int) -> int | None:
    """Return where a subject begins that denies its verb: "Not one rocket was fired", "No home was hit"."""
    sentence = sheet.sentences[sheet.sentence_of(first)]
    for position in range(floor, first):
        opens = position == sentence.first or sheet.lower(position - 1) in {".", "“", '"'}
        if opens and sheet.lower(position) in {"not", "no", "none"}:
            return position
    return None


def _governing(sheet: Sheet, floor: int, first: int, verb: bool) -> Iterator[tuple[Modality, TokenRange]]:
    for position in range(first - 1, floor - 1, -1):
        if sheet.lower(position) in {";", ",", ".", "and", "but"} and position < first - 1:
            return
        found = sheet.lexicon.modality_before.at(sheet.tokens, position, first)
        if found and _governs(sheet, found.first, found.end, first, verb, found.payload):
            yield found.payload, TokenRange(found.first, found.end)


def _governs(sheet: Sheet, first: int, end: int, trigger: int, verb: bool, modality: Modality) -> bool:
    """Tell whether a modal phrase reaches its act: nothing but adverbs, auxiliaries and modifiers between them."""
    between = range(end, trigger)
    word = sheet.lower(first)
    if modality == "denied" and word in {
        "no",
        "not",
        "never",
        "without",
        "did",
        "had",
        "has",
        "have",
        "was",
        "were",
    }:
        return len(between) <= 1 and verb == (word not in {"no", "without"})
    if word in {"will", "would", "could", "may", "might", "should", "any", "possible", "potential", "future"}:
        return len(between) <= 2
    if any(sheet.lower(position) in {"by", "after", "that", "which", "who", "when", "in"} for position in between):
        return False
    return not any(
        sheet.lexicon.verbs.at(sheet.tokens, position) and not sheet.lexicon.light_verbs.at(sheet.tokens, position)
        for position in between
    )
