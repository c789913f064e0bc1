"""An article laid out for reading by rules: its words, and what the word lists, the gazetteer and the actor
list recognise among them."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from recount.codebook import Actor, Codebook, StateForce
from recount.extraction.english import Token, tokens_of
from recount.extraction.lexicon import Lexicon, WeaponForm, lexicon_of
from recount.extraction.place_names import PlaceFinder
from recount.extraction.quantities import Quantity, find_quantities
from recount.extraction.sentences import SentenceRange, split_sentences
from recount.extraction.times import TimeMention, find_times
from recount.gazetteer import Gazetteer, LocatedMention, locate
from recount.nouns import Article, Span
from recount.nouns.outlets import country_of_outlet

__all__ = ["ActorAt", "PlaceAt", "Sheet", "StateAt", "TimeAt", "TokenRange", "WeaponAt", "lay_out"]


class TokenRange(NamedTuple):
    """Tokens `first` up to, not including, `end`."""

    first: int
    end: int


class ActorAt(NamedTuple):
    """A listed actor's name."""

    first: int
    end: int
    actor: Actor


class StateAt(NamedTuple):
    """Words that name the forces of a state, or a site of theirs."""

    first: int
    end: int
    force: StateForce


class PlaceAt(NamedTuple):
    """A place mention with what the gazetteer makes of it."""

    first: int
    end: int
    located: LocatedMention

    @property
    def is_literal(self) -> bool:
        """Tell whether the place itself is meant: "the Odesa region" is, even where drones are sent against it."""
        mention = self.located.mention
        return mention.role == "literal" or (mention.role == "metonym" and mention.kind_hint is not None)


class TimeAt(NamedTuple):
    """A time expression."""

    first: int
    end: int
    mention: TimeMention


class WeaponAt(NamedTuple):
    """A word for a weapon."""

    first: int
    end: int
    form: WeaponForm


@dataclass(frozen=True)
class Sheet:
    """The layers of an article; all positions are token numbers, all ranges half-open."""

    article: Article
    codebook: Codebook
    lexicon: Lexicon
    tokens: tuple[Token, ...]
    sentence_ranges: tuple[SentenceRange, ...]
    sentences: tuple[TokenRange, ...]
    actors: tuple[ActorAt, ...]
    states: tuple[StateAt, ...]
    places: tuple[PlaceAt, ...]
    times: tuple[TimeAt, ...]
    weapons: tuple[WeaponAt, ...]
    quantities: tuple[Quantity, ...]
    headline: int | None
    """Number of the sentence that is the headline; None where the text holds none."""
    _sentence_of: tuple[int, ...] = field(repr=False)

    @cached_property
    def elsewhere(self) -> Counter[str]:
        """How many different words of each field of life outside conflict the article has."""
        words = {(found.payload, self.lower(found.first)) for found in self.lexicon.elsewhere.find(self.tokens)}
        return Counter(field for field, _ in words)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(token.start for token in self.tokens)

    def sentence_of(self, position: int) -> int:
        """Return the number of the sentence that holds a token."""
        return self._sentence_of[position]

    def paragraph_of(self, sentence: int) -> int:
        """Return the number of the paragraph that holds a sentence."""
        return self.sentence_ranges[sentence].paragraph

    def span(self, first: int, end: int) -> Span:
        """Quote the words from token `first` up to, not including, `end`."""
        return self.article.quote(self.tokens[first].start, self.tokens[end - 1].end)

    def token_range(self, start: int, end: int) -> TokenRange:
        """Return the tokens of a half-open range of code points; at least one, and whole ones."""
        return _token_range(self._starts, start, end)

    def words(self, first: int, end: int) -> str:
        """Return the text of a run of tokens."""
        return self.article.text[self.tokens[first].start : self.tokens[end - 1].end]

    def lower(self, position: int) -> str:
        """Return a token in lower case; the empty string outside the text."""
        return self.tokens[position].lower if 0 <= position < len(self.tokens) else ""

    def is_verb(self, position: int) -> bool:
        """Tell whether a known verb form or auxiliary stands at a position."""
        lower = self.lower(position)
        return lower in self.lexicon.auxiliaries or self.lexicon.verbs.at(self.tokens, position) is not None


