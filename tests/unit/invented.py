"""A record built by hand from an invented article: three reports, two tallies, rival claims."""

from datetime import date
from typing import Any

from recount.nouns import (
    Article,
    Candidate,
    Count,
    Disagreement,
    Evidence,
    Method,
    Notice,
    Party,
    Published,
    Record,
    Report,
    RivalValue,
    Sentence,
    SentenceStatus,
    Span,
    Speaker,
    Statement,
    StatementSpans,
    Tally,
    TallyArea,
    TallyCheck,
    TallyPart,
    Weapon,
    When,
    Where,
    report_id,
    statement_id,
    tally_id,
)

TITLE = "Two army posts hit in the border area, toll disputed"
TEXT = """\
GAO — Gunmen on motorcycles stormed an army post near Ansongo before dawn on Tuesday, killing at least 12 \
soldiers and burning four vehicles, the regional governor said.

The Northern Shield Front said in a message on Wednesday that its fighters carried out the raid and put the \
number of dead soldiers at 31. The defence ministry rejected that figure, saying 12 soldiers fell and nearly \
20 were wounded.

A drone struck the livestock market of Ménaka over the weekend, residents and a health worker told Radio \
Amel. Seventeen people were killed, including three children, the health worker said. A resident spoke of \
missiles fired from a plane.

Last week a roadside bomb hit a convoy on the road between Djibo and Arbinda. No one has claimed it.

Since 1 March there have been 140 attacks on the two armies: 57 in Burkina Faso and 83 in Mali, the monitor \
Sahel Count said.

Its researchers have recorded more than 900 deaths this year.

The terrorists will be hunted to the last man, the ministry added. The market of Ménaka is held every \
Saturday.
"""

_PUBLISHED = Published(earliest=date(2025, 5, 22), latest=date(2025, 5, 22), precision="day", basis="metadata")
_ARTICLE = Article.of(
    TEXT,
    title=TITLE,
    outlet="Radio Amel",
    url="https://radio-amel.example/2025/05/22/border-posts",
    author="A. Diarra",
    published=_PUBLISHED,
    language="en",
    source="border-posts.html",
)


def words(quote: str, nth: int = 0) -> Span:
    """Quote the `nth` occurrence of some words in the invented text."""
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return _ARTICLE.quote(start, start + len(quote))


def _id_of(quote: str) -> str:
    return report_id(_ARTICLE.id, words(quote))


_RAID = _id_of("stormed an army post near Ansongo")
_STRIKE = _id_of("A drone struck the livestock market of Ménaka")
_BOMB = _id_of("a roadside bomb hit a convoy")
_ATTACKS = tally_id(_ARTICLE.id, words("140 attacks"))
_DEATHS = tally_id(_ARTICLE.id, words("more than 900 deaths"))


def _said(content: str, cue: str, source: str, speaker: Speaker, about: tuple[str, ...], **more: Any) -> Statement:
    return Statement(
        id=statement_id(_ARTICLE.id, words(content), words(cue)),
        speaker=speaker,
        cue=cue,
        about=about,
        spans=StatementSpans(source=(words(source),), cue=(words(cue),), content=(words(content),)),
        method="statements.rules/1",
        **more,
    )


_GOVERNOR = _said(
    "Gunmen on motorcycles stormed an army post near Ansongo before dawn on Tuesday, killing at least 12 "
    "soldiers and burning four vehicles",
    "governor said",
    "the regional governor",
    Speaker(name="the regional governor", role="governor", kind="official"),
    (_RAID,),
    stance="reports",
    fields=("casualties",),
)
_FRONT = _said(
    "its fighters carried out the raid and put the number of dead soldiers at 31",
    "said in a message",
    "The Northern Shield Front",
    Speaker(name="The Northern Shield Front", side="Northern Shield Front", kind="party to the conflict"),
    (_RAID,),
    stance="claims",
    fields=("perpetrators", "casualties"),
)
_MINISTRY = _said(
    "12 soldiers fell and nearly 20 were wounded",
    "rejected that figure, saying",
    "The defence ministry",
    Speaker(name="The defence ministry", side="Military Forces of Mali", kind="party to the conflict"),
    (_RAID,),
    stance="denies",
    fields=("casualties",),
)
_RESIDENTS = _said(
    "A drone struck the livestock market of Ménaka over the weekend",
    "told",
    "residents and a health worker",
    Speaker(name="residents and a health worker", kind="witness"),
    (_STRIKE,),
    stance="reports",
    fields=("weapons",),
)
_HEALTH = _said(
    "Seventeen people were killed, including three children",
    "the health worker said",
    "the health worker",
    Speaker(name="the health worker", role="health worker", kind="medical"),
    (_STRIKE,),
    stance="reports",
    fields=("casualties",),
)
_RESIDENT = _said(
    "missiles fired from a plane",
    "spoke of",
    "A resident",
    Speaker(name="A resident", kind="witness"),
    (_STRIKE,),
    stance="reports",
    fields=("weapons",),
)
_MONITOR = _said(
    "Since 1 March there have been 140 attacks on the two armies: 57 in Burkina Faso and 83 in Mali",
    "the monitor Sahel Count said",
    "the monitor Sahel Count",
    Speaker(name="Sahel Count", role="monitor", kind="monitor"),
    (_ATTACKS,),
    stance="reports",
)
_STATEMENTS = (_GOVERNOR, _FRONT, _MINISTRY, _RESIDENTS, _HEALTH, _RESIDENT, _MONITOR)


