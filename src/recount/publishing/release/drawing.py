"""How every figure of a release is drawn: without a display, with one style, the same bytes for the same counts."""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["DARK", "FAINT", "HEIGHT", "TYPES", "WIDTH", "Ink", "Picture", "drawn", "headed", "plural"]

# Inches: a README is some 900 pixels wide, a page of print 6.3 inches.
WIDTH, HEIGHT = 8.0, 4.4
DARK, FAINT = "#222222", "#6b6b6b"


class Ink(NamedTuple):
    """How a type is told from the others: by its colour, and by its pattern where colours are not seen."""

    colour: str
    hatch: str


# Colours of Okabe and Ito (2008), which colour-blind people tell apart; their lightness differs too, for grey print.
TYPES: Mapping[str, Ink] = {
    "Battles": Ink("#0072b2", ""),
    "Explosions/Remote violence": Ink("#d55e00", "////"),
    "Violence against civilians": Ink("#332244", ""),
    "Protests": Ink("#8fd0f2", "...."),
    "Riots": Ink("#e69f00", "xxxx"),
    "Strategic developments": Ink("#d9d9d9", "\\\\\\\\"),
}
# Points of a line, which matplotlib writes to a millionth of a point.
_LONG_PLACES = re.compile(rb"(?<=[ML] )(-?\d+\.\d\d)\d+ (-?\d+\.\d\d)\d+")
_STYLE = {
    "font.family": "DejaVu Sans",
    "font.size": 9.0,
    "axes.titlesize": 11.0,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": DARK,
    "text.color": DARK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": DARK,
    "ytick.labelcolor": DARK,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "figure.facecolor": "white",
    # Text of a casebook is no formula.
    "text.parse_math": False,
    # Letters as shapes: a figure looks the same where the font is missing.
    "svg.fonttype": "path",
    "svg.hashsalt": "recount",
}


class Picture(NamedTuple):
    """A figure of a release."""

    path: str
    """Within the release."""
    title: str
    alt: str
    """What it shows, in words for those who cannot see it."""
    svg: bytes


def drawn(path: str, title: str, alt: str, draw: "Callable[[Figure], None]", *, height: float = HEIGHT) -> Picture:
    """Draw a figure; `height` in inches."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with _styled():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasSVG(figure)
        draw(figure)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": "Recount", "Title": title})
    return Picture(path, title, alt, _LONG_PLACES.sub(rb"\1 \2", out.getvalue()))


def headed(axes: "Axes", title: str, note: str) -> None:
    """Write a title over axes, and a smaller line below it."""
    axes.set_title(title, pad=20)
    axes.annotate(note, (0, 1), (0, 7), xycoords="axes fraction", textcoords="offset points", color=FAINT, fontsize=8.5)


def plural(number: int, noun: str) -> str:
    """Say how many: "1 event", "2,000 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


@contextmanager
def _styled() -> Iterator[None]:
    # "default" first: what a user's own settings say makes no other bytes.
    from matplotlib import style

    with style.context(["default", _STYLE]):
        yield
