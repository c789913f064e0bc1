"""`recount export`: the reports of a casebook for other programmes."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from recount.cli.casebook import By, Casebook, who
from recount.cli.exits import errors_told
from recount.cli.progress import counting_progress
from recount.cli.terminal import complain

__all__ = ["export"]


def export(
    casebook: Casebook,
    out: Annotated[
        Path, typer.Argument(metavar="OUT", show_default=False, help="The file to write; - for standard output.")
    ],
    form: Annotated[
        Literal["csv", "geojson", "parquet", "duckdb"] | None,
        typer.Option("--to", "--format", help="Default: as OUT ends (.csv, .geojson, .json, .parquet, .duckdb)."),
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Reports that may have happened on it or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Reports that may have happened on it or earlier.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", metavar="XX", help="ISO code: only this country.")] = None,
    names: Annotated[bool, typer.Option("--names", help="Keep the names of private persons.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    by: By = None,
) -> None:
    """Write the reports of a casebook for other programmes, one row a report.

    Every row says where it comes from: the words, who said them, the article, the bytes, the method, the row in the
    chain. Names of private persons (witnesses, medics, victims) are taken out as far as they are recognised. Tallies
    are no rows. That you exported, what and how, is kept in the casebook.

    \b
    Examples:
      recount export sahel.recount reports.csv
      recount export sahel.recount mali-2024.geojson --country ML --since 2024-01-01 --until 2024-12-31
      recount export sahel.recount reports.parquet
      recount export sahel.recount - --to csv | head

    \b
    Exit codes: 0 written, 1 not written, 2 wrong usage.
    """
    from recount.api import exporting as api

    with errors_told():
        to_standard_output = out == api.STANDARD_OUTPUT
        chosen: api.ExportForm = form or ("csv" if to_standard_output else api.form_of(out))
        with counting_progress("exporting") as told:
            done = api.export(
                casebook, out, form=chosen, since=since, until=until, country=country, names=names, force=force,
                by=who(by), told=told,
            )  # fmt: skip
    if done.unrecorded:
        complain(f"This export is not recorded in the casebook: {done.unrecorded}")
    if not to_standard_output:
        withheld = f", {done.withheld_names:,} names withheld" if done.withheld_names else ""
        complain(f"Wrote {out}: {done.rows:,} reports{withheld}, sha256:{done.sha256}")
