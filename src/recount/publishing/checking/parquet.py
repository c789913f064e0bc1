"""Whether a file is GeoParquet that can be read: its metadata, and every geometry in it."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from recount.errors import BadDataset
from recount.publishing.checking.findings import Findings, Notebook, shown
from recount.publishing.checking.text_files import check_is_file
from recount.publishing.checking.wkb import positions_of

__all__ = ["check_parquet"]

# Geometries held at a time.
_BATCH_ROWS = 4096
_MOST_METADATA_BYTES = 16_000_000


def check_parquet(path: Path) -> Findings:
    """Check a Parquet file; one without geometries is a warning.

    Raises:
        NotFound: there is no such file.
        BadDataset: it is no Parquet file, or it is damaged.
    """
    notebook = Notebook()
    check_is_file(path)
    try:
        # Nothing longer is read, whatever a damaged file asks for.
        with pq.ParquetFile(path, thrift_string_size_limit=_MOST_METADATA_BYTES) as file:
            rows = int(file.metadata.num_rows)
            _check(file, notebook)
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise BadDataset(f"{path} is no Parquet file that can be read: {reason}. Make or fetch it again.") from None
    if not rows:
        notebook.warn("no-rows", "no rows")
    return notebook.findings(str(path), "parquet", rows)


def _check(file: Any, notebook: Notebook) -> None:
    names = set(file.schema_arrow.names)
    # Not in what Arrow tells of the schema where the file holds a schema of Arrow's own.
    packed = {**(file.schema_arrow.metadata or {}), **(file.metadata.metadata or {})}.get(b"geo")
    if packed is None:
        notebook.warn("no-geo", 'no "geo" in the metadata of its schema: Parquet without places for a map')
        _read_through(file, notebook)
        return
    try:
        geo = json.loads(packed)
    except (ValueError, RecursionError):
        geo = None
    if not isinstance(geo, dict) or not isinstance(geo.get("columns"), dict):
        notebook.error("geo", 'the "geo" in the metadata of its schema is no object with columns')
        return
    if not str(geo.get("version", "")).startswith("1."):
        notebook.warn("geo-version", f"version {shown(geo.get('version'))} of GeoParquet; 1.0 and 1.1 are known")
    if geo.get("primary_column") not in geo["columns"]:
        notebook.error("geo", f"the primary column {shown(geo.get('primary_column'))} is none of its columns")
    for name, about in geo["columns"].items():
        if name not in names:
            notebook.error("geo", f"no column {shown(name)}, which its metadata describe", column=str(name))
        elif _is_wkb(name, about, notebook):
            _check_geometries(file, name, notebook)


def _is_wkb(name: str, about: Any, notebook: Notebook) -> bool:
    encoding = about.get("encoding") if isinstance(about, dict) else None
    if encoding != "WKB":
        notebook.warn("geo-encoding", f"geometries as {shown(encoding)}; only WKB is looked at", column=name)
        return False
    if not isinstance(about.get("geometry_types"), list):
        notebook.error("geo", "no list of geometry_types", column=name)
    return True


def _check_geometries(file: Any, name: str, notebook: Notebook) -> None:
    line = 0
    for batch in file.iter_batches(_BATCH_ROWS, columns=[name]):
        for value in batch.column(0):
            line += 1
            geometry = value.as_py()
            if geometry is None:
                continue
            if not isinstance(geometry, bytes):
                notebook.error("wkb", f"{shown(geometry)} are no bytes", line=line, column=name)
                continue
            try:
                positions = positions_of(geometry)
            except ValueError as error:
                notebook.error("wkb", f"no well-known binary: {error}", line=line, column=name)
                continue
            for east, north in positions:
                if not (-180 <= east <= 180 and -90 <= north <= 90):
                    says = f"{east:g}, {north:g} is outside of the world; longitude comes first"
                    notebook.error("range", says, line=line, column=name)
                    break


def _read_through(file: Any, notebook: Notebook) -> None:
    """See that every row can be read."""
    read = sum(batch.num_rows for batch in file.iter_batches(_BATCH_ROWS))
    if read != file.metadata.num_rows:
        notebook.error("rows", f"{read} rows, and its metadata say {file.metadata.num_rows}")
