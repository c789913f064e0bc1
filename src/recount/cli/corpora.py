"""`recount evaluate`: one command for each kind of corpus."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Protocol

import typer

from recount.cli.exits import errors_told
from recount.cli.terminal import console, is_terminal
from recount.settings import DEFAULT_READER, LinksName, ReaderName

__all__ = ["evaluate"]

evaluate = typer.Typer(help="Measure coding against records and corpora that people wrote.", rich_markup_mode=None)

_Records = Annotated[str, typer.Argument(metavar="CORPUS", help="File or folder of expected records.")]
_File = Annotated[str, typer.Argument(metavar="CORPUS", help="A file of the corpus, in its public format.")]
_Folder = Annotated[str, typer.Argument(metavar="CORPUS", help="A source folder of re3d, or the folder of them all.")]
_Statements = Annotated[str, typer.Argument(metavar="CORPUS", help="Annotated reports, or a folder of PolNeAR.")]
_Times = Annotated[str, typer.Argument(metavar="CORPUS", help="A .tml file, or a folder that holds some.")]
_Places = Annotated[str, typer.Argument(metavar="CORPUS", help="An XML file of articles with places.")]
_Linked = Annotated[str, typer.Argument(metavar="CORPUS", help="A file of JSON lines, or a folder of ECB+.")]
_Annotated = Annotated[str, typer.Argument(metavar="CORPUS", help="A folder of annotated reports.")]
_Cases = Annotated[
    str | None, typer.Option("--cases", metavar="FILE", help="Write every case into this CSV, to compare two runs.")
]
_Reader = Annotated[ReaderName, typer.Option("--reader", help="Whose coding is compared.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")]


class _Measured(Protocol):
    @property
    def items(self) -> Iterable[tuple[Any, ...]]: ...

    def figures(self) -> dict[str, Any]: ...


class _WithCases(_Measured, Protocol):
    @property
    def header(self) -> Sequence[str]: ...

    def rows(self) -> Iterator[tuple[object, ...]]: ...


@evaluate.command("record")
def evaluate_record(corpus: _Records, as_json: _AsJson = False, reader: _Reader = DEFAULT_READER) -> None:
    """Code a corpus and compare it with expected records.

    Each item is set against what a careful coder recorded; what differs comes first, figures after.

    \b
    Examples:
      recount evaluate record examples/
      recount evaluate record examples/ --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_records(corpus, reader=reader), as_json=as_json)


@evaluate.command("muc")
def evaluate_muc(corpus: _File, as_json: _AsJson = False) -> None:
    """Fill in templates of MUC-3/4 and compare them with the key.

    The corpus is a processed file of GTT (JSON lines). Figures: CEAF-REE as GRIT's scorer has it, template-level
    micro F1 as GTT's scorer has it.

    \b
    Examples:
      recount evaluate muc muc/dev.json
      recount evaluate muc muc/dev.json --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_muc(corpus), as_json=as_json)


@evaluate.command("wikievents")
def evaluate_wikievents(corpus: _File, as_json: _AsJson = False) -> None:
    """Find events and their arguments in WikiEvents.

    The corpus is a file of JSON lines. Figures: F1 of triggers and arguments, with the triggers given and with
    those found, over all types and over Conflict and Life.

    \b
    Examples:
      recount evaluate wikievents wikievents/dev.jsonl
      recount evaluate wikievents wikievents/dev.jsonl --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_wikievents(corpus), as_json=as_json)


@evaluate.command("rams")
def evaluate_rams(corpus: _File, as_json: _AsJson = False) -> None:
    """Find events and their arguments in RAMS.

    The corpus is a file of JSON lines. The figures are those of wikievents; RAMS annotates one event a window, so
    that other events found there count as wrong.

    \b
    Examples:
      recount evaluate rams rams/dev.jsonl
      recount evaluate rams rams/dev.jsonl --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_rams(corpus), as_json=as_json)


@evaluate.command("entities")
def evaluate_entities(corpus: _Folder, as_json: _AsJson = False) -> None:
    """Find entities in re3d.

    Figures: F1 of entities with exactly the same characters, and of those that overlap, each with its type.

    \b
    Examples:
      recount evaluate entities re3d/
      recount evaluate entities "re3d/BBC Online" --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_entities(corpus), as_json=as_json)


