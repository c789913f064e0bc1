"""The public functions. Command line and web call only these; those on casebooks stand in `recount.api.casebook`."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
    from recount.pipeline.batches import ARTICLE_COLUMNS, CODED_SCHEMA, CODED_SCHEMA_SQL, code_batches
    from recount.pipeline.sparking import code_parquet
    from recount.publishing.explanation import explain_page

__all__ = [
    "ARTICLE_COLUMNS",
    "CODED_SCHEMA",
    "CODED_SCHEMA_SQL",
    "build_gazetteer",
    "code",
    "code_article",
    "code_batches",
    "code_parquet",
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

_HOMES = {
    "code": "recount.api.coding",
    "code_article": "recount.api.coding",
    "code_sources": "recount.api.coding",
    "record_schema": "recount.api.coding",
    "versions": "recount.api.coding",
    "evaluate_counts": "recount.api.evaluating",
    "evaluate_entities": "recount.api.evaluating",
    "evaluate_muc": "recount.api.evaluating",
    "evaluate_places": "recount.api.evaluating",
    "evaluate_rams": "recount.api.evaluating",
    "evaluate_records": "recount.api.evaluating",
    "evaluate_statements": "recount.api.evaluating",
    "evaluate_tallies": "recount.api.evaluating",
    "evaluate_times": "recount.api.evaluating",
    "evaluate_types": "recount.api.evaluating",
    "evaluate_wikievents": "recount.api.evaluating",
    "build_gazetteer": "recount.api.places",
    "gazetteer_text_size": "recount.api.places",
    "look_up_place": "recount.api.places",
    "ARTICLE_COLUMNS": "recount.pipeline.batches",
    "CODED_SCHEMA": "recount.pipeline.batches",
    "CODED_SCHEMA_SQL": "recount.pipeline.batches",
    "code_batches": "recount.pipeline.batches",
    "code_parquet": "recount.pipeline.sparking",
    "explain_page": "recount.publishing.explanation",
}


def __getattr__(name: str) -> Any:
    # Loaded when first asked for: a casebook is opened without the gazetteer, the codebook and the models.
    if name not in _HOMES:
        raise AttributeError(f"recount.api has no {name!r}. It has: {', '.join(__all__)}.")
    return getattr(import_module(_HOMES[name]), name)
