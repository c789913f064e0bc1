"""What a rule's lines do with the figures of an event's reports, before one of them is taken."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from recount.codebook import FigureRules
from recount.nouns.events import EventReport, Voice
from recount.reconciliation.figures import figure_under
from recount.reconciliation.independence import source_of_claim
from recount.reconciliation.tellings import (
    Sifted,
    Telling,
    Told,
    add_together,
    age_of,
    bounds_of,
    exclude_each_other,
    one_figure,
    parted,
    sum_of,
    with_parts,
)

__all__ = ["CLAIM_LINES", "LOOKS_FOR"]

ClaimLine = Callable[[list[Telling], Told, Mapping[str, Any]], Sifted]


def _take(_: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Take the claims of an effect (`effect`); with `voices: belligerent` those of the side that did it alone."""
    found = Sifted([], [])
    effect, belligerent = given["effect"], given.get("voices") == "belligerent"
    for report in told.reports:
        for claim in report.claims:
            if claim.effect != effect:
                continue
            if belligerent and not any(_concedes(voice, told.sides) for voice in claim.voices):
                found.left_out.append((claim.id, "not said by the side that did it"))
                continue
            source = source_of_claim(claim.voices, told.sources[report.id])
            kinds = ((claim.group_kind, one_figure(claim)),) if claim.group_kind != "unknown" else ()
            # "More than 12" is 12 that a speaker stands by, and no estimate has its least number above it.
            low = claim.best if claim.low and claim.best is not None and claim.low > claim.best else claim.low
            found.kept.append(Telling((claim,), report, source, low, claim.best, claim.high, kinds))
    return found


