"""A text cut at the borders of its marks is still the text, and each run knows all that covers it."""

from hypothesis import given
from hypothesis import strategies as st

from recount.nouns.marks import Mark, cut_at_marks

TEXT = st.text(min_size=1, max_size=40)


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark], list[int]]:
    text = draw(TEXT)
    ranges = st.tuples(st.integers(0, len(text) - 1), st.integers(1, len(text))).filter(lambda r: r[0] < r[1])
    marks = [
        Mark(start, end, "where", "rep1:0", f"rep1:0/where/{number}")
        for number, (start, end) in enumerate(draw(st.lists(ranges, max_size=8)))
    ]
    return text, marks, draw(st.lists(st.integers(-5, 50), max_size=4))


@given(marked_texts())
def test_apart_and_together_again(case: tuple[str, list[Mark], list[int]]) -> None:
    text, marks, borders = case
    segments = cut_at_marks(text, marks, borders=borders)
    assert "".join(segment.text for segment in segments) == text
    assert all(text[segment.start : segment.end] == segment.text for segment in segments)


@given(marked_texts())
def test_each_run_knows_exactly_the_marks_that_cover_it_narrowest_first(
    case: tuple[str, list[Mark], list[int]],
) -> None:
    text, marks, borders = case
    for segment in cut_at_marks(text, marks, borders=borders):
        covering = [mark for mark in marks if mark.start <= segment.start and segment.end <= mark.end]
        assert sorted(segment.marks) == sorted(covering)
        widths = [mark.end - mark.start for mark in segment.marks]
        assert widths == sorted(widths)
