"""Sentences that look like violence and are in no report: what of an act they have, and what they lack."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from recount.extraction.happenings import is_elsewhere
from recount.extraction.sheet import Sheet
from recount.extraction.tellings import Telling
from recount.nouns import Notice, Sentence, SentenceStatus

__all__ = ["Chances", "Sign", "notices_of_uncoded_violence", "sign_of_violence"]

Chances = Mapping[SentenceStatus, float]
"""The network's chance of each status of a sentence."""

_FAMILIES = frozenset({"violence", "abduction"})
_UNREAL = frozenset({"threatened", "planned", "hypothetical"})
# Chance of "coded" from which on the network takes a sentence for one that tells of an act. Swept on corpus/dev: at 0.2
# three quarters of the sentences that were missed are named, at one false alarm an article; 0.5 names a tenth fewer.
_LEAST_CHANCE = 0.1
# Below it the network outweighs a word of violence: figures of speech, sport.
_IDLE_CHANCE = 0.03
_LONGEST = 90


class Sign(NamedTuple):
    """What makes a sentence look like violence."""

    words: str
    """The word of an act or of harm; empty where only the network takes it for one."""
    lacks: str
    """Why no report was made of it, in words."""


def sign_of_violence(
    sheet: Sheet, number: int, tellings: Sequence[Telling], chances: Chances | None = None
) -> Sign | None:
    """Return what makes a sentence look like an act of violence that took place; None where nothing does."""
    if chances and chances["coded"] < _IDLE_CHANCE:
        return None
    if any(
        found.payload == "none" for found in sheet.lexicon.responsibility.find(sheet.tokens, *sheet.sentences[number])
    ):
        # "No group has claimed responsibility" tells of no act.
        return None
    here = [telling for telling in tellings if telling.sentence == number]
    for telling in here:
        real = telling.main.act.family in _FAMILIES and telling.modality not in _UNREAL
        if real and not telling.campaign and not is_elsewhere(sheet, telling):
            return Sign(sheet.words(telling.main.first, telling.main.end), _lacks(telling))
    harm = _harm(sheet, number)
    if harm and not any(is_elsewhere(sheet, telling) for telling in here):
        return Sign(harm, "it has no word of the act that did it")
    if chances and chances["coded"] >= _LEAST_CHANCE:
        return Sign("", "none of its words was sure enough to be an act")
    return None


def _lacks(telling: Telling) -> str:
    arguments = telling.arguments
    held = {
        "no party": arguments.perpetrators or arguments.targets or arguments.sides,
        "no place": telling.places,
        "no day": telling.times,
        "no weapon": telling.weapons,
    }
    missing = [name for name, found in held.items() if not found]
    return (
        f"it has {', '.join(missing)} beside it" if missing else "it was taken for another act's telling, or for none"
    )


def _harm(sheet: Sheet, number: int) -> str:
    """Return the word for people's death, injury or seizure in a sentence; empty where there is none."""
    first, end = sheet.sentences[number]
    people = next(sheet.lexicon.people.find(sheet.tokens, first, end), None)
    counted = any(first <= quantity.first < end for quantity in sheet.quantities)
    if people is None and not counted:
        return ""
    blocked = {token for other in sheet.lexicon.not_acts.find(sheet.tokens, first, end) for token in range(*other[:2])}
    for found in sheet.lexicon.effects.find(sheet.tokens, first, end):
        if found.payload.part in {"past", "participle", "adjective", "toll"} and found.first not in blocked:
            return sheet.words(found.first, found.end)
    return ""


def notices_of_uncoded_violence(
    sheet: Sheet, sentences: Sequence[Sentence], tellings: Sequence[Telling], chances: Sequence[Chances] = ()
) -> Iterator[Notice]:
    """Yield a notice for each sentence that looks like violence and ended up in no report or tally."""
    for number, sentence in enumerate(sentences):
        if sentence.status in {"coded", "tally"} or number == sheet.headline:
            continue
        sign = sign_of_violence(sheet, number, tellings, chances[number] if chances else None)
        if sign is not None:
            words = " ".join(sentence.span.quote.split())
            words = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
            what = f" (“{sign.words}”)" if sign.words else ""
            message = f"“{words}” looks like violence{what} and is in no report or tally: {sign.lacks}."
            yield Notice(kind="uncoded violence", message=message, spans=(sentence.span,))
