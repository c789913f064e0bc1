"""What the lines of a rule have to be told, checked once before any event is looked at."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, NamedTuple, get_args

from recount.codebook.rules import Line
from recount.nouns.report import Effect

__all__ = ["ARGUMENTS", "FIELDS", "MAKES_FIGURES", "Known", "wrong_with"]

FIELDS = (
    "event_type", "sub_event_type", "modality", "plover", "ucdp_type", "when", "where", "perpetrators", "targets",
    "weapons", "responsibility",
)  # fmt: skip
"""Fields of an event that a line may look at."""


class Known(NamedTuple):
    """What lines before a line have made."""

    claims: Collection[str]
    values: Collection[str]
    figures: Collection[str] = ()
    """Those of the values that are whole numbers."""


ARGUMENTS: Mapping[str, str] = {
    "take": "effect voices?",
    "newest": "",
    "whole": "",
    "group": "kinds? words? also? doubtful? as_target?",
    "independent": "",
    "share": "",
    "figure": "table",
    "lowest": "of:claims bounds? none?",
    "highest": "of:claims bounds? none?",
    "most-reliable": "of:claims order bounds? none?",
    "deaths-of": "of:value side",
    "rest": "of:value without",
    "first-known": "of:field",
    "precedence": "of:field order",
    "side": "side",
    "code": "of:precision codes small_area_km? small_area?",
    "middle-day": "precisions",
    "divided": "of:value",
    "clarity": "",
    "sources": "of:claims?",
    "grade": "claims combatants conceded grades",
    "is": "field one_of",
    "known": "values",
    "at-least": "values number",
}
"""By what a line does its arguments; those with a question mark may be left out, and `of` says what it is of."""

MAKES_FIGURES = frozenset({"lowest", "highest", "most-reliable", "deaths-of", "rest", "sources"})
"""What a line does that makes a whole number of people or sources."""

_CONDITIONS = frozenset({"combatants-only", "rival-culprits", "accepted", "sources"})


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str | int) for one in value)


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and value >= 0


def _is_whole(value: Any) -> bool:
    return type(value) is int and value >= 0


def _are_codes(value: Any) -> bool:
    """Tell whether all codes are numbers, or all are words: a column holds one or the other."""
    return isinstance(value, Mapping) and {type(code) for code in value.values()} in ({int}, {str})


def _are_grades(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, Mapping)
        and one.get("grade")
        and one.get("if") in _CONDITIONS
        and (one["if"] != "sources" or _is_number(one.get("least")))
        for one in value
    )


_KINDS: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "effect": (lambda value: value in get_args(Effect), f"one of {', '.join(get_args(Effect))}"),
    "voices": (lambda value: value == "belligerent", "belligerent"),
    "side": (lambda value: value in ("a", "b", "civilians"), "a, b or civilians"),
    "bounds": (
        lambda value: _is_list(value) and set(value) <= {"low", "best", "high", "about"},
        "a list of low, best, high, about",
    ),
    "codes": (_are_codes, "codes by precision, all of them whole numbers or all of them words"),
    "grades": (_are_grades, f"a list of {{grade, if}}, each `if` one of {', '.join(sorted(_CONDITIONS))}"),
    "table": (lambda value: isinstance(value, str), "the name of a table of vague numbers"),
    "as_target": (lambda value: isinstance(value, bool), "true or false"),
    "none": (_is_whole, "a whole number from 0"),
    **dict.fromkeys(("number", "small_area_km"), (_is_number, "a number from 0")),
    **dict.fromkeys(
        ("kinds", "words", "also", "doubtful", "order", "without", "precisions", "claims", "one_of", "values"),
        (_is_list, "a list of words"),
    ),
}


def wrong_with(line: Line, known: Known) -> str | None:
    """Return what is wrong with the arguments of a line; None where nothing is."""
    asked = ARGUMENTS[line.does].split()
    names = {one.rstrip("?").partition(":")[0]: one for one in asked}
    given = line.arguments
    if missing := [name for name, one in names.items() if not one.endswith("?") and name not in given]:
        return f"lacks {', '.join(missing)}"
    if unknown := [name for name in given if name not in names]:
        return f"has {', '.join(unknown)}; {line.does!r} takes {', '.join(names) or 'nothing'}"
    if line.does == "group" and ("kinds" in given) == ("words" in given):
        return "needs either kinds or words"
    for name, value in given.items():
        fits, wanted = _KINDS.get(name, (None, ""))
        if fits is not None and not fits(value):
            return f"{name} is {value!r}; give {wanted}"
    small = given.get("small_area")
    if small is not None and type(small) is not type(next(iter(given["codes"].values()))):
        return f"small_area is {small!r}; give a code as its other codes are"
    return _unknown_names(line, known, names.get("of", "").rstrip("?").partition(":")[2])


def _unknown_names(line: Line, known: Known, of: str) -> str | None:
    """Return which names of a line nothing before it has made."""
    made = {
        "claims": known.claims,
        "value": known.figures,
        "field": FIELDS,
        "precision": ("when_precision", "where_precision"),
    }
    asked: list[tuple[Any, Collection[str]]] = [(line.arguments.get("of"), made[of])] if of else []
    asked.append((line.arguments.get("field"), FIELDS))
    asked.append((line.arguments.get("combatants"), known.claims))
    asked.append((line.arguments.get("conceded"), known.figures))
    counted = known.values if line.does == "known" else known.figures
    asked += [(name, counted) for key in ("values", "without") for name in line.arguments.get(key, ())]
    asked += [(name, known.claims) for name in line.arguments.get("claims", ())]
    unknown = [str(name) for name, names in asked if name is not None and name not in names]
    if figureless := [name for name in unknown if name in known.values]:
        return f"{', '.join(figureless)} is no figure"
    return f"nothing before it is called {', '.join(unknown)}" if unknown else None
