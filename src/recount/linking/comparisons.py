"""How two reports are compared: for each question a list of answers that a person can read, from yes to no.

A condition is SQL over the columns of two profiles, `…_l` and `…_r`. The first that holds is the answer; where none
does, or a value that is asked for is not known, the question is left open and weighs nothing.
"""

import re
from typing import Final, NamedTuple

__all__ = ["COMPARISONS", "DUCKDB", "SPARK", "Comparison", "Dialect", "Level"]


_SPELLED = re.compile(r"\{(shared|share|cosine|crossed|both):(\w+)\}")


class Dialect(NamedTuple):
    """What the engines spell differently."""

    name: str
    shared: str
    """How many members two lists share."""
    share: str
    """Of the members of the shorter of two lists, how many stand in the other, in [0, 1]."""
    cosine: str
    """Of two vectors of whole numbers that are 127 long."""
    crossed: str
    """Whether a member of the one's list is among the names of the other."""
    both: str
    """Whether both lists have members."""
    unnest: str
    """The function that makes a row of each member of a list."""

    def written(self, condition: str) -> str:
        """Return a condition in the engine's words."""
        return _SPELLED.sub(lambda found: f"({getattr(self, found[1]).format(found[2])})", condition)


DUCKDB: Final = Dialect(
    "duckdb",
    "len(list_intersect({0}_l, {0}_r))",
    "len(list_intersect({0}_l, {0}_r)) / nullif(least(len({0}_l), len({0}_r)), 0)",
    "list_dot_product({0}_l, {0}_r) / 16129",
    "len(list_intersect({0}_l, names_r)) + len(list_intersect({0}_r, names_l)) > 0",
    "len({0}_l) > 0 AND len({0}_r) > 0",
    "unnest",
)
SPARK: Final = Dialect(
    "spark",
    "size(array_intersect({0}_l, {0}_r))",
    "size(array_intersect({0}_l, {0}_r)) / nullif(least(size({0}_l), size({0}_r)), 0)",
    "aggregate(zip_with({0}_l, {0}_r, (x, y) -> double(x) * double(y)), double(0), (s, x) -> s + x) / 16129",
    "size(array_intersect({0}_l, names_r)) + size(array_intersect({0}_r, names_l)) > 0",
    "size({0}_l) > 0 AND size({0}_r) > 0",
    "explode",
)


class Level(NamedTuple):
    """One answer to a question."""

    name: str
    """As the parameters name it."""
    condition: str
    """SQL; `{shared:COLUMN}` and the like stand for what the engines spell differently."""


class Comparison(NamedTuple):
    """One question about two reports."""

    name: str
    known: str
    """SQL: whether both sides say enough to be asked."""
    levels: tuple[Level, ...]
    otherwise: str
    """Name of the last answer: none of the others."""

    @property
    def names(self) -> tuple[str, ...]:
        """The answers, in order."""
        return (*(level.name for level in self.levels), self.otherwise)


# Whole days between two periods; 0 or less where they overlap.
_GAP = "(greatest(first_day_l, first_day_r) - least(last_day_l, last_day_r))"
_WIDTH = "greatest(last_day_l - first_day_l, last_day_r - first_day_r)"
# Days from the one that says when it happened to the publication of the other, which does not.
_LAG = (
    "(CASE WHEN first_day_l IS NULL THEN published_l - first_day_r "
    "WHEN first_day_r IS NULL THEN published_r - first_day_l END)"
)
_BOTH_DATED = "(first_day_l IS NOT NULL AND first_day_r IS NOT NULL)"
# Kilometres between two points; unknown where one is (`least` would pass an unknown value over).
_KM = (
    "(CASE WHEN latitude_l IS NOT NULL AND latitude_r IS NOT NULL THEN 12742.0 * asin(sqrt(least(1.0, "
    "power(sin(radians(latitude_r - latitude_l) / 2), 2) + cos(radians(latitude_l)) * cos(radians(latitude_r)) "
    "* power(sin(radians(longitude_r - longitude_l) / 2), 2)))) END)"
)
# Kilometres around both points within which the happenings most likely took place.
_RADII = "(coalesce(radius_km_l, 2) + coalesce(radius_km_r, 2))"
_BOTH_FINE = "(is_fine_l AND is_fine_r)"
_SAME_DIVISION = "(country_l = country_r AND (admin1_l IS NULL OR admin1_r IS NULL OR admin1_l = admin1_r))"


def _toll(effect: str) -> Comparison:
    low_l, low_r, high_l, high_r = (f"{effect}_{bound}" for bound in ("low_l", "low_r", "high_l", "high_r"))
    alike = f"greatest({low_l}, {low_r}) <= 3 * least({low_l}, {low_r}) + 3"
    rises = f"((published_r > published_l AND {low_r} > {low_l}) OR (published_l > published_r AND {low_l} > {low_r}))"
    return Comparison(
        effect,
        f"{low_l} IS NOT NULL AND {low_r} IS NOT NULL",
        (
            Level("same", f"{low_l} = {low_r} AND coalesce({high_l}, -1) = coalesce({high_r}, -1)"),
            Level(
                "overlap",
                f"{alike} AND {low_l} <= coalesce({high_r}, {low_l}) AND {low_r} <= coalesce({high_l}, {low_r})",
            ),
            Level("close", f"abs({low_l} - {low_r}) <= 0.25 * greatest({low_l}, {low_r})"),
            Level("one apart", f"abs({low_l} - {low_r}) = 1"),
            Level("rises", f"{alike} AND {rises}"),
            Level("alike", alike),
        ),
        "differ",
    )


