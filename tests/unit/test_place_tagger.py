"""The tagger of place names: its file, its arithmetic on small weights, and what becomes of its tags."""

import io
import json

import numpy as np
import pytest

from recount import encoder, gazetteer
from recount.encoder import PlaceTagger, states_of
from recount.errors import BadModel
from recount.extraction import RulesPlaceFinder, TrainedPlaceFinder
from recount.gazetteer import CLUES, clues_of
from recount.pipeline.coding import Coder, PlaceReader
from recount.settings import ReaderName

TAGS = ("O", "B-literal", "I-literal", "B-metonym", "I-metonym")


def _file(**changed: object) -> bytes:
    """Write a tagger with one state and one clue whose output repeats its bias."""
    width = 2
    arrays: dict[str, np.ndarray] = {
        "card": np.frombuffer(json.dumps({"tags": TAGS, "clues": ["one"], "members": 1, **changed}).encode(), np.uint8),
        "mean": np.zeros(1, np.float32),
        "deviation": np.ones(1, np.float32),
        "0/px.weight": np.ones((width, 1)),
        "0/px.bias": np.zeros(width),
        "0/pf.weight": np.ones((width, 1)),
        "0/pf.bias": np.zeros(width),
        "0/c.weight": np.zeros((width, 2 * width, 5)),
        "0/c.bias": np.zeros(width),
        "0/c2.weight": np.zeros((width, 3 * width, 3)),
        "0/c2.bias": np.zeros(width),
        "0/o.weight": np.zeros((len(TAGS), 4 * width)),
        "0/o.bias": np.array([0.0, 1.0, 0.0, 0.0, 0.0]),
    }
    out = io.BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def test_chances_are_those_of_the_weights_and_add_up_to_one() -> None:
    chances = PlaceTagger(_file()).chances(np.ones((3, 1), np.float32), np.zeros((3, 1), np.float32))
    assert chances.shape == (3, len(TAGS))
    assert np.allclose(chances.sum(1), 1)
    assert np.allclose(chances[:, 1], np.e / (np.e + 4))


def test_no_words_have_no_names() -> None:
    tagger = PlaceTagger(_file())
    assert tagger.names(tagger.chances(np.zeros((0, 1), np.float32), np.zeros((0, 1), np.float32))) == []


@pytest.mark.parametrize(
    ("likeliest", "names"),
    [
        ([0, 1, 2, 0], [(1, 3, "literal")]),
        ([1, 1, 0, 3], [(0, 1, "literal"), (1, 2, "literal"), (3, 4, "metonym")]),
        # A name that would go on without having begun begins with its first word.
        ([0, 2, 2, 0], [(1, 3, "literal")]),
        # One that would change how it is meant half-way is meant in one way.
        ([0, 1, 4, 0], [(1, 3, "literal")]),
        ([0, 0, 0, 0], []),
    ],
)
def test_every_name_begins_before_it_goes_on(likeliest: list[int], names: list[tuple[int, int, str]]) -> None:
    chances = np.full((4, len(TAGS)), 0.05, np.float32)
    for word, tag in enumerate(likeliest):
        chances[word, tag] = 0.7
        if tag == 2:
            chances[word, 1] = 0.15
        if tag == 4:
            chances[word, 2] = 0.15
            chances[word, 0] = 0.01
    found = PlaceTagger(_file()).names(chances / chances.sum(1, keepdims=True))
    assert [(name.first, name.end, name.role) for name in found] == names


@pytest.mark.parametrize("content", [b"", b"no file", _file(members=2)])
def test_a_damaged_file_is_told(content: bytes) -> None:
    with pytest.raises(BadModel, match="Install Recount again"):
        PlaceTagger(content)


def test_the_packaged_tagger_has_the_clues_and_the_reader_that_it_was_trained_with() -> None:
    tagger = encoder.load_tagger()
    assert tagger.clues == CLUES
    assert tagger.card["reader"] == encoder.load().digest


