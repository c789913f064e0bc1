"""Events and derivations on a terminal: rival values side by side, and which line of a rule took which figure."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from recount.cli.terminal import plain
from recount.nouns.events import Period, Place, Side, WeaponTold
from recount.nouns.wording import bounds_in_words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text
    from rich.tree import Tree

    from recount.api.deriving import ClaimShown, Derived
    from recount.nouns.events import Choice, EventReport, SettledEvent

__all__ = ["derivation_tree", "event_tables", "side_by_side"]

# Values of a rule that are no figures of people and are shown in the table of fields.
_EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")


def side_by_side(derived: Sequence["Derived"]) -> "Table":
    """Return the values under several rules, side by side."""
    table = _table("Rule", "Value", "Is", "Because", "Figures")
    for one in derived:
        first = one.rule.title if one.enters else f"{one.rule.title} (would not hold it)"
        known = [figure for figure in one.figures if figure.value is not None]
        for number, figure in enumerate(known):
            table.add_row(
                plain(first) if number == 0 else "", plain(figure.name), _shown(figure.value), plain(figure.line.says),
                plain("; ".join(_short(one.claims[id_]) for id_ in figure.rests_on if id_ in one.claims)),
            )  # fmt: skip
        if not known:
            table.add_row(plain(first), "no value", "", "", "")
    return table


def derivation_tree(found: "Derived") -> "Tree":
    """Return how values under one rule follow: figures, what lines left out, and which line took which."""
    from rich.tree import Tree

    values = ", ".join(f"{one.name} {_shown(one.value)}" for one in found.figures if one.value is not None)
    root = Tree(_line(f"{found.rule.title}: {values or 'no value'}", style="bold"), guide_style="dim")
    root.add(_line(found.rule.document, style="dim"))
    if found.claims:
        branch = root.add(_line("What reports say", style="bold"))
        for claim in found.claims.values():
            _add_claim(branch, claim)
    for line in found.lines:
        if line.left_out:
            branch = root.add(_named(line.line.name, line.line.says, line.line.section))
            for id_, why in line.left_out:
                branch.add(_line(f"left out: {_short(found.claims[id_])}: {why}", style="yellow"))
    for figure in found.figures:
        told = f"{figure.name} is {_shown(figure.value)}" + (f": {figure.why}" if figure.why else "")
        branch = root.add(_line(told, style="bold"))
        branch.add(_named(figure.line.name, figure.line.says, figure.line.section))
        for id_ in figure.rests_on:
            if id_ in found.claims:
                branch.add(_line(f"from: {_short(found.claims[id_])}"))
    if found.enters:
        root.add(_line("Its dataset would hold this event."))
    for gate, why in found.why_not:
        branch = root.add(_line(f"Its dataset would not hold this event: {why}", style="yellow"))
        branch.add(_named(gate.name, gate.says, gate.section))
    return root


def event_tables(event: "SettledEvent") -> Iterator["RenderableType"]:
    """Yield tables of an event: fields with their rivals, figures over time with who gives them, values under rules."""
    yield _line(f"{event.id}: {_many(len(event.reports), 'report')}, {_sources(event)}", style="bold")
    fields = _table("Field", "Taken", "How", "Rivals")
    for name, choice in event.fields.items():
        if choice.line != "none-given":
            rivals = "; ".join(f"{_value(one.value)} ({_outlets(event, one.reports)})" for one in choice.rivals)
            fields.add_row(name, plain(_value(choice.value)), plain(_how(choice)), plain(rivals))
    yield fields
    figures = _table("Published", "Outlet", "Figure", "Who says so", "Words")
    for report, claim in _over_time(event):
        voices = "; ".join(f"{voice.name or voice.role or voice.kind} {voice.stance}" for voice in claim.voices)
        figures.add_row(
            report.published.isoformat() if report.published else "", plain(report.outlet or ""),
            plain(_figure(claim)), plain(voices or "the outlet"),
            plain("“" + " … ".join(one.quote for one in claim.words) + "”"),
        )  # fmt: skip
    if figures.row_count:
        yield figures
    rules = _table("Rule", "Holds it", "Values")
    for name, outcome in event.outcomes.items():
        values = ", ".join(f"{key} {_shown(value)}" for key, value in outcome.values.items() if value is not None)
        rules.add_row(name, "yes" if outcome.enters else "no: " + ", ".join(outcome.why_not), plain(values))
    yield rules
    for report in event.reports:
        for one in report.unapplied:
            yield _line(f"A correction of {report.id} cannot be applied: {one}", style="yellow")
    for rejected in event.rejected:
        yield _line(f"{rejected} was rejected by people: nothing is taken from it.", style="yellow")


def _over_time(event: "SettledEvent") -> list[tuple["EventReport", Any]]:
    told = [(report, claim) for report in event.reports for claim in report.claims]
    return sorted(told, key=lambda one: (_EFFECTS.index(one[1].effect), str(one[0].published), one[0].order))


def _how(choice: "Choice") -> str:
    return f"{choice.line}: {choice.why}" if choice.why else choice.line


def _sources(event: "SettledEvent") -> str:
    told = f"{_many(event.sources.independent, 'independent source')}"
    return f"{told}, {event.sources.from_party} of a party only" if event.sources.from_party else told


def _outlets(event: "SettledEvent", reports: Sequence[str]) -> str:
    named = {report.id: report.outlet or report.article for report in event.reports}
    return ", ".join(dict.fromkeys(named[one] for one in reports))


def _value(value: Any) -> str:
    """Write a value of a field in one line."""
    if isinstance(value, Side):
        return value.known_as
    if isinstance(value, Place):
        named = [value.gazetteer_name or value.name, value.admin1, value.country]
        return f"{', '.join(str(one) for one in named if one)} ({value.precision})"
    if isinstance(value, Period):
        days = value.earliest if value.earliest == value.latest else f"{value.earliest or '?'} to {value.latest or '?'}"
        return f"{days} ({value.precision})"
    if isinstance(value, WeaponTold):
        return f"{value.name} ({value.category})"
    if isinstance(value, tuple):
        return "; ".join(_value(one) for one in value if one is not None)
    return str(value)


def _add_claim(branch: "Tree", shown: "ClaimShown") -> None:
    claim, report = shown
    about = ", ".join(part for part in (report.outlet, str(report.published or "")) if part)
    leaf = branch.add(_line(f"{_figure(claim)}  {about}  {claim.id}"))
    for word in claim.words[:2]:
        leaf.add(_line(f"“{word.quote}” [{word.start}, {word.end}] in {word.article}"))
    for voice in claim.voices:
        side = f", speaks for {voice.side}" if voice.side else ""
        via = f", via {voice.via}" if voice.via else ""
        leaf.add(_line(f"{voice.stance}: {voice.name or voice.role or voice.kind} ({voice.kind}{side}){via}"))
    if not claim.voices:
        leaf.add(_line("corrected by " + claim.by if claim.by else "in the outlet's own voice", style="italic"))


def _figure(claim: Any) -> str:
    group = f" {claim.group}" if claim.group else ""
    kind = f" ({claim.group_kind})" if claim.group_kind != "unknown" else ""
    part = ", part of another" if claim.part_of else ""
    shared = f", told of {claim.shared} places together" if claim.shared > 1 else ""
    later = ", replaced later" if claim.revised else ""
    return f"{bounds_in_words(claim.low, claim.best, claim.high)}{group} {claim.effect}{kind}{part}{shared}{later}"


def _short(shown: "ClaimShown") -> str:
    who = next((voice.name or voice.role or voice.kind for voice in shown.claim.voices), None)
    told = bounds_in_words(shown.claim.low, shown.claim.best, shown.claim.high)
    return f"{told} ({', '.join(part for part in (who, shown.report.outlet) if part) or shown.report.article})"


def _shown(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, tuple):
        return "; ".join(" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in value)
    return plain(str(value))


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _table(*heads: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim")
    for head in heads:
        table.add_column(head)
    return table


def _named(line: str, says: str, section: str) -> "Text":
    return _line(f"line {line} ({section}): {says}", style="dim")


def _line(words: str, *, style: str = "") -> "Text":
    from rich.text import Text

    return Text(plain(words), style=style)
