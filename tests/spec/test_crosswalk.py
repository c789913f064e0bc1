# ruff: noqa: E501 - a table
"""Codes of other codebooks, by the rules of crosswalk.yaml."""

import pytest

from recount import codebook
from recount.codebook import Facts
from recount.codebook.crosswalk import Crosswalk
from recount.errors import BadCodebook

CROSSWALK = codebook.load().crosswalk

# fmt: off
CASES = [
    # type, sub-type, modality, weapons, perpetrators, targets                                             plover               ucdp
    ("Explosions/Remote violence", "Air/drone strike", "actual", ["drone"], ["rebel group"], ["state forces"], ("ASSAULT", "drone"), 1),
    ("Explosions/Remote violence", "Air/drone strike", "actual", ["air-delivered"], ["external/other"], ["civilians"], ("ASSAULT", "aerial"), 3),
    ("Battles", "Armed clash", "actual", ["small-arms"], ["rebel group"], ["rebel group"], ("ASSAULT", "firearms"), 2),
    ("Battles", "Armed clash", "actual", [], ["identity militia"], ["state forces", "civilians"], ("ASSAULT", None), 1),
    ("Violence against civilians", "Attack", "actual", ["melee"], ["identity militia"], ["civilians"], ("ASSAULT", "primitive"), 3),
    ("Violence against civilians", "Attack", "threatened", [], ["rebel group"], ["civilians"], ("THREATEN", "violence"), 3),
    ("Violence against civilians", "Abduction/forced disappearance", "actual", [], ["unknown"], ["civilians"], ("ASSAULT", "abduct"), None),
    ("Protests", "Peaceful protest", "actual", [], ["protesters"], [], ("PROTEST", "demo"), None),
    ("Riots", "Mob violence", "actual", [], ["rioters"], ["civilians"], ("ASSAULT", "beat"), None),
    ("Strategic developments", "Arrests", "actual", [], ["state forces"], ["rebel group"], ("COERCE", "arrest"), None),
    ("Strategic developments", "Other", "actual", [], [], [], (None, None), None),
    ("Explosions/Remote violence", None, "actual", [], [], [], ("ASSAULT", None), None),
]
# fmt: on


@pytest.mark.parametrize(("kind", "sub", "modality", "weapons", "doers", "targets", "plover", "ucdp"), CASES)
def test_codes_follow_from_type_weapon_and_parties(
    kind: str,
    sub: str | None,
    modality: str,
    weapons: list[str],
    doers: list[str],
    targets: list[str],
    plover: tuple[str | None, str | None],
    ucdp: int | None,
) -> None:
    facts = Facts([kind], [sub] if sub else [], [modality], weapons, doers, targets)
    assert (CROSSWALK.plover(facts), CROSSWALK.ucdp(facts)) == (plover, ucdp)


def test_every_sub_type_has_a_rule() -> None:
    for sub in codebook.load().event_types.sub_types:
        facts = Facts([sub.event_type], [sub.name], ["actual"], [], [], [])
        code, _ = CROSSWALK.plover(facts)
        assert (code is None) == (sub.name in {"Other", "Change to group/activity"}), sub.name


@pytest.mark.parametrize("rule", [{"type": "Battles"}, {"code": 1, "colour": "red"}])
def test_a_rule_that_cannot_be_meant_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(BadCodebook, match=r"crosswalk.yaml, ucdp"):
        Crosswalk.parse({"plover": [], "ucdp": [rule]})
