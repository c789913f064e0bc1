"""Tallies meet the events of a large casebook in columns, not pair by pair."""

import random
import time
from datetime import date, timedelta

import pytest

from recount.codebook.tally_measures import tally_measures
from recount.nouns.events import Place, Side
from recount.reconciliation.tally_events import CountedEvent, EventColumns
from recount.reconciliation.tally_scope import Region
from recount.reconciliation.tallying import CheckedTally, against

EVENTS, TALLIES = 100_000, 500
# Seconds of processors. Measured on two busy cores: 5.2, the columns included.
MOST_SECONDS = 10.0
START = date(2020, 1, 1)
COUNTRIES = ("ML", "BF", "NE", "NG", "SD", "SY", "IQ", "UA", "MM", "CO", "HT", "CD", "SO", "YE", "AF")


def some_events(chance: random.Random) -> list[CountedEvent]:
    sides = [(Side(f"group {n}", f"Group {n}", None, "rebel group", chance.choice(COUNTRIES)),) for n in range(300)]
    found = []
    for number in range(EVENTS):
        first = START + timedelta(days=chance.randrange(1800))
        country = chance.choice(COUNTRIES)
        where = Place(
            "a town", f"wof:{country}{chance.randrange(600)}", None, None, None, None, country,
            f"{country}-{chance.randrange(12)}", None, "exact",
        )  # fmt: skip
        values = {"acled": {"fatalities": chance.randrange(20)}}
        found.append(
            CountedEvent(
                f"ev1:{number:016x}", first, first + timedelta(days=chance.choice([0, 0, 0, 5])), where,
                chance.choice(sides), chance.choice(sides), "Battles", "actual", values, frozenset({"acled"}),
            )
        )  # fmt: skip
    return found


def some_tally(number: int, chance: random.Random, held: list[CountedEvent]) -> CheckedTally:
    first = START + timedelta(days=chance.randrange(1500))
    country = chance.choice(COUNTRIES)
    regions = [
        (Region(country, "country", country),),
        (Region("a province", "admin1", country, f"{country}-{chance.randrange(12)}"),),
        (),
    ]
    return CheckedTally(
        f"tal1:{number:016x}", chance.choice(["attacks", "killed"]), 100, 100, 100, first,
        first + timedelta(days=chance.randrange(30, 900)), None, "everyone", chance.choice(regions),
        chance.choice(held).perpetrators if chance.random() < 0.3 else (),
    )  # fmt: skip


@pytest.mark.slow
def test_five_hundred_tallies_meet_a_hundred_thousand_events_in_seconds() -> None:
    chance = random.Random(5)
    held = some_events(chance)
    asked = [some_tally(number, chance, held) for number in range(TALLIES)]
    began = time.process_time()
    columns = EventColumns(held, tally_measures())
    found = [against(tally, columns, "acled", listed=False).whole.held for tally in asked]
    took = time.process_time() - began
    assert took < MOST_SECONDS, f"{took:.1f} s"
    assert sum(one.events for one in found if one) > TALLIES
