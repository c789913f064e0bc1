"""Read-only place names: look up a name, find names in a text, set them down on the map."""

from recount.gazetteer.candidates import rank_candidates
from recount.gazetteer.clues import CLUES, clues_of
from recount.gazetteer.ground import contains, distance_km, same_place
from recount.gazetteer.linked import link
from recount.gazetteer.locating import locate
from recount.gazetteer.mentions import NamedRange, find_mentions, mentions_at
from recount.gazetteer.pieces import ranges_overlap
from recount.gazetteer.place import LocatedMention, Place, PlaceMention, Role, Scored
from recount.gazetteer.store import Gazetteer, load
from recount.gazetteer.words import is_people, place_words

__all__ = [
    "CLUES",
    "Gazetteer",
    "LocatedMention",
    "NamedRange",
    "Place",
    "PlaceMention",
    "Role",
    "Scored",
    "clues_of",
    "contains",
    "distance_km",
    "find_mentions",
    "is_people",
    "link",
    "load",
    "locate",
    "mentions_at",
    "place_words",
    "ranges_overlap",
    "rank_candidates",
    "same_place",
]
