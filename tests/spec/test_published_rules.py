"""What ACLED, UCDP GED, Airwars and Iraq Body Count make of the same statements: the cases of `published_rules.yaml`.

docs/rules.md prints them. Each names the section of the codebook that it follows and the lines of the rule that decide.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from told import event_told

from recount.codebook.rules import PUBLISHED_RULES, published_rules
from recount.nouns.events import Outcome
from recount.reconciliation import compiled, settled

CASES: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parent / "published_rules.yaml").read_text(encoding="utf-8")
)
READY = {name: compiled(rule) for name, rule in published_rules().items()}


def outcome_of(rule: str, case: Mapping[str, Any]) -> Outcome:
    return settled(event_told(case["told"]), [READY[rule]]).outcomes[rule]


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(rule, case, id=f"{rule}: {case['case']}") for rule in CASES for case in CASES[rule]]
)
def test_statements_become_the_figures_that_the_codebook_asks_for(rule: str, case: Mapping[str, Any]) -> None:
    outcome = outcome_of(rule, case)
    given = {name: _as_written(outcome.values[name]) for name in case.get("gives", {})}
    assert case.get("gives", {}) == given
    if "enters" in case:
        assert case["enters"] == outcome.enters, outcome.why_not


@pytest.mark.parametrize(
    ("rule", "case"), [pytest.param(rule, case, id=f"{rule}: {case['case']}") for rule in CASES for case in CASES[rule]]
)
def test_the_lines_that_a_case_names_are_those_that_decide(rule: str, case: Mapping[str, Any]) -> None:
    published, outcome = published_rules()[rule], outcome_of(rule, case)
    made = {line.name for name, line in published.values.items() if name in case.get("gives", {})}
    steps = {step.line for step in outcome.steps}
    # A line that keeps all as it is leaves no step, and keeping them may be what it decides.
    keeping = {line.name for lines in published.claims.values() for line in lines if line.does == "group"}
    at_work = made | steps | keeping | {line.name for line in published.enters}
    assert set(case["lines"]) <= at_work
    assert case["follows"] in {line.section for line in published.lines if line.name in case["lines"]}
    if case.get("enters") is False:
        assert set(outcome.why_not) <= set(case["lines"])


def test_each_rule_has_its_cases_and_most_of_its_lines_one() -> None:
    assert tuple(CASES) == PUBLISHED_RULES
    assert min(len(cases) for cases in CASES.values()) >= 15
    for rule, cases in CASES.items():
        names = Counter(case["case"] for case in cases)
        assert max(names.values()) == 1, names.most_common(1)
        shown = {line for case in cases for line in case["lines"]}
        assert [line.name for line in published_rules()[rule].lines if line.name not in shown] == UNSHOWN[rule]


UNSHOWN: Mapping[str, list[str]] = {"acled": [], "ucdp": [], "airwars": [], "ibc": []}
"""Lines without a case, each with a twin that has one."""


def _as_written(value: Any) -> Any:
    """Return a value as the file holds it."""
    if isinstance(value, tuple):
        return [[day.isoformat(), number] for day, number in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
