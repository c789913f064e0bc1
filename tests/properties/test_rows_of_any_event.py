"""What holds for the rows of any event, whatever stands in its article."""

import io
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent.parent / "unit"))

from settled import DAY, GAO, JNIM, VILLAGERS, WITNESS, claim_of, report_of, settled_of

from recount.nouns.events import SettledEvent
from recount.publishing.formats.acled import read_acled, write_acled
from recount.publishing.formats.acled_rows import acled_rows, events_of_acled
from recount.publishing.formats.ged import read_ged, write_ged
from recount.publishing.formats.ged_rows import events_of_ged, ged_rows
from recount.publishing.formats.mapping import NOTHING_WITHHELD, Unmapped
from recount.publishing.formats.plover import read_plover, write_plover
from recount.publishing.formats.plover_rows import plover_rows
from recount.publishing.formats.polecat import read_polecat, write_polecat
from recount.publishing.formats.polecat_rows import polecat_rows

_WORDS = st.text(min_size=1, max_size=30) | st.sampled_from(
    ["=1+1", "a;b", 'x","y', "\ud800", "\x1b[31m", "\u202e", " "]
)


@st.composite
def events(draw: st.DrawFn) -> SettledEvent:
    """An attack in Gao whose names, figures and days are any."""
    low = draw(st.none() | st.integers(0, 10**6))
    voice = WITNESS._replace(name=draw(st.none() | _WORDS), role=draw(st.none() | _WORDS), via=draw(st.none() | _WORDS))
    claims = (claim_of(low, draw(st.none() | st.integers(0, 10**6)), group=draw(st.none() | _WORDS), voices=(voice,)),)
    report = report_of(
        1, *claims, outlet=draw(st.none() | _WORDS), title=draw(st.none() | _WORDS), url=draw(st.none() | _WORDS)
    )
    figures = draw(st.lists(st.integers(0, 1000), min_size=1, max_size=31))
    days = tuple((DAY + timedelta(days=at), figure) for at, figure in enumerate(figures))
    more: dict[str, Any] = {
        "perpetrators": (JNIM._replace(name=draw(_WORDS), canonical=draw(st.none() | st.just(JNIM.canonical))),),
        "targets": (VILLAGERS._replace(name=draw(_WORDS)),),
        "where": GAO._replace(
            name=draw(_WORDS), latitude=draw(st.floats(-90, 90)), longitude=draw(st.floats(-180, 180))
        ),
    }
    return settled_of(
        report,
        number=draw(st.integers(0, 2**64 - 1)),
        acled={"fatalities": figures[0], "spread": days if len(days) > 1 else None},
        ucdp={"side_a": draw(_WORDS)},
        **more,
    )


@given(st.lists(events(), max_size=4, unique_by=lambda event: event.id))
def test_rows_of_acled_and_ged_read_back_to_the_same_events(told: list[SettledEvent]) -> None:
    acled, ged = io.StringIO(), io.StringIO()
    of_acled = [row for event in told for row in mapped(acled_rows(event, timestamp=1, withheld=NOTHING_WITHHELD))]
    of_ged = [row for event in told for row in mapped(ged_rows(event, withheld=NOTHING_WITHHELD))]
    write_acled(of_acled, acled)
    write_ged(of_ged, ged)
    acled.seek(0)
    ged.seek(0)
    read = list(read_acled(acled))
    assert read == of_acled
    assert list(read_ged(ged)) == of_ged
    assert [event.id for event in events_of_acled(read)] == [event.id for event in told]
    assert [event.id for event in events_of_ged(of_ged)] == [event.id for event in told]
    totals = [dict(event.figures)["fatalities"] for event in events_of_acled(read)]
    assert totals == [total_of(event) for event in told]


@given(events())
def test_records_of_plover_and_rows_of_polecat_read_back_as_they_were(event: SettledEvent) -> None:
    plover, polecat = io.StringIO(), io.StringIO()
    records = mapped(plover_rows(event, withheld=NOTHING_WITHHELD, version="1"))
    rows = mapped(polecat_rows(event, withheld=NOTHING_WITHHELD, version="1"))
    write_plover(records, plover)
    write_polecat(rows, polecat)
    plover.seek(0)
    polecat.seek(0)
    assert tuple(read_plover(plover)) == records
    assert tuple(read_polecat(polecat)) == rows


def mapped(rows: Any) -> tuple[Any, ...]:
    assert not isinstance(rows, Unmapped), rows
    assert isinstance(rows, tuple)
    return rows


def total_of(event: SettledEvent) -> int:
    values = event.outcomes["acled"].values
    return sum(figure for _, figure in values["spread"] or ((DAY, values["fatalities"]),))
