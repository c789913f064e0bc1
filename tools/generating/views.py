"""How one outlet tells of one incident: its words for the place, the time, the dead and the sides, right or wrong."""

from calendar import day_name, month_name
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from generating.coded_kinds import PartyChoice, parties_of
from generating.coded_places import Places
from generating.happening import pick
from generating.incidents import Incident
from generating.parameters import Parameters
from generating.press import Outlet, spelt
from generating.scene import in_words

__all__ = ["View", "date_words", "figure", "seen"]

Chance = Callable[[], float]

_MISTAKEN: Final = {
    "airstrike": ("drone", "blast", "shelling"),
    "drone": ("airstrike", "blast"),
    "shelling": ("airstrike", "blast"),
    "mine": ("blast",),
    "bombing": ("blast", "grenade"),
    "suicide": ("bombing", "blast"),
    "grenade": ("blast",),
    "clash": ("raid",),
    "raid": ("clash", "communal"),
    "ambush": ("clash", "mine"),
    "communal": ("raid",),
    "riot": ("communal",),
    "protest": ("riot",),
}
_PLAINLY: Final = ("suicide", "airstrike", "drone", "shelling")
_ARMED: Final = ("army", "group", "militia")
_DOZENS: Final = 24
_SIDES: Final = ("north", "south", "east", "west", "north-east", "south-west")
_VAGUE: Final = ("gunmen", "armed men", "unidentified gunmen", "attackers", "assailants", "an armed group", "the group")
_INSULTS: Final = {
    ("government", "group"): (
        "terrorists of {}",
        "{} terrorists",
        "the outlaws of {}",
        "mercenaries of {}",
        "the {} gang",
    ),
    ("government", "army"): ("our armed forces", "units of the armed forces", "our heroic forces"),
    ("government", "police"): ("our security forces", "the guardians of order"),
    ("rebel", "army"): ("the enemy army", "the regime's forces", "forces of the regime", "the army of occupation"),
    ("rebel", "police"): ("the regime's police", "the enemy's security forces"),
    ("rebel", "group"): ("our fighters", "our units", "fighters of {}"),
}
_STATE: Final = {
    "army": ("{}", "{}", "soldiers", "government forces", "government troops"),
    "police": ("{}", "police", "security forces", "police officers"),
}


@dataclass(frozen=True, slots=True)
class View:
    """Words, each of which may be empty; `None` where the outlet gives no figure."""

    kind: str
    where: str
    short: str
    """For headlines."""
    when: str
    told_day: date | None
    dead: int | None
    bound: str
    """Before the figure: "at least ", or nothing; "dozens" stands for the figure itself."""
    hurt: int | None
    actor: str
    known: bool
    """The perpetrator is named in some way."""
    other: str
    raised_from: int | None
    has_place: bool
    """A town or village is named."""


def seen(
    incident: Incident, outlet: Outlet, published: datetime, held: Places, parameters: Parameters, chance: Chance
) -> View:
    """Draw how an outlet tells of an incident."""
    where, short, has_place = _where(incident, outlet, held, parameters, chance)
    told_day, when = _when(incident, outlet, published, parameters, chance)
    dead, bound, before = _dead(incident, outlet, published, parameters, chance)
    own_word = outlet.style in ("government", "rebel")
    names = ("missing", "vague", "differs")
    drawn = "" if own_word else _drawn(chance, {name: getattr(parameters, f"p_perpetrator_{name}") for name in names})
    perpetrator = incident.perpetrator
    if drawn == "differs":
        perpetrator = pick(chance, [party for party in parties_of(incident.country) if party.role in _ARMED])
    kind = incident.kind
    if chance() < parameters.p_type_differs and kind in _MISTAKEN:
        kind = pick(chance, _MISTAKEN[kind])
        if kind == "airstrike" and incident.perpetrator.role != "army":
            kind = "blast"
    return View(
        kind=kind,
        where=where,
        short=short,
        when=when,
        told_day=told_day,
        dead=dead,
        bound=bound,
        hurt=incident.hurt if dead is not None and incident.hurt and chance() < 0.6 else None,
        actor=pick(chance, _VAGUE)
        if drawn in ("missing", "vague")
        else _named(perpetrator, outlet, chance, plainly=kind in _PLAINLY),
        known=drawn != "missing",
        other=_named(incident.target, outlet, chance, plainly=True),
        raised_from=before,
        has_place=has_place,
    )


