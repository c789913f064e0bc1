"""A casebook of one attack that ten reports tell of, of another on the same day, and of tallies, for tests of pages."""

import json
import shutil
from pathlib import Path

from recount.api import casebook, linking

__all__ = ["HOSTILE", "attack_of", "own_copy", "report_of", "rivals"]

HOSTILE = "<script>alert(1)</script>"
_ATTACK = "fighters of Jama'at Nusrat al-Islam wal-Muslimin attacked an army base near Sevare, Mali, on Monday"
_WIRE = (
    f"{_ATTACK[0].upper()}{_ATTACK[1:]}, killing at least nine soldiers, the governor said. The attackers came at dawn "
    "on motorcycles and set vehicles alight before they withdrew towards the river, residents told the station by "
    "telephone. The road to the airport stayed closed for the rest of the day while crews towed away burnt trucks. "
    "Schools in the town opened again on Tuesday."
)
_RADIO = f" soldiers and three civilians were killed when {_ATTACK}, a doctor at the hospital said."
_TOLD = (
    ("Meridian Wire", "2024-05-07", _WIRE),
    ("Sahel Post", "2024-05-08", _WIRE),
    ("Radio Amel", "2024-05-07", f"Fourteen{_RADIO}"),
    ("Radio Amel", "2024-05-09", f"Sixteen{_RADIO} Dozens were wounded."),
    (f"Le Courrier {HOSTILE}", "2024-05-09",
     f"Dozens of soldiers died on Monday when Jama'at Nusrat al-Islam wal-Muslimin raided the army camp at Sevare in "
     f"Mali, a resident called {HOSTILE} told our reporter."),
    ("Bamako Times", "2024-05-07", f"The army claimed that it killed 30 militants after {_ATTACK}. Five soldiers were "
     "killed, the army said."),
    ("Az-Zallaqa", "2024-05-08", "Jama'at Nusrat al-Islam wal-Muslimin claimed responsibility for the attack on the "
     "army base near Sevare, Mali, on Monday, and said that it had killed 45 soldiers."),
    ("The Monitor", "2024-05-10", f"At least 20 soldiers were killed when {_ATTACK}, according to a monitoring group. "
     "The army denied that more than five soldiers were killed."),
    ("Niger Valley News", "2024-05-08", "Between 15 and 20 soldiers were killed on Monday when militants attacked the "
     "military base at Sevare in Mali, Mariam Coulibaly, a trader, said. “They came at dawn,” Mariam Coulibaly said."),
    ("Delta FM", "2024-05-11", f"The toll from Monday's attack rose to 21 dead after {_ATTACK}, hospital sources "
     "said."),
    ("Delta FM", "2024-05-07", "Gunmen abducted two teachers in Sevare, Mali, on Monday, the mayor said."),
    ("Radio Amel", "2024-05-20", "Gunmen abducted two teachers in Kaya, Burkina Faso, on Sunday, the mayor said."),
    ("The Monitor", "2024-05-31", "The army said 140 soldiers have been killed in attacks in Mali since 1 May 2024: 90 "
     "in Mopti and 50 in Gao. The army said nothing of civilians."),
    ("The Monitor", "2024-06-30", "The army said 180 soldiers have been killed in attacks in Mali since 1 May 2024."),
)  # fmt: skip


def rivals(folder: Path) -> Path:
    """Make the casebook, linked."""
    book, lines = folder / "rivals.recount", folder / "told.jsonl"
    names = ("outlet", "published", "text")
    told = [
        dict(zip(names, one, strict=True), id=f"r{number}", title=f"Report {number}", url=f"https://news.example/{number}")
        for number, one in enumerate(_TOLD)
    ]  # fmt: skip
    lines.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    casebook.init_casebook(book)
    assert not casebook.add(book, [str(lines)], by="A. Coder").problems
    linking.link(book, by="A. Coder")
    return book


def own_copy(book: Path, folder: Path) -> Path:
    """Return a casebook of a test's own to write in."""
    return Path(shutil.copy(book, folder / "own.recount"))


def attack_of(book: Path) -> str:
    """Return the id of the event that most reports tell of."""
    return max(linking.events(book), key=lambda one: one.reports).id


def report_of(book: Path, outlet: str, *, day: str) -> str:
    """Return the id of an outlet's report of the attack, of one day."""
    reports = linking.why_linked(book, attack_of(book)).reports
    (found,) = [one.id for one in reports if str(one.outlet).startswith(outlet) and one.published == day]
    return found
