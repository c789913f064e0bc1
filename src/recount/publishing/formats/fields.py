"""Which field of an event each column of ACLED, GED, POLECAT, PLOVER and the table of events rests on.

From the field its words are found: in the column `words` of `events.csv` (by `anchor` those of the act, which types
follow from), in `claims` for figures, in `told_by` for outlets, headlines and days of publication.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from recount.codebook.rules import Line, Rule

__all__ = [
    "ACT_FIELDS",
    "COLUMN_RESTS",
    "Rests",
    "claims_of_value",
    "column_rests",
    "event_rests",
    "fields_of_value",
    "used_by",
]

ACT_FIELDS = frozenset({"event_type", "sub_event_type", "modality", "plover", "ucdp_type"})
"""Fields that rest on the words of the act, which stand under `anchor`."""


class Rests(NamedTuple):
    """What a column rests on."""

    fields: tuple[str, ...] = ()
    """Fields of the event."""
    values: tuple[str, ...] = ()
    """Values of a rule: `acled.fatalities`."""
    figures: tuple[str, ...] = ()
    """Effects whose figures it lists or takes as they are: `killed`."""
    told_by: bool = False
    """Whether it rests on the reports' articles: outlet, headline, address, day of publication."""
    otherwise: str | None = None
    """What it is where it rests on no words: an id, a constant, never filled …"""

    @property
    def in_words(self) -> str:
        """What it rests on, for a reader."""
        parts = [*(f"`{one}`" for one in self.fields), *(f"value `{one}`" for one in self.values)]
        parts += [f"figures of {one}" for one in self.figures]
        parts += ["articles (`told_by`)"] if self.told_by else []
        return ", ".join(parts) or str(self.otherwise)


_ID = Rests(otherwise="id of the event")
_EMPTY = Rests(otherwise="never filled")
_RELEASE = Rests(otherwise="the release: when and by what it was made")
_CONSTANT = Rests(otherwise="the same for every event")
_WALK = Rests(otherwise="holds the way back itself")
_TOLD_BY = Rests(told_by=True)
_EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced")
_ACT = Rests(("plover",))
# Days are reckoned from the day of publication; where nothing tells when, it was no later than that.
_WHEN = Rests(("when",), told_by=True)
_WHERE = Rests(("where",))
_SIDES = ("perpetrators", "targets")
# Who protests stands first, whoever acts; where nobody is named, the type and the country name an unidentified group.
_ACTORS = Rests(_SIDES, ("acled.event_type",))
_UCDP_SIDES = Rests((*_SIDES, "ucdp_type"))


def _values(rule: str, *names: str) -> Rests:
    return Rests(values=tuple(f"{rule}.{name}" for name in names))


def _all(rests: Rests, *columns: str) -> dict[str, Rests]:
    return dict.fromkeys(columns, rests)


