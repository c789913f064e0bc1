"""What holds for a comparison of any two releases."""

from collections import Counter
from typing import Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from recount.publishing.release.changes import Change, changes
from recount.publishing.release.states import EventState, States

_REPORTS = st.lists(st.sampled_from("abcdefghijk"), unique=True, max_size=8)
_FIGURES = st.none() | st.integers(0, 3)


@st.composite
def releases(draw: st.DrawFn) -> list[EventState]:
    """Some of eleven reports, put together into events at will."""
    groups: dict[int, list[str]] = {}
    for report in draw(_REPORTS):
        groups.setdefault(draw(st.integers(0, 3)), []).append(f"rep1:{report}")
    return [
        EventState(
            reports[0].replace("rep1", "ev1"), tuple(reports), {"killed": draw(_FIGURES), "place": draw(_FIGURES)}, {},
            tuple(report.replace("rep1", "art1") for report in reports),
        )
        for reports in groups.values()
    ]  # fmt: skip


def _compared(old: list[EventState], new: list[EventState]) -> tuple[Change, ...]:
    return changes(States.of(old), States.of(new)).found


@given(releases())
def test_a_release_does_not_differ_from_itself(release: list[EventState]) -> None:
    found = changes(States.of(release), States.of(release[::-1]))
    assert (found.found, found.same) == ((), len(release))


@given(releases(), releases())
def test_every_event_of_both_is_accounted_for_once(old: list[EventState], new: list[EventState]) -> None:
    found = changes(States.of(old), States.of(new))
    before = Counter(id_ for change in found.found for id_ in change.old)
    after = Counter(id_ for change in found.found for id_ in change.new)
    assert not before - Counter(one.id for one in old)
    assert not after - Counter(one.id for one in new)
    untold = {one.id for one in old if one.id not in before}
    assert untold == {one.id for one in new if one.id not in after}
    assert found.same == len(untold)
    held = {one.id: one for one in old}, {one.id: one for one in new}
    assert all(held[0][id_].reports == held[1][id_].reports for id_ in untold)


@given(releases(), releases())
def test_the_other_way_round_everything_is_mirrored(old: list[EventState], new: list[EventState]) -> None:
    mirrored = {"new": "retracted", "retracted": "new", "merged": "split", "split": "merged"}
    there, back = _compared(old, new), _compared(new, old)
    assert {_in_short(one) for one in there} == {
        _Short(mirrored.get(one.kind, one.kind), one.new, one.old, one.swapped, one.joined, one.gone)
        for one in map(_in_short, back)
    }


class _Short(NamedTuple):
    kind: str
    old: tuple[str, ...]
    new: tuple[str, ...]
    fields: frozenset[tuple[str, Any, Any]]
    gone: frozenset[str]
    joined: frozenset[str]

    @property
    def swapped(self) -> frozenset[tuple[str, Any, Any]]:
        return frozenset((field, after, before) for field, before, after in self.fields)


def _in_short(change: Change) -> _Short:
    fields = frozenset((one.field, one.before, one.after) for one in change.fields)
    gone = frozenset(gone.report for gone in change.gone)
    return _Short(change.kind, change.old, change.new, fields, gone, frozenset(change.joined))


@given(releases(), releases())
def test_every_report_of_the_old_release_that_is_in_no_event_is_told_as_gone(
    old: list[EventState], new: list[EventState]
) -> None:
    still = {report for one in new for report in one.reports}
    lost = {report for one in old for report in one.reports if report not in still}
    assert Counter(gone.report for one in _compared(old, new) for gone in one.gone) == Counter(lost)
