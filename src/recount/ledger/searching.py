"""Finds articles and reports by words, place, day and type."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby, islice
from math import asin, cos, radians, sin, sqrt
from typing import Any, NamedTuple

from recount.errors import BadArgument
from recount.ledger.casebook import Ledger
from recount.ledger.chain import words_at
from recount.ledger.looking import IS_CURRENT

__all__ = ["Hit", "Query", "ReportHit", "marked", "search"]

# Reports in the box of place and days, or articles with the words, up to which these lead the search; where there are
# more, the newest reports are gone through, since many of them will fit.
_FEW = 2_000
# Reports for which the index of words is asked one by one, at up to 0.1 ms each where the words are common. For more,
# all articles with the words are gathered first: 60 ms for 300,000 of them.
_FEW_TO_ASK = 200
_MATCHING = "SELECT rowid FROM article_words WHERE article_words MATCH ?"
_AMONG = f"coding.article IN ({_MATCHING})"
_MATCHED = f"EXISTS ({_MATCHING} AND rowid = coding.article)"
# Articles whose words are looked at for one page of hits, so that a search ends.
_MOST_LOOKED_AT = 50_000
# Code points before and after the first word found.
_AROUND = 90
_KM_A_DEGREE = 111.2
_EARTH_KM = 6371.0
_PART = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_WORD = re.compile(r"[^\W_]+")
# What may stand between two words of a phrase.
_BETWEEN = r"[\W_]+"


class Query(NamedTuple):
    """What is looked for; what is None does not matter."""

    words: str | None = None
    """All of them must stand in title or text; "words in quotes" in this order; -word must not; word* begins so."""
    near: tuple[float, float] | None = None
    """Latitude and longitude, WGS84 degrees."""
    within_km: float = 25.0
    since: date | None = None
    """First day, inclusive: reports that may have happened on it or later."""
    until: date | None = None
    country: str | None = None
    """ISO 3166-1 alpha-2."""
    event_type: str | None = None
    """ACLED's event type or sub-type, in any case."""
    limit: int = 20
    offset: int = 0

    @property
    def of_reports(self) -> bool:
        """Whether something is asked that only reports have."""
        return any(value is not None for value in (self.near, self.since, self.until, self.country, self.event_type))


class ReportHit(NamedTuple):
    """A report of an article that was found."""

    id: str
    sub_event_type: str | None
    modality: str | None
    earliest: str | None
    latest: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    anchor: str
    """Its words."""


class Hit(NamedTuple):
    """An article that was found, with those of its reports that fit."""

    article: str
    title: str | None
    outlet: str | None
    published: str | None
    url: str | None
    snippet: str
    reports: tuple[ReportHit, ...]


class _Words(NamedTuple):
    match: str
    """For FTS5."""
    phrases: tuple[tuple[str, ...], ...]
    shown: tuple[str, ...]
    """Words to look for when a snippet is cut."""


def search(ledger: Ledger, query: Query) -> list[Hit]:
    """Return the articles that fit, the last kept first; every condition must hold.

    Raises:
        BadArgument: nothing is asked, or the words hold no letter or figure.
    """
    if query.words is None and not query.of_reports:
        raise BadArgument("Say what to look for: words, a place, a day, a country or a type.")
    words = _parsed(query.words) if query.words is not None else None
    found = _by_words(ledger, words) if words and not query.of_reports else _by_reports(ledger, query, words)
    return list(islice(found, query.offset, query.offset + query.limit))


