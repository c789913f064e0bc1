"""`recount publish`: a casebook becomes a release that others can use, check and cite."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recount.cli.casebook import By, Casebook, who
from recount.cli.exits import errors_told
from recount.cli.progress import counting_progress
from recount.cli.terminal import complain, console, is_terminal, plain

if TYPE_CHECKING:
    from recount.api.publishing import Published

__all__ = ["publish"]


_Out = Annotated[Path, typer.Argument(metavar="OUT", show_default=False, help="Folder of the release.")]
_Forms = Annotated[
    list[str] | None,
    typer.Option(
        "--as", metavar="FORMAT", help="acled, ged, plover, polecat, geojson, parquet, csv; default all of them."
    ),
]
_Rules = Annotated[
    list[str] | None, typer.Option("--rule", metavar="FILE", help="A rule of your own, beside the packaged ones.")
]
_Since = Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or later.")]
_Until = Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or before.")]
_Country = Annotated[str | None, typer.Option(metavar="XX", help="ISO code: only this country.")]
_Redact = Annotated[str, typer.Option("--redact", metavar="persons|nothing", help="Whose names are withheld.")]
_Coarsen = Annotated[
    str | None, typer.Option(metavar="10km|admin1|admin2", help="Blur places, and withhold their names.")
]
_Delay = Annotated[str | None, typer.Option(metavar="30d", help="Hold back events of the last so many days.")]
_Role = Annotated[str, typer.Option(metavar="ROLE", help="public, partner, aggregate: who may see what.")]
_Accepted = Annotated[bool, typer.Option("--accepted-only", help="Leave out events that people have not accepted.")]
_Asserting = Annotated[
    Path | None, typer.Option(metavar="FILE", help="YAML of what has to hold; else nothing is published.")
]
_Previous = Annotated[
    Path | None, typer.Option(metavar="FOLDER", help="The release before: changes and retractions are listed.")
]
_Title = Annotated[str | None, typer.Option(metavar="WORDS", help="Of the release.")]
_Edition = Annotated[str | None, typer.Option(metavar="VERSION", help="Of the release. Default: the day.")]
_License = Annotated[str | None, typer.Option("--license", metavar="NAME", help="Under which you publish: CC-BY-4.0.")]
_Citation = Annotated[str | None, typer.Option(metavar="WORDS", help="How to cite it.")]
_Force = Annotated[bool, typer.Option("--force", help="Put it in the place of a release that is there.")]
_ProcessNumber = Annotated[
    int | None, typer.Option("--processes", min=1, metavar="N", help="Default: one for each processor.")
]


def publish(
    casebook: Casebook,
    out: _Out,
    forms: _Forms = None,
    rules: _Rules = None,
    since: _Since = None,
    until: _Until = None,
    country: _Country = None,
    redact: _Redact = "persons",
    coarsen: _Coarsen = None,
    delay: _Delay = None,
    role: _Role = "public",
    accepted_only: _Accepted = False,
    asserting: _Asserting = None,
    previous: _Previous = None,
    title: _Title = None,
    edition: _Edition = None,
    license_: _License = None,
    citation: _Citation = None,
    force: _Force = False,
    processes: _ProcessNumber = None,
    by: By = None,
) -> None:
    """Write a release: events under published rules, in the formats of the field, with all that checking them needs.

    OUT gets a data package: acled.csv, ged.csv, plover.jsonl, polecat.tsv, events.csv, events.geojson, events.parquet
    (GeoParquet), the rules, figures, and a README that says what could not be mapped and why. Names of private persons
    are withheld as far as they are recognised. That you published, what and how, is kept in the casebook. Link the
    reports first.

    \b
    Examples:
      recount publish sahel.recount release-june
      recount publish sahel.recount release-july --as acled --as ged --previous release-june
      recount publish sahel.recount public --coarsen 10km --delay 30d --license CC-BY-4.0
      recount publish sahel.recount reviewed --accepted-only --asserting release.yaml

    \b
    Exit codes: 0 published, 1 not published, 2 wrong usage.
    """
    from recount.api import publishing as api
    from recount.cli.output import write_value

    with errors_told(), counting_progress("publishing") as told:
        how = api.Publishing(
            forms=forms or ["all"], rules=rules or [], since=since, until=until, country=country,
            names=_names(redact), coarsen=coarsen, delay=delay, role=role, accepted_only=accepted_only,
            asserting=asserting, previous=previous, title=title, edition=edition, license=license_, citation=citation,
            force=force, processes=processes, by=who(by), told=told,
        )  # fmt: skip
        done = api.publish(casebook, out, how)
    if is_terminal(sys.stdout):
        _print(done)
    else:
        write_value({**done._asdict(), "out": str(done.out)}, terminal=False)
    complain(f"Wrote {out}: {done.events:,} events. Check it with: recount check {out}")
    if done.unlinked:
        complain(f"{done.unlinked:,} reports are in no event yet. Link them with: recount link {casebook}")
    if done.unrecorded:
        complain(f"This release is not recorded in the casebook: {done.unrecorded}")


def _names(redact: str) -> bool:
    """Tell whether names are published."""
    if redact not in ("persons", "nothing"):
        raise typer.BadParameter(f"{redact!r} cannot be withheld. Give persons or nothing.", param_hint="--redact")
    return redact == "nothing"


def _print(done: "Published") -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    table.add_column("File")
    table.add_column("Rows", justify="right")
    for name, rows in done.rows.items():
        table.add_row(plain(name), f"{rows:,}")
    screen = console()
    screen.print(table)
    for form, reasons in done.left_out.items():
        told = "; ".join(f"{number:,} {reason}" for reason, number in list(reasons.items())[:4])
        more = f"; {len(reasons) - 4} reasons more" if len(reasons) > 4 else ""
        screen.print(f"Not in {form}: {plain(told)}{more}", style="dim", soft_wrap=True)
    for what, number in done.held_back.items():
        screen.print(f"Held back: {number:,} {plain(what)}", style="dim", soft_wrap=True)
