"""The README of a release tells what is in it and what is not; nothing of a casebook in it is markup."""

import os
import re
import subprocess
import sys
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from lxml import etree  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from released import DAY, KATI, report, settled

from recount.nouns.events import Period
from recount.publishing.release.changes import Change, Changes
from recount.publishing.release.counts import Counts
from recount.publishing.release.drawing import TYPES, Picture
from recount.publishing.release.figures import coverage, pictures, timeline
from recount.publishing.release.map_figure import event_map
from recount.publishing.release.markdown import escaped, share, table, told
from recount.publishing.release.package import License, MadeWith, PublishedFile, Release
from recount.publishing.release.readme import Contents, readme

RELEASE = Release("sahel", "Events in the Sahel", "2024.7", "2024-07-01T00:00:00Z", "A. Coder (2024): Events.")
MADE = MadeWith("0.1.0", "a" * 64, "b" * 64, "c" * 64, {"acled": "d" * 64}, {"events.rules/3": 2}, {"delay_days": 30})
TABLES = {"html", "body", "table", "thead", "tbody", "tr", "th", "td"}
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![x](https://example.org/x.png)",
    "[click](javascript:alert(1))",
    "https://example.org/track",
    "**loud** _soft_ ~~gone~~",
    "a | b | c",
    "`code` ``more``",
    "line\n\n# head\n- item",
    "&lt;b&gt; &amp; &#60;",
    "\\| \\` \\",
    "$x^2$ @everyone #1 :smile:",
    "1. first",
    "www.example.org a.b@example.org",
    "\x1b[31mred \u202egnp.exe",
]


def counted(*events: object) -> Counts:
    counts = Counts()
    for event in events:
        counts.take(event)  # type: ignore[arg-type]
    return counts


def html(text: str) -> str:
    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text))


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_is_shown_as_it_is_and_is_no_markup(value: str) -> None:
    page = etree.HTML(html(table(("Outlet", "Events"), [(told(value), "1")])))
    assert {element.tag for element in page.iter()} <= {
        "html",
        "body",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "code",
    }
    assert len(page.findall(".//tbody/tr/td")) == 2
    shown = "".join(page.find(".//tbody/tr/td").itertext())
    visible_form = value.replace("\x1b", "⟨U+001B⟩").replace("\u202e", "⟨U+202E⟩")
    assert shown.replace("\\|", "|") == " ".join(visible_form.split()).replace("\\|", "|")


@pytest.mark.parametrize(
    "value", ["Kati", "Radio d'Amel (Kati)", "Explosions/Remote violence", "جريدة الصباح", "MLI 7"]
)
def test_plain_words_stay_plain(value: str) -> None:
    assert told(value) == value


def test_long_values_are_cut_and_empty_ones_are_named() -> None:
    assert (len(told("a" * 500)), told(" \n ")) == (200 + 2, "(empty)")


def test_words_of_the_user_are_words_and_addresses() -> None:
    assert escaped("A_b [c] <d> | *e*\nf https://example.org") == r"A\_b \[c\] \<d\> \| \*e\* f https://example.org"


@pytest.mark.parametrize(("value", "shown"), [(0, "0%"), (0.004, "< 1%"), (0.5, "50%"), (0.999, "> 99%"), (1, "100%")])
def test_a_share_is_not_rounded_to_nothing_or_all(value: float, shown: str) -> None:
    assert share(value) == shown


@pytest.mark.parametrize("value", HOSTILE)
def test_no_name_of_a_casebook_is_live_anywhere_in_the_readme(value: str) -> None:
    where = KATI._replace(country=value, precision="country")
    event = settled(report(1, outlet=value, event_type=value, sub_event_type=value, where=where))
    counts = counted(event)
    counts.leave_out(value, value, value)
    counts.hold_back(value)
    picture = Picture("figures/map.svg", "Map", f"Map: most in {value}.", b"")
    made = MADE._replace(rules={value: value}, methods={value: 1}, arguments={value: value})
    page = etree.HTML(html(readme(Contents(RELEASE, made, (), counts, [picture]))))
    assert {element.tag for element in page.iter()} <= {*TABLES, "h1", "h2", "p", "code", "pre", "img"}
    assert [img.get("src") for img in page.iter("img")] == ["figures/map.svg"]


