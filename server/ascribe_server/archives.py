"""Archives as streams of records: JSON lines, folders of web pages, Parquet, WARC.

One record is in memory at a time. What is read is checked where it is analysed, so that
a bad record becomes an error row.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import click

STD = "-"
_PAGES = (".html", ".htm", ".xhtml")
_WARC = (".warc", ".warc.gz")
# How each packed record begins.
_GZIP_MEMBER = b"\x1f\x8b\x08"
# A row group of a Parquet file can have millions of rows.
_ROWS_AT_ONCE = 64
# Longer pages are no articles; the engine takes 8 million characters.
MAX_RECORD_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Page:
    """A web page of an archive.

    Attributes:
        id: its path inside the folder, or its address.
        html: as it was stored; its encoding is found when it is read.
        error: why it could not be read; then ``html`` is empty.
    """

    id: str
    html: bytes
    error: str | None = None

    def __len__(self) -> int:
        return len(self.html)


# A line of JSON, or a page.
Record = bytes | Page


def records_of(source: str) -> Iterator[Record]:
    """Read an archive from its beginning, in a stable order.

    Args:
        source: a path; ``-`` for JSON lines on standard input.

    Raises:
        ClickException: if it cannot be opened, or needs a package that is not there.
    """
    path = Path(source)
    try:
        if source == STD:
            yield from _lines(sys.stdin.buffer)
        elif path.is_dir():
            yield from _pages_in(path)
        elif path.suffix == ".parquet":
            yield from _rows_of_parquet(path)
        elif source.endswith(_WARC):
            yield from _pages_of_warc(path)
        else:
            with path.open("rb") as file:
                yield from _lines(file)
    except FileNotFoundError:
        raise click.ClickException(
            f"there is no file {source}; is the path right?"
        ) from None
    except OSError as exc:
        raise click.ClickException(f"{source} cannot be read: {exc}") from exc


def size_of(source: str) -> int | None:
    """Return the bytes that the records of an archive have; None where unknown."""
    if source == STD or not Path(source).is_file():
        return None
    packed = source.endswith((".parquet", *_WARC))
    return None if packed else Path(source).stat().st_size


def _lines(file: Any) -> Iterator[bytes]:
    """Cut into lines; of one that is too long only the beginning is kept."""
    while line := file.readline(MAX_RECORD_BYTES):
        yield line
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_RECORD_BYTES)


def _pages_in(folder: Path) -> Iterator[Page]:
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _PAGES)
    if not paths:
        raise click.ClickException(f"{folder} holds no web page ({', '.join(_PAGES)})")
    for path in paths:
        name = path.relative_to(folder).as_posix()
        try:
            yield Page(name, path.read_bytes())
        except OSError as exc:
            yield Page(name, b"", f"the file cannot be read: {exc.strerror}")


def _rows_of_parquet(path: Path) -> Iterator[bytes]:
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        raise _missing("parquet") from None
    try:
        with parquet.ParquetFile(path) as file:
            known = [
                name
                for name in ("id", "doc", "text", "html", "blocks", "sentences")
                if name in file.schema_arrow.names
            ]
            for batch in file.iter_batches(_ROWS_AT_ONCE, columns=known):
                for row in batch.to_pylist():
                    present = {key: row[key] for key in row if row[key] is not None}
                    yield json.dumps(present, default=str).encode()
    except ArrowInvalid as exc:
        raise click.ClickException(f"{path} is no whole Parquet file: {exc}") from exc


def _pages_of_warc(path: Path) -> Iterator[Page]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType, is_http
    except ImportError:
        raise _missing("warc") from None
    with path.open("rb") as file:
        at: int | None = 0
        good = True
        while at is not None:
            file.seek(at)
            records = ArchiveIterator(
                file, record_types=WarcRecordType.response, func_filter=is_http
            )
            try:
                for record in records:
                    at, good = record.stream_pos, True
                    if "html" in (record.http_content_type or ""):
                        address = record.headers.get("WARC-Target-URI", "")
                        yield Page(address, record.reader.read(MAX_RECORD_BYTES))
            except OSError as exc:
                # One row for a damaged place, however often it is tried anew.
                if good:
                    yield Page(f"{path.name}, after byte {at}", b"", str(exc))
                good = False
                at = _next_member(file, at + 1)
            else:
                return


def _next_member(file: BinaryIO, at: int) -> int | None:
    """Return where the next packed record may begin; None at the end of the file."""
    tail = b""
    file.seek(at)
    while chunk := file.read(1 << 20):
        found = (tail + chunk).find(_GZIP_MEMBER)
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = chunk[-len(_GZIP_MEMBER) + 1 :]
    return None


def _missing(extra: str) -> click.ClickException:
    return click.ClickException(
        f"this kind of archive needs a package more: pip install 'ascribe[{extra}]'"
    )


def is_blank(record: Record) -> bool:
    """Whether a record is an empty line, which gives no row."""
    return isinstance(record, bytes) and not record.strip()


def numbered(records: Iterable[Record], skip: int) -> Iterator[tuple[Record, int]]:
    """Number the records from 1, without blank lines and the first ``skip`` others."""
    for number, record in enumerate(records, start=1):
        if is_blank(record):
            continue
        if skip:
            skip -= 1
            continue
        yield record, number
