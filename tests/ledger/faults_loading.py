"""A load that only writes: articles that are coded already go into a casebook as fast as its one writer can.

Run as a programme with the casebook and a file of JSON lines, it goes on until its standard input ends.
"""

import sys
import threading
from itertools import count
from pathlib import Path

from recount.ledger import Kept
from recount.nouns import Method, article_id
from recount.pipeline.adding import Adding, _run, pieces_of
from recount.pipeline.working import Failed, Worker
from recount.reading import Piece
from recount.settings import DEFAULT_READER

__all__: list[str] = []


def _coded(source: str) -> list[tuple[Piece, Kept, Method]]:
    worker = Worker(DEFAULT_READER)
    pieces = [one for one in pieces_of(Adding((source,))) if isinstance(one, Piece)]
    made = [worker.read_and_code(one) for one in pieces]
    return [(piece, *one) for piece, one in zip(pieces, made, strict=True) if not isinstance(one, Failed)]


def _at_another_address(kept: Kept, number: int) -> Kept:
    """Return an article that differs in its address, and so in its id."""
    url = f"https://example.org/copy/{number}"
    columns = {**kept.article, "url": url, "id": article_id(kept.text, url, kept.article["outlet"])}
    return kept._replace(article=columns)


def _main(path: Path, source: str) -> None:
    coded = _coded(source)
    told = threading.Thread(target=sys.stdin.read)
    told.start()
    with _run(path, "add", {}, by="load", told=lambda *_: None) as run:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        for number in count():
            piece, kept, method = coded[number % len(coded)]
            run.take(piece._replace(data=str(number).encode()), (_at_another_address(kept, number), method))
            if not told.is_alive():
                break
    sys.stdout.write(f"{run.outcome.added}\n")


if __name__ == "__main__":
    _main(Path(sys.argv[1]), sys.argv[2])
