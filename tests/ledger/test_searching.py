"""Articles and reports are found by words, place, day, country and type; every condition must hold."""

import json
from pathlib import Path
from typing import Any

import pytest

from recount.api import casebook
from recount.errors import BadArgument
from recount.ledger import searching

LINES = (
    {"id": "kaya", "published": "2024-05-03", "title": "Soldiers killed near Kaya",
     "text": "Gunmen killed three soldiers in Kaya, Burkina Faso, on Thursday, the army said. The car was found later, "
             "a bomb not."},
    {"id": "kirkuk", "published": "2024-01-24", "title": "Car bomb at market",
     "text": "A car bomb killed four people at the market in Kirkuk, Iraq, on Monday, police said."},
    {"id": "mosul", "published": "2024-01-26", "title": "Grève à Mossoul",
     "text": "Protesters marched in Mosul, Iraq, on Thursday. The café owner said he saw no violence."},
    {"id": "far", "published": "2024-02-02", "title": "Boats",
     "text": "A drone hit a ship off Suva, Fiji, on Thursday, killing one sailor, officials said."},
    {"id": "month", "published": "2024-03-30", "title": "Village burnt",
     "text": "Militants burnt a village near Djibo, Burkina Faso, in February 2024, killing 12, residents said."},
    {"id": "calm", "published": "2024-01-01", "title": "Harvest", "text": "The harvest was good, farmers said."},
)  # fmt: skip

CASES: list[tuple[dict[str, Any], list[str]]] = [
    # what is asked                                       articles, the last kept first
    ({"words": "car bomb"}, ["kirkuk", "kaya"]),
    ({"words": '"car bomb"'}, ["kirkuk"]),
    ({"words": "CAR -police"}, ["kaya"]),
    ({"words": "cafe"}, ["mosul"]),
    ({"words": "greve mossoul"}, ["mosul"]),
    ({"words": "harv*"}, ["calm"]),
    ({"words": "nothing of it"}, []),
    ({"words": 'market" OR *) NEAR( -'}, []),
    ({"words": "car-bomb"}, ["kirkuk"]),
    ({"country": "iq"}, ["mosul", "kirkuk"]),
    ({"country": "IQ", "words": "police"}, ["kirkuk"]),
    ({"near": (35.46, 44.39), "within_km": 20}, ["kirkuk"]),
    ({"near": (35.46, 44.39), "within_km": 400}, ["mosul", "kirkuk"]),
    ({"near": (-18.1, -179.9), "within_km": 300}, ["far"]),
    ({"since": "2024-05-01"}, ["kaya"]),
    ({"since": "2024-01-20", "until": "2024-01-22"}, ["kirkuk"]),
    ({"since": "2024-02-10", "until": "2024-02-11"}, ["month"]),
    ({"until": "2024-01-31", "country": "BF"}, []),
    ({"event_type": "protests"}, ["mosul"]),
    ({"event_type": "Armed clash"}, ["kaya"]),
    ({"words": "kill*", "limit": 2}, ["month", "far"]),
    ({"words": "kill*", "limit": 2, "offset": 2}, ["kirkuk", "kaya"]),
]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("searching")
    lines = folder / "lines.jsonl"
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in LINES), encoding="utf-8")
    casebook.init_casebook(folder / "book.recount")
    assert casebook.add(folder / "book.recount", [str(lines)], processes=1).problems == ()
    return folder / "book.recount"


def found(book: Path, asked: dict[str, Any]) -> list[str]:
    titles = {line["title"]: line["id"] for line in LINES}
    return [titles[hit.title or ""] for hit in casebook.search(book, **asked)]


@pytest.mark.parametrize(("asked", "expected"), CASES, ids=[str(asked) for asked, _ in CASES])
def test_what_fits_is_found_the_last_kept_first(book: Path, asked: dict[str, Any], expected: list[str]) -> None:
    assert found(book, asked) == expected


@pytest.mark.parametrize(("asked", "expected"), CASES, ids=[str(asked) for asked, _ in CASES])
def test_the_same_is_found_where_much_would_fit(
    book: Path, asked: dict[str, Any], expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large casebooks are searched in another order: the newest reports first."""
    monkeypatch.setattr(searching, "_FEW", 0)
    assert found(book, asked) == expected


def test_reports_that_fit_come_with_their_article_and_words(book: Path) -> None:
    (hit,) = casebook.search(book, near=(35.46, 44.39))
    (report,) = hit.reports
    assert (report.country, report.earliest, report.anchor) == ("IQ", "2024-01-22", "killed")
    assert "A car bomb killed four people" in hit.snippet


def test_words_name_the_reports_whose_quotes_hold_them(book: Path) -> None:
    (hit,) = casebook.search(book, '"three soldiers"')
    assert [report.place for report in hit.reports] == ["Kaya"]
    (other,) = casebook.search(book, "later")
    assert other.reports == ()


@pytest.mark.parametrize(
    "asked",
    [{}, {"words": "—"}, {"words": "-only"}, {"near": (91.0, 0.0)}, {"since": "yesterday"}, {"until": "2024-02-31"}],
)
def test_what_cannot_be_meant_is_refused(book: Path, asked: dict[str, Any]) -> None:
    with pytest.raises(BadArgument):
        casebook.search(book, **asked)