def _named(party: PartyChoice, outlet: Outlet, chance: Chance, *, plainly: bool = False) -> str:
    options = _INSULTS.get((outlet.style, party.role))
    if options and chance() < 0.8:
        return str(pick(chance, options)).format(party.canonical or party.name)
    if plainly and party.role != "nobody":
        return party.name
    if party.role in _STATE:
        return str(pick(chance, _STATE[party.role])).format(party.name)
    if party.role in ("group", "militia"):
        forms = ["{}", "{}", "fighters of {}", "suspected members of {}", "gunmen of {}"]
        if not party.name.startswith("a "):
            forms.append("{} fighters")
        form = str(pick(chance, forms))
        name = party.name.removeprefix("the ") if form.startswith("{} ") else party.name
        return form.format(name)
    return party.name if party.role != "nobody" else "unknown people"


def _drawn(chance: Chance, probabilities: dict[str, float]) -> str:
    """Draw which of several things happens that exclude each other; "" for none."""
    left = chance()
    for name, probability in probabilities.items():
        left -= probability
        if left < 0:
            return name
    return ""


def _where(
    incident: Incident, outlet: Outlet, held: Places, parameters: Parameters, chance: Chance
) -> tuple[str, str, bool]:
    """Return the place in a sentence, in a headline, and whether a town or village is named."""
    names = ("unknown", "coarse", "wrong", "unlisted", "near")
    drawn = _drawn(chance, {name: getattr(parameters, f"p_place_{name}") for name in names})
    place = incident.place
    country, division, district = incident.country.name, held.admin1[place], held.admin2[place]
    in_division = f"{division} {incident.country.unit}" if division else country
    if drawn == "unknown":
        return pick(chance, ("", f"in {country}", f"in the {pick(chance, _SIDES)} of {country}")), country, False
    if drawn == "coarse":
        forms = [f"in {in_division}", f"in {in_division}", f"in the {in_division}"]
        if district and district != division:
            forms += [f"in {district} district", f"in the {district} district, {in_division}"]
        return pick(chance, forms), str(district if district and chance() < 0.3 else division or in_division), False
    if drawn == "wrong":
        place = int(pick(chance, held.neighbours[place]))
    name = held.name[place]
    if drawn == "unlisted" or chance() < parameters.p_place_respelt * 2:
        name = spelt(outlet, place, held, listed=drawn != "unlisted")
    is_town = place - int(held.starts[int(held.country[place])]) < len(incident.country.places)
    return _at(name, in_division, chance, is_near=drawn == "near", is_town=is_town), name, True


def _at(name: str, in_division: str, chance: Chance, *, is_near: bool, is_town: bool) -> str:
    noun = "town" if is_town else "village"
    forms = [f"in {name}", f"in the {noun} of {name}", f"in {name}, in {in_division}", f"in {name}, {in_division}"]
    if is_near:
        forms = [f"near {name}", f"near {name}", f"outside {name}", f"on the outskirts of {name}", f"close to {name}"]
        forms.append(f"some {3 + int(15 * chance())} km {pick(chance, _SIDES)} of {name}")
        forms.append(f"on the road to {name}")
    return str(pick(chance, forms))


