"""Write docs/ledger.md and docs/datasette.json from the schema of the casebook, so that they cannot differ from it.

uv run python tools/write_ledger_docs.py
"""

# ruff: noqa: E501  the lines of a page
import json
from pathlib import Path

from recount.ledger.describing import datasette_metadata, views
from recount.ledger.schema import SCHEMA_VERSION, tables

__all__ = ["DATASETTE", "PAGE", "ledger_page", "main", "metadata"]

_DOCS = Path(__file__).parent.parent / "docs"
PAGE = _DOCS / "ledger.md"
DATASETTE = _DOCS / "datasette.json"

_OPENING = f"""\
# The casebook's file

Written from the schema by `tools/write_ledger_docs.py`; a test fails when the two differ. This page is for those who read a casebook without Recount, or check it years later.

A casebook is one SQLite file (tables of version {SCHEMA_VERSION}, application id `0x52654375`). Any SQLite from 3.38 on reads it, and so does Datasette:
`recount schema --datasette sahel.recount > metadata.json` and `datasette --immutable sahel.recount --metadata metadata.json` show it with descriptions ([datasette.json](datasette.json)
is such metadata for a file named `casebook.recount`). Open it read-only: what another programme writes, `recount verify` reports.

## How it is kept

- **Rows are only added.** Triggers refuse to change or delete them. A correction is a new row; the newest coding of an article is the current one, and older ones stay beside it.
- **Every row is chained.** `seq` counts the rows of all tables together, without gaps. A row's `hash` is the first 20 bytes of SHA-256 over the hash of the row before it (20 zero bytes
  before the first) and the SHA-256 of the row. That is taken over the UTF-8 of these parts: the table's name; for each column but `hash` that is not null, in the order below, its name,
  `=`, its type (I, F, T or B) and its value; and, for reports, statements and tallies, the words at each `[start,end]` in its columns of spans, in order. Whole numbers are decimal, other
  numbers as C's `%a` writes them, bytes in hexadecimal. Before the parts stand their lengths in code points, with commas between them and a colon after.
- **Words stand in one place.** A span is `[start, end)` in code points of `article.text`, so `substr(text, start + 1, end - start)` is its quote. The hash of a row covers its quotes.
- **Every page is checked.** The last eight bytes of each page of the file hold a sum of the rest (SQLite's `cksumvfs`).
- **Nothing is copied twice.** `original.packed` and `coding.details` are zlib streams with a preset dictionary: in Python
  `zlib.decompressobj(zdict=dictionary).decompress(packed)`. For details the dictionary is `dictionary.words` followed by the article's text; of both together the text is cut at its
  beginning so that 32,768 bytes are left.
- **What is removed leaves its place.** `recount redact` sets the columns that may be null to null and adds a row to `redaction` with the SHA-256 of the row as it was, so that the
  chain is checked as before. The text is then in no part of the file.
- **Ids** begin with their scheme: `art1:`, `rep1:`, `st1:`, `tal1:`. They are digests of where the words stand, not of what a method read in them, so that decisions outlive methods.

A report, statement or tally belongs to a `coding`, and stands in the `rows` rows that follow it in the chain. JSON in columns leaves out what is null or usual; in a count `exactly` stands for equal
`low`, `best` and `high`, and an id left out is `/count/` and its place in the list, below the report's.

## What it costs

Measured on two slow cores with 10,000 generated articles of 1.9 KB (19,088 reports, 90,000 statements, 9,099 tallies; `tools/generate_articles.py 10000 --seed 7`), and on a casebook of
1,000,000 reports (452,300 articles, 2.9 GB; `tools/bench_million.py`):

| what | figure |
|---|---|
| adding, rules reader, two processes | 17.6 articles a second; 2 % of the time is spent on rows, hashes, indexes and the disk, the rest on coding |
| `recount verify` | 5,300 articles a second with two processes, 3,000 with one |
| the file | 3.25 times the clean text: text and what is known of it 1.23, reports 0.64, details 0.37, statements 0.24, kept bytes 0.23, words 0.18, tallies 0.08, ids, places, days and copies 0.28 |
| opening | 1.3 ms |
| a person's decision, and while a load writes 160 articles a second | 95 of 100 within 6 ms, and within 37 ms |
| a report by id; its record; why | within 3, 6 and 7 ms (95 of 100, one million reports) |
| a place within 25 km; a day; a rare word; a common word; words in this order | within 28, 17, 16, 12 and 73 ms |
| common words in a country | within 170 ms, half of them within 48 |

## Views: for reading

| view | what |
|---|---|
"""


def ledger_page() -> str:
    """Return the page: how the file is kept, its views, then each table with its columns."""
    parts = [_OPENING + "".join(f"| `{view.name}` | {view.about} |\n" for view in views())]
    parts.append("\n## Tables: as they are kept\n")
    for table in tables().values():
        rows = "".join(
            f"| `{column.name}` | {_type(column.type, column.required)} | {column.about} |\n"
            for column in table.columns
        )
        parts.append(f"\n### `{table.name}`\n\n{table.about}\n\n| column | type | what |\n|---|---|---|\n{rows}")
    parts.append(
        "\n### Made from these\n\n"
        "`article_words` (FTS5) finds words in titles and texts, `report_box` (R*Tree) places and days, `article_sketch` (FTS5) copies;\n"
        "`event_report` and `event_summary` list events, `event_facet`, `event_reason`, `event_actor` and `actor_total` what filters and the queue ask of them.\n"
        "They hold nothing of their own, and stand outside of the chain.\n"
    )
    return "".join(parts)


def metadata() -> str:
    """Return the metadata for Datasette."""
    return json.dumps(datasette_metadata(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write both."""
    PAGE.write_text(ledger_page(), encoding="utf-8", newline="\n")
    DATASETTE.write_text(metadata(), encoding="utf-8", newline="\n")
    print(PAGE, DATASETTE)


def _type(name: str, required: bool) -> str:
    return name if required else f"{name}, may be null"


if __name__ == "__main__":
    main()
