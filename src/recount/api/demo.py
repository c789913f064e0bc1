"""The example casebook: invented reports on one month, read, coded, linked, and looked at by invented people."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from recount.api.casebook import add, casebook_log, casebook_record, decide, init_casebook
from recount.api.deciding import Point, Written, decide_on, places_named
from recount.api.linking import LinkedReport, events, join, link, split, why_linked
from recount.api.reviewing import adjudicate, answer, make_round, prepare
from recount.api.tallies import tallies
from recount.errors import BadArgument, RecountError
from recount.example import SOURCES

if TYPE_CHECKING:
    from recount.nouns.report import Report

__all__ = ["ADJUDICATOR", "BUILDER", "CODERS", "ROUND", "STEPS", "Built", "build_demo"]

BUILDER = "recount demo"
"""By this name the casebook is made, and told from others."""
CODERS = ("example coder A", "example coder B")
ADJUDICATOR = "example reviewer"
ROUND = "march-sample"
_SAMPLE = 10
_ASKED = ("event_type", "when", "where", "perpetrators", "killed")

STEPS = ("reading and coding", "linking", "deciding", "coding twice", "filling the queue")
"""What is done, in order."""

Told = Callable[[str, int, int], None]
"""Hears of the step, of how much of it is done, and of how much there is; 0 where nobody knows."""


class Built(NamedTuple):
    """The example casebook."""

    path: Path
    anew: bool
    """Whether it was built now; otherwise it was there, with what had been decided in it."""


def build_demo(path: Path, *, told: Told = lambda _step, _done, _whole: None) -> Built:
    """Build the example casebook, or take the one that was built there before.

    It is built beside its place and moved there when it is whole, so that a stopped run leaves nothing that looks done.

    Raises:
        BadArgument: another file is there.
        BadLedger: it cannot be written there.
    """
    if path.exists():
        if not _is_demo(path):
            raise BadArgument(f"{path} is there, and is not the example casebook. Name another file with --at.")
        return Built(path, anew=False)
    unfinished = path.with_name(f"{path.name}.unfinished")
    for one in (unfinished, *(unfinished.with_name(f"{unfinished.name}{end}") for end in ("-wal", "-shm"))):
        one.unlink(missing_ok=True)
    init_casebook(unfinished, by=BUILDER)
    done = 0

    def coded(articles: int, _size: int) -> None:
        nonlocal done
        done += articles
        told(STEPS[0], done, 0)

    for source in SOURCES:
        add(
            unfinished, [str(one) for one in source.paths], outlet=source.outlet, published=source.published,
            by=BUILDER, told=coded,
        )  # fmt: skip
    link(unfinished, by=BUILDER, told=lambda _step, number, whole: told(STEPS[1], number, whole))
    told(STEPS[2], 0, 0)
    _decide_some(unfinished)
    told(STEPS[3], 0, 0)
    _code_twice(unfinished)
    prepare(unfinished, told=lambda number, whole: told(STEPS[4], number, whole))
    unfinished.rename(path)
    return Built(path, anew=True)


def _is_demo(path: Path) -> bool:
    try:
        runs = casebook_log(path, limit=1_000_000)
    except RecountError:
        return False
    return bool(runs) and runs[-1]["by"] == BUILDER


def _decide_some(path: Path) -> None:
    """Keep a few decisions, so that pages on what people said have something to show."""
    reports = [
        report for event in events(path, limit=1_000) for report in why_linked(path, event.id).reports
    ]  # fmt: skip
    a, b = CODERS
    market, buried = (
        _one(reports, "Meridian Wire", "2024-03-04"),
        _one(reports, "Meridian Wire", "2024-03-07", "attack"),
    )
    join(path, [market.id, buried.id], by=ADJUDICATOR, reason="one market, one Monday; the toll went up")
    well = _one(reports, "Meridian Wire", "2024-03-10", "killed")
    post = _one(reports, "Faso State", "2024-03-11")
    join(path, [well.id, post.id], by=a, reason="both at Aribinda on 10 March")
    town = next(one for one in places_named("Tongomayel", country="BF") if one["kind"] == "locality")
    here = Written(
        "correct", "where", "Tongomayel", point=Point(gazetteer_id=town["gazetteer_id"]), reason="the market is there"
    )
    decide_on(path, market.id, "report", here, by=a)
    decide(path, _one(reports, "Faso State", "2024-03-03").id, "accept", by=a)
    decide(path, well.id, "unsure", by=b, field="event_type", reason="nobody says who shot")
    absurd = next(line for line in tallies(path) if line.told.tally.measure == "killed" and line.told.tally.best == 2)
    decide(path, absurd.told.tally.id, "reject", by=b, reason="“two” belongs to “two juntas”")
    apart = why_linked(path, well.id)
    split(path, apart.event.id, [post.id], by=b, reason="morning and evening; one claimed, one denied")


def _one(reports: list[LinkedReport], outlet: str, published: str, anchor: str | None = None) -> LinkedReport:
    """Return the first report of an outlet on a day, by its words of the act where several are."""
    return next(
        one
        for one in reports
        if (one.outlet or "").startswith(outlet) and one.published == published and anchor in (None, one.anchor)
    )


def _code_twice(path: Path) -> None:
    """Have two people code a sample apart from each other, and a third decide where they differ first.

    One takes whoever is said to have done it, the first figure and the place as it stands; the other one takes only
    groups with a name, the highest figure, and no place that is only roughly known: so do people differ.
    """
    drawn = make_round(path, ROUND, coders=CODERS, size=_SAMPLE, fields=_ASKED, by=ADJUDICATOR)
    differ = None
    for id_ in drawn.reports:
        record = casebook_record(path, id_)
        report = next(one for one in record.reports if one.id == id_) if record else None
        if report is None:
            continue
        generous, strict = _coded(report, strict=False), _coded(report, strict=True)
        for coder, values in zip(CODERS, (generous, strict), strict=True):
            answer(path, ROUND, id_, values, by=coder)
        if differ is None and generous["killed"] != strict["killed"]:
            differ = id_
    if differ:
        adjudicate(
            path, ROUND, differ, "killed", f"coder {CODERS[0]}", by=ADJUDICATOR,
            reason="read again together; the higher figure counts others",
        )  # fmt: skip


def _coded(report: "Report", *, strict: bool) -> dict[str, Any]:
    """Return what a careful or a generous reader takes down of a report."""
    when, where = report.when, report.where
    days = [day.isoformat() for day in (when.earliest, when.latest) if day] if when else []
    parties = [one.name for one in report.perpetrators if one.name and not (strict and one.kind == "unknown")]
    killed = [one for one in report.casualties if one.effect == "killed" and one.best is not None]
    figure = (max(killed, key=lambda one: one.best or 0) if strict else killed[0]) if killed else None
    place = where.gazetteer_name if where and not (strict and where.precision != "exact") else None
    return {
        "event_type": report.event_type,
        "when": {"earliest": days[0], "latest": days[-1]} if days else None,
        "where": {"name": place, "country": where.country} if where and place else None,
        "perpetrators": parties or None,
        "killed": {"low": figure.low, "best": figure.best, "high": figure.high} if figure else None,
    }
