"""One article from what it is about: headline, paragraphs, and what they leave out."""

from collections.abc import Callable, Sequence

from generating.happening import LETHAL, SETTLED, Happening, pick
from generating.scene import GRAMMAR, MONTHS, Scene, as_sentence

__all__ = ["MAX_CHARACTERS", "MIN_CHARACTERS", "Written", "dateline", "length_wanted", "one_sentence", "write"]

MIN_CHARACTERS, MAX_CHARACTERS = 600, 4_900
"""Of an article; copies that were cut may be shorter."""

_ENDINGS = (
    *("background", "background", "aftermath", "aftermath", "aftermath", "analysis", "filler"),
    *("witness", "colour", "colour", "colour", "scale"),
)
_UNCLAIMED = frozenset({"airstrike", "arrest", "communal", "drone", "protest", "seizure", "shelling"})
_COMMON_STARTS = frozenset({"A", "An", "Clashes", "Dozens", "In", "Police", "Shelling", "Suspected", "Gunmen", "The"})


class Written:
    """The words of an article, before they are joined."""

    __slots__ = ("paragraphs", "size", "title")

    def __init__(self, title: str, paragraphs: list[list[str]]) -> None:
        self.title = title
        self.paragraphs = paragraphs
        """Sentences; the dateline is not among them."""
        self.size = sum(len(sentence) + 1 for paragraph in paragraphs for sentence in paragraph)
        """In characters, while it is written; without the dateline."""

    def add(self, sentence: str, *, apart: bool) -> None:
        """Add a sentence at the end, `apart` where it is a paragraph of its own."""
        if apart:
            self.paragraphs.append([sentence])
        else:
            self.paragraphs[-1].append(sentence)
        self.size += len(sentence) + 1

    def text(self, dateline: str) -> str:
        """Return the article's text."""
        return dateline + "\n\n".join([" ".join(paragraph) for paragraph in self.paragraphs])


def length_wanted(random: Callable[[], float]) -> int:
    """Return how long an article should become, in characters: about 2,000, seldom 800 or 4,500."""
    return int(780 + 2_300 * (random() + random()) / 2 + (1_900 * random() if random() < 0.12 else 0))


def write(kind: str, events: Sequence[Happening], scene: Scene, length: int) -> Written:
    """Write an article of a kind about happenings; the first of them is the scene's."""
    if kind == "other":
        written = _story(scene, length)
    elif kind == "round-up":
        written = _round_up(events, scene)
    elif kind == "tallies":
        written = _tallies(scene, length)
    else:
        written = _report(events, scene, length)
    while written.size > MAX_CHARACTERS:
        written = Written(written.title, written.paragraphs[:-1])
    return written


def one_sentence(section: str, scene: Scene) -> str | None:
    """Return a sentence of a section by a template that this article has not used; None where none is left."""
    sentence = GRAMMAR.say_anew(section, scene, scene.used)
    return None if sentence is None else as_sentence(sentence)


def dateline(scene: Scene) -> str:
    """Return "TOWN, Country, Jan 21 (Outlet) - " in one of several forms, or nothing."""
    day, town = scene.published, scene.event.town
    chance = scene.random()
    if chance < 0.3:
        return ""
    if chance < 0.5:
        return f"{town.upper()}, {scene.country.name}, {MONTHS[day.month - 1][:3]} {day.day} ({scene.outlet}) - "
    if chance < 0.65:
        return f"{town.upper()} ({scene.outlet}) — "
    if chance < 0.8:
        return f"{scene.country.capital}, {day.day} {MONTHS[day.month - 1][:3]} - "
    return f"{town} — "


def _started(kind: str, scene: Scene) -> Written:
    """Return an article with its headline and its first sentence."""
    title, lead = GRAMMAR.say(f"title.{kind}", scene), GRAMMAR.say(f"lead.{kind}", scene)
    return Written(as_sentence(title), [[as_sentence(lead)]])


def _append(written: Written, section: str, scene: Scene, *, apart: float = 0.55) -> None:
    """Add a sentence, as a paragraph of its own with the probability `apart`."""
    sentence = one_sentence(section, scene)
    if sentence is None:
        return
    full = len(written.paragraphs) < 2 or len(written.paragraphs[-1]) > 2
    written.add(sentence, apart=scene.random() < apart or full)


