"""Sets of invented reports with known truth: always the same, consistent, and as faulty as their parameters say."""

import importlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml

from recount import codebook
from recount.gazetteer import load

TOOLS = str(Path(__file__).resolve().parents[2] / "tools")


@pytest.fixture(scope="module")
def generator() -> Any:
    sys.path.insert(0, TOOLS)
    try:
        return importlib.import_module("generate_report_sets")
    finally:
        sys.path.remove(TOOLS)


@pytest.fixture(scope="module")
def reports(generator: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = generator.coded_reports(6_000, seed=7).to_pylist()
    return rows


@pytest.fixture(scope="module")
def articles(generator: Any) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = generator.articles(250, seed=7)
    return lines


class Drawn(NamedTuple):
    """Events and what was drawn of them, before it is written as a table."""

    parameters: Any
    events: Any
    telling: Any
    values: Any


@pytest.fixture(scope="module")
def drawn(generator: Any) -> Drawn:
    modules = {name: importlib.import_module(f"generating.coded_{name}") for name in ("events", "telling", "values")}
    held = importlib.import_module("generating.coded_places").places()
    parameters, random = generator.Parameters(), np.random.default_rng(3)
    events = modules["events"].invent_events(12_000, held, parameters, random)
    telling = modules["telling"].told(events, parameters, random)
    return Drawn(parameters, events, telling, modules["values"].values_of(telling, events, held, parameters, random))


def by_event(reports: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found = defaultdict(list)
    for report in reports:
        found[report["event"]].append(report)
    return found


def test_the_same_seed_gives_the_same_reports(generator: Any) -> None:
    assert generator.coded_reports(300, seed=5).equals(generator.coded_reports(300, seed=5))
    assert not generator.coded_reports(300, seed=5).equals(generator.coded_reports(300, seed=6))


def test_a_file_holds_as_many_reports_as_asked_for_in_order_of_publication(generator: Any, tmp_path: Path) -> None:
    generator.write_reports(tmp_path / "reports.parquet", 1_234, seed=2)
    table = pq.read_table(tmp_path / "reports.parquet")
    assert (table.num_rows, len(set(table["report"].to_pylist()))) == (1_234, 1_234)
    published = table["published"].to_pylist()
    assert published == sorted(published)


def test_an_article_tells_an_event_once_and_is_of_one_outlet_and_day(reports: list[dict[str, Any]]) -> None:
    told = {(report["article"], report["event"]) for report in reports}
    assert len(told) == len(reports)
    frames = {(report["article"], report["outlet"], report["published"], report["family"]) for report in reports}
    assert len(frames) == len({report["article"] for report in reports})


def test_copies_repeat_the_values_of_the_first_article_of_their_family(reports: list[dict[str, Any]]) -> None:
    originals = {(report["article"], report["event"]): report for report in reports}
    copies = [report for report in reports if report["article"] != report["family"]]
    assert len(copies) > 500
    own = ("report", "article", "outlet", "published")
    for copy in copies:
        source = originals[copy["family"], copy["event"]]
        assert source["family"] == source["article"]
        assert source["outlet"] != copy["outlet"]
        assert source["published"] <= copy["published"]
        assert {key: copy[key] for key in copy if key not in own} == {
            key: source[key] for key in copy if key not in own
        }


def test_twins_are_two_events_that_name_each_other(reports: list[dict[str, Any]]) -> None:
    twins = {report["event"]: report["twin_of"] for report in reports if report["twin_of"]}
    assert len(twins) > 200
    assert all(twins[other] == event != other for event, other in twins.items())
    articles = {(report["article"], report["event"]) for report in reports}
    together = sum((report["article"], report["twin_of"]) in articles for report in reports)
    assert together > 20, "some pairs stand in one article"


def test_twins_are_alike_and_close(drawn: Drawn) -> None:
    events = drawn.events
    one = np.flatnonzero(events.twin >= 0)
    other = events.twin[one]
    for column in (events.kind, events.country, events.perpetrator, events.target, events.weapons):
        assert (column[one] == column[other]).all()
    assert np.abs(events.day[one] - events.day[other]).max() == 2
    same_place = events.place[one] == events.place[other]
    assert (events.day[one] == events.day[other])[~same_place].all()
    assert 1 - drawn.parameters.p_twin_neighbour == pytest.approx(same_place.mean(), abs=0.04)


def truth(drawn: Drawn, column: str) -> Any:
    return getattr(drawn.events, column)[drawn.telling.event]


def wrong_party(drawn: Drawn) -> Any:
    said = drawn.values.perpetrator
    return (said >= 0) & (said != truth(drawn, "perpetrator"))


def stated_dead(drawn: Drawn) -> Any:
    return (truth(drawn, "killed") > 1) & (drawn.values.killed >= 0)


def first_reports(drawn: Drawn) -> Any:
    """Rows of the first reports of events without a twin: no follow-ups, and no day taken from a twin's report."""
    _, rows = np.unique(drawn.telling.event, return_index=True)
    return rows[drawn.events.twin[drawn.telling.event[rows]] == -1]


RATES: dict[str, Callable[[Drawn], Any]] = {
    "p_day_wrong": lambda drawn: drawn.values.day_is == 1,
    "p_day_vague": lambda drawn: np.isin(drawn.values.day_is, (2, 3)),
    "p_day_unknown": lambda drawn: drawn.values.earliest == -1,
    "p_place_near": lambda drawn: drawn.values.place_is == 1,
    "p_place_wrong": lambda drawn: (drawn.values.place_is < 4) & (drawn.values.place != truth(drawn, "place")),
    "p_place_unlisted": lambda drawn: drawn.values.place_is == 3,
    "p_type_differs": lambda drawn: drawn.values.kind != truth(drawn, "kind"),
    "p_sub_type_missing": lambda drawn: drawn.values.sub_kind_missing,
    "p_modality_differs": lambda drawn: drawn.values.modality > 0,
    "p_perpetrator_missing": lambda drawn: drawn.values.perpetrator == -1,
    "p_perpetrator_vague": lambda drawn: drawn.values.perpetrator == -2,
    "p_perpetrator_differs": wrong_party,
    "p_target_missing": lambda drawn: (drawn.values.target == -1)[truth(drawn, "target") >= 0],
    "p_weapon_missing": lambda drawn: (drawn.values.weapons == 0)[truth(drawn, "weapons") > 0],
    "p_weapon_differs": lambda drawn: ((drawn.values.weapons != truth(drawn, "weapons")) & (drawn.values.weapons > 0))[
        truth(drawn, "weapons") > 0
    ],
    "p_toll_missing": lambda drawn: (drawn.values.killed == -1)[truth(drawn, "killed") > 1],
    "p_toll_revised": lambda drawn: (drawn.values.killed != truth(drawn, "killed"))[stated_dead(drawn)],
}


@pytest.mark.parametrize("parameter", RATES)
def test_faults_are_as_frequent_as_their_parameter(parameter: str, drawn: Drawn) -> None:
    expected = getattr(drawn.parameters, parameter)
    assert expected == pytest.approx(float(np.mean(RATES[parameter](drawn))), abs=0.012)


def test_vague_days_hold_the_true_one_and_wrong_ones_are_near_it(drawn: Drawn) -> None:
    values, day = drawn.values, truth(drawn, "day")
    vague = np.isin(values.day_is, (2, 3))
    assert ((values.earliest <= day) & (day <= values.latest))[vague].all()
    off = np.abs(values.earliest - day)[values.day_is == 1]
    assert {1, 2, 3} == set(off.tolist())
    assert pytest.approx((off == 1).mean(), abs=0.04) == 0.8


def test_events_are_reported_as_often_and_as_late_as_the_parameters_say(drawn: Drawn) -> None:
    first_hand = drawn.telling.event[~drawn.telling.recalled]
    assert drawn.parameters.reports_per_event == pytest.approx(len(first_hand) / len(drawn.events), abs=0.08)
    delay = (drawn.telling.published - truth(drawn, "day"))[~drawn.telling.recalled]
    assert (delay.min(), 0.6 < delay[delay < 5].mean() < 1.1) == (0, True)


def test_some_country_days_have_dozens_of_events(drawn: Drawn) -> None:
    _, counts = np.unique(drawn.events.country * 100_000 + drawn.events.day, return_counts=True)
    assert counts.max() >= 24
    assert np.median(counts) <= 6


def test_without_faults_all_reports_of_an_event_say_the_same(generator: Any) -> None:
    sound = {name: 0.0 for name in generator.Parameters.__dataclass_fields__ if name.startswith("p_")}
    rows = generator.coded_reports(800, seed=1, parameters=generator.Parameters(**sound)).to_pylist()
    for told in by_event(rows).values():
        for name in ("earliest", "latest", "gazetteer_id", "sub_event_type", "perpetrators", "targets", "weapons"):
            assert all(report[name] == told[0][name] for report in told)
        dead = {report["killed_best"] for report in told} - {None, 0}
        assert len(dead) <= 1


def test_bounds_and_days_are_in_order(reports: list[dict[str, Any]]) -> None:
    for report in reports:
        assert report["earliest"] is None or report["earliest"] <= report["latest"]
        for effect in ("killed", "injured"):
            low, best, high = (report[f"{effect}_{bound}"] for bound in ("low", "best", "high"))
            assert (best is None and high is None) or low == best
            assert high is None or best == high


def test_codes_are_those_of_the_codebook(generator: Any, reports: list[dict[str, Any]]) -> None:
    known = yaml.safe_load((Path(codebook.__file__).parent / "data" / "event_types.yaml").read_text(encoding="utf-8"))
    for report in reports[:1_000]:
        assert report["event_type"] in known
        assert report["sub_event_type"] is None or report["sub_event_type"] in known[report["event_type"]]


def test_parameters_are_read_from_a_file_and_checked(generator: Any, tmp_path: Path) -> None:
    given = tmp_path / "parameters.yaml"
    given.write_text("p_day_wrong: 0.5\nfirst_day: 2020-02-02\n")
    expected = {"p_day_wrong": 0.5, "first_day": date(2020, 2, 2)}
    assert expected == generator.Parameters.given(given)
    given.write_text('{"p_day_wrnog": 0.5}')
    with pytest.raises(ValueError, match="p_day_wrnog"):
        generator.Parameters.given(given)
    with pytest.raises(ValueError, match="probability"):
        generator.Parameters(p_late=2.0)


def test_the_same_seed_gives_the_same_articles(generator: Any, articles: list[dict[str, Any]]) -> None:
    assert articles == generator.articles(250, seed=7)
    assert articles[:20] != generator.articles(250, seed=8)[:20]


def test_articles_come_in_order_with_their_own_ids_and_addresses(articles: list[dict[str, Any]]) -> None:
    published = [line["published"][:10] for line in articles]
    assert published == sorted(published)
    for field in ("id", "url"):
        assert len({line[field] for line in articles}) == len(articles)


def test_about_as_many_events_as_asked_for_are_told_by_one_to_eight_outlets(articles: list[dict[str, Any]]) -> None:
    outlets = defaultdict(set)
    for line in articles:
        if line["truth"]["role"] != "copy":
            outlets[line["truth"]["event"]].add(line["outlet"])
    assert pytest.approx(len(outlets), abs=25) == 250
    assert {1, 8} == {min(map(len, outlets.values())), max(map(len, outlets.values()))}


def test_no_article_tells_an_event_twice(articles: list[dict[str, Any]]) -> None:
    for line in articles:
        told = [line["truth"]["event"], *(also["event"] for also in line["truth"]["also"])]
        assert len(set(told)) == len(told)


def test_what_an_article_tells_besides_stands_at_its_span(articles: list[dict[str, Any]]) -> None:
    roles = []
    for line in articles:
        for also in line["truth"]["also"]:
            start, end = also["span"]
            words = line["text"][start:end]
            assert words[0].isupper()
            assert words[-1] == "."
            roles.append(also["role"])
    assert {"background", "first report"} == set(roles)
    assert roles.count("background") > 30


def test_article_copies_repeat_their_original_whole_or_cut(articles: list[dict[str, Any]]) -> None:
    known = {line["id"]: line for line in articles}
    copies = [line for line in articles if line["truth"]["role"] == "copy"]
    cut = 0
    for copy in copies:
        source = known[copy["truth"]["copy_of"]]
        assert source["truth"]["role"] != "copy"
        assert source["truth"]["event"] == copy["truth"]["event"]
        assert source["outlet"] != copy["outlet"]
        assert source["text"].startswith(copy["text"])
        cut += source["text"] != copy["text"]
    assert 0.1 < cut / len(copies) < 0.6


def test_article_twins_name_each_other_and_are_never_one_event(articles: list[dict[str, Any]]) -> None:
    twins = {line["truth"]["event"]: line["truth"]["twin_of"] for line in articles if line["truth"]["twin_of"]}
    assert len(twins) > 30
    assert all(twins[other] == event != other for event, other in twins.items())


def test_tolls_rise_from_report_to_report(generator: Any) -> None:
    held = importlib.import_module("generating.coded_places").places()
    made = importlib.import_module("generating.incidents").incidents(300, held, generator.ARTICLE_PARAMETERS, 4)
    rising = [incident for incident in made if incident.stages]
    assert len(rising) > 30
    for incident in rising:
        known = [incident.dead_known(days) for days in (0.1, 0.6, 1.3, 4.0)]
        assert known == sorted(known)
        assert (known[0] < known[-1], incident.killed) == (True, known[-1])


def test_sentences_of_articles_are_filled(articles: list[dict[str, Any]]) -> None:
    for line in articles:
        words = line["title"] + line["text"]
        assert not set("{}[]|") & set(words)
        assert not any(mark in words for mark in ("  ", ",,", " ,", ",.", "..", "%s", " in  "))
        assert not line["text"][0].islower()


def test_spellings_of_outlets_are_known_to_the_gazetteer(generator: Any) -> None:
    press = importlib.import_module("generating.press")
    held = importlib.import_module("generating.coded_places").places()
    at = next(number for number, country in enumerate(held.countries) if country.code == "SY")
    first = int(held.starts[at])
    outlets = press.outlets_of(held.countries[at])
    spelt = {(place, press.spelt(outlet, place, held)) for place in range(first, first + 12) for outlet in outlets}
    assert len(spelt) > 24, "outlets differ in how they write a name"
    for place, name in spelt:
        assert held.gazetteer_id[place] in {hit.place.id for hit in load().look_up(name, country="SY", limit=3)}


@pytest.fixture(scope="module")
def written() -> list[dict[str, Any]]:
    """The reports that are written by hand, with the same truth."""
    path = Path(TOOLS).parent / "corpus" / "linking" / "train" / "reports.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_written_reports_are_complete_and_of_several_outlets_an_event(written: list[dict[str, Any]]) -> None:
    needed = {"document", "event", "title", "text", "date", "outlet", "topic"}
    outlets = defaultdict(list)
    for report in written:
        assert needed <= set(report) <= needed | {"twin_of", "also"}
        assert date.fromisoformat(report["date"])
        outlets[report["event"]].append(report["outlet"])
    assert len({report["document"] for report in written}) == len(written)
    assert len(outlets) == 22
    assert all(2 <= len(names) <= 5 and len(set(names)) >= 2 for names in outlets.values())


def test_written_twins_and_asides_name_other_events(written: list[dict[str, Any]]) -> None:
    events = {report["event"] for report in written}
    twins = {report["event"]: report["twin_of"] for report in written if "twin_of" in report}
    assert len(twins) >= 12
    assert all(twins[other] == event != other for event, other in twins.items())
    for report in written:
        assert report.get("twin_of") == twins.get(report["event"])
        for also in report.get("also", ()):
            assert also["event"] in events - {report["event"]}
            assert report["text"].count(also["words"]) == 1
