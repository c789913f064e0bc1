"""Nouns for people, sites and offices, with what they tell of a party or a speaker."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, Self, get_args

from recount.errors import BadCodebook
from recount.nouns.report import ActorKind, Count
from recount.nouns.statement import SpeakerKind

__all__ = ["GroupKind", "OfficeWords", "PeopleWords", "Roles", "SiteWords"]

GroupKind = Literal["civilian", "state", "perpetrator", "rebel", "unknown"]

_KINDS = frozenset(get_args(ActorKind))
_GROUP_KINDS = frozenset(get_args(Count.model_fields["group_kind"].annotation))
_SPEAKER_KINDS = frozenset(get_args(SpeakerKind))


@dataclass(frozen=True)
class PeopleWords:
    """Nouns for people: the kind of party and the kind of casualty that they name."""

    words: tuple[str, ...]
    """Plural forms, lower case."""
    singular: tuple[str, ...]
    """Singular forms, lower case, in the order of `words`."""
    kind: ActorKind
    group_kind: GroupKind


@dataclass(frozen=True)
class SiteWords:
    """Nouns for sites of one category ("health", "military" ...)."""

    words: tuple[str, ...]
    """Singular and plural forms, lower case."""
    kind: ActorKind
    category: str


@dataclass(frozen=True)
class OfficeWords:
    """Nouns for those who speak."""

    words: tuple[str, ...]
    """Singular and plural forms, lower case."""
    speaker_kind: SpeakerKind


@dataclass(frozen=True)
class Roles:
    """All role nouns; look-ups take any case, singular or plural."""

    people: tuple[PeopleWords, ...]
    sites: tuple[SiteWords, ...]
    offices: tuple[OfficeWords, ...]

    @classmethod
    def parse(cls, content: Mapping[str, Sequence[Mapping[str, Any]]]) -> Self:
        """Build from `roles.yaml`.

        Raises:
            BadCodebook: a kind is not one of the record's, or singulars and plurals do not pair.
        """
        people = tuple(
            PeopleWords(
                tuple(entry["words"]),
                tuple(entry["singular"]),
                _one_of(entry["kind"], _KINDS),
                _one_of(entry["group_kind"], _GROUP_KINDS),
            )
            for entry in content["people"]
        )
        for entry in people:
            if len(entry.words) != len(entry.singular):
                raise BadCodebook(
                    f"roles.yaml: {len(entry.words)} plural and {len(entry.singular)} singular forms in the "
                    f"entry that opens with {entry.words[0]!r}. Give one singular for each plural."
                )
        sites = tuple(
            SiteWords(tuple(entry["words"]), _one_of(entry["kind"], _KINDS), entry["category"])
            for entry in content["sites"]
        )
        offices = tuple(
            OfficeWords(tuple(entry["words"]), _one_of(entry["speaker_kind"], _SPEAKER_KINDS))
            for entry in content["offices"]
        )
        return cls(people, sites, offices)

    @cached_property
    def _people_by_word(self) -> dict[str, PeopleWords]:
        return {word: entry for entry in self.people for word in (*entry.words, *entry.singular)}

    @cached_property
    def _sites_by_word(self) -> dict[str, SiteWords]:
        return {word: entry for entry in self.sites for word in entry.words}

    @cached_property
    def _offices_by_word(self) -> dict[str, OfficeWords]:
        return {word: entry for entry in self.offices for word in entry.words}

    def person(self, word: str) -> PeopleWords | None:
        """Return the entry of a noun for people; None where the list does not hold it."""
        return self._people_by_word.get(word.casefold())

    def site(self, word: str) -> SiteWords | None:
        """Return the entry of a noun for a site; None where the list does not hold it."""
        return self._sites_by_word.get(word.casefold())

    def office(self, word: str) -> OfficeWords | None:
        """Return the entry of a noun for a speaker; None where the list does not hold it."""
        return self._offices_by_word.get(word.casefold())


def _one_of(value: Any, allowed: frozenset[str]) -> Any:
    if value not in allowed:
        raise BadCodebook(f"roles.yaml: {value!r} is not one of {', '.join(sorted(allowed))}.")
    return value
