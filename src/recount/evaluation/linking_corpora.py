"""Corpora of reports of which some tell of the same happening: ECB+, and lines of JSON.

ECB+ (Cybulska and Vossen 2014) holds two happenings of one kind in each topic: an earthquake and another, the arrest of
one celebrity and that of another. Files `N_Mecb.xml` tell of the one, `N_Mecbplus.xml` of the other.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped]
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, field_validator

from recount.errors import BadCorpus
from recount.evaluation.json_lines import NumberedLine, bad_line, read_lines
from recount.evaluation.xml_files import xml_root

__all__ = ["Document", "Mention", "read_ecbplus", "read_ecbplus_mentions", "read_linked_lines"]

_NEEDED_XML = "A file of ECB+ is <Document> with <token t_id sentence>, <Markables> and <Relations>."
_NEEDED_LINE = 'Each line needs {"document": …, "event": …, "text": …, "date": "2024-05-01"}.'
_NEEDED_CHECKED = "The list of checked sentences is a CSV: Topic,File,Sentence Number."
_FILE_NAME = re.compile(r"((\d+)_\d+(ecb|ecbplus))\.xml")
_ADDRESS = re.compile(r"https?\b|www\b", re.IGNORECASE)
_CLOSES = re.compile(r"[,.;:!?%)\]}’”]+|['’](?:s|S|re|ve|ll|d|m)|n['’]t|''")
_OPENS = frozenset({"(", "[", "{", "$", "£", "€", "#", "“", "‘", "``"})


class Document(NamedTuple):
    """A report and the happening that it tells of."""

    name: str
    event: str
    text: str
    published: date | None = None
    """None where the corpus does not say."""
    title: str | None = None
    outlet: str | None = None
    topic: str | None = None
    """Reports of one topic are compared with each other; None: all are."""
    twin_of: str | None = None
    """An event that this one is easily mistaken for."""


class Mention(NamedTuple):
    """Words that tell of an event."""

    name: str
    """`1_10ecb/3/17-18`: document, sentence, tokens."""
    document: str
    event: str
    """Of a single mention, its own name."""
    topic: str
    sentence: str
    start: int
    """Code points into `sentence`, of the words from the first to the last."""
    end: int
    trigger: str
    """The words themselves; they need not be neighbours."""
    sentence_number: int
    """From 0, as the file counts."""


class _Line(BaseModel):
    model_config = ConfigDict(coerce_numbers_to_str=True)

    document: str = Field(min_length=1, validation_alias=AliasChoices("document", "id"))
    event: str = Field(min_length=1, validation_alias=AliasChoices("event", "event_id"))
    text: str = Field(min_length=1)
    published: date | None = Field(None, validation_alias=AliasChoices("date", "published"))
    title: str | None = None
    outlet: str | None = None
    topic: str | None = None
    twin_of: str | None = None

    @field_validator("published", mode="before")
    @classmethod
    def _day(cls, value: Any) -> Any:
        """Keep the day of a time."""
        return value[:10] if isinstance(value, str) and len(value) > 10 and value[10] in "T " else value


class _Token(NamedTuple):
    number: str
    sentence: int
    text: str


class _Sentence(NamedTuple):
    text: str
    places: Mapping[str, tuple[int, int]]
    """Number of a token → its code points."""


def read_linked_lines(text: str, *, source: str) -> list[Document]:
    """Read lines of JSON: document, event, text, date, and perhaps title, outlet, topic, twin_of.

    `id`, `event_id` and `published` are other names for the first, second and fourth.

    Raises:
        BadCorpus: a line is not of this form, or its document was there before.
    """
    found: dict[str, Document] = {}
    for line, held in read_lines(text, _Line, source=source, needed=_NEEDED_LINE):
        if held.document in found:
            raise bad_line(line, f"document {held.document} is there a second time", "Each needs a name of its own.")
        found[held.document] = Document(
            held.document, held.event, held.text, held.published, held.title, held.outlet, held.topic, held.twin_of
        )
    return list(found.values())


def read_ecbplus(files: Iterable[tuple[str, bytes]]) -> list[Document]:
    """Read articles of ECB+, given as names (`1_10ecb.xml`) and contents; the event is the half of the topic.

    A text has a sentence a line. The address that opens many articles of the second half is left out: that it is there
    at all would tell the halves apart.

    Raises:
        BadCorpus: a file is not named or built so.
    """
    found = []
    for source, content in files:
        name, topic, half = _named(source)
        sentences = _sentences(_tokens(_root(content, source), source))
        text = "\n".join(held.text for held in sentences.values())
        found.append(Document(name, f"{topic}_{half}", text, topic=topic))
    return found


def read_ecbplus_mentions(files: Iterable[tuple[str, bytes]], *, checked: str | None = None) -> list[Mention]:
    """Read the mentions of events in articles of ECB+, in the order of files and tokens, single ones among them.

    Args:
        files: names (`1_10ecb.xml`) and contents.
        checked: the text of `ECBplus_coreference_sentences.csv`; mentions in other sentences are left out.

    Raises:
        BadCorpus: a file or the list is not named or built so.
    """
    kept = _checked(checked) if checked is not None else None
    found: list[Mention] = []
    for source, content in files:
        name, topic, _ = _named(source)
        root = _root(content, source)
        tokens = {token.number: token for token in _tokens(root, source)}
        sentences = _sentences(tokens.values(), addresses=True)
        chains = _chains(root, name)
        held = [
            _mention(name, topic, [tokens[number] for number in anchors], sentences, chains.get(marked))
            for marked, anchors in _marked(root, tokens, source)
        ]
        found += sorted(
            (each for each in held if kept is None or (name, each.sentence_number) in kept),
            key=lambda each: (each.sentence_number, each.start, each.end),
        )
    return found


def _named(source: str) -> tuple[str, str, str]:
    held = _FILE_NAME.fullmatch(source.rpartition("/")[2])
    if held is None:
        raise BadCorpus(f"{source}: not a name of ECB+. Its files are called 1_10ecb.xml or 1_10ecbplus.xml.")
    return held[1], held[2], held[3]


def _root(content: bytes, source: str) -> Any:
    try:
        return xml_root(content)
    except etree.XMLSyntaxError as problem:
        raise BadCorpus(f"{source}, line {problem.lineno}: {problem.msg}. {_NEEDED_XML}") from None


def _tokens(root: Any, source: str) -> list[_Token]:
    found = []
    for token in root.iter("token"):
        sentence = token.get("sentence") or ""
        if not token.get("t_id") or not sentence.isdecimal():
            raise BadCorpus(f"{source}, line {token.sourceline}: a token without t_id or sentence. {_NEEDED_XML}")
        found.append(_Token(token.get("t_id"), int(sentence), token.text or ""))
    if not found:
        raise BadCorpus(f"{source}: no token. {_NEEDED_XML}")
    return found


def _sentences(tokens: Iterable[_Token], *, addresses: bool = False) -> dict[int, _Sentence]:
    """Return sentences by number, in order, without those that are the article's address."""
    held: dict[int, list[_Token]] = {}
    for token in tokens:
        held.setdefault(token.sentence, []).append(token)
    return {
        number: _joined(each) for number, each in sorted(held.items()) if addresses or not _ADDRESS.match(each[0].text)
    }


