"""Fill casebooks with many coded reports, link them, and measure time, memory and how right the events are.

    python tools/bench_linking.py --reports 10000 100000 --folder /tmp --out linking.json
    python tools/bench_linking.py --from linking.json --draw docs/pictures/linking-growth.svg

The reports are those of `generate_report_sets.py reports`: nothing is coded. Each article gets a text of its own, with
the words of each report's values in it, and copies get their original's. Each linking runs in a process of its own;
then a hundred reports more are added and linked.
"""

import argparse
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from generate_report_sets import coded_reports
from recount.api import casebook
from recount.api.linking import link
from recount.evaluation.clusters import compare_clusters
from recount.ledger import Kept, Ledger, Obtained, keep, method_row, start_run
from recount.ledger.keeping import Original
from recount.ledger.rows import CodedRows, compact, context_of, packaged_words, packed
from recount.nouns import Method, article_id
from recount.settings import VERSION

__all__ = ["Filler", "first_row_of_article", "link_here", "main"]

_MORE = 100
_AT_ONCE = 2_000
_METHOD = Method(name="bench", version="1", gazetteer_digest="none", codebook_digest="none", model_digest=None)
_STEPS = {
    "report": "bench/1",
    **{f"report.{name}": "bench/1" for name in ("perpetrators", "targets", "weapons", "casualties")},
}
_OPENINGS = ("There was a", "Residents spoke of a", "Officials confirmed a", "Local media reported a", "News came of a")
_SAID = ("witnesses said", "a security source said", "the governor said", "a doctor said", "local officials said")
_HEADLINES = ("{}", "{}, officials say", "What is known of the {}", "{}: residents speak", "Fear after {}")
_REST = (
    "Shops stayed shut for the rest of the day.", "The road was closed until the evening.",
    "Relatives waited outside the clinic for news.", "Schools are to stay closed for a week.",
    "It was not clear at first who was behind it.", "The wounded were taken away in pick-up trucks.",
    "A spokesman promised an inquiry into the matter.", "Mobile telephones did not work in the area.",
    "Many families left their houses before dark.", "Prices at the market have doubled since spring.",
    "Aid workers have not reached the area so far.", "The mayor asked people to stay at home.",
    "Helicopters circled over the district at night.", "A bridge on the way there had been damaged before.",
    "Farmers in the region speak of a lost harvest.", "The ministry did not answer questions.",
    "Talks between elders had ended without result.", "Such incidents have become more frequent this year.",
)  # fmt: skip
_SYLLABLES = ("Ba", "Dou", "Ka", "Lin", "Mar", "Ne", "Or", "Sa", "Tem", "Va", "Yo", "Zer", "Hal", "Ir", "Gu", "Pe")
_ENDINGS = ("dara", "kou", "levi", "mba", "nov", "rian", "sko", "tari", "wal", "zin", "beke", "dji", "hane", "lou")


