"""Records as rows of the ledger, and rows as records: nothing is lost either way."""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any, NamedTuple

from recount.nouns import Article, Method, Noun, Record, Span, Statement, statement_id

__all__ = [
    "CODED",
    "JSON_COLUMNS",
    "LISTED",
    "SPAN_COLUMNS",
    "CodedRows",
    "article_columns",
    "compact",
    "context_of",
    "packaged_words",
    "packed",
    "record_of",
    "rows_of",
    "stored_article",
    "unpacked",
]

Columns = dict[str, Any]

_REPORT = {
    "event_type": "event_type", "sub_event_type": "sub_event_type", "modality": "modality",
    "plover_type": "plover_type", "plover_mode": "plover_mode", "ucdp_type": "ucdp_type",
    "earliest": "when.earliest", "latest": "when.latest", "when_precision": "when.precision",
    "when_basis": "when.basis", "when_spans": "when.spans",
    "place": "where.name", "gazetteer_id": "where.gazetteer_id", "gazetteer_name": "where.gazetteer_name",
    "latitude": "where.latitude", "longitude": "where.longitude", "radius_km": "where.radius_km",
    "country": "where.country", "admin1": "where.admin1", "admin2": "where.admin2",
    "where_precision": "where.precision", "where_basis": "where.basis", "where_spans": "where.spans",
    "perpetrators": "perpetrators", "responsibility": "responsibility",
    "responsibility_status": "responsibility_status", "targets": "targets", "weapons": "weapons",
    "casualties": "casualties", "munitions": "munitions", "disagreements": "disagreements", "spans": "spans",
    "method": "method",
}  # fmt: skip
_STATEMENT = {
    "speaker": "speaker.name", "role": "speaker.role", "side": "speaker.side", "kind": "speaker.kind",
    "via": "via", "cue": "cue", "stance": "stance", "about": "about", "fields": "fields",
    "source_spans": "spans.source", "cue_spans": "spans.cue", "content_spans": "spans.content", "method": "method",
}  # fmt: skip
_TALLY = {
    "measure": "measure", "low": "low", "best": "best", "high": "high", "since": "since", "until": "until",
    "counted": "group", "areas": "areas", "perpetrators": "perpetrators", "targets": "targets", "parts": "parts",
    "parts_sum": "check.parts_sum", "parts_agree": "check.agrees", "spans": "spans", "method": "method",
}  # fmt: skip
CODED: Mapping[str, Mapping[str, str]] = {"report": _REPORT, "statement": _STATEMENT, "tally": _TALLY}
"""For each table of coded rows: its columns and where their values stand in the noun."""
LISTED: Mapping[str, str] = {"report": "reports", "statement": "statements", "tally": "tallies"}
"""For each table of coded rows: the field of a record, and of a coding's details, that lists them."""
JSON_COLUMNS = frozenset((
    "when_spans", "where_spans", "perpetrators", "responsibility", "targets", "weapons", "casualties", "munitions",
    "disagreements", "spans", "about", "fields", "source_spans", "cue_spans", "content_spans", "areas", "parts",
))  # fmt: skip
"""Columns of coded rows that hold JSON."""
SPAN_COLUMNS = JSON_COLUMNS - {"about", "fields"}
"""Those of them that hold spans, [start,end], anywhere inside."""
# Keys under which a noun keeps ids that begin with its own.
_BELOW = frozenset(("id", "part_of", "revises"))
# Under this key the details hold a statement that has no row.
_WHOLE = "whole"
_BOUNDS = ("low", "best", "high")
# Nouns whose method has a default: a dump leaves it out by itself.
_WITH_DEFAULT = frozenset(("report.when", "report.where"))
# zlib looks back no further.
_WINDOW_BYTES = 32_768


class CodedRows(NamedTuple):
    """One article as one method coded it, as rows without seq, links to other rows and hashes."""

    details: bytes
    """Packed JSON of what no column holds."""
    rows: tuple[tuple[str, Columns], ...]
    """Table and columns, reports first, then statements and tallies, each in the order of the record."""


