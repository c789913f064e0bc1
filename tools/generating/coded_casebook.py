"""Fills casebooks with coded reports: nothing is read or coded, as if that had been done before."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from generating.coded_articles import ReportTold, Text, coded_rows, told_plainly
from recount.api import casebook
from recount.ledger import Kept, Ledger, Obtained, keep, method_row, start_run
from recount.ledger.keeping import Original
from recount.ledger.rows import context_of, packed
from recount.nouns import Method, article_id
from recount.settings import VERSION

__all__ = ["Filler", "Tell"]

Tell = Callable[[Mapping[str, Any], Text, int], ReportTold]
"""Writes a report into a text. The number that it is given is the same for all copies of a report."""

_AT_ONCE = 2_000
_METHOD = Method(name="bench", version="1", gazetteer_digest="none", codebook_digest="none", model_digest=None)
_HEADLINES = ("{}", "{}, officials say", "What is known of the {}", "{}: residents speak", "Fear after {}")
_REST = (
    "Shops stayed shut for the rest of the day.", "The road was closed until the evening.",
    "Relatives waited outside the clinic for news.", "Schools are to stay closed for a week.",
    "It was not clear at first who was behind it.", "The wounded were taken away in pick-up trucks.",
    "A spokesman promised an inquiry into the matter.", "Mobile telephones did not work in the area.",
    "Many families left their houses before dark.", "Prices at the market have doubled since spring.",
    "Aid workers have not reached the area so far.", "The mayor asked people to stay at home.",
    "Helicopters circled over the district at night.", "A bridge on the way there had been damaged before.",
    "Farmers in the region speak of a lost harvest.", "The ministry did not answer questions.",
    "Talks between elders had ended without result.", "Such incidents have become more frequent this year.",
)  # fmt: skip
_SYLLABLES = ("Ba", "Dou", "Ka", "Lin", "Mar", "Ne", "Or", "Sa", "Tem", "Va", "Yo", "Zer", "Hal", "Ir", "Gu", "Pe")
_ENDINGS = ("dara", "kou", "levi", "mba", "nov", "rian", "sko", "tari", "wal", "zin", "beke", "dji", "hane", "lou")


class Filler:
    """Writes coded reports into a casebook, article by article."""

    def __init__(self, path: Path, tell: Tell = told_plainly) -> None:
        """Make the casebook; `tell` writes each report."""
        self.path = path
        self._tell = tell
        self._articles: dict[str, tuple[str, int]] = {}
        casebook.init_casebook(path, by="bench")

    def fill(self, reports: Any) -> float:
        """Write reports as `coded_reports` gives them, each article whole; return seconds."""
        began = time.perf_counter()
        with Ledger.open(self.path, write=True) as ledger:
            # A quarter of a gigabyte of pages at hand: ids come in no order.
            ledger.execute("PRAGMA cache_size = -262144")
            with ledger.writing():
                run = start_run(ledger, "add", {}, by="bench", at=datetime.now(UTC), version=VERSION)
                method = method_row(ledger, _METHOD)
            coming = _articles(reports)
            while chunk := list(islice(coming, _AT_ONCE)):
                with ledger.writing():
                    for article in chunk:
                        self._write(ledger, article, run, method)
        return time.perf_counter() - began

    def _write(self, ledger: Ledger, reports: Sequence[Mapping[str, Any]], run: int, method: int) -> None:
        name, family = reports[0]["article"], reports[0]["family"]
        kept = self._kept(reports, int(family[-16:], 16), is_first=not self._articles)
        place = Obtained("bench", f"row {name}", "file", "2024-01-01T00:00:00Z", name.encode())
        keep(ledger, kept, place, run=run, method=method)
        seq = int(ledger.value("SELECT seq FROM article WHERE id = ?", (kept.article["id"],)))
        self._articles[name] = kept.article["id"], seq
        if family != name and family in self._articles:
            _, first = self._articles[family]
            alike: dict[str, str | float] = {"kind": "same text", "share": 1.0, "share_of": 1.0, "method": "bench"}
            ledger.append("copy", {**alike, "article": seq, "of": first, "family": first})

    def _kept(self, reports: Sequence[Mapping[str, Any]], chance: int, *, is_first: bool) -> Kept:
        """Return an article with its reports, ready to be written."""
        text, told = Text(), []
        for number, report in enumerate(reports):
            told.append(self._tell(report, text, chance + number))
            text.add("\n")
        _end(text, chance)
        written, lead = text.written(), reports[0]
        url, day = f"https://news.example/{lead['article'][5:]}", lead["published"].isoformat()
        article = {
            "id": article_id(written, url, lead["outlet"]), "external_id": lead["article"], "outlet": lead["outlet"],
            "title": _HEADLINES[chance % len(_HEADLINES)].format(lead["anchor"]), "url": url, "author": None,
            "published_earliest": day, "published_latest": day, "published_precision": "day",
            "published_basis": "given", "language": "en", "text": written, "rest": None,
        }  # fmt: skip
        # One table, of which each article is a row: kept with the first.
        found = b"reports.parquet"
        held = packed(found, context_of(article)) if is_first else b""
        original = Original(sha256(found).digest(), len(found), held)
        return Kept(article, written, original, None, (), coded_rows(article["id"], told, text))


def _articles(reports: Any) -> Iterator[list[Mapping[str, Any]]]:
    rows = (row for batch in reports.to_batches(10_000) for row in batch.to_pylist())
    return (list(group) for _, group in groupby(rows, key=lambda row: row["article"]))


def _end(text: Text, chance: int) -> None:
    """Write what an article says besides."""
    for number in range(7):
        start, _ = text.add(_REST[(chance >> (8 + 5 * number)) % len(_REST)])
        text.sentence(start, "irrelevant", "no act, actor, weapon or speaker was found")
        text.add(" ")
    # Names as rare as those of bystanders: linking looks for names in common.
    first, second, third = (_name(chance >> shift) for shift in (20, 33, 46))
    start, _ = text.add(f"“We heard it from far away,” said {first} {second}, a trader from {third}.")
    text.sentence(start, "statement", f"{first} {second} reports something, and no value of a report stands in it")


def _name(chance: int) -> str:
    parts = (_SYLLABLES[chance % 16], _SYLLABLES[(chance >> 4) % 16].lower(), _ENDINGS[(chance >> 8) % 14])
    return "".join(parts)
