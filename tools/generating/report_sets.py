"""Sets of articles in which several outlets tell of the same incidents, with the truth about each article."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final
from unicodedata import normalize

from generating.coded_places import places
from generating.happening import pick
from generating.incidents import Incident, incidents
from generating.parameters import Parameters
from generating.press import Outlet, outlets_of
from generating.retold import Draft, compose

__all__ = ["ARTICLE_PARAMETERS", "articles"]

Chance = Callable[[], float]
ARTICLE_PARAMETERS: Final = Parameters(
    reports_per_event=3.4,
    events_per_country_day=0.4,
    place_skew=1.0,
    p_twin=0.15,
    p_twin_same_outlet=0.5,
    p_background=0.1,
)
"""Fewer events a day than in coded sets, so that some hundred of them span weeks; each is told more often, and
there are more twins and more that is recalled."""
_MOST_OUTLETS: Final = 8
_SLOW: Final = ("weekly", "monitor")
_MOST_DAYS_BACK: Final = 240


@dataclass(slots=True)
class _Plan:
    """An article before it is written."""

    incident: Incident
    outlet: Outlet
    published: datetime
    role: str
    others: list[tuple[Incident, str]] = field(default_factory=list)

    def tells(self, incident: Incident) -> bool:
        """Tell whether the article tells of an incident already."""
        return any(incident.id == other.id for other in (self.incident, *(other for other, _ in self.others)))


def articles(number: int, *, seed: int, parameters: Parameters = ARTICLE_PARAMETERS) -> list[dict[str, Any]]:
    """Return the articles about roughly `number` incidents in order of publication, the same for a seed."""
    held = places()
    happened = incidents(number, held, parameters, seed)
    chance = Random((seed << 36) + 5).random
    plans = _plans(happened, parameters, chance)
    _recall(plans, happened, parameters, chance)
    printed = []
    for at, plan in enumerate(sorted(plans, key=lambda plan: (plan.published, plan.incident.number, plan.outlet.name))):
        random = Random((seed << 40) + 1_000_003 * plan.incident.number + at).random
        draft = compose(plan.incident, plan.others, plan.outlet, plan.published, held, parameters, random)
        line = _line(plan, draft, random)
        printed.append(line)
        printed.extend(_copies(line, plan, parameters, random))
    printed.sort(key=lambda line: (line["published"][:10], line["published"]))
    return _numbered(printed, seed)


def _plans(happened: list[Incident], parameters: Parameters, chance: Chance) -> list[_Plan]:
    plans: list[_Plan] = []
    of_incident: dict[str, list[_Plan]] = {}
    for incident in happened:
        own: list[_Plan] = []
        taken = of_incident.get(incident.twin_of or "", [])
        for at in range(_how_often(parameters, chance)):
            shared = [plan for plan in taken if plan.published > _began(incident) and not plan.tells(incident)]
            if at and shared and chance() < parameters.p_twin_same_outlet:
                plan = pick(chance, shared)
                if chance() < parameters.p_twin_same_article:
                    plan.others.append((incident, "first report"))
                    continue
                own.append(_Plan(incident, plan.outlet, plan.published, "first report"))
            elif own and chance() < parameters.p_follow_up:
                own.append(_follow_up(own[-1], chance))
            else:
                plan = _first(incident, own, parameters, chance)
                own.append(plan)
        of_incident[incident.id] = own
        plans.extend(own)
    return plans


def _how_often(parameters: Parameters, chance: Chance) -> int:
    """Draw a negative binomial number of tellings by its steps, at least 1."""
    more, shape = parameters.reports_per_event - 1, parameters.reports_dispersion
    success = shape / (shape + more)
    mass, number, left = success**shape, 0, chance()
    while left > mass and number < _MOST_OUTLETS - 1:
        left -= mass
        number += 1
        mass *= (number - 1 + shape) / number * (1 - success)
    return 1 + number


def _began(incident: Incident) -> datetime:
    return datetime(incident.day.year, incident.day.month, incident.day.day, incident.hour)


def _first(incident: Incident, own: list[_Plan], parameters: Parameters, chance: Chance) -> _Plan:
    used = {plan.outlet.name for plan in own}
    slow = chance() < parameters.p_late
    open_to = [
        outlet for outlet in outlets_of(incident.country) if outlet.name not in used and (outlet.style in _SLOW) == slow
    ]
    if not open_to:
        open_to = [outlet for outlet in outlets_of(incident.country) if outlet.name not in used]
    at = chance() * sum(outlet.share for outlet in open_to)
    chosen = open_to[-1]
    for outlet in open_to:
        at -= outlet.share
        if at < 0:
            chosen = outlet
            break
    published = _began(incident) + timedelta(days=chosen.delay_days(chance), minutes=20 + int(50 * chance()))
    return _Plan(incident, chosen, published, "first report")


def _follow_up(before: _Plan, chance: Chance) -> _Plan:
    later = before.published + timedelta(days=1 + int(3 * chance() * chance()), minutes=int(300 * chance()))
    return _Plan(before.incident, before.outlet, later, "follow-up")


def _recall(plans: list[_Plan], happened: list[Incident], parameters: Parameters, chance: Chance) -> None:
    """Let some articles recall an earlier incident of the country, one near the place or of the kind if there is."""
    by_country: dict[str, list[Incident]] = {}
    for incident in happened:
        by_country.setdefault(incident.country.code, []).append(incident)
    for plan in plans:
        if plan.outlet.style in ("live", "brief") or chance() >= parameters.p_background:
            continue
        day = plan.published.date()
        past = [
            incident
            for incident in by_country[plan.incident.country.code]
            if timedelta(days=4) <= day - incident.day <= timedelta(days=_MOST_DAYS_BACK) and not plan.tells(incident)
            if incident.day < plan.incident.day
        ]
        near = [incident for incident in past if incident.kind == plan.incident.kind and incident.killed]
        if past:
            plan.others.append((pick(chance, near or past), "background"))


def _line(plan: _Plan, draft: Draft, chance: Chance) -> dict[str, Any]:
    text = "\n\n".join(draft.paragraphs)
    also = []
    for incident, role, words in draft.told:
        start = text.find(words) if words else -1
        if start >= 0:
            span = [start, start + len(words)]
            also.append({"event": incident.id, "twin_of": incident.twin_of, "role": role, "span": span})
    return {
        "title": draft.title,
        "text": text,
        "published": _stamp(plan.outlet, plan.published),
        "outlet": plan.outlet.name,
        "url": _url(plan.outlet, plan.published, draft.title, chance),
        "truth": {
            "event": plan.incident.id,
            "twin_of": plan.incident.twin_of,
            "role": plan.role,
            "copy_of": None,
            "also": also,
        },
    }


def _stamp(outlet: Outlet, published: datetime) -> str:
    return f"{published:%Y-%m-%dT%H:%M:00Z}" if outlet.style in ("agency", "live") else f"{published:%Y-%m-%d}"


def _url(outlet: Outlet, published: datetime, title: str, chance: Chance) -> str:
    plain = normalize("NFKD", title.lower()).encode("ascii", "ignore").decode()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain)[:8])
    return f"https://{outlet.host}/{published:%Y/%m/%d}/{slug}-{int(1_000_000 * chance())}.html"


def _copies(line: dict[str, Any], plan: _Plan, parameters: Parameters, chance: Chance) -> Iterator[dict[str, Any]]:
    """Yield the article as other outlets print it: whole or cut, sometimes under another headline."""
    if plan.outlet.style in ("live", "brief", "rebel") or chance() >= parameters.p_copied * 1.3:
        return
    used = {plan.outlet.name}
    number = 1
    while chance() < parameters.copies_more / (1 + parameters.copies_more) and number < 4:
        number += 1
    for _ in range(number):
        open_to = [outlet for outlet in outlets_of(plan.incident.country) if outlet.name not in used]
        outlet = pick(chance, [outlet for outlet in open_to if outlet.style in ("local", "agency", "brief")])
        used.add(outlet.name)
        published = plan.published + timedelta(days=2.0 * chance() * chance() * chance(), minutes=30)
        paragraphs = line["text"].split("\n\n")
        if len(paragraphs) > 2 and chance() < parameters.p_cut:
            paragraphs = paragraphs[: 1 + int((len(paragraphs) - 1) * (0.3 + 0.6 * chance()))]
        text = "\n\n".join(paragraphs)
        title = line["title"]
        if chance() < 0.3:
            title = f"{plan.incident.country.name.removeprefix('the ')}: {title}"
        truth = dict(line["truth"], role="copy", copy_of=line["url"])
        truth["also"] = [told for told in truth["also"] if told["span"][1] <= len(text)]
        url = _url(outlet, published, title, chance)
        yield dict(
            line, title=title, text=text, published=_stamp(outlet, published), outlet=outlet.name, url=url, truth=truth
        )


def _numbered(printed: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Give articles their ids, and name the originals of copies by them."""
    ids = {line["url"]: f"s{seed}-{at:06d}" for at, line in enumerate(printed)}
    for line in printed:
        source = line["truth"]["copy_of"]
        line["truth"]["copy_of"] = ids[source] if source else None
    return [{"id": f"s{seed}-{at:06d}", **line} for at, line in enumerate(printed)]
