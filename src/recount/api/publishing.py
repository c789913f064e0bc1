"""Casebooks become releases: datasets in the formats of the field, with what is needed to check and cite them."""

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from recount.api.asked import country_of, days_of, now, processors, silent
from recount.api.recorded import ended, started
from recount.codebook import load as load_codebook
from recount.codebook.release_roles import release_role
from recount.codebook.rules import PUBLISHED_RULES, Rule, rule_of
from recount.errors import BadArgument, RecountError, ReleaseRefused
from recount.gazetteer import load as load_gazetteer
from recount.ledger import Ledger
from recount.ledger.event_history import methods_in_use, unlinked_reports, why_gone
from recount.ledger.event_reading import event_ids
from recount.pipeline.publishing import Told, write_events
from recount.pipeline.rendering import FORMS, Asked, Form
from recount.publishing.care import Coarsening
from recount.publishing.events.columns import event_columns
from recount.publishing.release.assertions import Assertions, failures
from recount.publishing.release.package import DESCRIPTOR, License, MadeWith, Release
from recount.publishing.release.states import STATES
from recount.publishing.release.writing import Shipped, compared, write_release
from recount.reconciliation import compiled
from recount.settings import VERSION

__all__ = ["PublishForm", "Published", "Publishing", "publish"]

PublishForm = Literal["acled", "ged", "plover", "polecat", "geojson", "parquet", "csv", "all"]

# What file managers leave wherever they look.
_LEFT_BY_VIEWERS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_DELAY = re.compile(r"(\d{1,5})\s*d")
_TOGETHER: Mapping[str, tuple[Form, ...]] = {"all": FORMS, "plover": ("plover", "polecat")}


@dataclass(frozen=True)
class Publishing:
    """How a casebook is published; what is not given is as for the public."""

    forms: Sequence[str] = ("all",)
    rules: Sequence[str] = ()
    """Paths of a user's own rules, beside the packaged ones."""
    since: str | None = None
    until: str | None = None
    country: str | None = None
    names: bool = False
    """Whether names of private persons are published."""
    coarsen: str | None = None
    """`10km`, `admin1`, `admin2`."""
    delay: str | None = None
    """`30d`: events of the last so many days are held back."""
    role: str = "public"
    accepted_only: bool = False
    asserting: Path | None = None
    """A file of assertions that have to hold."""
    previous: Path | None = None
    """The release before."""
    title: str | None = None
    edition: str | None = None
    """Version of the release; the day where none is given."""
    license: str | None = None
    citation: str | None = None
    force: bool = False
    processes: int | None = None
    by: str = "unknown"
    told: Told | None = field(default=None, compare=False)


class Published(NamedTuple):
    """What was published."""

    out: Path
    events: int
    rows: Mapping[str, int]
    """By file, where it has rows."""
    left_out: Mapping[str, Mapping[str, int]]
    """By format why it does not hold events, and how many."""
    held_back: Mapping[str, int]
    unlinked: int
    """Reports that are in no event yet."""
    unrecorded: str | None
    """Why the release could not be recorded in the casebook; None where it was."""


def publish(path: Path, out: Path, how: Publishing | None = None) -> Published:
    """Write a release of a casebook into a folder, whole or not at all.

    Raises:
        BadArgument: something that cannot be meant, or a folder that is there already.
        ReleaseRefused: an assertion does not hold, or there is no event to publish.
        BadLedger: the casebook cannot be read.
        RecountError: the release cannot be written.
    """
    how = how or Publishing()
    at = now()
    assertions = Assertions.read(how.asserting) if how.asserting else Assertions()
    asked = _asked(path, how, at)
    _check_free(out, how.previous, force=how.force)
    run, unrecorded = started(path, "publish", _arguments(out, how), by=how.by)
    try:
        done, digests = _kept(out, asked, how, assertions, at)
    except BaseException as error:
        ended(path, run, {"refused": str(error) or type(error).__name__})
        raise
    outcome = {"events": done.events, "sha256": digests}
    return done._replace(unrecorded=unrecorded or ended(path, run, outcome))


