"""Read-only place names: look up a name, find names in a text, set them down on the map."""

from recount.gazetteer.ground import contains, distance_km, same_place
from recount.gazetteer.linked import link
from recount.gazetteer.locating import locate
from recount.gazetteer.mentions import find_mentions
from recount.gazetteer.place import LocatedMention, Place, PlaceMention, Scored
from recount.gazetteer.store import Gazetteer, load

__all__ = [
    "Gazetteer",
    "LocatedMention",
    "Place",
    "PlaceMention",
    "Scored",
    "contains",
    "distance_km",
    "find_mentions",
    "link",
    "load",
    "locate",
    "same_place",
]
