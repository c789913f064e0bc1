"""Chains of sources: the outlet that an outlet quotes, and who is quoted by it ("Reuters, citing a police source")."""

from typing import NamedTuple

from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.speech import SpeechAt

__all__ = ["Chain", "chain_of"]

_CITING = frozenset({"citing", "quoting", "cites", "quotes", "cited", "quoted"})
_TOLD = frozenset({"told", "tells", "telling"})
_HEARD = frozenset({"interviewed", "quoted", "cited", "reached", "contacted", "broadcast", "published", "posted"})
_STOPS = frozenset(
    {",", ".", ";", ":", "—", "–", "that", "as", "who", "which", "where", "while", "on", "in", "by", "and"}
)
_QUOTES = frozenset({"“", "”", '"', "«", "»"})
# Words from a speaker or a cue to the outlet that passed it on.
_REACH, _LONGEST = 14, 10


class Chain(NamedTuple):
    """Who speaks, and the outlet through which the article has it."""

    source: TokenRange | None
    via: TokenRange | None


def chain_of(sheet: Sheet, saying: SpeechAt) -> Chain:
    """Return the speaker and the outlet between; the saying's own source, and no outlet, where there is no chain."""
    source = saying.source
    outlet = _outlet_in(sheet, source) if source else None
    cited = _cited(sheet, saying) if outlet else None
    if cited and outlet:
        return Chain(cited, outlet)
    return Chain(source, _passed_on_by(sheet, saying))


def _outlet_in(sheet: Sheet, words: TokenRange) -> TokenRange | None:
    """Return the outlet that words begin with: a listed agency, or a noun for one ("the daily Al-Watan")."""
    end = next((at for at in range(*words) if sheet.lower(at) in {",", *_CITING}), words.end)
    name = TokenRange(words.first, end)
    return name if name.first < name.end and _is_outlet(sheet, name) else None


def _is_outlet(sheet: Sheet, name: TokenRange) -> bool:
    if next(sheet.lexicon.agencies.find(sheet.tokens, *name), None):
        return True
    offices = sheet.lexicon.offices.find(sheet.tokens, *name)
    return any(
        found.payload.speaker_kind == "agency" and sheet.lower(found.end - 1).rstrip("s") not in _PEOPLE
        for found in offices
    )


_PEOPLE = frozenset({"correspondent", "reporter", "journalist"})


def _cited(sheet: Sheet, saying: SpeechAt) -> TokenRange | None:
    """Return whom an outlet cites: after "citing" beside its name, or in "quoted X as saying"."""
    if saying.source is None or saying.cue is None:
        return None
    sentence = sheet.sentences[saying.sentence]
    first = min(saying.source.first, saying.cue.first)
    for at in range(first, min(max(saying.source.end, saying.cue.end) + _REACH, sentence.end)):
        if sheet.lower(at) not in _CITING or _in_content(saying, at):
            continue
        end = at + 1
        while end < sentence.end and end - at <= _LONGEST and sheet.lower(end) not in _STOPS | _QUOTES:
            end += 1
        verb = sheet.lower(at) in {"cited", "quoted", "cites", "quotes"}
        if end > at + 1 and (not verb or sheet.lower(end) == "as"):
            return TokenRange(at + 1, end)
    return None


def _passed_on_by(sheet: Sheet, saying: SpeechAt) -> TokenRange | None:
    """Return the outlet of "told Reuters", "interviewed by Radio X", "in an interview with the daily Y"."""
    if saying.cue is None:
        return None
    sentence = sheet.sentences[saying.sentence]
    first = min(saying.source.first if saying.source else saying.cue.first, saying.cue.first)
    end = min(max(saying.source.end if saying.source else 0, saying.cue.end) + _REACH, sentence.end)
    for at in range(first, end):
        lower, before = sheet.lower(at), sheet.lower(at - 1)
        passed = (
            before in _TOLD
            or (lower != "by" and before == "by" and sheet.lower(at - 2) in _HEARD)
            or (before == "with" and sheet.lower(at - 2) == "interview")
        )
        # Rules take the words right after "told" for the beginning of what is said.
        beside = at == saying.cue.end
        if not passed or (_in_content(saying, at) and not beside):
            continue
        stop = at
        while stop < sentence.end and stop - at <= _LONGEST and sheet.lower(stop) not in _STOPS | _QUOTES:
            if (_in_content(saying, stop) and not beside) or sheet.lower(stop) in sheet.lexicon.pronouns:
                break
            stop += 1
        name = TokenRange(at, stop)
        if at < stop and _is_outlet(sheet, name):
            return name
    return None


def _in_content(saying: SpeechAt, position: int) -> bool:
    return any(piece.first <= position < piece.end for piece in (saying.content, *saying.further))
