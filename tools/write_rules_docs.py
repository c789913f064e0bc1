"""Write docs/rules.md from the published rules, what their lines can do, and the cases of their spec.

uv run python tools/write_rules_docs.py
"""

# ruff: noqa: E501  the lines of a page
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from recount.codebook.rules import Line, Rule, published_rules
from recount.publishing.formats.fields import column_rests, fields_of_value
from recount.reconciliation.arguments import ARGUMENTS
from recount.reconciliation.claims import CLAIM_LINES
from recount.reconciliation.lines import ENTERS_LINES, VALUE_LINES

_ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(_ROOT / "tests" / "spec"))

from told import in_words  # noqa: E402

__all__ = ["CASES", "EXAMPLE", "PAGE", "main", "rules_page"]

PAGE = _ROOT / "docs" / "rules.md"
EXAMPLE = _ROOT / "examples" / "hospitals-first.yaml"
CASES = _ROOT / "tests" / "spec" / "published_rules.yaml"

_OPENING = """\
# Published rules

Written from the rules by `tools/write_rules_docs.py`; a test fails when the two differ.

ACLED, UCDP GED, Airwars and Iraq Body Count read the same reports and come to different figures, mostly because they treat rival and vague statements differently. Here each of them is a list of
lines in a YAML file (`src/recount/codebook/data/rules`), and every figure keeps what each line did to get there. A line cites the section of the document that it follows, in words of this
project; where a document leaves something open the line cites *Recount*, and the decision is ours.

Figures are made of **claims**: what one report says of how many were killed, injured and so on, with the bounds that its words give ([counts](codebook.md#counts-the-bounds-that-words-give)) and the
**voices** that give it. A set of claims goes through its lines one after the other; a value is taken from what is left; the event enters the rule's dataset where all its last lines hold.
A figure that goes through the lines is a **telling**: one claim, or several of one report that belong together.

What holds for all rules:

- A person's correction of a figure is what that report says from then on. It is one voice among others: under ACLED's rule the lowest of all reports still counts. A report that a person rejected says nothing.
- Copies of one story, what an outlet has from another, and several articles of one outlet are one source. An outlet that prints an agency's story and then tells one of its own is a second source.
- A source has the figures of its newest report that gives any. What a copy or another outlet repeats is as old as it was where the source said it first.
- Two groups that cannot overlap ("5 soldiers and 3 civilians") are added up; those that may ("12 people", "5 soldiers") are at least the greatest and at most all together; a part ("of them 3 children") stays in its whole.
- A total that one article gives for several places is divided between them, and the remainder goes to the first.

## A rule of your own

Give the path of such a file where a rule's name is asked for. Line ends do not matter; the digest of the file is kept with every figure.

"""

_AFTER_EXAMPLE = """
Every file has these seven keys. A line has a name of its own, what it does, the section of the document and what it says in your words; the rest are arguments. A line that does something unknown, lacks
an argument or names a set or value that nothing before it has made is an error before any event is looked at.
"""

_TABLES: tuple[tuple[str, str, Mapping[str, Callable[..., Any]]], ...] = (
    (
        "Lines of claims",
        "They take figures, leave some out with the reason, or make one of several. The first of a set is `take`.",
        CLAIM_LINES,
    ),
    ("Lines of values", "They make one figure, code or grade.", VALUE_LINES),
    ("Lines that let an event enter", "All must hold.", ENTERS_LINES),
)

_FORMS = {
    "acled": "`acled.csv`", "ged": "`ged.csv`", "polecat": "`polecat.tsv`", "plover": "`plover.jsonl`",
    "csv": "`events.csv`, `events.parquet`, `events.geojson`",
}  # fmt: skip
_RESTS = """
## What each column of a release rests on

Every cell walks back to words. The id of a row names its event (`event_id_cnty` and `relid` hold the id of the event as a number); the event's row in `events.csv` holds the way back:

- a **field** (`when`, `perpetrators` …): `words`, by field: report, first and last character, quote. Types, the modality and the codes of PLOVER and UCDP rest on the words of the act, under `anchor`;
- a **value** of a rule: `derivation`, by rule and value the ids of claims and what was left out why; each claim with its bounds, words and speakers stands in `claims`. A value that looks at fields has their words too;
- **articles**: `told_by`: outlet, headline, address, day of publication. Days are reckoned from that day ("on Monday"), and where nothing tells when, it was no later than that;
- what people corrected: `decisions`.

A test publishes casebooks and walks every cell of every file. What stands for "no report tells" (0 fatalities under ACLED, "unknown") has no words: no claim is left for it in `derivation`. The table of events has the columns `RULE_VALUE`
beside these, which rest on the value, and `RULE_enters` and `RULE_why_not`, which rest on the values that the rule's last lines ask for.
"""


