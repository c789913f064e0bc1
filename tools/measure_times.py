"""Measure the times that are found on TimeBank and AQUAINT: on the part that was read, and on the fifth that was not.

    uv run python tools/measure_times.py ../shared/data/timebank/TBAQ-cleaned

A file belongs to the held-out fifth by the hash of its name, so that no file changes sides.
"""

import argparse
import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recount import api

__all__ = ["main"]

MEASURES = ("relaxed", "strict", "type", "value")


def main() -> None:
    """Print the F1 of each part, and of each folder within it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="the folder that holds TimeBank and AQUAINT")
    corpus: Path = parser.parse_args().corpus
    for name, belongs in (
        ("read", lambda path: not _is_held_out(path)),
        ("held out", _is_held_out),
        ("all", lambda _: True),
    ):
        figures = _figures(corpus, belongs)
        print(f"{name}: {figures['cases']} files")
        print("  " + "  ".join(f"{measure} {100 * figures[measure]['f1']:.1f}" for measure in MEASURES))
        for folder, measured in figures["folders"].items():
            print(f"  {folder}: " + "  ".join(f"{measure} {100 * measured[measure]:.1f}" for measure in MEASURES))


def _is_held_out(path: Path) -> bool:
    return int(hashlib.sha256(path.name.encode()).hexdigest(), 16) % 5 == 0


def _figures(corpus: Path, belongs: Callable[[Path], bool]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(corpus.rglob("*.tml")):
            if belongs(path):
                copy = Path(folder) / path.relative_to(corpus)
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, copy)
        return api.evaluate_times(folder).figures()


if __name__ == "__main__":
    main()
