"""`recount search`, `show`, `why`: what a casebook holds, and where a figure comes from."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from recount.cli.casebook import Casebook
from recount.cli.exits import SOME_FAILED, errors_told
from recount.cli.terminal import complain, console, is_terminal, plain
from recount.cli.traced import as_tree, as_value

if TYPE_CHECKING:
    from rich.tree import Tree

    from recount.ledger import Hit
    from recount.nouns import Record

__all__ = ["search", "show", "why"]

_AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, as in a pipe.")]


def search(
    casebook: Casebook,
    words: Annotated[
        str | None,
        typer.Argument(
            metavar="WORDS", help='All must occur; "in quotes" in this order; -word must not; word* begins so.'
        ),
    ] = None,
    near: Annotated[
        str | None, typer.Option(metavar="PLACE", help="latitude,longitude, or the name of a place.")
    ] = None,
    within: Annotated[float, typer.Option("--within", metavar="KM", min=0.1, max=20_000, help="Around it.")] = 25.0,
    since: Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or later.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="May have happened on this day or before.")] = None,
    country: Annotated[
        str | None, typer.Option(metavar="XX", help="ISO code of the country where it happened.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--type", metavar="TYPE", help="ACLED's event type or sub-type.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="The most articles to show.")] = 20,
    offset: Annotated[int, typer.Option("--offset", min=0, help="Pass over so many.")] = 0,
    as_json: _AsJson = False,
) -> None:
    """Find articles and reports by words, place, day, country and type, the last kept first.

    \b
    Examples:
      recount search sahel.recount '"car bomb" market -trial'
      recount search sahel.recount --near Kaya --within 50 --since 2024-01-01
      recount search sahel.recount --country ML --type "Air/drone strike" --json
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    with errors_told():
        found = api.search(
            casebook, words, near=_point(near), within_km=within, since=since, until=until, country=country,
            event_type=kind, limit=limit, offset=offset,
        )  # fmt: skip
    if as_json or not is_terminal(sys.stdout):
        for hit in found:
            write_value({**hit._asdict(), "reports": [one._asdict() for one in hit.reports]}, terminal=False)
        return
    screen = console()
    for hit in found:
        screen.print(_hit(hit))
    if not found:
        screen.print("Nothing fits.")
    elif len(found) == limit:
        screen.print(f"More with --offset {offset + limit}.", style="dim")


