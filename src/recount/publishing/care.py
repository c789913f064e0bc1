"""What is taken out of events before they are published: names, exact places, fields that a role may not see.

Care is taken of the reports, before rules are applied and formats are filled: nothing of what is taken out can reach a
file by another way.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from recount.codebook import load as load_codebook
from recount.codebook.release_roles import ReleaseRole
from recount.errors import BadArgument
from recount.gazetteer import load as load_gazetteer
from recount.nouns.events import Event, EventReport, Place
from recount.nouns.report import WherePrecision
from recount.publishing.withholding import Withholding

__all__ = ["PLACE_WITHHELD", "Careful", "Coarsening", "careful"]

PLACE_WITHHELD = "[place withheld]"
_WHERE_UNAPPLIED = f"where: {PLACE_WITHHELD}"
_KM_A_DEGREE = 111.195
_HALF_DIAGONAL = math.sqrt(0.5)
_DIVISIONS = ("admin1", "admin2")
_COARSER = {"admin2": ("admin1", "area", "country", "international", "unknown"),
            "admin1": ("area", "country", "international", "unknown")}  # fmt: skip
# Kilometres up to which a cell is still near its places, as UCDP's and ACLED's codes have it.
_NEAR_KM = 30.0
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’ʼ-][^\W_]+)*")
_SAYS = re.compile(r"(\d+(?:\.\d+)?)\s*km")


@dataclass(frozen=True)
class Coarsening:
    """How far places are blurred: to the middle of a cell, or to a division."""

    cell_km: float | None = None
    division: str | None = None
    """admin1 or admin2."""

    @classmethod
    def of(cls, words: str) -> "Coarsening":
        """Read "10km", "admin1" or "admin2".

        Raises:
            BadArgument: it is none of these.
        """
        if words in _DIVISIONS:
            return cls(division=words)
        found = _SAYS.fullmatch(words.strip())
        if not found or not 1 <= float(found[1]) <= 1000:
            raise BadArgument(f"{words!r} is no way to blur places. Give 1km to 1000km, admin1 or admin2.")
        return cls(cell_km=float(found[1]))

    def place(self, place: Place) -> Place:
        """Return a place as it may be published: its division or cell, without its name."""
        if place.precision == "international":
            return place
        if place.precision in ("unknown", "country"):
            # A village that no list holds has its name and its country only.
            return place if place.gazetteer_id or place.name is None else place._replace(name=None)
        if self.division is not None:
            return self._in_division(place)
        return self._in_cell(place)

    def _in_cell(self, place: Place) -> Place:
        cell = self.cell_km or 0.0
        named = place._replace(
            name=place.admin2 or place.admin1 or place.country, gazetteer_id=None, gazetteer_name=None
        )
        if place.latitude is None or place.longitude is None:
            return named
        north = _middle(place.latitude, cell / _KM_A_DEGREE)
        width = cell / (_KM_A_DEGREE * max(math.cos(math.radians(north)), 0.01))
        east = _middle(place.longitude, width)
        # In steps of a cell: the very radius of a town is as good as its name.
        known, radius = place.radius_km or 0.0, round(cell * _HALF_DIAGONAL, 1)
        if known > radius:
            radius = math.ceil(known / cell) * cell
        coarse: WherePrecision = "near" if cell <= _NEAR_KM else "area"
        precision = coarse if place.precision in ("exact", "near") else place.precision
        return named._replace(
            latitude=max(min(round(north, 4), 90.0), -90.0), longitude=max(min(round(east, 4), 180.0), -180.0),
            radius_km=radius, precision=precision,
        )  # fmt: skip

    def _in_division(self, place: Place) -> Place:
        division = self.division or "admin1"
        if place.precision in _COARSER[division]:
            return place
        name = place.admin2 if division == "admin2" else None
        level, name = ("admin2", name) if name else ("admin1", place.admin1)
        if name is None:
            level, name = "country", place.country
        found = _division(name, level, place.country) if name and level != "country" else None
        return Place(
            name, found.id if found else None, found.name if found else None,
            found.latitude if found else None, found.longitude if found else None, found.radius_km if found else None,
            place.country, place.admin1, place.admin2 if level == "admin2" else None, level,  # type: ignore[arg-type]
        )  # fmt: skip


@lru_cache(maxsize=4096)
def _division(name: str, level: str, country: str | None) -> Any:
    """Return the gazetteer's division of a name; None where it holds none."""
    found = load_gazetteer().look_up(name, country=country)
    return next((one.place for one in found if one.place.kind == level), None)


def _middle(degrees: float, step: float) -> float:
    return (math.floor(degrees / step) + 0.5) * step


class Careful(NamedTuple):
    """An event as it may be published, and what was done to it."""

    event: Event
    names: int
    """Names of private persons that were taken out."""
    blurred: bool
    hidden: bool


