"""`recount diff`: what changed from one release to the next."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recount.cli.exits import errors_told
from recount.cli.terminal import complain, console, is_terminal, plain

if TYPE_CHECKING:
    from recount.api.releases import Change, Changes, Compared

__all__ = ["diff"]

_DIFFERENT = 1
# Changes of one kind that are listed on a terminal; a pipe gets all.
_MOST_SHOWN = 40
_MEANINGS = {
    "new": "events that no earlier one shares a report with",
    "changed": "events with another value or other reports",
    "merged": "reports of several events that are one now",
    "split": "reports of one event that are several now",
    "regrouped": "reports of several events that are grouped otherwise",
    "retracted": "events of which no report is left",
}


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the earlier release.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the later release.")],
    event: Annotated[str | None, typer.Option("--event", metavar="ID", help="Only what became of this event.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, as in a pipe.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Leave with 1 where they differ.")] = False,
) -> None:
    """Tell what changed from one release to the next, and by which report, figure, statement or decision.

    Events are matched by the reports that they share. In a pipe each change is one line of JSON, and the summary goes
    to standard error.

    \b
    Examples:
      recount diff release-june release-july
      recount diff release-june release-july --event ev1:99ec53da9d44c6c1
      recount diff release-june release-july --json | grep '"retracted"'

    \b
    Exit codes: 0 compared, 1 not compared (or different, with --exit-code), 2 wrong usage.
    """
    from recount.api import releases as api

    with errors_told():
        compared = api.diff(old, new, event=event)
    if as_json or not is_terminal(sys.stdout):
        from recount.cli.output import write_value

        for change in compared.changes.found:
            write_value(api.change_as_json(change), terminal=False)
        complain(_summary(compared.changes))
    else:
        _print(compared)
    if exit_code and compared.changes.found:
        raise typer.Exit(_DIFFERENT)


def _summary(changes: "Changes") -> str:
    from recount.api.releases import KINDS

    told = [f"{number:,} {kind}" for kind in KINDS if (number := len(changes.of(kind)))]
    return (
        f"{changes.events_before:,} events before, {changes.events_after:,} after: {changes.same:,} the same"
        + "".join(f", {one}" for one in told)
    )


def _print(compared: "Compared") -> None:
    from rich import box
    from rich.table import Table

    from recount.api.releases import KINDS

    changes = compared.changes
    out = console()
    out.print(_summary(changes))
    if changes.found:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
        for heading in ("What", "How many", "That is"):
            table.add_column(heading, justify="right" if heading == "How many" else "left")
        for kind in KINDS:
            if changes.of(kind):
                table.add_row(kind, f"{len(changes.of(kind)):,}", _MEANINGS[kind])
        out.print(table)
    for kind in KINDS:
        listed = changes.of(kind)
        for change in listed[:_MOST_SHOWN]:
            _print_change(change)
        if len(listed) > _MOST_SHOWN:
            out.print(f"… and {len(listed) - _MOST_SHOWN:,} more {kind} (--json gives all)", style="dim")
    if compared.made:
        out.print("\nMade otherwise", style="bold")
        for one in compared.made:
            out.print("  " + plain(f"{one.what}: {_shown(one.before)} → {_shown(one.after)}"), soft_wrap=True)


def _print_change(change: "Change") -> None:
    from recount.api.releases import cause_in_words, reason_of

    out = console()
    before, after = ", ".join(change.old), ", ".join(change.new)
    named = before if before == after else " → ".join(one for one in (before, after) if one)
    out.print(f"{change.kind}  {plain(named)}", style="bold", soft_wrap=True)
    why = reason_of(change)
    if why:
        out.print("  " + plain(why), soft_wrap=True)
    for one in change.fields:
        because = "; ".join(cause_in_words(cause) for cause in one.causes) or "same grounds, coded otherwise"
        value = f"{one.field}: {_shown(one.before)} → {_shown(one.after)}"
        out.print(f"  {plain(value)}  ({plain(because)})", soft_wrap=True)


def _shown(value: object) -> str:
    if value is None:
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
