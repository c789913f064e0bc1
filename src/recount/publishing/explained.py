"""A record laid out for a reader: cards of values beside the text cut into the words that carry them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter

from recount.nouns import Party, Record, Report, Sentence, Span, Statement, Tally
from recount.nouns.marks import FIELD_NAMES, Field, Mark, Segment, cut_at_marks, marks_of
from recount.nouns.wording import (
    attribution,
    bounds_in_words,
    check_in_words,
    count_in_words,
    part_in_words,
    party_in_words,
    period_in_words,
    place_as_written,
    precision_of_place,
    precision_of_time,
    published_in_words,
    responsibility_in_words,
    share_in_words,
    speaker_in_words,
    statements_of,
    when_in_words,
)
from recount.publishing.base_map import country_names
from recount.publishing.layout import Card, Explained, Item, Line, Rival, Row, Run, Said
from recount.publishing.site_map import draw_map
from recount.publishing.timeline import draw_timeline

__all__ = ["Withheld", "explain"]

Withheld = Sequence[tuple[int, int, str]]

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"})

# Fields that cover whole sentences: they are drawn beneath the others and never win over them.
_WIDE: frozenset[Field] = frozenset({"content", "told"})


def explain(record: Record, key: str, *, drawn: bool = True, withheld: Withheld = ()) -> Explained:
    """Lay out a record.

    Args:
        record: what was coded from an article.
        key: opens every anchor, so that several records share a page.
        drawn: whether to draw a map and a timeline too.
        withheld: half-open ranges of the text that are not shown, in order, with what stands in their place.
    """
    layout = _Layout(record, key, withheld)
    article = record.article
    statuses = [sentence.status for sentence in article.sentences]
    return Explained(
        key=key,
        article=article,
        published=published_in_words(article.published),
        direction="rtl" if (article.language or "").partition("-")[0] in _RIGHT_TO_LEFT else "auto",
        lines=tuple(layout.lines()),
        legend=tuple((field, name) for field, name in FIELD_NAMES.items() if field in layout.fields),
        reports=tuple(layout.report_card(report, n) for n, report in enumerate(record.reports, 1)),
        tallies=tuple(layout.tally_card(tally, n) for n, tally in enumerate(record.tallies, 1)),
        loose=tuple(layout.said(statement) for statement in layout.loose()),
        notices=tuple(
            (notice.kind, layout.item(notice.message, f"notice:{n}/notice/0", notice.spans))
            for n, notice in enumerate(record.notices)
        ),
        map=draw_map(record) if drawn else None,
        timeline=draw_timeline(record) if drawn else None,
        statuses=tuple((status, statuses.count(status)) for status in dict.fromkeys(statuses)),
        record=record,
    )


class _Layout:
    """Knows which anchor each value and each run of words has."""

    def __init__(self, record: Record, key: str, withheld: Withheld) -> None:
        self._record = record
        self._key = key
        marks = [mark._replace(value=_shown_as(mark)) for mark in marks_of(record)]
        self.fields = {mark.field for mark in marks}
        self._values = {value: f"{key}v{n}" for n, value in enumerate(dict.fromkeys(m.value for m in marks))}
        borders = [border for s in record.article.sentences for border in (s.span.start, s.span.end)]
        borders += [border for start, end, _ in withheld for border in (start, end)]
        self._withheld = withheld
        self._segments = cut_at_marks(record.article.text, marks, borders=borders)
        self._starts = [segment.start for segment in self._segments]
        self._words: dict[str, str] = {}
        for number, segment in enumerate(self._segments):
            for mark in segment.marks:
                self._words.setdefault(mark.value, f"{key}w{number}")
        self._names = {report.id: f"report {n}" for n, report in enumerate(record.reports, 1)}
        self._names |= {tally.id: f"tally {n}" for n, tally in enumerate(record.tallies, 1)}
        self._statements = {said.id: said for said in record.statements}
        self._placed: set[str] = set()

    # The text

    def lines(self) -> Iterator[Line]:
        """Yield each sentence; an article without any is one sentence."""
        article = self._record.article
        sentences: Sequence[Sentence] = article.sentences
        if not sentences and article.text:
            yield Line("", "", tuple(self._runs(0, len(article.text))), True, 0, len(article.text))
        end = 0
        for sentence in sentences:
            opens = not end or "\n" in article.text[end : sentence.span.start]
            runs = tuple(self._runs(sentence.span.start, sentence.span.end))
            yield Line(sentence.status, sentence.reason, runs, opens, sentence.span.start, sentence.span.end)
            end = sentence.span.end

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        for number in range(first, last):
            segment = self._segments[number]
            text = self._shown(segment)
            if not segment.marks:
                yield Run(text, None, None, (), (), (), "", start=segment.start)
                continue
            narrow = [mark for mark in segment.marks if mark.field not in _WIDE]
            marks = [*narrow, *(mark for mark in segment.marks if mark.field in _WIDE)]
            narrow = narrow or marks
            yield Run(
                text=text,
                id=f"{self._key}w{number}",
                field=marks[0].field,
                fields=tuple(dict.fromkeys(mark.field for mark in marks)),
                values=tuple(dict.fromkeys(self._values[mark.value] for mark in marks)),
                lit=tuple(dict.fromkeys(self._values[mark.value] for mark in narrow)),
                hint=" · ".join(dict.fromkeys(self._hint(mark) for mark in narrow)),
                name=self._name(narrow[0], f"{self._key}w{number}"),
                start=segment.start,
            )

    def _shown(self, segment: Segment) -> str:
        """Return the words of a segment; of what is withheld only what stands in its place."""
        place = bisect_right(self._withheld, segment.start, key=itemgetter(0)) - 1
        if place < 0 or segment.start >= self._withheld[place][1]:
            return segment.text
        return self._withheld[place][2] if segment.start == self._withheld[place][0] else ""

    def _hint(self, mark: Mark) -> str:
        owner = self._names.get(mark.owner)
        return f"{FIELD_NAMES[mark.field]} ({owner})" if owner else FIELD_NAMES[mark.field]

    def _name(self, mark: Mark, run: str) -> str:
        """Name the field at the first run of a value that is not as wide as a sentence."""
        if mark.field in _WIDE or self._words[mark.value] != run:
            return ""
        return mark.field

    # The cards

    def item(self, text: str, value: str, spans: Sequence[Span], *, note: str = "", part: bool = False) -> Item:
        """Tie a value to its words."""
        quote = spans[0].quote if spans and not _says_the_same(spans[0].quote, text) else ""
        key = self._values.get(value)
        anchor = None if key in self._placed else key
        if key:
            self._placed.add(key)
        said_by = tuple(self._said_by(spans[0])) if spans else ()
        return Item(text, note, quote, key, anchor, self._words.get(value), part, said_by)

    def _said_by(self, span: Span) -> Iterator[tuple[str, str]]:
        """Yield stance and speaker of the statements in which some words stand, the narrowest first."""
        segment = self._segments[bisect_right(self._starts, span.start) - 1]
        for mark in segment.marks:
            said = self._statements.get(mark.owner) if mark.field == "content" else None
            if said is not None:
                speaker = speaker_in_words(said.speaker, self._record.article)
                yield said.stance, f"{speaker}, via {said.via}" if said.via else speaker

    def report_card(self, report: Report, number: int) -> Card:
        """Lay out a report."""
        rows = [self._when(report), self._where(report)]
        rows.append(self._parties("who", "Who, as told", report.perpetrators, report.id))
        rows.append(Row("who", "Responsibility", tuple(map(Item, responsibility_in_words(report)))))
        rows.append(self._parties("whom", "Against", report.targets, report.id))
        rows.append(self._weapons(report))
        rows.append(self._counts(report))
        return Card(
            kind="report",
            number=number,
            id=report.id,
            title=report.sub_event_type or report.event_type,
            subtitle=report.event_type if report.sub_event_type else "",
            modality=report.modality,
            headline=self.item(f"“{report.anchor.quote}”", f"{report.id}/what/0", ()),
            rows=tuple(self._attributed(row, report) for row in rows if row.items),
            check="",
            agrees=True,
            said=self._said_of(report),
            rivals=tuple(self._rivals(report)),
            evidence=tuple((each.field, each.value, each.rule) for each in report.evidence),
        )

    def tally_card(self, tally: Tally, number: int) -> Card:
        """Lay out a tally."""
        parts = tuple(
            self.item(part_in_words(part), f"{tally.id}/tally/{n}", part.spans) for n, part in enumerate(tally.parts, 1)
        )
        shares = tuple(
            self.item(share_in_words(share), f"{tally.id}/tally/{n}", share.spans)
            for n, share in enumerate(tally.shares, 1 + len(tally.parts))
        )
        areas = tuple(
            self.item(area.name, f"{tally.id}/where/0", area.spans, note=_country(area.country, area.name))
            for area in tally.areas
        )
        rows = (
            Row("when", "Period", (Item(period_in_words(tally)),)),
            Row("where", "Areas", areas),
            self._parties("who", "By, as told", tally.perpetrators, tally.id),
            self._parties("whom", "Against", tally.targets, tally.id),
            Row("tally", "Parts", parts),
            Row("tally", "Shares", shares),
        )
        figure = bounds_in_words(tally.low, tally.best, tally.high)
        group = f" ({tally.group})" if tally.group else ""
        return Card(
            kind="tally",
            number=number,
            id=tally.id,
            title=f"{figure} {tally.measure}{group}",
            subtitle="",
            modality="actual",
            headline=self.item(f"“{tally.spans[0].quote}”", f"{tally.id}/tally/0", ()),
            rows=tuple(row for row in rows if row.items),
            check=check_in_words(tally) or "",
            agrees=tally.check is None or tally.check.agrees,
            said=self._said_of(tally),
            rivals=(),
            evidence=(),
        )

    def said(self, statement: Statement) -> Said:
        """Lay out a statement. Its values have anchors where it is shown first only."""
        spans = statement.spans
        words = " … ".join(span.quote for span in spans.content).strip('“”"«» ')
        item = self.item(words, f"{statement.id}/content/0", ())
        note = " · ".join(
            part for part in (statement.speaker.kind, f"via {statement.via}" if statement.via else "") if part
        )
        speaker = speaker_in_words(statement.speaker, self._record.article)
        return Said(speaker, note, statement.stance, item, statement.id)

    def loose(self) -> Iterator[Statement]:
        """Yield the statements that belong to no report or tally."""
        told: tuple[Report | Tally, ...] = (*self._record.reports, *self._record.tallies)
        shown = {said.id for one in told for said in statements_of(one.statements, self._record.statements, one.id)}
        return (said for said in self._record.statements if said.id not in shown)

    def _said_of(self, told: Report | Tally) -> tuple[Said, ...]:
        found = statements_of(told.statements, self._record.statements, told.id)
        return tuple(self.said(statement) for statement in found)

    def _when(self, report: Report) -> Row:
        when = report.when
        note = precision_of_time(when)
        item = self.item(when_in_words(when), f"{report.id}/when/0", when.spans, note=note)
        return Row("when", "When", (item,))

    def _where(self, report: Report) -> Row:
        where = report.where
        name = place_as_written(where)
        if not name and not where.country:
            return Row("where", "Where", (Item("place unknown"),))
        country = _country(where.country, name or "")
        text = ", ".join(dict.fromkeys(part for part in (name, where.admin1, country) if part))
        note = [precision_of_place(where)]
        if where.gazetteer_id and where.latitude is not None and where.longitude is not None:
            at = "" if where.relation in ("at", "in") else "a point beside "
            note.append(f"{at}{where.gazetteer_name or name} {_degrees(where.latitude, where.longitude)}")
        elif where.relation == "border" and where.latitude is not None and where.longitude is not None:
            note.append(f"a stretch of it {_degrees(where.latitude, where.longitude)}")
        elif not where.gazetteer_id and name:
            note.append("not in the gazetteer")
        if where.candidates:
            note.append("could also be " + ", ".join(rival.name for rival in where.candidates))
        item = self.item(text, f"{report.id}/where/0", where.spans, note=" · ".join(note))
        return Row("where", "Where", (item,))

    def _parties(self, field: Field, label: str, parties: Iterable[Party], owner: str) -> Row:
        items = tuple(
            self.item(
                party_in_words(party),
                f"{owner}/{field}/{number}",
                party.spans,
                note="" if party.kind == "unknown" else party.kind,
            )
            for number, party in enumerate(parties)
        )
        return Row(field, label, items)

    def _weapons(self, report: Report) -> Row:
        items = tuple(
            self.item(
                weapon.name,
                f"{report.id}/weapon/{number}",
                weapon.spans,
                note="" if weapon.category == weapon.name else weapon.category,
            )
            for number, weapon in enumerate(report.weapons)
        )
        return Row("weapon", "With", items)

    def _counts(self, report: Report) -> Row:
        items = tuple(
            self.item(
                count_in_words(count),
                f"{report.id}/count/{number}",
                count.spans,
                part=count.part_of is not None,
            )
            for number, count in enumerate((*report.casualties, *report.munitions))
        )
        return Row("count", "How many", items)

    def _attributed(self, row: Row, report: Report) -> Row:
        """Say at the perpetrator's name on whose word it stands."""
        basis = attribution(report, self._record.statements)
        if not row.label.startswith("Who") or basis is None:
            return row
        word = "accused by others" if basis == "accused" else basis
        return row._replace(label=f"Who ({word})")

    def _rivals(self, report: Report) -> Iterator[Rival]:
        article = self._record.article
        speakers = {said.id: speaker_in_words(said.speaker, article) for said in self._record.statements}
        for disagreement in report.disagreements:
            values = tuple(
                (rival.value, speakers.get(rival.statement or "", article.outlet or "the outlet"))
                for rival in disagreement.values
            )
            yield Rival(disagreement.field, values)


def _shown_as(mark: Mark) -> str:
    """Return the value of a card that a mark belongs to: a statement and a happening are one each."""
    if mark.field in ("source", "cue", "content"):
        return f"{mark.owner}/content/0"
    return f"{mark.owner}/what/0" if mark.field == "told" else mark.value


def _says_the_same(quote: str, text: str) -> bool:
    """Tell whether a quote beside a value would only repeat it, but for an article before it."""
    written, shown = quote.casefold(), text.casefold()
    return written in shown or written.removeprefix("the ") == shown


def _country(code: str | None, beside: str) -> str:
    """Return a country's name, or nothing where the name beside it says it already."""
    name = country_names().get(code or "", code or "")
    return "" if name.casefold() == beside.casefold() else name


def _degrees(latitude: float, longitude: float) -> str:
    north, east = "N" if latitude >= 0 else "S", "E" if longitude >= 0 else "W"
    return f"{abs(latitude):.2f}° {north}, {abs(longitude):.2f}° {east}"
