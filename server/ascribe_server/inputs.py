"""Files and standard input as the command line takes them; messages say what to do."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, get_args

from ascribe.errors import InputError
from ascribe.reading.html_reader import blocks_of_html
from ascribe.reading.text_reader import blocks_of_text
from ascribe_server.records import InputDocument, RecordError, document_of_line

InputKind = Literal["text", "html", "jsonl"]
INPUT_KINDS: tuple[InputKind, ...] = get_args(InputKind)

STDIN = "-"
_KIND_OF_SUFFIX: dict[str, InputKind] = {
    **dict.fromkeys((".txt", ".text", ".md"), "text"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html"),
    **dict.fromkeys((".jsonl", ".ndjson"), "jsonl"),
}
SUFFIXES = tuple(_KIND_OF_SUFFIX)
# Bytes at the start of a file, and what to do with such a file.
_FOREIGN_FORMATS = (
    (b"%PDF", "a PDF; save its text as .txt first, for instance with pdftotext"),
    (b"PK\x03\x04", "a zip archive or an office document; save it as .txt or .html"),
    (b"\x1f\x8b", "compressed; unpack it with gunzip first"),
    (b"\xd0\xcf\x11\xe0", "an office document; save it as .txt or .html"),
    (b"{\\rtf", "rich text; save it as .txt or .html"),
)
_LOOKS_LIKE_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype html|html|head|meta|title|body|article|main|section|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_SNIFFED_BYTES = 4096
# A text may hold some stray NULs; every hundredth byte is no accident.
_STRAY_NULS = 8
_MAX_NUL_PART = 0.01


def read_documents(path: str, *, kind: InputKind | None) -> Iterator[InputDocument]:
    """Read what a file, or ``-`` for standard input, holds.

    Args:
        path: the file's path; the id of its document.
        kind: what it is; None to go by the name and, failing that, by the look.

    Raises:
        InputError: if it cannot be read or holds nothing. The message names the file
            and says what to do.
    """
    name = "standard input" if path == STDIN else path
    data = _read(path, name)
    if not data.strip():
        raise InputError(f"{name} is empty; there is nothing to analyse")
    for start, what in _FOREIGN_FORMATS:
        if data.startswith(start):
            raise InputError(f"{name} is {what}")
    kind = kind or _kind_of(path, data)
    if kind == "html":
        yield InputDocument(path, tuple(blocks_of_html(data)))
    elif kind == "text":
        yield InputDocument(path, tuple(blocks_of_text(_decode(data, name))))
    else:
        for number, line in enumerate(data.split(b"\n"), start=1):
            if line.strip():
                try:
                    yield document_of_line(line, number=number)
                except RecordError as exc:
                    raise InputError(f"{name}, line {number}: {exc}") from exc


def _read(path: str, name: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read()
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise InputError(f"there is no file {name}; is the path right?") from None
    except IsADirectoryError:
        raise InputError(
            f"{name} is a folder; name files in it, as in {name.rstrip('/')}/*.html"
        ) from None
    except PermissionError:
        raise InputError(
            f"{name} may not be read by this user; see ls -l {name}"
        ) from None
    except (OSError, ValueError) as exc:
        raise InputError(f"{name} cannot be read: {exc}") from exc


def _kind_of(path: str, data: bytes) -> InputKind:
    known = _KIND_OF_SUFFIX.get(Path(path).suffix.lower())
    if known:
        return known
    return "html" if _LOOKS_LIKE_HTML.match(data[:_SNIFFED_BYTES]) else "text"


def _decode(data: bytes, name: str) -> str:
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if data.startswith(mark):
            return data.decode("utf-16", "replace")
    if data.count(0) > max(_STRAY_NULS, _MAX_NUL_PART * len(data)):
        raise InputError(f"{name} is a binary file, not text; save it as .txt or .html")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise InputError(
            f"{name} is not UTF-8: byte 0x{data[exc.start]:02x} at offset "
            f"{exc.start:,}. If it is Western European, convert it: "
            f"iconv -f WINDOWS-1252 -t UTF-8"
        ) from None
