"""The page of an article: its text as read, with what was coded from it and what people decided on that."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from recount.api.pages.correcting import Correcting, correcting_form
from recount.api.pages.decided import decided_of, last_own
from recount.api.pages.withheld import withholding_of, without_names
from recount.ledger import (
    Ledger,
    article_by,
    article_of_coding,
    current_coding,
    family_of,
    find,
    made_by,
    original_bytes,
    record_at,
    redactions_of,
    sources_of,
)
from recount.ledger.deciding import decisions_on, last_decision
from recount.ledger.judging import reports_of_events
from recount.nouns import Published, Record, Report
from recount.nouns.wording import published_in_words, visible, visible_in_place
from recount.publishing.explained import explain
from recount.publishing.layout import Card, Line
from recount.publishing.withholding import IN_A_TEXT

__all__ = ["Original", "article_page", "home_of", "original_of"]

_KEY = "a-"


class Original(NamedTuple):
    """Bytes as they were found."""

    name: str
    """Of a file to save them in; never the name of something that a browser would open."""
    content: bytes


def article_page(
    casebook: Path,
    article: str,
    *,
    public: bool = False,
    by: str = "",
    correct: Correcting | None = None,
    after_deciding: bool = False,
) -> dict[str, Any]:
    """Return an article with what was coded from it.

    Args:
        casebook: the file.
        article: art1:….
        public: whether everybody may read it: then without the full text, the original and who reviewed, and without
            names of private persons.
        by: who asks, whose last decision can be taken back.
        correct: the report and field that is to be corrected; None where none is.
        after_deciding: whether the page follows on a decision, which may be on another article.

    Raises:
        UnknownId: the casebook holds no such article.
        BadArgument: there is no such field to correct.
    """
    with Ledger.open(casebook) as ledger:
        row = article_by(ledger, id_=article)
        coding = current_coding(ledger, row["seq"])
        record = record_at(ledger, coding) if coding else None
        about = {"id": row["id"], "public": public, "found": _found(ledger, row, public=public)}
        if record is None:
            gone = redactions_of(ledger, "article", row["seq"])
            return {**about, "record": None, "redactions": [] if public else gone, "removed": bool(gone)}
        value = _page(ledger, record, public=public)
        decisions = decisions_on(ledger, _ids(record))
        value |= decided_of(record, decisions, public=public)
        if public:
            value = without_names(value, withholding_of(ledger, [row["id"]]))
        value["undo"] = None if public else last_own(decisions, by)
        value["before"] = _before(ledger, by, decisions) if after_deciding and not public else None
        value["correcting"] = correcting_form(record, decisions, correct) if correct and not public else None
    return {**_plain(about), **value}


def home_of(casebook: Path, id_: str) -> str:
    """Return the id of the article that a report, statement or tally is of.

    Raises:
        UnknownId: the casebook holds nothing with this id.
    """
    with Ledger.open(casebook) as ledger:
        kind, row = find(ledger, id_)
        seq = row["seq"] if kind == "article" else int(article_of_coding(ledger, row["coding"]) or 0)
        return str(article_by(ledger, seq=seq)["id"])


def original_of(casebook: Path, article: str) -> Original | None:
    """Return the bytes that an article was first found as; None where they were removed.

    Raises:
        UnknownId: the casebook holds no such article.
    """
    with Ledger.open(casebook) as ledger:
        row = article_by(ledger, id_=article)
        sources = sources_of(ledger, row["seq"])
        content = original_bytes(ledger, sources[0]["original"]) if sources else None
        if content is None:
            return None
        kind = str(sources[0]["media_type"] or "").partition(";")[0].strip().lower()
    # A page that was found must not open as a page when the saved file is clicked.
    ending = "txt" if kind.startswith("text/") else "pdf" if kind == "application/pdf" else "bin"
    return Original(f"{str(row['id']).replace(':', '-')}.{ending}", content)


def _before(ledger: Ledger, by: str, here: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a person's last decision where it is on another article and can be taken back."""
    last = last_decision(ledger, by)
    if last is None or last["verdict"] == "withdraw" or last["about"] in here:
        return None
    kind = {"rep1": "reports", "tal1": "tallies", "st1": "statements"}.get(str(last["about"]).partition(":")[0])
    return {**{name: last[name] for name in ("seq", "about", "field", "verdict")}, "kind": kind} if kind else None


def _ids(record: Record) -> list[str]:
    return [one.id for several in (record.reports, record.tallies, record.statements) for one in several]


