"""The codebook's list of armed actors, and how their names are found in running text."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self, get_args

from recount.codebook.countries import Countries, split_list
from recount.codebook.names import NameIndex, Word, fold, is_acronym, words_of
from recount.codebook.state_forces import StateForce, StateForces
from recount.errors import BadCodebook
from recount.nouns.report import ActorKind

__all__ = ["Actor", "ActorList", "ActorMention", "MentionHow"]

MentionHow = Literal["name", "alias", "acronym", "local abbreviation"]

_KINDS = frozenset(get_args(ActorKind))
_FIELDS = frozenset({"also", "in", "since", "until", "side", "state_since"})
_NOT_IN_SLUG = re.compile(r"[^a-z0-9]+")

# `(IRI)`, `(the "IRI")`, `(known as IRI)` right after a name.
_INTRODUCED = re.compile(
    r"\s*[(\[]\s*(?:(?:also |better |otherwise )?(?:known|abbreviated|referred to) as |or )?(?:the )?"
    r"[\"“'‘]?([A-Z][A-Za-z0-9\-/]{1,11})[\"”'’]?\s*[)\],;]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
# After a name: "Hezbollah-linked", "Houthi-run", "the FARC's 33rd Front" say who stands behind another.
_QUALIFIES = re.compile(r"-(?:\w+ed|run|led|held|based)\b|['’]s?\s+\d", re.IGNORECASE)
_BACKED = re.compile(r"\S+[-‑](?:\w+ed|led)\b", re.IGNORECASE)
_OWNER = re.compile(r"^.*\w['’]s?\s+$", re.DOTALL)
# Acronyms up to this length stand for too many things to be sure without context.
_MAX_UNSURE_ACRONYM = 3
_MAX_SHOUTED_ACRONYM = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """An armed group or a state's unit, under the codebook's neutral name."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: ActorKind
    country: str | None
    """ISO 3166-1 alpha-2 of its base; None for an actor of no one country."""
    countries: tuple[str, ...]
    """ISO codes of its base and of where else it operates."""
    start_year: int | None
    """None where it is older than the list's reach (2010) or the year is in doubt."""
    end_year: int | None
    """The last year, inclusive; None where it still stands or the year is in doubt."""
    side: str | None
    """Canonical name of the actor, or ISO code of the state, that it belongs to or fights for."""
    state_since: int | None
    """The first year in which it is a state's force; None where it never was or always is."""

    def kind_in(self, year: int | None) -> ActorKind:
        """Return its kind in `year`; the present one where the year is not known."""
        if self.state_since is not None and (year is None or year >= self.state_since):
            return "state forces"
        return self.kind

    def was_active(self, year: int | None) -> bool:
        """Tell whether it may have acted in `year`; a name outlives its group by a year in the news."""
        if year is None:
            return True
        started = self.start_year is None or year >= self.start_year
        return started and (self.end_year is None or year <= self.end_year + 1)


class ActorMention(NamedTuple):
    """Words of a text that name a listed actor."""

    start: int
    end: int
    actor: Actor
    how: MentionHow


class _Name(NamedTuple):
    """One name of one actor."""

    actor: Actor
    text: str
    how: MentionHow
    needs_context: bool


class _Found(NamedTuple):
    start: int
    end: int
    names: tuple[_Name, ...]


