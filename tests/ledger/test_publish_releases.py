"""From release to release: what is new, changed, merged, split and retracted, by what, and what stays as it was."""

import shutil
from pathlib import Path
from typing import NamedTuple

import pytest
from releasing import book_of_articles, csv_rows, everything, linked, publisher, titled

from recount.api import casebook, linking
from recount.api.checking import check
from recount.api.deriving import event_under
from recount.api.linking import events
from recount.api.releases import diff
from recount.errors import BadArgument
from recount.nouns.events import SettledEvent

LATER = (
    {"id": "later", "outlet": "The Lantern", "published": "2024-05-09", "title": "Toll of market strike rises",
     "text": "A drone struck the livestock market of Kirkuk, Iraq, on 6 May, killing 14 traders, the hospital said."},
    {"id": "raid", "outlet": "The Lantern", "published": "2024-11-20", "title": "Six herders killed in Gorom-Gorom",
     "text": "Gunmen killed six herders in Gorom-Gorom, Burkina Faso, on 18 November 2024, police said."},
)  # fmt: skip


class Releases(NamedTuple):
    """Two releases of one casebook, and the events before and after."""

    first: Path
    second: Path
    before: list[SettledEvent]
    after: list[SettledEvent]


def settled(book: Path) -> list[SettledEvent]:
    return [event_under(book, one.id) for one in events(book, limit=100)]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Releases:
    """After the first: two articles more, events joined, one split, a report rejected, an article removed."""
    folder = tmp_path_factory.mktemp("releases")
    book = book_of_articles(folder)
    publish = publisher(book, folder)
    before = settled(book)
    first, _ = publish("first", forms=["csv", "acled", "ged"], edition="1.0")
    linked(book, LATER)
    towns = [one.id for one in before if one.reports[0].title == "Two towns attacked"]
    linking.join(book, towns, by="Bea Reviewer", reason="one column of fighters")
    djibo = titled(before, "Yusuf Demba saw them come to Djibo")
    linking.split(book, djibo.id, [djibo.reports[-1].id], by="Bea Reviewer", reason="another village")
    march, clash = titled(before, "March for water"), titled(before, "Clash at Tessalit")
    casebook.decide(book, march.reports[0].id, "reject", by="Bea Reviewer", reason="a film about Yusuf Demba")
    casebook.decide(book, clash.reports[0].id, "correct", by="Bea Reviewer", field="killed", value=13)
    ambush = titled(before, "Soldiers die in ambush")
    casebook.redact(book, [ambush.reports[0].article], reason="Yusuf Demba is in danger", by="Bea Reviewer")
    second, _ = publish("second", previous=first, edition="1.1")
    return Releases(first, second, before, settled(book))


def changed(releases: Releases) -> list[dict[str, str]]:
    return csv_rows(releases.second / "changes.csv")


def about(releases: Releases, title: str) -> list[dict[str, str]]:
    id_ = titled(releases.before, title).id
    return [row for row in changed(releases) if id_ in row["event_before"].split()]


def test_a_release_with_one_before_it_lists_changes_and_retractions_and_fits(releases: Releases) -> None:
    assert check(releases.second).fits
    assert not (releases.first / "changes.csv").exists()
    readme = (releases.second / "README.md").read_text(encoding="utf-8")
    assert "of the release before (version 1.0) are the same" in readme


def test_an_event_that_nobody_told_of_before_is_new(releases: Releases) -> None:
    raid = titled(releases.after, "Six herders killed in Gorom-Gorom").id
    (row,) = [row for row in changed(releases) if row["change"] == "new"]
    assert (row["event_before"], row["event_after"]) == ("", raid)


def test_a_report_that_joins_changes_fields_and_is_their_cause(releases: Releases) -> None:
    report = titled(releases.after, "Toll of market strike rises").reports[-1].id
    rows = {row["field"]: row for row in about(releases, "Drone kills nine in Kirkuk")}
    assert {row["change"] for row in rows.values()} == {"changed"}
    assert (rows["ibc.deaths_max"]["before"], rows["ibc.deaths_max"]["after"]) == ("10", "14")
    assert f"new claim {report}/count/0" in rows["ibc.deaths_max"]["because"]


