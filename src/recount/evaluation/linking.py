"""Which reports tell of the same happening: groups that were found beside those of a corpus, event by event."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from recount.evaluation.clusters import ClusterScores, compare_clusters
from recount.evaluation.comparing import Item
from recount.evaluation.linking_corpora import Document, Mention
from recount.evaluation.scoring import summarise

__all__ = ["LinkingEvaluation", "evaluate_linking", "evaluate_mention_linking"]

_THERE, _ELSEWHERE, _STRANGER = "there", "elsewhere", "stranger"
_NO_NAME = ""


class _Linked(NamedTuple):
    """A document or a mention."""

    name: str
    event: str
    topic: str | None
    twin_of: str | None


class _Event(NamedTuple):
    """An event of the corpus and the group that most of its documents were put into: its home."""

    name: str
    topic: str | None
    members: tuple[str, ...]
    elsewhere: tuple[str, ...]
    """Members in other groups."""
    strangers: tuple[tuple[str, str], ...]
    """Documents of other events in its home, each with its own event."""


class _Twins(NamedTuple):
    """Two events that are easily mistaken for each other."""

    one: str
    other: str
    merged: bool
    """Whether any document of the one shares a group with any of the other."""


@dataclass(frozen=True)
class LinkingEvaluation:
    """What comparing groups gave, event by event in the order of the corpus."""

    unit: str
    """What is grouped: "documents" or "mentions"."""
    scores: ClusterScores
    events: tuple[_Event, ...]
    twins: tuple[_Twins, ...]
    n_linked: int
    """Documents or mentions."""
    n_groups: int
    """Groups that were found."""
    header = ("topic", "event", "member", "verdict", "own_event")
    """The columns of `rows`."""

    @property
    def items(self) -> tuple[Item, ...]:
        """Every event with its members, which passes if they and no others are one group; then every pair of twins."""
        return (*(_item(event) for event in self.events), *(_twin_item(twins) for twins in self.twins))

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Yield a row of `header` for every member of every event and every stranger among them.

        The verdict is "there" (in the event's home, the group of most of its members), "elsewhere" or "stranger".
        Groups have no names of their own, so that the rows of two runs differ only where something moved.
        """
        for event in self.events:
            elsewhere = set(event.elsewhere)
            for name in event.members:
                verdict = _ELSEWHERE if name in elsewhere else _THERE
                yield event.topic, event.name, name, verdict, event.name
            for name, own in event.strangers:
                yield event.topic, event.name, name, _STRANGER, own

    def figures(self) -> dict[str, Any]:
        """Return the scores over all members, and how many pairs of twins were kept apart.

        Shares are in [0, 1]; None where there was nothing to find and nothing was found, and where no event has a
        twin.
        """
        merged = sum(twins.merged for twins in self.twins)
        return {
            self.unit: self.n_linked,
            "events": len(self.events),
            "groups": self.n_groups,
            "items": summarise(self.items),
            **self.scores.figures(),
            "twins": {
                "pairs": len(self.twins),
                "merged": merged,
                "apart": (len(self.twins) - merged) / len(self.twins) if self.twins else None,
            },
        }


def evaluate_linking(documents: Sequence[Document], predicted: Sequence[Hashable]) -> LinkingEvaluation:
    """Compare groups of documents with the events that the corpus gives them.

    `predicted` has a label for each document, and equal labels are one group. Where topics were grouped apart, a label
    holds its topic, lest two topics' groups become one. `twin_of` counts where both events are in the corpus.

    Raises:
        ValueError: the labels are not of the same number of documents.
    """
    linked = [_Linked(one.name, one.event, one.topic, one.twin_of) for one in documents]
    return _evaluate("documents", linked, predicted)


def evaluate_mention_linking(mentions: Sequence[Mention], predicted: Sequence[Hashable]) -> LinkingEvaluation:
    """Compare groups of mentions with the events that the corpus gives them; labels are those of `evaluate_linking`.

    Raises:
        ValueError: the labels are not of the same number of mentions.
    """
    return _evaluate("mentions", [_Linked(one.name, one.event, one.topic, None) for one in mentions], predicted)


def _evaluate(unit: str, linked: Sequence[_Linked], predicted: Sequence[Hashable]) -> LinkingEvaluation:
    scores = compare_clusters([one.event for one in linked], predicted)
    of_event: dict[str, list[int]] = defaultdict(list)
    in_group: dict[Hashable, list[int]] = defaultdict(list)
    for number, (one, label) in enumerate(zip(linked, predicted, strict=True)):
        of_event[one.event].append(number)
        in_group[label].append(number)
    events = tuple(_event(linked, numbers, predicted, in_group) for numbers in of_event.values())
    return LinkingEvaluation(
        unit, scores, events, tuple(_twins(linked, of_event, predicted)), len(linked), len(in_group)
    )


def _event(
    linked: Sequence[_Linked],
    numbers: Sequence[int],
    predicted: Sequence[Hashable],
    in_group: Mapping[Hashable, Sequence[int]],
) -> _Event:
    # Of groups with as many members, the one of the first member is home: counters keep the order of arrival.
    home, _ = Counter(predicted[number] for number in numbers).most_common(1)[0]
    first = linked[numbers[0]]
    return _Event(
        first.event,
        first.topic,
        tuple(linked[number].name for number in numbers),
        tuple(linked[number].name for number in numbers if predicted[number] != home),
        tuple((linked[n].name, linked[n].event) for n in in_group[home] if linked[n].event != first.event),
    )


def _twins(
    linked: Sequence[_Linked], of_event: Mapping[str, Sequence[int]], predicted: Sequence[Hashable]
) -> Iterator[_Twins]:
    """Yield each pair once, whichever of the two names the other, in the order of the corpus."""
    seen = set()
    for one in linked:
        pair = frozenset((one.event, one.twin_of or one.event))
        if one.twin_of is None or len(pair) < 2 or one.twin_of not in of_event or pair in seen:
            continue
        seen.add(pair)
        mine, its = ({predicted[number] for number in of_event[name]} for name in (one.event, one.twin_of))
        yield _Twins(one.event, one.twin_of, bool(mine & its))


def _item(event: _Event) -> Item:
    told = [f"elsewhere: {', '.join(event.elsewhere)}"] if event.elsewhere else []
    if event.strangers:
        told.append(f"strangers: {', '.join(f'{name} ({own})' for name, own in event.strangers)}")
    name = event.topic or _NO_NAME
    return Item(name, f"event {event.name}", ", ".join(event.members), "; ".join(told) or "together", not told)


def _twin_item(twins: _Twins) -> Item:
    found = "merged" if twins.merged else "apart"
    return Item(_NO_NAME, f"twins {twins.one} and {twins.other}", "apart", found, not twins.merged)
