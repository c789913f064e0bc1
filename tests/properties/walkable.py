"""A casebook whose releases can be walked back: invented reports in which figures come about in every way."""

import csv
import importlib
import itertools
import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

from recount.api import casebook, linking
from recount.api.publishing import Publishing, publish
from recount.publishing.formats.acled_rows import event_of_acled_id
from recount.publishing.formats.ged_rows import event_of_relid

ROOT = Path(__file__).parents[2]
_WIRE = (
    "Fighters of Jama'at Nusrat al-Islam wal-Muslimin attacked an army base near Sevare, Mali, on Monday, killing at "
    "least nine soldiers, the governor said. The attackers came at dawn on motorcycles and set vehicles alight before "
    "they withdrew towards the river, residents told the station by telephone. The road to the airport stayed closed "
    "for the rest of the day while crews towed away burnt trucks. Schools in the town opened again on Tuesday."
)
_TOLD = (
    ("wire", "Meridian Wire", "2024-05-07", "Base near Sevare attacked", _WIRE),
    ("copy", "Sahel Post", "2024-05-08", "Base near Sevare attacked", _WIRE),
    ("radio", "Radio Amel", "2024-05-07", "Attack on base", "Fourteen soldiers and three civilians were killed when "
     "fighters of Jama'at Nusrat al-Islam wal-Muslimin attacked an army base near Sevare, Mali, on Monday, a doctor at "
     "the hospital said. Dozens were wounded."),
    ("later", "Radio Amel", "2024-05-09", "Toll of Sevare attack rises", "Sixteen soldiers and three civilians were "
     "killed when fighters of Jama'at Nusrat al-Islam wal-Muslimin attacked an army base near Sevare, Mali, on Monday, "
     "a doctor at the hospital said."),
    ("days", "The Daily Ledger", "2024-05-20", "Clashes", "Clashes between the Malian army and Islamic State Sahel "
     "Province near Menaka, Mali, from 14 May to 16 May 2024 killed 11 soldiers, the army said."),
    ("vague", "Highland Herald", "2024-06-03", "Market shelled", "Rapid Support Forces shelled a market in Omdurman, "
     "Sudan, on Sunday, killing dozens of civilians, including four children, a medical charity said."),
    ("rivals", "Harbour Times", "2024-06-12", "Drone hits convoy", "A Turkish drone hit a convoy of the Kurdistan "
     "Workers' Party in Kirkuk, Iraq, on Tuesday. The Turkish defence ministry said 12 fighters were killed. "
     "The Kurdistan Workers' Party said three of its fighters died."),
    ("places", "Harbour Times", "2024-06-21", "Bombs in two towns", "Car bombs in Baidoa and Kismayo, Somalia, killed "
     "nine people on Thursday, police said. Al-Shabaab claimed the attacks."),
    ("one", "Meridian Wire", "2024-07-02", "Villagers killed", "Boko Haram fighters killed seven villagers in Monguno, "
     "Nigeria, on Monday, an elder said."),
)  # fmt: skip


class Released(NamedTuple):
    """A casebook with a release of it."""

    book: Path
    out: Path
    texts: dict[str, str]
    """Text of each article by its id."""
    events: dict[str, dict[str, str]]
    """Rows of `events.csv` by id."""
    cells: dict[str, list[tuple[str, dict[str, Any]]]]
    """By format each row with the event that its own id names."""


def casebook_of(folder: Path) -> Path:
    """Make a casebook of invented, generated and example articles, linked, with decisions of people."""
    book, lines = folder / "walk.recount", folder / "lines.jsonl"
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        generated = importlib.import_module("generate_articles").articles(32, seed=11, with_truth=False)
    finally:
        sys.path.remove(str(ROOT / "tools"))
    names = ("id", "outlet", "published", "title", "text")
    told = [dict(zip(names, one, strict=True)) for one in _TOLD]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in itertools.chain(told, generated)), encoding="utf-8")
    examples = [str(one) for kind in ("*.html", "*.txt", "*.jsonl") for one in (ROOT / "examples").glob(kind)]
    casebook.init_casebook(book)
    assert not casebook.add(book, [str(lines), *examples], by="A. Coder").problems
    linking.link(book, by="A. Coder")
    decide(book, '"seven villagers in Monguno"', "killed", {"low": 6, "best": 7, "high": 8})
    decide(
        book,
        '"seven villagers in Monguno"',
        "where",
        {"name": "Monguno", "latitude": 12.67, "longitude": 13.61, "country": "NG"},
    )
    decide(
        book,
        '"shelled a market in Omdurman"',
        "perpetrators",
        [{"name": "gunmen in a pickup", "kind": "political militia"}],
    )
    return book


def decide(book: Path, words: str, field: str, value: Any) -> None:
    ((report, *_),) = [[one.id for one in hit.reports] for hit in casebook.search(book, words)]
    casebook.decide(book, report, "correct", field=field, value=value, by="B. Reviewer", reason="read again")


def released(book: Path, out: Path, *, names: bool, role: str = "public") -> Released:
    """Publish a casebook and read the release by files alone."""
    publish(book, out, Publishing(names=names, role=role, by="A. Coder", processes=1))
    events = {row["event_id"]: row for row in table(out / "events.csv")}
    articles = {one["article"] for row in events.values() for one in json.loads(row["told_by"])}
    texts = {one: record.article.text for one in articles if (record := casebook.casebook_record(book, one))}
    return Released(book, out, texts, events, dict(_cells(out)))


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def _cells(out: Path) -> Any:
    yield "acled", [((event_of_acled_id(row["event_id_cnty"]) or ("",))[0], row) for row in table(out / "acled.csv")]
    yield "ged", [(event_of_relid(row["relid"]) or "", row) for row in table(out / "ged.csv")]
    yield "polecat", [(row["Event ID"], row) for row in table(out / "polecat.tsv")]
    records = [json.loads(line) for line in (out / "plover.jsonl").read_text(encoding="utf-8").splitlines()]
    yield "plover", [(one["id"], flat(one)) for one in records]
    yield "csv", [(row["event_id"], dict(row)) for row in table(out / "events.csv")]


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record of PLOVER with each size of its own."""
    sizes = {f"size.{name}": value for name, value in record.pop("size", {}).items()}
    return record | sizes
