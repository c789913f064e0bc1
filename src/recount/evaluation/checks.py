"""The values that are expected of a report or tally, one check each."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from recount.evaluation.accepting import (
    days_accepted,
    distance_km,
    group_accepted,
    one_of,
    place_name_accepted,
    speaker_accepted,
    statements_about,
)
from recount.evaluation.expected import (
    ExpectedCount,
    ExpectedReport,
    ExpectedTally,
    ExpectedWhen,
    ExpectedWhere,
)
from recount.evaluation.fields import LISTS, ListField, shown_bounds
from recount.evaluation.names import names_agree, spellings_agree
from recount.nouns import Record, Report, Tally, When

__all__ = ["Check", "TallyCheckItem", "Verdict", "checks_of_report", "checks_of_tally"]

_NOTHING = "–"


class Verdict(NamedTuple):
    """What was found in the place of an expected value, and whether it is accepted."""

    found: str
    passed: bool


class Check(NamedTuple):
    """One expected value of a report."""

    item: str
    field: str
    """The record's name of the field, under which figures are added up."""
    expected: str
    judge: Callable[[Record, Report], Verdict]


class TallyCheckItem(NamedTuple):
    """One expected value of a tally."""

    item: str
    expected: str
    judge: Callable[[Record, Tally], Verdict]


def checks_of_report(expected: ExpectedReport) -> Iterator[Check]:
    """Yield a check for each value that the file gives of a report, in the order of the record's fields."""
    yield _code("event_type", expected.event_type)
    if expected.states("sub_event_type"):
        yield _code("sub_event_type", expected.sub_event_type)
    yield _code("modality", expected.modality)
    yield from _where(expected.where)
    yield from _when(expected.when)
    for field in LISTS:
        values = getattr(expected, field.key)
        if values == () and field.name in ("perpetrators", "targets", "weapons"):
            yield Check(field.key, field.name, "none", _none_of(field))
        for number, value in enumerate(values or ()):
            item = f"{field.key}[{number}]"
            yield Check(item, field.name, field.show_expected(value), _any_of(field, value))
            if isinstance(value, ExpectedCount):
                yield from _groups(value, item)


def checks_of_tally(expected: ExpectedTally) -> Iterator[TallyCheckItem]:
    """Yield a check for each value that the file gives of a tally.

    Areas and parts are one value each: every expected one must be there with its figure, further ones may be.
    """
    yield TallyCheckItem(
        "figures",
        shown_bounds(expected),
        lambda _, t: Verdict(shown_bounds(t), expected.admits(t.low, t.best, t.high)),
    )
    for name in ("since", "until"):
        if expected.states(name):
            yield _tally_day(name, getattr(expected, name))
    if expected.areas is not None:
        yield _areas(expected.areas)
    if expected.parts is not None:
        yield _parts(expected.parts)
    if (check := expected.check) is not None:
        yield TallyCheckItem(
            "check",
            f"{check.parts_sum}, {check.agrees}",
            lambda _, t: Verdict(
                f"{t.check.parts_sum}, {t.check.agrees}" if t.check else _NOTHING,
                t.check is not None and (t.check.parts_sum, t.check.agrees) == (check.parts_sum, check.agrees),
            ),
        )
    if (speaker := expected.speaker) is not None:
        yield TallyCheckItem("speaker", speaker, lambda record, t: _tally_speaker(speaker, record, t))


def _code(name: str, expected: str | None) -> Check:
    def judge(_: Record, report: Report) -> Verdict:
        found = getattr(report, name)
        return Verdict(found or _NOTHING, one_of(expected, found))

    return Check(name, name, expected or "none", judge)


def _where(expected: ExpectedWhere) -> Iterator[Check]:
    def named(_: Record, report: Report) -> Verdict:
        names = [name for name in (report.where.name, report.where.gazetteer_name) if name]
        return Verdict(" = ".join(names) or _NOTHING, place_name_accepted(expected.name or "", report.where))

    def in_country(_: Record, report: Report) -> Verdict:
        return Verdict(report.where.country or _NOTHING, one_of(expected.country, report.where.country))

    def in_admin1(_: Record, report: Report) -> Verdict:
        return Verdict(report.where.admin1 or _NOTHING, spellings_agree(expected.admin1 or "", report.where.admin1))

    def near(_: Record, report: Report) -> Verdict:
        away = distance_km(report.where, expected.near or (0.0, 0.0))
        if away is None:
            return Verdict("no coordinates", False)
        shown = f"[{report.where.latitude:.3f}, {report.where.longitude:.3f}], {away:.0f} km away"
        return Verdict(shown, away <= expected.within_km)

    if expected.name is not None:
        yield Check("where.name", "where", expected.name, named)
    if expected.states("country"):
        yield Check("where.country", "where", expected.country or "none", in_country)
    if expected.admin1 is not None:
        yield Check("where.admin1", "where", expected.admin1, in_admin1)
    if expected.near is not None:
        shown = f"within {expected.within_km:g} km of [{expected.near[0]:g}, {expected.near[1]:g}]"
        yield Check("where.near", "where", shown, near)


