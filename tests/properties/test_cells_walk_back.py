"""Each cell of a release walks back to words of an article, by the release's files alone and by the commands.

Every cell of every format is walked, not a sample; the commands are asked for a seeded sample.
"""

import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from walkable import Released, casebook_of, released, table

from recount.api import deriving, linking
from recount.codebook.rules import PUBLISHED_RULES, Line, Rule, rule_of
from recount.publishing.formats.acled import ACLED_COLUMNS
from recount.publishing.formats.fields import ACT_FIELDS, Rests, column_rests, fields_of_value
from recount.publishing.formats.ged import GED_COLUMNS
from recount.publishing.formats.polecat import POLECAT_COLUMNS

RULES = {name: rule_of(name) for name in PUBLISHED_RULES}
FORMATS = ("acled", "ged", "polecat", "plover", "csv")
ASKED = 120
_VAGUE = {"several": 3, "many": 3, "few": 3, "tens": 10, "dozens": 12, "hundreds": 100}


class Word(NamedTuple):
    """Words that a cell rests on."""

    article: str
    start: int
    end: int
    quote: str


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return casebook_of(tmp_path_factory.mktemp("walk"))


@pytest.fixture(scope="module")
def whole(book: Path) -> Released:
    """A release with all names."""
    return released(book, book.parent / "whole", names=True, role="partner")


@pytest.fixture(scope="module")
def public(book: Path) -> Released:
    """A release as for the public."""
    return released(book, book.parent / "public", names=False)


class Walker:
    """Walks cells of one event back by what `events.csv` holds of it."""

    def __init__(self, row: dict[str, str]) -> None:
        self.row = row
        self.words = json.loads(row["words"])
        self.claims = {one["id"]: one for one in json.loads(row["claims"] or "[]")}
        self.derivation = json.loads(row["derivation"])
        self.articles = {one["id"]: one["article"] for one in json.loads(row["told_by"])}
        self.published = {one["published"] for one in json.loads(row["told_by"])}
        self.corrected = {one["field"] for one in json.loads(row["decisions"] or "[]") if one["verdict"] == "correct"}

    def of_field(self, field: str) -> list[Word]:
        told = self.words.get("anchor" if field in ACT_FIELDS else field, ())
        return [Word(self.articles[report], start, end, quote) for report, start, end, quote in told]

    def of_claim(self, claim: str) -> list[Word]:
        one = self.claims[claim]
        return [Word(self.articles[one["report"]], *words) for words in one["words"]]

    def of_value(self, name: str) -> list[Word]:
        rule, _, value = name.partition(".")
        found = [word for claim in self.claims_behind(name) for word in self.of_claim(claim)]
        for field in fields_of_value(RULES[rule], value):
            found += self.of_field(field)
        return found

    def claims_behind(self, name: str) -> list[str]:
        rule, _, value = name.partition(".")
        return list(self.derivation[rule]["claims"].get(value, ()))

    def of_figures(self, effect: str) -> list[Word]:
        return [word for id_, one in self.claims.items() if one["effect"] == effect for word in self.of_claim(id_)]

    def walk(self, rests: Rests) -> list[Word]:
        found = [word for field in rests.fields for word in self.of_field(field)]
        found += [word for name in rests.values for word in self.of_value(name)]
        return found + [word for effect in rests.figures for word in self.of_figures(effect)]

    def is_decided(self, rests: Rests) -> bool:
        """Whether a person's correction stands behind it, which `decisions` holds with who made it and when."""
        of_values = {
            field
            for name in rests.values
            for field in (*fields_of_value(RULES[name.partition(".")[0]], name.partition(".")[2]), "killed", "injured")
        }
        return bool(self.corrected & {*rests.fields, *of_values, *rests.figures})


def is_nothing(cell: Any) -> bool:
    return cell in (None, "", [], {})


def says_nothing_by_rule(column: str, cell: Any, walker: Walker, rests: Rests) -> bool:
    """Tell whether a cell stands for what no report tells, which is shown by what the event lacks."""
    if column == "ucdp_event_clarity":
        # One event, clearly told, is what no words say otherwise of.
        return cell == "1" and "when" not in walker.words
    if rests.figures or any(name.endswith(("fatalities", "sources")) for name in rests.values):
        # 0 where no report gives a figure; a count of sources that tell of none.
        taken = [one for name in rests.values for one in walker.claims_behind(name)]
        return str(cell) in ("0", "") and not taken
    # What is known of nothing: "unknown", "0", "Clear", and lines that keep out what has no value.
    codes = ("lasts", "when_precision", "where_precision", "code_status")
    return column in codes or column.endswith(("_enters", "_why_not"))


