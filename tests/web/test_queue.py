"""The queue asks what is worth most first, says why, and goes on to the next report after each decision."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import client_of

from recount.api import casebook, linking, reviewing

LINES = [
    ("army", "Radio Amel", "Gunmen killed 12 soldiers near Kaya, Burkina Faso, on Thursday, the army said."),
    ("residents", "The Herald", "Gunmen killed 40 soldiers near Kaya, Burkina Faso, on Thursday, residents said."),
    ("rockets", "Meridian Wire", "Two rockets hit the market in Kirkuk, Iraq, on Monday, police said."),
    ("hostile", "<script>alert(1)</script>", 'Gunmen killed "<img src=x onerror=alert(1)>" and two men in Gao, Mali.'),
]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    lines = tmp_path / "lines.jsonl"
    told = [{"id": id_, "outlet": outlet, "published": "2024-05-03", "text": text} for id_, outlet, text in LINES]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    path = tmp_path / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(lines)], processes=1)
    linking.link(path)
    reviewing.prepare(path)
    return path


@pytest.fixture
def client(book: Path) -> TestClient:
    return client_of(book)


def asked(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/queue.json", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["events"]
    return found


def article_at(client: TestClient, after: str | None = None) -> str | None:
    """The report that `/queue/next` leads to."""
    answer = client.get("/queue/next", params={"after": after} if after else {})
    assert answer.status_code == 303
    way = answer.headers["location"]
    return way.partition("#")[2] or None


def test_what_is_worth_most_comes_first_with_why_and_the_words_and_who_says_them(client: TestClient) -> None:
    events = asked(client)
    assert [one["worth"] for one in events] == sorted((one["worth"] for one in events), reverse=True)
    first = events[0]
    assert "up to 40 said to be killed" in {one["words"] for one in first["reasons"]}
    sentence = first["report"]["sentence"]
    assert sentence["before"] + sentence["words"] + sentence["after"] == LINES[0][2]
    assert [voice["name"] for voice in first["report"]["said_by"]] == ["the army"]
    assert (first["report"]["outlet"], first["reports"]) == ("Radio Amel", 2)


def test_the_page_shows_what_the_twin_holds_and_runs_nothing_of_an_article(client: TestClient) -> None:
    page = client.get("/queue").text
    for one in asked(client):
        assert f"#{one['report']['id']}" in page
        assert all(reason["words"] in page for reason in one["reasons"])
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert 'dir="auto"' in page


def test_filters_narrow_the_queue(client: TestClient) -> None:
    everything = asked(client)
    assert [one["report"]["coded"]["country"] for one in asked(client, country="IQ")] == ["IQ"]
    types = {one["report"]["coded"]["event_type"] for one in everything}
    for type_ in types:
        assert {one["report"]["coded"]["event_type"] for one in asked(client, event_type=type_)} == {type_}
    tolls = asked(client, reason="tolls")
    assert tolls == [one for one in everything if "tolls" in {reason["code"] for reason in one["reasons"]}]
    assert asked(client, country="FR") == []


@pytest.mark.parametrize("query", ["country=Mali", "event_type=War", "reason=luck", "after=first"])
def test_a_filter_that_cannot_be_meant_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/queue.json?{query}").status_code == 422
    assert client.get(f"/queue?{query}").status_code == 422


def test_pages_go_on_where_the_one_before_ended(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = asked(client)
    monkeypatch.setattr("recount.api.pages.queue._A_PAGE", 1)
    found, after = [], ""
    while after is not None:
        page = client.get("/queue.json", params={"after": after}).json()
        found += page["events"]
        after = page["next"]
    assert found == everything


def test_next_begins_with_the_first_and_goes_on_after_each_decision(client: TestClient, book: Path) -> None:
    everything = asked(client)
    report = article_at(client)
    assert report == everything[0]["report"]["id"]
    seen = []
    while report:
        seen.append(report)
        casebook.decide(book, report, "accept", by="tester")
        report = article_at(client, after=report)
    assert len(set(seen)) == len(seen) == sum(one["reports"] for one in everything)
    assert asked(client) == []
    assert "Nothing waits" in client.get("/queue").text


def test_next_passes_over_what_is_left_undecided(client: TestClient, book: Path) -> None:
    first, second, *_ = asked(client)
    assert article_at(client, after=first["report"]["id"]) == second["report"]["id"]
    casebook.decide(book, second["report"]["id"], "unsure", by="tester")
    assert article_at(client, after=second["report"]["id"]) != second["report"]["id"]
    assert "a person was unsure of one of its reports" in {
        reason["words"] for one in asked(client) for reason in one["reasons"]
    }


def test_the_other_report_of_an_event_comes_before_another_event(client: TestClient, book: Path) -> None:
    first = asked(client)[0]
    casebook.decide(book, first["report"]["id"], "accept", by="tester")
    following = article_at(client, after=first["report"]["id"])
    assert casebook.casebook_record(book, str(following)) is not None
    assert {one["event"]: one["report"]["id"] for one in asked(client)}[first["event"]] == following


def test_where_the_queue_ends_its_page_says_so(client: TestClient) -> None:
    last = asked(client)[-1]
    answer = client.get("/queue/next", params={"after": last["report"]["id"], "done": "unsure"})
    assert answer.headers["location"] == "/queue?done=unsure"
    assert "the last one of the queue" in client.get(answer.headers["location"]).text
    assert client.get("/queue/next.json", params={"after": last["report"]["id"]}).json()["report"] is None


def test_a_decision_on_the_article_page_leads_on_and_lists_know_it_at_once(client: TestClient, book: Path) -> None:
    first = asked(client)[0]
    report = first["report"]["id"]
    answer = client.post(f"/reports/{report}/decisions", data={"verdict": "reject", "from": "queue"})
    assert answer.headers["location"].startswith(f"/queue/next?after={report}")
    way = client.get(answer.headers["location"]).headers["location"]
    assert way.partition("#")[2] == {one["event"]: one["report"]["id"] for one in asked(client)}[first["event"]]
    assert reviewing.waiting(book) == 0


def test_a_decision_that_was_kept_elsewhere_leads_on_too(client: TestClient, book: Path) -> None:
    """By a programme that writes decisions without grading events anew."""
    from recount.api.asked import now
    from recount.ledger import Decision, Ledger, decide

    first, second, *_ = asked(client)
    with Ledger.open(book, write=True) as ledger:
        decide(ledger, Decision(second["report"]["id"], "accept", "tester"), at=now())
    assert second["event"] not in {one["event"] for one in asked(client)}
    assert article_at(client, after=second["report"]["id"]) not in {None, first["report"]["id"]}


def test_the_public_does_not_see_the_queue(book: Path) -> None:
    for path in ("/queue", "/queue.json", "/queue/next", "/queue/next.json"):
        assert client_of(book, public=True).get(path).status_code in (401, 403), path


def test_events_that_are_not_weighed_yet_are_counted(book: Path) -> None:
    linking.link(book, anew=True)
    client = client_of(book)
    value = client.get("/queue.json").json()
    assert (value["events"], value["waiting"], value["ungraded"]) == ([], 0, reviewing.waiting(book))
    assert "not weighed yet" in client.get("/queue").text


def test_filters_of_the_queue_last_from_report_to_report(client: TestClient) -> None:
    first = asked(client)[0]
    country, report, article = first["report"]["coded"]["country"], first["report"]["id"], first["report"]["article"]
    page = client.get("/queue", params={"country": country}).text
    assert f'href="/articles/{article}?from=queue?country%3D{country}#{report}"'.replace("?c", "%3Fc") in page
    data = {"verdict": "accept", "from": f"queue?country={country}&nonsense=1"}
    answer = client.post(f"/reports/{report}/decisions", data=data)
    assert answer.headers["location"] == f"/queue/next?country={country}&after={report}&done=accept"
    assert f"from=queue%3Fcountry%3D{country}" in client.get(answer.headers["location"]).headers["location"]
