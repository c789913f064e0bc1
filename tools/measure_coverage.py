"""Print what became of the sentences of an annotated corpus.

`uv run python tools/measure_coverage.py corpus/dev model`
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from recount.evaluation.annotated import parse_annotated
from recount.evaluation.coded import CodedArticle
from recount.evaluation.sentences import coverage_figures
from recount.pipeline.coding import Coder
from recount.reading import read_text
from recount.settings import ReaderName


def main() -> None:
    """Code every annotated report of a folder and print the figures of its sentences as JSON."""
    folder, reader = Path(sys.argv[1]), ReaderName(sys.argv[2] if len(sys.argv) > 2 else "rules")
    print(json.dumps(coverage_figures(_coded(folder, Coder(reader=reader))), indent=1))


def _coded(folder: Path, coder: Coder) -> Iterator[CodedArticle]:
    for path in sorted(folder.rglob("*.marked.txt")):
        annotated = parse_annotated(path.read_text(encoding="utf-8"), path.stem)
        header = annotated.header
        published = str(header.published) if header.published else None
        article = read_text(annotated.marked.text, published=published, outlet=header.outlet)
        yield CodedArticle(annotated, coder.code(article))


if __name__ == "__main__":
    main()
