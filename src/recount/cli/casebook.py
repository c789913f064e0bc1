"""`recount init`, `add`, `recode`, `decide`, `redact`, `seal`, `verify`, `log`: what is done to a casebook."""

import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from recount.cli.exits import ALL_CODED, INTERRUPTED, SOME_FAILED, errors_told
from recount.cli.progress import adding_progress
from recount.cli.running import Engine, Master, Processes, Reader
from recount.cli.terminal import complain, console, is_terminal, plain
from recount.errors import BadArgument
from recount.settings import DEFAULT_ENGINE, DEFAULT_READER

if TYPE_CHECKING:
    from recount.ledger import Verification
    from recount.nouns import Problem
    from recount.pipeline.adding import AddOutcome

__all__ = [
    "By",
    "Casebook",
    "Columns",
    "add",
    "decide",
    "init",
    "log",
    "mapping",
    "recode",
    "redact",
    "seal",
    "verify",
    "who",
]

# Problems named one by one; of more only the number is told. All stand in the casebook.
_MOST_NAMED = 50

Casebook = Annotated[Path, typer.Argument(metavar="CASEBOOK", show_default=False, help="The casebook's file.")]
By = Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who does this, for the record; default: you.")]
Columns = Annotated[
    str | None,
    typer.Option(metavar="FIELD=COLUMN,...", help="Columns of a table: text=body,published=date,id=number."),
]


def who(by: str | None) -> str:
    """Return the name that is kept with an act: as given, else that of the account."""
    if by and by.strip():
        return by.strip()
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "unknown"


def init(casebook: Casebook, by: By = None) -> None:
    """Make an empty casebook.

    \b
    Examples:
      recount init sahel.recount
    """
    from recount.api import casebook as api

    with errors_told():
        api.init_casebook(casebook, by=who(by))
    complain(f"Made {casebook}. Add reports with: recount add {casebook} INPUT...")


def add(
    casebook: Casebook,
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            show_default=False,
            help="Files, folders, globs, web addresses, or - for standard input: HTML, text, PDF, JSON lines, CSV, "
            "RSS and Atom, WARC and WACZ, each also as .gz.",
        ),
    ],
    published: Annotated[
        str | None, typer.Option(metavar="DAY", help="Publication day (YYYY-MM-DD, YYYY-MM or YYYY) of all inputs.")
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published all inputs.")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL", help="Address to record; it is not fetched.")] = None,
    columns: Columns = None,
    reader: Reader = DEFAULT_READER,
    processes: Processes = None,
    engine: Engine = DEFAULT_ENGINE,
    master: Master = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Read only; say what would be added.")] = False,
    by: By = None,
) -> None:
    """Read and code reports, and keep them with their original bytes.

    A second run adds only what is new; so does a run after one that was stopped. What cannot be read is kept as a
    problem with its reason, and shown at the end.

    \b
    Examples:
      recount add sahel.recount reports/ --outlet "Radio Amel"
      recount add sahel.recount "exports/2024-*.jsonl.gz" archive.wacz
      recount add sahel.recount incidents.csv --columns text=body,published=date
      recount add sahel.recount https://example.org/feed.xml --dry-run
      recount add sahel.recount archive/ --engine spark --master "local[4]"

    \b
    Exit codes: 0 all kept, 1 some failed, 2 wrong usage, 130 stopped by you.
    """
    from recount.api import casebook as api

    with errors_told(), adding_progress("adding", inputs) as told:
        outcome = api.add(
            casebook,
            inputs,
            published=published,
            outlet=outlet,
            url=url,
            columns=mapping(columns),
            reader=reader,
            processes=processes,
            engine=engine,
            master=master,
            by=who(by),
            dry_run=dry_run,
            told=told,
        )
    _tell_outcome(casebook, outcome, done="to be added" if dry_run else "added")


def recode(
    casebook: Casebook,
    reader: Reader = DEFAULT_READER,
    processes: Processes = None,
    engine: Engine = DEFAULT_ENGINE,
    master: Master = None,
    by: By = None,
) -> None:
    """Code the kept articles with the present method, beside the older results.

    The newest coding of an article is the one that is searched and exported. Decisions stay.

    \b
    Examples:
      recount recode sahel.recount --reader model

    \b
    Exit codes: 0 all coded, 1 some failed, 2 wrong usage, 130 stopped by you.
    """
    from recount.api import casebook as api

    with errors_told():
        held = api.casebook_counts(casebook)["article"]
    with errors_told(), adding_progress("coding", articles=held) as told:
        outcome = api.recode(
            casebook, reader=reader, processes=processes, engine=engine, master=master, by=who(by), told=told
        )
    _tell_outcome(casebook, outcome, done="coded anew")


