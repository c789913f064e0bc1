"""What a rule's lines make of the figures that are left, of an event's fields, and of other values."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from recount.codebook import load
from recount.nouns.events import Choice, Claim, Event, EventReport, EventSources, Period, Place
from recount.reconciliation.grading import Harm, grade_of
from recount.reconciliation.sides import Sides
from recount.reconciliation.tellings import HARM, Telling, age_of, tells_of_anyone

__all__ = ["ENTERS_LINES", "VALUE_LINES", "Facts", "Taken"]

_LONGEST_DIVIDED = 31


class Facts(NamedTuple):
    """What the lines of an event under a rule know."""

    event: Event
    fields: Mapping[str, Choice]
    sources: EventSources
    sides: Sides
    claims: Mapping[str, Sequence[Telling]]
    """By name of a set of claims what is left of it."""
    values: dict[str, Any]
    """Those made so far."""
    taken: dict[str, Telling]
    """By name of a value the figure that it was taken from."""
    is_harm_alleged: bool


class Taken(NamedTuple):
    """A value, and what it rests on."""

    value: Any
    rests_on: tuple[Telling, ...] = ()
    why: str | None = None
    of: Telling | None = None
    """The figure that it is, for lines that look into it."""


ValueLine = Callable[[Facts, Mapping[str, Any]], Taken]
EntersLine = Callable[[Facts, Mapping[str, Any]], str | None]


def _figures(facts: Facts, given: Mapping[str, Any]) -> list[tuple[int, Telling]]:
    """Return the figures of a set of claims: by the bounds that a line asks for in order, or those made by a table.

    The bound "about" is the figure of words without a greatest one ("about 20"); that of "up to 20" is no such figure.
    """
    tellings, bounds = facts.claims[given["of"]], given.get("bounds")
    if bounds is None:
        return [(one.figure, one) for one in tellings if one.figure is not None]
    return [(figure, one) for one in tellings if (figure := _first_bound(one, bounds)) is not None]


def _first_bound(one: Telling, bounds: Sequence[str]) -> int | None:
    for bound in bounds:
        # "About 20" is a figure only where nothing says how many there are at most.
        if bound == "about" and one.high is not None:
            continue
        figure: int | None = getattr(one, "best" if bound == "about" else bound)
        if figure is not None:
            return figure
    return None


def _lowest(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The lowest figure (`of` a set of claims); `none` where there is none."""
    return _extreme(facts, given, min, "lowest")


