"""Places of news corpora: both layouts are read, and the figures are those of the literature."""

import math
from collections.abc import Sequence

import pytest

from recount.errors import BadCorpus
from recount.evaluation.place_corpora import PlaceCase, read_places
from recount.evaluation.places import PlaceEvaluation, evaluate_places
from recount.nouns.labels import FoundPlace

TEXT = "Shells fell on Tal Nour, Syria. Syrian troops left the Netherlands."

LGL = f"""<articles><article docid="7"><title>x</title><text>{TEXT}</text><toponyms>
<toponym><start>15</start><end>23</end><phrase>Tal Nour</phrase></toponym>
<toponym><start>25</start><end>30</end><phrase>Syria</phrase>
<gaztag geonameid="163843"><name>Syria</name><lat>35</lat><lon>38</lon><country>SY</country></gaztag></toponym>
</toponyms></article></articles>"""

GWN = f"""<articles><article file="7"><text>{TEXT}</text><toponyms>
<toponym><extractedName>Syria</extractedName><type>Literal</type><start>27</start><end>32</end>
<latitude>35</latitude><longitude>38</longitude></toponym>
<toponym><extractedName>troops</extractedName><type>Non_Lit_Expression</type><start>39</start><end>45</end>
<latitude/><longitude/></toponym>
<toponym><extractedName>Peru</extractedName><type>Literal</type><start>-9</start><end>-5</end>
<latitude>-10</latitude><longitude>-75</longitude></toponym>
</toponyms></article></articles>"""


class Invented:
    """Finds what it is told to, and puts Syria where it is told to."""

    def __init__(self, found: Sequence[tuple[str, str]], syria: tuple[float, float] | None) -> None:
        self._found, self._syria = found, syria

    def places(self, text: str, *, url: str | None) -> list[FoundPlace]:
        return [self._place(text.index(name), name, role) for name, role in self._found]

    def set_down(self, text: str, ranges: Sequence[tuple[int, int]], *, url: str | None) -> list[FoundPlace]:
        return [self._place(start, text[start:end], "literal") for start, end in ranges]

    def country_at(self, latitude: float, longitude: float) -> str | None:
        return "SY" if (latitude, longitude) == (35.0, 38.0) else None

    def is_people(self, name: str) -> bool:
        return name == "Syrian"

    def _place(self, start: int, name: str, role: str) -> FoundPlace:
        latitude, longitude = self._syria if name == "Syria" and self._syria else (None, None)
        country = "SY" if latitude is not None else None
        return FoundPlace(start, start + len(name), name, role, name, latitude, longitude, country)


def evaluated(found: Sequence[tuple[str, str]], syria: tuple[float, float] | None, file: str = LGL) -> PlaceEvaluation:
    return evaluate_places(read_places(file.encode(), source="corpus.xml"), Invented(found, syria))


def test_a_name_without_gaztag_has_no_point() -> None:
    (case,) = read_places(LGL.encode(), source="LGL.xml")
    assert case.name == "7"
    assert [(p.name, p.latitude, p.country) for p in case.places] == [("Tal Nour", None, None), ("Syria", 35.0, "SY")]


def test_geowebnews_gives_names_with_points_and_misplaced_names_are_sought_nearby_or_counted() -> None:
    (case,) = read_places(GWN.encode(), source="GWN.xml")
    assert [(p.name, TEXT[p.start : p.end], p.kind) for p in case.places] == [("Syria", "Syria", "Literal")]
    assert case.misplaced == 1


@pytest.mark.parametrize(
    ("found", "precision", "recall"),
    [
        ([("Tal Nour", "literal"), ("Syria", "literal")], 1.0, 1.0),
        ([("Syria", "literal")], 1.0, 0.5),
        ([("Tal", "literal"), ("Syria", "literal")], 0.5, 0.5),
        # The corpus marks no peoples, so finding one is no mistake.
        ([("Syria", "literal"), ("Syrian", "demonym")], 1.0, 0.5),
        ([], 0.0, 0.0),
    ],
)
def test_a_mention_counts_where_exactly_its_characters_are_found(
    found: list[tuple[str, str]], precision: float, recall: float
) -> None:
    figures = evaluated(found, (35, 38)).figures()
    assert (precision, recall) == (figures["mentions"]["precision"], figures["mentions"]["recall"])


def test_overlap_is_counted_beside_exact_mentions() -> None:
    figures = evaluated([("Tal", "literal")], (35, 38)).figures()
    assert figures["mentions"]["recall"] == 0.0
    assert figures["mentions_overlap"]["recall"] == 0.5


@pytest.mark.parametrize(
    ("syria", "wide", "narrow", "median"),
    [((35.0, 38.0), 1.0, 1.0, 0.0), ((36.0, 38.0), 1.0, 0.0, 111.195), ((37.0, 38.0), 0.0, 0.0, 222.39)],
)
def test_resolution_is_measured_with_names_given(
    syria: tuple[float, float], wide: float, narrow: float, median: float
) -> None:
    resolution = evaluated([], syria).figures()["resolution"]
    assert (wide, narrow) == (resolution["acc_161km"], resolution["acc_25km"])
    assert resolution["median_km"] == pytest.approx(median, abs=0.01)
    assert resolution["auc"] == pytest.approx(math.log1p(median) / math.log1p(20_039), abs=1e-4)
    assert resolution["places"] == 1


def test_a_name_that_is_not_set_down_has_the_greatest_error() -> None:
    resolution = evaluated([("Syria", "literal")], None).figures()["resolution"]
    assert resolution["median_km"] == 20_039
    assert resolution["auc"] == 1.0
    assert resolution["country"] == 0.0


def test_end_to_end_asks_for_the_name_and_the_place() -> None:
    both = evaluated([("Tal Nour", "literal"), ("Syria", "literal")], (36.0, 38.0)).figures()["end_to_end"]
    assert both == {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    far = evaluated([("Tal Nour", "literal"), ("Syria", "literal")], (39.0, 38.0)).figures()["end_to_end"]
    assert far["f1"] == 0.0


def test_rows_hold_every_place_and_every_name_beyond_in_the_order_of_the_text() -> None:
    evaluation = evaluated([("Syria", "literal"), ("Netherlands", "literal")], (35.0, 38.0))
    rows = list(evaluation.rows())
    assert [row[3] for row in rows] == ["Tal Nour", "Syria", "Netherlands"]
    assert all(len(row) == len(evaluation.header) for row in rows)


def test_an_article_before_the_name_makes_no_difference() -> None:
    file = LGL.replace(
        "</toponyms>", "<toponym><start>51</start><end>66</end><phrase>the Netherlands</phrase></toponym></toponyms>"
    )
    figures = evaluated([("Netherlands", "literal")], None, file).figures()
    assert figures["mentions"]["recall"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("no xml", "no XML"),
        ("<articles/>", "no article"),
        ("<articles><article><toponyms/></article></articles>", "no <text>"),
        (LGL.replace("<start>15", "<start>x"), "no offset"),
        (LGL.replace("<lat>35", "<lat>north"), "no degrees"),
    ],
)
def test_what_cannot_be_read_is_told(content: str, words: str) -> None:
    with pytest.raises(BadCorpus, match=words):
        read_places(content.encode(), source="corpus.xml")


def test_entities_of_a_hostile_file_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<articles><article><text>&x;&f;</text><toponyms/></article></articles>"
    )
    try:
        cases: list[PlaceCase] = read_places(bomb.encode(), source="corpus.xml")
    except BadCorpus:
        return
    assert "root:" not in cases[0].text
    assert "ha" not in cases[0].text
