"""What the tables and views of a casebook are, for its documentation and for Datasette."""

import re
from importlib.resources import files
from typing import Any, NamedTuple

from recount.ledger.schema import tables

__all__ = ["View", "datasette_metadata", "views"]

_VIEW = re.compile(r"CREATE VIEW (\w+) AS -- (.*)")
_FACETS = {
    "articles": ["outlet", "language", "method_version"],
    "reports": ["event_type", "country", "modality", "where_precision"],
    "statements": ["stance", "kind", "side"],
    "stated": ["field"],
    "tallies": ["measure"],
    "judgements": ["verdict", "kind", "by"],
    "events": ["event_type", "country"],
}
_SORTED_BY = {"articles": "published", "reports": "earliest", "tallies": "published", "events": "earliest"}


class View(NamedTuple):
    """A view as the schema describes it."""

    name: str
    about: str


def views() -> tuple[View, ...]:
    """Return the views with their descriptions, in the order in which they are made."""
    written = (files("recount.ledger") / "migrations" / "views.sql").read_text(encoding="utf-8")
    return tuple(View(*found) for found in _VIEW.findall(written))


def datasette_metadata(name: str = "casebook") -> dict[str, Any]:
    """Return metadata that lets Datasette show a casebook with the descriptions of its tables and columns.

    `name` is that of the file without its suffix, by which Datasette knows it.
    """
    described: dict[str, Any] = {
        view.name: {
            "description": view.about,
            **({"facets": _FACETS[view.name]} if view.name in _FACETS else {}),
            **({"sort_desc": _SORTED_BY[view.name]} if view.name in _SORTED_BY else {}),
        }
        for view in views()
    }
    for table in tables().values():
        columns = {column.name: column.about for column in table.columns}
        described[table.name] = {"description": table.about, "columns": columns, "hidden": table.name == "dictionary"}
    return {
        "title": "A casebook of Recount",
        "description": "What news reports say of armed conflict, as coded. It records what is said and by whom; it is "
        "no finding of fact, guilt or responsibility.",
        "databases": {name: {"tables": described}},
    }
