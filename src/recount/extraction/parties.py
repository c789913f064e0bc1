"""Noun phrases for those who act or are acted upon: listed actors, role nouns, sites, states, stand-ins."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from recount.codebook import Actor
from recount.extraction.persons import find_persons
from recount.extraction.phrases import demonym_in, is_closed, left_edge, right_edge, site_end
from recount.extraction.sheet import Sheet, StateAt, TokenRange
from recount.extraction.voices import author_of
from recount.nouns import ActorKind

__all__ = ["PartyAt", "find_parties"]

GroupKind = Literal["civilian", "state", "perpetrator", "rebel", "unknown"]

_GROUP_NOUNS = frozenset({"group", "movement", "militia", "organisation", "organization", "faction"})
_ARMED_KINDS = frozenset({"state forces", "rebel group", "political militia", "unknown"})
_GROUP_KINDS: dict[str, GroupKind] = {
    "state forces": "state",
    "external/other": "state",
    "rebel group": "rebel",
    "political militia": "rebel",
    "identity militia": "rebel",
    "civilians": "civilian",
    "protesters": "civilian",
    "rioters": "civilian",
}


@dataclass(frozen=True)
class PartyAt:
    """A noun phrase at tokens `first` up to, not including, `end`."""

    first: int
    end: int
    head: int
    role: Literal["actor", "people", "site", "state", "country", "stand-in", "office", "name"]
    """`country`: only its name; it can act ("Israel struck"), but as what is struck it is a place."""
    kind: ActorKind
    group_kind: GroupKind
    plural: bool
    actor: Actor | None = None
    country: str | None = None
    category: str | None = None
    """For sites: what the site is for ("military", "health")."""
    stands_for: "PartyAt | None" = None

    @property
    def named(self) -> "PartyAt":
        """The phrase that names the party: the one that a stand-in stands for, else itself."""
        return self.stands_for.named if self.stands_for else self

    @property
    def armed(self) -> bool:
        """Tell whether the party is an armed one."""
        named = self.named
        if named.role == "site":
            return named.category == "military"
        return named.kind in {
            "state forces",
            "rebel group",
            "political militia",
            "identity militia",
            "external/other",
        } or (named.group_kind in {"state", "perpetrator", "rebel"})


def find_parties(sheet: Sheet) -> tuple[PartyAt, ...]:
    """Return the parties of an article in order; of two that overlap the longer stays."""
    found = [*_actors(sheet), *_people(sheet), *_sites(sheet), *_states(sheet), *_offices(sheet)]
    found.sort(key=lambda party: (party.first - party.end, party.role != "actor", party.first))
    kept: list[PartyAt] = []
    taken: set[int] = set()
    for party in found:
        if taken.isdisjoint(range(party.first, party.end)):
            kept.append(party)
            taken.update(range(party.first, party.end))
    for first, end in list(find_persons(sheet, taken)):
        kept.append(PartyAt(first, end, end - 1, "name", "unknown", "unknown", plural=False))
        taken.update(range(first, end))
    kept.extend(_stand_ins(sheet, taken))
    kept.extend(_their_weapons(sheet, taken))
    kept.extend(_first_person(sheet, kept))
    kept.sort(key=lambda party: party.first)
    return tuple(_with_antecedents(sheet, kept))


def _actors(sheet: Sheet) -> Iterator[PartyAt]:
    for first, end, actor in sheet.actors:
        sentence = sheet.sentences[sheet.sentence_of(first)]
        head = end - 1
        stop = end
        # "Islamic State fighters", "Taliban commander": the role noun that follows belongs to the name.
        for position in range(end, min(end + 3, sentence.end)):
            role = sheet.lexicon.people.at(sheet.tokens, position)
            if role or sheet.lower(position) in _GROUP_NOUNS:
                stop = role.end if role else position + 1
                head = stop - 1
                break
            if not sheet.tokens[position].text[:1].isalpha() or sheet.is_verb(position) or is_closed(sheet, position):
                break
        if sheet.lexicon.sites.at(sheet.tokens, end):
            continue
        start = left_edge(sheet, first, sentence.first)
        members = _members_before(sheet, start, sentence.first)
        if members:
            start, head = members.first, members.end - 1
        yield PartyAt(
            start,
            stop,
            head,
            "actor",
            actor.kind,
            _GROUP_KINDS.get(actor.kind, "unknown"),
            plural=True,
            actor=actor,
            country=actor.country,
        )


def _members_before(sheet: Sheet, start: int, floor: int) -> TokenRange | None:
    """Return the noun for armed people before a name: the fighters of "fighters of the Islamic State"."""
    if sheet.lower(start - 1) not in {"of", "from"}:
        return None
    for position in range(start - 2, max(floor, start - 5) - 1, -1):
        found = sheet.lexicon.people.at(sheet.tokens, position, start - 1)
        if found and found.end == start - 1 and found.payload[0].kind not in {"civilians", "protesters"}:
            return TokenRange(left_edge(sheet, position, floor), found.end)
    return None


def _people(sheet: Sheet) -> Iterator[PartyAt]:
    lexicon = sheet.lexicon
    for found in lexicon.people.find(sheet.tokens):
        entry, plural = found.payload
        yield _person(sheet, found.first, found.end, entry.kind, entry.group_kind, plural=plural, office=False)


def _offices(sheet: Sheet) -> Iterator[PartyAt]:
    for office in sheet.lexicon.offices.find(sheet.tokens):
        stand_in = sheet.lexicon.stand_ins.at(sheet.tokens, office.first - 1) if office.first else None
        if sheet.lower(office.first) in _GROUP_NOUNS and stand_in and stand_in.end == office.end:
            continue
        yield _person(sheet, office.first, office.end, "unknown", "unknown", plural=False, office=True)


def _person(
    sheet: Sheet, start: int, end: int, kind: ActorKind, group: GroupKind, *, plural: bool, office: bool
) -> PartyAt:
    sentence = sheet.sentences[sheet.sentence_of(start)]
    first = left_edge(sheet, start, sentence.first)
    state = None if office else _state_in(sheet, first, end)
    domestic = not office and sheet.codebook.actors.states.is_domestic(sheet.words(start, end)) is not None
    if state or domestic:
        kind, group = "state forces", "state"
    stop = right_edge(sheet, end, sentence.end)
    # "fighters of the ADF": the name that identifies the people is theirs.
    actor = next((item.actor for item in sheet.actors if end <= item.first < stop), None)
    return PartyAt(
        first,
        stop,
        end - 1,
        "actor" if actor else "office" if office else "people",
        actor.kind if actor else kind,
        _GROUP_KINDS.get(actor.kind, group) if actor else group,
        plural=plural,
        actor=actor,
        country=actor.country if actor else state.force.country if state else demonym_in(sheet, first, start),
    )


def _state_in(sheet: Sheet, first: int, end: int) -> StateAt | None:
    """Return the state's forces that a phrase names."""
    return next((state for state in sheet.states if first <= state.first < end and state.end > first), None)


