"""Where sentences end, that together they hold every word, and what becomes of each."""

import pytest

from recount import api

WEDNESDAY = "2024-03-13"

SPLITS = [
    # the sentences of a text that is one paragraph
    ["Shells fell on Goma.", "Two people died."],
    ["Gen. Ali Haidar met Dr. Saleh in Aden at 5 p.m. on Monday.", "They spoke for an hour."],
    ["The U.S. struck Hodeidah.", "Nobody was hurt."],
    ["The missile flew 3.5 km before it fell near St. Petersburg.", "It did not explode."],
    ['"We heard a blast."', "The mayor of Izmir said no more."],
    ['"Who did this?" asked Moussa Traoré, a herder.', "Nobody knew."],
    ["Was it a drone?", "No one in Tawila could tell!", "The fire burned on."],
    ['The army said on X: "Our units hit 12 targets."', "It gave no place."],
    ["J. B. Mugisha of the Red Cross (ICRC) spoke.", '"We are full," he said.'],
    ["On Jan. 5 a bomb exploded in Gao.", "On Feb. 6 another was found."],
    ["Lt. Col. Amadou Touré spoke in Sévaré.", "Gunmen fled towards Mt. Hombori."],
    ["The blast killed Maj. Idris Musa, 41.", "He led the 3rd Battalion."],
    ["They fired 7.62 mm rounds.", "The U.N. mission, i.e. MINUSCA, saw it."],
]


@pytest.mark.parametrize("sentences", SPLITS, ids=[row[0][:30] for row in SPLITS])
def test_a_paragraph_splits_where_its_sentences_end(sentences: list[str]) -> None:
    record = api.code(" ".join(sentences), published=WEDNESDAY)

    assert sentences == [sentence.span.quote.strip() for sentence in record.article.sentences]


TEXTS = [
    "Shelling in Goma\n\nShells fell on Goma on Monday.\nTwo people died.",
    "- Kharkiv: 3 killed\n- Odesa: 2 wounded\n\nSource: regional offices",
    "no capitals here and no full stop at all gunmen attacked a market in gao",
    "KYIV (Invented Wire) — Drones hit Sumy… “It was loud,” said Olena Bondar; she ran.",
    "قصفت الطائرات مدينة إدلب. قتل شخصان.",
    "Взрыв прогремел в Белгороде. Пострадали двое.",
    "A\u00a0bomb\u2009exploded in\tGao.\r\nThree died.",
]


@pytest.mark.parametrize("text", [*TEXTS, *(" ".join(row) for row in SPLITS)])
def test_every_word_lies_in_exactly_one_sentence(text: str) -> None:
    article = api.code(text, published=WEDNESDAY).article

    holders = [
        sum(sentence.span.start <= place < sentence.span.end for sentence in article.sentences)
        for place, letter in enumerate(article.text)
        if not letter.isspace()
    ]
    assert [1] * len(holders) == holders


STATUSES = [
    # text, status of each sentence
    (
        "Gunmen attacked a bank in Cotabato on Monday. The city has about 300,000 inhabitants.",
        ["coded", "irrelevant"],
    ),
    (
        "Shells hit a market in Goma on Monday. More than 2,000 people have been killed in the province since January.",
        ["coded", "tally"],
    ),
    (
        'A drone hit a depot in Port Sudan on Monday. "We want peace," said Musa Idris, a teacher.',
        ["coded", "statement"],
    ),
    (
        "A drone hit a depot in Port Sudan on Monday. The army and the paramilitary group have been at war since "
        "April 2023.",
        ["coded", "background"],
    ),
    (
        "The region has seen near-daily shelling for two years. Tourists come for its beaches.",
        ["background", "irrelevant"],
    ),
    (
        "Militants ambushed a convoy near Gao on Monday. Four soldiers were killed. The minister condemned the attack.",
        ["coded", "coded", "coded"],
    ),
]


@pytest.mark.parametrize(("text", "statuses"), STATUSES)
def test_a_sentence_says_what_became_of_it(text: str, statuses: list[str]) -> None:
    article = api.code(text, published=WEDNESDAY).article

    assert statuses == [sentence.status for sentence in article.sentences]
    assert all(sentence.reason for sentence in article.sentences)


UNCODED = [
    # text, the sentences that look like violence and are in no report
    ("Three bodies were found. The market was quiet.", []),
    ("Two villagers died of their injuries. The price of millet fell.", ["Two villagers died of their injuries."]),
    ("Gunmen attacked a bank in Cotabato on Monday. The city has about 300,000 inhabitants.", []),
    ("The rebels could attack the town.", []),
    ("The striker shot twice in the match and scored a goal before half-time.", []),
]


@pytest.mark.parametrize(("text", "quotes"), UNCODED)
def test_a_sentence_that_looks_like_violence_and_is_in_no_report_gets_a_notice(text: str, quotes: list[str]) -> None:
    record = api.code(text, published=WEDNESDAY)
    notices = [notice for notice in record.notices if notice.kind == "uncoded violence"]

    assert quotes == [notice.spans[0].quote for notice in notices]
    assert len(quotes) == record.method.uncoded_violence


REASONS = [
    # text, words that the reason of its last sentence holds
    ("Gunmen attacked a bank in Cotabato on Monday.", "“attacked”"),
    ("The region has seen near-daily shelling for two years.", "no single act"),
    ("The Taliban hold the north of the country.", "names “Taliban”"),
    ("Tourists come for its beaches.", "no act, actor, weapon or speaker"),
]


@pytest.mark.parametrize(("text", "words"), REASONS)
def test_the_reason_says_what_a_sentence_has_or_lacks(text: str, words: str) -> None:
    assert words in api.code(text, published=WEDNESDAY).article.sentences[-1].reason