@evaluate.command("types")
def evaluate_types(corpus: _File, as_json: _AsJson = False) -> None:
    """Label texts with types of events.

    The corpus is a file of tab-separated values (SATP, InSight Crime, CAMEO classes), or PLOVER's gold records.
    Figures: weighted F1, and each label's own.

    \b
    Examples:
      recount evaluate types event_types/satp_relevant/dev.tsv
      recount evaluate types event_types/insightCrime/dev.tsv --json > figures.json
    """
    from recount import api

    with errors_told():
        _print(api.evaluate_types(corpus), as_json=as_json)


@evaluate.command("statements")
def evaluate_statements(
    corpus: _Statements, as_json: _AsJson = False, cases: _Cases = None, reader: _Reader = ReaderName.MODEL
) -> None:
    """Find who says what.

    The corpus is a folder of annotated reports, such as corpus/dev, or a folder of PolNeAR. Figures of the first: how
    many statements are found, and of these the share with the right speaker, kind, stance and happening. Figures of
    PolNeAR: F1 of sources, cues and contents that are the same (exact) or share a character (overlap).

    \b
    Examples:
      recount evaluate statements corpus/dev
      recount evaluate statements polnear/dev --json --cases said.csv > figures.json
    """
    from recount import api

    with errors_told():
        _print_and_keep(api.evaluate_statements(corpus, reader=reader), as_json=as_json, cases=cases)


@evaluate.command("tallies")
def evaluate_tallies(
    corpus: _Annotated, as_json: _AsJson = False, cases: _Cases = None, reader: _Reader = DEFAULT_READER
) -> None:
    """Find running totals, and tell them from the counts of reports.

    The corpus is a folder of annotated reports, such as corpus/dev. Figures: how many tallies are found; of these the
    share with the right measure, bounds, period, areas and parts; and how many were coded as a report.

    \b
    Examples:
      recount evaluate tallies corpus/dev
      recount evaluate tallies corpus/dev --json --cases tallies.csv > figures.json
    """
    from recount import api

    with errors_told():
        _print_and_keep(api.evaluate_tallies(corpus, reader=reader), as_json=as_json, cases=cases)


@evaluate.command("times")
def evaluate_times(corpus: _Times, as_json: _AsJson = False, cases: _Cases = None) -> None:
    """Find times in TimeML.

    The corpus is a file or a folder of .tml files, such as TimeBank. Figures: F1 of the words (relaxed: they
    overlap; strict: the same), of the type and of the value, as TempEval-3 has them.

    \b
    Examples:
      recount evaluate times timebank/
      recount evaluate times timebank/ --json --cases times.csv > figures.json
    """
    from recount import api

    with errors_told():
        _print_and_keep(api.evaluate_times(corpus), as_json=as_json, cases=cases)


@evaluate.command("places")
def evaluate_places(
    corpus: _Places, as_json: _AsJson = False, cases: _Cases = None, reader: _Reader = ReaderName.MODEL
) -> None:
    """Find places in news and set them down on the map.

    The corpus is the XML file of GeoWebNews, LGL or TR-News. Figures: F1 of the names found; with names given, the
    share set down within 161 and 25 km and in the right country; and both together, end to end.

    \b
    Examples:
      recount evaluate places GWN.xml
      recount evaluate places LGL.xml --json --cases places.csv > figures.json
      recount evaluate places GWN.xml --reader rules
    """
    from recount import api

    with errors_told():
        _print_and_keep(api.evaluate_places(corpus, reader=reader), as_json=as_json, cases=cases)


