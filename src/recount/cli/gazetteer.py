"""`recount gazetteer`: what a name means, and a gazetteer of one's own."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recount.cli.exits import ALL_CODED, SOME_FAILED, errors_told
from recount.cli.progress import progress_bar
from recount.cli.terminal import complain, console, is_terminal, plain

if TYPE_CHECKING:
    from recount.gazetteer import Scored

__all__ = ["gazetteer"]

gazetteer = typer.Typer(help="Look up names of places; build a gazetteer of one's own.", rich_markup_mode=None)

# Bad lines named one by one; of more only the number is told.
_MOST_NAMED = 20


@gazetteer.command("look-up")
def look_up(
    name: Annotated[str, typer.Argument(metavar="NAME", help="As a report writes it, in any script.")],
    country: Annotated[
        str | None, typer.Option("--country", metavar="XX", help="ISO code: only places in this country.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100, help="The most candidates to show.")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, as in a pipe.")] = False,
) -> None:
    """Show the places that a name may mean, the likeliest first.

    The confidence is the probability that the bare name means this place or one within 25 km. A report's own words
    can tell more: this is what the name alone says.

    \b
    Examples:
      recount gazetteer look-up Qamishli
      recount gazetteer look-up "Balata refugee camp" --country PS
      recount gazetteer look-up Hodeida --json
    """
    from recount import api
    from recount.cli.output import write_value

    with errors_told():
        found = api.look_up_place(name, country=country, limit=limit)
    if as_json or not is_terminal(sys.stdout):
        told = {"name": name, "country": country, "candidates": [_as_value(one) for one in found]}
        write_value(told, terminal=is_terminal(sys.stdout))
    else:
        _print_table(name, found)


@gazetteer.command("build")
def build(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="The file to write.")],
    geonames: Annotated[
        Path | None, typer.Option("--geonames", metavar="FILE", help="allCountries.zip or another dump of its form.")
    ] = None,
    alternate_names: Annotated[
        Path | None, typer.Option("--alternate-names", metavar="FILE", help="alternateNamesV2.zip of GeoNames.")
    ] = None,
    wof: Annotated[
        Path | None, typer.Option("--wof", metavar="DIR", help="Extracts of Who's On First, a Parquet file a country.")
    ] = None,
    csv: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Your places: name,latitude,longitude[,country,kind,…]."),
    ] = None,
) -> None:
    """Build a gazetteer file from dumps of GeoNames, or add your places to the packaged one.

    Set RECOUNT_GAZETTEER to the file, and every command uses it; records carry its digest. A line that cannot be
    read is named and left out.

    \b
    Examples:
      recount gazetteer build --csv my-places.csv --out my.gazetteer
      recount gazetteer build --geonames allCountries.zip --csv my-places.csv --out my.gazetteer

    \b
    Exit codes: 0 built, 1 built without the lines that are named, or not at all, 2 wrong usage.
    """
    from recount import api

    bad: list[str] = []

    def named(line: str) -> None:
        bad.append(line)
        if len(bad) <= _MOST_NAMED:
            complain(line)

    with errors_told(), _progress([geonames, alternate_names]) as told:
        built = api.build_gazetteer(
            out, geonames=geonames, alternate_names=alternate_names, wof=wof, csv=csv, told=told, bad=named
        )
    complain(f"Wrote {out}: {built.places:,} places, {built.keys:,} spellings, {built.digest}")
    if bad:
        complain(f"Left out: {len(bad):,} lines that could not be read.")
    raise typer.Exit(SOME_FAILED if bad else ALL_CODED)


@contextmanager
def _progress(files: list[Path | None]) -> Iterator[Callable[[int], None]]:
    """Show how much text is read, where a person watches."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.progress import BarColumn, DownloadColumn, TimeRemainingColumn, TransferSpeedColumn

    from recount import api

    whole = api.gazetteer_text_size([file for file in files if file is not None])
    columns = ("reading", BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
    with progress_bar(*columns) as progress:
        task = progress.add_task("reading", total=whole or None)
        yield lambda read: progress.advance(task, read)


def _as_value(one: "Scored") -> dict[str, Any]:
    place = one.place
    return {
        "gazetteer_id": place.id,
        "name": place.name,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "admin2": place.admin2,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "population": place.population,
        "confidence": one.confidence,
        "score": one.score,
        "likeness": one.likeness_score,
        "reason": one.reason,
    }


def _print_table(name: str, found: "tuple[Scored, ...]") -> None:
    from rich import box
    from rich.table import Table

    screen = console()
    if not found:
        screen.print(f"{plain(name)} is not in the gazetteer, nor a name like it.")
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", expand=True)
    for heading, ratio in (("Sure", None), ("Score", None), ("Place", 4), ("Point and id", 3), ("Why", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for one in found:
        place = one.place
        inside = ", ".join(part for part in (place.admin2, place.admin1, place.country) if part)
        table.add_row(
            f"{one.confidence:.2f}" if one.confidence is not None else "",
            f"{one.score:.2f}",
            plain(f"{place.name} ({place.kind})") + f"\n{plain(inside)}",
            f"{place.latitude:.4f}, {place.longitude:.4f}\n{plain(place.id)}",
            plain(one.reason),
        )
    screen.print(table)
