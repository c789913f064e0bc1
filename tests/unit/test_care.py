"""Places are blurred to cells and divisions that do not tell where it was, and what a role may not see is taken out."""

import math
from datetime import date
from typing import Any

import pytest

from recount.codebook.release_roles import release_role
from recount.errors import BadArgument
from recount.nouns.events import NO_PLACE, Claim, Event, EventReport, Period, Place, Side, Voice, Words
from recount.publishing.care import PLACE_WITHHELD, Coarsening, careful

DJIBO = Place("Djibo", "wof:421187117", "Djibo", 14.0994, -1.62554, 12.0, "BF", "Sahel", "Soum", "near")
TEN = Coarsening.of("10km")


def at(latitude: float, longitude: float, radius_km: float | None = 2.0) -> Place:
    return DJIBO._replace(latitude=latitude, longitude=longitude, radius_km=radius_km, precision="exact")


def apart_km(one: Place, other: Place) -> float:
    """Return how far the points of two places lie apart on the sphere."""
    north, east, to_north, to_east = (
        math.radians(degrees or 0.0) for degrees in (one.latitude, one.longitude, other.latitude, other.longitude)
    )
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(half)))


def report(number: int, place: Place, **more: Any) -> EventReport:
    told: dict[str, Any] = {"title": "Attack", "url": f"https://a.example/{number}", **more}
    return EventReport(
        f"rep1:{number}", f"art1:{number}", number, f"art1:{number}", "Radio Amel", told.pop("title"), told.pop("url"),
        date(2024, 3, 6), "Battles", None, "actual", None, None, None, Period(None, None, "unknown", "none"), place,
        **told,
    )  # fmt: skip


def blurred(*reports: EventReport, to: str = "10km") -> Event:
    return careful(Event("ev1:0", reports), withholding=None, coarsening=Coarsening.of(to), role=None).event


@pytest.mark.parametrize("words", ["0.5km", "1001km", "ten km", "admin3", "", "10 miles", "-10km", "1e2km"])
def test_what_is_no_way_to_blur_is_refused(words: str) -> None:
    with pytest.raises(BadArgument, match="is no way to blur places"):
        Coarsening.of(words)


@pytest.mark.parametrize("words", ["1km", "10km", "12.5 km", "1000km", "admin1", "admin2"])
def test_cells_and_divisions_are_known(words: str) -> None:
    assert Coarsening.of(words) != Coarsening()


@pytest.mark.parametrize("latitude", [-89.99, -60.3, -0.001, 0.0, 14.0994, 45.5, 71.2, 89.0, 90.0])
@pytest.mark.parametrize("longitude", [-180.0, -179.999, -1.62554, 0.0, 120.4, 179.999, 180.0])
@pytest.mark.parametrize("cell_km", [1, 10, 300])
def test_the_place_lies_within_the_radius_around_the_middle_of_its_cell(
    latitude: float, longitude: float, cell_km: int
) -> None:
    place = at(latitude, longitude)
    found = Coarsening(cell_km=cell_km).place(place)
    assert found.latitude is not None and found.longitude is not None and found.radius_km is not None
    assert -90 <= found.latitude <= 90 and -180 <= found.longitude <= 180
    # Cells at the poles are cut off, and a tenth of a kilometre is lost where figures are rounded.
    assert apart_km(place, found) <= found.radius_km * 1.05 + 0.1


def test_all_places_of_a_cell_are_one_so_that_it_does_not_tell_which_it_was() -> None:
    middle = TEN.place(DJIBO)
    north, east = middle.latitude or 0.0, middle.longitude or 0.0
    steps = [step / 10 * 0.0449 for step in range(-9, 10)]
    for up in steps:
        for right in steps:
            found = TEN.place(at(north + up, east + right))
            assert (found.latitude, found.longitude, found.radius_km) == (middle.latitude, middle.longitude, 7.1)


def test_a_cell_once_more_is_the_same_cell() -> None:
    once = TEN.place(DJIBO)
    assert TEN.place(once)._replace(name=None) == once._replace(name=None)


@pytest.mark.parametrize(("radius_km", "told"), [(None, 7.1), (2.0, 7.1), (8.1, 10.0), (12.0, 20.0), (16.4, 20.0)])
def test_a_radius_comes_in_steps_of_a_cell_since_that_of_a_town_would_name_it(
    radius_km: float | None, told: float
) -> None:
    assert TEN.place(at(14.0, -1.6, radius_km)).radius_km == told


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("10km", "exact", "near"),
        ("30km", "near", "near"),
        ("31km", "exact", "area"),
        ("10km", "admin1", "admin1"),
        ("admin2", "exact", "admin2"),
        ("admin1", "exact", "admin1"),
        ("admin1", "admin2", "admin1"),
        ("admin2", "admin1", "admin1"),
        ("admin1", "area", "area"),
        ("admin1", "international", "international"),
    ],
)
def test_precision_follows_and_never_gets_finer(words: str, before: Any, after: str) -> None:
    assert after == Coarsening.of(words).place(DJIBO._replace(precision=before)).precision


def test_a_division_is_that_of_the_gazetteer() -> None:
    found = Coarsening.of("admin1").place(DJIBO)
    assert (found.name, found.country, found.admin1, found.admin2) == ("Sahel", "BF", "Sahel", None)
    assert found.gazetteer_id and found.gazetteer_id != DJIBO.gazetteer_id
    assert found.latitude not in (None, DJIBO.latitude) and (found.radius_km or 0) > 50
    found = Coarsening.of("admin2").place(DJIBO)
    assert (found.name, found.admin1, found.admin2, found.precision) == ("Soum", "Sahel", "Soum", "admin2")
    assert found.latitude not in (None, DJIBO.latitude)