def _lengthen(written: Written, endings: Sequence[str], scene: Scene, length: int) -> None:
    """Add sentences that may stand in any such article until it is as long as wanted."""
    for _ in range(40):
        if written.size > length - 90:
            return
        _append(written, pick(scene.random, endings), scene)


def _report(events: Sequence[Happening], scene: Scene, length: int) -> Written:
    main, random = events[0], scene.random
    written = _started(main.kind, scene)
    for number in range(1 + int(2 * random())):
        _append(written, f"detail.{main.kind}", scene, apart=1.0 if number == 0 else 0.2)
    sections = _reactions(main, scene)
    at = int(3 * random())
    for section in sections[:at]:
        _append(written, section, scene)
    for event in events[1:]:
        written.add(_other_event(event, scene), apart=True)
        if random() < 0.45:
            _append(written, f"detail.{event.kind}", scene, apart=0.1)
    scene.event = main
    for section in sections[at:]:
        if written.size > length:
            break
        _append(written, section, scene)
    endings = (*_ENDINGS, "aftermath.dead", "witness.dead") if main.kind in LETHAL else _ENDINGS
    _lengthen(written, endings, scene, length)
    if random() < 0.1:
        _append(written, "sign", scene, apart=1.0)
    return written


def _reactions(event: Happening, scene: Scene) -> list[str]:
    """Return sections to draw from, in order; none depends on a toll that may be raised later."""
    random = scene.random
    sections = ["witness", "official"]
    if event.kind in LETHAL and event.kind != "shooting":
        sections.append(pick(random, ("wounded", "wounded", "toll", "witness.dead")))
        if event.many:
            sections += [section for section, share in (("rival", 0.5), ("revision", 0.25)) if random() < share]
            if event.kind in SETTLED:
                sections.append("parts")
    if event.kind not in _UNCLAIMED:
        sections.append("claim" if event.known and random() < 0.6 else "unclaimed")
    if event.known and event.kind not in _UNCLAIMED and random() < 0.3:
        sections.append("denial")
    sections += [section for section in ("witness", "witness", "official", "analysis") if random() < 0.35]
    for at in range(len(sections) - 1, 0, -1):
        other = int((at + 1) * random())
        sections[at], sections[other] = sections[other], sections[at]
    return sections


def _other_event(event: Happening, scene: Scene) -> str:
    """Turn the scene to another happening, and say it in a sentence."""
    scene.event = event
    sentence = GRAMMAR.say(f"also.{event.kind}", scene)
    if scene.random() < 0.6:
        first, _, rest = sentence.partition(" ")
        if first in _COMMON_STARTS:
            sentence = f"{first.lower()} {rest}"
        sentence = f"{GRAMMAR.say('also.open', scene)}, {sentence}"
    return as_sentence(sentence)


def _story(scene: Scene, length: int) -> Written:
    topic = GRAMMAR.say("topics", scene)
    written = _started(topic, scene)
    for _ in range(3 + int(6 * scene.random())):
        if written.size > length - 90:
            break
        _append(written, f"{topic}.body", scene)
    _lengthen(written, (f"{topic}.body", f"{topic}.body", "filler", "colour", "scale"), scene, length)
    if scene.random() < 0.12:
        _append(written, "background", scene, apart=1.0)
    if scene.random() < 0.1:
        _append(written, "sign", scene, apart=1.0)
    return written


def _round_up(events: Sequence[Happening], scene: Scene) -> Written:
    written = _started("roundup", scene)
    listed = scene.random() < 0.4
    for event in events:
        scene.event = event
        sentence = as_sentence(GRAMMAR.say(f"also.{event.kind}", scene))
        written.add(f"{event.town}: {sentence}" if listed else sentence, apart=True)
        for section, share in ((f"detail.{event.kind}", 0.6), ("official", 0.2), ("witness", 0.15)):
            if scene.random() < share:
                _append(written, section, scene, apart=0.0)
    scene.event = events[0]
    _append(written, "background", scene, apart=1.0)
    _append(written, "roundup.end", scene, apart=1.0)
    return written


def _tallies(scene: Scene, length: int) -> Written:
    written = _started("tally", scene)
    for _ in range(16):
        if written.size > length + 500:
            break
        _append(written, "tally.body", scene)
    _lengthen(written, ("background", "scale", "analysis"), scene, length)
    _append(written, "tally.end", scene, apart=1.0)
    return written
