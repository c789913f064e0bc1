"""Who did it and to whom, told from where the noun phrases of a clause stand around its acts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recount.extraction.parties import PartyAt
from recount.extraction.passives import is_passive
from recount.extraction.sheet import Sheet, TokenRange
from recount.extraction.triggers import Trigger

__all__ = ["Arguments", "arguments_of"]

_AGENT_WORDS = frozenset({"by"})
_TARGET_WORDS = frozenset({"on", "against", "targeting", "at", "toward", "towards", "upon", "into", "between"})
_PLACE_WORDS = frozenset({"in", "near", "inside", "outside", "around", "across", "from", "within", "along"})
_STOPS = frozenset({";", "while", "whereas", "but", "after", "before", "when", "because", "although", "until", "since"})
_CLAUSE_OPENERS = frozenset({"after", "before", "until", "since"})
_TELLS = frozenset({"tell", "tells", "told", "telling"})
_FIRES_AT = frozenset(
    {"ramming", "landing", "firing", "hit", "strike", "attack", "missile or rocket attack", "shelling", "shooting"}
)


@dataclass(frozen=True)
class Arguments:
    """The parties of a clause by role, in order of appearance."""

    perpetrators: tuple[PartyAt, ...]
    targets: tuple[PartyAt, ...]
    hit: tuple[PartyAt, ...] = ()
    """Targets that only words of killing or wounding name: people hit, at whom the act need not have been aimed."""
    sides: tuple[PartyAt, ...] = ()
    """For clashes: those who fought, where the words name no attacker."""


class _Roles(NamedTuple):
    """The parties gathered so far for one telling."""

    perpetrators: list[PartyAt]
    targets: list[PartyAt]


def arguments_of(
    sheet: Sheet,
    clause: TokenRange,
    triggers: Sequence[Trigger],
    parties: Sequence[PartyAt],
    sources: Sequence[TokenRange],
) -> Arguments:
    """Return who did it and to whom, as far as the clause says."""
    inside = [party for party in parties if clause.first <= party.first < clause.end]
    spoken = [party for party in inside if any(source.first <= party.first < source.end for source in sources)]
    # "two sources told reporters": whom they told is no party to the act.
    told = {source.end + 1 for source in sources if sheet.lower(source.end) in _TELLS}
    free = [party for party in inside if party not in spoken and party.first not in told]
    roles = _Roles([], [])
    sides: list[PartyAt] = []
    aimed: list[PartyAt] = []
    foiled = any(trigger.modality in {"foiled", "attempted"} and not trigger.act.effect for trigger in triggers)
    for trigger in sorted(triggers, key=lambda item: item.first):
        if trigger.act.strength == "echo" and trigger.verb:
            continue
        if foiled and trigger.act.effect and trigger.modality not in {"foiled", "attempted"}:
            continue
        before = len(roles.targets)
        if trigger.act.between:
            sides.extend(_sides(sheet, clause, trigger, free))
        elif trigger.verb:
            _verb_roles(sheet, clause, trigger, free, roles)
        else:
            _noun_roles(sheet, clause, trigger, free, roles)
        if trigger.act.effect not in {"killed", "injured"}:
            aimed.extend(roles.targets[before:])
    targets = [party for party in roles.targets if party not in roles.perpetrators and party.role != "country"]
    # An unlisted name is as often an outlet or a firm: it can be struck or seized, but does not make a doer.
    perpetrators = [party for party in roles.perpetrators if party.role not in {"site", "name"}]
    hit = [party for party in targets if party not in aimed and not party.armed]
    return Arguments(_unique(perpetrators), _unique(targets), _unique(hit), _unique(sides))


def _unique(parties: Sequence[PartyAt]) -> tuple[PartyAt, ...]:
    return tuple(dict.fromkeys(parties))


def _verb_roles(
    sheet: Sheet,
    clause: TokenRange,
    trigger: Trigger,
    parties: Sequence[PartyAt],
    roles: _Roles,
) -> None:
    subjects = _subjects(sheet, clause, trigger, parties)
    suffered = sheet.lexicon.suffered.at(sheet.tokens, trigger.first) is not None
    if trigger.act.modality == "foiled":
        # Who shot a drone down, or found a bomb, is not who sent it.
        roles.perpetrators.extend(
            _after_words(sheet, clause, trigger.end, parties, _AGENT_WORDS) if not trigger.passive else ()
        )
        return
    if trigger.passive or suffered:
        roles.targets.extend(subjects if not trigger.act.needs_object else ())
        roles.perpetrators.extend(_after_words(sheet, clause, trigger.end, parties, _AGENT_WORDS))
        return
    if trigger.act.name == "explosion" or not _can_act(subjects):
        roles.targets.extend(_struck(sheet, clause, trigger, parties))
        return
    doers = [party for party in subjects if party.role != "site"]
    roles.perpetrators.extend(doers)
    by_weapon = bool(roles.targets) and all(_names_act(sheet, party.end) for party in doers)
    roles.targets.extend((_struck if by_weapon or not doers else _objects)(sheet, clause, trigger, parties))


def _names_act(sheet: Sheet, position: int) -> bool:
    """Tell whether the noun of an act follows a side's name: "a Russian missile strike on a hotel killed three"."""
    return any(sheet.lexicon.act_nouns.at(sheet.tokens, place) for place in (position, position + 1))


