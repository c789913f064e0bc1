"""Events and derivations on a terminal: rival values side by side, and which line of a rule took which figure."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from recount.cli.terminal import plain
from recount.nouns.events import Period, Place, Side, WeaponTold
from recount.nouns.wording import bounds_in_words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from recount.api.deriving import ClaimShown, Derived, FieldShown, FigureShown
    from recount.codebook.rules import Line
    from recount.nouns.events import Choice, Claim, EventReport, Outcome, SettledEvent, Voice, Words

__all__ = ["derivation", "event_tables", "side_by_side"]

_EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
# Lines that divide another value: what they give nobody of is no news.
_DIVIDE = frozenset({"deaths-of", "rest"})
_TITLES = {"acled": "ACLED", "ucdp": "UCDP GED", "airwars": "Airwars", "ibc": "Iraq Body Count"}


def side_by_side(derived: Sequence["Derived"]) -> "Table":
    """Return the values under several rules, side by side."""
    table = _table("Rule", "Value", "Is", "Because", "From")
    table.columns[1].no_wrap, table.columns[2].justify = True, "right"
    for one in derived:
        rows = [
            (figure.name, _shown(figure.value), _because(figure), _givers(one, figure.rests_on))
            for figure in _telling(one)
        ] or [("no value", "", "", "")]
        for number, (name, value, because, givers) in enumerate(rows):
            head = _line(one.rule.title, style="bold") if number == 0 else _line("")
            if number == 0 and not one.enters:
                head.append("\nwould not hold it", style="yellow")
            table.add_row(
                head, plain(name), plain(value), plain(because), plain(givers), end_section=name == rows[-1][0]
            )
    return table


def derivation(found: "Derived") -> Iterator["RenderableType"]:
    """Yield how values under one rule follow: the values, what keeps the event out, what became of each figure, why."""
    values = ", ".join(f"{one.name} {_shown(one.value)}" for one in _telling(found))
    yield _line(f"{found.rule.title}: {values or 'no value'}", style="bold")
    for gate, why in found.why_not:
        yield _line(f"Its dataset would not hold this event: {why}. {_of_line(gate)}", style="yellow")
    yield from _put_aside(found.event)
    if found.claims:
        yield _line("\nWhat reports say, and what becomes of it", style="bold")
        yield _claims_table(found)
    fields = [one for one in found.fields if one.choice.line != "none-given"]
    if fields:
        yield _line("\nWhat else it looks at", style="bold")
        yield _fields_table(fields)
    yield _line("\nHow each value follows", style="bold")
    yield _values_table(found)
    changed = [line for line in found.lines if line.left_out or line.why]
    if changed:
        yield _line("\nLines that left figures out or changed them", style="bold")
        yield _lines_table(found)
    yield _line(f"\nBy {found.rule.document}", style="dim")


def event_tables(event: "SettledEvent") -> Iterator["RenderableType"]:
    """Yield tables of an event: fields with their rivals, figures over time with who gives them, values under rules."""
    told = [_value(event.of(name)) for name in ("sub_event_type", "where", "when") if event.of(name)]
    yield _line(", ".join(told) or "No report of it is left", style="bold")
    yield _line(f"{event.id}: {_many(len(event.reports), 'report')}, {_sources(event)}", style="dim")
    yield from _put_aside(event)
    fields = _table("Field", "Taken", "How", "Rivals")
    for name, choice in event.fields.items():
        # Who is held to have done it has a table of its own.
        if choice.line != "none-given" and name != "responsibility":
            rivals = "; ".join(f"{_value(one.value)} ({_outlets(event, one.reports)})" for one in choice.rivals)
            fields.add_row(name, plain(_taken(name, choice.value)), plain(_how(choice)), plain(rivals))
    if fields.row_count:
        yield _line("\nWhat was taken, and its rivals", style="bold")
        yield fields
    blamed = _table("Responsibility", "Is", "Who says so", "Printed by")
    for report in event.reports:
        said = {voice.statement: voice for voice in report.voices}
        for word in report.responsibility:
            voice = said.get(word.statement or "")
            blamed.add_row(plain(word.party), word.how, plain(_voice(voice)), plain(report.outlet or report.article))
    if blamed.row_count:
        yield _line("\nWho is held to have done it", style="bold")
        yield blamed
    figures = _table("Published", "Outlet", "Figure", "Who says so", "Words")
    for report, claim in _over_time(event):
        figures.add_row(
            report.published.isoformat() if report.published else "", plain(report.outlet or ""),
            plain(_figure(claim)), plain(_voices(claim)), plain(_quoted(claim.words)),
        )  # fmt: skip
    if figures.row_count:
        yield _line("\nFigures over time", style="bold")
        yield figures
    rules = _table("Rule", "Holds it", "Values")
    for name, outcome in event.outcomes.items():
        values = ", ".join(f"{key} {_shown(value)}" for key, value in outcome.values.items() if value is not None)
        rules.add_row(plain(_TITLES.get(name, name)), plain(_holds(outcome)), plain(values))
    yield _line("\nUnder published rules", style="bold")
    yield rules


def _claims_table(found: "Derived") -> "Table":
    """Return every figure with who gives it and what becomes of it; those that were taken stand first."""
    becomes = {id_: _becomes(found, id_) for id_ in found.claims}
    table = _table("Figure", "Who says so", "Printed by", "Words", "Becomes")
    # An article's id stays whole.
    table.columns[2].width = 21
    for id_, (claim, report) in sorted(found.claims.items(), key=lambda one: _rank(found, *one)):
        told, style = becomes[id_]
        printed = _line(report.outlet or "outlet not known")
        printed.append(f"\n{report.published or 'day not known'}\n{plain(report.article)}", style="dim")
        words = _line(_quoted(claim.words))
        if claim.words:
            words.append(f"\n[{claim.words[0].start}, {claim.words[0].end}]", style="dim")
        table.add_row(_line(_figure(claim)), plain(_voices(claim)), printed, words, _line(told, style=style))
    return table


def _rank(found: "Derived", id_: str, shown: "ClaimShown") -> tuple[Any, ...]:
    taken = [number for number, one in enumerate(_telling(found)) if id_ in one.rests_on]
    dropped = any(id_ == claim for line in found.lines for claim, _ in line.left_out)
    return taken[0] if taken else len(found.figures) + dropped, str(shown.report.published), shown.report.order, id_


def _becomes(found: "Derived", id_: str) -> tuple[str, str]:
    """Say which values a figure was taken for; else which line left it out and why."""
    taken = [one.name for one in _telling(found) if id_ in one.rests_on]
    if taken:
        return ", ".join(taken), "green"
    reasons = [(line.line.name, why) for line in found.lines for one, why in line.left_out if one == id_]
    # That soldiers are no civilians is no news where another line says more.
    telling = [one for one in reasons if one[1] != "another group"] or reasons
    told = "; ".join(dict.fromkeys(f"left out by {line}: {why}" for line, why in telling))
    return (told, "yellow") if told else ("counts, but another is taken", "dim")


def _fields_table(fields: Iterable["FieldShown"]) -> "Table":
    table = _table("Field", "Taken", "How", "Words")
    for one in fields:
        printed_by: dict[str, dict[str, None]] = {}
        for report, words in one.words:
            printed_by.setdefault(words.quote, {})[report.outlet or report.article] = None
        told = [f"“{quote}” ({', '.join(outlets)})" for quote, outlets in printed_by.items()]
        table.add_row(
            one.name,
            plain(_value(one.choice.value)),
            plain(_how(one.choice)),
            plain("; ".join(told) or "no words of its own"),
        )
    return table


def _values_table(found: "Derived") -> "Table":
    """Return each value that says something with its line; all of them where none is known."""
    table = _table("Value", "Is", "By the line")
    table.columns[0].no_wrap, table.columns[1].justify = True, "right"
    for one in _telling(found) or found.figures:
        says = _line(f"{one.why}." if one.why else "")
        says.append(f"{' ' if one.why else ''}{plain(_of_line(one.line))}", style="dim")
        table.add_row(_line(one.name, style="bold"), plain(_shown(one.value)), says)
    return table


def _lines_table(found: "Derived") -> "Table":
    table = _table("Line", "Of", "Did", "Says")
    for line, of, _, left_out, why in found.lines:
        did = [f"left out {len(left_out)}"] if left_out else []
        did += [why] if why else []
        if did:
            table.add_row(
                plain(line.name), plain(of), plain("; ".join(did)), _line(f"{line.says} ({line.section})", style="dim")
            )
    return table


def _put_aside(event: "SettledEvent") -> Iterator["Text"]:
    for rejected in event.rejected:
        yield _line(f"{rejected} was rejected by people: nothing is taken from it.", style="yellow")
    for report in event.reports:
        for one in report.unapplied:
            yield _line(f"A correction of {report.id} cannot be applied: {one}", style="yellow")


def _telling(found: "Derived") -> list["FigureShown"]:
    """Return the values that say something: known ones, and of divided figures the shares of somebody."""
    known = [one for one in found.figures if one.value is not None]
    return [one for one in known if one.value != 0 or one.line.does not in _DIVIDE]


def _because(figure: "FigureShown") -> str:
    return f"{figure.line.name}: {figure.why}" if figure.why else figure.line.name


def _givers(found: "Derived", claims: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(_short(found.claims[one]) for one in claims if one in found.claims))


def _over_time(event: "SettledEvent") -> list[tuple["EventReport", Any]]:
    told = [(report, claim) for report in event.reports for claim in report.claims]
    return sorted(told, key=lambda one: (_EFFECTS.index(one[1].effect), str(one[0].published), one[0].order))


def _how(choice: "Choice") -> str:
    """Say what took a value; that it is the only one goes without saying."""
    if choice.line == "only-value":
        return ""
    if choice.why:
        return choice.why if choice.why.startswith(choice.line) else f"{choice.line}: {choice.why}"
    return choice.line


def _holds(outcome: "Outcome") -> str:
    if outcome.enters:
        return "yes"
    whys = {step.line: step.why for step in outcome.steps if step.of == "enters"}
    return "no: " + "; ".join(whys.get(line) or line for line in outcome.why_not)


def _sources(event: "SettledEvent") -> str:
    told = f"{_many(event.sources.independent, 'independent source')}"
    return f"{told}, {event.sources.from_party} of a party only" if event.sources.from_party else told


def _outlets(event: "SettledEvent", reports: Sequence[str]) -> str:
    named = {report.id: report.outlet or report.article for report in event.reports}
    return ", ".join(dict.fromkeys(named[one] for one in reports))


def _taken(name: str, value: Any) -> str:
    if name == "responsibility":
        return "; ".join(f"{party}: {how}" for party, how in value)
    return _value(value)


def _value(value: Any) -> str:
    """Write a value of a field in one line."""
    if isinstance(value, Side):
        return value.known_as
    if isinstance(value, Place):
        named = [value.gazetteer_name or value.name, value.admin1, value.country]
        return f"{', '.join(dict.fromkeys(str(one) for one in named if one))} ({value.precision})"
    if isinstance(value, Period):
        days = value.earliest if value.earliest == value.latest else f"{value.earliest or '?'} to {value.latest or '?'}"
        return f"{days} ({value.precision})"
    if isinstance(value, WeaponTold):
        return f"{value.name} ({value.category})"
    if isinstance(value, tuple):
        return "; ".join(_value(one) for one in value if one is not None)
    return str(value)


def _figure(claim: "Claim") -> str:
    group = f" {claim.group}" if claim.group else ""
    kind = f" ({claim.group_kind})" if claim.group_kind not in ("unknown", (claim.group or "")[:-1]) else ""
    part = ", part of another" if claim.part_of else ""
    shared = f", told of {claim.shared} places together" if claim.shared > 1 else ""
    later = ", replaced later" if claim.revised else ""
    return f"{bounds_in_words(claim.low, claim.best, claim.high)}{group} {claim.effect}{kind}{part}{shared}{later}"


def _voices(claim: "Claim") -> str:
    """Say who gives a figure, as what, and for whom."""
    if not claim.voices:
        return f"corrected by {claim.by}" if claim.by else _voice(None)
    return "; ".join(map(_voice, claim.voices))


def _voice(voice: "Voice | None") -> str:
    """Say who speaks, as what, and for whom; None is the outlet."""
    if voice is None:
        return "the outlet itself"
    side = f", for {voice.side}" if voice.side and voice.side not in (voice.name or "") else ""
    via = f", via {voice.via}" if voice.via else ""
    return f"{voice.name or voice.role or voice.kind} {voice.stance} ({voice.kind}{side}){via}"


def _quoted(words: Sequence["Words"]) -> str:
    """Quote words, those inside others once."""
    outer = [
        one
        for one in words
        if not any(other is not one and other.start <= one.start <= one.end <= other.end for other in words)
    ]
    return "“" + " … ".join(one.quote for one in outer) + "”" if outer else ""


def _short(shown: "ClaimShown") -> str:
    who = next((voice.name or voice.role or voice.kind for voice in shown.claim.voices), shown.claim.by)
    told = bounds_in_words(shown.claim.low, shown.claim.best, shown.claim.high)
    return f"{told} ({', '.join(part for part in (who, shown.report.outlet) if part) or shown.report.article})"


def _shown(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, tuple):
        return "; ".join(" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in value)
    return plain(str(value))


def _of_line(line: "Line") -> str:
    return f"{line.name} ({line.section}): {line.says}"


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _table(*heads: str) -> "Table":
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold dim", show_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table


def _line(words: str, *, style: str = "") -> "Text":
    from rich.text import Text

    before = "\n" if words.startswith("\n") else ""
    return Text(before + plain(words), style=style)