def test_a_correction_changes_a_figure_with_the_decision_as_the_cause(releases: Releases) -> None:
    row = next(row for row in about(releases, "Clash at Tessalit") if row["field"] == "ucdp.best")
    assert (row["change"], row["before"], row["after"]) == ("changed", "12", "13")
    assert "new decision " in row["because"]


def test_events_that_people_joined_are_merged_and_the_ended_id_is_retracted(releases: Releases) -> None:
    towns = {one.id for one in releases.before if one.reports[0].title == "Two towns attacked"}
    rows = [row for row in changed(releases) if row["change"] == "merged"]
    assert {frozenset(row["event_before"].split()) for row in rows} == {frozenset(towns)}
    (kept,) = {row["event_after"] for row in rows}
    assert kept in towns
    (retracted,) = [row for row in csv_rows(releases.second / "retractions.csv") if row["event"] in towns]
    assert retracted["event"] != kept and kept in retracted["why"]
    before = {row["event_id_cnty"] for row in csv_rows(releases.first / "acled.csv")}
    assert retracted["acled_id"] in before
    assert retracted["acled_id"] not in {row["event_id_cnty"] for row in csv_rows(releases.second / "acled.csv")}


def test_an_event_that_people_split_is_split(releases: Releases) -> None:
    rows = about(releases, "Gunmen kill twelve villagers")
    assert {row["change"] for row in rows} == {"split"}
    (after,) = {row["event_after"] for row in rows}
    assert len(after.split()) == 2 and titled(releases.before, "Gunmen kill twelve villagers").id in after.split()


@pytest.mark.parametrize(
    ("title", "why"),
    [("March for water", "rejected by people"), ("Soldiers die in ambush", "removed from the casebook")],
)
def test_what_was_rejected_or_removed_is_retracted_and_says_so(releases: Releases, title: str, why: str) -> None:
    event = titled(releases.before, title)
    assert [row["change"] for row in about(releases, title)] == ["retracted"]
    (row,) = [row for row in csv_rows(releases.second / "retractions.csv") if row["event"] == event.id]
    assert why in row["why"]
    assert event.id not in {row["event_id"] for row in csv_rows(releases.second / "events.csv")}


def test_why_people_decided_is_in_no_file(releases: Releases) -> None:
    told = everything(releases.second)
    assert [name for name, text in told.items() if "demba" in text or "bea reviewer" in text] == []


def test_the_other_events_keep_their_ids_and_rows(releases: Releases) -> None:
    before, after = (
        {row["event_id"]: row for row in csv_rows(out / "events.csv")} for out in (releases.first, releases.second)
    )
    touched = {id_ for row in changed(releases) for id_ in row["event_before"].split()}
    same = before.keys() - touched
    assert len(same) >= 4
    assert {id_: after[id_] for id_ in same} == {id_: before[id_] for id_ in same}


def test_comparing_the_releases_later_finds_the_same(releases: Releases) -> None:
    found = diff(releases.first, releases.second).changes
    told = {(row["change"], row["event_before"], row["event_after"]) for row in changed(releases)}
    assert {(one.kind, " ".join(one.old), " ".join(one.new)) for one in found.found} == told
    assert {one.kind for one in found.found} == {"new", "changed", "merged", "split", "retracted"}
    assert {id_ for one in found.found for id_ in one.ended} == {
        row["event"] for row in csv_rows(releases.second / "retractions.csv")
    }


def test_nothing_changed_where_nothing_was_done(tmp_path: Path) -> None:
    publish = publisher(book_of_articles(tmp_path), tmp_path)
    first, _ = publish("first", forms=["csv"])
    second, _ = publish("second", forms=["csv"], previous=first)
    assert csv_rows(second / "changes.csv") == csv_rows(second / "retractions.csv") == []
    assert diff(first, second).changes.same == len(csv_rows(first / "events.csv")) > 0


def test_a_release_before_that_is_none_is_refused(releases: Releases, tmp_path: Path) -> None:
    book = book_of_articles(tmp_path)
    out = shutil.copytree(releases.first, tmp_path / "first")
    with pytest.raises(BadArgument, match="is no release"):
        publisher(book, tmp_path)("out", previous=tmp_path)
    with pytest.raises(BadArgument, match="is the release before"):
        publisher(book, tmp_path)("first", previous=out, force=True)
    assert not (tmp_path / "out").exists()
