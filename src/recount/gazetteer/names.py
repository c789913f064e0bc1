"""Place names brought to keys under which spellings of one name meet.

Three keys, from strict to loose. `key_of` forgives case, diacritics, apostrophes, hyphens and dots.
`bare_key` also drops Arabic articles and "the". `skeleton` keeps the consonants of a Latin-script name, folded so
that transliterations of one name mostly agree ("Deir ez-Zor", "Dayr az Zawr"); it collides, so its hits are
compared again with `similarity`. A key in Cyrillic or Arabic letters meets Latin ones by way of `latinised`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

__all__ = ["bare_key", "fold", "is_arabic", "is_latin", "key_of", "latinised", "similarities", "similarity", "skeleton"]

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
# "al" and its kin wherever another word follows; the article takes on the first sound of that word: "ash Shaddadah",
# "ed Daein", "an Nasiriyah".
_ARTICLE = re.compile(r"(?:(?<=^)|(?<= ))(?:al|el|ul|the|[aeiu](?P<sound>sh|th|dh|[drstznl])(?= (?P=sound))) ", re.M)

# Of several names at once, one a line; each rule counts on those before it.
# Before the rest, because a doubled consonant is one: "Qayyarah" is "Qayara". Doubled vowels are sounds of their own.
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1+")
_FIRST_FOLDS = (("ck", "k"), ("q", "k"), ("tch", "ch"), ("kh", "h"), ("gh", "g"), ("dj", "j"), ("ph", "f"))
_FOLDS = (
    (re.compile(r"[ao][uw](?![aeiou])|ou|oo|au|ow"), "u"),
    (re.compile(r"[ae][iy](?![aeou])|ee|ie|iy"), "i"),
    (re.compile(r"(?<![sct])h(?=[bcdfgjklmnpqrstvwxz]|$)", re.M), ""),
    (re.compile(r"[sc]h"), "x"),
    (re.compile(r"[td]h|dz"), "d"),
)
_SOUNDS = str.maketrans("ye", "ii")
_LAST_FOLDS = (
    (re.compile(r"o|w(?![aeiou])"), "u"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# Share of letters, in per cent. Spellings of one name share more, its articles aside ("Hodeida", "Hudaydah": 53).
_LEAST_LETTERS = 50
_CYRILLIC_LETTER = re.compile("[а-яѐ-ѿґ]")
_UKRAINIAN_LETTER = re.compile("[іїєґ]")
_ARABIC_LETTER = re.compile("[ء-يٮ-ۓ]")
# The key has lost its diacritics: "й" and "ї" come as "и" and "і".
_CYRILLIC = str.maketrans(
    dict(zip("абвдезиіклмнопрстуфыэґєјљњћђ", "abvdeziiklmnoprstufyegejlnkd", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)
_ARABIC = str.maketrans(
    dict(zip("ابتجحدرزسصضطفقكلمنهويپگټډړڼ", "abtjhdrzssdtfqklmnhwypgtdrn", strict=True))
    | {"ث": "th", "خ": "kh", "ذ": "dh", "ش": "sh", "ظ": "z", "ع": "", "غ": "gh", "ء": "", "ئ": "i", "ؤ": "u"}
    | {"چ": "ch", "ژ": "zh", "ښ": "sh", "ږ": "zh", "څ": "ts", "ځ": "dz", "ھ": "h", "ہ": "h", "ے": "y", "ں": "n"}
)
_BARE_CONSONANTS = re.compile(r"(?:[kgsctdz]h|ts|dz|[bcdfghjklmnpqrstvxz](?!h))(?=[bcdfghjklmnpqrstvxz])")
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
    return _ARTICLE.sub("", key)


@lru_cache(maxsize=65_536)
def fold(key: str) -> str:
    """Write a bare Latin key as it sounds, roughly: one letter a sound, three vowels, no doubled letters."""
    return _folded(key)


def _folded(lines: str) -> str:
    """Fold keys, one a line."""
    lines = _DOUBLED.sub(r"\1", lines).replace(" ", "")
    for sound, letter in _FIRST_FOLDS:
        lines = lines.replace(sound, letter)
    for pattern, letter in _FOLDS:
        lines = pattern.sub(letter, lines)
    lines = lines.translate(_SOUNDS)
    for pattern, letter in _LAST_FOLDS:
        lines = pattern.sub(letter, lines)
    return lines


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
    folded, folded_other = fold(bare), fold(bare_other)
    sounds = (ratio(folded, folded_other) / 100 + JaroWinkler.similarity(folded, folded_other)) / 2
    return min(max(letters, sounds), 1.0) * 0.97


def similarities(key: str, others: Sequence[str]) -> NDArray[np.float64]:
    """Say how alike a key is to each of the others, as `similarity` does but for many at once: (n_others,).

    Keys that share too few letters are not compared by sound; they count as 0.
    """
    if not others:
        return np.empty(0)
    bare = bare_key(key)
    bares = _ARTICLE.sub("", "\n".join(others)).split("\n")
    letters = _compared(ratio, bare, bares, at_least=_LEAST_LETTERS)
    near = np.flatnonzero(letters >= _LEAST_LETTERS).tolist()
    alike = np.zeros(len(others))
    if not near:
        return alike
    folded, folds = fold(bare), _folded("\n".join([bares[index] for index in near])).split("\n")
    sounds = (_compared(ratio, folded, folds) / 100 + _compared(JaroWinkler.similarity, folded, folds)) / 2
    alike[near] = np.minimum(np.maximum(letters[near] / 100, sounds), 1.0) * 0.97
    for index in near:
        if others[index] == key:
            alike[index] = 1.0
        elif bares[index] == bare:
            alike[index] = 0.98
    return alike


def _compared(scorer: Any, one: str, others: list[str], *, at_least: float = 0) -> NDArray[np.float64]:
    """Scores of one against each; those below `at_least` come out as 0."""
    compared: NDArray[np.float64] = cdist(
        [one], others, scorer=scorer, processor=None, score_cutoff=at_least, dtype=np.float64
    )[0]
    return compared


def is_latin(key: str) -> bool:
    """Tell whether a key is written in Latin letters."""
    return key.isascii()


def is_arabic(key: str) -> bool:
    """Tell whether a key is written in Arabic letters."""
    return _ARABIC_LETTER.search(key) is not None


def latinised(key: str) -> str:
    """Write a key in Latin letters by its sound; empty where it is in neither Cyrillic nor Arabic letters.

    Arabic script leaves out short vowels: an "a" stands wherever one may be missing, and only the consonants count.
    """
    if _CYRILLIC_LETTER.search(key):
        ukrainian = _UKRAINIAN_LETTER.search(key) is not None
        return key.translate(_CYRILLIC).replace("г", "h" if ukrainian else "g")
    if is_arabic(key):
        return _BARE_CONSONANTS.sub(r"\g<0>a", key.translate(_ARABIC))
    return ""
