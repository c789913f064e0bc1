"""What pages that everybody may read leave out: names of private persons, and who reviewed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from recount.ledger import Ledger, current_coding, record_at
from recount.ledger.looking import article_by
from recount.publishing.persons import Named, named_in
from recount.publishing.withholding import Withholding

__all__ = ["REVIEWER", "withholding_of", "without_names"]

REVIEWER = "a reviewer"
"""What stands in place of a reviewer's name."""

# Articles whose names are kept at hand: to find them takes some milliseconds each.
_MOST_KEPT = 4096
_NOBODY = Named((), (), ())
_LINKS = frozenset({"url"})
_AS_THEY_ARE = frozenset(
    {"id", "article", "report", "event", "tally", "statement", "family", "copy_of", "gazetteer_id", "actor_id",
     "part_of", "one", "other", "href", "at", "published"}
)  # fmt: skip
_PLACES = frozenset({"name", "gazetteer_name", "admin1", "admin2"})


def withholding_of(ledger: Ledger, articles: Iterable[str]) -> Withholding:
    """Return what takes the names of private persons of some articles out of texts.

    Args:
        ledger: an open casebook.
        articles: their ids.

    Raises:
        UnknownId: there is no such article.
    """
    found = [_named(ledger, one) for one in dict.fromkeys(articles)]
    if not found:
        return Withholding(_NOBODY)
    return Withholding(Named(*(tuple(dict.fromkeys(chain.from_iterable(part))) for part in zip(*found, strict=True))))


def without_names(value: Any, withholding: Withholding) -> Any:
    """Return a value of JSON without the names; ids stay, addresses and names of places have rules of their own."""
    if not withholding.withholds:
        return value
    if isinstance(value, str):
        return withholding.text(value)
    if isinstance(value, list | tuple):
        return [without_names(one, withholding) for one in value]
    if isinstance(value, Mapping):
        is_place = "precision" in value
        return {name: _field(name, one, withholding, is_place) for name, one in value.items()}
    return value


def _field(name: str, value: Any, withholding: Withholding, is_place: bool) -> Any:
    if not isinstance(value, str):
        return without_names(value, withholding)
    if name in _AS_THEY_ARE:
        return value
    if name in _LINKS:
        return withholding.link(value)
    return withholding.place(value) if is_place and name in _PLACES else withholding.text(value)


def _named(ledger: Ledger, article: str) -> Named:
    coding = current_coding(ledger, article_by(ledger, id_=article)["seq"])
    if coding is None or coding["details"] is None:
        return _NOBODY
    return _named_in_coding(ledger.path, article, bytes(coding["hash"]))


@lru_cache(maxsize=_MOST_KEPT)
def _named_in_coding(path: Path, article: str, _hash: bytes) -> Named:
    """Return the private persons that an article names by its coding, which the hash tells from others."""
    with Ledger.open(path) as ledger:
        coding = current_coding(ledger, article_by(ledger, id_=article)["seq"])
        record = record_at(ledger, coding) if coding else None
    return named_in(record) if record else _NOBODY
