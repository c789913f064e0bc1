"""What a release counts of its events, whatever their order."""

import pickle
import random

import pytest
from released import DAY, KATI, report, settled

from recount.nouns.events import Choice, EventSources, Outcome, Period
from recount.publishing.release import counts as counting
from recount.publishing.release.counts import MEASURES, Counts, Reason, is_accepted


def counted(*events: object) -> Counts:
    counts = Counts()
    for event in events:
        counts.take(event)  # type: ignore[arg-type]
    return counts


ACCEPTED = [
    # name, reviews by family, whether the event is accepted
    ("nobody looked", [(None, "a")], False),
    ("its only report", [("accepted", "a")], True),
    ("a corrected one counts", [("corrected", "a")], True),
    ("a copy of an accepted story", [("accepted", "a"), (None, "a")], True),
    ("a story nobody looked at", [("accepted", "a"), (None, "b")], False),
    ("one they are unsure of", [("accepted", "a"), ("unsure", "a")], False),
]


@pytest.mark.parametrize(("reviews", "accepted"), [case[1:] for case in ACCEPTED], ids=[case[0] for case in ACCEPTED])
def test_an_event_is_accepted_when_each_of_its_stories_is(
    reviews: list[tuple[str | None, str]], accepted: bool
) -> None:
    told = [report(number, review=review, family=family) for number, (review, family) in enumerate(reviews, start=1)]
    assert is_accepted(settled(*told)) is accepted
    assert counted(settled(*told)).accepted == accepted


def test_measures_are_numbers_and_shares_of_the_events() -> None:
    vague = report(2, when=Period(DAY.replace(day=1), DAY, "days", "stated"), where=KATI._replace(latitude=None))
    unknown = report(3, when=Period(None, None, "unknown", "none"), review="accepted", outlet="Outlet 1")
    alone, pair = settled(vague), settled(report(1), report(4, outlet="Outlet 1"))
    counts = counted(alone, pair, settled(unknown, sources=EventSources(1, ("Outlet 1",), None, 0)))
    assert {name: round(of(counts), 2) for name, of in MEASURES.items()} == {
        "events": 3, "reports": 4, "sources": 2, "accepted_share": 0.33, "reviewed_share": 0.33, "dated_share": 0.67,
        "day_share": 0.33, "located_share": 0.67, "figures_share": 1.0, "independent_share": 0.33,
        "unresolved_share": 0.0, "retracted_share": 0.0,
    }  # fmt: skip


def test_shares_of_nothing_are_0() -> None:
    assert {of(Counts()) for of in MEASURES.values()} == {0}


def test_fields_that_nothing_settles_are_counted_and_so_is_their_event_once() -> None:
    event = settled(report(1))
    opened = {name: Choice(None, "unresolved") for name in ("event_type", "where")}
    counts = counted(event._replace(fields={**event.fields, **opened}), event)
    assert (counts.unresolved_events, dict(counts.unresolved)) == (1, {"event_type": 1, "where": 1})
    assert counts.by_country == {"": 1, "ML": 1}


def test_figures_are_summed_over_the_events_that_enter_a_rule() -> None:
    ibc = {"ibc": Outcome("ibc", True, {"deaths_min": 3, "deaths_max": None}, (), {"deaths_min": ("rep1:a/count/1",)})}
    graded = {"airwars": Outcome("airwars", False, {"grade": "Weak"}, (), {}, ("grade",))}
    counts = counted(settled(report(1)), settled(report(2), outcomes=ibc), settled(report(3), outcomes=graded))
    assert counts.sums == {("acled", "fatalities"): 4, ("ibc", "deaths_min"): 3}
    assert counts.entering == {"acled": 1, "ibc": 1}
    assert counts.grades == {("airwars", "Weak"): 1}
    assert dict(counts.kept_out) == {
        "airwars": (Reason("grade", 1, (settled(report(3)).id,)),),
        "ucdp": (Reason("no-side", 1, (settled(report(1)).id,)),),
    }


def test_reasons_name_the_first_events_in_order_as_examples() -> None:
    counts = Counts()
    for number in (5, 3, 1, 4, 2):
        counts.leave_out("ged", "no deaths", f"ev1:{number}")
    counts.leave_out("ged", "no country", "ev1:9")
    assert dict(counts.left_out) == {
        "ged": (Reason("no deaths", 5, ("ev1:1", "ev1:2", "ev1:3")), Reason("no country", 1, ("ev1:9",)))
    }


def test_the_map_has_few_cells_however_many_places_and_is_the_same_for_any_order(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(counting, "_MOST_CELLS", 20)
    chance = random.Random(8)
    events = [
        settled(report(number, where=KATI._replace(
            latitude=chance.uniform(-60, 60), longitude=chance.uniform(-179, 179), radius_km=float(number),
        )))
        for number in range(1, 200)
    ]  # fmt: skip
    one, other = counted(*events), counted(*chance.sample(events, len(events)))
    assert list(one.cells()) == list(other.cells())
    assert len(list(one.cells())) <= 20
    assert sum(cell.events for cell in one.cells()) == 199
    assert max(cell.radius_km for cell in one.cells()) == 199


@pytest.mark.parametrize("cut", [0, 1, 7, 30, 60])
def test_parts_counted_apart_and_joined_are_the_whole(cut: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST_CELLS", 9)
    chance = random.Random(3)
    events = [
        settled(report(number, review=chance.choice([None, "accepted"]), where=KATI._replace(
            latitude=chance.uniform(-60, 60), longitude=chance.uniform(-179, 179), radius_km=float(number),
        )))
        for number in range(1, 61)
    ]  # fmt: skip
    whole, joined = counted(*events), pickle.loads(pickle.dumps(counted(*events[:cut])))
    joined.join(counted(*events[cut:]))
    assert list(joined.cells()) == list(whole.cells())
    assert joined.summary() == whole.summary()
    assert (joined.kept_out, joined.first_with_figures) == (whole.kept_out, whole.first_with_figures)
    assert {name: of(joined) for name, of in MEASURES.items()} == {name: of(whole) for name, of in MEASURES.items()}


def test_an_event_known_to_its_country_only_is_tinted_and_no_point() -> None:
    counts = counted(settled(report(1, where=KATI._replace(precision="country"))))
    assert (list(counts.cells()), counts.country_only, counts.located) == ([], {"ML": 1}, 0)
