"""Countries, their names and demonyms, and the houses that stand for their institutions."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self

from recount.codebook.names import NameIndex, words_of
from recount.errors import BadCodebook

__all__ = ["Countries", "Country", "CountryMention", "Institution", "Metonym", "split_list"]

Institution = Literal["government", "presidency", "military", "foreign ministry", "parliament", "intelligence"]
How = Literal["name", "adjective", "people", "capital", "metonym"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country as the codebook names it."""

    code: str
    """ISO 3166-1 alpha-2; XK for Kosovo."""
    name: str
    also: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    """Names that stand for the government too."""
    takes_the: bool

    @property
    def in_a_sentence(self) -> str:
        """The name as it follows "of": "the United States", "Mali"."""
        return f"the {self.name}" if self.takes_the else self.name


@dataclass(frozen=True, slots=True)
class Metonym:
    """A name that stands for an institution of a state."""

    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    institution: Institution


class CountryMention(NamedTuple):
    """Words of a text that name a country."""

    start: int
    end: int
    code: str
    how: How


class _Meaning(NamedTuple):
    code: str
    """Empty where the phrase names no country."""
    how: How


class Countries:
    """All countries by code, name and demonym."""

    def __init__(
        self, countries: tuple[Country, ...], metonyms: tuple[Metonym, ...], other_phrases: tuple[str, ...]
    ) -> None:
        """Hold countries, metonyms, and phrases that only look like a country's name."""
        self.countries = countries
        self.metonyms = metonyms
        self._other_phrases = other_phrases
        self._by_code = {country.code: country for country in countries}
        self._metonyms = {metonym.name: metonym for metonym in metonyms}
        for country in countries:
            for capital in country.capitals:
                self._metonyms.setdefault(capital, Metonym(capital, country.code, "government"))

    @classmethod
    def parse(cls, content: Mapping[str, Any]) -> Self:
        """Build from `countries.yaml`.

        Raises:
            BadCodebook: a metonym's country is not in the list.
        """
        countries = tuple(
            Country(
                code=code,
                name=entry["name"],
                also=split_list(entry.get("also")),
                adjectives=split_list(entry.get("adjective")),
                people=split_list(entry.get("people")),
                capitals=split_list(entry.get("capital")),
                takes_the=bool(entry.get("the", False)),
            )
            for code, entry in content["countries"].items()
        )
        metonyms = tuple(
            Metonym(name, entry["country"], entry["institution"]) for name, entry in content["metonyms"].items()
        )
        codes = {country.code for country in countries}
        unknown = sorted(metonym.name for metonym in metonyms if metonym.country not in codes)
        if unknown:
            raise BadCodebook(f"countries.yaml: no such country for the metonyms {', '.join(unknown)}.")
        return cls(countries, metonyms, tuple(content["not"]))

    def get(self, code: str) -> Country | None:
        """Return the country of an ISO 3166-1 alpha-2 code; None where the list does not hold it."""
        return self._by_code.get(code)

    def metonym(self, name: str) -> Metonym | None:
        """Return what a capital or a house stands for ("Moscow", "the Pentagon"); None where it is none."""
        return self._metonyms.get(name.removeprefix("the ").removeprefix("The "))

    def code_of(self, name: str) -> str | None:
        """Return the code of the country that `name` (a name or demonym) names as a whole, else None."""
        mentions = self.find(name.removeprefix("the ").removeprefix("The "))
        if len(mentions) == 1 and mentions[0].end - mentions[0].start >= len(name.strip()) - 4:
            return mentions[0].code
        return None

    def find(self, text: str) -> tuple[CountryMention, ...]:
        """Return every mention of a country by name, demonym, capital or house, in order.

        "Congolese" and "Congo" are taken for the Democratic Republic unless the text names Brazzaville.
        """
        return tuple(self._mentions(text))

    def weigh(self, text: str) -> Counter[str]:
        """Count the mentions of each country in `text`."""
        return Counter(mention.code for mention in self._mentions(text))

    @cached_property
    def _index(self) -> NameIndex[_Meaning]:
        return NameIndex(self._names(), loose=False)

    def _names(self) -> Iterator[tuple[str, _Meaning]]:
        for phrase in self._other_phrases:
            yield phrase, _Meaning("", "name")
        for country in self.countries:
            for name in (country.name, *country.also):
                yield name, _Meaning(country.code, "name")
            for name in country.adjectives:
                yield name, _Meaning(country.code, "adjective")
            for name in country.people:
                yield name, _Meaning(country.code, "people")
            for name in country.capitals:
                yield name, _Meaning(country.code, "capital")
        for metonym in self.metonyms:
            yield metonym.name, _Meaning(metonym.country, "metonym")

    def _mentions(self, text: str) -> Iterator[CountryMention]:
        words = words_of(text, loose=False)
        position = 0
        while position < len(words):
            found = self._index.longest(text, words, position)
            if found is None:
                position += 1
                continue
            meaning = found.items[0]
            last = position + found.words - 1
            if meaning.code:
                yield CountryMention(words[position].start, words[last].end, meaning.code, meaning.how)
            position = last + 1


def split_list(value: str | None) -> tuple[str, ...]:
    """Split a codebook field at its semicolons; an absent field is empty."""
    return tuple(part.strip() for part in value.split(";") if part.strip()) if value else ()
