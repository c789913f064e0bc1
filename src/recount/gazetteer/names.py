"""Place names brought to keys under which spellings of one name meet.

Three keys, from strict to loose. `key_of` forgives case, diacritics, apostrophes, hyphens and dots.
`bare_key` also drops Arabic articles and "the". `skeleton` keeps the consonants of a Latin-script name, folded so
that transliterations of one name mostly agree ("Deir ez-Zor", "Dayr az Zawr"); it collides, so its hits are
compared again with `similarity`.
"""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

__all__ = ["bare_key", "fold", "is_latin", "key_of", "similarity", "skeleton"]

_LETTERS = str.maketrans(
    {
        "ı": "i",
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ŋ": "n",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ة": "ه",
        "ۃ": "ه",
        "ک": "ك",
        "ـ": None,
        "ё": "е",
    }
)
_DROPPED = re.compile(r"['’‘ʼʻʾʿ`´\"“”.·ˈ]")
_GAPS = re.compile(r"[\W_]+")
_ARABIC_ARTICLE = re.compile(r"\bال(?=\w{3})")
_ALWAYS_ARTICLE = frozenset({"al", "el", "ul", "the"})
# The article takes on the first sound of the word after it: "ash Shaddadah", "ed Daein", "an Nasiriyah".
_ASSIMILATED = re.compile(r"^[aeiu](?P<sound>sh|th|dh|[drstznl])$")

_FOLDS = (
    (re.compile(r"ck|q"), "k"),
    (re.compile(r"tch"), "ch"),
    (re.compile(r"kh"), "h"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"dj"), "j"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[ao][uw](?![aeiou])|ou|oo|au|ow"), "u"),
    (re.compile(r"[ae][iy](?![aeou])|ee|ie|iy"), "i"),
    (re.compile(r"(?<![sct])h(?=[bcdfgjklmnpqrstvwxz]|$)"), ""),
    (re.compile(r"sh|ch"), "x"),
    (re.compile(r"th|dh|dz"), "d"),
    (re.compile(r"y"), "i"),
    (re.compile(r"e"), "i"),
    (re.compile(r"o|w(?![aeiou])"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_VOWELS = re.compile(r"[aiuw]")


@lru_cache(maxsize=65_536)
def key_of(name: str) -> str:
    """Spell a name without case, diacritics, apostrophes, hyphens and dots; words stand one space apart."""
    plain = name.casefold().translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
        plain = plain.translate(_LETTERS)
        plain = _ARABIC_ARTICLE.sub("", plain)
    return _GAPS.sub(" ", _DROPPED.sub("", plain)).strip()


@lru_cache(maxsize=65_536)
def bare_key(key: str) -> str:
    """Drop the articles of a key ("ash shaddadah" gives "shaddadah"), unless nothing else is left."""
    words = key.split(" ")
    kept = [
        word for index, word in enumerate(words) if index == len(words) - 1 or not _is_article(word, words[index + 1])
    ]
    return " ".join(kept)


def _is_article(word: str, following: str) -> bool:
    if word in _ALWAYS_ARTICLE:
        return True
    match = _ASSIMILATED.match(word)
    return match is not None and following.startswith(match["sound"])


@lru_cache(maxsize=65_536)
def fold(key: str) -> str:
    """Write a bare Latin key as it sounds, roughly: one letter a sound, three vowels, no doubled letters."""
    folded = key.replace(" ", "")
    for pattern, letter in _FOLDS:
        folded = pattern.sub(letter, folded)
    return folded


@lru_cache(maxsize=65_536)
def skeleton(key: str) -> str:
    """Keep the first letter and the consonants of a key's sound; empty where fewer than two would be left.

    A skeleton of two letters also keeps its first vowel: thousands of short names would share it otherwise.
    """
    folded = fold(bare_key(key))
    if not folded:
        return ""
    consonants = _VOWELS.sub("", folded[1:])
    bones = ("a" if folded[0] in "aiuw" else folded[0]) + consonants
    if len(bones) > 2:
        return bones
    return bones + "".join(_VOWELS.findall(folded[1:])[:1]) if len(bones) == 2 else ""


def similarity(key: str, other: str) -> float:
    """Say how alike two keys are, in [0, 1]: by letters or by sound, whichever is higher; 1 is the same name."""
    if key == other:
        return 1.0
    bare, bare_other = bare_key(key), bare_key(other)
    if bare == bare_other:
        return 0.98
    letters = ratio(bare, bare_other) / 100
    sounds = (ratio(fold(bare), fold(bare_other)) / 100 + JaroWinkler.similarity(fold(bare), fold(bare_other))) / 2
    return min(max(letters, sounds), 1.0) * 0.97


def is_latin(key: str) -> bool:
    """Tell whether a key is written in Latin letters."""
    return key.isascii()