def _struck(sheet: Sheet, clause: TokenRange, trigger: Trigger, parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Return whom a blast or a weapon struck, without those only counted: "the blast killed four shoppers"."""
    by_chance = trigger.act.effect in {"killed", "injured"}
    found = _objects(sheet, clause, trigger, parties)
    return [party for party in found if not (by_chance and party.kind in {"civilians", "unknown"})]


def _can_act(subjects: Sequence[PartyAt]) -> bool:
    return not subjects or any(party.role != "site" for party in subjects)


def _subjects(sheet: Sheet, clause: TokenRange, trigger: Trigger, parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Return the nearest party before a verb that no preposition governs, with those joined to it by "and".

    A verb joined to an earlier one ("killed five and wounded nine", "…, killing five") shares its subject.
    """
    if sheet.lower(trigger.first - 1) in {"which", "that"} and any(
        weapon.end == trigger.first - 1 for weapon in sheet.weapons
    ):
        return []
    if sheet.lower(trigger.first - 1) in {"which", "that"} and sheet.lexicon.act_nouns.at(
        sheet.tokens, trigger.first - 2
    ):
        # "a blast which injured several people": the act itself is the subject.
        return []
    limit = _verb_that_shares(sheet, clause, trigger.first, parties)
    before = [
        party
        for party in parties
        if party.end <= limit and party.first >= clause.first and not _in_relative_clause(sheet, clause, party, limit)
    ]
    chosen: list[PartyAt] = []
    for party in reversed(before):
        if chosen:
            joined = _are_joined(sheet, party, chosen[-1])
            if not joined or _governed(sheet, party, before):
                break
            chosen.append(party)
        elif not _governed(sheet, party, before):
            chosen.append(party)
    return list(reversed(chosen))


def _in_relative_clause(sheet: Sheet, clause: TokenRange, party: PartyAt, limit: int) -> bool:
    """Tell whether a party stands in a clause set off by commas: "the men, whom residents knew, fired"."""
    if not any(sheet.lower(position) == "," for position in range(party.end, limit)):
        return False
    for position in range(party.first - 1, clause.first - 1, -1):
        if sheet.lower(position) in {"who", "whom", "which", "whose"}:
            return True
        if sheet.lower(position) in {",", ";"}:
            return False
    return False


def _are_joined(sheet: Sheet, one: PartyAt, other: PartyAt) -> bool:
    """Tell whether "and" or a comma joins two parties, with at most "allied battalions of" between them."""
    between = [sheet.lower(position) for position in range(one.end, other.first)]
    return (
        1 <= len(between) <= 5
        and between[0] in {"and", ",", "or"}
        and not any(sheet.is_verb(position) for position in range(one.end, other.first))
    )


def _verb_that_shares(sheet: Sheet, clause: TokenRange, first: int, parties: Sequence[PartyAt]) -> int:
    """Return where the first verb of a row of joined verbs begins: before it stands their subject."""
    position = first
    while position > clause.first:
        joint = position - 1
        while joint > clause.first and sheet.lower(joint) in sheet.lexicon.adverbs:
            joint -= 1
        ing = sheet.lower(position).endswith("ing")
        if sheet.lower(joint) not in {"and", "then"} and not (sheet.lower(joint) == "," and ing):
            return position
        earlier = [
            place
            for place in range(clause.first, joint)
            if sheet.lexicon.verbs.at(sheet.tokens, place)
            and not any(party.first <= place < party.end for party in parties)
            and sheet.lower(place - 1) not in sheet.lexicon.determiners
        ]
        if not earlier:
            return position
        position = earlier[-1]
    return position


def _governed(sheet: Sheet, party: PartyAt, parties: Sequence[PartyAt]) -> bool:
    """Tell whether a preposition stands before a party, or before the row that it is joined to: it is no subject."""
    position = party.first - 1
    for quantity in sheet.quantities:
        if quantity.end == party.first:
            position = quantity.first - 1
    word = sheet.lower(position)
    if word in {"and", ","}:
        joined = next((other for other in parties if other.end == position), None)
        return joined is not None and _governed(sheet, joined, parties)
    if word == "of":
        # "staff of a clinic": the staff is the subject; "a group of gunmen": the gunmen are.
        return any(other.end == position for other in parties)
    # "after gangs opened fire": words that also join clauses do not govern.
    return word in sheet.lexicon.prepositions - _CLAUSE_OPENERS


def _objects(sheet: Sheet, clause: TokenRange, trigger: Trigger, parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Return the parties after an active verb up to the end of its object."""
    found: list[PartyAt] = []
    word = ""
    position = trigger.end
    while position < clause.end:
        counted = next((item.end for item in sheet.quantities if item.first == position), None)
        if counted and counted > position:
            # The "at" of "killed at least nine soldiers" is no preposition.
            position = counted
            continue
        party = next((item for item in parties if item.first == position), None)
        if party:
            landed = trigger.act.name == "landing" and word in _PLACE_WORDS | {"on"} and party.role == "site"
            # "drove a car into", "fired rockets at": what is driven or fired is no target.
            direct = word in {"", "of", "and", ","} and not trigger.act.needs_object
            if landed or direct or (word in _TARGET_WORDS and trigger.act.name in _FIRES_AT):
                found.append(party)
            position = party.end
            continue
        lower = sheet.lower(position)
        if lower in _STOPS or lower in _AGENT_WORDS or lower in {"”", '"', "»"}:
            break
        if lower in sheet.lexicon.prepositions and lower not in {"of", "including"}:
            word = lower
        elif lower == "," and found:
            word = "" if _list_goes_on(sheet, position) else "."
        position += 1
    return found


def _list_goes_on(sheet: Sheet, comma: int) -> bool:
    return not (
        sheet.lower(comma + 1).endswith("ing") or sheet.lower(comma + 1) in {"who", "which", "where", "in", "on"}
    )


def _after_words(
    sheet: Sheet, clause: TokenRange, start: int, parties: Sequence[PartyAt], words: frozenset[str]
) -> list[PartyAt]:
    found: list[PartyAt] = []
    for party in parties:
        if not start <= party.first < clause.end:
            continue
        if sheet.lower(party.first - 1) in words or (
            found and sheet.lower(party.first - 1) in {"and", "or"} and party.first - found[-1].end <= 2
        ):
            found.append(party)
    return found


def _noun_roles(
    sheet: Sheet,
    clause: TokenRange,
    trigger: Trigger,
    parties: Sequence[PartyAt],
    roles: _Roles,
) -> None:
    modifier = _modifier(sheet, trigger, parties)
    if modifier:
        struck = modifier.role == "site" or modifier.group_kind == "civilian"
        (roles.targets if struck else roles.perpetrators).append(modifier)
    fought_off = trigger.modality_at and sheet.lexicon.fought_off.at(sheet.tokens, trigger.modality_at.first)
    if trigger.modality_at and fought_off:
        # "Troops repelled an attack": they were the ones attacked.
        roles.targets.extend(_subjects(sheet, clause, trigger._replace(first=trigger.modality_at.first), parties))
    carrier = None if fought_off else _carrier(sheet, clause, trigger)
    if carrier is not None:
        subjects = _subjects(sheet, clause, trigger._replace(first=carrier[0]), parties)
        if carrier[1]:
            roles.targets.extend(subjects)
        else:
            roles.perpetrators.extend(party for party in subjects if party.role != "site")
    _complements(sheet, clause, trigger, parties, roles)


def _complements(
    sheet: Sheet,
    clause: TokenRange,
    trigger: Trigger,
    parties: Sequence[PartyAt],
    roles: _Roles,
) -> None:
    """Read the prepositions after a noun of an act: "attack on A by B in C"."""
    at_sites = _PLACE_WORDS if trigger.act.remote else frozenset({"in", "of", "inside"})
    word = ""
    position = trigger.end
    while position < clause.end:
        party = next((item for item in parties if item.first == position), None)
        if party:
            if word in _AGENT_WORDS:
                roles.perpetrators.append(party)
            elif word in _TARGET_WORDS or (party.role == "site" and word in at_sites):
                roles.targets.append(party)
            position = party.end
            continue
        lower = sheet.lower(position)
        if lower in {",", "that", "which"}:
            roles.perpetrators.extend(_after_words(sheet, clause, position, parties, _AGENT_WORDS))
            return
        if lower in _STOPS | {"who", "as"} or (sheet.is_verb(position) and lower != "targeting"):
            return
        if lower in sheet.lexicon.prepositions or lower == "targeting":
            word = lower
        elif not lower[:1].isalpha():
            word = ""
        position += 1


def _modifier(sheet: Sheet, trigger: Trigger, parties: Sequence[PartyAt]) -> PartyAt | None:
    """Return the party right before a noun of an act: "Houthi attack", "the army's raid", "market bombing"."""
    for party in reversed(parties):
        gap = [sheet.lower(position) for position in range(party.end, trigger.first)]
        if (
            party.end <= trigger.first
            and len(gap) <= 3
            and all(
                word == "'s"
                or (word not in sheet.lexicon.prepositions and word[:1].isalpha() and not _is_verb_word(sheet, word))
                for word in gap
            )
        ):
            return party if sheet.sentence_of(party.first) == sheet.sentence_of(trigger.first) else None
    return None


def _is_verb_word(sheet: Sheet, word: str) -> bool:
    return word in sheet.lexicon.auxiliaries or word in sheet.lexicon.conjunctions or word.endswith("ed")


def _carrier(sheet: Sheet, clause: TokenRange, trigger: Trigger) -> tuple[int, bool] | None:
    """Return where the verb that carries a noun of an act begins, and whether its subject is the one acted upon."""
    floor = max(clause.first, trigger.first - 8)
    for position in range(trigger.first - 1, floor - 1, -1):
        light = sheet.lexicon.light_verbs.at(sheet.tokens, position, trigger.first)
        if light:
            passive = is_passive(sheet, light.first, light.end, light.payload)
            return None if passive else (position, False)
        suffered = sheet.lexicon.suffered.at(sheet.tokens, position, trigger.first)
        if suffered:
            return position, True
        if sheet.lower(position) in {",", ";", "that"}:
            return None
    return None


def _sides(sheet: Sheet, clause: TokenRange, trigger: Trigger, parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Return those who fought each other: joined by "between … and", "with", "against", or subject and object."""
    armed = [party for party in parties if party.role != "site" and (party.armed or party.role == "stand-in")]
    after = _distinct([party for party in armed if trigger.end <= party.first < clause.end])
    if trigger.verb:
        return [*_subjects(sheet, clause, trigger, parties), *after[:1]]
    before = _distinct([party for party in armed if party.end <= trigger.first])
    if len(after) >= 2:
        return after[:2]
    return before[-2:] if not after else [*before[-1:], *after[:1]]


def _distinct(parties: Sequence[PartyAt]) -> list[PartyAt]:
    """Leave out a second name of one actor: "the National Liberation Army (ELN)"."""
    kept: list[PartyAt] = []
    for party in parties:
        same = any(
            other.named.actor is not None
            and party.named.actor is not None
            and other.named.actor.id == party.named.actor.id
            for other in kept
        )
        if not same:
            kept.append(party)
    return kept
