"""An article on a terminal with its coded words marked, sentence by sentence."""

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from recount.cli.tables import STATUS_SIGNS, header, statement_table, value_tables
from recount.cli.terminal import plain
from recount.nouns import Record, Sentence
from recount.nouns.marks import FIELD_NAMES, Field, Mark, Segment, cut_at_marks, marks_of

__all__ = ["explained", "marked_article"]

# Colour says which field, never which side. Bold and underline carry what two fields share.
_STYLES: Mapping[Field, str] = {
    "what": "bold reverse",
    "when": "bold cyan",
    "where": "bold green",
    "who": "bold magenta",
    "whom": "bold blue",
    "weapon": "bold yellow",
    "count": "bold red",
    "tally": "bold red underline",
    "source": "bold italic underline",
    "cue": "italic underline",
    "notice": "underline yellow",
}
_NOT_SHOWN: frozenset[Field] = frozenset({"content", "told"})


def explained(record: Record, *, colours: bool, width: int) -> Group:
    """Return an article with its coded words marked, and below it what they were coded as."""
    return Group(
        header(record),
        marked_article(record, colours=colours, width=width),
        Text(),
        *value_tables(record, width=width),
        *statement_table(record),
    )


def marked_article(record: Record, *, colours: bool, width: int) -> Group:
    """Return a legend and the text, one row a sentence, with its status before it.

    Without colours each coded run stands in brackets with the name of its field: "[where: Tal Harmal]".
    """
    parts: list[RenderableType] = [_legend(record, colours=colours, width=width), Text()]
    parts.extend(_paragraphs(record, colours=colours))
    return Group(*parts)


def _legend(record: Record, *, colours: bool, width: int) -> Text:
    signs = "  ".join(f"{sign} {status}" for status, sign in STATUS_SIGNS.items())
    used = {mark.field for mark in marks_of(record)} - _NOT_SHOWN
    legend = Text(f"Sentences: {signs}", style="dim")
    if not used:
        return legend.append("\nNo words of this article are coded.")
    if not colours:
        return legend.append("\nWords: each coded run is marked [field: words]")
    line = legend.append("\nWords:").cell_len - legend.plain.index("\n") - 1
    for field in _STYLES:
        if field not in used:
            continue
        name = FIELD_NAMES[field]
        # Entries are kept whole: broken over two lines their styles look like two fields.
        line += len(name) + 2
        if line > width:
            legend.append("\n      ")
            line = len(name) + 8
        legend.append("  ").append(name, style=f"not dim {_STYLES[field]}")
    return legend


def _paragraphs(record: Record, *, colours: bool) -> Iterator[RenderableType]:
    article = record.article
    sentences = article.sentences
    borders = [border for sentence in sentences for border in (sentence.span.start, sentence.span.end)]
    segments = cut_at_marks(article.text, _shown_marks(record), borders=borders)
    if not sentences:
        yield Text().join(_run(segment, colours=colours) for segment in segments)
        return
    rows = Table.grid(padding=(0, 1, 0, 0))
    rows.add_column(width=1)
    rows.add_column(overflow="fold")
    end = 0
    for sentence in sentences:
        if "\n" in article.text[end : sentence.span.start] and end:
            rows.add_row("", "")
        rows.add_row(STATUS_SIGNS[sentence.status], _sentence(sentence, segments, colours=colours))
        end = sentence.span.end
    yield rows


def _shown_marks(record: Record) -> Iterator[Mark]:
    return (mark for mark in marks_of(record) if mark.field not in _NOT_SHOWN)


def _sentence(sentence: Sentence, segments: tuple[Segment, ...], *, colours: bool) -> Text:
    text = Text(style="dim" if sentence.status in ("background", "irrelevant") else "")
    for segment in segments:
        if sentence.span.start <= segment.start and segment.end <= sentence.span.end:
            text.append_text(_run(segment, colours=colours))
    return text


def _run(segment: Segment, *, colours: bool) -> Text:
    words = plain(segment.text, one_line=False).replace("\n", " ")
    if not segment.marks or not words.strip():
        return Text(words)
    field = segment.marks[0].field
    if not colours:
        core = words.strip()
        return Text(words.replace(core, f"[{field}: {core}]", 1))
    return Text(words, style=f"not dim {_STYLES[field]}")
