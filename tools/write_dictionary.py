"""Gather the words that recur in the details of codings: src/recount/ledger/details.dictionary.

uv run python tools/write_dictionary.py corpus/train

Casebooks keep the dictionary that they were packed with, so a new one harms none of them; run it again when the
reasons of sentences or the messages of notices have changed much.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from recount import api
from recount.ledger.rows import compact, rows_of, unpacked
from recount.nouns import Record
from recount.settings import ReaderName

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "src" / "recount" / "ledger" / "details.dictionary"
# Bytes. Longer ones leave too little of zlib's window of 32 KB to long articles, and gain little.
MOST_BYTES = 8_000
FEWEST_ARTICLES = 3
"""A phrase is taken that is in the details of so many articles; what is in fewer, such as a name, does not recur."""


def main() -> None:
    """Write the dictionary, the commonest phrases last, where zlib finds them soonest."""
    seen: Counter[str] = Counter()
    for reader in ReaderName:
        for record in api.code_sources(sys.argv[1:], reader=reader):
            if isinstance(record, Record):
                seen.update(set(_phrases(record)))
    worth = {phrase: len(phrase.encode()) * number for phrase, number in seen.items() if number >= FEWEST_ARTICLES}
    chosen: list[str] = []
    for phrase in sorted(worth, key=lambda one: (-worth[one], one)):
        if sum(len(one.encode()) for one in chosen) + len(phrase.encode()) <= MOST_BYTES:
            chosen.append(phrase)
    OUT.write_bytes("".join(reversed(chosen)).encode())
    print(f"{OUT}: {OUT.stat().st_size} bytes, {len(chosen)} of {len(worth)} phrases")


def _phrases(record: Record) -> list[str]:
    """Cut the details into pieces between the parts that change: numbers, ids and quoted words."""
    words = OUT.read_bytes() if OUT.exists() else b""
    details = json.loads(unpacked(rows_of(record).details, record.article.text, words))
    written = compact(details)
    pieces: list[str] = []
    piece = ""
    inside = False
    for character in written:
        inside = character == "“" or (inside and character != "”")
        if inside or character.isdigit():
            pieces.append(piece + (character if character == "“" else ""))
            piece = ""
        else:
            piece += character
    return [one for one in [*pieces, piece] if len(one) >= 6]


if __name__ == "__main__":
    main()
