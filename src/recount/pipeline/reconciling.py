"""Events of a casebook under published rules: rows of the ledger become what the rules look at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import itemgetter
from typing import Any

import orjson

from recount.codebook.rules import Rule
from recount.ledger import Ledger
from recount.ledger.event_reading import EventRows, ReportRows, event_rows
from recount.nouns.events import (
    Claim,
    Event,
    EventReport,
    Period,
    Place,
    ResponsibilityWord,
    SettledEvent,
    Side,
    Voice,
    WeaponTold,
    Words,
)
from recount.nouns.wording import bounds_in_words
from recount.pipeline.correcting import corrected
from recount.reconciliation import compiled, settled

__all__ = ["event_of_rows", "settled_events"]

# Events whose rows are in memory at once.
_CHUNK = 500
_LASTING = frozenset({"between", "duration"})


def settled_events(ledger: Ledger, ids: Iterable[str], rules: Sequence[Rule]) -> Iterator[SettledEvent]:
    """Yield events of a casebook by their ids, settled and under each rule, in the order of the ids.

    Events of which nothing is left (all reports removed, or rejected by people) come without reports.

    Raises:
        BadCodebook: a rule cannot be applied.
        DamagedLedger: rows do not fit together.
    """
    ready = [compiled(rule) for rule in rules]
    coming = iter(ids)
    while chunk := list(islice(coming, _CHUNK)):
        for rows in event_rows(ledger, chunk):
            yield settled(event_of_rows(rows), ready)


def event_of_rows(rows: EventRows) -> Event:
    """Return an event as the rules see it, corrections of people applied and reports that they rejected left out."""
    reports = [corrected(_report(one), one.decisions, one.row["text"]) for one in rows.reports]
    rejected = tuple(one.id for one in reports if one.review == "rejected")
    return Event(rows.id, tuple(one for one in reports if one.review != "rejected"), rejected)


def _report(told: ReportRows) -> EventReport:
    row = told.row
    said = [one for one in told.statements if told.place in orjson.loads(one["about"])]
    words = _Article(row["article_id"], row["text"])
    perpetrators, targets, weapons = (_json(row[name]) for name in ("perpetrators", "targets", "weapons"))
    responsibility = _json(row["responsibility"])
    fields = {
        "anchor": words.at(orjson.loads(row["spans"])[:1]),
        "when": words.at(_json(row["when_spans"])),
        "where": words.at(_json(row["where_spans"])),
        "perpetrators": words.of(perpetrators),
        "targets": words.of(targets),
        "weapons": words.of(weapons),
        "responsibility": words.of(responsibility),
    }
    return EventReport(
        id=row["id"],
        article=row["article_id"],
        order=row["article_seq"],
        family=row["family"],
        outlet=row["outlet"],
        title=row["title"],
        url=row["url"],
        published=_day(row["published"]),
        event_type=row["event_type"],
        sub_event_type=row["sub_event_type"],
        modality=row["modality"],
        plover_type=row["plover_type"],
        plover_mode=row["plover_mode"],
        ucdp_type=row["ucdp_type"],
        responsibility_status=row["responsibility_status"],
        when=Period(
            _day(row["earliest"]), _day(row["latest"]), row["when_precision"], row["when_basis"],
            told.time_kind in _LASTING,
        ),
        where=Place(*_PLACE(row)),
        perpetrators=tuple(map(Side.of_json, perpetrators)),
        targets=tuple(map(Side.of_json, targets)),
        weapons=tuple([WeaponTold(one["name"], one["category"]) for one in weapons]),
        responsibility=tuple(
            ResponsibilityWord(one["party"], one["how"], one.get("statement")) for one in responsibility
        ),
        claims=tuple(_claims(told, said, words)),
        voices=tuple([Voice.of_row(one) for one in said]),
        words={name: found for name, found in fields.items() if found},
    )  # fmt: skip


_PLACE = itemgetter(
    *({"name": "place", "precision": "where_precision"}.get(name, name) for name in Place._fields)
)  # fmt: skip


class _Article:
    """Words of one article at their spans."""

    def __init__(self, id_: str, text: str) -> None:
        self._id, self._text = id_, text

    def at(self, spans: Sequence[Sequence[int]]) -> tuple[Words, ...]:
        return tuple([Words(self._id, start, end, self._text[start:end]) for start, end in spans])

    def of(self, values: Sequence[Mapping[str, Any]]) -> tuple[Words, ...]:
        if not values:
            return ()
        spans = dict.fromkeys([(start, end) for one in values for start, end in one["spans"]])
        return self.at(list(spans))


def _claims(told: ReportRows, said: Sequence[Mapping[str, Any]], words: _Article) -> Iterator[Claim]:
    """Yield the figures of a report; those that its article tells for several happenings at once are shared."""
    row = told.row
    rivals = _rivals(row)
    own = [(row["id"], place, one) for place, one in enumerate(_json(row["casualties"]))]
    siblings = _acts_together(told)
    if len(siblings) > 1:
        own += _counts_of_others(told, siblings, {one["effect"] for _, _, one in own})
    revised = {f"{id_}{one['revises']}" for id_, _, one in own if one.get("revises")}
    for id_, place, one in own:
        claim = f"{id_}{one.get('id') or f'/count/{place}'}"
        low, best, high = [one["exactly"]] * 3 if "exactly" in one else (one.get(name) for name in _BOUNDS)
        shared = _shared(siblings, one["effect"])
        voices = [statement for statement in said if _overlap(statement, one["spans"])]
        yield Claim(
            claim, row["id"], one["effect"], one.get("group"), one.get("group_kind", "unknown"), low, best, high,
            one["rule"],
            part_of=f"{id_}{one['part_of']}" if one.get("part_of") else None,
            revised=claim in revised,
            rival=bounds_in_words(low, best, high) in rivals.get(one["effect"], ()),
            shared=shared,
            shared_first=shared == 1 or siblings[0]["id"] == row["id"],
            voices=tuple(Voice.of_row(statement) for statement in voices),
            words=words.at(one["spans"]),
        )  # fmt: skip


_BOUNDS = ("low", "best", "high")


def _rivals(row: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return by effect the figures in words on which speakers differ."""
    found: dict[str, set[str]] = {}
    for one in _json(row["disagreements"]):
        if one["field"].startswith("casualties."):
            found.setdefault(one["field"].partition(".")[2], set()).update(value["value"] for value in one["values"])
    return found


