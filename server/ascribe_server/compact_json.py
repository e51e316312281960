"""Write results as JSON without a space too many."""

from __future__ import annotations

import json

import msgspec

from ascribe.results import as_json

_ENCODER = msgspec.json.Encoder()


def compact_json(value: object) -> bytes:
    r"""Write plain JSON values, or results of the engine, as UTF-8.

    Half a surrogate pair has no UTF-8; it becomes the escape that JSON has for it.

    >>> compact_json({"text": "é"}), compact_json({"text": "é \ud83d"})
    (b'{"text":"\xc3\xa9"}', b'{"text":"\xc3\xa9 \\ud83d"}')
    """
    try:
        return _ENCODER.encode(value)
    except UnicodeEncodeError:
        text = json.dumps(
            as_json(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")
        )
        return text.encode("utf-8", "backslashreplace")
