"""What PLOVER and POLECAT have in common: which events they hold, parties with their sectors, figures, places."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from recount.codebook.country_codes import codes_of
from recount.codebook.loader import read_yaml
from recount.nouns.events import EventReport, SettledEvent, Side
from recount.nouns.report import Effect
from recount.publishing.formats.mapping import NO_REPORTS, Withheld, side_named
from recount.publishing.formats.plover import QUAD_CODES

__all__ = ["PloverFacts", "PloverParty", "agreed_figure", "geonames_of", "parties_of", "plover_facts", "resolution_of"]

_NEVER = frozenset({"denied", "hypothetical"})
_AHEAD = frozenset({"threatened", "planned"})
_THREATEN = "THREATEN"
_GEONAMES = "gn:"


class PloverFacts(NamedTuple):
    """What no event of PLOVER can be without."""

    event_type: str
    mode: str | None
    first: date
    last: date
    """Inclusive."""


class PloverParty(NamedTuple):
    """An actor or a recipient."""

    name: str
    """Neutral, else as written."""
    written: str
    alpha3: str | None
    correlates_of_war: str | None
    sector: str


def plover_facts(event: SettledEvent) -> PloverFacts | str:
    """Return type, mode and days of an event; else why PLOVER cannot hold it."""
    event_type, mode = event.of("plover") or (None, None)
    modality, period = event.of("modality"), event.of("when")
    if not event.reports:
        return NO_REPORTS
    if event_type not in QUAD_CODES:
        return "the crosswalk gives no type of PLOVER"
    if modality in _NEVER or (modality in _AHEAD and event_type != _THREATEN):
        return f"it is only {modality}"
    if period.earliest is None or period.latest is None:
        return "no first or last day"
    return PloverFacts(event_type, mode, period.earliest, period.latest)


def parties_of(sides: Sequence[Side], withheld: Withheld) -> tuple[PloverParty, ...]:
    """Return sides as parties, each once; a site is no party."""
    found = (_party(side, withheld) for side in sides if side.kind != "site")
    return tuple(dict.fromkeys(found))


def agreed_figure(reports: Iterable[EventReport], effect: Effect) -> int | None:
    """Return how many suffered an effect where all words give one exact figure; None where they differ or are vague."""
    bounds = {
        (claim.low, claim.high)
        for report in reports
        for claim in report.claims
        if claim.effect == effect and not claim.revised and claim.part_of is None and claim.shared == 1
    }
    if len(bounds) != 1:
        return None
    low, high = bounds.pop()
    return low if low == high else None


def resolution_of(precision: str) -> int | None:
    """Return PLOVER's resolution of a place, 5 within a town to 1 country; None where it has none."""
    found = _content()["resolutions"].get(precision)
    return None if found is None else int(found)


def geonames_of(gazetteer_id: str | None) -> str | None:
    """Return the number of a place in GeoNames; None where it is from another source."""
    return gazetteer_id.removeprefix(_GEONAMES) if gazetteer_id and gazetteer_id.startswith(_GEONAMES) else None


def _party(side: Side, withheld: Withheld) -> PloverParty:
    written = withheld.text(side.name)
    alpha3, correlates, sector = _codes(side.canonical, side.kind, side.country)
    return PloverParty(side_named(side, withheld), " ".join(written.split()), alpha3, correlates, sector)


@lru_cache(maxsize=20_000)
def _codes(canonical: str | None, kind: str, country: str | None) -> tuple[str | None, str | None, str]:
    content, codes = _content(), codes_of(country)
    by_name: Mapping[str, str] = content["sectors_by_name"]
    named = (sector for begin, sector in by_name.items() if canonical and canonical.startswith(begin))
    sector = next(named, content["sectors"].get(kind, "UNK"))
    if codes is None:
        return None, None, sector
    number = codes.correlates_of_war
    return content["codes"].get(codes.alpha3, codes.alpha3), None if number is None else str(number), sector


@lru_cache(maxsize=1)
def _content() -> Any:
    file = files("recount.codebook") / "data" / "publishing" / "plover.yaml"
    return read_yaml(file.read_bytes(), "publishing/plover.yaml")
