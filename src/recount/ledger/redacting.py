"""Removes what an article says, for legal or safety reasons, and records that and why; the chain still verifies."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from recount.errors import BadArgument, DamagedLedger, LedgerBusy
from recount.ledger.casebook import Ledger
from recount.ledger.chain import START, SqlValue, digest_of, link, words_at
from recount.ledger.copies import forget_sketch
from recount.ledger.facets import forget_events
from recount.ledger.keeping import end_run, start_run
from recount.ledger.looking import article_by, text_of_coding
from recount.ledger.rows import CODED
from recount.ledger.schema import columns_of, tables
from recount.settings import VERSION

__all__ = ["Redacted", "redact"]


def _leave(ledger: Ledger, reports: Sequence[str]) -> None:
    """Leave events as they are."""


class Redacted(NamedTuple):
    """What was removed."""

    articles: int
    rows: int
    """Of articles, kept bytes, codings, reports, statements, tallies, decisions and answers of coders."""
    shared_originals: int
    """Kept bytes, such as a feed's, that other articles were read from too."""


def redact(
    ledger: Ledger,
    articles: list[str],
    *,
    reason: str,
    by: str,
    at: datetime,
    regroup: Callable[[Ledger, Sequence[str]], object] = _leave,
) -> Redacted:
    """Remove the content of articles and of everything that was coded from them.

    What stays is each row's place in the chain, its hash, its digest, and who removed it, when and why. The file is
    written anew, so that the words are in none of its free pages. `regroup` puts events together anew: it is given the
    reports that were in one event with those that are removed.

    Raises:
        BadArgument: no reason, or an id that is not an article's.
        UnknownId: no such article.
        DamagedLedger: a row is not as it was written: what should be removed cannot be told apart from damage.
    """
    if not reason.strip():
        raise BadArgument("Give the reason of the removal: it is what stays.")
    wrong = [one for one in articles if not one.startswith("art1:")]
    if wrong:
        raise BadArgument(
            f"{wrong[0]} is not the id of an article. Words stand in the text of their article, so that is what is "
            "removed: `recount show` names the article of a report, statement or tally."
        )
    with ledger.writing():
        run = start_run(ledger, "redact", {"articles": articles, "reason": reason}, by=by, at=at, version=VERSION)
        rows = shared = 0
        companions: list[str] = []
        for one in articles:
            seq = article_by(ledger, id_=one)["seq"]
            shared += _shared_originals(ledger, seq)
            companions += _remove_from_indexes(ledger, seq)
            # Coded rows before their article: their digests cover words of its text.
            rows += sum(_remove(ledger, kind, row, run, reason) for kind, row in _rows_of(ledger, seq))
        regroup(ledger, companions)
        outcome = Redacted(len(articles), rows, shared)
        end_run(ledger, run, outcome._asdict(), at=at)
    _rewrite(ledger)
    return outcome


def _rows_of(ledger: Ledger, article: int) -> Iterator[tuple[str, int]]:
    """Yield the rows that say something of an article, the article last."""
    ids = [str(article_by(ledger, seq=article)["id"])]
    for coding in list(ledger.all("SELECT seq, rows FROM coding WHERE article = ? ORDER BY seq", (article,))):
        for table in CODED:
            ends = (coding["seq"], coding["seq"] + coding["rows"])
            for row in list(ledger.all(f"SELECT seq, id FROM {table} WHERE seq > ? AND seq <= ?", ends)):
                ids.append(row["id"])
                yield table, row["seq"]
        yield "coding", coding["seq"]
    for one in dict.fromkeys(ids):
        for row in list(ledger.all("SELECT seq FROM decision WHERE about = ?", (one,))):
            yield "decision", row["seq"]
        for row in list(ledger.all("SELECT seq FROM judgement WHERE one = ? OR other = ?", (one, one))):
            yield "judgement", row["seq"]
        for row in list(ledger.all("SELECT seq FROM answer WHERE report = ?", (one,))):
            yield "answer", row["seq"]
    for row in list(ledger.all("SELECT DISTINCT original AS seq FROM obtained WHERE article = ?", (article,))):
        yield "original", row["seq"]
    yield "article", article