def _sites(sheet: Sheet) -> Iterator[PartyAt]:
    for found in sheet.lexicon.sites.find(sheet.tokens):
        sentence = sheet.sentences[sheet.sentence_of(found.first)]
        first = left_edge(sheet, found.first, sentence.first)
        if _inside_act(sheet, found.first, found.end) or sheet.codebook.countries.metonym(
            sheet.words(first, found.end)
        ):
            continue
        yield PartyAt(
            first,
            site_end(sheet, found.end, sentence.end),
            found.end - 1,
            "site",
            "site",
            "unknown",
            plural=sheet.lower(found.end - 1).endswith("s"),
            country=state.force.country if (state := _state_in(sheet, first, found.end)) else None,
            category=found.payload.category,
        )


def _inside_act(sheet: Sheet, first: int, end: int) -> bool:
    """Tell whether a word for a site is part of a phrase for an act: the car of "car bombing"."""
    for position in range(max(first - 2, 0), first + 1):
        act = sheet.lexicon.acts.at(sheet.tokens, position)
        if act and act.first <= first and act.end > end:
            return True
    return False


def _states(sheet: Sheet) -> Iterator[PartyAt]:
    """Yield states as parties: by their forces ("the Nigerian army", "Russian drones"), by name or capital."""
    for state in sheet.states:
        # "Israeli airstrikes": the act's own word is no part of the party.
        end = next((p for p in range(state.first + 1, state.end) if sheet.lexicon.acts.at(sheet.tokens, p)), state.end)
        if not state.force.is_site:
            sentence = sheet.sentences[sheet.sentence_of(state.first)]
            yield _state(left_edge(sheet, state.first, sentence.first), end, state.force.country)
    for found in sheet.lexicon.domestic.find(sheet.tokens):
        if sheet.lower(found.first - 1) in {"a", "an"} and sheet.lower(found.end) == "of":
            # "an army of sales agents"
            continue
        sentence = sheet.sentences[sheet.sentence_of(found.first)]
        yield _state(left_edge(sheet, found.first, sentence.first), found.end, None)
    for place in sheet.places:
        located = place.located
        if located.place is None or located.place.kind != "country" or place.end - place.first > 4:
            continue
        if sheet.lower(place.first - 1) == "," and any(other.end == place.first - 1 for other in sheet.places):
            # "Monterrey, Mexico": the country only says where the town is.
            continue
        if located.mention.role != "demonym" or _stands_before_act(sheet, place.end):
            yield replace(_state(place.first, place.end, located.country), role="country")


