"""A tally beside what is held, as a sentence: who says how many, and how many the casebook holds."""

from datetime import date

from recount.reconciliation.tallying import CheckedPart, CheckedTally, TallyCheckResult

__all__ = ["figure_told", "period_told", "sentence_of", "what_is_counted"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def sentence_of(result: TallyCheckResult, speaker: str | None, published: date | None) -> str:
    """Say who tells what figure, and what is held of it under the rule.

    "The Pentagon says 140 attacks (57 in Iraq + 83 in Syria) since 17 October 2023; this casebook holds 96 (41 + 55)
    under acled."
    """
    tally = result.tally
    told = [f"{figure_told(tally)} {what_is_counted(tally)}"]
    told += [f"({' + '.join(map(_part_told, tally.parts))})"] if tally.parts else []
    told += [period_told(tally, published)]
    return f"{_opening(speaker)} says {' '.join(told)}; {_held(result)}"


def figure_told(told: CheckedTally | CheckedPart) -> str:
    """Say a figure with the bounds that its words give: "more than 140", "about 450", "at least 73"."""
    low, best, high = told.low, told.best, told.high
    if low is None and high is None:
        return f"about {best:,}" if best is not None else "no number of"
    if low is None:
        return f"up to {high:,}"
    if best is not None and low > best:
        return f"more than {best:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def what_is_counted(tally: CheckedTally) -> str:
    """Say what a tally counts: "attacks", "terrorists killed"."""
    if tally.measure == "attacks":
        return "attacks"
    if tally.measure == "other":
        return tally.counted or "others"
    return f"{tally.counted or 'people'} {tally.measure}"


def period_told(tally: CheckedTally, published: date | None) -> str:
    """Say over which days a tally counts: "since 17 October 2023" where it runs up to the day of publication."""
    if tally.since is None and tally.until is None:
        return "over no period that the text gives"
    if tally.since is None:
        return f"until {_day(tally.until)}"
    if tally.until is None or tally.until == published:
        return f"since {_day(tally.since)}"
    if tally.since == tally.until:
        return f"on {_day(tally.since)}"
    return f"from {_day(tally.since)} to {_day(tally.until)}"


def _held(result: TallyCheckResult) -> str:
    held = result.whole.held
    if held is None:
        return f"it cannot be compared: {result.whole.why_not}."
    found = f"this casebook holds {held.best:,}"
    if result.parts:
        shares = [one.compared.held for one in result.parts]
        if any(shares):
            found += f" ({' + '.join(f'{one.best:,}' if one else '?' for one in shares)})"
    found += f" under {result.rule}"
    return f"{found}, up to {held.high:,} with what is perhaps inside." if held.high > held.best else f"{found}."


def _part_told(part: CheckedPart) -> str:
    return f"{figure_told(part)} in {part.label}" if part.region else f"{figure_told(part)} {part.label}"


def _opening(speaker: str | None) -> str:
    name = " ".join((speaker or "the article").split())
    return name[:1].upper() + name[1:]


def _day(day: date | None) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if day else "a day not known"
