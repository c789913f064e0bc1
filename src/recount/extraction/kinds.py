"""ACLED's type and sub-type of a happening, from its acts, weapons and parties, by rules in words."""

from collections.abc import Sequence
from typing import NamedTuple

from recount.extraction.happenings import Happening
from recount.extraction.lexicon import Act
from recount.extraction.parties import PartyAt
from recount.extraction.sheet import Sheet, WeaponAt
from recount.extraction.tellings import Telling
from recount.extraction.triggers import Trigger
from recount.nouns import WeaponCategory

__all__ = ["BY_WEAPON", "Kind", "kind_of"]

BY_WEAPON: dict[WeaponCategory, str] = {
    "drone": "Air/drone strike",
    "air-delivered": "Air/drone strike",
    "missile": "Shelling/artillery/missile attack",
    "rocket": "Shelling/artillery/missile attack",
    "artillery": "Shelling/artillery/missile attack",
    "ied": "Remote explosive/landmine/IED",
    "suicide": "Suicide bomb",
    "chemical": "Chemical weapon",
}
"""The sub-type of an attack by the category of its weapon, where that settles it."""
# Weapons that decide when several are named, the first that is there.
_PRECEDENCE: tuple[WeaponCategory, ...] = (
    "chemical",
    "suicide",
    "drone",
    "air-delivered",
    "missile",
    "rocket",
    "artillery",
    "ied",
)
_GRENADES = frozenset({"grenade", "grenades", "hand grenade", "hand grenades"})
_STATE_KINDS = frozenset({"state forces", "external/other"})


class Kind(NamedTuple):
    """A type with the rule that chose it and the trigger that it rests on."""

    event_type: str
    sub_event_type: str | None
    rule: str
    trigger: Trigger


def kind_of(sheet: Sheet, happening: Happening) -> Kind:
    """Return the type of a happening.

    The act whose words settle most decides; where words alone do not, the weapon does; where there is none that
    acts from afar, who fought whom does.
    """
    triggers = [trigger for telling in happening.tellings for trigger in telling.triggers]
    trigger = max(
        [trigger for trigger in triggers if trigger.modality != "denied"] or triggers,
        key=lambda trigger: (trigger.act.strength != "echo", trigger.act.settles, -trigger.first),
    )
    sub, rule = _sub_type(sheet, happening, trigger)
    event_type = sheet.codebook.event_types.type_of(sub) if sub else None
    if event_type is None:
        remote = trigger.act.remote
        return Kind(
            "Explosions/Remote violence" if remote else "Violence against civilians",
            None,
            f"{trigger.act.name}: the words do not settle the sub-type",
            trigger,
        )
    return Kind(event_type, sub, rule, trigger)


def _sub_type(sheet: Sheet, happening: Happening, trigger: Trigger) -> tuple[str | None, str]:
    act = trigger.act
    if act.family == "protest":
        return _of_protest(happening, act)
    if act.sub == "territory" or (act.name == "arrest" and _takes_place(sheet, trigger)):
        state = any(party.named.kind in _STATE_KINDS for party in happening.perpetrators)
        sub = "Government regains territory" if state else "Non-state actor overtakes territory"
        return sub, "territory changed hands; the taker is " + ("a state's forces" if state else "no state's forces")
    by_crowd = _of_crowd(happening)
    if by_crowd:
        return by_crowd
    remote = act.remote or act.family == "violence"
    if act.settles >= 55 and act.sub:
        return act.sub, f"the words for {act.name} settle the type"
    if act.sub and act.sub not in set(BY_WEAPON.values()) | {"Armed clash"}:
        return act.sub, f"the words for {act.name} settle the type"
    weapon = _deciding_weapon(sheet, happening) if remote else None
    if weapon in {"rocket", "artillery"} and not act.remote and _small_arms(happening):
        # Gunmen who also carry grenade launchers or mortars fight at close range.
        weapon = None
    if weapon and not (act.between and weapon in {"ied", "artillery"}):
        return BY_WEAPON[weapon], f"{act.name} with a weapon of category {weapon}"
    if _grenade(sheet, happening):
        return "Grenade", f"{act.name} with a grenade"
    if act.sub:
        return act.sub, f"the words for {act.name} settle the type"
    if act.remote and act.family == "violence" and not _small_arms(happening):
        return None, f"{act.name}: no weapon named"
    return _by_parties(happening, act)


