"""Words of English text with their places, and the word lists of the codebook as look-ups over them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

__all__ = ["Found", "PhraseIndex", "Token", "forms_of", "plural_of", "tokens_of"]

Payload = TypeVar("Payload")

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}"  # U.S.
    r"|\d+(?:[.,]\d+)*(?![\w]|-[a-z])"  # 25,105 but not 12-year-old
    r"|\w+(?:['’ʼ](?!s\b)\w+)*(?:[-‐‑]\w+(?:['’ʼ](?!s\b)\w+)*)*"
    r"|['’]s\b"
    r"|[^\w\s]"
)
_VOWELS = "aeiou"


class Token(NamedTuple):
    """A word, number or mark, with its half-open range of code points."""

    start: int
    end: int
    text: str
    lower: str


class Found(NamedTuple, Generic[Payload]):
    """A phrase of a word list at tokens `first` up to, not including, `end`."""

    first: int
    end: int
    payload: Payload


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text in order; white space is in none of them."""
    return [
        Token(match.start(), match.end(), match.group(), match.group().lower().replace("’", "'"))
        for match in _TOKEN.finditer(text)
    ]


def forms_of(verb: str, irregular: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return the forms of a verb phrase in base form, each with its part: `base`, `s`, `ing`, `participle`, `past`.

    `irregular` gives past, participle and, where a letter is doubled or dropped, the -ing form of irregular verbs.
    A form that is both past and participle is marked `past`.
    """
    base, _, tail = verb.partition(" ")
    given = [*irregular.get(base, ())]
    past = given[0] if given else _regular_past(base)
    participle = given[1] if len(given) > 1 else past
    ing = given[2] if len(given) > 2 else _regular_ing(base)
    parts = (
        ("base", base),
        ("s", _third_person(base)),
        ("ing", ing),
        ("participle", participle),
        ("past", past),
    )
    return {f"{form} {tail}".strip(): part for part, form in parts}


def _regular_past(base: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ied"
    return base + "ed"


def _regular_ing(base: str) -> str:
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith("ee"):
        return base[:-1] + "ing"
    return base + "ing"


def _third_person(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")) or base == "go":
        return base + "es"
    if base.endswith("y") and base[-2] not in _VOWELS:
        return base[:-1] + "ies"
    return base + "s"


def plural_of(noun: str) -> str:
    """Return the plural of a noun phrase by the regular rule, its last word changed."""
    if noun.endswith("s"):
        return noun + "es" if noun.endswith("ss") else noun
    if noun.endswith(("sh", "ch", "x")):
        return noun + "es"
    if noun.endswith("y") and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    if noun.endswith("knife"):
        return noun[:-2] + "ves"
    return noun + "s"


class PhraseIndex(Generic[Payload]):
    """Phrases of one or more words, found longest first in a run of tokens."""

    def __init__(self, phrases: Iterable[tuple[str, Payload]]) -> None:
        """Index phrases by their first word; a later phrase of the same words does not replace an earlier one."""
        self._by_first: dict[str, list[tuple[tuple[str, ...], Payload]]] = {}
        seen: set[tuple[str, ...]] = set()
        for phrase, payload in phrases:
            words = tuple(token.lower for token in tokens_of(phrase))
            if words and words not in seen:
                seen.add(words)
                self._by_first.setdefault(words[0], []).append((words, payload))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def at(self, tokens: Sequence[Token], position: int, end: int | None = None) -> Found[Payload] | None:
        """Return the longest phrase that begins at `position` and ends no later than `end`."""
        limit = len(tokens) if end is None else end
        if position >= limit:
            return None
        for words, payload in self._by_first.get(tokens[position].lower, ()):
            stop = position + len(words)
            if stop <= limit and all(tokens[position + i].lower == word for i, word in enumerate(words)):
                return Found(position, stop, payload)
        return None

    def ending_at(self, tokens: Sequence[Token], end: int, first: int = 0, reach: int = 6) -> Found[Payload] | None:
        """Return the longest phrase that ends just before `end` and begins no earlier than `first`."""
        for position in range(max(first, end - reach), end):
            found = self.at(tokens, position, end)
            if found and found.end == end:
                return found
        return None

    def find(self, tokens: Sequence[Token], first: int = 0, end: int | None = None) -> Iterator[Found[Payload]]:
        """Yield the phrases between two positions, in order, none overlapping another."""
        position = first
        limit = len(tokens) if end is None else end
        while position < limit:
            found = self.at(tokens, position, limit)
            if found:
                yield found
                position = found.end
            else:
                position += 1
