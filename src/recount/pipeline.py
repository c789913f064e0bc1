"""Where the stages meet: an article goes in, a record comes out, and what fails is kept as a problem."""

from collections.abc import Iterable, Iterator

from recount import codebook, encoder, gazetteer
from recount.codebook import Codebook
from recount.errors import RecountError
from recount.extraction import Reader, RulesReader, TrainedReader
from recount.gazetteer import Gazetteer
from recount.nouns import Article, Method, Notice, Problem, Published, Reading, Record
from recount.reading import Unread, read
from recount.resolution import resolve_actors, resolve_codes, resolve_places, resolve_times
from recount.settings import DEFAULT_READER, VERSION, ReaderName

__all__ = ["Coder", "read_and_code"]


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
            return TrainedReader(self._codebook, self._gazetteer, encoder.load())
        return RulesReader(self._codebook, self._gazetteer)

    def code(self, article: Article) -> Record:
        """Return the record of an article: read, then places, days, actors and codes resolved, in that order.

        The order matters: a state's forces are external ones where the happening took place abroad, and an actor
        is looked up among those active on the day.
        """
        reading = self._reader.read(article)
        reading = resolve_places(reading, self._gazetteer)
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
            method=self.method,
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
) -> Iterator[Record | Problem]:
    """Yield a record or a problem for each article of each source, in input order.

    A source or article that fails is one problem; nothing else is lost with it.
    """
    for source in sources:
        for article in read(source, published=published, outlet=outlet, url=url):
            if isinstance(article, Unread):
                yield Problem(source=article.source, stage=article.stage, message=str(article.error))
                continue
            try:
                yield coder.code(article)
            except RecountError as error:
                name = article.external_id or article.source or source
                yield Problem(source=name, stage="extraction", message=str(error))
