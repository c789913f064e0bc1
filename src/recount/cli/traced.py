"""The way from a figure back to its words, as a tree on a terminal and as a value in a pipe."""

from typing import TYPE_CHECKING, Any

from recount.cli.terminal import plain

if TYPE_CHECKING:
    from rich.text import Text
    from rich.tree import Tree

    from recount.ledger import Trace, Traced

__all__ = ["as_tree", "as_value"]


def as_value(found: "Trace") -> dict[str, Any]:
    """Return a trace as one value of JSON."""
    values = [{**one._asdict(), "quotes": [quote._asdict() for quote in one.quotes]} for one in found.values]
    return {**found._asdict(), "values": values}


def as_tree(found: "Trace") -> "Tree":
    """Return a trace as a tree: values with their words and speakers first, then where they were printed and coded."""
    from rich.tree import Tree

    root = Tree(_line(f"{found.field} in {found.id}", style="bold"), guide_style="dim")
    for value in found.values:
        _add_value(root, value)
    if not found.values:
        root.add(_line("The article does not say.", style="italic"))
    for rival in found.disagreements:
        told = ", ".join(str(one["value"]) for one in rival["values"])
        root.add(_line(f"Speakers disagree on {rival['field']}: {told}", style="yellow"))
    for made in found.decisions:
        right = f" to {made['value']}" if made["value"] is not None else ""
        root.add(_line(f"Decided: {made['verdict']}{right}, by {made['by']}, {made['at']}. {made['reason'] or ''}"))
    _add_article(root, found)
    _add_coding(root, found)
    return root


def _add_value(root: "Tree", value: "Traced") -> None:
    from rich.text import Text

    rule = f"by rule: {value.rule} " if value.rule else ""
    branch = root.add(Text.assemble((plain(value.value), "bold"), "  ", (plain(f"{rule}({value.method})"), "dim")))
    sentences: set[str] = set()
    for quote in value.quotes:
        if quote.sentence not in sentences:
            sentences.add(quote.sentence)
            branch.add(_line(f"“{quote.words}” [{quote.start}, {quote.end}] in: {quote.sentence}"))
    for said in value.said_by:
        about = ", ".join(part for part in (said["side"], said["kind"]) if part)
        via = f", via {said['via']}" if said["via"] else ""
        branch.add(_line(f"{said['stance']}: {said['speaker']} ({about}){via}, “{said['cue'] or ''}”, {said['id']}"))
    if not value.said_by:
        branch.add(_line("in the outlet's own voice", style="italic"))


def _add_article(root: "Tree", found: "Trace") -> None:
    article = found.article
    outlet = article["outlet"] or "outlet not known"
    branch = root.add(_line(f"Printed in “{article['title'] or article['id']}”, {outlet}"))
    day = article["published"]["earliest"] if article["published"] else "on a day not known"
    branch.add(_line(f"{article['url'] or 'no address'}; published {day}"))
    for source in found.sources:
        place = f", {source['place']}" if source["place"] else ""
        branch.add(_line(f"found in {source['source']}{place}, {source['at']}; sha256 {source['sha256']}"))


def _add_coding(root: "Tree", found: "Trace") -> None:
    coding = found.coding
    how = f"{coding['name']} {coding['version']}, run {coding['run']} of {coding['by']}, {coding['started']}"
    branch = root.add(_line(f"Coded by {how}"))
    for other in found.other_codings:
        branch.add(_line(f"{other['name']} {other['version']} read: {'; '.join(other['values']) or 'nothing'}"))
    branch.add(_line(f"row {found.row['seq']} of the chain, {found.row['hash']}"))


def _line(words: str, *, style: str = "") -> "Text":
    from rich.text import Text

    return Text(plain(words), style=style)