def _asked(path: Path, how: Publishing, at: datetime) -> Asked:
    unknown = [form for form in how.forms if form not in (*FORMS, *_TOGETHER)]
    if unknown or not how.forms:
        raise BadArgument(f"{', '.join(unknown) or 'Nothing'} is no format. Give {', '.join(get_args(PublishForm))}.")
    wanted = {one for form in how.forms for one in _TOGETHER.get(form, (form,))}
    return Asked(
        casebook=path,
        forms=tuple(form for form in FORMS if form in wanted),
        rules=_rules(how.rules),
        version=VERSION,
        timestamp=int(at.timestamp()),
        names=how.names,
        coarsening=Coarsening.of(how.coarsen) if how.coarsen else None,
        role=release_role(how.role),
        last_day=at.date() - _delay(how.delay) if how.delay else None,
        accepted_only=how.accepted_only,
    )


def _rules(given: Sequence[str]) -> tuple[Rule, ...]:
    """Return the packaged rules and a user's own.

    Raises:
        BadArgument: there is no such rule, or two columns would have one name.
        BadCodebook: one is no rule, or has the name of another.
    """
    rules: dict[str, Rule] = {name: rule_of(name) for name in PUBLISHED_RULES}
    for path in dict.fromkeys(given):
        rule = rule_of(path)
        if rule.name in rules and path not in PUBLISHED_RULES:
            raise BadArgument(f"{path}: another rule is called {rule.name!r} too. Give one of them another name.")
        # What cannot be applied is found out before anything is written.
        compiled(rule)
        rules[rule.name] = rule
    columns = Counter(column.name.casefold() for column in event_columns(rules.values()))
    if twice := sorted(name for name, number in columns.items() if number > 1):
        raise BadArgument(
            f"Two columns would be called {', '.join(twice)}. Give your rule, or its values, other names."
        )
    return tuple(rules.values())


def _delay(words: str) -> timedelta:
    found = _DELAY.fullmatch(words.strip())
    if not found:
        raise BadArgument(f"{words!r} is no delay. Write it in days: 30d.")
    return timedelta(days=int(found[1]))


def _arguments(out: Path, how: Publishing) -> dict[str, Any]:
    """Return what the casebook keeps of what was asked for."""
    told = {
        "to": list(how.forms), "out": out.name, "rules": [Path(rule).name for rule in how.rules], "since": how.since,
        "until": how.until, "country": how.country, "names": how.names, "coarsen": how.coarsen, "delay": how.delay,
        "role": how.role, "accepted_only": how.accepted_only,
        "asserting": how.asserting.name if how.asserting else None,
        "previous": how.previous.name if how.previous else None,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value not in (None, [], False)}


def _kept(
    out: Path, asked: Asked, how: Publishing, assertions: Assertions, at: datetime
) -> tuple[Published, dict[str, str]]:
    """Write a folder beside `out` and put it there once it is whole; return what it holds, and digests by file."""
    try:
        with tempfile.TemporaryDirectory(dir=out.absolute().parent, prefix=f".{out.name}.") as kept:
            folder = Path(kept) / out.name
            folder.mkdir()
            made = _made(folder, out, asked, how, assertions, at)
            _put(folder, out, Path(kept) / "before")
            return made
    except OSError as error:
        raise RecountError(
            f"{out} cannot be written: {error.strerror or error}. Nothing was left there; make room, or mend the "
            "permissions, and run the same command again."
        ) from error


def _put(folder: Path, out: Path, before: Path) -> None:
    """Put a folder in its place; what is there goes to `before`, and comes back where that fails."""
    if out.exists():
        out.rename(before)
    try:
        folder.rename(out)
    except BaseException:
        if before.exists():
            before.rename(out)
        raise