@evaluate.command("counts")
def evaluate_counts(
    corpus: _Annotated, as_json: _AsJson = False, cases: _Cases = None, reader: _Reader = DEFAULT_READER
) -> None:
    """Find how many were killed, hurt or taken, and how many weapons were used.

    The corpus is a folder of reports whose counts are marked in their text (corpus/README.md). Figures: counts found;
    of these, all three bounds right, effect, kind of people, links of parts to wholes; and the same end to end.

    \b
    Examples:
      recount evaluate counts corpus/dev
      recount evaluate counts corpus/dev --reader model --json --cases counts.csv > figures.json
    """
    from recount import api

    with errors_told():
        _print_and_keep(api.evaluate_counts(corpus, reader=reader), as_json=as_json, cases=cases)


@evaluate.command("linking")
def evaluate_linking(
    corpus: _Linked,
    as_json: _AsJson = False,
    cases: _Cases = None,
    coded: Annotated[
        str | None, typer.Option("--coded", metavar="FILE", help="What a person coded of each document, to be linked.")
    ] = None,
    mentions: Annotated[bool, typer.Option("--mentions", help="ECB+: group mentions of events, not articles.")] = False,
    reader: _Reader = DEFAULT_READER,
) -> None:
    """Find which reports tell of one happening.

    The corpus is a file of JSON lines (document, event, text, date; title, outlet and twin_of where there are), such as
    corpus/linking/train/reports.jsonl, whose documents are coded and linked by what they lead with (--coded: linked by
    what a person coded, which measures linking alone); or a folder of ECB+, whose articles are grouped by their words
    within each topic. Figures: precision, recall and F1 of pairs and B³, CoNLL F1, and how
    many twins (events easily mistaken for each other) were kept apart.

    \b
    Examples:
      recount evaluate linking corpus/linking/train/reports.jsonl
      recount evaluate linking ecbplus/ --json --cases linked.csv > figures.json
      recount evaluate linking ecbplus/ --mentions
    """
    from recount.api import measuring_links as api

    with errors_told():
        _print_and_keep(
            api.evaluate_linking(corpus, coded=coded, mentions=mentions, reader=reader), as_json=as_json, cases=cases
        )


@evaluate.command("figures")
def evaluate_figures(
    corpus: Annotated[str, typer.Argument(metavar="CORPUS", help="A file of JSON lines, with each document's event.")],
    as_json: _AsJson = False,
    cases: _Cases = None,
    coded: Annotated[
        str | None,
        typer.Option(
            "--coded", metavar="FILE", help='What a person coded; as CORPUS with "coded" for "reports" in its name.'
        ),
    ] = None,
    links: Annotated[
        LinksName, typer.Option("--links", help="true: the corpus's events; found: those that linking finds.")
    ] = LinksName.TRUE,
    reader: _Reader = DEFAULT_READER,
) -> None:
    """Compare the figures of events under published rules with those of a person's coding.

    The corpus is a file of JSON lines as for linking, with what a person coded of each document beside it. Documents
    are coded, put into events and settled under each rule; so is what the person coded. With --links true the events
    are those of the corpus, which measures what coding costs; with --links found they are those that linking finds.
    Figures, by rule and value: the shares that are equal, missing and surplus, and for numbers the totals side by side.

    \b
    Examples:
      recount evaluate figures corpus/linking/train/reports-2.jsonl
      recount evaluate figures corpus/linking/train/reports-2.jsonl --reader model --links found --json
      recount evaluate figures corpus/linking/train/reports-2.jsonl --json --cases figures.csv > figures.json
    """
    from recount.api import measuring_figures as api

    with errors_told():
        found = api.evaluate_figures(corpus, coded=coded, reader=reader, links=links)
        _print_and_keep(found, as_json=as_json, cases=cases)


def _print_and_keep(measured: _WithCases, *, as_json: bool, cases: str | None) -> None:
    """Write every case into a file where one is named, and print the figures."""
    from recount.cli.cases import write_cases

    if cases:
        write_cases(cases, measured.header, measured.rows())
    _print(measured, as_json=as_json)


def _print(measured: _Measured, *, as_json: bool) -> None:
    from recount.cli.evaluation import print_evaluation
    from recount.cli.output import write_value

    if as_json:
        write_value(measured.figures(), terminal=is_terminal(sys.stdout))
    else:
        print_evaluation(measured.items, measured.figures(), to=console())
