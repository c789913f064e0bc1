"""What stands in the slots of a sentence: people, places, days and figures of one article."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from generating.grammar import Grammar, capitalised, sections_of
from generating.happening import FOLDER, Happening, family_name, person, pick

__all__ = ["GRAMMAR", "MONTHS", "Scene", "as_sentence", "in_words", "outlets"]

_NUMBER_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
)
_MONTH_WORDS = "January February March April May June July August September October November December"
_DAY_WORDS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday"

# The calendar module looks its names up anew each time, which is slow.
_DAYS: Final = _DAY_WORDS.split()
MONTHS: Final = _MONTH_WORDS.split()
_SMALL: Final = _NUMBER_WORDS.split()[:20]
_TENS: Final = ["", "", *_NUMBER_WORDS.split()[20:]]


def in_words(number: int) -> str:
    """Return a number below a thousand in words."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    hundreds, rest = divmod(number, 100)
    return f"{_SMALL[hundreds]} hundred" + (f" and {in_words(rest)}" if rest else "")


class Scene:
    """One article while it is written."""

    __slots__ = ("_totals", "country", "event", "kept", "outlet", "published", "random", "style", "used")

    def __init__(self, random: Callable[[], float], event: Happening, published: date, outlet: str) -> None:
        self.random = random
        self.event = event
        self.country = event.country
        self.published = published
        self.outlet = outlet
        self.style = (10, 10, 10, 10, 13, 100, 2)[int(random() * 7)]
        """Numbers below it are written in words."""
        self.used: set[tuple[str, int]] = set()
        """Templates that were used, so that none comes twice."""
        self.kept: dict[str, str] = {}
        """Phrases that stay the same within the article, or for a happening."""
        self._totals: dict[str, int] = {}

    def figure(self, number: int) -> str:
        """Return a number as this article writes it."""
        return in_words(number) if number < self.style else f"{number:,}"

    def total(self, name: str) -> int:
        """Return a figure of a long tally; its parts add up."""
        if not self._totals:
            self._totals = self._new_totals()
        return self._totals[name]

    def _new_totals(self) -> dict[str, int]:
        random = self.random
        total = 60 + int(60 / (1.02 - random()))
        civil = int(total * (0.3 + 0.4 * random()))
        soldiers = int((total - civil) * (0.2 + 0.5 * random()))
        part1 = int(total * (0.3 + 0.2 * random()))
        return {
            "total": total,
            "civil": civil,
            "soldiers": soldiers,
            "fighters": total - civil - soldiers,
            "women": 3 + int(civil * 0.3 * random()),
            "minors": 2 + int(civil * 0.3 * random()),
            "part1": part1,
            "part2": 2 + int((total - part1) * 0.5 * random()),
            "injured": 20 + int(total * 2 * random()),
            "taken": 10 + int(total * 0.5 * random()),
            "grand": total * (4 + int(30 * random())) + int(90 * random()),
            "displaced": 1_000 + 100 * int(900 * random() * random()),
        }


