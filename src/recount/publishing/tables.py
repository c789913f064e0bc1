"""A report as one row of a table: the columns of `recount.publishing.columns`, with plain values."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from recount.nouns import Disagreement, Party, Record, Report, RivalValue, Span
from recount.nouns.events import review_of
from recount.nouns.wording import count_in_words, responsibility_in_words, speaker_in_words, statements_of
from recount.publishing.columns import COLUMNS, EFFECTS
from recount.publishing.tolls import toll_of
from recount.publishing.withholding import IN_A_TEXT, Withholding

__all__ = ["Row", "report_row"]

Row = dict[str, Any]
"""Values by column: texts, numbers, truth values, None; days and moments as ISO 8601 writes them; lists and objects in
columns of JSON."""

_NAMES = tuple(column.name for column in COLUMNS)
# Columns with words of the article, in which a name may stand.
_WORDS = (
    "title", "perpetrators", "targets", "responsibility", "weapons", "casualties", "munitions", "disagreements",
    "speakers", "anchor", "quotes", *(f"{effect}_rivals" for effect in EFFECTS),
)  # fmt: skip
_LINKS = ("url", "source")
# "Mrs. [name withheld]": nothing is left but a style.
_NAMELESS = re.compile(rf"(?:\w+\.? )?{re.escape(IN_A_TEXT)}")
_LONE = re.compile("[\ud800-\udfff]")
_COUNT = frozenset({"id", "effect", "group", "group_kind", "low", "best", "high", "part_of", "revises", "rule"})


def report_row(record: Record, report: Report, kept: Mapping[str, Any], withheld: Withholding) -> Row:
    """Return the row of a report.

    Args:
        record: the record that it belongs to.
        report: one of its reports.
        kept: what the casebook knows of it: decisions, copy_of, copy_kind, run, coded_at, obtained_at, source,
            original_sha256, row, row_hash.
        withheld: the names to take out.
    """
    told = _Told(record, report, withheld)
    row: Row = {**told.article(), **told.codes(), **told.parties(), **told.tolls(), **told.words()}
    decisions = [dict(one) for one in kept["decisions"]]
    row |= {**kept, "review": review_of(decisions), "decisions": decisions or None}
    row |= {"method": record.method.name, "method_version": record.method.version}
    before = dict(row)
    for name in _WORDS:
        row[name] = withheld.value(row[name])
    row["place"] = withheld.place(row["place"]) if row["place"] else None
    for name in _LINKS:
        row[name] = withheld.link(row[name]) if row[name] else row[name]
    row["decisions"] = [{**one, "value": withheld.value(one["value"])} for one in decisions] or None
    row["names_withheld"] = told.has_withheld or row != before
    return {name: _whole(row[name]) for name in _NAMES}


class _Told:
    """What one report tells, column by column."""

    def __init__(self, record: Record, report: Report, withheld: Withholding) -> None:
        self._record, self._report, self._withheld = record, report, withheld
        self.has_withheld = False

    def article(self) -> Row:
        """Return what is known of the article."""
        article = self._record.article
        published = article.published
        return {
            "report_id": self._report.id,
            "article_id": article.id,
            "outlet": article.outlet,
            "url": article.url,
            "title": article.title,
            "published": published.earliest.isoformat() if published else None,
            "published_latest": published.latest.isoformat() if published else None,
            "published_precision": published.precision if published else None,
            "published_basis": published.basis if published else None,
        }

    def codes(self) -> Row:
        """Return types, days and place."""
        report, when, where = self._report, self._report.when, self._report.where
        types = ("event_type", "sub_event_type", "modality", "plover_type", "plover_mode", "ucdp_type")
        places = (
            "gazetteer_id", "gazetteer_name", "latitude", "longitude", "radius_km", "country", "admin1", "admin2",
            "ucdp_where_prec", "acled_geo_precision",
        )  # fmt: skip
        return {
            **{name: getattr(report, name) for name in types},
            "earliest": when.earliest.isoformat() if when.earliest else None,
            "latest": when.latest.isoformat() if when.latest else None,
            "when_precision": when.precision,
            "when_basis": when.basis,
            "place": where.name,
            **{name: getattr(where, name) for name in places},
            "where_precision": where.precision,
            "where_basis": where.basis,
        }

    def parties(self) -> Row:
        """Return who did it, to whom, on whose word, and with what."""
        report = self._report
        return {
            **_parties("perpetrators", report.perpetrators),
            **_parties("targets", report.targets),
            "responsibility": _joined(responsibility_in_words(report)),
            "responsibility_status": report.responsibility_status,
            "weapons": _joined(_one_line(weapon.name) for weapon in report.weapons),
            "weapon_categories": _joined(weapon.category for weapon in report.weapons),
        }

    def tolls(self) -> Row:
        """Return how many suffered what."""
        row: Row = {}
        for effect in EFFECTS:
            toll = toll_of(self._report, effect, self._giver)
            row |= {f"{effect}_{name}": value for name, value in toll._asdict().items()}
        counts = [count.model_dump(include=set(_COUNT), exclude_none=True) for count in self._report.casualties]
        return {
            **row,
            "casualties": counts or None,
            "munitions": _joined(_one_line(count_in_words(count)) for count in self._report.munitions),
        }

    def words(self) -> Row:
        """Return who speaks of it, the rival values, and the words of the article."""
        return {
            "disagreements": [self._disagreement(one) for one in self._report.disagreements] or None,
            "speakers": self._speakers(),
            "anchor": self._report.anchor.quote,
            "quotes": _quotes(self._report),
        }

    def _giver(self, value: RivalValue) -> str:
        """Say who gives a rival value."""
        if value.statement is None:
            return self._record.article.outlet or "the outlet"
        said = next((one for one in self._record.statements if one.id == value.statement), None)
        return self._speaker(said.speaker.name, said.speaker.role, speaker_in_words(said.speaker, self._record.article)
                             ) if said else "unnamed source"  # fmt: skip

    def _speaker(self, name: str | None, role: str | None, in_words: str) -> str:
        """Name a speaker; by the role alone where the name is withheld."""
        if name is None or self._withheld.text(name) == name:
            return _one_line(in_words)
        self.has_withheld = True
        told = _one_line(self._withheld.text(name))
        return _one_line(self._withheld.text(role)) if role and _NAMELESS.fullmatch(told) else told

    def _disagreement(self, one: Disagreement) -> Row:
        values = [{"value": value.value, "said_by": self._giver(value)} for value in one.values]
        return {"field": one.field, "values": values}

    def _speakers(self) -> str | None:
        report, article = self._report, self._record.article
        stances: dict[tuple[str, str], list[str]] = {}
        for said in statements_of(report.statements, self._record.statements, report.id):
            speaker = said.speaker
            name = self._speaker(speaker.name, speaker.role, speaker_in_words(speaker, article))
            name += f", via {_one_line(said.via)}" if said.via else ""
            taken = stances.setdefault((name, speaker.kind), [])
            if said.stance not in taken:
                taken.append(said.stance)
        return _joined(f"{name} ({kind}, {'/'.join(taken)})" for (name, kind), taken in stances.items())


def _parties(column: str, parties: Sequence[Party]) -> Row:
    return {
        column: _joined(_one_line(party.name) for party in parties),
        f"{column}_canonical": _joined(party.canonical or "?" for party in parties),
        f"{column}_kinds": _joined(party.kind for party in parties),
    }


def _quotes(report: Report) -> dict[str, list[str]]:
    """Return the words that each field rests on, each once, in the order of the spans."""
    quotes: dict[str, dict[str, None]] = {}
    for field, spans in _fields(report):
        for span in spans:
            quotes.setdefault(field, {})[span.quote] = None
    return {field: list(words) for field, words in quotes.items()}


def _fields(report: Report) -> Iterator[tuple[str, Sequence[Span]]]:
    yield "anchor", report.spans
    yield "when", report.when.spans
    yield "where", report.where.spans
    for field in ("perpetrators", "responsibility", "targets", "weapons"):
        for one in getattr(report, field):
            yield field, one.spans
    for count in (*report.casualties, *report.munitions):
        yield count.effect, count.spans
    for evidence in report.evidence:
        yield evidence.field, evidence.spans


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _whole(value: Any) -> Any:
    """Return a value without halves of characters, which no file may hold."""
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(one) for one in value]
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    return value
