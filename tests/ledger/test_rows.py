"""A record comes back from the rows of a casebook as it was coded, and nothing is kept twice."""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from recount import api
from recount.ledger import rows_of, stored_article
from recount.ledger.rows import article_columns, context_of, packaged_words, packed, record_of, unpacked
from recount.nouns import Record

ROOT = Path(__file__).parents[2]
SOURCES = [*sorted(map(str, (ROOT / "examples").glob("*.html"))), *sorted(map(str, (ROOT / "examples").glob("*.txt")))]
# Articles with what the examples lack: no sentence about violence, no day, shares, revisions, denied deeds.
TEXTS = [
    "The harvest was good this year, the farmers' union said.",
    "A bomb killed two people.",
    "The army denied on Friday that it shelled Kaya. Rebels said 12 people died, raising the toll to 17.",
    "Since October 17 there were 140 attacks: 57 in Iraq and 83 in Syria, the Pentagon said. Most were claimed by the "
    "Islamic Resistance in Iraq.",
    "Gunmen killed three soldiers 5 km south of Kaya, Burkina Faso, on 3 May 2024. 😀 The “apostates” fled, they said.",
]


@lru_cache(maxsize=1)
def records() -> list[Record]:
    read = [one for one in api.code_sources(SOURCES) if isinstance(one, Record)]
    return [*read, *(api.code(text, published="2024-05-06", outlet="Radio Amel") for text in TEXTS)]


@pytest.mark.parametrize("number", range(len(SOURCES) + len(TEXTS)))
def test_a_record_comes_back_as_it_was_coded(number: int) -> None:
    record = records()[number]
    article = stored_article(article_columns(record.article), source=record.article.source)
    assert record_of(article, record.method, rows_of(record), packaged_words()) == record


def test_statements_about_nothing_coded_are_in_the_details_only() -> None:
    record = records()[len(SOURCES)]
    assert [statement.about for statement in record.statements] == [()]
    assert rows_of(record).rows == ()


def test_a_statement_names_the_rows_that_it_speaks_of_by_their_places() -> None:
    for record in records():
        rows = rows_of(record).rows
        for table, columns in rows:
            if table == "statement":
                told = next(one for one in record.statements if one.id == columns["id"])
                assert [rows[place - 1][1]["id"] for place in json.loads(columns["about"])] == list(told.about)


def test_usual_values_stand_in_their_columns_all_the_same() -> None:
    record = api.code("Two rockets hit the market in Kirkuk, Iraq, killing three civilians.")
    (table, columns), *_ = rows_of(record).rows
    assert (table, columns["modality"], columns["when_precision"]) == ("report", "actual", "unknown")


def test_what_stands_in_the_text_is_packed_to_next_to_nothing() -> None:
    record = records()[0]
    columns = article_columns(record.article)
    line = json.dumps({"title": record.article.title, "text": record.article.text}, ensure_ascii=False).encode()
    small = packed(line, context_of(columns))
    assert unpacked(small, context_of(columns)) == line
    assert len(small) < len(line) / 10


@pytest.mark.parametrize(
    "damaged", [b"", b"\x78", b"\x00" * 40, packed(b"a" * 99, "")[:-2], packed(b"a", "") + b"more"]
)
def test_damaged_packed_bytes_are_told(damaged: bytes) -> None:
    with pytest.raises(ValueError, match="packed bytes are"):
        unpacked(damaged, "")


def test_packed_bytes_are_unpacked_up_to_a_limit_only() -> None:
    with pytest.raises(ValueError, match="too long"):
        unpacked(packed(b"0" * 100_000_000, ""), "", max_bytes=1000)
