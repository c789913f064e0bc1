"""The columns of a table of events: name, type and meaning, the same in CSV, GeoJSON and GeoParquet."""

from collections.abc import Iterable

from recount.codebook.rules import Line, Rule
from recount.publishing.formats.specs import ColumnSpec, ValueType

__all__ = ["JSON_COLUMNS", "event_columns"]

_TOLD = (
    ColumnSpec("event_id", "text", "ev1: and the digest of its first report: later reports do not change it."),
    ColumnSpec("reports", "integer", "Reports of it.", low=1),
    ColumnSpec("sources", "integer", "Independent ones: copies and one outlet's articles count once.", low=1),
    ColumnSpec("sources_of_a_party", "integer", "Of these, with the word of a party to the conflict only.", low=0),
    ColumnSpec("outlets", "text", 'Who published them, parted by "; ".', blank=True),
    ColumnSpec("source_scale", "text", "ACLED's scale of sources.", blank=True),
    ColumnSpec("event_type", "text", "One of ACLED's six types.", blank=True),
    ColumnSpec("sub_event_type", "text", "One of ACLED's 25 sub-types.", blank=True),
    ColumnSpec("modality", "text", "actual, attempted, foiled, threatened, planned, denied, hypothetical.", blank=True),
    ColumnSpec("plover_type", "text", "PLOVER's event type.", blank=True),
    ColumnSpec("plover_mode", "text", "PLOVER's mode.", blank=True),
    ColumnSpec("ucdp_type", "integer", "1 state-based, 2 non-state, 3 one-sided.", blank=True, low=1, high=3),
    ColumnSpec("earliest", "day", "First possible day, inclusive.", blank=True),
    ColumnSpec("latest", "day", "Last possible day, inclusive.", blank=True),
    ColumnSpec("when_precision", "text", "day, days, week, month, year, unknown."),
    ColumnSpec("lasts", "boolean", "Whether it went on over these days, rather than on one of them."),
    ColumnSpec("place", "text", "Name as written.", blank=True),
    ColumnSpec("gazetteer_id", "text", "Of the place.", blank=True),
    ColumnSpec("gazetteer_name", "text", "Its name in the gazetteer.", blank=True),
    ColumnSpec("latitude", "number", "WGS84 degrees.", blank=True, low=-90, high=90),
    ColumnSpec("longitude", "number", "WGS84 degrees.", blank=True, low=-180, high=180),
    ColumnSpec("radius_km", "number", "Around the point within which it most likely took place.", blank=True, low=0),
    ColumnSpec("country", "text", "ISO 3166-1 alpha-2.", blank=True),
    ColumnSpec("admin1", "text", "First-level division.", blank=True),
    ColumnSpec("admin2", "text", "Second-level division.", blank=True),
    ColumnSpec("where_precision", "text", "exact, near, admin2, admin1, area, country, international, unknown."),
    ColumnSpec("perpetrators", "text", 'Who did it as far as any speaker says so, parted by "; ".', blank=True),
    ColumnSpec("perpetrator_kinds", "text", "In the same order.", blank=True),
    ColumnSpec("targets", "text", 'Neutral names, else as written, parted by "; ".', blank=True),
    ColumnSpec("target_kinds", "text", "In the same order.", blank=True),
    ColumnSpec("weapons", "text", "Categories, parted by \"; \".", blank=True),
    ColumnSpec("responsibility", "text", 'Who claims it, is accused or denies it, parted by "; ".', blank=True),
    ColumnSpec("killed_least", "integer", "The least number that a report gives.", blank=True, low=0),
    ColumnSpec("killed_most", "integer", "The greatest number that a report gives.", blank=True, low=0),
    ColumnSpec("injured_least", "integer", "The least number that a report gives.", blank=True, low=0),
    ColumnSpec("injured_most", "integer", "The greatest number that a report gives.", blank=True, low=0),
)  # fmt: skip
_BEHIND = (
    ColumnSpec("review", "text", "What people think of its reports: accepted, corrected, unsure.", blank=True),
    ColumnSpec("unresolved", "text", "JSON: by field why nothing settles it.", blank=True),
    ColumnSpec("choices", "text", "JSON: by field with rival values what took the value, and the rivals.", blank=True),
    ColumnSpec("derivation", "text", "JSON: by rule and figure the claims behind it, and what was left out why."),
    ColumnSpec("claims", "text", "JSON: figures as reports give them, with words and speakers.", blank=True),
    ColumnSpec("words", "text", "JSON: by field the words that it rests on: report, start, end, quote."),
    ColumnSpec("told_by", "text", "JSON: its reports: id, article, outlet, title, url, published, copy_of, speakers."),
    ColumnSpec("decisions", "text", "JSON: what people decided.", blank=True),
)  # fmt: skip
JSON_COLUMNS = frozenset({"unresolved", "choices", "derivation", "claims", "words", "told_by", "decisions"})
"""Columns that hold JSON; GeoJSON leaves them out."""

_TYPES: dict[str, ValueType] = {
    "side": "text",
    "grade": "text",
    "middle-day": "day",
    "divided": "text",
}


def event_columns(rules: Iterable[Rule]) -> tuple[ColumnSpec, ...]:
    """Return the columns of a table of events under some rules."""
    return (*_TOLD, *(column for rule in rules for column in _of_rule(rule)), *_BEHIND)


def _of_rule(rule: Rule) -> list[ColumnSpec]:
    return [
        ColumnSpec(f"{rule.name}_enters", "boolean", f"Whether {rule.title} would hold it."),
        ColumnSpec(f"{rule.name}_why_not", "text", 'Lines of the rule that keep it out, parted by "; ".', blank=True),
        *(ColumnSpec(f"{rule.name}_{name}", _type(line), line.says, blank=True) for name, line in rule.values.items()),
    ]


def _type(line: Line) -> ValueType:
    if line.does in ("first-known", "precedence"):
        return "integer" if line.arguments["of"] == "ucdp_type" else "text"
    if line.does == "code":
        return "integer" if all(isinstance(code, int) for code in line.arguments["codes"].values()) else "text"
    return _TYPES.get(line.does, "integer")
