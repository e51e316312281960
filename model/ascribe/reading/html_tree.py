"""Turn the bytes of a web page into an element tree, whatever state they are in."""

from __future__ import annotations

import codecs
import re
from typing import Any

from lxml import etree

# lxml has no type hints; an element is what its functions take and give.
Element = Any

# Encodings that HTML allows to be announced by a byte order mark.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# A browser looks for the declaration in the first 1024 bytes; real pages put it
# behind long scripts.
_DECLARATION_BYTES = 16_384
_DECLARATION = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w:.-]+)",
    re.IGNORECASE,
)
# What browsers read instead of these names: the larger set that holds them.
_WIDER = {
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "utf-16": "utf-8",  # bytes that were read as ASCII so far are not UTF-16
    "utf-16le": "utf-8",
    "utf-16be": "utf-8",
}
# Controls that no page shows, NUL among them, and halves of surrogate pairs,
# which UTF-8 cannot carry. Tab, line feed, form feed and carriage return stay.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# libxml2 gives up at 2,048 open elements and loses the rest of the page.
# Browsers stop nesting at 512 and go on reading; so do we.
_MAX_DEPTH = 512
_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)[^<>]*>")
_NEVER_OPEN = re.compile(
    r"(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\Z",
    re.IGNORECASE,
)


def decode_html(page: bytes) -> str:
    r"""Decode a page: byte order mark, then declaration, then UTF-8, then Windows-1252.

    Never fails: a byte that does not fit becomes U+FFFD.

    >>> decode_html(b'<meta charset="latin1"> caf\xe9 \x93quoted\x94').split()[2:]
    ['café', '“quoted”']
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if page.startswith(mark):
            return page[len(mark) :].decode(encoding, "replace")
    declared = _declared_encoding(page)
    if declared:
        return page.decode(declared, "replace")
    try:
        return page.decode("utf-8")
    except UnicodeDecodeError as exc:
        # One damaged character in a UTF-8 page must not turn it all to mojibake.
        if exc.start > 0 and _mostly_utf8(page):
            return page.decode("utf-8", "replace")
        return page.decode("cp1252", "replace")


def _declared_encoding(page: bytes) -> str | None:
    found = _DECLARATION.search(page, 0, _DECLARATION_BYTES)
    if not found:
        return None
    name = found[1].decode("ascii", "ignore").lower()
    try:
        encoding = codecs.lookup(_WIDER.get(name, name))
        # A codec such as "rot13" or "hex" is not a text encoding.
        b"a".decode(encoding.name)
    except (LookupError, ValueError):
        return None
    return encoding.name


def _mostly_utf8(page: bytes) -> bool:
    text = page.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - broken
    return whole > 4 * broken


def parse_html(page: str | bytes) -> Element | None:
    """Parse a page as it is; None where it holds nothing at all.

    Comments and processing instructions are dropped.
    """
    text = decode_html(page) if isinstance(page, bytes) else page
    text = _NOT_TEXT.sub("\ufffd", text.replace("\x00", "").removeprefix("\ufeff"))
    if not text.strip():
        return None
    root, complete = _parse(text)
    if not complete:
        root, _ = _parse(_flattened(text))
    return root


def _parse(text: str) -> tuple[Element | None, bool]:
    """Return the tree and whether the whole text went into it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        # Nothing but a comment or a doctype.
        return None, True
    complete = not any(
        "depth" in entry.message for entry in parser.error_log.filter_from_fatals()
    )
    return root, complete


def _flattened(text: str) -> str:
    """Drop the tags that would open an element deeper than ``_MAX_DEPTH``."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        if _NEVER_OPEN.match(tag[2]):
            return tag[0]
        if tag[1]:
            depth = max(0, depth - 1)
            return tag[0] if depth < _MAX_DEPTH else " "
        depth += 1
        return tag[0] if depth <= _MAX_DEPTH else " "

    return _TAG.sub(keep, text)