def test_a_record_names_the_reader_and_the_tagger() -> None:
    digests = (Coder(reader=ReaderName.MODEL).method.model_digest or "").split()
    assert digests[:2] == [encoder.load().digest, encoder.load_tagger().digest]


def test_clues_are_one_row_a_word_and_within_bounds() -> None:
    text = "Shells fell on the town of Kafr Nabl, in Syria, on Monday. Syrian troops denied it."
    scores = encoder.load().read(text)
    clues = clues_of(text, scores.words, gazetteer.load())
    assert clues.shape == (len(scores.words), len(CLUES))
    assert clues.min() >= 0
    assert clues.max() <= 2
    assert states_of(scores).shape[0] == len(scores.words)
    words = [text[start:end] for start, end in scores.words.tolist()]
    assert clues[words.index("Syria"), CLUES.index("held as country")] == 1
    assert clues[words.index("Syrian"), CLUES.index("people")] == 1


@pytest.fixture(scope="module")
def finder() -> TrainedPlaceFinder:
    return TrainedPlaceFinder(gazetteer.load(), encoder.load(), encoder.load_tagger())


NAMES = [
    ("Two rockets hit the market in Kirkuk, Iraq, on Monday.", {"Kirkuk": "literal", "Iraq": "literal"}),
    ("Moscow has denied that Russian troops crossed into Georgia.", {"Russian": "demonym", "Georgia": "literal"}),
    ("Gunmen burned nine houses in the village of Dankoli, near Gao.", {"Dankoli": "literal", "Gao": "literal"}),
]


@pytest.mark.parametrize(("text", "roles"), NAMES)
def test_names_are_found_with_how_they_are_meant(finder: TrainedPlaceFinder, text: str, roles: dict[str, str]) -> None:
    found = {text[name.start : name.end]: name.role for name in finder.names(text)}
    assert roles.items() <= found.items()


@pytest.mark.parametrize("text", ["", " \n ", "...", "-", "al-"])
def test_a_text_without_names_has_none(finder: TrainedPlaceFinder, text: str) -> None:
    assert finder.names(text) == ()
    assert finder.mentions(text) == ()


def test_ranges_to_avoid_hold_no_names(finder: TrainedPlaceFinder) -> None:
    text = "Two rockets hit the market in Kirkuk, Iraq, on Monday."
    start = text.index("Kirkuk")
    assert "Kirkuk" not in {text[name.start : name.end] for name in finder.names(text, avoid=[(start, start + 6)])}


def test_both_finders_answer_alike_in_form() -> None:
    text = "Two rockets hit the market in Kirkuk, Iraq, on Monday."
    rules = RulesPlaceFinder(gazetteer.load())
    assert [text[name.start : name.end] for name in rules.names(text)] == ["Kirkuk", "Iraq"]
    assert [mention.name for mention in rules.mentions(text)] == ["Kirkuk", "Iraq"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mortar bombs fell on Karm al-Tarab in Aleppo province on Monday.", "Karm al-Tarab"),
        ("A man was shot in Fresno, Calif., on Monday, the police said.", "Calif."),
        ("A bus burned in Newark, N.J. on Monday.", "N.J."),
        ("Shells were fired at Sollé on Monday, the army said.", "Sollé"),
        ("Gunmen attacked a convoy in Sistan and Baluchestan on Monday.", "Sistan and Baluchestan"),
    ],
)
def test_names_are_whole(finder: TrainedPlaceFinder, text: str, name: str) -> None:
    assert name in {text[found.start : found.end] for found in finder.names(text)}


def test_places_that_are_given_are_set_down_with_the_others_of_the_text_in_view() -> None:
    text = "Two men were shot in London, Ontario, on Monday."
    (found,) = PlaceReader(reader=ReaderName.RULES).set_down(text, [(21, 27)])
    assert (found.name, found.country) == ("London", "CA")