def _acts_together(told: ReportRows) -> Sequence[dict[str, Any]]:
    """Return the reports of an article that one act is told of in several places ("attacks on A and B"), in order."""
    if len(told.siblings) == 1:
        return told.siblings
    anchor = orjson.loads(told.row["spans"])[0]
    return [one for one in told.siblings if one["spans"] and orjson.loads(one["spans"])[0] == anchor]


def _shared(siblings: Sequence[Mapping[str, Any]], effect: str) -> int:
    """Return between how many reports of one act a figure is divided: all of them where one alone has such a figure."""
    if len(siblings) == 1:
        return 1
    having = sum(any(one["effect"] == effect for one in _json(sibling["casualties"])) for sibling in siblings)
    return len(siblings) if having == 1 else 1


def _counts_of_others(
    told: ReportRows, siblings: Sequence[Mapping[str, Any]], has: set[str]
) -> list[tuple[str, int, Mapping[str, Any]]]:
    """Return figures that another report of the same act has, and none else: they are a total over all of them."""
    return [
        (sibling["id"], place, one)
        for sibling in siblings
        if sibling["id"] != told.row["id"]
        for place, one in enumerate(_json(sibling["casualties"]))
        if one["effect"] not in has and _shared(siblings, one["effect"]) > 1
    ]


def _overlap(statement: Mapping[str, Any], spans: Sequence[Sequence[int]]) -> bool:
    contents = _json(statement["content_spans"])
    return any(start < last and first < end for start, end in contents for first, last in spans)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _json(written: str | None) -> Any:
    return orjson.loads(written) if written else ()
