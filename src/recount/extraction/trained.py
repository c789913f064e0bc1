"""The trained reader: a small network finds happenings and their words, the word lists say what they mean."""

from functools import partial
from typing import cast

from recount.codebook import Codebook
from recount.encoder import Encoder, FigureJudge, Judges, PlaceTagger, Sayings, Scores
from recount.extraction.figures import judge_figures
from recount.extraction.fusing import SureReport, fuse
from recount.extraction.place_names import PlaceFinder, TrainedPlaceFinder
from recount.extraction.reports import count_nouns, party_nouns
from recount.extraction.rival_times import notices_of_rival_times
from recount.extraction.rounding import round_off, unread
from recount.extraction.rules import Clauses, clauses_of, reports_by_rules, single_counts
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.side_names import side_names
from recount.extraction.speaking import speaking_ranges
from recount.extraction.tallies import tallies_of
from recount.extraction.tellings import Telling
from recount.extraction.told import Told, happenings_told, main_anchor
from recount.extraction.told_counts import counts_told
from recount.extraction.told_fields import parties_told, weapons_told, when_told, where_told
from recount.extraction.told_kinds import kind_told
from recount.extraction.told_speech import speech_told
from recount.extraction.totals import totals_told
from recount.extraction.uncoded import Chances
from recount.extraction.voices import own_voice
from recount.gazetteer import Gazetteer
from recount.nouns import Article, Evidence, Reading, Report, SentenceStatus, Span, report_id

__all__ = ["TrainedReader"]

_METHOD = "reader.model/1"


class TrainedReader:
    """Reads with the trained network; numbers, names and times are read by the codebook's lists and rules."""

    name = "model"
    version = "1"

    def __init__(
        self,
        codebook: Codebook,
        gazetteer: Gazetteer,
        encoder: Encoder,
        tagger: PlaceTagger,
        sayings: Sayings,
        judge: FigureJudge,
        judges: Judges,
    ) -> None:
        """Read with trained networks and judges, and the word lists of `codebook` and place names of `gazetteer`."""
        self._codebook = codebook
        self._gazetteer = gazetteer
        self._encoder = encoder
        self._sayings, self._judge, self._judges = sayings, judge, judges
        trained = (encoder, tagger, sayings, judge, judges)
        self.model_digest: str | None = " ".join(each.digest for each in trained)
        self.places: PlaceFinder = TrainedPlaceFinder(gazetteer, encoder, tagger)

    def read(self, article: Article) -> Reading:
        """Return what an article tells; text in a language other than English is not coded and says so."""
        sheet = lay_out(article, self._codebook, self._gazetteer, self.places)
        if article.language not in {None, "en"}:
            return unread(sheet)
        # Whose name it is may change nothing: the network reads every side's name as one and the same word.
        scores = self._encoder.read(article.text, names=side_names(sheet))
        thresholds = self._encoder.thresholds
        clauses = clauses_of(sheet)
        speech = speech_told(sheet, scores, self._sayings)
        speech = (*speech, *own_voice(sheet, speech))
        happenings = happenings_told(sheet, scores, thresholds)
        told = tuple(_report(clauses, happening, thresholds.second) for happening in happenings)
        figures = judge_figures(sheet, scores, self._judge, clauses.counts, clauses.tellings)
        tallies = tallies_of(sheet, totals_told(sheet, figures, clauses.counts, clauses.parties), clauses.tellings)
        running = [figure.quantity.first for figure in figures if figure.kind == "tally"]
        single = [count for count in single_counts(clauses).single if count.first not in running]
        ruled = reports_by_rules(clauses, single) if happenings else ()
        reports = fuse(
            told, ruled, anchor_chance=partial(_chance, scores, "happenings", "anchor"), thresholds=thresholds
        )
        reading = round_off(
            sheet,
            speech,
            reports,
            tallies,
            tellings=clauses.tellings,
            chances=_statuses(sheet, scores),
            judges=self._judges,
        )
        rivals = [
            notice for happening in happenings for notice in notices_of_rival_times(sheet, happening.arguments["time"])
        ]
        return reading.model_copy(update={"notices": (*reading.notices, *rivals)})


def _statuses(sheet: Sheet, scores: Scores) -> list[Chances]:
    """Return the network's chances of each sentence's status, read at its first word."""
    names = cast(tuple[SentenceStatus, ...], scores.heads.statuses)
    firsts = [int((scores.words[:, 1] > start).argmax()) for start, _, _ in sheet.sentence_ranges]
    return [dict(zip(names, scores.status(first).tolist(), strict=True)) for first in firsts]


def _chance(scores: Scores, head: str, label: str, span: Span) -> float:
    """Return the network's greatest chance that a word of a span has a label."""
    inside = (scores.words[:, 1] > span.start) & (scores.words[:, 0] < span.end)
    held = 1 - scores.tag(head, label)[inside, 0]
    return float(held.max()) if inside.any() else 0.0


def _report(clauses: Clauses, told: Told, second: float) -> SureReport:
    sheet, parties, tellings = clauses.sheet, clauses.parties, clauses.tellings
    main = main_anchor(sheet, told)
    anchor = sheet.span(main.first, main.end)
    spans = (anchor, *(sheet.span(first, end) for first, end, _ in told.anchors if (first, end) != main[:2]))
    identity = report_id(sheet.article.id, anchor)
    beside = [telling for telling in tellings if _tells(telling, told)]
    spoken = speaking_ranges(sheet, clauses.speech)
    weapons = tuple(weapons_told(sheet, told.arguments["weapon"]))
    kind, kind_score = kind_told(sheet, told, weapons)
    event_type = sheet.codebook.event_types.type_of(kind)
    figures = counts_told(sheet, told.arguments, parties, clauses.counts)
    nouns = count_nouns(sheet, figures, identity)
    report = Report(
        id=identity,
        method=_METHOD,
        spans=spans,
        event_type=event_type or kind,
        sub_event_type=kind if event_type else None,
        modality=told.modality,
        when=when_told(sheet, told.arguments["time"], [time for telling in beside for time in telling.times]),
        where=where_told(sheet, told, [place for telling in beside for place in telling.places], spoken),
        perpetrators=party_nouns(sheet, parties_told(sheet, told.arguments["perpetrator"], parties, second=second)),
        targets=party_nouns(sheet, parties_told(sheet, told.arguments["target"], parties, second=second)),
        weapons=weapons,
        casualties=tuple(count for count in nouns if count.effect != "munitions"),
        munitions=tuple(count for count in nouns if count.effect == "munitions"),
        evidence=_evidence(told, kind, kind_score, spans),
    )
    return SureReport(report, main.score * kind_score)


def _tells(telling: Telling, told: Told) -> bool:
    """Tell whether a clause holds an anchor among its words of acts."""
    return any(
        trigger.first < anchor.end and anchor.first < trigger.end
        for trigger in telling.triggers
        for anchor in told.anchors
    )


def _evidence(told: Told, kind: str, kind_score: float, spans: tuple[Span, ...]) -> tuple[Evidence, ...]:
    found = [("event_type", kind, kind_score)]
    if told.modality != "actual":
        found.append(("modality", told.modality, told.modality_score))
    return tuple(
        Evidence(field=field, value=value, rule=f"trained reader, chance {score:.2f}", spans=spans, method=_METHOD)
        for field, value, score in found
    )
