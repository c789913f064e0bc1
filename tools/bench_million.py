"""Fill a casebook with many reports and time look-ups in it: by id, place, day and words.

uv run python tools/bench_million.py big.recount --reports 1000000

A few hundred generated articles are coded once. Their rows are written again and again with other ids, days and
places and with words of their own at the end of the text, so that filling takes minutes and not days. What is timed is
real: the same writer, the same indexes, the same search.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from generate_articles import articles
from recount import api
from recount.api import casebook
from recount.ledger import Kept, Ledger, Obtained, keep, kept_of, method_row, start_run
from recount.ledger.rows import context_of, packaged_words, packed, unpacked
from recount.nouns import Method, Record, article_id
from recount.settings import VERSION

__all__ = ["main"]

_CODED = 300
_DAYS = 3_000
_FIRST_DAY = date(2016, 1, 1)
_AT_ONCE = 50
_ASKED = 200


def main() -> None:
    """Fill the casebook unless it is there, then time look-ups and print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    if not arguments.casebook.exists():
        _fill(arguments.casebook, arguments.reports, random.Random(arguments.seed))
    held = casebook.casebook_counts(arguments.casebook)
    print(f"{held['article']:,} articles, {held['report']:,} reports, {arguments.casebook.stat().st_size / 1e9:.2f} GB")
    for name, asked in _questions(arguments.casebook, random.Random(arguments.seed)).items():
        _time(name, asked)


def _fill(path: Path, reports: int, chance: random.Random) -> None:
    coded = [record for record in _coded() if record.reports]
    kepts = [(kept_of(record, b"as found", media_type="text/plain"), record.method) for record in coded]
    casebook.init_casebook(path, by="bench")
    began, written, number = time.perf_counter(), 0, 0
    with Ledger.open(path, write=True) as ledger:
        with ledger.writing():
            run = start_run(ledger, "add", {}, by="bench", at=datetime.now(UTC), version=VERSION)
        while written < reports:
            with ledger.writing():
                for _ in range(_AT_ONCE):
                    kept, method = chance.choice(kepts)
                    written += _write(ledger, kept, method, run, number, chance)
                    number += 1
            if number % 20_000 < _AT_ONCE:
                print(
                    f"{written:,} reports, {number / (time.perf_counter() - began):,.0f} articles a second", flush=True
                )
    print(f"filled in {time.perf_counter() - began:,.0f} s")


def _coded() -> Iterator[Record]:
    for one in articles(_CODED, seed=3):
        given = {name: one[name] for name in ("title", "outlet", "published", "url")}
        yield api.code(one["text"], **given)


def _write(ledger: Ledger, kept: Kept, method: Method, run: int, number: int, chance: random.Random) -> int:
    """Write one article like another, elsewhere and on another day; return how many reports it has."""
    shift = timedelta(days=chance.randrange(_DAYS))
    north, east = chance.uniform(-20, 20), chance.uniform(-40, 40)
    digest = sha256(str(number).encode()).hexdigest()
    ids: dict[str, str] = {}
    rows: list[tuple[str, dict[str, Any]]] = []
    for place, (table, columns) in enumerate(kept.coded.rows):
        ids[columns["id"]] = columns["id"].partition(":")[0] + ":" + f"{int(digest[:16], 16) ^ place:016x}"
        moved = {**columns, "id": ids[columns["id"]]}
        if table == "report":
            moved |= {name: _moved(columns[name], shift) for name in ("earliest", "latest")}
            if columns["latitude"] is not None:
                moved |= {"latitude": max(-89.0, min(89.0, columns["latitude"] + north))}
                moved |= {"longitude": (columns["longitude"] + east + 180) % 360 - 180}
        rows.append((table, moved))
    # Words of the article's own: as rare ones as names are.
    text = f"{kept.text}\n\n" + " ".join(f"w{chance.randrange(200_000)}" for _ in range(12))
    words = packaged_words()
    details = unpacked(kept.coded.details, kept.text, words)
    article = {**kept.article, "id": article_id(text, kept.article["url"], kept.article["outlet"]), "text": text}
    found = digest.encode()
    own = kept._replace(
        article={**article, "rest": None},
        text=text,
        sketch=(),
        coded=kept.coded._replace(rows=tuple(rows), details=packed(details, text, words)),
        original=kept.original._replace(
            sha256=sha256(found).digest(), size=len(found), packed=packed(found, context_of(article))
        ),
    )
    obtained = Obtained("bench.jsonl", f"line {number}", "file", "2024-01-01T00:00:00Z", digest[:16].encode())
    keep(ledger, own, obtained, run=run, method=method_row(ledger, method))
    return sum(table == "report" for table, _ in rows)


def _moved(day: str | None, shift: timedelta) -> str | None:
    return (_FIRST_DAY + (date.fromisoformat(day) - date(2019, 1, 1)) + shift).isoformat() if day else None


def _questions(path: Path, chance: random.Random) -> dict[str, list[Callable[[], Any]]]:
    """Return so many questions of each kind, as a person would ask them of this casebook."""
    with Ledger.open(path) as ledger:
        last = ledger.head.seq
        sql = "SELECT id, latitude, longitude, earliest, country FROM report WHERE seq >= ? AND latitude IS NOT NULL "
        seen = [ledger.one(f"{sql} AND earliest IS NOT NULL LIMIT 1", (chance.randrange(last),)) for _ in range(_ASKED)]
    rows = [row for row in seen if row]
    common = ["killed", "market", "police", "army", "residents", "drone", "governor", "harvest", "soldiers", "said"]
    rare = [f"w{chance.randrange(200_000)}" for _ in range(_ASKED)]
    pairs = [" ".join(chance.sample(common, 2)) for _ in range(_ASKED)]
    ids = [row["id"] for row in rows]
    points = [(row["latitude"], row["longitude"]) for row in rows]
    days = [date.fromisoformat(row["earliest"]) for row in rows]
    words = common * (_ASKED // len(common))
    phrases = ["police said", "killed in", "the army", "soldiers were"] * 10

    def seek(asked: str | None = None, **conditions: Any) -> Callable[[], Any]:
        return partial(casebook.search, path, asked, **conditions)

    return {
        "report by id": [partial(casebook.casebook_row, path, id_) for id_ in ids],
        "record by id": [partial(casebook.casebook_record, path, id_) for id_ in ids],
        "why": [partial(casebook.why, path, id_, "killed") for id_ in ids],
        "place, 25 km": [seek(near=point) for point in points],
        "one day": [seek(since=str(day), until=str(day)) for day in days],
        "place and month": [
            seek(near=point, within_km=100, since=str(day), until=str(day + timedelta(days=30)))
            for point, day in zip(points, days, strict=True)
        ],
        "a rare word": [seek(word) for word in rare],
        "a common word": [seek(word) for word in words],
        "two common words": [seek(pair) for pair in pairs],
        "words in this order": [seek(f'"{phrase}"') for phrase in phrases],
        "words in a country": [
            seek(word, country=row["country"]) for word, row in zip(words, rows, strict=False) if row["country"]
        ],
        "words and a day": [seek(word, since=str(day), until=str(day)) for word, day in zip(words, days, strict=False)],
    }


def _time(name: str, asked: list[Callable[[], Any]]) -> None:
    times: list[float] = []
    for question in asked:
        began = time.perf_counter()
        question()
        times.append((time.perf_counter() - began) * 1000)
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(json.dumps({"look-up": name, "number": len(times), "p50_ms": round(middle, 1), "p95_ms": round(late, 1)}))


if __name__ == "__main__":
    main()