def _when(expected: ExpectedWhen) -> Iterator[Check]:
    if expected.states("earliest") or expected.states("latest"):
        shown = _days(expected)
        yield Check("when.days", "when", shown, lambda _, r: Verdict(_days(r.when), days_accepted(expected, r.when)))
    if expected.precision is not None:
        yield Check(
            "when.precision",
            "when",
            expected.precision,
            lambda _, r: Verdict(r.when.precision, one_of(expected.precision, r.when.precision)),
        )
    if expected.basis is not None:
        yield Check(
            "when.basis",
            "when",
            expected.basis,
            lambda _, r: Verdict(r.when.basis, one_of(expected.basis, r.when.basis)),
        )


def _days(when: ExpectedWhen | When) -> str:
    return f"{when.earliest or _NOTHING} to {when.latest or _NOTHING}"


def _any_of(field: ListField, value: Any) -> Callable[[Record, Report], Verdict]:
    """Pass where any found value answers; show that one, else all."""

    def judge(record: Record, report: Report) -> Verdict:
        found = field.found(record, report)
        answers = [each for each in found if field.accepts(value, each, record)]
        shown = "; ".join(field.show_found(each) for each in answers[:1] or found)
        return Verdict(shown or _NOTHING, bool(answers))

    return judge


def _none_of(field: ListField) -> Callable[[Record, Report], Verdict]:
    """Pass where nothing is found, or only parties of kind `unknown`: words without an actor name nobody."""

    def judge(record: Record, report: Report) -> Verdict:
        found = [each for each in field.found(record, report) if getattr(each, "kind", None) != "unknown"]
        return Verdict("; ".join(field.show_found(each) for each in found) or "none", not found)

    return judge


def _groups(expected: ExpectedCount, item: str) -> Iterator[Check]:
    """Check whom a count counts, among the found counts with the same effect and bounds."""
    accepts = next(field.accepts for field in LISTS if field.name == "casualties")

    def judge_group(record: Record, report: Report) -> Verdict:
        same = [count for count in report.casualties if accepts(expected, count, record)]
        shown = "; ".join(count.group or _NOTHING for count in same)
        return Verdict(shown or _NOTHING, any(group_accepted(expected, count) for count in same))

    def judge_kind(record: Record, report: Report) -> Verdict:
        same = [count for count in report.casualties if accepts(expected, count, record)]
        shown = "; ".join(count.group_kind for count in same)
        return Verdict(shown or _NOTHING, any(one_of(expected.group_kind, count.group_kind) for count in same))

    if expected.group is not None:
        yield Check(f"{item}.group", "group", expected.group, judge_group)
    if expected.group_kind is not None:
        yield Check(f"{item}.group_kind", "group_kind", expected.group_kind, judge_kind)


def _tally_day(name: str, expected: date | None) -> TallyCheckItem:
    def judge(_: Record, tally: Tally) -> Verdict:
        found = getattr(tally, name)
        return Verdict(str(found or _NOTHING), found == expected)

    return TallyCheckItem(name, str(expected or "none"), judge)


def _areas(expected: tuple[str, ...]) -> TallyCheckItem:
    def judge(_: Record, tally: Tally) -> Verdict:
        shown = ", ".join(f"{area.name} [{area.country}]" if area.country else area.name for area in tally.areas)
        return Verdict(
            shown or _NOTHING,
            all(
                any(one_of(wanted, area.country) or spellings_agree(wanted, area.name) for area in tally.areas)
                for wanted in expected
            ),
        )

    return TallyCheckItem("areas", ", ".join(expected), judge)


def _parts(expected: dict[str, int]) -> TallyCheckItem:
    def judge(_: Record, tally: Tally) -> Verdict:
        shown = ", ".join(f"{part.area or part.group or part.country}: {part.best}" for part in tally.parts)
        return Verdict(
            shown or _NOTHING,
            all(
                any(
                    part.best == figure
                    and (one_of(name, part.country) or names_agree(name, part.area) or names_agree(name, part.group))
                    for part in tally.parts
                )
                for name, figure in expected.items()
            ),
        )

    return TallyCheckItem("parts", ", ".join(f"{name}: {figure}" for name, figure in expected.items()), judge)


def _tally_speaker(expected: str, record: Record, tally: Tally) -> Verdict:
    speakers = [said.speaker for said in statements_about(record, tally)]
    shown = "; ".join(speaker.name or speaker.role or speaker.kind for speaker in speakers)
    return Verdict(
        shown or _NOTHING, any(speaker_accepted(expected, speaker, quote_holds=True) for speaker in speakers)
    )
