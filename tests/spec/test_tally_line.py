"""The line between a tally and a report's own count: the twenty examples of `docs/codebook.md`, by both readers."""

from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from recount import api
from recount.nouns import Record
from recount.settings import ReaderName

Side = Literal["tally", "count"]


class Line(NamedTuple):
    """A text, and on which side of the line each of its figures stands."""

    text: str
    sides: dict[str, Side]
    only: ReaderName | None = None
    """The reader that keeps this one; None for both."""


LINES = [
    Line("More than 140 attacks have been carried out on bases in Iraq and Syria since October 17.", {"140": "tally"}),
    Line("A roadside bomb killed three soldiers near Gao on Monday.", {"three": "count"}),
    Line(
        "An air strike hit a school in Taiz on Friday. Two of the wounded died overnight, bringing the toll of the "
        "strike to 17.",
        {"17": "count"},
    ),
    Line("The death toll of Friday's bombing in Kabul has risen to 23.", {"23": "count"}),
    Line("At least 31,000 people have been killed in Gaza since October 7.", {"31,000": "tally"}),
    Line(
        "Gunmen killed 12 people in a market in Gao on Monday. More than 300 people have been killed in the region "
        "this year.",
        {"12": "count", "300": "tally"},
    ),
    Line(
        "Our count for the year to date stands at 74 killings in the camps. The police have 58.",
        {"74": "tally", "58": "tally"},
        ReaderName.MODEL,
    ),
    Line("From 1 to 31 January the mission recorded 208 ceasefire violations.", {"208": "tally"}),
    Line("The militants fired 12 rockets at the base near Hajin on Sunday.", {"12": "count"}),
    Line(
        "Since May the rebels have fired more than 900 rockets at the city, its mayor said.",
        {"900": "tally"},
        ReaderName.MODEL,
    ),
    Line(
        "Eight people were killed in separate attacks across the province on Monday, police said: five in Tank, two in "
        "Bannu and one in Lakki Marwat.",
        {"Eight": "tally"},
        ReaderName.MODEL,
    ),
    Line("Clashes in Tripoli on Sunday killed 12 people, including three children.", {"12": "count", "three": "count"}),
    Line("Soldiers raided the town of Qabatiya on Saturday and arrested 27 people.", {"27": "count"}),
    Line("Since January, 460 suspects have been arrested in the two provinces.", {"460": "tally"}),
    Line("Some 6,000 people fled Kadugli on Wednesday after shells hit the market.", {"6,000": "count"}),
    Line("Nearly 8 million people have been displaced in Sudan since April 2023.", {"8 million": "tally"}),
    Line("On 9 March 2009 a truck bomb killed 18 policemen in Peshawar.", {"18": "count"}),
    Line("The army says it has killed 13,000 fighters since the war began.", {"13,000": "tally"}),
    Line("The base came under fire 18 times between January and March.", {"18": "tally"}),
    Line(
        "Fighting over the bridge at Bunagana lasted two days and killed 31 soldiers, the army said on Monday.",
        {"31": "count"},
    ),
]
PAGE = Path(__file__).parents[2] / "docs" / "codebook.md"


def _sides(record: Record, figure: str) -> set[Side]:
    start = record.article.text.index(figure)
    counts = [count for report in record.reports for count in (*report.casualties, *report.munitions)]
    held: list[tuple[Side, int, int]] = [
        *(("tally", tally.spans[0].start, tally.spans[0].end) for tally in record.tallies),
        *(("count", span.start, span.end) for count in counts for span in count.spans[:1]),
    ]
    return {side for side, first, last in held if first < start + len(figure) and start < last}


@pytest.mark.parametrize("reader", [ReaderName.RULES, ReaderName.MODEL])
@pytest.mark.parametrize("line", LINES, ids=[line.text[:40] for line in LINES])
def test_each_figure_stands_on_its_side_of_the_line(line: Line, reader: ReaderName) -> None:
    record = api.code(line.text, published="2024-03-13", reader=reader)

    found = {figure: _sides(record, figure) for figure in line.sides}
    if line.only in {None, reader}:
        assert {figure: {side} for figure, side in line.sides.items()} == found
    # Whoever misses a tally, none may make it a report's.
    assert not any("count" in found[figure] for figure, side in line.sides.items() if side == "tally")


def test_the_codebook_shows_every_example() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert [line.text for line in LINES if line.text not in page] == []
