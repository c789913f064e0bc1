"""Events as GeoParquet: a library writes it batch by batch, so that memory does not grow with their number."""

import json
import re
from collections.abc import Sequence
from os import SEEK_END
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow as pa

from recount.nouns.events import Place
from recount.publishing.events.geometry import geometries
from recount.publishing.formats.specs import ColumnSpec, ValueType

__all__ = ["GEOMETRY", "GeoParquetFile", "batch_of", "schema_of"]

GEOMETRY = "geometry"
"""The column of points and areas, after all others."""
_TYPES: dict[ValueType, pa.DataType] = {
    "text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "day": pa.date32(),
    "moment": pa.date32(),
}  # fmt: skip
_KINDS = re.compile(rb'("geometry_types":\[)([^\]]*)')
# Bytes of a Parquet file after its footer: the footer's length, and PAR1.
_TAIL = 8
_WKB = {
    b"ARROW:extension:name": b"geoarrow.wkb",
    b"ARROW:extension:metadata": json.dumps({"crs": "OGC:CRS84", "crs_type": "authority_code"}).encode(),
}


def schema_of(columns: Sequence[ColumnSpec]) -> pa.Schema:
    """Return the schema of a file: the columns with what they mean, then the geometry."""
    fields = [pa.field(one.name, _TYPES[one.type], metadata={b"description": one.about.encode()}) for one in columns]
    return pa.schema([*fields, pa.field(GEOMETRY, pa.binary(), metadata=_WKB)])


def batch_of(schema: pa.Schema, rows: Sequence[Sequence[Any]], places: Sequence[Place]) -> pa.RecordBatch:
    """Return events as one Arrow batch: values in the order of the columns, and their places."""
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [() for _ in range(len(schema) - 1)]
    columns.append(geometries(places))
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


class GeoParquetFile:
    """A file that batches are written to; it is whole once it is closed."""

    def __init__(self, out: Path, schema: pa.Schema) -> None:
        """Begin a file."""
        from geoarrow.rust.io import GeoParquetWriter

        self._out = out
        self._writer = GeoParquetWriter(str(out), schema, encoding="wkb", compression="zstd(3)")

    def __enter__(self) -> Self:
        """Return the file."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._writer.close()
        if kind is None:
            _sort_kinds(self._out)

    def write(self, batch: pa.RecordBatch) -> None:
        """Write a batch."""
        self._writer.write_batch(batch)


def _sort_kinds(out: Path) -> None:
    """Sort the kinds of geometries that a file names; the library names them in another order each time."""
    with out.open("r+b") as file:
        file.seek(-_TAIL, SEEK_END)
        length = int.from_bytes(file.read(4), "little")
        start = file.seek(-_TAIL - length, SEEK_END)
        footer = file.read(length)
        file.seek(start)
        file.write(_KINDS.sub(lambda found: found[1] + b",".join(sorted(found[2].split(b","))), footer))
