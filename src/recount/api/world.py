"""The outlines that maps are drawn on, ready to be sent."""

import gzip
from functools import cache
from hashlib import sha256
from typing import NamedTuple

import orjson

from recount.publishing.base_map import packed_outlines
from recount.publishing.world import world_features

__all__ = ["World", "world_digest", "world_outlines"]

# Change it with what `world_features` makes of the packaged file: browsers keep what an address once gave.
_MADE = b"2"


class World(NamedTuple):
    """The world as GeoJSON: countries, coasts and borders of Natural Earth, public domain."""

    body: bytes
    zipped: bytes
    """The same, by gzip."""


@cache
def world_digest() -> str:
    """Return what tells one version of the outlines from another."""
    return sha256(packed_outlines() + _MADE).hexdigest()[:16]


@cache
def world_outlines() -> World:
    """Return the outlines; made once."""
    body = orjson.dumps(world_features())
    return World(body, gzip.compress(body, 9, mtime=0))
