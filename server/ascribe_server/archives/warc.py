"""Read the web pages of a WARC file, past records that are damaged."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Any

from ascribe_server.archives.records import (
    MAX_RECORD_BYTES,
    TOO_LONG,
    Page,
    missing_package,
    page_of,
)

# How each packed record begins.
_GZIP_MEMBER = b"\x1f\x8b\x08"
_CHUNK = 1 << 20
_BREAKS_OFF = "the record breaks off in the middle"


def pages_of_warc(file: Any, name: str) -> Iterator[Page]:
    """Read all answers of web servers that are HTML.

    Args:
        file: open for reading bytes; must be able to seek.
        name: what to call the file where a place in it cannot be read.

    Raises:
        InputError: if fastwarc is missing.
    """
    try:
        from fastwarc.warc import ArchiveIterator
    except ImportError:
        raise missing_package("warc") from None
    start: int | None = 0
    good = True
    while start is not None:
        at = start
        file.seek(at)
        try:
            for record in ArchiveIterator(file, parse_http=False):
                at, good = record.stream_pos, True
                page = _page_of(record)
                if page is not None:
                    good = page.error != _BREAKS_OFF
                    yield page
        except OSError as exc:
            # One row for a damaged place, however often it is tried anew.
            if good:
                yield Page(f"{name}, after byte {at}", b"", f"damaged: {exc}")
            good = False
            start = _next_member(file, at + 1)
        else:
            if good and _breaks_off(file, at):
                yield Page(f"{name}, after byte {at}", b"", _BREAKS_OFF)
            return


def _page_of(record: Any) -> Page | None:
    """Read one record; None if it is no web page. OSError if it is damaged."""
    from fastwarc.warc import WarcRecordType

    if record.record_type != WarcRecordType.response or not record.is_http:
        return None
    address = record.headers.get("WARC-Target-URI", "")
    stored = int(record.headers.get("Content-Length") or 0)
    if stored > MAX_RECORD_BYTES:
        return Page(address, b"", TOO_LONG)
    record.freeze()
    if record.content_length < stored:
        return Page(address, b"", _BREAKS_OFF)
    record.parse_http(auto_decode="all")
    if "html" not in (record.http_content_type or ""):
        return None
    return page_of(address, record.reader)


def _next_member(file: Any, at: int) -> int | None:
    """Return where the next packed record may begin; None at the end of the file."""
    tail = b""
    file.seek(at)
    while chunk := file.read(_CHUNK):
        found = int((tail + chunk).find(_GZIP_MEMBER))
        if found >= 0:
            return at - len(tail) + found
        at += len(chunk)
        tail = chunk[-len(_GZIP_MEMBER) + 1 :]
    return None


def _breaks_off(file: Any, at: int) -> bool:
    """Whether what is packed at ``at``, or comes after it, has no end.

    A record whose head is not whole is not told of by the reader.
    """
    file.seek(at)
    chunk = file.read(_CHUNK)
    if not chunk.startswith(_GZIP_MEMBER):
        return _head_breaks_off(file, at)
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while chunk:
        try:
            # What comes out is thrown away, a little at a time.
            unpacker.decompress(chunk, _CHUNK)
        except zlib.error:
            return True
        if unpacker.eof:
            chunk = unpacker.unused_data or file.read(_CHUNK)
            if not chunk:
                return False
            unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
        else:
            chunk = unpacker.unconsumed_tail or file.read(_CHUNK)
    return True


def _head_breaks_off(file: Any, at: int) -> bool:
    """Whether a plain file ends in the head of a record after the one at ``at``."""
    file.seek(at)
    head, end, rest = file.read(_CHUNK).partition(b"\r\n\r\n")
    if not end:
        return bool(head.strip())
    length = next(
        (
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length:")
        ),
        len(rest),
    )
    file.seek(at + len(head) + 4 + length)
    return bool(file.read(_CHUNK).strip())
