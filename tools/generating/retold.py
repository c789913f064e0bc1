"""Articles in which outlets tell of the same incidents in their own words."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from generating.coded_places import Places
from generating.grammar import Grammar, capitalised
from generating.happening import person, pick
from generating.incidents import TEMPLATES, Incident
from generating.parameters import Parameters
from generating.press import Outlet
from generating.spellings import respelt
from generating.views import View, date_words, figure, seen

__all__ = ["Draft", "Telling", "compose", "tidy"]

Chance = Callable[[], float]
_MONTHS: Final = ("Jan", "Feb", "March", "April", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
_UNCLAIMED: Final = frozenset({"march", "protest", "riot", "communal", "arrest"})
_NO_DEAD: Final = frozenset({"abduction", "march", "arrest", "looting", "shooting"})


class Telling:
    """One incident while one outlet writes of it; and, for a sentence, a second one."""

    __slots__ = ("incident", "kept", "outlet", "published", "random", "second", "second_view", "style", "used", "view")

    def __init__(self, random: Chance, incident: Incident, view: View, outlet: Outlet, published: datetime) -> None:
        self.random = random
        self.incident = incident
        self.view = view
        self.outlet = outlet
        self.published = published
        self.style = (10, 10, 10, 13, 2, 100)[int(random() * 6)]
        """Numbers below it are written in words."""
        self.used: set[tuple[str, int]] = set()
        self.kept: dict[str, str] = {}
        self.second: Incident | None = None
        self.second_view: View | None = None

    def of(self, incident: Incident, view: View) -> "Telling":
        """Return the same article's telling of another incident."""
        other = Telling(self.random, incident, view, self.outlet, self.published)
        other.style = self.style
        return other


@dataclass(frozen=True, slots=True)
class Draft:
    """An article's words, with the sentences that tell of another incident than the main one."""

    title: str
    paragraphs: tuple[str, ...]
    told: tuple[tuple[Incident, str, str], ...]
    """Other incidents, with their role and the words that tell of them."""


def _noun(scene: Telling) -> str:
    role = scene.incident.target.role
    if scene.view.kind == "clash":
        return str(pick(scene.random, ("people", "people", "fighters", "soldiers", "combatants")))
    options = {
        "army": ("soldiers", "soldiers", "troops", "people", "members of the armed forces"),
        "police": ("police officers", "people"),
        "group": ("fighters", "people", "militants"),
        "militia": ("fighters", "people", "militiamen"),
        "protesters": ("protesters", "people", "demonstrators"),
    }.get(role, ("people", "people", "civilians", "residents"))
    if scene.outlet.style == "government" and role in ("group", "militia", "civilians"):
        options = ("terrorists", "people", "terrorists") if role != "civilians" else ("citizens", "people", "martyrs")
    return str(pick(scene.random, options))


_SINGULAR: Final = {"people": "person", "men": "man", "police officers": "police officer", "troops": "soldier"}


def _toll(scene: Telling) -> str:
    view, noun = scene.view, _noun(scene)
    if view.dead is None:
        return "several people"
    if view.bound == "dozens":
        return f"dozens of {noun}"
    if view.dead == 1:
        one = _SINGULAR.get(noun, noun.removesuffix("s").replace("members", "member"))
        return f"one {one}" if scene.random() < 0.7 or one[0] in "aeiou" else f"a {one}"
    return f"{view.bound}{figure(view.dead, scene.style)} {noun}"


def _count(scene: Telling) -> str:
    view = scene.view
    return "dozens" if view.bound == "dozens" or view.dead is None else figure(view.dead, scene.style)


def _hurt(scene: Telling) -> str:
    hurt = scene.view.hurt
    return "" if hurt is None else f" and wounding {figure(hurt, scene.style)} {'others' if hurt > 1 else 'other'}"


def _were(scene: Telling) -> str:
    return "was" if scene.view.dead == 1 else "were"


def _taken(noun: str) -> Callable[[Telling], str]:
    def told(scene: Telling) -> str:
        one, _, many = noun.partition("/")
        number = scene.incident.taken
        return f"{figure(number, scene.style)} {one if number == 1 else many}"

    return told