def _made(
    folder: Path, out: Path, asked: Asked, how: Publishing, assertions: Assertions, at: datetime
) -> tuple[Published, dict[str, str]]:
    since, until = (day.isoformat() if day else None for day in days_of(how.since, how.until))
    with Ledger.open(asked.casebook) as ledger, ledger.still() as head:
        ids = event_ids(ledger, country=country_of(how.country), since=since, until=until)
        unlinked, methods = unlinked_reports(ledger), methods_in_use(ledger)
        if not ids:
            raise ReleaseRefused(_nothing(asked.casebook, unlinked))
        number = processors() if how.processes is None else how.processes
        written = write_events(folder, asked, ids, processes=number, head=head.seq, told=how.told or silent)
        changed = compared(folder, how.previous, why_gone=why_gone(ledger))
    counts = written.counts
    if changed is not None:
        counts.compare(changed)
    if not counts.events:
        held = ", ".join(f"{one:,} {what}" for what, one in counts.held_back.items())
        raise ReleaseRefused(f"Nothing may be published: {held}. Nothing was written.")
    if failed := failures(assertions, counts):
        raise ReleaseRefused("The release is not published:\n" + "\n".join(f"  {one}" for one in failed))
    made = MadeWith(
        VERSION, head.hash.hex(), load_codebook().digest, load_gazetteer().digest,
        {rule.name: rule.digest for rule in asked.rules}, methods, _arguments(out, how),
    )  # fmt: skip
    files = write_release(
        folder, _release(out, how, at), made, files=written.files, counts=counts, changed=changed,
        shipped=tuple(_shipped(asked)),
    )  # fmt: skip
    left_out = {form: {one.reason: one.events for one in told} for form, told in counts.left_out.items()}
    rows = {one.path: one.rows for one in files if one.rows is not None}
    done = Published(out, counts.events, rows, left_out, dict(counts.held_back), unlinked, None)
    return done, {one.path: one.sha256 for one in files}


def _release(out: Path, how: Publishing, at: datetime) -> Release:
    edition = how.edition or at.date().isoformat()
    usual = f"Events of {how.country.upper()}" if how.country else "Events of a casebook"
    title = how.title or usual
    citation = how.citation or f"{title}, version {edition}, made with Recount {VERSION}, {at.date().isoformat()}."
    name = re.sub(r"[^a-z0-9._-]+", "-", out.name.lower()).strip("-.") or "release"
    licenses = (License(how.license),) if how.license else ()
    created = at.replace(microsecond=0).isoformat().replace("+00:00", "Z")
    before = _edition_of(how.previous) if how.previous else None
    return Release(name, title, edition, created, citation, licenses, previous=before)


def _edition_of(previous: Path) -> str | None:
    try:
        version = json.loads((previous / DESCRIPTOR).read_bytes()).get("version")
    except (OSError, ValueError, AttributeError):
        return None
    return str(version) if version else None


def _shipped(asked: Asked) -> Iterator[Shipped]:
    """Yield the rules and the schema that a release was made by."""
    for rule in asked.rules:
        yield Shipped(f"rules/{rule.name}.yaml", f"The rule of {rule.title}, as it was applied.", rule.content)
    from recount.api.coding import record_schema

    schema = json.dumps(record_schema(), ensure_ascii=False, indent=1).encode() + b"\n"
    yield Shipped("record.schema.json", "JSON Schema of the records that the events were made of.", schema)


def _check_free(out: Path, previous: Path | None, *, force: bool) -> None:
    if Path.cwd().is_relative_to(out.resolve()):
        raise BadArgument(f"You are in {out}, which a release would take the place of. Name a folder of its own.")
    if not out.absolute().parent.is_dir():
        raise BadArgument(f"There is no folder {out.absolute().parent}. Make it first.")
    if previous is not None and not (previous / STATES).is_file():
        raise BadArgument(f"{previous} is no release: it holds no {STATES}. Give the folder of an earlier release.")
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / DESCRIPTOR).is_file():
        raise BadArgument(f"{out} is there and is no release. Name another folder.")
    if previous is not None and out.samefile(previous):
        raise BadArgument(f"{out} is the release before. Name another folder, and keep both.")
    if not force:
        raise BadArgument(f"{out} holds a release already. Name another folder, or put this one in its place: --force.")
    if others := _others_in(out):
        raise BadArgument(
            f"{out} holds {', '.join(others[:3])}, which the release in it does not name and which would be gone. Move "
            "it elsewhere, or name another folder."
        )


def _others_in(release: Path) -> list[str]:
    """Return the files in the folder of a release that its descriptor does not name."""
    try:
        described = json.loads((release / DESCRIPTOR).read_bytes())
        named = {DESCRIPTOR, *(str(one["path"]) for one in described["resources"])}
    except (ValueError, TypeError, KeyError):
        named = {DESCRIPTOR}
    return sorted(
        name
        for path in release.rglob("*")
        if not path.is_dir()
        and path.name not in _LEFT_BY_VIEWERS
        and (name := path.relative_to(release).as_posix()) not in named
    )


def _nothing(casebook: Path, unlinked: int) -> str:
    if unlinked:
        return f"{casebook} holds no such events, and {unlinked:,} reports are in none yet: recount link {casebook}"
    return f"{casebook} holds no such events. Nothing was written."
