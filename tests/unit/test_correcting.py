"""What people decide of a report stands in place of what was coded; what is no value of its field is only named."""

from datetime import date
from typing import Any

import pytest

from recount.errors import BadArgument
from recount.nouns.events import NO_PERIOD, NO_PLACE, Claim, EventReport, Period, Place, Side, Words
from recount.pipeline.correcting import CORRECTED_FIELDS, check_correction, corrected

KAYA = Place("Kaya", "gn:1", "Kaya", 13.09, -1.08, 3.0, "BF", "Centre-Nord", "Sanmatenga", "exact")
WORDS = (Words("art1:a", 3, 12, "12 people"),)


def claim(number: int, low: int, effect: Any = "killed", kind: str = "civilian") -> Claim:
    return Claim(f"rep1:a/count/{number}", "rep1:a", effect, None, kind, low, low, low, "exact", words=WORDS)


CODED = EventReport(
    "rep1:a", "art1:a", 1, "art1:a", "Kaya Post", None, None, None, "Battles", "Armed clash", "actual", "ASSAULT", None,
    1, Period(date(2024, 5, 3), date(2024, 5, 3), "day", "stated"), KAYA,
    (Side("gunmen", None, None, "rebel group", None),), (Side("soldiers", None, None, "state forces", None),),
    claims=(claim(0, 12), claim(1, 5, "injured")),
)  # fmt: skip


def decided(field: str | None, value: Any, verdict: str = "correct", seq: int = 7) -> dict[str, Any]:
    return {"seq": seq, "field": field, "verdict": verdict, "value": value, "reason": None, "by": "Ana", "at": "2024"}


def after(*decisions: dict[str, Any]) -> EventReport:
    return corrected(CODED, decisions)


def day(number: int) -> date:
    return date(2024, 5, number)


APPLIED = [
    # field, value, what the report then has
    ("event_type", "Battles", {"event_type": "Battles", "sub_event_type": "Armed clash"}),
    ("event_type", "Riots", {"event_type": "Riots", "sub_event_type": None}),
    ("sub_event_type", "Grenade", {"event_type": "Explosions/Remote violence", "sub_event_type": "Grenade"}),
    ("modality", "foiled", {"modality": "foiled"}),
    ("when", "2024-05-04", {"when": Period(day(4), day(4), "day", "stated")}),
    ("when", {"earliest": "2024-05-04", "latest": "2024-05-06"}, {"when": Period(day(4), day(6), "days", "stated")}),
    ("when", {"earliest": "2024-05-01", "latest": "2024-05-07"}, {"when": Period(day(1), day(7), "week", "stated")}),
    ("when", {"earliest": "2024-05-01", "latest": "2024-05-31"}, {"when": Period(day(1), day(31), "month", "stated")}),
    (
        "when",
        {"earliest": "2024-05-01", "latest": "2024-05-03", "lasts": True},
        {"when": Period(day(1), day(3), "days", "stated", True)},
    ),
    ("where", "Barsalogho", {"where": NO_PLACE._replace(name="Barsalogho")}),
    (
        "where",
        {"name": "Barsalogho", "latitude": "13.41", "longitude": -1},
        {"where": NO_PLACE._replace(name="Barsalogho", latitude=13.41, longitude=-1.0, precision="exact")},
    ),
    ("where", {"precision": "near"}, {"where": KAYA._replace(precision="near")}),
    (
        "perpetrators",
        "fighters from the hills",
        {"perpetrators": (Side("fighters from the hills", None, None, "unknown", None),)},
    ),
    ("perpetrators", [], {"perpetrators": ()}),
    (
        "targets",
        [{"name": "herders", "kind": "civilians", "country": "BF"}],
        {"targets": (Side("herders", None, None, "civilians", "BF"),)},
    ),
]


@pytest.mark.parametrize(("field", "value", "expected"), APPLIED)
def test_a_correction_stands_in_place_of_what_was_coded(field: str, value: Any, expected: dict[str, Any]) -> None:
    report = after(decided(field, value))
    assert expected == {name: getattr(report, name) for name in expected}
    assert report.unapplied == ()
    assert report.review == "corrected"


@pytest.mark.parametrize(
    ("value", "bounds"),
    [
        (14, (14, 14, 14)),
        (0, (0, 0, 0)),
        ({"low": 10, "best": 11, "high": 14}, (10, 11, 14)),
        ({"low": 10}, (10, None, None)),
        ({"high": 14}, (None, None, 14)),
    ],
)
def test_a_persons_figure_takes_the_place_of_all_of_its_effect(value: Any, bounds: tuple[int | None, ...]) -> None:
    report = after(decided("killed", value))
    injured, killed = report.claims
    assert bounds == (killed.low, killed.best, killed.high)
    assert (killed.id, killed.rule, killed.by) == ("rep1:a/decision/7", "person", "Ana")
    assert killed.words == WORDS
    assert injured == CODED.claims[1]