class ActorList:
    """Every listed actor; finds their names in a text and resolves single names."""

    def __init__(
        self,
        actors: Sequence[tuple[Actor, Sequence[str]]],
        countries: Countries,
        state_forces: StateForces,
        rules: Mapping[str, Any],
    ) -> None:
        """Hold actors with their aliases as marked in the codebook ("NAME!", "NAME?")."""
        self.actors = tuple(actor for actor, _ in actors)
        self.states = state_forces
        self._marked = actors
        self._countries = countries
        self._rules = rules
        self._by_name = {actor.name: actor for actor in self.actors}
        self._by_id = {actor.id: actor for actor in self.actors}

    @classmethod
    def parse(
        cls,
        lists: Mapping[str, Any],
        *,
        countries: Countries,
        state_words: Mapping[str, Any],
        rules: Mapping[str, Any],
    ) -> Self:
        """Build from `actors*.yaml`, with `state_forces.yaml` and `actor_words.yaml`.

        Raises:
            BadCodebook: an entry has an unknown field, kind, country or side, or two entries share an id.
        """
        actors = [
            _actor(code, kind, name, facts, file, countries)
            for file, content in lists.items()
            for code, kinds in content.items()
            for kind, entries in kinds.items()
            for name, facts in entries.items()
        ]
        ids = Counter(actor.id for actor, _ in actors)
        twice = sorted(actor_id for actor_id, times in ids.items() if times > 1)
        if twice:
            raise BadCodebook(f"The actor lists hold {', '.join(twice)} twice. Merge or rename the entries.")
        names = {actor.name for actor, _ in actors}
        for actor, _ in actors:
            if actor.side and actor.side not in names and countries.get(actor.side) is None:
                raise BadCodebook(f"{actor.name}: its side {actor.side!r} is neither a listed actor nor a country.")
        return cls(actors, countries, StateForces.parse(state_words, countries), rules)

    @property
    def countries(self) -> Countries:
        """The countries by which actors are told apart."""
        return self._countries

    def __len__(self) -> int:
        """Count the listed actors."""
        return len(self.actors)

    def get(self, actor_id: str) -> Actor | None:
        """Return the actor of this id; None where the list does not hold it."""
        return self._by_id.get(actor_id)

    def named(self, canonical: str) -> Actor | None:
        """Return the actor of exactly this canonical name; None where the list does not hold it."""
        return self._by_name.get(canonical)

    def state_force(self, phrase: str) -> StateForce | None:
        """Return whose forces a noun phrase names ("the Nigerian army"); None where it names none's."""
        return self.states.read(phrase)

    def is_party(self, actor: Actor) -> bool:
        """Tell whether an actor's spokespersons speak for a party to a conflict."""
        return not actor.name.startswith(tuple(self._rules["not_parties"]))

    def find(self, text: str, *, countries: Sequence[str] = (), year: int | None = None) -> tuple[ActorMention, ...]:
        """Return every mention of a listed actor in `text`, in order, the longest name at each place.

        `countries` are ISO codes known from elsewhere (the outlet, resolved places) that help to tell actors of one
        acronym apart. An acronym that could be anyone's is left out unless the text names a country of the actor
        or its full name. With a `year`, actors that did not exist then are left out.
        """
        words = words_of(text)
        found = tuple(each for each in self._matches(text, words, year) if each.names)
        if not found:
            return ()
        weights = self._countries.weigh(text)
        for code in countries:
            weights[code] += 1
        sure = {each.names[0].actor.id for each in found if len(each.names) == 1 and not each.names[0].needs_context}
        mentions = [mention for each in found if (mention := self._choose(each, text, sure, weights))]
        introduced = _introduced(text, mentions)
        if introduced:
            mentions = _with_introduced(text, mentions, introduced)
        return tuple(mentions)

    def resolve(self, name: str, *, countries: Sequence[str] = (), year: int | None = None) -> Actor | None:
        """Return the actor that a name or noun phrase names ("suspected Boko Haram fighters").

        None where the list does not hold it, where two actors go by the name and `countries` do not decide, where the
        phrase names a second thing besides, or where the actor did not exist in `year`.
        """
        weights = self._countries.weigh(name)
        for code in countries:
            weights[code] += 1
        for each in self._matches(name, words_of(name), year):
            if not self.is_all_of(name, each.start, each.end):
                continue
            mention = self._choose(each, name, set(), weights, sure_alone=True)
            return mention.actor if mention else None
        return None

    def is_all_of(self, phrase: str, start: int, end: int) -> bool:
        """Tell whether the name at `[start, end)` says whom the whole noun phrase means.

        True for "suspected M23 rebels", "fighters from Hamas", "two Hezbollah commanders in Tyre"; false for
        "forces fighting M23", "Hamas and the army", "Hezbollah-linked company".
        """
        after = re.split(self._cut, phrase[end:], maxsplit=1)[0]
        if _QUALIFIES.match(after):
            return False
        # "Hezbollah's Radwan Force", "Iran-backed Houthis": an owner or a backer before the name is not the actor.
        before = _OWNER.sub("", _BACKED.sub(" ", phrase[:start]))
        ahead = [fold(word) for word in _LETTERS.findall(before)]
        behind = [fold(word) for word in _LETTERS.findall(after) if len(word) > 1]
        return self._before.issuperset(ahead) and self._after.issuperset(behind)

    @cached_property
    def _before(self) -> frozenset[str]:
        demonyms = (adjective for country in self._countries.countries for adjective in country.adjectives)
        return self._after.union(fold(word) for word in (*self._rules["before"], *demonyms))

    @cached_property
    def _after(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self._rules["after"])

    @cached_property
    def _cut(self) -> str:
        return rf"(?i)[,;:(\[]|\s(?:{'|'.join(map(re.escape, self._rules['cut']))})\b"

    @cached_property
    def _index(self) -> NameIndex[_Name]:
        return NameIndex((name.text, name) for actor, marked in self._marked for name in _names(actor, marked))

    @cached_property
    def _rivals(self) -> dict[str, tuple[str, ...]]:
        return {name: tuple(words) for name, words in self._rules["rival_meanings"].items()}

    def _matches(self, text: str, words: Sequence[Word], year: int | None) -> Iterator[_Found]:
        position = 0
        while position < len(words):
            match = self._index.longest(text, words, position)
            if match is None:
                position += 1
                continue
            first, last = words[position], words[position + match.words - 1]
            active = tuple(name for name in match.items if name.actor.was_active(year))
            yield _Found(first.lead, last.end, active)
            position += match.words

    def _choose(
        self, found: _Found, text: str, sure: set[str], weights: Counter[str], *, sure_alone: bool = False
    ) -> ActorMention | None:
        """Pick the actor meant by a name, by what else the text names; None where that stays open."""
        written = fold(text[found.start : found.end])
        is_rival = any(cue in text for cue in self._rivals.get(text[found.start : found.end], ()))
        is_shouted = found.end - found.start <= _MAX_SHOUTED_ACRONYM and _is_shouted(text, found.start, found.end)
        # "National Action Plan" is not of National Action.
        is_longer = bool(re.match(r"[ ][A-Z][a-z]", text[found.end :][:3]))
        alone = sure_alone and len({name.actor.id for name in found.names}) == 1
        scored: list[tuple[float, bool, _Name]] = []
        for name in found.names:
            score = 3.0 * (name.actor.id in sure) + _country_score(name.actor, weights)
            is_doubtful = is_rival or (is_shouted and name.how == "acronym") or (is_longer and name.needs_context)
            if is_doubtful and (name.actor.id not in sure or len(written) <= 2):
                continue
            if score or not name.needs_context or alone:
                scored.append((score, fold(name.text) == written, name))
        if not scored:
            return None
        best = max((score, is_exact) for score, is_exact, _ in scored)
        top = [name for score, is_exact, name in scored if (score, is_exact) == best]
        if best[0] == 0 and len({name.actor.id for name in top}) > 1:
            # Nothing in the text decides: only a name that one of them bears in full does.
            top = [name for name in top if name.how == "name"]
            if len({name.actor.id for name in top}) != 1:
                return None
        return ActorMention(found.start, found.end, top[0].actor, top[0].how)