def _when(
    incident: Incident, outlet: Outlet, published: datetime, parameters: Parameters, chance: Chance
) -> tuple[date | None, str]:
    day = incident.day
    drawn = _drawn(chance, {name: getattr(parameters, f"p_day_{name}") for name in ("unknown", "vague", "wrong")})
    back = (published.date() - day).days
    if drawn == "unknown":
        return None, ""
    if drawn == "vague":
        return None, _vague_time(day, back, chance)
    if drawn == "wrong":
        off = 1 if chance() < 0.8 else 2 + int(2 * chance())
        day += timedelta(days=off if chance() < 0.35 and off <= back else -off)
    elif (incident.hour < 5 or incident.hour > 21) and back <= 1 and chance() < 0.5:
        return None, pick(chance, ("overnight", "during the night", "overnight", "late at night"))
    return day, _day_words(incident, outlet, day, published.date(), chance)


def _vague_time(day: date, back: int, chance: Chance) -> str:
    if back <= 2:
        return str(pick(chance, ("in recent days", "this week", "earlier this week", "in the past 48 hours")))
    if back <= 10:
        return str(pick(chance, ("last week", "last week", "a few days ago", "recently")))
    return str(
        pick(chance, ("earlier this month", "last month", f"in {month_name[day.month]}", "recently", "weeks ago"))
    )


def _day_words(incident: Incident, outlet: Outlet, day: date, published: date, chance: Chance) -> str:
    back, weekday = (published - day).days, day_name[day.weekday()]
    dated = date_words(day, chance, with_year=outlet.style == "monitor")
    if outlet.style == "monitor" or back > 6:
        return f"on {dated}"
    part = "morning" if 5 <= incident.hour < 12 else "afternoon" if incident.hour < 18 else "evening"
    part = "night" if incident.hour < 5 or incident.hour > 21 else part
    if back == 0 and chance() < 0.35:
        return "today" if part == "night" or chance() < 0.5 else f"this {part}"
    if back == 1 and outlet.style in ("local", "brief", "rebel") and chance() < 0.4:
        return "yesterday" if chance() < 0.6 else f"yesterday {part}"
    forms = (f"on {weekday}", f"on {weekday}", f"on {weekday} {part}", f"on {dated}", f"on {weekday}, {dated},")
    return str(pick(chance, forms))


def date_words(day: date, chance: Chance, *, with_year: bool) -> str:
    """Return "4 March" or "March 4", with a year where wanted."""
    month, year = month_name[day.month], f" {day.year}" if with_year else ""
    if chance() < 0.65:
        return f"{day.day} {month}{year}"
    return f"{month} {day.day}{',' if with_year else ''}{year}"


def _dead(
    incident: Incident, outlet: Outlet, published: datetime, parameters: Parameters, chance: Chance
) -> tuple[int | None, str, int | None]:
    """Return the figure, the words before it, and the earlier figure that it replaces."""
    p, killed = parameters, incident.killed
    if not killed or chance() < p.p_toll_missing:
        return None, "", None
    began = datetime(incident.day.year, incident.day.month, incident.day.day, incident.hour)
    days_after = (published - began).total_seconds() / 86_400
    known = incident.dead_known(days_after)
    earlier = next((dead for until, dead in incident.stages if until < days_after), None)
    if outlet.style in ("government", "rebel") and killed > 1 and chance() < 0.4:
        known = max(1, round(killed * (0.5 + 1.2 * chance())))
    elif killed > 1 and chance() < p.p_toll_revised / 3:
        known = max(1, known + pick(chance, (-1, -1, 1, 1, 2)))
    if known >= _DOZENS and chance() < p.p_toll_vague:
        return known, "dozens", None
    rising = known < killed
    bound = "at least " if known > 1 and chance() < p.p_toll_at_least * (3 if rising else 0.7) else ""
    raised = earlier if earlier is not None and earlier < known and chance() < 0.5 else None
    return known, bound, raised


def figure(number: int, style: int) -> str:
    """Return a number as an article writes it: below `style` in words."""
    return in_words(number) if number < min(style, 1_000) else f"{number:,}"
