"""Which pairs of reports are compared: those that share a key, or whose keys are neighbours.

Comparing all pairs of a million reports is out of the question. Seven rules give every true pair a chance: reports
near each other within days; of one named place within a week; with one of their rarest names in common within days,
or weeks where one is vague; of one country within days where one names no town; and, where one names no country, with
a perpetrator or a number of dead in common. Keys are whole numbers whose last bits count days, cells or weeks, so that
a neighbour's key is a sum. The rules look at the two reports alone: a pair is compared whether it is met in a load of
a million or of one.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from recount.linking.profiles import ReportProfile

__all__ = ["RULES", "Rule", "kept_keys", "keys_of", "seeks", "sought_keys", "window_of"]

# Degrees: two points that lie less than this apart are in one cell or in neighbours. 0.5 degrees are 55 km north to
# south, and 28 km east to west in Oslo.
_CELL_DEGREES = 0.5
_BIN_DAYS = 3
_WEEK_DAYS, _MONTH_DAYS = 7, 30
# Before its publication a report that does not say when is sought so many days back.
_UNDATED_DAYS = 10
_MOST_NAMES = 4
_TIME_BITS = 20
_KIND_BITS = 59
# Added to a key, it gives the one under which those are kept that look for others by its rule.
_SEEKERS = 8 << _KIND_BITS
_CELLS_ROUND = 1024
NEAR, PLACE, COUNTRY, NAME, NAME_LATER, PARTY, FIGURE = range(7)


class Rule(NamedTuple):
    """One way in which reports come to be compared."""

    kind: int
    name: str
    deltas: tuple[int, ...]
    """Added to a key, they give the keys of its neighbours, its own included."""
    seeks: str | None
    """SQL over a profile: which reports look for others by it, None for all; all that have such a key are found."""
    most_days_apart: int
    """Between the periods in which two reports set their happenings."""
    also: str = "TRUE"
    """SQL over both, `s` and `f`, that must not be false."""

    @property
    def first_key(self) -> int:
        """The least key of this rule."""
        return self.kind << _KIND_BITS

    @property
    def end_key(self) -> int:
        """The first key beyond this rule's."""
        return (self.kind + 1) << _KIND_BITS


_CELLS = tuple((x * _CELLS_ROUND + y) << _TIME_BITS for x in (-1, 0, 1) for y in (-1, 0, 1))
_BINS = (-1, 0, 1)

_NO_TOWN, _NO_COUNTRY = "NOT is_fine OR latitude IS NULL", "country IS NULL"
_VAGUE = f"{_NO_TOWN} OR first_day IS NULL"

RULES: Final = (
    Rule(NEAR, "near each other", tuple(cell + day for cell in _CELLS for day in _BINS), None, 3),
    Rule(PLACE, "same place", _BINS, None, 7),
    Rule(COUNTRY, "same country", _BINS, _NO_TOWN, 2, "coalesce(s.admin1 = f.admin1, TRUE)"),
    Rule(NAME, "a name in common", _BINS, None, 3),
    Rule(NAME_LATER, "a name in common, one of them vague", _BINS, _VAGUE, 30),
    Rule(PARTY, "same perpetrator", _BINS, _NO_COUNTRY, 3),
    Rule(FIGURE, "same kind and number", _BINS, _NO_COUNTRY, 3),
)


def seeks(profile: ReportProfile, rule: Rule) -> bool:
    """Tell whether a report looks for others by a rule: `Rule.seeks`, for one report."""
    if rule.seeks in {_NO_TOWN, _VAGUE}:
        no_town = not profile.is_fine or profile.latitude is None
        return no_town or (rule.seeks == _VAGUE and profile.first_day is None)
    return rule.seeks is None or profile.country is None


def kept_keys(profile: ReportProfile) -> tuple[int, ...]:
    """Return the keys to keep a report under, so that a later one finds it, and is found by it."""
    keys = keys_of(profile)
    own = [rule for rule in RULES if rule.seeks and seeks(profile, rule)]
    return (*keys, *(key + _SEEKERS for rule in own for key in keys if rule.first_key <= key < rule.end_key))


def sought_keys(profile: ReportProfile) -> tuple[int, ...]:
    """Return the kept keys of all reports that a report is to be compared with: those it finds, and that find it."""
    sought: list[int] = []
    for rule in RULES:
        for key in keys_of(profile):
            if rule.first_key <= key < rule.end_key:
                near = [key + delta for delta in rule.deltas]
                sought += near if seeks(profile, rule) else []
                sought += [one + _SEEKERS for one in near] if rule.seeks else []
    return tuple(dict.fromkeys(sought))


def window_of(profile: ReportProfile) -> tuple[int, int] | None:
    """Return the first and last day on which a report's happening is sought; None where nothing is known of when."""
    if profile.first_day is not None and profile.last_day is not None:
        return profile.first_day, profile.last_day
    if profile.published is not None:
        return profile.published - _UNDATED_DAYS, profile.published
    return None


def keys_of(profile: ReportProfile) -> tuple[int, ...]:
    """Return the keys under which a report is found, each once."""
    window = window_of(profile)
    if window is None:
        return ()
    bins = range(window[0] // _BIN_DAYS, window[1] // _BIN_DAYS + 1)
    weeks = range(window[0] // _WEEK_DAYS, window[1] // _WEEK_DAYS + 1)
    months = range(window[0] // _MONTH_DAYS, window[1] // _MONTH_DAYS + 1)
    keys: list[int] = []
    if profile.is_fine and profile.latitude is not None and profile.longitude is not None:
        cell = int((profile.latitude + 90) / _CELL_DEGREES) * _CELLS_ROUND + int(
            (profile.longitude + 180) / _CELL_DEGREES
        )
        keys += [_key(NEAR, cell, day) for day in bins]
    if profile.place is not None:
        keys += [_key(PLACE, _digest(profile.place), week) for week in weeks]
    if profile.country is not None:
        keys += [_key(COUNTRY, _digest(profile.country), day) for day in bins]
    # Who acts is named by thousands of reports on other happenings.
    named = [name for name in profile.names if not any(name in party for party in profile.perpetrators)]
    keys += [_key(NAME, _digest(name), day) for name in named[:_MOST_NAMES] for day in bins]
    keys += [_key(NAME_LATER, _digest(name), month) for name in named[:_MOST_NAMES] for month in months]
    keys += [_key(PARTY, _digest(name), day) for name in profile.perpetrators for day in bins]
    if profile.event_type is not None and profile.killed_low is not None:
        keys += [_key(FIGURE, _digest(f"{profile.event_type} {profile.killed_low}"), day) for day in bins]
    return tuple(dict.fromkeys(keys))


def _key(kind: int, what: int, when: int) -> int:
    return (kind << _KIND_BITS) + (what << _TIME_BITS) + when


@lru_cache(maxsize=1 << 16)
def _digest(name: str) -> int:
    # Forty bits beside kind and time: of a million names two share a key by chance, and are then compared for nothing.
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=5).digest(), "big") >> 1
