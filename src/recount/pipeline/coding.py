"""Where the stages meet: an article goes in, a record comes out, and what fails is kept as a problem."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from recount import codebook, encoder, gazetteer
from recount.codebook import Codebook
from recount.errors import RecountError
from recount.extraction import (
    PlaceFinder,
    Reader,
    RulesPlaceFinder,
    RulesReader,
    TrainedPlaceFinder,
    TrainedReader,
    split_sentences,
)
from recount.gazetteer import Gazetteer, LocatedMention, NamedRange, is_people, locate, mentions_at, ranges_overlap
from recount.nouns import Article, Method, Notice, Problem, Published, Reading, Record
from recount.nouns.labels import Attribution, FoundPlace
from recount.nouns.outlets import country_of_outlet
from recount.reading import Unread, read
from recount.resolution import resolve_actors, resolve_codes, resolve_places, resolve_times
from recount.settings import DEFAULT_READER, VERSION, ReaderName

__all__ = ["Coder", "PlaceReader", "SayingReader", "coder_of", "read_and_code"]


class Coder:
    """Codes articles with one codebook, one gazetteer and one reader."""

    def __init__(self, *, reader: Reader | ReaderName = DEFAULT_READER) -> None:
        """Load the packaged codebook and gazetteer, and the model too if the trained reader is asked for."""
        self._codebook: Codebook = codebook.load()
        self._gazetteer: Gazetteer = gazetteer.load()
        self._reader: Reader = self._named(reader) if isinstance(reader, ReaderName) else reader
        self.method = Method(
            name=f"recount.{self._reader.name}",
            version=f"{VERSION}+{self._reader.name}.{self._reader.version}",
            model_digest=self._reader.model_digest,
            gazetteer_digest=self._gazetteer.digest,
            codebook_digest=self._codebook.digest,
        )

    def _named(self, name: ReaderName) -> Reader:
        if name is ReaderName.MODEL:
            networks = encoder.load(), encoder.load_tagger(), encoder.load_sayings()
            judges = encoder.load_judge(), encoder.load_judges()
            return TrainedReader(self._codebook, self._gazetteer, *networks, *judges)
        return RulesReader(self._codebook, self._gazetteer)

    @property
    def places(self) -> PlaceFinder:
        """What finds the names of places for the reader."""
        return self._reader.places

    def code(self, article: Article) -> Record:
        """Return the record of an article: read, then places, days, actors and codes resolved, in that order.

        The order matters: a state's forces are external ones where the happening took place abroad, and an actor
        is looked up among those active on the day.
        """
        reading = self._reader.read(article)
        reading = resolve_places(reading, self._gazetteer, self._reader.places.mentions(article.text))
        reading = resolve_times(reading, self._codebook)
        reading = resolve_actors(reading, self._codebook)
        reading = resolve_codes(reading, self._codebook)
        return self._record(reading)

    def _record(self, reading: Reading) -> Record:
        notices = reading.notices
        if reading.article.published is None:
            message = "The publication day is not known: relative times stay open. Give it with --published."
            notices = (*notices, Notice(kind="unknown publication date", message=message))
        if reading.article.published_rivals:
            notices = (*notices, _contradicting(reading.article))
        return Record(
            article=reading.article,
            reports=reading.reports,
            tallies=reading.tallies,
            statements=reading.statements,
            notices=notices,
            method=self.method.model_copy(update={"uncoded_violence": _uncoded(notices)}),
        )


@lru_cache(maxsize=2)
def coder_of(reader: ReaderName) -> Coder:
    """Return what codes with a reader, loaded once in a process."""
    return Coder(reader=reader)


def _uncoded(notices: Iterable[Notice]) -> int:
    return sum(notice.kind == "uncoded violence" for notice in notices)


class PlaceReader:
    """Finds the names of places in any text and sets them down, as evaluation asks for it."""

    def __init__(self, *, reader: ReaderName) -> None:
        """Load the packaged gazetteer, and the model too if the trained reader is asked for."""
        self._gazetteer = gazetteer.load()
        self._finder: PlaceFinder = RulesPlaceFinder(self._gazetteer)
        if reader is ReaderName.MODEL:
            self._finder = TrainedPlaceFinder(self._gazetteer, encoder.load(), encoder.load_tagger())

    def places(self, text: str, *, url: str | None = None) -> tuple[FoundPlace, ...]:
        """Find the names of places in a text and set them down; `url` is the article's, and tells of its outlet."""
        return self._set_down(text, self._finder.names(text), url)

    def set_down(
        self, text: str, ranges: Sequence[tuple[int, int]], *, url: str | None = None
    ) -> tuple[FoundPlace, ...]:
        """Set down the names at half-open ranges of code points, one result a range, in order."""
        given = [NamedRange(start, end) for start, end in ranges]
        # The whole article is the context, also where others were given: "London, Ont."
        beside = [name for name in self._finder.names(text) if not ranges_overlap(name.start, name.end, ranges)]
        found = {(one.start, one.end): one for one in self._set_down(text, sorted([*given, *beside]), url)}
        return tuple(found[start, end] for start, end in ranges)

    def country_at(self, latitude: float, longitude: float) -> str | None:
        """Return the ISO code of the country in which a point lies; None far from any known town."""
        town = self._gazetteer.nearest(latitude, longitude)
        return town.country if town else None

    def is_people(self, name: str) -> bool:
        """Tell whether a name is that of a people or what belongs to it."""
        return is_people(name)

    def _set_down(self, text: str, names: Sequence[NamedRange], url: str | None) -> tuple[FoundPlace, ...]:
        mentions = list(mentions_at(text, self._gazetteer, names))
        # Words of a border join two names in one mention; here each name stands for itself.
        whole = {(mention.name_start, mention.name_end) for mention in mentions}
        alone = [name for name in names if (name.start, name.end) not in whole]
        mentions += mentions_at(text, self._gazetteer, alone, linked=False)
        mentions.sort(key=lambda mention: mention.name_start)
        found = locate(mentions, self._gazetteer, outlet_country=country_of_outlet(url))
        located = {(one.mention.name_start, one.mention.name_end): one for one in found}
        return tuple(_found_place(located[name.start, name.end]) for name in names)


