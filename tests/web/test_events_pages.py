"""The page of events: what a filter gives as table, points and lines of CSV, always as claims of reports."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from listed import FORMULA, HOSTILE, listed_casebook
from served import client_of

from recount.api.pages import event_rows
from recount.api.pages.bars import bars_of
from recount.api.pages.events_asked import EventsAsked
from recount.api.pages.public_names import is_public
from recount.errors import BadArgument
from recount.ledger import Ledger


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return listed_casebook(tmp_path_factory.mktemp("events"))


@pytest.fixture(scope="module")
def client(book: Path) -> TestClient:
    return client_of(book)


def days(client: TestClient, query: str) -> list[str]:
    answer = client.get(f"/events.json?{query}")
    assert answer.status_code == 200, answer.text
    return [one["when"]["earliest"][5:] for one in answer.json()["events"]]


CASES = [
    # what is asked, and the days of the events that fit
    ("", ["07-01", "06-07", "06-05", "05-20", "04-10", "03-01"]),
    ("order=oldest", ["03-01", "04-10", "05-20", "06-05", "06-07", "07-01"]),
    ("order=deaths", ["05-20", "03-01", "04-10", "06-05", "07-01", "06-07"]),
    ("order=reports&country=BF", ["03-01", "04-10"]),
    ("since=2024-06-01&until=2024-06-06", ["06-05"]),
    ("country=ml", ["07-01", "06-07"]),
    ("place=idlib", ["05-20"]),
    ("type=Battles", ["03-01"]),
    ("type=Peaceful+protest", ["06-07"]),
    ("actor=Jama%27at+Nusrat+al-Islam+wal-Muslimin", ["03-01"]),
    ("actor=gunm", ["07-01", "04-10"]),
    ("grade=Weak&country=SY", ["05-20"]),
    ("least=2", ["03-01"]),
    ("contested=yes", ["03-01"]),
    ("decided=yes", []),
    ("bbox=30,30,45,40", ["06-05", "05-20"]),
    ("country=&place=&least=&bbox=&contested=", ["07-01", "06-07", "06-05", "05-20", "04-10", "03-01"]),
]


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_a_filter_gives_the_events_that_fit(client: TestClient, query: str, expected: list[str]) -> None:
    assert days(client, query) == expected
    points = client.get(f"/events.geojson?{query}").json()
    assert points["shown"] == len(points["features"]) == len(expected)
    assert len(client.get(f"/events.csv?{query}").text.splitlines()) == len(expected) + 1
    assert client.get(f"/events?{query}").text.count("data-event-id") == len(expected)


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "country=Mali", "least=0", "least=many", "contested=perhaps", "bbox=1,2,3",
     "bbox=0,50,1,40", "order=size", "after=nowhere", "since=2024-05-01&until=2024-04-01", "place=" + "x" * 300],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_in_words(client: TestClient, query: str) -> None:
    for path in ("/events", "/events.json", "/events.geojson", "/events.csv"):
        answer = client.get(f"{path}?{query}")
        if path in ("/events.geojson", "/events.csv") and query == "after=nowhere":
            continue
        assert answer.status_code == 422, path


def test_a_figure_is_shown_with_its_bounds_and_as_reported(client: TestClient) -> None:
    killed = {one["when"]["earliest"]: one["killed"] for one in client.get("/events.json").json()["events"]}
    # "12" and "four"; "at least seven"; a protest whose report gives no toll.
    assert [killed[day] for day in ("2024-03-01", "2024-04-10", "2024-06-07")] == ["4–12", "≥7", None]
    assert "Killed, as reported" in client.get("/events").text


def test_who_acted_is_shown_as_claimed_by_neutral_name(client: TestClient) -> None:
    (attack,) = client.get("/events.json?type=Battles").json()["events"]
    assert [one["canonical"] for one in attack["perpetrators"]] == ["Jama'at Nusrat al-Islam wal-Muslimin"]
    assert attack["outlets"] == ["Radio Amel", HOSTILE]


def test_words_of_articles_are_no_markup(client: TestClient) -> None:
    page = client.get("/events?type=Battles").text
    assert "<img src=x" not in page
    assert "Daily &lt;img src=x onerror=alert(1)&gt;" in page


def test_a_cell_begins_no_formula(client: TestClient) -> None:
    answer = client.get("/events.csv?country=BF&since=2024-04-01")
    (row,) = csv.DictReader(io.StringIO(answer.text))
    assert row["outlets"] == f"'{FORMULA}"
    assert (row["killed_low"], row["killed_high"], row["killed_has_upper_bound"]) == ("7", "7", "false")
    assert answer.headers["content-disposition"] == 'attachment; filename="events.csv"'


def test_a_point_says_how_exactly_it_is_known(client: TestClient) -> None:
    found = client.get("/events.geojson?country=SY").json()["features"]
    told = {one["properties"]["label"]: (one["properties"]["precision"], one["properties"]["country"]) for one in found}
    assert told == {"Syria": ("country", "SY"), "Idlib": ("exact", "SY")}
    lines = next(one["properties"]["lines"] for one in found if one["properties"]["label"] == "Syria")
    assert lines == ["Syria (country only)", "2024-06-05", "2 killed, as reported", "1 report: Meridian Wire"]


def test_the_line_of_time_keeps_all_days_when_some_are_chosen(client: TestClient) -> None:
    time = client.get("/events.json?since=2024-05-01&until=2024-05-31").json()["time"]
    assert (time["events"], time["unit"]) == (6, "week")
    chosen = [one for one in time["bars"] if one["chosen"]]
    assert (chosen[0]["from"], chosen[-1]["to"]) == ("2024-04-29", "2024-06-02")


def test_pages_follow_one_another(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.api.pages.events._A_PAGE", 4)
    first = client.get("/events.json?order=deaths").json()
    assert [len(first["events"]), first["first_page"]] == [4, None]
    second = client.get(first["next_page"].replace("/events?", "/events.json?")).json()
    assert [len(second["events"]), second["next_page"]] == [2, None]
    assert second["first_page"] == "/events?order=deaths"


def test_more_events_than_are_counted_are_told_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.api.pages.events.MOST_COUNTED", 3)
    assert client.get("/events.json").json()["count"] == {"least": 3, "capped": True, "words": "3+"}


def test_a_table_of_too_many_rows_is_refused(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recount.api.pages.events.MOST_ROWS", 3)
    assert client.get("/events.csv").status_code == 422


def test_everybody_reads_no_private_name(book: Path) -> None:
    public = client_of(book, public=True)
    for path in ("/events", "/events.json", "/events.geojson", "/events.csv"):
        told = public.get(path).text
        assert "Awa Traore" not in told, path
        assert "Jama" in told or path == "/events.geojson", path
    assert "[name withheld]" in public.get("/events").text
    # Nor is it found out by asking.
    for words in ("Traore", "traore", "Awa Traore", "awa traore"):
        assert public.get(f"/events.json?actor={words}").json()["events"] == [], words
    assert len(client_of(book).get("/events.json?actor=Traore").json()["events"]) == 1


def test_the_page_holds_no_script_and_no_style_of_its_own(client: TestClient) -> None:
    page = client.get("/events").text
    assert not re.findall(r"<script(?![^>]*src=)|<style|<[^>]*\sstyle=|<[^>]*\son\w+=", page)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("civilians", True),
        ("a trader", True),
        ("Gunmen", True),
        ("Hezbollah", True),
        ("Military Forces of Syria", True),
        ("Awa Traore", False),
        ("Yusuf", False),
        ("يوسف", False),
    ],
)
def test_a_name_that_no_list_holds_is_not_for_everybody(name: str, expected: bool) -> None:
    assert is_public(name) is expected


BARS: list[tuple[dict[str | None, int], tuple[str, int]]] = [
    # days with events, and the unit and number of bars
    ({"2024-01-01": 1, "2024-01-31": 2}, ("day", 31)),
    ({"2024-01-01": 1, "2024-06-30": 2}, ("week", 26)),
    ({"2023-01-15": 1, "2024-12-31": 2}, ("month", 24)),
    ({"1990-01-15": 1, "2024-12-31": 2}, ("year", 35)),
    ({None: 3}, ("day", 0)),
]


@pytest.mark.parametrize(("found", "expected"), BARS)
def test_bars_are_as_wide_as_the_days_need(found: dict[str | None, int], expected: tuple[str, int]) -> None:
    bars = bars_of(found)
    assert (bars["unit"], len(bars["bars"])) == expected
    assert sum(one["events"] for one in bars["bars"]) == sum(number for day, number in found.items() if day)


def test_a_single_event_of_decades_before_does_not_squeeze_all_others() -> None:
    days: dict[str | None, int] = {f"2024-01-{day:02}": 10 for day in range(1, 32)}
    days["1950-01-01"] = 1
    bars = bars_of(days)
    assert (bars["unit"], bars["before"], bars["first"]) == ("day", 1, "2024-01-01")


def test_an_address_leaves_out_what_does_not_matter() -> None:
    asked = EventsAsked.of(country="ML", place="", after="x~ev1:1")
    assert asked.address("/events", order="deaths") == "/events?country=ML&order=deaths"
    with pytest.raises(BadArgument):
        EventsAsked.of(country="12").query()


def test_the_twin_holds_what_the_page_shows(client: TestClient) -> None:
    value: dict[str, Any] = client.get("/events.json").json()
    page = client.get("/events").text
    assert all(one["href"] in page for one in value["events"])
    assert f'data-map-source="{value["map"]}"' in page


def test_of_very_many_events_without_a_grade_only_a_bound_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = listed_casebook(tmp_path)
    with Ledger.open(book, write=True) as ledger, ledger.writing():
        ledger.execute("UPDATE event_facet SET worth = NULL")
    exact = client_of(book).get("/events.json").json()
    assert exact["not_graded_told"] == f"{exact['not_graded']} events are"
    monkeypatch.setattr(event_rows, "MOST_COUNTED", 2)
    capped = client_of(book).get("/events.json").json()
    assert (capped["not_graded"], capped["not_graded_told"]) == (2, "More than 2 events are")
    assert "More than 2 events are not graded yet" in client_of(book).get("/events").text
