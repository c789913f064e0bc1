"""Happenings become reports: every field with the words that it rests on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from recount.extraction.carried_times import CARRIED, carried_time
from recount.extraction.counts import CountAt, CountEffect
from recount.extraction.happenings import Happening, modality_of
from recount.extraction.kinds import Kind, kind_of
from recount.extraction.parties import PartyAt
from recount.extraction.scenes import Scene, scene_of
from recount.extraction.sheet import PlaceAt, Sheet, TimeAt, TokenRange
from recount.extraction.sites import same_site
from recount.extraction.tellings import Telling
from recount.nouns import (
    Count,
    Evidence,
    Party,
    Report,
    Span,
    Weapon,
    When,
    Where,
    report_id,
)

__all__ = ["count_nouns", "is_group", "is_of_doers", "party_identity", "party_nouns", "reports_of", "where_of"]

_NOT_DOERS = frozenset({"civilians", "state forces", "external/other", "protesters", "rioters"})
_METHOD = "reports.rules/2"
# Days. Of 0, 7, 31 and no limit, 31 gave the most right days on corpus/train and corpus/dev.
_WIDE_DAYS = 31


def reports_of(sheet: Sheet, happenings: Sequence[Happening], sources: Sequence[TokenRange] = ()) -> tuple[Report, ...]:
    """Return one report for each happening, in order; `sources` are the words for who speaks."""
    return tuple(_report(sheet, happening, sources) for happening in happenings)


def _report(sheet: Sheet, happening: Happening, sources: Sequence[TokenRange]) -> Report:
    kind = kind_of(sheet, happening)
    main = _fullest(sheet, happening)
    anchor = sheet.span(main.main.first, main.main.end)
    place = sheet.span(happening.chain[0].first, happening.chain[0].end) if happening.chain else None
    identity = report_id(sheet.article.id, anchor, place if happening.shared else None)
    told = [
        sheet.span(trigger.first, trigger.end)
        for telling in happening.tellings
        for trigger in telling.triggers
        if trigger.act.family in happening.families
    ]
    counts = count_nouns(sheet, happening.counts, identity)
    return Report(
        id=identity,
        method=_METHOD,
        spans=(anchor, *_others(told, anchor)),
        event_type=kind.event_type,
        sub_event_type=kind.sub_event_type,
        modality=modality_of(sheet, happening),
        when=_when(sheet, happening),
        where=_where(sheet, happening, main, sources),
        perpetrators=_doers(sheet, happening),
        targets=_targets(sheet, happening),
        weapons=tuple(_weapons(sheet, happening)),
        casualties=tuple(count for count in counts if count.effect != "munitions"),
        munitions=tuple(count for count in counts if count.effect == "munitions"),
        evidence=_evidence(sheet, happening, kind),
    )


def _others(spans: Iterable[Span], first: Span) -> tuple[Span, ...]:
    return tuple(span for span in dict.fromkeys(spans) if span != first)


def _fullest(sheet: Sheet, happening: Happening) -> Telling:
    """Return the telling that says most: in the body, of this happening alone, with a full act."""

    def fullness(telling: Telling) -> tuple[bool, bool, int, int]:
        arguments = telling.arguments
        said = bool(arguments.perpetrators or arguments.sides) + bool(arguments.targets) + bool(telling.places)
        return (
            telling.sentence != sheet.headline,
            telling.main.act.strength != "echo",
            said + bool(telling.weapons) + bool(telling.times),
            -telling.sentence,
        )

    return max(happening.tellings, key=fullness)


def _when(sheet: Sheet, happening: Happening) -> When:
    """Return the time told nearest to the act, a day before anything wider than a month; else that of the story."""
    times: list[tuple[TimeAt, int]] = [
        (time, _distance(time, telling))
        for telling in happening.tellings
        for time in telling.times
        if time.mention.expression.kind != "clock"
    ]
    if not times:
        carried = carried_time(sheet, _fullest(sheet, happening).clause.first)
        return _told(sheet, carried).model_copy(update={"method": CARRIED}) if carried else When()
    nearest, _ = min(times, key=lambda pair: (_width(sheet, pair[0]) > _WIDE_DAYS, pair[1], pair[0].first))
    return _told(sheet, nearest)


def _told(sheet: Sheet, time: TimeAt) -> When:
    return When(expression=time.mention.expression, spans=(sheet.span(time.first, time.end),))


def _distance(time: TimeAt, telling: Telling) -> int:
    """Count the words between a time and the act."""
    act = telling.main
    return time.first - act.end if time.first >= act.end else act.first - time.end


def _width(sheet: Sheet, time: TimeAt) -> int:
    days = time.mention.expression.resolve(sheet.article.published)
    if days is None or days.earliest is None or days.latest is None:
        return 1 if time.mention.expression.kind in {"date", "weekday", "day"} else 400
    return (days.latest - days.earliest).days


def _where(sheet: Sheet, happening: Happening, main: Telling, sources: Sequence[TokenRange]) -> Where:
    """Return the place of a happening's own clauses, else the one that the words around its fullest telling set."""
    if happening.chain:
        return where_of(sheet, Scene(happening.chain, "stated"), *happening.chains)
    scene = scene_of(sheet, main.main.first, sources)
    return where_of(sheet, scene) if scene else Where()


