"""Reports of coded articles in Parquet are linked without a casebook: pairs and events as Parquet again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from recount.errors import BadArgument
from recount.ledger.judging import Judgements
from recount.ledger.rows import CODED
from recount.linking.clustering import Member
from recount.linking.profiles import ReportProfile, profile_of
from recount.linking.summaries import event_id
from recount.linking.tables import SCHEMA, table_of
from recount.linking.weights import load
from recount.pipeline.grouping import group
from recount.pipeline.linking import Scorer, judged_pairs

__all__ = ["EVENTS_SCHEMA", "PAIRS_SCHEMA", "LinkedParquet", "link_parquet", "profiles_of_records"]

PAIRS_SCHEMA: Final = pa.schema(
    [(name, pa.string()) for name in ("one", "other", "verdict")]
    + [("probability", pa.float64()), ("reason", pa.string())]
)
"""Pairs of reports that are worth a look: same or unsure, with the probability that they tell of one happening."""
EVENTS_SCHEMA: Final = pa.schema([(name, pa.string()) for name in ("event", "report", "article")])
"""Each report with its event, the first report of an event first."""
_ROWS_AT_ONCE = 2_000


class LinkedParquet(NamedTuple):
    """What was written."""

    reports: int
    pairs: int
    events: int


def link_parquet(source: str, target: str, *, scorer: Scorer) -> LinkedParquet:
    """Link the reports of coded articles, and write `pairs.parquet` and `events.parquet`.

    There is no casebook that knows copies: wire copies count as sources of their own.

    Args:
        source: a Parquet file or folder as `code_parquet` writes it; what could not be coded is passed over.
        target: a folder that is not there yet.
        scorer: what compares and weighs.

    Raises:
        BadArgument: the source cannot be read, or the target is there already.
    """
    folder = Path(target)
    try:
        batches = ds.dataset(source, format="parquet").to_batches(columns=["record"], batch_size=_ROWS_AT_ONCE)
        table = pa.concat_tables([SCHEMA.empty_table(), *(table_of(part) for part in profiles_of_records(batches))])
        folder.mkdir(parents=True)
    except (OSError, ValueError, KeyError) as error:
        raise BadArgument(f"{source} cannot be linked into {target}: {error}") from None
    table = table.set_column(0, SCHEMA.field("number"), pa.array(range(len(table)), pa.int64()))
    weights = load()
    judged = list(judged_pairs(scorer(table, weights), table, weights))
    columns = (table[name].to_pylist() for name in ("report", "article", "place_in_order"))
    members = [Member(*one) for one in zip(*columns, strict=True)]
    groups = group(members, Judgements({one.pair: one for one in judged}, {}), weights).groups
    pairs = [{name: getattr(one, name) for name in PAIRS_SCHEMA.names} for one in judged]
    article = {member.report: member.article for member in members}
    events = [
        {"event": event_id(reports[0]), "report": report, "article": article[report]}
        for reports in groups
        for report in reports
    ]
    pq.write_table(pa.Table.from_pylist(pairs, schema=PAIRS_SCHEMA), folder / "pairs.parquet")
    pq.write_table(pa.Table.from_pylist(events, schema=EVENTS_SCHEMA), folder / "events.parquet")
    return LinkedParquet(len(members), len(pairs), len(groups))


def profiles_of_records(batches: Iterable[pa.RecordBatch]) -> Iterator[list[ReportProfile]]:
    """Yield, for each batch with a column `record` (the JSON of a record, or null), the profiles of its reports."""
    place = 0
    for batch in batches:
        profiles: list[ReportProfile] = []
        for written in batch.column("record").to_pylist():
            place += 1
            if written is not None:
                profiles += _profiles(json.loads(written), place)
        yield profiles


def _profiles(record: Mapping[str, Any], place: int) -> Iterator[ReportProfile]:
    article = record["article"]
    published = article["published"] or {}
    day = date.fromisoformat(published["earliest"]) if published.get("earliest") else None
    named: dict[str, Any] = {"article": article["id"], "family": article["id"], "place_in_order": place}
    for report in record["reports"]:
        row = {column: _at(report, path) for column, path in CODED["report"].items()}
        yield profile_of({**row, "id": report["id"]}, article["text"], title=article["title"], published=day, **named)


def _at(value: Any, path: str) -> Any:
    for name in path.split("."):
        value = value[name]
    return value
