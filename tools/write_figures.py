"""Measure both readers and the model's heads, and write the figures into docs/evaluation.md and docs/model.md.

    uv run python tools/write_figures.py --data ../shared/data

Without `--data` only the sets of this repository are measured, and the figures of the public corpora are left out.
"""

import argparse
import json
import re
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from recount import api
from recount.settings import ReaderName

__all__ = ["main"]

ROOT = Path(__file__).parent.parent
_SETS = (
    ("corpus/dev", "84 reports, 7 conflicts; thresholds are tuned here"),
    ("corpus/test", "84 reports, 7 conflicts; looked at for this table only"),
    ("examples", "8 reports; the rules were built with them"),
    ("tests/quality/reports", "6 reports; rules mended on them"),
    ("tests/quality/exam", "5 reports; nothing tuned on them"),
)
_FIELDS = (
    "event_type",
    "sub_event_type",
    "modality",
    "perpetrators",
    "targets",
    "weapons",
    "where",
    "when",
    "casualties",
    "munitions",
    "statements",
)


def main() -> None:
    """Measure and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path)
    data = options.parse_args().data
    records = {
        (folder, reader): api.evaluate_records(str(ROOT / folder), reader=reader)
        for folder, _ in _SETS
        for reader in ReaderName
    }
    figures = {key: evaluation.figures() for key, evaluation in records.items()}
    _write(ROOT / "docs/evaluation.md", "readers", [*_reader_rows(figures)])
    test = records["corpus/test", ReaderName.MODEL]
    rows = [*_field_rows(figures), "", *_conflict_rows(test.items)]
    if data:
        rows += ["", *_corpus_rows(data)]
    _write(ROOT / "docs/model.md", "figures", rows)


def _reader_rows(figures: Mapping[tuple[str, ReaderName], Mapping[str, Any]]) -> Iterable[str]:
    yield "| set | reader | reports P | R | F1 | items | whole records | no-event left alone |"
    yield "|---|---|---|---|---|---|---|---|"
    for folder, about in _SETS:
        for reader in ReaderName:
            held = figures[folder, reader]
            found = held["reports"]
            cells = [found["precision"], found["recall"], found["f1"], held["items"]["share"], held["exact_record"]]
            shown = " | ".join(_percent(cell) for cell in (*cells, held["no_event_articles_left_alone"]))
            yield f"| `{folder}` ({about}) | {reader.value} | {shown} |"


def _field_rows(figures: Mapping[tuple[str, ReaderName], Mapping[str, Any]]) -> Iterable[str]:
    columns = [(folder, reader) for folder in ("corpus/dev", "corpus/test") for reader in ReaderName]
    yield (
        "| F1 over all reports, missed and spurious ones counted as wrong | "
        + " | ".join(f"{folder.removeprefix('corpus/')}, {reader.value}" for folder, reader in columns)
        + " |"
    )
    yield "|---|" + "---|" * len(columns)
    for name in ("reports", *_FIELDS, "tallies"):
        held = [figures[key] for key in columns]
        values = [each[name] if name in ("reports", "tallies") else each["fields"][name] for each in held]
        yield f"| {name.replace('_', ' ')} | " + " | ".join(_percent(value["f1"]) for value in values) + " |"


def _conflict_rows(items: Iterable[Any]) -> Iterable[str]:
    passed: dict[str, list[bool]] = {}
    for item in items:
        passed.setdefault(item.case.split("/")[0], []).append(item.passed)
    yield "| conflict of the test part, trained reader | items as expected |"
    yield "|---|---|"
    for conflict, held in sorted(passed.items()):
        yield f"| {conflict} | {sum(held)} of {len(held)} ({_percent(sum(held) / len(held))}) |"


def _corpus_rows(data: Path) -> Iterable[str]:
    yield "| public corpus | figure | % |"
    yield "|---|---|---|"
    muc = api.evaluate_muc(str(data / "muc34/dev.json")).figures()
    yield f"| MUC dev (thresholds tuned on it) | CEAF-REE F1 | {_percent(muc['ceaf_ree']['f1'])} |"
    for role, held in muc["ceaf_ree"]["roles"].items():
        yield f"| | … {role} | {_percent(held['f1'])} |"
    yield f"| | template-level micro F1 | {_percent(muc['template']['micro_f1'])} |"
    yield f"| | incident type F1 | {_percent(muc['type']['f1'])} |"
    events = api.evaluate_wikievents(str(data / "wikievents/dev.jsonl")).figures()
    yield from _event_rows("WikiEvents dev (thresholds tuned on it)", events)
    with tempfile.TemporaryDirectory() as folder:
        fold = Path(folder) / "fold.jsonl"
        lines = (data / "rams/dev.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        # The fold that training/loaders.py leaves out.
        fold.write_text("".join(line for line in lines if _crc(json.loads(line)["doc_key"]) == 4), encoding="utf-8")
        yield from _event_rows("RAMS dev, the fold that was not trained on", api.evaluate_rams(str(fold)).figures())
    entities = api.evaluate_entities(str(data / "re3d/BBC Online")).figures()
    yield f"| re3d, BBC folder (not trained on) | entities, exact F1 | {_percent(entities['exact']['f1'])} |"
    yield f"| | entities, overlap F1 | {_percent(entities['overlap']['f1'])} |"
    for name in ("satp_relevant", "insightCrime"):
        types = api.evaluate_types(str(data / "event_types" / name / "dev.tsv")).figures()
        yield f"| {name} dev (thresholds tuned on it) | weighted F1 | {_percent(types['weighted_f1'])} |"


def _event_rows(name: str, figures: Mapping[str, Any]) -> Iterable[str]:
    for group in ("conflict_life", "all"):
        held = figures[group]
        yield f"| {name}, {group} | trigger F1 | {_percent(held['trigger']['f1'])} |"
        for key, value in held["argument"].items():
            shown = f"{_percent(value['f1'])} ({_percent(value['span']['f1'])})"
            yield f"| | argument F1, {key.replace('_', ' ')}, head (span) | {shown} |"


def _crc(key: str) -> int:
    return zlib.crc32(key.encode()) % 5


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


def _write(path: Path, name: str, rows: Iterable[str]) -> None:
    """Put rows between the marks `<!-- name -->` and `<!-- end of name -->` of a page."""
    page = path.read_text(encoding="utf-8")
    inner = "\n".join(rows)
    made, n_made = re.subn(
        rf"(<!-- {name} -->\n).*?(<!-- end of {name} -->)",
        lambda found: f"{found[1]}\n{inner}\n\n{found[2]}",
        page,
        flags=re.S,
    )
    if n_made != 1:
        raise SystemExit(
            f"{path}: the marks <!-- {name} --> … <!-- end of {name} --> must stand in it once, found {n_made}."
        )
    path.write_text(made, encoding="utf-8")


if __name__ == "__main__":
    main()
