"""Which tellings of an article tell of one happening."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from recount.extraction.counts import CountAt
from recount.extraction.parties import PartyAt
from recount.extraction.sheet import PlaceAt, Sheet
from recount.extraction.sites import contains, same_site, settle_places
from recount.extraction.tellings import Telling
from recount.extraction.triggers import UNREAL
from recount.nouns import Modality

__all__ = ["Happening", "gather", "is_elsewhere", "modality_of"]

_TOGETHER = (
    {"violence", "abduction", "destruction", "territory"},
    {"protest", "violence"},
    {"arrest", "protest"},
    {"disruption", "arrest"},
)
"""Families of which one happening can hold both ("stormed the village, killing five and abducting twelve")."""


# Different words of one field in an article from which on its conflict words are taken for figures of speech.
_WHOLE_ARTICLE = 5
_SPORT_ARTICLE = 7
# Sentences from which on an article of violence names arms or harm somewhere; a brief need not.
_LONG_ARTICLE = 8


@dataclass
class Happening:
    """Tellings of one happening, gathered in reading order."""

    tellings: list[Telling]
    chain: tuple[PlaceAt, ...]
    """Where: the finest place first, then what contains it; empty where no telling names a place."""
    counts: list[CountAt] = field(default_factory=list)
    shared: bool = False
    """Its first telling tells of several happenings at once ("struck A and B")."""
    chains: list[tuple[PlaceAt, ...]] = field(default_factory=list)
    accused: list[PartyAt] = field(default_factory=list)
    """Those whom a speaker holds responsible in a sentence of its own ("The army blamed the rebels")."""

    @property
    def families(self) -> set[str]:
        """The families of its acts."""
        return {telling.main.act.family for telling in self.tellings}

    @property
    def perpetrators(self) -> list[PartyAt]:
        """Those who did it by any telling, in order."""
        return [party for told in self.tellings for party in told.arguments.perpetrators] + self.accused

    @property
    def targets(self) -> list[PartyAt]:
        """Those to whom it was done by any telling, in order."""
        return [party for telling in self.tellings for party in telling.arguments.targets]


def gather(
    sheet: Sheet,
    tellings: Sequence[Telling],
    elsewhere: Sequence[Telling],
    counts: Sequence[CountAt],
    running: Sequence[CountAt],
) -> tuple[Happening, ...]:
    """Return the happenings of an article in order of their first telling in the body.

    A telling makes a happening if it names an act with enough beside it (who, whom, with what, how many, where);
    otherwise it joins one that it can belong to, or is left as background. Clauses that give a `running` total,
    and "the attacks" after one, tell of no single happening, and those told `elsewhere` (see `is_elsewhere`) of none.
    """
    happenings: list[Happening] = []
    single = [
        telling for telling in tellings if telling not in elsewhere and not _tells_of_many(telling, tellings, running)
    ]
    body = [telling for telling in single if telling.sentence != sheet.headline]
    head = [telling for telling in single if telling.sentence == sheet.headline]
    for telling in body:
        _take(sheet, telling, counts, happenings)
    for telling in head:
        _take_headline(sheet, telling, counts, happenings)
    if len(sheet.sentences) < _LONG_ARTICLE or _has_arms_or_harm(single, counts):
        return tuple(happenings)
    return tuple(happening for happening in happenings if not _is_violence_by_word_alone(happening))


def _has_arms_or_harm(tellings: Sequence[Telling], counts: Sequence[CountAt]) -> bool:
    """Tell whether an article names anybody armed, a weapon, or somebody hit or taken."""
    parties = [
        party
        for telling in tellings
        for party in (*telling.arguments.perpetrators, *telling.arguments.targets, *telling.arguments.sides)
    ]
    armed = any((party.armed or party.group_kind == "perpetrator") and party.role != "country" for party in parties)
    return armed or any(telling.weapons for telling in tellings) or any(count.is_of_an_act for count in counts)


def _is_violence_by_word_alone(happening: Happening) -> bool:
    """Tell whether only a word such as "attack" makes a happening; figures of speech use them too."""
    acts = [trigger.act for telling in happening.tellings for trigger in telling.triggers]
    return all(act.family in {"violence", "any"} and act.sub is None for act in acts)


def _tells_of_many(telling: Telling, tellings: Sequence[Telling], running: Sequence[CountAt]) -> bool:
    clause = telling.clause
    if telling.campaign or any(clause.first <= count.first < clause.end for count in running):
        return True
    if not (telling.main.plural and not telling.main.verb and telling.definite and not telling.places):
        return False
    return any(other.campaign and other.clause.first < clause.first for other in tellings) or any(
        count.effect == "attacks" and count.first < clause.first for count in running
    )


def _take(sheet: Sheet, telling: Telling, counts: Sequence[CountAt], happenings: list[Happening]) -> None:
    chains = settle_places(sheet, telling) or [()]
    for chain in chains:
        match = _best_match(sheet, telling, chain, happenings)
        if match is not None:
            _join(match, telling, chain)
        elif _makes_a_happening(telling, chain, counts):
            happenings.append(Happening([telling], chain, shared=len(chains) > 1, chains=[chain]))


def _take_headline(sheet: Sheet, telling: Telling, counts: Sequence[CountAt], happenings: list[Happening]) -> None:
    chains = settle_places(sheet, telling) or [()]
    for chain in chains:
        matches = [happening for happening in happenings if not _conflict(sheet, telling, chain, happening)]
        for happening in matches[: max(1, 2 if telling.main.plural else 1)]:
            happening.tellings.append(telling)
        if not matches and not happenings and _makes_a_happening(telling, chain, counts):
            happenings.append(Happening([telling], chain, chains=[chain]))


def _join(happening: Happening, telling: Telling, chain: tuple[PlaceAt, ...]) -> None:
    happening.tellings.append(telling)
    if not chain:
        return
    happening.chains.append(chain)
    if not happening.chain or (contains(happening.chain[0], chain[0]) and not same_site(happening.chain[0], chain[0])):
        happening.chain = (*chain, *happening.chain)


def _makes_a_happening(telling: Telling, chain: Sequence[PlaceAt], counts: Sequence[CountAt]) -> bool:
    """Tell whether a telling has enough beside its act to be a happening of its own."""
    main = telling.main
    if main.act.strength == "echo" or main.modality == "hypothetical":
        return False
    support = _support(telling, chain, counts)
    if main.modality == "denied" and not (chain and telling.times and support >= 2):
        return False
    if main.plural and not main.act.between and support < 2:
        return False
    if main.modality in {"planned", "threatened"} and not telling.arguments.perpetrators:
        return False
    needed = 1 if main.act.strength == "strong" else 2
    return support >= needed


def _support(telling: Telling, chain: Sequence[PlaceAt], counts: Sequence[CountAt]) -> int:
    """Count what a telling says beside the act: who, whom, with what, how many, where, when."""
    arguments = telling.arguments
    clause = telling.clause
    says_where = any(place.located.precision not in {"country", "international"} for place in chain)
    tolls = [count for count in counts if clause.first <= count.first < clause.end and count.is_of_an_act]
    has = (
        bool(arguments.perpetrators or arguments.sides),
        bool(arguments.targets) or len(arguments.sides) > 1,
        bool(telling.weapons or telling.main.act.weapon),
        bool(tolls),
        says_where,
        any(time.mention.expression.names_a_day for time in telling.times),
    )
    return sum(has)


def _fields(sheet: Sheet, sentence: int) -> list[str]:
    """Return the fields of life outside conflict that the words of a sentence belong to."""
    return [found.payload for found in sheet.lexicon.elsewhere.find(sheet.tokens, *sheet.sentences[sentence])]


def is_elsewhere(sheet: Sheet, telling: Telling) -> bool:
    """Tell whether sport, business, an accident or plain crime is meant, in a sentence without an armed party."""
    arguments = telling.arguments
    parties = (*arguments.perpetrators, *arguments.targets, *arguments.sides)
    distinct = sheet.elsewhere
    if distinct["sport"] >= _SPORT_ARTICLE:
        # Army teams play too: in a match report an armed name is no sign of an armed act.
        return True
    if any((party.armed and party.role != "site") or party.actor for party in parties):
        return False
    fields = _fields(sheet, telling.sentence)
    if any(fields.count(name) >= 2 for name in set(fields)) or {"accident", "crime"} & set(fields):
        return True
    before = max(telling.sentence - 1, 0)
    same_paragraph = sheet.paragraph_of(before) == sheet.paragraph_of(telling.sentence)
    if same_paragraph and "accident" in _fields(sheet, before):
        return True
    return any(distinct[name] >= _WHOLE_ARTICLE for name in ("sport", "business", "culture", "health"))


def _best_match(
    sheet: Sheet, telling: Telling, chain: tuple[PlaceAt, ...], happenings: Sequence[Happening]
) -> Happening | None:
    """Return the happening that a telling most likely tells of; None where it tells of another one."""
    best: tuple[float, Happening] | None = None
    for recency, happening in enumerate(reversed(happenings)):
        if _conflict(sheet, telling, chain, happening):
            continue
        score = _likeness(sheet, telling, chain, happening) - 0.25 * recency
        if best is None or score > best[0]:
            best = (score, happening)
    return best[1] if best and best[0] > 0 else None


def _conflict(sheet: Sheet, telling: Telling, chain: tuple[PlaceAt, ...], happening: Happening) -> bool:
    families = {telling.main.act.family}
    if (telling.modality in UNREAL) != (happening.tellings[0].modality in UNREAL):
        return True
    if not _families_agree(families, happening.families):
        return True
    if telling.novel and not telling.definite and not _same_place(chain, happening):
        return True
    if chain and happening.chain and not _places_agree(chain, happening):
        return True
    if chain and happening.chain and not telling.definite and _is_one_of_a_wave(chain, happening):
        return True
    days, known = days_of(sheet, [telling]), days_of(sheet, happening.tellings)
    if days and known and _disjoint(days, known):
        return True
    if telling.definite or telling.main.act.strength == "echo":
        return False
    return _kinds_differ(sheet, telling, happening)


def _is_one_of_a_wave(chain: Sequence[PlaceAt], happening: Happening) -> bool:
    """Tell whether several acts over a division are told ("four raids on X province") and now one at a place in it."""
    first, outer = happening.tellings[0].main, happening.chain[0]
    whole = outer.located.precision in {"admin1", "admin2", "area", "country"}
    several = first.plural and not first.verb and len(happening.tellings) == 1
    return several and whole and contains(outer, chain[0])


def _families_agree(one: set[str], other: set[str]) -> bool:
    if "any" in one or one & other:
        return True
    return any(one <= together and other & together for together in _TOGETHER)


def _kinds_differ(sheet: Sheet, telling: Telling, happening: Happening) -> bool:
    """Tell whether act, doer and target are all given on both sides and none agrees."""
    ours, theirs = telling.arguments, happening
    both_named = ours.perpetrators and theirs.perpetrators and ours.targets and theirs.targets
    if not both_named:
        return False
    if any(_is_unnamed(party) for party in (*ours.perpetrators, *theirs.perpetrators)):
        return False
    return not _share(sheet, ours.perpetrators, theirs.perpetrators) and not _share(sheet, ours.targets, theirs.targets)


def _is_unnamed(party: PartyAt) -> bool:
    """ "The gunmen" of one sentence can be the group named in another."""
    named = party.named
    return named.actor is None and named.country is None and named.kind == "unknown"


def _share(sheet: Sheet, one: Iterable[PartyAt], other: Iterable[PartyAt]) -> bool:
    others = list(other)
    return any(_same_party(sheet, a.named, b.named) for a in one for b in others)


def _same_party(sheet: Sheet, one: PartyAt, other: PartyAt) -> bool:
    if one.actor and other.actor:
        return one.actor.id == other.actor.id
    if one.country and other.country:
        return one.country == other.country
    return sheet.lower(one.head) == sheet.lower(other.head)


def _same_place(chain: Sequence[PlaceAt], happening: Happening) -> bool:
    return bool(chain and happening.chain and same_site(chain[0], happening.chain[0]))


def _places_agree(chain: Sequence[PlaceAt], happening: Happening) -> bool:
    """Tell whether one place is the other or holds it."""
    ours, theirs = chain[0], happening.chain[0]
    if same_site(ours, theirs) or contains(ours, theirs) or contains(theirs, ours):
        return True
    named = [place for other in happening.chains for place in other[:2]]
    return any(same_site(ours, place) for place in named) or any(same_site(theirs, place) for place in chain[1:2])


def _likeness(sheet: Sheet, telling: Telling, chain: Sequence[PlaceAt], happening: Happening) -> float:
    """Score how much speaks for one happening; 0 or less: nothing does."""
    score = 0.0
    last = happening.tellings[-1]
    if chain and happening.chain:
        score += 3.0 if same_site(chain[0], happening.chain[0]) else 1.0
    elif chain and not happening.chain:
        score += 0.5
    if telling.definite:
        score += 2.0
    gap = telling.sentence - last.sentence
    if gap == 0:
        score += 2.0
    elif gap <= 2:
        score += 1.25 if gap == 1 else 0.75
    if sheet.paragraph_of(telling.sentence) == sheet.paragraph_of(last.sentence):
        score += 0.5
    if not chain:
        score += 1.0
    if _share(sheet, telling.arguments.perpetrators, happening.perpetrators):
        score += 0.75
    if _share(sheet, telling.arguments.targets, happening.targets):
        score += 0.5
    ours = {weapon.form.category for weapon in telling.weapons}
    theirs = {weapon.form.category for told in happening.tellings for weapon in told.weapons}
    score += 0.75 if ours & theirs else -0.25 if ours and theirs else 0.0
    return score


def days_of(sheet: Sheet, tellings: Sequence[Telling]) -> list[tuple[date, date]]:
    """Return the first and last day, both inclusive, of each time that tellings name."""
    found = []
    for telling in tellings:
        for time in telling.times:
            expression = time.mention.expression
            days = expression.resolve(sheet.article.published) if expression.names_a_day else None
            if days and days.earliest and days.latest:
                found.append((days.earliest, days.latest))
    return found


def _disjoint(ours: Sequence[tuple[date, date]], theirs: Sequence[tuple[date, date]]) -> bool:
    """Tell whether no day is common."""
    return all(one[0] > other[1] or other[0] > one[1] for one in ours for other in theirs)


def modality_of(sheet: Sheet, happening: Happening) -> Modality:
    """Return the modality of a happening: foiled or attempted if the telling that says most says so.

    An attack that was fought off took place if anybody was hit.
    """
    told = [telling.modality for telling in happening.tellings]
    hit = any(
        (count.bounds.best or count.bounds.low or 0) > 0 for count in happening.counts if count.effect != "munitions"
    )
    for telling in happening.tellings:
        if telling.modality not in {"foiled", "attempted"}:
            continue
        if hit and _was_fought_off(sheet, telling):
            return "actual"
        if "actual" not in told or told[0] == telling.modality:
            return telling.modality
    return "actual" if "actual" in told else told[0]


def _was_fought_off(sheet: Sheet, telling: Telling) -> bool:
    at = telling.main.modality_at
    return at is not None and sheet.lexicon.fought_off.at(sheet.tokens, at.first) is not None
