"""What of a text's wording tells one happening from another: names, rarer words, numbers and years.

Everything is read from the one text, so that a report compares the same today and when a thousand more are there.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise
from math import log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Wording",
    "fold_word",
    "names_and_words",
    "names_of",
    "numbers_of",
    "opening_of",
    "rare_words_of",
    "signature_of",
    "wording_of",
    "words_of",
    "years_of",
]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)*")
_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|[.?!…:;\n\"“”‘(\[]")
_OWNING = re.compile(r"['’][sS]?$")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w,])|(?<![\w.,])\d+(?:\.\d+)?(?![\w])")
_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d%]|[.,]\d)")
# What ends a sentence, or opens one within it: the next word has a capital whatever it is.
_STARTS = re.compile(r"(?:[.!?…:][\"'”’)\]]*|[\"“‘(\[–—]|``|'')\s*$")
# A line without an end of which so many words have a capital is a headline, in which capitals tell nothing.
_HEADLINE = 0.6
_HEADLINE_WORDS = 4
_RARE = 6.0
# Words. Three sentences of news and a headline.
_OPENING_WORDS = 60
_SPELLED = {
    "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "ten": "10",
    "eleven": "11", "twelve": "12", "dozen": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "dozens": "dozens",
    "hundreds": "hundreds", "thousands": "thousands",
}  # fmt: skip
_DAYS_AND_MONTHS = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar",
    "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun",
})  # fmt: skip
# Words with a capital of their own that name nobody and no place, or an outlet or agency that tells of anything.
_NO_NAMES = _DAYS_AND_MONTHS | frozenset({
    "i", "mr", "mrs", "ms", "dr", "st", "sir", "am", "pm", "est", "edt", "gmt", "utc", "tv", "ap", "afp",
    "reuters", "cnn", "bbc", "associated", "press", "photo", "photos", "copyright", "the", "a", "an", "and", "or",
    "but", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "it", "he", "she", "they", "we",
    "you", "this", "that", "his", "her", "their", "our", "its",
})  # fmt: skip


class Wording(NamedTuple):
    """What linking compares of the wording of a text."""

    words: Mapping[str, int]
    """Folded words and how often they stand, names and numbers among them."""
    names: Mapping[str, int]
    numbers: frozenset[str]
    years: frozenset[int]


def wording_of(text: str) -> Wording:
    """Return all that is compared of a text."""
    return Wording(words_of(text), names_of(text), numbers_of(text), years_of(text))


@lru_cache(maxsize=1 << 16)
def fold_word(word: str) -> str:
    """Write a word without case, accents and a final 's."""
    word = _OWNING.sub("", word).casefold()
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


def names_and_words(text: str, title: str | None = None) -> tuple[set[str], set[str], set[str]]:
    """Return folded words of names, other folded words and numbers of a text, all in one go: for millions of reports.

    It differs from `names_of` in that a headline gives no names of its own, but what the text names is a name there.
    """
    names: set[str] = set()
    others: set[str] = set()
    numbers: set[str] = set()
    tokens = [_token(token) for token in _TOKEN.findall(text)]
    starts = True
    for (kind, word), (following, _) in pairwise([*tokens, _token("\n")]):
        if kind == _CAPITAL and (not starts or following in _CAPITALS):
            names.add(word)
        elif kind == _NUMBER_KIND:
            numbers.add(word)
        elif kind != _MARK:
            others.add(word)
        starts = kind == _MARK
    others.update(fold_word(token) for token in _WORD.findall(title or "") if token[0].isalpha())
    numbers.update(_SPELLED[word] for word in others & _SPELLED.keys())
    return names, others - names, numbers - {"0", "1", "2"}


_MARK, _LOWER, _NUMBER_KIND, _CAPITAL, _CAPITAL_OF_NONE = range(5)
_CAPITALS = (_CAPITAL, _CAPITAL_OF_NONE)


@lru_cache(maxsize=1 << 17)
def _token(token: str) -> tuple[int, str]:
    """Return what kind of token it is, and the word or number as it is compared."""
    first = token[0]
    if first.isupper():
        word = fold_word(token)
        return _CAPITAL if len(word) > 1 and word not in _NO_NAMES else _CAPITAL_OF_NONE, word
    if first.isdigit():
        return _NUMBER_KIND, token.replace(",", "")
    return (_LOWER, fold_word(token)) if first.isalpha() else (_MARK, "")


