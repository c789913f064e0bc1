"""Articles in which the words of coded reports stand, and the rows that a casebook keeps of them."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from recount.ledger.rows import CodedRows, compact, packaged_words, packed
from recount.nouns import Span, statement_id
from recount.nouns.tally import tally_id

__all__ = [
    "Pair",
    "ReportTold",
    "Saying",
    "TallyTold",
    "Text",
    "Worded",
    "coded_rows",
    "told_act",
    "told_plainly",
]

_AS_CODED: Final = "bench/1"
"""The method of every value."""
Row = Mapping[str, Any]
Pair = list[int]
"""Of a span: where it starts, and where it ends."""
Worded = Callable[[Row, str, int, int | None, int | None], tuple[str, dict[str, Any]]]
"""From a row, an effect and its bounds to the words for the number, and what they say besides: group and rule."""

_STEPS = {
    "report": _AS_CODED,
    **{f"report.{name}": _AS_CODED for name in ("perpetrators", "targets", "weapons", "casualties", "evidence")},
    **dict.fromkeys(("statement", "tally", "tally.perpetrators", "tally.targets"), _AS_CODED),
}
_SPANS = frozenset(("spans", "when_spans", "where_spans"))
_OPENINGS = ("There was a", "Residents spoke of a", "Officials confirmed a", "Local media reported a", "News came of a")
_SAID = ("witnesses said", "a security source said", "the governor said", "a doctor said", "local officials said")
_GIVEN = (
    "event_type", "sub_event_type", "modality", "when_precision", "when_basis", "place", "gazetteer_id", "latitude",
    "longitude", "radius_km", "country", "admin1", "where_precision",
)  # fmt: skip


class Text:
    """A text that grows, and tells where words came to stand."""

    def __init__(self) -> None:
        """Begin with no words."""
        self._pieces: list[str] = []
        self._sentences: list[list[Any]] = []
        self._told_until = 0
        self.length = 0
        """Code points so far."""

    def add(self, words: str) -> Pair:
        """Add words; return the span at which they stand."""
        start = self.length
        self._pieces.append(words)
        self.length += len(words)
        return [start, self.length]

    def sentence(self, start: int, status: str, reason: str) -> None:
        """Note that what was added from `start` on is a sentence."""
        self._sentences.append([start - self._told_until, self.length - start, status, reason])
        self._told_until = self.length

    def sentences(self) -> list[list[Any]]:
        """Return the sentences that were noted, as a coding's details hold them."""
        return self._sentences

    def written(self) -> str:
        """Return the whole text."""
        return "".join(self._pieces)


@dataclass(slots=True, eq=False)
class Saying:
    """Someone's words on a report or a tally."""

    speaker: str
    kind: str
    stance: str
    cue: str
    source_at: Pair
    cue_at: Pair
    content_at: Pair
    role: str | None = None
    side: str | None = None
    via: str | None = None
    fields: tuple[str, ...] = ()

    def id(self, article: str) -> str:
        """Return the statement's id, as it follows from the id of the article."""
        return statement_id(article, _span(self.content_at), _span(self.cue_at))


class TallyTold(NamedTuple):
    """A cumulative figure."""

    values: dict[str, Any]
    """Columns of its row; those of JSON as lists."""
    rule: str
    saying: Saying


@dataclass(slots=True, eq=False)
class ReportTold:
    """A report whose words stand in a text."""

    values: dict[str, Any]
    """Columns of its row; those of JSON as lists. A `Saying` stands for its statement's id."""
    begins_at: int
    rest: dict[str, Any] = field(default_factory=dict)
    """What no column holds."""
    sayings: list[Saying] = field(default_factory=list)
    tallies: list[TallyTold] = field(default_factory=list)


def told_plainly(row: Row, text: Text, chance: int) -> ReportTold:
    """Write a report in a sentence of which nobody's statement is coded."""
    told = told_act(row, text, chance, _worded_plainly)
    text.add(f", {_SAID[(chance >> 3) % len(_SAID)]}.")
    return told


def told_act(row: Row, text: Text, chance: int, worded: Worded) -> ReportTold:
    """Write what a report tells, without an end of the sentence; return its values with their spans in the text."""
    begins_at = text.length
    text.add(f"{_OPENINGS[chance % len(_OPENINGS)]} ")
    anchor = text.add(row["anchor"])
    listed = {
        "perpetrators": _parties(row["perpetrators"], " by ", text),
        "targets": _parties(row["targets"], " against ", text),
        "weapons": _weapons(row["weapons"], text),
        "casualties": _casualties(row, text, worded),
    }
    earliest, latest = (row[name] and row[name].isoformat() for name in ("earliest", "latest"))
    when = None
    if earliest:
        text.add(", on ")
        when = text.add(f"{row['earliest']:%A %d %B}" if earliest == latest else f"a day from {earliest} to {latest}")
    where = None
    if row["place"]:
        start = anchor[0] + row["anchor"].find(row["place"])
        where = [[start, start + len(row["place"])]]
    values: dict[str, Any] = {
        **{name: row[name] for name in _GIVEN},
        **{"id": row["report"], "earliest": earliest, "latest": latest, "where_basis": "stated" if where else "none"},
        **{"spans": [anchor], "when_spans": when and [when], "where_spans": where, **listed},
    }
    return ReportTold(values, begins_at)


