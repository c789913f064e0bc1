"""A state's forces, named by rule: a country and a noun for forces."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Self

from recount.codebook.countries import Countries, CountryMention
from recount.codebook.names import fold

__all__ = ["Branch", "StateForce", "StateForceMention", "StateForces"]

Branch = Literal["military", "police", "security", "government"]

_LETTERS = re.compile(r"[^\W\d_]+(?:[-–][^\W\d_]+)*")
# "US-led", "Iran-backed", "pro-Russian", "anti-French": the country is not the one whose forces these are.
_BOUND_BEFORE = re.compile(r"(?:\w[-–‑]|\bnon[- ])$")
_BOUND_AFTER = re.compile(r"^[-–‑]\w")
_JOINED = re.compile(r"\s*(?:,|and|or|/|&)\s*")
_MAX_WORDS_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class StateForce:
    """The forces of a state, as a noun phrase names them."""

    canonical: str
    """"Military Forces of <Country>", "Police Forces of <Country>" ..."""
    country: str
    """ISO 3166-1 alpha-2."""
    branch: Branch
    is_site: bool
    """Whether the phrase names a site of theirs ("the American base") and not the forces themselves."""


class StateForceMention(NamedTuple):
    """Words of a text that name a state's forces."""

    start: int
    end: int
    force: StateForce