def test_a_readme_tells_what_is_in_what_is_not_and_how_to_check(tmp_path: Path) -> None:
    counts = counted(settled(report(1, review="accepted")), settled(report(2), report(3)))
    counts.leave_out("ged", "fewer than one death", "ev1:0000000000000002")
    counts.hold_back("names of private persons", 41)
    files = [PublishedFile("acled.csv", "Events as ACLED has them.", 12_345, "e" * 64, 2)]
    release = RELEASE._replace(
        licenses=(License("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),), previous="2024.6"
    )
    changes = Changes(280, 2, 250, (Change("retracted", ("ev1:2",)),))
    text = readme(Contents(release, MADE, files, counts, pictures(counts), changes))
    for words in (
        "# Events in the Sahel\n",
        "2 events, put together from 3 reports of 3 outlets.",
        "| 1 | 50% | accepted by people |",
        "| Mali | 2 |",
        "| 2024 | 2 |",
        "| to the day | 2 |",
        "| Explosions/Remote violence / Air/drone strike | 2 |",
        "| [acled.csv](acled.csv) | Events as ACLED has them. | 2 | 12,345 |",
        "| ACLED | 2 | fatalities: 8 (2 events) |",
        "| UCDP GED | no-side | 2 |",
        "| UCDP GED | fewer than one death | 1 | `ev1:0000000000000002` |",
        "| names of private persons | 41 |",
        "1 of 2 events are accepted",
        "250 of 280 events of the release before (version 2024.6) are the same.",
        "recount check acled.csv --as acled\n",
        "recount why CASEBOOK ev1:0000000000000001 killed --rule acled\n",
        "Licence: [CC-BY-4.0](https://creativecommons.org/licenses/by/4.0/).",
        "Please cite: A. Coder (2024): Events.",
    ):
        assert words in text, words


def test_a_release_of_nothing_has_a_readme_and_no_figures() -> None:
    assert pictures(Counts()) == ()
    text = readme(Contents(RELEASE, MADE, (), Counts()))
    assert "0 events" in text
    assert "Nobody reviewed these events" in text
    assert "No licence is given" in text


SPANS = [
    # last day of events that begin on 1 January 2024, what the bars stand for
    (date(2024, 3, 1), "week"),
    (date(2028, 3, 1), "month"),
    (date(2050, 3, 1), "year"),
]


@pytest.mark.parametrize(("last", "unit"), SPANS)
def test_bars_of_the_timeline_are_as_wide_as_the_span_needs(last: date, unit: str) -> None:
    days = (date(2024, 1, 1), last)
    picture = timeline(
        counted(*(settled(report(n, when=Period(day, day, "day", "stated"))) for n, day in enumerate(days, start=1)))
    )
    assert picture is not None
    assert picture.title == f"Events by {unit}"


def test_the_timeline_says_what_it_leaves_out() -> None:
    vague = report(2, when=Period(DAY.replace(month=1), DAY, "days", "stated"))
    picture = timeline(counted(settled(report(1)), settled(vague)))
    assert picture is not None
    assert "1 of 2 events; the others are not known to the week" in picture.alt


def test_the_map_says_how_exactly_places_are_known() -> None:
    places = [KATI, KATI._replace(precision="admin1", radius_km=130.0), KATI._replace(precision="country")]
    picture = event_map(counted(*(settled(report(n, where=place)) for n, place in enumerate(places, start=1))))
    assert picture is not None
    for words in ("2 of 3 events are on the map, 1 is known", "wider area: 1", "at a named place: 1", "Mali 3"):
        assert words in picture.alt


def test_the_map_of_places_on_both_sides_of_the_date_line_is_drawn() -> None:
    places = [KATI._replace(longitude=179.5, latitude=-17.0), KATI._replace(longitude=-179.9, latitude=66.0)]
    picture = event_map(counted(*(settled(report(n, where=place)) for n, place in enumerate(places, start=1))))
    assert picture is not None
    assert etree.fromstring(picture.svg).tag.endswith("svg")


def test_types_are_told_apart_without_colours() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    looks = [(grey(ink.colour), ink.hatch) for ink in TYPES.values()]
    for place, (light, hatch) in enumerate(looks):
        for other_light, other_hatch in looks[place + 1 :]:
            assert abs(light - other_light) > 40 or hatch != other_hatch


def test_figures_are_drawn_the_same_whatever_the_users_settings_and_hold_no_date(tmp_path: Path) -> None:
    counts = counted(settled(report(1)), settled(report(2, event_type="$\\frac{1}{2}$")))
    here = [picture.svg for picture in (timeline(counts), event_map(counts), coverage(counts)) if picture]
    (tmp_path / "matplotlibrc").write_text("figure.facecolor: red\nsvg.hashsalt: other\nfont.size: 30\n")
    script = (
        "import sys, hashlib; sys.path.insert(0, 'tests/unit'); from released import *; "
        "from recount.publishing.release.counts import Counts; "
        "from recount.publishing.release.figures import pictures; counts = Counts(); "
        "counts.take(settled(report(1))); counts.take(settled(report(2, event_type='$\\\\frac{1}{2}$'))); "
        "print(*(hashlib.sha256(one.svg).hexdigest() for one in pictures(counts)))"
    )
    root = Path(__file__).resolve().parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True,
        env={**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONHASHSEED": "7"},
    )  # fmt: skip
    assert there.stdout.split() == [sha256(svg).hexdigest() for svg in here]
    assert not any(re.search(rb"<dc:date>|\d{4}-\d\d-\d\dT", svg) for svg in here)


def test_drawing_loads_matplotlib_only_when_a_figure_is_drawn() -> None:
    script = (
        "import sys; from recount.publishing.release import readme, figures; print('matplotlib' in sys.modules); "
        "import recount.api.releases; print('matplotlib' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]
