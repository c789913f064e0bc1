"""The history page: who did what, when, and page by page."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from rivals import attack_of, report_of, rivals
from served import client_of

from recount.api import casebook, linking
from recount.api.pages import history as pages


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    book = rivals(tmp_path_factory.mktemp("history"))
    event, report = attack_of(book), report_of(book, "Az-Zallaqa", day="2024-05-08")
    casebook.decide(book, report, "correct", by="Ana", field="killed", value=40, reason="the text says forty")
    linking.split(book, event, [report], by="Ben", reason="another base")
    linking.withdraw(book, [event], by="Ben")
    return book


def acts(book: Path, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client_of(book).get(f"/history.json{query}").json()["acts"]
    return found


def test_the_last_act_comes_first(kept: Path) -> None:
    assert [(one["kind"], one["what"], one["by"]) for one in acts(kept)][:5] == [
        ("judgement", "withdraw", "Ben"),
        ("judgement", "split", "Ben"),
        ("decision", "correct", "Ana"),
        ("run", "link", "A. Coder"),
        ("run", "add", "A. Coder"),
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?by=Ana", ["correct"]),
        ("?kind=decision", ["correct"]),
        ("?kind=judgement", ["withdraw", "split"]),
        ("?kind=judgement&by=Ana", []),
        ("?kind=run", ["link", "add", "init"]),
    ],
)
def test_acts_are_chosen_by_person_and_kind(kept: Path, query: str, expected: list[str]) -> None:
    assert [one["what"] for one in acts(kept, query)] == expected


def test_acts_are_told_in_words_with_links(kept: Path) -> None:
    page = client_of(kept).get("/history").text
    told = " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split())
    report = acts(kept, "?by=Ana")[0]["details"]["about"]
    assert f"Ana corrected killed of {report}: 40 the text says forty" in told
    assert f'href="/reports/{report}"' in page
    assert f'Ben split <a href="/events/{attack_of(kept)}">' in " ".join(
        page.replace("<b>", "").replace("</b>", "").split()
    )


def test_acts_are_paged(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    every = [one["seq"] for one in acts(kept)]
    monkeypatch.setattr(pages, "_PAGE", 2)
    client = client_of(kept)
    seen: list[int] = []
    at = ""
    while True:
        told = client.get(f"/history.json{at}").json()
        seen += [one["seq"] for one in told["acts"]]
        if told["next"] is None:
            break
        at = f"?before={told['next']}"
    assert seen == every


def test_what_cannot_be_meant_is_refused(kept: Path) -> None:
    assert [client_of(kept).get(f"/history{one}").status_code for one in ("?kind=dreams", "?before=0")] == [422, 422]


def test_files_that_were_read_are_not_named(kept: Path) -> None:
    assert "told.jsonl" not in client_of(kept).get("/history").text + client_of(kept).get("/history.json").text


def test_the_public_sees_no_history(kept: Path) -> None:
    client = client_of(kept, public=True)
    assert [client.get(one).status_code for one in ("/history", "/history.json")] == [404, 404]
