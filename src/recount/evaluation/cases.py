"""Which files of a folder are reports, and which hold what is expected of them."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from recount.errors import BadExpectation

__all__ = ["Case", "pair_cases"]

_EXPECTED = "expected.yaml"
_MARKED = ".marked.txt"
_NOT_REPORTS = frozenset({".yaml", ".yml", ".md"})


class Case(NamedTuple):
    """A report and what is expected of it, by file name; one name for an annotated report, which holds both."""

    report: str
    expected: str

    @property
    def name(self) -> str:
        """The report's name without its last suffixes; in a list of items it names the case."""
        if self.is_annotated:
            return self.report.removesuffix(_MARKED)
        return str(PurePosixPath(self.report).with_suffix(""))

    @property
    def is_annotated(self) -> bool:
        """Whether the report carries its own record, as those of the corpus do."""
        return self.report.endswith(_MARKED)


def pair_cases(file_names: Sequence[str]) -> list[Case]:
    """Pair `X.expected.yaml` with the report `X.…` beside it, `expected.yaml` with its folder's only report.

    An annotated report, `X.marked.txt`, stands for itself.

    Names may hold folders, parted by `/`. In the order of the expected files' names. A report without
    expected values is left out; one file of expected values describes one article, so a file that holds
    several cannot be compared.

    Raises:
        BadExpectation: no report, or more than one, stands beside a file of expected values.
    """
    paths = sorted({PurePosixPath(name) for name in file_names})
    annotated = [path for path in paths if path.name.endswith(_MARKED)]
    reports = [
        path
        for path in paths
        if path.suffix not in _NOT_REPORTS and not path.name.startswith(".") and path not in annotated
    ]
    return [
        *(Case(str(path), str(path)) for path in annotated),
        *_with_expected(paths, reports),
    ]


def _with_expected(paths: Sequence[PurePosixPath], reports: Sequence[PurePosixPath]) -> list[Case]:
    return [
        Case(str(_report_of(path, reports)), str(path))
        for path in paths
        if path.name == _EXPECTED or path.name.endswith(f".{_EXPECTED}")
    ]


def _report_of(expected: PurePosixPath, reports: Sequence[PurePosixPath]) -> PurePosixPath:
    beside = [path for path in reports if path.parent == expected.parent]
    if expected.name != _EXPECTED:
        stem = expected.name.removesuffix(f".{_EXPECTED}")
        beside = [path for path in beside if path.stem == stem]
    if len(beside) != 1:
        found = ", ".join(path.name for path in beside) or "none"
        raise BadExpectation(
            f"{expected}: one report must stand beside it, found {found}. "
            "Name the report X.txt (or .html, .jsonl) and its expected values X.expected.yaml."
        )
    return beside[0]
