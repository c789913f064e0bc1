"""Whatever the text and the day are, times are marked in order, with a value that TimeML knows; and in linear time."""

import re
import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recount.codebook import load
from recount.extraction.time_marks import mark_times
from recount.extraction.times import find_times
from recount.nouns.timeml import timexes_of

_WORDS = (
    "On Friday early last week 2024 January 22 , . the third quarter of fiscal 1990 two and a half years ago every day "
    "now recently the future several months weeks hours later next morning 5 p.m. noon GMT '80s century autumn Rajab "
    "1445 Thanksgiving Day payable Dec. 15 will said for in at since a few more than half hundred thousand 99999 - \n"
)
TEXTS = st.lists(st.sampled_from(_WORDS.split(" ")), max_size=30).map(" ".join)
VALUE = re.compile(r"(?:[\dX]{2,4}|PAST_REF|PRESENT_REF|FUTURE_REF|P[T\d].*|P.*X.*)(?:[-T:].*)?")


@settings(max_examples=150, deadline=None)
@given(text=TEXTS | st.text(max_size=200), created=st.dates() | st.none())
def test_times_are_marked_in_order_and_have_values(text: str, created: date | None) -> None:
    mentions = mark_times(text, load())
    end = 0
    for found in timexes_of(mentions, created):
        assert end <= found.start < found.end <= len(text)
        assert found.type in {"DATE", "TIME", "DURATION", "SET"}
        assert VALUE.fullmatch(found.value), found
        end = found.end


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_apart_and_together_again_the_same_times_are_found(text: str) -> None:
    """A paragraph of its own words finds the times that it finds between others."""
    alone = [mention.expression.kind for mention in find_times(text, load())]
    between = [mention.expression.kind for mention in find_times(f"Kaya burned.\n\n{text}\n\nKaya burned.", load())]
    assert alone == between


LONG = ["one ", "1,", "hundred and ", "twenty-", "the last ", "early the ", "about ", "two days after the ", "Friday "]


@pytest.mark.parametrize("piece", LONG)
def test_no_text_makes_the_search_slow(piece: str) -> None:
    text = piece * 6000
    began = time.perf_counter()
    mark_times(text, load())
    find_times(text, load())
    # Seconds; about 0.3 on one core, and minutes where a pattern runs wild.
    assert time.perf_counter() - began < 5