def careful(
    event: Event, *, withholding: Withholding | None, coarsening: Coarsening | None, role: ReleaseRole | None
) -> Careful:
    """Return an event without what is not to be published.

    Args:
        event: as the casebook has it.
        withholding: names of private persons in its articles; None where names are published.
        coarsening: how places are blurred; None where they are not.
        role: whose eyes it is for; None for everybody who may see the casebook.
    """
    before = event
    if coarsening is not None:
        event = _blurred(event, coarsening)
    blurred = event is not before
    seen = event
    if role is not None and role.hidden:
        event = event._replace(reports=tuple(_hidden(one, role) for one in event.reports))
    hidden = event is not seen and event != seen
    names = 0
    if withholding is not None and withholding.withholds:
        event = _mapped(event, _Rewriter(withholding.text, withholding.place, withholding.link))
        names = len(withholding.names)
    return Careful(event, names, blurred, hidden)


def _hidden(report: EventReport, role: ReleaseRole) -> EventReport:
    changed: dict[str, Any] = {name: None for name in ("title", "url") if name in role.hidden}
    if "outlet" in role.hidden:
        changed["outlet"] = None
    if "speakers" in role.hidden:
        nameless = {voice: voice._replace(name=None, role=None) for voice in report.voices}
        changed["voices"] = tuple(nameless.values())
        changed["claims"] = tuple(
            claim._replace(voices=tuple(voice._replace(name=None, role=None) for voice in claim.voices))
            for claim in report.claims
        )
    if "reviewers" in role.hidden:
        changed["decisions"] = tuple({**one, "by": None, "reason": None} for one in report.decisions)
        claims = changed.get("claims", report.claims)
        changed["claims"] = tuple(claim._replace(by=None) for claim in claims)
    if "quotes" in role.hidden:
        claims = changed.get("claims", report.claims)
        changed["claims"] = tuple(
            claim._replace(words=tuple(word._replace(quote="") for word in claim.words)) for claim in claims
        )
        changed["words"] = {
            field: tuple(word._replace(quote="") for word in words) for field, words in report.words.items()
        }
    return report._replace(**changed)


def _blurred(event: Event, coarsening: Coarsening) -> Event:
    """Blur the places of an event, and take their names out of everything that is quoted."""
    places = [coarsening.place(report.where) for report in event.reports]
    if all(place == report.where for place, report in zip(places, event.reports, strict=True)):
        return event
    kept = {name.casefold() for place in places for name in (place.name, place.admin1, place.admin2) if name}
    # What one report calls by its name another may name in passing.
    names = {name for report in event.reports for name in _place_names(report) if name.casefold() not in kept}
    spelt = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![^\W_])(?:{spelt})(?![^\W_])", re.IGNORECASE) if names else None

    def without(text: str) -> str:
        return pattern.sub(PLACE_WITHHELD, text) if pattern else text

    def same(text: str) -> str:
        return text

    rewriter = _Rewriter(without, same, same)
    reports = (_mapped(_unplaced(report, place), rewriter) for report, place in zip(event.reports, places, strict=True))
    return event._replace(reports=tuple(reports))


def _unplaced(report: EventReport, place: Place) -> EventReport:
    """Return a report at a blurred place without what tells of places in words that no list may hold."""
    return report._replace(
        where=place,
        # A headline most often names a place, if not this one then one nearby, and an address spells the headline; the
        # article is still named by its id.
        title=None,
        url=None,
        words={
            field: tuple(word._replace(quote="") for word in words) if field == "where" else words
            for field, words in report.words.items()
        },
        decisions=tuple({**one, "value": None} if one["field"] == "where" else one for one in report.decisions),
        unapplied=tuple(_WHERE_UNAPPLIED if one.startswith("where: ") else one for one in report.unapplied),
    )


def _place_names(report: EventReport) -> Iterator[str]:
    """Yield the names of a report's place, and of those that it is told by: "Gasseliki, 25 km from Djibo"."""
    yield from (name for name in (report.where.name, report.where.gazetteer_name) if name)
    for word in report.words.get("where", ()):
        for is_name, run in groupby(_WORD.findall(word.quote), key=_is_capital):
            name = " ".join(run)
            if is_name and not load_codebook().countries.find(name):
                yield name


def _is_capital(word: str) -> bool:
    # Letters without capitals (Arabic, Burmese) begin names too.
    return word[0].isupper() or word[0] == word[0].swapcase()


class _Rewriter(NamedTuple):
    text: Callable[[str], str]
    place: Callable[[str], str]
    link: Callable[[str], str]


_LINKS = frozenset({"url"})
_AS_THEY_ARE = frozenset({"id", "article", "family", "report", "statement", "gazetteer_id", "actor_id", "part_of"})
_PLACES = frozenset({"name", "gazetteer_name", "admin1", "admin2"})


def _mapped(value: Any, by: _Rewriter) -> Any:
    """Return a value with every text in it rewritten, but for ids and codes; names of places by their own rule."""
    if isinstance(value, str):
        return by.text(value)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        is_place = isinstance(value, Place)
        return type(value)(*(_field(name, one, by, is_place) for name, one in zip(value._fields, value, strict=True)))
    if isinstance(value, tuple | list):
        return type(value)(_mapped(one, by) for one in value)
    if isinstance(value, Mapping):
        return {name: _mapped(one, by) for name, one in value.items()}
    return value


def _field(name: str, value: Any, by: _Rewriter, is_place: bool) -> Any:
    if value is None or name in _AS_THEY_ARE:
        return value
    if name in _LINKS:
        return by.link(value)
    if is_place and name in _PLACES:
        return by.place(value)
    return _mapped(value, by)
