"""A stream of invented articles: new ones, retellings, copies and updates."""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any, Final
from unicodedata import normalize

from generating.grammar import capitalised
from generating.happening import LETHAL, Happening, countries, invent, person, pick
from generating.scene import Scene, outlets
from generating.writing import MIN_CHARACTERS, Written, dateline, length_wanted, one_sentence, write

Chance = Callable[[], float]

__all__ = ["KINDS", "WINDOW", "articles"]

FIRST_DAY: Final = date(2019, 1, 1)
PER_DAY: Final = 400
"""Articles a day, so that 10,000 span 25 days and a million seven years."""
WINDOW: Final = 200
"""How many articles back a copied, updated or retold one may lie."""

KINDS: Final = {
    "conflict": 0.50,
    "retelling": 0.05,
    "other": 0.23,
    "round-up": 0.085,
    "tallies": 0.04,
    "copy": 0.075,
    "update": 0.02,
}
"""Shares. A `retelling` reports an earlier article's happening in other words."""


@dataclass(frozen=True, slots=True)
class Story:
    """A published article and what it was made from."""

    number: int
    id: str
    kind: str
    events: tuple[Happening, ...]
    length: int
    """Wanted, in characters."""
    outlet: str
    url: str
    author: str | None
    published: date
    """Days in the text are told from here; a copy or an update may appear a day later."""
    opening: str
    written: Written
    copy_of: str | None = None
    cut: bool = False

    @property
    def event(self) -> str | None:
        """The happening that it is mainly about; None where it is about several or none."""
        return self.events[0].id if self.kind in ("conflict", "retelling", "update") else None


def articles(number: int, *, seed: int, with_truth: bool = False) -> Iterator[dict[str, Any]]:
    """Yield articles, always the same for a seed: a larger number only goes on.

    With `with_truth`, each has "truth": its kind, the id of the article that it copies or updates, whether it was
    cut, and the happening that it is mainly about, which a copy shares with its original.
    """
    window: deque[Story] = deque()
    for at in range(number):
        while window and window[0].number < at - WINDOW:
            window.popleft()
        plan = _stream(seed, 2 * at)
        kind = _kind(plan())
        source = _source(kind, plan, window)
        if kind == "copy" and source:
            story, event = _copied(source, seed, at, plan), source.event
        else:
            if kind == "update" and source:
                story = _updated(source, seed, at, plan)
            else:
                story = _reported(kind, source, seed, at, plan)
            event = story.event
            window.append(story)
        line = _line(story, _day(at), at)
        if with_truth:
            line["truth"] = {"kind": story.kind, "copy_of": story.copy_of, "cut": story.cut, "event": event}
        yield line


def _stream(seed: int, number: int) -> Chance:
    return Random((seed << 40) + number).random


