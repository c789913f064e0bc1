"""What the tests of publishing share: invented articles, casebooks of them, and everything that a release says."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from recount.api import casebook, linking
from recount.api.publishing import Published, Publishing, publish
from recount.nouns.events import SettledEvent
from recount.publishing.release import writing
from recount.publishing.release.figures import pictures

__all__ = [
    "ARTICLES", "FILES", "Publish", "added", "book_of_articles", "csv_rows", "everything", "linked", "publisher",
    "titled",
]  # fmt: skip

FILES = (
    "acled.csv", "ged.csv", "plover.jsonl", "polecat.tsv", "events.csv", "events.geojson", "events.parquet",
)  # fmt: skip
_DJIBO = (
    "Gunmen killed 12 villagers near Djibo, Burkina Faso, on Tuesday, the governor said.\n\nThe attackers came on "
    "motorcycles, burned shops and took cattle with them, and the road to the north was closed for the night."
)
ARTICLES = (
    {"id": "wire", "outlet": "Meridian Wire", "published": "2024-03-06", "title": "Gunmen kill twelve villagers",
     "url": "https://meridian.example/2024/03/06/twelve", "text": _DJIBO},
    {"id": "copy", "outlet": "The Daily Crossing", "published": "2024-03-06", "title": "Gunmen kill twelve villagers",
     "url": "https://crossing.example/a/881", "text": _DJIBO},
    {"id": "radio", "outlet": "Radio Amel", "published": "2024-03-07", "title": "Yusuf Demba saw them come to Djibo",
     "url": "https://amel.example/2024/yusuf-demba-saw-it",
     "text": "Gunmen shot dead 15 villagers near Djibo, Burkina Faso, on Tuesday, residents said. \"They came at "
     "dawn and killed 15 people,\" said Yusuf Demba, 51, a herder. Demba hid in a well."},
    {"id": "strike", "outlet": "Meridian Wire", "published": "2024-05-07", "title": "Drone kills nine in Kirkuk",
     "url": "https://meridian.example/2024/05/07/drone",
     "text": "A drone struck the livestock market of Kirkuk, Iraq, on Monday, killing nine traders and wounding 20, "
     "police said."},
    {"id": "ten", "outlet": "The Post", "published": "2024-05-08", "title": "Ten dead after strike on market",
     "url": "https://post.example/ten-dead",
     "text": "A drone struck the livestock market of Kirkuk, Iraq, on 6 May, killing ten traders, the governor said."},
    {"id": "battle", "outlet": "Sahel Courier", "published": "2024-06-10", "title": "Thirty die in days of fighting",
     "url": "https://courier.example/thirty",
     "text": "Fighting between the Malian army and JNIM fighters in Ansongo, Mali, from 3 to 6 June killed 30 "
     "soldiers, the army said."},
    {"id": "towns", "outlet": "Sahel Courier", "published": "2024-07-03", "title": "Two towns attacked",
     "url": "https://courier.example/two-towns",
     "text": "JNIM fighters attacked Dori and Kaya in Burkina Faso on 2 July 2024, killing 15 civilians, officials "
     "said."},
    {"id": "tally", "outlet": "The Post", "published": "2024-07-20", "title": "War has killed hundreds",
     "url": "https://post.example/tally",
     "text": "At least 450 people have been killed in Burkina Faso since January, a monitoring group said on Friday. "
     "On Thursday gunmen killed two teachers in Titao, Burkina Faso, police said."},
    {"id": "threat", "outlet": "Radio Amel", "published": "2024-08-02", "title": "Group threatens town",
     "text": "JNIM threatened on Thursday to attack Djenne, Mali, residents said."},
    {"id": "march", "outlet": "Radio Amel", "published": "2024-08-12", "title": "March for water",
     "text": "Hundreds of people protested peacefully in Bamako, Mali, on Saturday against cuts of water, organisers "
     "said."},
    {"id": "ambush", "outlet": "Sahel Courier", "published": "2024-09-05", "title": "Soldiers die in ambush",
     "text": "Gunmen killed four soldiers in an ambush in Soum province, Burkina Faso, on Tuesday, the army said."},
    {"id": "clash", "outlet": "Sahel Courier", "published": "2024-10-05", "title": "Clash at Tessalit",
     "text": "Malian soldiers clashed with JNIM fighters in Tessalit, Mali, on 3 October 2024. Five soldiers and seven "
     "militants were killed, the army said."},
    {"id": "nowhere", "outlet": "The Post", "published": "2024-10-06", "title": "Two killed somewhere",
     "text": "Two soldiers were killed in a clash, officials said."},
)  # fmt: skip
"""Copies of a wire's story beside a rival toll and a private person; a battle over days, two towns with one total, a
tally, a threat, a march, an uncertain place, no place."""

Publish = Callable[..., tuple[Path, Published]]
"""Publishes a casebook: how as keywords of `Publishing`; returns the folder, and what was told."""


def added(book: Path, articles: Iterable[Mapping[str, Any]]) -> Path:
    """Add articles to a casebook, which is made where there is none."""
    source = book.with_suffix(".jsonl")
    source.write_text("".join(f"{json.dumps(one)}\n" for one in articles), encoding="utf-8")
    if not book.exists():
        casebook.init_casebook(book, by="A. Coder")
    assert casebook.add(book, [str(source)], processes=1).problems == ()
    return book


def linked(book: Path, articles: Iterable[Mapping[str, Any]]) -> Path:
    """Add articles to a casebook and put their reports into events."""
    linking.link(added(book, articles), by="A. Coder")
    return book


@cache
def _bytes_of_articles() -> bytes:
    with TemporaryDirectory() as folder:
        return linked(Path(folder) / "book.recount", ARTICLES).read_bytes()


def book_of_articles(folder: Path) -> Path:
    """Return a casebook of all articles in a folder; they are coded and linked once for all tests."""
    book = folder / "book.recount"
    book.write_bytes(_bytes_of_articles())
    return book


def publisher(book: Path, folder: Path) -> Publish:
    """Return what publishes a casebook into new folders of a folder.

    Where some formats only are asked for nothing is drawn: pictures take longer than all the rest.
    """

    def published(name: str | None = None, **how: Any) -> tuple[Path, Published]:
        out = folder / (name or f"release-{sum(1 for _ in folder.iterdir())}")
        with pytest.MonkeyPatch.context() as patch:
            if "forms" in how and vars(writing)["pictures"] is pictures:
                patch.setattr(writing, "pictures", lambda _: ())
            return out, publish(book, out, Publishing(processes=1, by="A. Coder", **how))

    return published


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))


def titled(events: Iterable[SettledEvent], title: str) -> SettledEvent:
    """Return the event that an article of this title tells of."""
    return next(one for one in events if any(report.title == title for report in one.reports))


def everything(folder: Path) -> dict[str, str]:
    """Return by file all that a release says, compressed tables written out and small letters only."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".parquet":
            rows = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
            found[str(path.relative_to(folder))] = "\n".join(map(repr, rows)).casefold()
        elif path.is_file():
            found[str(path.relative_to(folder))] = path.read_text(encoding="utf-8").casefold()
    return found
