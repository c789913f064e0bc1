"""Reports of a casebook are linked: what is new is compared with what is worth it, judged, and put into events."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from recount.ledger import Ledger, end_run, method_row, start_run
from recount.ledger.judging import Judgement, judgements_among, keep_events, keep_judgement, members_of
from recount.ledger.linking import (
    gone_since,
    keep_keys,
    last_link,
    linkable,
    linkable_by_id,
    linkable_number,
    met_by_keys,
    of_families,
)
from recount.linking.clustering import Member
from recount.linking.comparisons import COMPARISONS
from recount.linking.keys import sought_keys
from recount.linking.reasons import VALUES, reason_of
from recount.linking.scoring import scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import METHOD, Weights, load, probability_of
from recount.nouns import Method
from recount.pipeline.grouping import event_rows, group, regroup
from recount.pipeline.profiling import Copies, Profiled, profile_of_row, profiled, profiled_part, together
from recount.settings import VERSION

__all__ = ["LinkOutcome", "Linking", "Scorer", "Told", "link"]

Scorer = Callable[..., pa.Table]
"""Compares and weighs pairs: `scoring.scored_pairs`, or the same on Spark."""
Told = Callable[[str, int, int], None]
"""Hears of the step, of how many reports or pairs are done, and of how many there are."""

# Pairs that are put into words at once.
_CHUNK = 5_000
# Rows of a transaction: a person who decides something meanwhile waits no longer than one takes.
_JUDGEMENTS_AT_ONCE = 1_000
_KEYS_AT_ONCE = 20_000
# A process takes two seconds to start; one reads about 3,000 reports a second.
_FEWEST_A_PROCESS = 20_000
_PARTS_A_PROCESS = 8
# Columns of profiles that only the comparison needs, and that take most room.
_COMPARED_ONLY = ["keys", "wording", "told", "words", "names", "other_names", "numbers", "targets", "place_words"]


class Linking(NamedTuple):
    """What `link` was asked for."""

    by: str = "unknown"
    since: str | None = None
    """Beside what is new, reports of articles published on this day (YYYY-MM-DD) or later, again."""
    anew: bool = False
    """Everything again."""
    processes: int = 1
    """How many read reports at once."""
    scorer: Scorer = scored_pairs
    """What compares and weighs."""


class LinkOutcome(NamedTuple):
    """How a linking went."""

    reports: int
    """New ones that were linked; all where everything was linked anew."""
    judgements: int
    """That were kept: on pairs that are worth a look, and are new or changed."""
    copies: int
    """Reports in the same words as an earlier one."""
    events: int
    """That the casebook holds now."""
    anew: bool
    """Whether everything was linked."""
    contradictions: tuple[tuple[str, str], ...]
    """Pairs that one person judged the same, and that judgements of persons keep apart."""


class _Found(NamedTuple):
    """What a run found, to be kept."""

    judged: Sequence[Judgement]
    profiled: Profiled
    copies: int
    about: frozenset[str] | None = None
    """Reports on which nothing else holds than what is judged here; None for all."""


def _unheard(step: str, done: int, total: int) -> None:
    """Hear nothing."""


def link(path: Path, asked: Linking, *, at: Callable[[], datetime], told: Told = _unheard) -> LinkOutcome:
    """Link the reports of a casebook that are not linked yet, to each other and to those before.

    The result is the same as if all were linked at once. Everything is linked where nothing was linked before, or by
    another method.

    Args:
        path: the casebook.
        asked: what is asked for.
        at: tells the time.
        told: hears of progress.

    Raises:
        BadLedger: the casebook cannot be opened or written.
    """
    weights = load()
    method = f"{METHOD} {weights.digest}"
    with Ledger.open(path, write=True) as ledger:
        last = last_link(ledger)
        everything = last is None or last.method != method or (asked.anew and asked.since is None)
        with ledger.writing():
            upto = ledger.head.seq
            given = {"anew": everything, "since": asked.since}
            run = start_run(ledger, "link", given, by=asked.by, at=at(), version=VERSION)
            row = method_row(ledger, _method(weights))
        if everything or last is None:
            found = _all(path, ledger, asked, weights, told)
        else:
            found = _new(ledger, asked, weights, told, upto=last.upto)
        kept = _keep(ledger, found, run, row, told)
        told("events", 0, 0)
        contradictions = _events(ledger, found, weights)
        with ledger.writing():
            number = int(ledger.value("SELECT count(*) FROM event_summary"))
            reports = len(found.profiled.table)
            outcome = LinkOutcome(reports, kept, found.copies, number, everything, contradictions)
            end_run(ledger, run, {"upto": upto, "method": method, **outcome._asdict()}, at=at())
    return outcome


def _method(weights: Weights) -> Method:
    return Method(
        name="recount.linking",
        version=f"{VERSION} {METHOD}",
        model_digest=weights.digest,
        gazetteer_digest="none",
        codebook_digest="none",
    )


def _all(path: Path, ledger: Ledger, asked: Linking, weights: Weights, told: Told) -> _Found:
    """Compare all reports."""
    found = _profiled(path, ledger, asked, told)
    copies = found.copies.found()
    own = found.table
    if copies:
        own = own.filter(pc.invert(pc.is_in(own["report"], pa.array(list(copies), pa.string()))))
    told("pairs", 0, 0)
    scored = asked.scorer(own, weights)
    del own
    table = found.table.drop_columns(_COMPARED_ONLY)
    judged = [*_judged(scored, table, weights, told), *_copied(copies.items())]
    return _Found(judged, found._replace(table=table), len(copies))


def _profiled(path: Path, ledger: Ledger, asked: Linking, told: Told) -> Profiled:
    """Return all reports as linking sees them, read by several processes where that is worth it."""
    total, last = linkable_number(ledger), ledger.head.seq
    processes = min(asked.processes, total // _FEWEST_A_PROCESS)
    if processes < 2:
        told("reports", 0, total)
        return profiled(linkable(ledger))
    ends = [last * place // (processes * _PARTS_A_PROCESS) for place in range(processes * _PARTS_A_PROCESS + 1)]
    parts = []
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for part in pool.map(profiled_part, *zip(*((path, *span, None) for span in pairwise(ends)), strict=True)):
            parts.append(part)
            told("reports", sum(len(one.table) for one in parts), total)
    return together(parts)


def _new(ledger: Ledger, asked: Linking, weights: Weights, told: Told, *, upto: int) -> _Found:
    """Compare what is new with all that it is worth to be compared with."""
    gone = gone_since(ledger, upto)
    rows = _rows_to_link(ledger, asked, gone, upto=upto)
    fresh = profiled(rows)
    own = {row["id"] for row in rows}
    profiles = {row["id"]: profile_of_row(row) for row in rows}
    before = met_by_keys(ledger, {key for one in profiles.values() for key in sought_keys(one)}, upto=upto)
    before += of_families(ledger, {row["family"] for row in rows}, upto=upto)
    earlier = {row["id"]: row for row in before if row["id"] not in own}
    copies = Copies()
    for row in (*earlier.values(), *rows):
        copies.take(row)
    same_words = copies.found()
    silent = {*same_words, *_known_copies(ledger, earlier)}
    old = [profile_of_row(row) for report, row in sorted(earlier.items()) if report not in silent]
    voiced = [one for report, one in profiles.items() if report not in silent]
    table = table_of([*old, *voiced])
    judged: list[Judgement] = []
    if voiced:
        judged += _judged(asked.scorer(table, weights, first_new=len(old)), table, weights, told)
    copied = {copy: first for copy, first in same_words.items() if copy in own or first in own}
    judged += _copied(copied.items())
    fresh = fresh._replace(table=fresh.table.drop_columns(_COMPARED_ONLY))
    return _Found(judged, fresh, len(own & same_words.keys()), frozenset(own | gone | copied.keys()))


def _rows_to_link(ledger: Ledger, asked: Linking, gone: Collection[str], *, upto: int) -> list[dict[str, Any]]:
    """Return what is new, what is asked for again, and those that had no voice beside a report that is gone."""
    copied = [pair for pair, one in judgements_among(ledger, gone).by_method.items() if one.kind == "copy"]
    rows = list(linkable(ledger, after=upto))
    rows += linkable_by_id(ledger, {report for pair in copied for report in pair})
    rows += linkable(ledger, since=asked.since) if asked.since else ()
    return sorted({row["seq"]: row for row in rows}.values(), key=lambda row: int(row["seq"]))


def _known_copies(ledger: Ledger, reports: Iterable[str]) -> set[str]:
    """Return those of some reports that are known to copy another: a copy has no voice of its own."""
    pairs = [pair for pair, one in judgements_among(ledger, reports).by_method.items() if one.kind == "copy"]
    order = {report: (seq, report) for report, _, seq in members_of(ledger, {one for pair in pairs for one in pair})}
    return {max(pair, key=order.__getitem__) for pair in pairs if all(one in order for one in pair)}


def _copied(copies: Iterable[tuple[str, str]]) -> Iterator[Judgement]:
    for copy, first in copies:
        reason = "the same words in a copy of the article"
        yield Judgement(min(copy, first), max(copy, first), "copy", "same", 1.0, reason=reason)


def _judged(scored: pa.Table, table: pa.Table, weights: Weights, told: Told) -> Iterator[Judgement]:
    """Yield what the comparison of pairs says, with the reason in words."""
    values = table.select(VALUES)
    for start in range(0, len(scored), _CHUNK):
        pairs = scored.slice(start, _CHUNK)
        sides = [values.take(pairs[side]).to_pylist() for side in ("l", "r")]
        for pair, one, other in zip(pairs.to_pylist(), *sides, strict=True):
            answers = {c.name: None if pair[c.name] is None else c.names[pair[c.name]] for c in COMPARISONS}
            reason = reason_of(answers, one, other)
            yield _compared(pair["weight"], reason, one["report"], other["report"], weights)
        told("pairs", min(start + _CHUNK, len(scored)), len(scored))


def _compared(weight: float, reason: str, one: str, other: str, weights: Weights) -> Judgement:
    probability = round(probability_of(weight), 6)
    verdict = "same" if probability >= weights.threshold else "unsure"
    return Judgement(min(one, other), max(one, other), "comparison", verdict, probability, reason=reason)


def _keep(ledger: Ledger, found: _Found, run: int, method: int, told: Told) -> int:
    """Write judgements that are new or other than before, and keys; return how many judgements."""
    before = judgements_among(ledger, found.about).by_method
    fresh = [one for one in found.judged if not _says_the_same(before.get(one.pair), one)]
    now = {one.pair for one in found.judged} if before else set()
    reason = "compared anew: alike no more, or one is gone"
    fresh += [Judgement(*pair, one.kind, "withdrawn", reason=reason) for pair, one in before.items() if pair not in now]
    for start in range(0, len(fresh), _JUDGEMENTS_AT_ONCE):
        with ledger.writing():
            for one in fresh[start : start + _JUDGEMENTS_AT_ONCE]:
                keep_judgement(ledger, one, run=run, method=method)
        told("judgements", min(start + _JUDGEMENTS_AT_ONCE, len(fresh)), len(fresh))
        ledger.pause()
    pairs = zip(found.profiled.keys, found.profiled.seqs, strict=True)
    while chunk := list(islice(pairs, _KEYS_AT_ONCE)):
        with ledger.writing():
            keep_keys(ledger, chunk)
        ledger.pause()
    return len(fresh)


def _says_the_same(before: Judgement | None, now: Judgement) -> bool:
    told = [(one.kind, one.verdict, one.probability) for one in (before, now) if one]
    return len(told) == 2 and told[0] == told[1]


def _events(ledger: Ledger, found: _Found, weights: Weights) -> tuple[tuple[str, str], ...]:
    """Put the events together: all, or those that are touched."""
    table = found.profiled.table
    if found.about is not None:
        touched = found.about.union(*(one.pair for one in found.judged))
        with ledger.writing():
            return regroup(ledger, touched).contradictions
    judged = judgements_among(ledger)
    columns = (table[name].to_pylist() for name in ("report", "article", "place_in_order"))
    members = [Member(*one) for one in zip(*columns, strict=True)]
    grouped = group(members, judged, weights)
    place = {member.report: number for number, member in enumerate(members)}

    def profiles(ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        rows = table.take([place[report] for report in ids]).to_pylist()
        return {row["report"]: row for row in rows}

    rows = list(event_rows(grouped.groups, judged, profiles))
    with ledger.writing():
        keep_events(ledger, rows, gone=None)
    return grouped.contradictions