def _by(before: str, otherwise: str = "") -> Callable[[Telling], str]:
    return lambda scene: f"{before}{scene.view.actor}" if scene.view.known else otherwise


def _victim(scene: Telling) -> str:
    named = scene.random() < 0.6
    return (
        f"{scene.incident.victim}, {_respelt(scene.incident.victim_name, scene)}," if named else scene.incident.victim
    )


def _respelt(name: str, scene: Telling) -> str:
    if name not in scene.kept:
        scene.kept[name] = respelt(name, scene.random) if scene.random() < 0.4 else name
    return scene.kept[name]


def _official(scene: Telling) -> str:
    named = scene.random() < 0.55
    name = _respelt(scene.incident.official_name, scene)
    return f"{scene.incident.official}, {name}," if named else scene.incident.official


def _bare(words: Callable[[Telling], str]) -> Callable[[Telling], str]:
    def told(scene: Telling) -> str:
        said = words(scene).split(" carrying ")[0]
        return said.split(" ", 1)[1] if said.startswith(("a ", "an ", "the ")) else said

    return told


def _act(scene: Telling) -> str:
    view = scene.view
    has_toll = f"act.{view.kind}" in GRAMMAR.options and (view.dead is not None or view.kind in _NO_DEAD)
    section = f"act.{view.kind}" if has_toll else f"bare.{view.kind}"
    return GRAMMAR.say(section if section in GRAMMAR.options else f"act.{view.kind}", scene)


def _second(words: Callable[[Telling], str]) -> Callable[[Telling], str]:
    def told(scene: Telling) -> str:
        if scene.second is None or scene.second_view is None:
            return ""
        return words(scene.of(scene.second, scene.second_view))

    return told


def _second_date(scene: Telling) -> str:
    if scene.second is None or scene.second_view is None:
        return ""
    told_day = scene.second_view.told_day
    if told_day is None:
        return "last month"
    return f"on {date_words(told_day, scene.random, with_year=told_day.year != scene.published.year)}"


def _ago(scene: Telling) -> str:
    if scene.second is None:
        return ""
    days = (scene.published.date() - scene.second.day).days
    if days < 7:
        return "days"
    if days < 14:
        return "a week"
    return f"{figure(days // 7, 13)} weeks" if days < 60 else "months"


def _number(bounds: str) -> Callable[[Telling], str]:
    low, high = (int(end) for end in bounds.split("-"))
    return lambda scene: figure(low + int((high - low + 1) * scene.random()), scene.style)


def _settlement(scene: Telling) -> str:
    return str(pick(scene.random, ("homes", "residents", "farms", "villagers", "families")))


def _rival(scene: Telling) -> str:
    return figure(max(1, round(scene.incident.killed * (0.6 + 1.4 * scene.random()))) + 1, scene.style)


def _said_today(scene: Telling) -> str:
    weekday = f" on {scene.published:%A}"
    return weekday if scene.random() < 0.35 and weekday.strip() not in scene.view.when else ""


def _blamed(scene: Telling) -> str:
    party = scene.incident.perpetrator
    return f", but officials blamed {party.name}" if scene.view.known and party.role == "group" else ""


