"""Documents grouped by the happening that they lead with, without a casebook."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from recount.ledger import rows_of
from recount.ledger.linking import with_json_read
from recount.linking.clustering import Edge, Member, clusters_of
from recount.linking.profiles import ReportProfile, profile_of, profile_of_text
from recount.linking.scoring import scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import Weights, load, weight_of
from recount.nouns import Record
from recount.pipeline.coding import coder_of
from recount.pipeline.profiling import lead_of
from recount.reading import read_text
from recount.settings import ReaderName

__all__ = [
    "Telling",
    "code_telling",
    "coded_profile",
    "grouped",
    "lead_profile",
    "link_coded",
    "link_tellings",
    "person_coded",
]


class Telling(NamedTuple):
    """A document that tells of a happening."""

    name: str
    text: str
    title: str | None = None
    published: date | None = None
    outlet: str | None = None


def link_tellings(tellings: Sequence[Telling], *, reader: ReaderName) -> list[int]:
    """Code documents, and return the number of each one's group."""
    return grouped([coded_profile(one, place, reader) for place, one in enumerate(tellings)], load())


def link_coded(tellings: Sequence[Telling], coded: Mapping[str, Mapping[str, Any]]) -> list[int]:
    """Return the number of each document's group, by what a person coded of it (`person_coded`)."""
    return grouped(person_coded(tellings, coded), load())


def person_coded(tellings: Sequence[Telling], coded: Mapping[str, Mapping[str, Any]]) -> list[ReportProfile]:
    """Return the profiles of documents by what a person coded of each.

    `coded` has for a document its values by the names of the ledger's columns, and `anchor`, the words of the act; one
    that it lacks is compared by its wording.
    """
    profiles = []
    for place, one in enumerate(tellings):
        held = coded.get(one.name)
        if held is None:
            profiles.append(_uncoded(one, place))
            continue
        start = max(one.text.find(held["anchor"]), 0)
        row = {**held, "id": one.name, "spans": [[start, start + len(held["anchor"])]], "disagreements": ()}
        named: dict[str, Any] = {"title": one.title, "article": one.name, "place_in_order": place, "family": one.name}
        profiles.append(profile_of(row, one.text, published=one.published, **named))
    return profiles


def grouped(profiles: Sequence[ReportProfile], weights: Weights) -> list[int]:
    """Return the number of each profile's group."""
    bar = weight_of(weights.threshold)
    names = [profile.report for profile in profiles]
    pairs = scored_pairs(table_of(profiles), weights).select(["l", "r", "weight"]).to_pylist()
    edges = [Edge(names[pair["l"]], names[pair["r"]], pair["weight"] - bar) for pair in pairs]
    members = [Member(one.report, one.article, one.place_in_order) for one in profiles]
    found = clusters_of(members, edges, missing=weights.missing, most_apart=weights.most_apart).groups
    number = {report: place for place, reports in enumerate(found) for report in reports}
    return [number[name] for name in names]


def coded_profile(one: Telling, place: int, reader: ReaderName) -> ReportProfile:
    """Code a document, and return the profile of the report that it leads with; of its wording where none is coded."""
    return lead_profile(code_telling(one, reader), one, place)


def code_telling(one: Telling, reader: ReaderName) -> Record:
    """Code a document."""
    published = one.published.isoformat() if one.published else None
    return coder_of(reader).code(read_text(one.text, title=one.title, published=published, outlet=one.outlet))


def lead_profile(record: Record, one: Telling, place: int) -> ReportProfile:
    """Return the profile of the report that a record leads with; of the wording where there is none."""
    rows = [with_json_read(columns) for table, columns in rows_of(record).rows if table == "report"]
    if not rows:
        return _uncoded(one, place)
    article = record.article
    named: dict[str, Any] = {"title": article.title, "article": one.name, "place_in_order": place, "family": one.name}
    return profile_of(lead_of(rows), article.text, published=one.published, **named)._replace(report=one.name)


def _uncoded(one: Telling, place: int) -> ReportProfile:
    return profile_of_text(one.text, name=one.name, title=one.title, published=one.published, place_in_order=place)
