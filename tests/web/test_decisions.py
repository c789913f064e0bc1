"""Deciding on the pages: accept, correct by words, place or actor, reject, unsure, and take back."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import client_of
from team import app_of, browser_of, cheap_passwords
from told_articles import AMBUSH, MARKET, article_of, book_of, plain, report_of

from recount.api import accounts, casebook
from recount.api.deriving import event_under

__all__ = ["cheap_passwords"]

KAYA, OBEID = "Kaya army shopkeeper", "Obeid"
JSON = {"accept": "application/json"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return book_of(tmp_path_factory.mktemp("decisions"), AMBUSH, MARKET).read_bytes()


@pytest.fixture
def book(kept: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "told.recount"
    path.write_bytes(kept)
    return path


@pytest.fixture
def browser(book: Path) -> TestClient:
    return client_of(book, by="Ana")


def decided(browser: TestClient, report: str, **fields: Any) -> dict[str, Any]:
    answer = browser.post(f"/reports/{report}/decisions", data=fields, headers=JSON)
    assert answer.status_code == 200, answer.text
    value: dict[str, Any] = answer.json()
    return value


def refused(browser: TestClient, report: str, **fields: Any) -> str:
    answer = browser.post(f"/reports/{report}/decisions", data=fields, headers=JSON)
    assert answer.status_code == 422, answer.text
    return str(answer.json()["error"])


def at(book: Path, article: str, words: str) -> dict[str, str]:
    """Return where words stand in the article, as its form sends it."""
    record = casebook.casebook_record(book, article_of(book, article))
    assert record is not None
    start = record.article.text.index(words)
    return {"start": str(start), "end": str(start + len(words))}


def told(book: Path, report: str) -> Any:
    """Return the report as the rules see it, decisions applied."""
    return event_under(book, report).reports[0]


# The whole


@pytest.mark.parametrize(
    ("verdict", "review"), [("accept", "accepted"), ("reject", "rejected"), ("unsure", "unsure"), ("withdraw", None)]
)
def test_a_decision_is_kept_with_who_took_it_and_why(
    browser: TestClient, book: Path, verdict: str, review: str | None
) -> None:
    report = report_of(book, KAYA)
    decided(browser, report, verdict=verdict, reason=" read twice ")
    (kept,) = casebook.casebook_row(book, report)["decisions"]
    assert (kept["verdict"], kept["by"], kept["reason"], kept["field"]) == (verdict, "Ana", "read twice", None)
    page = browser.get(f"/articles/{article_of(book, KAYA)}.json").json()
    assert page["decided"][report]["review"] == review


def test_after_a_decision_the_page_says_so_and_offers_to_take_it_back(browser: TestClient, book: Path) -> None:
    report, article = report_of(book, KAYA), article_of(book, KAYA)
    answer = browser.post(f"/reports/{report}/decisions", data={"verdict": "accept"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/articles/{article}?done=accept#{report}")
    page = browser.get(answer.headers["location"]).text
    assert "Accepted. Undo with z ." in plain(page)
    assert 'data-key="z"' in page
    browser.post(f"/reports/{report}/decisions", data={"verdict": "withdraw"})
    page = browser.get(f"/articles/{article}?done=withdraw").text
    assert "Taken back." in page
    assert 'data-key="z"' not in page


def test_the_queue_goes_on_after_a_decision_and_the_next_page_takes_the_last_one_back(
    browser: TestClient, book: Path
) -> None:
    first, second = report_of(book, KAYA), report_of(book, OBEID)
    answer = browser.post(f"/reports/{first}/decisions", data={"verdict": "accept", "from": "queue"})
    assert answer.headers["location"] == f"/queue/next?after={first}&done=accept"
    page = browser.get(f"/articles/{article_of(book, OBEID)}?from=queue&done=accept#{second}").text
    assert f'action="/reports/{first}/decisions"' in page
    assert f'href="/queue/next?after={second}"' in page
    back = browser.post(f"/reports/{first}/decisions", data={"verdict": "withdraw", "from": "queue"})
    assert back.headers["location"] == f"/articles/{article_of(book, KAYA)}?done=withdraw&from=queue#{first}"


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
def test_a_decision_leads_to_no_other_machine(browser: TestClient, book: Path, to: str) -> None:
    answer = browser.post(f"/reports/{report_of(book, KAYA)}/decisions", data={"verdict": "accept", "to": to})
    assert answer.headers["location"] == "/"


def test_tallies_and_statements_are_decided_on_likewise(browser: TestClient, book: Path) -> None:
    record = casebook.casebook_record(book, article_of(book, KAYA))
    assert record is not None
    statement = record.statements[0].id
    answer = browser.post(f"/statements/{statement}/decisions", data={"verdict": "reject", "reason": "a film"})
    assert answer.headers["location"].endswith(f"#{statement}")
    assert [one["verdict"] for one in casebook.casebook_row(book, statement)["decisions"]] == ["reject"]
    wrong = browser.post(f"/tallies/{statement}/decisions", data={"verdict": "reject"}, headers=JSON)
    assert (wrong.status_code, wrong.json()["error"]) == (422, f"{statement} is no tally but a statement.")
    correct = {"verdict": "correct", "field": "stance", "value": "claims"}
    assert browser.post(f"/statements/{statement}/decisions", data=correct).status_code == 422


# Corrections


def test_other_words_become_the_words_of_the_figure(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    words = at(book, KAYA, "14 people")
    asked = browser.get(f"/reports/{report}/suggestion.json", params={"field": "killed", **words}).json()
    assert (asked["quote"], asked["written"], asked["value"]) == ("14 people", "14", 14)
    decided(browser, report, verdict="correct", field="killed", value=asked["written"], **words)
    (killed,) = [claim for claim in told(book, report).claims if claim.effect == "killed"]
    assert (killed.low, killed.high, killed.by) == (14, 14, "Ana")
    assert [(one.start, one.quote) for one in killed.words] == [(int(words["start"]), "14 people")]


def test_a_corrected_value_is_shown_beside_the_coded_one(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    words = at(book, KAYA, "14 people")
    decided(browser, report, verdict="correct", field="killed", value="at least 13", reason="later", **words)
    page = plain(browser.get(f"/articles/{article_of(book, KAYA)}").text)
    assert "≥12 killed (soldiers)" in page
    assert "Killed: ≥13 14 people corrected by Ana," in page
    assert "Ana corrected killed to ≥13 : later" in page


def test_figures_are_written_as_articles_write_them(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    for written, bounds in (("dozens", (24, None)), ("10-15", (10, 15)), ("≤40", (None, 40)), ("1,200", (1200, 1200))):
        decided(browser, report, verdict="correct", field="killed", value=written)
        (killed,) = [claim for claim in told(book, report).claims if claim.effect == "killed"]
        assert (killed.low, killed.high) == bounds


def test_a_place_is_chosen_among_those_of_its_name(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    found = browser.get("/places/lookup.json", params={"name": "Djibo"}).json()["places"]
    assert found[0]["country"] == "BF"
    decided(browser, report, verdict="correct", field="where", value="Djibo", place=found[0]["gazetteer_id"])
    where = told(book, report).where
    assert (where.name, where.gazetteer_id, where.country) == ("Djibo", found[0]["gazetteer_id"], "BF")
    assert where.latitude == found[0]["latitude"]


def test_a_point_of_the_map_is_a_place_of_ones_own(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    point = {"place": "point", "latitude": "13.5", "longitude": "-1.25", "country": "bf", "precision": "near"}
    decided(browser, report, verdict="correct", field="where", value="a wood near Kaya", **point)
    where = told(book, report).where
    assert (where.name, where.latitude, where.longitude) == ("a wood near Kaya", 13.5, -1.25)
    assert (where.country, where.precision, where.gazetteer_id, where.admin1) == ("BF", "near", None, None)
    near = browser.get("/places/lookup.json", params={"latitude": 13.1, "longitude": -1.1}).json()["places"]
    assert [one["gazetteer_name"] for one in near] == ["Kaya"]


def test_another_actor_is_taken_of_the_list(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    listed = browser.get("/actors/lookup.json", params={"name": "nusrat al-islam"}).json()["actors"]
    name = listed[0]["name"]
    words = at(book, KAYA, "Fighters from JNIM")
    asked = browser.get(f"/reports/{report}/suggestion.json", params={"field": "perpetrators", **words}).json()
    assert asked["written"] == name
    decided(browser, report, verdict="correct", field="perpetrators", value=name, **words)
    now = told(book, report)
    assert [(one.canonical, one.kind) for one in now.perpetrators] == [(name, "rebel group")]
    assert [one.quote for one in now.words["perpetrators"]] == ["Fighters from JNIM"]


def test_of_a_party_that_no_list_knows_the_kind_is_told(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    decided(browser, report, verdict="correct", field="perpetrators", value="men of the hills", kind="identity militia")
    assert [(one.name, one.kind) for one in told(book, report).perpetrators] == [
        ("men of the hills", "identity militia")
    ]
    decided(browser, report, verdict="correct", field="perpetrators", value="")
    assert told(book, report).perpetrators == ()


def test_a_correction_that_is_taken_back_leaves_what_was_coded(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    before = told(book, report)
    decided(browser, report, verdict="correct", field="when", value="2024-05-01 – 2024-05-02")
    assert str(told(book, report).when.latest) == "2024-05-02"
    page = browser.get(f"/articles/{article_of(book, KAYA)}").text
    assert '<input type="hidden" name="field" value="when">' in page
    decided(browser, report, verdict="withdraw", field="when")
    assert told(book, report).when == before.when


REFUSED = [
    # field, value, more, what it says
    ("killed", "some", {}, "bounds such as at least 12"),
    ("killed", "", {}, "Write the right value of killed"),
    ("when", "yesterday", {}, "2024-05-01"),
    ("when", "2024-05-04 – 2024-05-01", {}, "the earlier one first"),
    ("event_type", "War", {}, "Battles"),
    ("sub_event_type", "Ambush", {}, "Armed clash"),
    ("modality", "probable", {}, "foiled"),
    ("where", "Kaya", {"place": "point", "latitude": "91", "longitude": "0"}, "latitude (-90 to 90)"),
    ("where", "Kaya", {"place": "point", "latitude": "nan", "longitude": "0"}, "latitude (-90 to 90)"),
    ("where", "Kaya", {"place": "point", "latitude": "13"}, "both latitude and longitude"),
    ("where", "Kaya", {"place": "point", "latitude": "north", "longitude": "0"}, "no latitude"),
    ("where", "Kaya", {"place": "gn:0"}, "Search it again"),
    ("where", "Kaya", {"place": "point", "latitude": "1", "longitude": "1", "country": "Mali"}, "two letters"),
    ("perpetrators", "x", {"kind": "heroes"}, "rebel group"),
    ("weapons", "rifles", {}, "Correct one of event_type"),
    ("", "x", {}, "which field"),
    ("killed", "12", {"start": "0", "end": "99999"}, "No words stand at"),
    ("killed", "12", {"start": "9", "end": "9"}, "No words stand at"),
    ("killed", "12", {"start": "a", "end": "9"}, "Pick the words again"),
]


@pytest.mark.parametrize(("field", "value", "more", "says"), REFUSED)
def test_what_is_no_value_is_refused_before_it_is_kept(
    browser: TestClient, book: Path, field: str, value: str, more: dict[str, str], says: str
) -> None:
    report = report_of(book, KAYA)
    assert says in refused(browser, report, verdict="correct", field=field, value=value, **more)
    assert casebook.casebook_row(book, report)["decisions"] == []


def test_a_refused_correction_shows_the_form_again_with_what_was_written(browser: TestClient, book: Path) -> None:
    report = report_of(book, KAYA)
    answer = browser.post(
        f"/reports/{report}/decisions",
        data={"verdict": "correct", "field": "killed", "value": 'som"e<b>', "reason": "x"},
        headers={"accept": "text/html"},
    )
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="som&#34;e&lt;b&gt;"' in answer.text


@pytest.mark.parametrize("field", ["event_type", "modality", "when", "where", "perpetrators", "killed", "displaced"])
def test_the_form_of_each_field_begins_with_the_coded_value(browser: TestClient, book: Path, field: str) -> None:
    asked = {"correct": report_of(book, KAYA), "field": field}
    form = browser.get(f"/articles/{article_of(book, KAYA)}.json", params=asked).json()["correcting"]
    expected = {
        "event_type": "Battles", "modality": "actual", "when": "2024-05-03", "where": "Kaya", "perpetrators": "Gunmen",
        "killed": "≥12", "displaced": "",
    }  # fmt: skip
    assert (form["written"], form["coded"]) == (expected[field], expected[field])
    assert browser.get(f"/articles/{article_of(book, KAYA)}", params=asked).status_code == 200


def test_picked_words_fill_the_form_without_a_script(browser: TestClient, book: Path) -> None:
    asked = {"correct": report_of(book, KAYA), "field": "killed", **at(book, KAYA, "14 people")}
    page = browser.get(f"/articles/{article_of(book, KAYA)}", params=asked).text
    assert '<q class="quote" dir="auto" data-picked>14 people</q>' in page
    assert f'name="start" value="{asked["start"]}"' in page
    assert 'name="value" value="14"' in page


# Words and code points


@pytest.mark.parametrize(
    ("article", "words", "value"), [(KAYA, "12 soldiers", {"low": 12, "best": 12}), (OBEID, "7", 7)]
)
def test_places_after_an_emoji_or_in_arabic_are_counted_in_code_points(
    browser: TestClient, book: Path, article: str, words: str, value: Any
) -> None:
    asked = {"field": "killed", **at(book, article, words)}
    found = browser.get(f"/reports/{report_of(book, article)}/suggestion.json", params=asked).json()
    assert words in found["quote"]
    assert found["value"] == value


# Roles


def test_whoever_reads_may_not_decide(cheap_passwords: None, book: Path) -> None:
    for name, role in {"Rita": "reader", "Cora": "coder"}.items():
        accounts.add_account(book, name, "correct horse battery", role=role)
    app = app_of(book, accounts=accounts.accounts_file(book))
    report, article = report_of(book, KAYA), article_of(book, KAYA)
    reader, coder = browser_of(app, "reader"), browser_of(app, "coder")
    page = reader.get(f"/articles/{article}?correct={report}").text
    assert f'action="/reports/{report}/decisions"' not in page
    assert reader.post(f"/reports/{report}/decisions", data={"verdict": "accept"}).status_code == 403
    assert reader.get(f"/reports/{report}/suggestion.json?field=killed&start=0&end=4").status_code == 403
    assert casebook.casebook_row(book, report)["decisions"] == []
    assert coder.post(f"/reports/{report}/decisions", data={"verdict": "accept"}).status_code == 303
    assert [one["by"] for one in casebook.casebook_row(book, report)["decisions"]] == ["Cora"]


def test_nobody_decides_in_public(book: Path) -> None:
    answer = client_of(book, public=True).post(
        f"/reports/{report_of(book, KAYA)}/decisions", data={"verdict": "accept"}
    )
    assert answer.status_code == 403


def test_everybody_sees_what_was_corrected_and_not_by_whom(browser: TestClient, book: Path) -> None:
    decided(browser, report_of(book, KAYA), verdict="correct", field="killed", value="13", reason="Moussa Hamidou says")
    page = client_of(book, public=True).get(f"/articles/{article_of(book, KAYA)}").text
    assert "Killed: 13" in plain(page)
    assert "corrected by a reviewer" in plain(page)
    assert "Ana" not in plain(page)
    assert "Hamidou" not in page
