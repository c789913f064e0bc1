"""The casebook: one SQLite file that only grows and can be verified. Nothing else speaks SQL."""

from recount.ledger.casebook import Head, Ledger
from recount.ledger.copies import family_of
from recount.ledger.deciding import Decision, Verdict, decide, decisions_about, find
from recount.ledger.describing import datasette_metadata
from recount.ledger.history import counts, history
from recount.ledger.keeping import (
    Kept,
    Obtained,
    end_run,
    keep,
    keep_coding,
    keep_problem,
    kept_of,
    method_row,
    moment,
    start_run,
)
from recount.ledger.looking import (
    article_by,
    article_of_coding,
    codings_of,
    current_coding,
    made_by,
    original_bytes,
    record_at,
    redactions_of,
    sources_of,
)
from recount.ledger.redacting import Redacted, redact
from recount.ledger.rows import CodedRows, rows_of, stored_article
from recount.ledger.sealing import Seal, seal
from recount.ledger.searching import Hit, Query, ReportHit, search
from recount.ledger.tracing import FIELDS, Trace, Traced, trace
from recount.ledger.verifying import Finding, Verification, verify

__all__ = [
    "FIELDS",
    "CodedRows",
    "Decision",
    "Finding",
    "Head",
    "Hit",
    "Kept",
    "Ledger",
    "Obtained",
    "Query",
    "Redacted",
    "ReportHit",
    "Seal",
    "Trace",
    "Traced",
    "Verdict",
    "Verification",
    "article_by",
    "article_of_coding",
    "codings_of",
    "counts",
    "current_coding",
    "datasette_metadata",
    "decide",
    "decisions_about",
    "end_run",
    "family_of",
    "find",
    "history",
    "keep",
    "keep_coding",
    "keep_problem",
    "kept_of",
    "made_by",
    "method_row",
    "moment",
    "original_bytes",
    "record_at",
    "redact",
    "redactions_of",
    "rows_of",
    "seal",
    "search",
    "sources_of",
    "start_run",
    "stored_article",
    "trace",
    "verify",
]
