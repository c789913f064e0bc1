"""The command line: parse, call the API, print."""

import enum
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, TypeVar

import typer

from recount.cli.accounts import user
from recount.cli.agreement import agreement
from recount.cli.casebook import Columns, add, decide, init, log, mapping, recode, redact, seal, verify
from recount.cli.checking import check
from recount.cli.corpora import evaluate
from recount.cli.demo import demo
from recount.cli.exits import ALL_CODED, SOME_FAILED, WRONG_USAGE, errors_told
from recount.cli.exporting import export
from recount.cli.gazetteer import gazetteer
from recount.cli.linking import events, join, link, split, why_linked
from recount.cli.looking import search, show, why
from recount.cli.progress import progress_bar
from recount.cli.publishing import publish
from recount.cli.releases import diff
from recount.cli.serving import serve
from recount.cli.tallies import tallies
from recount.cli.terminal import complain, console, is_terminal, plain
from recount.errors import BadArgument
from recount.settings import DEFAULT_READER, VERSION, ReaderName

if TYPE_CHECKING:
    from recount.nouns import Problem, Record

__all__ = ["app", "main"]

_ABOUT = """Code news reports about armed conflict into incident records.

Every value in a record rests on words of the article and on who says them.

Exit codes: 0 all coded, 1 some failed, 2 wrong usage.
"""

_Result = TypeVar("_Result")

app = typer.Typer(
    name="recount",
    help=_ABOUT,
    epilog="Start with: recount code article.html --published 2024-01-22",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
app.add_typer(evaluate, name="evaluate", no_args_is_help=True)
app.add_typer(gazetteer, name="gazetteer", no_args_is_help=True)
app.add_typer(user, name="user", no_args_is_help=True)
for command in (
    init,
    add,
    recode,
    search,
    show,
    why,
    decide,
    redact,
    export,
    publish,
    check,
    diff,
    log,
    seal,
    verify,
    serve,
):
    app.command(no_args_is_help=True)(command)
app.command()(demo)
for linking_command in (link, events, why_linked, join, split, tallies, agreement):
    app.command(linking_command.__name__.replace("_", "-"), no_args_is_help=True)(linking_command)


class Format(enum.StrEnum):
    """How records are printed."""

    TABLE = "table"
    JSON = "json"
    YAML = "yaml"


_Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        show_default=False,
        help="A file (HTML, text, PDF, JSON lines, CSV, RSS, Atom, WARC, WACZ, also .gz), a folder, a glob, "
        "a web address, or - for standard input.",
    ),
]
_Published = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="Publication day (YYYY-MM-DD, YYYY-MM or YYYY) of all inputs."),
]
_Outlet = Annotated[str | None, typer.Option(metavar="NAME", help="Who published all inputs.")]
_Reader = Annotated[
    ReaderName,
    typer.Option("--reader", help="rules: word lists and rules; model: the trained network."),
]
_Url = Annotated[str | None, typer.Option(metavar="URL", help="Address to record for the input; not fetched.")]


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # JSON is UTF-8 wherever it goes; a terminal without it shows escapes instead of failing half-way.
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except BrokenPipeError:
        _leave_quietly()
    sys.exit(ALL_CODED)


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="With --version: also data digests and attributions.")
    ] = False,
) -> None:
    if version:
        with errors_told():
            _print_versions(verbose=verbose)
        raise typer.Exit(ALL_CODED)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(WRONG_USAGE)


def _print_versions(*, verbose: bool) -> None:
    print(f"recount {VERSION}")  # noqa: T201
    if verbose:
        from recount import api

        for name, version in api.versions().items():
            if name == "recount":
                continue
            for number, line in enumerate(str(version).splitlines() or [""]):
                print(plain(f"{name if number == 0 else ''}: {line}" if number == 0 else f"  {line}"))  # noqa: T201


@app.command()
def code(
    inputs: _Inputs,
    form: Annotated[
        Format | None,
        typer.Option("--format", help="Default: table on a terminal, JSON (one object a line) in a pipe."),
    ] = None,
    published: _Published = None,
    outlet: _Outlet = None,
    url: _Url = None,
    columns: Columns = None,
    reader: _Reader = DEFAULT_READER,
) -> None:
    """Code articles and print their records.

    Records come in the order of the inputs, each as soon as it is coded.

    \b
    Examples:
      recount code article.html
      recount code story.txt --published 2024-01-22 --outlet "Radio Amel"
      recount code reports/ more.jsonl --format json > records.jsonl
      recount code - --published 2024-01-22 < story.txt

    \b
    Exit codes: 0 all coded, 1 some failed (each is named on standard error), 2 wrong usage.
    """
    terminal = is_terminal(sys.stdout)
    chosen = form or (Format.TABLE if terminal else Format.JSON)
    problems: list[Problem] = []
    with errors_told():
        named = mapping(columns)
        records = _coded(inputs, problems, published=published, outlet=outlet, url=url, columns=named, reader=reader)
        _writer(chosen, terminal=terminal)(records)
    _finish(problems)


