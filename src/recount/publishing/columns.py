"""The columns of a table of reports: name, type and meaning, the same in every format."""

from typing import Literal, NamedTuple

__all__ = ["COLUMNS", "EFFECTS", "Column", "ColumnType"]

ColumnType = Literal["text", "integer", "number", "boolean", "day", "moment", "json"]

EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
"""Effects on people, each with columns of its own."""


class Column(NamedTuple):
    """One column; a null in it means that the article does not say."""

    name: str
    type: ColumnType
    about: str


def _toll(effect: str) -> tuple[Column, ...]:
    return (
        Column(f"{effect}_low", "integer", f"Least number of people {effect}; never 0 for a number that is not told."),
        Column(f"{effect}_best", "integer", f"People {effect}, where the article settles on one figure."),
        Column(f"{effect}_high", "integer", f"Greatest number of people {effect}; null where the words set no bound."),
        Column(f"{effect}_how", "text", "single: one count; sum: of groups that exclude each other; several: of "
               "groups that may overlap; rivals: of speakers who differ."),
        Column(f"{effect}_rivals", "text", 'Rival figures with who gives them, parted by " | ".'),
    )  # fmt: skip


COLUMNS: tuple[Column, ...] = (
    Column("report_id", "text", "rep1: and a digest of article and anchor: the same for every method."),
    Column("article_id", "text", "art1: and a digest of text, address and outlet."),
    Column("outlet", "text", "Who published the article."),
    Column("url", "text", "Its address."),
    Column("title", "text", "Its headline."),
    Column("published", "day", "First possible day of publication."),
    Column("published_latest", "day", "Last possible day of publication, inclusive."),
    Column("published_precision", "text", "day, month, year."),
    Column("published_basis", "text", "How the day is known: given, metadata, url, text."),
    Column("copy_of", "text", "The article kept before whose story this one tells in its words: no second source."),
    Column("copy_kind", "text", "same text, copy, cut, extended, update."),
    Column("event_type", "text", "One of ACLED's six types."),
    Column("sub_event_type", "text", "One of ACLED's 25 sub-types."),
    Column("modality", "text", "actual, attempted, foiled, threatened, planned, denied, hypothetical."),
    Column("plover_type", "text", "PLOVER's event type."),
    Column("plover_mode", "text", "PLOVER's mode."),
    Column("ucdp_type", "integer", "UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided."),
    Column("earliest", "day", "First possible day of the happening."),
    Column("latest", "day", "Last possible day of the happening, inclusive."),
    Column("when_precision", "text", "day, days, week, month, year, unknown."),
    Column("when_basis", "text", "stated, relative, context, none."),
    Column("place", "text", "Name of the place as written."),
    Column("gazetteer_id", "text", "Of the place in the gazetteer."),
    Column("gazetteer_name", "text", "Its name there."),
    Column("latitude", "number", "WGS84 degrees."),
    Column("longitude", "number", "WGS84 degrees."),
    Column("radius_km", "number", "Kilometres around the point within which it most likely took place."),
    Column("country", "text", "ISO 3166-1 alpha-2."),
    Column("admin1", "text", "First-level division."),
    Column("admin2", "text", "Second-level division."),
    Column("where_precision", "text", "exact, near, admin2, admin1, area, country, international, unknown."),
    Column("where_basis", "text", "stated, carried, heading, elsewhere, none."),
    Column("ucdp_where_prec", "integer", "UCDP's code of precision, 1 to 7."),
    Column("acled_geo_precision", "integer", "ACLED's code of precision, 1 to 3."),
    Column("perpetrators", "text", 'Names as written, the likeliest first, parted by "; ".'),
    Column("perpetrators_canonical", "text", 'Neutral names in the same order; "?" where no list holds one.'),
    Column("perpetrators_kinds", "text", "Kinds of actors in the same order."),
    Column("targets", "text", 'Names as written, parted by "; ".'),
    Column("targets_canonical", "text", 'Neutral names in the same order; "?" where no list holds one.'),
    Column("targets_kinds", "text", "Kinds of actors in the same order."),
    Column("responsibility", "text", "Who claims it, is charged with it, denies it."),
    Column("responsibility_status", "text", "claimed, accused, contested, denied, unclaimed, stated."),
    Column("weapons", "text", 'As written, parted by "; ".'),
    Column("weapon_categories", "text", "Categories in the same order."),
    *(column for effect in EFFECTS for column in _toll(effect)),
    Column("casualties", "json", "Every count of people: effect, group, low, best, high, part_of, revises, rule."),
    Column("munitions", "text", 'Counts of weapons in words, parted by "; ".'),
    Column("disagreements", "json", "Fields for which speakers differ, with each value and who gives it."),
    Column("speakers", "text", 'Who speaks of it: name (kind, stances), parted by "; ".'),
    Column("anchor", "text", "The words that name the act."),
    Column("quotes", "json", "For each field the words that it rests on."),
    Column("review", "text", "accepted, corrected, rejected, unsure by people; null where nobody decided."),
    Column("decisions", "json", "What people decided: field, verdict, value, by, at; it changes no column above."),
    Column("names_withheld", "boolean", "Whether a name of a private person was taken out of this row."),
    Column("method", "text", "The programme that coded it."),
    Column("method_version", "text", "Its version."),
    Column("run", "integer", "The run that coded it, as `recount log` lists it."),
    Column("coded_at", "moment", "When that run began, UTC."),
    Column("obtained_at", "moment", "When the article was first found, UTC."),
    Column("source", "text", "Path, address or - where it was first found."),
    Column("original_sha256", "text", "Of the bytes that it was read from."),
    Column("row", "integer", "Place of the report's row in the chain of the casebook."),
    Column("row_hash", "text", "Its link in the chain."),
)  # fmt: skip
"""In the order in which they are written."""