def where_of(sheet: Sheet, scene: Scene, *chains: Sequence[PlaceAt]) -> Where:
    """Return a scene as a noun; the places of further chains are named after its own."""
    places = [*scene.chain, *(place for chain in chains for place in chain)]
    spans = dict.fromkeys(sheet.span(place.first, place.end) for place in places)
    return Where(name=scene.chain[0].located.mention.name, basis=scene.basis, spans=tuple(spans))


def _doers(sheet: Sheet, happening: Happening) -> tuple[Party, ...]:
    sides = [party for telling in happening.tellings for party in telling.arguments.sides]
    doers = [*happening.perpetrators, *(sides[:1] if not happening.perpetrators else [])]
    return party_nouns(sheet, doers)


def _targets(sheet: Sheet, happening: Happening) -> tuple[Party, ...]:
    sides = [party for telling in happening.tellings for party in telling.arguments.sides]
    first = sides[0].named if sides and not happening.perpetrators else None
    doers = {party.named for party in happening.perpetrators}
    if any(is_group(party.named) for party in happening.perpetrators):
        # "14 terrorists were killed" in an attack by a group are the group's own.
        happening_targets = [party for party in happening.targets if not is_of_doers(party.named)]
    else:
        happening_targets = happening.targets
    rivals = [party for party in sides if party.named != first and party.named not in doers]
    here = [party for party in happening_targets if not _is_elsewhere(sheet, party, happening)]
    hit = {party for telling in happening.tellings for party in telling.arguments.hit}
    # People hit are targets only where the words name nothing else that was aimed at.
    here = [party for party in here if party not in hit] or here
    return party_nouns(sheet, [*here, *rivals])


def _is_elsewhere(sheet: Sheet, party: PartyAt, happening: Happening) -> bool:
    """Tell whether a site's own words place it elsewhere: of "struck the bases at A and B" B is no target at A."""
    if party.role != "site" or not happening.chain:
        return False
    named = [place for place in sheet.places if party.first <= place.first < party.end]
    known = [place for chain in (happening.chain, *happening.chains) for place in chain]
    return bool(named) and not any(same_site(place, other) for place in named for other in known)


def is_group(party: PartyAt) -> bool:
    """Tell whether a party is an armed one that is no state's."""
    return party.armed and party.kind not in {"state forces", "external/other"}


def is_of_doers(party: PartyAt) -> bool:
    """Tell whether a noun for armed people has no name of its own, so that it can mean those who did it."""
    named = party.actor is not None or party.country is not None
    return party.role == "people" and not named and party.kind not in _NOT_DOERS


def party_nouns(sheet: Sheet, parties: Sequence[PartyAt]) -> tuple[Party, ...]:
    """Return parties as nouns: mentions of one party joined, named ones before unnamed of the same kind."""
    groups: dict[str, list[PartyAt]] = {}
    for party in parties:
        groups.setdefault(party_identity(sheet, party.named), []).append(party)
    named = any(_is_named(mentions[0].named) for mentions in groups.values())
    nouns = [
        _party(sheet, mentions) for mentions in groups.values() if not (named and mentions[0].named.role == "stand-in")
    ]
    return tuple(nouns)


