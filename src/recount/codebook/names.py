"""Names in running text: words that tolerate transliteration, and an index that finds the longest name."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

__all__ = ["NameIndex", "NameMatch", "Word", "fold", "words_of"]

T = TypeVar("T")

_APOSTROPHES = "'’‘ʼʿʾ`´"
_WORD = re.compile(rf"(?:[A-Za-z]\.){{2,}}|\w+(?:[{_APOSTROPHES}]\w+)*")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}]s$", re.IGNORECASE)
_APOSTROPHE = re.compile(rf"[{_APOSTROPHES}]")
_DOUBLED = re.compile(r"(.)\1+")
# Between two words of a name: the possessive ending that `words_of` left out, then a space, a hyphen, a slash.
_GAP = re.compile(rf"(?:[{_APOSTROPHES}]s?)?(?:/|[^\S\n]*(?:[-–‑][^\S\n]*|\n[^\S\n]*)?)")
_PLURAL_ACRONYM = re.compile(r"^[A-Z0-9]{2,}s$")

# Articles of Arabic names, written in many ways or left out: they never decide a match. The second set holds
# English words too, so that a hyphen must follow; the third joins Persian and Urdu names.
_ARTICLES = frozenset({"al", "el"})
_HYPHENED_ARTICLES = frozenset(
    {"as", "ash", "an", "ar", "at", "ad", "az", "adh", "ath", "ul", "ur", "ud", "us", "un", "e", "i", "ol"}
)
_LINKS = frozenset({"e", "i", "ul", "ur", "ud"})

# Below this length vowels carry too much: "Hama" and "Homs" are no spellings of one name.
_MIN_LOOSE_LETTERS = 5
_VOWELS = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ae", "i"), ("ey", "i"),
    ("e", "i"), ("o", "u"), ("y", "i"), ("q", "k"),
)  # fmt: skip
_SPELLINGS = (("isation", "ization"), ("defence", "defense"), ("ising", "izing"), ("ised", "ized"))


class Word(NamedTuple):
    """A word of a text, without articles such as "al-" and without a possessive ending."""

    lead: int
    """Where the word starts when the articles before it are counted in."""
    start: int
    end: int
    text: str
    keys: tuple[str, ...]
    """What the word may match, strictest first."""


class NameMatch(NamedTuple, Generic[T]):
    """The longest name found at a word."""

    words: int
    """How many words it takes."""
    items: tuple[T, ...]
    """What goes by this name, in the order of entry."""


def fold(word: str) -> str:
    """Return the word in lower case without accents and apostrophes, in one of its English spellings."""
    if not word.isascii():
        word = _APOSTROPHE.sub("", word)
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    folded = word.casefold().replace("'", "").replace("`", "")
    if len(folded) > 6:
        for written, kept in _SPELLINGS:
            folded = folded.replace(written, kept)
    return folded


@lru_cache(maxsize=16384)
def _loose(word: str) -> str:
    """Return a key that most transliterations of one name share, for words of five letters and more."""
    folded = fold(word)
    if len(folded) < _MIN_LOOSE_LETTERS:
        return folded
    key = folded
    for written, kept in _VOWELS:
        key = key.replace(written, kept)
    key = _DOUBLED.sub(r"\1", key)
    if len(folded) > _MIN_LOOSE_LETTERS and key.endswith("ah"):
        key = key[:-1]
    # The mark keeps folded words apart from short ones: "Daesh" must not meet "dish".
    return f"~{key}"


def is_acronym(word: str) -> bool:
    """Tell whether a word is written as an acronym: "ISIS", "M23", "JeM"."""
    capitals = sum(1 for letter in word if letter.isupper())
    digits = any(letter.isdigit() for letter in word)
    return (capitals >= 2 or (capitals == 1 and digits)) and not _APOSTROPHE.search(word)


@lru_cache(maxsize=16384)
def _keys(word: str, *, loose: bool) -> tuple[str, ...]:
    key = _loose if loose else fold
    keys = []
    if is_acronym(word):
        keys.append(f"={word.replace('.', '')}")
        if _PLURAL_ACRONYM.match(word):
            keys.append(f"={word[:-1]}")
    elif "." in word:
        keys.append(f"={word.replace('.', '')}")
    keys.append(key(word.replace(".", "")))
    if len(word) > 4 and word[-1] in "sS" and word[-2] not in "sS":
        keys.append(key(word[:-1]))
    return tuple(keys)


def words_of(text: str, *, loose: bool = True) -> list[Word]:
    """Return the words of `text` in order; `loose` folds transliterations together.

    Articles ("al-", "el-", "-e-") are no words of their own; a word's `lead` reaches back over them.
    """
    words: list[Word] = []
    lead: int | None = None
    for match in _WORD.finditer(text):
        start, end = match.span()
        written = match.group()
        if _is_article(written, text, start, end):
            lead = start if lead is None else lead
            continue
        bare = _POSSESSIVE.sub("", written)
        end = start + len(bare)
        words.append(Word(start if lead is None else lead, start, end, bare, _keys(bare, loose=loose)))
        lead = None
    return words


def _is_article(written: str, text: str, start: int, end: int) -> bool:
    if len(written) > 3:
        return False
    lower = written.casefold()
    hyphen_after = text[end : end + 1] in ("-", "‑", "–")
    if lower in _ARTICLES:
        # "Al" closes no name: without a word after it, it is a person's.
        return written != written.upper() and (hyphen_after or text[end : end + 1] == " ")
    if lower in _HYPHENED_ARTICLES and hyphen_after and text[end + 1 : end + 2].isalpha():
        return True
    return written in _LINKS and text[start - 1 : start] in (" ", "-") and text[end : end + 1] in (" ", "-")


@dataclass(slots=True)
class _Node(Generic[T]):
    next: dict[str, "_Node[T]"] = field(default_factory=dict)
    entries: list[tuple[tuple[bool, ...], T]] = field(default_factory=list)


class NameIndex(Generic[T]):
    """Names of things; finds the longest name that starts at a word.

    A word with a capital in the name needs one in the text; a word in lower case takes both. An acronym
    ("ISIS", "M23") is met only by the same letters in the same case.
    """

    def __init__(self, names: Iterable[tuple[str, T]], *, loose: bool = True) -> None:
        """Index `names`; two things may share a name."""
        self._root: _Node[T] = _Node()
        self._is_loose = loose
        for name, item in names:
            self._add(name, item)

    def _add(self, name: str, item: T) -> None:
        node = self._root
        capitals = []
        for word in words_of(name, loose=self._is_loose):
            key = word.keys[0]
            if key not in node.next:
                node.next[key] = _Node()
            node = node.next[key]
            capitals.append(word.text[:1].isupper())
        if capitals:
            node.entries.append((tuple(capitals), item))

    def longest(self, text: str, words: Sequence[Word], at: int) -> NameMatch[T] | None:
        """Return the longest name that starts with word `at`; None where no name does."""
        best: NameMatch[T] | None = None
        for n_words, entries in self._walk(text, words, at, self._root, 0):
            if best is not None and n_words <= best.words:
                continue
            written = words[at : at + n_words]
            items = tuple(
                dict.fromkeys(
                    item
                    for capitals, item in entries
                    if all(
                        not capital or word.text[0].isupper() for capital, word in zip(capitals, written, strict=True)
                    )
                )
            )
            if items:
                best = NameMatch(n_words, items)
        return best

    def _walk(
        self, text: str, words: Sequence[Word], at: int, node: "_Node[T]", depth: int
    ) -> Iterator[tuple[int, list[tuple[tuple[bool, ...], T]]]]:
        if depth and node.entries:
            yield depth, node.entries
        position = at + depth
        if position >= len(words):
            return
        word = words[position]
        if depth and not _GAP.fullmatch(text, words[position - 1].end, word.lead):
            return
        for key in word.keys:
            following = node.next.get(key)
            if following is not None:
                yield from self._walk(text, words, at, following, depth + 1)
