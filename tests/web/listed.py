"""A casebook of attacks in several countries, months and outlets, linked and graded, for tests of lists and maps."""

import json
import shutil
from pathlib import Path

from recount.api import casebook, linking
from recount.api.reviewing import prepare

__all__ = ["FORMULA", "HOSTILE", "listed_casebook", "own_copy"]

HOSTILE = "Daily <img src=x onerror=alert(1)>"
FORMULA = '=HYPERLINK("http://evil.example")'
_TOLD = (
    ("Radio Amel", "2024-03-02", "Fighters of Jama'at Nusrat al-Islam wal-Muslimin killed 12 soldiers in an attack on "
     "an army base in Kaya, Burkina Faso, on 1 March 2024, the governor said."),
    (HOSTILE, "2024-03-03", "Four soldiers were killed when Jama'at Nusrat al-Islam wal-Muslimin attacked the army "
     "base in Kaya, Burkina Faso, on 1 March 2024, the army said."),
    (FORMULA, "2024-04-11", "Gunmen killed at least seven civilians in Djibo, Burkina Faso, on 10 April 2024, "
     "residents said."),
    ("صدى الشام", "2024-05-21", "An air strike killed 30 people at a market in Idlib, Syria, on 20 May 2024, rescuers "
     "said."),
    ("Meridian Wire", "2024-06-06", "A roadside bomb killed two policemen in Syria on 5 June 2024, the interior "
     "ministry said."),
    ("Meridian Wire", "2024-06-08", "Protesters marched in Gao, Mali, on 7 June 2024. Nobody was hurt."),
    ("Niger Valley News", "2024-07-02", "Gunmen killed Awa Traore, a trader, in Gao, Mali, on 1 July 2024, Moussa "
     "Diallo, a farmer, said."),
    ("The Monitor", "2024-07-31", "The army said 40 soldiers have been killed in attacks in Burkina Faso since 1 "
     "February 2024."),
)  # fmt: skip


def listed_casebook(folder: Path) -> Path:
    """Make the casebook, linked and graded."""
    book, lines = folder / "listed.recount", folder / "listed.jsonl"
    told = [
        {"id": f"l{number}", "title": f"Report {number}", "outlet": outlet, "published": day, "text": text}
        for number, (outlet, day, text) in enumerate(_TOLD)
    ]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    casebook.init_casebook(book)
    assert not casebook.add(book, [str(lines)], by="A. Coder", processes=1).problems
    linking.link(book, by="A. Coder")
    assert prepare(book) == 0
    return book


def own_copy(book: Path, folder: Path) -> Path:
    """Return a casebook of a test's own to write in."""
    return Path(shutil.copy(book, folder / "own.recount"))
