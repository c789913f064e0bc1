"""What to ask a person next, what coders of a sample say, and how far they agree."""

from recount.reviewing.agreement import Agreement, FieldAgreement, agreement_of
from recount.reviewing.answers import FIELDS, coded_values, in_words, value_of_report
from recount.reviewing.sampling import sample
from recount.reviewing.worth import (
    REASONS,
    Asked,
    Reason,
    Worth,
    asked_of,
    dead_of,
    is_contested,
    responsibility_of,
    worth_of,
)

__all__ = [
    "FIELDS",
    "REASONS",
    "Agreement",
    "Asked",
    "FieldAgreement",
    "Reason",
    "Worth",
    "agreement_of",
    "asked_of",
    "coded_values",
    "dead_of",
    "in_words",
    "is_contested",
    "responsibility_of",
    "sample",
    "value_of_report",
    "worth_of",
]
