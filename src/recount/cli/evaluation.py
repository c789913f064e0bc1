"""A comparison with expected records on a terminal: what differs first, figures after."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from recount.cli.terminal import plain

__all__ = ["print_evaluation"]


def print_evaluation(items: Iterable[tuple[Any, ...]], figures: Mapping[str, Any], *, to: Console) -> None:
    """Print a row for each item (case, item, expected, found, passed), failures first, then all figures."""
    rows = sorted(items, key=lambda row: bool(row[4]))
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("", width=1)
    for name, ratio in (("Case", 2), ("Item", 3), ("Expected", 4), ("Found", 4)):
        table.add_column(name, ratio=ratio, overflow="fold")
    for case, item, expected, found, passed in rows:
        shown = [Text(_shown(value)) for value in (case, item, expected, found)]
        table.add_row("✓" if passed else "✗", *shown, style="dim" if passed else "")
    if rows:
        to.print(table)
    failed = sum(not row[4] for row in rows)
    to.print(Text(f"{len(rows) - failed} of {len(rows)} items as expected", style="bold"))
    for name, value in _flat(figures):
        figure = f"{value:.3f}" if isinstance(value, float) else _shown(value)
        to.print(Text(f"  {name:<40} {figure:>8}"))


def _shown(value: object) -> str:
    return "–" if value is None or value in ("", [], ()) else plain(value)


def _flat(figures: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{within}{name}.")
        else:
            yield f"{within}{name}", value
