"""The rows as columns: Arrow types for Parquet, and the same in words for Spark.

The names are those of the JSON rows. What a row does not have is null.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, get_args

from ascribe.page.blocks_left_out import Reason
from ascribe.results import LABELS, PROSE_LABELS
from ascribe_server.archives.rows import BatchSettings

if TYPE_CHECKING:
    import pyarrow

# A type is the name of a plain one, a list of one type, or fields by name.
_Type = str | list[Any] | dict[str, Any]

_SPAN: dict[str, _Type] = {
    "start": "int64",
    "end": "int64",
    "text": "string",
    "block": "string",
}
_PLACE: dict[str, _Type] = {
    "block": "string",
    "start": "int64",
    "end": "int64",
    "label": "string",
}
_BRIEF_SENTENCE: dict[str, _Type] = {
    **_PLACE,
    "certain": "bool",
    "repeated": "bool",
}
_SENTENCE: dict[str, _Type] = {
    **_PLACE,
    "probabilities": dict.fromkeys(LABELS, "double"),
    "certain": "bool",
    "attribution": {
        "source": {**_SPAN, "name": "string"},
        "cue": _SPAN,
        "content": [_SPAN],
    },
    "evidence": [{**_SPAN, "weight": "double"}],
    "repeated": "bool",
}
_PAGE: dict[str, _Type] = {
    "words": "int64",
    "shares": dict.fromkeys(PROSE_LABELS, "double"),
    "intervals": {label: ["double"] for label in PROSE_LABELS},
    "coverage": {
        "blocks": "int64",
        "scored": "int64",
        "skipped": dict.fromkeys(sorted(get_args(Reason)), "int64"),
    },
}
_SOURCE: dict[str, _Type] = {
    "name": "string",
    "kind": "string",
    "sentences": "int64",
    "words": "int64",
}
_FIRST: dict[str, _Type] = {
    # Rows of JSON keep a number; a column has one type.
    "id": "string",
    "settings": {"ascribe": "string", "by": "string", "brief": "bool"},
    "model": {"name": "string", "version": "string", "sha256": "string"},
    "status": "string",
}
_LAST: dict[str, _Type] = {
    "offset_unit": "string",
    "error": {"type": "string", "title": "string", "detail": "string"},
}
_SPARK = {"int64": "bigint", "double": "double", "bool": "boolean", "string": "string"}

# A row begins with its id; this one is a number.
_NUMBER_ID = re.compile(rb'^\{"id":(-?\d+)', re.MULTILINE)
# An escaped backslash, or half a surrogate pair: a column holds valid Unicode only.
_HALF_PAIR = re.compile(rb"\\(?:(\\)|ud[89a-f][0-9a-f]{2})")


def columns_of(settings: BatchSettings) -> dict[str, Any]:
    """Return the columns and their types, in order."""
    sentence = _BRIEF_SENTENCE if settings.brief else _SENTENCE
    if settings.by == "sentence":
        return {
            **_FIRST,
            "sentence": "int64",
            "text": "string",
            **sentence,
            **_LAST,
        }
    middle: dict[str, _Type] = {"page": _PAGE, "sentences": [sentence]}
    if not settings.brief:
        middle |= {
            "sources": [_SOURCE],
            "named_sources": "int64",
            "unnamed_share": "double",
        }
    return {**_FIRST, **middle, **_LAST}


def spark_schema(settings: BatchSettings) -> str:
    """Write the columns as Spark's ``schema`` argument takes them.

    >>> spark_schema(BatchSettings(by="sentence", brief=True))[:45]
    'id string, settings struct<ascribe:string,by:'
    """
    return ", ".join(
        f"{name} {_spark(kind)}" for name, kind in columns_of(settings).items()
    )


def _spark(kind: _Type) -> str:
    if isinstance(kind, str):
        return _SPARK[kind]
    if isinstance(kind, list):
        return f"array<{_spark(kind[0])}>"
    return f"struct<{','.join(f'{name}:{_spark(one)}' for name, one in kind.items())}>"


def arrow_schema(settings: BatchSettings) -> pyarrow.Schema:
    """Return the columns as Arrow's schema."""
    import pyarrow

    return pyarrow.schema(
        [(name, _arrow(kind)) for name, kind in columns_of(settings).items()]
    )


def _arrow(kind: _Type) -> Any:
    import pyarrow

    if isinstance(kind, str):
        return {
            "int64": pyarrow.int64(),
            "double": pyarrow.float64(),
            "bool": pyarrow.bool_(),
            "string": pyarrow.string(),
        }[kind]
    if isinstance(kind, list):
        return pyarrow.list_(_arrow(kind[0]))
    return pyarrow.struct([(name, _arrow(one)) for name, one in kind.items()])


def table_of(lines: bytes, schema: pyarrow.Schema) -> pyarrow.Table:
    """Turn rows of JSON, one a line and at least one, into a table."""
    from pyarrow import json

    lines = _NUMBER_ID.sub(rb'{"id":"\1"', lines)
    if b"\\ud" in lines:
        lines = _HALF_PAIR.sub(
            lambda found: found[0] if found[1] else b"\\ufffd", lines
        )
    return json.read_json(
        io.BytesIO(lines),
        # In one piece: a row may be longer than Arrow's blocks.
        read_options=json.ReadOptions(use_threads=False, block_size=len(lines) + 1),
        parse_options=json.ParseOptions(
            explicit_schema=schema, unexpected_field_behavior="error"
        ),
    )
