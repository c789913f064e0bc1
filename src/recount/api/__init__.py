"""The public functions. Command line and web call only these; those on casebooks stand in `recount.api.casebook`."""

from recount.api.coding import code, code_article, code_sources, record_schema, versions
from recount.api.evaluating import (
    evaluate_counts,
    evaluate_entities,
    evaluate_muc,
    evaluate_places,
    evaluate_rams,
    evaluate_records,
    evaluate_statements,
    evaluate_tallies,
    evaluate_times,
    evaluate_types,
    evaluate_wikievents,
)
from recount.api.places import build_gazetteer, gazetteer_text_size, look_up_place
from recount.publishing.explanation import explain_page

__all__ = [
    "build_gazetteer",
    "code",
    "code_article",
    "code_sources",
    "evaluate_counts",
    "evaluate_entities",
    "evaluate_muc",
    "evaluate_places",
    "evaluate_rams",
    "evaluate_records",
    "evaluate_statements",
    "evaluate_tallies",
    "evaluate_times",
    "evaluate_types",
    "evaluate_wikievents",
    "explain_page",
    "gazetteer_text_size",
    "look_up_place",
    "record_schema",
    "versions",
]
