"""A record as tables that a conflict researcher reads on a terminal of 80 to 120 columns."""

from collections import Counter
from collections.abc import Iterator, Mapping

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from recount.cli.terminal import plain
from recount.nouns import Record, Report, SentenceStatus, Tally
from recount.nouns.wording import (
    attribution,
    check_in_words,
    count_in_words,
    part_in_words,
    parties_in_words,
    period_in_words,
    place_in_words,
    precision_of_place,
    precision_of_time,
    published_in_words,
    responsibility_in_words,
    share_in_words,
    sources_in_words,
    speaker_in_words,
    when_in_words,
)
from recount.nouns.wording import bounds_in_words as bounds

__all__ = ["STATUS_SIGNS", "header", "record_tables", "statement_table", "value_tables"]

# Columns. Five columns of text need this many to keep words whole; below it each report is a list of its own.
_NARROWEST_TABLE = 84

STATUS_SIGNS: Mapping[SentenceStatus, str] = {
    "coded": "●",
    "tally": "Σ",
    "statement": "”",
    "background": "○",
    "irrelevant": "·",
}


def record_tables(record: Record, *, width: int) -> Group:
    """Return everything that was coded from one article: header, reports, tallies, notices, sentences."""
    return Group(header(record), *value_tables(record, width=width), _sentences(record), Text())


def value_tables(record: Record, *, width: int) -> Iterator[RenderableType]:
    """Yield the tables of reports, tallies and disagreements, and the list of notices."""
    wide = width >= _NARROWEST_TABLE
    if not record.reports:
        yield Text("No report of a happening in this article.\n", style="italic")
    elif wide:
        yield _reports(record)
    else:
        yield from _reports_as_lists(record)
    if record.tallies and wide:
        yield _tallies(record)
    elif record.tallies:
        yield from _tallies_as_lists(record)
    yield from _disagreements(record)
    yield from _notices(record)


def header(record: Record) -> Text:
    """Return title, outlet, publication day with how it is known, and id of an article."""
    article = record.article
    title = plain(article.title or "(no title)")
    about = [plain(article.outlet or "outlet unknown"), f"published: {published_in_words(article.published)}"]
    about.append(plain(article.external_id) if article.external_id else article.id)
    header = Text(title, style="bold")
    header.append("\n" + " · ".join(about), style="not bold dim")
    if article.url or article.source:
        header.append("\n" + plain(article.url or article.source), style="not bold dim")
    return header.append("\n")


def statement_table(record: Record) -> Iterator[RenderableType]:
    """Yield a table of who says what, with the words; nothing where nobody is quoted."""
    if not record.statements:
        return
    numbers = {told.id: f"report {number}" for number, told in enumerate(record.reports, start=1)}
    numbers |= {tally.id: f"tally {number}" for number, tally in enumerate(record.tallies, start=1)}
    table = _table(
        _counted(len(record.statements), "statement", "in the order of the text"),
        ("Who", 24),
        ("Stance", 10),
        ("About", 12),
        ("Words", 50),
    )
    for said in record.statements:
        speaker = plain(speaker_in_words(said.speaker, record.article))
        about = ", ".join(numbers[told] for told in said.about if told in numbers)
        words = " … ".join(plain(span.quote) for span in said.spans.content)
        table.add_row(
            _lines(speaker, f"via {plain(said.via)}" if said.via else ""),
            Text(said.stance, style="italic"),
            Text(about, style="dim"),
            Text(words),
        )
    yield table


def _table(title: str, *columns: tuple[str, int]) -> Table:
    table = Table(
        title=Text(title, style="bold"),
        title_justify="left",
        box=box.SIMPLE_HEAD,
        expand=True,
        show_lines=False,
        padding=(0, 1, 0, 0),
        pad_edge=False,
        leading=1,
    )
    for name, ratio in columns:
        table.add_column(name, ratio=ratio or None, overflow="fold", header_style="bold dim")
    return table


