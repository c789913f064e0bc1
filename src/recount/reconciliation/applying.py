"""Applies published rules to an event, line by line, and keeps what each line did."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from operator import is_
from sys import intern
from typing import Any, NamedTuple

from recount.codebook import load
from recount.codebook.rules import Line, Rule
from recount.errors import BadCodebook
from recount.nouns.events import GROUP_KINDS, STATE_KINDS, Choice, Event, Outcome, SettledEvent, Step
from recount.nouns.wording import bounds_in_words
from recount.reconciliation.arguments import MAKES_FIGURES, Known, wrong_with
from recount.reconciliation.claims import CLAIM_LINES, LOOKS_FOR
from recount.reconciliation.independence import sources_of, told_by
from recount.reconciliation.lines import ENTERS_LINES, VALUE_LINES, Facts
from recount.reconciliation.settling import settled_fields
from recount.reconciliation.sides import sides_of
from recount.reconciliation.tellings import HARM, Telling, Told, tells_of_anyone

__all__ = ["Compiled", "compiled", "settled"]

_CIVILIAN_TARGETS = frozenset({"civilians", "protesters"})
_FIGHTERS = STATE_KINDS | GROUP_KINDS


class _Ready(NamedTuple):
    """A line whose words are looked up."""

    name: str
    does: Callable[..., Any]
    arguments: Mapping[str, Any]
    so_far: str = ""
    """What it and the lines before it in its set do: sets that begin alike come to the same figures."""
    of: str | None = None
    """Of a value the set of claims without which it is `without`; None where it is not made of claims alone."""
    without: Any = None
    looks_for: str | None = None
    """Of a set of claims what none of an event's figures may have, so that the line changes nothing."""


class _Done(NamedTuple):
    """What a line of claims did."""

    kept: list[Telling]
    ids: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    why: str | None
    is_step: bool
    """Whether it took, left out or changed anything."""


class Compiled(NamedTuple):
    """A rule whose lines are looked up once for many events."""

    name: str
    claims: Mapping[str, tuple[_Ready, ...]]
    values: Mapping[str, _Ready]
    enters: tuple[_Ready, ...]


def compiled(rule: Rule) -> Compiled:
    """Look up what the lines of a rule do.

    Raises:
        BadCodebook: a line does something unknown, lacks an argument, has one that is none, or uses a set of claims or
            a value that is not there before it.
        BadArgument: there is no such table of vague numbers.
    """
    claims: dict[str, tuple[_Ready, ...]] = {}
    for name, lines in rule.claims.items():
        if not lines or lines[0].does != "take":
            raise BadCodebook(f"{rule.name}, claims {name}: the first line has to `take` an effect.")
        ready = [_ready(rule, line, CLAIM_LINES, Known(claims, ())) for line in lines]
        chain = accumulate(f"{line.does} {sorted(line.arguments.items())};" for line in lines)
        claims[name] = tuple(one._replace(so_far=intern(so_far)) for one, so_far in zip(ready, chain, strict=True))
    values: dict[str, _Ready] = {}
    figures: set[str] = set()
    for name, line in rule.values.items():
        ready_line = _ready(rule, line, VALUE_LINES, Known(claims, values, figures))
        if line.does in MAKES_FIGURES:
            figures.add(name)
        of = line.arguments.get("of")
        if of in claims and "none" not in line.arguments:
            ready_line = ready_line._replace(of=of, without=0 if line.does == "sources" else None)
        values[name] = ready_line
    enters = tuple(_ready(rule, line, ENTERS_LINES, Known(claims, values, figures)) for line in rule.enters)
    return Compiled(rule.name, claims, values, enters)


def _ready(rule: Rule, line: Line, can: Mapping[str, Callable[..., Any]], known: Known) -> _Ready:
    if line.does not in can:
        raise BadCodebook(f"{rule.name}, line {line.name}: does {line.does!r}. Here it may {', '.join(can)}.")
    if wrong := wrong_with(line, known):
        raise BadCodebook(f"{rule.name}, line {line.name}: {wrong}.")
    arguments = dict(line.arguments)
    if "table" in arguments:
        arguments["table"] = load().vague_numbers.named(arguments["table"])
    if "order" in arguments:
        arguments["ranks"] = {word: rank for rank, word in enumerate(arguments["order"])}
    if line.does == "group":
        arguments |= {name: frozenset(arguments.get(name, ())) for name in ("doubtful", "words", "also")}
        arguments["of_kinds"] = frozenset(arguments.get("kinds", ()))
    return _Ready(line.name, can[line.does], arguments, looks_for=LOOKS_FOR.get(line.does))


def settled(event: Event, rules: Sequence[Compiled]) -> SettledEvent:
    """Return an event with one value a field, and its figures under each rule with the derivation."""
    sources = told_by(event.reports)
    fields = settled_fields(event.reports, sources)
    told = Told(
        event.reports,
        sources,
        frozenset(name for side in fields["perpetrators"].value for name in (side.name, side.canonical) if name),
        _spares_others(fields),
        _lacking(event),
    )
    of_event = sources_of(event.reports, sources)
    facts = Facts(
        event=event,
        fields=fields,
        sources=of_event,
        sides=sides_of(
            fields["ucdp_type"].value,
            fields["perpetrators"].value,
            fields["targets"].value,
            country=fields["where"].value.country,
        ),
        claims={},
        values={},
        taken={},
        is_harm_alleged=_is_harm_alleged(event, fields, told),
    )
    done: dict[str, _Done] = {}
    outcomes = {rule.name: _outcome(rule, facts, told, done) for rule in rules}
    return SettledEvent(event.id, event.reports, fields, of_event, outcomes, event.rejected)


