"""The README of a release: what it is, what is in it, what is not and why, and how to check it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from recount.codebook import load
from recount.publishing.release.change_rows import RETRACTION_COLUMNS
from recount.publishing.release.changes import KINDS, Changes
from recount.publishing.release.counts import MEASURES, Counts, Reason
from recount.publishing.release.drawing import Picture
from recount.publishing.release.markdown import escaped, number, share, table, told
from recount.publishing.release.package import MadeWith, PublishedFile, Release

__all__ = ["README", "Contents", "readme"]

README = "README.md"

# Rows of a table at most; the files hold the rest.
_MOST_ROWS = 25
_CHECKED_AS = frozenset({"acled", "ged", "plover", "polecat"})
_RULES = {
    "acled": "ACLED", "ucdp": "UCDP GED", "airwars": "Airwars", "ibc": "Iraq Body Count", "ged": "UCDP GED",
    "plover": "PLOVER", "polecat": "POLECAT",
}  # fmt: skip
"""Rules and formats as people know them."""
_PRECISIONS_OF_TIME = {
    "day": "to the day", "days": "within some days", "week": "within a week", "month": "within a month",
    "year": "within a year", "unknown": "not known",
}  # fmt: skip
_PRECISIONS_OF_PLACE = {
    "exact": "exact place", "near": "near a known place", "admin2": "district", "admin1": "province",
    "area": "wider area", "country": "country", "international": "at sea or in the air", "unknown": "not known",
}  # fmt: skip
_SHARES = {
    "day_share": "on one known day", "located_share": "with a point", "figures_share": "with figures of people",
    "independent_share": "told by two independent sources or more",
    "unresolved_share": "with a field that is unresolved",
    "reviewed_share": "looked at by people", "accepted_share": "accepted by people",
}  # fmt: skip


class Contents(NamedTuple):
    """All that a README tells of."""

    release: Release
    made: MadeWith
    files: Sequence[PublishedFile]
    counts: Counts
    pictures: Sequence[Picture] = ()
    changes: Changes | None = None
    """Since the release before."""


def readme(contents: Contents) -> str:
    """Return the README in Markdown. Names, places and outlets in it are shown, and none of their signs is markup."""
    sections = (
        _opening(contents.release, contents.counts),
        _pictures(contents.pictures),
        _counted(contents.counts),
        _files(contents.files),
        _rules(contents.counts),
        _left_out(contents.counts),
        _held_back(contents.counts, contents.made),
        _reviewed(contents.counts),
        _changed(contents.changes, contents.release),
        _checking(contents),
        _made_with(contents.made),
        _licence(contents.release),
    )
    return "\n\n".join(part for section in sections for part in section) + "\n"


def _opening(release: Release, counts: Counts) -> Iterator[str]:
    yield f"# {escaped(release.title)}"
    yield f"Version {escaped(release.version)}, made {escaped(release.created)} with Recount."
    yield (
        f"{number(counts.events)} events, put together from {number(counts.reports)} reports of "
        f"{number(len(counts.outlets))} outlets. An event is what reports say happened; nothing here was verified on "
        "the ground. Every value rests on words of a report and on who says them, and can be walked back to them."
    )


def _pictures(pictures: Sequence[Picture]) -> Iterator[str]:
    for picture in pictures:
        yield f"![{escaped(picture.alt)}]({picture.path})"


def _counted(counts: Counts) -> Iterator[str]:
    yield "## What is in it"
    yield table(
        ("Events", "Share", "That are"),
        ((number(round(MEASURES[name](counts) * counts.events)), share(MEASURES[name](counts)), f"{words}")
         for name, words in _SHARES.items()),
    )  # fmt: skip
    types = {
        " / ".join(told(part) for part in (event_type or "not settled", sub) if part): events
        for (event_type, sub), events in counts.by_type.items()
    }
    yield from _by("type", types)
    countries = {told(_country(code)) if code else "not known": events for code, events in counts.by_country.items()}
    yield from _by("country", countries)
    yield from _by("year", {year or "not known": events for year, events in counts.by_year.items()}, by_name=True)
    yield from _precision("When", counts.by_time_precision, _PRECISIONS_OF_TIME)
    yield from _precision("Where", counts.by_place_precision, _PRECISIONS_OF_PLACE)
    others = {told(name or "not settled"): n for name, n in counts.by_modality.items() if name != "actual"}
    if others:
        yield from _by("what is said of its coming about, where it did not simply happen", others)
    yield from _by("outlet", {told(outlet): reports for outlet, reports in counts.outlets.items()}, of="Reports")


def _by(what: str, counted: Mapping[str, int], *, of: str = "Events", by_name: bool = False) -> Iterator[str]:
    if not counted:
        return
    ranked = sorted(counted.items(), key=(lambda one: one[0]) if by_name else (lambda one: (-one[1], one[0])))
    yield f"{of} by {what}:"
    yield table((what.partition(" ")[0].capitalize() if " " not in what else "What", of),
                ((name, number(many)) for name, many in ranked[:_MOST_ROWS]))  # fmt: skip
    if len(ranked) > _MOST_ROWS:
        rest = sum(many for _, many in ranked[_MOST_ROWS:])
        yield f"… and {number(len(ranked) - _MOST_ROWS)} more with {number(rest)} together."


def _country(code: str) -> str:
    """Return the name of a country by its code; the code where the codebook does not know it."""
    known = load().countries.get(code)
    return known.name if known else code


def _precision(what: str, counted: Mapping[str, int], words: Mapping[str, str]) -> Iterator[str]:
    known = [(words.get(name, told(name)), number(counted[name])) for name in (*words, *counted) if counted.get(name)]
    if known:
        yield f"{what} it happened is known:"
        yield table(("How exactly", "Events"), dict(known).items())


def _files(files: Sequence[PublishedFile]) -> Iterator[str]:
    yield "## The files"
    yield table(
        ("File", "What it holds", "Rows", "Bytes"),
        (
            (f"[{escaped(file.path)}]({_address(file.path)})", escaped(file.about),
             "" if file.rows is None else number(file.rows), number(file.bytes))
            for file in files
        ),
    )  # fmt: skip
    yield (
        "`datapackage.json` describes every file and every column (Frictionless data package), with SHA-256 digests. "
        "An event has the same id (`ev1:…`) in all files and from release to release, as long as its first report is "
        "in it."
    )


def _address(path: str) -> str:
    return path.replace("%", "%25").replace(" ", "%20").replace("(", "%28").replace(")", "%29")


def _rules(counts: Counts) -> Iterator[str]:
    rules = sorted({*counts.entering, *counts.kept_out})
    if not rules:
        return
    yield "## Under published rules"
    yield (
        "The same statements give different figures under different rules. An event enters a dataset by that "
        "dataset's own rule; figures are summed over the events that enter, and are no toll of a conflict."
    )
    rows = []
    for rule in rules:
        sums = [
            f"{told(name.replace('_', ' '))}: {number(total)} ({number(counts.figures_known[rule, name])} events)"
            for (of, name), total in sorted(counts.sums.items())
            if of == rule
        ]
        grades = [f"{told(grade)}: {number(n)}" for (of, grade), n in sorted(counts.grades.items()) if of == rule]
        rows.append(
            (_RULES.get(rule) or told(rule), number(counts.entering[rule]), "; ".join((*sums, *grades)) or "none")
        )
    yield table(("Rule", "Events", "Figures"), rows)
    kept_out = [(rule, reason) for rule, reasons in counts.kept_out.items() for reason in reasons]
    if kept_out:
        yield "What keeps events out of a rule's dataset:"
        yield _reasons(("Rule", "Line of the rule"), kept_out)


def _reasons(names: tuple[str, str], listed: Sequence[tuple[str, Reason]]) -> str:
    return table(
        (*names, "Events", "For example"),
        (
            (
                _RULES.get(of) or told(of),
                told(one.reason),
                number(one.events),
                ", ".join(told(event) for event in one.examples),
            )
            for of, one in listed
        ),
    )


def _left_out(counts: Counts) -> Iterator[str]:
    left_out = [(form, reason) for form, reasons in counts.left_out.items() for reason in reasons]
    yield "## What could not be mapped"
    if not left_out:
        yield "Every event could be written in every format asked for."
        return
    yield "A format can hold less than is known. These events are not in its file, or not fully:"
    yield _reasons(("Format", "Why"), left_out)


def _held_back(counts: Counts, made: MadeWith) -> Iterator[str]:
    yield "## What was withheld"
    asked = {name: value for name, value in made.arguments.items() if value not in (None, False, [], ())}
    if counts.held_back:
        yield table(("What", "How often"), ((told(what), number(n)) for what, n in sorted(counts.held_back.items())))
    else:
        yield "Nothing had to be withheld, coarsened or delayed under the settings below."
    if asked:
        yield "Settings of the run:"
        yield table(("Setting", "Value"), ((told(name), told(_words(value))) for name, value in sorted(asked.items())))


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _reviewed(counts: Counts) -> Iterator[str]:
    yield "## What people reviewed"
    if not counts.verdicts and not counts.corrected:
        yield "Nobody reviewed these events: every value was coded by a programme."
        return
    yield (
        f"{number(counts.accepted)} of {number(counts.events)} events are accepted: each of their stories has a report "
        f"that people accepted or corrected. {number(counts.reviewed)} were looked at."
        + (f" {_people(len(counts.reviewers))} decided." if counts.reviewers else "")
    )
    if counts.verdicts:
        yield from _by("verdict", {told(verdict): n for verdict, n in counts.verdicts.items()}, of="Reports")
    if counts.corrected:
        yield "Corrected fields:"
        fields = sorted(counts.corrected.items(), key=lambda one: (-one[1], one[0]))
        yield table(("Field", "How often"), ((told(field), number(n)) for field, n in fields[:_MOST_ROWS]))
    if counts.rejected_reports:
        yield f"{number(counts.rejected_reports)} reports of these events were rejected; nothing is taken from them."


def _people(many: int) -> str:
    return "1 person" if many == 1 else f"{number(many)} people"


def _changed(changes: Changes | None, release: Release) -> Iterator[str]:
    if changes is None:
        return
    yield "## Since the release before"
    before = f" (version {escaped(release.previous)})" if release.previous else ""
    same, before_it = number(changes.same), number(changes.events_before)
    yield f"{same} of {before_it} events of the release before{before} are the same."
    found = [(kind, number(len(changes.of(kind)))) for kind in KINDS if changes.of(kind)]
    if found:
        yield table(("What", "How often"), found)
    yield (
        "`changes.csv` lists each with the report, claim, statement or decision behind it; `retractions.csv` lists ids "
        f"that name no event any more ({', '.join(column.name for column in RETRACTION_COLUMNS)})."
    )


def _checking(contents: Contents) -> Iterator[str]:
    yield "## How to check it"
    # As they are named by what publishes: acled.csv, ged.csv.
    files = {file.path: file.path.partition(".")[0] for file in contents.files}
    lines = [f"recount check {path} --as {form}" for path, form in files.items() if form in _CHECKED_AS]
    yield "\n".join(("```sh", *lines, "recount check . --as package", "```"))
    yield (
        "Whoever holds the casebook can walk any figure back to the statements that gave it, to the line of the rule "
        "that took it, and to what was left out and why:"
    )
    event = contents.counts.first_with_figures or "EVENT"
    rule = min((*contents.counts.entering, *contents.counts.kept_out), default="acled")
    yield f"```sh\nrecount verify CASEBOOK\nrecount why CASEBOOK {event} killed --rule {_word(rule)}\n```"
    yield "Two releases are compared by `recount diff OLDER NEWER`."


def _word(rule: str) -> str:
    """Return the name of a rule as a command takes it; a name with other signs is left to the reader."""
    return rule if rule.replace("-", "").replace("_", "").isalnum() else "RULE"


def _made_with(made: MadeWith) -> Iterator[str]:
    yield "## What it was made with"
    rows = [("Recount", told(made.version)), ("head of the casebook's chain", told(made.casebook_head)),
            ("codebook", told(made.codebook)), ("gazetteer", told(made.gazetteer))]  # fmt: skip
    rows += [(f"rule {told(name)}", told(digest)) for name, digest in sorted(made.rules.items())]
    rows += [(f"method {told(name)}", f"{number(n)} reports") for name, n in sorted(made.methods.items())]
    yield table(("What", "Version or digest"), rows)


def _licence(release: Release) -> Iterator[str]:
    yield "## Licence and citation"
    for licence in release.licenses:
        named = escaped(licence.title or licence.name)
        yield f"Licence: [{named}]({_address(licence.path)})." if licence.path else f"Licence: {named}."
    if not release.licenses:
        yield "No licence is given: ask those who published this before you publish from it."
    yield (
        "Codes follow the public codebooks of ACLED, UCDP, PLOVER, Airwars and Iraq Body Count. They are this "
        "casebook's own and no records of those projects. The words of reports belong to their outlets."
    )
    yield f"Please cite: {escaped(release.citation)}"
