"""`recount link`, `events`, `why-linked`, `join`, `split`: which reports tell of one happening."""

import enum
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recount.cli.casebook import By, Casebook, who
from recount.cli.exits import errors_told
from recount.cli.progress import progress_bar
from recount.cli.terminal import complain, console, is_terminal, plain

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from recount.api.linking import LinkedReport, WhyLinked
    from recount.ledger.judging import EventRow, Judgement
    from recount.pipeline.grouping import Regrouped

__all__ = ["events", "join", "link", "split", "why_linked"]

_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as in a pipe.")]
_Reason = Annotated[str | None, typer.Option("--reason", help="Why; it is kept.")]
_Withdraw = Annotated[bool, typer.Option("--withdraw", help="Take back what you judged of these instead.")]
# Judgements that are shown of an event; the pipe gives all.
_MOST_SHOWN = 12


class Engine(enum.StrEnum):
    """What compares reports."""

    HERE = "here"
    """DuckDB in this process."""
    SPARK = "spark"
    """PySpark: a cluster, or several processes."""


def link(
    casebook: Casebook,
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Link again what was published on this day or later.")
    ] = None,
    anew: Annotated[bool, typer.Option("--anew", help="Link everything again, not only what is new.")] = False,
    engine: Annotated[
        Engine, typer.Option("--engine", help="here: in this process; spark: needs recount[spark].")
    ] = Engine.HERE,
    master: Annotated[str, typer.Option("--master", metavar="URL", help="Of Spark.")] = "local[*]",
    by: By = None,
) -> None:
    """Link reports of one happening across articles, with the reason for each link.

    What was added since the last time is compared with what is there; the result is the same as if all were linked at
    once. What people judged with join and split stays.

    \b
    Examples:
      recount link sahel.recount
      recount link sahel.recount --since 2024-05-01
      recount link sahel.recount --anew --engine spark --master spark://cluster:7077
    """
    from recount.api import linking as api
    from recount.cli.output import write_value

    with errors_told(), _progress() as told:
        outcome = api.link(casebook, since=since, anew=anew, engine=engine.value, master=master, by=who(by), told=told)
    if not is_terminal(sys.stdout):
        write_value(outcome._asdict(), terminal=False)
    complain(
        f"Linked {outcome.reports:,} reports: {outcome.judgements:,} new judgements, {outcome.copies:,} copies. "
        f"{casebook} holds {outcome.events:,} events."
    )
    for one, other in outcome.contradictions:
        complain(f"  People contradict each other: {one} and {other} were judged the same, and kept apart.")


def events(
    casebook: Casebook,
    country: Annotated[str | None, typer.Option(metavar="XX", help="ISO code of the country.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or before.")] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="ACLED's event type or sub-type.")] = None,
    reports: Annotated[int, typer.Option("--reports", min=1, help="Only events with so many reports or more.")] = 1,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="The most events to show.")] = 50,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Pass over so many.")] = 0,
    as_json: _AsJson = False,
) -> None:
    """List events: what several reports together say happened, the latest day first.

    Numbers are what reports say, from the least to the greatest; nobody has settled them.

    \b
    Examples:
      recount events sahel.recount --country ML --since 2024-01-01
      recount events sahel.recount --type "Air/drone strike" --reports 2 --json
    """
    from recount.api import linking as api
    from recount.cli.output import write_value

    with errors_told():
        found = api.events(
            casebook, country=country, since=since, until=until, event_type=kind, least_reports=reports, limit=limit,
            offset=offset,
        )  # fmt: skip
        waiting = api.unlinked(casebook)
    if as_json or not is_terminal(sys.stdout):
        for event in found:
            write_value(event._asdict(), terminal=False)
    else:
        _print_events(found)
        if len(found) == limit:
            console().print(f"More with --offset {offset + limit}.", style="dim")
    if waiting:
        complain(f"{waiting:,} reports are in no event yet. Link them with: recount link {casebook}")


def why_linked(
    casebook: Casebook,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="An event (ev1:…), or one of its reports.")],
    as_json: _AsJson = False,
) -> None:
    """Show what holds an event together: its reports, and why they were taken for one happening.

    \b
    Examples:
      recount why-linked sahel.recount ev1:99ec53da9d44c6c1
      recount why-linked sahel.recount rep1:99ec53da9d44c6c1 --json
    """
    from recount.api import linking as api
    from recount.cli.output import write_value

    with errors_told():
        found = api.why_linked(casebook, event)
    if as_json or not is_terminal(sys.stdout):
        write_value(_value(found), terminal=is_terminal(sys.stdout))
    else:
        console().print(_tree(found))


def join(
    casebook: Casebook,
    about: Annotated[list[str], typer.Argument(metavar="EVENT...", help="Events, or reports, that are one happening.")],
    reason: _Reason = None,
    withdraw: _Withdraw = False,
    by: By = None,
) -> None:
    """Judge that events are one happening. It holds whatever a method says, until you take it back.

    \b
    Examples:
      recount join sahel.recount ev1:99ec53da9d44c6c1 ev1:1ea557d82051c3ae --reason "same bridge"
      recount join sahel.recount ev1:99ec53da9d44c6c1 --withdraw
    """
    from recount.api import linking as api

    with errors_told():
        done = (api.withdraw if withdraw else api.join)(casebook, about, by=who(by), reason=reason)
    _tell(done)