def test_a_division_that_no_list_holds_has_no_point() -> None:
    found = Coarsening.of("admin1").place(DJIBO._replace(admin1="Nowhereland", admin2=None))
    assert (found.name, found.precision, found.latitude, found.longitude, found.radius_km) == (
        "Nowhereland", "admin1", None, None, None,
    )  # fmt: skip
    found = Coarsening.of("admin2").place(DJIBO._replace(admin1=None, admin2=None))
    assert (found.name, found.precision, found.latitude, found.gazetteer_name) == ("BF", "country", None, None)


def test_a_village_of_which_only_the_country_is_known_loses_its_name() -> None:
    village = NO_PLACE._replace(
        name="Zuzuville", country="BF", latitude=13.0, longitude=-2.0, radius_km=295.0, precision="country"
    )
    for words in ("10km", "admin1"):
        assert Coarsening.of(words).place(village).name is None
    event = blurred(
        report(1, village, title="Raid on Zuzuville", words={"anchor": (Words("a", 0, 9, "in Zuzuville"),)})
    )
    assert "Zuzuville" not in repr(event)
    land = village._replace(name="Burkina Faso", gazetteer_id="wof:1", gazetteer_name="Burkina Faso")
    assert Coarsening.of("10km").place(land) == land


def test_the_name_goes_from_everything_that_is_quoted() -> None:
    said = Voice("st1:0", "the mayor of Djibo", "mayor of Djibo", None, "official", "reports", None)
    dead = Claim(
        "rep1:1/count/0", "rep1:1", "killed", "traders of DJIBO", "civilian", 3, 3, 3, "exact", voices=(said,),
        words=(Words("art1:1", 0, 9, "three traders of Djibo"),),
    )  # fmt: skip
    told = report(
        1, DJIBO, title="Raid on Djibo", url="https://a.example/raid-on-djibo", claims=(dead,), voices=(said,),
        targets=(Side("Djibo's traders", None, None, "civilians", "BF"),),
        words={"where": (Words("art1:1", 0, 5, "Djibo"),), "anchor": (Words("art1:1", 6, 9, "raid on Djibo"),)},
        decisions=({"seq": 1, "field": "where", "verdict": "correct", "value": {"name": "Djibo", "latitude": 14.0994},
                    "reason": "Djibo it is", "by": "A. Coder", "at": "2024"},),
    )  # fmt: skip
    event = blurred(told)
    assert "djibo" not in repr(event).casefold() and "14.0994" not in repr(event)
    assert event.reports[0].targets[0].name == f"{PLACE_WITHHELD}'s traders"
    assert event.reports[0].claims[0].low == 3


def test_a_place_by_which_another_is_told_goes_too() -> None:
    village = DJIBO._replace(name="Gasseliki", gazetteer_id=None, gazetteer_name=None)
    said = Voice("st1:0", "the mayor of Djibo", None, None, "official", "reports", None)
    words = {"where": (Words("art1:1", 0, 9, "Gasseliki"), Words("art1:1", 10, 26, "25 km from Djibo"),
                       Words("art1:1", 28, 40, "Burkina Faso"))}  # fmt: skip
    event = blurred(report(1, village, voices=(said,), words=words, weapons=()), to="admin1")
    assert "Gasseliki" not in repr(event) and "Djibo" not in repr(event)
    assert event.reports[0].words["where"][1][:3] == ("art1:1", 10, 26), "where the words stand is still told"


def test_what_one_report_names_another_does_not_tell() -> None:
    province = DJIBO._replace(name="Sahel", gazetteer_id="wof:2", gazetteer_name="Sahel", precision="admin1")
    other = report(2, province, title="Sahel: raid near Djibo", words={"anchor": (Words("a", 0, 9, "near Djibo"),)})
    event = blurred(report(1, DJIBO), other, to="admin1")
    assert "Djibo" not in repr(event)
    assert (event.reports[1].where.name, event.reports[1].where.precision) == ("Sahel", "admin1")


def test_nothing_is_taken_where_nothing_is_blurred() -> None:
    event = Event("ev1:0", (report(1, NO_PLACE, title="Raid on Djibo"),))
    done = careful(event, withholding=None, coarsening=TEN, role=None)
    assert (done.event, done.blurred, done.hidden, done.names) == (event, False, False, 0)


@pytest.mark.parametrize(
    ("role", "hidden"),
    [
        ("public", {"A. Coder", "our list"}),
        ("partner", set()),
        ("aggregate", {"A. Coder", "our list", "the prefect", "three dead", "Raid", "a.example", "raided"}),
    ],
)
def test_a_role_sees_what_is_not_hidden_from_it(role: str, hidden: set[str]) -> None:
    said = Voice("st1:0", "the prefect", "prefect", None, "official", "reports", None)
    dead = Claim(
        "rep1:1/decision/1", "rep1:1", "killed", None, "unknown", 3, 3, 3, "person", voices=(said,),
        words=(Words("art1:1", 0, 9, "three dead"),), by="A. Coder",
    )  # fmt: skip
    decided = {"seq": 1, "field": "killed", "verdict": "correct", "value": 3, "reason": "our list", "by": "A. Coder"}
    told = report(
        1, DJIBO, title="Raid", claims=(dead,), voices=(said,), decisions=(decided,),
        words={"anchor": (Words("art1:1", 0, 6, "raided"),)},
    )  # fmt: skip
    done = careful(Event("ev1:0", (told,)), withholding=None, coarsening=None, role=release_role(role))
    every = {"A. Coder", "our list", "the prefect", "three dead", "Raid", "a.example", "raided"}
    assert {words for words in every if words not in repr(done.event)} == hidden
    assert done.hidden == bool(hidden)
    assert done.event.reports[0].claims[0].best == 3
