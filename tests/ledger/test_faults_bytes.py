"""A byte that is not as it was written is found wherever it stands, and no damage breaks `verify` itself."""

import os
import random
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from faults import content, invented, jsonl, made

from recount.api import casebook
from recount.errors import DamagedLedger, NoLedger
from recount.ledger import Finding, Ledger, seal, verify
from recount.ledger.connecting import PAGE_BYTES, connect

# Bytes at the end of each page that hold its sum.
SUM_BYTES = 8


@pytest.fixture(scope="module")
def unredacted(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(tmp_path_factory.mktemp("sound") / "sound.recount", invented(14)).read_bytes()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, unredacted: bytes) -> bytes:
    """A casebook with articles longer than a page, a decision, a redacted article and free pages."""
    path = tmp_path_factory.mktemp("sound") / "sound.recount"
    path.write_bytes(unredacted)
    with Ledger.open(path) as ledger:
        report = ledger.value("SELECT id FROM report")
        articles = [id_ for (id_,) in ledger.execute("SELECT id FROM article ORDER BY seq")]
    casebook.decide(path, report, "accept", by="ana")
    casebook.redact(path, articles[3:4], reason="asked for", by="ana")
    with closing(connect(path, write=True)) as db:
        db.execute("CREATE TABLE spare (bytes); INSERT INTO spare VALUES (randomblob(60000)); DROP TABLE spare")
    assert verify(path).findings == ()
    return path.read_bytes()


@pytest.fixture
def path(tmp_path: Path, sound: bytes) -> Path:
    path = tmp_path / "casebook.recount"
    path.write_bytes(sound)
    return path


def findings(path: Path) -> list[Finding]:
    """Return what `verify` finds; an error that it is allowed to raise counts as a finding."""
    try:
        return list(verify(path).findings)
    except (DamagedLedger, NoLedger) as error:
        return [Finding("file", path.name, str(error))]


@contextmanager
def changed(path: Path, at: int, to: bytes) -> Iterator[None]:
    """Write bytes into a file, and put back what stood there."""
    with path.open("r+b", buffering=0) as file:
        before = os.pread(file.fileno(), len(to), at)
        os.pwrite(file.fileno(), to, at)
        try:
            yield
        finally:
            os.pwrite(file.fileno(), before, at)


def flipped(sound: bytes, at: int, chance: random.Random) -> bytes:
    return bytes([sound[at] ^ chance.randrange(1, 256)])


def owners(path: Path) -> dict[int, tuple[str, str]]:
    """Return what each page in use belongs to, and its kind."""
    with Ledger.open(path) as ledger:
        return {page: (name, kind) for page, name, kind in ledger.execute("SELECT pageno, name, pagetype FROM dbstat")}


