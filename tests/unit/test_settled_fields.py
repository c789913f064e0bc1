"""One value for each field of an event: what decides where reports differ, and which of them are sources."""

from datetime import date
from typing import Any

import pytest

from recount.nouns.events import (
    NO_PERIOD,
    NO_PLACE,
    Choice,
    EventReport,
    Period,
    Place,
    ResponsibilityWord,
    Side,
    Voice,
)
from recount.pipeline.correcting import corrected
from recount.reconciliation.independence import sources_of, told_by
from recount.reconciliation.settling import FIELDS, settled_fields

KAYA = Place("Kaya", "gn:1", "Kaya", 13.09, -1.08, 3.0, "BF", "Centre-Nord", "Sanmatenga", "exact")
PROVINCE = Place("Centre-Nord", "gn:2", "Centre-Nord", 13.3, -1.0, 90.0, "BF", "Centre-Nord", None, "admin1")
GUNMEN, JNIM = Side("gunmen", None, None, "political militia", None), Side("JNIM", "JNIM", "jnim", "rebel group", None)


def on(first: int, last: int | None = None) -> Period:
    return Period(date(2024, 5, first), date(2024, 5, last or first), "day" if last is None else "days", "stated")


def report(
    number: int, copies: int | None = None, outlet: str | None = "", via: str | None = None, **more: Any
) -> EventReport:
    article = f"art1:{number}"
    made = EventReport(
        f"rep1:{number}", article, number, f"art1:{copies}" if copies else article,
        f"Outlet {number}" if outlet == "" else outlet, None, None, date(2024, 5, 10), "Battles", "Armed clash",
        "actual", None, None, None, on(3), KAYA, voices=(voice(via=via),) if via else (),
    )  # fmt: skip
    return made._replace(**more)


def voice(kind: Any = "witness", side: str | None = None, via: str | None = None) -> Voice:
    return Voice("st1:1", None, None, side, kind, "reports", via)


def chosen(field: str, *reports: EventReport) -> Choice:
    return settled_fields(reports, told_by(reports))[field]


def test_a_value_that_all_reports_give_is_the_only_one() -> None:
    choice = chosen("event_type", report(1), report(2))
    assert choice == Choice("Battles", "only-value", ("rep1:1", "rep1:2"))
    assert chosen("event_type", report(1)).line == "only-value"


def test_where_no_report_tells_there_is_none_and_the_choice_says_so() -> None:
    silent = report(1, when=NO_PERIOD, where=NO_PLACE, sub_event_type=None)
    for reports in ((silent,), (silent, silent._replace(id="rep1:2"))):
        fields = settled_fields(reports, told_by(reports))
        for name in ("when", "where", "sub_event_type", "perpetrators", "weapons", "plover", "responsibility"):
            assert fields[name].line == "none-given", name
        assert fields["when"].value == NO_PERIOD
    assert set(fields) == {*FIELDS, "responsibility"}


def test_a_report_that_does_not_tell_is_no_rival() -> None:
    assert chosen("perpetrators", report(1), report(2, perpetrators=(JNIM,))).line == "only-value"


def test_the_value_of_most_independent_sources_is_taken_and_its_rivals_stay() -> None:
    choice = chosen("modality", report(1, modality="foiled"), report(2), report(3))
    assert (choice.value, choice.line, choice.reports) == ("actual", "most-sources", ("rep1:2", "rep1:3"))
    assert [(one.value, one.reports) for one in choice.rivals] == [("foiled", ("rep1:1",))]
    assert choice.why == "2 independent sources for it, the most of any"


def test_copies_count_once_among_sources() -> None:
    foiled = [report(1, modality="foiled"), report(2, copies=1, modality="foiled")]
    assert chosen("modality", *foiled, report(3), report(4)).value == "actual"
    assert chosen("modality", *foiled, report(3)).line == "unresolved"


def test_between_even_sources_the_first_told_is_taken_and_it_is_unresolved() -> None:
    choice = chosen("modality", report(1, modality="foiled"), report(2))
    assert (choice.value, choice.line) == ("foiled", "unresolved")
    assert choice.why == "unresolved: 1 independent source for each of 2 values; the one told first was taken"


@pytest.mark.parametrize(
    ("field", "exact", "vague"),
    [
        ("when", on(3), on(1, 6)),
        ("where", KAYA, PROVINCE),
        ("where", KAYA, KAYA._replace(latitude=None, longitude=None, gazetteer_id=None)),
        ("perpetrators", (JNIM,), (GUNMEN,)),
    ],
)
def test_an_exact_value_is_taken_over_vague_ones_of_more_sources(field: str, exact: Any, vague: Any) -> None:
    reports = [report(1, **{field: vague}), report(2, **{field: vague}), report(3, **{field: exact})]
    choice = chosen(field, *reports)
    assert (choice.value, choice.line, choice.why) == (exact, "most-exact", "more exact than its rivals")


def test_equally_exact_days_are_counted_by_sources() -> None:
    assert chosen("when", report(1, when=on(2)), report(2), report(3), report(4, when=on(1, 6))).value == on(3)


def test_a_persons_correction_is_taken_over_all_sources() -> None:
    decision = {"seq": 5, "field": "modality", "verdict": "correct", "value": "foiled", "by": "Ana"}
    choice = chosen("modality", report(1), report(2), corrected(report(3), [decision]))
    assert (choice.value, choice.line, choice.reports) == ("foiled", "person", ("rep1:3",))
    assert [one.value for one in choice.rivals] == ["actual"]