def rules_page() -> str:
    """Return the page: how a rule is written, what lines can do, then each rule with its lines and cases."""
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    parts = [_OPENING, f"```yaml\n{EXAMPLE.read_text(encoding='utf-8')}```\n", _AFTER_EXAMPLE]
    for title, about, lines in _TABLES:
        parts.append(f"\n### {title}\n\n{about}\n\n| `does` | what | arguments |\n|---|---|---|\n")
        parts.extend(f"| `{word}` | {_sentence(does)} | {_arguments(word)} |\n" for word, does in lines.items())
    for rule in published_rules().values():
        parts.extend(_rule(rule))
        parts.extend(_cases(cases[rule.name]))
    parts.extend(_rests())
    return "".join(parts)


def _sentence(does: Callable[..., Any]) -> str:
    return _cell((does.__doc__ or "").strip().removesuffix(".") + ".")


def _arguments(word: str) -> str:
    asked = [one.rstrip("?").partition(":")[0] + ("?" if one.endswith("?") else "") for one in ARGUMENTS[word].split()]
    return ", ".join(f"`{one.rstrip('?')}`{' (if wanted)' if one.endswith('?') else ''}" for one in asked)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"\n## {rule.title}: `{rule.name}`\n\n{rule.about} Document: {rule.document}.\n\n"
    yield "| for | line | does | section | what it says |\n|---|---|---|---|---|\n"
    for name, lines in rule.claims.items():
        yield from (_line(f"claims of {name}", line) for line in lines)
    yield from (_line(f"**{name}**", line) for name, line in rule.values.items())
    yield from (_line("to enter", line) for line in rule.enters)


def _line(of: str, line: Line) -> str:
    return f"| {of} | `{line.name}` | `{line.does}` | {_cell(line.section)} | {_cell(line.says)} |\n"


def _cases(cases: list[dict[str, Any]]) -> Iterator[str]:
    yield (
        "\nCases, each tested. Unless told otherwise a report is an outlet's own of 10 May 2024: JNIM attacked villagers in a named town on 3 May, as it happened."
        "\n\n| case | told | gives | section | lines |\n|---|---|---|---|---|\n"
    )
    for case in cases:
        given = [f"{name} {_value(value)}" for name, value in case.get("gives", {}).items()]
        if "enters" in case:
            given.append("enters" if case["enters"] else "does not enter")
        lines = ", ".join(f"`{line}`" for line in case["lines"])
        cells = (case["case"], in_words(case["told"]), "; ".join(given), case["follows"])
        yield f"| {' | '.join(map(_cell, cells))} | {lines} |\n"


def _rests() -> Iterator[str]:
    """Yield which field of an event each column of a release rests on, and which fields the values of rules look at."""
    rules = tuple(published_rules().values())
    yield _RESTS
    for form, title in _FORMS.items():
        by_rests: dict[str, list[str]] = {}
        for column, rests in column_rests(form, () if form == "csv" else rules).items():
            by_rests.setdefault(rests.in_words, []).append(f"`{column}`")
        yield f"\n### {title}\n\n| columns | rest on |\n|---|---|\n"
        yield from (f"| {', '.join(columns)} | {_cell(rests)} |\n" for rests, columns in by_rests.items())
    yield "\n### Values of rules that look at fields\n\n| value | fields |\n|---|---|\n"
    for rule in rules:
        for name in rule.values:
            if fields := fields_of_value(rule, name):
                yield f"| `{rule.name}.{name}` | {', '.join(f'`{one}`' for one in fields)} |\n"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"{number} on {day}" for day, number in value)
    return "none" if value is None else str(value)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def main() -> None:
    """Write the page."""
    PAGE.write_text(rules_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