def compact(value: object) -> str:
    """Return a value as JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def packed(data: bytes, text: str, words: bytes = b"") -> bytes:
    """Pack bytes; what they share with the text of their article, and with recurring words, costs next to nothing."""
    zdict = _zdict(text, words)
    packer = zlib.compressobj(9, zlib.DEFLATED, zdict=zdict) if zdict else zlib.compressobj(9)
    return packer.compress(data) + packer.flush()


def unpacked(data: bytes, text: str, words: bytes = b"", *, max_bytes: int = 1 << 30) -> bytes:
    """Undo `packed`.

    Raises:
        ValueError: the bytes are damaged, or unpack to more than `max_bytes`.
    """
    zdict = _zdict(text, words)
    unpacker = zlib.decompressobj(zdict=zdict) if zdict else zlib.decompressobj()
    try:
        found = unpacker.decompress(data, max_bytes)
    except zlib.error as error:
        raise ValueError(f"the packed bytes are damaged ({error})") from None
    if not unpacker.eof or unpacker.unconsumed_tail or unpacker.unused_data:
        raise ValueError("the packed bytes are cut off or too long")
    return found


def _zdict(text: str, words: bytes) -> bytes:
    # The text comes last, where it is nearest, and gives way at its beginning.
    return words + text.encode("utf-8", "surrogatepass")[-(_WINDOW_BYTES - len(words)) :]


@lru_cache(maxsize=1)
def packaged_words() -> bytes:
    """Return the preset dictionary of this version (`tools/write_dictionary.py` gathers it)."""
    return (files("recount.ledger") / "details.dictionary").read_bytes()


def article_columns(article: Article) -> Columns:
    """Return the columns of an article's row."""
    published = article.published
    rest = article.model_dump(mode="json", include={"published_rivals", "removed"}, exclude_defaults=True)
    return {
        "id": article.id,
        "external_id": article.external_id,
        "title": article.title,
        "outlet": article.outlet,
        "url": article.url,
        "author": article.author,
        "published_earliest": published.earliest.isoformat() if published else None,
        "published_latest": published.latest.isoformat() if published else None,
        "published_precision": published.precision if published else None,
        "published_basis": published.basis if published else None,
        "language": article.language,
        "text": article.text,
        "rest": packed(compact(rest).encode("utf-8", "surrogatepass"), article.text) if rest else None,
    }


def context_of(article: Mapping[str, Any]) -> str:
    """Return the words of an article's row that its original bytes most likely hold too."""
    named = (article[name] for name in ("title", "outlet", "author", "published_earliest", "external_id", "url"))
    return "\n".join([article["text"] or "", *(str(one) for one in named if one is not None)])


def stored_article(columns: Mapping[str, Any], *, source: str | None = None) -> Article:
    """Return the article of a row."""
    kept = ("id", "external_id", "title", "outlet", "url", "author", "language", "text")
    published = None
    if columns["published_precision"]:
        parts = ("earliest", "latest", "precision", "basis")
        published = {part: columns[f"published_{part}"] for part in parts}
    rest = json.loads(unpacked(columns["rest"], columns["text"])) if columns["rest"] else {}
    return Article.model_validate(
        {**{name: columns[name] for name in kept}, **rest, "published": published, "source": source}
    )


def rows_of(record: Record) -> CodedRows:
    """Cut a record into rows.

    Statements that speak of no report and no tally, which most are in usual news, stay in the details.
    """
    steps: dict[str, str] = {}
    rows: list[tuple[str, Columns]] = []
    details: Columns = {
        "sentences": _sentences(record.article),
        "notices": [one.model_dump(mode="json", exclude_defaults=True) for one in record.notices],
    }
    said = _statements_about(record.statements)
    for table, listed in LISTED.items():
        rests: list[Columns] = []
        for noun in getattr(record, listed):
            dump = noun.model_dump(mode="json", exclude_defaults=True)
            del dump["id"]
            if dump.get("statements", []) == said.get(noun.id, []):
                dump.pop("statements", None)
            else:
                dump.setdefault("statements", [])
            dump = _shrunk(dump, noun.id, steps, table)
            if isinstance(noun, Statement) and not noun.about:
                follows = _statement_id(record.article.id, dump) == noun.id
                rests.append({_WHOLE: dump if follows else {**dump, "id": noun.id}})
                continue
            taken = _taken(dump, CODED[table])
            rows.append((table, {"id": noun.id, **taken, **_defaults(noun, CODED[table], taken)}))
            rests.append({name: value for name, value in dump.items() if value != {}})
        details[listed] = rests
    places = {columns["id"]: place for place, (_, columns) in enumerate(rows, start=1)}
    for table, columns in rows:
        if table == "statement":
            columns["about"] = compact([places.get(one, one) for one in json.loads(columns["about"])])
    details = {"steps": steps, **{name: value for name, value in details.items() if any(value)}}
    content = compact(details).encode("utf-8", "surrogatepass")
    return CodedRows(packed(content, record.article.text, packaged_words()), tuple(rows))