def test_of_two_corrections_the_last_one_stands() -> None:
    decisions = [{"seq": seq, "field": "modality", "verdict": "correct", "value": value, "by": "Ana"}
                 for seq, value in ((5, "foiled"), (6, "attempted"))]  # fmt: skip
    first, last = (corrected(report(at), [one]) for at, one in enumerate(decisions, 1))
    assert chosen("modality", last, first, report(3)).value == "attempted"


def test_a_correction_that_is_no_value_decides_nothing() -> None:
    decision = {"seq": 5, "field": "modality", "verdict": "correct", "value": "probable", "by": "Ana"}
    choice = chosen("modality", corrected(report(1, modality="foiled"), [decision]), report(2), report(3))
    assert (choice.value, choice.line) == ("actual", "most-sources")


def test_who_corrects_a_sub_type_corrects_its_type() -> None:
    decision = {"seq": 5, "field": "sub_event_type", "verdict": "correct", "value": "Grenade", "by": "Ana"}
    choice = chosen("event_type", report(1), report(2), corrected(report(3), [decision]))
    assert (choice.value, choice.line) == ("Explosions/Remote violence", "person")


def test_every_word_on_responsibility_stays() -> None:
    claimed, accused = ResponsibilityWord("JNIM", "claimed", "st1:1"), ResponsibilityWord("the army", "accused", None)
    choice = chosen(
        "responsibility", report(1, responsibility=(claimed,)), report(2, responsibility=(accused, claimed))
    )
    assert choice.value == (("JNIM", "claimed"), ("the army", "accused"))
    assert (choice.line, choice.reports) == ("all-told", ("rep1:1", "rep1:2"))


INDEPENDENT = [
    # reports                                                                                          sources
    ([report(1), report(2)], 2),
    ([report(1), report(2, copies=1), report(3, copies=1)], 1),
    ([report(1, copies=9), report(2, copies=9)], 1),
    ([report(1, outlet="Kaya Post"), report(2, outlet="the  Kaya post")], 1),
    ([report(1, outlet="AFP"), report(2, outlet="Agence France-Presse")], 1),
    ([report(1, outlet=None), report(2, outlet=None)], 2),
    ([report(1, outlet="AFP"), report(2, outlet="Kaya Post", via="Agence France-Presse")], 1),
    ([report(1, outlet="Kaya Post", via="AFP"), report(2, outlet="Niger Post", via="AFP")], 1),
    ([report(1, outlet="Kaya Post", via="AFP"), report(2, outlet="Kaya Post")], 2),
    ([report(1, outlet="AFP"), report(2, copies=1, outlet="Kaya Post"), report(3, outlet="Kaya Post")], 2),
    ([report(1, outlet="AFP"), report(2, copies=1, outlet="Kaya Post"), report(3, outlet="Kaya Post"),
      report(4, copies=1, outlet="Niger Post"), report(5, outlet="Niger Post")], 3),
    ([report(1, voices=(voice(via="AFP"), voice())), report(2, outlet="AFP")], 2),
]  # fmt: skip


@pytest.mark.parametrize(("reports", "number"), INDEPENDENT)
def test_copies_citations_and_one_outlets_stories_are_one_source(reports: list[EventReport], number: int) -> None:
    told = told_by(reports)
    assert number == len(set(told.values()))
    assert number == sources_of(reports, told).independent
    assert set(told) == {one.id for one in reports}


def test_a_source_that_has_only_the_word_of_a_party_is_told_from_an_outside_observer() -> None:
    party = voice("party to the conflict", side="JNIM")
    reports = [
        report(1, voices=(party,)),
        report(2, voices=(party, voice("medical"))),
        report(3, copies=1, voices=(party,)),
        report(4),
    ]
    found = sources_of(reports, told_by(reports))
    assert (found.independent, found.from_party) == (3, 1)
    assert found.outlets == ("Outlet 1", "Outlet 2", "Outlet 3", "Outlet 4")


CAR = Side("a car", None, None, "site", None)
ARMY = Side("the army", "Military Forces of Mali", None, "state forces", "ML")
FARMERS, THEY = Side("farmers", None, None, "civilians", None), Side("they", None, None, "unknown", None)
TOLD_MORE = [
    # told first  told after  taken
    (CAR,         FARMERS,    FARMERS),
    (THEY,        ARMY,       ARMY),
    (CAR,         THEY,       THEY),
    (FARMERS,     ARMY,       FARMERS),
]  # fmt: skip


@pytest.mark.parametrize(("first", "after", "taken"), TOLD_MORE)
def test_whose_people_they_were_tells_more_than_where_they_sat(first: Side, after: Side, taken: Side) -> None:
    assert chosen("targets", report(1, targets=(first,)), report(2, targets=(after,))).value == (taken,)


def test_a_type_of_violence_follows_from_what_different_reports_tell() -> None:
    choice = chosen("ucdp_type", report(1, perpetrators=(JNIM,)), report(2, targets=(ARMY,)))
    assert choice == Choice(1, "from-sides", ("rep1:1", "rep1:2"), why="follows from both sides")
    assert chosen("ucdp_type", report(1, perpetrators=(JNIM,)), report(2, targets=(CAR,))).line == "none-given"
    assert chosen("ucdp_type", report(1, perpetrators=(THEY,)), report(2, targets=(ARMY,))).value is None
    arrest = report(1, event_type="Strategic developments", perpetrators=(ARMY,), targets=(JNIM,))
    assert chosen("ucdp_type", arrest).value is None
