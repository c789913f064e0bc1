"""`recount agreement`: how far people who coded the same reports agree."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recount.cli.casebook import Casebook
from recount.cli.exits import errors_told
from recount.cli.terminal import console, is_terminal, plain

if TYPE_CHECKING:
    from rich.table import Table

    from recount.api.reviewing import Agreement

__all__ = ["agreement"]


def agreement(
    casebook: Casebook,
    round_: Annotated[
        str | None,
        typer.Argument(metavar="ROUND", help="Name of a round; all rounds are listed without.", show_default=False),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as in a pipe.")] = False,
) -> None:
    """Tell how far the coders of a round agree, field by field, by Krippendorff's alpha.

    Rounds are drawn and coded on the pages of `recount serve`. Alpha is 1 where all agree and 0 where they agree as
    often as by chance: .800 is the usual bar for relying on values, .667 for tentative conclusions. Types, places and
    parties are the same or not; days count by how far they lie apart, figures by their share.

    \b
    Examples:
      recount agreement sahel.recount
      recount agreement sahel.recount first-week
      recount agreement sahel.recount first-week --json
    """
    from recount.api import reviewing
    from recount.cli.output import write_value

    in_json = as_json or not is_terminal(sys.stdout)
    with errors_told():
        if round_ is None:
            found = [{**one._asdict(), "reports": len(one.reports)} for one in reviewing.coding_rounds(casebook)]
            if in_json:
                write_value(found, terminal=is_terminal(sys.stdout))
            else:
                for one in found:
                    coders = ", ".join(one["coders"])
                    console().print(plain(f"{one['name']}: {one['reports']:,} reports, coded by {coders}"))
            return
        told = reviewing.agreement(casebook, round_)
        if in_json:
            write_value(reviewing.value_of_agreement(told), terminal=is_terminal(sys.stdout))
        else:
            console().print(_table(told))
            console().print(f"{len(told.differing):,} values differ; the pages show them side by side.")


def _table(told: "Agreement") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    for heading in ("Field", "Coded twice", "Equal", "Alpha", "Over", "What it means"):
        table.add_column(heading, justify="left" if heading in ("Field", "What it means") else "right")
    for one in told.fields:
        alpha = "–" if one.alpha is None else f"{one.alpha:.3f}"
        cells = (one.field, f"{one.reports:,}", f"{one.equal:,}", alpha, f"{one.units:,}", one.why)
        table.add_row(*(plain(cell) for cell in cells))
    return table
