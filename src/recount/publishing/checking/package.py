"""Whether a folder is a data package (Frictionless) whose files are what `datapackage.json` says of them."""

import hashlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from recount.errors import BadDataset, NotFound, RecountError
from recount.publishing.checking.events_csv import check_csv
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.text_files import check_is_file
from recount.publishing.formats.specs import ColumnSpec, ValueType

__all__ = ["PACKAGE_FILE", "check_package"]

PACKAGE_FILE = "datapackage.json"

Checked = Callable[[Path], Findings | None]
"""Checks a file of a package by its own format; None where its name tells none."""

_MOST_BYTES = 32_000_000
_MOST_RESOURCES = 1000
_DIGESTS = ("sha256", "sha512", "sha1", "md5")
_TYPES: Mapping[str, ValueType] = {
    "string": "text", "integer": "integer", "number": "number", "boolean": "boolean", "date": "day",
}  # fmt: skip
# Files of a package need not hold places.
_NOT_OF_PACKAGES = frozenset({"no-geo"})
_TABLES = {".csv": False, ".tsv": True}


def check_package(path: Path, checked: Checked) -> Findings:
    """Check a data package: digests, sizes, numbers of rows, that schemas fit, and each file by its own format.

    Args:
        path: the folder, or its `datapackage.json`.
        checked: checks a file by the format that its name tells.

    Raises:
        NotFound: there is no such folder, or no `datapackage.json` in it.
        BadDataset: `datapackage.json` cannot be read.
    """
    file = path / PACKAGE_FILE if path.is_dir() else path
    if path.is_dir() and not file.exists():
        raise NotFound(f"{path} holds no {PACKAGE_FILE}, so it is no data package. Name the folder that has one.")
    notebook = Notebook()
    resources = _resources(file, notebook)
    known: set[str] = set()
    for resource in resources[:_MOST_RESOURCES]:
        _check_resource(file.parent, resource, notebook, checked, known)
    if len(resources) > _MOST_RESOURCES:
        notebook.warn("resources", f"only the first {_MOST_RESOURCES:,} of {len(resources):,} files were checked")
    return notebook.findings(str(path), "package", len(resources))


def _resources(file: Path, notebook: Notebook) -> list[Any]:
    check_is_file(file)
    if file.stat().st_size > _MOST_BYTES:
        raise BadDataset(f"{file} has more than {_MOST_BYTES:,} bytes. No description is that long.")
    try:
        package = json.loads(file.read_bytes())
    except (ValueError, RecursionError, OSError) as error:
        raise BadDataset(f"{file} is no JSON: {error}. Make the package again.") from None
    resources = package.get("resources") if isinstance(package, dict) else None
    if not isinstance(resources, list) or not resources:
        raise BadDataset(f"{file} names no resources. A data package lists each of its files there.")
    for name in ("name", "licenses"):
        if not package.get(name):
            notebook.warn("missing-key", f"no {name}", column=name)
    return resources


def _check_resource(folder: Path, resource: Any, notebook: Notebook, checked: Checked, known: set[str]) -> None:
    told = resource.get("path") if isinstance(resource, dict) else None
    if not isinstance(told, str) or not told:
        notebook.error("path", f"a resource without a path: {shown(resource)}")
        return
    if not _stays_inside(folder, told):
        notebook.error("path", f"{shown(told)} leads out of the folder, or is no path of a file; it was not opened")
        return
    if told in known:
        notebook.error("twice", f"{shown(told)} is listed before")
        return
    known.add(told)
    file = folder / told
    try:
        check_is_file(file)
        _check_bytes(file, told, resource, notebook)
        findings = _checked_by_schema(file, told, resource, notebook)
        own = checked(file)
    except RecountError as error:
        notebook.error("file", str(error))
        return
    except OSError as error:
        notebook.error("file", f"{shown(told)} cannot be read: {error.strerror}")
        return
    _take_over(told, own, notebook)
    counted = own or findings
    rows = _said(resource, "rows", "rowCount", "row_count", "count")
    if rows is not None and counted is not None and rows != counted.rows:
        notebook.error("rows", f"{shown(told)} has {counted.rows:,} rows, and {rows:,} are said")


