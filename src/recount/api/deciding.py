"""What people decide on the pages: read from what they write, checked at once, and kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from recount.api.asked import country_of, day_of, now
from recount.api.graded import grade_again
from recount.errors import BadArgument, BadQuote
from recount.ledger import Decision, Ledger, article_by, article_of_coding, current_coding, decide, find, record_at
from recount.ledger.deciding import Verdict
from recount.nouns import Article, Span
from recount.pipeline.correcting import check_correction
from recount.pipeline.suggesting import actors_named, place_near, places_named, suggested
from recount.pipeline.written import value_of_written

__all__ = ["Point", "Written", "actors_named", "decide_on", "place_near", "places_named", "suggestion"]

_KINDS = {"report": "report", "tally": "tally", "statement": "statement"}
_TALLY_FIELDS = ("number", "since", "until")
_BOUNDS = ("low", "best", "high")
# Names that the gazetteer gives for one that a person chose from.
_CHOSEN_AMONG = 40


class Point(NamedTuple):
    """Where on the map a person says it was."""

    latitude: float | None = None
    """WGS84 degrees."""
    longitude: float | None = None
    gazetteer_id: str | None = None
    """Of the place that was chosen among those of the name; None for a point of the person's own."""
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    radius_km: float | None = None
    precision: str | None = None


class Written(NamedTuple):
    """A decision as a person writes it."""

    verdict: Verdict
    field: str | None = None
    """None for the whole."""
    value: str | None = None
    """In words, for `correct`: see `recount.pipeline.written`."""
    words: tuple[int, int] | None = None
    """The picked words, as a half-open range of code points."""
    point: Point | None = None
    """For `where`."""
    kind: str | None = None
    """For a single perpetrator or target: what kind of party it is, where no list knows it."""
    reason: str | None = None


def decide_on(casebook: Path, about: str, kind: str, written: Written, *, by: str) -> dict[str, Any]:
    """Keep a person's decision on a report, tally or statement; return it.

    Args:
        casebook: the file.
        about: its id.
        kind: report, tally or statement: what the id must be of.
        written: the decision.
        by: who decides.

    Raises:
        UnknownId: the casebook holds nothing of this kind with this id.
        BadArgument: a value that is none of its field, or words that do not stand in the text.
    """
    with Ledger.open(casebook, write=True, durable=True) as ledger:
        found, row = find(ledger, about)
        if found != kind:
            raise BadArgument(f"{about} is no {kind} but a {found}.")
        article = article_by(ledger, seq=int(article_of_coding(ledger, row["coding"]) or 0))
        value = _value(kind, written, article["text"] or "") if written.verdict == "correct" else None
        reason = (written.reason or "").strip() or None
        field = written.field or None
        seq = decide(ledger, Decision(about, written.verdict, by, field, value, reason), at=now())
        grade_again(ledger, about)
    return {
        "seq": seq, "about": about, "article": article["id"], "verdict": written.verdict, "field": field,
        "value": value, "reason": reason, "by": by,
    }  # fmt: skip


def suggestion(casebook: Path, report: str, field: str, start: int, end: int) -> dict[str, Any]:
    """Return what words of a report's article say of a field, for a person to change or to accept.

    Raises:
        UnknownId: the casebook holds no such report, or it was redacted.
        BadArgument: no words stand there, or no words give such a field.
    """
    told = suggested(_article(casebook, report), field, start, end)
    return {
        "about": report, "field": field, "start": told.words.start, "end": told.words.end, "quote": told.words.quote,
        "value": told.value, "written": told.written, "candidates": list(told.candidates), "note": told.note,
    }  # fmt: skip


def _article(casebook: Path, report: str) -> Article:
    with Ledger.open(casebook) as ledger:
        _, row = find(ledger, report)
        seq = int(article_of_coding(ledger, row.get("coding")) or 0)
        coding = current_coding(ledger, seq)
        record = record_at(ledger, coding) if coding else None
    if record is None:
        raise BadArgument(f"{report} was redacted: there are no words left to pick.")
    return record.article


def _value(kind: str, written: Written, text: str) -> Any:
    """Return what stands in place of a coded value.

    Raises:
        BadArgument: it is no value of its field.
    """
    field, told = written.field, (written.value or "").strip()
    if kind == "statement":
        raise BadArgument("A statement is accepted, rejected or left unsure; who says what is read from the words.")
    if not field:
        raise BadArgument("Say which field is corrected.")
    if kind == "tally":
        value = _of_tally(field, told)
        if written.words:
            try:
                Span.of(text, *written.words)
            except BadQuote as error:
                raise BadArgument(str(error)) from error
        return value
    value = _where(told, written.point) if field == "where" else value_of_written(field, told)
    if field in ("perpetrators", "targets") and written.kind and len(value) == 1:
        value = [{**(value[0] if isinstance(value[0], Mapping) else {"name": value[0]}), "kind": written.kind}]
    if not value and value != 0 and field not in ("perpetrators", "targets"):
        raise BadArgument(f"Write the right value of {field}.")
    spanned = {"value": value, "spans": [list(written.words)]} if written.words else value
    check_correction(field, spanned, text)
    return spanned


def _of_tally(field: str, told: str) -> Any:
    if field not in _TALLY_FIELDS:
        raise BadArgument(f"{field!r} of a tally cannot be corrected. Correct one of {', '.join(_TALLY_FIELDS)}.")
    if field in ("since", "until"):
        day = day_of(told)
        return day.isoformat() if day else None
    value = value_of_written("killed", told)
    bounds = dict.fromkeys(_BOUNDS, value) if isinstance(value, int) else value
    if not isinstance(bounds, Mapping):
        raise BadArgument(f"{told!r} is no figure. Write a whole number, or bounds: at least 12, up to 12, 10-15.")
    return dict(bounds)


def _where(name: str, point: Point | None) -> Any:
    """Return a place: the one that was chosen of the gazetteer, a point of the person's own, or only a name."""
    if point is None:
        return name
    if point.gazetteer_id:
        for one in places_named(name, limit=_CHOSEN_AMONG):
            if one["gazetteer_id"] == point.gazetteer_id:
                return {key: value for key, value in one.items() if key != "kind"}
        raise BadArgument(f"The gazetteer has no {point.gazetteer_id!r} under the name {name!r}. Search it again.")
    if point.latitude is None and point.longitude is None:
        return name
    if point.latitude is None or point.longitude is None:
        raise BadArgument("A point needs both latitude and longitude.")
    country = country_of((point.country or "").strip() or None)
    return {
        "name": name or None, "gazetteer_id": None, "gazetteer_name": None, "latitude": point.latitude,
        "longitude": point.longitude, "radius_km": point.radius_km, "country": country, "admin1": None,
        "admin2": None, "precision": point.precision or "exact",
    }  # fmt: skip
