"""The page on published rules is that of the rules, of what their lines can do, and of the tested cases."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from recount.codebook.rules import published_rules, rule_of  # noqa: E402
from recount.reconciliation import compiled  # noqa: E402
from recount.reconciliation.arguments import ARGUMENTS  # noqa: E402
from recount.reconciliation.claims import CLAIM_LINES  # noqa: E402
from recount.reconciliation.lines import ENTERS_LINES, VALUE_LINES  # noqa: E402
from write_rules_docs import EXAMPLE, PAGE, rules_page  # noqa: E402


def test_the_page_is_that_of_the_rules() -> None:
    assert PAGE.read_text(encoding="utf-8") == rules_page(), "run tools/write_rules_docs.py"


def test_the_page_says_what_every_line_can_do_and_what_every_line_does() -> None:
    page = rules_page()
    assert set(ARGUMENTS) == {*CLAIM_LINES, *VALUE_LINES, *ENTERS_LINES}
    assert [word for word in ARGUMENTS if f"| `{word}` | " not in page] == []
    assert [
        line.name for rule in published_rules().values() for line in rule.lines if f"`{line.name}`" not in page
    ] == []


def test_the_example_of_a_users_own_rule_can_be_applied() -> None:
    assert compiled(rule_of(str(EXAMPLE))).name == "hospitals_first"
