"""What sets of reports are drawn from: how often each thing goes wrong, comes late or is told again."""

from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import yaml

__all__ = ["Parameters"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameters:
    """Names that begin with `p_` are probabilities in [0, 1]; the others say their unit.

    Faults of a report are drawn anew for each report, but not for copies, which repeat their original's values.
    """

    first_day: date = date(2012, 1, 1)
    events_per_country_day: float = 3.0
    """Events, the mean over all countries and days; the number of events then sets how many days there are."""
    country_skew: float = 1.3
    """Standard deviation of the logarithm of a country's rate: at 1.3 the worst has about fifteen times the middle."""
    day_skew: float = 0.6
    """Standard deviation of the logarithm of a country's rate from day to day."""
    place_skew: float = 0.7
    """Exponent of Zipf's law over the places of a country: 0 is even, 1 puts a sixth of all events in one place."""

    reports_per_event: float = 2.0
    """Reports of an event by those who write themselves: no copies, and none that recall it later. At least 1."""
    reports_dispersion: float = 0.7
    """Shape of the negative binomial of the reports after the first; less is more uneven."""
    p_follow_up: float = 0.12
    """A report after the first is by the outlet of the one before it, on a later day."""
    p_copied: float = 0.14
    """An article is copied by other outlets."""
    copies_more: float = 0.5
    """Copies of a copied article after the first, the mean of a geometric distribution."""
    p_cut: float = 0.4
    """A copy leaves out the end (articles only; the coded reports of copies are whole)."""
    p_background: float = 0.06
    """A report stands in an article that also recalls an earlier event of the country."""
    p_same_article: float = 0.12
    """Two events of a country that one outlet reports on one day stand in one article."""
    p_twin: float = 0.10
    """For an event there is a second one of the same kind and parties close by: its twin."""
    p_twin_neighbour: float = 0.4
    """Twins lie in neighbouring places on the same day; otherwise in the same place."""
    p_twin_same_day: float = 0.4
    """Twins in the same place are on the same day, at another hour; otherwise one or two days apart."""
    p_twin_same_outlet: float = 0.35
    """A report of a twin is by an outlet, and on the day, of one of the first twin's reports."""
    p_twin_same_article: float = 0.5
    """Reports of both twins by one outlet on one day stand in one article."""

    delay_days: float = 0.8
    """Days from the event to a report that is not late, the mean of a geometric distribution from 0. In articles the
    outlet's style sets the delay instead."""
    p_late: float = 0.08
    """A report is late: by a weekly or a monitor."""
    late_days_least: int = 5
    late_days_most: int = 45

    p_day_wrong: float = 0.06
    """The day is given, and off: by one day in four of five cases, else by two or three."""
    p_day_vague: float = 0.10
    """Two days or a week are given, the true day among them."""
    p_day_unknown: float = 0.10
    """Nothing but the publication day bounds the time."""

    p_place_unknown: float = 0.04
    """No place is coded; in half of these not even the country."""
    p_place_coarse: float = 0.10
    """Only the first-level division is coded."""
    p_place_near: float = 0.14
    """The place is coded as "near" it."""
    p_place_wrong: float = 0.04
    """A neighbouring place is coded as exact."""
    p_place_unlisted: float = 0.04
    """A spelling that the gazetteer does not know: the name is kept, and the point is the country's."""
    p_place_respelt: float = 0.25
    """The name is in another spelling; the gazetteer's row is the same."""

    p_type_differs: float = 0.08
    """Another sub-type, one that is easily confused with the true one; often of another type."""
    p_sub_type_missing: float = 0.05
    """The type is coded without its sub-type."""
    p_modality_differs: float = 0.02
    """Told as attempted, foiled or denied."""

    p_perpetrator_missing: float = 0.22
    p_perpetrator_vague: float = 0.12
    """Told as gunmen, attackers or the group, without a canonical name."""
    p_perpetrator_differs: float = 0.05
    """Another party of the country is named."""
    p_target_missing: float = 0.12
    p_target_differs: float = 0.05
    """Another kind of target is named."""
    p_weapon_missing: float = 0.20
    p_weapon_differs: float = 0.10
    """Another category of weapon is named."""

    p_toll_missing: float = 0.12
    """Neither dead nor injured are coded."""
    p_toll_revised: float = 0.25
    """Where two or more were killed: another number of dead, mostly a lower one, as in first or rival counts. In
    articles the toll of twice as many events with three dead or more rises in stages, and a third as many figures are
    off by one or two."""
    p_toll_at_least: float = 0.15
    """A number is a lower bound only."""
    p_toll_vague: float = 0.3
    """Where 24 or more were killed: told as "dozens"."""

    @classmethod
    def given(cls, path: Path) -> dict[str, Any]:
        """Read the parameters that a YAML or JSON file names; the others keep their values.

        Raises:
            ValueError: a name is unknown.
        """
        given: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        unknown = set(given) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"{path}: no parameter is named {', '.join(sorted(unknown))}")
        if isinstance(given.get("first_day"), str):
            given["first_day"] = date.fromisoformat(given["first_day"])
        return given

    def __post_init__(self) -> None:
        """Check the probabilities.

        Raises:
            ValueError: one lies outside [0, 1].
        """
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.startswith("p_") and not 0 <= value <= 1:
                raise ValueError(f"{field.name} is {value}, and a probability lies in [0, 1]")