def _count(quote: str, number: int, low: int | None, best: int | None, high: int | None, **more: Any) -> Count:
    return Count(
        id=f"{_ARTICLE.id}/count/{number}",
        low=low,
        best=best,
        high=high,
        spans=(words(quote),),
        method="counts.rules/1",
        **more,
    )


def _party(quote: str, *, nth: int = 0, **more: Any) -> Party:
    return Party(name=quote, spans=(words(quote, nth),), method="parties.rules/1", **more)


def _candidate(name: str, country: str, latitude: float, longitude: float) -> Candidate:
    return Candidate(
        gazetteer_id=f"gn:{name}",
        name=name,
        country=country,
        admin1=None,
        latitude=latitude,
        longitude=longitude,
        score=0.4,
    )


RAID = Report(
    id=_RAID,
    event_type="Battles",
    sub_event_type="Armed clash",
    spans=(words("stormed an army post near Ansongo"), words("its fighters carried out the raid")),
    method="happenings.rules/1",
    when=When(
        earliest=date(2025, 5, 20),
        latest=date(2025, 5, 20),
        precision="day",
        basis="relative",
        spans=(words("before dawn on Tuesday"),),
    ),
    where=Where(
        name="near Ansongo",
        gazetteer_id="gn:2460594",
        gazetteer_name="Ansongo",
        latitude=15.6597,
        longitude=0.5022,
        country="ML",
        admin1="Gao",
        admin2="Ansongo",
        precision="near",
        candidates=(_candidate("Ansongo Cercle", "ML", 15.6, 0.6),),
        spans=(words("near Ansongo"),),
    ),
    perpetrators=(
        _party("The Northern Shield Front", canonical="Northern Shield Front", kind="rebel group", country="ML"),
        _party("Gunmen on motorcycles", kind="unknown"),
    ),
    targets=(
        _party("soldiers", canonical="Military Forces of Mali", kind="state forces", country="ML"),
        _party("an army post", kind="site"),
    ),
    casualties=(
        _count("at least 12 soldiers", 0, 12, 12, None, effect="killed", group="soldiers", rule="at-least"),
        _count("nearly 20 were wounded", 1, None, 20, 20, effect="injured", group="soldiers", rule="nearly"),
    ),
    statements=(_GOVERNOR.id, _FRONT.id, _MINISTRY.id),
    disagreements=(
        Disagreement(
            field="casualties",
            values=(
                RivalValue(value="≥12 killed", statement=_GOVERNOR.id),
                RivalValue(value="31 killed", statement=_FRONT.id),
                RivalValue(value="12 killed", statement=_MINISTRY.id),
            ),
        ),
    ),
    evidence=(
        Evidence(
            field="event_type",
            value="Battles",
            rule="an armed group storms a military position",
            spans=(words("stormed"),),
            method="types.rules/1",
        ),
    ),
)
STRIKE = Report(
    id=_STRIKE,
    event_type="Explosions/Remote violence",
    sub_event_type="Air/drone strike",
    spans=(words("A drone struck the livestock market of Ménaka"), words("Seventeen people were killed")),
    method="happenings.rules/1",
    when=When(
        earliest=date(2025, 5, 17),
        latest=date(2025, 5, 18),
        precision="days",
        basis="relative",
        spans=(words("over the weekend"),),
    ),
    where=Where(
        name="Ménaka",
        gazetteer_id="gn:2453899",
        gazetteer_name="Ménaka",
        latitude=15.9182,
        longitude=2.4022,
        country="ML",
        admin1="Ménaka",
        precision="exact",
        spans=(words("Ménaka"),),
    ),
    targets=(
        _party("the livestock market of Ménaka", kind="site", country="ML"),
        _party("people", kind="civilians", country="ML"),
    ),
    weapons=(
        Weapon(name="drone", category="drone", spans=(words("drone"),), method="weapons.rules/1"),
        Weapon(name="missiles", category="missile", spans=(words("missiles"),), method="weapons.rules/1"),
    ),
    casualties=(
        _count("Seventeen people were killed", 2, 17, 17, 17, effect="killed", group="people", rule="exact"),
        _count(
            "three children",
            3,
            3,
            3,
            3,
            effect="killed",
            group="children",
            group_kind="civilian",
            part_of=f"{_ARTICLE.id}/count/2",
            rule="exact",
        ),
    ),
    statements=(_RESIDENTS.id, _HEALTH.id, _RESIDENT.id),
    disagreements=(
        Disagreement(
            field="weapons",
            values=(
                RivalValue(value="drone", statement=_RESIDENTS.id),
                RivalValue(value="missiles", statement=_RESIDENT.id),
            ),
        ),
    ),
)
BOMB = Report(
    id=_BOMB,
    event_type="Explosions/Remote violence",
    sub_event_type="Remote explosive/landmine/IED",
    spans=(words("a roadside bomb hit a convoy"),),
    method="happenings.rules/1",
    when=When(
        earliest=date(2025, 5, 12),
        latest=date(2025, 5, 18),
        precision="week",
        basis="relative",
        spans=(words("Last week"),),
    ),
    where=Where(
        name="between Djibo and Arbinda",
        gazetteer_id="gn:2361082",
        gazetteer_name="Djibo",
        latitude=14.16,
        longitude=-1.25,
        country="BF",
        admin1="Sahel",
        precision="area",
        spans=(words("the road between Djibo and Arbinda"),),
    ),
    targets=(_party("a convoy", kind="site"),),
    weapons=(Weapon(name="roadside bomb", category="ied", spans=(words("roadside bomb"),), method="weapons.rules/1"),),
)
ATTACKS = Tally(
    id=_ATTACKS,
    measure="attacks",
    low=140,
    best=140,
    high=140,
    rule="exact",
    targets=(_party("the two armies", kind="state forces"),),
    since=date(2025, 3, 1),
    areas=(
        TallyArea(name="Burkina Faso", country="BF", spans=(words("Burkina Faso"),)),
        TallyArea(name="Mali", country="ML", spans=(words("Mali"),)),
    ),
    parts=(
        TallyPart(area="Burkina Faso", country="BF", low=57, best=57, high=57, spans=(words("57 in Burkina Faso"),)),
        TallyPart(area="Mali", country="ML", low=83, best=83, high=83, spans=(words("83 in Mali"),)),
    ),
    check=TallyCheck(parts_sum=140, agrees=True),
    statements=(_MONITOR.id,),
    spans=(words("140 attacks"),),
    method="tallies.rules/1",
)
DEATHS = Tally(
    id=_DEATHS,
    measure="killed",
    low=901,
    best=None,
    high=None,
    rule="more-than",
    since=date(2025, 1, 1),
    spans=(words("more than 900 deaths"),),
    method="tallies.rules/1",
)

