"""What people decided on what an article tells, as its page shows it."""

from collections.abc import Mapping, Sequence
from typing import Any

from recount.errors import BadArgument
from recount.nouns import Record
from recount.nouns.events import review_of
from recount.nouns.wording import visible
from recount.pipeline.correcting import Correction, check_correction
from recount.pipeline.written import value_in_words

__all__ = ["LABELS", "decided_of", "last_own", "standing_of"]

LABELS: Mapping[str, str] = {
    "event_type": "Event type",
    "sub_event_type": "Sub-event type",
    "modality": "Told as",
    "when": "When",
    "where": "Where",
    "perpetrators": "Who",
    "targets": "Against",
    "killed": "Killed",
    "injured": "Injured",
    "missing": "Missing",
    "abducted": "Abducted",
    "arrested": "Arrested",
    "displaced": "Displaced",
    "number": "Figure",
    "since": "First day",
    "until": "Last day",
}
"""What fields that people correct are called."""

# The row of a card that shows a field.
_ROWS = {
    "when": "when",
    "where": "where",
    "perpetrators": "who",
    "targets": "whom",
    "event_type": "what",
} | dict.fromkeys(("sub_event_type", "modality"), "what")

Decisions = Mapping[str, Sequence[Mapping[str, Any]]]


def decided_of(record: Record, decisions: Decisions, *, public: bool) -> dict[str, Any]:
    """Return by id of a report, tally or statement what people decided on it: review, corrections, every decision.

    In public the names of those who decided, and why, stay out.
    """
    text = record.article.text
    return {"decided": {id_: _decided(held, text, public=public) for id_, held in decisions.items()}}


def standing_of(decisions: Sequence[Mapping[str, Any]]) -> dict[str | None, Mapping[str, Any]]:
    """Return by field (None for the whole) the decision that stands; none that was withdrawn."""
    last = {one["field"]: one for one in decisions}
    return {field: one for field, one in last.items() if one["verdict"] != "withdraw"}


def last_own(decisions: Decisions, by: str) -> dict[str, Any] | None:
    """Return a person's last decision that still stands, so that it can be taken back; None where there is none."""
    own = [
        one
        for held in decisions.values()
        for one in standing_of(held).values()
        if one["by"] == by
    ]  # fmt: skip
    last = max(own, key=lambda one: int(one["seq"]), default=None)
    return {name: last[name] for name in ("seq", "about", "field", "verdict")} if last else None


def _decided(decisions: Sequence[Mapping[str, Any]], text: str, *, public: bool) -> dict[str, Any]:
    standing = standing_of(decisions)
    told = [_decision(one, text, stands=standing.get(one["field"]) is one, public=public) for one in decisions]
    corrected: dict[str, list[dict[str, Any]]] = {}
    for one in told:
        if one["stands"] and one["verdict"] == "correct" and not one["unapplied"]:
            corrected.setdefault(_ROWS.get(one["field"], "count"), []).append(one)
    return {"review": review_of(decisions), "corrected": corrected, "decisions": [] if public else told}


def _decision(one: Mapping[str, Any], text: str, *, stands: bool, public: bool) -> dict[str, Any]:
    in_words, unapplied = "", False
    quotes: list[dict[str, Any]] = []
    if one["verdict"] == "correct":
        in_words, quotes, unapplied = _corrected(str(one["about"]), str(one["field"]), one["value"], text)
    return {
        "seq": one["seq"], "about": one["about"], "field": one["field"],
        "label": LABELS.get(one["field"] or "", one["field"] or ""), "verdict": one["verdict"], "value": one["value"],
        "in_words": visible(in_words), "quotes": quotes, "unapplied": unapplied, "stands": stands, "at": one["at"],
        "reason": None if public else one["reason"], "by": None if public else one["by"],
    }  # fmt: skip


def _corrected(about: str, field: str, value: Any, text: str) -> tuple[str, list[dict[str, Any]], bool]:
    """Return a correction in words, the words that it rests on, and whether it could not be applied."""
    try:
        if about.startswith("rep1:"):
            check_correction(field, value, text)
        told = Correction.of(value)
        quotes = [{"start": one.start, "end": one.end, "quote": visible(one.quote)} for one in told.words("", text)]
        return value_in_words(field, told.value), quotes, False
    except (BadArgument, ValueError, TypeError, KeyError):
        return repr(value), [], True
