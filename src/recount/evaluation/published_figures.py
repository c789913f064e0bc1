"""Figures of events under published rules: those that a programme's coding leads to beside those of a person's."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Any, NamedTuple

from recount.evaluation.comparing import Item
from recount.evaluation.published_values import PUBLISHED, Value, value_of
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import share_of
from recount.nouns.events import SettledEvent

__all__ = ["FigureEvaluation", "PredictedEvent", "evaluate_figures"]

_EQUAL, _OTHER, _MISSING, _SURPLUS = "equal", "other", "missing", "surplus"


class PredictedEvent(NamedTuple):
    """An event as a programme coded it."""

    event: SettledEvent
    tells_of: tuple[str, ...]
    """For each of its documents the event that it truly tells of."""


class _Pair(NamedTuple):
    """A person's event beside the predicted one that answers it; one of the two may be missing."""

    name: str
    """Of the person's event; of the predicted one where that answers none."""
    gold: SettledEvent | None
    predicted: SettledEvent | None


class _Compared(NamedTuple):
    """One value of a pair."""

    expected: Any
    found: Any
    verdict: str | None
    """None where neither has one."""


@dataclass(frozen=True)
class FigureEvaluation:
    """What comparing published figures gave, event by event."""

    pairs: tuple[_Pair, ...]
    counted: Mapping[str, int]
    """What the corpus holds, for the head of the figures."""
    header = ("event", "rule", "value", "verdict", "expected", "found", "reports")
    """The columns of `rows`."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every event under each rule whose dataset would hold it, with the values that differ."""
        return tuple(item for pair in self.pairs for rule in PUBLISHED if (item := _item(pair, rule)) is not None)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield a row for each value that either side publishes."""
        for pair in self.pairs:
            known = pair.predicted or pair.gold
            reports = " ".join(report.id for report in known.reports) if known else ""
            for rule, values in PUBLISHED.items():
                for value in values:
                    one = _compared(value, rule, pair)
                    if one.verdict:
                        yield pair.name, rule, value.name, one.verdict, _shown(one.expected), _shown(one.found), reports

    def figures(self) -> dict[str, Any]:
        """Return how many values agree, by rule and value.

        Of each value: `expected` and `found`, how many events the person's and the programme's coding give one;
        `equal` and `missing`, shares of the expected ones, in [0, 1]; `surplus`, the share of found ones where none is
        expected, in [0, 1]; of numbers `log_difference`, the mean of |log1p(expected) - log1p(found)| where both are
        there, and `totals`. `equal` at the head counts all values of all rules, `every_value` of a rule the
        events whose values are all equal. A share of nothing is None.
        """
        rules = {rule: self._of_rule(rule) for rule in PUBLISHED}
        verdicts = [one for rule in PUBLISHED for value in PUBLISHED[rule] if value.is_counted
                    for one in self._verdicts(rule, value)]  # fmt: skip
        return {
            **self.counted,
            "events": {
                "expected": sum(pair.gold is not None for pair in self.pairs),
                "found": sum(pair.predicted is not None for pair in self.pairs),
                "matched": sum(pair.gold is not None and pair.predicted is not None for pair in self.pairs),
            },
            "items": summarise(self.items),
            "equal": share_of(one == _EQUAL for one in verdicts if one != _SURPLUS),
            **rules,
        }

    def _verdicts(self, rule: str, value: Value) -> list[str]:
        return [one.verdict for pair in self.pairs if (one := _compared(value, rule, pair)).verdict]

    def _of_rule(self, rule: str) -> dict[str, Any]:
        entering = [pair for pair in self.pairs if pair.gold and pair.gold.outcomes[rule].enters]
        return {
            "every_value": share_of(not _wrong(pair, rule) for pair in entering),
            **{value.name: self._of_value(rule, value) for value in PUBLISHED[rule]},
        }

    def _of_value(self, rule: str, value: Value) -> dict[str, Any]:
        compared = [_compared(value, rule, pair) for pair in self.pairs]
        expected = [one for one in compared if one.expected is not None]
        found = [one for one in compared if one.found is not None]
        figures: dict[str, Any] = {
            "expected": len(expected),
            "found": len(found),
            "equal": share_of(one.verdict == _EQUAL for one in expected),
            "missing": share_of(one.verdict == _MISSING for one in expected),
            "surplus": share_of(one.verdict == _SURPLUS for one in found),
        }
        if value.is_number:
            apart = [abs(log1p(one.expected) - log1p(one.found)) for one in expected if one.found is not None]
            figures["log_difference"] = sum(apart) / len(apart) if apart else None
            figures["totals"] = {
                "expected": sum(one.expected for one in expected),
                "found": sum(one.found for one in found),
            }
        return figures


def evaluate_figures(
    gold: Mapping[str, SettledEvent], predicted: Sequence[PredictedEvent], *, counted: Mapping[str, int] | None = None
) -> FigureEvaluation:
    """Compare predicted events with a person's.

    A predicted event answers the true event that most of its documents tell of. Where several answer one, the one with
    most documents of it does, and the others are events too many: their values are surplus.

    Args:
        gold: a person's events by name.
        predicted: a programme's events, in any order.
        counted: what else is to stand at the head of the figures.
    """
    claims: dict[str, list[tuple[int, str, PredictedEvent]]] = {}
    for one in predicted:
        # Of events with as many documents the first by name, so that the order of documents does not matter.
        name, number = min(Counter(one.tells_of).items(), key=lambda told: (-told[1], told[0]))
        claims.setdefault(name, []).append((-number, one.event.reports[0].id, one))
    pairs, fragments = [], []
    for name in sorted({*gold, *claims}):
        own = sorted(claims.get(name, []), key=lambda claim: claim[:2])
        if name in gold:
            pairs.append(_Pair(name, gold[name], own.pop(0)[2].event if own else None))
        fragments += [_Pair(f"{name}, another", None, claim[2].event) for claim in own]
    return FigureEvaluation((*pairs, *fragments), dict(counted or {}))


def _compared(value: Value, rule: str, pair: _Pair) -> _Compared:
    expected, found = (value_of(value, rule, one) for one in (pair.gold, pair.predicted))
    if expected is None:
        return _Compared(expected, found, None if found is None else _SURPLUS)
    if found is None:
        return _Compared(expected, found, _MISSING)
    return _Compared(expected, found, _EQUAL if value.same(expected, found) else _OTHER)


def _wrong(pair: _Pair, rule: str) -> list[tuple[str, _Compared]]:
    compared = [(value.name, _compared(value, rule, pair)) for value in PUBLISHED[rule] if value.is_counted]
    return [(name, one) for name, one in compared if one.verdict not in (None, _EQUAL)]


def _item(pair: _Pair, rule: str) -> Item | None:
    if not any(one is not None and one.outcomes[rule].enters for one in (pair.gold, pair.predicted)):
        return None
    wrong = _wrong(pair, rule)
    expected, found = (
        "; ".join(f"{name} {_shown(one[side])}" for name, one in wrong if one[side] is not None) for side in (0, 1)
    )
    return Item(pair.name, rule, expected, found, not wrong)


def _shown(value: Any) -> Any:
    if isinstance(value, tuple):
        return ", ".join(f"{one:.3f}" for one in value)
    return value if value is None or isinstance(value, int) else str(value)
