"""Several people code the same reports, each blind to the others; agreement is told, and a reviewer decides."""

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import client_of
from team import app_of, browser_of, cheap_passwords

from recount.api import accounts, casebook, linking, reviewing
from recount.ledger import Ledger
from recount.ledger.rounds import Answer, answers_of, round_named
from recount.nouns.events import review_of

__all__ = ["cheap_passwords"]

LINES = [
    ("Radio Amel", "Gunmen killed 12 soldiers near Kaya, Burkina Faso, on Thursday, the army said."),
    ("The Herald", "Two rockets hit the market in Kirkuk, Iraq, on Monday, killing at least three civilians."),
    ("<b>Wire</b>", "Rebels attacked a post in Gao, Mali, on Friday.\n\nA <script>alert(1)</script> man was hurt."),
]
FIELDS = ["event_type", "where", "killed"]
SECRET_OF_ANA, SECRET_OF_BEN = "Anaplace", "Benplace"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("linked")
    lines = folder / "lines.jsonl"
    told = [
        {"id": str(n), "outlet": one, "published": "2024-05-03", "text": text} for n, (one, text) in enumerate(LINES)
    ]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    path = folder / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(lines)], processes=1)
    linking.link(path)
    return path.read_bytes()


@pytest.fixture
def book(tmp_path: Path, linked: bytes) -> Path:
    path = tmp_path / "book.recount"
    path.write_bytes(linked)
    reviewing.make_round(path, "first-week", coders=["Ana", "Ben"], size=9, by="Revi", fields=FIELDS)
    return path


def reports_of(book: Path) -> list[str]:
    with Ledger.open(book) as ledger:
        return list(round_named(ledger, "first-week").reports)


def said(place: str, killed: int | None = 3) -> dict[str, Any]:
    """What a coder's form sends."""
    told = {"event_type": "Battles", "place": place, "country": "ML"}
    return {**told, "killed_unsaid": "1"} if killed is None else {**told, "killed": str(killed)}


def code_all(book: Path, coder: str, place: str, *, but: int = 0) -> None:
    reports = reports_of(book)
    for report in reports[: len(reports) - but]:
        answer = client_of(book, by=coder).post(f"/coding/first-week/{report}", data=said(place))
        assert answer.status_code == 303, answer.text


def pages_of(book: Path) -> list[str]:
    """Every address that tells something of the round, each page and its twin."""
    reports = reports_of(book)
    pages = ["/coding", "/coding/first-week", "/coding/first-week/agreement", "/history"]
    pages += [f"/coding/first-week/{one}" for one in reports]
    pages += [f"/coding/first-week/adjudicate/{one}" for one in reports]
    return [*pages, *(f"{one}.json" for one in pages)]


def test_a_round_is_drawn_by_a_reviewer(book: Path) -> None:
    client = client_of(book, by="Revi")
    told = {"name": "second-week", "coders": "Ana\nBen; Cleo", "size": "2", "seed": "7", "fields": ["where", "when"]}
    answer = client.post("/coding", data=told)
    assert (answer.status_code, answer.headers["location"]) == (303, "/coding/second-week")
    made = client.get("/coding/second-week.json").json()
    assert [one["name"] for one in made["round"]["coders"]] == ["Ana", "Ben", "Cleo"]
    assert (made["round"]["reports"], made["round"]["fields"], made["round"]["by"]) == (2, ["Where", "When"], "Revi")
    assert [one["name"] for one in client.get("/coding.json").json()["rounds"]] == ["second-week", "first-week"]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": "First Week"}, "small letters"),
        ({"coders": "Ana"}, "at least two coders"),
        ({"size": "0"}, "at least one report"),
        ({"name": "first-week"}, "already"),
        ({"country": "FR"}, "no report to draw from"),
        ({"fields": ["mood"]}, "at least one of"),
    ],
)
def test_a_round_that_cannot_be_meant_is_refused_with_what_was_written(
    book: Path, wrong: dict[str, Any], words: str
) -> None:
    told = {"name": "another", "coders": "Ana\nBen", "size": "5", **wrong}
    answer = client_of(book).post("/coding", data=told)
    assert answer.status_code == 422
    assert words in answer.text
    assert client_of(book).post("/coding", data=told, headers={"accept": "application/json"}).json()["status"] == 422


def test_the_form_shows_the_text_and_nothing_that_was_coded(book: Path) -> None:
    report = reports_of(book)[0]
    client = client_of(book, by="Ana")
    value = client.get(f"/coding/first-week/{report}.json").json()
    assert set(value) == {
        "round", "report", "place", "of", "article", "fields", "choices", "own", "written", "refused", "closed", "next",
    }  # fmt: skip
    text = next(text for outlet, text in LINES if outlet == value["article"]["outlet"])
    shown = "\n".join("".join(line.values()) for line in value["article"]["lines"])
    assert shown == text.replace("\n\n", "\n")
    assert value["own"] is None
    assert set(value["written"].values()) == {"", False}


