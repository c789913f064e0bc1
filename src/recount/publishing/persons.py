"""Which of the people that a record names are private persons, and which speak or act for a side."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from recount.codebook import load
from recount.nouns import Record

__all__ = ["Named", "Naming", "named_among", "named_in"]

# Speakers of these kinds speak for themselves; all others speak for an office, a side, an organisation or an outlet.
_PRIVATE_SPEAKERS = frozenset({"witness", "medical", "anonymous", "other"})
# Parties of these kinds may be single persons; the others are forces, groups and sites.
_PRIVATE_PARTIES = frozenset({"civilians", "protesters", "rioters", "unknown"})
# Offices of these kinds make a speaker a public one, whatever kind the reader gave.
_PUBLIC_OFFICES = frozenset({"official", "party to the conflict"})
# Short forms of ranks, which the codebook's offices spell out.
_RANKS = frozenset({"lt", "col", "gen", "maj", "capt", "brig", "adm", "sgt", "cpl", "cmdr"})
_STYLES = frozenset(
    {
        "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "madame", "father", "sister", "brother", "reverend", "rev",
        "sheikh", "sheikha", "haji", "hajji", "hadj", "ustaz", "ustad", "mullah", "malam", "mallam", "imam", "maulana",
        "don", "doña", "umm", "abu", "coach", "counsel", "trainer", "teacher",
    }
)  # fmt: skip
_PARTICLES = frozenset(
    {"al", "el", "bin", "ibn", "bint", "ben", "abu", "umm", "de", "da", "do", "dos", "di", "del", "la", "van", "von",
     "ould", "ag", "ur", "ul", "ud", "e", "y"}
)  # fmt: skip
# A word of a phrase, with the marks inside it that names have.
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‘-][^\W\d_]+)*")
_CLOSED = ("determiners", "prepositions", "conjunctions", "pronouns", "auxiliaries", "adverbs")
_CUT = re.compile(r"[,;:()\[\]|\n]")
_OWNER = re.compile(r"['’ʼ]s?$")
_MIN_LETTERS = 3
# "Ramiro Quintero, 51, had spoken up": victims and witnesses are told with their age, offices are not.
_AGE = re.compile(r", (?:aged? )?\d{1,3}(?=[,.;)])")
_BEFORE_AN_AGE = re.compile(r"[^\W\d_][\w'’ʼ-]*(?: [^\W\d_][\w'’ʼ-]*){1,3}$")
# Code points before an age in which the name stands.
_NAME_REACH = 60


class Named(NamedTuple):
    """The people that a record names."""

    private: tuple[str, ...]
    """Names of private persons, without styles such as "Mrs"; each once."""
    parts: tuple[str, ...]
    """Words of these names that stand for the person by themselves: surname, given name."""
    public: tuple[str, ...]
    """Names of those who speak or act for a side, and of places: they are left as they are."""


class _Speaker(Protocol):
    @property
    def name(self) -> str | None: ...
    @property
    def role(self) -> str | None: ...
    @property
    def side(self) -> str | None: ...
    @property
    def kind(self) -> str: ...


class _Party(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def canonical(self) -> str | None: ...
    @property
    def actor_id(self) -> str | None: ...
    @property
    def kind(self) -> str: ...


class Naming(NamedTuple):
    """Where an article names people."""

    text: str
    speakers: Sequence[_Speaker]
    parties: Sequence[_Party]
    """Perpetrators and targets of its reports."""
    places: Sequence[str]
    """Names of places of its reports, as written and as the gazetteer and divisions have them."""


def named_in(record: Record) -> Named:
    """Return the private persons that a record names: speakers, parties, and those told with their age.

    A name that a public speaker or a listed actor bears too is not private.
    """
    parties = [party for report in record.reports for party in (*report.perpetrators, *report.targets)]
    speakers = [statement.speaker for statement in record.statements]
    return named_among(Naming(record.article.text, speakers, parties, list(_places(record))))


def named_among(told: Naming) -> Named:
    """Return the private persons that an article names, as `named_in` does."""
    text = told.text
    places = tuple(dict.fromkeys(told.places))
    public = {*_public(told)}
    surnames = {_WORD.findall(name)[-1].casefold() for name in public if _WORD.search(name)}
    private: list[str] = []
    for phrase, least in _private_phrases(told):
        name = _personal(phrase)
        if name is None or len(name.split()) < least or _is_no_name(name, text, places):
            continue
        if name.casefold() not in {one.casefold() for one in public} | surnames:
            private.append(name)
    private = list(dict.fromkeys(private))
    parts = [part for name in private for part in _parts(name, text)]
    return Named(tuple(private), tuple(dict.fromkeys(parts)), (*public, *places))


def _private_phrases(told: Naming) -> Iterator[tuple[str, int]]:
    """Yield what may name a private person, with the fewest words that make it a name."""
    for speaker in told.speakers:
        if _is_private(speaker):
            # A splitter of name and office may have taken the one for the other.
            for phrase in (speaker.name, speaker.role):
                if phrase:
                    yield phrase, 1 if phrase == speaker.name else 2
    for party in told.parties:
        if _is_private_party(party):
            yield party.name, 2
    text = told.text
    for age in _AGE.finditer(text):
        name = _BEFORE_AN_AGE.search(text[max(0, age.start() - _NAME_REACH) : age.start()])
        if name:
            yield name[0], 2


def _public(told: Naming) -> Iterator[str]:
    for speaker in told.speakers:
        if not _is_private(speaker) and speaker.name:
            yield _personal(speaker.name) or speaker.name
        if speaker.side:
            yield speaker.side
    for party in told.parties:
        if not _is_private_party(party):
            yield party.name
        if party.canonical:
            yield party.canonical


def _places(record: Record) -> Iterator[str]:
    for report in record.reports:
        where = report.where
        for name in (where.name, where.gazetteer_name, where.admin1, where.admin2):
            if name:
                yield name


def _is_private(speaker: _Speaker) -> bool:
    return speaker.kind in _PRIVATE_SPEAKERS and speaker.side is None and not _has_public_office(speaker.name or "")


def _is_private_party(party: _Party) -> bool:
    listed = party.canonical is not None or party.actor_id is not None
    return not listed and party.kind in _PRIVATE_PARTIES


@lru_cache(maxsize=4096)
def _has_public_office(phrase: str) -> bool:
    offices = load().roles
    words = [word.casefold() for word in _WORD.findall(phrase)]
    found = [offices.office(word) for word in words]
    return any(word in _RANKS for word in words) or any(one and one.speaker_kind in _PUBLIC_OFFICES for one in found)


@lru_cache(maxsize=1)
def _closed_words() -> frozenset[str]:
    grammar = load().words("grammar")
    return frozenset(word for kind in _CLOSED for word in grammar[kind])


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(load().words("cues")["bodies"])


def _is_role(word: str) -> bool:
    roles = load().roles
    return any(look_up(word) is not None for look_up in (roles.person, roles.office, roles.site))


@lru_cache(maxsize=4096)
def _personal(phrase: str) -> str | None:
    """Return the name of one person that ends a noun phrase ("shopkeeper Abdul Manan"); None where none does."""
    head = _CUT.split(phrase, maxsplit=1)[0]
    words = list(_WORD.finditer(head))
    prepositions = load().words("grammar")["prepositions"]
    cut = next((n for n, word in enumerate(words) if n and word[0] in prepositions), len(words))
    words = words[:cut]
    if any(word[0].casefold() in _bodies() for word in words):
        return None
    first = len(words)
    while first and _may_be_of_a_name(words[first - 1][0]):
        first -= 1
    while first < len(words) and words[first][0].casefold() in _STYLES | _PARTICLES - {"al", "el"}:
        first += 1
    run = words[first:]
    before = words[first - 1][0].casefold() if first else ""
    # "The Mission", "the camp's Emergency Room": with an article or an owner right before it, it is no person.
    if not run or run[-1][0][0].islower() or before in load().words("grammar")["determiners"] or _OWNER.search(before):
        return None
    name = head[run[0].start() : run[-1].end()]
    return None if name.isupper() and len(run) == 1 else name


def _may_be_of_a_name(word: str) -> bool:
    lower = word.casefold()
    if lower in _PARTICLES or lower in _STYLES:
        return True
    # Names written without capitals (Arabic, Burmese letters) have neither case.
    return (word[0].isupper() or word[0] == word[0].swapcase()) and lower not in _closed_words() and not _is_role(word)


def _is_no_name(name: str, text: str, places: tuple[str, ...]) -> bool:
    """Tell whether what looks like a name is a place, a country or a common word of the text."""
    words = _WORD.findall(name)
    if name.casefold() in {place.casefold() for place in places}:
        return True
    if load().actors.resolve(name) is not None:
        return True
    found = load().countries.find(name)
    if found and found[0].start == 0 and found[0].end == len(name):
        return True
    return all(_is_common(word, text) for word in words)


def _is_common(word: str, text: str) -> bool:
    """Tell whether a text writes a word small too: "Partners said", "two partners"."""
    small = word.lower()
    return small != word and re.search(rf"(?<!\w){re.escape(small)}(?!\w)", text) is not None


def _parts(name: str, text: str) -> Iterator[str]:
    """Yield the words of a name that stand for the person by themselves."""
    for word in _WORD.findall(name):
        for part in (word, *word.split("-")[1:]) if "-" in word else (word,):
            if len(part) >= _MIN_LETTERS and part.casefold() not in _STYLES | _PARTICLES and not _is_common(part, text):
                yield part
