"""`recount check`: whether files are what datasets publish."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from recount.cli.exits import ALL_CODED, SOME_FAILED, errors_told
from recount.cli.terminal import complain, console, is_terminal, plain
from recount.errors import BadArgument, RecountError

if TYPE_CHECKING:
    from recount.api.checking import Findings

__all__ = ["check"]

_LINE_EXAMPLES = 3


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", show_default=False, help="A file, or the folder of a data package.")
    ],
    form: Annotated[
        Literal["acled", "ged", "plover", "polecat", "geojson", "parquet", "csv", "package"] | None,
        typer.Option("--as", help="What it is to be. Default: as its name and head tell."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as in a pipe.")] = False,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DAY", help="Warn of events after this day (YYYY-MM-DD).")
    ] = None,
) -> None:
    """Check files of datasets: types, codes, days, places, sums and whether they agree with each other.

    Files of others are welcome: exports of several years, parted by commas or semicolons. An error breaks the format
    or contradicts itself; a warning is in use, yet worth a look. All are counted, some are shown.

    \b
    Examples:
      recount check acled_mali.csv
      recount check GEDEvent_v25_1.csv --as ged
      recount check release/ --as package --json

    \b
    Exit codes: 0 no errors, 1 errors, or a file that cannot be read, 2 wrong usage.
    """
    from recount.api import checking as api
    from recount.api.asked import day_of

    failed = False
    with errors_told():
        day = day_of(today)
        for number, file in enumerate(files):
            try:
                findings = api.check(file, form, today=day)
            except BadArgument:
                raise
            except RecountError as error:
                complain(f"recount: {error}")
                failed = True
                continue
            failed |= not findings.fits
            _print(findings, as_json=as_json or not is_terminal(sys.stdout), parted=number > 0)
    raise typer.Exit(SOME_FAILED if failed else ALL_CODED)


def _print(findings: "Findings", *, as_json: bool, parted: bool) -> None:
    from recount.api import checking as api
    from recount.cli.output import write_value

    if as_json:
        write_value(api.as_value(findings), terminal=is_terminal(sys.stdout))
    else:
        _print_table(findings, parted=parted)


def _print_table(findings: "Findings", *, parted: bool) -> None:
    from rich.table import Table
    from rich.text import Text

    screen = console()
    if parted:
        screen.print()
    verdict = "fits" if findings.fits else "does not fit"
    screen.print(
        f"{plain(findings.file)}: {verdict} as {findings.form}. {findings.rows:,} rows, {findings.errors:,} errors, "
        f"{findings.warnings:,} warnings"
    )
    for note in findings.notes:
        screen.print(f"  {plain(note)}", style="dim")
    if not findings.kinds:
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, justify in (("", "left"), ("what", "left"), ("column", "left"), ("times", "right"), ("such as", "left")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for kind in findings.kinds:
        told = [
            f"line {one.line:,}: {plain(one.says)}" if one.line else plain(one.says)
            for one in kind.examples[:_LINE_EXAMPLES]
        ]
        style = "bold" if kind.level == "error" else ""
        table.add_row(
            Text(kind.level, style=style),
            kind.kind,
            plain(kind.column or ""),
            f"{kind.number:,}",
            Text("\n".join(told)),
        )
    screen.print(table)