def test_a_persons_figure_is_of_the_group_that_all_figures_before_it_were_of() -> None:
    both = CODED._replace(claims=(claim(0, 12), claim(1, 5, kind="state")))
    assert [one.group_kind for one in after(decided("killed", 14)).claims] == ["civilian", "civilian"]
    assert corrected(both, [decided("killed", 17)]).claims[0].group_kind == "unknown"
    assert corrected(CODED._replace(claims=()), [decided("killed", 17)]).claims[0].group_kind == "unknown"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *[
            ("killed", value)
            for value in (-1, "many", None, True, 1.5, [1], {}, {"least": 1}, {"low": 5, "high": 3}, {"low": None})
        ],
        *[("event_type", value) for value in ("War", None, 5, ["Battles"])],
        *[("sub_event_type", value) for value in ("Ambush", None, 5)],
        *[("modality", value) for value in ("probable", None)],
        *[
            ("when", value)
            for value in (
                "yesterday",
                None,
                5,
                {},
                {"earliest": "2024-05-04"},
                {"earliest": "2024-05-04", "latest": "2024-05-01"},
            )
        ],
        ("when", {"earliest": "2024-05-04", "latest": "2024-05-04", "precision": "hour"}),
        *[
            ("where", value)
            for value in (
                None,
                5,
                {"town": "Kaya"},
                {"name": 5},
                {"latitude": None},
                {"latitude": "north"},
                {"latitude": 91},
            )
        ],
        *[("where", value) for value in ({"precision": "roughly"}, {"name": "Pissila", "latitude": 13})],
        *[
            ("perpetrators", value)
            for value in (None, 5, "", [5], [{"kind": "civilians"}], [{"name": "x", "kind": "heroes"}])
        ],
        ("targets", [None]),
        ("weapons", "rifles"),
        ("munitions", 5),
    ],
)
def test_what_is_no_value_of_its_field_is_named_and_changes_nothing(field: str, value: Any) -> None:
    decision = decided(field, value)
    report = after(decision)
    assert report._replace(decisions=(), unapplied=(), review=None) == CODED
    assert report.unapplied == (f"{field}: {value!r} (decision 7, by Ana)",)
    assert report.decisions == (decision,)


def test_the_last_decision_on_a_field_stands() -> None:
    report = after(decided("killed", 14, seq=7), decided("killed", 15, seq=8))
    assert [one.best for one in report.claims if one.effect == "killed"] == [15]
    assert [one["seq"] for one in report.decisions] == [8]


def test_a_correction_that_was_withdrawn_leaves_what_was_coded() -> None:
    report = after(decided("killed", 14, seq=7), decided("killed", None, "withdraw", seq=8))
    assert report.claims == CODED.claims
    assert report.review is None


def test_corrections_of_several_fields_stand_together() -> None:
    report = after(decided("killed", 14, seq=7), decided("modality", "foiled", seq=8))
    assert (report.modality, report.claims[-1].best) == ("foiled", 14)


def test_the_codes_of_plover_and_ucdp_follow_from_what_a_person_corrects() -> None:
    herders = [{"name": "herders", "kind": "civilians"}]
    on_civilians = after(decided("sub_event_type", "Attack", seq=7), decided("targets", herders, seq=8))
    assert (CODED.ucdp_type, on_civilians.ucdp_type) == (1, 3)
    assert after(decided("perpetrators", [])).ucdp_type is None
    assert after(decided("killed", 3)).ucdp_type == CODED.ucdp_type
    assert after(decided("event_type", "Protests")).plover_type == "PROTEST"


@pytest.mark.parametrize(
    ("decisions", "review"),
    [
        ([decided(None, None, "accept")], "accepted"),
        ([decided(None, None, "reject")], "rejected"),
        ([decided(None, None, "unsure")], "unsure"),
        ([decided(None, None, "reject", 7), decided(None, None, "accept", 8)], "accepted"),
        ([decided(None, None, "accept", 7), decided("killed", 14, seq=8)], "corrected"),
        ([decided(None, None, "reject", 7), decided("killed", 14, seq=8)], "rejected"),
        ([decided("killed", 12, "accept")], None),
        ([], None),
    ],
)
def test_the_review_of_a_report_is_what_was_decided_last_on_the_whole(
    decisions: list[dict[str, Any]], review: str | None
) -> None:
    assert review == corrected(CODED, decisions).review


TEXT = "🔥 12 people died in Kaya; the army speaks of 14 dead."


