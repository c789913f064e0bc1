"""An invented article with two reports and a tally, its record by hand, and what is expected of it."""

from collections.abc import Sequence
from datetime import date

from recount.evaluation import Expected, parse_expected
from recount.nouns import (
    Article,
    Count,
    Disagreement,
    Method,
    Notice,
    Party,
    Published,
    Record,
    Report,
    RivalValue,
    Sentence,
    Span,
    Speaker,
    Statement,
    StatementSpans,
    Tally,
    TallyCheck,
    TallyPart,
    Weapon,
    When,
    Where,
    report_id,
    statement_id,
    tally_id,
)

__all__ = ["TEXT", "expected_of", "record_of"]

TEXT = (
    "Gunmen stormed an army post near Ansongo on Tuesday, killing at least 12 soldiers, the governor said. "
    "The Northern Shield Front put the number of dead at 31. "
    "A drone fired two missiles at the market of Ménaka on Monday, wounding a trader. "
    "Since 1 March there have been 14 attacks: 5 in Burkina Faso and 9 in Mali. "
    "The so-called liberators fled. The market is held every Saturday."
)
_EXPECTED = """
published: {day: "2024-04-10", basis: metadata}
reports:
  - key: post
    quote: "stormed an army post"
    event_type: Battles
    sub_event_type: Armed clash
    where: {name: Ansongo, country: ML, admin1: Gao, near: [15.66, 0.50], within_km: 25}
    when: {earliest: "2024-04-09", latest: "2024-04-09", precision: day, basis: relative}
    perpetrators: [Northern Shield Front / gunmen]
    targets: [army post]
    casualties:
      - {effect: killed, low: 12, best: 12, high: null, group: soldiers, group_kind: state}
      - {effect: killed, low: 31, best: 31, high: 31}
    says:
      - {speaker: the governor, stance: reports, quote: "killing at least 12 soldiers"}
      - {speaker: Northern Shield Front, stance: claims}
    disagreements: [casualties]
  - key: market
    quote: "fired two missiles at the market"
    event_type: Explosions/Remote violence
    sub_event_type: Air/drone strike
    where: {name: Menaka}
    when: {earliest: "2024-04-08", latest: "2024-04-08"}
    perpetrators: []
    weapons: [drone, missiles]
    casualties: [{effect: injured, best: 1}]
    munitions: {low: 2, best: 2, high: 2}
tallies:
  - measure: attacks
    best: 14
    since: "2024-03-01"
    parts: {BF: 5, Mali: 9}
    check: {parts_sum: 14, agrees: true}
    quote: "14 attacks"
not_reports: ["The market is held every Saturday"]
furniture: ["Back to top"]
loaded_wording: ["so-called"]
"""
_METHOD = "test.rules/1"


def expected_of() -> Expected:
    """Read what is expected of the article."""
    return parse_expected(_EXPECTED, "ansongo")


def record_of(*, reports: Sequence[str] = ("post", "market")) -> Record:
    """Build the article's record with the named reports: post, post again, market."""
    article = _article()
    made = {"post": _post("stormed"), "post again": _post("killing"), "market": _market()}
    return Record(
        article=article,
        reports=tuple(made[name] for name in reports),
        tallies=(_tally(),),
        statements=_statements(),
        notices=(Notice(kind="loaded wording", message="“so-called” doubts a name", spans=(_span("so-called"),)),),
        method=Method(name="test", version="0", gazetteer_digest="0", codebook_digest="0"),
    )


def _article() -> Article:
    day = date(2024, 4, 10)
    bare = Article.of(TEXT, published=Published(earliest=day, latest=day, precision="day", basis="metadata"))
    ends = [n + 1 for n, letter in enumerate(TEXT) if letter == "." and TEXT[n + 1 : n + 2] in ("", " ")]
    sentences = tuple(
        Sentence(span=Span.of(TEXT, start, end), status="coded", reason="test")
        for start, end in zip([0, *ends], ends, strict=False)
    )
    return bare.model_copy(update={"sentences": sentences})


