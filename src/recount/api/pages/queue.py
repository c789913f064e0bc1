"""The queue: reports that wait for a person, what is worth most first, with why each is asked."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from recount.api.asked import country_of
from recount.api.reviewing import refresh_events
from recount.codebook import load
from recount.errors import BadArgument
from recount.ledger import Ledger
from recount.ledger.asking import Waiting, place_in_queue, waiting_reports
from recount.ledger.facets import (
    MOST_COUNTED,
    AskedEvent,
    asked_countries,
    asked_events,
    asked_number,
    to_grade_number,
)
from recount.nouns.wording import visible
from recount.reviewing import REASONS

__all__ = ["Filters", "Next", "next_in_queue", "queue_page"]

# Events of a page: a reviewer takes minutes for one.
_A_PAGE = 25


class Filters(NamedTuple):
    """What the queue is narrowed to; None for all."""

    country: str | None = None
    """ISO 3166-1 alpha-2."""
    event_type: str | None = None
    """One of ACLED's six."""
    reason: str | None = None
    """Code of a reason: `dead`, `tolls`, …"""

    def checked(self) -> "Filters":
        """Return the filters as they are meant; empty ones are none.

        Raises:
            BadArgument: there is no such country, type or reason.
        """
        types = load().event_types.names
        if self.event_type and self.event_type not in types:
            raise BadArgument(f"{self.event_type!r} is no type. Choose one of {', '.join(types)}.")
        if self.reason and self.reason not in REASONS:
            raise BadArgument(f"{self.reason!r} is no reason. Choose one of {', '.join(REASONS)}.")
        return Filters(country_of(self.country or None), self.event_type or None, self.reason or None)


_ALL = Filters()


class Next(NamedTuple):
    """A report to ask a person next."""

    report: str
    article: str
    event: str


def queue_page(
    casebook: Path, *, filters: Filters = _ALL, after: str | None = None, number: int = _A_PAGE
) -> dict[str, Any]:
    """Return a page of the queue: for each event why it is worth a look, and the report to look at.

    Args:
        casebook: the file.
        filters: what it is narrowed to.
        after: `next` of the page before.
        number: how many events a page has at most.

    Raises:
        BadArgument: a filter or `after` cannot be meant.
    """
    narrowed = filters.checked()
    with Ledger.open(casebook) as ledger:
        found = asked_events(ledger, **narrowed._asdict(), after=_place(after), limit=number + 1)
        shown = found[:number]
        reports = waiting_reports(ledger, [one.asked for one in shown])
        codes = asked_countries(ledger)
        counted, ungraded = asked_number(ledger), to_grade_number(ledger, most=MOST_COUNTED + 1)
    countries = load().countries
    named = [(country.name if (country := countries.get(code)) else code, code) for code in codes]
    return {
        "waiting": min(counted, MOST_COUNTED),
        "more": counted > MOST_COUNTED,
        "ungraded": min(ungraded, MOST_COUNTED),
        "more_ungraded": ungraded > MOST_COUNTED,
        "filters": narrowed._asdict(),
        "choices": {
            "country": [{"code": code, "name": name} for name, code in sorted(named)],
            "event_type": list(load().event_types.names),
            "reason": [{"code": code, "name": name} for code, name in REASONS.items()],
        },
        "events": [_event(one, reports.get(one.asked)) for one in shown],
        "after": after,
        "next": f"{shown[-1].worth!r}~{shown[-1].event}" if len(found) > number else None,
    }


def next_in_queue(casebook: Path, *, filters: Filters = _ALL, after: str | None = None) -> Next | None:
    """Return the report to ask a person after another one; None where the queue ends.

    It is another one of the same event that nobody decided on, or of the event that is worth most of those that are
    worth less; the first of all where `after` is None or is in no event.

    Raises:
        BadArgument: a filter cannot be meant.
        UnknownId: an event that was just read is gone.
    """
    narrowed = filters.checked()
    with Ledger.open(casebook) as ledger:
        event, worth, asked = place_in_queue(ledger, after) if after else (None, None, None)
    if event is not None and worth is None:
        refresh_events(casebook, [event])
    with Ledger.open(casebook) as ledger:
        if after:
            event, worth, asked = place_in_queue(ledger, after)
        if event and asked and asked != after:
            return _next(ledger, event, asked)
        below = (worth, event) if event and worth is not None else None
        for one in asked_events(ledger, **narrowed._asdict(), after=below, limit=1):
            return _next(ledger, one.event, one.asked)
    return None


def _next(ledger: Ledger, event: str, report: str) -> Next | None:
    found = waiting_reports(ledger, [report]).get(report)
    return Next(report, found.article, event) if found else None


def _place(after: str | None) -> tuple[float, str] | None:
    if not after:
        return None
    worth, _, event = after.partition("~")
    try:
        return float(worth), event
    except ValueError:
        raise BadArgument(f"{after!r} is no place in the queue. Begin with its first page: /queue.") from None


def _event(asked: AskedEvent, report: Waiting | None) -> dict[str, Any]:
    return {
        "event": asked.event,
        "worth": asked.worth,
        "reasons": [{"code": code, "name": REASONS.get(code, code), "points": points, "words": words}
                    for code, points, words in asked.reasons],
        "decided": asked.decided,
        "reports": asked.reports,
        "sources": asked.sources,
        "report": _report(report) if report else None,
    }  # fmt: skip


def _report(told: Waiting) -> dict[str, Any]:
    return {
        "id": told.report,
        "article": told.article,
        "title": visible(told.title) if told.title else None,
        "outlet": visible(told.outlet) if told.outlet else None,
        "published": told.published,
        "sentence": sentence_with(told.text, told.start, told.end),
        "said_by": [voice._asdict() for voice in told.voices],
        "coded": {
            "event_type": told.event_type,
            "sub_event_type": told.sub_event_type,
            "earliest": told.earliest,
            "latest": told.latest,
            "place": told.place,
            "country": told.country,
        },
    }


def sentence_with(text: str, start: int, end: int) -> dict[str, str]:
    """Return the sentence that holds some words: what stands before them, they themselves, and what follows."""
    from recount.linking.profiles import sentence_around

    words = text[start:end]
    sentence = sentence_around(text, start, end)
    place = max(sentence.find(words), 0)
    parts: Sequence[str] = (sentence[:place], words, sentence[place + len(words) :])
    return dict(zip(("before", "words", "after"), map(visible, parts), strict=True))
