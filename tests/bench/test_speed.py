"""How long coding takes: a usual article is coded while nobody waits, and a long one takes no more than its length."""

import time

import pytest

from recount import api

PARAGRAPHS = [
    "Gunmen on motorcycles attacked the village of Banibangou in western Niger on Saturday, killing at least 11 "
    "people, local officials said.",
    "The attackers arrived shortly before noon and opened fire on traders at the weekly market, according to a "
    "resident who fled to Ouallam.",
    "“They shot at everyone,” said Moussa Hamidou, a trader. “We ran towards the river and hid there until the "
    "soldiers came.”",
    "The defence ministry said its forces had repelled the attack and killed four assailants. It gave no figure for "
    "wounded soldiers.",
    "No group has claimed responsibility. The army blamed the Islamic State in the Greater Sahara, which is active "
    "in the Tillabéri region.",
    "On Thursday a roadside bomb hit a patrol near Abala, wounding two soldiers. More than 140 people have been "
    "killed in the region since January.",
    "The United Nations condemned the attack on Banibangou and called for those responsible to be brought to justice.",
    "In a separate incident, unidentified men kidnapped a nurse from a health centre in Torodi on Sunday night, the "
    "mayor said.",
]


def article(words: int) -> str:
    """Return an invented article of at least so many words."""
    paragraphs: list[str] = []
    while sum(len(paragraph.split()) for paragraph in paragraphs) < words:
        paragraphs.append(PARAGRAPHS[len(paragraphs) % len(PARAGRAPHS)])
    return "\n\n".join(paragraphs)


def seconds(text: str, *, runs: int) -> float:
    """Return the shortest of several times for coding a text."""
    times = []
    for _ in range(runs):
        begin = time.perf_counter()
        api.code(text, published="2024-03-13")
        times.append(time.perf_counter() - begin)
    return min(times)


@pytest.fixture(autouse=True)
def warm() -> None:
    """Load gazetteer and codebook before the clock runs."""
    api.code(article(50), published="2024-03-13")


@pytest.mark.slow
def test_an_article_of_400_words_is_coded_within_three_tenths_of_a_second() -> None:
    assert seconds(article(400), runs=5) < 0.3


@pytest.mark.slow
def test_ten_times_the_text_takes_less_than_twenty_times_as_long() -> None:
    short, long = seconds(article(400), runs=5), seconds(article(4000), runs=2)

    assert long / short < 20
