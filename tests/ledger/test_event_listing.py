"""Events are listed, filtered and paged: each once, in an order that does not depend on the size of a page."""

from collections.abc import Iterator
from typing import Any

import pytest

from recount.api.casebook import init_casebook
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.event_listing import (
    ORDERS,
    Box,
    EventQuery,
    ask,
    count_events,
    days_of_events,
    page_of_events,
)
from recount.ledger.name_listing import actor_total, actors_page, places_page

CLASH, MOB = "Armed clash", "Mob violence"
# id, reports, first and last day, place, country, latitude, longitude, type, sub-type, killed low and high,
# grade, contested, decided, perpetrator
EVENTS = [
    ("a", 3, "2024-03-01", "2024-03-01", "Kaya", "BF", 13.1, -1.1, "Battles", CLASH, 4, 9, "fair", 1, 0, "JNIM"),
    ("b", 1, "2024-03-01", "2024-03-07", "Kaya", "BF", 13.1, -1.1, "Battles", None, None, None, None, 0, 1, "JNIM"),
    ("c", 2, "2024-02-10", "2024-02-10", "Djibo", "BF", 14.1, -1.6, "Riots", MOB, 1, 1, "weak", 0, 0, "crowd"),
    ("d", 1, None, None, "Gao", "ML", 16.3, -0.1, "Battles", CLASH, 30, 30, "fair", 1, 2, "JNIM"),
    ("e", 1, "2023-01-01", "2023-12-31", None, "ML", 17.6, -4.0, "Protests", None, 0, 0, None, 0, 0, None),
    ("f", 5, "2024-04-02", "2024-04-02", "Suva", "FJ", -18.1, 178.4, "Riots", None, None, 2, None, 0, 0, "Café owners"),
]  # fmt: skip


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = tmp_path_factory.mktemp("listing") / "a.recount"
    init_casebook(path)
    with Ledger.open(path, write=True) as opened:
        with opened.writing():
            _write(opened)
        yield opened


def _write(ledger: Ledger) -> None:
    for (
        id_,
        reports,
        first,
        last,
        place,
        country,
        north,
        east,
        kind,
        sub,
        low,
        high,
        grade,
        contested,
        decided,
        actor,
    ) in EVENTS:
        event = f"ev1:{id_}"
        summary = (event, reports, reports, first, last, place, country, north, east, kind, sub, low, high, None)
        ledger.many(f"INSERT INTO event_summary VALUES ({', '.join('?' * 14)})", [summary])
        ledger.many(
            "INSERT INTO event_facet (event, likely, earliest, country, event_type, worth, decided, grade, contested, "
            "place) VALUES (?, 1, ?, ?, ?, 1.0, ?, ?, ?, ?)",
            [(event, first, country, kind, decided, grade, contested, f"gn:{place}")],
        )
        if actor:
            ledger.many(
                "INSERT INTO event_actor VALUES (?, ?, ?, ?)",
                [(actor, first or "", event, role) for role in ("perpetrator", "target")],
            )
    ledger.execute(
        "INSERT INTO actor_total SELECT actor, sum(role = 'perpetrator'), sum(role = 'target') FROM event_actor "
        "GROUP BY actor"
    )


def listed(ledger: Ledger, query: EventQuery, order: str = "day", limit: int = 50) -> str:
    """Return the ids of all pages in their order."""
    found, after = "", None
    while True:
        page = page_of_events(ledger, ask(ledger, query, order), order=order, after=after, limit=limit)
        found += "".join(one.id.removeprefix("ev1:") for one in page.events)
        after = page.after
        if after is None:
            return found


@pytest.mark.parametrize(
    ("order", "expected"),
    [("day", "fabced"), ("oldest", "ecbafd"), ("deaths", "dafceb"), ("reports", "facbde")],
)
@pytest.mark.parametrize("limit", [1, 2, 50])
def test_each_event_is_listed_once_however_large_a_page_is(
    ledger: Ledger, order: str, expected: str, limit: int
) -> None:
    assert listed(ledger, EventQuery(), order, limit) == expected


