"""Analyse data frames: the function for Spark's ``mapInPandas``, and for Dask's frames.

It knows neither: it takes an iterator of pandas frames and yields such frames.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ascribe_server.archives.columns import arrow_schema, table_of
from ascribe_server.archives.formats import RECORD_COLUMNS, present
from ascribe_server.archives.records import MAX_RECORD_BYTES, Line
from ascribe_server.archives.rows import BatchSettings, rows

if TYPE_CHECKING:
    import pandas

    from ascribe.engine import Engine


def analyse_frames(
    frames: Iterator[pandas.DataFrame],
    settings: BatchSettings,
    model_folder: str | Path | None = None,
) -> Iterator[pandas.DataFrame]:
    """Analyse each row of each frame, in order.

    Args:
        frames: with a column ``text``, ``html``, ``blocks`` or ``sentences``, and
            ``id`` where rows have one; other columns are let through unread.
        settings: what the answer holds.
        model_folder: a model that each worker has; None for the one that ships.

    Yields:
        For each frame one with the columns of ``columns_of(settings)``. A row that
        cannot be analysed has an ``error`` and is never missing. A row without an id
        is called by its index in the frame.

    >>> import pandas
    >>> settings = BatchSettings(by="sentence", brief=True)
    >>> frame = pandas.DataFrame({"id": ["a"], "text": ["It rained. I hate rain."]})
    >>> (answer,) = analyse_frames(iter([frame]), settings)
    >>> answer["text"].tolist()
    ['It rained.', 'I hate rain.']
    """
    engine = _engine_of(model_folder)
    for frame in frames:
        yield _analysed(engine, frame, settings)


def analyse_frame(
    frame: pandas.DataFrame,
    settings: BatchSettings,
    model_folder: str | Path | None = None,
) -> pandas.DataFrame:
    """Analyse one frame, as ``analyse_frames``; for ``map_partitions`` of Dask."""
    return _analysed(_engine_of(model_folder), frame, settings)


@lru_cache(maxsize=1)
def _engine_of(folder: str | Path | None) -> Engine:
    from ascribe.engine import load_engine

    return load_engine(None if folder is None else Path(folder))


def _analysed(
    engine: Engine, frame: pandas.DataFrame, settings: BatchSettings
) -> pandas.DataFrame:
    import pandas

    data = b"".join(each.data for each in rows(engine, _records(frame), settings))
    schema = arrow_schema(settings)
    columns = (
        {name: table[name].to_pylist() for name in schema.names}
        if data and (table := table_of(data, schema))
        else dict.fromkeys(schema.names, ())
    )
    # Plain values: pandas would make numbers beside a null to floats.
    return pandas.DataFrame(
        {
            name: pandas.Series(list(each), dtype=object)
            for name, each in columns.items()
        }
    )


def _records(frame: pandas.DataFrame) -> Iterator[Line]:
    known = [name for name in RECORD_COLUMNS if name in frame.columns]
    values = (frame[name].tolist() for name in known)
    # Without any such column a row is a record without content, which is told.
    rows = zip(*values, strict=True) if known else (() for _ in range(len(frame)))
    for index, row in zip(frame.index.tolist(), rows, strict=True):
        value = {name: _plain(one) for name, one in zip(known, row, strict=True)}
        if isinstance(number := value.get("id"), float) and number.is_integer():
            # One null in a column of numbers makes them all floats.
            value["id"] = int(number)
        data = json.dumps(present(value), default=str).encode()
        cut = len(data) > MAX_RECORD_BYTES
        yield Line(data[:MAX_RECORD_BYTES], f"row {index}", str(index), cut)


def _plain(value: Any) -> Any:
    """Turn what pandas puts for a null, and numpy's arrays, into JSON's values."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if hasattr(value, "asDict"):
        # A row of Spark's.
        return _plain(value.asDict(recursive=True))
    # NaN, NaT and NA stand for a null; only they differ from themselves or cannot say.
    return value if isinstance(value, str | int | bytes) or _is_value(value) else None


def _is_value(value: Any) -> bool:
    try:
        return bool(value == value)
    except TypeError:
        return False
