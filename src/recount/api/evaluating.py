"""Coding measured against what people wrote: one function for each kind of corpus."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from recount.api.coding import code, code_sources
from recount.codebook import load as load_codebook
from recount.encoder import load as load_encoder
from recount.errors import BadArgument, BadCorpus, UnreadableSource
from recount.evaluation import (
    Evaluation,
    attributions,
    entities,
    events,
    muc,
    pair_cases,
    parse_expected,
    places,
    statements,
    tallies,
    times,
    types,
)
from recount.evaluation import evaluate_records as _evaluate
from recount.evaluation.annotated import parse_annotated
from recount.evaluation.cases import Case
from recount.evaluation.coded import CodedArticle
from recount.evaluation.counts import CountEvaluation
from recount.evaluation.counts import evaluate_counts as _evaluate_counts
from recount.evaluation.event_corpora import read_rams, read_wikievents
from recount.evaluation.expected import Expected
from recount.evaluation.from_annotation import expected_of
from recount.evaluation.place_corpora import read_places
from recount.evaluation.trained import TrainedPredictor
from recount.extraction.time_marks import mark_times
from recount.nouns import Problem, Record
from recount.nouns.timeml import Timex, timexes_of
from recount.pipeline.coding import PlaceReader, SayingReader
from recount.settings import DEFAULT_READER, ReaderName

__all__ = [
    "evaluate_counts",
    "evaluate_entities",
    "evaluate_muc",
    "evaluate_places",
    "evaluate_rams",
    "evaluate_records",
    "evaluate_statements",
    "evaluate_tallies",
    "evaluate_times",
    "evaluate_types",
    "evaluate_wikievents",
]


def evaluate_records(corpus: str, *, reader: ReaderName = DEFAULT_READER) -> Evaluation:
    """Code every report of a folder that has an expected record beside it, and compare.

    A report `NAME.txt` has its expected record in `NAME.expected.yaml`; a folder with one report may name it
    `expected.yaml`.

    Raises:
        BadArgument: the folder does not exist or holds no such pair.
        BadExpectation: an expected record cannot be compared.
        UnreadableSource: a report cannot be read.
    """
    folder = Path(corpus)
    if not folder.is_dir():
        raise BadArgument(f"{corpus} is no folder. Give one that holds reports with NAME.expected.yaml beside them.")
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    cases = pair_cases(names)
    if not cases:
        raise BadArgument(f"{corpus} holds no report with an expected record (NAME.expected.yaml) beside it.")
    return _evaluate([_coded_and_expected(folder, case, reader) for case in cases])


def _coded_and_expected(folder: Path, case: Case, reader: ReaderName) -> tuple[Record, Expected]:
    """Code a case's report.

    Raises:
        UnreadableSource: the report cannot be read.
    """
    if case.is_annotated:
        coded = _coded(folder, case, reader)
        return coded.record, expected_of(coded.annotated, load_codebook().event_types)
    expected = parse_expected((folder / case.expected).read_text(encoding="utf-8"), case.name)
    day = expected.given.isoformat() if expected.given else None
    record = next(code_sources([str(folder / case.report)], published=day, reader=reader))
    if isinstance(record, Problem):
        raise UnreadableSource(f"{case.report}: {record.message}")
    return record, expected


def _coded(folder: Path, case: Case, reader: ReaderName) -> CodedArticle:
    """Code the text of an annotated report."""
    annotated = parse_annotated((folder / case.report).read_text(encoding="utf-8"), case.name)
    given = annotated.header.published
    day = given.isoformat() if given else None
    return CodedArticle(
        annotated, code(annotated.marked.text, published=day, outlet=annotated.header.outlet, reader=reader)
    )


def _annotated_cases(corpus: str, *, reader: ReaderName) -> Iterator[CodedArticle]:
    """Yield every annotated report (`X.marked.txt`) of a folder beside what is coded from its text.

    Raises:
        BadArgument: the folder does not exist or holds none.
        BadExpectation: an annotation cannot be read.
    """
    folder = Path(corpus)
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.marked.txt"))
    if not names:
        raise BadArgument(f"{corpus} holds no annotated report (NAME.marked.txt). Give a folder such as corpus/dev.")
    for case in pair_cases(names):
        yield _coded(folder, case, reader)


def evaluate_counts(corpus: str, *, reader: ReaderName = DEFAULT_READER) -> CountEvaluation:
    """Code every annotated report of a folder, and compare the counts of people and weapons.

    Raises:
        BadArgument: the folder does not exist or holds no annotated report.
        BadExpectation: an annotation cannot be read.
    """
    return _evaluate_counts(_annotated_cases(corpus, reader=reader), load_codebook().event_types)


def evaluate_muc(corpus: str) -> muc.MucEvaluation:
    """Fill in templates for a processed file of MUC-3/4 (GTT's JSON lines) and compare them with its key.

    This and the functions below need the trained reader.

    Raises:
        BadArgument: there is no such file.
        BadCorpus: it is not in this format.
        MissingHead: this version's trained reader does not do this.
    """
    cases = muc.read_muc(_content(corpus), source=corpus)
    return muc.evaluate_muc(cases, _predictor())


def evaluate_wikievents(corpus: str) -> events.EventEvaluation:
    """Find events and arguments in a file of WikiEvents and compare them with it; errors as `evaluate_muc`."""
    cases = read_wikievents(_content(corpus), source=corpus)
    return events.evaluate_events(cases, _predictor(), corpus="wikievents")


def evaluate_rams(corpus: str) -> events.EventEvaluation:
    """Find events and arguments in a file of RAMS and compare them with it; errors as `evaluate_muc`."""
    cases = read_rams(_content(corpus), source=corpus)
    return events.evaluate_events(cases, _predictor(), corpus="rams")


def evaluate_entities(corpus: str) -> entities.EntityEvaluation:
    """Find entities in a source folder of re3d, or in all of them, and compare; errors as `evaluate_muc`."""
    folder = Path(corpus)
    if not folder.is_dir():
        raise BadArgument(f"{corpus} is no folder. Give a source folder of re3d, or the folder that holds them.")
    sources = [path.parent for path in (folder / "documents.json", *sorted(folder.glob("*/documents.json")))]
    cases = [
        case
        for source in sources
        if (source / "documents.json").is_file()
        for case in entities.read_re3d(
            _content(str(source / "documents.json")),
            _content(str(source / "entities.json")),
            folder=source.resolve().name,
        )
    ]
    if not cases:
        raise BadArgument(f"{corpus} holds no documents.json. Give a source folder of re3d, or the folder above.")
    return entities.evaluate_entities(cases, _predictor())


def evaluate_types(corpus: str) -> types.TypeEvaluation:
    """Label the texts of a file with types of events and compare; errors as `evaluate_muc`."""
    labelled = types.read_types(_content(corpus), source=corpus, folder=Path(corpus).resolve().parent.name)
    return types.evaluate_types(labelled, _predictor())


def evaluate_statements(
    corpus: str, *, reader: ReaderName = DEFAULT_READER
) -> statements.StatementEvaluation | attributions.AttributionEvaluation:
    """Find who says what, and compare: in a folder of annotated reports, or in one of PolNeAR.

    A folder of PolNeAR holds `attributions` and `text`; the trained reader alone answers for it, whatever the `reader`.

    Raises:
        BadArgument: the folder does not exist or holds neither.
        BadCorpus: a file of PolNeAR is not in its format.
        BadExpectation: an annotation cannot be read.
    """
    folder = Path(corpus)
    if not (folder / "attributions").is_dir():
        return statements.evaluate_statements(_annotated_cases(corpus, reader=reader), load_codebook().event_types)
    cases = [
        # The annotator's name follows the article's.
        attributions.read_attributions(
            path.read_text(encoding="utf-8"),
            _content(str(folder / "text" / f"{path.stem.rpartition('_')[0]}.txt")),
            source=path.name,
            name=path.stem,
        )
        for path in sorted((folder / "attributions").glob("*.ann"))
    ]
    if not cases:
        raise BadArgument(f"{corpus}/attributions holds no .ann file. Give a folder of PolNeAR such as polnear/dev.")
    return attributions.evaluate_attributions(cases, SayingReader())


def evaluate_tallies(corpus: str, *, reader: ReaderName = DEFAULT_READER) -> tallies.TallyEvaluation:
    """Find the tallies of a folder of annotated reports and compare.

    Raises:
        BadArgument: the folder does not exist or holds none.
        BadExpectation: an annotation cannot be read.
    """
    return tallies.evaluate_tallies(_annotated_cases(corpus, reader=reader))


def evaluate_times(corpus: str) -> times.TimeEvaluation:
    """Find the times of a folder of TimeML (`.tml`, also in folders within it) and compare.

    The time of a document's creation is given to the reader, and is not scored.

    Raises:
        BadArgument: there is no such file, or no such file in the folder.
        BadCorpus: a file is not in this format.
    """
    path = Path(corpus)
    files = sorted(path.rglob("*.tml")) if path.is_dir() else [path] if path.is_file() else []
    if not files:
        raise BadArgument(f"{corpus} holds no .tml file. Give a file of TimeML, or a folder that holds some.")
    cases = [
        times.read_timeml(
            file.read_bytes(),
            source=str(file),
            name=file.stem,
            folder=file.parent.relative_to(path).as_posix() if path.is_dir() else "",
        )
        for file in files
    ]
    return times.evaluate_times(cases, _TimeReader())


class _TimeReader:
    """The grammar of times, as evaluation asks for it."""

    def times(self, text: str, *, created: date | None) -> tuple[Timex, ...]:
        return tuple(timexes_of(mark_times(text, load_codebook()), created))


def evaluate_places(corpus: str, *, reader: ReaderName = ReaderName.MODEL) -> places.PlaceEvaluation:
    """Find and set down the places of a file of GeoWebNews, LGL or TR-News and compare.

    Raises:
        BadArgument: there is no such file.
        BadCorpus: it is not in this format.
    """
    path = Path(corpus)
    if not path.is_file():
        raise BadArgument(f"{corpus}: no such file. Give the XML file of GeoWebNews, LGL or TR-News.")
    return places.evaluate_places(read_places(path.read_bytes(), source=path.name), PlaceReader(reader=reader))


@lru_cache(maxsize=1)
def _predictor() -> TrainedPredictor:
    return TrainedPredictor(load_encoder())


def _content(corpus: str) -> str:
    path = Path(corpus)
    if path.is_dir():
        raise BadArgument(f"{corpus} is a folder. Name one file of the corpus.")
    try:
        # Bytes, because a text file opened as such loses the carriage returns inside quoted fields.
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise BadArgument(f"{corpus}: no such file. Check the path.") from None
    except OSError as problem:
        raise BadArgument(f"{corpus}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise BadCorpus(f"{corpus}: not UTF-8 text. Public corpora are; is this file compressed?") from None
