"""Write a small casebook of the present version, to test that later versions take it on.

uv run python tools/keep_casebook_version.py

Run it once for each new version of the tables, before the next one is begun; files of earlier versions stay.
"""

import gzip
import json
import tempfile
from pathlib import Path

from recount.api import casebook, linking, reviewing
from recount.ledger.schema import SCHEMA_VERSION

__all__ = ["main"]

OUT = Path(__file__).parent.parent / "tests" / "ledger" / "files"
_LINES = (
    {
        "id": "a-1",
        "title": "Three soldiers killed near Kaya",
        "outlet": "Radio Amel",
        "url": "https://radioamel.example/2024/05/03/kaya",
        "published": "2024-05-03",
        "text": "Gunmen killed three soldiers and wounded two civilians near Kaya, Burkina Faso, on Thursday, the army "
        "said. A resident, Awa Sana, said that at least five soldiers had died. Since January 40 people have been "
        "killed in the region: 25 in Kaya and 15 in Dori.",
    },
    {
        "id": "a-2",
        "title": "Rocket hits market in Kirkuk",
        "outlet": "Meridian Wire",
        "published": "2024-01-24",
        "text": "Two rockets hit the market in Kirkuk, Iraq, on Monday, killing at least three civilians, police said. "
        "No group claimed responsibility.",
    },
    {"id": "a-3", "published": "2024-01-25", "text": "A bomb killed Omar Sabri at his house in Mosul on Tuesday."},
    {"id": "a-4", "published": "31 February", "text": "A bomb killed two people in Mosul."},
)


def _coded_twice(path: Path, differing: str) -> None:
    """Let two people code one report each without seeing the other's value, and a third decide between them."""
    coders = ("C. Coder", "D. Coder")
    round_ = reviewing.make_round(path, "first-week", coders=coders, size=9, by="B. Reviewer", fields=["killed"])
    for report in round_.reports:
        for coder, killed in zip(coders, (3, 5), strict=True):
            reviewing.answer(path, "first-week", report, {"killed": killed}, by=coder, reason="as the text has it")
    reviewing.adjudicate(path, "first-week", differing, "killed", "coder C. Coder", by="B. Reviewer", reason="not five")


def main() -> None:
    """Write the file, packed; each kind of row is in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "small.recount"
        lines = Path(folder) / "small.jsonl"
        lines.write_text("".join(f"{json.dumps(line)}\n" for line in _LINES), encoding="utf-8")
        casebook.init_casebook(path, by="A. Coder")
        casebook.add(path, [str(lines)], by="A. Coder", processes=1)
        hits = {hit.title: hit for hit in casebook.search(path, country="BF") + casebook.search(path, country="IQ")}
        report = hits["Three soldiers killed near Kaya"].reports[0].id
        casebook.decide(path, report, "accept", by="B. Reviewer", reason="read both statements")
        value = {"low": 3, "best": 3, "high": 5}
        casebook.decide(path, report, "correct", by="B. Reviewer", field="killed", value=value)
        linking.link(path, by="A. Coder")
        other = hits["Rocket hits market in Kirkuk"].reports[0].id
        linking.join(path, [report, other], by="B. Reviewer", reason="misread")
        linking.withdraw(path, [report], by="B. Reviewer", reason="they are two")
        _coded_twice(path, other)
        casebook.redact(path, [hits[None].article], reason="a private person's name and house", by="A. Coder")
        out = OUT / f"version-{SCHEMA_VERSION}.recount.gz"
        out.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
        print(f"{out.name}: {out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
