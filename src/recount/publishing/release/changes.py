"""What changed from one release to the next: by reports, since an event's id is only that of its first report."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from recount.errors import BadRelease
from recount.publishing.release.states import EventState, Sketch, States

__all__ = ["KINDS", "Cause", "CauseKind", "Change", "ChangeKind", "Changes", "FieldChange", "Gone", "changes"]

ChangeKind = Literal["new", "changed", "merged", "split", "regrouped", "retracted"]
"""`merged`: reports of several events are in one now; `split`: those of one are in several now; `regrouped`: those of
several are in several others; `retracted`: none of its reports is in an event any more."""
CauseKind = Literal["report", "claim", "statement", "decision"]

KINDS: tuple[ChangeKind, ...] = ("new", "changed", "merged", "split", "regrouped", "retracted")

REJECTED = "rejected by a person"
RECODED = "its article gives it no more: recoded, or left out of this release"
NO_ARTICLE = "its article gives no event of this release: removed, recoded or left out"

# Events whose full states are held at a time; the two files are gone through once for each so many that differ.
_AT_ONCE = 50_000


class Cause(NamedTuple):
    """Something that a value rests on in one release and not in the other."""

    kind: CauseKind
    id: str
    came: bool
    """False where the value rested on it before, and does no more."""


class FieldChange(NamedTuple):
    """A value that is another one now."""

    field: str
    before: Any
    after: Any
    causes: tuple[Cause, ...]
    """Empty where it rests on the same reports, claims and decisions: then a rule, the codebook or a method changed."""
    event: tuple[str, str]
    """Its id in the old and in the new release."""


class Gone(NamedTuple):
    """A report of the old release that is in no event of the new one."""

    report: str
    why: str


class Change(NamedTuple):
    """What became of some events that share reports."""

    kind: ChangeKind
    old: tuple[str, ...] = ()
    """Their ids in the old release, in order."""
    new: tuple[str, ...] = ()
    """Their ids in the new release, in order."""
    fields: tuple[FieldChange, ...] = ()
    joined: tuple[str, ...] = ()
    """Ids of reports that are in no event of the old release."""
    gone: tuple[Gone, ...] = ()
    published_as: Mapping[str, Mapping[str, str]] = {}
    """By id of an event that is none any more: its ids in other formats (`acled`, `ged`)."""

    @property
    def ended(self) -> tuple[str, ...]:
        """Ids of the old release that name no event of the new one."""
        return tuple(id_ for id_ in self.old if id_ not in self.new)


class Changes(NamedTuple):
    """All that differs between two releases."""

    events_before: int
    events_after: int
    same: int
    """Events with the same reports and the same published values."""
    found: tuple[Change, ...]
    """By kind, then by id."""

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """Return the changes of one kind."""
        return tuple(change for change in self.found if change.kind == kind)

    def about(self, event: str) -> tuple[Change, ...]:
        """Return what became of an event, by its id in either release."""
        return tuple(change for change in self.found if event in change.old or event in change.new)


class _Releases(NamedTuple):
    old: States
    new: States
    why_gone: Mapping[str, str]
    rejected: frozenset[str]
    gone: frozenset[str]
    """Reports of the old release that are in no event of the new one."""
    before: frozenset[str]
    """Reports of the events that differ, in the old release."""


class _Group(NamedTuple):
    """Events of both releases that are joined by shared reports."""

    old: tuple[Sketch, ...]
    new: tuple[Sketch, ...]


def changes(old: States, new: States, *, why_gone: Mapping[str, str] | None = None) -> Changes:
    """Compare two releases.

    Events are matched by the reports that they share. Time grows with the number of events, memory with that of the
    old release (some 1 KB an event) and of the differences.

    Args:
        old: the states of the earlier release.
        new: those of the later one.
        why_gone: by id of a report why it is in no event any more, where more is known than the releases tell.

    Raises:
        BadRelease: a release holds an event twice, or cannot be read.
    """
    left = _sketches(old, "old")
    came = _sketches(new, "new", known=left)
    before, same = left.events, came.same
    in_both = [frozenset(chain.from_iterable(one.reports for one in side.held.values())) for side in (left, came)]
    releases = _Releases(old, new, why_gone or {}, came.rejected, in_both[0] - in_both[1], in_both[0])
    found: list[Change] = []
    for change in _told(_groups(left.held, came.held), releases):
        if change.kind == "changed" and not (change.fields or change.joined or change.gone or change.ended):
            same += 1
        else:
            found.append(change)
    found.sort(key=lambda change: (KINDS.index(change.kind), change.old, change.new))
    return Changes(before, came.events, same, tuple(found))


class _Sketched:
    """What is held of one release: the events that are not found the same in the other one."""

    def __init__(self) -> None:
        self.held: dict[str, Sketch] = {}
        self.events = self.same = 0
        self.rejected: frozenset[str] = frozenset()


def _sketches(states: States, which: str, known: _Sketched | None = None) -> _Sketched:
    """Hold the events of a release; those that `known` has the same are held in neither."""
    sketched = _Sketched()
    rejected: set[str] = set()
    matched: set[str] = set()
    for sketch in states.sketches():
        rejected.update(sketch.rejected)
        if not sketch.reports:
            continue
        if sketch.id in sketched.held or sketch.id in matched:
            raise BadRelease(f"The {which} release holds {sketch.id} twice. Publish it again from its casebook.")
        sketched.events += 1
        was = known.held.get(sketch.id) if known else None
        if known and was and (was.reports, was.digest) == (sketch.reports, sketch.digest):
            del known.held[sketch.id]
            matched.add(sketch.id)
        else:
            sketched.held[sketch.id] = sketch
    sketched.same, sketched.rejected = len(matched), frozenset(rejected)
    return sketched


def _groups(old: Mapping[str, Sketch], new: Mapping[str, Sketch]) -> list[_Group]:
    """Return the connected parts of the graph whose edges are shared reports or a shared id."""
    in_new = {report: one.id for one in new.values() for report in one.reports}
    after: dict[str, set[str]] = {}
    earlier: dict[str, set[str]] = {id_: set() for id_ in new}
    for one in old.values():
        after[one.id] = {in_new[report] for report in one.reports if report in in_new}
        if one.id in new:
            after[one.id].add(one.id)
        for id_ in after[one.id]:
            earlier[id_].add(one.id)
    groups = [_Group((), (new[id_],)) for id_, before in earlier.items() if not before]
    seen: set[str] = set()
    for id_ in old:
        if id_ not in seen:
            olds, news = _connected(id_, after, earlier)
            seen |= olds
            groups.append(_Group(tuple(old[one] for one in sorted(olds)), tuple(new[one] for one in sorted(news))))
    return groups


def _connected(start: str, after: Mapping[str, set[str]], earlier: Mapping[str, set[str]]) -> tuple[set[str], set[str]]:
    olds, news, waiting = {start}, set[str](), [start]
    while waiting:
        for one in after[waiting.pop()] - news:
            news.add(one)
            fresh = earlier[one] - olds
            olds |= fresh
            waiting.extend(fresh)
    return olds, news


def _told(groups: Sequence[_Group], releases: _Releases) -> Iterator[Change]:
    """Yield what became of each group, with the full states of some thousand events in memory."""
    for start in range(0, len(groups), _AT_ONCE):
        some = groups[start : start + _AT_ONCE]
        old = {state.id: state for state in releases.old.only(_ids(group.old for group in some))}
        compared = _ids(group.new for group in some if group.old)
        new = {state.id: state for state in releases.new.only(compared)} if compared else {}
        article = {
            report: of
            for state in old.values()
            for report, of in zip(state.reports, state.articles, strict=False)
            if report in releases.gone
        }
        still = releases.new.articles(set(article.values())) if article else set()
        for group in some:
            gone = tuple(
                Gone(report, _why(report, article.get(report) in still, releases))
                for one in group.old
                for report in one.reports
                if report in releases.gone
            )
            yield _change(group, gone, old, new, releases.before)


def _ids(sides: Iterable[Sequence[Sketch]]) -> list[str]:
    return [one.id for side in sides for one in side]


def _why(report: str, article_is_there: bool, releases: _Releases) -> str:
    known = releases.why_gone.get(report)
    if known:
        return known
    if report in releases.rejected:
        return REJECTED
    return RECODED if article_is_there else NO_ARTICLE


def _change(
    group: _Group,
    gone: tuple[Gone, ...],
    old: Mapping[str, EventState],
    new: Mapping[str, EventState],
    before: frozenset[str],
) -> Change:
    olds, news = (tuple(one.id for one in side) for side in group)
    joined = tuple(report for one in group.new for report in one.reports if report not in before)
    pairs = _pairs(group)
    fields = chain.from_iterable(_field_changes(old[one], new[other]) for one, other in pairs)
    ended = {id_: old[id_].published_as for id_ in olds if id_ not in news}
    return Change(_kind(len(olds), len(news)), olds, news, tuple(fields), joined, gone, ended)


def _kind(olds: int, news: int) -> ChangeKind:
    if not olds or not news:
        return "retracted" if olds else "new"
    if olds == news == 1:
        return "changed"
    if olds > 1 and news > 1:
        return "regrouped"
    return "merged" if olds > 1 else "split"


def _pairs(group: _Group) -> list[tuple[str, str]]:
    """Return which events go on as which: those that keep their id, else the two that share most reports."""
    news = {one.id for one in group.new}
    kept = [(one.id, one.id) for one in group.old if one.id in news]
    if kept or not group.old or not group.new:
        return kept
    in_old = {report: one.id for one in group.old for report in one.reports}
    shared: dict[tuple[str, str], int] = {}
    for one in group.new:
        for report in one.reports:
            if report in in_old:
                pair = (in_old[report], one.id)
                shared[pair] = shared.get(pair, 0) + 1
    # The same pair whichever release comes first.
    return [min(shared, key=lambda pair: (-shared[pair], *sorted(pair)))]


def _field_changes(old: EventState, new: EventState) -> Iterator[FieldChange]:
    # A rule that one of the releases was published without changed nothing.
    rules = {field.partition(".")[0] for field in old.fields} & {field.partition(".")[0] for field in new.fields}
    for field in sorted({*old.fields, *new.fields}):
        if field.partition(".")[0] not in rules:
            continue
        before, after = old.fields.get(field), new.fields.get(field)
        if before != after:
            yield FieldChange(field, before, after, _causes(field, old, new), (old.id, new.id))


def _causes(field: str, old: EventState, new: EventState) -> tuple[Cause, ...]:
    """Return what the value rests on in one release only; where that is nothing, the reports that came or went."""
    before, after = set(old.reasons.get(field, ())), set(new.reasons.get(field, ()))
    if before == after:
        before, after = set(old.reports), set(new.reports)
    came, went = sorted(after - before), sorted(before - after)
    return (
        *(Cause(_cause_kind(id_), id_, True) for id_ in came),
        *(Cause(_cause_kind(id_), id_, False) for id_ in went),
    )


def _cause_kind(id_: str) -> CauseKind:
    if "/count/" in id_:
        return "claim"
    kinds: dict[str, CauseKind] = {"st1": "statement", "decision": "decision"}
    return kinds.get(id_.partition(":")[0], "report")
