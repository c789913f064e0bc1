"""Whom the words for a speaker mean: chains of sources, pronouns, offices named again, authors of releases."""

import pytest

from recount import api
from recount.nouns import Statement
from recount.settings import ReaderName

READERS = pytest.mark.parametrize("reader", [ReaderName.RULES, ReaderName.MODEL])


def _said(text: str, reader: ReaderName) -> list[Statement]:
    return list(api.code(text, published="2024-03-13", reader=reader).statements)


CHAINS = [
    # text                                                                                speaker               via
    ("Twelve people were killed in a blast in Gao on Monday, a doctor told Reuters.", "a doctor", "Reuters"),
    (
        "Twelve people were killed in a blast in Gao on Monday, Reuters reported, citing hospital officials.",
        "hospital officials",
        "Reuters",
    ),
    (
        "The state news agency quoted an army officer as saying that five rebels were killed in Gao.",
        "an army officer",
        "The state news agency",
    ),
    (
        "A nurse, interviewed by Radio Sahel, said that nine people were killed in Gao on Monday.",
        "A nurse",
        "Radio Sahel",
    ),
    ("A doctor told Reuters she had counted nine bodies in the hospital in Gao on Monday.", "A doctor", "Reuters"),
    # Without an outlet between, and where a speaker talks to the press at large, there is no chain.
    ("Twelve people were killed in a blast in Gao on Monday, a doctor told reporters.", "a doctor", None),
    ("Twelve people were killed in a blast in Gao on Monday, a doctor said.", "a doctor", None),
    # Initials that an army shares with an agency are the army where its name is in the text.
    (
        "The Armed Forces of the Philippines fought gunmen in Jolo on Monday. The AFP said five gunmen were killed.",
        "The AFP",
        None,
    ),
]


@READERS
@pytest.mark.parametrize(("text", "speaker", "via"), CHAINS)
def test_a_chain_ends_with_who_speaks(text: str, speaker: str, via: str | None, reader: ReaderName) -> None:
    held = [each for each in _said(text, reader) if (each.speaker.name or "").startswith(speaker)]
    assert held, [each.speaker for each in _said(text, reader)]
    assert via in {each.via for each in held}


AGAIN = [
    # second sentence                                              whom it means
    ("He said five gunmen were killed.", "Moussa Dembele"),
    ("Dembele said five gunmen were killed.", "Moussa Dembele"),
    ("The governor said five gunmen were killed.", "Moussa Dembele"),
    ("The army said five gunmen were killed.", "The army"),
]


@READERS
@pytest.mark.parametrize(("second", "speaker"), AGAIN)
def test_who_spoke_before_is_named_again(second: str, speaker: str, reader: ReaderName) -> None:
    text = f"Gunmen attacked a village near Gao on Monday, the governor, Moussa Dembele, said. {second}"
    last = _said(text, reader)[-1]
    assert speaker.split()[-1] in f"{last.speaker.name} {last.speaker.role}"


@READERS
def test_it_was_reported_names_nobody(reader: ReaderName) -> None:
    said = _said("Gunmen attacked a village near Gao on Monday. It was reported that nine people were killed.", reader)
    assert {each.speaker.name for each in said} <= {None}


RELEASES = [
    # head                                                                   author
    ("MINISTRY OF NATIONAL DEFENCE\nPRESS RELEASE No. 12\n\n", "MINISTRY OF NATIONAL DEFENCE"),
    ("Northern Security Directorate - daily summary, 8 June 2012\n\n", "Northern Security Directorate"),
    ("Communiqué no. 4\nGeneral Command of the Desert Brigades\n\n", "General Command of the Desert Brigades"),
]
BODY = "On Monday a patrol was attacked by gunmen near Gao. Two soldiers were killed. Five gunmen were arrested."


@READERS
@pytest.mark.parametrize(("head", "author"), RELEASES)
def test_a_release_speaks_in_the_name_at_its_head(head: str, author: str, reader: ReaderName) -> None:
    assert author in {each.speaker.name for each in _said(head + BODY, reader)}


@READERS
@pytest.mark.parametrize("head", ["Radio Sahel, the news at noon\n\n", "Gunmen attack patrol near Gao\n\n"])
def test_an_outlet_is_no_party_that_claims(head: str, reader: ReaderName) -> None:
    assert _said(head + BODY, reader) == []