@pytest.mark.parametrize("form", FORMATS)
def test_every_cell_walks_back_to_words_by_the_files_alone(whole: Released, form: str) -> None:
    rests = column_rests(form, RULES.values())
    walked = 0
    stuck = []
    for event, cells in whole.cells[form]:
        walker = Walker(whole.events[event])
        for column, cell in cells.items():
            one = rests[column]
            if is_nothing(cell) or one.otherwise:
                assert one.otherwise != "never filled" or is_nothing(cell), (event, column, cell)
                continue
            walked += 1
            words = walker.walk(one)
            for word in words:
                assert whole.texts[word.article][word.start : word.end] == word.quote, (event, column, word)
            by_articles = one.told_by and (one != column_rests("ged")["date_end"] or str(cell)[:10] in walker.published)
            if not (words or by_articles or walker.is_decided(one) or says_nothing_by_rule(column, cell, walker, one)):
                stuck.append((event, column, cell))
    assert not stuck, stuck[:20]
    assert walked > 500


def test_columns_that_rest_on_something_are_those_of_the_formats(whole: Released) -> None:
    for form, columns in (("acled", ACLED_COLUMNS), ("ged", GED_COLUMNS), ("polecat", POLECAT_COLUMNS)):
        assert [one.name for one in columns] == sorted(column_rests(form), key=[one.name for one in columns].index)
    (head, *_) = table(whole.out / "events.csv")
    assert set(head) == set(column_rests("csv", RULES.values()))
    assert {key for _, record in whole.cells["plover"] for key in record} <= set(column_rests("plover"))


def bound_of(claim: dict[str, Any], bounds: Iterable[str]) -> int | None:
    """Return the first bound of a claim that a line asks for; "about" is a figure without a greatest one."""
    for bound in bounds:
        found = claim.get("best") if bound == "about" and "high" not in claim else claim.get(bound)
        if found is not None:
            return int(found)
    return None


def follows(walker: Walker, line: Line, value: int, claims: list[str]) -> bool:
    """Tell whether a figure is a bound of the claims that it names, their sum, the greatest, or a share of them."""
    bounds = line.arguments.get("bounds", ("best", "low", "high"))
    by_report: dict[str, list[int | None]] = {}
    for one in claims:
        by_report.setdefault(walker.claims[one]["report"], []).append(bound_of(walker.claims[one], bounds))
    of_table = {figure for one in claims for figure in vague(walker.claims[one]["rule"])}
    for figures in by_report.values():
        known = [one for one in figures if one is not None]
        whole = {sum(known), max(known, default=0), *known}
        # Of a total over several places each has an even share, and the first what is left over.
        shares = {
            number // places + extra for number in whole for places in range(2, 6) for extra in (0, number % places)
        }
        if value in whole | of_table or value in shares:
            return True
    # Of people of whom nobody says whether they are of the group: between nobody and all of them.
    doubtful = [walker.claims[one] for one in claims if walker.claims[one]["group_kind"] == "unknown"]
    return any(0 <= value <= (one.get("high") or one.get("best") or 0) for one in doubtful)


def vague(rule: str) -> tuple[int, ...]:
    """Return what ACLED's codebook counts vague words as."""
    return {"several": (3,), "many": (3,), "few": (3,), "tens": (10,), "dozens": (12,), "hundreds": (100,)}.get(
        rule, ()
    )


def figures_of(released_: Released) -> Iterator[tuple[Walker, Rule, str, str]]:
    for row in released_.events.values():
        walker = Walker(row)
        for rule in RULES.values():
            for name in rule.values:
                if (cell := row[f"{rule.name}_{name}"]) != "":
                    yield walker, rule, name, cell


def test_figures_follow_from_the_bounds_of_their_claims_by_the_named_line(whole: Released) -> None:
    checked = 0
    for walker, rule, name, cell in figures_of(whole):
        line, claims = rule.values[name], walker.claims_behind(f"{rule.name}.{name}")
        if line.does in ("lowest", "highest", "most-reliable"):
            checked += 1
            if claims:
                assert follows(walker, line, int(cell), claims), (walker.row["event_id"], rule.name, name, cell, claims)
            else:
                assert int(cell) == line.arguments["none"], (walker.row["event_id"], name)
    assert checked > 100


def test_what_is_made_of_other_values_adds_up(whole: Released) -> None:
    for row in whole.events.values():
        if row["ucdp_best"]:
            shares = (row[f"ucdp_deaths_{of}"] for of in ("a", "b", "civilians", "unknown"))
            assert int(row["ucdp_best"]) == sum(map(int, shares)), row["event_id"]
            assert int(row["ucdp_low"]) <= int(row["ucdp_best"]) <= int(row["ucdp_high"] or row["ucdp_best"]), row[
                "event_id"
            ]
        if row["acled_spread"]:
            days = [(date.fromisoformat(day), figure) for day, figure in json.loads(row["acled_spread"])]
            first = date.fromisoformat(row["earliest"])
            assert [day for day, _ in days] == [first + timedelta(days=at) for at in range(len(days))]
            assert (days[-1][0], sum(figure for _, figure in days)) == (
                date.fromisoformat(row["latest"]), int(row["acled_fatalities"]),
            )  # fmt: skip
        if row["acled_event_date"]:
            first, last = (date.fromisoformat(row[name]) for name in ("earliest", "latest"))
            assert date.fromisoformat(row["acled_event_date"]) == first + (last - first) // 2
    assert any(row["acled_spread"] for row in whole.events.values())


