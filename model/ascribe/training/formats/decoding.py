"""From the bytes of a file to its lines; every line in a wrong encoding is named."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from ascribe.errors import DataError

if TYPE_CHECKING:
    from pathlib import Path

    from ascribe.training.formats.found import Found

# UTF-8 that was once taken for Windows-1252 and written as UTF-8 again.
_TWICE = re.compile("\u00e2\u20ac|[\u00c2\u00c3][\u0080-\u00bf]")


def read_bytes(path: Path) -> bytes:
    """Read a file.

    Raises:
        DataError: if it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise DataError(f"cannot read {path}: {exc.strerror}") from exc


def text_lines(path: Path, found: Found) -> list[str]:
    """Read the lines of a text file, without their ends.

    A line that is not UTF-8 is named in ``found`` and comes back empty, so that the
    numbers of the others stay right. Byte order marks are obeyed.

    Raises:
        DataError: if the file cannot be read.
    """
    data = read_bytes(path)
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            return _utf16(path, data, found)
    if b"\0" in data:
        found.fault(str(path), "a binary file, not text")
        return []
    data = data.removeprefix(codecs.BOM_UTF8)
    lines = [line.removesuffix(b"\r") for line in data.split(b"\n")]
    mixed = any(_is_foreign_utf8(line) for line in lines)
    texts = []
    for number, line in enumerate(lines, start=1):
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as exc:
            found.fault(f"{path}:{number}", _not_utf8(line, exc, mixed=mixed))
            text = ""
        if _TWICE.search(text):
            found.warn(
                f"{path}:{number}",
                "looks like UTF-8 that was read as Windows-1252 and written again",
            )
        texts.append(text)
    return texts


def _utf16(path: Path, data: bytes, found: Found) -> list[str]:
    try:
        return [line.removesuffix("\r") for line in data.decode("utf-16").split("\n")]
    except UnicodeDecodeError as exc:
        found.fault(str(path), f"not whole UTF-16: {exc.reason} at byte {exc.start:,}")
        return []


def _is_foreign_utf8(line: bytes) -> bool:
    try:
        return not line.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _not_utf8(line: bytes, error: UnicodeDecodeError, *, mixed: bool) -> str:
    byte = line[error.start : error.start + 1]
    said = f"not UTF-8: byte 0x{byte.hex()} after {error.start:,} bytes of the line"
    meant = byte.decode("windows-1252", "replace")
    if meant != "\ufffd":
        said += f" (in Windows-1252 it is {meant!r})"
    if mixed:
        return f"{said}; other lines are UTF-8: the file mixes encodings"
    return f"{said}; convert the file: iconv -f WINDOWS-1252 -t UTF-8"
