"""Choose a model's thresholds on the development parts, and write them to its card.

    python training/tune.py --model local/all.zip --data ../shared/data --corpus corpus/dev --card local/card.json

One threshold after another is moved over a few values and kept where the figure that it serves is best.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from recount import codebook, gazetteer
from recount.encoder import Encoder, Scores, Thresholds, load_judge, load_judges, load_sayings, load_tagger
from recount.evaluation import evaluate_records, events, muc, types
from recount.evaluation.annotated import parse_annotated
from recount.evaluation.event_corpora import read_wikievents
from recount.evaluation.from_annotation import expected_of
from recount.evaluation.trained import TrainedPredictor
from recount.extraction import TrainedReader
from recount.extraction import trained as trained_module
from recount.nouns.labels import MUC_ROLES
from recount.pipeline import Coder
from recount.reading import read_text

__all__ = ["main"]

_STEPS = (0.1, 0.25, 0.4, 0.55, 0.7)
_ROLES = ("perpetrator", "target", "weapon", "place", "time", "killed", "injured", "abducted", "munitions")
_FIELDS = ("event_type", "perpetrators", "targets", "weapons", "where", "when", "casualties", "munitions")


def main() -> None:
    """Tune what is asked for and write the card."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--model", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--corpus", type=Path, default=Path("corpus/dev"))
    options.add_argument("--card", type=Path, required=True)
    options.add_argument("--only", choices=("records", "corpora"))
    given = options.parse_args()
    encoder = remembering(Encoder(given.model.read_bytes()))
    card = json.loads(given.card.read_text(encoding="utf-8")) if given.card.exists() else {}
    if given.only != "corpora":
        card["thresholds"] = tune_records(encoder, given.corpus, card.get("thresholds", {}))
    if given.only != "records":
        card["corpora"] = tune_corpora(encoder, given.data)
    given.card.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")


def remembering(encoder: Encoder) -> Encoder:
    """Return the encoder with every text read once only."""
    read: Callable[[str], Scores] = lru_cache(maxsize=None)(encoder.read)
    encoder.read = read  # type: ignore[method-assign]
    return encoder


def tune_records(encoder: Encoder, folder: Path, start: dict[str, Any]) -> dict[str, Any]:
    """Choose the thresholds of the reader on annotated reports: reports' F1 and the mean F1 of the fields."""
    codes = codebook.load()
    # The small networks do not bear on what is tuned here; those of the last version stand in.
    small = load_tagger(), load_sayings(), load_judge(), load_judges()
    coder = Coder(reader=TrainedReader(codes, gazetteer.load(), encoder, *small))
    for name in ("lay_out", "clauses_of"):
        _remember(trained_module, name)
    cases = []
    for path in sorted(folder.rglob("*.marked.txt")):
        annotated = parse_annotated(path.read_text(encoding="utf-8"), path.stem)
        day = annotated.header.published
        article = read_text(annotated.marked.text, published=day.isoformat() if day else None)
        cases.append((article, expected_of(annotated, codes.event_types)))
    known = Thresholds(**start)
    values: dict[str, Any] = {**known._asdict(), "roles": dict(known.roles)}

    def figure() -> float:
        encoder.thresholds = Thresholds(**{**values, "roles": dict(values["roles"])})
        figures = evaluate_records((coder.code(article), expected) for article, expected in cases).figures()
        fields = [figures["fields"][name]["f1"] or 0.0 for name in _FIELDS]
        tallies = figures["tallies"]["f1"] or 0.0
        alone = figures["no_event_articles_left_alone"] or 0.0
        return 2 * (figures["reports"]["f1"] or 0.0) + sum(fields) / len(fields) + 0.3 * tallies + 0.5 * alone

    values["temperature"] = _temperature(encoder, folder)
    for name in ("anchor", "same", "relevance", "second", "ruled", "report"):
        values[name] = _best(figure, values, name, _STEPS)
    for role in _ROLES:
        values["roles"].setdefault(role, 0.5)
        values["roles"][role] = _best(figure, values["roles"], role, _STEPS)
    print(f"{figure():.4f} {json.dumps(values)}", flush=True)
    return values


