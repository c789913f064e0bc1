"""Double coding: rounds, the blind form, agreement, and deciding where coders differ."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recount.api import reviewing
from recount.api.pages.coding import (
    adjudicate_page,
    agreement_page,
    form_page,
    round_page,
    rounds_page,
    standing_in,
)
from recount.errors import BadArgument
from recount.web.access import MayCode, MayReview, Who
from recount.web.pages import done, page, show, wants_json
from recount.web.serving import serving

__all__ = ["router"]

router = APIRouter()

_Word = Annotated[str, Field(max_length=500)]
_Words = Annotated[str, Field(max_length=4_000)]
_Number = Annotated[str, Field(max_length=15)]


class Coded(BaseModel):
    """What somebody says of a report, as a form has it; `…_unsaid` where the text does not say."""

    event_type: _Word = ""
    event_type_unsaid: bool = False
    sub_event_type: _Word = ""
    sub_event_type_unsaid: bool = False
    modality: _Word = ""
    modality_unsaid: bool = False
    earliest: _Number = ""
    latest: _Number = ""
    when_unsaid: bool = False
    place: _Word = ""
    admin1: _Word = ""
    country: _Word = ""
    where_unsaid: bool = False
    perpetrators: _Words = ""
    perpetrators_unsaid: bool = False
    targets: _Words = ""
    targets_unsaid: bool = False
    killed_low: _Number = ""
    killed: _Number = ""
    killed_high: _Number = ""
    killed_unsaid: bool = False
    injured_low: _Number = ""
    injured: _Number = ""
    injured_high: _Number = ""
    injured_unsaid: bool = False
    note: _Words = ""


class Drawing(BaseModel):
    """A round that is asked for."""

    name: _Word = ""
    coders: _Words = ""
    size: int = 50
    seed: int = 1
    country: _Word = ""
    fields: list[str] = []


class Choosing(Coded):
    """Whose value is taken for a field."""

    field: _Word = ""
    chose: _Word = ""
    reason: _Words = ""


@page(router, "/coding", "coding.html")
def coding(request: Request, who: MayCode) -> dict[str, Any]:
    """Rounds of double coding."""
    return rounds_page(serving(request).casebook, by=who.name)


@router.post("/coding")
def make_round(request: Request, who: MayReview, drawing: Annotated[Drawing, Form()]) -> Response:
    """Draw reports for several people to code, each without seeing what the others say."""
    book = serving(request).casebook
    try:
        made = reviewing.make_round(
            book,
            drawing.name.strip(),
            coders=_listed(drawing.coders),
            size=drawing.size,
            by=who.name,
            fields=drawing.fields or None,
            seed=drawing.seed,
            country=drawing.country.strip() or None,
        )
    except BadArgument as error:
        value = {**rounds_page(book, by=who.name), "written": drawing.model_dump(), "refused": str(error)}
        return _refused(request, who, "coding.html", value, error)
    return done(request, {"round": made.name, "reports": len(made.reports)}, to=f"/coding/{made.name}")


@page(router, "/coding/{name}", "coding_round.html")
def coding_round(request: Request, who: MayCode, name: str) -> dict[str, Any]:
    """A round: its coders, how far they are, and what is left of one's own."""
    return round_page(serving(request).casebook, name, by=who.name)


@page(router, "/coding/{name}/agreement", "coding_agreement.html")
def coding_agreement(request: Request, who: MayCode, name: str) -> dict[str, Any]:
    """How far the coders of a round agree, and where they differ."""
    _may_see(request, who, name)
    return agreement_page(serving(request).casebook, name, by=who.name)


@page(router, "/coding/{name}/adjudicate/{report}", "coding_adjudicate.html")
def adjudicate(request: Request, who: MayReview, name: str, report: str) -> dict[str, Any]:
    """What coders and machine say of a report, side by side."""
    _may_see(request, who, name)
    return adjudicate_page(serving(request).casebook, name, report, by=who.name)