def words_of(text: str) -> Mapping[str, int]:
    """Return folded words and how often each stands, in the order in which they first stand."""
    return Counter(folded for found in _WORD.finditer(text) if (folded := fold_word(found.group())))


def names_of(text: str) -> Mapping[str, int]:
    """Return the words of names, folded, and how often each stands, in the order in which they first stand.

    A word is one of a name where it has a capital that nothing else asks for: it does not open a sentence, or what
    follows it has a capital too; in a headline of capitals nothing counts. Names are given word by word ("Tara Reid" is
    `tara` and `reid`), since texts shorten them. Days, months, titles and agencies are none.
    """
    sure: Counter[str] = Counter()
    for line in text.split("\n"):
        sure.update(_names_in(line))
    if not sure:
        return {}
    # What is a name once is one wherever it stands, also where a sentence or a headline gives it its capital.
    capitals = (fold_word(found.group()) for found in _WORD.finditer(text) if found.group()[0].isupper())
    return Counter(word for word in capitals if word in sure)


def opening_of(text: str, title: str | None = None, *, n_words: int = _OPENING_WORDS) -> str:
    """Return the title and the first words of a text: what a report thinks matters most."""
    whole = f"{title}\n{text}" if title else text
    ends = [found.end() for found, _ in zip(_WORD.finditer(whole), range(n_words), strict=False)]
    return whole[: ends[-1]] if ends else ""


def rare_words_of(text: str, rarity: Callable[[str], float], *, at_least: float = _RARE) -> Mapping[str, int]:
    """Return the words that are rare in news and how often each stands; names are among them, numbers are not.

    Args:
        text: any text.
        rarity: of a word, in bits (`recount.encoder.sentences.SentenceVectors.rarity`).
        at_least: bits; 6 is a word of one article in 64.
    """
    return Counter(
        {word: n for word, n in words_of(text).items() if not word[0].isdigit() and rarity(word) >= at_least}
    )


def numbers_of(text: str) -> frozenset[str]:
    """Return numbers other than years as figures: "1,200" is `1200`, "twelve" is `12`, "5.8" stays; `dozens` too.

    One and two are left out: they are in nearly every text.
    """
    figures = {found.group().replace(",", "") for found in _NUMBER.finditer(text)}
    spelled = {_SPELLED[word] for word in words_of(text) if word in _SPELLED}
    return frozenset((figures - {str(year) for year in years_of(text)} | spelled) - {"0", "1", "2"})


def years_of(text: str) -> frozenset[int]:
    """Return the years from 1900 to 2099 that are written out."""
    return frozenset(int(found.group()) for found in _YEAR.finditer(text))


def signature_of(counts: Mapping[str, int], rarity: Callable[[str], float], n_dimensions: int) -> NDArray[np.float32]:
    """Return counted words as a vector of length 1: the product of two is how much of their weight words share.

    A word weighs its rarity, and more the oftener it stands. Each has a place and a sign by its digest, so that any
    words fit into few dimensions and those that meet in one cancel out on average. No words give zeros.
    """
    signature = np.zeros(n_dimensions)
    for word, n in sorted(counts.items()):
        digest = _digest(word)
        signature[(digest >> 1) % n_dimensions] += (1 + log(n)) * rarity(word) * (1 if digest & 1 else -1)
    # Rounded before and after, so that another machine's last bits make no difference.
    length = round(float(np.sqrt((signature * signature).sum())), 6)
    return np.round(signature / (length or 1.0), 5).astype(np.float32)


@lru_cache(maxsize=65_536)
def _digest(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


def _names_in(line: str) -> Iterator[str]:
    words = list(_WORD.finditer(line))
    has_capital = [found.group()[0].isupper() for found in words]
    is_sentence = line.rstrip().endswith((".", "!", "?", '"', "”"))
    if not is_sentence and len(words) >= _HEADLINE_WORDS and sum(has_capital) > _HEADLINE * len(words):
        return
    gaps = [line[one.end() : other.start()] for one, other in pairwise(words)]
    for number, found in enumerate(words):
        starts = number == 0 or _STARTS.search(gaps[number - 1]) is not None
        goes_on = number + 1 < len(words) and has_capital[number + 1] and gaps[number] == " "
        word = fold_word(found.group())
        if has_capital[number] and (goes_on or not starts) and len(word) > 1 and word not in _NO_NAMES:
            yield word
