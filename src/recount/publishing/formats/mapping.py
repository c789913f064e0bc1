"""What the mappings of events to rows share: ids as numbers, what a format cannot hold, names that are withheld."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from recount.nouns.events import EventReport, SettledEvent, Side, Voice, Words

__all__ = [
    "NOTHING_WITHHELD",
    "NO_REPORTS",
    "UNNAMED_SOURCE",
    "ReadEvent",
    "Unmapped",
    "Withheld",
    "entered_voices",
    "event_id_of",
    "first_words",
    "number_of",
    "outlet_named",
    "outlets_named",
    "shortened",
    "side_named",
    "speaker_named",
    "whole_text",
]

UNNAMED_SOURCE = "Unnamed source"
NO_REPORTS = "no report of it is left"
"""Why no format holds an event whose reports were removed or rejected."""
_PREFIX = "ev1:"
# Characters: longer texts hardly recur, and a hostile article may hold long ones.
_LONGEST_KEPT = 200
_LONGEST_TOLD = 200
_LONE = re.compile("[\ud800-\udfff]")
# What stands in place of a withheld name, with the style before it.
_NAMELESS = re.compile(r"(?:\w+\.? )?\[name withheld\]")


class Withheld(Protocol):
    """Takes names of private persons out of what is published, as `recount.publishing.withholding` does."""

    def text(self, text: str) -> str:
        """Return a text without the names."""
        ...

    def place(self, name: str) -> str:
        """Return the name of a place without the names."""
        ...

    def link(self, link: str) -> str:
        """Return an address without the names."""
        ...


class _Nothing:
    def text(self, text: str) -> str:
        return text

    def place(self, name: str) -> str:
        return name

    def link(self, link: str) -> str:
        return link


NOTHING_WITHHELD: Withheld = _Nothing()
"""Leaves everything as it is."""


class Unmapped(NamedTuple):
    """An event that a format cannot hold."""

    event: str
    format: str
    reason: str
    """One of few sentences, so that a release can count them."""


class ReadEvent(NamedTuple):
    """An event as a published file gives it back."""

    id: str
    first: date
    last: date
    """Inclusive."""
    latitude: float
    longitude: float
    country: str
    """As the file names it."""
    types: tuple[str, ...]
    figures: tuple[tuple[str, int], ...]
    """Names of columns with what they hold."""


def number_of(event_id: str) -> int:
    """Return the 64 bits of an event's id as a number.

    Raises:
        ValueError: it is no id of an event.
    """
    if not event_id.startswith(_PREFIX):
        raise ValueError(f"{event_id!r} is no id of an event: it does not begin with {_PREFIX}")
    return int(event_id[len(_PREFIX) :], 16)


def event_id_of(number: int) -> str | None:
    """Return the id of an event from its number; None where no id has it."""
    return f"{_PREFIX}{number:016x}" if 0 <= number < 1 << 64 else None


def whole_text(text: str, *, without: str = "") -> str:
    """Return a text in one line, without halves of characters and with commas for the signs of `without`."""
    return _whole_text(text, without) if len(text) <= _LONGEST_KEPT else _made_whole(text, without)


def outlets_named(event: SettledEvent, withheld: Withheld) -> tuple[str, ...]:
    """Return the outlets that tell of an event, each once; the host of an address where none has a name."""
    return _each_once(event.sources.outlets or tuple(outlet_named(report, withheld) for report in event.reports))


def outlet_named(report: EventReport, withheld: Withheld) -> str:
    """Return the outlet of a report; the host of its address where it has no name."""
    if report.outlet:
        return report.outlet
    host = _host(withheld.link(report.url)) if report.url else None
    return host or UNNAMED_SOURCE


def side_named(side: Side, withheld: Withheld) -> str:
    """Return the neutral name of a side, else its words without names of private persons."""
    return side.canonical or whole_text(withheld.text(side.name), without=";")


def speaker_named(voice: Voice, withheld: Withheld) -> str:
    """Return who speaks; by the role alone where the name is withheld, by the kind where nothing else is known."""
    if voice.name:
        told = whole_text(withheld.text(voice.name))
        if not _NAMELESS.fullmatch(told):
            return shortened(told)
    return shortened(whole_text(withheld.text(voice.role))) if voice.role else voice.kind


def shortened(text: str) -> str:
    """Return a text with at most 200 characters, so that no cell outgrows what programmes read."""
    return text if len(text) <= _LONGEST_TOLD else f"{text[:_LONGEST_TOLD]}…"


def entered_voices(event: SettledEvent, rule: str, names: Iterable[str], withheld: Withheld) -> tuple[str, ...]:
    """Return who gives the figures that some values of a rule were taken from, each once: speakers, or outlets."""
    outcome = event.outcomes.get(rule)
    wanted = {claim for name in names for claim in outcome.rests_on.get(name, ())} if outcome else set()
    return tuple(dict.fromkeys(_givers(event, wanted, withheld)))


def first_words(report: EventReport, field: str) -> Words | None:
    """Return the words that a field of a report rests on, the first of them; None where there are none."""
    return next(iter(report.words.get(field, ())), None)


@lru_cache(maxsize=50_000)
def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(whole_text(one, without=";") for one in names)) or (UNNAMED_SOURCE,)


# Names of outlets, roles and places recur from event to event.
@lru_cache(maxsize=50_000)
def _whole_text(text: str, without: str) -> str:
    return _made_whole(text, without)


def _made_whole(text: str, without: str) -> str:
    line = " ".join(text.split())
    if not line.isascii():
        line = _LONE.sub("\ufffd", line)
    for sign in without:
        line = line.replace(sign, ",")
    return line


def _givers(event: SettledEvent, wanted: set[str], withheld: Withheld) -> Iterator[str]:
    for report in event.reports:
        for claim in report.claims:
            if claim.id in wanted:
                yield from (speaker_named(voice, withheld) for voice in claim.voices)
                if not claim.voices:
                    yield outlet_named(report, withheld)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
