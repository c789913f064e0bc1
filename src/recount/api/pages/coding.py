"""Double coding: rounds, what each coder is to code, how far they agree, and what was taken where they differ.

Nothing here shows a coder who has not finished what another one said.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args

from recount.codebook import load
from recount.errors import UnknownId
from recount.ledger import Ledger
from recount.ledger.rounds import (
    Adjudication,
    Answer,
    Round,
    adjudications_of,
    answers_by,
    answers_of,
    asked_report,
    round_named,
    rounds,
)
from recount.nouns.report import Modality
from recount.nouns.wording import visible
from recount.pipeline.rounds import Progress, agreement_in, coded_by_machine, is_blind_for, progress_of
from recount.reviewing import FIELDS, in_words

__all__ = ["Standing", "adjudicate_page", "agreement_page", "form_page", "round_page", "rounds_page", "standing_in"]


class Standing(NamedTuple):
    """What somebody is in a round."""

    is_coder: bool
    is_blind: bool
    """Whether they may not see yet what others said."""


def standing_in(casebook: Path, round_: str, who: str) -> Standing:
    """Return what somebody is in a round.

    Raises:
        UnknownId: there is no such round.
    """
    with Ledger.open(casebook) as ledger:
        told = round_named(ledger, round_)
        return Standing(who in told.coders, is_blind_for(told, progress_of(ledger, told), who))


def rounds_page(casebook: Path, *, by: str) -> dict[str, Any]:
    """Return the rounds of double coding, the last made first, and what a new one may ask for.

    `by` is who asks.
    """
    with Ledger.open(casebook) as ledger:
        told = [_round(one, progress_of(ledger, one), by) for one in rounds(ledger)]
    return {
        "rounds": told,
        "fields": [{"field": field, "name": name} for field, name in FIELDS.items()],
        "written": {"name": "", "coders": "", "size": 50, "seed": 1, "country": "", "fields": list(FIELDS)},
        "refused": None,
    }


def round_page(casebook: Path, round_: str, *, by: str) -> dict[str, Any]:
    """Return a round, how far its coders are, and which of its reports somebody coded.

    Raises:
        UnknownId: there is no such round.
    """
    with Ledger.open(casebook) as ledger:
        told = round_named(ledger, round_)
        progress = progress_of(ledger, told)
        own = answers_by(ledger, told, by) if by in told.coders else {}
        listed = [
            {**_article(ledger, report), "report": report, "coded": own[report].at if report in own else None}
            for report in progress.reports
        ]
    left = [one["report"] for one in listed if one["coded"] is None]
    return {
        "round": _round(told, progress, by),
        "reports": listed,
        "next": left[0] if left and by in told.coders else None,
        "removed": len(told.reports) - len(progress.reports),
    }


def form_page(casebook: Path, round_: str, report: str, *, by: str) -> dict[str, Any]:
    """Return what a coder is shown of a report: its text with the words of the act, and what they said of it before.

    Nothing that was coded, and nothing that others said, is among it.

    Raises:
        UnknownId: there is no such round, or the report is none of it.
    """
    with Ledger.open(casebook) as ledger:
        told = round_named(ledger, round_)
        progress = progress_of(ledger, told)
        if report not in progress.reports:
            raise UnknownId(f"{report} is none of the reports of {round_}, or its article was removed.")
        shown = asked_report(ledger, report)
        mine = answers_by(ledger, told, by) if by in told.coders else {}
    own = mine.get(report)
    place = progress.reports.index(report)
    after = [*progress.reports[place + 1 :], *progress.reports[:place]]
    return {
        "round": _round(told, progress, by),
        "report": report,
        "place": place + 1,
        "of": len(progress.reports),
        "article": _text_of(shown),
        "fields": _fields(told),
        "choices": _choices(),
        "own": dict(own.values) if own and own.values is not None else None,
        "written": written_of(own.values if own else None, note=own.reason if own else None),
        "refused": None,
        "closed": progress.has_finished(by),
        "next": next((one for one in after if one not in mine), None),
    }


def agreement_page(casebook: Path, round_: str, *, by: str) -> dict[str, Any]:
    """Return how far the coders of a round agree, where they differ, and what was taken there.

    Ask `standing_in` first whether somebody may see it.

    Raises:
        UnknownId: there is no such round.
    """
    with Ledger.open(casebook) as ledger:
        told = round_named(ledger, round_)
        progress = progress_of(ledger, told)
        found = agreement_in(ledger, told)
        taken = adjudications_of(ledger, told)
        reports = {one.report: _article(ledger, one.report) for one in found.differing}
    return {
        "round": _round(told, progress, by),
        "fields": [{**one._asdict(), "name": FIELDS[one.field]} for one in found.fields],
        "differing": [
            {
                **reports[one.report],
                "report": one.report,
                "field": one.field,
                "name": FIELDS[one.field],
                "values": [{"by": coder, "words": in_words(one.field, value)} for coder, value in one.values.items()],
                "taken": _taken(taken.get((one.report, one.field))),
            }
            for one in found.differing
        ],
    }


def adjudicate_page(casebook: Path, round_: str, report: str, *, by: str) -> dict[str, Any]:
    """Return what the coders and the machine say of a report, side by side, and what was taken.

    Ask `standing_in` first whether somebody may see it.

    Raises:
        UnknownId: there is no such round, or the report is none of it.
    """
    with Ledger.open(casebook) as ledger:
        told = round_named(ledger, round_)
        progress = progress_of(ledger, told)
        if report not in progress.reports:
            raise UnknownId(f"{report} is none of the reports of {round_}, or its article was removed.")
        answers = answers_of(ledger, told)[report]
        machine = coded_by_machine(ledger, report)
        taken = adjudications_of(ledger, told)
        differing = [one.field for one in agreement_in(ledger, told).differing if one.report == report]
        shown = asked_report(ledger, report)
    return {
        "round": _round(told, progress, by),
        "report": report,
        "article": _text_of(shown),
        "coders": [_coder(coder, answers.get(coder)) for coder in told.coders],
        "complete": all(coder in answers for coder in told.coders),
        "choices": _choices(),
        "written": {**written_of(None), "field": "", "chose": "", "reason": ""},
        "blank": written_of(None),
        "refused": None,
        "fields": [
            {
                **field,
                "differs": field["field"] in differing,
                "values": [
                    {"by": coder, "words": in_words(field["field"], one.values[field["field"]])}
                    for coder, one in answers.items()
                    if one.values is not None
                ],
                "machine": machine.get(field["field"]),
                "taken": _taken(taken.get((report, field["field"]))),
            }
            for field in _fields(told)
        ],
    }


def written_of(values: Mapping[str, Any] | None, *, note: str | None = None) -> dict[str, Any]:
    """Return values as a form has them, by the names of its inputs; empty ones where nothing was said."""
    told = values or {}
    found: dict[str, Any] = {f"{field}_unsaid": field in told and told[field] is None for field in FIELDS}
    found |= {field: told.get(field) or "" for field in ("event_type", "sub_event_type", "modality")}
    when, where = told.get("when") or {}, told.get("where") or {}
    found |= {name: when.get(name, "") for name in ("earliest", "latest")}
    found |= {"place": where.get("name", ""), **{name: where.get(name, "") for name in ("admin1", "country")}}
    found |= {field: "\n".join(told.get(field) or ()) for field in ("perpetrators", "targets")}
    for field in ("killed", "injured"):
        figures = told.get(field) or {}
        exact = len(set(figures.values())) == 1
        for name, bound in ((f"{field}_low", "low"), (field, "best"), (f"{field}_high", "high")):
            number = None if exact and bound != "best" else figures.get(bound)
            found[name] = "" if number is None else str(number)
    return {**found, "note": note or ""}


def _round(told: Round, progress: Progress, by: str) -> dict[str, Any]:
    return {
        "name": told.name,
        "coders": [{"name": coder, "done": progress.done[coder]} for coder in told.coders],
        "reports": len(progress.reports),
        "fields": [FIELDS[one] for one in told.fields],
        "country": told.country,
        "seed": told.seed,
        "by": told.by,
        "at": told.at,
        "finished": progress.finished,
        "yours": by in told.coders,
        "blind": is_blind_for(told, progress, by),
    }


def _article(ledger: Ledger, report: str) -> dict[str, Any]:
    try:
        shown = asked_report(ledger, report)
    except UnknownId:
        return {"title": None, "outlet": None, "published": None}
    return {name: _shown(shown[name]) for name in ("title", "outlet", "published")}


def _text_of(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Return an article with its text line by line; of the line with the words of the act they stand apart."""
    lines, at = [], 0
    for line in shown["text"].split("\n"):
        start, end = (min(max(shown[name] - at, 0), len(line)) for name in ("start", "end"))
        parts = (line[:start], line[start:end], line[end:])
        if line.strip():
            lines.append(dict(zip(("before", "words", "after"), map(visible, parts), strict=True)))
        at += len(line) + 1
    named = {name: _shown(shown[name]) for name in ("title", "outlet", "url", "published", "language")}
    return {"id": shown["article"], **named, "anchor": visible(shown["anchor"]), "lines": lines}


def _shown(words: str | None) -> str | None:
    return visible(words) if words else None


def _fields(told: Round) -> list[dict[str, str]]:
    return [{"field": field, "name": FIELDS[field]} for field in told.fields]


def _choices() -> dict[str, Any]:
    types = load().event_types
    return {
        "event_type": list(types.names),
        "sub_event_type": [{"type": one.name, "names": [sub.name for sub in one.sub_types]} for one in types.types],
        "modality": list(get_args(Modality)),
        "country": [{"code": one.code, "name": one.name} for one in load().countries.countries],
    }


def _coder(name: str, answer: Answer | None) -> dict[str, Any]:
    return {"name": name, "at": answer.at if answer else None, "note": answer.reason if answer else None}


def _taken(one: Adjudication | None) -> dict[str, Any] | None:
    if one is None:
        return None
    choice, _, coder = one.chose.partition(" ")
    words = None if one.verdict == "accept" else in_words(one.field, one.value)
    told = {name: getattr(one, name) for name in ("verdict", "reason", "decision", "by", "at")}
    return {"chose": choice, "coder": coder or None, "words": words, **told}
