"""What holds for every coded text, whether it reads like news or like nothing at all."""

from functools import cache

import jsonschema
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recount import api
from recount.errors import EmptyArticle
from recount.nouns import Record, spans_in

WEDNESDAY = "2024-03-13"
SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

DOERS = [
    "Gunmen",
    "The Malian army",
    "Al-Shabaab fighters",
    "Russian drones",
    "Unidentified men",
    "Police",
    "The group",
    "Two rockets",
]
ACTS = [
    "attacked",
    "shelled",
    "were accused of bombing",
    "shot down 12 drones over",
    "threatened to strike",
    "denied hitting",
    "seized",
]
OBJECTS = [
    "a market",
    "an army convoy",
    "at least nine villagers",
    "the base",
    "dozens of protesters",
    "between 10 and 15 trucks",
]
PLACES = [
    "in Gao",
    "near Goma",
    "in Kharkiv and Odesa",
    "5 km south of Kirkuk",
    "across the province",
    "in the Red Sea",
]
TIMES = ["on Monday", "overnight", "last week", "on March 3", "since October 17", "at dawn", "in 2019"]
CLOSES = [
    ", police said.",
    ", killing three people and wounding up to 20.",
    ". “It was loud,” said Olena Bondar, a nurse.",
    ", according to the U.N.",
    "!",
    "; 57 in Iraq and 83 in Syria.",
    " (AFP) —",
    "…",
]
SENTENCES = st.tuples(*(st.sampled_from(words) for words in (DOERS, ACTS, OBJECTS, PLACES, TIMES))).map(" ".join)
CLOSED = st.tuples(SENTENCES, st.sampled_from(CLOSES)).map("".join)
JOINS = st.sampled_from([" ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "  "])
NEWS = st.lists(st.tuples(CLOSED, JOINS).map("".join), min_size=1, max_size=6).map("".join)
LETTERS = st.text(min_size=1, max_size=300)
MIXED = st.lists(st.one_of(CLOSED, st.text(max_size=20)), min_size=1, max_size=6).map("".join)
TEXTS = st.one_of(NEWS, MIXED, LETTERS)


def coded(text: str) -> Record | None:
    """Return the record of a text; None where the text holds no words."""
    try:
        return api.code(text, published=WEDNESDAY)
    except EmptyArticle:
        return None


@cache
def validator() -> jsonschema.Draft202012Validator:
    """Return the checker of the published schema."""
    return jsonschema.Draft202012Validator(api.record_schema())


@SLOWLY
@given(TEXTS)
def test_every_span_quotes_the_text_that_was_coded(text: str) -> None:
    record = coded(text)

    for span in spans_in(record) if record else ():
        assert record is not None
        assert span.quote == record.article.text[span.start : span.end]


@SLOWLY
@given(TEXTS)
def test_every_word_lies_in_exactly_one_sentence(text: str) -> None:
    record = coded(text)

    if record:
        holders = [0] * len(record.article.text)
        for sentence in record.article.sentences:
            for place in range(sentence.span.start, sentence.span.end):
                holders[place] += 1
        assert {1} >= {held for held, letter in zip(holders, record.article.text, strict=True) if not letter.isspace()}


@SLOWLY
@given(TEXTS)
def test_coding_twice_gives_the_same_bytes(text: str) -> None:
    first, second = coded(text), coded(text)

    assert (first and first.model_dump_json()) == (second and second.model_dump_json())


@SLOWLY
@given(st.lists(NEWS, min_size=2, max_size=3))
def test_what_was_coded_before_does_not_matter(texts: list[str]) -> None:
    forth = {text: coded(text) for text in texts}
    back = {text: coded(text) for text in reversed(texts)}

    assert forth == back


@SLOWLY
@given(TEXTS)
def test_a_record_fits_the_published_schema(text: str) -> None:
    record = coded(text)

    if record:
        assert [error.message for error in validator().iter_errors(record.model_dump(mode="json"))] == []


@SLOWLY
@given(NEWS)
def test_ids_are_unique_and_what_points_to_them_finds_them(text: str) -> None:
    record = coded(text)
    assert record is not None

    told = [report.id for report in record.reports] + [tally.id for tally in record.tallies]
    said = [statement.id for statement in record.statements]
    assert len(set(told + said)) == len(told + said)
    assert {one for statement in record.statements for one in statement.about} <= set(told)
    assert {one for report in record.reports for one in report.statements} <= set(said)
    assert {one for tally in record.tallies for one in tally.statements} <= set(said)


@SLOWLY
@given(NEWS)
def test_bounds_are_in_order_and_parts_lie_in_their_whole(text: str) -> None:
    record = coded(text)
    assert record is not None

    for report in record.reports:
        counts = {count.id: count for count in (*report.casualties, *report.munitions)}
        for count in counts.values():
            known = [bound for bound in (count.low, count.high) if bound is not None]
            assert known == sorted(known)
            assert count.part_of is None or count.part_of in counts