SLOTS: Final[dict[str, Callable[[Telling], str]]] = {
    "act": _act,
    "act2": _second(_act),
    "act2_past": _second(lambda scene: _act(scene.of(scene.incident, replace(scene.view, when="")))),
    "recall2": _second(lambda scene: GRAMMAR.say(f"recall.{scene.view.kind}", scene)),
    "where2": _second(lambda scene: scene.view.where),
    "toll2": _second(_toll),
    "were2": _second(_were),
    "date2": _second_date,
    "date2_bare": lambda scene: _second_date(scene).removeprefix("on "),
    "ago2": _ago,
    "where": lambda scene: scene.view.where,
    "short": lambda scene: scene.view.short,
    "in_short": lambda scene: f"in {scene.view.short}",
    "when": lambda scene: scene.view.when,
    "actor": lambda scene: scene.view.actor,
    "other": lambda scene: scene.view.other,
    "claimant": lambda scene: scene.incident.perpetrator.name,
    "by_actor": _by(" by "),
    "by_actor_s": _by("by ", ""),
    "of_actor": _by(" of "),
    "laid_by": _by(" laid by "),
    "toll": _toll,
    "n": _count,
    "were": _were,
    "hurt": _hurt,
    "site": lambda scene: scene.incident.site,
    "site_bare": _bare(lambda scene: scene.incident.site),
    "a_post": lambda scene: scene.incident.post,
    "vehicle": lambda scene: scene.incident.vehicle,
    "vehicle_bare": _bare(lambda scene: scene.incident.vehicle),
    "victim": _victim,
    "victim_role": _bare(lambda scene: scene.incident.victim),
    "taken": _taken("person/people"),
    "taken_n": lambda scene: figure(scene.incident.taken, scene.style),
    "taken_were": lambda scene: "was" if scene.incident.taken == 1 else "were",
    "taken_suspects": _taken("suspect/suspects"),
    "grievance": lambda scene: scene.incident.grievance,
    "communities": lambda scene: scene.incident.communities,
    "the_settlement": _settlement,
    "official": _official,
    "person": lambda scene: person(scene.random, scene.incident.country),
    "given": lambda scene: str(pick(scene.random, scene.incident.country.given)),
    "a_resident": lambda scene: pick(scene.random, ("a resident", "a shopkeeper", "a neighbour", "a local teacher")),
    "country": lambda scene: scene.incident.country.name,
    "outlet": lambda scene: scene.outlet.name,
    "today": _said_today,
    "before": lambda scene: figure(scene.view.raised_from or 1, scene.style),
    "now": _count,
    "rival": _rival,
    "rival_source": lambda scene: pick(
        scene.random,
        ("A local group", "Activists", "An opposition figure", "A medical source", "The army", "Residents"),
    ),
    "but_blamed": _blamed,
}
GRAMMAR: Final[Grammar[Telling]] = Grammar(TEMPLATES, SLOTS, {"num": _number})


def tidy(text: str) -> str:
    """Return a sentence without the gaps that empty words leave."""
    text = re.sub(r"  +", " ", text)
    text = re.sub(r" ([,.;:?])", r"\1", text)
    text = re.sub(r",+([,.;:])", r"\1", text)
    return capitalised(text.strip().lstrip(", "))


def _say(section: str, scene: Telling) -> str:
    said = GRAMMAR.say_anew(section, scene, scene.used)
    return tidy(said) if said else ""


_BODIES: Final = {
    "agency": (*("official", "witness", "toll", "rival", "claim", "scene", "official", "response"), *("context",) * 2),
    "local": ("witness", "scene", "official", "toll", "witness", "scene", "official", "context"),
    "brief": (),
    "live": (),
    "government": ("official", "party", "party"),
    "rebel": ("party", "party", "claim"),
    "monitor": ("monitor", "monitor", "witness", "toll", "scene", "response"),
    "weekly": (*("weekly", "scene", "weekly", "witness", "official", "context"), *("analysis", "weekly", "analysis")),
}


def compose(
    incident: Incident,
    others: Sequence[tuple[Incident, str]],
    outlet: Outlet,
    published: datetime,
    held: Places,
    parameters: Parameters,
    random: Chance,
) -> Draft:
    """Write an article; `others` are incidents that it tells of besides, with their role."""
    scene = Telling(random, incident, seen(incident, outlet, published, held, parameters, random), outlet, published)
    told = [(other, role, _besides(scene, other, role, held, parameters)) for other, role in others]
    title = _title(scene)
    if outlet.style == "live":
        return _live(scene, title, told)
    paragraphs = [_dateline(scene) + _say(f"lead.{outlet.style}", scene)]
    body = [_say(f"body.{section}", scene) for section in _sections(scene)]
    at = min(len(body), 1 + int(3 * random()))
    apart = [words for _, _, words in told]
    sentences = [sentence for sentence in (*body[:at], *apart, *body[at:]) if sentence]
    for sentence in sentences:
        if random() < 0.3 and sentence not in apart and len(paragraphs) > 1:
            paragraphs[-1] = f"{paragraphs[-1]} {sentence}"
        else:
            paragraphs.append(sentence)
    return Draft(title, tuple(paragraphs), tuple(told))