class _Text:
    """A text that grows, and tells where words came to stand."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0

    def add(self, words: str) -> list[int]:
        start = self._length
        self._pieces.append(words)
        self._length += len(words)
        return [start, self._length]

    def written(self) -> str:
        return "".join(self._pieces)


class Filler:
    """Writes coded reports into a casebook, article by article."""

    def __init__(self, path: Path) -> None:
        """Make the casebook."""
        self.path = path
        self._articles: dict[str, tuple[str, int]] = {}
        casebook.init_casebook(path, by="bench")

    def fill(self, reports: Any) -> float:
        """Write reports as `coded_reports` gives them, each article whole; return seconds."""
        began = time.perf_counter()
        rows = (row for batch in reports.to_batches(10_000) for row in batch.to_pylist())
        coming = groupby(rows, key=lambda row: row["article"])
        with Ledger.open(self.path, write=True) as ledger:
            # A quarter of a gigabyte of pages at hand: ids come in no order.
            ledger.execute("PRAGMA cache_size = -262144")
            with ledger.writing():
                run = start_run(ledger, "add", {}, by="bench", at=datetime.now(UTC), version=VERSION)
                method = method_row(ledger, _METHOD)
            while chunk := [list(group) for _, group in islice(coming, _AT_ONCE)]:
                with ledger.writing():
                    for article in chunk:
                        self._write(ledger, article, run, method)
        return time.perf_counter() - began

    def _write(self, ledger: Ledger, reports: Sequence[Mapping[str, Any]], run: int, method: int) -> None:
        name, family = reports[0]["article"], reports[0]["family"]
        kept = _kept(reports, int(family[-16:], 16), is_first=not self._articles)
        place = Obtained("bench", f"row {name}", "file", "2024-01-01T00:00:00Z", name.encode())
        keep(ledger, kept, place, run=run, method=method)
        seq = int(ledger.value("SELECT seq FROM article WHERE id = ?", (kept.article["id"],)))
        self._articles[name] = kept.article["id"], seq
        if family != name and family in self._articles:
            _, first = self._articles[family]
            alike: dict[str, str | float] = {"kind": "same text", "share": 1.0, "share_of": 1.0, "method": "bench"}
            ledger.append("copy", {**alike, "article": seq, "of": first, "family": first})


def _kept(reports: Sequence[Mapping[str, Any]], chance: int, *, is_first: bool) -> Kept:
    """Return an article with its reports, ready to be written."""
    text, columns = _Text(), []
    for number, report in enumerate(reports):
        columns.append(_report(report, text, chance + number))
        text.add("\n")
    for number in range(7):
        text.add(_REST[(chance >> (8 + 5 * number)) % len(_REST)] + " ")
    # Names as rare as those of bystanders: linking looks for names in common.
    first, second, third = (_name(chance >> shift) for shift in (20, 33, 46))
    text.add(f"“We heard it from far away,” said {first} {second}, a trader from {third}.")
    written, lead = text.written(), reports[0]
    url, day = f"https://news.example/{lead['article'][5:]}", lead["published"].isoformat()
    article = {
        "id": article_id(written, url, lead["outlet"]), "external_id": lead["article"], "outlet": lead["outlet"],
        "title": _HEADLINES[chance % len(_HEADLINES)].format(lead["anchor"]), "url": url, "author": None,
        "published_earliest": day, "published_latest": day, "published_precision": "day", "published_basis": "given",
        "language": "en", "text": written, "rest": None,
    }  # fmt: skip
    details = packed(compact({"steps": _STEPS}).encode(), written, packaged_words())
    rows = CodedRows(details, tuple(("report", one) for one in columns))
    # One table, of which each article is a row: kept with the first.
    found = b"reports.parquet"
    held = packed(found, context_of(article)) if is_first else b""
    return Kept(article, written, Original(sha256(found).digest(), len(found), held), None, (), rows)


def _name(chance: int) -> str:
    parts = (_SYLLABLES[chance % 16], _SYLLABLES[(chance >> 4) % 16].lower(), _ENDINGS[(chance >> 8) % 14])
    return "".join(parts)


def _report(row: Mapping[str, Any], text: _Text, chance: int) -> dict[str, Any]:
    """Write a sentence that holds a report's values; return its columns, with spans in the text."""
    text.add(f"{_OPENINGS[chance % len(_OPENINGS)]} ")
    anchor = text.add(row["anchor"])
    perpetrators = _parties(row["perpetrators"], " by ", text)
    targets = _parties(row["targets"], " against ", text)
    weapons = []
    for category in row["weapons"]:
        text.add(" with ")
        weapons.append({"spans": [text.add(category)], "name": category, "category": category})
    casualties = []
    for effect in ("killed", "injured"):
        low, best, high = (row[f"{effect}_{bound}"] for bound in ("low", "best", "high"))
        if low is not None:
            text.add(", ")
            words = text.add(f"with {'no one' if low == 0 else low if best is not None else 'dozens'} {effect}")
            bounds = {"exactly": low} if low == best == high else {"low": low, "best": best, "high": high}
            known = {name: value for name, value in bounds.items() if value is not None}
            casualties.append({"spans": [words], "effect": effect, "rule": "bench", **known})
    earliest, latest = (row[name] and row[name].isoformat() for name in ("earliest", "latest"))
    when = None
    if earliest:
        text.add(", on ")
        when = text.add(f"{row['earliest']:%A %d %B}" if earliest == latest else f"a day from {earliest} to {latest}")
    text.add(f", {_SAID[(chance >> 3) % len(_SAID)]}.")
    place = row["place"] and row["anchor"].find(row["place"])
    where = None if place is None else [anchor[0] + place, anchor[0] + place + len(row["place"])]
    given = (
        "event_type", "sub_event_type", "modality", "when_precision", "when_basis", "place", "gazetteer_id",
        "latitude", "longitude", "radius_km", "country", "admin1", "where_precision",
    )  # fmt: skip
    listed = {"perpetrators": perpetrators, "targets": targets, "weapons": weapons, "casualties": casualties}
    return {
        **{name: row[name] for name in given},
        "id": row["report"], "earliest": earliest, "latest": latest, "where_basis": "stated" if where else "none",
        "spans": compact([anchor]), "when_spans": when and compact([when]), "where_spans": where and compact([where]),
        **{name: compact(values) if values else None for name, values in listed.items()},
    }  # fmt: skip


