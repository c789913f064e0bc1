"""A casebook of one attack that rival reports tell of, and of an abduction, for tests of derivations."""

import json
import os
import shutil
from pathlib import Path

from recount.api import casebook, linking

ATTACK = "fighters of Jama'at Nusrat al-Islam wal-Muslimin attacked an army base near Sevare, Mali, on Monday"
_WIRE = (
    f"{ATTACK[0].upper()}{ATTACK[1:]}, killing at least nine soldiers, the governor said. The attackers came at dawn "
    "on motorcycles and set vehicles alight before they withdrew towards the river, residents told the station by "
    "telephone. The road to the airport stayed closed for the rest of the day while crews towed away burnt trucks. "
    "Schools in the town opened again on Tuesday."
)
_RADIO = f" soldiers and three civilians were killed when {ATTACK}, a doctor at the hospital said."
_TOLD = (
    ("wire", "Meridian Wire", "2024-05-07", _WIRE),
    ("copy", "Sahel Post", "2024-05-08", _WIRE),
    ("first", "Radio Amel", "2024-05-07", f"Fourteen{_RADIO}"),
    ("later", "Radio Amel", "2024-05-09", f"Sixteen{_RADIO} Dozens were wounded."),
    ("hostile", "Evil\u001b[31m Wire\u202e", "2024-05-09", "Dozens of soldiers died on Monday when Jama'at Nusrat "
     "al-Islam wal-Muslimin raided the army camp at Sevare in Mali, a resident called Ba\u001b[2Jd told our reporter."),
    ("taken", "Radio Amel", "2024-05-10", "Gunmen abducted two teachers in Kaya, Burkina Faso, on Thursday, the mayor "
     "said."),
)  # fmt: skip


def derivable(folder: Path) -> Path:
    """Make the casebook, linked."""
    book, lines = folder / "derivable.recount", folder / "told.jsonl"
    names = ("id", "outlet", "published", "text")
    told = [dict(zip(names, one, strict=True), title=f"Report {one[0]}") for one in _TOLD]
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    casebook.init_casebook(book)
    assert not casebook.add(book, [str(lines)], by="A. Coder").problems
    linking.link(book, by="A. Coder")
    return book


def copy_of(book: Path, folder: Path) -> Path:
    """Return a casebook of a test's own to write in."""
    return Path(shutil.copy(book, folder / f"own-{os.getpid()}.recount"))


def attack_of(book: Path) -> str:
    """Return the id of the event that several reports tell of."""
    return max(linking.events(book), key=lambda one: one.reports).id


def report_of(book: Path, outlet: str, *, day: str) -> str:
    """Return the id of an outlet's report of the attack of one day."""
    reports = linking.why_linked(book, attack_of(book)).reports
    (found,) = [one.id for one in reports if one.outlet == outlet and one.published == day]
    return found
