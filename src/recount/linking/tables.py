"""Profiles as an Arrow table, which DuckDB and Spark read alike."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa

from recount.encoder.sentences import vectors
from recount.linking.keys import keys_of, window_of
from recount.linking.profiles import ReportProfile

__all__ = ["SCHEMA", "table_of"]

_TEXTS, _NUMBERS = pa.list_(pa.string()), pa.int32()
SCHEMA = pa.schema(
    [
        pa.field("number", pa.int64(), nullable=False),
        *((pa.field(name, pa.string())) for name in ("report", "article")),
        pa.field("place_in_order", pa.int64()),
        pa.field("family", pa.string()),
        *(pa.field(name, _NUMBERS) for name in ("published", "first_day", "last_day")),
        *(pa.field(name, pa.float64()) for name in ("latitude", "longitude", "radius_km")),
        *(pa.field(name, pa.string()) for name in ("place", "place_name")),
        pa.field("place_words", _TEXTS),
        pa.field("is_fine", pa.bool_()),
        *(pa.field(name, pa.string()) for name in ("country", "admin1", "event_type", "sub_event_type")),
        pa.field("has_happened", pa.bool_()),
        *(pa.field(name, _TEXTS) for name in ("perpetrators", "perpetrator_kinds", "targets", "target_kinds")),
        *(pa.field(name, _TEXTS) for name in ("weapons", "weapon_groups")),
        *(pa.field(name, _NUMBERS) for name in ("killed_low", "killed_high", "injured_low", "injured_high")),
        *(pa.field(name, _TEXTS) for name in ("names", "other_names", "words", "numbers", "hours")),
        pa.field("told", pa.string()),
        pa.field("keys", pa.list_(pa.int64())),
        *(pa.field(name, _NUMBERS) for name in ("window_first", "window_last")),
        pa.field("wording", pa.list_(pa.float32())),
    ]
)
"""A table of profiles: `number` counts its rows, `wording` is the vector of `told`, (n_dimensions,), 127 long."""


def table_of(profiles: Iterable[ReportProfile]) -> pa.Table:
    """Return profiles as a table, numbered from 0."""
    listed = list(profiles)
    if not listed:
        return SCHEMA.empty_table()
    columns = list(zip(*listed, strict=True))
    keys = [keys_of(profile) for profile in listed]
    windows = [window_of(profile) or (None, None) for profile in listed]
    # Whole numbers add up to the same sum in every engine, in whatever order.
    wording = np.round(np.asarray(vectors(list(columns[-1]))) * 127).astype(np.float32)
    # A text without a known word has no vector: null, since engines refuse to compare an empty one with a whole one.
    known = wording.any(axis=1)
    offsets = np.concatenate([[0], np.cumsum(known * wording.shape[1])]).astype(np.int32)
    values = [
        range(len(listed)),
        *columns,
        keys,
        *zip(*windows, strict=True),
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(values, list(SCHEMA)[:-1], strict=True)]
    vectors_or_null = pa.ListArray.from_arrays(
        pa.array(offsets), pa.array(wording[known].ravel()), mask=pa.array(~known)
    )
    return pa.Table.from_arrays([*arrays, vectors_or_null], schema=SCHEMA)