def spanned(value: Any, *spans: Any) -> dict[str, Any]:
    return {"value": value, "spans": list(spans)}


def words(start: int, end: int) -> tuple[Words, ...]:
    return (Words("art1:a", start, end, TEXT[start:end]),)


def test_a_figure_rests_on_the_words_that_a_person_picked_for_it() -> None:
    report = corrected(CODED, [decided("killed", spanned(14, [45, 52]))], TEXT)
    assert [(one.best, one.words) for one in report.claims if one.effect == "killed"] == [(14, words(45, 52))]
    assert words(45, 52)[0].quote == "14 dead"
    assert report.unapplied == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("when", "2024-05-04"),
        ("where", {"name": "Kaya", "latitude": 13.1, "longitude": -1.1}),
        ("perpetrators", ["the army"]),
        ("targets", "people"),
        ("sub_event_type", "Attack"),
        ("modality", "denied"),
    ],
)
def test_every_field_rests_on_the_words_that_a_person_picked_for_it(field: str, value: Any) -> None:
    plain = corrected(CODED, [decided(field, value)], TEXT)
    report = corrected(CODED, [decided(field, spanned(value, [2, 11], [21, 25]))], TEXT)
    assert report.words[field] == (*words(2, 11), *words(21, 25))
    assert report._replace(words={}, decisions=()) == plain._replace(words={}, decisions=())


def test_a_correction_without_words_keeps_those_of_the_coded_value() -> None:
    coded = CODED._replace(words={"when": WORDS})
    assert corrected(coded, [decided("when", spanned("2024-05-04"))], TEXT).words == {"when": WORDS}
    assert corrected(CODED, [decided("killed", {"value": 14})], TEXT).claims[-1].words == WORDS


@pytest.mark.parametrize("span", [[5, 5], [7, 3], [-1, 4], [0, len(TEXT) + 1], [1.0, 3], [0], "ab", ["0", "4"], None])
def test_words_that_do_not_stand_in_the_text_change_nothing(span: Any) -> None:
    report = corrected(CODED, [decided("killed", spanned(14, span))], TEXT)
    assert report.claims == CODED.claims
    assert len(report.unapplied) == 1
    with pytest.raises(BadArgument, match=r"No words stand at .* of a text of \d+ code points"):
        check_correction("killed", spanned(14, span), TEXT)


@pytest.mark.parametrize(("field", "value", "expected"), APPLIED)
def test_what_can_be_applied_is_not_refused(field: str, value: Any, expected: dict[str, Any]) -> None:
    check_correction(field, value, TEXT)
    check_correction(field, spanned(value, [0, 4]), TEXT)


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("killed", "many", "a whole number of people"),
        ("killed", {"low": 5, "high": 3}, "the lower one first"),
        ("event_type", "War", "Battles, Protests"),
        ("sub_event_type", "Ambush", "Armed clash"),
        ("modality", "probable", "attempted, foiled"),
        ("when", "yesterday", "a day as 2024-05-01"),
        ("where", {"latitude": 91, "longitude": 0}, "latitude (-90 to 90)"),
        ("targets", [{"name": "x", "kind": "heroes"}], "state forces, rebel group"),
        ("weapons", "rifles", "Correct one of event_type"),
    ],
)
def test_a_refusal_says_what_would_be_a_value(field: str, value: Any, says: str) -> None:
    with pytest.raises(BadArgument) as refused:
        check_correction(field, value, TEXT)
    assert says in str(refused.value)


def test_munitions_and_weapons_are_corrected_by_nobody_yet() -> None:
    assert {"munitions", "weapons"}.isdisjoint(CORRECTED_FIELDS)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("killed", CODED._replace(claims=(claim(1, 5, "injured"),))),
        ("when", CODED._replace(when=NO_PERIOD)),
        ("where", CODED._replace(where=NO_PLACE)),
        ("weapons", CODED),
    ],
)
def test_a_rejected_field_has_no_value(field: str, expected: EventReport) -> None:
    found = after(decided(field, None, "reject"))
    assert found._replace(decisions=(), review=None) == expected
    assert found.unapplied == ()


def test_codes_follow_from_the_parties_that_are_left() -> None:
    found = after(decided("perpetrators", None, "reject"))
    assert (found.perpetrators, found.targets, found.ucdp_type) == ((), CODED.targets, None)


def test_a_type_cannot_be_left_out() -> None:
    found = after(decided("event_type", None, "reject"))
    assert (found.event_type, found.unapplied) == ("Battles", ("event_type: rejected (decision 7, by Ana)",))


def test_a_rejection_that_was_taken_back_does_nothing() -> None:
    found = after(decided("killed", None, "reject", 7), decided("killed", None, "withdraw", 8))
    assert found.claims == CODED.claims
