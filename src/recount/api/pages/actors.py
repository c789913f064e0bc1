"""Pages of actors: whom reports name as those who acted, or were acted upon. What they say is claimed, not found."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from recount.api.pages.event_rows import not_graded
from recount.api.pages.events import listed_events
from recount.api.pages.events_asked import EventsAsked
from recount.api.pages.public_names import is_public
from recount.codebook import load as load_codebook
from recount.errors import UnknownId
from recount.ledger import Ledger
from recount.ledger.event_details import details_of_events
from recount.ledger.event_listing import ask, page_of_events
from recount.ledger.name_listing import ActorTotal, actor_total, number_of_actors
from recount.ledger.name_listing import actors_page as _actors_page

__all__ = ["actor_page", "actors_page"]

# Events whose reports are read for how they write a name.
_MOST_READ = 300


def actors_page(casebook: Path, *, words: str = "", after: str = "", public: bool = False) -> dict[str, Any]:
    """Return a page of actors, those whom most events name first.

    Raises:
        BadArgument: a place in the list that cannot be meant.
    """
    with Ledger.open(casebook) as ledger, ledger.still():
        found, following = _actors_page(ledger, words=words.strip() or None, after=after or None)
        number, waiting = number_of_actors(ledger), not_graded(ledger)
    shown = [one for one in found if not public or is_public(one.actor)]
    return {
        "asked": {"words": words},
        "actors": [_listed(one) for one in shown],
        "count": number,
        "withheld": len(found) - len(shown),
        **waiting,
        "first_page": _address(words) if after else None,
        "next_page": _address(words, following) if following else None,
    }


def actor_page(casebook: Path, name: str, asked: EventsAsked, *, public: bool = False) -> dict[str, Any]:
    """Return an actor with the events that name them, and how reports write the name.

    Raises:
        UnknownId: no graded event names them.
        BadArgument: a value that cannot be meant.
    """
    of_all = asked.model_copy(update={"actor": name})
    query = of_all.query(public=public)
    with Ledger.open(casebook) as ledger, ledger.still():
        total = actor_total(ledger, name) if not public or is_public(name) else None
        waiting = not_graded(ledger)
        if total is None:
            raise UnknownId(f"No graded event names {name!r}.{_waiting(waiting)}")
        read = page_of_events(ledger, ask(ledger, query), limit=_MOST_READ).events
        details = details_of_events(ledger, read)
        events = listed_events(ledger, of_all, query, here=(f"/actors/{quote(name, safe='')}", asked), public=public)
    written = Counter(
        told.written
        for one in details.values()
        for told in (*one.perpetrators, *one.targets)
        if told.name == name and (not public or is_public(told.written))
    )
    words = Counter(word for one in details.values() if name in {told.name for told in one.perpetrators}
                    for word in one.responsibility)  # fmt: skip
    return {
        **_listed(total),
        "known": _known(name),
        "written": [{"words": word, "events": number} for word, number in written.most_common(20)],
        "responsibility": [{"word": word, "events": number} for word, number in words.most_common()],
        "read": len(read),
        **waiting,
        **events,
    }


def _listed(total: ActorTotal) -> dict[str, Any]:
    return {
        "name": total.actor, "href": f"/actors/{quote(total.actor, safe='')}", "perpetrator": total.perpetrator,
        "target": total.target, "first": total.first, "last": total.last, "listed": _is_listed(total.actor),
    }  # fmt: skip


def _is_listed(name: str) -> bool:
    """Tell whether a name is a neutral one of a list, rather than the words of reports."""
    actors = load_codebook().actors
    return actors.named(name) is not None or actors.state_force(name) is not None


def _known(name: str) -> dict[str, Any] | None:
    """Return what the list of actors holds of a name; None where it is in no list."""
    actors = load_codebook().actors
    found = actors.named(name)
    if found is None:
        return None
    return {
        "id": found.id, "kind": found.kind, "country": found.country, "aliases": list(found.aliases[:12]),
        "side": found.side,
    }  # fmt: skip


def _waiting(waiting: Mapping[str, Any]) -> str:
    if not waiting["not_graded"]:
        return " The page of actors lists those that events name."
    return f" {waiting['not_graded_told']} not graded yet: look again later, or search the articles."


def _address(words: str, after: str | None = None) -> str:
    told = urlencode({name: value for name, value in (("words", words), ("after", after)) if value})
    return f"/actors?{told}" if told else "/actors"