def _newest(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Leave out figures that a later one in the same report takes the place of; their parts are parts of that one."""
    if not any(one.claims[0].revised for one in tellings):
        return Sifted(tellings, [])
    found = _sifted(tellings, lambda one: "a later figure takes its place" if one.claims[0].revised else None)
    gone = {one.claims[0].id for one in tellings if one.claims[0].revised}
    last = {
        one.report.id: one.claims[0].id for one in found.kept if one.claims[0].part_of is None
    }  # of each report the figure told last

    def moved(one: Telling) -> Telling:
        claim = one.claims[0]
        whole = last.get(one.report.id)
        if claim.part_of not in gone or whole in (None, claim.id):
            return one
        return one._replace(claims=(claim._replace(part_of=whole),))

    return Sifted([moved(one) for one in found.kept], found.left_out)


def _whole(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Make one figure of what a report says together, or one for each of the speakers who differ."""
    found = Sifted([], [])
    for own in _by_report(tellings):
        tops, parts = parted(own)
        found.left_out.extend((one.claims[0].id, "part of another figure") for many in parts.values() for one in many)
        add_together([with_parts(one, parts) for one in tops], found)
    return found


def _group(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Keep the figures of some groups: `kinds`, or `words` of the group; what is `doubtful` counts for the most only.

    Groups with one of the words in `also` are of the group, whatever their kind. With `as_target` people of unknown
    kind are of the group where nobody but civilians was attacked.
    """
    found = Sifted([], [])
    kinds, doubtful, words, also = given["of_kinds"], given["doubtful"], given["words"], given["also"]
    sure_kinds = kinds | doubtful if given.get("as_target") and told.spares_others else kinds
    for own in _by_report(tellings):
        if words:
            members = [one for one in own if _is_called(one, words)]
            found.left_out.extend((one.claims[0].id, "another group") for one in own if one not in members)
            add_together(parted(members)[0], found)
            continue
        tops, parts = parted(
            [_of_kind(one, given["kinds"][0]) if _is_called(one, also) else one for one in own] if also else own
        )
        counted: list[Telling] = []
        for one in tops:
            share = _share_of_group(one, parts.get(one.claims[0].id, ()), sure_kinds, doubtful)
            if share is None:
                found.left_out.append((one.claims[0].id, "another group"))
            else:
                counted.append(share)
        add_together(counted, found)
    return found


def _independent(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Keep of each source the figures of its newest report.

    What another outlet, or a copy, repeats is as old as it was where the source said it first.
    """
    if len({one.report.id for one in tellings}) < 2:
        return Sifted(tellings, [])
    alike: dict[tuple[Any, ...], list[EventReport]] = {}
    for one in tellings:
        alike.setdefault((one.source, *bounds_of(one)), []).append(one.report)
    newest: dict[str, tuple[tuple[bool, date, int], str]] = {}
    for one in tellings:
        same = alike[one.source, *bounds_of(one)]
        rank = min(age_of(other) for other in same if other is one.report or _is_repeated_by(other, one.report))
        if one.source not in newest or rank > newest[one.source][0]:
            newest[one.source] = (rank, one.report.id)
    held = {one.source: bounds_of(one) for one in tellings if newest[one.source][1] == one.report.id}

    def why(one: Telling) -> str | None:
        if newest[one.source][1] == one.report.id:
            return None
        same = held[one.source] == bounds_of(one)
        return "the same source says it again" if same else "the same source gives a newer figure"

    return _sifted(tellings, why)


def _share(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Divide figures whose words count for several happenings of their article."""
    if all(claim.shared == 1 for one in tellings for claim in one.claims):
        return Sifted(tellings, [])
    found = Sifted([], [])
    for one in tellings:
        number = max(claim.shared for claim in one.claims)
        if number == 1:
            found.kept.append(one)
            continue
        # The remainder is the first happening's, whose claim has the lowest place.
        first = one.claims[0].shared_first
        low, best, high, figure = (
            _divided(known, number, first=first) for known in (one.low, one.best, one.high, one.figure)
        )
        # Of "14 civilians" each share is civilians; how parts of a whole are divided nobody says.
        is_one_kind = len(one.by_kind) == 1 and one.by_kind[0][1] in (one.low, one.best, one.high)
        by_kind = one.by_kind if is_one_kind else ()
        found.kept.append(one._replace(low=low, best=best, high=high, figure=figure, by_kind=by_kind, divided=number))
    return found


def _figure(tellings: list[Telling], told: Told, given: Mapping[str, Any]) -> Sifted:
    """Make one figure of each by a table of vague numbers (`table`, put in by the name that a rule gives)."""
    table: FigureRules = given["table"]
    found = Sifted([], [])
    for one in tellings:
        figure = _figure_of(one, table)
        if figure is None:
            found.left_out.extend((id_, "the words give no figure under this rule") for id_ in one.ids)
        else:
            found.kept.append(one._replace(figure=figure))
    return found


CLAIM_LINES: Mapping[str, ClaimLine] = {
    "take": _take,
    "newest": _newest,
    "whole": _whole,
    "group": _group,
    "independent": _independent,
    "share": _share,
    "figure": _figure,
}
"""What a line of a set of claims can do, by the word in its `does`."""
LOOKS_FOR: Mapping[str, str] = {"newest": "revised", "independent": "repeated", "share": "shared"}
"""By what a line does what figures have to have (as `Told.lacks` calls it) for it to change any: few events have."""


def _sifted(tellings: Sequence[Telling], why: Callable[[Telling], str | None]) -> Sifted:
    found = Sifted([], [])
    for one in tellings:
        reason = why(one)
        if reason is None:
            found.kept.append(one)
        else:
            found.left_out.extend((id_, reason) for id_ in one.ids)
    return found


def _by_report(tellings: Sequence[Telling]) -> Iterable[Sequence[Telling]]:
    if len(tellings) == 1:
        return (tellings,)
    own: dict[str, list[Telling]] = {}
    for one in tellings:
        own.setdefault(one.report.id, []).append(one)
    return own.values()


def _concedes(voice: Voice, sides: Collection[str]) -> bool:
    """Tell whether someone who speaks for one of some sides gives a figure, rather than denying it."""
    return voice.side in sides and voice.stance != "denies"


def _is_called(one: Telling, words: frozenset[str]) -> bool:
    group = one.claims[0].group
    return group is not None and not words.isdisjoint(group.casefold().split())


def _of_kind(one: Telling, kind: str) -> Telling:
    return one._replace(claims=(one.claims[0]._replace(group_kind=kind), *one.claims[1:]))


def _is_repeated_by(report: EventReport, other: EventReport) -> bool:
    """Tell whether the other report of one source has its figure from this one, rather than an outlet telling it again.

    Of two without a day of publication the one kept first is the older.
    """
    if report.published is None and report.order > other.order:
        return False
    return report.outlet != other.outlet or report.family == other.family


def _share_of_group(
    top: Telling, parts: Sequence[Telling], sure: Collection[str], doubtful: Collection[str]
) -> Telling | None:
    """Return how many of a figure are of a group; None where none can be."""
    kind = top.claims[0].group_kind
    if kind in sure:
        return top
    inside = [part for part in parts if part.claims[0].group_kind in sure]
    if kind in doubtful:
        others = sum(
            [part.low or 0 for part in parts if part.claims[0].group_kind not in {*sure, *doubtful, "unknown"}]
        )
        most = top.best if top.best is not None else top.low
        return top._replace(
            claims=(*top.claims, *(claim for part in inside for claim in part.claims)),
            low=sum(part.low or 0 for part in inside),
            best=None if most is None else max(most - others, 0),
            high=None if top.high is None else max(top.high - others, 0),
        )
    return sum_of(inside) if inside else None


def _figure_of(one: Telling, table: FigureRules) -> int | None:
    if len(one.claims) == 1:
        return figure_under(table, low=one.low, best=one.best, high=one.high, rule=one.claims[0].rule)
    if one.best is None:
        figures = [
            figure_under(table, low=claim.low, best=claim.best, high=claim.high, rule=claim.rule)
            for claim in one.claims
        ]
        known = [figure for figure in figures if figure is not None]
        together = sum if exclude_each_other(one.claims) else max
        return together(known) if known else None
    return figure_under(table, low=one.low, best=one.best, high=one.high, rule="sum")


def _divided(figure: int | None, number: int, *, first: bool) -> int | None:
    if figure is None:
        return None
    return figure // number + (figure % number if first else 0)
