"""Files of corpora whose places have points: GeoWebNews, LGL, TR-News."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]

from recount.errors import BadCorpus
from recount.evaluation.xml_files import xml_root

__all__ = ["GoldPlace", "PlaceCase", "read_places"]

_NEEDED = (
    "An article is <article><text>…</text><toponyms><toponym><start>…</start><end>…</end> with <gaztag> (LGL, "
    "TR-News) or <latitude> (GeoWebNews)."
)


# Code points around its offset in which a name is looked for: corpora counted line ends in more than one way.
_NEAR = 30


class GoldPlace(NamedTuple):
    """A place of the corpus: a half-open range of code points, and its point where the corpus gives one."""

    start: int
    end: int
    name: str
    latitude: float | None
    """WGS84 degrees."""
    longitude: float | None
    country: str | None
    """ISO 3166-1 alpha-2, where the corpus states one."""
    kind: str
    """The corpus's own word for how the name is used; empty where it has none."""


class PlaceCase(NamedTuple):
    """An article and its places, in the order of the text."""

    name: str
    text: str
    places: tuple[GoldPlace, ...]
    url: str | None = None
    """Of the article, or of its outlet."""
    misplaced: int = 0
    """Names left out because they do not stand at their offsets, nor near them."""


def read_places(content: bytes, *, source: str) -> list[PlaceCase]:
    """Read a file of GeoWebNews, or one in the layout of LGL and TR-News.

    A name without `gaztag` has no point. Of GeoWebNews, names with a point are read; its other marks (nouns, names of
    bodies, languages) are no names of places. A name that does not stand at its offsets is looked for nearby, else left
    out and counted.

    Raises:
        BadCorpus: the file is not XML, or an article lacks its text or a name its offsets.
    """
    try:
        root = xml_root(content)
    except etree.XMLSyntaxError as error:
        raise BadCorpus(f"{source}: no XML ({error}). {_NEEDED}") from None
    cases = []
    for number, article in enumerate(root.iter("article"), start=1):
        name = article.get("file") or article.get("docid") or str(number)
        text = article.findtext("text")
        if text is None:
            raise BadCorpus(f"{source}, article {name}: no <text>. {_NEEDED}")
        places = list(_places(article, text, f"{source}, article {name}"))
        held = sorted({place for place in places if place is not None}, key=lambda place: place[:3])
        cases.append(PlaceCase(name, text, tuple(held), _address(article), places.count(None)))
    if not cases:
        raise BadCorpus(f"{source}: no article. {_NEEDED}")
    return cases


def _address(article: Any) -> str | None:
    for name in ("link", "url", "domain"):
        found = (article.findtext(name) or "").strip()
        if found:
            return found if "://" in found else f"https://{found}"
    return None


def _places(article: Any, text: str, where: str) -> Iterator[GoldPlace | None]:
    for toponym in article.iterfind("toponyms/toponym"):
        start, end = _whole(toponym, "start", where), _whole(toponym, "end", where)
        phrase = toponym.findtext("phrase") or toponym.findtext("extractedName") or text[start:end]
        range_ = _range_of(text, phrase, start, end)
        tag = toponym.find("gaztag")
        if toponym.find("extractedName") is not None:
            latitude, longitude = _degrees(toponym, "latitude", where), _degrees(toponym, "longitude", where)
            if latitude is None:
                continue
            country = None
        else:
            latitude = _degrees(tag, "lat", where) if tag is not None else None
            longitude = _degrees(tag, "lon", where) if tag is not None else None
            country = _code(tag.findtext("country")) if tag is not None else None
        if range_ is None:
            yield None
            continue
        yield GoldPlace(*range_, phrase, latitude, longitude, country, toponym.findtext("type") or "")


def _range_of(text: str, phrase: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the range at which a phrase stands: the given one, else the nearest within 30 code points."""
    if text[start:end] == phrase:
        return start, end
    near = range(max(0, start - _NEAR), min(len(text), start + _NEAR) + 1)
    found = [at for at in near if phrase and text.startswith(phrase, at)]
    if not found:
        return None
    at = min(found, key=lambda each: abs(each - start))
    return at, at + len(phrase)


def _whole(toponym: Any, name: str, where: str) -> int:
    value = (toponym.findtext(name) or "").strip()
    if not value.removeprefix("-").isdigit():
        raise BadCorpus(f"{where}: <{name}> is {value!r}, no offset. {_NEEDED}")
    return int(value)


def _degrees(element: Any, name: str, where: str) -> float | None:
    value = (element.findtext(name) or "").strip()
    if not value:
        return None
    try:
        return float(value)
    except ValueError:
        raise BadCorpus(f"{where}: <{name}> is {value!r}, no degrees. {_NEEDED}") from None


def _code(country: str | None) -> str | None:
    code = (country or "").strip().upper()
    return code if len(code) == 2 and code.isalpha() else None
