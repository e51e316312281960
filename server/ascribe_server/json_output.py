"""Write values as JSON in UTF-8; half a surrogate pair becomes JSON's escape for it."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from ascribe.results import as_json

_ENCODER = msgspec.json.Encoder()


def json_bytes(
    value: Any,
    *,
    indent: int | None = None,
    separators: tuple[str, str] | None = None,
) -> bytes:
    r"""Write plain JSON values for people to read.

    >>> json_bytes({"text": "é \ud83d"})
    b'{"text": "\xc3\xa9 \\ud83d"}'
    """
    text = json.dumps(
        value,
        ensure_ascii=False,
        allow_nan=False,
        indent=indent,
        separators=separators,
    )
    return text.encode("utf-8", "backslashreplace")


def compact_json(value: object) -> bytes:
    r"""Write plain JSON values, or results of the engine, without a space too many.

    >>> compact_json({"text": "é"}), compact_json({"text": "é \ud83d"})
    (b'{"text":"\xc3\xa9"}', b'{"text":"\xc3\xa9 \\ud83d"}')
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        return json_bytes(as_json(value), separators=(",", ":"))