def _is_named(party: PartyAt) -> bool:
    return bool(party.actor or party.country)


def party_identity(sheet: Sheet, party: PartyAt) -> str:
    """Return a key that two mentions of one party share: its actor, its state, or its head word."""
    if party.actor:
        return f"actor:{party.actor.id}"
    if party.country and party.kind in {"state forces", "external/other"}:
        return f"state:{party.country}"
    return f"word:{sheet.words(party.head, party.head + 1).casefold()}:{party.country}"


def _party(sheet: Sheet, mentions: Sequence[PartyAt]) -> Party:
    best = max(
        (party.named for party in mentions),
        key=lambda party: (party.role != "stand-in", party.end - party.first),
    )
    spans = [sheet.span(best.first, best.end)]
    spans += [sheet.span(party.first, party.end) for mention in mentions for party in (mention.named, mention)]
    return Party(
        name=sheet.words(best.first, best.end),
        kind=best.kind,
        country=best.country,
        spans=tuple(dict.fromkeys(spans)),
        method="parties.rules/1",
    )


def _weapons(sheet: Sheet, happening: Happening) -> Iterator[Weapon]:
    found: dict[str, tuple[str, str, list[Span]]] = {}
    for telling in happening.tellings:
        for weapon in telling.weapons:
            if any(party.first <= weapon.first < party.end and party.role == "site" for party in happening.targets):
                continue
            name = sheet.words(weapon.first, weapon.end)
            key = f"{weapon.form.category}:{_singular(name)}"
            found.setdefault(key, (name, weapon.form.category, []))[2].append(sheet.span(weapon.first, weapon.end))
    for name, category, spans in found.values():
        yield Weapon(name=name, category=category, spans=tuple(dict.fromkeys(spans)), method="weapons.rules/1")


def _singular(name: str) -> str:
    lower = name.casefold()
    return lower[:-1] if lower.endswith("s") else lower


def count_nouns(sheet: Sheet, counts: Sequence[CountAt], owner: str) -> tuple[Count, ...]:
    """Return counts as nouns: the same figure told twice once, subsets pointing to what contains them."""
    told: dict[tuple[object, ...], list[CountAt]] = {}
    for count in counts:
        told.setdefault((count.effect, count.bounds, count.subset_first is None), []).append(count)
    identities = {
        (count.first, count.effect): f"{owner}/count/{number}"
        for number, same in enumerate(told.values())
        for count in same
    }
    return tuple(_count(sheet, same, identities) for same in told.values())


def _count(sheet: Sheet, same: Sequence[CountAt], identities: Mapping[tuple[int, CountEffect], str]) -> Count:
    first = max(same, key=lambda count: (count.group is not None, count.group_kind != "unknown", -count.first))
    spans = [sheet.span(count.first, count.end) for count in (first, *same)]
    spans += [sheet.span(*count.effect_at) for count in same if count.effect_at]
    whole = identities.get((first.subset_first, first.effect)) if first.subset_first is not None else None
    return Count(
        id=identities[first.first, first.effect],
        effect=first.effect,
        group=sheet.words(*first.group) if first.group else None,
        group_kind=first.group_kind,
        low=first.bounds.low,
        best=first.bounds.best,
        high=first.bounds.high,
        part_of=whole,
        rule=first.bounds.rule,
        spans=tuple(dict.fromkeys(spans)),
        method="counts.rules/1",
    )


def _evidence(sheet: Sheet, happening: Happening, kind: Kind) -> tuple[Evidence, ...]:
    spans = (sheet.span(kind.trigger.first, kind.trigger.end),)
    found = [
        Evidence(
            field="event_type",
            value=kind.sub_event_type or kind.event_type,
            rule=kind.rule,
            spans=spans,
            method="kinds.rules/1",
        )
    ]
    for telling in happening.tellings:
        modality, at = telling.main.modality, telling.main.modality_at
        if modality != "actual":
            words = (sheet.span(*at),) if at else (sheet.span(telling.main.first, telling.main.end),)
            found.append(
                Evidence(
                    field="modality",
                    value=modality,
                    rule="words beside the act",
                    spans=words,
                    method="modality.rules/1",
                )
            )
    return tuple(found)