def _lines(*parts: Text | str) -> Text:
    kept = [part if isinstance(part, Text) else Text(part) for part in parts]
    return Text("\n").join(part for part in kept if part.plain)


def _reports(record: Record) -> Table:
    table = _table(
        _counted(len(record.reports), "report", "as the article tells them; nothing here is verified"),
        ("#", 0),
        ("When and where", 21),
        ("What and with what", 22),
        ("Who → whom", 22),
        ("How many", 13),
        ("Who says so", 22),
    )
    for number, report in enumerate(record.reports, start=1):
        table.add_row(
            str(number),
            _lines(_when(report), _where(report)),
            _lines(_what(report), _with(report)),
            _who(report, record),
            _how_many(report),
            _said_by(report, record),
        )
    return table


def _reports_as_lists(record: Record) -> Iterator[RenderableType]:
    yield Text(_counted(len(record.reports), "report", "as told; not verified"), "bold")
    for number, report in enumerate(record.reports, start=1):
        yield _list(
            (f"report {number}", _what(report)),
            ("when", _when(report)),
            ("where", _where(report)),
            ("who→whom", _who(report, record)),
            ("with", _weapons(report)),
            ("how many", _how_many(report)),
            ("says so", _said_by(report, record)),
        )


def _tallies_as_lists(record: Record) -> Iterator[RenderableType]:
    yield Text(_counted(len(record.tallies), "tally", "cumulative, never events"), "bold")
    for number, tally in enumerate(record.tallies, start=1):
        yield _list(
            (f"tally {number}", _figure(tally)),
            ("scope", _scope(tally)),
            ("parts", _parts(tally)),
            ("says so", _said_by(tally, record)),
        )


def _list(*rows: tuple[str, Text]) -> Group:
    grid = Table.grid(padding=(0, 1, 0, 0), expand=True)
    grid.add_column(width=9, style="dim")
    grid.add_column(ratio=1, overflow="fold")
    for name, text in rows:
        if text.plain:
            grid.add_row(name, text)
    return Group(grid, Text())


def _what(report: Report) -> Text:
    what = Text(_breakable(report.sub_event_type or report.event_type))
    if report.sub_event_type:
        what.append("\n" + _breakable(report.event_type), style="dim")
    if report.modality != "actual":
        what.append(f"\n{report.modality}", style="italic")
    return what


def _breakable(event_type: str) -> str:
    """Let a long name of a type break at its slashes: "Remote explosive/ landmine/ IED"."""
    words = plain(event_type).split(" ")
    return " ".join(word.replace("/", "/ ") if len(word) > 16 else word for word in words)


def _when(report: Report) -> Text:
    return Text.assemble(when_in_words(report.when), "\n", (precision_of_time(report.when), "dim"))


def _where(report: Report) -> Text:
    where = report.where
    text = Text(plain(place_in_words(where)))
    if where.precision != "unknown":
        text.append("\n" + precision_of_place(where), style="dim")
        if where.gazetteer_id is None and where.relation != "border":
            text.append(", not in the gazetteer", style="dim")
    return text


def _weapons(report: Report) -> Text:
    names = dict.fromkeys(plain(weapon.name) for weapon in report.weapons)
    return Text(", ".join(names))


def _with(report: Report) -> Text:
    weapons = _weapons(report)
    return Text.assemble("with ", weapons) if weapons.plain else weapons


def _who(report: Report, record: Record) -> Text:
    acted = plain(parties_in_words(report.perpetrators, unknown="not stated"))
    basis = attribution(report, record.statements)
    said = "; ".join(plain(words) for words in responsibility_in_words(report)) if basis == "contested" else ""
    shown = f" ({basis}: {said})" if said else f" ({basis})" if basis else ""
    text = Text.assemble(acted, (shown, "italic dim"), "\n→ ")
    return text.append(plain(parties_in_words(report.targets, unknown="not stated")))