def _remove(ledger: Ledger, kind: str, seq: int, run: int, reason: str) -> bool:
    if ledger.one("SELECT 1 FROM redaction WHERE kind = ? AND row = ?", (kind, seq)):
        return False
    row = ledger.one(f"SELECT * FROM {kind} WHERE seq = ?", (seq,))
    if row is None:
        raise DamagedLedger(f"{ledger.path}: row {seq} ({kind}) is missing. Run `recount verify`.")
    named = [(name, row[name]) for name in columns_of(kind)]
    words = words_at(named, text_of_coding(ledger, row["coding"]) or "") if kind in CODED else []
    digest = digest_of(kind, named, words)
    if link(ledger.hash_of(seq - 1) or START, digest) != row["hash"]:
        raise DamagedLedger(f"{ledger.path}: row {seq} ({kind}) is not as it was written. Run `recount verify`.")
    required = {column.name for column in tables()[kind].columns if column.required}
    remains = digest_of(kind, ((name, value) for name, value in named if name in required))
    links: dict[str, SqlValue] = {"run": run, "kind": kind, "row": seq, "digest": digest, "remains": remains}
    ledger.append("redaction", {**links, "reason": reason})
    gone = ", ".join(f"{column.name} = NULL" for column in tables()[kind].columns if not column.required)
    ledger.execute(f"UPDATE {kind} SET {gone} WHERE seq = ?", (seq,))
    return True


def _shared_originals(ledger: Ledger, article: int) -> int:
    found = ledger.one(
        "SELECT count(DISTINCT original) AS number FROM obtained AS own WHERE article = ? AND EXISTS "
        "(SELECT 1 FROM obtained AS other WHERE other.original = own.original AND other.article <> own.article)",
        (article,),
    )
    return int(found["number"]) if found else 0


def _remove_from_indexes(ledger: Ledger, article: int) -> list[str]:
    """Take an article out of what is looked up; return the reports of others that were in one event with its own."""
    companions: list[str] = []
    row = article_by(ledger, seq=article)
    if row["text"] is not None:
        ledger.execute(
            "INSERT INTO article_words (article_words, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (article, row["title"], row["text"]),
        )
        forget_sketch(ledger, article, row["text"])
    for coding in list(ledger.all("SELECT seq, rows FROM coding WHERE article = ?", (article,))):
        ends = (coding["seq"], coding["seq"] + coding["rows"])
        ledger.execute("DELETE FROM report_box WHERE seq > ? AND seq <= ?", ends)
        ledger.execute("DELETE FROM report_key WHERE report > ? AND report <= ?", ends)
        own = "SELECT id FROM report WHERE seq > ? AND seq <= ?"
        events = f"SELECT event FROM event_report WHERE report IN ({own})"
        companions += [
            one for (one,) in ledger.rows(f"SELECT report FROM event_report WHERE event IN ({events})", ends)
        ]
        forget_events(ledger, events, ends)
        ledger.execute(f"DELETE FROM event_report WHERE report IN ({own})", ends)
    return companions


def _rewrite(ledger: Ledger) -> None:
    """Write the file anew: pages that are free, and the file of pending writes, still hold the words."""
    try:
        ledger.execute("INSERT INTO article_words (article_words) VALUES ('optimize')")
        ledger.execute("INSERT INTO article_sketch (article_sketch) VALUES ('optimize')")
        ledger.execute("VACUUM")
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except LedgerBusy:
        raise LedgerBusy(
            f"{ledger.path}: the content is removed, but other programmes have the file open, so that its words may "
            "still stand in free pages of it. Close them and redact once more."
        ) from None
