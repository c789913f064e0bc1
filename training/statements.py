"""Fits the judges of statements: stance, kind of speaker, and whether a saying speaks of a happening.

    python training/statements.py --data ../shared/data --out src/recount/encoder/data/statements.json

Three logistic regressions over named clues (`recount.extraction.statement_clues`), fitted to what the trained reader
finds in the texts of `corpus/train` and of the stand-off annotations, set beside what is marked there. The weight of
the penalty is chosen on `corpus/dev`, whose figures are printed.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import torch
from torch import Tensor

from recount import codebook, encoder, gazetteer
from recount.codebook import Codebook
from recount.encoder.linear import Linear
from recount.evaluation.annotated import AnnotatedArticle, AnnotatedStatement, Annotation, Header, parse_annotated
from recount.evaluation.coded import CodedArticle
from recount.evaluation.from_annotation import expected_of
from recount.evaluation.marked_text import MarkedText
from recount.evaluation.statements import answers_of
from recount.extraction.sheet import Sheet, lay_out
from recount.extraction.side_names import side_names
from recount.extraction.speakers import Voice, voice_of
from recount.extraction.speech import SpeechAt
from recount.extraction.statement_clues import about_clues, kind_clues, overlap, stance_clues
from recount.extraction.told_speech import speech_told
from recount.extraction.voices import own_voice
from recount.nouns import Record, SpeakerKind, Stance
from recount.pipeline import Coder
from recount.reading import read_text
from recount.settings import ReaderName
from texts import texts_of

__all__ = ["main"]

# The stance comes last: it is told for the kind of speaker that is judged.
_CLASSES = {"speaker_kind": get_args(SpeakerKind), "about": ("no", "yes"), "stance": get_args(Stance)}
_PENALTIES = (1.0, 3.0, 10.0, 30.0)
_FOLDS = 5
_LEAST = 3
"""Samples in which a clue has to occur."""


class Sample(NamedTuple):
    """One decision: its clues, and the class that is marked."""

    model: str
    clues: Mapping[str, float]
    right: str


def annotated(corpus: Path) -> Iterator[AnnotatedArticle]:
    """Yield the annotated reports of a part of the corpus."""
    for path in sorted(corpus.rglob("*.marked.txt")):
        yield parse_annotated(path.read_text(encoding="utf-8"), path.stem)


def standoff(folder: Path, data: Path) -> Iterator[AnnotatedArticle]:
    """Yield the stand-off annotations that hold statements, with their texts."""
    texts = texts_of(data)
    for path in sorted(folder.rglob("*.json")):
        held = json.loads(path.read_text(encoding="utf-8"))
        record = Annotation.model_validate(held["record"])
        if record.statements:
            marks = {name: [(start, end) for start, end in places] for name, places in held["marks"].items()}
            header = Header.model_construct(outlet=None, published=None)
            yield AnnotatedArticle(
                path.stem, header, MarkedText(texts[held["corpus"]][held["document"]], marks), record
            )


class Sampler:
    """Reads articles as the trained reader does, and sets its decisions beside what is marked."""

    def __init__(self) -> None:
        self._coder = Coder(reader=ReaderName.MODEL)
        self._codebook: Codebook = codebook.load()
        self._encoder, self._sayings = encoder.load(), encoder.load_sayings()

    def samples(self, annotated: AnnotatedArticle) -> Iterator[Sample]:
        """Yield the decisions on the sayings of one article that answer a marked statement."""
        day = annotated.header.published.isoformat() if annotated.header.published else None
        article = read_text(annotated.marked.text, published=day, outlet=annotated.header.outlet)
        record = self._coder.code(article)
        expected = expected_of(annotated, self._codebook.event_types)
        coded = CodedArticle(annotated, record)
        answers = answers_of(coded, expected)
        sheet = lay_out(article, self._codebook, gazetteer.load(), self._coder.places)
        scores = self._encoder.read(article.text, names=side_names(sheet))
        speech = speech_told(sheet, scores, self._sayings)
        speech = (*speech, *own_voice(sheet, speech))
        voices: list[Voice] = []
        went_on: tuple[str, ...] = ()
        for at, saying in enumerate(speech):
            voices.append(voice_of(sheet, saying, voices, speech[:at]))
            gold = _answer(sheet, saying, coded)
            if gold is None:
                went_on = ()
                continue
            about = {answers[name] for name in gold.about if name in answers}
            same = at and voices[-1].speaker.name == voices[-2].speaker.name
            yield from _of_saying(sheet, saying, voices[-1], gold, record, about, went_on if same else ())
            went_on = tuple(about)


def _of_saying(
    sheet: Sheet,
    saying: SpeechAt,
    voice: Voice,
    gold: AnnotatedStatement,
    record: Record,
    about: set[str],
    went_on: tuple[str, ...],
) -> Iterator[Sample]:
    for report in record.reports:
        clues = about_clues(sheet, saying, voice, report, record.reports, went_on)
        yield Sample("about", clues, "yes" if report.id in about else "no")
    yield Sample("speaker_kind", kind_clues(sheet, saying, voice), gold.kind)
    contents = tuple(sheet.span(*piece) for piece in (saying.content, *saying.further))
    told = [report for report in record.reports if report.id in about]
    counted = [tally for tally in record.tallies if overlap(contents, tally.spans)]
    yield Sample("stance", stance_clues(sheet, saying, voice, gold.kind, told, counted), gold.stance)


def _answer(sheet: Sheet, saying: SpeechAt, coded: CodedArticle) -> AnnotatedStatement | None:
    """Return the marked statement whose content shares most of its characters with a saying's."""
    mine = {at for piece in (saying.content, *saying.further) for at in _characters(sheet, piece)}
    best, most = None, 0.3
    for gold in coded.annotated.record.statements:
        its = {at for mark in gold.content for place in coded.places(mark) for at in range(*place)}
        share = 2 * len(mine & its) / (len(mine) + len(its))
        if share > most:
            best, most = gold, share
    return best


