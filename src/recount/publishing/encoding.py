"""Values as JSON in one line."""

import json
import re
from typing import Any

import orjson

__all__ = ["encoded", "json_text", "without_steering"]

# Legal inside a JSON string, yet able to steer a terminal or to reorder what it shows.
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def encoded(value: Any, *, sort_keys: bool = False) -> str:
    """Return a value as JSON, without white space, tuples as lists.

    Raises:
        ValueError: a number is none.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS if sort_keys else None).decode()
    except TypeError:
        # Halves of characters and numbers of more than 64 bits.
        return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=sort_keys, separators=(",", ":"))


def json_text(value: Any) -> str:
    """Return a value as JSON in one line, in which no sign steers a terminal or reorders letters."""
    return without_steering(encoded(value))


def without_steering(written: str) -> str:
    """Return JSON with the characters that steer a terminal, or reorder letters, written as numbers."""
    return written if written.isprintable() else _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)
