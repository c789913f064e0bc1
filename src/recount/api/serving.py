"""What a server of pages does beside answering: it keeps the casebook open, and loads what pages need beforehand."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recount.api.pages.overview import overview_page
from recount.api.pages.places import places_page
from recount.api.pages.queue import queue_page
from recount.api.pages.tallies import tallies_page
from recount.errors import RecountError
from recount.ledger import Ledger
from recount.ledger.reusing import kept_open as connections_kept

__all__ = ["kept_open", "warm"]


@contextmanager
def kept_open(casebook: Path) -> Iterator[None]:
    """Keep a casebook open for its readers as long as the block lasts, and leave it in one piece at the end."""
    with connections_kept(casebook), Ledger.open(casebook):
        yield
    with suppress(RecountError):
        # Only who may write can bring what is in `-wal` home.
        Ledger.open(casebook, write=True).close()


def warm(casebook: Path, *, public: bool = False) -> None:
    """Ask for the pages that need most, so that the first visitor does not wait: what they count and read is kept."""
    for page in (overview_page, places_page, tallies_page):
        with suppress(RecountError):
            page(casebook, public=public)
    with suppress(RecountError):
        queue_page(casebook)
