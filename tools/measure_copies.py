"""Measure how well copies are told from independent reports, on generated articles whose answers are known.

uv run python tools/generate_articles.py 10000 --seed 7 > articles.jsonl
uv run recount init book.recount && uv run recount add book.recount articles.jsonl
uv run python tools/measure_copies.py book.recount --seed 7
"""

import argparse
import json
from collections import Counter
from pathlib import Path

from generate_articles import articles
from recount.ledger import Ledger

__all__ = ["main"]

_COPYING = ("copy", "update")


def main() -> None:
    """Print precision and recall, by kind of copy, and what was taken for a copy wrongly."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("casebook", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    arguments = parser.parse_args()
    with Ledger.open(arguments.casebook) as ledger:
        held = {row["external_id"]: row["seq"] for row in ledger.all("SELECT external_id, seq FROM article")}
        ids = {seq: id_ for id_, seq in held.items()}
        found = {
            ids[row["article"]]: (ids[row["of"]], row["kind"], ids[row["family"]])
            for row in ledger.all("SELECT article, of, kind, family FROM copy")
        }
    truth = {one["id"]: one["truth"] for one in articles(len(held), seed=arguments.seed, with_truth=True)}
    told: Counter[str] = Counter()
    wrong: list[tuple[str, ...]] = []
    for id_, known in truth.items():
        kind = "cut copy" if known["kind"] == "copy" and known["cut"] else known["kind"]
        if known["kind"] in _COPYING:
            told[f"{kind}: all"] += 1
            told[f"{kind}: found"] += id_ in found
            told["same family"] += id_ in found and _family(known["copy_of"], found) == found[id_][2]
        elif id_ in found:
            same_event = truth[found[id_][0]]["event"] == known["event"] and known["event"] is not None
            wrong.append((id_, known["kind"], *found[id_], "same event" if same_event else "another event"))
    right = sum(number for name, number in told.items() if name.endswith(": found"))
    total = sum(number for name, number in told.items() if name.endswith(": all"))
    print(json.dumps({"precision": right / max(len(found), 1), "recall": right / max(total, 1), **told}, indent=2))
    print(f"{len(wrong)} taken for copies wrongly; the first:")
    for one in wrong[:10]:
        print(" ", *one)


def _family(id_: str, found: dict[str, tuple[str, str, str]]) -> str:
    return found[id_][2] if id_ in found else id_


if __name__ == "__main__":
    main()