def _number(bounds: str) -> Callable[[Scene], str]:
    low, high = (int(end) for end in bounds.split("-"))
    span = high - low + 1
    coarse = 100 if high >= 2_000 else 1
    return lambda scene: scene.figure((low + int(span * scene.random())) // coarse * coarse)


def _total(name: str) -> Callable[[Scene], str]:
    return lambda scene: f"{scene.total(name):,}"


def _people(count: Callable[[Scene], int], noun: Callable[[Scene], str]) -> Callable[[Scene], str]:
    def told(scene: Scene) -> str:
        number, one, chance = count(scene), noun(scene), scene.random()
        if number == 1:
            return f"one {one}" if chance < 0.6 or one == "person" else _with_article(one)
        many = "people" if one == "person" else f"{one}s"
        least = "at least " if 0.5 < chance < 0.7 and number > 2 else "about " if chance > 0.97 and number > 9 else ""
        return f"{least}{scene.figure(number)} {many}"

    return told


def _killed(scene: Scene) -> int:
    return scene.event.killed


def _taken(scene: Scene) -> int:
    return scene.event.taken


def _others(scene: Scene) -> str:
    return f"{scene.figure(scene.event.hurt)} {'others' if scene.random() < 0.7 else 'more'}"


def _when(scene: Scene) -> str:
    event, chance = scene.event, scene.random()
    if chance < 0.14:
        return f"on {event.day.day} {MONTHS[event.day.month - 1]}"
    if chance < 0.2:
        return f"on {MONTHS[event.day.month - 1]} {event.day.day}"
    form = event.hour if chance < 0.8 else "on {}"
    return form.format(_DAYS[event.day.weekday()])


def _weekday(scene: Scene) -> str:
    return _DAYS[int(7 * scene.random())]


def _month(scene: Scene) -> str:
    return MONTHS[int(12 * scene.random())]


def _month_ago(months: int) -> Callable[[Scene], str]:
    return lambda scene: MONTHS[(scene.published.month - 1 - months) % 12]


def _person(scene: Scene) -> str:
    return person(scene.random, scene.country)


def _official(scene: Scene) -> str:
    role = GRAMMAR.say("official_role", scene)
    return f"{role}, {_person(scene)}," if scene.random() < 0.45 else role


def _witness(scene: Scene) -> str:
    job, chance = pick(scene.random, _PHRASES["job"]), scene.random()
    if chance < 0.6:
        return f"{_person(scene)}, {_with_article(job)},"
    return _person(scene) if chance < 0.8 else f"{_with_article(job)} from {scene.event.village}"


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" and not noun.startswith("uni") else f"a {noun}"


def _kept(section: str, *, of_event: bool = False) -> Callable[[Scene], str]:
    """Return a slot that is filled once in an article, or once for each of its happenings."""

    def told(scene: Scene) -> str:
        key = f"{section} {scene.event.id}" if of_event else section
        if key not in scene.kept:
            scene.kept[key] = GRAMMAR.say(section, scene)
        return scene.kept[key]

    return told


def _shortened(full: Callable[[Scene], str]) -> Callable[[Scene], str]:
    """Return a slot with the noun alone, for headlines: "a truck carrying traders" is "truck"."""

    def told(scene: Scene) -> str:
        words = re.split(r" (?:of|used|carrying|with|for) ", full(scene), maxsplit=1)[0]
        return words.split(" ", 1)[1] if words.startswith(("a ", "an ", "the ")) else words

    return told


def _witness_said(scene: Scene) -> str:
    verb = ("said", "said", "recalled", "reported")[int(4 * scene.random())]
    return f"{('a resident', 'residents', 'a survivor', _person(scene), 'a relative')[int(5 * scene.random())]} {verb}"


def _short(scene: Scene) -> str:
    return scene.event.group.removeprefix("the ")


def _source(scene: Scene) -> str:
    return GRAMMAR.say("source_plain", scene) if scene.random() < 0.7 else _official(scene)


def _notable(scene: Scene) -> str:
    role = _ROLE(scene)
    if scene.event.id not in scene.kept:
        scene.kept[scene.event.id] = str(pick(scene.random, scene.country.given))
    given = scene.kept[scene.event.id]
    return f"{role}, {given} {scene.event.notable}," if scene.random() < 0.7 else role


def _club(scene: Scene) -> str:
    town = pick(scene.random, scene.country.places)[0]
    return f"{town} {pick(scene.random, _PHRASES['club_word'])}"


def _score(scene: Scene) -> str:
    low, more = int(3 * scene.random()), 1 + int(3 * scene.random())
    return f"{low + more}-{low}"


_ROLE: Final = _kept("notable", of_event=True)
_TARGET: Final = _kept("target", of_event=True)
_VEHICLE: Final = _kept("vehicle", of_event=True)
_BUILDING: Final = _kept("building", of_event=True)

_PHRASES: Final = sections_of((FOLDER / "phrases.txt").read_text(encoding="utf-8"), listed=True)


def outlets() -> list[str]:
    """Return the names of the invented outlets."""
    return _PHRASES["outlet"]


_SUMS: Final = ("{},000".format, "{},500".format, "{}0,000".format, "{} million".format)
_KEPT: Final = (
    *("disease", "subject", "festival", "weather", "animal", "sport", "company", "school_thing", "grain", "party"),
    *("clinic", "maker"),
)

_SLOTS: Final[dict[str, Callable[[Scene], str]]] = {
    "actor": lambda scene: GRAMMAR.say("actor.known" if scene.event.known else "actor.unknown", scene),
    "group": lambda scene: scene.event.group,
    "group_short": _short,
    "army": lambda scene: scene.country.army,
    "police": lambda scene: scene.country.police,
    "police_bare": lambda scene: scene.country.police.removeprefix("the "),
    "militia": lambda scene: scene.event.militia,
    "air": lambda scene: scene.country.air or scene.country.army,
    "gunners": lambda scene: scene.country.guns or scene.event.group,
    "town": lambda scene: scene.event.town,
    "town2": lambda scene: scene.event.town2,
    "division": lambda scene: scene.event.division,
    "division2": lambda scene: scene.event.division2,
    "division_bare": lambda scene: scene.event.division.removesuffix(f" {scene.country.unit}"),
    "village": lambda scene: scene.event.village,
    "village2": lambda scene: scene.event.village2,
    "country": lambda scene: scene.country.name,
    "country_bare": lambda scene: scene.country.name.removeprefix("the "),
    "people": lambda scene: scene.country.people,
    "capital": lambda scene: scene.country.capital,
    "crop": lambda scene: pick(scene.random, scene.country.crops.split()),
    "when": _when,
    "today": lambda scene: f"on {_DAYS[scene.published.weekday()]}",
    "today_bare": lambda scene: _DAYS[scene.published.weekday()],
    "today_night": lambda scene: f"{_DAYS[scene.published.weekday()]} {pick(scene.random, ('night', 'evening'))}",
    "weekday": _weekday,
    "month": _month,
    "month_ago1": _month_ago(1),
    "month_ago2": _month_ago(3),
    "year": lambda scene: str(scene.published.year - 1 - int(14 * scene.random())),
    "dead": _people(_killed, lambda scene: scene.event.victim),
    "dead_bare": lambda scene: scene.figure(scene.event.killed),
    "dead_soldiers": _people(_killed, lambda scene: pick(scene.random, ("soldier", "soldier", "trooper"))),
    "dead_fighters": _people(_killed, lambda scene: pick(scene.random, ("fighter", "person", "combatant"))),
    "dead_protesters": _people(_killed, lambda scene: scene.event.victim),
    "dead_notable": _notable,
    "killed": lambda scene: scene.figure(scene.event.killed),
    "were": lambda scene: "was" if scene.event.killed == 1 else "were",
    "hurt": _others,
    "hurt_people": lambda scene: f"{scene.figure(scene.event.hurt)} people",
    "hurt_n": lambda scene: scene.figure(scene.event.hurt),
    "women": lambda scene: scene.figure(scene.event.women),
    "children": lambda scene: scene.figure(scene.event.children),
    "rival": lambda scene: scene.figure(scene.event.rival),
    "earlier": lambda scene: scene.figure(scene.event.earlier),
    "taken": _people(
        _taken, lambda scene: pick(scene.random, ("person", "traveller", "student", "farmer", "villager"))
    ),
    "taken_n": lambda scene: scene.figure(scene.event.taken),
    "taken_were": lambda scene: "was" if scene.event.taken == 1 else "were",
    "taken_suspects": _people(_taken, lambda scene: pick(scene.random, ("suspect", "person"))),
    "sum": lambda scene: f"{pick(scene.random, _SUMS)(3 + int(90 * scene.random()))} {scene.country.money}",
    "price": lambda scene: (
        f"{(2 + int(98 * scene.random())) * pick(scene.random, (1, 10, 50, 100)):,} {scene.country.money}"
    ),
    "money": lambda scene: scene.country.money,
    "pct": lambda scene: f"{2 + int(60 * scene.random())} per cent",
    "official": _official,
    "witness": _witness,
    "witness_said": _witness_said,
    "source": _source,
    "person": _person,
    "surname": lambda scene: family_name(scene.random, scene.country),
    **{name: _kept(name) for name in _KEPT},
    "ngo": _kept("ngo_kind"),
    "site": lambda scene: GRAMMAR.say("building", scene),
    "building": _BUILDING,
    "building_short": _shortened(_BUILDING),
    "target": _TARGET,
    "target_short": _shortened(_TARGET),
    "notable": _ROLE,
    "notable_short": _shortened(_ROLE),
    "grievance": _kept("grievance", of_event=True),
    "vehicle": _VEHICLE,
    "a_vehicle": lambda scene: _with_article(_VEHICLE(scene)),
    "distance": lambda scene: scene.event.distance,
    "a_job": lambda scene: _with_article(GRAMMAR.say("job", scene)),
    "a_adj": lambda scene: _with_article(GRAMMAR.say("adj", scene)),
    "a_thing": lambda scene: _with_article(GRAMMAR.say("thing", scene)),
    "outlet": lambda scene: scene.outlet,
    "outlet2": lambda scene: pick(scene.random, _PHRASES["outlet"]),
    "club": _club,
    "score": _score,
}


def _grammar() -> Grammar[Scene]:
    sections = dict(_PHRASES)
    for name in ("happenings", "reactions", "stories"):
        sections.update(sections_of((FOLDER / f"{name}.txt").read_text(encoding="utf-8"), listed=False))
    return Grammar(sections, _SLOTS, {"num": _number, "big": _total})


GRAMMAR: Grammar[Scene] = _grammar()


def as_sentence(text: str) -> str:
    """Return a text that starts with a capital, and with a number in words where it starts with one."""
    if text[0].isdigit():
        digits = len(text) - len(text.lstrip("0123456789"))
        if digits < 4 and text[digits : digits + 1] != ",":
            text = in_words(int(text[:digits])) + text[digits:]
    if ",," in text or ",." in text or "m.." in text:
        text = text.replace(",,", ",").replace(",.", ".").replace("m..", "m.")
    return capitalised(text)
