"""Published figures measured: of events as a programme coded them, beside the same events as a person coded them."""

from pathlib import Path

from recount.codebook.rules import published_rules
from recount.errors import BadArgument
from recount.evaluation.coded_lines import read_coded_lines
from recount.evaluation.linking_corpora import read_linked_lines
from recount.evaluation.published_figures import FigureEvaluation, PredictedEvent
from recount.evaluation.published_figures import evaluate_figures as _evaluate
from recount.pipeline.coded_events import coded_tellings, linked, person_report, settled_groups
from recount.pipeline.documents import Telling
from recount.settings import DEFAULT_READER, LinksName, ReaderName

__all__ = ["evaluate_figures"]


def evaluate_figures(
    corpus: str, *, coded: str | None = None, reader: ReaderName = DEFAULT_READER, links: LinksName = LinksName.TRUE
) -> FigureEvaluation:
    """Settle events of coded documents under the published rules, and compare with those of a person's coding.

    Of each document the report counts that it leads with. Documents that the person did not code are left out.

    Args:
        corpus: a file of JSON lines: document, event, text, date, and perhaps title, outlet.
        coded: a file of what a person coded of each document; where none is named, the file beside the corpus that has
            "coded" for "reports" in its name.
        reader: whose coding is measured.
        links: by what its reports are put into events.

    Raises:
        BadArgument: there is no such file.
        BadCorpus: it is not in this format.
    """
    path = Path(corpus)
    beside = Path(coded) if coded else path.with_name(path.name.replace("reports", "coded"))
    for file in (path, beside):
        if not file.is_file():
            raise BadArgument(f"There is no {file}. Give JSON lines, and with --coded what a person coded of them.")
    of_person = read_coded_lines(beside.read_text(encoding="utf-8"), source=str(beside))
    documents = read_linked_lines(path.read_text(encoding="utf-8"), source=corpus)
    # Whatever their order in the file: what was published first was kept first.
    kept = sorted(
        (one for one in documents if one.name in of_person), key=lambda one: (str(one.published or ""), one.name)
    )
    if not kept:
        raise BadArgument(f"{beside} has no document of {corpus}. Name the file that a person coded of it.")
    tellings = [Telling(one.name, one.text, one.title, one.published, one.outlet) for one in kept]
    events = [one.event for one in kept]
    rules = published_rules().values()
    people = [person_report(one, of_person[one.name].model_dump(mode="json"), order)
              for order, one in enumerate(tellings, start=1)]  # fmt: skip
    gold = {str(name): event for name, event in settled_groups(people, events, rules).items()}
    programme = coded_tellings(tellings, reader=reader)
    labels = events if links is LinksName.TRUE else linked(tellings, programme)
    leads = [one.lead for one in programme]
    groups = settled_groups(leads, labels, rules)
    true = {one.id: event for one, event in zip(leads, events, strict=True) if one is not None}
    predicted = [PredictedEvent(one, tuple(true[report.id] for report in one.reports)) for one in groups.values()]
    counted = {
        "documents": len(kept),
        "without_report": sum(one is None for one in leads),
        "reports_beside_leads": sum(max(len(one.record.reports) - 1, 0) for one in programme),
    }
    return _evaluate(gold, predicted, counted=counted)
