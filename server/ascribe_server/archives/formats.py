"""Read one file of an archive: JSON lines, a web page, Parquet, WARC.

One record is in memory at a time. What is read is checked where it is analysed, so that
a bad record becomes an error row.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from gzip import BadGzipFile
from lzma import LZMAError
from typing import Any

from ascribe.errors import InputError
from ascribe_server.archives.records import (
    MAX_RECORD_BYTES,
    Line,
    Page,
    Record,
    missing_package,
    page_of,
)
from ascribe_server.archives.warc import pages_of_warc

# A row group of a Parquet file can have millions of rows.
_ROWS_AT_ONCE = 64
# The columns of a table that a record is made of.
RECORD_COLUMNS = ("id", "doc", "text", "html", "blocks", "sentences")


class DamagedFileError(Exception):
    """A file is not what its name says, or breaks off; goes on after "the file"."""


class OpenFile:
    """Tells how far a file has been read, also while a library reads it."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def tell(self) -> int:
        """Return the bytes read so far; 0 where the file cannot say."""
        try:
            return int(self._file.tell())
        except (OSError, ValueError, AttributeError):
            return 0


@dataclass(frozen=True, slots=True)
class Kind:
    """How files of one ending are read.

    Attributes:
        read: from the open file, its name where the archive has others too (else
            empty), and its name; yields the records.
        single: whether the file is one record.
    """

    read: Callable[[Any, str, str], Iterator[Record]]
    single: bool = False


def kind_of(name: str) -> Kind | None:
    """Return how a file is read, by the longest ending that fits its name."""
    fitting = [ending for ending in KINDS if name.lower().endswith(ending)]
    return KINDS[max(fitting, key=len)] if fitting else None


def lines_of(file: Any, among: str) -> Iterator[Line]:
    """Cut into lines, without blank ones; of one too long the beginning is kept.

    Args:
        file: open for reading bytes.
        among: the file's name where the archive has others too, else empty.
    """
    number = 0
    while data := file.readline(MAX_RECORD_BYTES):
        number += 1
        cut = len(data) >= MAX_RECORD_BYTES and not data.endswith(b"\n")
        rest = data
        while cut and rest and not rest.endswith(b"\n"):
            rest = file.readline(MAX_RECORD_BYTES)
        if data.strip():
            yield _line(data, "line", number, among, cut=cut)


def _line(data: bytes, what: str, number: int, among: str, *, cut: bool) -> Line:
    place = f"{what} {number}"
    if among:
        return Line(data, f"{among}, {place}", f"{among}:{number}", cut)
    return Line(data, place, number, cut)


def _packed_lines(compression: str) -> Callable[[Any, str, str], Iterator[Line]]:
    def read(file: Any, among: str, name: str) -> Iterator[Line]:
        from fsspec.compression import compr

        if compression not in compr:
            raise InputError(f"{name} needs a package more: pip install zstandard")
        try:
            with compr[compression](file, mode="rb") as unpacked:
                yield from lines_of(unpacked, among)
        except (EOFError, BadGzipFile, LZMAError, zlib.error) as exc:
            raise DamagedFileError(f"is damaged or breaks off: {exc}") from exc

    return read


def _page(file: Any, among: str, name: str) -> Iterator[Page]:  # noqa: ARG001
    yield page_of(name, file)


def _rows_of_parquet(file: Any, among: str, name: str) -> Iterator[Line]:  # noqa: ARG001
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        raise missing_package("parquet") from None
    number = 0
    try:
        with parquet.ParquetFile(file, pre_buffer=False) as table:
            known = [
                name for name in RECORD_COLUMNS if name in table.schema_arrow.names
            ]
            for batch in table.iter_batches(_ROWS_AT_ONCE, columns=known):
                for row in batch.to_pylist():
                    number += 1
                    data = json.dumps(present(row), default=str).encode()
                    cut = len(data) > MAX_RECORD_BYTES
                    data = data[:MAX_RECORD_BYTES]
                    yield _line(data, "row", number, among, cut=cut)
    except (ArrowException, OSError) as exc:
        if isinstance(exc, OSError) and exc.errno is not None:
            raise
        raise DamagedFileError(f"is no whole Parquet file: {exc}") from exc


def present(value: Any) -> Any:
    """Leave out what a table holds as null: JSON would take it for a value."""
    if isinstance(value, dict):
        return {key: present(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [present(each) for each in value]
    return value


def _web_archive(file: Any, among: str, name: str) -> Iterator[Page]:  # noqa: ARG001
    return pages_of_warc(file, name)


def _lines(file: Any, among: str, name: str) -> Iterator[Line]:  # noqa: ARG001
    return lines_of(file, among)


_PACKERS = {".gz": "gzip", ".bz2": "bz2", ".xz": "xz", ".zst": "zstd"}
# By the ending of the name. The longest that fits counts.
KINDS: dict[str, Kind] = {
    **dict.fromkeys((".html", ".htm", ".xhtml"), Kind(_page, single=True)),
    **dict.fromkeys((".jsonl", ".ndjson"), Kind(_lines)),
    **{
        lines + packed: Kind(_packed_lines(compression))
        for lines in (".jsonl", ".ndjson")
        for packed, compression in _PACKERS.items()
    },
    ".parquet": Kind(_rows_of_parquet),
    **dict.fromkeys((".warc", ".warc.gz"), Kind(_web_archive)),
}