def lay_out(article: Article, codebook: Codebook, gazetteer: Gazetteer, places: PlaceFinder) -> Sheet:
    """Return the sheet of an article; `places` finds the names that are set down in `gazetteer`."""
    lexicon = lexicon_of(codebook)
    tokens = tuple(tokens_of(article.text))
    starts = [token.start for token in tokens]
    sentence_ranges = split_sentences(article.text)
    sentences = tuple(
        TokenRange(bisect_left(starts, sentence.start), bisect_left(starts, sentence.end))
        for sentence in sentence_ranges
    )
    named = codebook.actors.find(article.text)
    avoid = [(mention.start, mention.end) for mention in named]
    avoid += [(tokens[found.first].start, tokens[found.end - 1].end) for found in lexicon.agencies.find(tokens)]
    outlet_country = country_of_outlet(article.url)
    located_mentions = locate(places.mentions(article.text, avoid=avoid), gazetteer, outlet_country=outlet_country)
    # An acronym such as ADF is told by the countries of the places around it.
    countries = sorted({located.country for located in located_mentions if located.country})
    actors = tuple(
        ActorAt(*_token_range(starts, mention.start, mention.end), mention.actor)
        for mention in codebook.actors.find(article.text, countries=countries)
    )
    numbers = codebook.words("quantities")["numbers"]
    placed = tuple(
        PlaceAt(*_token_range(starts, located.mention.start, located.mention.end), located)
        for located in located_mentions
        # "Three" at the head of a sentence is a number; the gazetteer has a province of that name.
        if located.mention.name.lower() not in numbers
        and not any(
            located.mention.start < tokens[actor.end - 1].end and tokens[actor.first].start < located.mention.end
            for actor in actors
        )
    )
    times = tuple(
        TimeAt(*_token_range(starts, mention.start, mention.end), mention)
        for mention in find_times(article.text, codebook, country=outlet_country)
    )
    taken = [(actor.first, actor.end) for actor in actors] + [(time.first, time.end) for time in times]
    taken += [(place.first, place.end) for place in placed if place.located.mention.role != "demonym"]
    sentence_of = [0] * len(tokens)
    for number, (first, end) in enumerate(sentences):
        sentence_of[first:end] = [number] * (end - first)
    return Sheet(
        article=article,
        codebook=codebook,
        lexicon=lexicon,
        tokens=tokens,
        sentence_ranges=sentence_ranges,
        sentences=sentences,
        actors=actors,
        states=tuple(
            StateAt(*_token_range(starts, mention.start, mention.end), mention.force)
            for mention in codebook.actors.states.find(article.text)
        ),
        places=placed,
        times=times,
        weapons=tuple(WeaponAt(*found) for found in lexicon.weapons.find(tokens)),
        quantities=find_quantities(tokens, codebook, taken=taken),
        headline=_headline(article, sentence_ranges),
        _sentence_of=tuple(sentence_of),
    )


def _token_range(starts: Sequence[int], start: int, end: int) -> TokenRange:
    """Turn a range of code points into tokens; a mention that begins inside a token takes the whole token."""
    first = bisect_left(starts, start)
    if first == len(starts) or starts[first] > start:
        first = max(first - 1, 0)
    return TokenRange(first, max(bisect_left(starts, end), first + 1))


def _headline(article: Article, sentences: Sequence[SentenceRange]) -> int | None:
    if not article.title or not sentences:
        return None
    for number, sentence in enumerate(sentences[:3]):
        if article.text[sentence.start : sentence.end].strip(" .") == article.title.strip(" ."):
            return number
    return 0 if article.text.startswith(article.title) else None
