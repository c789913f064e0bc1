"""Whose name stands at an act changes nothing of it: no type, count, stance or place."""

import importlib.util
from functools import cache
from pathlib import Path

import pytest

from recount.evaluation.swapping import parse_sides, replace_words, swap_sides
from recount.nouns import Span
from recount.pipeline.coding import Coder
from recount.settings import ReaderName

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("swap_sides_tool", ROOT / "tools" / "swap_sides.py")
assert _SPEC
assert _SPEC.loader
TOOL = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(TOOL)

VOICE = "a text in the first person is held to speak in the name of a side that it opens with"
STANCE = "a listed actor is a party where an unlisted one is some speaker, and claims where that one reports"
PLACE = "the country that a side is known in weighs in which place of a name is meant"
NAME = "the name of one side is read as a place, or is told as a side by rules for which the other gives no hold"

# What still flips, and why. This list may only shrink: take a report off once it holds.
KNOWN = {
    ReaderName.RULES: {
        "dev/mexico/08-translated-soyatan-ambush": NAME,
        "examples/radio-bulletin": STANCE,
        "train/dr-congo/01-mweso-shells": STANCE,
        "train/ethiopia/01-edaga-hamus-shells": STANCE,
    },
    ReaderName.MODEL: {
        "dev/bangladesh/03-feature-bandarban": PLACE,
        "dev/bangladesh/07-ngo-camps": PLACE,
        "dev/bangladesh/09-ispr-release": STANCE,
        "dev/cameroon/01-waza-market": NAME,
        "dev/iran/07-twelve-days-live": NAME,
        "dev/mexico/08-translated-soyatan-ambush": NAME,
        "dev/mozambique/05-marere-release": STANCE,
        "dev/syria/01-rastan-bakery-monitor": NAME,
        "dev/syria/04-task-force-release": NAME,
        "dev/syria/09-afrin-detentions-memo": PLACE,
        "dev/syria/10-radio-hawran": NAME,
        "train/central-african-republic/01-wire-bouca": STANCE,
        "train/dr-congo/08-kalehe-live": VOICE,
        "train/ethiopia/01-edaga-hamus-shells": STANCE,
        "train/gaza-west-bank/10-jenin-feature": PLACE,
        "train/lebanon-israel/05-tyre-radio-evening-bulletin": PLACE,
        "train/mali/06-djibo-liveblog": STANCE,
        "train/philippines/05-displacement-update": STANCE,
        "train/south-sudan/09-social-monitor": STANCE,
        "train/sudan/05-khartoum-live": NAME,
    },
}


@cache
def flips(reader: ReaderName) -> dict[str, list[str]]:
    """Return what flips in each report, in words."""
    return {
        report: [f"{flip.field} of “{flip.words}”: {flip.before} → {flip.after}" for flip in found]
        for report, found in TOOL.flipped_reports(Coder(reader=reader))
    }


def test_fifty_reports_and_more_are_swapped() -> None:
    assert len(parse_sides(TOOL.SIDES.read_text(encoding="utf-8"))) >= 50


@pytest.mark.parametrize("reader", ReaderName)
def test_swapping_the_sides_names_flips_nothing(reader: ReaderName) -> None:
    flipped = {report: found for report, found in flips(reader).items() if found and report not in KNOWN[reader]}

    assert not flipped, "\n".join(f"{report}: {flip}" for report, found in flipped.items() for flip in found)


@pytest.mark.parametrize("reader", ReaderName)
def test_the_reports_known_to_flip_are_among_those_swapped(reader: ReaderName) -> None:
    assert set(KNOWN[reader]) <= set(flips(reader))


SWAPS = [
    # text, names, the text with the names swapped
    ("Israeli jets hit a Syrian post.", {"Israeli": "Syrian"}, "Syrian jets hit an Israeli post."),
    ("The army shelled an ELN camp.", {"ELN": "FARC"}, "The army shelled a FARC camp."),
    ("the RSF said. The RSF fled from SAF.", {"RSF": "SAF"}, "the SAF said. The SAF fled from RSF."),
    ("Israelis", {"Israeli": "Syrian"}, "Israelis"),
]


@pytest.mark.parametrize(("text", "names", "swapped"), SWAPS)
def test_names_are_swapped_as_whole_words_with_their_article(text: str, names: dict[str, str], swapped: str) -> None:
    told = swap_sides(text, names)

    assert swapped == told.text
    assert text == swap_sides(told.text, names).text


def test_words_are_found_again_where_they_stood_before_the_swap() -> None:
    text = "Gunmen of the Lions fired on the Northern Front in Gao."
    told = replace_words(text, {"Lions": "Northern Front", "Northern Front": "Lions"})
    for words in ("fired on", "Gao", "Gunmen"):
        start, end = told.before(Span.of(told.text, told.text.index(words), told.text.index(words) + len(words)))
        assert words == text[start:end]
