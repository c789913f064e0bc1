"""Which outlets tell of which events, when, and in which articles; and who copies them."""

from dataclasses import dataclass, fields, replace
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from generating.coded_events import NOBODY, Events
from generating.parameters import Parameters

__all__ = ["INTERNATIONAL", "OUTLETS_OF_COUNTRY", "Telling", "copied", "told"]

Integers = NDArray[np.int64]
Generator = np.random.Generator

INTERNATIONAL: Final = 13
"""Outlets that report on all countries; they are numbered first."""
OUTLETS_OF_COUNTRY: Final = 18
_POOL: Final = INTERNATIONAL + OUTLETS_OF_COUNTRY
"""A prime, so that any step leads through all outlets before one comes again."""
_MOST_REPORTS: Final = 28
# Events back, within one country, to the one that is recalled; the mean of a geometric distribution.
_RECALLED_BACK: Final = 30
_LEAST_DAYS_BACK: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class Telling:
    """One entry a report."""

    event: Integers
    outlet: Integers
    published: Integers
    """Days since 1970."""
    article: Integers
    family: Integers
    """The first article of its copies."""
    recalled: NDArray[np.bool_]
    """The article is mainly about a later event."""

    def taken(self, rows: Integers) -> Self:
        """Return some rows, in the order given."""
        return type(self)(*(getattr(self, field.name)[rows] for field in fields(self)))

    def joined_with(self, others: Self) -> Self:
        """Return these reports and then the others."""
        names = (field.name for field in fields(self))
        return type(self)(*(np.concatenate((getattr(self, name), getattr(others, name))) for name in names))

    def __len__(self) -> int:
        return len(self.event)


def told(events: Events, parameters: Parameters, random: Generator) -> Telling:
    """Tell every event at least once: rows in no order, each event at most once in an article, no copies yet."""
    more = parameters.reports_per_event - 1
    shape = parameters.reports_dispersion
    counts = np.ones(len(events), dtype=np.int64)
    if more > 0:
        counts += random.negative_binomial(shape, shape / (shape + more), len(events))
    counts = np.minimum(counts, _MOST_REPORTS)
    event = np.repeat(np.arange(len(events)), counts)
    order = np.arange(len(event)) - np.repeat(np.cumsum(counts) - counts, counts)
    outlet = _outlets(event, order, events, random)
    published = events.day[event] + _delays(len(event), parameters, random)
    follows = (order > 0) & (random.random(len(event)) < parameters.p_follow_up)
    before = np.flatnonzero(follows) - 1
    outlet[follows] = outlet[before]
    published[follows] = np.maximum(published[before], published[follows]) + random.geometric(0.5, len(before))
    _share_with_twins(event, order, counts, outlet, published, events, parameters, random)
    article = _articles(event, outlet, published, events, parameters, random)
    telling = Telling(event, outlet, published, article, article, np.zeros(len(event), dtype=np.bool_))
    return _once_each(_with_recalled(telling, events, parameters, random))


def _outlets(event: Integers, order: Integers, events: Events, random: Generator) -> Integers:
    """Draw outlets: no event has one twice before follow-ups."""
    start = random.integers(0, _POOL, len(events))[event]
    step = random.integers(1, _POOL, len(events))[event]
    number = (start + order * step) % _POOL
    return np.where(number < INTERNATIONAL, number, number + OUTLETS_OF_COUNTRY * events.country[event])


def _delays(number: int, parameters: Parameters, random: Generator) -> Integers:
    prompt = random.geometric(1 / (1 + parameters.delay_days), number) - 1
    late = random.integers(parameters.late_days_least, parameters.late_days_most + 1, number)
    return np.where(random.random(number) < parameters.p_late, late, prompt)


def _share_with_twins(
    event: Integers,
    order: Integers,
    counts: Integers,
    outlet: Integers,
    published: Integers,
    events: Events,
    parameters: Parameters,
    random: Generator,
) -> None:
    """Let some reports of a second twin come from the outlet, and on the day, of the first twin's report."""
    twin = events.twin[event]
    starts = np.cumsum(counts) - counts
    possible = (twin != NOBODY) & (twin < event) & (order < counts[twin])
    rows = np.flatnonzero(possible & (random.random(len(event)) < parameters.p_twin_same_outlet))
    source = starts[twin[rows]] + order[rows]
    # An article cannot tell of what comes later.
    in_time = published[source] >= events.day[event[rows]]
    rows, source = rows[in_time], source[in_time]
    outlet[rows], published[rows] = outlet[source], published[source]