def _page(ledger: Ledger, record: Record, *, public: bool) -> dict[str, Any]:
    """Return the record laid out, without what people decided."""
    article = record.article
    withheld = []
    if public:
        names = withholding_of(ledger, [article.id])
        withheld = [(start, end, IN_A_TEXT) for start, end in names.ranges(article.text)]
    told = explain(record, _KEY, drawn=False, withheld=withheld)
    events = {
        report: event
        for event, reports in reports_of_events(ledger, (one.id for one in record.reports)).items()
        for report in reports
    }
    lines = [one for one in told.lines if any(run.id for run in one.runs)] if public else list(told.lines)
    return {
        "record": True,
        "title": _clean(article.title),
        "outlet": _clean(article.outlet),
        "author": _clean(article.author),
        "url": _clean(article.url),
        "external_id": None if public else _clean(article.external_id),
        "language": article.language,
        "direction": told.direction,
        "published": _published(article.published),
        "published_rivals": [_published(one) for one in article.published_rivals],
        "words": len(article.text.split()),
        "lines": _lines(lines),
        "left_out": len(told.lines) - len(lines),
        "legend": [{"field": field, "name": name} for field, name in told.legend if field != "told"],
        "statuses": [{"status": status, "number": number} for status, number in told.statuses],
        "removed": [] if public else [{"text": visible(one.text), "reason": one.reason} for one in article.removed],
        "reports": [
            _card(card, report, events.get(report.id))
            for card, report in zip(told.reports, record.reports, strict=True)
        ],
        "tallies": [_plain(one) for one in told.tallies],
        "statements": [_plain(one) for one in told.loose],
        "notices": [{"kind": kind, "item": _plain(item)} for kind, item in told.notices],
        "method": record.method.model_dump(),
    }


def _published(published: Published | None) -> dict[str, Any] | None:
    if published is None:
        return None
    return {"in_words": published_in_words(published), **published.model_dump(mode="json")}


def _lines(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return sentences with their runs; `gap` tells that words before one are not shown."""
    gaps = [False, *(one.start - before.end > _SPACE for before, one in pairwise(lines))]
    return [
        {
            "status": one.status, "reason": one.reason, "opens": one.opens or gap, "gap": gap, "start": one.start,
            "end": one.end,
            "runs": [{**run._asdict(), "text": visible_in_place(run.text)} for run in one.runs],
        }
        for one, gap in zip(lines, gaps, strict=False)
    ]  # fmt: skip


# Code points between two sentences that follow each other: line ends and the white space around them.
_SPACE = 8


def _card(card: Card, report: Report, event: str | None) -> dict[str, Any]:
    """Return a card with the event that its report belongs to, and with what each of its figures counts."""
    told: dict[str, Any] = {**_plain(card), "event": event}
    counts = (*report.casualties, *report.munitions)
    for row in told["rows"]:
        if row["field"] == "count":
            row["items"] = [{**item, "effect": one.effect} for item, one in zip(row["items"], counts, strict=True)]
    return told


def _found(ledger: Ledger, row: Mapping[str, Any], *, public: bool) -> dict[str, Any]:
    """Return where an article was found, which articles tell the same story, and how it was coded."""
    family = [
        {
            "id": one["id"], "outlet": one["outlet"], "title": one["title"], "kind": one["kind"],
            "published": one["published_earliest"], "share": one["share"],
        }
        for one in family_of(ledger, row["seq"])
        if one["id"] != row["id"]
    ]  # fmt: skip
    codings = [
        {
            "method": one["name"], "version": one["version"], "at": one["started"],
            "by": None if public else one["by"], "rows": one["rows"],
        }
        for one in made_by(ledger, row["seq"])
    ]  # fmt: skip
    sources = sources_of(ledger, row["seq"])
    kept = bool(sources) and not redactions_of(ledger, "original", sources[0]["original"])
    if public:
        # A copy of the story may be headed by a name that this article does not print.
        family = without_names(family, withholding_of(ledger, [one["id"] for one in family]))
    return {
        "sources": []
        if public
        else [
            {
                "source": one["source"], "place": one["place"], "how": one["how"], "at": one["at"],
                "media_type": one["media_type"], "size": one["size"], "sha256": one["sha256"].hex(), "by": one["by"],
            }
            for one in sources
        ],
        "original": kept and not public,
        "family": family,
        "codings": codings,
    }  # fmt: skip


def _plain(value: Any) -> Any:
    """Return plain values of JSON; what would steer a reader's screen is written out."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: _plain(one) for name, one in value._asdict().items()}
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, Iterable):
        return [_plain(one) for one in value]
    return value


def _clean(text: str | None) -> str | None:
    return visible(text) if text else None
