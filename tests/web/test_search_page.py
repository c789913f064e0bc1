"""The search page: what is found, what of it is marked, which place was taken, and what is told of a bad field."""

from pathlib import Path
from typing import Any

import pytest
from rivals import HOSTILE, attack_of, rivals
from served import client_of

from recount.api.pages import search as pages
from recount.ledger.searching import marked


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rivals(tmp_path_factory.mktemp("searching"))


def found(book: Path, query: str, **options: Any) -> dict[str, Any]:
    answer = client_of(book, **options).get(f"/search.json?{query}")
    assert answer.status_code == 200, answer.text
    value: dict[str, Any] = answer.json()
    return value


@pytest.mark.parametrize(
    ("text", "asked", "expected"),
    [
        ("Twelve killed in Kaya", "killed", [("Twelve ", False), ("killed", True), (" in Kaya", False)]),
        ("Killing and KILLED", "killed", [("Killing and ", False), ("KILLED", True)]),
        ("Killing and killed", "kill*", [("Killing", True), (" and ", False), ("killed", True)]),
        ("Tué à Sévaré", "sevare", [("Tué à ", False), ("Sévaré", True)]),
        ("the army base", '"army base"', [("the ", False), ("army", True), (" ", False), ("base", True)]),
        ("no rain", "-rain", [("no rain", False)]),
        ("nothing", "", [("nothing", False)]),
    ],
)
def test_words_that_were_asked_for_are_marked(text: str, asked: str, expected: list[tuple[str, bool]]) -> None:
    assert marked(text, asked) == expected


def test_hits_come_with_their_reports_and_events(kept: Path) -> None:
    (hit,) = found(kept, "words=trader")["hits"]
    assert hit["outlet"] == "Niger Valley News"
    assert [piece["text"] for piece in hit["snippet"] if piece["found"]] == ["trader"]
    (hit,) = found(kept, "words=trader&type=Battles")["hits"]
    assert {report["event"] for report in hit["reports"]} == {attack_of(kept)}


def test_the_place_that_was_taken_is_told_with_those_that_it_may_mean_too(kept: Path) -> None:
    told = found(kept, "near=Kaya&within=30")
    assert (told["place"]["name"], told["place"]["country"]) == ("Kaya", "BF")
    assert [one["outlet"] for one in told["hits"]] == ["Radio Amel"]
    others = [one for one in told["candidates"] if not one["taken"]]
    assert others
    chosen = found(kept, f"near=Kaya&place={others[0]['id']}")
    assert chosen["place"]["id"] == others[0]["id"]


def test_a_point_is_a_place(kept: Path) -> None:
    assert len(found(kept, "near=14.5,-4.1&words=trader")["hits"]) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("near=Nowherevillezz", "near"),
        ("country=Mali", "country"),
        ("since=May", "since"),
        ("since=2024-05-02&until=2024-05-01", "since"),
        ("words=Mali&within=0", "within_km"),
        ("words=%21%21", "words"),
    ],
)
def test_what_cannot_be_meant_is_told_beside_its_field(kept: Path, query: str, field: str) -> None:
    assert list(found(kept, query)["errors"]) == [field]
    assert f'id="{field}-wrong"' in client_of(kept).get(f"/search?{query}").text


def test_nothing_found_says_what_may_help(kept: Path) -> None:
    page = client_of(kept).get("/search?words=zebra").text
    assert "Nothing fits all of it" in page and "<code>zebra*</code>" in page


def test_nothing_asked_shows_the_form_alone(kept: Path) -> None:
    assert found(kept, "")["hits"] == []
    assert client_of(kept).get("/search").status_code == 200


def test_hits_are_paged(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_PAGE", 3)
    first, second = found(kept, "words=soldiers"), found(kept, "words=soldiers&from=3")
    assert (len(first["hits"]), first["next"], second["previous"]) == (3, 3, 0)
    assert not {one["article"] for one in first["hits"]} & {one["article"] for one in second["hits"]}


def test_hostile_words_stay_words(kept: Path) -> None:
    page = client_of(kept).get("/search", params={"words": "alert", "near": HOSTILE}).text
    assert HOSTILE not in page
    page = client_of(kept).get("/search", params={"words": "alert"}).text
    assert HOSTILE not in page and "<mark>alert</mark>" in page


def test_in_public_private_names_are_neither_shown_nor_found(kept: Path) -> None:
    (hit,) = found(kept, "words=trader", public=True)["hits"]
    assert "[name withheld]" in "".join(one["text"] for one in hit["snippet"])
    assert found(kept, "words=Coulibaly", public=True)["hits"] == []
    assert found(kept, "words=coulibaly", public=True)["hits"] == []
    assert len(found(kept, "words=Coulibaly")["hits"]) == 1