def _of_protest(happening: Happening, act: Act) -> tuple[str, str]:
    acts = {trigger.act.name for telling in happening.tellings for trigger in telling.triggers}
    armed = any(party.named.kind in _STATE_KINDS for party in happening.perpetrators)
    if "riot" in acts:
        return "Violent demonstration", "demonstrators used violence"
    if armed and acts & {"shooting", "killing", "attack", "firing"}:
        return "Excessive force against protesters", "a state's forces used lethal force against a protest"
    if "dispersal" in acts or ("arrest" in acts and armed):
        return "Protest with intervention", "a state's forces intervened in a protest"
    return act.sub or "Peaceful protest", "a protest with no violence told"


def _takes_place(sheet: Sheet, trigger: Trigger) -> bool:
    """Tell whether a place is the verb's object: "captured Kitshanga"."""
    return trigger.verb and any(place.first == trigger.end and place.is_literal for place in sheet.places)


def _of_crowd(happening: Happening) -> tuple[str, str] | None:
    """Return the sub-type of violence by a crowd, or by a state's forces against demonstrators."""
    doers = {party.named.kind for party in happening.perpetrators}
    acts = {trigger.act.name for telling in happening.tellings for trigger in telling.triggers}
    killed = any(count.effect == "killed" and count.bounds.best != 0 for count in happening.counts)
    if any(party.named.kind == "protesters" for party in happening.targets):
        if doers & _STATE_KINDS and (killed or acts & {"shooting", "killing"}):
            return "Excessive force against protesters", "a state's forces used lethal force against demonstrators"
    elif "rioters" in doers:
        return "Mob violence", "a crowd used violence"
    elif "protesters" in doers:
        return "Violent demonstration", "demonstrators used violence"
    return None


def _deciding_weapon(sheet: Sheet, happening: Happening) -> WeaponCategory | None:
    """Return the weapon that decides the type: those that the acts' own words name first, then others by rank."""
    own = [trigger.act.weapon for telling in happening.tellings for trigger in telling.triggers if trigger.act.weapon]
    named = [weapon.form.category for telling in happening.tellings for weapon in _weapons(sheet, telling)]
    for category in _PRECEDENCE:
        if category in own and category not in {"artillery", "ied", "small-arms"}:
            return category
    for category in _PRECEDENCE:
        if category in named or category in own:
            return category
    return None


def _weapons(sheet: Sheet, telling: Telling) -> Sequence[WeaponAt]:
    """Return a telling's weapons but for those that are its target ("destroyed two tanks")."""
    return [
        weapon
        for weapon in telling.weapons
        if not any(party.first <= weapon.first < party.end for party in telling.arguments.targets)
        and sheet.lower(weapon.first) not in {"tank", "tanks", "aircraft", "jet", "explosives"}
    ]


def _grenade(sheet: Sheet, happening: Happening) -> bool:
    return any(
        sheet.words(weapon.first, weapon.end).lower() in _GRENADES
        for telling in happening.tellings
        for weapon in telling.weapons
    )


def _small_arms(happening: Happening) -> bool:
    return any(
        weapon.form.category in {"small-arms", "melee"} for told in happening.tellings for weapon in told.weapons
    )


def _by_parties(happening: Happening, act: Act) -> tuple[str | None, str]:
    targets = [party.named for party in happening.targets]
    sides = [party for told in happening.tellings for party in told.arguments.sides]
    if act.between or len(sides) > 1:
        return "Armed clash", "two armed sides fought"
    struck = {count.group_kind for count in happening.counts if count.effect in {"killed", "injured"}}
    if any(_is_armed_target(party) for party in targets):
        return "Armed clash", "the target is an armed party or its post"
    if targets or "civilian" in struck:
        return "Attack", "the target is unarmed"
    if struck & {"state", "rebel", "perpetrator"}:
        return "Armed clash", "those hit are armed"
    return "Attack", "no armed target is named"


def _is_armed_target(party: PartyAt) -> bool:
    if party.role == "site":
        return party.category in {"military", "security", "convoy", "military vehicle"}
    return party.armed
