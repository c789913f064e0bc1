"""Articles and what was coded from them become rows."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from recount.ledger.casebook import Ledger
from recount.ledger.copies import note_copy, sketch_of
from recount.ledger.rows import CodedRows, article_columns, compact, context_of, packaged_words, packed, rows_of
from recount.nouns import Method, Problem, Record

__all__ = [
    "NOWHERE",
    "Kept",
    "Obtained",
    "box_of",
    "end_run",
    "keep",
    "keep_coding",
    "keep_problem",
    "kept_of",
    "method_row",
    "moment",
    "start_run",
]


NOWHERE = -1000
"""Stands in `report_box` for a place or day that is not known."""


class Obtained(NamedTuple):
    """How an article was found."""

    source: str
    place: str | None
    how: str
    at: str
    """UTC, as `moment` writes it."""
    key: bytes
    """Digest of the bytes and of what was given with them."""


class Original(NamedTuple):
    """Bytes as they were found, packed with the words of their article's row."""

    sha256: bytes
    size: int
    packed: bytes


class Kept(NamedTuple):
    """An article and its coding, ready to be written: made in any process, written by one."""

    article: dict[str, Any]
    text: str
    original: Original
    media_type: str | None
    sketch: tuple[str, ...]
    """By which copies are found."""
    coded: CodedRows


def moment(at: datetime) -> str:
    """Return a point in time as the ledger writes it: UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def kept_of(record: Record, original: bytes, *, media_type: str | None) -> Kept:
    """Make ready what is written of a record and of the bytes that it was read from."""
    columns = article_columns(record.article)
    return Kept(
        columns,
        record.article.text,
        _original(original, context_of(columns)),
        media_type,
        sketch_of(record.article.text),
        rows_of(record),
    )


def _original(data: bytes, context: str) -> Original:
    return Original(sha256(data).digest(), len(data), packed(data, context))


def start_run(ledger: Ledger, command: str, arguments: object, *, by: str, at: datetime, version: str) -> int:
    """Record that a run begins; return its seq. Call it inside `writing`."""
    return ledger.append(
        "run",
        {"command": command, "arguments": compact(arguments), "started": moment(at), "by": by, "version": version},
    )


def end_run(ledger: Ledger, run: int, outcome: object, *, at: datetime) -> None:
    """Record how a run ended. Call it inside `writing`."""
    ledger.append("run_end", {"run": run, "ended": moment(at), "outcome": compact(outcome)})


def method_row(ledger: Ledger, method: Method) -> int:
    """Return the seq of a method's row, and add the row where it is the first time. Call it inside `writing`."""
    columns = method.model_dump(exclude={"uncoded_violence"})
    found = ledger.one(
        "SELECT seq FROM method WHERE name = ? AND version = ? AND model_digest IS ? AND gazetteer_digest = ? "
        "AND codebook_digest = ?",
        tuple(columns.values()),
    )
    return int(found["seq"]) if found else ledger.append("method", columns)


def keep(
    ledger: Ledger, kept: Kept, obtained: Obtained, *, run: int, method: int, original: bytes | None = None
) -> bool:
    """Write an article with its coding, or only the finding of one that is kept already. Call it inside `writing`.

    `original` holds the bytes that it was found as, where these are not the ones that it was read from: the feed, the
    row of a table.

    Returns:
        Whether the article is new.
    """
    if ledger.one("SELECT 1 FROM obtained WHERE key = ?", (obtained.key,)):
        return False
    known = ledger.one("SELECT seq, text FROM article WHERE id = ?", (kept.article["id"],))
    if known and known["text"] is None:
        # It was removed with a reason: reading it once more does not bring it back.
        return False
    article = int(known["seq"]) if known else _new_article(ledger, kept)
    row = _original_row(ledger, kept, article, original)
    ledger.append("obtained", {**obtained._asdict(), "run": run, "article": article, "original": row})
    if known is None:
        keep_coding(ledger, kept.coded, text=kept.text, article=article, run=run, method=method)
    return known is None


def _new_article(ledger: Ledger, kept: Kept) -> int:
    seq = ledger.append("article", kept.article)
    ledger.execute(
        "INSERT INTO article_words (rowid, title, text) VALUES (?, ?, ?)", (seq, kept.article["title"], kept.text)
    )
    note_copy(ledger, seq, kept.article, kept.sketch)
    return seq


def _original_row(ledger: Ledger, kept: Kept, article: int, original: bytes | None) -> int:
    digest = kept.original.sha256 if original is None else sha256(original).digest()
    found = ledger.one("SELECT seq FROM original WHERE sha256 = ?", (digest,))
    if found:
        return int(found["seq"])
    made = kept.original if original is None else _original(original, context_of(kept.article))
    return ledger.append("original", {**made._asdict(), "media_type": kept.media_type, "dictionary": article})


def keep_problem(ledger: Ledger, problem: Problem, *, place: str | None, run: int) -> None:
    """Write what could not be read or coded, once. Call it inside `writing`."""
    columns = {"source": problem.source, "place": place, "stage": problem.stage, "message": problem.message}
    key = sha256(compact(columns).encode("utf-8", "surrogatepass")).digest()[:16]
    if not ledger.one("SELECT 1 FROM problem WHERE key = ?", (key,)):
        ledger.append("problem", {**columns, "run": run, "key": key})


def keep_coding(ledger: Ledger, coded: CodedRows, *, text: str, article: int, run: int, method: int) -> int:
    """Write one coding of an article; return its seq. Call it inside `writing`."""
    links = {"article": article, "method": method, "run": run, "dictionary": _dictionary_row(ledger)}
    coding = ledger.append("coding", {**links, "rows": len(coded.rows), "details": coded.details})
    for table, columns in coded.rows:
        seq = ledger.append(table, {**columns, "coding": coding}, text=text)
        if table == "report" and (box := box_of(columns)):
            ledger.execute("INSERT INTO report_box VALUES (?, ?, ?, ?, ?, ?, ?)", (seq, *box))
    return coding


def _dictionary_row(ledger: Ledger) -> int:
    """Return the seq of the packaged dictionary's row, and add the row where it is the first time."""
    words = packaged_words()
    found = ledger.one("SELECT seq FROM dictionary WHERE words = ?", (words,))
    return int(found["seq"]) if found else ledger.append("dictionary", {"words": words})


def box_of(report: Mapping[str, Any]) -> tuple[float, ...] | None:
    """Return where and when a report is, as R*Tree ranges; None where neither is known.

    What is not known of the two is `NOWHERE`, which no question reaches.
    """
    days = [date.fromisoformat(report[name]).toordinal() for name in ("earliest", "latest") if report[name]]
    if report["latitude"] is None and not days:
        return None
    point = [NOWHERE if report[name] is None else report[name] for name in ("latitude", "longitude")]
    days = days or [NOWHERE]
    return point[0], point[0], point[1], point[1], min(days), max(days)
