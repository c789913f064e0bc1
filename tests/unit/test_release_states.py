"""The state of a release: what each event is published as, and on what that rests."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from released import OFFICIAL, report, settled

from recount.errors import BadRelease
from recount.publishing.release import states
from recount.publishing.release.states import STATES_SCHEMA, States, state_of, states_table, write_states


def test_a_state_holds_the_values_as_published_and_figures_under_the_name_of_their_rule() -> None:
    fields = state_of(settled(report(1))).fields
    assert {
        "event_type": "Explosions/Remote violence", "earliest": "2024-03-05", "latest": "2024-03-05", "place": "Kati",
        "latitude": 12.75, "country": "ML", "perpetrators": ["Military Forces of Mali"], "targets": ["residents"],
        "weapons": ["drone"], "acled.fatalities": 4, "acled.event_date": "2024-03-05",
        "acled.spread": [["2024-03-05", 4]], "acled.enters": True, "ucdp.enters": False, "ucdp.best": None,
    }.items() <= fields.items()  # fmt: skip


def test_a_figure_rests_on_its_claims_their_statements_and_the_decisions_on_figures_of_their_reports() -> None:
    decided = report(2, decisions=({"seq": 17, "field": "killed"}, {"seq": 18, "field": "where"}, {"seq": 19}))
    reasons = state_of(settled(report(1), decided)).reasons
    assert set(reasons["acled.fatalities"]) == {
        report(1).claims[0].id, report(2).claims[0].id, OFFICIAL.statement, "decision:17", "decision:19",
    }  # fmt: skip


def test_a_field_rests_on_reports_that_give_it_on_rivals_and_on_decisions_about_it() -> None:
    decided = report(2, decisions=({"seq": 17, "field": "killed"}, {"seq": 18, "field": "where.name"}, {"seq": 19}))
    reasons = state_of(settled(report(1), decided)).reasons
    assert reasons["latitude"] == (report(1).id, report(2).id, "decision:18", "decision:19")
    assert reasons["weapons"] == (report(1).id, report(2).id, "decision:19")


def test_a_file_gives_back_what_was_written_and_the_same_states_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "_BATCH_ROWS", 3)
    told = [state_of(settled(report(number)), published_as={"acled": f"MLI{number}"}) for number in range(1, 9)]
    assert write_states(iter(told), tmp_path / "one.parquet") == 8
    write_states(iter(told), tmp_path / "other.parquet")
    assert list(States.at(tmp_path / "one.parquet")) == told == list(States.of(told))
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "other.parquet").read_bytes()
    assert pq.ParquetFile(tmp_path / "one.parquet").num_row_groups == 3


def test_only_the_asked_events_are_taken_from_a_file(tmp_path: Path) -> None:
    told = [state_of(settled(report(number))) for number in range(1, 9)]
    write_states(told, tmp_path / "release.parquet")
    assert list(States.at(tmp_path / "release.parquet").only([told[5].id, "ev1:none"])) == [told[5]]


def test_no_events_are_a_release_too(tmp_path: Path) -> None:
    assert write_states([], tmp_path / "release.parquet") == 0
    assert list(States.at(tmp_path / "release.parquet")) == []


def _no_parquet(path: Path) -> None:
    path.write_bytes(b"PAR1 not really PAR1")


def _other_columns(path: Path) -> None:
    pq.write_table(pa.table({"id": ["ev1:1"]}), path)


def _other_columns_of_the_version(path: Path) -> None:
    pq.write_table(pa.table({"id": ["ev1:1"]}).replace_schema_metadata(STATES_SCHEMA.metadata), path)


def _another_version(path: Path) -> None:
    pq.write_table(states_table([]).replace_schema_metadata({"recount.release": "99"}), path)


def _no_object(path: Path) -> None:
    row = states_table([state_of(settled(report(1)))]).to_pylist()[0] | {"fields": json.dumps([1])}
    pq.write_table(pa.Table.from_pylist([row], schema=STATES_SCHEMA), path)


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (_no_parquet, "cannot be read"),
        (_other_columns, r"version \(none\)"),
        (_other_columns_of_the_version, "other columns"),
        (_another_version, "version 99"),
        (_no_object, "no JSON object"),
        (Path.mkdir, "cannot be read"),
        (lambda path: None, "There is no"),
    ],
)
def test_what_is_no_state_of_a_release_is_an_error_that_says_what_to_do(
    tmp_path: Path, made: object, message: str
) -> None:
    assert callable(made)
    made(tmp_path / "release.parquet")
    with pytest.raises(BadRelease, match=message):
        list(States.at(tmp_path / "release.parquet"))