COMPARISONS: Final[tuple[Comparison, ...]] = (
    Comparison(
        "when",
        f"{_BOTH_DATED} OR {_LAG} IS NOT NULL",
        (
            Level("same day", f"{_BOTH_DATED} AND {_GAP} <= 0 AND {_WIDTH} = 0"),
            Level("periods overlap", f"{_BOTH_DATED} AND {_GAP} <= 0 AND {_WIDTH} <= 6"),
            Level("within one month", f"{_BOTH_DATED} AND {_GAP} <= 0"),
            Level("1 day apart", f"{_BOTH_DATED} AND {_GAP} = 1"),
            Level("2 or 3 days apart", f"{_BOTH_DATED} AND {_GAP} <= 3"),
            Level("4 to 7 days apart", f"{_BOTH_DATED} AND {_GAP} <= 7"),
            Level("more days apart", _BOTH_DATED),
            Level("one told before the other's day", f"{_LAG} < 0"),
            Level("one undated, told within a week", f"{_LAG} <= 7"),
        ),
        "one undated, told later",
    ),
    Comparison(
        "told",
        "published_l IS NOT NULL AND published_r IS NOT NULL",
        (
            Level("within a day", "abs(published_l - published_r) <= 1"),
            Level("within a week", "abs(published_l - published_r) <= 7"),
            Level("within a month", "abs(published_l - published_r) <= 31"),
        ),
        "later",
    ),
    Comparison(
        "where",
        "(place_l IS NOT NULL AND place_r IS NOT NULL) OR (country_l IS NOT NULL AND country_r IS NOT NULL) "
        "OR {crossed:place_words}",
        (
            Level("same place", f"{_BOTH_FINE} AND place_l = place_r"),
            Level("within their radii", f"{_BOTH_FINE} AND {_KM} <= {_RADII}"),
            Level("10 km beyond", f"{_BOTH_FINE} AND {_KM} <= {_RADII} + 10"),
            Level("30 km beyond", f"{_BOTH_FINE} AND {_KM} <= {_RADII} + 30"),
            Level("farther apart", f"{_BOTH_FINE} AND {_KM} IS NOT NULL"),
            Level("one names the other's", "{crossed:place_words}"),
            Level("other country", "country_l <> country_r"),
            Level("other unknown name", f"{_BOTH_FINE} AND place_l IS NOT NULL AND place_r IS NOT NULL"),
            Level("same area", "place_l = place_r AND NOT is_fine_l AND NOT is_fine_r"),
            Level(
                "one lies in the other's area",
                f"{_SAME_DIVISION} AND coalesce({_KM} <= greatest(radius_km_l, radius_km_r), TRUE)",
            ),
            Level("same division", _SAME_DIVISION),
        ),
        "other division",
    ),
    Comparison(
        "what",
        "event_type_l IS NOT NULL AND event_type_r IS NOT NULL",
        (
            Level("same kind", "event_type_l = event_type_r AND sub_event_type_l = sub_event_type_r"),
            Level("same type", "event_type_l = event_type_r"),
            Level(
                "both violent",
                "event_type_l NOT IN ('Protests', 'Riots', 'Strategic developments') "
                "AND event_type_r NOT IN ('Protests', 'Riots', 'Strategic developments')",
            ),
            Level(
                "both demonstrations", "event_type_l IN ('Protests', 'Riots') AND event_type_r IN ('Protests', 'Riots')"
            ),
        ),
        "other type",
    ),
    Comparison("happened", "TRUE", (Level("both", "has_happened_l = has_happened_r"),), "only one"),
    Comparison(
        "who",
        "{both:perpetrators} OR {both:perpetrator_kinds}",
        (
            Level("same name", "{shared:perpetrators} > 0"),
            Level("same kind", "{shared:perpetrator_kinds} > 0"),
            Level("other name", "NOT {both:perpetrator_kinds}"),
        ),
        "other kind",
    ),
    Comparison(
        "whom",
        "{both:targets} OR {both:target_kinds}",
        (
            Level("several words", "{shared:targets} > 1"),
            Level("a word", "{shared:targets} > 0"),
            Level("same kind", "{shared:target_kinds} > 0"),
        ),
        "other",
    ),
    Comparison(
        "weapon",
        "{both:weapons}",
        (Level("same", "{shared:weapons} > 0"), Level("same group", "{shared:weapon_groups} > 0")),
        "other",
    ),
    _toll("killed"),
    _toll("injured"),
    Comparison(
        "names",
        "{both:other_names}",
        tuple(
            Level(words, f"{{shared:other_names}} >= {least}")
            for words, least in (("four", 4), ("three", 3), ("two", 2), ("one", 1))
        ),
        "none",
    ),
    Comparison("hour", "{both:hours}", (Level("same", "{shared:hours} > 0"),), "other"),
    Comparison(
        "words",
        "{both:words}",
        tuple(
            Level(f"{share:.2f}", f"{{share:words}} >= {share}") for share in (0.7, 0.5, 0.35, 0.25, 0.18, 0.12, 0.06)
        ),
        "lower",
    ),
    Comparison(
        "numbers",
        "{both:numbers}",
        (Level("two", "{shared:numbers} >= 2"), Level("one", "{shared:numbers} >= 1")),
        "none",
    ),
    Comparison(
        "wording",
        "{both:wording}",
        tuple(
            Level(f"{share:.2f}", f"{{cosine:wording}} >= {share}") for share in (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.25)
        ),
        "lower",
    ),
)
"""Weights of the answers are in `data/reports.json`; `tools/train_linking.py` fits them."""
