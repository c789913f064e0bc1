"""Takes the places of a gazetteer file over into another."""

from recount.gazetteer.building.packing import Packing
from recount.gazetteer.building.rows import Row
from recount.gazetteer.columns import ALTERNATE, BARE, ROW
from recount.gazetteer.store import Gazetteer

__all__ = ["add_packed"]


def add_packed(packing: Packing, names: Gazetteer) -> None:
    """Add every place of `names` with its keys as they stand; `packing` must be empty."""
    for number in range(len(names)):
        place = names.place(number)
        packing.add(
            Row(
                id=place.id,
                name=place.name,
                kind=place.kind,
                country=place.country or "",
                latitude=place.latitude,
                longitude=place.longitude,
                population=place.population or 0,
                radius_km=round(place.radius_km or 0),
                admin1=f"#{place.admin1_row}" if place.admin1_row is not None else "",
                admin2=f"#{place.admin2_row}" if place.admin2_row is not None else "",
                importance=round(place.importance * 255),
                code=f"#{number}",
            ),
            named=False,
        )
    for key, postings in names.postings():
        for posting in postings:
            rank = "b" if posting & BARE else "a" if posting & ALTERNATE else "p"
            packing.add_key(key, posting & ROW, rank)
