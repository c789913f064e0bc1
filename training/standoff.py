"""Turn annotations written with quotes into stand-off files that hold offsets and labels only.

    python training/standoff.py --data ../shared/data --out corpus/standoff work/*.yaml
    python training/standoff.py --data ../shared/data --show muc34 DEV-MUC3-0001

A working file names `corpus`, `document`, `published`, `marks` (name → quote or list of quotes; `"attack@2"` is the
second place at which the words stand) and `record` (as in the corpus).
"""

import argparse
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import yaml

from recount.evaluation.annotated import Annotation, marks_of
from texts import texts_of

__all__ = ["main"]


def main() -> int:
    """Write a file for each working file that is right; return 1 if one is not."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--show", nargs=2, metavar=("CORPUS", "DOCUMENT"))
    options.add_argument("work", nargs="*", type=Path)
    given = options.parse_args()
    texts = texts_of(given.data)
    if given.show:
        print(texts[given.show[0]][given.show[1]])
        return 0
    faults = 0
    for path in given.work:
        try:
            held = yaml.safe_load(path.read_text(encoding="utf-8"))
            made = convert(held, texts[held["corpus"]][held["document"]])
        except (ValueError, KeyError, yaml.YAMLError) as error:
            faults += 1
            print(f"FAULT {path}: {error}")
            continue
        if given.out:
            target = given.out / held["corpus"] / f"{re.sub(r'[^A-Za-z0-9_.-]', '_', held['document'])}.json"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(json.dumps(made, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8")
    print(f"{len(given.work)} files, {faults} with faults")
    return 1 if faults else 0


def convert(held: dict[str, Any], text: str) -> dict[str, Any]:
    """Return the stand-off form of a working file.

    Raises:
        ValueError: a quote that is not in the text, or marks and record that do not agree.
    """
    marks = {}
    for name, quotes in held["marks"].items():
        marks[name] = sorted(place(text, quote) for quote in ([quotes] if isinstance(quotes, str) else quotes))
    record = Annotation.model_validate(held["record"])
    used = set(marks_of(record))
    if used != set(marks):
        missing, idle = sorted(used - set(marks)), sorted(set(marks) - used)
        raise ValueError(f"marks that are not there: {missing}; marks that the record does not name: {idle}")
    return {
        "corpus": held["corpus"],
        "document": held["document"],
        "published": str(held["published"]) if held.get("published") else None,
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
        "marks": marks,
        "record": _without_words(record.model_dump(mode="json", exclude_defaults=True)),
    }


def place(text: str, quote: str) -> tuple[int, int]:
    """Return where a quote stands; blanks and line breaks are alike."""
    words, _, number = quote.partition("@") if re.search(r"@\d+$", quote) else (quote, "", "1")
    pattern = r"\s+".join(re.escape(word) for word in words.split())
    edge = (r"(?<!\w)" if words[:1].isalnum() else ""), (r"(?!\w)" if words[-1:].isalnum() else "")
    found = [match.span() for match in re.finditer(edge[0] + pattern + edge[1], text)]
    if len(found) < int(number):
        raise ValueError(f"“{words}” stands in the text {len(found)} times, number {number} is wanted")
    return found[int(number) - 1]


def _without_words(value: Any) -> Any:
    """Leave out the words of counted groups: stand-off files hold no text."""
    if isinstance(value, dict):
        return {key: _without_words(each) for key, each in value.items() if key != "group"}
    return [_without_words(each) for each in value] if isinstance(value, list) else value


if __name__ == "__main__":
    raise SystemExit(main())
