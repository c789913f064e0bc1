"""Records as JSON, JSON lines and YAML on standard output."""

import json
import re
import sys
from collections.abc import Iterable
from itertools import chain, islice
from typing import Any

import yaml

from recount.nouns import Record

__all__ = ["write_json", "write_value", "write_yaml"]

# Legal inside a JSON or quoted YAML string, yet able to steer a terminal or to reorder what it shows.
_STEERING = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def write_json(records: Iterable[Record], *, terminal: bool) -> None:
    """Write one object a line, each as soon as it is there; a single record on a terminal is indented."""
    coming = iter(records)
    first = list(islice(coming, 2)) if terminal else []
    indent = 2 if terminal and len(first) == 1 else None
    for record in chain(first, coming):
        _write(_json_text(record.model_dump(mode="json"), indent=indent) + "\n")


def write_yaml(records: Iterable[Record]) -> None:
    """Write one YAML document a record, each opened by `---`, each as soon as it is there."""
    for record in records:
        _write(_yaml_text(record.model_dump(mode="json")))


def write_value(value: Any, *, terminal: bool) -> None:
    """Write one value as JSON, indented on a terminal."""
    _write(_json_text(value, indent=2 if terminal else None) + "\n")


def _json_text(value: Any, *, indent: int | None) -> str:
    """Return a value as JSON in which no character steers a terminal."""
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _escaped(written)


def _escaped(written: str) -> str:
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


class _Dumper(yaml.SafeDumper):
    """Keeps long texts readable, and quotes those that hold steering characters."""


def _string(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = '"' if _STEERING.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _string)


def _yaml_text(value: Any) -> str:
    written: str = yaml.dump(
        value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, explicit_start=True, width=1_000_000
    )
    return _escaped(written)


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