def marked(text: str, asked: str | None) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is one of the words that a search asks for."""
    parts = [part for part in _PART.finditer(asked or "") if not part["minus"]]
    words = []
    for part in parts:
        found = [re.escape(word) for word in _WORD.findall(_folded(part["phrase"] or part["word"] or ""))]
        if found and (part["word"] or "").endswith("*"):
            found[-1] += r"[^\W_]*"
        words += found
    if not words:
        return [(text, False)]
    pieces, end = [], 0
    for found_at in re.finditer(rf"(?<![^\W_])(?:{'|'.join(words)})(?![^\W_])", _folded(text)):
        pieces += [(text[end : found_at.start()], False), (text[found_at.start() : found_at.end()], True)]
        end = found_at.end()
    return [piece for piece in (*pieces, (text[end:], False)) if piece[0]]


def _by_words(ledger: Ledger, words: _Words) -> Iterator[Hit]:
    for (article,) in ledger.execute(f"{_MATCHING} ORDER BY rowid DESC LIMIT ?", (words.match, _MOST_LOOKED_AT)):
        sql = (
            "SELECT report.* FROM current_coding AS coding CROSS JOIN report ON report.seq > coding.seq "
            "AND report.seq <= coding.seq + coding.rows WHERE coding.article = ? ORDER BY report.seq"
        )
        hit = _hit(ledger, article, list(ledger.all(sql, (article,))), words, with_words=True)
        if hit:
            yield hit


def _by_reports(ledger: Ledger, query: Query, words: _Words | None) -> Iterator[Hit]:
    conditions, values = _conditions(query)
    joined = "report CROSS JOIN coding ON coding.seq = report.coding"
    box, corners = _box(query)
    matched = _AMONG
    within = _at_most(ledger, f"SELECT seq FROM report_box WHERE {box}", corners) if box else _FEW + 1
    if within <= _FEW:
        conditions = f"report.seq IN (SELECT seq FROM report_box WHERE {box}) AND {conditions}"
        values = corners + values
        matched = _MATCHED if within <= _FEW_TO_ASK else _AMONG
    elif words and _at_most(ledger, _MATCHING, [words.match]) <= _FEW:
        joined = "coding CROSS JOIN report ON report.seq > coding.seq AND report.seq <= coding.seq + coding.rows"
    if words:
        conditions, values = f"{conditions} AND {matched}", [*values, words.match]
    sql = f"SELECT coding.article, report.* FROM {joined} WHERE {conditions} AND {IS_CURRENT} ORDER BY report.seq DESC"
    rows = (row for row in ledger.all(sql, values) if _is_near(query, row))
    for (article, _), group in groupby(rows, key=lambda row: (row["article"], row["coding"])):
        hit = _hit(ledger, article, list(group)[::-1], words, with_words=False)
        if hit:
            yield hit


def _at_most(ledger: Ledger, sql: str, values: list[Any]) -> int:
    """Return how many rows a condition leaves, counted no further than is of interest."""
    return int(ledger.value(f"SELECT count(*) FROM ({sql} LIMIT {_FEW + 1})", values))


def _box(query: Query) -> tuple[str, list[Any]]:
    """Return the condition on `report_box` for place and day; empty where neither is asked."""
    conditions: list[str] = []
    values: list[Any] = []
    if query.near:
        latitude, longitude = query.near
        high = query.within_km / _KM_A_DEGREE
        wide = min(180.0, high / max(cos(radians(min(90.0, abs(latitude) + high))), 1e-6))
        # Boxes over the 180th meridian are asked as the whole belt; the distance decides in the end.
        west, east = (longitude - wide, longitude + wide) if abs(longitude) + wide <= 180 else (-180.0, 180.0)
        conditions += ["max_latitude >= ?", "min_latitude <= ?", "max_longitude >= ?", "min_longitude <= ?"]
        values += [latitude - high, latitude + high, west, east]
    if query.since:
        conditions.append("max_day >= ?")
        values.append(query.since.toordinal())
    if query.until:
        conditions += ["min_day <= ?", "max_day > 0"]
        values.append(query.until.toordinal())
    return " AND ".join(conditions), values


def _conditions(query: Query) -> tuple[str, list[Any]]:
    """Return the conditions on reports, place and day among them, with their values."""
    asked: list[tuple[str, Any]] = []
    if query.since:
        asked.append(("ifnull(latest, earliest) >= ?", query.since.isoformat()))
    if query.until:
        asked.append(("ifnull(earliest, latest) <= ?", query.until.isoformat()))
    if query.country:
        asked.append(("country = ?", query.country.upper()))
    if query.near:
        asked.append(("abs(latitude - ?) <= 90", query.near[0]))
    values = [value for _, value in asked]
    conditions = [condition for condition, _ in asked]
    if query.event_type:
        conditions.append("(event_type = ? COLLATE NOCASE OR sub_event_type = ? COLLATE NOCASE)")
        values += [query.event_type, query.event_type]
    return " AND ".join(conditions), values


def _is_near(query: Query, row: Mapping[str, Any]) -> bool:
    if query.near is None:
        return True
    (north, east), (to_north, to_east) = query.near, (row["latitude"], row["longitude"])
    if to_north is None or to_east is None:
        return False
    high, wide = radians(to_north - north) / 2, radians(to_east - east) / 2
    chord = sin(high) ** 2 + cos(radians(north)) * cos(radians(to_north)) * sin(wide) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord))) <= query.within_km


def _hit(
    ledger: Ledger, article: int, reports: Sequence[Mapping[str, Any]], words: _Words | None, *, with_words: bool
) -> Hit | None:
    """Make a hit; None where the article was redacted, or a phrase is not in it in this order."""
    row = ledger.one("SELECT * FROM article WHERE seq = ?", (article,))
    if row is None or row["text"] is None:
        return None
    title, text = row["title"] or "", row["text"]
    folded = (_folded(title), _folded(text)) if words else ("", "")
    if words and not all(any(_holds(one, phrase) for one in folded) for phrase in words.phrases):
        return None
    told = [(report, words_at(report.items(), text)) for report in reports if report["spans"] is not None]
    if with_words and words:
        told = [
            (report, quotes)
            for report, quotes in told
            if any(_first(_folded(one), words) is not None for one in quotes)
        ]
    return Hit(
        article=row["id"],
        title=row["title"],
        outlet=row["outlet"],
        published=row["published_earliest"],
        url=row["url"],
        snippet=_snippet(text, _first(folded[1], words) if words else _anchored(text, told)),
        reports=tuple(_report_hit(report, _anchor(report, text)) for report, _ in told),
    )


def _anchor(report: Mapping[str, Any], text: str) -> str:
    return next(iter(words_at([("spans", report["spans"])], text)), "")


def _report_hit(report: Mapping[str, Any], anchor: str) -> ReportHit:
    return ReportHit(**{name: report[name] for name in ReportHit._fields if name != "anchor"}, anchor=anchor)


def _parsed(asked: str) -> _Words:
    """Read what a person asks, so that no mark of theirs is taken for FTS5's own language."""
    wanted: list[str] = []
    unwanted: list[str] = []
    phrases: list[tuple[str, ...]] = []
    shown: list[str] = []
    for part in _PART.finditer(asked):
        words = _WORD.findall(_folded(part["phrase"] or part["word"] or ""))
        if not words:
            continue
        star = "*" if part["word"] and part["word"].endswith("*") else ""
        quoted = [f'"{word}"' for word in words]
        quoted[-1] += star
        (unwanted if part["minus"] else wanted).append(f"({' AND '.join(quoted)})")
        if not part["minus"]:
            shown += words
            if len(words) > 1:
                phrases.append(tuple(words))
    if not wanted:
        raise BadArgument(f"{asked!r} holds no word to look for. Give letters or figures.")
    match = " AND ".join(wanted) + "".join(f" NOT {one}" for one in unwanted)
    return _Words(match, tuple(phrases), tuple(shown))