_ACLED: Mapping[str, Rests] = {
    "event_id_cnty": _ID,
    **_all(_values("acled", "event_date", "spread"), "event_date", "year"),
    "time_precision": _values("acled", "time_precision"),
    "event_type": _values("acled", "event_type"),
    **_all(_values("acled", "sub_event_type", "event_type"), "disorder_type", "sub_event_type"),
    **_all(_ACTORS, "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction"),
    "civilian_targeting": _ACTORS,
    **_all(_WHERE, "iso", "region", "country", "admin1", "admin2", "location", "latitude", "longitude"),
    "admin3": _EMPTY,
    "geo_precision": _values("acled", "geo_precision"),
    **_all(_TOLD_BY, "source", "source_scale"),
    "notes": Rests(("responsibility",), ("acled.fatalities",), _EFFECTS, told_by=True),
    "fatalities": _values("acled", "fatalities", "spread"),
    "tags": _values("acled", "event_type"),
    "timestamp": _RELEASE,
}  # fmt: skip
_GED: Mapping[str, Rests] = {
    **_all(_ID, "id", "relid"),
    **_all(_WHEN, "year", "date_start", "date_end"),
    "active_year": Rests((*_SIDES, "when"), ("ucdp.best",)),
    "code_status": Rests(("when", "where", *_SIDES, "ucdp_type")),
    "type_of_violence": _values("ucdp", "type_of_violence"),
    **_all(_EMPTY, "conflict_dset_id", "conflict_new_id", "dyad_dset_id", "dyad_new_id"),
    **_all(_EMPTY, "side_a_dset_id", "side_a_new_id", "side_b_dset_id", "side_b_new_id"),
    **_all(_UCDP_SIDES, "conflict_name", "dyad_name", "side_a", "side_b", "gwnoa", "gwnob"),
    **_all(_TOLD_BY, "number_of_sources", "source_article", "source_office", "source_date", "source_headline"),
    "source_original": _values("ucdp", "low", "best", "high"),
    "where_prec": _values("ucdp", "where_prec"),
    **_all(_WHERE, "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt"),
    **_all(_WHERE, "priogrid_gid", "country", "country_id", "region"),
    **{name: _values("ucdp", name) for name in ("event_clarity", "date_prec", "low", "best", "high")},
    **{name: _values("ucdp", name) for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")},
}  # fmt: skip
_POLECAT: Mapping[str, Rests] = {
    "Event ID": _ID,
    "Event Date": _WHEN,
    **_all(_ACT, "Event Type", "Event Mode", "Intensity", "Quad Code"),
    **{
        f"{about}{role}{what}": Rests((field,))
        for role, field in (("Actor", "perpetrators"), ("Recipient", "targets"))
        for about, what in (("", " Name"), ("", " Country"), ("", " COW"), ("Primary ", " Sector"), ("", " Sectors"),
                            ("", " Name Raw"))
    },
    **_all(_EMPTY, "Contexts", "Actor Title", "Recipient Title", "Wikipedia Actor ID", "Wikipedia Recipient ID"),
    **_all(_WHERE, "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID"),
    "Raw Placename": _WHERE,
    **_all(_EMPTY, "Feature Type", "Story People", "Story Organizations", "Story Locations", "Language"),
    **_all(_TOLD_BY, "Source", "Publication Date"),
    "Version": _RELEASE,
}  # fmt: skip
_PLOVER: Mapping[str, Rests] = {
    "id": _ID,
    **_all(_WHEN, "date", "enddate"),
    **_all(_ACT, "event", "mode", "quad_code", "event_scale", "event_text", "text"),
    "actor": Rests(("perpetrators", "plover")),
    "recipient": Rests(("targets",)),
    "size.dead": Rests(figures=("killed",)),
    "size.injured": Rests(figures=("injured",)),
    "size.arrested": Rests(figures=("arrested",)),
    "event_loc": _WHERE,
    "cite_info": _TOLD_BY,
    "comment": _TOLD_BY,
    "coder": _CONSTANT,
}
COLUMN_RESTS: Mapping[str, Mapping[str, Rests]] = {
    "acled": _ACLED, "ged": _GED, "polecat": _POLECAT, "plover": _PLOVER,
}  # fmt: skip
"""By format and column; of PLOVER the keys of a record that Recount fills."""

_EVENTS: Mapping[str, Rests] = {
    "event_id": _ID,
    **_all(_TOLD_BY, "reports", "sources", "sources_of_a_party", "outlets", "source_scale"),
    **{name: Rests((name,)) for name in ("event_type", "sub_event_type", "modality", "ucdp_type", "weapons")},
    **_all(_ACT, "plover_type", "plover_mode"),
    **_all(_WHEN, "earliest", "latest", "when_precision", "lasts"),
    **_all(_WHERE, "place", "gazetteer_id", "gazetteer_name", "latitude", "longitude", "radius_km", "country"),
    **_all(_WHERE, "admin1", "admin2", "where_precision"),
    **{name: Rests(("perpetrators",)) for name in ("perpetrators", "perpetrator_kinds")},
    **{name: Rests(("targets",)) for name in ("targets", "target_kinds")},
    "responsibility": Rests(("responsibility",)),
    **{f"{effect}_{end}": Rests(figures=(effect,)) for effect in ("killed", "injured") for end in ("least", "most")},
    **_all(_WALK, "unresolved", "choices", "derivation", "claims", "words", "told_by", "decisions"),
    "review": Rests(otherwise="what people decided (`decisions`)"),
}


def event_rests(rules: Iterable[Rule]) -> Mapping[str, Rests]:
    """Return what the columns of the table of events under some rules rest on."""
    found = dict(_EVENTS)
    for rule in rules:
        gates = [name for line in rule.enters for name in line.arguments.get("values", ())]
        fields = tuple(line.arguments["field"] for line in rule.enters if "field" in line.arguments)
        entering = Rests(fields, tuple(f"{rule.name}.{name}" for name in gates))
        found |= _all(entering, f"{rule.name}_enters", f"{rule.name}_why_not")
        found |= {f"{rule.name}_{name}": _values(rule.name, name) for name in rule.values}
    return found


def column_rests(form: str, rules: Iterable[Rule] = ()) -> Mapping[str, Rests]:
    """Return what the columns of a format rest on: acled, ged, polecat, plover, or csv for the table of events."""
    return event_rests(rules) if form == "csv" else COLUMN_RESTS[form]


_USED = ("of", "values", "without", "claims", "combatants", "conceded")
# Fields of an event that a line looks at without naming them.
_LOOKS_AT: Mapping[str, tuple[str, ...]] = {
    "middle-day": ("when",),
    "divided": ("when",),
    "clarity": ("when",),
    "side": ("ucdp_type", *_SIDES),
    "deaths-of": ("ucdp_type", *_SIDES),
    "grade": ("responsibility",),
}
_OF_FIELDS = frozenset({"first-known", "precedence", "code"})


def used_by(line: Line) -> list[str]:
    """Return the sets of claims, values and fields that a line names."""
    given = [line.arguments.get(key, ()) for key in _USED]
    return [str(name) for one in given for name in ([one] if isinstance(one, str) else one)]


def fields_of_value(rule: Rule, name: str) -> tuple[str, ...]:
    """Return the fields of an event that a value of a rule looks at; of one made of other values theirs too."""
    line = rule.values[name]
    found = list(_LOOKS_AT.get(line.does, ()))
    for used in used_by(line):
        if line.does in _OF_FIELDS:
            found.append(used.removesuffix("_precision"))
        elif used in rule.values and used not in rule.claims:
            found += fields_of_value(rule, used)
    return tuple(dict.fromkeys(found))


def claims_of_value(rule: Rule, name: str) -> tuple[str, ...]:
    """Return the sets of claims that a value of a rule is made of; of one made of other values theirs too."""
    found: list[str] = []
    line = rule.values[name]
    for used in used_by(line) if line.does not in _OF_FIELDS else ():
        if used in rule.claims:
            found.append(used)
        elif used in rule.values:
            found += claims_of_value(rule, used)
    return tuple(dict.fromkeys(found))
