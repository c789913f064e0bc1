"""Casebooks: everything read, coded and decided in one file that only grows and can be verified."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from recount.api.asked import day_of, now, processors
from recount.api.graded import grade_again
from recount.errors import BadArgument
from recount.ledger import (
    FIELDS,
    Decision,
    Hit,
    Ledger,
    Query,
    Redacted,
    Seal,
    Trace,
    Verdict,
    Verification,
    article_of_coding,
    counts,
    current_coding,
    datasette_metadata,
    decisions_about,
    end_run,
    family_of,
    find,
    history,
    made_by,
    original_bytes,
    record_at,
    redactions_of,
    sources_of,
    start_run,
)
from recount.ledger import decide as _decide
from recount.ledger import redact as _redact
from recount.ledger import seal as _seal
from recount.ledger import search as _search
from recount.ledger import trace as _trace
from recount.ledger import verify as _verify
from recount.nouns import Record
from recount.settings import DEFAULT_ENGINE, DEFAULT_READER, VERSION, EngineName, ReaderName

if TYPE_CHECKING:
    from recount.pipeline.adding import AddOutcome, Told
    from recount.pipeline.working import Engine

__all__ = [
    "FIELDS",
    "add",
    "casebook_counts",
    "casebook_log",
    "casebook_original",
    "casebook_record",
    "casebook_row",
    "datasette_metadata",
    "decide",
    "init_casebook",
    "recode",
    "redact",
    "seal",
    "search",
    "verify",
    "why",
]


def init_casebook(path: Path, *, by: str = "unknown") -> None:
    """Make an empty casebook.

    Raises:
        BadLedger: there is a file already, or no folder for it.
    """
    with Ledger.create(path) as ledger, ledger.writing():
        run = start_run(ledger, "init", {}, by=by, at=now(), version=VERSION)
        end_run(ledger, run, {}, at=now())


def add(
    path: Path,
    sources: Sequence[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    columns: dict[str, str] | None = None,
    reader: ReaderName = DEFAULT_READER,
    processes: int | None = None,
    engine: EngineName = DEFAULT_ENGINE,
    master: str | None = None,
    by: str = "unknown",
    dry_run: bool = False,
    told: "Told | None" = None,
) -> "AddOutcome":
    """Read, code and keep what is new in sources. A second run adds only what the first one did not.

    Args:
        path: the casebook.
        sources: files, folders, globs, addresses, or `-` for standard input.
        published: publication day of all sources; outlet and url likewise.
        outlet: who published them.
        url: their address; it is not fetched.
        columns: names of a table's columns: {"text": "body", "published": "date"}.
        reader: the word lists and rules, or the trained network.
        processes: how many read and code at once; as many as there are processors where None.
        engine: processes of this machine, or Spark.
        master: for Spark, as it writes it: local[2], spark://host:7077; all processors of this machine where None.
        by: who asks, for the record.
        dry_run: read only, and tell what would be added; nothing is coded or kept.
        told: hears of articles done, and of the bytes that they were read from.

    Raises:
        BadArgument: an option that cannot be meant.
        BadLedger: the casebook cannot be opened or written.
    """
    # Late: it loads what reads and codes, which opening a casebook does not wait for.
    from recount.pipeline import adding

    runs = _engine(engine, processes, master)
    asked = adding.Adding(tuple(sources), published, outlet, url, columns, reader, runs, by)
    heard = {"told": told} if told else {}
    return (adding.try_out if dry_run else adding.add)(path, asked, **heard)


def recode(
    path: Path,
    *,
    reader: ReaderName = DEFAULT_READER,
    processes: int | None = None,
    engine: EngineName = DEFAULT_ENGINE,
    master: str | None = None,
    by: str = "unknown",
    told: "Told | None" = None,
) -> "AddOutcome":
    """Code kept articles with the present method, beside what other methods made of them.

    Raises:
        BadArgument: Spark is asked for and cannot run.
        BadLedger: the casebook cannot be opened or written.
    """
    from recount.pipeline import adding

    heard = {"told": told} if told else {}
    return adding.recode(path, reader=reader, engine=_engine(engine, processes, master), by=by, **heard)


def search(
    path: Path,
    words: str | None = None,
    *,
    near: tuple[float, float] | None = None,
    within_km: float = 25.0,
    since: str | None = None,
    until: str | None = None,
    country: str | None = None,
    event_type: str | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[Hit]:
    """Return articles with the reports that fit, the last kept first; every condition must hold.

    Args:
        path: the casebook.
        words: all must stand in title or text; "words in quotes" in this order; -word must not; word* begins so.
        near: latitude and longitude, WGS84 degrees.
        within_km: kilometres around `near`.
        since: first day (YYYY-MM-DD), inclusive, on which a report may have happened.
        until: last day, inclusive.
        country: ISO 3166-1 alpha-2.
        event_type: ACLED's event type or sub-type.
        limit: the most articles to return.
        offset: how many to pass over.

    Raises:
        BadArgument: nothing is asked, or a value cannot be meant.
    """
    if near and not (-90 <= near[0] <= 90 and -180 <= near[1] <= 180):
        raise BadArgument(f"{near[0]},{near[1]} is no place on earth. Give latitude,longitude in degrees.")
    query = Query(words, near, within_km, day_of(since), day_of(until), country, event_type, limit, offset)
    with Ledger.open(path) as ledger:
        return _search(ledger, query)


def casebook_row(path: Path, id_: str) -> dict[str, Any]:
    """Return what an id stands for: kind, row, article, where that was found, copies of it, codings and decisions.

    Raises:
        UnknownId: the casebook holds nothing with this id.
    """
    with Ledger.open(path) as ledger:
        kind, row, article = _found(ledger, id_)
        return {
            "id": id_,
            "kind": kind,
            "row": row["seq"],
            "hash": row["hash"].hex(),
            "article": ledger.value("SELECT id FROM article WHERE seq = ?", (article,)),
            "sources": [{**one, "sha256": one["sha256"].hex()} for one in sources_of(ledger, article)],
            "family": family_of(ledger, article),
            "codings": list(made_by(ledger, article)),
            "decisions": decisions_about(ledger, id_),
            "redactions": redactions_of(ledger, kind, row["seq"]),
        }


def casebook_record(path: Path, id_: str) -> Record | None:
    """Return the current record of an article, or of the article that an id belongs to; None where it was redacted.

    Raises:
        UnknownId: the casebook holds nothing with this id.
    """
    with Ledger.open(path) as ledger:
        coding = current_coding(ledger, _found(ledger, id_)[2])
        return record_at(ledger, coding) if coding else None


def casebook_original(path: Path, id_: str) -> bytes | None:
    """Return the bytes that an article was found as; None where they were redacted.

    Raises:
        UnknownId: the casebook holds nothing with this id.
    """
    with Ledger.open(path) as ledger:
        sources = sources_of(ledger, _found(ledger, id_)[2])
        return original_bytes(ledger, sources[0]["original"]) if sources else None


def why(path: Path, id_: str, field: str) -> Trace:
    """Return the way from a coded figure back to the words, their speakers, the article and the bytes.

    Raises:
        UnknownId: the casebook holds no such report or tally, or it was redacted.
        BadArgument: no such field.
    """
    with Ledger.open(path) as ledger:
        return _trace(ledger, id_, field)


def casebook_log(path: Path, *, limit: int = 50, offset: int = 0) -> list[dict[str, Any]]:
    """Return runs and decisions, the last first."""
    with Ledger.open(path) as ledger:
        return list(history(ledger, limit=limit, offset=offset))


def casebook_counts(path: Path) -> dict[str, int]:
    """Return how much a casebook holds."""
    with Ledger.open(path) as ledger:
        return counts(ledger)


def decide(
    path: Path,
    about: str,
    verdict: str,
    *,
    by: str,
    field: str | None = None,
    value: Any = None,
    reason: str | None = None,
) -> int:
    """Keep a person's decision, on the disk when this returns; return its place in the chain.

    Args:
        path: the casebook.
        about: id of an article, report, statement or tally.
        verdict: accept, correct, reject, unsure, or withdraw (an earlier decision).
        by: who decides.
        field: which field of it; None for the whole.
        value: for `correct`, what stands in place of the coded value.
        reason: why.

    Raises:
        BadArgument: the decision contradicts itself.
        UnknownId: it is about nothing that the casebook holds.
    """
    with Ledger.open(path, write=True, durable=True) as ledger:
        decision = _decide(ledger, Decision(about, cast(Verdict, verdict), by, field, value, reason), at=now())
        grade_again(ledger, about)
    return decision


def redact(path: Path, articles: Sequence[str], *, reason: str, by: str = "unknown") -> Redacted:
    """Remove the content of articles and of what was coded from them; hashes and the reason stay.

    Raises:
        BadArgument: no reason, or an id that is not an article's.
        UnknownId: no such article.
    """
    with Ledger.open(path, write=True, durable=True) as ledger:
        return _redact(ledger, list(articles), reason=reason, by=by, at=now(), regroup=_regroup)


def seal(path: Path, *, by: str = "unknown") -> Seal:
    """Return the head of a casebook as it is now, to be kept elsewhere."""
    with Ledger.open(path) as ledger:
        return _seal(ledger, by=by, at=now())


def verify(path: Path, *, seal: Path | None = None, processes: int | None = None) -> Verification:
    """Check a casebook: pages, schema, chain, quotes, kept bytes, indexes, and a seal where one is given.

    Raises:
        NoLedger: no casebook.
        BadArgument: `seal` is no seal.
    """
    given = None
    if seal is not None:
        try:
            given = Seal.read(seal.read_text(encoding="utf-8"), name=str(seal))
        except (OSError, UnicodeDecodeError) as error:
            raise BadArgument(f"{seal} cannot be read: {error}. Give the file that `recount seal` wrote.") from None
    return _verify(path, seal=given, processes=processes or processors())


def _engine(name: EngineName, processes: int | None, master: str | None) -> "Engine":
    """Return what reads and codes.

    Raises:
        BadArgument: options of the other engine, or Spark cannot run.
    """
    if name is EngineName.SPARK:
        if processes is not None:
            raise BadArgument(f"Spark counts its own processes: give --master local[{processes}] for --processes.")
        from recount.pipeline.sparking import Spark

        return (Spark(master) if master else Spark()).checked()
    if master is not None:
        raise BadArgument(f"The master {master!r} is one of Spark: give --engine spark with it.")
    from recount.pipeline.working import Processes

    return Processes(processes or processors())


def _regroup(ledger: Ledger, reports: Sequence[str]) -> None:
    if reports:
        # Late: it loads what compares, which opening a casebook does not wait for.
        from recount.pipeline.grouping import regroup

        regroup(ledger, reports)


def _found(ledger: Ledger, id_: str) -> tuple[str, dict[str, Any], int]:
    """Return the kind and row of an id, and the seq of the article that it belongs to."""
    kind, row = find(ledger, id_)
    return kind, row, row["seq"] if kind == "article" else int(article_of_coding(ledger, row["coding"]) or 0)