def test_rows_of_acled_and_ged_hold_the_figures_that_their_event_has(whole: Released) -> None:
    dead: dict[str, int] = {}
    for event, row in whole.cells["acled"]:
        dead[event] = dead.get(event, 0) + int(row["fatalities"])
    assert dead == {event: int(whole.events[event]["acled_fatalities"]) for event in dead}
    for event, row in whole.cells["ged"]:
        assert [row[name] for name in ("best", "deaths_a", "deaths_civilians")] == [
            whole.events[event][f"ucdp_{name}"] for name in ("best", "deaths_a", "deaths_civilians")
        ]


def test_the_lowest_and_highest_are_so_among_the_claims_that_lines_left(whole: Released) -> None:
    for event, row in random.Random(5).sample(sorted(whole.events.items()), 40):
        (ucdp,) = deriving.derive(whole.book, event, "killed", ["ucdp"])
        left_out = {claim for line in ucdp.lines for claim, _ in line.left_out}
        alone = [
            one.claim
            for id_, one in ucdp.claims.items()
            if id_ not in left_out and one.claim.shared == 1 and len(one.report.claims) == 1
        ]
        for claim in alone:
            lowest = next((one for one in (claim.low, claim.best, claim.high) if one is not None), None)
            if lowest is not None and row["ucdp_low"]:
                assert int(row["ucdp_low"]) <= lowest, event
                assert int(row["ucdp_high"] or row["ucdp_best"]) >= max(
                    one for one in (claim.low, claim.best, claim.high) if one is not None
                ), event


def test_cells_walk_back_by_the_commands_too(whole: Released) -> None:
    """`recount why EVENT VALUE --rule` and `recount why EVENT FIELD` quote the words that the files name."""
    cells = [
        (event, column, column_rests(form, RULES.values())[column])
        for form in FORMATS
        for event, row in whole.cells[form]
        for column, cell in row.items()
        if not is_nothing(cell)
    ]
    asked = [one for one in cells if one[2].values or set(one[2].fields) & {"when", "where", "perpetrators", "targets"}]
    for event, column, rests in random.Random(8).sample(asked, ASKED):
        walker = Walker(whole.events[event])
        for name in rests.values:
            rule, _, value = name.partition(".")
            (derived,) = deriving.derive(whole.book, event, value, [rule])
            (figure,) = [one for one in derived.figures if one.name == value]
            assert deriving.value_of_derived(derived)["event"] == event
            assert list(figure.rests_on) == walker.claims_behind(name), (event, column)
            for id_ in figure.rests_on:
                words = [tuple(one) for one in derived.claims[id_].claim.words]
                assert words == [tuple(one) for one in walker.of_claim(id_)], (event, column)
        for field in {"when", "where", "perpetrators", "targets"} & set(rests.fields) - walker.corrected:
            quotes = {
                (quote.start, quote.end, quote.words)
                for trace in linking.why_event(whole.book, event, field)
                for value in trace.values
                for quote in value.quotes
            }
            assert {one[1:] for one in walker.of_field(field)} <= quotes, (event, field)


def test_a_corrected_figure_names_who_corrected_it_and_the_words_that_were_read(whole: Released) -> None:
    (walker,) = [one for row in whole.events.values() if (one := Walker(row)) and "killed" in one.corrected]
    (claim,) = walker.claims_behind("ucdp.best")
    assert (walker.claims[claim]["by"], walker.claims[claim]["rule"]) == ("B. Reviewer", "person")
    assert walker.of_claim(claim)[0].quote.startswith("seven villagers")
    assert [walker.row[f"ucdp_{name}"] for name in ("low", "best", "high")] == ["6", "7", "8"]


def test_quotes_of_a_public_release_are_the_words_with_names_taken_out(public: Released, whole: Released) -> None:
    assert set(public.events) == set(whole.events)
    withheld = 0
    for event, row in public.events.items():
        told, before = Walker(row), Walker(whole.events[event])
        pairs = [(field, told.of_field(field), before.of_field(field)) for field in told.words if field != "anchor"]
        pairs += [(id_, told.of_claim(id_), before.of_claim(id_)) for id_ in told.claims]
        for about, hidden, shown in pairs:
            assert [one[:3] for one in hidden] == [one[:3] for one in shown], (event, about)
            for one, other in zip(hidden, shown, strict=True):
                assert one.quote == other.quote or "[name withheld]" in one.quote, (event, about)
                withheld += one.quote != other.quote
    assert withheld