@router.post("/coding/{name}/adjudicate/{report}")
def take(request: Request, who: MayReview, name: str, report: str, chosen: Annotated[Choosing, Form()]) -> Response:
    """Decide whose value is taken for a field of a report."""
    _may_see(request, who, name)
    book = serving(request).casebook
    try:
        value = _another(chosen) if chosen.chose == "another" else None
        decision = reviewing.adjudicate(
            book,
            name,
            report,
            chosen.field,
            chosen.chose,
            by=who.name,
            value=value,
            reason=chosen.reason.strip() or None,
        )
    except BadArgument as error:
        shown = adjudicate_page(book, name, report, by=who.name)
        value = {**shown, "written": chosen.model_dump(), "refused": str(error)}
        return _refused(request, who, "coding_adjudicate.html", value, error)
    return done(request, {"decision": decision}, to=f"/coding/{name}/adjudicate/{report}#{chosen.field}")


@page(router, "/coding/{name}/{report}", "coding_report.html")
def coding_form(request: Request, who: MayCode, name: str, report: str) -> dict[str, Any]:
    """The text of a report with the words of the act, to code it without seeing what anybody else said."""
    return _form(request, who, name, report)


@router.post("/coding/{name}/{report}")
def answer(request: Request, who: MayCode, name: str, report: str, coded: Annotated[Coded, Form()]) -> Response:
    """Keep what a coder says of a report."""
    value = _form(request, who, name, report)
    fields = [one["field"] for one in value["fields"]]
    try:
        given = _given(fields, coded)
        kept = reviewing.answer(
            serving(request).casebook, name, report, given, by=who.name, reason=coded.note.strip() or None
        )
    except BadArgument as error:
        value = {**value, "written": coded.model_dump(), "refused": str(error)}
        return _refused(request, who, "coding_report.html", value, error)
    after = value["next"]
    return done(request, {"answer": kept, "next": after}, to=f"/coding/{name}/{after}" if after else f"/coding/{name}")


def _another(chosen: Choosing) -> Any:
    """Return the value that a reviewer gives; None where the text does not say."""
    given = _given([chosen.field], chosen)
    if chosen.field not in given:
        raise BadArgument("Give the other value, or say that the text does not say.")
    return given[chosen.field]


def _form(request: Request, who: Who, name: str, report: str) -> dict[str, Any]:
    book = serving(request).casebook
    if not standing_in(book, name, who.name).is_coder:
        raise HTTPException(403, f"You are none of the coders of {name}: its reports are theirs to code.")
    return form_page(book, name, report, by=who.name)


def _may_see(request: Request, who: Who, name: str) -> None:
    """Refuse a coder who has not finished: others' values would not leave them blind."""
    if standing_in(serving(request).casebook, name, who.name).is_blind:
        raise HTTPException(
            403, f"You see what others said once you have coded all reports of {name}; until then nobody's is shown."
        )


def _refused(request: Request, who: Who, template: str, value: dict[str, Any], error: BadArgument) -> Response:
    """Show the form again with what was written, and why it cannot be kept."""
    if wants_json(request):
        raise error
    return show(request, who, template, value, status=422)


def _listed(written: str) -> list[str]:
    return [one for line in written.splitlines() for part in line.split(";") if (one := part.strip())]


def _given(fields: Sequence[str], form: Coded) -> dict[str, Any]:
    """Return by field what a form says of it; a field with nothing is left out."""
    found: dict[str, Any] = {}
    for field in fields:
        value = _value(field, form)
        unsaid = bool(getattr(form, f"{field}_unsaid", False))
        if unsaid and value is not None:
            raise BadArgument(
                f"{field}: there is a value, and it is said that the text does not say. Leave one of them out."
            )
        if unsaid or value is not None:
            found[field] = value
    return found


def _value(field: str, form: Coded) -> Any:
    """Return what a form has for a field; None where it has nothing."""
    if field == "when":
        first, last = form.earliest.strip(), form.latest.strip()
        return {"earliest": first or last, "latest": last or first} if first or last else None
    if field == "where":
        told = {"name": form.place.strip(), "admin1": form.admin1.strip(), "country": form.country.strip()}
        return told if any(told.values()) else None
    if field in ("perpetrators", "targets"):
        return _listed(getattr(form, field)) or None
    if field in ("killed", "injured"):
        low, best, high = (getattr(form, name).strip() for name in (f"{field}_low", field, f"{field}_high"))
        if best and not low and not high:
            return _number(best)
        return {"low": _number(low), "best": _number(best), "high": _number(high)} if low or best or high else None
    return str(getattr(form, field, "")).strip() or None


def _number(written: str) -> int | None:
    if not written:
        return None
    try:
        return int(written)
    except ValueError:
        raise BadArgument(f"{written!r} is no whole number.") from None
