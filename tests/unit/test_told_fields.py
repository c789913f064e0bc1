"""What the trained reader's words for a place become."""

import pytest

from recount import codebook, gazetteer
from recount.extraction import RulesPlaceFinder
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.told import ScoredRange, Told
from recount.extraction.told_counts import EFFECTS
from recount.extraction.told_fields import where_told
from recount.reading import read_text

TEXT = "Fighters fired a missile with a range of hundreds of kilometers from the old quarry near Tarmikat on Monday."


def _sheet(text: str) -> Sheet:
    names = gazetteer.load()
    return lay_out(read_text(text, published="2024-01-24"), codebook.load(), names, RulesPlaceFinder(names))


def _told(sheet: Sheet, *places: str) -> Told:
    """Tell of an act at "fired", and of places with falling chances."""
    ranges = []
    for order, words in enumerate(places):
        start = TEXT.index(words)
        ranges.append(ScoredRange(*sheet.token_range(start, start + len(words)), 0.9 - order / 10))
    start = TEXT.index("fired")
    anchor = ScoredRange(*sheet.token_range(start, start + len("fired")), 0.9)
    arguments = dict.fromkeys(("perpetrator", "target", "weapon", "time", *EFFECTS), ()) | {"place": tuple(ranges)}
    return Told((anchor,), {}, "actual", 0.9, arguments)


@pytest.mark.parametrize(
    ("places", "name"),
    [
        (("hundreds of kilometers", "Tarmikat"), "Tarmikat"),
        # What the words around the act set stands in.
        (("hundreds of kilometers",), "Tarmikat"),
        (("the old quarry",), "the old quarry"),
    ],
)
def test_a_measure_is_no_place(places: tuple[str, ...], name: str) -> None:
    sheet = _sheet(TEXT)
    assert where_told(sheet, _told(sheet, *places), (), ()).name == name