def _temperature(encoder: Encoder, folder: Path) -> float:
    """Return the temperature at which the types of annotated anchors are least surprising."""
    temperatures = (1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
    surprise = dict.fromkeys(temperatures, 0.0)
    types = encoder.heads.attributes["acled_type"]
    for path in sorted(folder.rglob("*.marked.txt")):
        article = parse_annotated(path.read_text(encoding="utf-8"), path.stem)
        scores = encoder.read(article.marked.text)
        for report in article.record.reports:
            for start, end in (place for name in report.anchors for place in article.marked.marks[name]):
                first = int(np.searchsorted(scores.words[:, 1], start, side="right"))
                last = int(np.searchsorted(scores.words[:, 0], end, side="left"))
                for temperature in temperatures:
                    chances = scores.attribute("acled_type", (first, max(last, first + 1)), temperature)
                    surprise[temperature] -= float(np.log(chances[types.index(report.type)]))
    return min(surprise, key=lambda each: surprise[each])


def tune_corpora(encoder: Encoder, data: Path) -> dict[str, Any]:
    """Choose the thresholds for the public corpora on their development parts (re3d: on what it was trained on)."""
    predictor = TrainedPredictor(encoder)
    chosen: dict[str, Any] = {
        "muc": {"relevance": 0.5, "most": 3, **dict.fromkeys(MUC_ROLES, 0.5)},
        "wikievents": {"trigger": 0.5, "argument": 0.5},
    }
    predictor._corpora = chosen
    cases = muc.read_muc((data / "muc34/dev.json").read_text(encoding="utf-8"), source="muc")

    def of_muc() -> float:
        figures = muc.evaluate_muc(cases, predictor).figures()
        return (figures["ceaf_ree"]["f1"] or 0.0) + (figures["template"]["micro_f1"] or 0.0)

    chosen["muc"]["most"] = int(_best(of_muc, chosen["muc"], "most", (2, 4)))
    for name in ("relevance", *MUC_ROLES, "relevance"):
        chosen["muc"][name] = _best(of_muc, chosen["muc"], name, _STEPS)
    texts = read_wikievents((data / "wikievents/dev.jsonl").read_text(encoding="utf-8"), source="wikievents")

    def of_events() -> float:
        figures = events.evaluate_events(texts, predictor, corpus="wikievents").figures()["conflict_life"]
        argument = figures["argument"]
        return sum(each["f1"] or 0.0 for each in (figures["trigger"], *argument.values()))

    for name in ("trigger", "argument"):
        chosen["wikievents"][name] = _best(of_events, chosen["wikievents"], name, _STEPS)
    for path in ("satp_relevant", "insightCrime"):
        content = (data / "event_types" / path / "dev.tsv").read_bytes().decode()
        corpus = types.read_types(content, source=path, folder=path)
        labels = sorted({label for case in corpus.cases for label in case.labels})
        chosen[path] = dict.fromkeys(labels, 0.5)
        for label in labels:
            chosen[path][label] = _best(
                lambda corpus=corpus: types.evaluate_types(corpus, predictor).figures()["weighted_f1"],
                chosen[path],
                label,
                _STEPS,
            )
    print(json.dumps(chosen), flush=True)
    return chosen


def _best(figure: Callable[[], float], values: dict[str, Any], name: str, steps: Iterable[float]) -> float:
    """Return the value at which the figure is best; the one that was there where nothing is better."""
    before = values[name]
    found = [(figure(), True, before)]
    for step in steps:
        if step != before:
            values[name] = step
            found.append((figure(), False, step))
    values[name] = before
    return max(found, key=lambda each: each[:2])[2]


def _remember(module: Any, name: str) -> None:
    """Let a function of the reader be asked once for each article: thresholds do not change what it says."""
    asked = getattr(module, name)
    answers: dict[str, Any] = {}

    def once(first: Any, *others: Any) -> Any:
        article = first if name == "lay_out" else first.article
        if article.id not in answers:
            answers[article.id] = asked(first, *others)
        return answers[article.id]

    setattr(module, name, once)


if __name__ == "__main__":
    main()