def _how_many(report: Report) -> Text:
    return Text("\n".join(plain(count_in_words(count)) for count in (*report.casualties, *report.munitions)))


def _sources(told: Report | Tally, record: Record) -> Mapping[str, tuple[str, ...]]:
    return sources_in_words(told, record.article, record.statements)


def _said_by(told: Report | Tally, record: Record) -> Text:
    sources = _sources(told, record)
    if not sources:
        return Text.assemble(("own voice: ", "italic"), plain(record.article.outlet or "the outlet"))
    lines = [Text.assemble((f"{', '.join(taken)}: ", "italic"), plain(speaker)) for speaker, taken in sources.items()]
    return Text("\n").join(lines)


def _tallies(record: Record) -> Table:
    table = _table(
        _counted(len(record.tallies), "tally", "cumulative figures, never events"),
        ("#", 0),
        ("Figure", 24),
        ("Of whom, where, since", 28),
        ("Parts and check", 24),
        ("Who says so", 20),
    )
    for number, tally in enumerate(record.tallies, start=1):
        table.add_row(
            str(number),
            _figure(tally),
            _scope(tally),
            _parts(tally),
            _said_by(tally, record),
        )
    return table


def _figure(tally: Tally) -> Text:
    return Text.assemble((bounds(tally.low, tally.best, tally.high), "bold"), " ", tally.measure)


def _scope(tally: Tally) -> Text:
    areas = ", ".join(plain(area.name) for area in tally.areas)
    against = plain(parties_in_words(tally.targets, unknown=""))
    by = plain(parties_in_words(tally.perpetrators, unknown=""))
    return _lines(
        plain(tally.group or ""),
        f"by {by}" if by else "",
        f"against {against}" if against else "",
        f"in {areas}" if areas else "",
        Text(period_in_words(tally), style="dim"),
    )


def _parts(tally: Tally) -> Text:
    shares = ", ".join(plain(share_in_words(share)) for share in tally.shares)
    return _lines(", ".join(plain(part_in_words(part)) for part in tally.parts), check_in_words(tally) or "", shares)


def _disagreements(record: Record) -> Iterator[RenderableType]:
    rows = [(number, rival) for number, report in enumerate(record.reports, start=1) for rival in report.disagreements]
    if not rows:
        return
    speakers = {said.id: plain(speaker_in_words(said.speaker, record.article)) for said in record.statements}
    outlet = plain(record.article.outlet or "the outlet")
    lines = Text("Disagreements within the article", style="bold")
    for number, rival in rows:
        lines.append(f"\n  report {number}, {plain(rival.field)}", style="not bold dim")
        for value in rival.values:
            speaker = speakers.get(value.statement or "", outlet)
            lines.append(f"\n    {plain(value.value)}: {speaker}", style="not bold")
    yield lines.append("\n")


def _notices(record: Record) -> Iterator[RenderableType]:
    if not record.notices:
        return
    lines = Text("Notices", style="bold")
    for notice in record.notices:
        lines.append(f"\n  {notice.kind}: ", style="not bold dim")
        lines.append(plain(notice.message), style="not bold")
    yield lines.append("\n")


def _sentences(record: Record) -> Text:
    counts: Counter[SentenceStatus] = Counter(sentence.status for sentence in record.article.sentences)
    known = [f"{counts[status]} {status}" for status in STATUS_SIGNS if counts[status]]
    total = len(record.article.sentences)
    missed = record.method.uncoded_violence
    seen = f"; {missed} uncoded look{'s' if missed == 1 else ''} like violence" if missed else ""
    return Text(f"{total} sentence{'' if total == 1 else 's'}: {', '.join(known) or 'none'}{seen}", style="dim")


def _counted(number: int, noun: str, remark: str) -> str:
    plural = noun if number == 1 else {"tally": "tallies"}.get(noun, noun + "s")
    return f"{number} {plural} ({remark})"