def record_of(article: Article, method: Method, coded: CodedRows, words: bytes) -> Record:
    """Put a record together again; `words` is the dictionary that its details were packed with.

    Raises:
        ValueError: the details are damaged.
        BadQuote: a span does not fit the text any more.
    """
    details = json.loads(unpacked(coded.details, article.text, words))
    nouns: dict[str, list[Columns]] = {}
    ids = [columns["id"] for _, columns in coded.rows]
    for table, listed in LISTED.items():
        rows = [columns for name, columns in coded.rows if name == table]
        if table == "statement":
            rows = [{**columns, "about": _named(columns["about"], ids)} for columns in rows]
        dumps = list(_dumps(article.id, rows, details.get(listed, [{} for _ in rows]), CODED[table]))
        nouns[table] = [
            {**_grown(dump, dump["id"], details["steps"], table, article.text), "id": dump["id"]} for dump in dumps
        ]
    said = _statements_about([Statement.model_validate(one) for one in nouns["statement"]])
    for table in ("report", "tally"):
        for noun in nouns[table]:
            noun.setdefault("statements", said.get(noun["id"], []))
    notices = _grown(details.get("notices", []), "", {}, "notice", article.text)
    uncoded = sum(one["kind"] == "uncoded violence" for one in notices)
    return Record.model_validate(
        {
            "article": Article.model_validate({**dict(article), "sentences": _given_sentences(details, article.text)}),
            **{LISTED[table]: rows for table, rows in nouns.items()},
            "notices": notices,
            "method": method.model_copy(update={"uncoded_violence": uncoded}),
        }
    )


def _named(about: str, ids: Sequence[str]) -> str:
    """Write ids in place of the places of rows."""
    return compact([ids[one - 1] if isinstance(one, int) else one for one in json.loads(about)])


def _statement_id(article_id: str, dump: Columns) -> str | None:
    """Return the id that follows from the spans of a statement without a row; None where it has no content."""
    contents, cues = dump["spans"].get("content"), dump["spans"].get("cue")
    cue = Span(cues[0][0], cues[0][1], "") if cues else None
    return statement_id(article_id, Span(contents[0][0], contents[0][1], ""), cue) if contents else None


def _dumps(
    article_id: str, rows: Sequence[Columns], rests: Sequence[Columns], columns: Mapping[str, str]
) -> Iterator[Columns]:
    """Yield the dumps of nouns in the order of the record, from rows and from what the details hold of them."""
    coming = iter(rows)
    for rest in rests:
        if _WHOLE in rest:
            whole = rest[_WHOLE]
            yield {"id": _statement_id(article_id, whole), **whole}
        else:
            row = next(coming)
            yield {**_given_back(row, columns, rest), "id": row["id"]}


def _sentences(article: Article) -> list[list[Any]]:
    """Write each sentence as the gap before it, its length, status and reason: small numbers pack well."""
    written: list[list[Any]] = []
    end = 0
    for one in article.sentences:
        written.append([one.span.start - end, one.span.end - one.span.start, one.status, one.reason])
        end = one.span.end
    return written


def _given_sentences(details: Columns, text: str) -> list[Columns]:
    """Undo `_sentences`."""
    found: list[Columns] = []
    end = 0
    for gap, length, status, reason in details.get("sentences", []):
        start, end = end + gap, end + gap + length
        found.append({"span": Span.of(text, start, end), "status": status, "reason": reason})
    return found


