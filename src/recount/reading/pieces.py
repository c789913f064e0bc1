"""What sources are cut into: pieces from which one article each is read, and what is no article."""

from datetime import datetime
from typing import Literal, NamedTuple

from recount.errors import UnreadableSource
from recount.nouns import Published

__all__ = ["MAX_BYTES", "Form", "Found", "How", "Known", "LeftOut", "Piece", "Unread", "shown"]

# Bytes of one piece, after unpacking. The longest live blogs are about 3 MB, reports of inquiries in PDF about 15 MB.
MAX_BYTES = 20_000_000

Form = Literal["page", "text", "line", "pdf", "unknown"]
How = Literal["file", "standard input", "fetched", "archive", "feed"]


class Known(NamedTuple):
    """What is known of an article before its text is read."""

    external_id: str | None = None
    title: str | None = None
    published: Published | None = None
    outlet: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None


class Piece(NamedTuple):
    """What one article is read from: found, but not yet read. It can be sent to another process."""

    source: str
    """Where it was found: a path as given or met in a folder, an address, "-" for standard input."""
    place: str | None
    """Where in the source: "line 12", "row 3", "entry 4", "record <urn:uuid:…>"; None for the whole of it."""
    data: bytes
    """What the article is read from."""
    form: Form
    """What `data` is; "unknown" is told by its content, "line" is one object of JSON lines."""
    known: Known = Known()
    """What was given, or is known from around the piece; it comes before what the piece says of itself."""
    declared: str | None = None
    """The charset that a server or archive declares."""
    media_type: str | None = None
    """As the server or archive states it, in lower case, without parameters."""
    original: bytes | None = None
    """The bytes to keep where they are not `data`: the row of a table, the entry of a feed."""
    obtained: datetime | None = None
    """When the source says that it was captured (UTC); None where only the caller knows the clock."""
    how: How = "file"

    @property
    def name(self) -> str:
        """What messages call it."""
        name = "standard input" if self.source == "-" else shown(self.source)
        return f"{name}, {self.place}" if self.place else name


class Unread(NamedTuple):
    """A source, or a piece of one, that could not become an article."""

    source: str
    stage: str
    error: UnreadableSource
    place: str | None = None
    """Where in the source; None for the whole of it."""


class LeftOut(NamedTuple):
    """Things in a folder or archive that are no reports by their kind: counted, and no errors."""

    source: str
    reason: str
    """What they are: "picture", "answer 301", "hidden file"."""
    number: int


Found = Piece | Unread | LeftOut


def shown(name: str) -> str:
    """Return a name in one line: what cannot be seen, or turns the line round, is written as escapes."""
    return "".join(one if one.isprintable() else one.encode("unicode_escape").decode("ascii") for one in name)
