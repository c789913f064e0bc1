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
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from generate_report_sets import coded_reports
from generating.coded_casebook import Filler
from recount.api.linking import link
from recount.evaluation.clusters import compare_clusters
from recount.ledger import Ledger
from watching import watch

__all__ = ["first_row_of_article", "link_here", "main"]

_MORE = 100


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
    watched = watch([sys.executable, __file__, "--link", str(path)])
    found: dict[str, Any] = json.loads(watched.output.splitlines()[-1])
    return {**found, "mb": watched.mb}


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
