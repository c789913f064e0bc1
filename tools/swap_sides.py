"""Print what flips when the names of a report's two sides are swapped.

`uv run python tools/swap_sides.py model` codes each report of `tests/properties/sides/sides.yaml` twice.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from recount.evaluation.annotated import parse_annotated
from recount.evaluation.swapping import Flip, Sides, Swapped, flips_between, parse_sides, replace_words, swap_sides
from recount.nouns import Article
from recount.pipeline.coding import Coder
from recount.reading import read, read_text
from recount.settings import ReaderName

ROOT = Path(__file__).parents[1]
SIDES = ROOT / "tests" / "properties" / "sides" / "sides.yaml"


class Flipped(NamedTuple):
    """A report and what changed in it with the names."""

    report: str
    flips: tuple[Flip, ...]


def flipped_reports(coder: Coder) -> Iterator[Flipped]:
    """Yield each report with what flips in it, in the order of the list."""
    for sides in parse_sides(SIDES.read_text(encoding="utf-8")):
        article, _ = _retold(_article(sides), sides.first) if sides.first else (_article(sides), None)
        other, swapped = _retold(article, sides.swap, swap=True)
        yield Flipped(sides.report, flips_between(coder.code(article), coder.code(other), swapped))


def _article(sides: Sides) -> Article:
    if sides.report.startswith("examples/"):
        path = next(path for path in ROOT.glob(f"{sides.report}.*") if path.suffix != ".yaml")
        article = next(iter(read(str(path))))
        if not isinstance(article, Article):
            raise TypeError(f"{path} cannot be read: {article}")
        return article
    path = ROOT / "corpus" / f"{sides.report}.marked.txt"
    annotated = parse_annotated(path.read_text(encoding="utf-8"), sides.report)
    header = annotated.header
    published = str(header.published) if header.published else None
    return read_text(annotated.marked.text, published=published, outlet=header.outlet)


def _retold(article: Article, names: dict[str, str], *, swap: bool = False) -> tuple[Article, Swapped]:
    """Return an article with its words replaced, or its sides' names swapped."""
    held = article.text
    if missing := [one for one, other in names.items() if one not in held and not (swap and other in held)]:
        raise ValueError(f"not in the text: {', '.join(missing)}")
    change = swap_sides if swap else replace_words
    told = change(article.text, names)
    title = change(article.title, names).text if article.title else None
    retold = Article.of(
        told.text, title=title, outlet=article.outlet, published=article.published, language=article.language
    )
    return retold, told


def main() -> None:
    """Print each flip, and how many reports and values flip."""
    reader = ReaderName(sys.argv[1] if len(sys.argv) > 1 else "rules")
    counted: Counter[str] = Counter()
    n_reports = n_flipped = 0
    for report, flips in flipped_reports(Coder(reader=reader)):
        n_reports += 1
        n_flipped += bool(flips)
        for flip in flips:
            counted[flip.field] += 1
            print(f"{report}: {flip.field} of “{flip.words}”: {flip.before} → {flip.after}")
    print(f"{n_flipped} of {n_reports} reports flip; {dict(counted)}")


if __name__ == "__main__":
    main()