def _state(first: int, end: int, country: str | None) -> PartyAt:
    return PartyAt(first, end, end - 1, "state", "state forces", "state", plural=False, country=country)


def _stands_before_act(sheet: Sheet, position: int) -> bool:
    """Tell whether an act's noun or a weapon follows: "a Turkish air strike", "a Russian glide bomb"."""
    weapon = any(weapon.first in {position, position + 1} for weapon in sheet.weapons)
    return weapon or sheet.lexicon.act_nouns.at(sheet.tokens, position) is not None


def _stand_ins(sheet: Sheet, taken: set[int]) -> Iterator[PartyAt]:
    for found in sheet.lexicon.stand_ins.find(sheet.tokens):
        if taken.isdisjoint(range(found.first, found.end)):
            yield PartyAt(
                found.first,
                found.end,
                found.end - 1,
                "stand-in",
                "unknown",
                "unknown",
                plural=found.payload == "they",
            )


def _their_weapons(sheet: Sheet, taken: set[int]) -> Iterator[PartyAt]:
    """Yield "its fighter jets", "their drones": the weapons stand for the party named before."""
    for weapon in sheet.weapons:
        if sheet.lower(weapon.first - 1) in {"its", "their"} and taken.isdisjoint(range(weapon.first - 1, weapon.end)):
            yield PartyAt(weapon.first - 1, weapon.end, weapon.end - 1, "stand-in", "unknown", "unknown", plural=True)


def _first_person(sheet: Sheet, parties: Sequence[PartyAt]) -> Iterator[PartyAt]:
    """Yield "we" and "our forces" of a party's own text, pointing to the author that its head names."""
    author = author_of(sheet)
    if author is None:
        return
    named = next((party for party in parties if party.first < author.end and author.first < party.end), None)
    if named is None:
        return
    taken = {position for party in parties for position in range(party.first, party.end)}
    for position, token in enumerate(sheet.tokens):
        if token.lower not in {"we", "us", "our"} or position in taken or token.text == "US":
            continue
        end = position + 2 if token.lower == "our" else position + 1
        if end <= len(sheet.tokens) and taken.isdisjoint(range(position, end)):
            yield PartyAt(
                position, end, end - 1, "stand-in", named.kind, named.group_kind, plural=True, stands_for=named
            )


def _with_antecedents(sheet: Sheet, parties: Sequence[PartyAt]) -> Iterator[PartyAt]:
    """Point each stand-in, and each group noun with "the", to the last party named before it."""
    last_actor: PartyAt | None = None
    last_people: PartyAt | None = None
    last_state: PartyAt | None = None
    for party in parties:
        resolved = party
        if party.role == "stand-in" and party.stands_for is None:
            antecedent = last_actor or last_people
            if sheet.lower(party.first) in {"it", "they"}:
                antecedent = _nearest(last_actor, last_people, last_state)
            resolved = _standing_for(party, antecedent) if antecedent else party
        elif (owner := _nearest(last_actor, last_state)) and _is_owned(sheet, party):
            resolved = _standing_for(party, owner)
        elif last_actor and _points_back(sheet, party, last_actor):
            resolved = _standing_for(party, last_actor)
        elif party.actor or (party.country and party.armed and party.role == "people"):
            last_actor = party
        elif party.role == "people" and party.armed:
            last_people = party
        elif party.role == "state":
            last_state = party
        yield resolved


def _standing_for(party: PartyAt, other: PartyAt) -> PartyAt:
    return replace(party, stands_for=other, kind=other.kind, group_kind=other.group_kind)


def _is_owned(sheet: Sheet, party: PartyAt) -> bool:
    """Tell whether armed people are those of the side named last: "its fighters", "their forces"."""
    owned = sheet.lower(party.first) in {"its", "their"} and party.end - party.first == 2
    return owned and party.role == "people" and party.plural and party.kind in _ARMED_KINDS


def _points_back(sheet: Sheet, party: PartyAt, last: PartyAt) -> bool:
    """Tell whether "the rebels", "the militants" mean the group that was named last."""
    if party.role != "people" or party.country or last.kind in {"state forces", "external/other", "civilians"}:
        return False
    found = sheet.lexicon.stand_ins.at(sheet.tokens, party.first)
    return found is not None and found.end == party.end


def _nearest(*parties: PartyAt | None) -> PartyAt | None:
    named = [party for party in parties if party]
    return max(named, key=lambda party: party.first, default=None)
