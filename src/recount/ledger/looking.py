"""Reads articles, records and kept bytes back out of a casebook."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recount.errors import DamagedLedger, UnknownId
from recount.ledger.casebook import Ledger
from recount.ledger.rows import CODED, CodedRows, context_of, record_of, stored_article, unpacked
from recount.nouns import Article, Method, Record

__all__ = [
    "IS_CURRENT",
    "Texts",
    "article_by",
    "article_of_coding",
    "codings_of",
    "context_at",
    "current_coding",
    "made_by",
    "original_bytes",
    "portions",
    "record_at",
    "redactions_of",
    "sources_of",
    "text_of_coding",
]

IS_CURRENT = (
    "NOT EXISTS (SELECT 1 FROM coding AS later WHERE later.article = coding.article AND later.seq > coding.seq)"
)
"""SQL over `coding`: whether it is the newest one of its article."""

# Values that a statement is asked with at once.
_PORTION = 20_000
# Texts kept in memory: a coding follows its article mostly at once.
_MOST_TEXTS = 64


class Texts:
    """Texts of articles by seq, the last ones kept."""

    def __init__(self, ledger: Ledger) -> None:
        """Read from an open casebook."""
        self._ledger = ledger
        self._kept: OrderedDict[object, str | None] = OrderedDict()

    def keep(self, article: object, text: str | None) -> None:
        """Keep a text that was read already."""
        self._kept[article] = text
        if len(self._kept) > _MOST_TEXTS:
            self._kept.popitem(last=False)

    def of(self, article: object) -> str | None:
        """Return an article's text; None where it was redacted or is not there."""
        if article not in self._kept:
            self.keep(article, self._ledger.value("SELECT text FROM article WHERE seq = ?", (article,)))
        return self._kept[article]


def portions(values: Iterable[int | str]) -> Iterator[str]:
    """Yield values as lists of JSON, some thousands at once, for `json_each(?)`: each value once, in order of size."""
    listed = sorted(set(values))
    for start in range(0, len(listed), _PORTION):
        yield json.dumps(listed[start : start + _PORTION])


def article_by(ledger: Ledger, *, seq: int | None = None, id_: str | None = None) -> dict[str, Any]:
    """Return an article's row by seq or id.

    Raises:
        UnknownId: there is none.
    """
    column, value = ("seq", seq) if id_ is None else ("id", id_)
    row = ledger.one(f"SELECT * FROM article WHERE {column} = ?", (value,))
    if row is None:
        raise UnknownId(f"{ledger.path} holds no article {value}. `recount search` finds the ids that it holds.")
    return row


def current_coding(ledger: Ledger, article: int) -> dict[str, Any] | None:
    """Return the newest coding of an article; None where it has none."""
    return ledger.one("SELECT * FROM coding WHERE article = ? ORDER BY seq DESC LIMIT 1", (article,))


def codings_of(ledger: Ledger, article: int) -> Iterator[dict[str, Any]]:
    """Yield the codings of an article, the oldest first."""
    return ledger.all("SELECT * FROM coding WHERE article = ? ORDER BY seq", (article,))


def sources_of(ledger: Ledger, article: int) -> list[dict[str, Any]]:
    """Return where an article was found, the first finding first."""
    return list(
        ledger.all(
            "SELECT obtained.source, obtained.place, obtained.how, obtained.at, original.sha256, original.size, "
            "original.media_type, original.seq AS original, run.by, run.started FROM obtained "
            "JOIN original ON original.seq = obtained.original JOIN run ON run.seq = obtained.run "
            "WHERE obtained.article = ? ORDER BY obtained.seq",
            (article,),
        )
    )


