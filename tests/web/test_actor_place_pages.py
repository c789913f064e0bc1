"""Pages of actors and places: whom and what reports name, in which words, how often."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from listed import listed_casebook
from served import client_of

JNIM = "Jama'at Nusrat al-Islam wal-Muslimin"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return listed_casebook(tmp_path_factory.mktemp("names"))


@pytest.fixture(scope="module")
def client(book: Path) -> TestClient:
    return client_of(book)


def test_actors_are_listed_by_how_many_events_name_them(client: TestClient) -> None:
    first = client.get("/actors.json").json()["actors"][0]
    expected = {
        "name": "Gunmen", "href": "/actors/Gunmen", "perpetrator": 2, "target": 0, "first": "2024-04-10",
        "last": "2024-07-01", "listed": False,
    }  # fmt: skip
    assert first == expected
    page = client.get("/actors").text
    assert '<a href="/actors/Gunmen"><q dir="auto">Gunmen</q></a>' in page, "words of reports stand in quotes"
    assert '<bdi dir="auto">Jama&#39;at Nusrat' in page, "neutral names do not"


def test_an_actor_has_its_events_and_the_words_of_reports(client: TestClient) -> None:
    value = client.get(f"/actors/{JNIM}.json").json()
    assert (value["perpetrator"], value["target"], value["known"]["kind"]) == (1, 0, "rebel group")
    assert [one["when"]["earliest"] for one in value["events"]] == ["2024-03-01"]
    assert value["written"] == [{"words": f"Fighters of {JNIM}", "events": 1}]
    page = client.get(f"/actors/{JNIM}").text
    assert "claims of the reports" in page


def test_words_find_an_actor_without_accents_and_capitals(client: TestClient) -> None:
    assert [one["name"] for one in client.get("/actors.json?words=NUSRAT").json()["actors"]] == [JNIM]


@pytest.mark.parametrize("path", ["/actors/Nobody", "/actors/a%2Fb", "/places/Nowhere", "/places/wof:1"])
def test_a_name_that_no_event_has_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.get(f"{path}.json").status_code == 404


def test_places_are_listed_as_reports_write_them(client: TestClient) -> None:
    places = client.get("/places.json").json()["places"]
    assert [(one["name"], one["events"], one["country_name"]) for one in places][:2] == [
        ("Gao", 2, "Mali"), ("Djibo", 1, "Burkina Faso"),
    ]  # fmt: skip


def test_a_place_says_what_it_lies_in_and_how_exactly_it_is_told(client: TestClient) -> None:
    value = client.get("/places/Gao.json").json()
    assert [one["when"]["earliest"] for one in value["events"]] == ["2024-07-01", "2024-06-07"]
    assert value["precision"] == [{"precision": "exact", "events": 2}]
    held = value["held_as"][0]
    assert (held["admin1"], held["country_name"], held["events"]) == ("Gao", "Mali", 2)
    by_id = client.get(f"{held['href']}.json").json()
    assert [one["id"] for one in by_id["events"]] == [one["id"] for one in value["events"]]
    assert held["href"] in client.get("/places/Gao").text


def test_a_country_told_alone_says_so(client: TestClient) -> None:
    assert "country only" in client.get("/places/Syria").text


def test_a_page_of_places_that_is_none_is_refused(client: TestClient) -> None:
    assert client.get("/places?number=0").status_code == 422


def test_everybody_finds_no_private_person_among_the_actors(book: Path) -> None:
    public = client_of(book, public=True)
    assert "Awa Traore" in client_of(book).get("/actors").text
    assert "Awa Traore" not in public.get("/actors").text
    assert public.get("/actors/Awa Traore").status_code == 404
    assert public.get(f"/actors/{JNIM}").status_code == 200
    assert public.get("/places/Gao").status_code == 200
