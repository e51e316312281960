"""Frames hold what the rows of JSON hold, in Spark's columns, with nothing lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import pandas
import pyarrow
import pytest

from ascribe.engine import Engine, load_engine
from ascribe_server.archives import frames
from ascribe_server.archives.columns import arrow_schema, table_of
from ascribe_server.archives.frames import analyse_frame, analyse_frames
from ascribe_server.archives.records import Line
from ascribe_server.archives.rows import UNITS, BatchSettings, rows_of

from .conftest import LONG

SETTINGS = [BatchSettings(by, brief) for by, brief in product(UNITS, (False, True))]
BRIEF = BatchSettings(by="document", brief=True)


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


@pytest.fixture(autouse=True)
def loaded_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_engine_of", lambda _folder: engine)


def as_spark_does(answer: pandas.DataFrame, settings: BatchSettings) -> pyarrow.Table:
    """Turn a frame into Arrow's columns by the schema that Spark was told."""
    return pyarrow.Table.from_pandas(
        answer, schema=arrow_schema(settings), preserve_index=False, safe=True
    )


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_frames_in_parts_give_the_rows_of_the_records(
    settings: BatchSettings, engine: Engine
) -> None:
    texts = [f"{LONG} Number {at}." for at in range(5)] + ["", "Rain."]
    frame = pandas.DataFrame({"id": range(7), "text": texts, "year": 2026})
    parts = iter([frame[:3], frame[3:3], frame[3:]])
    answers = list(analyse_frames(parts, settings))
    assert [len(one) > 0 for one in answers] == [True, False, True]
    found = pyarrow.concat_tables([as_spark_does(one, settings) for one in answers])
    lines = [
        json.dumps({"id": at, "text": text}).encode() for at, text in enumerate(texts)
    ]
    expected = b"".join(
        rows_of(engine, Line(line, f"row {at}", str(at)), settings).data
        for at, line in enumerate(lines)
    )
    assert found.equals(table_of(expected, arrow_schema(settings)))


def test_a_row_that_cannot_be_analysed_is_an_error_and_not_missing() -> None:
    frame = pandas.DataFrame(
        {"id": ["a", None, "c", "d"], "text": ["It fell.", 7, None, np.nan]},
        index=[10, 11, 12, 13],
    )
    answer = analyse_frame(frame, BRIEF)
    assert answer["id"].tolist() == ["a", "11", "c", "d"]
    kinds = [error and error["type"] for error in answer["error"]]
    assert kinds == [None, *["/problems/wrong-shape"] * 3]
    assert answer["error"][1]["detail"].startswith("row 11: ")


def test_numbers_beside_a_null_are_still_ids() -> None:
    frame = pandas.DataFrame({"id": [7, None], "text": ["It fell."] * 2})
    assert analyse_frame(frame, BRIEF)["id"].tolist() == ["7", "1"]


def test_a_frame_without_a_known_column_says_so_in_each_row() -> None:
    answer = analyse_frame(pandas.DataFrame({"body": ["It fell."] * 2}), BRIEF)
    assert len(answer) == 2
    assert "one of blocks, text, html, sentences" in answer["error"][0]["detail"]


def test_blocks_may_be_arrays_and_rows_as_spark_gives_them() -> None:
    class Row:
        def asDict(self, *, recursive: bool) -> dict[str, Any]:  # noqa: N802
            return {"id": "x", "kind": "paragraph", "text": "It fell."}

    plain = {"id": "x", "kind": "paragraph", "text": "It fell."}
    blocks = [np.array([plain], dtype=object), [plain], [Row()]]
    frame = pandas.DataFrame({"id": ["a", "b", "c"], "blocks": blocks})
    answer = analyse_frame(frame, BRIEF)
    assert answer["error"].tolist() == [None] * 3
    assert [one[0]["block"] for one in answer["sentences"]] == ["x"] * 3


def test_it_takes_one_frame_after_the_other() -> None:
    taken = 0

    def parts() -> Iterator[pandas.DataFrame]:
        nonlocal taken
        for _ in range(3):
            taken += 1
            yield pandas.DataFrame({"text": ["It fell."]})

    # As Spark is given it: one argument, the rest filled in.
    answers = partial(analyse_frames, settings=BRIEF)(parts())
    assert taken == 0
    next(answers)
    assert taken == 1