CASES: list[tuple[dict[str, Any], str]] = [
    # what is asked, and the events that fit, the latest first
    ({"country": "BF"}, "abc"),
    ({"country": "ML"}, "ed"),
    ({"since": "2024-03-05"}, "fb"),
    ({"until": "2024-02-10"}, "ce"),
    ({"since": "2023-06-01", "until": "2023-06-30"}, "e"),
    ({"event_type": "Battles"}, "abd"),
    ({"event_type": "Armed clash"}, "ad"),
    ({"place": "kaya"}, "ab"),
    ({"place": "kay djibo"}, ""),
    ({"actor": "JNIM"}, "abd"),
    ({"actor": "cafe"}, "f"),
    ({"actor": "nobody"}, ""),
    ({"actor": "JNIM", "country": "BF"}, "ab"),
    ({"actor": "JNIM", "contested": True}, "ad"),
    ({"grade": "fair"}, "ad"),
    ({"grade": "fair", "country": "ML"}, "d"),
    ({"grade": "fair", "least_reports": 2}, "a"),
    ({"contested": True}, "ad"),
    ({"contested": False, "country": "BF"}, "bc"),
    ({"decided": True}, "bd"),
    ({"decided": False, "since": "2024-01-01"}, "fac"),
    ({"least_reports": 2}, "fac"),
    ({"place_id": "gn:Kaya"}, "ab"),
    ({"box": Box(-2, 12, 0, 15)}, "abc"),
    ({"box": Box(170, -20, -170, -10)}, "f"),
    ({"box": Box(-2, 12, 0, 15), "actor": "JNIM"}, "ab"),
]


@pytest.mark.parametrize("few", [0, 10_000])
@pytest.mark.parametrize(("asked", "expected"), CASES)
def test_a_filter_gives_the_events_that_fit_whether_they_are_few_or_many(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], expected: str, few: int
) -> None:
    monkeypatch.setattr("recount.ledger.event_listing._FEW", few)
    query = EventQuery(**asked)
    assert listed(ledger, query, limit=1) == expected
    for order in ORDERS:
        assert sorted(listed(ledger, query, order)) == sorted(expected)
    assert count_events(ledger, ask(ledger, query), most=10) == len(expected)
    assert sum(days_of_events(ledger, ask(ledger, query), most=10).values()) == len(expected)


def test_counting_stops_one_past_the_most_that_is_asked(ledger: Ledger) -> None:
    assert count_events(ledger, ask(ledger, EventQuery()), most=3) == 4


def test_days_are_counted_with_those_that_nothing_tells(ledger: Ledger) -> None:
    assert days_of_events(ledger, ask(ledger, EventQuery(event_type="Battles")), most=10) == {None: 1, "2024-03-01": 2}


@pytest.mark.parametrize("after", ["nonsense", "2024-01-01", "~x", "twelve~ev1:a"])
def test_a_place_in_a_list_that_cannot_be_meant_is_refused(ledger: Ledger, after: str) -> None:
    with pytest.raises(BadArgument):
        page_of_events(ledger, ask(ledger, EventQuery(), "deaths"), order="deaths", after=after)


def test_an_order_that_is_none_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BadArgument, match="Give one of day"):
        ask(ledger, EventQuery(), "size")


def test_actors_are_listed_with_what_they_are_said_to_have_done(ledger: Ledger) -> None:
    first, after = actors_page(ledger, limit=1)
    assert [tuple(one) for one in first] == [("JNIM", 3, 3, "2024-03-01", "2024-03-01")]
    rest, end = actors_page(ledger, after=after)
    assert ([one.actor for one in rest], end) == (["Café owners", "crowd"], None)
    assert [one.actor for one in actors_page(ledger, words="CAFE")[0]] == ["Café owners"]
    assert actor_total(ledger, "nobody") is None


def test_places_are_listed_as_reports_write_them(ledger: Ledger) -> None:
    found, number = places_page(ledger, limit=2)
    assert ([(one.place, one.events, one.latest.country) for one in found], number) == (
        [("Kaya", 2, "BF"), ("Djibo", 1, "BF")],
        4,
    )
    assert [one.place for one in places_page(ledger, words="gao")[0]] == ["Gao"]
