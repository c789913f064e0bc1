"""What an outlet's address tells of the outlet."""

from urllib.parse import urlsplit

__all__ = ["country_of_outlet"]

# Endings that are sold to anybody, or that are no country's code.
_SOLD = frozenset({"AI", "CC", "CO", "EU", "FM", "GG", "IO", "LY", "ME", "SU", "TO", "TV", "WS"})
# Endings that are not the country's code.
_OTHERWISE = {"UK": "GB"}


def country_of_outlet(url: str | None) -> str | None:
    """Return the ISO 3166-1 alpha-2 code that an address ends in ("www.kaya-post.sy": SY); None where it tells none."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        return None
    ending = (host or "").rpartition(".")[2].upper()
    known = len(ending) == 2 and ending.isascii() and ending.isalpha() and ending not in _SOLD
    return _OTHERWISE.get(ending, ending) if known else None