def _day(at: int) -> date:
    return FIRST_DAY + timedelta(days=at // PER_DAY)


def _kind(chance: float) -> str:
    for kind, share in KINDS.items():
        chance -= share
        if chance < 0:
            return kind
    return "conflict"


def _source(kind: str, plan: Chance, window: deque[Story]) -> Story | None:
    """Return the earlier article that a copy, an update or a retelling starts from."""
    if kind not in ("copy", "update", "retelling") or not window:
        return None
    for _ in range(12):
        story: Story = pick(plan, window)
        if kind == "copy" or (story.kind == "conflict" and (kind == "retelling" or _may_rise(story, window))):
            return story
    return None


def _may_rise(story: Story, window: deque[Story]) -> bool:
    """Tell whether people were killed and no update has said yet that there were more."""
    lethal = story.events[0].kind in LETHAL - {"shooting"}
    return lethal and not any(later.copy_of == story.id for later in window)


def _reported(kind: str, source: Story | None, seed: int, at: int, plan: Chance) -> Story:
    """Write a new article, or retell the main happening of an earlier one."""
    if kind in ("copy", "update", "retelling"):
        kind = "retelling" if source else "conflict"
    published = _day(at)
    length = length_wanted(plan)
    events: tuple[Happening, ...]
    if source:
        events = (_recounted(source.events[0], plan),)
    else:
        country = pick(plan, countries())
        count = {"conflict": (1, 1, 1, 1, 1, 2, 2, 2, 3, 4), "round-up": (4, 5, 5, 6, 7, 8, 9)}.get(kind, (1,))
        events = tuple(invent(plan, country, published, f"e{seed}-{at}.{n}") for n in range(pick(plan, count)))
    outlet = pick(plan, [name for name in outlets() if name != source.outlet] if source else outlets())
    opening, written = _composed(kind, events, length, published, outlet, _stream(seed, 2 * at + 1))
    return Story(
        number=at,
        id=_id(seed, at),
        kind=kind,
        events=events,
        length=length,
        outlet=outlet,
        url=_url(outlet, published, written.title, at),
        author=_author(plan, events[0]),
        published=published,
        opening=opening,
        written=written,
    )


def _composed(
    kind: str, events: tuple[Happening, ...], length: int, published: date, outlet: str, random: Chance
) -> tuple[str, Written]:
    scene = Scene(random, events[0], published, outlet)
    opening = dateline(scene)
    return opening, write(kind, events, scene, length)


def _recounted(event: Happening, plan: Chance) -> Happening:
    """Return a happening as another outlet counts it: often with one or two dead more."""
    more = int(3 * plan() * plan())
    return replace(event, killed=event.killed + more, rival=event.rival + more) if event.killed > 2 else event


def _updated(source: Story, seed: int, at: int, plan: Chance) -> Story:
    """Write an article once more with a higher toll, and a sentence that says so."""
    first = source.events[0]
    more = 1 + int(first.killed * 0.6 * plan())
    raised = replace(first, killed=first.killed + more, rival=first.rival + more, earlier=first.killed)
    events = (raised, *source.events[1:])
    random = _stream(seed, 2 * source.number + 1)
    opening, written = _composed("conflict", events, source.length, source.published, source.outlet, random)
    scene = Scene(plan, raised, source.published, source.outlet)
    written.paragraphs.insert(1, [one_sentence("update", scene) or ""])
    if plan() < 0.4:
        written.title = f"{pick(plan, ('UPDATE', 'UPDATE 1', 'Updated'))}: {written.title}"
    return replace(
        source,
        number=at,
        id=_id(seed, at),
        kind="update",
        events=events,
        opening=opening,
        written=written,
        copy_of=source.id,
    )


def _copied(source: Story, seed: int, at: int, plan: Chance) -> Story:
    """Print an article again elsewhere: as it was, cut, with other sentences, or with a paragraph more."""
    outlet = pick(plan, [name for name in outlets() if name != source.outlet])
    scene = Scene(plan, source.events[0], source.published, outlet)
    opening = dateline(scene)
    paragraphs = [list(paragraph) for paragraph in source.written.paragraphs]
    section = "filler" if source.kind == "other" else "background"
    chance, cut = plan(), False
    if chance < 0.34:
        keep = max(2, int(len(paragraphs) * (0.4 + 0.5 * plan())))
        while keep < len(paragraphs) and Written("", paragraphs[:keep]).size < MIN_CHARACTERS:
            keep += 1
        cut = keep < len(paragraphs)
        paragraphs = paragraphs[:keep]
    elif chance < 0.67:
        for _ in range(1 + int(2 * plan())):
            paragraph = paragraphs[1 + int(plan() * (len(paragraphs) - 1))]
            paragraph[int(plan() * len(paragraph))] = one_sentence(section, scene) or ""
    elif chance < 0.75:
        paragraphs.append([one_sentence("colour", scene) or "", one_sentence("filler", scene) or ""])
    title = source.written.title
    if source.kind != "other" and plan() < 0.3:
        title = capitalised(f"{source.events[0].country.name}: {title}") if plan() < 0.5 else title.upper()
    return replace(
        source,
        number=at,
        id=_id(seed, at),
        kind="copy",
        outlet=outlet,
        url=_url(outlet, _day(at), title, at),
        author=_author(plan, source.events[0]),
        opening=opening,
        written=Written(title, paragraphs),
        copy_of=source.id,
        cut=cut,
    )


def _id(seed: int, at: int) -> str:
    return f"a{seed}-{at:06d}"


def _author(plan: Chance, event: Happening) -> str | None:
    return None if plan() < 0.2 else person(plan, event.country)


def _url(outlet: str, day: date, title: str, at: int) -> str:
    plain = normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:9])
    host = "".join(re.findall(r"[a-z]+", outlet.lower()))
    return f"https://www.{host}.example/{day:%Y/%m/%d}/{slug}-{at}.html"


def _line(story: Story, appeared: date, at: int) -> dict[str, Any]:
    minute = at % PER_DAY * 1_440 // PER_DAY
    clock = f"T{minute // 60:02}:{minute % 60:02}:00Z" if story.number % 3 == 0 else ""
    return {
        "id": story.id,
        "title": story.written.title,
        "text": story.written.text(story.opening),
        "outlet": story.outlet,
        "url": story.url,
        "author": story.author,
        "published": f"{appeared.isoformat()}{clock}",
    }