def show(
    casebook: Casebook,
    id_: Annotated[str, typer.Argument(metavar="ID", help="ev1:…, art1:…, rep1:…, st1:… or tal1:….")],
    original: Annotated[bool, typer.Option("--original", help="Write the bytes as they were found instead.")] = False,
    as_json: _AsJson = False,
) -> None:
    """Show an event, article, report, statement or tally: what was coded, where it was found, who decided what.

    Of an event: one value a field with its rivals, figures over time, and what each published rule makes of them.

    \b
    Examples:
      recount show sahel.recount ev1:99ec53da9d44c6c1
      recount show sahel.recount art1:1ea557d82051c3ae
      recount show sahel.recount rep1:99ec53da9d44c6c1 --json
      recount show sahel.recount art1:1ea557d82051c3ae --original > as-found.html
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    if id_.startswith("ev1:"):
        _show_event(casebook, id_, as_json=as_json)
        return
    with errors_told():
        if original:
            found = api.casebook_original(casebook, id_)
            if found is None:
                complain("The bytes were redacted, or none are kept.")
                raise typer.Exit(SOME_FAILED)
            if is_terminal(sys.stdout):
                # Bytes from an article must not steer the terminal; a pipe or file gets them as they are.
                console().print(plain(found.decode("utf-8", "replace"), one_line=False))
            else:
                sys.stdout.buffer.write(found)
            return
        about, record = api.casebook_row(casebook, id_), api.casebook_record(casebook, id_)
    about_record = _only(record, id_) if record else None
    if as_json or not is_terminal(sys.stdout):
        told = about_record.model_dump(mode="json") if about_record else None
        write_value({**about, "record": told}, terminal=is_terminal(sys.stdout))
        return
    from recount.cli.tables import header, record_tables, value_tables

    screen = console()
    if about_record is None:
        screen.print(f"{plain(id_)} was redacted.", style="bold")
    elif about["kind"] == "article":
        screen.print(record_tables(about_record, width=screen.width))
    else:
        screen.print(header(about_record), *value_tables(about_record, width=screen.width))
    for line in _around(about):
        screen.print(line)


def why(
    casebook: Casebook,
    id_: Annotated[str, typer.Argument(metavar="ID", help="A report, tally or event.")],
    field: Annotated[
        str, typer.Argument(metavar="FIELD", help="killed, where, when, event_type, perpetrators, …")
    ] = "best",
    rule: Annotated[
        str | None,
        typer.Option("--rule", metavar="RULE", help="acled, ucdp, airwars, ibc, all, or the path of a rule's file."),
    ] = None,
    as_json: _AsJson = False,
) -> None:
    """Walk from a coded figure back to its words, to who said them, and to the article that printed them.

    Of an event, each of its reports is asked: rival figures stand side by side. With --rule the figure is the one that
    a published rule makes of them: which statements entered, which line took which, what was left out and why. FIELD
    may then be the name of a value too (fatalities, best, grade).

    \b
    Examples:
      recount why sahel.recount rep1:99ec53da9d44c6c1 killed
      recount why sahel.recount rep1:99ec53da9d44c6c1 where --json
      recount why sahel.recount ev1:99ec53da9d44c6c1 killed
      recount why sahel.recount ev1:99ec53da9d44c6c1 killed --rule ucdp
      recount why sahel.recount ev1:99ec53da9d44c6c1 killed --rule all
    """
    from recount.api import casebook as api
    from recount.cli.output import write_value

    if rule is not None:
        _why_under(casebook, id_, field, rule, as_json=as_json)
        return
    with errors_told():
        if id_.startswith("ev1:"):
            from recount.api.linking import why_event

            traces = why_event(casebook, id_, field)
        else:
            traces = [api.why(casebook, id_, field)]
    for found in traces:
        if as_json or not is_terminal(sys.stdout):
            write_value(as_value(found), terminal=is_terminal(sys.stdout))
        else:
            console().print(as_tree(found))


def _why_under(casebook: Path, id_: str, field: str, rule: str, *, as_json: bool) -> None:
    """Show how a figure of an event comes about under a rule, or under all."""
    from recount.api import deriving
    from recount.cli.derived import derivation, side_by_side
    from recount.cli.output import write_value

    with errors_told():
        rules = deriving.PUBLISHED_RULES if rule == "all" else (rule,)
        found = deriving.derive(casebook, id_, field, rules)
    if as_json or not is_terminal(sys.stdout):
        for one in found:
            write_value(deriving.value_of_derived(one), terminal=is_terminal(sys.stdout))
    elif rule == "all":
        console().print(side_by_side(found))
    else:
        console().print(*derivation(found[0]), sep="\n")


def _show_event(casebook: Path, id_: str, *, as_json: bool) -> None:
    """Show an event: one value a field, the rivals, figures over time, and what each rule makes of them."""
    from recount.api import deriving
    from recount.cli.derived import event_tables
    from recount.cli.output import write_value

    with errors_told():
        event = deriving.event_under(casebook, id_)
    if as_json or not is_terminal(sys.stdout):
        write_value(deriving.value_of_event(event), terminal=is_terminal(sys.stdout))
        return
    for part in event_tables(event):
        console().print(part)


def _point(written: str | None) -> tuple[float, float] | None:
    """Read latitude and longitude, or look a name up: the likeliest place is meant."""
    if written is None:
        return None
    north, comma, east = written.partition(",")
    try:
        return (float(north), float(east)) if comma else _of_name(written)
    except ValueError:
        return _of_name(written)


def _of_name(name: str) -> tuple[float, float]:
    from recount import api

    found = api.look_up_place(name, limit=1)
    if not found:
        raise typer.BadParameter(f"{name} is not in the gazetteer; give latitude,longitude", param_hint="--near")
    place = found[0].place
    complain(f"Near {place.name}, {place.admin1 or place.country} ({place.latitude:.4f}, {place.longitude:.4f})")
    return place.latitude, place.longitude


def _only(record: "Record", id_: str) -> "Record":
    """Leave of a record what an id stands for, with the statements about it; all of it for an article."""
    if id_.startswith("art1:"):
        return record
    if id_.startswith("st1:"):
        said = tuple(one for one in record.statements if one.id == id_)
        about = {one for statement in said for one in statement.about}
    else:
        said = tuple(one for one in record.statements if id_ in one.about)
        about = {id_}
    return record.model_copy(
        update={
            "reports": tuple(one for one in record.reports if one.id in about),
            "tallies": tuple(one for one in record.tallies if one.id in about),
            "statements": said,
            "notices": (),
        }
    )


def _hit(hit: "Hit") -> "Tree":
    from rich.text import Text
    from rich.tree import Tree

    head = Text.assemble(
        (plain(hit.title or "(no title)"), "bold"),
        "  ",
        (plain(" · ".join(part for part in (hit.outlet, hit.published, hit.article) if part)), "dim"),
    )
    tree = Tree(head, guide_style="dim")
    tree.add(Text(plain(hit.snippet), style="italic"))
    for one in hit.reports:
        days = one.earliest if one.earliest == one.latest else f"{one.earliest or '?'} to {one.latest or '?'}"
        place = ", ".join(part for part in (one.place, one.country) if part)
        told = (one.sub_event_type or "type open", days or "day unknown", place or "place unknown", f"“{one.anchor}”")
        modality = () if one.modality in (None, "actual") else (f"({one.modality})",)
        tree.add(Text.assemble(plain(" · ".join((*told, *modality))), "  ", (one.id, "dim")))
    return tree


def _around(about: dict[str, Any]) -> Iterator[str]:
    """Say where something was found, what it is a copy of, by what it was coded and what was decided."""
    for one in about["redactions"]:
        yield f"Redacted by {plain(one['by'])}, {one['at']}: {plain(one['reason'])}"
    for one in about["sources"]:
        where = plain(one["source"] + (f", {one['place']}" if one["place"] else ""))
        yield f"Found in {where} ({one['how']}), {one['at']}, by {plain(one['by'])}; sha256 {one['sha256']}"
    if about["family"]:
        first, *others = about["family"]
        yield f"One story in {len(others) + 1} articles, first: {first['id']} ({plain(first['outlet'] or 'no outlet')})"
        for one in others:
            share = "" if one["share"] is None else f", {one['share']:.0%} of its word runs"
            yield f"  {one['id']} ({plain(one['outlet'] or 'no outlet')}): {one['kind'] or 'kept first'}{share}"
    for one in about["codings"]:
        yield f"Coded by {one['name']} {one['version']}, {one['started']}, by {plain(one['by'])} (row {one['coding']})"
    for one in about["decisions"]:
        value = f" to {plain(one['value'])}" if one["value"] is not None else ""
        reason = f": {plain(one['reason'])}" if one["reason"] else ""
        yield f"{one['verdict']} {one['field'] or 'the whole'}{value}, {one['at']}, by {plain(one['by'])}{reason}"
    yield f"Row {about['row']} of the chain, {about['hash']}"