@app.command()
def schema(
    datasette: Annotated[
        Path | None,
        typer.Option("--datasette", metavar="CASEBOOK", help="Print metadata for Datasette instead, for this file."),
    ] = None,
) -> None:
    """Print the JSON Schema of a record, or what Datasette needs to describe a casebook.

    \b
    Examples:
      recount schema > record.schema.json
      recount schema --datasette sahel.recount > metadata.json
      datasette --immutable sahel.recount --metadata metadata.json
    """
    from recount import api
    from recount.cli.output import write_value

    with errors_told():
        if datasette is None:
            write_value(api.record_schema(), terminal=True)
        else:
            from recount.api.casebook import datasette_metadata

            write_value(datasette_metadata(datasette.stem), terminal=True)


@app.command()
def explain(
    inputs: _Inputs,
    html: Annotated[
        Path | None,
        typer.Option(metavar="OUT", help="Write one self-contained web page here instead (- for standard output)."),
    ] = None,
    published: _Published = None,
    outlet: _Outlet = None,
    url: _Url = None,
    reader: _Reader = DEFAULT_READER,
) -> None:
    """Show an article with its coded words marked.

    Below it stands what the words were coded as, and who says what.

    \b
    Examples:
      recount explain article.html
      recount explain story.txt --published 2024-01-22 --html story.explained.html
      NO_COLOR=1 recount explain article.html | less
    """
    problems: list[Problem] = []
    with errors_told():
        records = _coded(inputs, problems, published=published, outlet=outlet, url=url, reader=reader)
        if html is None:
            _print_explanations(records)
        else:
            _write_page(list(records), html)
    _finish(problems)


def _writer(chosen: Format, *, terminal: bool) -> Callable[[Iterable["Record"]], None]:
    from recount.cli import output

    if chosen is Format.TABLE:
        return _print_tables
    if chosen is Format.YAML:
        return output.write_yaml
    return lambda records: output.write_json(records, terminal=terminal)


def _print_tables(records: Iterable["Record"]) -> None:
    from recount.cli.tables import record_tables

    screen = console()
    for number, record in enumerate(records):
        if number:
            screen.rule(style="dim")
        screen.print(record_tables(record, width=screen.width))


def _print_explanations(records: Iterable["Record"]) -> None:
    from recount.cli.marked import explained

    screen = console()
    colours = screen.color_system is not None and not screen.no_color
    for number, record in enumerate(records):
        if number:
            screen.rule(style="dim")
        screen.print(explained(record, colours=colours, width=screen.width))


def _write_page(records: Sequence["Record"], out: Path) -> None:
    from recount import api

    if not records:
        return
    page = api.explain_page(records)
    if str(out) == "-":
        sys.stdout.write(page)
        return
    try:
        out.write_text(page, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise BadArgument(
            f"{out}: cannot be written ({problem.strerror}). Name a file in a folder that exists."
        ) from None
    complain(f"Wrote {out}")


def _coded(
    inputs: Sequence[str],
    problems: list["Problem"],
    *,
    published: str | None,
    outlet: str | None,
    url: str | None,
    reader: ReaderName,
    columns: Mapping[str, str] | None = None,
) -> Iterator["Record"]:
    """Yield each record as soon as it is coded; what failed is added to `problems` meanwhile."""
    from recount import api
    from recount.nouns import Record

    given = {"published": published, "outlet": outlet, "url": url}
    results = api.code_sources(inputs, **given, columns=columns, reader=reader)
    for result in _with_progress(results, inputs):
        if isinstance(result, Record):
            yield result
        else:
            problems.append(result)


def _with_progress(results: Iterator[_Result], inputs: Sequence[str]) -> Iterator[_Result]:
    several = len(inputs) > 1 or any(Path(source).is_dir() or source.endswith(".jsonl") for source in inputs)
    # With both on one terminal, the records that scroll by are the progress.
    if not several or not is_terminal(sys.stderr) or is_terminal(sys.stdout):
        yield from results
        return
    from rich.progress import MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with progress_bar(*columns) as progress:
        task = progress.add_task("articles", total=None)
        for result in results:
            progress.advance(task)
            yield result


def _finish(problems: Sequence["Problem"]) -> NoReturn:
    """Leave with the exit code; name each input that failed on standard error."""
    if not problems:
        raise typer.Exit(ALL_CODED)
    sys.stdout.flush()
    lines = [f"{plain(problem.source)} ({problem.stage}): {problem.message}" for problem in problems]
    complain(f"Not coded: {len(problems)}\n" + "\n".join(f"  {line}" for line in lines))
    raise typer.Exit(SOME_FAILED)


def _leave_quietly() -> NoReturn:
    """Leave after the reader of a pipe closed it, without a second error when the interpreter flushes."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(SOME_FAILED)