def decide(
    casebook: Casebook,
    about: Annotated[str, typer.Argument(metavar="ID", help="A report, statement, tally or article.")],
    verdict: Annotated[str, typer.Argument(metavar="VERDICT", help="accept, correct, reject, unsure, withdraw.")],
    field: Annotated[str | None, typer.Option("--field", help="Only this field: where, killed, weapons.")] = None,
    value: Annotated[str | None, typer.Option("--value", help="For correct: the right value, as JSON or text.")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Why.")] = None,
    by: By = None,
) -> None:
    """Keep what a person decides on something coded; what was coded stays beside it.

    \b
    Examples:
      recount decide sahel.recount rep1:99ec53da9d44c6c1 accept --by "A. Coder"
      recount decide sahel.recount rep1:99ec53da9d44c6c1 correct --field killed --value '{"low": 9, "best": 9}'
      recount decide sahel.recount rep1:99ec53da9d44c6c1 reject --reason "tells of a film"
    """
    from recount.api import casebook as api

    with errors_told():
        row = api.decide(
            casebook,
            about,
            verdict,
            by=who(by),
            field=field,
            value=_value(value),
            reason=reason,
        )
    complain(f"Kept as row {row}.")


def redact(
    casebook: Casebook,
    articles: Annotated[list[str], typer.Argument(metavar="ARTICLE...", help="Ids of articles: art1:….")],
    reason: Annotated[str, typer.Option("--reason", help="Why; it stays in the casebook.")],
    by: By = None,
) -> None:
    """Remove what articles say and what was coded from them, for legal or safety reasons.

    Text, original bytes, reports, statements and decisions on them go, also from free pages of the file. Ids, hashes,
    who removed them, when and why stay, and the casebook still verifies. What you gave away keeps it.

    \b
    Examples:
      recount redact sahel.recount art1:1ea557d82051c3ae --reason "witness in danger"
    """
    from recount.api import casebook as api

    with errors_told():
        done = api.redact(casebook, articles, reason=reason, by=who(by))
    complain(f"Removed the content of {done.articles} articles ({done.rows} rows).")
    if done.shared_originals:
        complain(
            f"Kept bytes of {done.shared_originals} sources went too, which other articles were read from as well."
        )


def seal(
    casebook: Casebook,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write the seal here; default: standard output.")
    ] = None,
    by: By = None,
) -> None:
    """Write down the head of the chain, to be kept elsewhere.

    Whoever holds the seal can show later that nothing before it was changed: recount verify --seal.

    \b
    Examples:
      recount seal sahel.recount --out sahel.2024-05-31.seal.json
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    with errors_told():
        made = api.seal(casebook, by=who(by)).written()
        if out is None:
            write_value(made, terminal=True)
            return
        try:
            out.write_text(json.dumps(made, indent=2) + "\n", encoding="utf-8")
        except OSError as problem:
            raise BadArgument(f"{out}: cannot be written ({problem.strerror}).") from None
    complain(f"Wrote {out}: {made['rows']:,} rows, {made['head']}")


def verify(
    casebook: Casebook,
    seal: Annotated[Path | None, typer.Option("--seal", metavar="FILE", help="A seal that was made earlier.")] = None,
    processes: Processes = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object, as in a pipe.")] = False,
) -> None:
    """Check every page, row, quote, kept byte and index of a casebook.

    The first bad row is named first. With a seal, also whether anything that stood there when it was made was replaced.

    \b
    Examples:
      recount verify sahel.recount
      recount verify sahel.recount --seal sahel.2024-05-31.seal.json

    \b
    Exit codes: 0 as it was written, 1 not so, 2 wrong usage.
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    with errors_told():
        found = api.verify(casebook, seal=seal, processes=processes)
    if as_json or not is_terminal(sys.stdout):
        findings = [one._asdict() for one in found.findings]
        value = {**found._asdict(), "head": f"sha256/160:{found.head.hex()}", "findings": findings}
        write_value(value, terminal=is_terminal(sys.stdout))
    else:
        _print_verification(casebook, found, sealed=seal is not None)
    raise typer.Exit(SOME_FAILED if found.findings else ALL_CODED)


