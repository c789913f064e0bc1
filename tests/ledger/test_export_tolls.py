"""One toll an effect: the count that stands for the whole, and bounds that no reading of several counts breaks."""

from typing import NamedTuple

import pytest

from recount.nouns import Count, Disagreement, Report, RivalValue, Span
from recount.nouns.wording import bounds_in_words
from recount.publishing.tolls import Toll, toll_of

SPAN = Span.of("Nine people were killed.", 0, 4)


class Told(NamedTuple):
    """A count of people killed, as a table row writes it."""

    low: int | None
    best: int | None
    high: int | None
    kind: str = "unknown"
    part_of: int | None = None
    """Which count of the row contains it."""
    revises: int | None = None


def toll(*told: Told, rivals: bool = False) -> Toll:
    ids = [f"rep1:0000000000000000/count/{number}" for number in range(len(told))]
    counts = tuple(
        Count.model_validate(
            {
                "id": id_, "effect": "killed", "low": one.low, "best": one.best, "high": one.high, "rule": "exact",
                "group_kind": one.kind, "spans": (SPAN,), "method": "counts.rules/1",
                "part_of": None if one.part_of is None else ids[one.part_of],
                "revises": None if one.revises is None else ids[one.revises],
            }
        )
        for id_, one in zip(ids, told, strict=True)
    )  # fmt: skip
    values = tuple(RivalValue(value=bounds_in_words(one.low, one.best, one.high)) for one in told[:2])
    report = Report(
        id="rep1:0000000000000000", event_type="Battles", spans=(SPAN,), method="reports.rules/1", casualties=counts,
        disagreements=(Disagreement(field="casualties.killed", values=values),) if rivals else (),
    )  # fmt: skip
    return toll_of(report, "killed", lambda _: "police")


WHOLES = [
    # counts                                                              low   best  high  how
    ([],                                                                  None, None, None, None),
    ([Told(9, 9, 9)],                                                     9,    9,    9,    "single"),
    ([Told(9, 9, None)],                                                  9,    9,    None, "single"),
    ([Told(None, None, 12)],                                              None, None, 12,   "single"),
    ([Told(0, 0, 0)],                                                     0,    0,    0,    "single"),
    ([Told(17, 17, 17), Told(3, 3, 3, part_of=0)],                        17,   17,   17,   "single"),
    ([Told(12, 12, 12), Told(17, 17, 17, revises=0)],                     17,   17,   17,   "single"),
    ([Told(12, 12, 12, "state"), Told(3, 3, 3, "civilian")],              15,   15,   15,   "sum"),
    ([Told(12, 12, None, "state"), Told(3, 3, 3, "civilian")],            15,   15,   None, "sum"),
    ([Told(None, None, None, "state"), Told(3, 3, 3, "civilian")],        3,    None, None, "sum"),
    ([Told(2, 2, 2, "civilian"), Told(1, 1, 1, "civilian")],              2,    None, 3,    "several"),
    ([Told(9, 9, 9, "civilian"), Told(0, 0, 0)],                          9,    9,    9,    "several"),
    ([Told(None, None, None), Told(None, None, None)],                    None, None, None, "several"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "low", "best", "high", "how"), WHOLES)
def test_counts_of_one_account(
    told: list[Told], low: int | None, best: int | None, high: int | None, how: str | None
) -> None:
    assert toll(*told) == Toll(low, best, high, how, None)  # type: ignore[arg-type]


RIVALS = [
    # counts, the first two of them rivals                                low   best  high
    ([Told(9, 9, None), Told(27, 27, 27)],                                9,    None, None),
    ([Told(9, 9, 9), Told(27, 27, 27)],                                   9,    None, 27),
    ([Told(None, None, 60), Told(5, 5, 5)],                               None, None, 60),
    ([Told(9, 9, 9), Told(27, 27, 27), Told(3, 3, 3, "state")],           9,    None, 30),
]  # fmt: skip


@pytest.mark.parametrize(("told", "low", "best", "high"), RIVALS)
def test_counts_of_speakers_who_differ(told: list[Told], low: int | None, best: int | None, high: int | None) -> None:
    found = toll(*told, rivals=True)
    assert found[:4] == (low, best, high, "rivals")


def test_rivals_are_named_with_their_bounds() -> None:
    assert toll(Told(9, 9, None), Told(27, 27, 27), rivals=True).rivals == "9 (≥9; police) | 27 (police)"
