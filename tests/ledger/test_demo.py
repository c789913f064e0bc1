"""The example casebook as it is built: every page has something worth seeing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recount.api.casebook import casebook_counts, casebook_record, verify
from recount.api.demo import ADJUDICATOR, CODERS, ROUND, STEPS, build_demo
from recount.api.linking import LinkedReport, WhyLinked, events, why_linked
from recount.api.reviewing import agreement, queue_count, waiting
from recount.api.tallies import TallyLine, tallies, tally
from recount.errors import BadArgument

WIRE, STATE, REBELS = (
    "Meridian Wire (invented)",
    "Faso State Broadcasting (invented)",
    "Voice of the Liptako Front (invented)",
)
PAPER, COURIER = "The Sahel Independent (invented)", "Tillabéri Courier (invented)"
MONITOR = "Liptako Incident Monitor (invented)"


@pytest.fixture(scope="module")
def told() -> list[str]:
    return []


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, told: list[str]) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("demo") / "example.recount"
    assert build_demo(path, told=lambda step, _done, _whole: told.append(step)).anew
    yield path


def report_of(demo: Path, outlet: str, published: str, anchor: str) -> LinkedReport:
    return next(
        report
        for event in events(demo, limit=1_000)
        for report in why_linked(demo, event.id).reports
        if (report.outlet, report.published, report.anchor) == (outlet, published, anchor)
    )


def event_of(demo: Path, outlet: str, published: str, anchor: str) -> WhyLinked:
    return why_linked(demo, report_of(demo, outlet, published, anchor).id)


def told_by(demo: Path, speaker: str, published: str, measure: str) -> TallyLine:
    return next(
        line
        for line in tallies(demo)
        if (line.told.outlet, str(line.told.published), line.told.tally.measure) == (speaker, published, measure)
    )


def test_it_is_whole_linked_and_verifies(demo: Path, told: list[str]) -> None:
    assert tuple(dict.fromkeys(told)) == STEPS
    assert casebook_counts(demo)["article"] >= 60
    assert verify(demo).findings == ()
    assert waiting(demo) == 0
    assert queue_count(demo) > 20
    assert [one.name for one in demo.parent.iterdir() if "unfinished" in one.name] == []


def test_a_second_run_takes_what_the_first_one_built(demo: Path) -> None:
    before = casebook_counts(demo)
    assert build_demo(demo) == (demo, False)
    assert casebook_counts(demo) == before


def test_another_file_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "mine.recount"
    other.write_text("mine")
    with pytest.raises(BadArgument, match="not the example casebook"):
        build_demo(other)
    assert other.read_text() == "mine"


def test_outlets_give_rival_tolls_of_one_attack(demo: Path) -> None:
    found = event_of(demo, WIRE, "2024-03-04", "attacked")
    tolls = {(one.outlet, one.published): one.killed for one in found.reports}
    assert {outlet for outlet, _ in tolls} >= {WIRE, PAPER, COURIER}
    assert (tolls[WIRE, "2024-03-04"], tolls[WIRE, "2024-03-07"]) == ("at least 9", "19")
    assert tolls[PAPER, "2024-03-09"] == "21"


def test_copies_are_told_from_sources(demo: Path) -> None:
    found = event_of(demo, WIRE, "2024-03-04", "attacked")
    assert [one.outlet for one in found.reports if one.copy_of] == [WIRE, COURIER]
    assert found.event.sources == found.event.reports - 2


def test_twins_of_one_day_in_one_town_are_kept_apart_by_one_person_and_not_by_another(demo: Path) -> None:
    well = event_of(demo, WIRE, "2024-03-10", "killed")
    post = event_of(demo, STATE, "2024-03-11", "attacked")
    evening = event_of(demo, REBELS, "2024-03-11", "attacked")
    assert len({well.event.id, post.event.id, evening.event.id}) > 1
    assert post.event.id != well.event.id
    said = {(one.by, one.verdict) for held in well.contradictions for one in held}
    assert said == {(CODERS[0], "same"), (CODERS[1], "different")}


def test_twins_of_one_night_in_two_villages_are_two_events(demo: Path) -> None:
    villages = {
        one.place: event.id
        for event in events(demo, limit=1_000)
        for one in why_linked(demo, event.id).reports
        if (one.outlet, one.published, one.anchor) == (WIRE, "2024-03-13", "killed")
    }
    assert set(villages) == {"Gangaol", "Yakouta"}
    assert villages["Gangaol"] != villages["Yakouta"]


def test_responsibility_is_contested_where_one_side_blames_the_other(demo: Path) -> None:
    record = casebook_record(demo, report_of(demo, WIRE, "2024-03-09", "fired").article)
    assert record is not None
    assert [(one.responsibility_status, {claim.how for claim in one.responsibility}) for one in record.reports] == [
        ("contested", {"accused", "claimed"})
    ]


def test_a_denial_is_a_statement_and_no_event(demo: Path) -> None:
    record = casebook_record(demo, report_of(demo, REBELS, "2024-03-30", "explosion").article)
    assert record is not None
    assert "denies" in {one.stance for one in record.statements}


def test_a_tally_that_the_coded_events_match(demo: Path) -> None:
    (line,) = [one for one in tallies(demo, country="NE") if one.told.outlet == COURIER and one.told.tally.best == 2]
    held = line.result.whole.held
    assert held is not None
    assert (held.low, held.high, line.result.whole.missing) == (2, 2, 0)


def test_a_tally_that_claims_more_than_is_reported(demo: Path) -> None:
    line = told_by(demo, REBELS, "2024-03-31", "attacks")
    assert line.told.tally.best == 31
    whole = line.result.whole
    assert (line.told.tally.parts_sum, whole.missing) == (31, 31)
    assert whole.missing_at_least is not None and whole.missing_at_least > 0


def test_a_tally_whose_own_parts_do_not_add_up(demo: Path) -> None:
    line = told_by(demo, MONITOR, "2024-03-25", "killed")
    assert (line.told.tally.low, line.told.tally.parts_sum, line.told.tally.parts_agree) == (118, 114, False)


def test_tallies_of_one_counter_make_a_line_over_time(demo: Path) -> None:
    shown = tally(demo, told_by(demo, MONITOR, "2024-04-01", "attacks").told.tally.id)
    assert [point.told for point in shown.over_time][-1] == 19
    assert len(shown.over_time) > 1


def test_a_foiled_and_a_threatened_attack_are_no_attacks_that_happened(demo: Path) -> None:
    modalities = {}
    for outlet, day, anchor in ((STATE, "2024-03-17", "Bomb disposal"), (WIRE, "2024-03-18", "attack")):
        report = report_of(demo, outlet, day, anchor)
        record = casebook_record(demo, report.article)
        assert record is not None
        modalities[anchor] = next(one.modality for one in record.reports if one.id == report.id)
    assert modalities == {"Bomb disposal": "foiled", "attack": "threatened"}


def test_two_coders_agree_on_some_fields_and_differ_on_others(demo: Path) -> None:
    found = agreement(demo, ROUND)
    alphas = {one.field: one.alpha for one in found.fields}
    assert alphas["event_type"] == alphas["when"] == 1.0
    assert {one.field for one in found.differing} == {"where", "perpetrators", "killed"}
    assert ADJUDICATOR not in CODERS