def systematic(sound: bytes, path: Path) -> Iterator[int]:
    """Yield positions in every page: its header and the bytes of its sum; all of the header of the file."""
    yield from range(100)
    for start in range(0, len(sound), PAGE_BYTES):
        header = start + (100 if start == 0 else 0)
        yield from (header, header + 4, header + 11)
        yield from (start + PAGE_BYTES - SUM_BYTES, start + PAGE_BYTES - SUM_BYTES // 2, start + PAGE_BYTES - 1)


@pytest.mark.slow
def test_every_flipped_byte_is_found(path: Path, sound: bytes) -> None:
    chance = random.Random(7)
    used = owners(path)
    pages = len(sound) // PAGE_BYTES
    free = [page for page in range(1, pages + 1) if page not in used]
    kinds = {name for name, _ in used.values()}
    assert len(free) > 2
    assert {"article", "report", "article_words_data", "report_box_node", "article_sketch_data"} <= kinds
    positions = [
        *systematic(sound, path),
        *(chance.randrange(len(sound)) for _ in range(250)),
        *((page - 1) * PAGE_BYTES + chance.randrange(PAGE_BYTES) for page in free for _ in range(3)),
    ]
    missed = []
    for at in positions:
        with changed(path, at, flipped(sound, at, chance)):
            if not findings(path):
                missed.append(at)
    assert missed == []
    assert verify(path).findings == ()


@pytest.mark.slow
def test_a_flip_in_what_a_row_says_names_the_row_first(path: Path, sound: bytes) -> None:
    chance = random.Random(8)
    with Ledger.open(path) as ledger:
        rows = list(ledger.execute("SELECT 'article', seq, text FROM article WHERE text IS NOT NULL"))
        rows += list(ledger.execute("SELECT 'original', seq, packed FROM original WHERE packed IS NOT NULL"))
        rows += list(ledger.execute("SELECT 'coding', seq, details FROM coding WHERE details IS NOT NULL"))
        rows += list(ledger.execute("SELECT 'report', seq, spans FROM report WHERE spans IS NOT NULL"))
        rows += list(ledger.execute("SELECT 'statement', seq, content_spans FROM statement"))
    looked_at = 0
    for table, seq, held in rows:
        content = held.encode() if isinstance(held, str) else held
        start = sound.find(content[:400]) if content else -1
        if start < 0 or sound.count(content[:400]) > 1:
            continue
        at = start + chance.randrange(min(len(content), 400))
        with changed(path, at, flipped(sound, at, chance)):
            first = findings(path)[0]
        assert (first.kind, first.where.split(")")[0].split()[:3]) == ("row", ["row", str(seq), f"({table}"]), (
            at,
            first,
        )
        looked_at += 1
    assert looked_at > 30


@pytest.mark.slow
def test_damage_with_a_right_sum_breaks_nothing(path: Path, unredacted: bytes) -> None:
    """A programme that keeps sums wrote the page: what is found nowhere stands in no row, and nothing breaks.

    The words by which articles are found, and the samples by which copies are found, are not compared with the texts,
    and of the box of a report only that the report is in it. Of a redacted row, whose digest is that of the row as it
    was, only the place in the chain is held.
    """
    sound = unredacted
    path.write_bytes(sound)
    chance = random.Random(93)
    said = content(path, indexes=False)
    unfound = 0
    for _ in range(400):
        page = chance.randrange(1, len(sound) // PAGE_BYTES + 1)
        start = (page - 1) * PAGE_BYTES
        written = bytearray(sound[start : start + PAGE_BYTES])
        filled = [at for at, byte in enumerate(written[:-SUM_BYTES]) if byte]
        at = chance.choice(filled)
        written[at] ^= chance.randrange(1, 256)
        with changed(path, start, with_sum(bytes(written))):
            if not findings(path):
                unfound += 1
                assert said == content(path, indexes=False), f"byte {at} of page {page}"
    assert unfound < 200


def with_sum(page: bytes) -> bytes:
    """Return a page with its sum as `cksumvfs` keeps it."""
    first = second = 0
    words = [int.from_bytes(page[at : at + 4], "little") for at in range(0, len(page) - SUM_BYTES, 4)]
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return page[:-SUM_BYTES] + first.to_bytes(4, "little") + second.to_bytes(4, "little")


def test_sums_are_those_of_the_file(sound: bytes) -> None:
    assert sound[:PAGE_BYTES] == with_sum(sound[:PAGE_BYTES])


def page_of(sound: bytes, number: int) -> bytes:
    return sound[(number - 1) * PAGE_BYTES : number * PAGE_BYTES]


@pytest.mark.slow
def test_two_pages_with_right_sums_in_each_others_place(path: Path, sound: bytes) -> None:
    """A sum does not say where its page belongs; the chain and the trees do. What they do not find changes nothing."""
    said = content(path)
    used = owners(path)
    chance = random.Random(10)
    pairs = {tuple(sorted(chance.sample(range(1, len(sound) // PAGE_BYTES + 1), 2))) for _ in range(120)}
    missed = []
    for one, other in sorted(pairs):
        swapped = page_of(sound, other), page_of(sound, one)
        with (
            changed(path, (one - 1) * PAGE_BYTES, swapped[0]),
            changed(path, (other - 1) * PAGE_BYTES, swapped[1]),
        ):
            if not findings(path) and content(path) != said:
                missed.append((used.get(one), used.get(other)))
    assert missed == []


def test_a_file_cut_short_is_found(path: Path, sound: bytes) -> None:
    for size in (0, 1, 99, 100, 4096, PAGE_BYTES, len(sound) // 2, len(sound) - PAGE_BYTES, len(sound) - 1):
        path.write_bytes(sound[:size])
        assert findings(path), f"{size} bytes"


def test_what_is_added_behind_a_file_is_found(path: Path, sound: bytes) -> None:
    for added in (b"x", b"\n" * 100, bytes(PAGE_BYTES), sound[-PAGE_BYTES:], sound):
        path.write_bytes(sound + added)
        assert findings(path), f"{len(added)} bytes"


@pytest.mark.slow
def test_an_older_copy_of_a_page_is_found(tmp_path: Path) -> None:
    """Rows are missing then, or an index does not fit them; only a seal tells that the very last row is missing.

    Of the indexes of words and of copies, which can be made again from the rows, a page may be older unnoticed.
    """
    path = made(tmp_path / "casebook.recount", invented(30))
    before = path.read_bytes()
    report = tmp_path / "more.jsonl"
    jsonl(report, invented(12, seed=3))
    casebook.add(path, [str(report)], processes=1)
    after = path.read_bytes()
    used = owners(path)
    with Ledger.open(path) as ledger:
        sealed = seal(ledger, by="ana", at=datetime.now(UTC))
    missed, looked_at = set(), 0
    for number in range(1, len(before) // PAGE_BYTES + 1):
        if page_of(before, number) != page_of(after, number) and number in used:
            looked_at += 1
            with changed(path, (number - 1) * PAGE_BYTES, page_of(before, number)):
                if not findings(path) and not verify(path, seal=sealed).findings:
                    missed.add(used[number][0])
    assert looked_at > 20
    assert [name for name in missed if not name.startswith(("article_words_", "article_sketch_"))] == []