def _worded_plainly(_row: Row, _effect: str, low: int, best: int | None, _high: int | None) -> tuple[str, Any]:
    return ("no one" if low == 0 else str(low) if best is not None else "dozens"), {"rule": "bench"}


def _parties(parties: Iterable[Row], before: str, text: Text) -> list[dict[str, Any]]:
    found = []
    for party in parties:
        text.add(before)
        named = {name: value for name, value in party.items() if value is not None and value != "unknown"}
        spans = [text.add(party["name"])]
        order = ("name", "canonical", "kind", "country")
        found.append({"spans": spans, **{name: named[name] for name in order if name in named}})
    return found


def _weapons(categories: Iterable[str], text: Text) -> list[dict[str, Any]]:
    found = []
    for category in categories:
        text.add(" with ")
        found.append({"spans": [text.add(category)], "name": category, "category": category})
    return found


def _casualties(row: Row, text: Text, worded: Worded) -> list[dict[str, Any]]:
    found = []
    for effect in ("killed", "injured"):
        low, best, high = (row[f"{effect}_{bound}"] for bound in ("low", "best", "high"))
        if low is None:
            continue
        text.add(", ")
        words, told = worded(row, effect, low, best, high)
        spans = [text.add(f"with {words} {effect}")]
        rule = {"rule": told.pop("rule")}
        bounds = {"low": low, "best": best, "high": high}
        known = {name: value for name, value in bounds.items() if value is not None}
        figure = {**rule, "exactly": low} if low == best == high else {**known, **rule}
        found.append({"spans": spans, "effect": effect, **told, **figure})
    return found


def coded_rows(article: str, reports: Sequence[ReportTold], text: Text) -> CodedRows:
    """Lay out what a text tells, as `recount.ledger.rows.rows_of` lays out a record."""
    sayings = [(saying, [place]) for place, told in enumerate(reports, start=1) for saying in told.sayings]
    tallies = [tally for told in reports for tally in told.tallies]
    before = len(reports) + len(sayings) + len(tallies)
    sayings += [(tally.saying, [place]) for place, tally in enumerate(tallies, start=before + 1)]
    rows = [("report", _columns(told.values, article)) for told in reports]
    rows += [("statement", _statement(saying, about, article)) for saying, about in sayings]
    for tally in tallies:
        id_ = tally_id(article, _span(tally.values["spans"][0]))
        rows.append(("tally", {"id": id_, **_columns(tally.values, article)}))
    details = {
        "steps": _STEPS,
        "sentences": text.sentences(),
        "reports": [told.rest for told in reports],
        "statements": [{} for _ in sayings],
        "tallies": [{"rule": tally.rule} for tally in tallies],
    }
    # A list of nothing but empty ones says nothing, as in `rows_of`.
    held = {name: value for name, value in details.items() if any(value)}
    return CodedRows(packed(compact(held).encode(), text.written(), packaged_words()), tuple(rows))


def _span(pair: Pair) -> Span:
    return Span(pair[0], pair[1], "")


def _statement(saying: Saying, about: list[int], article: str) -> dict[str, Any]:
    return {
        **{"id": saying.id(article), "speaker": saying.speaker, "role": saying.role, "side": saying.side},
        **{"kind": saying.kind, "via": saying.via, "cue": saying.cue, "stance": saying.stance},
        **{"about": compact(about), "fields": compact(saying.fields) if saying.fields else None},
        **{"source_spans": _pairs([saying.source_at]), "cue_spans": _pairs([saying.cue_at])},
        "content_spans": _pairs([saying.content_at]),
    }


def _columns(values: Mapping[str, Any], article: str) -> dict[str, Any]:
    """Write lists as JSON, null where they are empty, and sayings in them by their ids."""
    written = dict(values)
    for name, value in values.items():
        if isinstance(value, list):
            written[name] = (_pairs(value) if name in _SPANS else _json(value, article)) if value else None
    return written


def _pairs(pairs: Sequence[Pair]) -> str:
    # Half of what a row holds of JSON: four times as fast as an encoder.
    return f"[{','.join([f'[{start},{end}]' for start, end in pairs])}]"


def _json(value: list[Any], article: str) -> str:
    def named(one: Any) -> str:
        if isinstance(one, Saying):
            return one.id(article)
        raise TypeError(f"{one!r} is nothing that a row holds")

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=named)
