"""The gazetteer: what names may mean, and files of places of one's own."""

from collections.abc import Callable, Sequence
from pathlib import Path

from recount.errors import BadArgument
from recount.gazetteer import Scored, rank_candidates
from recount.gazetteer import load as load_gazetteer
from recount.gazetteer.building import Built, Sources, build, text_size

__all__ = ["build_gazetteer", "gazetteer_text_size", "look_up_place"]


def look_up_place(name: str, *, country: str | None = None, limit: int = 10) -> tuple[Scored, ...]:
    """Return the places that a bare name may mean, the likeliest first, each with its confidence and reason.

    Raises:
        BadArgument: `country` is no ISO 3166 code of two letters.
        BadGazetteer: the gazetteer cannot be opened.
    """
    code = country.upper() if country else None
    if code is not None and not (len(code) == 2 and code.isascii() and code.isalpha()):
        raise BadArgument(f"{country!r} is no country code. Give the two letters of ISO 3166-1, such as SY.")
    return rank_candidates(name, load_gazetteer(), country=code, limit=limit)


def build_gazetteer(
    out: Path,
    *,
    geonames: Path | None = None,
    alternate_names: Path | None = None,
    wof: Path | None = None,
    csv: Path | None = None,
    told: Callable[[int], None] = lambda _: None,
    bad: Callable[[str], None] = lambda _: None,
) -> Built:
    """Write a gazetteer file from dumps of GeoNames, or the packaged places with a user's own.

    Args:
        out: the file to write; what stood there is replaced once the new one is whole.
        geonames: `allCountries.zip`, another dump of its form, or the text file itself.
        alternate_names: `alternateNamesV2.zip`.
        wof: a folder of extracts of Who's On First, one Parquet file a country.
        csv: the user's places (docs/how-to/bring-your-own-places.md).
        told: hears how many bytes of text were read since it was last told.
        bad: hears of each line that could not be read; it is left out.

    Raises:
        BadArgument: a source is missing or of another form, or `out` cannot be written.
        BadGazetteer: there are more places than a file holds.
    """
    return build(Sources(geonames, alternate_names, wof, csv), out, told=told, bad=bad)


def gazetteer_text_size(files: Sequence[Path]) -> int:
    """Return how many bytes of text dumps of GeoNames hold, unpacked.

    Raises:
        BadArgument: a file is missing or holds no text.
    """
    return sum(text_size(file) for file in files)
