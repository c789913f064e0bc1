"""What a release must not tell is in none of its files: names, blurred places, recent days, what a role may not see."""

import json
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import geopandas
import pytest
from releasing import Publish, book_of_articles, csv_rows, everything, publisher, titled
from shapely.geometry import Point

from recount.api import casebook
from recount.api.checking import check
from recount.api.deriving import event_under
from recount.api.linking import events
from recount.api.releases import diff
from recount.errors import ReleaseRefused
from recount.nouns.events import SettledEvent

KILLED = {"low": 21, "best": 21, "high": 21}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The casebook, with what people decided: a correction, an acceptance, a rejection."""
    book = book_of_articles(tmp_path_factory.mktemp("care"))
    found = settled(book)
    clash, battle = titled(found, "Clash at Tessalit"), titled(found, "Thirty die in days of fighting")
    strike = titled(found, "Ten dead after strike on market")
    reports = {report.title: report.id for event in (clash, battle, strike) for report in event.reports}
    for about, verdict, field, value in (
        (reports["Clash at Tessalit"], "correct", "killed", KILLED),
        (reports["Thirty die in days of fighting"], "accept", None, None),
        (reports["Ten dead after strike on market"], "reject", None, None),
    ):
        casebook.decide(book, about, verdict, by="Bea Reviewer", field=field, value=value, reason="the list of graves")
    return book


def settled(book: Path) -> list[SettledEvent]:
    return [event_under(book, one.id) for one in events(book, limit=100)]


@pytest.fixture(scope="module")
def publish(book: Path, tmp_path_factory: pytest.TempPathFactory) -> Publish:
    return publisher(book, tmp_path_factory.mktemp("out"))


@pytest.fixture(scope="module")
def public(publish: Publish) -> Path:
    return publish()[0]


def files_with(folder: Path, *words: str) -> set[str]:
    """Return the files of a release in which some of the words stand, its rules and pictures of the world aside."""
    return {name for name, told in everything(folder).items() if any(word.casefold() in told for word in words)}


def row_of(folder: Path, place: str) -> dict[str, str]:
    return next(row for row in csv_rows(folder / "events.csv") if row["place"] == place)


def test_a_private_person_is_in_no_file_of_a_release(public: Path) -> None:
    assert files_with(public, "demba", "yusuf") == set()
    (event,) = [row for row in csv_rows(public / "events.csv") if row["reports"] == "3"]
    told = json.loads(event["told_by"])[-1]
    assert told["title"] == "[name withheld] saw them come to Djibo"
    assert told["url"] == "https://amel.example/2024/name-withheld-saw-it"


def test_names_are_there_where_they_are_asked_for(publish: Publish) -> None:
    out, _ = publish(names=True)
    assert {"events.csv", "events.parquet", "acled.csv"} <= files_with(out, "yusuf demba")
    assert files_with(out, "yusuf-demba-saw-it") >= {"events.csv", "events.parquet"}


@pytest.mark.parametrize(
    ("coarsen", "place", "codes"),
    [("10km", "Soum", ("2", "2")), ("admin2", "Soum", ("2", "3")), ("admin1", "Sahel", ("3", "4"))],
)
def test_blurred_places_are_in_no_file(publish: Publish, coarsen: str, place: str, codes: tuple[str, str]) -> None:
    out, _ = publish(coarsen=coarsen)
    exact = ("14.0994", "-1.6255", "35.46806", "35.4681", "15.6597", "20.20139", "20.2014", "421187117", "890449811")
    assert files_with(out, *exact, "Djibo", "Ansongo", "Titao", "two-towns") == set()
    assert check(out).fits
    (row,) = [row for row in csv_rows(out / "acled.csv") if row["notes"].startswith("2 independent sources")]
    assert (row["location"], row["geo_precision"]) == (place, codes[0])
    (event,) = [row for row in csv_rows(out / "events.csv") if row["reports"] == "3"]
    assert (event["acled_geo_precision"], event["ucdp_where_prec"]) == codes
    table = geopandas.read_parquet(out / "events.parquet")
    for shape, row in zip(table.geometry, table.itertuples(), strict=True):
        assert shape is None or (shape.geom_type == "Polygon" and shape.contains(Point(row.longitude, row.latitude)))


def test_the_last_days_are_held_back(publish: Publish, public: Path) -> None:
    days = (datetime.now(UTC).date() - datetime(2024, 7, 1, tzinfo=UTC).date()).days
    out, done = publish(forms=["csv", "acled"], delay=f"{days}d")
    kept = csv_rows(out / "events.csv")
    assert {row["earliest"] for row in kept} == {"2024-03-05", "2024-05-06", "2024-06-03"}
    assert done.held_back["events of the days that are still held back"] == len(csv_rows(public / "events.csv")) - 3
    assert files_with(out, "Tessalit", "two-towns", "2024-07-02", "somewhere") == set()


def test_a_delay_that_leaves_nothing_publishes_nothing(publish: Publish, tmp_path: Path) -> None:
    with pytest.raises(ReleaseRefused, match="Nothing may be published"):
        publish("nothing", delay="36500d")


ROLES = [
    # role           in no file                                                              still there
    ("public", ("bea reviewer", "list of graves"), ("clash at tessalit", "the governor", "12 villagers")),
    ("partner", (), ("bea reviewer", "list of graves", "clash at tessalit", "the governor", "12 villagers")),
    (
        "aggregate",
        ("bea reviewer", "list of graves", "clash at tessalit", "the governor", "12 villagers", "courier.example"),
        ("sahel courier", "tessalit"),
    ),
]


@pytest.mark.parametrize(("role", "hidden", "seen"), ROLES)
def test_a_role_sees_what_is_not_hidden_from_it(
    publish: Publish, public: Path, role: str, hidden: tuple[str, ...], seen: tuple[str, ...]
) -> None:
    out = public if role == "public" else publish(role=role)[0]
    assert {words for words in hidden if files_with(out, words)} == set()
    assert {words for words in seen if "events.csv" not in files_with(out, words)} == set()
    assert check(out).fits


def test_nothing_is_taken_from_a_report_that_people_rejected(public: Path) -> None:
    row = row_of(public, "Kirkuk")
    assert (row["reports"], row["killed_most"], row["ibc_deaths_max"]) == ("1", "9", "9")
    assert files_with(public, "ten dead after strike", "ten-dead", "ten traders") == set()


def test_a_correction_is_in_every_format(public: Path) -> None:
    (acled,) = [row for row in csv_rows(public / "acled.csv") if row["location"] == "Tessalit"]
    (ged,) = [row for row in csv_rows(public / "ged.csv") if row["where_coordinates"] == "Tessalit"]
    row = row_of(public, "Tessalit")
    assert (acled["fatalities"], ged["best"], row["acled_fatalities"], row["review"]) == ("21", "21", "21", "corrected")
    assert [one["value"] for one in json.loads(row["decisions"])] == [KILLED]
    features = json.loads((public / "events.geojson").read_bytes())["features"]
    told = {one["id"]: one["properties"]["ucdp_best"] for one in features}
    table = duckdb.connect().execute(
        "SELECT ucdp_best FROM read_parquet(?) WHERE place = 'Tessalit'", [str(public / "events.parquet")]
    )
    assert told[row["event_id"]] == 21 and table.fetchall() == [(21,)]


def test_a_correction_is_in_the_comparison_of_releases_with_its_decision(
    book: Path, public: Path, tmp_path: Path
) -> None:
    before = publisher(book_of_articles(tmp_path), tmp_path)("before", forms=["csv"])[0]
    (change,) = diff(before, public, event=row_of(public, "Tessalit")["event_id"]).changes.found
    changed = {one.field: (one.before, one.after, [cause.kind for cause in one.causes]) for one in change.fields}
    assert change.kind == "changed"
    assert changed["ucdp.best"][:2] == (12, 21) and "decision" in changed["ucdp.best"][2]


def test_only_accepted_events_are_published_where_that_is_asked_for(publish: Publish) -> None:
    out, done = publish(forms=["csv"], accepted_only=True)
    assert {row["place"] for row in csv_rows(out / "events.csv")} == {"Ansongo", "Tessalit"}
    assert done.held_back["events that people have not accepted"] > 5


FAILING: list[tuple[str, str]] = [
    # what is asserted                                 what is told
    ("accepted_only: true", r"9 of 11 events are not accepted by people"),
    ("minimum: {events: 12}", r"events is 11; it has to be at least 12"),
    ("maximum: {reports: 3}", r"reports is 13; it has to be at most 3"),
    ("minimum: {accepted_share: 0.5}", r"accepted_share is 0\.1818; it has to be at least 0\.5"),
    ("minimum: {day_share: 0.99}", r"day_share is .* it has to be at least 0\.99"),
    ("minimum: {countries: {ML: 5, IQ: 1}}", r"countries\.ML is 4; it has to be at least 5"),
    ("minimum: {entering: {acled: 100}}", r"entering\.acled is 9; it has to be at least 100"),
]


def asserted(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "release.yaml"
    path.write_text(content, encoding="utf-8")
    return path


@pytest.mark.parametrize(("content", "told"), FAILING)
def test_an_assertion_that_does_not_hold_is_named_and_nothing_is_written(
    publish: Publish, book: Path, tmp_path: Path, content: str, told: str
) -> None:
    copy = Path(shutil.copy(book, tmp_path / "book.recount"))
    (tmp_path / "out").mkdir()
    with pytest.raises(ReleaseRefused, match=told):
        publisher(copy, tmp_path / "out")("refused", forms=["csv"], asserting=asserted(tmp_path, content))
    assert list((tmp_path / "out").iterdir()) == []


def test_several_assertions_that_do_not_hold_are_all_named(publish: Publish, tmp_path: Path) -> None:
    content = "accepted_only: true\nminimum: {events: 12, countries: {NO: 1}}"
    with pytest.raises(ReleaseRefused) as refused:
        publish("refused", forms=["csv"], asserting=asserted(tmp_path, content))
    assert all(one in str(refused.value) for one in ("not accepted", "events is 11", "countries.NO is 0"))


def test_a_release_of_which_all_holds_is_published(publish: Publish, tmp_path: Path) -> None:
    content = "minimum: {events: 11, countries: {ML: 4}, accepted_share: 0.1}\nmaximum: {events: 11}"
    out, done = publish(forms=["csv"], asserting=asserted(tmp_path, content))
    assert done.events == len(csv_rows(out / "events.csv")) == 11


def test_people_who_were_named_by_a_correction_are_not_published(tmp_path: Path) -> None:
    book = book_of_articles(tmp_path)
    event = titled(settled(book), "Yusuf Demba saw them come to Djibo")
    corrected: Any = [{"name": "Yusuf Demba's cousins", "kind": "civilians"}]
    last = event.reports[-1]
    casebook.decide(book, last.id, "correct", by="Yusuf Demba", field="targets", value=corrected, reason="Demba's word")
    out, _ = publisher(book, tmp_path)("out")
    assert files_with(out, "demba", "yusuf") == set()
