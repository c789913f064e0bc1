"""Corpora of linked reports are read as their formats say, and a wrong line is named."""

from datetime import date
from pathlib import Path

import pytest

from recount.errors import BadCorpus
from recount.evaluation.linking_corpora import Document, read_ecbplus, read_ecbplus_mentions, read_linked_lines

TOKENS = """
<token t_id="1" sentence="0" number="0">http</token><token t_id="2" sentence="0" number="1">://dori.example</token>
<token t_id="3" sentence="1" number="0">Shells</token><token t_id="4" sentence="1" number="1">hit</token>
<token t_id="5" sentence="1" number="2">Dori</token><token t_id="6" sentence="1" number="3">,</token>
<token t_id="7" sentence="1" number="4">mayor</token><token t_id="8" sentence="1" number="5">'s</token>
<token t_id="9" sentence="1" number="6">aide</token><token t_id="10" sentence="1" number="7">says</token>
<token t_id="11" sentence="1" number="8">.</token>
<token t_id="12" sentence="2" number="0">He</token><token t_id="13" sentence="2" number="1">ruled</token>
<token t_id="14" sentence="2" number="2">a</token><token t_id="15" sentence="2" number="3">truce</token>
<token t_id="16" sentence="2" number="4">out</token>
"""
MARKS = """
<Markables>
<ACTION_OCCURRENCE m_id="21"><token_anchor t_id="4"/></ACTION_OCCURRENCE>
<ACTION_REPORTING m_id="22"><token_anchor t_id="10"/></ACTION_REPORTING>
<NEG_ACTION_OCCURRENCE m_id="23"><token_anchor t_id="13"/><token_anchor t_id="16"/></NEG_ACTION_OCCURRENCE>
<ACTION_OCCURRENCE m_id="24"><token_anchor t_id="15"/></ACTION_OCCURRENCE>
<LOC_GEO m_id="25"><token_anchor t_id="5"/></LOC_GEO>
<ACTION_OCCURRENCE m_id="31" RELATED_TO="" TAG_DESCRIPTOR="t2_shelling" instance_id="ACT15"/>
</Markables>
<Relations>
<CROSS_DOC_COREF r_id="7" note="ACT15"><source m_id="21"/><target m_id="31"/></CROSS_DOC_COREF>
<INTRA_DOC_COREF r_id="8"><source m_id="23"/><source m_id="24"/><target m_id="32"/></INTRA_DOC_COREF>
</Relations>
"""
ARTICLE = f'<Document doc_name="40_2ecbplus.xml">{TOKENS}{MARKS}</Document>'.encode()


def test_a_document_of_ecbplus_has_its_half_as_its_event_and_no_address() -> None:
    found = read_ecbplus([("40/40_2ecbplus.xml", ARTICLE), ("40/40_3ecb.xml", ARTICLE)])
    text = "Shells hit Dori, mayor's aide says.\nHe ruled a truce out"
    assert [
        Document("40_2ecbplus", "40_ecbplus", text, topic="40"),
        Document("40_3ecb", "40_ecb", text, topic="40"),
    ] == found


def test_mentions_share_an_event_across_articles_within_one_or_with_none() -> None:
    found = read_ecbplus_mentions([("40_2ecbplus.xml", ARTICLE)])
    assert [(one.trigger, one.event, one.sentence_number) for one in found] == [
        ("hit", "ACT15", 1),
        ("says", "40_2ecbplus/1/10", 1),
        ("ruled out", "40_2ecbplus/relation 8", 2),
        ("truce", "40_2ecbplus/relation 8", 2),
    ]
    assert [one.sentence[one.start : one.end] for one in found] == ["hit", "says", "ruled a truce out", "truce"]
    assert {"40"} == {one.topic for one in found}


def test_only_checked_sentences_count_where_they_are_listed() -> None:
    listed = "Topic,File,Sentence Number\n40,2ecbplus, 2 \n40,3ecb,1\n"
    found = read_ecbplus_mentions([("40_2ecbplus.xml", ARTICLE)], checked=listed)
    assert [one.trigger for one in found] == ["ruled out", "truce"]


BROKEN = [
    ("40_2ecbplus.xml", b"<Document><token", "40_2ecbplus.xml, line 1"),
    ("40_2ecbplus.xml", b"<Document/>", "no token"),
    ("40_2ecbplus.xml", b"<Document><token t_id='1'>Dori</token></Document>", "without t_id or sentence"),
    ("notes.xml", ARTICLE, "not a name of ECB+"),
    ("40_2ecbplus.xml", ARTICLE.replace(b't_id="4"/>', b't_id="99"/>'), "there is no token 99"),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case[2])
def test_what_is_not_ecbplus_is_named(case: tuple[str, bytes, str]) -> None:
    name, content, message = case
    with pytest.raises(BadCorpus, match=message):
        read_ecbplus_mentions([(name, content)])


def test_a_wrong_list_of_checked_sentences_is_named() -> None:
    with pytest.raises(BadCorpus, match="checked sentences, line 2"):
        read_ecbplus_mentions([], checked="Topic,File,Sentence Number\n40,two\n")


def test_entities_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("never read", encoding="utf-8")
    hostile = (
        f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<Document><token t_id="1" sentence="0">Dori</token><token t_id="2" sentence="0">&x;</token></Document>'
    )
    assert "never read" not in read_ecbplus([("40_2ecb.xml", hostile.encode())])[0].text


def test_lines_of_json() -> None:
    text = (
        '{"document": "a", "event": "e1", "text": "Shells hit Dori.", "date": "2024-05-01", "title": "Shells", '
        '"outlet": "Dori Post", "topic": "Dori", "twin_of": "e2"}\n'
        "\n"
        '{"id": 2, "event_id": 7, "text": "Shells hit Kaya.", "published": "2024-05-01T10:00:00Z", "lang": "en"}\n'
    )
    assert [
        Document("a", "e1", "Shells hit Dori.", date(2024, 5, 1), "Shells", "Dori Post", "Dori", "e2"),
        Document("2", "7", "Shells hit Kaya.", date(2024, 5, 1)),
    ] == read_linked_lines(text, source="links.jsonl")


WRONG = [
    ('{"document": "a", "event": "e1"}', "links.jsonl, line 2: text: Field required"),
    ('{"document": "a", "event": "e1", "text": ""}', "links.jsonl, line 2: text"),
    ('{"document": "a", "event": "e1", "text": "Dori.", "date": "in May"}', "links.jsonl, line 2: date"),
    ("[1]", "links.jsonl, line 2"),
    ('{"document": "first", "event": "e1", "text": "Dori."}', "line 2: document first is there a second time"),
]


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case[1])
def test_a_wrong_line_is_named(case: tuple[str, str]) -> None:
    line, message = case
    first = '{"document": "first", "event": "e1", "text": "Shells hit Dori."}\n'
    with pytest.raises(BadCorpus, match=message):
        read_linked_lines(first + line, source="links.jsonl")