def _outcome(rule: Compiled, facts: Facts, told: Told, done: dict[str, _Done]) -> Outcome:
    steps: list[Step] = []
    claims = {name: _sifted(name, lines, told, steps, done) for name, lines in rule.claims.items()}
    values: dict[str, Any] = {}
    facts = Facts(
        facts.event, facts.fields, facts.sources, facts.sides, claims, values, {}, facts.is_harm_alleged
    )  # fmt: skip
    rests_on: dict[str, tuple[str, ...]] = {}
    for name, line in rule.values.items():
        if line.of is not None and not claims[line.of]:
            values[name] = line.without
            continue
        made = line.does(facts, line.arguments)
        values[name] = made.value
        if made.of is not None:
            facts.taken[name] = made.of
        ids = _ids(made.rests_on) if made.rests_on else ()
        if ids:
            rests_on[name] = ids
        if ids or made.why:
            steps.append(Step(line.name, name, ids, (), made.value, made.why))
    why_not = []
    for line in rule.enters:
        why = line.does(facts, line.arguments)
        if why is not None:
            steps.append(Step(line.name, "enters", (), (), False, why))
            why_not.append(line.name)
    return Outcome(rule.name, not why_not, values, tuple(steps), rests_on, tuple(why_not))


def _sifted(name: str, lines: Sequence[_Ready], told: Told, steps: list[Step], done: dict[str, _Done]) -> list[Telling]:
    """Return what is left of the figures after all lines; steps are kept of lines that take, leave out or change any.

    What other sets of claims have `done` with the same lines is not done again.
    """
    tellings: list[Telling] = []
    for line in lines:
        if line.looks_for in told.lacks:
            continue
        found = done.get(line.so_far)
        if found is None:
            found = done[line.so_far] = _done(line, tellings, told)
        if found.is_step:
            steps.append(Step(line.name, name, found.ids, found.left_out, None, found.why))
        tellings = found.kept
        if not tellings:
            return []
    return tellings


def _done(line: _Ready, tellings: list[Telling], told: Told) -> _Done:
    kept, left_out = line.does(tellings, told, line.arguments)
    if kept is tellings:
        return _Done(kept, (), (), None, False)
    why = _made(tellings, kept)
    is_step = bool(left_out or why or (kept and not tellings))
    return _Done(kept, _ids(kept) if is_step else (), tuple(left_out), why, is_step)


def _made(before: Sequence[Telling], after: Sequence[Telling]) -> str | None:
    """Return which figures a line made of those before it, in words; None where it took them as they are."""
    if not before or not after or all(map(is_, before, after)):
        return None
    known = {(one.claims[0].id, *_read(one)) for one in before}
    made = [_figure(one) for one in after if (one.claims[0].id, *_read(one)) not in known]
    return f"makes {', '.join(made)}" if made else None


def _read(one: Telling) -> tuple[int | None, int | None, int | None]:
    figure = one.figure if one.figure is not None else one.best if one.best is not None else one.low
    return figure, one.low, one.high


def _figure(one: Telling) -> str:
    return f"{one.figure:,}" if one.figure is not None else bounds_in_words(one.low, one.best, one.high)


def _ids(tellings: Sequence[Telling]) -> tuple[str, ...]:
    if len(tellings) == 1:
        return tellings[0].ids
    return tuple(dict.fromkeys([id_ for one in tellings for id_ in one.ids]))


def _lacking(event: Event) -> frozenset[str]:
    """Return what no figure of an event has, as `Told.lacks` calls it."""
    claims = [claim for report in event.reports for claim in report.claims]
    has = {
        "repeated": len(event.reports) > 1,
        "revised": any(claim.revised for claim in claims),
        "shared": any(claim.shared > 1 for claim in claims),
    }
    return frozenset([name for name, is_there in has.items() if not is_there])


def _spares_others(fields: Mapping[str, Choice]) -> bool:
    """Tell whether nobody but civilians was attacked; sites of nobody's do not count."""
    targets = [side for side in fields["targets"].value if side.kind != "site" or side.canonical]
    return bool(targets) and all(side.kind in _CIVILIAN_TARGETS for side in targets)


def _is_harm_alleged(event: Event, fields: Mapping[str, Choice], told: Told) -> bool:
    """Tell whether any figure, be it replaced later, is of civilians, or of people where no fighter was attacked."""
    attacked = any(side.kind in _FIGHTERS for side in fields["targets"].value)
    for report in event.reports:
        for claim in report.claims:
            if claim.effect in HARM and tells_of_anyone(claim.low, claim.best, claim.high):
                if claim.group_kind == "civilian":
                    return True
                if claim.group_kind == "unknown" and (told.spares_others or not attacked):
                    return True
    return False
