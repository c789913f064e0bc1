"""A record beside what is expected of it: one item for each expected value."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from recount.evaluation.checks import checks_of_report, checks_of_tally
from recount.evaluation.expected import Expected, ExpectedReport
from recount.evaluation.fields import LISTS
from recount.evaluation.names import occurrences
from recount.evaluation.pairing import pair_reports, pair_tallies
from recount.nouns import Record, Report

__all__ = ["Comparison", "FieldCount", "Item", "compare", "compare_fully"]

_SINGLES = ("event_type", "sub_event_type", "modality", "where", "when")
_NO_REPORT = "no such report"
_NO_TALLY = "no such tally"


class Item(NamedTuple):
    """One expected value, and what the record has in its place."""

    case: str
    item: str
    """Where the value stands: `reports.omar.where.country`."""
    expected: str
    found: str
    passed: bool


class FieldCount(NamedTuple):
    """How many values of one field were expected, found, and right."""

    expected: int = 0
    answered: int = 0
    """Expected values that a found one answers."""
    found: int = 0
    right: int = 0
    """Found values that answer an expected one."""

    def plus(self, other: "FieldCount") -> "FieldCount":
        """Add up the counts of two reports or cases."""
        return FieldCount(*(mine + its for mine, its in zip(self, other, strict=True)))


class Comparison(NamedTuple):
    """One case: its items and what the figures are made of."""

    case: str
    items: tuple[Item, ...]
    fields: Mapping[str, FieldCount]
    reports: FieldCount
    tallies: FieldCount

    @property
    def exact(self) -> bool:
        """Whether every item holds, and no report is one too many."""
        return all(item.passed for item in self.items)


def compare(record: Record, expected: Expected) -> tuple[Item, ...]:
    """List every expected value with what `record` has in its place, in the order of the file.

    A report that is not found fails all its items, so that the number of items does not depend on the record.
    """
    return compare_fully(record, expected).items


def compare_fully(record: Record, expected: Expected) -> Comparison:
    """Compare and count: items as `compare` lists them, with the counts for precision and recall.

    All values of a report that answers nothing count as found and wrong. Groups of counts are items, and no
    field of their own in the figures.
    """
    paired = pair_reports(record, expected)
    spurious = tuple(report for report in record.reports if not any(report is other for other in paired))
    items = [
        *_published_items(record, expected),
        *(
            item
            for wanted, report in zip(expected.reports, paired, strict=True)
            for item in _report_items(record, wanted, report, expected.name)
        ),
        _no_further_report(spurious, expected.name),
        *_tally_items(record, expected),
        *_text_items(record, expected),
    ]
    counts: dict[str, FieldCount] = {}
    for wanted, report in zip(expected.reports, paired, strict=True):
        _add_counts(counts, record, wanted, report)
    for report in spurious:
        _add_counts(counts, record, None, report)
    n_paired = len(expected.reports) - paired.count(None)
    n_tallies = sum(tally is not None for tally in pair_tallies(record, expected))
    return Comparison(
        expected.name,
        tuple(items),
        counts,
        FieldCount(len(expected.reports), n_paired, len(record.reports), n_paired),
        FieldCount(len(expected.tallies), n_tallies, len(record.tallies), n_tallies),
    )


def _published_items(record: Record, expected: Expected) -> Iterator[Item]:
    wanted, found = expected.published, record.article.published
    if wanted is None or wanted.basis == "given":
        return
    shown = f"{found.earliest} to {found.latest}, {found.basis}" if found else "–"
    passed = found is not None and found.earliest == found.latest == wanted.day
    yield Item(expected.name, "published", str(wanted.day), shown, passed)


def _report_items(record: Record, expected: ExpectedReport, report: Report | None, case: str) -> Iterator[Item]:
    stem = f"reports.{expected.key}"
    words = expected.quote[0] if expected.quote else f"{expected.sub_event_type or expected.event_type}"
    yield Item(case, stem, words, report.anchor.quote if report else _NO_REPORT, report is not None)
    for check in checks_of_report(expected):
        found, passed = check.judge(record, report) if report else (_NO_REPORT, False)
        yield Item(case, f"{stem}.{check.item}", check.expected, found, passed)


def _no_further_report(spurious: tuple[Report, ...], case: str) -> Item:
    shown = "; ".join(f"{report.event_type}: “{report.anchor.quote}”" for report in spurious)
    return Item(case, "no further report", "none", f"{len(spurious)}: {shown}" if spurious else "none", not spurious)


def _tally_items(record: Record, expected: Expected) -> Iterator[Item]:
    for number, (wanted, tally) in enumerate(zip(expected.tallies, pair_tallies(record, expected), strict=True)):
        stem = f"tallies[{number}]"
        words = f"{wanted.measure}: {wanted.quote[0] if wanted.quote else ''}"
        yield Item(expected.name, stem, words, tally.spans[0].quote if tally else _NO_TALLY, tally is not None)
        for check in checks_of_tally(wanted):
            found, passed = check.judge(record, tally) if tally else (_NO_TALLY, False)
            yield Item(expected.name, f"{stem}.{check.item}", check.expected, found, passed)


def _text_items(record: Record, expected: Expected) -> Iterator[Item]:
    text = record.article.text
    for number, quote in enumerate(expected.not_reports):
        held = list(occurrences(text, quote))
        anchored = [r.anchor.quote for r in record.reports if any(r.anchor.overlaps(place) for place in held)]
        # A headline may be the title alone; words that are in neither were lost in reading.
        read = bool(held) or any(occurrences(record.article.title or "", quote))
        found = "; ".join(anchored) or ("no report" if read else "not in the text")
        yield Item(expected.name, f"not_reports[{number}]", quote, found, read and not anchored)
    for number, quote in enumerate(expected.furniture):
        there = any(occurrences(text, quote, any_case=True))
        yield Item(expected.name, f"furniture[{number}]", quote, "in the text" if there else "left out", not there)
    noticed = [span for notice in record.notices if notice.kind == "loaded wording" for span in notice.spans]
    for number, quote in enumerate(expected.loaded_wording):
        held = list(occurrences(text, quote, any_case=True))
        hits = [span.quote for span in noticed if any(span.overlaps(place) for place in held)]
        yield Item(expected.name, f"loaded_wording[{number}]", quote, hits[0] if hits else "no notice", bool(hits))


def _add_counts(
    counts: dict[str, FieldCount], record: Record, expected: ExpectedReport | None, report: Report | None
) -> None:
    """Add one pair, one missed report (`report` None) or one report too many (`expected` None)."""
    for name, count in (*_single_counts(record, expected, report), *_list_counts(record, expected, report)):
        counts[name] = counts.get(name, FieldCount()).plus(count)


def _single_counts(
    record: Record, expected: ExpectedReport | None, report: Report | None
) -> Iterator[tuple[str, FieldCount]]:
    checks = list(checks_of_report(expected)) if expected else []
    for name in _SINGLES:
        asked = [check for check in checks if check.field == name]
        if expected and not asked:
            continue
        right = report is not None and bool(asked) and all(check.judge(record, report).passed for check in asked)
        yield name, FieldCount(int(bool(asked)), int(right), int(_holds(report, name)), int(right))


def _holds(report: Report | None, name: str) -> bool:
    if report is None:
        return False
    if name == "where":
        return report.where.name is not None or report.where.country is not None
    if name == "when":
        return report.when.basis != "none"
    return getattr(report, name) is not None


def _list_counts(
    record: Record, expected: ExpectedReport | None, report: Report | None
) -> Iterator[tuple[str, FieldCount]]:
    """Count the values of each list field; the outlet's own voice is unneeded, never wrong."""
    for field in LISTS:
        values = getattr(expected, field.key) if expected else ()
        if values is None:
            continue
        found = field.found(record, report) if report else ()
        answered = [value for value in values if any(field.accepts(value, each, record) for each in found)]
        right = [each for each in found if any(field.accepts(value, each, record) for value in values)]
        unneeded = [
            each for each in found if each not in right and field.name == "statements" and each.speaker.kind == "outlet"
        ]
        yield field.name, FieldCount(len(values), len(answered), len(found) - len(unneeded), len(right))
