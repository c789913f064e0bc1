"""Kinds of events as the codebook names them, with who does them to whom, with what, and what they are taken for."""

from dataclasses import dataclass
from typing import Final

from generating.happening import Country

__all__ = ["KINDS", "PARTY_KINDS", "WEAPON_SETS", "Kind", "PartyChoice", "parties_of"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event; shares are relative to the sum over all kinds."""

    event_type: str
    sub_event_type: str
    share: float
    perpetrators: tuple[str, ...]
    """Roles, as in `parties_of`."""
    targets: tuple[str, ...]
    weapons: tuple[str, ...]
    """Names of `WEAPON_SETS`; the first is the usual one."""
    taken_for: tuple[int, ...]
    """Numbers of the kinds that it is confused with."""
    killed: float
    """Mean number of dead; most events have fewer."""
    act: str
    """What the anchor says: "air strike"."""


_REMOTE: Final = "Explosions/Remote violence"
_CIVILIANS: Final = "Violence against civilians"

KINDS: Final = (
    Kind("Battles", "Armed clash", 20, ("group",), ("army", "militia"), ("guns", "none", "heavy"), (7, 2), 4, "clash"),
    Kind(_REMOTE, "Air/drone strike", 12, ("army",), ("civilians", "group"), ("air", "drone"), (2,), 4, "air strike"),
    Kind(
        _REMOTE,
        "Shelling/artillery/missile attack",
        16,
        ("army", "group"),
        ("civilians",),
        ("shells", "rockets", "missile"),
        (1, 0),
        2,
        "shelling",
    ),
    Kind(
        _REMOTE,
        "Remote explosive/landmine/IED",
        9,
        ("group",),
        ("army", "civilians"),
        ("ied", "none"),
        (4, 5),
        3,
        "roadside bomb",
    ),
    Kind(
        _REMOTE, "Suicide bomb", 1.5, ("group",), ("civilians", "army"), ("suicide", "ied"), (3,), 9, "suicide bombing"
    ),
    Kind(_REMOTE, "Grenade", 2, ("group", "militia"), ("civilians",), ("grenade",), (3, 7), 1, "grenade attack"),
    Kind(
        _CIVILIANS,
        "Abduction/forced disappearance",
        7,
        ("group", "militia", "police"),
        ("civilians",),
        ("none", "guns"),
        (7, 12),
        0,
        "kidnapping",
    ),
    Kind(
        _CIVILIANS,
        "Attack",
        16,
        ("group", "militia", "army"),
        ("civilians",),
        ("guns", "blades", "none"),
        (0, 11),
        3,
        "killing",
    ),
    Kind("Protests", "Peaceful protest", 5, ("protesters",), (), ("none",), (9,), 0, "protest"),
    Kind("Protests", "Protest with intervention", 2.5, ("protesters",), ("police",), ("none",), (8, 10), 0, "protest"),
    Kind(
        "Protests",
        "Excessive force against protesters",
        1.5,
        ("police", "army"),
        ("protesters",),
        ("guns", "none"),
        (9,),
        2,
        "firing on protesters",
    ),
    Kind("Riots", "Mob violence", 2.5, ("rioters",), ("civilians",), ("blades", "none"), (7,), 1, "mob attack"),
    Kind("Strategic developments", "Arrests", 2, ("police", "army"), ("group",), ("none",), (6,), 0, "arrest"),
    Kind(
        "Strategic developments",
        "Looting/property destruction",
        3,
        ("group", "militia"),
        ("civilians",),
        ("none", "fire"),
        (7,),
        0,
        "looting",
    ),
)

WEAPON_SETS: Final[dict[str, tuple[str, ...]]] = {
    "none": (),
    "guns": ("small-arms",),
    "heavy": ("small-arms", "rocket"),
    "air": ("air-delivered",),
    "drone": ("drone",),
    "shells": ("artillery",),
    "rockets": ("rocket",),
    "missile": ("missile",),
    "ied": ("ied",),
    "suicide": ("suicide",),
    "grenade": ("other",),
    "blades": ("melee",),
    "fire": ("other",),
}

PARTY_KINDS: Final = {
    "army": "state forces",
    "police": "state forces",
    "group": "rebel group",
    "militia": "political militia",
    "civilians": "civilians",
    "protesters": "protesters",
    "rioters": "rioters",
}


@dataclass(frozen=True, slots=True)
class PartyChoice:
    """A party as a report codes it."""

    role: str
    canonical: str | None
    name: str
    kind: str
    country: str | None


def parties_of(country: Country) -> list[PartyChoice]:
    """Return the parties of a country, each as coded when it is known by name."""
    code, named = country.code, country.name.removeprefix("the ")
    listed = [
        PartyChoice("army", f"Military Forces of {named}", country.army, PARTY_KINDS["army"], code),
        PartyChoice("police", f"Police Forces of {named}", country.police, PARTY_KINDS["police"], code),
    ]
    for role, names in (("group", country.groups), ("militia", country.militia)):
        for name in names:
            canonical = name.removeprefix("the ").removeprefix("a ")
            listed.append(PartyChoice(role, canonical, name, PARTY_KINDS[role], None))
    for role in ("civilians", "protesters", "rioters"):
        listed.append(PartyChoice(role, None, role, PARTY_KINDS[role], None))
    return listed