def _joined(tokens: Iterable[_Token]) -> _Sentence:
    """Write tokens as a sentence: no blank before a mark that closes or after one that opens."""
    text, before = "", ""
    places = {}
    for token in tokens:
        if text and before not in _OPENS and not _CLOSES.fullmatch(token.text):
            text += " "
        places[token.number] = (len(text), len(text) + len(token.text))
        text += token.text
        before = token.text
    return _Sentence(text, places)


def _marked(root: Any, tokens: Mapping[str, _Token], source: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the number and the tokens of each mention of an event; marks without tokens stand for whole chains."""
    for each in root.iterfind("Markables/*"):
        if not isinstance(each.tag, str) or "ACTION" not in each.tag:
            continue
        anchors = [anchor.get("t_id") for anchor in each.iterfind("token_anchor")]
        if missing := [number for number in anchors if number not in tokens]:
            raise BadCorpus(f"{source}, line {each.sourceline}: there is no token {missing[0]}. {_NEEDED_XML}")
        if anchors:
            yield each.get("m_id"), anchors


def _chains(root: Any, name: str) -> dict[str, str]:
    """Return the event of each mention that has one: shared by articles (its note), or this article's own."""
    found = {}
    for relation in root.iterfind("Relations/*"):
        note = relation.get("note") if relation.tag == "CROSS_DOC_COREF" else None
        for mention in relation.iterfind("source"):
            found[mention.get("m_id")] = note or f"{name}/relation {relation.get('r_id')}"
    return found


def _mention(
    name: str, topic: str, tokens: list[_Token], sentences: Mapping[int, _Sentence], event: str | None
) -> Mention:
    sentence = sentences[tokens[0].sentence]
    places = [sentence.places[token.number] for token in tokens if token.number in sentence.places]
    own = f"{name}/{tokens[0].sentence}/{'-'.join(token.number for token in tokens)}"
    return Mention(
        own, name, event or own, topic, sentence.text, min(places)[0], max(end for _, end in places),
        " ".join(token.text for token in tokens), tokens[0].sentence,
    )  # fmt: skip


def _checked(text: str) -> set[tuple[str, int]]:
    found = set()
    for number, row in enumerate(csv.reader(io.StringIO(text)), start=1):
        cells = [cell.strip() for cell in row]
        if number == 1 or not any(cells):
            continue
        if len(cells) != 3 or not cells[2].isdecimal():
            raise bad_line(NumberedLine("checked sentences", number), ",".join(row), _NEEDED_CHECKED)
        found.add((f"{cells[0]}_{cells[1]}", int(cells[2])))
    return found