def _actor(
    code: str, kind: str, name: str, facts: Mapping[str, Any], file: str, countries: Countries
) -> tuple[Actor, tuple[str, ...]]:
    """Build one actor and its aliases as marked."""
    unknown = sorted(set(facts) - _FIELDS)
    if unknown:
        raise BadCodebook(
            f"{file}.yaml, {name}: no such field: {', '.join(unknown)}. Use {', '.join(sorted(_FIELDS))}."
        )
    if kind not in _KINDS:
        raise BadCodebook(f"{file}.yaml, {name}: {kind!r} is not one of {', '.join(sorted(_KINDS))}.")
    base = None if code == "international" else code
    operates = tuple(dict.fromkeys((*((base,) if base else ()), *split_list(facts.get("in")))))
    missing = [country for country in operates if countries.get(country) is None]
    if missing:
        raise BadCodebook(f"{file}.yaml, {name}: countries.yaml has no {', '.join(missing)}.")
    marked = split_list(facts.get("also"))
    actor = Actor(
        id=f"act:{_NOT_IN_SLUG.sub('-', fold(name)).strip('-')}",
        name=name,
        aliases=tuple(alias.rstrip("!?") for alias in marked),
        kind=kind,  # type: ignore[arg-type]
        country=base,
        countries=operates,
        start_year=facts.get("since"),
        end_year=facts.get("until"),
        side=facts.get("side"),
        state_since=facts.get("state_since"),
    )
    return actor, marked


