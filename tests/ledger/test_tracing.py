"""From a coded figure back to its words, to who said them, to the article and to how it came here."""

from pathlib import Path

import pytest

from recount.api import casebook
from recount.errors import BadArgument, UnknownId
from recount.ledger import FIELDS, Trace
from recount.settings import ReaderName

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tracing") / "book.recount"
    casebook.init_casebook(path)
    casebook.add(path, [str(ROOT / "examples" / "wire-story.html")], by="A. Coder")
    return path


@pytest.fixture(scope="module")
def report(book: Path) -> str:
    return casebook.search(book, near=(3.11, 43.65))[0].reports[0].id


def test_rival_tolls_stand_side_by_side_with_their_words_and_speakers(book: Path, report: str) -> None:
    found = casebook.why(book, report, "killed")
    told = {
        value.quotes[0].words: (value.value, value.rule, [(said["stance"], said["kind"]) for said in value.said_by])
        for value in found.values
    }
    assert told["at least nine people"] == ("≥9 killed (people)", "at-least", [("reports", "witness")])
    assert told["nine bodies"][:2] == ("9 killed", "exact")
    assert told["27"][2] == [("claims", "party to the conflict")]
    assert [one["field"] for one in found.disagreements] == ["casualties.killed"]


def test_every_field_of_every_report_walks_back_to_words_of_the_article(book: Path) -> None:
    for hit in casebook.search(book, country="SO"):
        record = casebook.casebook_record(book, hit.article)
        assert record is not None
        for one in hit.reports:
            for field in FIELDS:
                for value in casebook.why(book, one.id, field).values:
                    assert value.quotes or value.rule is not None, (field, value)
                    for quote in value.quotes:
                        assert record.article.text[quote.start : quote.end] == quote.words
                        assert " ".join(quote.words.split()) in quote.sentence or "\n" in quote.words


def test_the_article_the_bytes_and_the_run_are_named(book: Path, report: str) -> None:
    found = casebook.why(book, report, "where")
    page = ROOT / "examples" / "wire-story.html"
    (source,) = found.sources
    assert (source["source"], source["size"], source["by"]) == (str(page), page.stat().st_size, "A. Coder")
    assert found.article["outlet"] == "Meridian Wire"
    assert (found.coding["name"], found.coding["by"]) == ("recount.rules", "A. Coder")
    assert [value.value for value in found.values] == ["Baidoa, Bay, SO"]


def test_decisions_on_the_field_are_shown_and_others_are_not(book: Path, report: str) -> None:
    casebook.decide(book, report, "accept", by="B. Reviewer")
    casebook.decide(book, report, "correct", by="B. Reviewer", field="killed", value=9)
    casebook.decide(book, report, "unsure", by="B. Reviewer", field="where")
    found = casebook.why(book, report, "killed")
    assert [(one["verdict"], one["field"]) for one in found.decisions] == [("accept", None), ("correct", "killed")]


def test_what_another_method_read_stands_beside(tmp_path: Path) -> None:
    path = tmp_path / "two.recount"
    text = tmp_path / "rockets.txt"
    text.write_text(
        "Two rockets hit the market in Kirkuk, Iraq, on Monday, killing at least three civilians, police said."
    )
    casebook.init_casebook(path)
    casebook.add(path, [str(text)], published="2024-01-24")
    casebook.recode(path, reader=ReaderName.MODEL)
    found: Trace = casebook.why(path, casebook.search(path, "rockets")[0].reports[0].id, "event_type")
    assert found.coding["name"] == "recount.model"
    assert [other["name"] for other in found.other_codings] == ["recount.rules"]
    assert found.other_codings[0]["values"] == ["Explosions/Remote violence"]


def test_tallies_are_traced_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "tally.recount"
    text = tmp_path / "tally.txt"
    text.write_text("Since January 40 people have been killed in Mali: 25 in Gao and 15 in Mopti, the UN said.\n")
    casebook.init_casebook(path)
    casebook.add(path, [str(text)], published="2024-05-03")
    with_tallies = casebook.casebook_record(path, casebook.search(path, "killed")[0].article)
    assert with_tallies is not None
    (value,) = casebook.why(path, with_tallies.tallies[0].id, "best").values
    assert (value.value, value.quotes[0].words) == ("40 killed", "40 people")


def test_what_is_not_there_is_told(book: Path, report: str) -> None:
    with pytest.raises(BadArgument, match="Ask for one of event_type"):
        casebook.why(book, report, "colour")
    with pytest.raises(UnknownId):
        casebook.why(book, "rep1:0000000000000000", "killed")
    with pytest.raises(BadArgument, match="no report and no tally"):
        casebook.why(book, casebook.search(book, "police")[0].article, "killed")