class _Folding(dict[int, str]):
    """Letters as the index writes them: small and without marks; one code point for one, so that places stay."""

    def __missing__(self, letter: int) -> str:
        bare = unicodedata.normalize("NFKD", chr(letter))[:1].lower()
        self[letter] = bare if len(bare) == 1 else chr(letter)
        return self[letter]


_FOLDING = _Folding()


def _folded(text: str) -> str:
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def _holds(folded: str, phrase: tuple[str, ...]) -> bool:
    """Tell whether words stand in a text in this order, with nothing but marks between them."""
    return re.search(rf"(?<![^\W_]){_BETWEEN.join(map(re.escape, phrase))}(?![^\W_])", folded) is not None


def _first(folded: str, words: _Words) -> int | None:
    """Return where the first of the words begins in a text; None where none does."""
    found = re.search(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, words.shown))})", folded)
    return found.start() if found else None


def _anchored(text: str, told: Sequence[tuple[Mapping[str, Any], list[str]]]) -> int:
    """Return where the first report's words begin."""
    return max(0, text.find(_anchor(told[0][0], text))) if told else 0


def _snippet(text: str, at: int | None) -> str:
    """Cut out the surroundings of a place in a text."""
    start = max(0, (at or 0) - _AROUND)
    end = min(len(text), (at or 0) + 2 * _AROUND)
    cut = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{cut}{' …' if end < len(text) else ''}"