def _parties(parties: Iterable[Mapping[str, Any]], before: str, text: _Text) -> list[dict[str, Any]]:
    found = []
    for party in parties:
        text.add(before)
        named = {name: value for name, value in party.items() if value is not None}
        found.append({"spans": [text.add(party["name"])], **named})
    return found


def link_here(path: Path) -> dict[str, Any]:
    """Link a casebook; return seconds in all and by step, what came of it, and this process's and its children's MB."""
    began = time.perf_counter()
    steps: list[tuple[str, float]] = [("reports", began)]

    def told(step: str, _done: int, _total: int) -> None:
        if step != steps[-1][0]:
            steps.append((step, time.perf_counter()))

    outcome = link(path, by="bench", told=told)
    ends = [*(start for _, start in steps[1:]), time.perf_counter()]
    kinds = {"own": resource.RUSAGE_SELF, "child": resource.RUSAGE_CHILDREN}
    used = {name: resource.getrusage(kind) for name, kind in kinds.items()}
    return {
        "seconds": round(ends[-1] - began, 2),
        "cpu_seconds": round(sum(one.ru_utime + one.ru_stime for one in used.values()), 2),
        "steps": {step: round(end - start, 2) for (step, start), end in zip(steps, ends, strict=True)},
        **{name: value for name, value in outcome._asdict().items() if name != "contradictions"},
        **{f"{name}_mb": one.ru_maxrss // 1024 for name, one in used.items()},
    }


def _link_apart(path: Path) -> dict[str, Any]:
    """Link in a fresh process; add the most memory that it and its children held together."""
    command = [sys.executable, __file__, "--link", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        most = 0
        while child.poll() is None:
            most = max(most, sum(_held_kb(process) for process in _family_of(child.pid)))
            time.sleep(0.1)
        told = child.stdout.read() if child.stdout else ""
    if child.returncode:
        raise SystemExit(f"linking {path} failed")
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return {**found, "mb": most // 1024}


def _family_of(process: int) -> Iterator[int]:
    """Yield a process and those that it started, as Linux lists them."""
    yield process
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from _family_of(int(child))


def _held_kb(process: int) -> int:
    """Return what a process holds, pages that it shares in parts."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _measured(folder: Path, number: int, seed: int) -> dict[str, Any]:
    """Fill, link, compare with the truth, add a hundred reports and link again."""
    reports = coded_reports(number + 2 * _MORE, seed=seed)
    articles = reports["article"].to_pylist()
    first = first_row_of_article(articles, number)
    last = first_row_of_article(articles, first + _MORE)
    path = folder / f"{number}.recount"
    filler = Filler(path)
    filled = filler.fill(reports.slice(0, first))
    print(f"{first:,} reports filled in {filled:,.0f} s", flush=True)
    all_at_once = _link_apart(path)
    found = _scores(path, reports.slice(0, first))
    filler.fill(reports.slice(first, last - first))
    more = _link_apart(path)
    return {
        "reports": first,
        "filled_seconds": round(filled, 1),
        "casebook_mb": path.stat().st_size >> 20,
        "all": all_at_once,
        "more": more,
        "scores": found,
    }


def first_row_of_article(articles: Sequence[str], number: int) -> int:
    """Return the first row from `number` on with which an article begins."""
    while number < len(articles) and articles[number] == articles[number - 1]:
        number += 1
    return number


def _scores(path: Path, reports: Any) -> dict[str, Any]:
    with Ledger.open(path) as ledger:
        events = dict(ledger.rows("SELECT report, event FROM event_report"))
    found = [events[report] for report in reports["report"].to_pylist()]
    return compare_clusters(reports["event"].to_pylist(), found).figures()


def _printed(measured: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield lines of a Markdown table."""
    steps = ("reports", "pairs", "judgements", "events")
    heads = (
        "reports",
        "s",
        "processor s",
        *steps,
        "MB",
        "judgements",
        "events",
        "pairs P",
        "R",
        "B³ F1",
        "100 more, s",
        "processor s",
        "MB",
    )
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for one in measured:
        run, more, scores = one["all"], one["more"], one["scores"]
        cells = [f"{one['reports']:,}", f"{run['seconds']:.1f}", f"{run['cpu_seconds']:.1f}"]
        cells += [f"{run['steps'].get(step, 0):.1f}" for step in steps]
        cells += [f"{run['mb']:,}", f"{run['judgements']:,}", f"{run['events']:,}"]
        cells += [f"{scores['pairs'][name]:.3f}" for name in ("precision", "recall")]
        cells += [f"{scores['b_cubed']['f1']:.3f}", f"{more['seconds']:.1f}", f"{more['cpu_seconds']:.1f}"]
        cells += [f"{more['mb']:,}"]
        yield f"| {' | '.join(cells)} |"


def _drawn(measured: Sequence[Mapping[str, Any]]) -> str:
    """Return time and memory against the number of reports, both axes logarithmic, as SVG."""
    runs = sorted(measured, key=lambda one: int(one["reports"]))
    lines = {
        "seconds": {
            "all, processor": [(one["reports"], one["all"]["cpu_seconds"]) for one in runs],
            "all, clock": [(one["reports"], one["all"]["seconds"]) for one in runs],
            f"{_MORE} more, processor": [(one["reports"], one["more"]["cpu_seconds"]) for one in runs],
        },
        "MB": {
            "all": [(one["reports"], one["all"]["mb"]) for one in runs],
            f"{_MORE} more": [(one["reports"], one["more"]["mb"]) for one in runs],
        },
    }
    panels = "".join(_panel(unit, held, 380 * place) for place, (unit, held) in enumerate(lines.items()))
    style = 'font-family="sans-serif" font-size="12" fill="#333"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 330" {style} role="img" '
        'aria-label="Time and memory of linking against the number of reports">\n'
        f'<rect width="760" height="330" fill="#fff"/>\n{panels}</svg>\n'
    )


def _panel(unit: str, lines: Mapping[str, Sequence[tuple[float, float]]], left: int) -> str:
    """Return one panel, 380 wide: a line for each series, and a grid at powers of ten."""
    axes = [[math.log10(max(one[axis], 0.1)) for line in lines.values() for one in line] for axis in (0, 1)]
    (x0, x1), (y0, y1) = ((math.floor(min(axis)), math.ceil(max(axis) + 0.01)) for axis in axes)

    def at(reports: float, value: float) -> tuple[float, float]:
        across, up = (math.log10(reports) - x0) / (x1 - x0), (math.log10(max(value, 0.1)) - y0) / (y1 - y0)
        return left + 60 + 290 * across, 270 - 230 * up

    parts = [f'<text x="{left + 60}" y="24" font-weight="bold">{unit} against reports</text>']
    for power in range(x0, x1 + 1):
        x, _ = at(10**power, 10**y0)
        parts.append(f'<path d="M{x:.1f} 40V270" stroke="#ddd"/>')
        parts.append(f'<text x="{x:.1f}" y="288" text-anchor="middle">{10**power:,}</text>')
    for power in range(y0, y1 + 1):
        _, y = at(10**x0, 10**power)
        parts.append(f'<path d="M{left + 60} {y:.1f}H{left + 350}" stroke="#ddd"/>')
        parts.append(f'<text x="{left + 54}" y="{y + 4:.1f}" text-anchor="end">{10**power:,}</text>')
    for place, ((name, line), colour) in enumerate(zip(lines.items(), ("#1b6ca8", "#9dc3e0", "#c8553d"), strict=False)):
        points = [at(*one) for one in line]
        parts.append(f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in points)}" stroke="{colour}" fill="none"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in points]
        parts.append(f'<text x="{left + 60 + 110 * place}" y="314" fill="{colour}">● {name}</text>')
    return "\n".join(parts) + "\n"


def main() -> None:
    """Measure, or link one casebook, or draw what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, nargs="+", default=[10_000, 100_000], help="how many, one or more times")
    parser.add_argument("--folder", type=Path, default=Path(), help="for the casebooks; 3 GB for a million reports")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, help="JSON to write")
    parser.add_argument("--link", type=Path, help="only link this casebook")
    parser.add_argument("--from", dest="before", type=Path, nargs="+", default=[], help="JSON of earlier measurements")
    parser.add_argument("--draw", type=Path, help="SVG to write")
    given = parser.parse_args()
    if given.link:
        print(json.dumps(link_here(given.link)))
        return
    measured = [one for path in given.before for one in json.loads(path.read_text(encoding="utf-8"))]
    for number in given.reports if not measured else ():
        measured.append(_measured(given.folder, number, given.seed))
        print("\n".join(_printed(measured[-1:])), flush=True)
        if given.out:
            given.out.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
    print("\n".join(_printed(measured)))
    if given.draw:
        given.draw.write_text(_drawn(measured), encoding="utf-8")


if __name__ == "__main__":
    main()
