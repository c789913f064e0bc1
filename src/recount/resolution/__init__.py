"""Words become places, days and actors, with precision."""

from recount.resolution.actors import resolve_actors
from recount.resolution.codes import resolve_codes
from recount.resolution.places import resolve_places
from recount.resolution.times import resolve_times

__all__ = ["resolve_actors", "resolve_codes", "resolve_places", "resolve_times"]