_STATUSES: tuple[tuple[str, SentenceStatus, str], ...] = (
    ("GAO — Gunmen", "coded", "tells of report 1"),
    ("The Northern Shield Front", "coded", "tells of report 1"),
    ("The defence ministry", "statement", "a speaker on report 1"),
    ("A drone struck", "coded", "tells of report 2"),
    ("Seventeen people", "coded", "tells of report 2"),
    ("A resident spoke", "statement", "a speaker on report 2"),
    ("Last week", "coded", "tells of report 3"),
    ("No one has claimed", "background", "an act without a place or day of its own"),
    ("Since 1 March", "tally", "a cumulative figure"),
    ("Its researchers", "tally", "a cumulative figure"),
    ("The terrorists will", "statement", "a threat without a place or day"),
    ("The market of Ménaka is", "irrelevant", "no act, no speaker"),
)


def _sentences() -> tuple[Sentence, ...]:
    starts = [words(opening).start for opening, _, _ in _STATUSES]
    sentences = []
    for (_, status, reason), start, end in zip(_STATUSES, starts, [*starts[1:], len(TEXT)], strict=True):
        kept = len(TEXT[start:end].rstrip())
        sentences.append(Sentence(span=_ARTICLE.quote(start, start + kept), status=status, reason=reason))
    return tuple(sentences)


METHOD = Method(
    name="rules",
    version="0.1.0",
    gazetteer_digest="gaz1:0123456789abcdef",
    codebook_digest="cb1:0123456789abcdef",
)
RECORD = Record(
    article=_ARTICLE.model_copy(update={"sentences": _sentences()}),
    reports=(RAID, STRIKE, BOMB),
    tallies=(ATTACKS, DEATHS),
    statements=_STATEMENTS,
    notices=(
        Notice(
            kind="loaded wording",
            message="“terrorists” is a side's word; coded as: armed group",
            neutral="armed group",
            spans=(words("terrorists"),),
        ),
    ),
    method=METHOD,
)


def bare_record(text: str, *, title: str | None = None, url: str | None = None, outlet: str | None = None) -> Record:
    """Return a record of an article in which nothing is coded."""
    article = Article.of(text, title=title, url=url, outlet=outlet)
    if text.strip():
        sentence = Sentence(span=article.quote(0, len(text)), status="irrelevant", reason="no act, no speaker")
        article = article.model_copy(update={"sentences": (sentence,)})
    return Record(article=article, method=METHOD)
