"""Reports of a casebook are linked: what is new is compared with what is worth it, judged, and put into events."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from datetime import datetime
from itertools import chain, islice, pairwise
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from recount.ledger import Ledger, end_run, method_row, start_run
from recount.ledger.judging import (
    EventRow,
    Judgement,
    Judgements,
    indexed_later,
    judgements_among,
    judgements_of_people,
    keep_events,
    keep_judgement,
    make_indexes,
    members_of,
)
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
from recount.linking.components import batches_of
from recount.linking.keys import sought_keys
from recount.linking.reasons import VALUES, reason_of
from recount.linking.scoring import SCORED_SCHEMA, scored_pairs
from recount.linking.tables import table_of
from recount.linking.weights import METHOD, Weights, load, probability_of, weight_of
from recount.nouns import Method
from recount.pipeline.grouping import Profiles, event_rows, group, regroup
from recount.pipeline.profiling import Copies, Profiled, profile_of_row, profiled, profiled_part, together
from recount.settings import VERSION

__all__ = ["LinkOutcome", "Linking", "Scorer", "Told", "judged_pairs", "link"]

Scorer = Callable[..., pa.Table]
"""Compares and weighs pairs: `scoring.scored_pairs`, or the same on Spark."""
Told = Callable[[str, int, int], None]
"""Hears of the step, of how many reports or pairs are done, and of how many there are."""

# Pairs that are put into words at once.
_CHUNK = 5_000
_MEMBER = ("report", "article", "place_in_order")
# Bits. Probabilities are rounded before they are held against the threshold.
_SLACK = 0.01
# Rows of a transaction: a person who decides something meanwhile waits no longer than one takes, some seconds for keys.
_JUDGEMENTS_AT_ONCE = 5_000
_KEYS_AT_ONCE = 1_000_000
# From so many judgements on, their indexes are made at the end: pairs come in no order.
_MANY_JUDGEMENTS = 50_000
# Reports that are grouped at once, with all that they are joined to.
_GROUPED_AT_ONCE = 20_000
# KiB of the casebook's pages that are kept at hand.
_PAGES_KIB = 131_072
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

    judged: Iterable[Judgement]
    """To be asked once where all was compared: put into words as they are kept, since they are many."""
    number: int
    """How many are judged."""
    profiled: Profiled
    copies: Mapping[str, str]
    """Reports in the same words as another → that one."""
    scored: pa.Table
    """Numbers of profiles and the weights of their pairs, where all was compared."""
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
        ledger.execute(f"PRAGMA cache_size = -{_PAGES_KIB}")
        make_indexes(ledger)
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
            own = set(found.profiled.table["report"].to_pylist())
            outcome = LinkOutcome(reports, kept, len(own & found.copies.keys()), number, everything, contradictions)
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
    # Of the copies, and after the comparison of all, only this is asked for.
    table = found.table.drop_columns(_COMPARED_ONLY)
    found = found._replace(table=table)
    told("pairs", 0, 0)
    scored = asked.scorer(own, weights)
    del own
    judged = chain(judged_pairs(scored, table, weights), _copied(copies.items()))
    weighed = scored.select(["l", "r", "weight"])
    return _Found(judged, len(scored) + len(copies), found, copies, weighed)


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
        for part in pool.map(profiled_part, *zip(*((path, *span) for span in pairwise(ends)), strict=True)):
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
        told("pairs", 0, 0)
        judged += judged_pairs(asked.scorer(table, weights, first_new=len(old)), table, weights)
    copied = {copy: first for copy, first in same_words.items() if copy in own or first in own}
    judged += _copied(copied.items())
    fresh = fresh._replace(table=fresh.table.drop_columns(_COMPARED_ONLY))
    about = frozenset(own | gone | copied.keys())
    return _Found(judged, len(judged), fresh, same_words, SCORED_SCHEMA.empty_table(), about)


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


def judged_pairs(scored: pa.Table, table: pa.Table, weights: Weights) -> Iterator[Judgement]:
    """Yield what the comparison of pairs says, with the reason in words."""
    values = table.select(VALUES)
    questions = [(one.name, one.names) for one in COMPARISONS]
    for start in range(0, len(scored), _CHUNK):
        pairs = scored.slice(start, _CHUNK)
        sides = [values.take(pairs[side]).to_pylist() for side in ("l", "r")]
        for pair, one, other in zip(pairs.to_pylist(), *sides, strict=True):
            answers = {name: None if pair[name] is None else names[pair[name]] for name, names in questions}
            reason = reason_of(answers, one, other)
            yield _compared(pair["weight"], reason, one["report"], other["report"], weights)


def _compared(weight: float, reason: str, one: str, other: str, weights: Weights) -> Judgement:
    probability = round(probability_of(weight), 6)
    verdict = "same" if probability >= weights.threshold else "unsure"
    return Judgement(min(one, other), max(one, other), "comparison", verdict, probability, reason=reason)


def _keep(ledger: Ledger, found: _Found, run: int, method: int, told: Told) -> int:
    """Write judgements that are new or other than before, and keys; return how many judgements."""
    coming = _fresh(found.judged, judgements_among(ledger, found.about).by_method)
    kept = 0
    with indexed_later(ledger) if found.number >= _MANY_JUDGEMENTS else nullcontext():
        while chunk := list(islice(coming, _JUDGEMENTS_AT_ONCE)):
            with ledger.writing():
                for one in chunk:
                    keep_judgement(ledger, one, run=run, method=method)
            kept += len(chunk)
            told("judgements", kept, max(kept, found.number))
            ledger.pause()
    for start in range(0, len(found.profiled.keys), _KEYS_AT_ONCE):
        keys, seqs = (np.asarray(one[start : start + _KEYS_AT_ONCE]) for one in found.profiled[1:3])
        order = np.argsort(keys, kind="stable")
        with ledger.writing():
            keep_keys(ledger, zip(keys[order].tolist(), seqs[order].tolist(), strict=True))
        ledger.pause()
    return kept


def _fresh(judged: Iterable[Judgement], before: dict[tuple[str, str], Judgement]) -> Iterator[Judgement]:
    """Yield what is judged otherwise than before, and take back what nothing says any more."""
    for one in judged:
        if not _says_the_same(before.pop(one.pair, None), one):
            yield one
    reason = "compared anew: alike no more, or one is gone"
    for pair, one in before.items():
        yield Judgement(*pair, one.kind, "withdrawn", reason=reason)


def _says_the_same(before: Judgement | None, now: Judgement) -> bool:
    told = [(one.kind, one.verdict, one.probability) for one in (before, now) if one]
    return len(told) == 2 and told[0] == told[1]


def _events(ledger: Ledger, found: _Found, weights: Weights) -> tuple[tuple[str, str], ...]:
    """Put the events together: all, or those that are touched."""
    if found.about is not None:
        touched = found.about.union(*(one.pair for one in found.judged))
        with ledger.writing():
            return regroup(ledger, touched).contradictions
    rows: list[tuple[EventRow, Sequence[str]]] = []
    contradictions: list[tuple[str, str]] = []
    for members, judged, profiles in _batches(ledger, found, weights):
        grouped = group(members, judged, weights)
        contradictions += grouped.contradictions
        rows += event_rows(grouped.groups, judged, profiles)
    with ledger.writing():
        keep_events(ledger, rows, gone=None)
    return tuple(sorted(contradictions))


def _batches(ledger: Ledger, found: _Found, weights: Weights) -> Iterator[tuple[list[Member], Judgements, Profiles]]:
    """Yield reports that may come together, some thousands at once, with the judgements among them.

    Groups grow along judgements that two reports are the same. Reports that none joins never meet.
    """
    table, people = found.profiled.table, judgements_of_people(ledger)
    names = table["report"].to_pylist()
    number = {report: place for place, report in enumerate(names)}
    left, right, weight = (found.scored[name].to_numpy() for name in ("l", "r", "weight"))
    likely = weight >= weight_of(weights.threshold) - _SLACK
    copied = [(number[copy], number[first]) for copy, first in found.copies.items()]
    same = [(number[one], number[other]) for one, other in people if one in number and other in number]
    joined = chain(zip(left[likely].tolist(), right[likely].tolist(), strict=True), copied, same)
    batch = batches_of(len(names), joined, _GROUPED_AT_ONCE)
    inside = np.flatnonzero(batch[left] == batch[right])
    reports, pairs = np.argsort(batch, kind="stable"), inside[np.argsort(batch[left[inside]], kind="stable")]
    last = range(1, int(batch.max(initial=-1)) + 1)
    for own, pairs_of_own in zip(
        np.split(reports, np.searchsorted(batch[reports], last)),
        np.split(pairs, np.searchsorted(batch[left[pairs]], last)),
        strict=True,
    ):
        rows = table.take(own)
        members = [Member(*one) for one in zip(*(rows[name].to_pylist() for name in _MEMBER), strict=True)]
        own_names = {member.report for member in members}
        judged = Judgements({}, {pair: held for pair, held in people.items() if own_names.issuperset(pair)})
        for one in _weighed(names, left[pairs_of_own], right[pairs_of_own], weight[pairs_of_own], weights):
            judged.by_method[one.pair] = one
        own_copies = ((copy, found.copies[copy]) for copy in own_names & found.copies.keys())
        judged.by_method.update((one.pair, one) for one in _copied(own_copies))
        yield members, judged, _profiles_in(rows)


def _weighed(names: Sequence[str], left: Any, right: Any, weight: Any, weights: Weights) -> Iterator[Judgement]:
    for one, other, bits in zip(left.tolist(), right.tolist(), weight.tolist(), strict=True):
        yield _compared(bits, "", names[one], names[other], weights)


def _profiles_in(rows: pa.Table) -> Profiles:
    place = {report: number for number, report in enumerate(rows["report"].to_pylist())}

    def profiles(ids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
        return {row["report"]: row for row in rows.take([place[report] for report in ids]).to_pylist()}

    return profiles
