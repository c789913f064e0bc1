"""The network that tells who says what, and the judges of what a saying is: their files, and what they read."""

import json

import numpy as np
import pytest

from recount import api, encoder
from recount.encoder import Judges, Linear, Sayings
from recount.encoder.said_clues import CLUES, N_RELATIONS, clues_of, outline_of, relations_of
from recount.errors import BadModel
from recount.extraction import split_sentences
from recount.nouns import Record
from recount.pipeline.coding import SayingReader
from recount.settings import ReaderName

TEXT = (
    "Gunmen attacked a village near Gao on Monday, killing 12 people, the regional governor said.\n\n"
    "“They came on motorcycles,” a resident, Amadou Maiga, told the radio by telephone. “We hid in the fields.”\n\n"
    "The army denied that its soldiers had fled."
)


@pytest.fixture(scope="module")
def record() -> Record:
    return api.code(TEXT, published="2024-03-13", reader=ReaderName.MODEL)


def test_the_network_stands_on_the_packaged_reader() -> None:
    assert encoder.load_sayings().card["reader"] == encoder.load().digest


def test_the_record_names_every_trained_file() -> None:
    record = api.code(TEXT, reader=ReaderName.MODEL)
    digests = (record.method.model_digest or "").split()
    assert encoder.load_sayings().digest in digests
    assert encoder.load_judges().digest in digests


def test_speakers_are_found_before_and_after_what_they_say(record: Record) -> None:
    said = {(statement.speaker.name, statement.speaker.kind) for statement in record.statements}
    assert {name for name, _ in said} >= {"the regional governor", "The army"}
    assert any("Maiga" in (name or "") for name, _ in said)


def test_what_is_said_around_the_speaker_is_one_statement_in_pieces(record: Record) -> None:
    resident = next(each for each in record.statements if "Maiga" in (each.speaker.name or ""))
    pieces = [span.quote.strip("“”,. ") for span in resident.spans.content]
    assert pieces == ["They came on motorcycles", "We hid in the fields"]


def test_a_denial_is_one(record: Record) -> None:
    assert [each.stance for each in record.statements if each.speaker.name == "The army"] == ["denies"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "”", "said", "“" * 40, "He said. " * 600])
def test_any_text_is_read(text: str) -> None:
    for said in SayingReader().attributions(text):
        assert all(0 <= start < end <= len(text) for part in said for start, end in part)


@pytest.mark.parametrize("content", [b"", b"{}", b"PK\x03\x04", b"[1]"])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(BadModel, match="Install Recount again"):
        Sayings(content)
    with pytest.raises(BadModel, match="Install Recount again"):
        Judges(content)


def test_clues_tell_what_stands_in_a_quotation() -> None:
    text = "“Fire came,” he said. “It burnt\n\nNothing else"
    words = np.array([[0, 1], [1, 5], [6, 10], [10, 11], [11, 12], [13, 15], [22, 23], [23, 25], [26, 31], [33, 40]])
    clues = clues_of(text, words, outline_of(words, split_sentences(text)))
    inside = clues[:, CLUES.index("inside a quotation")]
    # The second quotation is never closed: it ends with its paragraph.
    assert inside.tolist() == [1, 1, 1, 1, 0, 0, 1, 1, 1, 0]


def test_relations_count_sentences_and_paragraphs_from_the_cue() -> None:
    text = "One here. Two here.\n\nThree here."
    words = np.array([[0, 3], [4, 8], [10, 13], [14, 18], [21, 26], [27, 31]])
    relations = relations_of(outline_of(words, split_sentences(text)), (2, 3), 0, 6)
    assert relations.shape == (6, N_RELATIONS)
    assert relations[:, 2:5].argmax(1).tolist() == [0, 0, 1, 1, 2, 2]
    assert relations[:, -1].tolist() == [0, 0, 1, 0, 0, 0]


def test_a_judge_adds_up_the_weights_of_its_clues() -> None:
    judge = Linear(("no", "yes"), (0.0, -1.0), {"near": (0.0, 2.0), "far": (1.0, 0.0)})
    assert judge.chances({"near": 1.0, "never seen": 1.0})["yes"] == pytest.approx(1 / (1 + np.exp(-1)))
    assert sum(judge.chances({"far": 1.0}).values()) == pytest.approx(1)


def test_the_judges_answer_with_the_codes_of_the_record() -> None:
    schema = json.dumps(api.record_schema())
    judges = encoder.load_judges()
    assert all(f'"{code}"' in schema for code in (*judges.stance.classes, *judges.speaker_kind.classes))
    assert judges.about.classes == ("no", "yes")