def record_at(ledger: Ledger, coding: Mapping[str, Any]) -> Record | None:
    """Return the record of a coding as it was coded; None where article or coding were redacted.

    Raises:
        DamagedLedger: its rows do not fit together.
    """
    row = article_by(ledger, seq=coding["article"])
    if row["text"] is None or coding["details"] is None:
        return None
    first = ledger.one("SELECT source FROM obtained WHERE article = ? ORDER BY seq LIMIT 1", (coding["article"],))
    article = stored_article(row, source=first["source"] if first else None)
    try:
        return _record(ledger, coding, article)
    except (ValueError, KeyError) as error:
        raise DamagedLedger(
            f"{ledger.path}: the coding of {article.id} (row {coding['seq']}) cannot be put together: {error}. "
            "Run `recount verify`."
        ) from error


def _record(ledger: Ledger, coding: Mapping[str, Any], article: Article) -> Record | None:
    ends = (coding["seq"], coding["seq"] + coding["rows"])
    rows: list[tuple[str, dict[str, Any]]] = []
    for table in CODED:
        for row in ledger.all(f"SELECT * FROM {table} WHERE seq > ? AND seq <= ? ORDER BY seq", ends):
            if row["spans" if table != "statement" else "content_spans"] is None:
                return None
            rows.append((table, row))
    method = ledger.one("SELECT * FROM method WHERE seq = ?", (coding["method"],)) or {}
    words = ledger.one("SELECT words FROM dictionary WHERE seq = ?", (coding["dictionary"],)) or {}
    noun = Method.model_validate({name: method.get(name) for name in Method.model_fields if name in method})
    return record_of(article, noun, CodedRows(coding["details"], tuple(rows)), words["words"])


def original_bytes(ledger: Ledger, original: int) -> bytes | None:
    """Return the bytes as they were found; None where they were redacted.

    Raises:
        DamagedLedger: they cannot be unpacked.
    """
    row = ledger.one("SELECT * FROM original WHERE seq = ?", (original,))
    if row is None or row["packed"] is None:
        return None
    try:
        return unpacked(row["packed"], context_at(ledger, row["dictionary"]), max_bytes=row["size"] + 1)
    except ValueError as error:
        raise DamagedLedger(f"{ledger.path}: row {original} (original): {error}. Run `recount verify`.") from error


def article_of_coding(ledger: Ledger, coding: object) -> int | None:
    """Return the seq of the article that a coding is of, by the coding's seq; None where there is no such coding."""
    found: int | None = ledger.value("SELECT article FROM coding WHERE seq = ?", (coding,))
    return found


def text_of_coding(ledger: Ledger, coding: object) -> str | None:
    """Return the text of the article that a coding is of; None where it was redacted."""
    sql = "SELECT text FROM article WHERE seq = (SELECT article FROM coding WHERE seq = ?)"
    text: str | None = ledger.value(sql, (coding,))
    return text


def context_at(ledger: Ledger, article: object) -> str:
    """Return the words that an original is packed with, by the seq of the article that it names."""
    row = ledger.one("SELECT * FROM article WHERE seq = ?", (article,)) if article else None
    return context_of(row) if row else ""


def made_by(ledger: Ledger, article: int) -> Iterator[dict[str, Any]]:
    """Yield by which method, in which run and by whom an article was coded, the newest coding first."""
    return ledger.all(
        "SELECT coding.seq AS coding, method.name, method.version, method.model_digest, method.gazetteer_digest, "
        "method.codebook_digest, run.seq AS run, run.by, run.started, coding.rows FROM coding "
        "JOIN method ON method.seq = coding.method JOIN run ON run.seq = coding.run "
        "WHERE coding.article = ? ORDER BY coding.seq DESC",
        (article,),
    )


def redactions_of(ledger: Ledger, kind: str, row: int) -> list[dict[str, Any]]:
    """Return who removed the content of a row, when and why; none where it stands."""
    return list(
        ledger.all(
            "SELECT redaction.reason, run.by, run.started AS at FROM redaction JOIN run ON run.seq = redaction.run "
            "WHERE redaction.kind = ? AND redaction.row = ?",
            (kind, row),
        )
    )
