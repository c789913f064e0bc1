"""Who is said to have done it in words of their own: "The army blamed the rebels", "claimed responsibility"."""

from collections.abc import Sequence

from recount.extraction.happenings import Happening
from recount.extraction.parties import PartyAt
from recount.extraction.sheet import Sheet
from recount.extraction.speech import SpeechAt

__all__ = ["blame"]

# Sentences back to the happening that a charge means.
_REACH = 3


def blame(
    sheet: Sheet, happenings: Sequence[Happening], speech: Sequence[SpeechAt], parties: Sequence[PartyAt]
) -> None:
    """Give each accused party to the happening of its sentence, else to the one told just before."""
    for saying in speech:
        accused = _claimant(sheet, saying, parties) or _accused(sheet, saying, parties)
        if accused is not None:
            _give(accused, saying.sentence, happenings)
    for found in sheet.lexicon.attributed_to.find(sheet.tokens):
        # "the attack was the handiwork of X", "blamed on X"
        named = next((party for party in parties if found.end <= party.first <= found.end + 2), None)
        if named is not None and (named.armed or named.named.actor):
            _give(named, sheet.sentence_of(found.first), happenings)


def _give(accused: PartyAt, sentence: int, happenings: Sequence[Happening]) -> None:
    """Add an accused party to the happening told in a sentence, or up to three sentences before it."""
    told = [
        (telling.sentence, happening)
        for happening in happenings
        for telling in happening.tellings
        if 0 <= sentence - telling.sentence <= _REACH
    ]
    if told:
        happening = max(told, key=lambda item: item[0])[1]
        if accused.named not in {party.named for party in happening.perpetrators}:
            happening.accused.append(accused)


def _claimant(sheet: Sheet, saying: SpeechAt, parties: Sequence[PartyAt]) -> PartyAt | None:
    """Return the armed party that claims responsibility; where the act is named beside it, its clause tells more."""
    source, cue = saying.source, saying.cue
    if not (source and cue and (claim := sheet.lexicon.responsibility.at(sheet.tokens, cue.first))):
        return None
    claimed = claim.payload == "claims" and saying.stance in {"claims", "reports"}
    speaking = [party for party in parties if source.first <= party.first < source.end]
    return next((party for party in speaking if claimed and (party.armed or party.named.actor)), None)


def _accused(sheet: Sheet, saying: SpeechAt, parties: Sequence[PartyAt]) -> PartyAt | None:
    """Return the armed party that a speaker holds responsible for an act."""
    content = saying.content
    accused = next((p for p in parties if content.first <= p.first < content.end and p.role != "site"), None)
    if saying.stance != "accuses" or accused is None or not accused.named.armed:
        return None
    return accused if _accused_of_an_act(sheet, accused) else None


def _accused_of_an_act(sheet: Sheet, accused: PartyAt) -> bool:
    """Tell whether the charge is the act itself: "accused X of firing", "blamed X", not "accused X of lying"."""
    if sheet.lower(accused.end) != "of":
        return True
    charge = accused.end + 1
    lexicon = sheet.lexicon
    return any(index.at(sheet.tokens, charge) is not None for index in (lexicon.acts, lexicon.light_verbs)) or (
        sheet.lower(charge) in {"being", "responsibility", "involvement"}
    )
