"""What a record's rows hold, by document and by sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ascribe.errors import InputError
from ascribe_server.archives.records import Line, Page, tasks
from ascribe_server.archives.rows import (
    RECORDS_TOGETHER,
    BatchSettings,
    rows,
    rows_of,
    rows_of_all,
)

BY_SENTENCE = BatchSettings(by="sentence")


def line(text: str, **fields: Any) -> Line:
    return Line(json.dumps({"text": text, **fields}).encode(), "line 7", 7)


def values(engine: Any, record: Any, settings: BatchSettings) -> list[dict[str, Any]]:
    return [
        json.loads(row) for row in rows_of(engine, record, settings).data.splitlines()
    ]


def test_every_row_says_by_what_it_was_made(engine: Any) -> None:
    for settings in (BatchSettings(), BY_SENTENCE):
        for record in (line("I see."), Line(b"{", "line 8", 8)):
            (row,) = values(engine, record, settings)
            assert row["settings"] == {
                "ascribe": row["settings"]["ascribe"],
                "by": settings.by,
                "brief": False,
            }
            assert row["settings"]["ascribe"][0].isdigit()
    (row,) = values(engine, line("I see."), BY_SENTENCE)
    assert row["model"] == {"name": "small", "version": "1", "sha256": "0" * 64}


def test_a_row_of_a_sentence_has_its_text_and_place(engine: Any) -> None:
    record = line("\U0001f30a I wait.\n\nIt fell \ud83d.", id="a")
    first, second = values(engine, record, BY_SENTENCE)
    assert (first["sentence"], first["text"]) == (0, "\U0001f30a I wait.")
    assert (first["start"], first["end"], first["block"]) == (0, 10, "0")
    assert first["label"] == "opinion"
    assert (second["sentence"], second["text"]) == (1, "It fell \ud83d.")
    assert {first["id"], second["id"]} == {"a"}


def test_a_page_without_sentences_has_a_row_all_the_same(engine: Any) -> None:
    (row,) = values(engine, line("", id="a"), BY_SENTENCE)
    assert row["id"] == "a"
    assert row["status"] == "too_short"
    assert "sentence" not in row


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        pytest.param(InputError("too long"), "invalid-input", id="refused"),
        pytest.param(RuntimeError("secret text"), "internal-error", id="bug"),
    ],
)
@pytest.mark.parametrize("settings", [BatchSettings(), BY_SENTENCE], ids=str)
def test_whatever_the_engine_raises_becomes_a_row(
    engine: Any, error: Exception, kind: str, settings: BatchSettings
) -> None:
    def fail() -> None:
        raise error

    engine.before = fail
    (row,) = values(engine, line("a"), settings)
    assert row["id"] == 7
    assert row["error"]["type"] == f"/problems/{kind}"
    assert row["error"]["detail"].startswith("line 7: ")
    assert "secret" not in row["error"]["detail"]


def test_records_that_fail_do_not_stop_those_beside_them(engine: Any) -> None:
    def fail() -> None:
        text = engine.pages[-1][0].text
        if text == "refused":
            raise InputError("too long")
        if text == "bug":
            raise RuntimeError

    engine.before = fail
    texts = ["I see.", "refused", "It rained.", "bug", "I hear."]
    records = [Line(b"{", "line 0", 0), *(line(text, id=text) for text in texts)]
    found = rows_of_all(engine, records, BatchSettings())
    assert found == [rows_of(engine, record, BatchSettings()) for record in records]
    answers = [json.loads(one.data) for one in found]
    kinds = [one.get("error", {}).get("type", "").split("/")[-1] for one in answers]
    assert kinds == ["not-json", "", "invalid-input", "", "internal-error", ""]
    assert [one["id"] for one in answers] == [0, *texts]
    assert [one.words for one in found] == [0, 2, 0, 2, 0, 2]


def test_no_more_records_are_read_than_are_analysed_together(engine: Any) -> None:
    taken = 0

    def endless() -> Iterator[Line]:
        nonlocal taken
        while True:
            taken += 1
            yield line("Rain.")

    answers = rows(engine, endless(), BatchSettings(), skip=2)
    for _ in range(3):
        next(answers)
    assert taken == 2 + RECORDS_TOGETHER


def test_tasks_are_small_and_in_order() -> None:
    short = [Page(str(at), b"x") for at in range(40)]
    long = [Page(str(at), b"x" * 200_000) for at in range(40, 44)]
    found = list(tasks([*short, *long], skip=3))
    assert [record for task in found for record in task] == [*short[3:], *long]
    assert [len(task) for task in found] == [16, 16, 7, 2]