def test_hostile_words_of_an_article_stay_words(book: Path) -> None:
    for report in reports_of(book):
        page = client_of(book, by="Ana").get(f"/coding/first-week/{report}").text
        assert "<script>alert" not in page
        assert "<b>Wire" not in page


def test_an_answer_is_kept_and_leads_on_to_the_next_report(book: Path) -> None:
    first, second, *_ = reports_of(book)
    client = client_of(book, by="Ana")
    answer = client.post(f"/coding/first-week/{first}", data={**said("Gao"), "note": "the second line"})
    assert answer.headers["location"] == f"/coding/first-week/{second}"
    own = client.get(f"/coding/first-week/{first}.json").json()
    assert own["own"] == {
        "event_type": "Battles",
        "where": {"name": "Gao", "country": "ML"},
        "killed": {"low": 3, "best": 3, "high": 3},
    }
    assert (own["written"]["place"], own["written"]["killed"], own["written"]["killed_low"]) == ("Gao", "3", "")
    assert own["written"]["note"] == "the second line"
    assert client.get("/coding/first-week.json").json()["next"] == second


def test_a_later_answer_takes_the_place_of_an_earlier_one_and_both_are_kept(book: Path) -> None:
    report = reports_of(book)[0]
    client = client_of(book, by="Ana")
    for place in ("Gao", "Kidal"):
        client.post(f"/coding/first-week/{report}", data=said(place, killed=None))
    with Ledger.open(book) as ledger:
        last: Answer = answers_of(ledger, round_named(ledger, "first-week"))[report]["Ana"]
        assert ledger.value("SELECT count(*) FROM answer") == 2
    assert last.values == {"event_type": "Battles", "where": {"name": "Kidal", "country": "ML"}, "killed": None}
    assert casebook.verify(book).findings == ()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"killed": ""}, "Say for each field"),
        ({"killed_unsaid": "1"}, "Leave one of them out"),
        ({"killed": "many"}, "no whole number"),
        ({"event_type": "War"}, "is none of"),
        ({"place": ""}, "name of the place"),
    ],
)
def test_an_answer_that_is_none_is_refused_with_what_was_written(book: Path, wrong: dict[str, Any], words: str) -> None:
    report = reports_of(book)[0]
    answer = client_of(book, by="Ana").post(f"/coding/first-week/{report}", data={**said("Gao"), **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'role="alert"' in answer.text


def test_only_the_coders_of_a_round_code_it(book: Path) -> None:
    report = reports_of(book)[0]
    client = client_of(book, by="Revi")
    assert client.get(f"/coding/first-week/{report}").status_code == 403
    assert client.post(f"/coding/first-week/{report}", data=said("Gao")).status_code == 403
    assert client_of(book, by="Ana").get("/coding/first-week/rep1:0000000000000000").status_code == 404
    assert client_of(book, by="Ana").get("/coding/nothing/rep1:0000000000000000").status_code == 404


@pytest.mark.parametrize("left", [1, 2])
def test_a_coder_who_has_not_finished_sees_nothing_of_what_the_other_said(book: Path, left: int) -> None:
    """Whatever the role: here both may do everything else."""
    code_all(book, "Ben", SECRET_OF_BEN)
    code_all(book, "Ana", SECRET_OF_ANA, but=left)
    ana = client_of(book, by="Ana")
    for page in pages_of(book):
        assert SECRET_OF_BEN not in ana.get(page).text, page
    for page in ("agreement", f"adjudicate/{reports_of(book)[0]}"):
        for twin in ("", ".json"):
            assert ana.get(f"/coding/first-week/{page}{twin}").status_code == 403
    taken = {"field": "where", "chose": "coder Ben"}
    assert ana.post(f"/coding/first-week/adjudicate/{reports_of(book)[0]}", data=taken).status_code == 403


def test_who_has_finished_sees_how_far_they_agree_and_changes_nothing_any_more(book: Path) -> None:
    code_all(book, "Ben", SECRET_OF_BEN)
    code_all(book, "Ana", SECRET_OF_ANA)
    ana = client_of(book, by="Ana")
    value = ana.get("/coding/first-week/agreement.json").json()
    fields = {one["field"]: one for one in value["fields"]}
    assert (fields["where"]["equal"], fields["event_type"]["equal"]) == (0, len(reports_of(book)))
    assert {one["field"] for one in value["differing"]} == {"where"}
    page = ana.get("/coding/first-week/agreement").text
    assert SECRET_OF_BEN in page and SECRET_OF_ANA in page
    report = reports_of(book)[0]
    refused = ana.post(f"/coding/first-week/{report}", data=said(SECRET_OF_BEN))
    assert (refused.status_code, "what was said stands" in refused.text) == (422, True)
    assert "what you said stands" in ana.get(f"/coding/first-week/{report}").text


def test_a_reviewer_who_does_not_code_sees_it_before_they_have_finished(book: Path) -> None:
    code_all(book, "Ben", SECRET_OF_BEN, but=1)
    revi = client_of(book, by="Revi")
    assert revi.get("/coding/first-week/agreement").status_code == 200
    page = revi.get(f"/coding/first-week/adjudicate/{reports_of(book)[0]}")
    assert SECRET_OF_BEN in page.text
    assert "Not all coders have coded this report" in page.text
    taken = {"field": "where", "chose": "coder Ben"}
    refused = revi.post(f"/coding/first-week/adjudicate/{reports_of(book)[0]}", data=taken)
    assert (refused.status_code, "waits for Ana" in refused.text) == (422, True)


def decisions_on(book: Path, report: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = casebook.casebook_row(book, report)["decisions"]
    return found


@pytest.mark.parametrize(
    ("taken", "verdict", "value", "words"),
    [
        ({"field": "where", "chose": "coder Ben"}, "correct", {"name": SECRET_OF_BEN, "country": "ML"}, SECRET_OF_BEN),
        ({"field": "where", "chose": "machine"}, "accept", None, "the machine"),
        ({"field": "where", "chose": "another", "place": "Ansongo", "country": "ML"}, "correct",
         {"name": "Ansongo", "country": "ML"}, "Ansongo"),
        ({"field": "killed", "chose": "another", "killed_low": "4"}, "correct",
         {"low": 4, "best": None, "high": None}, "≥4"),
        ({"field": "killed", "chose": "another", "killed_unsaid": "1"}, "reject", None, "the text does not say"),
    ],
)  # fmt: skip
def test_what_a_reviewer_takes_becomes_a_decision_that_names_them(
    book: Path, taken: dict[str, str], verdict: str, value: Any, words: str
) -> None:
    code_all(book, "Ana", SECRET_OF_ANA)
    code_all(book, "Ben", SECRET_OF_BEN)
    report = reports_of(book)[0]
    revi = client_of(book, by="Revi")
    address = f"/coding/first-week/adjudicate/{report}"
    answer = revi.post(address, data={**taken, "reason": "the first line"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{address}#{taken['field']}")
    (kept,) = decisions_on(book, report)
    assert (kept["verdict"], kept["value"], kept["field"], kept["by"]) == (verdict, value, taken["field"], "Revi")
    assert kept["reason"] == "the first line"
    shown = revi.get(address)
    assert words in shown.text and "the first line" in shown.text
    (field,) = [one for one in revi.get(f"{address}.json").json()["fields"] if one["field"] == taken["field"]]
    assert (field["taken"]["by"], field["taken"]["verdict"]) == ("Revi", verdict)
    assert review_of(decisions_on(book, report)) in (None, "corrected")
    assert casebook.verify(book).findings == ()


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        ({"field": "where", "chose": "coder Zoe"}, "gave no value"),
        ({"field": "where", "chose": "luck"}, "Choose the value of a coder"),
        ({"field": "injured", "chose": "machine"}, "does not ask for injured"),
        ({"field": "where", "chose": "another"}, "Give the other value"),
    ],
)
def test_what_is_nobodys_value_is_not_taken(book: Path, taken: dict[str, str], words: str) -> None:
    code_all(book, "Ana", SECRET_OF_ANA)
    code_all(book, "Ben", SECRET_OF_BEN)
    report = reports_of(book)[0]
    answer = client_of(book, by="Revi").post(f"/coding/first-week/adjudicate/{report}", data=taken)
    assert answer.status_code == 422
    assert words in answer.text
    assert decisions_on(book, report) == []


def test_a_removed_article_leaves_the_round(book: Path) -> None:
    code_all(book, "Ana", SECRET_OF_ANA, but=1)
    code_all(book, "Ben", SECRET_OF_BEN)
    reports = reports_of(book)
    casebook.redact(book, [str(casebook.casebook_row(book, reports[-1])["article"])], reason="asked for")
    with Ledger.open(book) as ledger:
        kept = [row for (row,) in ledger.rows("SELECT coded FROM answer WHERE report = ?", (reports[-1],))]
    assert kept == [None]
    ana = client_of(book, by="Ana")
    assert ana.get("/coding/first-week.json").json()["removed"] == 1
    assert ana.get(f"/coding/first-week/{reports[-1]}").status_code == 404
    assert ana.get("/coding/first-week/agreement").status_code == 200
    assert casebook.verify(book).findings == ()


def test_roles_may_what_they_may(book: Path, cheap_passwords: None) -> None:
    for name, role in (("Rita", "reader"), ("Cora", "coder"), ("Revi", "reviewer")):
        accounts.add_account(book, name, "correct horse battery", role=role)
    app = app_of(book, accounts=accounts.accounts_file(book))
    report = reports_of(book)[0]
    told = {"name": "third", "coders": "Cora\nRevi", "size": "5"}
    expected = {"reader": (403, 403, 403), "coder": (200, 403, 403), "reviewer": (200, 303, 200)}
    for role, codes in expected.items():
        browser: TestClient = browser_of(app, role)
        found = (
            browser.get("/coding").status_code,
            browser.post("/coding", data=told).status_code,
            browser.get(f"/coding/first-week/adjudicate/{report}").status_code,
        )
        assert found == codes, role
    assert client_of(book, public=True).get("/coding").status_code in (401, 403)
