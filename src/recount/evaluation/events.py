"""Events of WikiEvents and RAMS: triggers and arguments, with the triggers given and with found ones.

Definitions. A trigger is right if its words and its type are. An argument is right if its words and its role in
its event are ("Arg-C"); with found triggers, only in an event whose trigger is right. Sources: the scorer of
WikiEvents (Li, Ji and Han 2021) and that of RAMS (Ebner et al. 2020, without type-constrained decoding), which gives
the triggers. RAMS annotates one event a window, so that found triggers have no true precision there.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from recount.evaluation.comparing import FieldCount, Item
from recount.evaluation.event_corpora import Corpus, EventCase, GoldEvent, Words
from recount.evaluation.heads import head_of, without_article
from recount.evaluation.scoring import summarise
from recount.evaluation.shares import by_name, count_sets, shares
from recount.nouns.labels import PredictedEvent, Trigger

__all__ = ["EventEvaluation", "EventPredictor", "evaluate_events"]

_GROUPS = ("all", "conflict_life")
_CONFLICT_LIFE = ("conflict.", "life.")
_NOWHERE = (-1, -1)


class EventPredictor(Protocol):
    """A reader that finds events with their arguments."""

    def events(self, text: str, triggers: Sequence[Trigger] | None, *, corpus: Corpus) -> list[PredictedEvent]:
        """Return the events of a text by the corpus's names of types and roles.

        With `triggers` given, exactly one event for each, in their order; else those that the reader finds.
        Offsets are half-open code points.
        """
        ...


class _Comparison(NamedTuple):
    counts: Mapping[str, FieldCount]
    """`all.trigger`, `conflict_life.argument.gold_triggers.span` and so on."""
    items: tuple[Item, ...]
    events_left_out: int
    arguments_left_out: int


@dataclass(frozen=True)
class EventEvaluation:
    """What comparing events with a corpus gave, text by text in the order of the file."""

    comparisons: tuple[_Comparison, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """Every trigger; every argument with its trigger given, by head; and found triggers that are in no event."""
        return tuple(item for comparison in self.comparisons for item in comparison.items)

    def figures(self) -> dict[str, Any]:
        """Add up the texts (micro average); shares in [0, 1], None where nothing was expected or found.

        `all` counts every event, `conflict_life` those of types Conflict.… and Life.…. `trigger.identified`
        asks for the words alone. An argument's own figures match heads, those under `span` all its words.
        """
        counts = by_name(comparison.counts for comparison in self.comparisons)

        def of(name: str) -> dict[str, float | None]:
            return shares(counts.get(name, FieldCount()))

        def argument(name: str) -> dict[str, Any]:
            return {**of(f"{name}.head"), "span": of(f"{name}.span")}

        groups = {
            group: {
                "trigger": {**of(f"{group}.trigger"), "identified": of(f"{group}.identified")},
                "argument": {
                    "gold_triggers": argument(f"{group}.gold_triggers"),
                    "predicted_triggers": argument(f"{group}.predicted_triggers"),
                },
            }
            for group in _GROUPS
        }
        left_out = {
            "events": sum(comparison.events_left_out for comparison in self.comparisons),
            "arguments": sum(comparison.arguments_left_out for comparison in self.comparisons),
        }
        return {"cases": len(self.comparisons), "items": summarise(self.items), "left_out": left_out, **groups}


class _Frame(NamedTuple):
    """A text as both sides are compared on it."""

    words: tuple[str, ...]
    offsets: Sequence[tuple[int, int]]
    corpus: Corpus
    levels: int
    """Levels of types in the corpus; deeper ones of a reader are cut."""

    def words_at(self, start: int, end: int) -> Words:
        """Return the words that characters `start` to `end` touch."""
        first = bisect_right(self.offsets, start, key=lambda word: word[1])
        after = bisect_left(self.offsets, end, key=lambda word: word[0])
        return (first, after) if first < after and start < end else _NOWHERE

    def read(self, event: PredictedEvent) -> GoldEvent:
        """Turn a found event into words."""
        trigger = event.trigger
        arguments = frozenset((*self.words_at(each.start, each.end), each.role) for each in event.arguments)
        kind = ".".join(trigger.type.split(".")[: self.levels])
        return GoldEvent(self.words_at(trigger.start, trigger.end), kind, arguments)

    def spans(self, event: GoldEvent) -> set[tuple[Any, ...]]:
        """Return the arguments by all their words; in WikiEvents without a leading article."""
        if self.corpus == "rams":
            return set(event.arguments)
        return {(*without_article(self.words, start, end), role) for start, end, role in event.arguments}

    def heads(self, event: GoldEvent) -> set[tuple[Any, ...]]:
        """Return the arguments by their head words."""
        return {(head_of(self.words, start, end), role) for start, end, role in event.arguments}

    def shown(self, start: int, end: int) -> str:
        """Return the words of a range."""
        return " ".join(self.words[start:end]) if start >= 0 else "words that are not in the text"


def evaluate_events(cases: Sequence[EventCase], predictor: EventPredictor, *, corpus: Corpus) -> EventEvaluation:
    """Find the events of each text, twice (triggers given, none given), and compare them with the corpus.

    Raises:
        ValueError: the reader does not return one event for each trigger given.
    """
    types = {event.type for case in cases for event in case.events}
    levels = max((1 + name.count(".") for name in types), default=1)
    return EventEvaluation(tuple(_compare(case, predictor, corpus, levels) for case in cases))


def _compare(case: EventCase, predictor: EventPredictor, corpus: Corpus, levels: int) -> _Comparison:
    frame = _Frame(case.words, case.offsets, corpus, levels)
    triggers = [
        Trigger(frame.offsets[event.trigger[0]][0], frame.offsets[event.trigger[1] - 1][1], event.type)
        for event in case.events
    ]
    answers = predictor.events(case.text, triggers, corpus=corpus) if triggers else []
    given = [
        (event, event._replace(arguments=frame.read(answer).arguments))
        for event, answer in zip(case.events, answers, strict=True)
    ]
    found = [frame.read(event) for event in predictor.events(case.text, None, corpus=corpus)]
    counts: dict[str, FieldCount] = {}
    for group in _GROUPS:
        counts |= _counts(
            frame,
            group,
            [pair for pair in given if _belongs(pair[0], group)],
            [event for event in found if _belongs(event, group)],
        )
    items = tuple(_items(frame, case, given, found))
    return _Comparison(counts, items, case.events_left_out, case.arguments_left_out)


def _belongs(event: GoldEvent, group: str) -> bool:
    return group == "all" or event.type.lower().startswith(_CONFLICT_LIFE)


def _counts(
    frame: _Frame, group: str, given: Sequence[tuple[GoldEvent, GoldEvent]], found: Sequence[GoldEvent]
) -> dict[str, FieldCount]:
    expected = [event for event, _ in given]
    counts = {
        f"{group}.trigger": count_sets(_triggers(expected), _triggers(found)),
        f"{group}.identified": count_sets({e.trigger for e in expected}, {e.trigger for e in found}),
    }
    answers = [answer for _, answer in given]
    for name, read in (("span", frame.spans), ("head", frame.heads)):
        for key, answering in (("gold_triggers", answers), ("predicted_triggers", found)):
            counts[f"{group}.{key}.{name}"] = count_sets(
                {(e.trigger, e.type, *each) for e in expected for each in read(e)},
                {(e.trigger, e.type, *each) for e in answering for each in read(e)},
            )
    return counts


def _triggers(events: Iterable[GoldEvent]) -> Set[tuple[Words, str]]:
    return {(event.trigger, event.type) for event in events}


def _items(
    frame: _Frame, case: EventCase, given: Sequence[tuple[GoldEvent, GoldEvent]], found: Sequence[GoldEvent]
) -> Iterator[Item]:
    right = _triggers(found)
    types = _types_at(found)
    for number, (event, answer) in enumerate(given):
        stem = f"events[{number}]"
        wanted = f"{event.type}: “{frame.shown(*event.trigger)}”"
        there = (event.trigger, event.type) in right
        yield Item(case.name, f"{stem}.trigger", wanted, ", ".join(types.get(event.trigger, ["none"])), there)
        heads = frame.heads(answer)
        for start, end, role in sorted(event.arguments):
            shown = "; ".join(frame.shown(s, e) for s, e, its in sorted(answer.arguments) if its == role)
            held = (head_of(frame.words, start, end), role) in heads
            yield Item(case.name, f"{stem}.{role}", frame.shown(start, end), shown or "none", held)
    beyond = sorted(right - _triggers(case.events))
    shown = "; ".join(f"{kind}: “{frame.shown(*words)}”" for words, kind in beyond)
    yield Item(case.name, "no further trigger", "none", shown or "none", not beyond)


def _types_at(events: Iterable[GoldEvent]) -> dict[Words, list[str]]:
    types: dict[Words, list[str]] = {}
    for event in events:
        types.setdefault(event.trigger, []).append(event.type)
    return types