def _sections(scene: Telling) -> list[str]:
    sections = [section for section in _BODIES[scene.outlet.style] if scene.random() < 0.7]
    dead = 0 if scene.view.kind in _NO_DEAD else min(scene.view.dead or 0, scene.incident.killed)
    if dead < 3:
        sections = [section for section in sections if section not in ("toll", "rival")]
    if scene.view.kind in ("march", "arrest"):
        sections = [section for section in sections if section not in ("witness", "scene")]
    if scene.incident.perpetrator.role not in ("group", "militia") or scene.view.kind in _UNCLAIMED:
        sections = [section for section in sections if section != "claim"]
    if scene.view.raised_from is not None:
        sections.insert(0, "raised")
    return sections


def _title(scene: Telling) -> str:
    view = scene.view
    section = f"title.{view.kind}"
    if (view.dead is None and view.kind not in _NO_DEAD) or section not in GRAMMAR.options:
        section = f"title.bare.{view.kind}"
    title = tidy(GRAMMAR.say(section, scene))
    if scene.outlet.style == "live":
        return f"{capitalised(scene.incident.country.name)} live: {title}"
    return title


def _dateline(scene: Telling) -> str:
    """Return "TOWN, March 4 (Agency) - "; from the place only where the article names one."""
    if scene.outlet.style not in ("agency", "local") or scene.random() < 0.35:
        return ""
    at_home = scene.view.has_place and scene.random() < 0.5
    town = scene.view.short if at_home else scene.incident.country.capital
    day = f"{_MONTHS[scene.published.month - 1]} {scene.published.day}"
    if scene.outlet.style == "local":
        return f"{town} – "
    return f"{town.upper()}, {day} ({scene.outlet.name}) - " if scene.random() < 0.6 else f"{town.upper()} — "


def _besides(scene: Telling, other: Incident, role: str, held: Places, parameters: Parameters) -> str:
    """Return a sentence on another incident: one of the same time, or one of the past."""
    scene.second = other
    scene.second_view = seen(other, scene.outlet, scene.published, held, parameters, scene.random)
    if role == "background":
        bare = scene.second_view.dead is None or f"act.{scene.second_view.kind}" not in GRAMMAR.options
        return _say("recalled.bare" if bare or other.kind in _NO_DEAD else "recalled", scene)
    if scene.outlet.style == "live":
        return tidy(f"{_second(_act)(scene)}.")
    hours = (other.day - scene.incident.day).days * 24 + other.hour - scene.incident.hour
    if abs(hours) < 20 and hours and scene.random() < 0.6:
        return _say("pair.later" if hours > 0 else "pair.earlier", scene)
    return _say("pair", scene)


_FILLERS: Final = (
    "The foreign ministry summoned an ambassador over remarks made at the weekend.",
    "Markets in the capital opened quietly, traders said.",
    "Parliament is due to debate the budget this afternoon.",
    "Power has been restored in most districts of the capital after a storm.",
    "We are pausing our coverage for the night. Thank you for reading.",
    "Talks between the two delegations resume tomorrow, a mediator says.",
    "A recap of the main lines of the day will follow.",
    "The central bank has left its key rate unchanged.",
)


def _live(scene: Telling, title: str, told: list[tuple[Incident, str, str]]) -> Draft:
    """Write entries with clock times, the newest first."""
    own = tidy(f"{_act(scene)}{', ' + GRAMMAR.say('source', scene) + ' say' if scene.random() < 0.6 else ''}.")
    entries = [own, *(words for _, _, words in told)]
    entries += [str(pick(scene.random, _FILLERS)) for _ in range(1 + int(3 * scene.random()))]
    minute = scene.published.hour * 60 + scene.published.minute
    lines = []
    for at, entry in enumerate(dict.fromkeys(entries)):
        now = max(0, minute - at * (11 + int(40 * scene.random())))
        lines.append(f"{now // 60:02}:{now % 60:02} — {entry}")
    return Draft(title, tuple(lines), tuple(told))
