"""Pages of tallies: who says how many, how many of them the casebook holds, and page by page."""

import html
import re
from pathlib import Path

import pytest
from rivals import own_copy, rivals
from served import client_of

from recount.api import tallies as api
from recount.api.pages import tallies as pages
from recount.ledger import Decision, Ledger, decide


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rivals(tmp_path_factory.mktemp("tallies"))


def words(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())


def ids(book: Path, query: str = "") -> list[str]:
    return [one["id"] for one in client_of(book).get(f"/tallies.json{query}").json()["tallies"]]


def test_the_list_holds_what_the_command_line_tells_in_its_order(kept: Path) -> None:
    told = client_of(kept).get("/tallies.json").json()
    expected = [api.value_of_line(one) for one in api.tallies(kept)]
    actual = [{name: one[name] for name in expected[0]} for one in told["tallies"]]
    for one in expected:
        one["span"] = list(one["span"])
    assert [one["sentence"] for one in expected] == [one["sentence"] for one in actual]
    assert [one["held"] for one in expected] == [one["held"] for one in actual]


def test_what_is_held_stands_beside_who_claims_the_rest(kept: Path) -> None:
    page = words(client_of(kept).get("/tallies").text)
    assert "The army (for Military Forces of Mali) reports 180 soldiers killed since 1 May 2024, in Mali" in page
    assert (
        "The casebook holds 5 of the 180 soldiers killed that The army (for Military Forces of Mali) tells of" in page
    )


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("?country=ML", 2),
        ("?country=ml", 2),
        ("?country=SY", 0),
        ("?since=2024-06-15", 1),
        ("?until=2024-04-30", 0),
        ("?measure=killed", 2),
        ("?measure=attacks", 0),
    ],
)
def test_tallies_are_chosen(kept: Path, query: str, number: int) -> None:
    assert len(ids(kept, query)) == number


@pytest.mark.parametrize("query", ["?country=Mali", "?since=May", "?measure=tears", "?rule=/etc/passwd", "?from=-1"])
def test_what_cannot_be_meant_is_refused(kept: Path, query: str) -> None:
    assert client_of(kept).get(f"/tallies.json{query}").status_code == 422


def test_lists_are_paged(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = ids(kept)
    monkeypatch.setattr(pages, "_PAGE", 1)
    first = client_of(kept).get("/tallies.json").json()
    second = client_of(kept).get("/tallies.json?from=1").json()
    assert (first["total"], first["next"], second["next"], second["previous"]) == (2, 1, None, 0)
    assert [first["tallies"][0]["id"], second["tallies"][0]["id"]] == every


def test_many_events_are_compared_only_when_it_is_asked_for(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MOST_UNASKED", 0)
    client = client_of(kept)
    lazy, asked = client.get("/tallies.json").json(), client.get("/tallies.json?compare=true").json()
    assert [one["held"] for one in lazy["tallies"]] == [None, None]
    assert [one["held"]["best"] for one in asked["tallies"]] == [5, 5]
    assert "compare them" in client.get("/tallies").text
    assert "Not compared yet." in client.get("/tallies").text


def test_a_tally_of_many_events_says_nothing_of_them_until_it_is_asked_to(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "_MOST_OF_ONE", 0)
    client, address = client_of(kept), f"/tallies/{ids(kept)[0]}"
    lazy, asked = client.get(f"{address}.json").json(), client.get(f"{address}.json?compare=true").json()
    names = ("compared", "held", "covered", "missing", "sentence", "over_time", "months", "drawn", "events")
    assert [lazy[name] for name in names] == [False, None, None, None, None, [], [], None, []]
    assert (asked["compared"], asked["held"]["best"], len(asked["over_time"])) == (True, 5, 1)
    assert {one["held"] for one in lazy["by_rule"].values()} == {None}
    page = words(client.get(address).text)
    assert "may count more than 0 events. To set them against so many takes some seconds: compare them." in page
    assert "No coded event is inside" not in page
    assert "not compared yet" in page
    assert "compare them" not in client.get(f"{address}?compare=true").text


def test_lists_of_a_large_casebook_wait_to_be_asked(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MOST_LOOKED_UP", 1)
    lazy = client_of(kept).get("/tallies.json").json()
    assert [(one["held"], one["missing"], one["sentence"]) for one in lazy["tallies"]] == [(None, None, None)] * 2
    assert (lazy["compared"], lazy["more_events"]) == (False, True)


def test_a_tally_shows_parts_rules_events_and_successors(kept: Path) -> None:
    client = client_of(kept)
    (id_,) = [one for one in ids(kept) if client.get(f"/tallies/{one}.json").json()["parts"]]
    told = client.get(f"/tallies/{id_}.json").json()
    assert list(told["by_rule"]) == ["acled", "ucdp", "airwars", "ibc"]
    assert (told["parts_sum"], told["parts_agree"], told["surely"]) == (140, True, 1)
    page = words(client.get(f"/tallies/{id_}").text)
    assert "The parts as told: 90 Mopti + 50 Gao = 140: they add up to what is told" in page
    assert "Events inside: 1 surely, 0 perhaps" in page


def test_the_gap_over_time_is_drawn_from_the_first_to_the_last_day() -> None:
    points = [
        {"tally": "tal1:a", "until": "2024-05-01", "told": 10, "held": 5, "held_high": 5, "gap": 5},
        {"tally": "tal1:b", "until": "2024-05-11", "told": 20, "held": 8, "held_high": 9, "gap": 12},
    ]
    drawn = pages._gap_drawn(points)
    assert drawn == {
        "most": 20,
        "points": [
            {"day": "2024-05-01", "x": 0.0, "told": 0.5, "held": 0.25},
            {"day": "2024-05-11", "x": 1.0, "told": 1.0, "held": 0.4},
        ],
    }


def test_a_rejected_tally_is_none(kept: Path, tmp_path: Path) -> None:
    own = own_copy(kept, tmp_path)
    first, *rest = ids(own)
    with Ledger.open(own, write=True) as ledger:
        from datetime import UTC, datetime

        decide(ledger, Decision(first, "reject", "A. Coder"), at=datetime(2024, 7, 1, tzinfo=UTC))
    assert ids(own) == rest
    assert client_of(own).get(f"/tallies/{first}").status_code == 404


def test_tallies_may_be_read_in_public(kept: Path) -> None:
    client = client_of(kept, public=True)
    assert client.get("/tallies").status_code == client.get(f"/tallies/{ids(kept)[0]}").status_code == 200
