"""One small loader for each public corpus."""

import csv
import json
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from examples import Example, Link, TaggedSpan, Trigger
from heads import ARGUMENTS, TAGS, WIKIEVENTS_TYPES
from recount.evaluation.attributions import read_attributions

__all__ = ["load_attributions", "load_entities", "load_muc", "load_rams", "load_types", "load_wikievents", "rams_fold"]

_MUC_ROLES = TAGS["muc"]
_EVENT_ROLES = frozenset(ARGUMENTS["events"])
_RE3D_FOR_TRAINING = (
    "UK Government", "US State Department", "Wikipedia", "Australian Department of Foreign Affairs",
    "Delegation of the European Union to Syria",
)  # fmt: skip
"""Without BBC Online, whose licence (CC BY-NC) does not allow a shipped model."""


def load_muc(path: Path) -> Iterator[Example]:
    """Read the processed JSON lines of MUC-4: roles of all of an article's templates, and its incident types.

    Every place at which a mention's string stands is a span, since keys hold the strings and the first offsets only.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = article["doctext"]
        spans = set()
        for template in article["templates"]:
            for role in _MUC_ROLES:
                mentions = [mention for entity in template[role] for mention, _ in entity]
                for mention in mentions:
                    spans.update(TaggedSpan(role, *found) for found in _occurrences(text, mention))
        types = tuple(
            sorted({part.strip() for each in article["templates"] for part in each["incident_type"].split("/")})
        )
        yield Example(
            "muc",
            article["docid"],
            text,
            tags={"muc": _longest(spans)},
            labels={"muc": types, "relevance": ("conflict",) if types else ()},
        )


def load_wikievents(path: Path) -> Iterator[Example]:
    """Read WikiEvents in either form: the published one with offsets, or tokens with arguments as text.

    An argument without offset is taken where its text stands nearest to the trigger.
    """
    for line in path.read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        text = " ".join(article["tokens"])
        starts = _token_starts(article["tokens"])
        ends = [start + len(token) for start, token in zip(starts, article["tokens"], strict=True)]
        mentions = {each["id"]: each for each in article.get("entity_mentions", ())}
        triggers, tags = [], []
        for event in article["event_mentions"]:
            at = event["trigger"]
            first, last = at.get("start_idx", at.get("start")), at.get("end_idx", at.get("end"))
            start, end = starts[first], ends[last - 1]
            links = []
            for argument in event["arguments"]:
                if argument["role"] not in _EVENT_ROLES:
                    continue
                if "entity_id" in argument:
                    mention = mentions[argument["entity_id"]]
                    links.append(Link(argument["role"], starts[mention["start"]], ends[mention["end"] - 1]))
                elif places := _occurrences(text, argument["text"]):
                    links.append(Link(argument["role"], *min(places, key=lambda place: abs(place[0] - start))))
            triggers.append(Trigger(start, end, tuple(links)))
            kind = ".".join(event["event_type"].split(".")[:2])
            if kind in WIKIEVENTS_TYPES:
                tags.append(TaggedSpan(kind, start, end))
        name = article.get("docid") or article["doc_id"]
        yield Example("wikievents", name, text, tags={"wikievents": tuple(tags)}, triggers={"events": tuple(triggers)})


def rams_fold(key: str) -> int:
    """Return the fold, 0 to 4, of a RAMS window: the fifth is kept for the figures."""
    return zlib.crc32(key.encode()) % 5


def load_rams(path: Path, *, folds: tuple[int, ...] = (0, 1, 2, 3)) -> Iterator[Example]:
    """Read RAMS: five sentences with one event and its arguments; roles that WikiEvents lacks are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        window = json.loads(line)
        if rams_fold(window["doc_key"]) not in folds:
            continue
        tokens = [token for sentence in window["sentences"] for token in sentence]
        starts = _token_starts(tokens)
        ends = [start + len(token) for start, token in zip(starts, tokens, strict=True)]
        first, last, _ = window["evt_triggers"][0]
        links = []
        for _, (arg_first, arg_last), role in window["gold_evt_links"]:
            name = _rams_role(role)
            if name in _EVENT_ROLES:
                links.append(Link(name, starts[arg_first], ends[arg_last]))
        trigger = Trigger(starts[first], ends[last], tuple(links))
        yield Example("rams", window["doc_key"], " ".join(tokens), triggers={"events": (trigger,)})


def _rams_role(role: str) -> str:
    name = re.sub(r"^evt\d+arg\d+", "", role)
    return {"passenger": "PassengerArtifact", "judgecourt": "JudgeCourt", "injurer": "Injurer"}.get(
        name, name.capitalize()
    )


def load_entities(folder: Path, *, sources: tuple[str, ...] = _RE3D_FOR_TRAINING) -> Iterator[Example]:
    """Read re3d's entities; a text is one document."""
    for source in sources:
        documents = _json_lines(folder / source / "documents.json")
        spans: dict[str, set[TaggedSpan]] = {}
        for entity in _json_lines(folder / source / "entities.json"):
            if entity["type"] in TAGS["entities"]:
                spans.setdefault(entity["documentId"], set()).add(
                    TaggedSpan(entity["type"], entity["begin"], entity["end"])
                )
        for document in documents:
            tagged = tuple(sorted(spans.get(document["_id"], ()), key=lambda span: span.start))
            yield Example("re3d", f"{source}/{document['_id']}", document["text"], tags={"entities": tagged})


def load_attributions(folder: Path, *, every: int = 1) -> Iterator[Example]:
    """Read PolNeAR in brat's form: who says what; one article in `every`."""
    for number, path in enumerate(sorted((folder / "attributions").glob("*.ann"))):
        if number % every:
            continue
        # The annotator's name follows the article's.
        text = (folder / "text" / f"{path.stem.rpartition('_')[0]}.txt").read_text(encoding="utf-8")
        case = read_attributions(path.read_text(encoding="utf-8"), text, source=path.name, name=path.stem)
        tagged: set[TaggedSpan] = set()
        triggers = []
        for said in case.attributions:
            links = tuple(Link(role, *piece) for role in ("source", "content") for piece in getattr(said, role))
            tagged |= {TaggedSpan(link.role, link.start, link.end) for link in links}
            tagged |= {TaggedSpan("cue", *piece) for piece in said.cue}
            triggers += [Trigger(*piece, links) for piece in said.cue[:1]]
        yield Example(
            "polnear",
            path.stem,
            text,
            tags={"attributions": _longest(tagged)},
            triggers={"attributions": tuple(triggers)},
        )


def load_types(path: Path, head: str) -> Iterator[Example]:
    """Read a table of texts with one column of 0 or 1 for each label."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter="\t")):
            held = tuple(str(label) for label, value in enumerate(row[1:], 1) if value == "1")
            yield Example(head, f"{path.stem}/{number}", row[0], labels={head: held})


def _json_lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _token_starts(tokens: list[str]) -> list[int]:
    starts, position = [], 0
    for token in tokens:
        starts.append(position)
        position += len(token) + 1
    return starts


def _occurrences(text: str, words: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


def _longest(spans: set[TaggedSpan]) -> tuple[TaggedSpan, ...]:
    """Keep, of spans of one label that overlap, the longest."""
    kept: list[TaggedSpan] = []
    for span in sorted(spans, key=lambda each: (each.start - each.end, each.start)):
        if not any(other.label == span.label and other.start < span.end and span.start < other.end for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda each: (each.start, each.end)))