def _characters(sheet: Sheet, piece: tuple[int, int]) -> range:
    span = sheet.span(*piece)
    return range(span.start, span.end)


def fit(samples: Sequence[Sample], classes: Sequence[str], penalty: float) -> Linear:
    """Fit one model; `penalty` times half the sum of squared weights is added to the summed surprise."""
    counts = Counter(name for sample in samples for name in sample.clues)
    names = sorted(name for name, count in counts.items() if count >= _LEAST)
    values = _matrix(samples, names)
    right = torch.tensor([classes.index(sample.right) for sample in samples])
    weights = torch.zeros((len(names), len(classes)), requires_grad=True)
    bias = torch.zeros(len(classes), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        surprise = torch.nn.functional.cross_entropy(values @ weights + bias, right, reduction="sum")
        loss = surprise + penalty / 2 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    rounded = [[round(weight, 3) for weight in row] for row in weights.tolist()]
    kept = {name: tuple(row) for name, row in zip(names, rounded, strict=True) if any(row)}
    return Linear(tuple(classes), tuple(round(each, 3) for each in bias.tolist()), kept)


def _matrix(samples: Sequence[Sample], names: Sequence[str]) -> Tensor:
    column = {name: number for number, name in enumerate(names)}
    values = torch.zeros((len(samples), len(names)))
    for row, sample in enumerate(samples):
        for name, value in sample.clues.items():
            if name in column:
                values[row, column[name]] = value
    return values


def accuracy(model: Linear, samples: Sequence[Sample]) -> float:
    """Return the share of decisions that are as marked."""
    chances = [model.chances(sample.clues) for sample in samples]
    return sum(
        max(each, key=lambda name: each[name]) == sample.right for each, sample in zip(chances, samples, strict=True)
    ) / max(len(samples), 1)


def with_judged_kinds(samples: Sequence[Sample], judge: Linear | None = None) -> list[Sample]:
    """Return samples whose stances are told for the kind of speaker that would be judged, as at run time.

    `judge` judges them; without one, each fifth of the samples is judged by what the other four teach.
    """
    n_folds = 1 if judge else _FOLDS
    fold = [number * n_folds // len(samples) for number in range(len(samples))]
    judges = {
        number: judge
        or fit(
            [each for each, its in zip(samples, fold, strict=True) if its != number and each.model == "speaker_kind"],
            _CLASSES["speaker_kind"],
            _PENALTIES[1],
        )
        for number in range(n_folds)
    }
    found: list[Sample] = []
    for sample, number in zip(samples, fold, strict=True):
        if sample.model == "stance":
            # The kind of a saying's speaker is decided just before its stance.
            chances = judges[number].chances(found[-1].clues)
            found.append(_of_kind(sample, found[-1].right, max(chances, key=lambda name: chances[name])))
        else:
            found.append(sample)
    return found


def _of_kind(sample: Sample, kind: str, judged: str) -> Sample:
    """Return a sample whose clues name another kind of speaker."""
    named = {f"kind {kind}": f"kind {judged}"}
    clues = {
        named.get(name, f"{judged}{name.removeprefix(kind)}" if name.startswith(f"{kind}, ") else name): value
        for name, value in sample.clues.items()
    }
    return sample._replace(clues=clues)


def main() -> None:
    """Fit the three models, print the figures of the development part, and write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus"))
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    sampler = Sampler()
    learnt = [*annotated(given.corpus / "train"), *standoff(given.corpus / "standoff", given.data)]
    seen = [sample for article in learnt for sample in sampler.samples(article)]
    dev = [sample for article in annotated(given.corpus / "dev") for sample in sampler.samples(article)]
    held = {}
    for name, classes in _CLASSES.items():
        if name == "stance":
            seen, dev = with_judged_kinds(seen), with_judged_kinds(dev, Linear(**held["speaker_kind"]))
        mine, its = ([sample for sample in part if sample.model == name] for part in (seen, dev))
        tried = {penalty: fit(mine, classes, penalty) for penalty in _PENALTIES}
        right = {penalty: accuracy(model, its) for penalty, model in tried.items()}
        best = max(right, key=lambda penalty: right[penalty])
        print(f"{name}: {len(mine)} decisions, {len(its)} on dev; right on dev by penalty {right}", flush=True)
        held[name] = tried[best]._asdict()
    if given.out:
        given.out.write_text(json.dumps(held, ensure_ascii=False, sort_keys=True, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
