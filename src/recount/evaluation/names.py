"""When two names mean the same to a coder, and where a quote stands in a text."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz import fuzz

from recount.nouns import Span

__all__ = ["alternatives", "names_agree", "normalised_words", "occurrences", "spellings_agree"]

# Grammar, not vocabulary: articles and "of" in front of or inside a name say nothing about whom it names.
_ARTICLES = frozenset({"the", "a", "an", "of", "al", "el", "ar", "as", "ash", "ad", "at", "az"})
_VOWELS = re.compile("[aeiouwyh]")
_QUOTE_MARKS = {**dict.fromkeys("'’‘ʼ", "['’‘ʼ]"), **dict.fromkeys('"“”„«»', '["“”„«»]')}
_DASHES = {**dict.fromkeys("-‐‑–—", "[-‐‑–—]")}
_KINDS = (
    "village|town|city|quarter|neighbourhood|neighborhood|district|province|region|state|county|hamlet|settlement|camp|"
    "commune|municipality|island|port|area|territory|community"
)
_KIND_BEFORE = re.compile(rf"(?:(?<=/ )|^)(?:the |an? )?(?:[a-z]+ )?(?:{_KINDS}) of (?=[A-Z])")
# Percent of letters in common. "Shabaab"/"Shabab" is 92, "Shaddadi"/"Shadadi" 93, "Kharkiv"/"Kherson" 57.
_SAME_SPELLING_PERCENT = 85
_LONGEST_INITIALS = 6


def alternatives(expected: str) -> tuple[str, ...]:
    """List what an expectation accepts: "US forces / American base" accepts either."""
    return tuple(part.strip() for part in expected.split(" / ") if part.strip())


def normalised_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in order, without case, diacritics, articles, possessives and plural -s."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"['’‘ʼ]s\b", "", plain)
    plain = re.sub(r"(?<=\w)[.'’‘ʼ](?=\w|\s|$)", "", plain)
    found = [word for word in re.findall(r"\w+", plain) if word not in _ARTICLES]
    return tuple(
        word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "sui" else word for word in found
    )


def names_agree(expected: str, found: str | None) -> bool:
    """Tell whether `found` names what `expected` (with its alternatives) names.

    It does when their words are the same, or one holds all words of the other. A shorter name must hold the
    first word of the expected one or more than half of its words: "ISWAP" answers "ISWAP fighters" and "the
    police" answers "police station", but "forces" does not answer "US forces". Initials stand for the words
    that they abbreviate ("RSF", "Rapid Support Forces"). A difference of spelling is forgiven.
    """
    return found is not None and any(_agrees(option, found) for option in alternatives(expected))


def spellings_agree(expected: str, found: str | None) -> bool:
    """Tell whether a place name is a spelling of, holds, or is held by an expected one.

    "The village of X" is a spelling of X: kind words are no part of a name. Transliterations that differ in vowels
    alone are one spelling ("Deir ez-Zor", "Dayr az-Zawr").
    """
    if found is None:
        return False
    if names_agree(expected, found) or names_agree(_KIND_BEFORE.sub("", expected), found):
        return True
    heard = _consonants(found)
    return any(len(bones := _consonants(option)) >= 3 and bones == heard for option in alternatives(expected))


def occurrences(text: str, quote: str, *, any_case: bool = False) -> Iterator[Span]:
    """Yield where `quote` stands in `text`, whatever line breaks, quotation marks and dashes it has."""
    pattern = r"\s+".join(
        "".join(_QUOTE_MARKS.get(c) or _DASHES.get(c) or re.escape(c) for c in word) for word in quote.split()
    )
    for hit in re.finditer(pattern, text, re.IGNORECASE if any_case else 0) if pattern else ():
        yield Span.of(text, hit.start(), hit.end())


def _agrees(expected: str, found: str) -> bool:
    wanted, given = normalised_words(expected), normalised_words(found)
    if not wanted or not given:
        return False
    if fuzz.ratio("".join(wanted), "".join(given)) >= _SAME_SPELLING_PERCENT and not _figures_differ(wanted, given):
        return True
    wanted, given = _spelt_out(wanted, given), _spelt_out(given, wanted)
    longer, shorter = set(given), set(wanted)
    if shorter <= longer:
        return True
    return longer <= shorter and (wanted[0] in longer or 2 * len(longer) > len(shorter))


def _figures_differ(wanted: tuple[str, ...], given: tuple[str, ...]) -> bool:
    # "33rd Front" and "36th Front" share most letters and are two groups.
    return [word for word in wanted if word[0].isdigit()] != [word for word in given if word[0].isdigit()]


def _spelt_out(words: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Replace initials among `words` by the run of words in `other` that they abbreviate."""
    spelt: list[str] = []
    for word in words:
        run: tuple[str, ...] = (word,)
        if word not in other and 2 <= len(word) <= _LONGEST_INITIALS:
            for start in range(len(other) - len(word) + 1):
                candidate = other[start : start + len(word)]
                if "".join(part[0] for part in candidate) == word:
                    run = candidate
        spelt.extend(run)
    return tuple(spelt)


def _consonants(name: str) -> str:
    joined = _VOWELS.sub("", "".join(normalised_words(name)))
    return re.sub(r"(.)\1+", r"\1", joined)