def _names(actor: Actor, marked: Sequence[str]) -> Iterator[_Name]:
    """Yield every name of an actor with how sure it is by itself."""
    yield _Name(actor, actor.name, "name", needs_context=False)
    for alias in marked:
        bare = alias.rstrip("!?")
        is_short = is_acronym(bare) and " " not in bare
        unsure = is_short and len(bare.replace("-", "")) <= _MAX_UNSURE_ACRONYM
        yield _Name(
            actor,
            bare,
            "acronym" if is_short else "alias",
            needs_context=alias.endswith("?") or (unsure and not alias.endswith("!")),
        )


def _is_shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the words around are capitals too, as in a headline: "WHAT IS KNOWN OF THE RAID"."""
    around = re.findall(r"[^\W\d_]+", text[max(0, start - 30) : start])[-2:]
    around += re.findall(r"[^\W\d_]+", text[end : end + 30])[:2]
    return len(around) >= 2 and all(word.isupper() for word in around)


def _country_score(actor: Actor, weights: Counter[str]) -> float:
    """Score an actor by the countries that a text names: the base counts double."""
    total = weights.total()
    if not total:
        return 0.0
    base = weights[actor.country] if actor.country else 0
    elsewhere = sum(weights[code] for code in actor.countries if code != actor.country)
    return (2 * base + elsewhere) / (2 * total)


def _introduced(text: str, mentions: Sequence[ActorMention]) -> dict[str, Actor]:
    """Return the abbreviations that a text gives to actors: "Islamic Resistance in Iraq (IRI)"."""
    introduced = {}
    for mention in mentions:
        match = _INTRODUCED.match(text, mention.end)
        if match and is_acronym(match[1]) and _stands_for(match[1], text[mention.start : mention.end], mention.actor):
            introduced[match[1]] = mention.actor
    return introduced


def _stands_for(abbreviation: str, written: str, actor: Actor) -> bool:
    """Tell whether an abbreviation can stand for an actor: its letters follow each other in one of its names."""
    letters = [letter for letter in abbreviation.casefold() if letter.isalnum()]
    for name in (written, actor.name, *actor.aliases):
        remaining = iter(fold(name))
        if fold(name)[:1] == letters[0] and all(letter in remaining for letter in letters):
            return True
    return False


def _with_introduced(text: str, mentions: list[ActorMention], introduced: Mapping[str, Actor]) -> list[ActorMention]:
    """Add the mentions by an article's own abbreviations, which outrank the list's."""
    local = []
    for abbreviation, actor in introduced.items():
        pattern = rf"(?<![\w-]){re.escape(abbreviation)}(?=s?\b)(?!-?\d)"
        local += [
            ActorMention(match.start(), match.end(), actor, "local abbreviation")
            for match in re.finditer(pattern, text)
        ]
    kept = [
        mention
        for mention in mentions
        if not any(mention.start < other.end and other.start < mention.end for other in local)
        or mention.end - mention.start > max(map(len, introduced))
    ]
    free = [
        mention
        for mention in local
        if not any(mention.start < other.end and other.start < mention.end for other in kept)
    ]
    return sorted((*kept, *free), key=lambda mention: mention.start)