def _span(quote: str) -> Span:
    start = TEXT.index(quote)
    return Span.of(TEXT, start, start + len(quote))


def _post(anchor: str) -> Report:
    dead = [
        ("at least 12 soldiers", "soldiers", 12, 12, None),
        ("the number of dead at 31", None, 31, 31, 31),
    ]
    return Report(
        id=report_id(_article_id(), _span(anchor)),
        spans=(_span(anchor),),
        method=_METHOD,
        event_type="Battles",
        sub_event_type="Armed clash",
        when=When(
            earliest=date(2024, 4, 9), latest=date(2024, 4, 9), precision="day", basis="relative",
            spans=(_span("on Tuesday"),),
        ),
        where=Where(
            name="Ansongo", latitude=15.6597, longitude=0.5022, country="ML", admin1="Région de Gao",
            precision="near", spans=(_span("Ansongo"),),
        ),
        perpetrators=(Party(name="Gunmen", spans=(_span("Gunmen"),), method=_METHOD),),
        targets=(Party(name="an army post", kind="site", spans=(_span("an army post"),), method=_METHOD),),
        casualties=tuple(
            Count(
                id=f"count{low}", effect="killed", group=group, group_kind="state", low=low, best=best,
                high=high, rule="exact", spans=(_span(quote),), method=_METHOD,
            )
            for quote, group, low, best, high in dead
        ),
        statements=tuple(said.id for said in _statements()),
        disagreements=(
            Disagreement(field="casualties", values=(RivalValue(value="12"), RivalValue(value="31"))),
        ),
    )  # fmt: skip


def _market() -> Report:
    return Report(
        id=report_id(_article_id(), _span("fired")),
        spans=(_span("fired"),),
        method=_METHOD,
        event_type="Explosions/Remote violence",
        sub_event_type="Air/drone strike",
        when=When(earliest=date(2024, 4, 8), latest=date(2024, 4, 8), precision="day", basis="relative"),
        where=Where(name="Ménaka", country="ML"),
        weapons=(
            Weapon(name="A drone", category="drone", spans=(_span("A drone"),), method=_METHOD),
            Weapon(name="missiles", category="missile", spans=(_span("missiles"),), method=_METHOD),
        ),
        casualties=(
            Count(
                id="c", effect="injured", low=1, best=1, high=1, rule="exact",
                spans=(_span("a trader"),), method=_METHOD,
            ),
        ),
        munitions=(
            Count(
                id="m", effect="munitions", low=2, best=2, high=2, rule="exact",
                spans=(_span("two missiles"),), method=_METHOD,
            ),
        ),
    )  # fmt: skip


def _statements() -> tuple[Statement, ...]:
    toll, claim = _span("killing at least 12 soldiers"), _span("the number of dead at 31")
    return (
        Statement(
            id=statement_id(_article_id(), toll, None), stance="reports", method=_METHOD,
            speaker=Speaker(name="the governor", kind="official"), spans=StatementSpans(content=(toll,)),
        ),
        Statement(
            id=statement_id(_article_id(), claim, None), stance="claims", method=_METHOD,
            speaker=Speaker(name="The Northern Shield Front", kind="party to the conflict"),
            spans=StatementSpans(content=(claim,)),
        ),
    )  # fmt: skip


def _tally() -> Tally:
    anchor = _span("14 attacks")
    return Tally(
        id=tally_id(_article_id(), anchor), measure="attacks", low=14, best=14, high=14, rule="exact",
        since=date(2024, 3, 1), spans=(anchor,), method=_METHOD,
        parts=(
            TallyPart(area="Burkina Faso", country="BF", best=5, spans=(_span("5 in Burkina Faso"),)),
            TallyPart(area="Mali", country="ML", best=9, spans=(_span("9 in Mali"),)),
        ),
        check=TallyCheck(parts_sum=14, agrees=True),
    )  # fmt: skip


def _article_id() -> str:
    return Article.of(TEXT).id
