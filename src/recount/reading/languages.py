"""Which language a text is in."""

import re
from functools import lru_cache
from typing import Any

from recount.codebook import load

__all__ = ["language_of"]

# Characters; below that, names of places decide more than the language does.
_SHORTEST = 80
# Characters looked at; the language of news does not change later on.
_LONGEST = 4000
# Probability. On one sentence of news in ten languages py3langid gave 0.86 to 1, on lists of names 0.12 to 0.22.
_SURE = 0.8
# Share of English function words: 0.3 to 0.45 in English news, below 0.1 in languages that share some of them.
_ENGLISH_SHARE = 0.2


def language_of(text: str, *, stated: str | None = None) -> str | None:
    """Return the ISO 639-1 code of a text's language; None where neither page nor text tells.

    Long texts speak for themselves, since page templates often state a wrong language; short ones are taken at
    the page's word.
    """
    code = _code(stated)
    sample = text[:_LONGEST]
    if len(sample.strip()) < _SHORTEST:
        return code
    words = re.findall(r"[^\W\d_]+", sample.lower())
    english = sum(word in _english() for word in words)
    if words and english / len(words) >= _ENGLISH_SHARE:
        return "en"
    language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE and len(language) == 2 else code


def _code(stated: str | None) -> str | None:
    match = re.match(r"\s*([A-Za-z]{2})(?![A-Za-z])", stated or "")
    return match[1].lower() if match else None


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    return frozenset(load().words("furniture")["english"])


@lru_cache(maxsize=1)
def _identifier() -> Any:
    # Half a second to load: English texts never need it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