def _is_pair(value: Sequence[object]) -> bool:
    """Tell whether a list is a span: nothing else in the nouns is a list of two whole numbers."""
    return len(value) == 2 and type(value[0]) is int and type(value[1]) is int


def _statements_about(statements: Sequence[Statement]) -> dict[str, list[str]]:
    """Return the statements about each report and tally, in order: most of these list just them."""
    about: dict[str, list[str]] = {}
    for statement in statements:
        for one in statement.about:
            about.setdefault(one, []).append(statement.id)
    return about


def _taken(dump: Columns, columns: Mapping[str, str]) -> Columns:
    """Take the values of columns out of a dump."""
    taken: Columns = {}
    for column, path in columns.items():
        holder, _, name = path.rpartition(".")
        value = (dump.get(holder, {}) if holder else dump).pop(name, None)
        taken[column] = compact(value) if isinstance(value, list) else value
    return taken


def _defaults(noun: Noun, columns: Mapping[str, str], taken: Mapping[str, Any]) -> Columns:
    """Return the plain values that a dump leaves out because they are the usual ones: "actual", "unknown"."""
    found: Columns = {}
    for column, path in columns.items():
        if taken[column] is None and column not in JSON_COLUMNS and column != "method":
            value: Any = noun
            for name in path.split("."):
                value = getattr(value, name, None)
            found[column] = value
    return found


def _given_back(columns: Mapping[str, Any], paths: Mapping[str, str], rest: Columns) -> Columns:
    """Undo `_taken`: put the values of columns into what is left of a dump."""
    for column, path in paths.items():
        value = columns[column]
        if value is None:
            continue
        holder, _, name = path.rpartition(".")
        inside = rest.setdefault(holder, {}) if holder else rest
        inside[name] = json.loads(value) if column in JSON_COLUMNS else value
    return rest


def _shrunk(value: Any, own_id: str, steps: dict[str, str], path: str) -> Any:
    """Write ids below the noun's own as /count/0, and leave out methods that `steps` gives: both recur in every row."""
    if isinstance(value, list):
        return [_without_place(_shrunk(one, own_id, steps, path), place) for place, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    small = {}
    for name, one in value.items():
        if name == "method" and path not in _WITH_DEFAULT:
            if steps.setdefault(path, one) != one:
                small[name] = one
        elif name in _BELOW and isinstance(one, str) and one.startswith(f"{own_id}/"):
            small[name] = one[len(own_id) :]
        else:
            small[name] = _shrunk(one, own_id, steps, f"{path}.{name}")
    return _with_one_figure(small)


def _without_place(value: Any, place: int) -> Any:
    """Leave out the id of a count that follows from its place in the list."""
    if isinstance(value, dict) and "effect" in value and value.get("id") == f"/count/{place}":
        del value["id"]
    return value


def _with_place(value: Any, own_id: str, place: int) -> Any:
    """Undo `_without_place`."""
    if isinstance(value, dict) and "effect" in value and "id" not in value:
        value["id"] = f"{own_id}/count/{place}"
    return value


def _with_one_figure(value: Columns) -> Columns:
    """Write equal bounds as one figure: most counts in news are exact."""
    figures = {value.get(name) for name in _BOUNDS}
    if len(figures) > 1 or figures == {None} or "effect" not in value:
        return value
    return {**{name: one for name, one in value.items() if name not in _BOUNDS}, "exactly": figures.pop()}


def _grown(value: Any, own_id: str, steps: Mapping[str, str], path: str, text: str) -> Any:
    """Undo `_shrunk`, and give spans their words."""
    if isinstance(value, list):
        if _is_pair(value):
            return Span.of(text, *value)
        return [_with_place(_grown(one, own_id, steps, path, text), own_id, place) for place, one in enumerate(value)]
    if not isinstance(value, dict):
        return value
    grown: Columns = {"method": steps[path]} if path in steps else {}
    if "exactly" in value:
        exactly = value.pop("exactly")
        grown.update(dict.fromkeys(_BOUNDS, exactly))
    for name, one in value.items():
        if name in _BELOW and isinstance(one, str) and one.startswith("/"):
            grown[name] = own_id + one
        else:
            grown[name] = _grown(one, own_id, steps, f"{path}.{name}", text)
    return grown