def _found_place(located: LocatedMention) -> FoundPlace:
    """Take the point of the named place itself, whatever the words say of where something lies from it."""
    mention, place = located.mention, located.place
    label = f"{place.name} ({place.kind}, {place.country or 'no country'})" if place else located.reason
    return FoundPlace(
        mention.name_start,
        mention.name_end,
        mention.name,
        mention.role,
        label,
        place.latitude if place else located.latitude,
        place.longitude if place else located.longitude,
        place.country if place else located.country,
    )


class SayingReader:
    """Finds who lets what be known in any text, as the evaluation of PolNeAR asks for it."""

    def __init__(self) -> None:
        """Load the packaged networks.

        Raises:
            BadModel: this installation lacks one of them.
        """
        self._encoder, self._sayings = encoder.load(), encoder.load_sayings()

    def attributions(self, text: str) -> tuple[Attribution, ...]:
        """Return the attributions of a text in the order of their cues."""
        scores = self._encoder.read(text)
        found = self._sayings.find(text, scores, split_sentences(text), style="attributions")
        return tuple(
            Attribution(
                *(tuple(scores.characters(span) for span in part) for part in (said.source, (said.cue,), said.content))
            )
            for said in found
        )


_SAID_BY = {"given": "given", "metadata": "the page's data", "url": "the address", "text": "the text", "none": "?"}


def _contradicting(article: Article) -> Notice:
    """Name the days of publication that contradict each other, and which of them was taken."""
    taken, rivals = article.published, article.published_rivals
    told = [f"{_day(one)} ({_SAID_BY[one.basis]})" for one in ((taken,) if taken else ()) + rivals]
    message = (
        f"Published on {' or '.join(told)}: the first was taken. Times such as “on Friday” count from it; if it is "
        "wrong, give the day with --published."
    )
    return Notice(kind="contradicting publication date", message=message)


def _day(published: Published) -> str:
    return published.earliest.isoformat()[: {"day": 10, "month": 7, "year": 4}[published.precision]]


def read_and_code(
    coder: Coder,
    sources: Iterable[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Record | Problem]:
    """Yield a record or a problem for each article of each source, in input order.

    A source or article that fails is one problem; nothing else is lost with it.
    """
    for source in sources:
        for article in read(source, published=published, outlet=outlet, url=url, columns=columns):
            if isinstance(article, Unread):
                yield Problem(source=article.source, stage=article.stage, message=str(article.error))
                continue
            try:
                yield coder.code(article)
            except RecountError as error:
                name = article.external_id or article.source or source
                yield Problem(source=name, stage="extraction", message=str(error))
