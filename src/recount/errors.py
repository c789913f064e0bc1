"""Every error that Recount raises.

RecountError
├── BadQuote            a span is empty, reaches outside its text, or its quote does not hold
├── UnreadableSource    an input could not be turned into an article
│   ├── NotFound        no such file, or a page that does not answer
│   ├── NotText         a binary file, or an encoding that cannot be told
│   ├── EmptyArticle    nothing is left once page furniture is taken away
│   └── BadLine         a line of JSON lines or a row of a table that is not an article
├── BadCodebook         a codebook file contradicts itself or the schema
├── BadGazetteer        the packaged gazetteer is missing or damaged
├── BadModel            the packaged model file is missing or damaged
├── BadExpectation      a file of expected values that cannot be compared
├── BadCorpus           a corpus is not in its public format
├── BadDataset          a published dataset is not in its format
├── BadLedger           a casebook that cannot be made or used
│   ├── NoLedger        no such file, or not a casebook
│   ├── NewerLedger     a newer Recount wrote it
│   ├── DamagedLedger   its bytes are not as they were written
│   ├── LedgerBusy      another process writes to it and does not stop
│   └── LedgerFull      it cannot be written: no room, or no permission
├── BadRelease          a folder is no release that can be compared
├── ReleaseRefused      a release may not be published as it is
├── UnknownId           the casebook holds nothing with this id
├── MissingHead         the trained reader cannot do this in this version
└── BadArgument         a call with a value that cannot be meant
"""

__all__ = [
    "BadArgument",
    "BadCodebook",
    "BadCorpus",
    "BadDataset",
    "BadExpectation",
    "BadGazetteer",
    "BadLedger",
    "BadLine",
    "BadModel",
    "BadQuote",
    "BadRelease",
    "DamagedLedger",
    "EmptyArticle",
    "LedgerBusy",
    "LedgerFull",
    "MissingHead",
    "NewerLedger",
    "NoLedger",
    "NotFound",
    "NotText",
    "RecountError",
    "ReleaseRefused",
    "UnknownId",
    "UnreadableSource",
]


class RecountError(Exception):
    """The root: catch it to catch everything that Recount says about an input."""


class BadQuote(RecountError):
    """A span is empty, reaches outside its text, or does not hold the words that it quotes."""


class UnreadableSource(RecountError):
    """An input could not be turned into an article; the message names it and says what to do."""


class NotFound(UnreadableSource):
    """There is no such file, or the page did not answer."""


class NotText(UnreadableSource):
    """The bytes are not text: a binary file, or an encoding that cannot be told."""


class EmptyArticle(UnreadableSource):
    """No sentence is left once page furniture is taken away."""


class BadLine(UnreadableSource):
    """A line of JSON lines, or a row of a table, is not an article."""


class BadCodebook(RecountError):
    """A codebook file contradicts itself, another file, or the schema."""


class BadGazetteer(RecountError):
    """The packaged gazetteer is missing, damaged or of another version."""


class BadModel(RecountError):
    """The packaged model file is missing or damaged."""


class BadExpectation(RecountError):
    """A file of expected values has a key or value that cannot be compared with a record."""


class BadCorpus(RecountError):
    """A file of a public corpus is not in that corpus's format; the message names the line."""


class BadDataset(RecountError):
    """A file of a published dataset is not in its format; the message names the line or the file."""


class BadLedger(RecountError):
    """A casebook that cannot be made or used; the message names the file."""


class NoLedger(BadLedger):
    """There is no such file, or it is not a casebook."""


class NewerLedger(BadLedger):
    """A newer Recount wrote the casebook; this one would not understand it."""


class DamagedLedger(BadLedger):
    """The casebook's bytes are not as they were written."""


class LedgerBusy(BadLedger):
    """Another process writes to the casebook and does not stop."""


class LedgerFull(BadLedger):
    """The casebook cannot be written: the disk is full, or the file may only be read."""


class BadRelease(RecountError):
    """A folder is no release, or its state of events is damaged or of another version; the message names the file."""


class ReleaseRefused(RecountError):
    """What was asserted of a release does not hold, or nothing of it may be published; nothing was written."""


class UnknownId(RecountError):
    """The casebook holds nothing with this id."""


class MissingHead(RecountError):
    """The trained reader of this version has no part that answers what is asked."""


class BadArgument(RecountError):
    """A value given by the caller cannot be meant (a date that is none, a format that does not exist)."""
