"""A span holds its words, for any text."""

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from recount.errors import BadQuote
from recount.nouns import Span

TEXTS = st.text(min_size=1)
SPANS = TypeAdapter(Span)


@st.composite
def quoted(draw: st.DrawFn) -> tuple[str, Span]:
    """Draw a text and a span of it."""
    text = draw(TEXTS)
    start = draw(st.integers(0, len(text) - 1))
    return text, Span.of(text, start, draw(st.integers(start + 1, len(text))))


@given(quoted())
def test_a_span_quotes_what_the_text_holds(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    assert text[span.start : span.end] == span.quote
    assert span.check(text) == span


@given(TEXTS, st.integers(), st.integers())
def test_a_range_without_words_is_refused(text: str, start: int, end: int) -> None:
    assume(not 0 <= start < end <= len(text))
    with pytest.raises(BadQuote):
        Span.of(text, start, end)


@given(quoted(), st.text())
def test_a_span_refuses_a_text_with_other_words(drawn: tuple[str, Span], other: str) -> None:
    _, span = drawn
    assume(other[span.start : span.end] != span.quote)
    with pytest.raises(BadQuote):
        span.check(other)


@given(quoted(), st.text(min_size=1))
def test_a_span_refuses_words_that_it_does_not_hold(drawn: tuple[str, Span], other: str) -> None:
    text, span = drawn
    assume(other != span.quote)
    with pytest.raises(BadQuote):
        span._replace(quote=other).check(text)


@given(TEXTS, st.integers(min_value=1))
def test_a_range_from_the_end_is_refused_although_python_would_slice_it(text: str, back: int) -> None:
    with pytest.raises(BadQuote):
        Span(-back, len(text), text[-back:]).check(text)


@given(quoted())
def test_json_holds_the_range_and_the_text_gives_the_words_back(drawn: tuple[str, Span]) -> None:
    text, span = drawn
    start, end = SPANS.dump_python(span, mode="json")
    assert Span.of(text, start, end) == span


@given(quoted())
def test_python_values_come_back_as_the_same_span(drawn: tuple[str, Span]) -> None:
    _, span = drawn
    assert SPANS.validate_python(tuple(span)) == span
    assert SPANS.validate_python(span) is span


@pytest.mark.parametrize("value", [None, 3, "0-3", [0, 3], (0, 3), {"start": 0, "end": 3}, (0, 3, "abc", "d")])
def test_a_range_without_its_quote_is_no_span(value: Any) -> None:
    with pytest.raises(ValueError, match="start, end and quote"):
        SPANS.validate_python(value)


@given(st.data(), TEXTS)
def test_spans_overlap_exactly_when_they_share_a_code_point(data: st.DataObject, text: str) -> None:
    def drawn() -> Span:
        start = data.draw(st.integers(0, len(text) - 1))
        return Span.of(text, start, data.draw(st.integers(start + 1, len(text))))

    one, other = drawn(), drawn()
    own, others = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.overlaps(other) is bool(own & others)
    assert one.covers(other) is (others <= own)
