"""The first page: what the casebook holds, what waits, tallies with their gaps, what was decided last."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from listed import listed_casebook, own_copy
from served import client_of

from recount.api import casebook
from recount.api.casebook import init_casebook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return listed_casebook(tmp_path_factory.mktemp("overview"))


@pytest.fixture(scope="module")
def client(book: Path) -> TestClient:
    return client_of(book)


def test_it_counts_what_the_casebook_holds(client: TestClient) -> None:
    value = client.get("/index.json").json()
    assert value["counts"] == {"article": 8, "report": 7, "tally": 1, "decision": 0, "event": 6}
    assert [(one["code"], one["events"]) for one in value["countries"]] == [("BF", 2), ("ML", 2), ("SY", 2)]
    assert (value["last_run"]["command"], value["last_run"]["by"]) == ("link", "A. Coder")


def test_each_number_leads_to_what_it_counts(client: TestClient) -> None:
    page = client.get("/").text
    for to in ("/events", "/tallies", "/history?kind=decision", "/events?country=BF", "/events?type=Battles", "/queue"):
        assert f'href="{to}"' in page, to


def test_a_tally_stands_beside_what_is_held(client: TestClient) -> None:
    (tally,) = client.get("/index.json").json()["tallies"]
    assert (
        tally["sentence"]
        == "The army says 40 soldiers killed since 1 February 2024; this casebook holds 4 under acled."
    )
    assert (tally["missing"], tally["compared"]) == (36, True)


def test_tallies_of_large_casebooks_wait_to_be_opened(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    from recount.api.pages import overview

    monkeypatch.setattr(overview, "_MOST_LOOKED_UP", 1)
    overview._tallies.cache_clear()
    (tally,) = client.get("/index.json").json()["tallies"]
    assert (tally["compared"], tally["sentence"], tally["told"]) == (False, None, "40 soldiers killed")
    assert "open it to set it against events" in client.get("/").text
    overview._tallies.cache_clear()


def test_what_waits_is_told_to_who_may_decide(book: Path, client: TestClient) -> None:
    waiting = client.get("/index.json").json()["waiting"]
    assert (waiting["count"], len(waiting["events"])) == (6, 4)
    assert client_of(book, public=True).get("/index.json").json()["waiting"] is None


def test_what_was_decided_last_is_told_with_who_decided(book: Path, tmp_path: Path) -> None:
    own = own_copy(book, tmp_path)
    report = client_of(own).get("/index.json").json()["waiting"]["events"][0]["report"]["id"]
    casebook.decide(own, report, field=None, verdict="accept", by="B. Reviewer", reason="checked")
    (decision,) = client_of(own).get("/index.json").json()["decisions"]
    assert (decision["by"], decision["verdict"], decision["about"]) == ("B. Reviewer", "accept", report)
    assert client_of(own, public=True).get("/index.json").json()["decisions"] == []
    assert "B. Reviewer" not in client_of(own, public=True).get("/").text


def test_reports_that_are_not_linked_are_told(book: Path, tmp_path: Path) -> None:
    own, lines = own_copy(book, tmp_path), tmp_path / "more.jsonl"
    told = {
        "id": "m1",
        "outlet": "X",
        "published": "2024-08-02",
        "text": "Gunmen killed two people in Gao on 1 August 2024.",
    }
    lines.write_text(json.dumps(told), encoding="utf-8")
    casebook.add(own, [str(lines)], processes=1)
    assert client_of(own).get("/index.json").json()["unlinked"] == 1
    assert "1 report is in no event yet" in client_of(own).get("/").text


def test_an_empty_casebook_says_how_to_begin(tmp_path: Path) -> None:
    init_casebook(tmp_path / "new.recount")
    page = client_of(tmp_path / "new.recount").get("/")
    assert page.status_code == 200
    assert "The casebook is empty" in page.text
