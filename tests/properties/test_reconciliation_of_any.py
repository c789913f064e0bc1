"""Whatever reports say of an event: figures lie between one another, rest on claims of it, and copies change none."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recount.codebook.rules import published_rules
from recount.nouns.events import Claim, Event, EventReport, Period, Place, ResponsibilityWord, Side, Voice
from recount.reconciliation import compiled, settled

RULES = [compiled(rule) for rule in published_rules().values()]
KINDS = ("civilian", "state", "perpetrator", "rebel", "unknown")
ARMY = Side("the army", "Military Forces of Mali", None, "state forces", "ML")
JNIM = Side("JNIM", "JNIM", "jnim", "rebel group", None)
SIDES = (
    ARMY,
    JNIM,
    Side("gunmen", None, None, "political militia", None),
    Side("villagers", None, None, "civilians", None),
    Side("a market", None, None, "site", None),
)
PLACES = tuple(
    Place("Kaya", "gn:1", "Kaya", 13.0, -1.0, 3.0, "ML", None, None, precision)
    for precision in ("exact", "near", "admin1", "country")
)
MINS = (
    ("airwars", "civilians_killed"), ("airwars", "children_killed"), ("airwars", "women_killed"),
    ("airwars", "civilians_injured"), ("airwars", "militants_killed"), ("airwars", "conceded_killed"),
    ("ibc", "deaths"), ("ibc", "injuries"),
)  # fmt: skip


@st.composite
def bounds(draw: st.DrawFn) -> tuple[int | None, int | None, int | None, str]:
    n, more = draw(st.integers(0, 40)), draw(st.integers(0, 9))
    return draw(
        st.sampled_from(
            [
                *((n, n, n, "exact"), (n, n, None, "at-least"), (None, n, n, "at-most"), (None, n, None, "about")),
                *((n, None, n + more, "range"), (n + 1, n, None, "more-than"), (24, None, None, "dozens")),
                *((None, None, None, "many"), (3, None, None, "several")),
            ]
        )
    )


@st.composite
def voices(draw: st.DrawFn) -> tuple[Voice, ...]:
    kinds: Any = st.sampled_from(["outlet", "official", "party to the conflict", "witness", "medical", "monitor"])
    stances: Any = st.sampled_from(["reports", "claims", "confirms", "denies"])
    sides, via = st.sampled_from([None, "JNIM", "Military Forces of Mali"]), st.sampled_from([None, None, "AFP"])
    return tuple(
        Voice(f"st1:{at}", None, None, draw(sides), draw(kinds), draw(stances), draw(via))
        for at in range(draw(st.integers(0, 2)))
    )


@st.composite
def claims(draw: st.DrawFn, report: str) -> tuple[Claim, ...]:
    found: list[Claim] = []
    groups = st.sampled_from([None, "children", "three women", "policemen", "soldiers"])
    for at in range(draw(st.integers(0, 3))):
        low, best, high, rule = draw(bounds())
        part_of = draw(st.sampled_from([None, *(one.id for one in found)]))
        found.append(
            Claim(
                f"{report}/count/{at}", report, draw(st.sampled_from(["killed", "killed", "injured"])), draw(groups),
                draw(st.sampled_from(KINDS)), low, best, high, rule, part_of, draw(st.booleans()) and at == 0,
                draw(st.integers(0, 3)) == 0, draw(st.sampled_from([1, 1, 1, 3])), draw(st.booleans()), draw(voices()),
            )
        )  # fmt: skip
    return tuple(found)


@st.composite
def reports(draw: st.DrawFn, number: int) -> EventReport:
    id_, article = f"rep1:{number}", f"art1:{number}"
    first = draw(st.integers(1, 20))
    last = first + draw(st.sampled_from([0, 0, 3]))
    said = draw(claims(id_))
    words: Any = st.lists(st.sampled_from(["claimed", "accused", "denied"]), max_size=2)
    sides = st.lists(st.sampled_from(SIDES), max_size=2, unique=True).map(tuple)
    return EventReport(
        id_, article, number, f"art1:{draw(st.integers(1, number))}" if draw(st.integers(0, 3)) == 0 else article,
        draw(st.sampled_from([None, "Kaya Post", "Niger Post", "AFP"])), None, None,
        draw(st.none() | st.integers(1, 28).map(lambda day: date(2024, 6, day))),
        *draw(st.sampled_from([("Battles", "Armed clash"), ("Riots", "Mob violence"), ("Battles", None)])),
        draw(st.sampled_from(["actual", "foiled", "threatened"])), None, None, draw(st.sampled_from([None, 1, 2, 3])),
        Period(date(2024, 5, first), date(2024, 5, last), "day" if first == last else "days", "stated",
               first != last and draw(st.booleans())),
        draw(st.sampled_from(PLACES)), draw(sides), draw(sides),
        responsibility=tuple(ResponsibilityWord(draw(st.sampled_from(("JNIM", "CMA"))), how, None)
                             for how in draw(words)),
        claims=said, voices=tuple(dict.fromkeys(voice for claim in said for voice in claim.voices)),
    )  # fmt: skip


@st.composite
def events(draw: st.DrawFn) -> Event:
    return Event("ev1:1", tuple(draw(reports(number)) for number in range(1, draw(st.integers(0, 4)) + 1)))


def values_of(event: Event) -> dict[str, dict[str, Any]]:
    return {name: dict(outcome.values) for name, outcome in settled(event, RULES).outcomes.items()}


@settings(max_examples=100, deadline=None)
@given(events())
def test_ucdps_estimates_lie_in_order_and_deaths_by_side_add_up(event: Event) -> None:
    values = values_of(event)["ucdp"]
    low, best, high = (values[name] for name in ("low", "best", "high"))
    assert (low is None) == (best is None) == (high is None)
    by_side = [values[f"deaths_{side}"] for side in ("a", "b", "civilians", "unknown")]
    if best is None:
        assert by_side == [None] * 4
    else:
        assert 0 <= low <= best <= high
        assert sum(by_side) == best
        assert min(by_side) >= 0


@settings(max_examples=100, deadline=None)
@given(events())
def test_least_figures_are_at_most_the_greatest(event: Event) -> None:
    values = values_of(event)
    for rule, name in MINS:
        least, most = values[rule][f"{name}_min"], values[rule][f"{name}_max"]
        assert least is None or (most is not None and 0 <= least <= most), (rule, name)


@settings(max_examples=100, deadline=None)
@given(events())
def test_acleds_fatalities_are_never_above_what_the_reports_say_together(event: Event) -> None:
    outcome = settled(event, RULES[:1]).outcomes["acled"]
    fatalities, spread = outcome.values["fatalities"], outcome.values["spread"]
    vague = {"dozens": 24, "many": 3, "several": 3}
    most = max(
        (
            sum(max(one.high or 0, one.best or 0, one.low or 0, vague.get(one.rule, 0)) for one in report.claims)
            for report in event.reports
        ),
        default=0,
    )
    assert 0 <= fatalities <= most
    assert spread is None or sum(number for _, number in spread) == fatalities
    assert spread is None or spread[0][1] == max(number for _, number in spread)


@settings(max_examples=100, deadline=None)
@given(events())
def test_every_figure_rests_on_claims_of_the_event_and_every_line_is_of_the_rule(event: Event) -> None:
    known = {claim.id for report in event.reports for claim in report.claims}
    for name, outcome in settled(event, RULES).outcomes.items():
        rule = published_rules()[name]
        assert {id_ for ids in outcome.rests_on.values() for id_ in ids} <= known
        for step in outcome.steps:
            assert rule.line(step.line) is not None
            assert {*step.kept, *(id_ for id_, _ in step.left_out)} <= known
            assert not set(step.kept) & {id_ for id_, _ in step.left_out}
        for figure, ids in outcome.rests_on.items():
            assert figure in outcome.values
            assert ids
        assert outcome.enters == (not outcome.why_not)
        assert set(outcome.why_not) <= {line.name for line in rule.enters}


@settings(max_examples=100, deadline=None)
@given(events(), st.data())
def test_a_copy_changes_no_figure(event: Event, data: st.DataObject) -> None:
    if not event.reports:
        return
    copied = data.draw(st.sampled_from(event.reports))
    copy = copied._replace(
        id="rep1:99", article="art1:99", order=99, outlet="Far Post",
        published=data.draw(st.none() | st.just(copied.published) | st.just(date(2024, 6, 30))),
        claims=tuple(one._replace(id=one.id.replace(copied.id, "rep1:99"), report="rep1:99",
                                  part_of=one.part_of and one.part_of.replace(copied.id, "rep1:99"))
                     for one in copied.claims),
    )  # fmt: skip
    assert values_of(event) == values_of(event._replace(reports=(*event.reports, copy)))


@settings(max_examples=100, deadline=None)
@given(events(), st.randoms())
def test_no_figure_depends_on_the_order_in_which_independent_reports_were_kept(event: Event, random: Any) -> None:
    alone = [
        one._replace(
            outlet=f"Outlet {one.order}", family=one.article, when=PERIOD, where=PLACES[0], ucdp_type=1,
            modality="actual", perpetrators=(JNIM,), targets=(ARMY,),
            claims=tuple(claim._replace(voices=()) for claim in one.claims), voices=(),
        )
        for one in event.reports
    ]  # fmt: skip
    shuffled = random.sample(alone, len(alone))
    again = [one._replace(order=order) for order, one in enumerate(shuffled, 1)]
    first, second = (values_of(event._replace(reports=tuple(found))) for found in (alone, again))
    # Of two sources with one figure, the one told first says how many of its dead are whose.
    for values in (first["ucdp"], second["ucdp"]):
        for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"):
            values.pop(name)
    assert first == second


PERIOD = Period(date(2024, 5, 3), date(2024, 5, 3), "day", "stated")
