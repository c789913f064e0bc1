"""What is asked of a list of events, as a form and an address hold it."""

from typing import Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from recount.api.asked import country_of, days_of
from recount.api.pages.public_names import is_public
from recount.errors import BadArgument
from recount.ledger.event_listing import ORDERS, Box, EventQuery

__all__ = ["EventsAsked"]

# Code points of words that are looked for.
_LONGEST = 200
_YES_NO = {"yes": True, "no": False}
_USUAL_ORDER = "day"


class EventsAsked(BaseModel):
    """Which events, in which order, from where on. A form sends empty words for what does not matter."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    since: str = Field("", max_length=10, description="First day (YYYY-MM-DD), inclusive, on which an event may lie.")
    until: str = Field("", max_length=10, description="Last day, inclusive.")
    country: str = Field("", max_length=2, description="ISO 3166-1 alpha-2.")
    place: str = Field("", max_length=_LONGEST, description="Words of a place, as reports write it.")
    place_id: str = Field("", max_length=_LONGEST, description="Id of a place in the gazetteer.")
    type: str = Field("", max_length=_LONGEST, description="ACLED's event type or sub-type.")
    actor: str = Field("", max_length=_LONGEST, description="An actor's name, or words of it.")
    grade: str = Field("", max_length=40, description="Airwars' grade.")
    least: str = Field("", max_length=6, description="Only events with so many reports or more.")
    contested: str = Field("", max_length=3, description="yes or no: whether reports differ.")
    decided: str = Field("", max_length=3, description="yes or no: whether people decided on a report.")
    bbox: str = Field("", max_length=_LONGEST, description="West, south, east and north of a map, with commas between.")
    order: str = Field("", max_length=10, description="day, oldest, deaths or reports.")
    after: str = Field("", max_length=80, description="Where the page before ended.")

    def query(self, *, public: bool = False) -> EventQuery:
        """Return what is asked, read.

        Raises:
            BadArgument: a value that cannot be meant.
        """
        since, until = days_of(self.since.strip() or None, self.until.strip() or None)
        actor = self.actor.strip() or None
        # Whether a private person is named somewhere is not to be found out by asking for a part of a name.
        if public and actor is not None and not is_public(actor):
            actor = ""
        return EventQuery(
            since=since.isoformat() if since else None,
            until=until.isoformat() if until else None,
            country=country_of(self.country.strip() or None),
            place=self.place.strip() or None,
            place_id=self.place_id.strip() or None,
            event_type=self.type.strip() or None,
            actor=actor,
            grade=self.grade.strip() or None,
            least_reports=_number(self.least),
            contested=_yes_no("contested", self.contested),
            decided=_yes_no("decided", self.decided),
            box=_box(self.bbox),
            whole_names=public,
        )

    @property
    def ordered_by(self) -> str:
        """The order that is asked for.

        Raises:
            BadArgument: there is no such order.
        """
        order = self.order.strip() or _USUAL_ORDER
        if order not in ORDERS:
            raise BadArgument(f"{order!r} is no order. Give one of {', '.join(ORDERS)}.")
        return order

    def told(self) -> dict[str, str]:
        """Return what is asked by name, without what does not matter and where to begin."""
        return {name: value.strip() for name, value in self.model_dump().items() if value.strip() and name != "after"}

    def address(self, path: str, **changed: str | None) -> str:
        """Return a path with what is asked; values given by name take the place of those asked, None leaves one out."""
        told: dict[str, Any] = {**self.told(), **changed}
        words = urlencode({name: value for name, value in told.items() if value})
        return f"{path}?{words}" if words else path

    @classmethod
    def of(cls, **told: str) -> Self:
        """Return what is asked by name."""
        return cls.model_validate(told)


def _number(written: str) -> int:
    written = written.strip()
    if not written:
        return 1
    if not (written.isascii() and written.isdigit()) or int(written) < 1:
        raise BadArgument(f"{written!r} is no number of reports. Give 1 or more.")
    return int(written)


def _yes_no(name: str, written: str) -> bool | None:
    written = written.strip()
    if not written:
        return None
    if written not in _YES_NO:
        raise BadArgument(f"{name} is yes or no, not {written!r}.")
    return _YES_NO[written]


def _box(written: str) -> Box | None:
    if not written.strip():
        return None
    try:
        box = Box(*map(float, written.split(",")))
    except (ValueError, TypeError):
        box = None
    if box is None or not (-90 <= box.south <= box.north <= 90 and -180 <= box.west <= 180 and -180 <= box.east <= 180):
        raise BadArgument(f"{written!r} is no part of a map. Give west,south,east,north in degrees.")
    return box
