"""Fields for which one article holds several values."""

from collections.abc import Iterator, Sequence

from recount.nouns import Disagreement, Report, RivalValue, Span, Statement
from recount.nouns.wording import bounds_in_words

__all__ = ["disagreements_of"]


# Values of a field up to which one of them may stand in nobody's words.
_MOST_UNNAMED = 2


def disagreements_of(report: Report, statements: Sequence[Statement]) -> tuple[Disagreement, ...]:
    """Return the fields of a report for which different speakers give different values."""
    found = (_weapons(report, statements), _perpetrators(report, statements), *_tolls(report, statements))
    return tuple(disagreement for disagreement in found if disagreement)


def _speaker_of(spans: Sequence[Span], statements: Sequence[Statement]) -> str | None:
    """Return the id of the statement with the narrowest content that holds one of the words."""
    holding = [
        statement
        for statement in statements
        if any(content.covers(span) for content in statement.spans.content for span in spans)
    ]
    return min(holding, key=_content_length).id if holding else None


def _content_length(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.spans.content)


def _rivals(field: str, values: Sequence[RivalValue], statements: Sequence[Statement]) -> Disagreement | None:
    """Different values of two speakers disagree; several values of one voice are parts of one account.

    A value in nobody's words disagrees with a speaker's only where there are no more than these two: otherwise it is
    as likely a part, or another act's.
    """
    speakers = {statement.id: statement.speaker for statement in statements}
    told = {(str(speakers[value.statement].name) if value.statement else "", value.value) for value in values}
    named = {each for each in told if each[0]}
    voices = named if len(values) > _MOST_UNNAMED or field == "weapons" else told
    if len({value for _, value in voices}) < 2 or len({voice for voice, _ in voices}) < 2:
        return None
    return Disagreement(field=field, values=tuple(values))


def _weapons(report: Report, statements: Sequence[Statement]) -> Disagreement | None:
    first_of: dict[str, RivalValue] = {}
    for weapon in report.weapons:
        value = RivalValue(value=weapon.name, statement=_speaker_of(weapon.spans, statements))
        first_of.setdefault(weapon.category, value)
    return _rivals("weapons", list(first_of.values()), statements)


def _perpetrators(report: Report, statements: Sequence[Statement]) -> Disagreement | None:
    """Return the doers of several voices, a denial as "not X"; where nobody claims or charges, of several speakers."""
    if report.responsibility_status == "contested":
        said = [
            RivalValue(value=f"not {each.party}" if each.how == "denied" else each.party, statement=each.statement)
            for each in report.responsibility
        ]
        if all(value.value.startswith("not ") for value in said):
            said.insert(0, RivalValue(value=said[0].value.removeprefix("not "), statement=None))
        return Disagreement(field="perpetrators", values=tuple(said))
    values = [
        RivalValue(value=party.canonical or party.name, statement=_speaker_of(party.spans, statements))
        for party in report.perpetrators
        if party.kind != "unknown"
    ]
    return _rivals("perpetrators", values, statements)


def _tolls(report: Report, statements: Sequence[Statement]) -> Iterator[Disagreement | None]:
    for effect in ("killed", "injured", "abducted", "arrested", "missing", "displaced"):
        wholes = [count for count in report.casualties if count.effect == effect and count.part_of is None]
        kinds: list[str] = [count.group_kind for count in wholes if count.group_kind != "unknown"]
        # "13 dead" and "eight civilians killed" are rivals; "nine soldiers and two civilians" are not.
        for kind in dict.fromkeys(kinds or ["unknown"]):
            values = [
                RivalValue(
                    value=bounds_in_words(count.low, count.best, count.high),
                    statement=_speaker_of(count.spans, statements),
                )
                for count in wholes
                if count.group_kind in {kind, "unknown"}
            ]
            yield _rivals(f"casualties.{effect}", values, statements)
