"""Places, mentions of places, and mentions set down on the map."""

from dataclasses import dataclass
from typing import Literal

from recount.nouns import WhereRelation as Relation

__all__ = ["LocatedMention", "Place", "PlaceMention", "Precision", "Relation", "Role", "Scored"]

Role = Literal["literal", "metonym", "demonym", "embedded"]
Precision = Literal["exact", "near", "admin2", "admin1", "area", "country", "international", "unknown"]


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the gazetteer."""

    id: str
    """Source and number: `wof:421168683`, `gn:170654`, `site:al-omar-oil-field`, `icao:ORAA`, `area:sahel`."""
    name: str
    kind: str
    """`country`, `admin1`, `admin2`, `locality`, `air base`, `oil field`, `sea area` …"""
    country: str | None
    """ISO 3166-1 alpha-2; None at sea, across borders, and where the border itself is disputed."""
    admin1: str | None
    admin2: str | None
    latitude: float
    """WGS84 degrees."""
    longitude: float
    population: int | None
    """None where no source gives one."""
    radius_km: float | None
    """How far the place reaches, or its point may be off; None where no source tells."""
    importance: float
    """How likely a report means it when it gives the bare name, in [0, 1]; not a probability."""
    row: int
    """Its number in this build of the gazetteer."""
    admin1_row: int | None
    admin2_row: int | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A place that a name may mean."""

    place: Place
    score: float
    """In [0, 1]: how well the name fits and how known the place is; comparable within one look-up."""
    likeness_score: float
    """How alike the names are, in [0, 1]; 1 is the same name."""
    reason: str
    """In words that a coder can check."""
    alternate: bool = False
    """The name is one that English reports seldom write for the place: an older or a foreign one."""
    bare_site: bool = False
    """The name is that of a site without its kind word ("Kweires"): it needs the kind word in the text."""
    confidence: float | None = None
    """Probability that the bare name means this place, or one within 25 km of it; None where it was not weighed."""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A range of a text that names a place."""

    start: int
    end: int
    """Half-open; relative words ("5 km south of") and kind words ("oil field") are inside."""
    name: str
    name_start: int
    name_end: int
    role: Role
    """`metonym`: the name stands for a government or a team; `demonym`: for a people or what belongs to it;
    `embedded`: it is part of the name of something else ("Bank of Mexico")."""
    kind_hint: str | None = None
    """What the words beside the name say it is: base, field, city, village, district, province, country, camp,
    crossing, airport, port, sea, mountain, road, countryside …; None where they do not say."""
    relation: Relation = "at"
    distance_km: float | None = None
    bearing: float | None = None
    """Degrees from north, clockwise, from the named place to the place meant; None without a direction."""
    reach_km: float | None = None
    """How far off at most, where the words tell no more ("less than 5 km from", "an hour's drive from")."""
    other_name: str | None = None
    """The second end of "between X and Y", "the X-Y road" or "the X-Y border"."""
    relation_words: str | None = None
    """The words of the relation as written, beside the name: "5 km south of", "'s western outskirts"."""
    told_by: int | None = None
    """`name_start` of the mention whose relative words place this one: "X, a village 5 km south of Y"."""
    containers: tuple[int, ...] = ()
    """`name_start` of the mentions written as what it lies in: "Kaya, Sanmatenga province, Burkina Faso"."""
    found: tuple[Scored, ...] = ()
    """What the gazetteer holds under this name, best first; empty for a name that it does not hold."""

    @property
    def names_a_people(self) -> bool:
        """Tell whether words for a people say which country is meant: nothing is left to look up."""
        country = bool(self.found) and self.found[0].place.kind == "country"
        return self.role == "demonym" or (country and self.relation in ("border", "off"))


@dataclass(frozen=True, slots=True)
class LocatedMention:
    """A mention with the place that it most likely means."""

    mention: PlaceMention
    place: Place | None
    """None where the gazetteer does not hold the name, or nothing tells its namesakes apart."""
    score: float
    """Higher is likelier; comparable only with its runners-up."""
    runners_up: tuple[Scored, ...] = ()
    """Best first; empty when it was not close."""
    precision: Precision = "unknown"
    latitude: float | None = None
    longitude: float | None = None
    radius_km: float | None = None
    """Kilometres from the point within which the place meant most likely lies; None without a point."""
    country: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    container: Place | None = None
    """For a name that is not held: the smallest known place that it lies in."""
    reason: str = ""
