"""Which predicted template answers which of the key, and how their entities compare.

Definitions: the scorers published with GRIT (Du, Rush and Cardie 2021, "GRIT: Generative Role-filler
Transformers for Document-level Event Entity Extraction") and GTT (Du, Rush and Cardie 2021, "Template Filling
with Generative Transformers").
"""

import re
import string
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from recount.evaluation.comparing import FieldCount

__all__ = ["Mentions", "align", "compare_entities", "mentions_of", "normalised", "without_subsets"]

Mentions = frozenset[str]
"""The coreferent mentions of one entity, normalised."""

_NO_PUNCTUATION = str.maketrans("", "", string.punctuation)
_ARTICLES = re.compile(r"\b(?:a|an|the)\b")


class _Partial(NamedTuple):
    """An alignment of the first predicted templates: its two numerators and the template of the key for each."""

    right: int
    answered: int
    given: tuple[int | None, ...]


def normalised(mention: str) -> str:
    """Return a mention in lower case without ASCII punctuation, articles and needless blanks, as both scorers do."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_NO_PUNCTUATION)).split())


def mentions_of(entities: Iterable[Sequence[str]]) -> list[Mentions]:
    """Return the entities with their mentions normalised; an entity without a mention is none."""
    return [frozenset(map(normalised, entity)) for entity in entities if entity]


def without_subsets(entities: Iterable[Mentions]) -> list[Mentions]:
    """Leave out each entity that holds, or is held by, one kept before it.

    So GRIT's preparation of the corpus turns the templates of an article into one list of entities a role.
    """
    kept: list[Mentions] = []
    for entity in entities:
        if not any(entity <= other or other <= entity for other in kept):
            kept.append(entity)
    return kept


def compare_entities(expected: Sequence[Mentions], found: Sequence[Mentions]) -> FieldCount:
    """Count the entities of one role of a template: a found one is right if all its mentions are one expected one's.

    Not one to one: two found mentions of one expected entity are both right, as in GTT's scorer.
    """
    return FieldCount(
        len(expected),
        sum(any(each <= wanted for each in found) for wanted in expected),
        len(found),
        sum(any(each <= wanted for wanted in expected) for each in found),
    )


def align(gains: Sequence[Sequence[FieldCount | None]], *, found: int, expected: int) -> list[int | None]:
    """Give each predicted template (row) one of the key (column), or None, so that the article's F1 is greatest.

    `gains[i][j]` counts what is right if `i` answers `j`, None where it may not; `found` and `expected` are all
    values of the article, whatever the alignment. Each column is given once. Exact: F1 is not additive, so every
    alignment is kept that none surpasses in both numerators for the same set of columns. Of equal ones, the first
    in order of columns.
    """
    reached: dict[int, list[_Partial]] = {0: [_Partial(0, 0, ())]}
    for row in gains:
        following: dict[int, list[_Partial]] = {}
        for used, partials in reached.items():
            for column, gain in [*enumerate(row), (None, FieldCount())]:
                if gain is None or (column is not None and used >> column & 1):
                    continue
                mask = used if column is None else used | 1 << column
                following.setdefault(mask, []).extend(
                    _Partial(each.right + gain.right, each.answered + gain.answered, (*each.given, column))
                    for each in partials
                )
        reached = {mask: _unsurpassed(partials) for mask, partials in following.items()}
    everything = [each for partials in reached.values() for each in partials]
    return list(min(everything, key=lambda each: (-_f1(each, found, expected), _order(each))).given)


def _unsurpassed(partials: list[_Partial]) -> list[_Partial]:
    kept: list[_Partial] = []
    for each in sorted(partials, key=lambda one: (-one.right, -one.answered, _order(one))):
        if not kept or each.answered > kept[-1].answered:
            kept.append(each)
    return kept


def _order(partial: _Partial) -> list[float]:
    return [float("inf") if column is None else column for column in partial.given]


def _f1(partial: _Partial, found: int, expected: int) -> Fraction:
    if not (partial.right and partial.answered):
        return Fraction(0)
    product = partial.right * partial.answered
    return Fraction(2 * product, partial.right * expected + partial.answered * found)
