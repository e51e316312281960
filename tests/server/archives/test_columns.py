"""The columns hold all that the rows of JSON hold, for every setting."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pyarrow
import pytest

from ascribe.corpus import corpus_folder
from ascribe.engine import Engine, load_engine
from ascribe.training.dataset import read_documents
from ascribe_server.archives.columns import arrow_schema, spark_schema, table_of
from ascribe_server.archives.records import Line
from ascribe_server.archives.rows import UNITS, BatchSettings, rows_of

SETTINGS = [BatchSettings(by, brief) for by, brief in product(UNITS, (False, True))]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return load_engine()


def without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: without_nulls(one) for key, one in value.items() if one is not None
        }
    if isinstance(value, list):
        return [without_nulls(one) for one in value]
    return value


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_columns_and_json_say_the_same(settings: BatchSettings, engine: Engine) -> None:
    documents = read_documents([corpus_folder()])[::6]
    lines = [
        json.dumps(
            {
                "id": document.name,
                "blocks": [
                    {"id": str(at), "kind": block.kind, "text": block.text}
                    for at, block in enumerate([*document.blocks, *document.blocks[:2]])
                ],
            }
        )
        for document in documents
    ]
    lines += ["not json", '{"id": "short", "text": "Rain."}', '{"id": "-", "text": ""}']
    data = b"".join(
        rows_of(engine, Line(line.encode(), "line 1", "x"), settings).data
        for line in lines
    )
    table = table_of(data, arrow_schema(settings))
    assert table.schema == arrow_schema(settings)
    rows = [json.loads(line) for line in data.splitlines()]
    assert without_nulls(table.to_pylist()) == without_nulls(rows)
    # Something stands in every column, so that the comparison says something.
    assert [
        name for name in table.column_names if table[name].null_count == len(rows)
    ] == []


def test_ids_of_numbers_and_half_surrogate_pairs_fit_into_columns(
    engine: Engine,
) -> None:
    settings = BatchSettings(by="sentence", brief=True)
    record = Line(rb'{"id": -12, "text": "A \ud83d b \\ud83d c \ud83d\ude00."}', "", 1)
    data = rows_of(engine, record, settings).data
    assert json.loads(data)["text"] == "A \ud83d b \\ud83d c \U0001f600."
    (row,) = table_of(data, arrow_schema(settings)).to_pylist()
    assert row["id"] == "-12"
    assert row["text"] == "A \ufffd b \\ud83d c \U0001f600."


def test_a_row_longer_than_arrows_blocks_fits() -> None:
    text = "word " * 500_000
    data = json.dumps({"id": "a", "text": text}).encode() + b"\n"
    schema = arrow_schema(BatchSettings(by="sentence", brief=True))
    assert table_of(data * 2, schema)["text"].to_pylist() == [text, text]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_spark_is_told_the_same_columns(settings: BatchSettings) -> None:
    told = spark_schema(settings)
    for field in arrow_schema(settings):
        assert f"{field.name} {spark_type(field.type)}" in told


def spark_type(kind: Any) -> str:
    """As Spark's own table of Arrow types has it."""
    if pyarrow.types.is_list(kind):
        return f"array<{spark_type(kind.value_type)}>"
    if pyarrow.types.is_struct(kind):
        inner = ",".join(f"{one.name}:{spark_type(one.type)}" for one in kind)
        return f"struct<{inner}>"
    names = {"int64": "bigint", "double": "double", "bool": "boolean"}
    return names.get(str(kind), str(kind))