class StateForces:
    """Reads noun phrases such as "US forces", "the army of Chad", "Kenya's police"."""

    def __init__(self, words: Mapping[str, Any], countries: Countries) -> None:
        """Hold the nouns of `state_forces.yaml`."""
        self._countries = countries
        self._patterns: dict[Branch, str] = {branch: entry["pattern"] for branch, entry in words["forces"].items()}
        self._nouns: dict[str, tuple[Branch, bool]] = {}
        for noun in words["sites"]:
            self._nouns[fold(noun)] = ("police" if "police" in noun else "military", True)
        for noun in words["means"]:
            self._nouns[fold(noun)] = ("military", False)
        for branch, entry in words["forces"].items():
            for noun in entry["words"]:
                self._nouns[fold(noun)] = (branch, False)
        self._longest = max(len(noun.split()) for noun in self._nouns)
        self._not = frozenset(fold(word) for word in words["not"])
        self._between = frozenset(fold(word) for word in words["between"])
        self._prepositions = frozenset(words["prepositions"])
        self._domestic = frozenset(fold(word) for word in words["domestic"])
        self._before_domestic = frozenset(fold(word) for word in words["before_domestic"])

    @classmethod
    def parse(cls, words: Mapping[str, Any], countries: Countries) -> Self:
        """Build from `state_forces.yaml`."""
        return cls(words, countries)

    def of(self, country: str, branch: Branch, *, is_site: bool = False) -> StateForce:
        """Return the forces of a country's branch under their canonical name."""
        entry = self._countries.get(country)
        name = entry.in_a_sentence if entry else country
        return StateForce(self._patterns[branch].format(country=name), country, branch, is_site)

    def read(self, phrase: str) -> StateForce | None:
        """Return whose forces a noun phrase names; None where it names none's, or those of two countries."""
        houses = self._countries.metonym(phrase.strip())
        if houses is not None:
            return self.of(houses.country, _branch_of_house(houses.institution))
        forces = [mention.force for mention in self._mentions(phrase, phrase_only=True)]
        if len({force.country for force in forces}) != 1:
            return None
        return forces[0]

    def find(self, text: str) -> tuple[StateForceMention, ...]:
        """Return every mention of a state's forces in a text, in order: country and noun side by side."""
        return tuple(self._mentions(text, phrase_only=False))

    def is_domestic(self, phrase: str) -> Branch | None:
        """Return the branch of forces named without a country ("the army", "police"); None for other phrases."""
        words = [fold(word) for word in _LETTERS.findall(phrase)]
        while words and words[0] in self._before_domestic:
            if " ".join(words) in self._domestic:
                break
            words = words[1:]
        noun = " ".join(words)
        return self._nouns[noun][0] if noun in self._domestic and noun in self._nouns else None

    def _mentions(self, text: str, *, phrase_only: bool) -> Iterator[StateForceMention]:
        countries = self._countries.find(text)
        for position, country in enumerate(countries):
            if _BOUND_BEFORE.search(text[: country.start][-5:]) or _BOUND_AFTER.match(text[country.end :][:2]):
                continue
            following = countries[position + 1] if position + 1 < len(countries) else None
            mention = (
                self._after(text, country) or self._before(text, country) or self._shared(text, country, following)
            )
            if mention is None or self._is_denied(text[: mention.start]):
                continue
            if phrase_only and self._is_behind_preposition(text[: mention.start]):
                continue
            yield mention

    def _is_denied(self, before: str) -> bool:
        """Tell whether the word before makes them others: "former Afghan soldiers"."""
        words = _LETTERS.findall(before[-30:])
        return bool(words) and fold(words[-1]) in self._not and before[-1:].isspace()

    def _shared(self, text: str, country: CountryMention, following: CountryMention | None) -> StateForceMention | None:
        """Read the first of two countries that share a noun: "Syrian and Russian warplanes"."""
        if following is None or not _JOINED.fullmatch(text, country.end, following.start):
            return None
        second = self._after(text, following)
        if second is None:
            return None
        force = self.of(country.code, second.force.branch, is_site=second.force.is_site)
        return StateForceMention(country.start, country.end, force)

    def _is_behind_preposition(self, before: str) -> bool:
        """Tell whether a preposition stands before: "the ship of pirates near a US base" names no US ship."""
        return any(fold(word) in self._prepositions for word in _LETTERS.findall(before))

    def _after(self, text: str, country: CountryMention) -> StateForceMention | None:
        """Read "<country> [up to four words] <noun>" and "<country>'s <noun>"."""
        if country.how == "people":
            return None
        tail = text[country.end : country.end + 120]
        possessive = re.match(r"['’]s?(?=\s)", tail)
        if country.how in ("capital", "metonym") and not possessive:
            return None
        offset = country.end + (possessive.end() if possessive else 0)
        words: list[tuple[str, int, int]] = []
        for match in _LETTERS.finditer(text, offset, min(len(text), offset + 120)):
            gap = text[words[-1][2] if words else offset : match.start()]
            if gap.strip() or "\n" in gap:
                break
            words.append((fold(match.group()), match.start(), match.end()))
            if len(words) > _MAX_WORDS_BETWEEN + self._longest:
                break
        found = self._noun_in(words)
        if found is None:
            return None
        noun, end = found
        branch, is_site = noun
        return StateForceMention(country.start, end, self.of(country.code, branch, is_site=is_site))

    def _noun_in(self, words: Sequence[tuple[str, int, int]]) -> tuple[tuple[Branch, bool], int] | None:
        """Return the first noun for forces, at its longest, if only fitting words stand before it."""
        for first in range(min(len(words), _MAX_WORDS_BETWEEN + 1)):
            for last in range(min(len(words), first + self._longest), first, -1):
                noun = self._nouns.get(" ".join(word for word, _, _ in words[first:last]))
                if noun is not None:
                    return self._widened(words, last, noun)
            word = words[first][0]
            if word in self._not or any(part in self._not for part in word.split("-")):
                return None
            if word not in self._between and not word.endswith(("nd", "rd", "th", "st")):
                return None
        return None

    def _widened(
        self, words: Sequence[tuple[str, int, int]], last: int, noun: tuple[Branch, bool]
    ) -> tuple[tuple[Branch, bool], int] | None:
        """Go on while the next word is such a noun too: "army" + "base" is a site, "navy" + "ship" a ship."""
        if last < len(words) and words[last][0] in self._not:
            return None
        while last < len(words):
            following = self._nouns.get(words[last][0])
            if following is None:
                break
            branch = noun[0] if noun[0] in ("police", "security") else following[0]
            noun = (branch if branch != "government" else noun[0], following[1])
            last += 1
        return noun, words[last - 1][2]

    def _before(self, text: str, country: CountryMention) -> StateForceMention | None:
        """Read "<noun> of <country>" ("the armed forces of Mali")."""
        if country.how not in ("name", "capital"):
            return None
        head = re.search(
            r"([^\W\d_]+(?:[ -][^\W\d_]+){0,3})\s+of\s+(?:the\s+)?$", text[max(0, country.start - 80) : country.start]
        )
        if head is None:
            return None
        words = re.split(r"[ -]", head[1])
        for first in range(len(words)):
            noun = self._nouns.get(fold(" ".join(words[first:])))
            if noun is not None and not any(fold(word) in self._not for word in words[:first]):
                branch, is_site = noun
                start = text.rfind(words[first], 0, country.start)
                return StateForceMention(start, country.end, self.of(country.code, branch, is_site=is_site))
        return None


def _branch_of_house(institution: str) -> Branch:
    branches: dict[str, Branch] = {"military": "military", "intelligence": "security"}
    return branches.get(institution, "government")