def _articles(
    event: Integers,
    outlet: Integers,
    published: Integers,
    events: Events,
    parameters: Parameters,
    random: Generator,
) -> Integers:
    """Number articles: now and then one holds several events that an outlet reports of a country on a day."""
    country = events.country[event]
    order = np.lexsort((event, published, country, outlet))
    same = np.zeros(len(event), dtype=np.bool_)
    for column in (outlet, country, published):
        sorted_column = column[order]
        same[1:] |= sorted_column[1:] != sorted_column[:-1]
    same = ~same
    same[0] = False
    sorted_event = event[order]
    twins = np.zeros(len(event), dtype=np.bool_)
    twins[1:] = events.twin[sorted_event[1:]] == sorted_event[:-1]
    once_more = np.zeros(len(event), dtype=np.bool_)
    once_more[1:] = sorted_event[1:] == sorted_event[:-1]
    chance = np.where(twins, parameters.p_twin_same_article, parameters.p_same_article)
    joins = same & ~once_more & (random.random(len(event)) < chance)
    article = np.empty(len(event), dtype=np.int64)
    article[order] = np.cumsum(~joins) - 1
    return article


def _with_recalled(telling: Telling, events: Events, parameters: Parameters, random: Generator) -> Telling:
    """Add reports of earlier events of the country to some articles."""
    by_country = np.lexsort((events.day, events.country))
    position = np.empty(len(events), dtype=np.int64)
    position[by_country] = np.arange(len(events))
    hosts = np.flatnonzero(random.random(len(telling)) < parameters.p_background)
    back = position[telling.event[hosts]] - random.geometric(1 / _RECALLED_BACK, len(hosts))
    earlier = by_country[np.maximum(back, 0)]
    fits = (
        (back >= 0)
        & (events.country[earlier] == events.country[telling.event[hosts]])
        & (events.day[earlier] + _LEAST_DAYS_BACK <= telling.published[hosts])
    )
    hosts, earlier = hosts[fits], earlier[fits]
    recalled = replace(telling.taken(hosts), event=earlier, recalled=np.ones(len(hosts), dtype=np.bool_))
    return telling.joined_with(recalled)


def _once_each(telling: Telling) -> Telling:
    """Leave out what an article has told already."""
    key = telling.article * (int(telling.event.max()) + 1) + telling.event
    _, first = np.unique(key, return_index=True)
    return telling.taken(np.sort(first))


def copied(telling: Telling, parameters: Parameters, random: Generator) -> tuple[Telling, Integers]:
    """Return the copies of articles, and of each copied report the row of its original."""
    by_article = np.argsort(telling.article, kind="stable")
    articles, starts, sizes = np.unique(telling.article[by_article], return_index=True, return_counts=True)
    times = np.where(
        random.random(len(articles)) < parameters.p_copied,
        random.geometric(1 / (1 + parameters.copies_more), len(articles)),
        0,
    )
    times = np.minimum(times, INTERNATIONAL - 1)
    source = np.repeat(np.arange(len(articles)), times)
    nth = np.arange(len(source)) - np.repeat(np.cumsum(times) - times, times)
    lengths = sizes[source]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    originals = by_article[np.repeat(starts[source], lengths) + within]
    copy = np.repeat(np.arange(len(source)), lengths)
    # The first outlets are international; a copy appears in another one than its original and than other copies.
    outlet = (telling.outlet[originals] + 1 + nth[copy]) % INTERNATIONAL
    later = random.choice(3, len(source), p=(0.7, 0.2, 0.1))[copy]
    rows = telling.taken(originals)
    first = int(telling.article.max()) + 1
    return (
        Telling(rows.event, outlet, rows.published + later, first + copy, rows.family, rows.recalled),
        originals,
    )
