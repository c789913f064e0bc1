"""A release as a Frictionless data package: every file with its digest and columns, and what it was made with.

Specification: https://specs.frictionlessdata.io/data-package/ (version 1). Validators of later versions read it too.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any, NamedTuple

from recount.publishing.columns import Column
from recount.publishing.formats.specs import ColumnSpec
from recount.publishing.release.counts import Counts

__all__ = [
    "DESCRIPTOR",
    "MADE_WITH",
    "Contributor",
    "License",
    "MadeWith",
    "PublishedFile",
    "Release",
    "descriptor",
    "descriptor_text",
    "published_file",
]

DESCRIPTOR = "datapackage.json"
MADE_WITH = "recount"
"""The key of the descriptor that holds what the specification has no name for."""

_MEDIA_TYPES = {
    "csv": "text/csv", "tsv": "text/tab-separated-values", "json": "application/json",
    "jsonl": "application/jsonl", "ndjson": "application/jsonl", "geojson": "application/geo+json",
    "parquet": "application/vnd.apache.parquet", "md": "text/markdown", "svg": "image/svg+xml", "png": "image/png",
    "yaml": "application/yaml", "duckdb": "application/vnd.duckdb", "txt": "text/plain",
}  # fmt: skip
_BINARY = frozenset({"parquet", "png", "duckdb"})
_DELIMITED = {"csv": ",", "tsv": "\t", "txt": "\t"}
_TYPES = {
    "text": "string", "integer": "integer", "number": "number", "boolean": "boolean", "day": "date",
    "moment": "datetime", "json": "any",
}  # fmt: skip
# As GED writes a day.
_MOMENT = "%Y-%m-%d %H:%M:%S.%f"


class License(NamedTuple):
    """Under what the user publishes the release."""

    name: str
    """Of the Open Definition's list: `CC-BY-4.0`."""
    path: str | None = None
    """Address of its text."""
    title: str | None = None


class Contributor(NamedTuple):
    """Someone whom the user names."""

    title: str
    role: str = "author"
    organization: str | None = None


class MadeWith(NamedTuple):
    """What a release follows from."""

    version: str
    """Of Recount."""
    casebook_head: str
    """Hash of the chain's last row."""
    codebook: str
    """Digest."""
    gazetteer: str
    """Digest."""
    rules: Mapping[str, str]
    """Digest by name."""
    methods: Mapping[str, int]
    """Reports by name and version of the method that coded them."""
    arguments: Mapping[str, Any]
    """Of the run: formats, withholding, coarsening, delay, role."""


class Release(NamedTuple):
    """What the user says of a release."""

    name: str
    """Small letters, figures and `-._/`."""
    title: str
    version: str
    created: str
    """RFC 3339: `2024-07-01T00:00:00Z`."""
    citation: str
    licenses: Sequence[License] = ()
    contributors: Sequence[Contributor] = ()
    previous: str | None = None
    """Version of the release that it was compared with."""


class PublishedFile(NamedTuple):
    """One file of a release."""

    path: str
    """Within its folder, parted by /."""
    about: str
    bytes: int
    sha256: str
    rows: int | None = None
    columns: Sequence[ColumnSpec | Column] = ()
    """Of a table."""


def published_file(
    folder: Path, path: str, about: str, *, rows: int | None = None, columns: Sequence[ColumnSpec | Column] = ()
) -> PublishedFile:
    """Measure a file that was written."""
    with (folder / path).open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        size = file.tell()
    return PublishedFile(path, about, size, digest, rows, columns)


def descriptor(release: Release, files: Iterable[PublishedFile], made: MadeWith, counts: Counts) -> dict[str, Any]:
    """Return the descriptor of a release.

    Licences, contributors and citation are the user's; a release without them says nothing of them.
    """
    named: set[str] = set()
    described: dict[str, Any] = {
        "profile": "data-package",
        "name": release.name,
        "title": release.title,
        "version": release.version,
        "created": release.created,
        "licenses": [_told(one._asdict()) for one in release.licenses],
        "contributors": [_told(one._asdict()) for one in release.contributors],
        "resources": [_resource(one, named) for one in files],
        MADE_WITH: {
            **{name: _plain(value) for name, value in made._asdict().items()},
            "citation": release.citation,
            "previous": release.previous,
            "counts": counts.summary(),
        },
    }
    return {name: value for name, value in described.items() if value or name == "resources"}


def descriptor_text(described: Mapping[str, Any]) -> str:
    """Return a descriptor as the file holds it: the same bytes for the same release."""
    return json.dumps(described, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _resource(file: PublishedFile, named: set[str]) -> dict[str, Any]:
    form = file.path.rpartition(".")[2].lower()
    tabular = form in _DELIMITED and bool(file.columns)
    resource: dict[str, Any] = {
        "profile": "tabular-data-resource" if tabular else "data-resource",
        "name": _name(file.path, named),
        "path": file.path,
        "description": file.about,
        "format": form,
        "mediatype": _MEDIA_TYPES.get(form, "application/octet-stream"),
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
    }
    if form not in _BINARY:
        resource["encoding"] = "utf-8"
    if tabular:
        resource["dialect"] = {"delimiter": _DELIMITED[form], "lineTerminator": "\n", "doubleQuote": True}
    if file.columns:
        resource["schema"] = {"fields": [_field(column) for column in file.columns], "missingValues": [""]}
    if tabular:
        resource["rows"] = file.rows
    else:
        # Validators would read lines of JSON, Parquet and schemas as tables by their endings, each in its own way.
        resource["type"] = "file"
    return resource


def _name(path: str, named: set[str]) -> str:
    plain = re.sub(r"[^-a-z0-9._/]+", "-", path.lower()).strip("-./") or "file"
    name, number = plain, 1
    while name in named:
        number += 1
        name = f"{plain}-{number}"
    named.add(name)
    return name


def _field(column: ColumnSpec | Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": _TYPES[column.type], "description": column.about}
    if column.type == "moment":
        field["format"] = _MOMENT if isinstance(column, ColumnSpec) else "any"
    if isinstance(column, ColumnSpec):
        limits: dict[str, Any] = {"required": not column.blank}
        if column.among and column.separator is None:
            limits["enum"] = list(column.among)
        elif column.among:
            field["description"] += f" Parted by {column.separator!r}: {', '.join(map(str, column.among))}."
        limits |= {"minimum": column.low, "maximum": column.high}
        field["constraints"] = {name: value for name, value in limits.items() if value is not None}
    return field


def _told(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one for name, one in value.items() if one is not None}


def _plain(value: Any) -> Any:
    return dict(sorted(value.items())) if isinstance(value, Mapping) else value
