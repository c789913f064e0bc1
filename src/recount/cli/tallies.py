"""`recount tallies`: what speakers say the toll comes to, beside what the casebook holds."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from recount.cli.casebook import Casebook
from recount.cli.exits import errors_told
from recount.cli.terminal import complain, console, is_terminal, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

    from recount.api.tallies import TallyLine, TallyShown
    from recount.reconciliation.tally_lines import MonthHeld, TallyPoint
    from recount.reconciliation.tallying import Compared, EventInside

__all__ = ["tallies"]

# Events that are shown of a tally; the pipe gives all.
_MOST_SHOWN = 40
# Characters of the longest bar.
_BAR = 40


def tallies(
    casebook: Casebook,
    tally: Annotated[
        str | None, typer.Argument(metavar="TALLY", help="One tally (tal1:…), with its events.", show_default=False)
    ] = None,
    rule: Annotated[
        str, typer.Option("--rule", metavar="RULE", help="acled, ucdp, airwars, ibc, or the path of a rule's file.")
    ] = "acled",
    country: Annotated[str | None, typer.Option(metavar="XX", help="ISO code of a country it counts over.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Its period reaches this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Its period reaches this day or before.")] = None,
    measure: Annotated[
        str | None, typer.Option("--measure", metavar="MEASURE", help="attacks, killed, injured, displaced …")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, as in a pipe.")] = False,
) -> None:
    """Set cumulative figures against the coded events inside their period, area and parties.

    A tally is never an event. What the casebook holds of it is counted under a published rule: covered, missing from
    the casebook, or beyond what was told; what is only perhaps inside makes the upper bound. With TALLY: its words, the
    events one by one, its parts, every rule, and the gap over time. Link the reports first.

    \b
    Examples:
      recount tallies sahel.recount
      recount tallies sahel.recount --country ML --measure killed --rule ucdp
      recount tallies sahel.recount tal1:a97c0673a953e43e
      recount tallies sahel.recount --since 2024-01-01 --json
    """
    from recount.api import linking
    from recount.api import tallies as api
    from recount.cli.output import write_value

    in_json = as_json or not is_terminal(sys.stdout)
    with errors_told():
        if tally is not None:
            shown = api.tally(casebook, tally, rule=rule)
            if in_json:
                write_value(api.value_of_shown(shown), terminal=is_terminal(sys.stdout))
            else:
                _print_shown(shown)
        else:
            lines = api.tallies(casebook, rule=rule, country=country, since=since, until=until, measure=measure)
            if in_json:
                for line in lines:
                    write_value(api.value_of_line(line), terminal=False)
            else:
                _print_lines(lines, rule)
        waiting = linking.unlinked(casebook)
    if waiting:
        complain(f"{waiting:,} reports are in no event yet, and not counted. Link them: recount link {casebook}")


def _print_lines(lines: "Sequence[TallyLine]", rule: str) -> None:
    from rich import box
    from rich.table import Table

    from recount.api.tallies import figure_told, period_told, what_is_counted

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", expand=True)
    for heading, ratio, side in (
        ("Tally", None, "left"), ("Told", 3, "left"), ("By", 3, "left"), ("Period", 3, "left"), ("Area", 2, "left"),
        ("Held", None, "right"), ("Missing", None, "right"), ("Beyond", None, "right"),
    ):  # fmt: skip
        table.add_column(heading, ratio=ratio, overflow="fold", justify="right" if side == "right" else "left")
    for one in lines:
        told, tally, whole = one.told, one.told.tally, one.result.whole
        cells = (
            tally.id, f"{figure_told(tally)} {what_is_counted(tally)}", told.speaker or told.outlet or "the article",
            period_told(tally, told.published), ", ".join(region.name for region in tally.regions) or "everywhere",
            *_cells(whole),
        )  # fmt: skip
        table.add_row(*(plain(cell) for cell in cells))
    console().print(table if lines else "No tallies fit.")
    if lines:
        console().print(f"Held under {rule}; “–”: not to be compared, `recount tallies … TALLY` says why.", style="dim")


def _cells(compared: "Compared") -> tuple[str, str, str]:
    held = compared.held
    if held is None:
        return "–", "–", "–"
    return _range(held.best, held.high), _number(compared.missing), _number(compared.surplus)


def _range(best: int, high: int) -> str:
    return f"{best:,}–{high:,}" if high > best else f"{best:,}"


def _number(number: int | None) -> str:
    return "–" if number is None else f"{number:,}"


def _print_shown(shown: "TallyShown") -> None:
    screen = console()
    screen.print(_line(shown.line.sentence, style="bold"))
    screen.print(_tree(shown))
    screen.print(_rules_table(shown))
    for reason in _reasons(shown):
        screen.print(_line(f"Not compared: {reason}.", style="dim"))
    if len(shown.over_time) > 1:
        screen.print(_over_time(shown.over_time))
    if shown.by_month:
        screen.print(_by_month(shown.by_month, shown.line.told.tally.figure))


def _tree(shown: "TallyShown") -> "Tree":
    from rich.tree import Tree

    told, result = shown.line.told, shown.line.result
    where = ", ".join(part for part in (told.outlet, told.title, str(told.published or "")) if part)
    root = Tree(_line(f"{told.tally.id}  {where}"), guide_style="dim")
    root.add(_line(f"“{told.sentence}”"))
    for note in result.notes:
        root.add(_line(note, style="yellow"))
    for name, sure in (("Surely inside", True), ("Perhaps inside", False)):
        listed = [one for one in result.events if bool(one.doubts) != sure]
        if listed:
            branch = root.add(_line(f"{name}: {len(listed):,} events"))
            for one in listed[:_MOST_SHOWN]:
                branch.add(_event(one))
            if len(listed) > _MOST_SHOWN:
                branch.add(_line(f"… and {len(listed) - _MOST_SHOWN:,} more (--json gives all)", style="dim"))
    return root


def _event(inside: "EventInside") -> "Text":
    event = inside.event
    days = (
        f"{event.earliest or '?'}"
        if event.earliest == event.latest
        else f"{event.earliest or '?'} to {event.latest or '?'}"
    )
    where = ", ".join(part for part in (event.where.name, event.where.country) if part) or "place not known"
    who = ", ".join(side.known_as for side in event.perpetrators) or "by nobody named"
    figure = inside.figure
    parts = [event.id, days, where, event.event_type or "type not settled", who, _range(figure.best, figure.high)]
    parts += [f"part: {', '.join(inside.parts)}"] if inside.parts else []
    parts += ["; ".join(inside.doubts)] if inside.doubts else []
    return _line("  ".join(parts))


def _rules_table(shown: "TallyShown") -> "Table":
    from rich import box
    from rich.table import Table

    from recount.api.tallies import figure_told

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    table.add_column("Under")
    table.add_column("Of")
    for heading in ("Told", "Held", "Covered", "Missing", "Beyond", "Remainder"):
        table.add_column(heading, justify="right")
    for result in shown.by_rule:
        rows = [("the whole", figure_told(result.tally), result.whole)]
        rows += [(one.part.label, figure_told(one.part), one.compared) for one in result.parts]
        for place, (label, told, compared) in enumerate(rows):
            # Of a part that a rule cannot tell from the rest the reason is enough.
            if place == 0 or compared.held is not None:
                held, missing, beyond = _cells(compared)
                cells = (result.rule, label, told, held, _number(compared.covered), missing, beyond)
                table.add_row(*(plain(cell) for cell in cells), _remainder(compared.residual))
    return table


def _remainder(left: "tuple[int, int | None] | None") -> str:
    if left is None:
        return "–"
    least, most = left
    return f"{least:,} or more" if most is None else _range(least, most)


def _reasons(shown: "TallyShown") -> "list[str]":
    """Return why some of it cannot be compared, each reason once."""
    compared = [one for result in shown.by_rule for one in (result.whole, *(part.compared for part in result.parts))]
    return list(dict.fromkeys(one.why_not for one in compared if one.why_not))


def _over_time(points: "Sequence[TallyPoint]") -> "Table":
    most = max(max(one.told, one.held) for one in points) or 1
    table = _bars("The gap over time", ("Up to", "", "Told", "Held", "Gap"))
    for one in points:
        held = round(_BAR * min(one.held, one.told) / most)
        bar = "█" * held + "░" * (round(_BAR * one.told / most) - held)
        table.add_row(f"{one.until}", bar, f"{one.told:,}", _range(one.held, one.held_high), f"{one.gap:,}")
    return table


def _by_month(months: "Sequence[MonthHeld]", told: int | None) -> "Table":
    most = max(told or 0, months[-1].cumulated) or 1
    table = _bars("Held by month, added up", ("Month", "", "Held", "Added up", ""))
    for one in months:
        table.add_row(
            f"{one.month:%Y-%m}", "█" * round(_BAR * one.cumulated / most), f"{one.held:,}", f"{one.cumulated:,}"
        )
    return table


def _bars(title: str, headings: "Sequence[str]") -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="right" if place > 1 else "left")
    return table


def _line(text: str, *, style: str = "") -> "Text":
    from rich.text import Text

    return Text(plain(text), style=style)
