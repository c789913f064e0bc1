"""Exports and releases as files to download: made in a folder of their own, which is gone once they are sent."""

import re
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, get_args

from recount.api.exporting import ExportForm, export
from recount.api.publishing import Publishing, publish
from recount.errors import BadArgument, LedgerBusy

__all__ = ["Download", "download_of_release", "download_of_reports", "sent"]

_MEDIA: Mapping[str, str] = {
    "csv": "text/csv; charset=utf-8", "geojson": "application/geo+json", "parquet": "application/vnd.apache.parquet",
    "duckdb": "application/vnd.duckdb",
}  # fmt: skip
_CHUNK = 1 << 18
# One at a time: each reads the whole casebook.
_ONE = threading.Lock()


class Download(NamedTuple):
    """A file to be sent."""

    path: Path
    name: str
    """Small letters, digits, dots and hyphens only."""
    media_type: str
    folder: Path
    """What is removed once it is sent."""


def download_of_reports(
    casebook: Path,
    form: str,
    *,
    since: str | None = None,
    until: str | None = None,
    country: str | None = None,
    names: bool = False,
    by: str,
) -> Download:
    """Write the reports of a casebook as one file.

    Args:
        casebook: the file.
        form: csv, geojson, parquet or duckdb.
        since: first day (YYYY-MM-DD), inclusive, on which a report may have happened.
        until: last day, inclusive.
        country: ISO 3166-1 alpha-2.
        names: keep the names of private persons.
        by: who asks, for the record.

    Raises:
        BadArgument: a value that cannot be meant.
        LedgerBusy: another one is being written.
    """
    known = next((one for one in get_args(ExportForm) if one == form), None)
    if known is None:
        raise BadArgument(f"{form!r} is no format. Give one of {', '.join(get_args(ExportForm))}.")
    with _folder() as folder:
        path = folder / f"{_slug(casebook)}-reports.{known}"
        export(casebook, path, form=known, since=since, until=until, country=country, names=names, by=by)
    return Download(path, path.name, _MEDIA[known], folder)


def download_of_release(casebook: Path, how: Publishing) -> Download:
    """Write a release of a casebook as a zip of its files.

    Raises:
        BadArgument: something that cannot be meant.
        ReleaseRefused: there is no event to publish.
        LedgerBusy: another one is being written.
    """
    with _folder() as folder:
        release = folder / f"{_slug(casebook)}-release"
        publish(casebook, release, replace(how, processes=1))
        path = release.with_suffix(".zip")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for one in sorted(release.rglob("*")):
                if one.is_file():
                    packed.write(one, one.relative_to(folder).as_posix())
    return Download(path, path.name, "application/zip", folder)


def sent(download: Download) -> Iterator[bytes]:
    """Yield the bytes of a download; its folder is gone at the end, and where the reader turns away before it."""
    try:
        with download.path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk
    finally:
        shutil.rmtree(download.folder, ignore_errors=True)


@contextmanager
def _folder() -> Iterator[Path]:
    """Yield a folder that others cannot read, while no other export is written; it is gone where the writing fails."""
    if not _ONE.acquire(blocking=False):
        raise LedgerBusy("Another export is being written. Ask again when it is done.")
    try:
        folder = Path(tempfile.mkdtemp(prefix="recount-"))
        try:
            yield folder
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    finally:
        _ONE.release()


def _slug(casebook: Path) -> str:
    return re.sub(r"[^a-z0-9]+", "-", casebook.stem.lower()).strip("-") or "casebook"
