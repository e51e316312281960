"""The forms that answers are written in: JSON lines and Parquet."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable
from typing import Any, Protocol

from ascribe.errors import InputError
from ascribe_server.archives.columns import arrow_schema, table_of
from ascribe_server.archives.rows import BatchSettings


class OutputForm(Protocol):
    """How rows become a file, in pieces that are joined at the end.

    Attributes:
        ending: of a piece's name, with the dot.
    """

    ending: str

    def piece(self, lines: bytes) -> bytes:
        """Turn rows of JSON, one a line, into a file."""

    def join(self, pieces: Iterable[Any], out: Any) -> None:
        """Write files that ``piece`` made, open for reading, to one."""


class JsonLines:
    """One JSON object a line."""

    ending = ".jsonl"

    def piece(self, lines: bytes) -> bytes:
        """Return the rows as they are."""
        return lines

    def join(self, pieces: Iterable[Any], out: Any) -> None:
        """Write one after the other."""
        for piece in pieces:
            shutil.copyfileobj(piece, out, 1 << 20)


class Parquet:
    """A Parquet file; each piece is a row group.

    Raises:
        InputError: if pyarrow is missing.
    """

    ending = ".parquet"

    def __init__(self, settings: BatchSettings) -> None:
        try:
            self._schema = arrow_schema(settings)
        except ImportError:
            raise InputError(
                "Parquet needs a package more: pip install 'ascribe[parquet]'"
            ) from None

    def piece(self, lines: bytes) -> bytes:
        """Return a Parquet file of one row group."""
        out = io.BytesIO()
        with self._writer(out) as writer:
            _write(writer, table_of(lines, self._schema))
        return out.getvalue()

    def join(self, pieces: Iterable[Any], out: Any) -> None:
        """Write the row groups one after the other; one is in memory at a time."""
        from pyarrow import parquet

        with self._writer(out) as writer:
            for piece in pieces:
                _write(writer, parquet.read_table(piece))

    def _writer(self, out: Any) -> Any:
        from pyarrow import parquet

        return parquet.ParquetWriter(out, self._schema, compression="zstd")


def _write(writer: Any, table: Any) -> None:
    writer.write_table(table, row_group_size=max(1, table.num_rows))


def form_of(target: str, settings: BatchSettings) -> OutputForm:
    """Choose the form by the name of the file.

    Raises:
        InputError: if pyarrow is needed and missing.
    """
    if target.lower().endswith(".parquet"):
        return Parquet(settings)
    return JsonLines()