def _stays_inside(folder: Path, told: str) -> bool:
    path = PurePosixPath(told)
    if path.is_absolute() or ".." in path.parts or "\\" in told or ":" in told or "\x00" in told:
        return False
    # A link in the folder may lead out of it.
    return (folder / told).resolve().is_relative_to(folder.resolve())


def _check_bytes(file: Path, told: str, resource: Mapping[str, Any], notebook: Notebook) -> None:
    size, digest = _said(resource, "bytes"), resource.get("hash") or _stats(resource).get("hash")
    if size is not None and size != file.stat().st_size:
        notebook.error("bytes", f"{shown(told)} has {file.stat().st_size:,} bytes, and {size:,} are said")
    if not digest:
        notebook.warn("no-digest", f"{shown(told)} has no hash, so nobody can tell whether it is as it was")
        return
    method, _, wanted = str(digest).rpartition(":")
    method = (method or "md5").casefold().replace("-", "")
    if method not in _DIGESTS:
        notebook.warn("digest", f"{shown(told)}: a hash by {shown(method)}, which is not known here")
        return
    with file.open("rb") as content:
        found = hashlib.file_digest(content, lambda: hashlib.new(method, usedforsecurity=False)).hexdigest()
    if found != wanted.casefold():
        notebook.error(
            "digest", f"{shown(told)} is not as it was: its {method} is {found[:16]}…, said is {wanted[:16]}…"
        )


def _checked_by_schema(file: Path, told: str, resource: Mapping[str, Any], notebook: Notebook) -> Findings | None:
    """Check a table by its Table Schema; None where there is none."""
    schema, tabs = resource.get("schema"), _TABLES.get(file.suffix.casefold())
    if tabs is None:
        return None
    columns = _columns(schema, told, notebook) if isinstance(schema, dict) else ()
    if schema is not None and not isinstance(schema, dict):
        notebook.warn("schema", f"{shown(told)}: a schema that is no object here was not looked at")
    findings = check_csv(file, columns=columns, name="its schema", tabs=tabs)
    if columns:
        _take_over(told, findings, notebook)
    return findings


def _columns(schema: Mapping[str, Any], told: str, notebook: Notebook) -> tuple[ColumnSpec, ...]:
    fields = schema.get("fields")
    if not isinstance(fields, list) or not all(isinstance(one, dict) and one.get("name") for one in fields):
        notebook.error("schema", f"{shown(told)}: its schema has no fields with names")
        return ()
    return tuple(map(_column, fields))


def _column(field: Mapping[str, Any]) -> ColumnSpec:
    limits = field.get("constraints")
    limits = limits if isinstance(limits, dict) else {}
    type_ = _TYPES.get(str(field.get("type")), "text")
    among = limits.get("enum") if isinstance(limits.get("enum"), list) and type_ in ("text", "integer") else []
    low, high = (_number(limits.get(name)) for name in ("minimum", "maximum"))
    return ColumnSpec(
        str(field["name"]), type_, "", blank=not limits.get("required"), among=tuple(among or ()), low=low, high=high
    )


def _take_over(told: str, findings: Findings | None, notebook: Notebook) -> None:
    """Take down what was found in a file of the package, one line a kind."""
    for kind in findings.kinds if findings else ():
        if kind.kind in _NOT_OF_PACKAGES:
            continue
        take = notebook.error if kind.level == "error" else notebook.warn
        first = kind.examples[0]
        at = f", line {first.line}" if first.line else ""
        column = f", {kind.column}" if kind.column else ""
        take(kind.kind, f"{told}{at}{column}: {first.says} ({kind.number:,} in all)")


def _said(resource: Mapping[str, Any], *names: str) -> int | None:
    for place in (resource, _stats(resource)):
        for name in names:
            value = place.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                return value
    return None


def _stats(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    stats = resource.get("stats")
    return stats if isinstance(stats, dict) else {}


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