def log(
    casebook: Casebook,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="The most entries to show.")] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON lines, as in a pipe.")] = False,
) -> None:
    """Show who did what, and when, the last first.

    \b
    Examples:
      recount log sahel.recount
      recount log sahel.recount --json | jq 'select(.what == "redact")'
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    with errors_told():
        entries = api.casebook_log(casebook, limit=limit)
        held = api.casebook_counts(casebook)
    if as_json or not is_terminal(sys.stdout):
        for entry in entries:
            write_value(entry, terminal=False)
        return
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", expand=True)
    for heading, ratio in (("Row", None), ("When", None), ("Who", 2), ("What", 2), ("Of what", 5), ("Outcome", 3)):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for entry in entries:
        outcome = "was interrupted, or goes on" if entry["ended"] is None else _few(entry["outcome"])
        cells = (entry["at"], entry["by"], entry["what"], _few(entry["details"]), outcome)
        table.add_row(str(entry["seq"]), *(plain(cell) for cell in cells))
    screen = console()
    screen.print(table)
    screen.print(" · ".join(f"{number:,} {_plural(name, number)}" for name, number in held.items() if number))


def _few(value: dict[str, Any] | None) -> str:
    """Say the parts of a value that are not empty."""
    told = {name: one for name, one in (value or {}).items() if one not in (None, "", 0, False, [], {})}
    return ", ".join(
        f"{name.replace('_', ' ')} {', '.join(map(str, one)) if isinstance(one, list) else one}"
        for name, one in told.items()
    )


def _plural(name: str, number: int) -> str:
    if number == 1:
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def mapping(columns: str | None) -> dict[str, str] | None:
    """Read `text=body,published=date`: which field stands in which column of a table."""
    if columns is None:
        return None
    pairs = [part.partition("=") for part in columns.split(",")]
    if not all(field.strip() and column.strip() for field, _, column in pairs):
        raise typer.BadParameter("write it as text=body,published=date", param_hint="--columns")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _value(written: str | None) -> Any:
    if written is None:
        return None
    try:
        return json.loads(written)
    except ValueError:
        return written


def _tell_outcome(casebook: Path, outcome: "AddOutcome", *, done: str) -> NoReturn:
    from recount.api import casebook as api
    from recount.cli.output import write_value

    if not is_terminal(sys.stdout):
        write_value({**outcome.counted(), "problems": [one.model_dump() for one in outcome.problems]}, terminal=False)
    told = [f"{outcome.added:,} {done}", f"{outcome.known:,} known before"]
    told += [f"{outcome.left_out:,} left out, which are no reports"] if outcome.left_out else []
    told += [f"{len(outcome.problems):,} failed"] if outcome.problems else []
    with errors_told():
        held = api.casebook_counts(casebook)
    holds = " and ".join(f"{held[name]:,} {_plural(name, held[name])}" for name in ("article", "report"))
    complain(f"{'; '.join(told)}. {casebook} holds {holds}.")
    _name_problems(outcome.problems)
    if outcome.interrupted:
        complain("Stopped. What was finished is kept; run the same command again to go on.")
        raise typer.Exit(INTERRUPTED)
    raise typer.Exit(SOME_FAILED if outcome.problems else ALL_CODED)


def _name_problems(problems: "Sequence[Problem]") -> None:
    for one in problems[:_MOST_NAMED]:
        complain(f"  {plain(one.source)} ({one.stage}): {one.message}")
    if len(problems) > _MOST_NAMED:
        complain(f"  … and {len(problems) - _MOST_NAMED:,} more; the casebook's table `problem` holds all of them.")


def _print_verification(casebook: Path, found: "Verification", *, sealed: bool) -> None:
    screen = console()
    if not found.findings:
        seal_told = "; nothing was changed since the seal" if sealed else ""
        screen.print(f"✓ {plain(casebook)} is as it was written{seal_told}.", style="bold green")
    else:
        screen.print(f"✗ {plain(casebook)} is not as it was written. First:", style="bold red")
    for one in found.findings[:_MOST_NAMED]:
        screen.print(f"  {one.kind}: {plain(one.where)}: {plain(one.what)}")
    if found.bad > _MOST_NAMED:
        screen.print(f"  … and {found.bad - _MOST_NAMED:,} more")
    screen.print(
        f"{found.rows:,} rows, {found.articles:,} articles, {found.redacted:,} redacted rows, {found.pages:,} pages; "
        f"head sha256/160:{found.head.hex()}"
    )