def split(
    casebook: Casebook,
    event: Annotated[str, typer.Argument(metavar="EVENT", help="The event.")],
    reports: Annotated[
        list[str] | None, typer.Argument(metavar="REPORT...", help="Those that tell of another happening.")
    ] = None,
    reason: _Reason = None,
    withdraw: _Withdraw = False,
    by: By = None,
) -> None:
    """Judge that some reports of an event tell of another happening. It holds until you take it back.

    \b
    Examples:
      recount split sahel.recount ev1:99ec53da9d44c6c1 rep1:1ea557d82051c3ae --reason "the second strike"
      recount split sahel.recount ev1:99ec53da9d44c6c1 --withdraw
    """
    from recount.api import linking as api

    with errors_told():
        if withdraw:
            done = api.withdraw(casebook, [event, *(reports or [])], by=who(by), reason=reason)
        else:
            done = api.split(casebook, event, reports or [], by=who(by), reason=reason)
    _tell(done)


def _tell(done: "Regrouped") -> None:
    complain(f"Kept. Events now: {', '.join(done.events)}")
    for one, other in done.contradictions:
        complain(f"  This contradicts what was judged before: {one} and {other}. `recount why-linked` shows by whom.")


@contextmanager
def _progress() -> "Iterator[Callable[[str, int, int], None] | None]":
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn

    with progress_bar("{task.description}", BarColumn(), TextColumn("{task.fields[done]}"), TimeElapsedColumn()) as bar:
        task = bar.add_task("reading reports", total=None, done="")
        names = {
            "reports": "reading reports",
            "pairs": "comparing",
            "judgements": "keeping",
            "events": "putting events together",
        }

        def told(step: str, done: int, total: int) -> None:
            bar.update(
                task, description=names[step], completed=done, total=total or None, done=f"{done:,}" if total else ""
            )

        yield told


def _print_events(found: "list[EventRow]") -> None:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", expand=True)
    for heading, ratio in (
        ("Event", None),
        ("When", None),
        ("Where", 3),
        ("What", 4),
        ("Killed", 1),
        ("Reports", 1),
        ("Sources", 1),
    ):
        table.add_column(heading, ratio=ratio, overflow="fold")
    for one in found:
        where = ", ".join(part for part in (one.place, one.country) if part)
        cells = (
            one.id,
            _days(one) or "not known",
            where or "not known",
            one.sub_event_type or one.event_type or "not settled",
            _killed(one),
            one.reports,
            one.sources,
        )
        table.add_row(*(plain(cell) for cell in cells))
    console().print(table if found else "No events fit.")


def _days(event: "EventRow") -> str:
    return event.earliest or "" if event.earliest == event.latest else f"{event.earliest} to {event.latest}"


def _killed(event: "EventRow") -> str:
    if event.killed_low is None:
        return "–"
    return f"{event.killed_low}" if event.killed_low == event.killed_high else f"{event.killed_low}–{event.killed_high}"


def _value(found: "WhyLinked") -> dict[str, Any]:
    parts = found._asdict()
    return {
        "event": found.event._asdict(),
        "reports": [one._asdict() for one in found.reports],
        **{name: [one._asdict() for one in parts[name]] for name in ("judgements", "not_linked", "people")},
        "contradictions": [[one._asdict() for one in held] for held in found.contradictions],
    }


def _tree(found: "WhyLinked") -> "Tree":
    from rich.tree import Tree

    event = found.event
    what = event.sub_event_type or event.event_type or "type not settled"
    where = ", ".join(part for part in (event.place, event.country) if part) or "place not known"
    root = Tree(
        _line(f"{event.id}  {what}, {where}, {_days(event) or 'day not known'}", style="bold"), guide_style="dim"
    )
    number = {one.id: place for place, one in enumerate(found.reports, start=1)}
    reports = root.add(_line(f"{len(found.reports)} reports, {event.sources} sources"))
    for one in found.reports:
        _add_report(reports, number[one.id], one)
    if found.judgements:
        linked = root.add(_line("Taken for one happening because"))
        for judged in found.judgements[:_MOST_SHOWN]:
            linked.add(_judgement(judged, number))
        if len(found.judgements) > _MOST_SHOWN:
            linked.add(_line(f"… and {len(found.judgements) - _MOST_SHOWN} more pairs (--json gives all)", style="dim"))
    for name, listed in (("Judged by people", found.people), ("Not taken into it", found.not_linked)):
        if listed:
            branch = root.add(_line(name))
            for judged in listed[:_MOST_SHOWN]:
                branch.add(_judgement(judged, number))
    for held in found.contradictions:
        told = " but ".join(f"{one.by} says {one.verdict}" for one in held)
        root.add(_line(f"People contradict each other on {held[0].one} and {held[0].other}: {told}", style="yellow"))
    return root


def _add_report(branch: "Tree", number: int, report: "LinkedReport") -> None:
    told = [report.outlet or "unknown outlet", report.published or "day not known"]
    told += [f"copy of {report.copy_of}"] if report.copy_of else []
    one = branch.add(_line(f"{number}  {report.id}  {', '.join(told)}"))
    facts = [part for part in (report.when, report.place, f"{report.killed} killed" if report.killed else None) if part]
    one.add(_line(f"“{report.sentence}”"))
    if facts:
        one.add(_line(" · ".join(facts), style="dim"))


def _judgement(judged: "Judgement", number: dict[str, int]) -> "Text":
    order = sorted(judged.pair, key=lambda one: (number.get(one, len(number) + 1), one))
    sides = " and ".join(str(number.get(one, one)) for one in order)
    by = f"{judged.by}, {judged.at}: {judged.verdict}" if judged.by else f"{judged.probability or 0:.0%}"
    return _line(f"{sides}  {by}  {judged.reason or ''}")


def _line(text: str, *, style: str = "") -> "Text":
    from rich.text import Text

    return Text(plain(text), style=style)