def _highest(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The highest figure."""
    return _extreme(facts, given, max, "highest")


def _extreme(facts: Facts, given: Mapping[str, Any], choose: Callable[[Sequence[int]], int], word: str) -> Taken:
    figures = _figures(facts, given)
    if not figures:
        return Taken(given.get("none"), why="no source gives a figure")
    if len(figures) == 1:
        figure, of = figures[0]
        return Taken(figure, (of,), None, of)
    figure = choose([one for one, _ in figures])
    of = next(telling for one, telling in figures if one == figure)
    number = len({one for one, _ in figures})
    why = f"the {word} of {number} figures" if number > 1 else None
    return Taken(figure, tuple(telling for one, telling in figures if one == figure), why, of)


def _most_reliable(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The lowest figure of the most reliable kind of speaker, by `order`, the most reliable first.

    A sum is as reliable as the least reliable of its figures.
    """
    figures = _figures(facts, given)
    if not figures:
        return Taken(given.get("none"), why="no source gives a figure")
    order = given["ranks"]
    ranked = [(_rank(telling, order), figure, telling) for figure, telling in figures]
    best_rank = min(rank for rank, _, _ in ranked)
    figure = min(figure for rank, figure, _ in ranked if rank == best_rank)
    among = tuple(telling for rank, one, telling in ranked if rank == best_rank and one == figure)
    kind = given["order"][best_rank] if best_rank < len(given["order"]) else "other"
    why = f"{kind}: the most reliable of the sources" if len({one for one, _ in figures}) > 1 else None
    return Taken(figure, among, why, among[0])


def _rank(one: Telling, order: Mapping[str, int]) -> int:
    return max([min([order.get(kind, len(order)) for kind in _kinds(claim)]) for claim in one.claims])


def _kinds(claim: Claim) -> Sequence[str]:
    """Return the kinds of those who give a figure; who denies it does not."""
    return [voice.kind for voice in claim.voices if voice.stance != "denies"] or ["outlet"]


def _deaths_of(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """Of a value (`of`) those dead that its source gives to a side (`side`: a, b, civilians)."""
    of, whole = facts.taken.get(given["of"]), facts.values[given["of"]]
    if of is None or whole is None:
        return Taken(None, why="there is no figure to divide")
    by_side = {"a": 0, "b": 0, "civilians": 0}
    left = whole
    for kind, figure in of.by_kind:
        if figure:
            taken = min(figure, left)
            left -= taken
            # Soldiers in violence against civilians are of no side: they stay in the rest.
            side = facts.sides.by_kind.get(kind)
            if side:
                by_side[side] += taken
    unknown = facts.sides.by_kind.get("unknown")
    if unknown:
        by_side[unknown] += left
    return Taken(by_side[given["side"]], (of,))


def _rest(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """What is left of a value (`of`) without others (`without`)."""
    whole = facts.values[given["of"]]
    if whole is None:
        return Taken(None, why="there is no figure to divide")
    of = facts.taken.get(given["of"])
    return Taken(whole - sum(facts.values[one] or 0 for one in given["without"]), (of,) if of else ())


def _first_known(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The value of a field (`of`)."""
    choice = facts.fields[given["of"]]
    return Taken(choice.value, why=choice.why)


def _precedence(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """Of the values that reports give for a field the first in `order`; a person's correction stands."""
    choice = facts.fields[given["of"]]
    if choice.line == "person":
        return Taken(choice.value)
    told = [choice.value, *(rival.value for rival in choice.rivals)]
    if given["of"] == "sub_event_type":
        types = load().event_types
        told = [one for one in told if one and types.type_of(one) == facts.values.get("event_type")]
    if len(told) < 2:
        return Taken(told[0] if told else None)
    order = given["ranks"]
    value = min(told, key=lambda one: order.get(one, len(order)))
    others = ", ".join(str(one) for one in told if one != value)
    return Taken(value, why=f"comes before {others}" if value != choice.value else None)


def _side(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The name of a side (`side`: a or b)."""
    return Taken(facts.sides.a if given["side"] == "a" else facts.sides.b)


def _code(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The code of a precision (`of`: when_precision or where_precision) by `codes`; an area of `small_area_km` has
    `small_area`."""
    when: Period = facts.fields["when"].value
    where: Place = facts.fields["where"].value
    precision = when.precision if given["of"] == "when_precision" else where.precision
    small = given.get("small_area_km")
    if small is not None and precision == "area" and where.radius_km is not None and where.radius_km <= small:
        return Taken(given["small_area"])
    return Taken(given["codes"].get(precision))


def _middle_day(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """The middle of the days in which it happened, where their precision is one of `precisions`."""
    when: Period = facts.fields["when"].value
    if when.earliest is None or when.latest is None or when.precision not in given["precisions"]:
        return Taken(None, why="no day, week or month is told")
    return Taken(when.earliest + (when.latest - when.earliest) // 2)


def _divided(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """A value (`of`) divided evenly between the days over which the event went on; None where it did not."""
    when: Period = facts.fields["when"].value
    whole = facts.values[given["of"]]
    if not (when.lasts and when.earliest and when.latest and whole):
        return Taken(None)
    number = (when.latest - when.earliest).days + 1
    # One dead in a week died on a day that nobody tells: there is nothing to divide.
    if not 1 < number <= min(_LONGEST_DIVIDED, whole):
        return Taken(None)
    each, more = divmod(whole, number)
    days: list[tuple[date, int]] = [
        (when.earliest + timedelta(days=day), each + (more if day == 0 else 0)) for day in range(number)
    ]
    of = facts.taken.get(given["of"])
    return Taken(tuple(days), (of,) if of else (), f"{whole} over {number} days")


def _clarity(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """2 where the figures are a total over several days or places, else 1."""
    when: Period = facts.fields["when"].value
    if when.lasts:
        return Taken(2, why="it went on over several days")
    divided = any(one.divided > 1 for tellings in facts.claims.values() for one in tellings)
    return Taken(2 if divided else 1, why="a total over several places" if divided else None)


def _sources(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """How many independent sources tell of people of a set of claims (`of`), or of the event; "nobody" is nobody."""
    if "of" not in given:
        return Taken(facts.sources.independent)
    tellings = tuple(one for one in facts.claims[given["of"]] if one.tells_of_anyone)
    return Taken(len({one.source for one in tellings}), tellings)


def _grade(facts: Facts, given: Mapping[str, Any]) -> Taken:
    """Airwars' grade by `grades`; `claims` names the sets of civilian harm, `combatants` that of dead fighters,
    `conceded` the value of civilian dead whom the side that struck admits.

    A source whose newest report tells of dead fighters only alleges no civilian harm any more.
    """
    fighters = {one.source: one.report for one in facts.claims[given["combatants"]] if one.tells_of_anyone}
    telling = [
        one
        for name in given["claims"]
        for one in facts.claims[name]
        if one.tells_of_anyone and not _is_taken_back(one, fighters.get(one.source))
    ]
    told = Harm(
        alleged=facts.is_harm_alleged,
        combatants_only=bool(fighters) and not telling,
        conceded=bool(facts.values[given["conceded"]]),
        sources=len({one.source for one in telling}),
    )
    value, why = grade_of(told, facts.event.reports, given["grades"])
    dead = [one for one in facts.claims[given["combatants"]] if one.tells_of_anyone]
    return Taken(value, tuple(dead if told.combatants_only else telling), why)


def _is_taken_back(one: Telling, newest: EventReport | None) -> bool:
    """Tell whether a source's newest report of dead fighters is later than its civilians, and names none of them."""
    if newest is None or age_of(newest) <= age_of(one.report):
        return False
    return not any(
        claim.group_kind == "civilian" and not claim.revised and tells_of_anyone(claim.low, claim.best, claim.high)
        for claim in newest.claims
        if claim.effect in HARM
    )


VALUE_LINES: Mapping[str, ValueLine] = {
    "lowest": _lowest,
    "highest": _highest,
    "most-reliable": _most_reliable,
    "deaths-of": _deaths_of,
    "rest": _rest,
    "first-known": _first_known,
    "precedence": _precedence,
    "side": _side,
    "code": _code,
    "middle-day": _middle_day,
    "divided": _divided,
    "clarity": _clarity,
    "sources": _sources,
    "grade": _grade,
}
"""What a line that makes a value can do, by the word in its `does`."""


def _is(facts: Facts, given: Mapping[str, Any]) -> str | None:
    """Hold where a field (`field`) is one of some values (`one_of`)."""
    value = facts.fields[given["field"]].value
    return None if value in given["one_of"] else f"{given['field']} is {value or 'not told'}"


def _known(facts: Facts, given: Mapping[str, Any]) -> str | None:
    """Hold where all of some values (`values`) are known."""
    missing = [name for name in given["values"] if facts.values[name] is None]
    return f"{' and '.join(missing)} not known" if missing else None


def _at_least(facts: Facts, given: Mapping[str, Any]) -> str | None:
    """Hold where one of some values (`values`) is a number (`number`) or more."""
    known = [facts.values[name] for name in given["values"] if facts.values[name] is not None]
    if known and max(known) >= given["number"]:
        return None
    return f"{' and '.join(given['values'])} below {given['number']}" if known else "no figure is told"


ENTERS_LINES: Mapping[str, EntersLine] = {"is": _is, "known": _known, "at-least": _at_least}
"""What a line that keeps an event out can do."""
