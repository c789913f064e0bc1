"""How a casebook is served."""

from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import Request

__all__ = ["Serving", "serving"]


@dataclass(frozen=True)
class Serving:
    """One casebook on one address."""

    casebook: Path
    by: str = "unknown"
    """Who decides where nobody logs in: the one whose machine it is."""
    accounts: Path | None = None
    """File of accounts; None where nobody logs in."""
    public: bool = False
    """Everybody may read, nobody may decide: no full texts, no private persons' names."""
    tiles: str | None = None
    """Address of map tiles with {z}, {x} and {y}; None for the packaged outlines alone."""
    hosts: tuple[str, ...] = field(default=("localhost", "127.0.0.1", "[::1]"))
    """Names that a browser may ask for the pages by; empty for any."""
    secure: bool = False
    """Whether browsers reach it by https: cookies are then sent by https alone."""

    @property
    def title(self) -> str:
        """What the pages call the casebook."""
        return self.casebook.stem


def serving(request: Request) -> Serving:
    """Return how the casebook of a request is served."""
    found: Serving = request.app.state.serving
    return found
